// The field that says how far tissue goes along with a joint, against what a harmonic field must be.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "leg/blend_field.hpp"

namespace crus {
namespace {

constexpr double kSpacing = 2.0;

// A level plate of points over the box, half a spacing apart.
std::vector<glm::dvec3> plate(const geometry::Box& box, double y) {
  std::vector<glm::dvec3> points;
  for (double x = box.min.x; x <= static_cast<double>(box.max.x); x += 0.5 * kSpacing) {
    for (double z = box.min.z; z <= static_cast<double>(box.max.z); z += 0.5 * kSpacing) {
      points.emplace_back(x, y, z);
    }
  }
  return points;
}

geometry::Box box_of(const glm::vec3& low, const glm::vec3& high) {
  geometry::Box box;
  box.add(low);
  box.add(high);
  return box;
}

TEST(BlendField, IsLinearBetweenParallelPlates) {
  constexpr double kApart = 60.0;
  const geometry::Box box = box_of({-20, -2, -20}, {20, 64, 20});
  // The plates lie half-way between layers of nodes.
  const BlendField field = BlendField::solve(box, plate(box, 1.0), plate(box, 1.0 + kApart), kSpacing);
  for (double y = 1.0; y <= 1.0 + kApart; y += 3.0) {
    for (const double x : {-15.0, 0.0, 12.0}) {
      // The layers of nodes on either side of a plate take its value: half a spacing of the way at either end.
      EXPECT_NEAR(field.at({x, y, -0.5 * x}), (y - 1.0) / kApart, 0.5 * kSpacing / kApart + 1e-3) << y;
    }
  }
  EXPECT_NEAR(field.at({7, 31, 3}), 0.5, 1e-3) << "half-way by symmetry";
  // Between them it is straight: the same step for the same way.
  const double step = field.at({0, 41, 0}) - field.at({0, 21, 0});
  EXPECT_NEAR(field.at({0, 31, 0}) - field.at({0, 21, 0}), 0.5 * step, 1e-3);
  EXPECT_NEAR(field.at({0, 51, 0}) - field.at({0, 31, 0}), step, 1e-3);
}

TEST(BlendField, HasConvergedInADeadEnd) {
  // Beyond the moving plate nothing pulls back, however far it goes on.
  const geometry::Box box = box_of({-10, -2, -10}, {10, 180, 10});
  const BlendField field = BlendField::solve(box, plate(box, 0.0), plate(box, 60.0), kSpacing);
  for (double y = 62.0; y <= 178.0; y += 9.0) {
    EXPECT_NEAR(field.at({0, y, 0}), 1.0, 1e-2) << y;
  }
}

TEST(BlendField, IsZeroAtTheStillAndOneAtTheMoving) {
  const geometry::Box box = box_of({-30, -30, -30}, {30, 30, 30});
  const std::vector<glm::dvec3> still{{-11.3, 4.1, 2.2}, {-12.9, 3.3, 0.1}};
  const std::vector<glm::dvec3> moving{{13.7, -5.2, 8.8}};
  const BlendField field = BlendField::solve(box, still, moving, kSpacing);
  for (const glm::dvec3& p : still) {
    EXPECT_NEAR(field.at(p), 0.0, 1e-6);
  }
  EXPECT_NEAR(field.at(moving.front()), 1.0, 1e-6);
}

TEST(BlendField, KeepsTheMaximumPrinciple) {
  const geometry::Box box = box_of({-30, -30, -30}, {30, 30, 30});
  std::vector<glm::dvec3> still;
  std::vector<glm::dvec3> moving;
  for (int i = 0; i < 200; ++i) {
    still.emplace_back(-20.0 + 3.0 * std::sin(1.0 * i), 20.0 * std::cos(0.7 * i), 20.0 * std::sin(1.3 * i));
    moving.emplace_back(18.0 + 2.0 * std::cos(2.1 * i), 15.0 * std::sin(0.9 * i), 15.0 * std::cos(1.7 * i));
  }
  const BlendField field = BlendField::solve(box, still, moving, kSpacing);
  double low = 1.0;
  double high = 0.0;
  for (double x = -30.0; x <= 30.0; x += kSpacing) {
    for (double y = -30.0; y <= 30.0; y += kSpacing) {
      for (double z = -30.0; z <= 30.0; z += kSpacing) {
        const double value = field.at({x, y, z});
        ASSERT_GE(value, 0.0);
        ASSERT_LE(value, 1.0);
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
  }
  EXPECT_LT(low, 1e-6);
  EXPECT_GT(high, 1.0 - 1e-6);
  // Harmonic between: a node away from all points is the mean of its neighbours (nodes lie on multiples of the
  // spacing).
  for (const double x : {-6.0, 0.0, 6.0}) {
    for (const double y : {-20.0, -4.0, 12.0}) {
      const glm::dvec3 node(x, y, 4.0);
      double sum = 0.0;
      for (glm::length_t k = 0; k < 3; ++k) {
        glm::dvec3 step(0.0);
        step[k] = kSpacing;
        sum += field.at(node + step) + field.at(node - step);
      }
      EXPECT_NEAR(field.at(node), sum / 6.0, 1e-4) << x << " " << y;
    }
  }
}

TEST(BlendField, TakesTheNearestValueOutsideItsBox) {
  const geometry::Box box = box_of({-10, -2, -10}, {10, 42, 10});
  const BlendField field = BlendField::solve(box, plate(box, 1.0), plate(box, 41.0), kSpacing);
  EXPECT_NEAR(field.at({0, -500, 0}), 0.0, 1e-6);
  EXPECT_NEAR(field.at({0, 500, 0}), 1.0, 1e-6);
  EXPECT_NEAR(field.at({900, 21, -900}), 0.5, 2e-3);
}

TEST(BlendField, IsTheSameForTheSamePoints) {
  const geometry::Box box = box_of({-12, -2, -12}, {12, 32, 12});
  const std::vector<glm::dvec3> still = plate(box, 0.0);
  const std::vector<glm::dvec3> moving{{3, 28, 1}, {4, 27, -6}};
  const BlendField once = BlendField::solve(box, still, moving, kSpacing);
  const BlendField again = BlendField::solve(box, still, moving, kSpacing);
  for (double y = 0.0; y <= 32.0; y += 1.1) {
    EXPECT_EQ(once.at({0.3 * y, y, -0.2 * y}), again.at({0.3 * y, y, -0.2 * y}));
  }
}

TEST(BlendField, NothingMovesWithoutMovingBones) {
  const geometry::Box box = box_of({-10, -2, -10}, {10, 42, 10});
  const BlendField field = BlendField::solve(box, plate(box, 0.0), {}, kSpacing);
  for (double y = 0.0; y <= 40.0; y += 5.0) {
    EXPECT_NEAR(field.at({1, y, 2}), 0.0, 1e-2) << y;
  }
}

}  // namespace
}  // namespace crus
