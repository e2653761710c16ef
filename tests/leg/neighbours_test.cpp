// How deep neighbours lie in one another, and gaps at insertions, on shapes whose answers are known.
#include "leg/neighbours.hpp"

#include <cmath>
#include <memory>
#include <numbers>
#include <string>

#include <gtest/gtest.h>

#include "atlas/builtin_leg.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/bones.hpp"

namespace crus {
namespace {

using anatomy::Kind;
using geometry::Mesh;
using test::catalogue;

// A box between two corners, its faces cut into squares of about `step`.
Mesh box(const glm::vec3& low, const glm::vec3& high, float step) {
  Mesh mesh;
  for (int axis = 0; axis < 3; ++axis) {
    const int u = (axis + 1) % 3;
    const int v = (axis + 2) % 3;
    const auto columns = static_cast<std::uint32_t>(std::lround((high[u] - low[u]) / step));
    const auto rows = static_cast<std::uint32_t>(std::lround((high[v] - low[v]) / step));
    for (const bool far : {false, true}) {
      const auto first = static_cast<std::uint32_t>(mesh.positions.size());
      for (std::uint32_t r = 0; r <= rows; ++r) {
        for (std::uint32_t c = 0; c <= columns; ++c) {
          glm::vec3 p(0.0F);
          p[axis] = far ? high[axis] : low[axis];
          p[u] = glm::mix(low[u], high[u], static_cast<float>(c) / static_cast<float>(columns));
          p[v] = glm::mix(low[v], high[v], static_cast<float>(r) / static_cast<float>(rows));
          mesh.positions.push_back(p);
        }
      }
      for (std::uint32_t r = 0; r < rows; ++r) {
        for (std::uint32_t c = 0; c < columns; ++c) {
          const std::uint32_t a = first + r * (columns + 1) + c;
          const glm::uvec4 q(a, a + 1, a + columns + 2, a + columns + 1);
          mesh.triangles.push_back(far ? glm::uvec3(q.x, q.y, q.z) : glm::uvec3(q.x, q.z, q.y));
          mesh.triangles.push_back(far ? glm::uvec3(q.x, q.z, q.w) : glm::uvec3(q.x, q.w, q.z));
        }
      }
    }
  }
  mesh = geometry::weld(mesh);
  EXPECT_TRUE(geometry::topology(mesh).closed());
  EXPECT_GT(geometry::volume_mm3(mesh), 0.0);
  return mesh;
}

Leg leg_with(const std::vector<std::pair<std::string, Mesh>>& meshes) {
  Leg leg;
  leg.catalogue = catalogue();
  for (const auto& [id, mesh] : meshes) {
    LegStructure structure;
    structure.id = id;
    structure.recognised = true;
    structure.kind = catalogue()->find(id)->kind;
    structure.closed = true;
    structure.mesh = mesh;
    geometry::compute_normals(structure.mesh, std::numbers::pi_v<float>);
    structure.box = geometry::bounds(structure.mesh);
    leg.structures.push_back(std::move(structure));
  }
  return leg;
}

Attachment attachment(const std::string& muscle, const std::string& bone, Mesh patch) {
  Attachment result;
  result.id = muscle + "-insertion-" + bone;
  result.muscle = muscle;
  result.bone = bone;
  result.kind = AttachmentKind::insertion;
  result.patch = std::move(patch);
  return result;
}

// A square of the plane y = height.
Mesh square(float height, float half_width) {
  Mesh mesh;
  mesh.positions = {{-half_width, height, -half_width},
                    {-half_width, height, half_width},
                    {half_width, height, half_width},
                    {half_width, height, -half_width}};
  mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
  return mesh;
}

TEST(Neighbours, TwoSpheresOverlapByTheSumOfRadiiLessTheDistance) {
  // The pole of the one lies on the line of centres, 10 + 8 - 15 = 3 mm below the surface of the other.
  const Leg leg = leg_with({{"soleus", test::ellipsoid({0.0F, 0.0F, 0.0F}, {10.0F, 10.0F, 10.0F})},
                            {"popliteus", test::ellipsoid({0.0F, 15.0F, 0.0F}, {8.0F, 8.0F, 8.0F})}});
  const auto found = overlaps(leg);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].depth_mm, 3.0, 0.15) << "the spheres are polyhedra";
  EXPECT_NEAR(glm::length(glm::dvec2(found[0].at_mm.x, found[0].at_mm.z)), 0.0, 1e-3);
}

TEST(Neighbours, ABoxInABoxIsAsDeepAsItsNearestWall) {
  // The muscle's lower face lies 10 mm below the lid; the other walls are farther.
  const Leg leg = leg_with({{"tibia", box({-20.0F, -20.0F, -20.0F}, {20.0F, 20.0F, 20.0F}, 2.0F)},
                            {"soleus", box({-4.0F, 10.0F, -4.0F}, {4.0F, 18.0F, 4.0F}, 2.0F)}});
  const auto found = overlaps(leg);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].of, "soleus");
  EXPECT_EQ(found[0].in, "tibia");
  EXPECT_NEAR(found[0].depth_mm, 10.0, 1e-4);
}

