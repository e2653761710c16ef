// One headless renderer for all tests of this program, and small meshes to feed it.
#pragma once

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "app/headless.hpp"
#include "geometry/mesh.hpp"
#include "render/renderer.hpp"

namespace crus::test {

struct Shape {
  geometry::Mesh mesh;
  std::vector<float> occlusion;
  std::vector<float> field;
  bool closed = false;
  [[nodiscard]] render::MeshView view() const {
    return {mesh.positions, mesh.normals, occlusion, field, mesh.triangles, closed};
  }
};

// A rectangle square to the z axis, facing +z. Its field is the x coordinate.
[[nodiscard]] Shape rectangle(glm::vec2 min, glm::vec2 max, float z);
// A closed cube with flat faces, turned about two axes.
[[nodiscard]] Shape turned_cube(float half);
// A closed sphere with smooth normals.
[[nodiscard]] Shape sphere(float radius);

// Looks down the z axis at a window of the plane z = 0; near plane at z = 10, far plane at z = -10.
[[nodiscard]] render::View flat_view(float half_width, float half_height);

class Studio : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  void SetUp() override;
  void TearDown() override;  // no GL message may be left

  static render::Renderer& renderer();
  static void load(const std::vector<Shape>& shapes);
  static render::Image finished(const render::DrawList& list, glm::ivec2 size);

 private:
  struct Parts;
  static std::unique_ptr<Parts> parts_;
};

[[nodiscard]] inline glm::ivec4 pixel(const render::Image& image, int x, int y) {
  const auto i =
      4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x));
  return {image.rgba[i], image.rgba[i + 1], image.rgba[i + 2], image.rgba[i + 3]};
}

}  // namespace crus::test
