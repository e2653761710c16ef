// A mesh cut off at a plane: closed, oriented, of the volume a plane leaves.
#include <gtest/gtest.h>

#include "geometry/clip.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"

namespace crus::geometry {
namespace {

// The unit cube times 10, its faces halved.
Mesh box() {
  Mesh mesh;
  for (int i = 0; i < 8; ++i) {
    mesh.positions.emplace_back(10.0F * static_cast<float>(i & 1), 10.0F * static_cast<float>((i >> 1) & 1),
                                10.0F * static_cast<float>(i >> 2));
  }
  mesh.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4},
                    {2, 6, 3}, {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}};
  return mesh;
}

TEST(Clip, LeavesWhatLiesBehindThePlane) {
  ASSERT_NEAR(volume_mm3(box()), 1000.0, 1e-3);
  const auto part = clip(box(), {0.0, 3.0, 0.0}, {0.0, 1.0, 0.0});
  ASSERT_TRUE(part) << part.error().message();
  EXPECT_TRUE(topology(*part).closed());
  EXPECT_NEAR(volume_mm3(*part), 300.0, 1e-2);
  Mesh turned = *part;
  EXPECT_EQ(orient(turned), 0U);
  const auto slanted = clip(box(), {5.0, 5.0, 5.0}, glm::normalize(glm::dvec3(1.0, 0.4, -0.3)));
  ASSERT_TRUE(slanted);
  EXPECT_NEAR(volume_mm3(*slanted), 500.0, 1e-2) << "through the middle";
}

TEST(Clip, BulgesTheCap) {
  const auto part = clip(box(), {0.0, 3.0, 0.0}, {0.0, 1.0, 0.0}, 2.0);
  ASSERT_TRUE(part);
  EXPECT_TRUE(topology(*part).closed());
  EXPECT_NEAR(static_cast<double>(bounds(*part).max.y), 5.0, 1e-4);
  EXPECT_GT(volume_mm3(*part), 350.0);
}

TEST(Clip, SaysWhyNot) {
  EXPECT_FALSE(clip(box(), {0.0, -1.0, 0.0}, {0.0, 1.0, 0.0})) << "nothing is left";
  Mesh open = box();
  open.triangles.pop_back();
  EXPECT_FALSE(clip(open, {0.0, 0.0, 5.0}, {0.0, 0.0, 1.0}));
}

}  // namespace
}  // namespace crus::geometry
