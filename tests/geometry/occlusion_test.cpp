// Baked occlusion against form factors, and the same bytes for any number of threads.
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "geometry/occlusion.hpp"
#include "geometry/shapes.hpp"

namespace crus {
namespace {

using geometry::Mesh;

TEST(Occlusion, AnIsolatedSphereIsOpen) {
  const Mesh ball = test::sphere({5.0, 6.0, 7.0}, 20.0);
  const Mesh* meshes[] = {&ball};
  const auto open = geometry::bake_occlusion(meshes, {true}, 30.0F);
  for (const float value : open[0]) {
    ASSERT_EQ(value, 1.0F);
  }
}

// A floor point at distance d from a wall of width 2w and height h sees the wall under the form factor
// (1/pi) (atan(w/d) - (d/s) atan(w/s)), s = sqrt(d^2 + h^2), for a patch square to the wall (two mirror halves).
double wall_factor(double d, double w, double h) {
  const double s = std::sqrt(d * d + h * h);
  return (std::atan(w / d) - d / s * std::atan(w / s)) / std::numbers::pi;
}

TEST(Occlusion, ACornerFollowsTheFormFactor) {
  Mesh corner = test::sheet({0.0, 0.0, -40.0}, {0.0, 0.0, 80.0}, {40.0, 0.0, 0.0}, 80);  // floor, up
  const auto floor_points = corner.positions.size();
  const Mesh wall = test::sheet({0.0, 0.0, -40.0}, {0.0, 30.0, 0.0}, {0.0, 0.0, 80.0}, 40);
  const auto shift = static_cast<unsigned>(floor_points);
  corner.positions.insert(corner.positions.end(), wall.positions.begin(), wall.positions.end());
  corner.normals.insert(corner.normals.end(), wall.normals.begin(), wall.normals.end());
  for (const glm::uvec3& t : wall.triangles) {
    corner.triangles.push_back(t + glm::uvec3(shift));
  }
  ASSERT_GT(corner.normals[0].y, 0.99F);
  const Mesh* meshes[] = {&corner};
  // A reach far beyond the wall takes the fall-off out of the comparison.
  const auto open = geometry::bake_occlusion(meshes, {true}, 20000.0F, 1024);
  // The averaging over neighbours moves single values a little: the mean over the middle row is compared.
  double found = 0.0;
  double expected = 0.0;
  int count = 0;
  for (std::size_t i = 0; i < floor_points; ++i) {
    const glm::vec3& p = corner.positions[i];
    if (p.z == 0.0F && p.x > 3.0F && p.x < 37.0F) {
      const double d = static_cast<double>(p.x);
      expected += 1.0 - wall_factor(d, 40.0, 30.0);
      found += static_cast<double>(open[0][i]);
      ++count;
    }
  }
  ASSERT_GT(count, 30);
  EXPECT_NEAR(found / count, expected / count, 0.01);
}

TEST(Occlusion, OthersShadeLessAndOnlyWithinReach) {
  const Mesh floor = test::sheet({-1.0, 0.0, -1.0}, {0.0, 0.0, 2.0}, {2.0, 0.0, 0.0}, 2);
  const Mesh roof = test::sheet({-500.0, 1.0, -500.0}, {1000.0, 0.0, 0.0}, {0.0, 0.0, 1000.0}, 4);
  const Mesh* meshes[] = {&floor, &roof};
  const float under = geometry::bake_occlusion(meshes, {true, true}, 200.0F)[0][4];
  EXPECT_NEAR(under, 1.0F - geometry::kOthersShade, 0.02F) << "a roof over the whole sky";
  EXPECT_EQ(geometry::bake_occlusion(meshes, {true, false}, 200.0F)[0][4], 1.0F) << "a roof that casts nothing";
  EXPECT_EQ(geometry::bake_occlusion(meshes, {true, true}, 0.9F)[0][4], 1.0F) << "a roof out of reach";
}

TEST(Occlusion, BuriedIsEvenlyShaded) {
  // Off centre, so that the wall round the small one is near on one side and far on the other.
  const Mesh small = test::sphere({6.0, 0.0, 0.0}, 3.0, 12, 24);
  const Mesh large = test::sphere({0.0, 0.0, 0.0}, 12.0);
  const Mesh* meshes[] = {&small, &large};
  const auto open = geometry::bake_occlusion(meshes, {true, true}, 30.0F);
  for (const float value : open[0]) {
    EXPECT_NEAR(value, 1.0F - geometry::kOthersShade, 1e-4F);
  }
}

TEST(Occlusion, DoesNotDependOnThreads) {
  const Mesh ring = test::torus(30.0, 12.0);
  const Mesh ball = test::sphere({0.0, 10.0, 0.0}, 20.0);
  const Mesh* meshes[] = {&ring, &ball};
  const auto one = geometry::bake_occlusion(meshes, {true, true}, 30.0F, 32, nullptr, 1);
  EXPECT_EQ(one, geometry::bake_occlusion(meshes, {true, true}, 30.0F, 32, nullptr, 2));
  EXPECT_EQ(one, geometry::bake_occlusion(meshes, {true, true}, 30.0F, 32, nullptr, 5));
}

TEST(Occlusion, CancelledMeansOpen) {
  const Mesh ring = test::torus(30.0, 12.0);
  const Mesh* meshes[] = {&ring};
  Progress progress;
  progress.cancel();
  const auto open = geometry::bake_occlusion(meshes, {true}, 30.0F, 32, &progress);
  for (const float value : open[0]) {
    ASSERT_EQ(value, 1.0F);
  }
}

}  // namespace
}  // namespace crus
