// Cuts and lofts against closed forms; every fault of a tube is caught and names its station.
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/loft.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "geometry/shapes.hpp"

namespace crus {
namespace {

using geometry::Mesh;
using geometry::Station;
using geometry::Tube;
using std::numbers::pi;

Station circle(double height, double radius, int points, double turned_deg = 0.0) {
  Station station;
  station.origin = {0.0, height, 0.0};
  // u cross v is the direction of travel, here up.
  station.u = {0.0, 0.0, 1.0};
  station.v = {1.0, 0.0, 0.0};
  for (int k = 0; k < points; ++k) {
    const double angle = 2.0 * pi * k / points + radians(turned_deg);
    station.points.emplace_back(radius * std::cos(angle), radius * std::sin(angle));
  }
  return station;
}

// Stations of an ellipsoid of revolution, denser towards the poles.
Tube ellipsoid(double radius, double half_height, int stations, int points) {
  Tube tube;
  for (int i = 1; i <= stations; ++i) {
    const double polar = pi * i / (stations + 1);
    tube.stations.push_back(circle(-half_height * std::cos(polar), radius * std::sin(polar), points));
  }
  tube.start_cap = {0.0, -half_height, 0.0};
  tube.end_cap = {0.0, half_height, 0.0};
  return tube;
}

Tube cylinder() {
  Tube tube;
  for (int i = 0; i <= 10; ++i) {
    tube.stations.push_back(circle(10.0 * i, 10.0, 16));
  }
  tube.start_cap = {0.0, -10.0, 0.0};
  tube.end_cap = {0.0, 110.0, 0.0};
  return tube;
}

double sliver_share(const Mesh& mesh) {
  std::size_t slivers = 0;
  for (const glm::uvec3& t : mesh.triangles) {
    double least = pi;
    for (int k = 0; k < 3; ++k) {
      const glm::dvec3 a(mesh.positions[t[k]]);
      const glm::dvec3 ab = glm::dvec3(mesh.positions[t[(k + 1) % 3]]) - a;
      const glm::dvec3 ac = glm::dvec3(mesh.positions[t[(k + 2) % 3]]) - a;
      least = std::min(least, std::atan2(glm::length(glm::cross(ab, ac)), glm::dot(ab, ac)));
    }
    slivers += least < radians(5.0) ? 1U : 0U;
  }
  return static_cast<double>(slivers) / static_cast<double>(mesh.triangles.size());
}

TEST(Cut, ASphereGivesCircles) {
  const Mesh mesh = test::sphere({10.0, 20.0, 30.0}, 20.0);
  const glm::dvec3 normal = glm::normalize(glm::dvec3(1.0, 2.0, -0.5));
  const glm::dvec3 origin = glm::dvec3(10.0, 20.0, 30.0) + 12.0 * normal;
  const auto loops = geometry::cut(mesh, origin, normal);
  ASSERT_EQ(loops.size(), 1U);
  glm::dvec3 area(0.0);
  for (std::size_t i = 0; i < loops[0].size(); ++i) {
    const glm::dvec3 p = loops[0][i] - origin;
    EXPECT_NEAR(glm::length(p), 16.0, 0.05);
    EXPECT_NEAR(glm::dot(p, normal), 0.0, 1e-4);
    area += 0.5 * glm::cross(p, loops[0][(i + 1) % loops[0].size()] - origin);
  }
  EXPECT_NEAR(glm::dot(area, normal), pi * 256.0, 4.0) << "counter-clockwise about the normal";
}

TEST(Cut, ATorusGivesTwoLoopsAndAMissNone) {
  const Mesh mesh = test::torus(30.0, 8.0);
  const auto loops = geometry::cut(mesh, {0.0, 0.0, 0.0}, {0.0, 1.0, 0.0});
  ASSERT_EQ(loops.size(), 2U);
  EXPECT_GT(loops[0].size(), 90U);
  EXPECT_NEAR(glm::length(loops[0][5]), 38.0, 0.05) << "the longest comes first";
  EXPECT_NEAR(glm::length(loops[1][5]), 22.0, 0.05);
  EXPECT_TRUE(geometry::cut(mesh, {0.0, 9.0, 0.0}, {0.0, 1.0, 0.0}).empty());
}

TEST(Cut, AnOpenSheetHasNoClosedCurve) {
  const Mesh mesh = test::sheet({0.0, 0.0, 0.0}, {10.0, 0.0, 0.0}, {0.0, 10.0, 0.0}, 5);
  EXPECT_TRUE(geometry::cut(mesh, {5.3, 0.0, 0.0}, {1.0, 0.0, 0.0}).empty());
}

TEST(Loft, EllipsoidWithinTolerance) {
  const auto mesh = geometry::loft(ellipsoid(20.0, 50.0, 12, 12), 128, 2.0);
  ASSERT_TRUE(mesh) << mesh.error().message();
  for (const glm::vec3& p : mesh->positions) {
    const double level = std::hypot(std::hypot(p.x, p.z) / 20.0F, p.y / 50.0F);
    EXPECT_NEAR(level, 1.0, 0.006) << p.y;
  }
  EXPECT_NEAR(geometry::volume_mm3(*mesh) / (4.0 / 3.0 * pi * 400.0 * 50.0), 1.0, 0.01);
}

TEST(Loft, CylinderBetweenItsCaps) {
  const auto mesh = geometry::loft(cylinder(), 64, 1.5);
  ASSERT_TRUE(mesh) << mesh.error().message();
  std::size_t wall = 0;
  for (const glm::vec3& p : mesh->positions) {
    if (p.y > 25.0F && p.y < 75.0F) {  // the spline settles within two stations of a cap
      EXPECT_NEAR(std::hypot(p.x, p.z), 10.0F, 0.04F);
      ++wall;
    }
    EXPECT_GE(p.y, -10.01F);
    EXPECT_LE(p.y, 110.01F);
  }
  EXPECT_GT(wall, 1000U);
}

TEST(Loft, GoesThroughItsControlPoints) {
  const Tube tube = ellipsoid(20.0, 50.0, 12, 12);
  const auto mesh = geometry::loft(tube, 256, 0.5);
  ASSERT_TRUE(mesh);
  const geometry::SurfaceTree tree(*mesh);
  for (const Station& station : tube.stations) {
    for (const glm::dvec2& p : station.points) {
      EXPECT_LT(tree.closest(glm::vec3(station.origin + p.x * station.u + p.y * station.v))->distance_mm, 0.02F);
    }
  }
  EXPECT_EQ(tree.closest(glm::vec3(tube.end_cap))->distance_mm, 0.0F);
}

// Flattened, bent and tapering, with an odd number of points.
Tube awkward() {
  Tube tube;
  for (int i = 0; i <= 14; ++i) {
    const double angle = radians(6.0 * i);
    Station station;
    station.origin = {80.0 * std::cos(angle), 80.0 * std::sin(angle), 0.0};
    station.u = {std::cos(angle), std::sin(angle), 0.0};
    station.v = {0.0, 0.0, -1.0};
    const double size = 0.3 + std::sin(pi * (i + 0.5) / 15.0);
    for (int k = 0; k < 17; ++k) {
      const double turn = 2.0 * pi * k / 17.0 + 0.05 * i;
      station.points.emplace_back(18.0 * size * std::cos(turn), 5.0 * size * std::sin(turn));
    }
    tube.stations.push_back(station);
  }
  tube.start_cap = tube.stations.front().origin - 2.0 * glm::cross(tube.stations.front().u, tube.stations.front().v);
  tube.end_cap = tube.stations.back().origin + 2.0 * glm::cross(tube.stations.back().u, tube.stations.back().v);
  return tube;
}

TEST(Loft, ClosedOrientedAndWithoutSlivers) {
  const Tube tubes[] = {cylinder(), ellipsoid(20.0, 50.0, 9, 8), awkward()};
  for (const Tube& tube : tubes) {
    for (const double edge : {0.8, 2.0, 5.0}) {
      const auto mesh = geometry::loft(tube, 160, edge);
      ASSERT_TRUE(mesh) << mesh.error().message();
      const auto topology = geometry::topology(*mesh);
      EXPECT_TRUE(topology.closed());
      EXPECT_EQ(topology.pieces, 1U);
      EXPECT_GT(geometry::volume_mm3(*mesh), 0.0);
      Mesh turned = *mesh;
      EXPECT_EQ(geometry::orient(turned), 0U);
      EXPECT_EQ(geometry::weld(*mesh).positions.size(), mesh->positions.size()) << "welded";
      EXPECT_LE(sliver_share(*mesh), 0.005) << edge;
    }
  }
}

struct Fault {
  const char* name;
  const char* says;
  std::function<void(Tube&)> spoil;
};

TEST(CheckTube, CatchesEachFault) {
  ASSERT_TRUE(geometry::check_tube(cylinder()));
  const Fault faults[] = {
      {"NaN", "station 4", [](Tube& t) { t.stations[4].points[2].x = std::nan(""); }},
      {"infinite origin", "station 0",
       [](Tube& t) { t.stations[0].origin.y = std::numeric_limits<double>::infinity(); }},
      {"unequal counts", "station 7", [](Tube& t) { t.stations[7].points.pop_back(); }},
      {"too few stations", "at least 3", [](Tube& t) { t.stations.resize(2); }},
      {"too few points", "at least 4",
       [](Tube& t) {
         for (Station& s : t.stations) {
           s.points.resize(3);
         }
       }},
      {"axes not unit", "station 3", [](Tube& t) { t.stations[3].u *= 1.01; }},
      {"axes not square", "station 3",
       [](Tube& t) { t.stations[3].u = glm::normalize(t.stations[3].u + 0.1 * t.stations[3].v); }},
      {"contour crosses itself", "station 5",
       [](Tube& t) { std::swap(t.stations[5].points[1], t.stations[5].points[6]); }},
      {"contour reversed", "station 5",
       [](Tube& t) { std::reverse(t.stations[5].points.begin(), t.stations[5].points.end()); }},
      {"crosses its neighbour's plane", "station 6",
       [](Tube& t) {
         const double a = radians(60.0);
         t.stations[6].u = {0.0, std::sin(a), std::cos(a)};
       }},
      {"stations in the wrong order", "station", [](Tube& t) { std::swap(t.stations[2], t.stations[3]); }},
      {"twist", "station 8", [](Tube& t) { t.stations[8] = circle(80.0, 10.0, 16, 31.0); }},
      {"start cap inside", "start cap", [](Tube& t) { t.start_cap.y = 3.0; }},
      {"end cap inside", "end cap", [](Tube& t) { t.end_cap.y = 99.0; }},
      {"end cap NaN", "end cap", [](Tube& t) { t.end_cap.x = std::nan(""); }},
  };
  for (const Fault& fault : faults) {
    Tube tube = cylinder();
    fault.spoil(tube);
    const auto status = geometry::check_tube(tube);
    ASSERT_FALSE(status) << fault.name;
    EXPECT_NE(status.error().message().find(fault.says), std::string::npos)
        << fault.name << ": " << status.error().message();
    EXPECT_FALSE(geometry::loft(tube, 64, 2.0)) << fault.name;
  }
}

TEST(CheckTube, AllowsATwistBelowTheLimit) {
  Tube tube = cylinder();
  tube.stations[10] = circle(100.0, 10.0, 16, 29.0);
  EXPECT_TRUE(geometry::check_tube(tube));
}

}  // namespace
}  // namespace crus