TEST(Neighbours, TouchingAndApartIsNoOverlap) {
  const Mesh below = box({-10.0F, -10.0F, -10.0F}, {10.0F, 0.0F, 10.0F}, 2.0F);
  EXPECT_TRUE(
      overlaps(leg_with({{"tibia", below}, {"soleus", box({-6.0F, 0.4F, -6.0F}, {6.0F, 9.0F, 6.0F}, 1.0F)}})).empty());
  // 0.4 mm within is under the limit, and over a smaller one.
  const Leg leg = leg_with({{"tibia", below}, {"soleus", box({-6.0F, -0.4F, -6.0F}, {6.0F, 8.0F, 6.0F}, 1.0F)}});
  EXPECT_TRUE(overlaps(leg).empty());
  OverlapOptions strict;
  strict.more_than_mm = 0.3;
  EXPECT_EQ(overlaps(leg, strict).size(), 1U);
}

TEST(Neighbours, WhatTheCatalogueLetsShareSpaceIsNotCounted) {
  const Mesh one = test::ellipsoid({0.0F, 0.0F, 0.0F}, {10.0F, 10.0F, 10.0F});
  const Mesh other = test::ellipsoid({0.0F, 12.0F, 0.0F}, {8.0F, 8.0F, 8.0F});
  EXPECT_TRUE(overlaps(leg_with({{"soleus", one}, {"calcaneal-tendon", other}})).empty()) << "blends with it";
  EXPECT_EQ(overlaps(leg_with({{"soleus", one}, {"fibularis-longus", other}})).size(), 1U);
  EXPECT_TRUE(overlaps(leg_with({{"skin", one}, {"soleus", other}})).empty()) << "skin holds all";
}

TEST(Neighbours, BesideAFootprintOnlyWhatIsDeeperCounts) {
  const Mesh bone = box({-20.0F, -20.0F, -20.0F}, {20.0F, 0.0F, 20.0F}, 2.0F);
  const auto deepest = [&](float depth, float half_footprint) {
    Leg leg = leg_with({{"tibia", bone}, {"soleus", box({-6.0F, -depth, -6.0F}, {6.0F, 8.0F, 6.0F}, 1.0F)}});
    leg.attachments.push_back(attachment("soleus", "tibia", square(0.0F, half_footprint)));
    const auto found = overlaps(leg);
    return found.empty() ? 0.0 : found[0].depth_mm;
  };
  EXPECT_EQ(deepest(2.0F, 8.0F), 0.0) << "all within 3 mm of the region";
  EXPECT_NEAR(deepest(2.0F, 2.0F), 2.0, 1e-4) << "its border is beyond it";
  EXPECT_NEAR(deepest(4.0F, 8.0F), 4.0, 1e-4) << "too deep for any footprint";
  Leg leg = leg_with({{"tibia", bone}, {"soleus", box({-6.0F, -2.0F, -6.0F}, {6.0F, 8.0F, 6.0F}, 1.0F)}});
  leg.attachments.push_back(attachment("popliteus", "tibia", square(0.0F, 8.0F)));
  EXPECT_EQ(overlaps(leg).size(), 1U) << "another muscle's region";
}

TEST(Neighbours, TheSameForAnyNumberOfThreads) {
  OverlapOptions one;
  one.threads = 1;
  OverlapOptions many;
  many.threads = 5;
  const auto a = overlaps(test::builtin(), one);
  const auto b = overlaps(test::builtin(), many);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].of, b[i].of);
    EXPECT_EQ(a[i].in, b[i].in);
    EXPECT_EQ(a[i].depth_mm, b[i].depth_mm);
  }
}

TEST(Neighbours, AGapIsTheLeastDistanceToTheRegion) {
  const Mesh bone = box({-20.0F, -20.0F, -20.0F}, {20.0F, 0.0F, 20.0F}, 2.0F);
  const auto gap = [&](float height, const Mesh& region) {
    Leg leg = leg_with({{"tibia", bone}, {"soleus", box({-6.0F, height, -6.0F}, {6.0F, 20.0F, 6.0F}, 1.0F)}});
    leg.attachments.push_back(attachment("soleus", "tibia", region));
    const auto gaps = insertion_gaps(leg);
    return gaps.size() == 1 ? gaps[0].gap_mm : -1.0;
  };
  EXPECT_NEAR(gap(2.5F, square(0.0F, 4.0F)), 2.5, 1e-5);
  EXPECT_NEAR(gap(2.5F, square(0.0F, 15.0F)), 2.5, 1e-5) << "no corner of the region is near";
  EXPECT_EQ(gap(-1.0F, square(0.0F, 4.0F)), 0.0) << "the muscle holds the region";
  Mesh aside = square(0.0F, 2.0F);
  for (glm::vec3& p : aside.positions) {
    p.x += 12.0F;
  }
  EXPECT_NEAR(gap(3.0F, aside), 5.0, 1e-5) << "4 mm beside, 3 mm below";
}

TEST(Neighbours, OriginsAndMissingMusclesHaveNoGap) {
  Leg leg = leg_with({{"tibia", box({-20.0F, -20.0F, -20.0F}, {20.0F, 0.0F, 20.0F}, 2.0F)}});
  leg.attachments.push_back(attachment("soleus", "tibia", square(0.0F, 4.0F)));
  EXPECT_TRUE(insertion_gaps(leg).empty());
}

}  // namespace
}  // namespace crus
