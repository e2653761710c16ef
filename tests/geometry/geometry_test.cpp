// Measures, closest points and rays against closed forms and brute force.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "geometry/closest.hpp"
#include "geometry/crossing.hpp"
#include "geometry/measure.hpp"
#include "geometry/shapes.hpp"

namespace crus {
namespace {

using geometry::Mesh;
using std::numbers::pi;

TEST(Measure, SphereAreaAndVolume) {
  const Mesh mesh = test::sphere({300.0, -200.0, 50.0}, 20.0);
  EXPECT_NEAR(geometry::area_mm2(mesh), 4.0 * pi * 400.0, 0.003 * 4.0 * pi * 400.0);
  EXPECT_NEAR(geometry::volume_mm3(mesh), 4.0 / 3.0 * pi * 8000.0, 0.005 * 4.0 / 3.0 * pi * 8000.0);
  EXPECT_LT(geometry::area_mm2(mesh), 4.0 * pi * 400.0) << "an inscribed polyhedron is smaller";
  const glm::dvec3 centroid = geometry::surface_centroid(mesh);
  EXPECT_NEAR(glm::length(centroid - glm::dvec3(300.0, -200.0, 50.0)), 0.0, 1e-3);
}

TEST(Measure, TorusFollowsPappus) {
  const Mesh mesh = test::torus(30.0, 8.0);
  EXPECT_NEAR(geometry::area_mm2(mesh) / (4.0 * pi * pi * 30.0 * 8.0), 1.0, 0.004);
  EXPECT_NEAR(geometry::volume_mm3(mesh) / (2.0 * pi * pi * 30.0 * 64.0), 1.0, 0.006);
}

TEST(Measure, BoxIsExactAndInsideOutIsNegative) {
  Mesh mesh = test::box({1.0F, 2.0F, 3.0F}, {5.0F, 4.0F, 13.0F});
  EXPECT_NEAR(geometry::area_mm2(mesh), 2.0 * (4.0 * 2.0 + 2.0 * 10.0 + 4.0 * 10.0), 1e-9);
  EXPECT_NEAR(geometry::volume_mm3(mesh), 80.0, 1e-9);
  EXPECT_EQ(geometry::bounds(mesh).size(), glm::vec3(4.0F, 2.0F, 10.0F));
  for (glm::uvec3& t : mesh.triangles) {
    std::swap(t.y, t.z);
  }
  EXPECT_NEAR(geometry::volume_mm3(mesh), -80.0, 1e-9);
}

TEST(Measure, PrincipalAxesOfABox) {
  const auto axes = geometry::principal_axes(test::box({-10.0F, -1.0F, -3.0F}, {10.0F, 1.0F, 3.0F}));
  EXPECT_NEAR(axes.axes[0].x, 1.0, 1e-9);
  EXPECT_NEAR(axes.axes[1].z, 1.0, 1e-9);
  EXPECT_NEAR(glm::determinant(axes.axes), 1.0, 1e-9);
  // Second moment along x: two ends at 10 (area 12 each), four sides (length 20, area 20 * 16 in all) uniform in x.
  const double expected = std::sqrt((24.0 * 100.0 + 320.0 * 400.0 / 12.0) / 344.0);
  EXPECT_NEAR(axes.deviation.x, expected, 1e-9);
}

TEST(Measure, SamplesAreAreaEvenAndOnTheSurface) {
  const Mesh mesh = test::sphere({0.0, 0.0, 0.0}, 10.0);
  const auto samples = geometry::sample_surface(mesh, 20000);
  ASSERT_EQ(samples.size(), 20000U);
  glm::dvec3 mean(0.0);
  std::size_t above = 0;
  for (const auto& sample : samples) {
    mean += sample.point / 20000.0;
    above += sample.point.y > 5.0 ? 1U : 0U;
    EXPECT_NEAR(glm::length(sample.point), 10.0, 0.03);
  }
  EXPECT_LT(glm::length(mean), 0.02);
  // Archimedes: a cap of height h has the share h / 2r.
  EXPECT_NEAR(static_cast<double>(above) / 20000.0, 0.25, 0.003);
  const auto again = geometry::sample_surface(mesh, 20000);
  EXPECT_TRUE(std::equal(samples.begin(), samples.end(), again.begin(),
                         [](const auto& a, const auto& b) { return a.point == b.point && a.triangle == b.triangle; }));
  EXPECT_TRUE(geometry::sample_surface(Mesh{}, 10).empty());
}

// By the definition: the least over all triangles of a dense search, here by projecting and clamping to edges.
double brute_distance(const Mesh& mesh, const glm::dvec3& p) {
  double best = 1e300;
  const auto to_segment = [&](const glm::dvec3& a, const glm::dvec3& b) {
    const double t = std::clamp(glm::dot(p - a, b - a) / glm::dot(b - a, b - a), 0.0, 1.0);
    return glm::length(p - (a + t * (b - a)));
  };
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a(mesh.positions[t.x]);
    const glm::dvec3 b(mesh.positions[t.y]);
    const glm::dvec3 c(mesh.positions[t.z]);
    const glm::dvec3 n = glm::normalize(glm::cross(b - a, c - a));
    const glm::dvec3 foot = p - glm::dot(p - a, n) * n;
    const bool inside = glm::dot(glm::cross(b - a, foot - a), n) >= 0.0 &&
                        glm::dot(glm::cross(c - b, foot - b), n) >= 0.0 &&
                        glm::dot(glm::cross(a - c, foot - c), n) >= 0.0;
    if (inside) {
      best = std::min(best, glm::length(p - foot));
    }
    best = std::min({best, to_segment(a, b), to_segment(b, c), to_segment(c, a)});
  }
  return best;
}

TEST(Closest, AgreesWithBruteForce) {
  const Mesh mesh = test::torus(30.0, 8.0, 24, 12);
  const geometry::SurfaceTree tree(mesh);
  std::mt19937 random(7);
  std::uniform_real_distribution<float> place(-60.0F, 60.0F);
  for (int i = 0; i < 300; ++i) {
    const glm::vec3 p(place(random), place(random), place(random));
    const auto hit = tree.closest(p);
    ASSERT_TRUE(hit);
    EXPECT_NEAR(static_cast<double>(hit->distance_mm), brute_distance(mesh, glm::dvec3(p)), 1e-4);
    EXPECT_NEAR(static_cast<double>(glm::length(hit->point - p)), static_cast<double>(hit->distance_mm), 1e-4);
    EXPECT_NEAR(static_cast<double>(hit->barycentric.x + hit->barycentric.y + hit->barycentric.z), 1.0, 1e-5);
    const glm::uvec3& t = mesh.triangles.at(hit->triangle);
    const glm::vec3 again = hit->barycentric.x * mesh.positions[t.x] + hit->barycentric.y * mesh.positions[t.y] +
                            hit->barycentric.z * mesh.positions[t.z];
    EXPECT_LT(glm::length(again - hit->point), 1e-3F);
  }
}

TEST(Closest, LimitsAndNothing) {
  const Mesh mesh = test::box(glm::vec3(-1.0F), glm::vec3(1.0F));
  const geometry::SurfaceTree tree(mesh);
  EXPECT_FALSE(tree.closest({10.0F, 0.0F, 0.0F}, 8.9F));
  ASSERT_TRUE(tree.closest({10.0F, 0.0F, 0.0F}, 9.1F));
  EXPECT_FLOAT_EQ(tree.closest({10.0F, 0.0F, 0.0F})->distance_mm, 9.0F);
  EXPECT_FALSE(tree.closest({std::nanf(""), 0.0F, 0.0F}));
  const Mesh nothing;
  const geometry::SurfaceTree empty(nothing);
  EXPECT_FALSE(empty.closest({0.0F, 0.0F, 0.0F}));
  EXPECT_FALSE(empty.first_hit({0.0F, 0.0F, 0.0F}, {1.0F, 0.0F, 0.0F}));
  EXPECT_FALSE(empty.contains({0.0F, 0.0F, 0.0F}));
}

TEST(Closest, FirstHitAndContains) {
  const Mesh mesh = test::torus(30.0, 8.0);
  const geometry::SurfaceTree tree(mesh);
  const auto hit = tree.first_hit({100.0F, 0.0F, 0.0F}, {-1.0F, 0.0F, 0.0F});
  ASSERT_TRUE(hit);
  EXPECT_NEAR(hit->distance_mm, 62.0F, 1e-3F);
  EXPECT_FALSE(tree.first_hit({100.0F, 0.0F, 0.0F}, {1.0F, 0.0F, 0.0F}));
  std::mt19937 random(11);
  std::uniform_real_distribution<float> place(-40.0F, 40.0F);
  int inside = 0;
  for (int i = 0; i < 2000; ++i) {
    const glm::vec3 p(place(random), place(random) * 0.25F, place(random));
    const double tube = std::hypot(std::hypot(p.x, p.z) - 30.0F, p.y);
    if (std::abs(tube - 8.0) > 0.1) {
      EXPECT_EQ(tree.contains(p), tube < 8.0);
      inside += tube < 8.0 ? 1 : 0;
    }
  }
  EXPECT_GT(inside, 100);
}

TEST(Closest, SurfaceDistanceOfConcentricSpheres) {
  const Mesh a = test::sphere({0.0, 0.0, 0.0}, 20.0, 96, 192);
  const Mesh b = test::sphere({0.0, 0.0, 0.0}, 21.5, 96, 192);
  const auto distance = geometry::surface_distance(a, b);
  EXPECT_NEAR(distance.mean_mm, 1.5, 0.01);
  EXPECT_NEAR(distance.p95_mm, 1.5, 0.02);
  EXPECT_NEAR(distance.max_mm, 1.5, 0.02);
  EXPECT_NEAR(geometry::surface_distance(a, a).max_mm, 0.0, 1e-4);
}

TEST(Closest, SurfaceDistanceTakesTheWorseDirection) {
  // Ours lies wholly on the reference, but half of the reference is missing from ours.
  const Mesh half = test::sheet({0.0, 0.0, 0.0}, {10.0, 0.0, 0.0}, {0.0, 0.0, -10.0}, 10);
  const Mesh whole = test::sheet({0.0, 0.0, 0.0}, {20.0, 0.0, 0.0}, {0.0, 0.0, -10.0}, 20);
  EXPECT_NEAR(geometry::surface_distance(half, whole).max_mm, 10.0, 1e-4);
  EXPECT_NEAR(geometry::surface_distance(whole, half).max_mm, 10.0, 0.1);
}

TEST(Crossing, FindsASurfaceThatPassesThroughItself) {
  EXPECT_TRUE(geometry::crossing_edges(test::sphere({0.0, 0.0, 0.0}, 20.0)).empty());
  EXPECT_TRUE(geometry::crossing_edges(test::torus(30.0, 8.0)).empty());
  EXPECT_TRUE(geometry::crossing_edges(Mesh{}).empty());
  // A spindle torus meets itself near its axis.
  const Mesh spindle = test::torus(8.0, 12.0);
  const auto edges = geometry::crossing_edges(spindle);
  EXPECT_GT(edges.size(), 20U);
  for (const glm::uvec2& edge : edges) {
    EXPECT_LT(edge.x, edge.y);
    EXPECT_LT(std::hypot(spindle.positions[edge.x].x, spindle.positions[edge.x].z), 3.0F);
  }
}

}  // namespace
}  // namespace crus
