// Solids that share space moved apart: who gives way, by how much, and what stays.
#include "geometry/parting.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "geometry/closest.hpp"
#include "geometry/crossing.hpp"
#include "geometry/measure.hpp"
#include "shapes.hpp"

namespace crus::geometry {
namespace {

double deepest(const Mesh& of, const Mesh& in) {
  const SurfaceTree tree(in);
  double depth = 0.0;
  for (const glm::vec3& p : of.positions) {
    if (tree.contains(p)) {
      depth = std::max(depth, static_cast<double>(tree.closest(p)->distance_mm));
    }
  }
  return depth;
}

double overlap(const Mesh& a, const Mesh& b) { return std::max(deepest(a, b), deepest(b, a)); }

TEST(Parting, TwoEqualSpheresGiveWayAlike) {
  Mesh a = test::sphere({-8.0, 0.0, 0.0}, 10.0);
  Mesh b = test::sphere({8.0, 0.0, 0.0}, 10.0);
  const double volume = volume_mm3(a);
  const glm::dvec3 middle = 0.5 * (surface_centroid(a) + surface_centroid(b));
  ASSERT_NEAR(overlap(a, b), 4.0, 0.2);
  part_bodies(std::vector<PartingBody>{{&a, 1.0}, {&b, 1.0}}, {});
  EXPECT_LT(overlap(a, b), 0.3);
  for (const Mesh* mesh : {&a, &b}) {
    EXPECT_NEAR(volume_mm3(*mesh) / volume, 1.0, 0.005);
    EXPECT_TRUE(crossing_edges(*mesh).empty());
  }
  EXPECT_LT(glm::distance(middle, 0.5 * (surface_centroid(a) + surface_centroid(b))), 0.1) << "neither is pushed alone";
}

TEST(Parting, TheSmallerMovesFarther) {
  Mesh large = test::sphere({-20.0, 0.0, 0.0}, 22.0);
  Mesh small = test::sphere({7.0, 0.0, 0.0}, 8.0);
  const glm::dvec3 large_was = surface_centroid(large);
  const glm::dvec3 small_was = surface_centroid(small);
  part_bodies(std::vector<PartingBody>{{&large, 1.0}, {&small, 1.0}}, {});
  EXPECT_LT(overlap(large, small), 0.3);
  EXPECT_GT(glm::distance(surface_centroid(small), small_was), 3.0 * glm::distance(surface_centroid(large), large_was));
}

TEST(Parting, WhatDoesNotMoveKeepsItsBytes) {
  Mesh bone = test::sphere({0.0, 0.0, 0.0}, 15.0);
  const Mesh bone_was = bone;
  Mesh muscle = test::sphere({20.0, 3.0, 0.0}, 9.0);
  const double volume = volume_mm3(muscle);
  part_bodies(std::vector<PartingBody>{{&bone, 0.0}, {&muscle, 1.0}}, {});
  EXPECT_EQ(bone, bone_was);
  EXPECT_LT(overlap(bone, muscle), 0.3);
  EXPECT_NEAR(volume_mm3(muscle) / volume, 1.0, 0.005);
}

TEST(Parting, TheFarSideGoesAlong) {
  // A slab 6 mm thick on a ball that dents it by 3 mm: it bends away and does not become thin.
  Mesh ball = test::sphere({0.0, -17.0, 0.0}, 20.0);
  Mesh slab = test::sphere({0.0, 3.0, 0.0}, 3.0);
  for (glm::vec3& p : slab.positions) {
    p.x *= 10.0F;
    p.z *= 10.0F;
  }
  const auto top = [&] {
    float highest = -1e9F;
    for (const glm::vec3& p : slab.positions) {
      highest = std::max(highest, std::hypot(p.x, p.z) < 4.0F ? p.y : -1e9F);
    }
    return highest;
  };
  const float before = top();
  part_bodies(std::vector<PartingBody>{{&ball, 0.0}, {&slab, 1.0}}, {});
  EXPECT_LT(overlap(ball, slab), 0.3);
  EXPECT_GT(top() - before, 1.5F);
}

TEST(Parting, WhatIsApartOrMayShareSpaceStays) {
  Mesh a = test::sphere({-11.0, 0.0, 0.0}, 10.0);
  Mesh b = test::sphere({11.0, 0.0, 0.0}, 10.0);
  Mesh c = test::sphere({11.0, 6.0, 0.0}, 10.0);
  const Mesh a_was = a;
  const Mesh b_was = b;
  const Mesh c_was = c;
  PartingOptions options;
  options.part = [](std::size_t i, std::size_t k) { return !(i == 1 && k == 2); };
  part_bodies(std::vector<PartingBody>{{&a, 1.0}, {&b, 1.0}, {&c, 1.0}}, options);
  EXPECT_EQ(a, a_was);
  EXPECT_EQ(b, b_was);
  EXPECT_EQ(c, c_was);
}

TEST(Parting, WhatIsAllowedIsKept) {
  Mesh bone = test::sphere({0.0, 0.0, 0.0}, 15.0);
  Mesh muscle = test::sphere({20.0, 0.0, 0.0}, 9.0);
  PartingOptions options;
  options.allowed_mm = [](std::size_t, std::size_t, const glm::vec3&) { return 2.0; };
  part_bodies(std::vector<PartingBody>{{&bone, 0.0}, {&muscle, 1.0}}, options);
  EXPECT_NEAR(overlap(bone, muscle), 2.0, 0.3);
}

TEST(Parting, HoldsKeepTheirPlace) {
  Mesh bone = test::sphere({0.0, 0.0, 0.0}, 15.0);
  Mesh muscle = test::sphere({22.0, 0.0, 0.0}, 9.0);
  const SurfaceTree footprint(bone);
  // A vertex near the bone beside where the two overlap most.
  std::uint32_t held = 0;
  for (std::uint32_t v = 0; v < muscle.positions.size(); ++v) {
    const glm::vec3& p = muscle.positions[v];
    held =
        glm::distance(p, {15.5F, 5.5F, 0.0F}) < glm::distance(muscle.positions[held], {15.5F, 5.5F, 0.0F}) ? v : held;
  }
  const float was = footprint.closest(muscle.positions[held])->distance_mm;
  ASSERT_GT(was, 1.0F);
  PartingOptions options;
  options.holds = {{1, held, &footprint, 0.4}};
  part_bodies(std::vector<PartingBody>{{&bone, 0.0}, {&muscle, 1.0}}, options);
  EXPECT_LT(footprint.closest(muscle.positions[held])->distance_mm, 0.8F);
}

TEST(Parting, RoomIsLeftWhereItIsAskedFor) {
  Mesh bone = test::sphere({0.0, 0.0, 0.0}, 15.0);
  Mesh muscle = test::sphere({24.2, 0.0, 0.0}, 9.0);
  PartingOptions options;
  options.allowed_mm = [](std::size_t, std::size_t, const glm::vec3&) { return -1.5; };
  part_bodies(std::vector<PartingBody>{{&bone, 0.0}, {&muscle, 1.0}}, options);
  const SurfaceTree tree(bone);
  float nearest = 1e9F;
  for (const glm::vec3& p : muscle.positions) {
    EXPECT_FALSE(tree.contains(p));
    nearest = std::min(nearest, tree.closest(p)->distance_mm);
  }
  EXPECT_GT(nearest, 1.2F);
}

TEST(Parting, TheSameForAnyNumberOfThreads) {
  const auto parted = [](int threads) {
    Mesh a = test::sphere({-8.0, 0.0, 0.0}, 10.0);
    Mesh b = test::sphere({8.0, 1.0, 0.0}, 10.0);
    Mesh c = test::sphere({0.0, 14.0, 2.0}, 7.0);
    PartingOptions options;
    options.threads = threads;
    part_bodies(std::vector<PartingBody>{{&a, 1.0}, {&b, 3.0}, {&c, 1.0}}, options);
    return std::vector<Mesh>{a, b, c};
  };
  EXPECT_EQ(parted(1), parted(3));
}

}  // namespace
}  // namespace crus::geometry
