// Coarser levels: what they leave out, and what they may not touch.
#include "geometry/levels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace crus::geometry {
namespace {

Mesh ball(float radius, std::uint32_t rings) {
  Mesh mesh;
  const std::uint32_t sides = 2 * rings;
  for (std::uint32_t ring = 0; ring <= rings; ++ring) {
    const float polar = std::numbers::pi_v<float> * static_cast<float>(ring) / static_cast<float>(rings);
    for (std::uint32_t side = 0; side < sides; ++side) {
      const float around = 2.0F * std::numbers::pi_v<float> * static_cast<float>(side) / static_cast<float>(sides);
      mesh.positions.push_back(
          radius * glm::vec3(std::sin(polar) * std::cos(around), std::cos(polar), -std::sin(polar) * std::sin(around)));
      if (ring < rings) {
        const std::uint32_t a = ring * sides + side;
        const std::uint32_t b = ring * sides + (side + 1) % sides;
        mesh.triangles.emplace_back(a, a + sides, b + sides);
        mesh.triangles.emplace_back(a, b + sides, b);
      }
    }
  }
  return mesh;
}

TEST(Levels, eachIsCoarserAndStaysWithinItsError) {
  constexpr float kRadius = 40.0F;
  const Mesh mesh = ball(kRadius, 60);
  const auto levels = detail_levels(mesh);
  ASSERT_GE(levels.size(), 2U);
  std::size_t before = mesh.triangles.size();
  float error_before = 0.0F;
  for (const DetailLevel& level : levels) {
    EXPECT_LT(level.triangles.size(), before);
    EXPECT_GE(level.error_mm, error_before);
    EXPECT_LE(level.error_mm, 2.0F);
    before = level.triangles.size();
    error_before = level.error_mm;
    for (const glm::uvec3& t : level.triangles) {
      // A chord lies inside the ball, and no deeper than the level admits (a quadric error is a mean, not a bound).
      const glm::vec3 middle = (mesh.positions[t.x] + mesh.positions[t.y] + mesh.positions[t.z]) / 3.0F;
      EXPECT_NEAR(glm::length(middle), kRadius, 4.0F * level.error_mm + 0.5F);
    }
  }
  EXPECT_EQ(detail_levels(mesh), levels);
}

TEST(Levels, aSmallOrBrokenMeshHasNone) {
  EXPECT_TRUE(detail_levels(ball(10.0F, 6)).empty());
  EXPECT_TRUE(detail_levels({}).empty());
  Mesh broken = ball(10.0F, 40);
  broken.triangles.front().x = 1'000'000;
  EXPECT_TRUE(detail_levels(broken).empty());
}

TEST(Levels, orderByPlaceKeepsTheTriangles) {
  Mesh mesh = ball(40.0F, 30);
  const auto sorted = [](std::vector<glm::uvec3> triangles) {
    std::sort(triangles.begin(), triangles.end(), [](const glm::uvec3& a, const glm::uvec3& b) {
      return std::array{a.x, a.y, a.z} < std::array{b.x, b.y, b.z};
    });
    return triangles;
  };
  const auto before = sorted(mesh.triangles);
  order_by_place(mesh.positions, mesh.triangles);
  EXPECT_EQ(sorted(mesh.triangles), before);
  // A run of it is a patch: the first eighth stays on one side of the ball.
  Box patch;
  for (std::size_t i = 0; i < mesh.triangles.size() / 8; ++i) {
    patch.add(mesh.positions[mesh.triangles[i].x]);
  }
  EXPECT_LT(glm::length(patch.size()), 100.0F);
}

}  // namespace
}  // namespace crus::geometry
