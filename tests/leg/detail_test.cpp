// Striation, tendon and cartilage on shapes whose answer is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/detail.hpp"

namespace crus {
namespace {

// A tube along y with a radius that depends on the height, closed at both ends.
template <class Radius>
geometry::Mesh tube(float length, Radius radius) {
  constexpr std::uint32_t kSides = 24;
  constexpr std::uint32_t kRings = 80;
  geometry::Mesh mesh;
  for (std::uint32_t ring = 0; ring <= kRings; ++ring) {
    const float y = length * static_cast<float>(ring) / kRings;
    for (std::uint32_t side = 0; side < kSides; ++side) {
      const float angle = 2.0F * std::numbers::pi_v<float> * static_cast<float>(side) / kSides;
      mesh.positions.emplace_back(radius(y) * std::cos(angle), y, -0.6F * radius(y) * std::sin(angle));
      if (ring < kRings) {
        const std::uint32_t a = ring * kSides + side;
        const std::uint32_t b = ring * kSides + (side + 1) % kSides;
        mesh.triangles.emplace_back(a, b, b + kSides);
        mesh.triangles.emplace_back(a, b + kSides, a + kSides);
      }
    }
  }
  for (std::uint32_t side = 1; side + 1 < kSides; ++side) {
    mesh.triangles.emplace_back(0U, side + 1, side);
    mesh.triangles.emplace_back(kRings * kSides, kRings * kSides + side, kRings * kSides + side + 1);
  }
  geometry::compute_normals(mesh, std::numbers::pi_v<float>);
  return mesh;
}

TEST(Detail, StriationRunsAlongATube) {
  const geometry::Mesh mesh = tube(300.0F, [](float) { return 20.0F; });
  const std::vector<float> across = across_fibres_mm(mesh, {});
  ASSERT_EQ(across.size(), mesh.positions.size());
  // Along a line of vertices in the middle the value stays; from one broad side to the other it grows by about as many
  // millimetres as lie between, however the sign.
  const auto at = [&](std::uint32_t ring, std::uint32_t side) { return across[ring * 24 + side]; };
  for (const std::uint32_t side : {4U, 6U, 8U, 16U, 18U}) {
    EXPECT_NEAR(at(25, side), at(55, side), 3.0F);  // over 112 mm: one and a half degrees
  }
  EXPECT_NEAR(std::abs(at(40, 4) - at(40, 8)), glm::distance(mesh.positions[40 * 24 + 4], mesh.positions[40 * 24 + 8]),
              2.5F);
}

TEST(Detail, StriationFollowsGivenFibres) {
  const geometry::Mesh mesh = tube(300.0F, [](float) { return 20.0F; });
  const glm::vec3 fibre = glm::normalize(glm::vec3(0.5F, 1.0F, 0.0F));
  const std::vector<float> across = across_fibres_mm(mesh, std::vector<glm::vec3>(mesh.positions.size(), fibre));
  // Where the surface faces z, its value is that of the direction square to the fibres.
  const glm::vec3 square(fibre.y, -fibre.x, 0.0F);
  const std::uint32_t a = 30 * 24 + 6;
  const std::uint32_t b = 50 * 24 + 6;
  EXPECT_NEAR(std::abs(across[a] - across[b]), std::abs(glm::dot(mesh.positions[a] - mesh.positions[b], square)), 4.0F);
}

TEST(Detail, TheThinFarEndIsTendon) {
  // A belly of 20 mm above, a cord of 3 mm below.
  const geometry::Mesh mesh = tube(300.0F, [](float y) { return 3.0F + 17.0F * glm::smoothstep(90.0F, 130.0F, y); });
  const std::vector<float> tendon = tendon_share(mesh);
  ASSERT_EQ(tendon.size(), mesh.positions.size());
  for (std::size_t i = 0; i < tendon.size(); ++i) {
    const float y = mesh.positions[i].y;
    if (y < 80.0F) {
      EXPECT_GT(tendon[i], 0.9F) << y;
    } else if (y > 140.0F) {
      EXPECT_LT(tendon[i], 0.1F) << y;
    }
  }
}

TEST(Detail, CartilageFacesTheOtherBone) {
  Leg leg;
  leg.side = anatomy::Side::right;
  for (const float shift : {0.0F, 102.0F}) {
    LegStructure bone;
    bone.id = shift == 0.0F ? "talus" : "tibia";
    bone.recognised = true;
    bone.mesh = tube(100.0F, [](float) { return 15.0F; });
    for (glm::vec3& p : bone.mesh.positions) {
      p.y += shift;
    }
    bone.box = geometry::bounds(bone.mesh);
    leg.structures.push_back(bone);
  }
  add_detail_fields(leg);
  add_detail_fields(leg);  // replaces, does not pile up
  const LegStructure& lower = leg.structures[0];
  ASSERT_EQ(lower.fields.size(), 2U);
  const auto field = std::find_if(lower.fields.begin(), lower.fields.end(),
                                  [](const VertexField& f) { return f.id == kCartilageFieldId; });
  ASSERT_NE(field, lower.fields.end());
  for (std::size_t i = 0; i < field->values.size(); ++i) {
    const float y = lower.mesh.positions[i].y;
    EXPECT_EQ(field->values[i] > 0.5F, y > 99.0F) << y;  // the end faces the other bone at 2 mm
  }
}

}  // namespace
}  // namespace crus
