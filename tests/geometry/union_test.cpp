// Solids united as signed distances: volumes in closed form, seams, even triangles.
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/units.hpp"
#include "geometry/contain.hpp"
#include "geometry/crossing.hpp"
#include "geometry/measure.hpp"
#include "geometry/remesh.hpp"
#include "geometry/repair.hpp"
#include "geometry/solid_union.hpp"
#include "shapes.hpp"

namespace crus::geometry {
namespace {

using std::numbers::pi;

double sliver_share(const Mesh& mesh) {
  std::size_t slivers = 0;
  for (const glm::uvec3& t : mesh.triangles) {
    double least_rad = pi;
    for (int k = 0; k < 3; ++k) {
      const glm::dvec3 a(mesh.positions[t[k]]);
      const glm::dvec3 ab = glm::dvec3(mesh.positions[t[(k + 1) % 3]]) - a;
      const glm::dvec3 ac = glm::dvec3(mesh.positions[t[(k + 2) % 3]]) - a;
      least_rad = std::min(least_rad, std::atan2(glm::length(glm::cross(ab, ac)), glm::dot(ab, ac)));
    }
    slivers += least_rad < radians(5.0) ? 1U : 0U;
  }
  return static_cast<double>(slivers) / static_cast<double>(mesh.triangles.size());
}

void expect_sound(const Mesh& mesh) {
  EXPECT_TRUE(topology(mesh).closed());
  EXPECT_EQ(topology(mesh).pieces, 1U);
  Mesh turned = mesh;
  EXPECT_EQ(orient(turned), 0U);
  EXPECT_GT(volume_mm3(mesh), 0.0);
  EXPECT_LE(sliver_share(mesh), 0.005);
  EXPECT_TRUE(crossing_edges(mesh).empty());
}

// A capsule along x: a tube with round ends.
Mesh capsule(const glm::dvec3& middle, double half_length, double radius) {
  Mesh mesh = test::sphere({0.0, 0.0, 0.0}, radius);
  for (glm::vec3& p : mesh.positions) {
    p.x += static_cast<float>(p.x > 0.0F ? half_length : -half_length);
    p += glm::vec3(middle);
  }
  return mesh;
}

TEST(Union, OverlappingSpheresHaveTheVolumeOfTheirLens) {
  const double r = 10.0;
  const double d = 12.0;
  const auto mesh = unite({{test::sphere({0.0, 0.0, 0.0}, r), 0.0, 0.8}, {test::sphere({d, 0.0, 0.0}, r), 0.0, 0.8}},
                          {0.5, 0.0, 0.0, 1});
  ASSERT_TRUE(mesh) << mesh.error().message();
  const double lens = pi * (4.0 * r + d) * (2.0 * r - d) * (2.0 * r - d) / 12.0;
  const double whole = 8.0 / 3.0 * pi * r * r * r - lens;
  EXPECT_NEAR(volume_mm3(*mesh) / whole, 1.0, 0.01);
  expect_sound(*mesh);
}

TEST(Union, LiesOnTheSurfacesItUnites) {
  const auto mesh = unite({{test::sphere({0.3, -0.2, 0.1}, 10.0), 0.0, 1.0}}, {0.5, 0.0, 0.0, 1});
  ASSERT_TRUE(mesh) << mesh.error().message();
  for (const glm::vec3& p : mesh->positions) {
    EXPECT_NEAR(glm::distance(p, glm::vec3(0.3F, -0.2F, 0.1F)), 10.0F, 0.05F);
  }
  expect_sound(*mesh);
  double sum = 0.0;
  for (const glm::uvec3& t : mesh->triangles) {
    sum += static_cast<double>(glm::distance(mesh->positions[t.x], mesh->positions[t.y]));
  }
  EXPECT_NEAR(sum / static_cast<double>(mesh->triangles.size()), 1.0, 0.15) << "edges as long as asked for";
}

TEST(Union, TubesAMillimetreApartDoNotWeld) {
  // Two tubes from one trunk; between them 1 mm of air, and a blend many times as wide.
  const Mesh trunk = capsule({-20.0, 0.0, 0.0}, 8.0, 9.0);
  const Mesh one = capsule({10.0, 0.0, 4.5}, 25.0, 4.0);
  const Mesh two = capsule({10.0, 0.0, -4.5}, 25.0, 4.0);
  const auto mesh = unite({{trunk, 0.0, 1.2}, {one, 6.0, 0.9}, {two, 6.0, 0.9}}, {0.4, 0.0, 0.0, 2});
  ASSERT_TRUE(mesh) << mesh.error().message();
  expect_sound(*mesh);
  EXPECT_EQ(static_cast<long>(mesh->positions.size()) - static_cast<long>(mesh->triangles.size() / 2), 2)
      << "no bridge, which would be a handle";
  for (const glm::vec3& p : mesh->positions) {
    EXPECT_TRUE(p.x < 10.0F || std::abs(p.z) > 0.4F) << "the gap is as wide as it was";
  }
  const auto apart = unite({{one, 6.0, 1.0}, {two, 6.0, 1.0}}, {0.5, 0.0, 0.0, 1});
  ASSERT_FALSE(apart);
  EXPECT_NE(apart.error().message().find("2 pieces"), std::string::npos);
}

TEST(Union, ABlendFillsTheSeamAndNothingFartherOff) {
  const double k = 5.0;
  const Mesh flat = test::box({-20.0F, -10.0F, -20.0F}, {20.0F, 0.0F, 20.0F});
  const Mesh post = test::box({-20.0F, -10.0F, -20.0F}, {0.0F, 20.0F, 20.0F});
  const auto sharp = unite_distances({{flat, 0.0, 1.0}, {post, 0.0, 1.0}}, {0.5, 0.0, 0.0, 1});
  const auto blended = unite_distances({{flat, 0.0, 1.0}, {post, k, 1.0}}, {0.5, 0.0, 0.0, 1});
  ASSERT_TRUE(sharp);
  ASSERT_TRUE(blended);
  // In the corner of two planes the fillet is deepest on the diagonal, k/4 in either distance, and ends k from the
  // seam.
  EXPECT_NEAR(blended->distance.sample({k / 4.0, k / 4.0, 0.0}), 0.0, 0.1);
  EXPECT_LT(blended->distance.sample({0.5, 0.5, 0.0}), -0.5);
  EXPECT_NEAR(blended->distance.sample({k + 1.0, 0.0, 0.0}), 0.0, 0.05);
  EXPECT_NEAR(blended->distance.sample({0.0, k + 1.0, 0.0}), 0.0, 0.05);
  for (const double far : {7.0, 12.0}) {
    EXPECT_NEAR(blended->distance.sample({far, 1.0, 0.0}), sharp->distance.sample({far, 1.0, 0.0}), 1e-5);
  }
}

TEST(Union, ACreviceIsFilledAndAGapIsNot) {
  const auto volume = [](double gap, double close_mm) {
    const auto half = static_cast<float>(0.5 * gap);
    const Mesh floor = test::box({-10.0F, -4.0F, -10.0F}, {10.0F, 0.0F, 10.0F});
    const Mesh left = test::box({-10.0F, -4.0F, -10.0F}, {-half, 8.0F, 10.0F});
    const Mesh right = test::box({half, -4.0F, -10.0F}, {10.0F, 8.0F, 10.0F});
    const auto mesh = unite({{floor, 0.0, 0.8}, {left, 0.0, 0.8}, {right, 0.0, 0.8}}, {0.25, 0.0, close_mm, 1});
    EXPECT_TRUE(mesh);
    return mesh ? volume_mm3(*mesh) : 0.0;
  };
  EXPECT_NEAR(volume(1.0, 1.0), 20.0 * 20.0 * 12.0, 60.0) << "a crevice of 1 mm";
  EXPECT_NEAR(volume(4.0, 1.0), 20.0 * 20.0 * 12.0 - 4.0 * 20.0 * 8.0, 60.0) << "a gap of 4 mm stays";
}

TEST(Union, AFilmIsDroppedAndASheetIsNot) {
  const auto highest = [](float half) {
    const Mesh block = test::box({-10.0F, -6.0F, -10.0F}, {10.0F, 0.0F, 10.0F});
    const Mesh sheet = test::box({-half, -4.0F, -8.0F}, {half, 8.0F, 8.0F});
    const auto mesh = unite({{block, 0.0, 0.8}, {sheet, 0.0, 0.8}}, {0.25, 0.5, 0.0, 1});
    EXPECT_TRUE(mesh);
    return mesh ? bounds(*mesh).max.y : 0.0F;
  };
  EXPECT_LT(highest(0.2F), 1.0F) << "0.4 mm thick";
  EXPECT_NEAR(highest(1.0F), 8.0F, 0.4F) << "2 mm thick";
}

TEST(Union, PartsLaidOverEachOtherDoNotSwell) {
  const Mesh whole = capsule({0.0, 0.0, 0.0}, 30.0, 8.0);
  const auto mesh = unite({{whole, 0.0, 1.5}, {whole, 10.0, 1.5}}, {0.6, 0.0, 0.0, 1});
  ASSERT_TRUE(mesh) << mesh.error().message();
  EXPECT_NEAR(volume_mm3(*mesh) / volume_mm3(whole), 1.0, 0.01);
}

TEST(Union, SameBytesForAnyNumberOfThreads) {
  const std::vector<UnionPart> parts{{test::sphere({0.0, 0.0, 0.0}, 8.0), 0.0, 1.0},
                                     {capsule({8.0, 2.0, 0.0}, 10.0, 4.0), 3.0, 0.7},
                                     {capsule({0.0, -6.0, 1.0}, 12.0, 3.0), 3.0, 0.7, 0.6}};
  const auto one = unite(parts, {0.5, 0.0, 0.0, 1});
  const auto two = unite(parts, {0.5, 0.0, 0.0, 2});
  ASSERT_TRUE(one);
  ASSERT_TRUE(two);
  EXPECT_EQ(*one, *two);
  expect_sound(*one);
}

TEST(Union, FaultsAreNamed) {
  EXPECT_FALSE(unite({}, {}));
  EXPECT_FALSE(unite({{Mesh{}, 0.0, 1.0}}, {}));
  Mesh broken = test::sphere({0.0, 0.0, 0.0}, 5.0);
  broken.positions[3].y = std::nanf("");
  const auto result = unite({{test::sphere({0.0, 0.0, 0.0}, 5.0), 0.0, 1.0}, {broken, 0.0, 1.0}}, {});
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message().find("part 1"), std::string::npos);
  EXPECT_FALSE(unite({{test::sphere({0.0, 0.0, 0.0}, 400.0), 0.0, 1.0}}, {0.01, 0.0, 0.0, 1})) << "too many voxels";
}

TEST(PushOut, ContainsWhatStuckOutAndMovesNothingFarOff) {
  Mesh surface = test::sphere({0.0, 0.0, 0.0}, 40.0);
  const Mesh lump = test::sphere({34.0, 0.0, 0.0}, 8.0);  // sticks out by 2 mm
  const Mesh deep = test::sphere({0.0, 0.0, 0.0}, 20.0);
  const std::vector<const Mesh*> others{&lump, &deep};
  EXPECT_NEAR(least_depth_mm(surface, others)[0], -2.0, 0.1);
  EXPECT_NEAR(least_depth_mm(surface, others)[1], 20.0, 0.1);
  const Mesh before = surface;
  ContainOptions options;
  options.margin_mm = 1.0;
  options.spread_mm = 10.0;
  const Containment report = push_out(surface, others, options);
  EXPECT_EQ(report.still_beyond, 0U);
  EXPECT_GE(least_depth_mm(surface, others)[0], 1.0);
  double most = 0.0;
  for (std::size_t v = 0; v < surface.positions.size(); ++v) {
    const auto moved = static_cast<double>(glm::distance(surface.positions[v], before.positions[v]));
    most = std::max(most, moved);
    EXPECT_TRUE(before.positions[v].x > 0.0F || moved < 0.1) << "on the far side nothing moves";
  }
  EXPECT_LT(most, 4.5) << "no farther than needed";
  EXPECT_TRUE(crossing_edges(surface).empty());
}

// A sphere without its part above a level.
Mesh bowl(double radius, float level) {
  Mesh mesh = test::sphere({0.0, 0.0, 0.0}, radius);
  std::erase_if(mesh.triangles, [&](const glm::uvec3& t) {
    return std::max({mesh.positions[t.x].y, mesh.positions[t.y].y, mesh.positions[t.z].y}) > level;
  });
  return mesh;
}

TEST(SurfaceDepth, OfASphereIsTheDistanceToItAndOfABowlToo) {
  const Mesh sphere = test::sphere({0.0, 0.0, 0.0}, 40.0);
  const Mesh open = bowl(40.0, 12.0F);
  const SurfaceDepth whole(sphere);
  const SurfaceDepth part(open);
  EXPECT_TRUE(whole.closed());
  EXPECT_FALSE(part.closed());
  for (const glm::vec3 way :
       {glm::vec3(0.0F, -1.0F, 0.0F), glm::vec3(0.8F, -0.6F, 0.0F), glm::vec3(0.0F, -0.28F, 0.96F)}) {
    for (const float away : {35.0F, 39.0F, 43.0F}) {
      ASSERT_TRUE(whole.at(away * way, 12.0F)) << away;
      ASSERT_TRUE(part.at(away * way, 12.0F)) << away;
      EXPECT_NEAR(whole.at(away * way, 12.0F)->depth_mm, 40.0 - static_cast<double>(away), 0.25);
      EXPECT_NEAR(part.at(away * way, 12.0F)->depth_mm, 40.0 - static_cast<double>(away), 0.25);
    }
  }
  // Through the opening: nearest is the rim, which tells nothing. Too far off tells nothing either.
  EXPECT_FALSE(part.at({36.0F, 22.0F, 0.0F}, 40.0F));
  EXPECT_FALSE(part.at({0.0F, -20.0F, 0.0F}, 12.0F));
}

TEST(PushOut, AnOpenSurfaceContainsToo) {
  Mesh surface = bowl(40.0, 12.0F);
  const Mesh lump = test::sphere({34.0, -4.0, 0.0}, 8.0);    // sticks out by some 2 mm
  const Mesh beyond = test::sphere({0.0, 40.0, 0.0}, 10.0);  // in the opening
  const std::vector<const Mesh*> others{&lump, &beyond};
  const auto least = [&] {
    const SurfaceDepth depths(surface);
    double depth = 1e9;
    for (const glm::vec3& p : lump.positions) {
      const auto place = depths.at(p, 12.0F);
      depth = place ? std::min(depth, place->depth_mm) : depth;
    }
    return depth;
  };
  EXPECT_LT(least(), -1.5);
  const Mesh before = surface;
  ContainOptions options;
  options.margin_mm = 1.0;
  options.spread_mm = 10.0;
  EXPECT_EQ(push_out(surface, others, options).still_beyond, 0U);
  EXPECT_GE(least(), 1.0 - 1e-3);
  // What may lie as far out as it does asks for nothing.
  Mesh lenient = before;
  const std::vector<std::vector<float>> margins{std::vector<float>(lump.positions.size(), -5.0F),
                                                std::vector<float>(beyond.positions.size(), -5.0F)};
  EXPECT_EQ(push_out(lenient, others, options, margins).still_beyond, 0U);
  EXPECT_EQ(lenient.positions, before.positions);
}

TEST(Remesh, KeepsTheGenus) {
  const Mesh ring = test::torus(12.0, 4.0);
  RemeshOptions options;
  options.edge_mm = [](const glm::dvec3&) { return 1.2; };
  options.project = [](const glm::dvec3& p) {
    const glm::dvec3 core = 12.0 * glm::normalize(glm::dvec3(p.x, 0.0, p.z));
    return core + 4.0 * glm::normalize(p - core);
  };
  const Mesh even = remesh(ring, options);
  EXPECT_EQ(static_cast<long>(even.positions.size()) - static_cast<long>(even.triangles.size() / 2), 0);
  EXPECT_NEAR(volume_mm3(even) / (2.0 * pi * pi * 12.0 * 16.0), 1.0, 0.02);
  expect_sound(even);
}

}  // namespace
}  // namespace crus::geometry
