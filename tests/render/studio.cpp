#include "studio.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include <glm/gtc/matrix_transform.hpp>

#include "support/support.hpp"

namespace crus::test {

struct Studio::Parts {
  app::HeadlessContext context;
  render::Font regular;
  render::Font bold;
  std::unique_ptr<render::Renderer> renderer;
};
std::unique_ptr<Studio::Parts> Studio::parts_;

void Studio::SetUpTestSuite() {
  auto context = app::HeadlessContext::create();
  ASSERT_TRUE(context) << context.error().message();
  const auto info = render::load_gl(app::HeadlessContext::loader());
  ASSERT_TRUE(info) << info.error().message();
  auto regular = render::Font::load(built_share_folder() / "fonts" / "Inter-Regular.otf");
  auto bold = render::Font::load(built_share_folder() / "fonts" / "Inter-SemiBold.otf");
  ASSERT_TRUE(regular && bold);
  parts_ = std::make_unique<Parts>(Parts{std::move(*context), std::move(*regular), std::move(*bold), nullptr});
  auto renderer = render::Renderer::create(built_share_folder() / "shaders", parts_->regular, parts_->bold);
  ASSERT_TRUE(renderer) << renderer.error().message();
  parts_->renderer = std::make_unique<render::Renderer>(std::move(*renderer));
}

void Studio::TearDownTestSuite() { parts_.reset(); }

void Studio::SetUp() { ASSERT_NE(parts_, nullptr); }

void Studio::TearDown() {
  if (parts_ != nullptr) {
    EXPECT_EQ(renderer().take_messages(), std::vector<std::string>{});
  }
}

render::Renderer& Studio::renderer() { return *parts_->renderer; }

void Studio::load(const std::vector<Shape>& shapes) {
  std::vector<render::MeshView> views;
  for (const Shape& shape : shapes) {
    views.push_back(shape.view());
  }
  renderer().set_meshes(views);
}

render::Image Studio::finished(const render::DrawList& list, glm::ivec2 size) {
  for (int index = 0; index < render::Renderer::kSamples; ++index) {
    renderer().draw(list, size, index);
  }
  return renderer().read(list.overlay);
}

Shape rectangle(glm::vec2 min, glm::vec2 max, float z) {
  Shape shape;
  shape.mesh.positions = {{min.x, min.y, z}, {max.x, min.y, z}, {max.x, max.y, z}, {min.x, max.y, z}};
  shape.mesh.normals.assign(4, glm::vec3(0.0F, 0.0F, 1.0F));
  shape.mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
  for (const glm::vec3& position : shape.mesh.positions) {
    shape.field.push_back(position.x);
  }
  return shape;
}

Shape turned_cube(float half) {
  Shape shape;
  const glm::mat4 turn = glm::rotate(glm::rotate(glm::mat4(1.0F), 0.6F, {1.0F, 0.0F, 0.0F}), 0.7F, {0.0F, 1.0F, 0.0F});
  for (int axis = 0; axis < 3; ++axis) {
    for (const float side : {-1.0F, 1.0F}) {
      glm::vec3 normal(0.0F);
      normal[axis] = side;
      glm::vec3 across(0.0F);
      across[(axis + 1) % 3] = 1.0F;
      const glm::vec3 along = glm::cross(normal, across);
      const auto first = static_cast<std::uint32_t>(shape.mesh.positions.size());
      for (const glm::vec2 corner : {glm::vec2(-1, -1), glm::vec2(1, -1), glm::vec2(1, 1), glm::vec2(-1, 1)}) {
        const glm::vec3 position = half * (normal + corner.x * across + corner.y * along);
        shape.mesh.positions.push_back(glm::mat3(turn) * position);
        shape.mesh.normals.push_back(glm::mat3(turn) * normal);
      }
      shape.mesh.triangles.emplace_back(first, first + 1, first + 2);
      shape.mesh.triangles.emplace_back(first, first + 2, first + 3);
    }
  }
  shape.closed = true;
  return shape;
}

Shape sphere(float radius) {
  constexpr std::uint32_t kRings = 32;
  constexpr std::uint32_t kSides = 64;
  Shape shape;
  for (std::uint32_t ring = 0; ring <= kRings; ++ring) {
    const float polar = std::numbers::pi_v<float> * static_cast<float>(ring) / kRings;
    for (std::uint32_t side = 0; side <= kSides; ++side) {
      const float around = 2.0F * std::numbers::pi_v<float> * static_cast<float>(side) / kSides;
      const glm::vec3 normal(std::sin(polar) * std::cos(around), std::cos(polar), -std::sin(polar) * std::sin(around));
      shape.mesh.positions.push_back(radius * normal);
      shape.mesh.normals.push_back(normal);
      if (ring < kRings && side < kSides) {
        const std::uint32_t a = ring * (kSides + 1) + side;
        const std::uint32_t b = a + kSides + 1;
        shape.mesh.triangles.emplace_back(a, b, b + 1);
        shape.mesh.triangles.emplace_back(a, b + 1, a + 1);
      }
    }
  }
  shape.closed = true;
  return shape;
}

render::View flat_view(float half_width, float half_height) {
  return {glm::mat4(1.0F), glm::ortho(-half_width, half_width, -half_height, half_height, -10.0F, 10.0F)};
}

}  // namespace crus::test
