// Courses and how flesh slides along them, against closed forms.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "leg/bones.hpp"
#include "leg/tendon_path.hpp"

namespace crus {
namespace {

constexpr double kTall = 200.0;
constexpr double kBend = 120.0;  // radius of the bent cord

geometry::Mesh cord() {
  std::vector<test::Ring> rings;
  constexpr int kRings = 87;  // rings fall beside the borders of bands
  for (int i = 0; i <= kRings; ++i) {
    rings.push_back({static_cast<float>(kTall * i / kRings), 0.0F, 0.0F, 4.0F, 4.0F});
  }
  return test::tube(rings, 24);
}

std::vector<char> lower_end(const geometry::Mesh& mesh) {
  std::vector<char> marked;
  for (const glm::vec3& p : mesh.positions) {
    marked.push_back(p.y < 0.5F ? 1 : 0);
  }
  return marked;
}

TendonPath straight_path() {
  const geometry::Mesh mesh = cord();
  return TendonPath::along(mesh, lower_end(mesh));
}

// Along a circle in the x-y plane that starts upward at the origin and turns to -x.
TendonPath bent_path() {
  geometry::Mesh mesh = cord();
  const std::vector<char> marked = lower_end(mesh);
  for (glm::vec3& p : mesh.positions) {
    const double angle = static_cast<double>(p.y) / kBend;
    const double radius = kBend + static_cast<double>(p.x);
    p.x = static_cast<float>(radius * std::cos(angle) - kBend);
    p.y = static_cast<float>(radius * std::sin(angle));
  }
  return TendonPath::along(mesh, marked);
}

TEST(TendonPath, OfAStraightCordIsItsAxis) {
  const TendonPath path = straight_path();
  for (const glm::dvec3& p : path.points()) {
    EXPECT_NEAR(p.x, 0.0, 0.1);
    EXPECT_NEAR(p.z, 0.0, 0.1);
  }
  EXPECT_NEAR(path.length_mm(), kTall, 12.0) << "a band is left off at either end at most";
  EXPECT_NEAR(path.points().front().y, 0.0, 6.0) << "it starts at the insertion";
  for (double s = 0.0; s <= path.length_mm(); s += 7.0) {
    EXPECT_GT(path.tangent(s).y, 0.999) << "away from the insertion";
    EXPECT_NEAR(path.point(s).y - path.point(0.0).y, s, 0.1);
  }
}

TEST(TendonPath, OfABentCordIsItsArc) {
  const TendonPath path = bent_path();
  for (const glm::dvec3& p : path.points()) {
    EXPECT_NEAR(glm::length(glm::dvec2(p.x + kBend, p.y)), kBend, 0.5);
    EXPECT_NEAR(p.z, 0.0, 0.5) << "a band's ends follow the triangles";
  }
  EXPECT_NEAR(path.length_mm(), kTall, 12.0);
}

TEST(TendonPath, PointAndProjectUndoEachOther) {
  for (const TendonPath& path : {straight_path(), bent_path()}) {
    for (double s = 3.0; s < path.length_mm() - 3.0; s += 3.7) {
      EXPECT_NEAR(path.project(path.point(s)), s, 1e-6);
      // What lies square beside the course projects to the same place.
      const glm::dvec3 beside = path.point(s) + glm::dvec3(0.0, 0.0, 9.0);
      EXPECT_NEAR(path.project(beside), s, 0.5);
    }
    EXPECT_NEAR(path.project(path.point(-5.0)), 0.0, 1e-9) << "nothing lies before the insertion";
    EXPECT_NEAR(path.project(path.point(path.length_mm() + 5.0)), path.length_mm(), 1e-9);
  }
}

TEST(TendonPath, TangentIsTheSlopeOfPoint) {
  const TendonPath path = bent_path();
  constexpr double kStep = 6.0;
  for (double s = 2.0 * kStep; s < path.length_mm() - 2.0 * kStep; s += 2.3) {
    const glm::dvec3 tangent = path.tangent(s);
    EXPECT_NEAR(glm::length(tangent), 1.0, 1e-9);
    const glm::dvec3 chord = glm::normalize(path.point(s + kStep) - path.point(s - kStep));
    EXPECT_GT(glm::dot(tangent, chord), std::cos(0.05)) << s;
    // It turns smoothly: an arc of this radius by a hundredth of a millimetre each.
    EXPECT_LT(glm::distance(path.tangent(s + 0.01), tangent), 0.01) << s;
  }
}

TEST(TendonPath, GoesOnStraightBeyondItsEnds) {
  const TendonPath path = bent_path();
  const glm::dvec3 end = path.point(path.length_mm());
  EXPECT_NEAR(glm::distance(path.point(path.length_mm() + 10.0), end), 10.0, 1e-6);
  EXPECT_NEAR(glm::distance(path.point(-10.0), path.point(0.0)), 10.0, 1e-6);
}

TEST(TendonPath, StraightensFromAPlaceOn) {
  TendonPath path = bent_path();
  const TendonPath before = path;
  const glm::dvec3 start = before.point(70.0);
  const glm::dvec3 direction = glm::normalize(start - before.point(40.0));
  path.straighten_from(70.0, 40.0, 150.0);
  EXPECT_NEAR(path.length_mm(), 220.0, 1e-3);
  for (double s = 0.0; s < 70.0; s += 5.0) {
    EXPECT_LT(glm::distance(path.point(s), before.point(s)), 1e-9) << s;
  }
  for (double s = 70.0; s <= 220.0; s += 10.0) {
    EXPECT_LT(glm::distance(path.point(s), start + (s - 70.0) * direction), 1e-3) << s;
  }
  EXPECT_GT(glm::dot(path.tangent(150.0), direction), 1.0 - 1e-9);
}

TEST(TendonPath, AnAddedPointChangesNothingElse) {
  TendonPath path = bent_path();
  const TendonPath before = path;
  path.add_point(31.7);
  EXPECT_EQ(path.points().size(), before.points().size() + 1);
  EXPECT_TRUE(
      std::any_of(path.lengths().begin(), path.lengths().end(), [](double s) { return std::abs(s - 31.7) < 1e-9; }));
  EXPECT_NEAR(path.length_mm(), before.length_mm(), 1e-9);
  for (double s = 0.0; s < path.length_mm(); s += 2.9) {
    EXPECT_LT(glm::distance(path.point(s), before.point(s)), 1e-9);
  }
  path.add_point(31.7);
  EXPECT_EQ(path.points().size(), before.points().size() + 1) << "it is there already";
}

TEST(TendonPath, ReadsTablesBetweenItsPoints) {
  const TendonPath path = bent_path();
  for (double s = -20.0; s < path.length_mm() + 20.0; s += 3.3) {
    EXPECT_NEAR(path.value(path.lengths(), s), std::clamp(s, 0.0, path.length_mm()), 1e-9);
  }
}

std::vector<double> even_lengths(std::size_t count, double apart) {
  std::vector<double> lengths;
  for (std::size_t i = 0; i < count; ++i) {
    lengths.push_back(apart * static_cast<double>(i));
  }
  return lengths;
}

TEST(Slip, OfATendonThatLengthensCarriesTheRestAlong) {
  // A course that keeps its lengths; 100 mm of tendon from 20 mm on lengthen by 4 %: 4 mm for all beyond.
  const std::vector<double> rest = even_lengths(41, 6.0);
  std::vector<double> kept = rest;
  for (double& s : kept) {
    s += 0.04 * (std::clamp(s, 20.0, 120.0) - 20.0);
  }
  const std::vector<double> slip = slip_mm(rest, rest, kept);
  for (std::size_t i = 0; i + 1 < rest.size(); ++i) {
    EXPECT_NEAR(slip[i], kept[i] - rest[i], 1e-9) << rest[i];
  }
}

TEST(Slip, IsNoneWhereTheCourseKeepsItsLengths) {
  const std::vector<double> rest{0.0, 3.0, 11.0, 12.0, 30.0, 31.5};
  for (const double slip : slip_mm(rest, rest, rest)) {
    EXPECT_NEAR(slip, 0.0, 1e-12);
  }
}

TEST(Slip, OfAnEvenlyChangedCourseHasAClosedForm) {
  const std::vector<double> rest = even_lengths(41, 6.0);
  for (const double k : {0.7, 0.93, 1.0, 1.04, 1.5}) {
    std::vector<double> posed;
    for (const double s : rest) {
      posed.push_back(k * s);
    }
    const std::vector<double> slip = slip_mm(rest, posed, rest);
    ASSERT_EQ(slip.size(), rest.size());
    for (std::size_t i = 0; i < rest.size(); ++i) {
      EXPECT_NEAR(slip[i], rest[i] / k - rest[i], 1e-9) << k << " at " << rest[i];
    }
  }
}

TEST(Slip, IsTheWholeShorteningAboveAStretchThatShortens) {
  // Only the stretch from 30 to 60 mm loses a tenth: below it nothing slides, above it all slides by 3 mm.
  const std::vector<double> rest = even_lengths(21, 6.0);
  std::vector<double> posed;
  for (const double s : rest) {
    posed.push_back(s - 0.1 * std::clamp(s - 30.0, 0.0, 30.0));
  }
  const std::vector<double> slip = slip_mm(rest, posed, rest);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] <= 30.0) {
      EXPECT_NEAR(slip[i], 0.0, 1e-12);
    } else if (rest[i] >= 60.0) {
      EXPECT_NEAR(slip[i], 3.0, 1e-9);
    }
  }
}

TEST(Slip, KeepsTheDistanceFromTheInsertion) {
  // Uneven courses: where material comes to lie, the posed course has the length it had at rest.
  std::vector<double> rest{0.0};
  std::vector<double> posed{0.0};
  for (int i = 1; i <= 60; ++i) {
    rest.push_back(rest.back() + 4.0 + 2.0 * std::sin(1.7 * i));
    posed.push_back(posed.back() + (rest.back() - rest[rest.size() - 2]) * (1.0 + 0.2 * std::sin(0.4 * i)));
  }
  const std::vector<double> slip = slip_mm(rest, posed, rest);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const double at = rest[i] + slip[i];
    if (at > rest.back()) {
      continue;
    }
    const auto above = std::upper_bound(rest.begin() + 1, rest.end() - 1, at);
    const auto j = static_cast<std::size_t>(above - rest.begin());
    const double t = (at - rest[j - 1]) / (rest[j] - rest[j - 1]);
    EXPECT_NEAR(std::lerp(posed[j - 1], posed[j], t), rest[i], 1e-9) << i;
  }
}

}  // namespace
}  // namespace crus
