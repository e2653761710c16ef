// Cuts whose area is known.
#include "geometry/plane_curve.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "geometry/mesh.hpp"

namespace crus::geometry {
namespace {

double area_of(const std::vector<std::array<glm::dvec3, 3>>& triangles) {
  double sum = 0.0;
  for (const auto& [a, b, c] : triangles) {
    sum += 0.5 * std::abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
  }
  return sum;
}

Mesh cube(float half, const glm::vec3& centre) {
  Mesh mesh;
  for (unsigned corner = 0; corner < 8; ++corner) {
    mesh.positions.push_back(centre + half * glm::vec3((corner & 1U) != 0 ? 1.0F : -1.0F,
                                                       (corner & 2U) != 0 ? 1.0F : -1.0F,
                                                       (corner & 4U) != 0 ? 1.0F : -1.0F));
    mesh.normals.push_back(glm::normalize(mesh.positions.back() - centre));
  }
  mesh.triangles = {{0, 2, 3}, {0, 3, 1}, {4, 5, 7}, {4, 7, 6}, {0, 1, 5}, {0, 5, 4},
                    {2, 6, 7}, {2, 7, 3}, {0, 4, 6}, {0, 6, 2}, {1, 3, 7}, {1, 7, 5}};
  return mesh;
}

PlaneCurve cut_of(const Mesh& mesh, const PlaneAxes& axes) {
  return plane_curve(mesh.positions, mesh.normals, {}, mesh.triangles, axes);
}

TEST(PlaneCurve, AxesSpanThePlane) {
  for (const glm::dvec3& normal : {glm::dvec3(0.0, 1.0, 0.0), glm::dvec3(0.6, 0.0, -0.8), glm::dvec3(0.0, 0.0, 1.0)}) {
    const PlaneAxes axes = plane_axes(glm::dvec4(normal, 7.0));
    EXPECT_NEAR(glm::dot(axes.in_space({3.0, -2.0}), normal), 7.0, 1e-12);
    EXPECT_NEAR(glm::length(glm::cross(axes.u, axes.v) - normal), 0.0, 1e-12);
  }
}

TEST(PlaneCurve, ACubeGivesItsSquareAndTheDiagonalItsRectangle) {
  const Mesh mesh = cube(10.0F, {3.0F, -4.0F, 5.0F});
  const PlaneCurve square = cut_of(mesh, plane_axes({0.0, 1.0, 0.0, -1.0}));
  // Each triangle is a hundredth of a millimetre too wide on both sides.
  EXPECT_NEAR(area_of(filled(square)), 400.0, 4.0);
  const double s = std::sqrt(0.5);
  const PlaneCurve diagonal = cut_of(mesh, plane_axes({s, -s, 0.0, s * 7.0}));
  EXPECT_NEAR(area_of(filled(diagonal)), 400.0 * std::sqrt(2.0), 4.0);
  EXPECT_TRUE(cut_of(mesh, plane_axes({0.0, 1.0, 0.0, 100.0})).empty());
}

TEST(PlaneCurve, HolesStayOpen) {
  Mesh mesh = cube(10.0F, glm::vec3(0.0F));
  const Mesh hole = cube(4.0F, {2.0F, 0.0F, -1.0F});
  for (const glm::uvec3& t : hole.triangles) {
    mesh.triangles.push_back(glm::uvec3(t.x, t.z, t.y) + 8U);
  }
  mesh.positions.insert(mesh.positions.end(), hole.positions.begin(), hole.positions.end());
  mesh.normals.insert(mesh.normals.end(), hole.normals.begin(), hole.normals.end());
  EXPECT_NEAR(area_of(filled(cut_of(mesh, plane_axes({0.0, 1.0, 0.0, 0.5})))), 400.0 - 64.0, 4.0);
}

TEST(PlaneCurve, AnOpenSheetFillsNothing) {
  Mesh mesh = cube(10.0F, glm::vec3(0.0F));
  mesh.triangles.resize(2);  // one face
  const PlaneCurve curve = cut_of(mesh, plane_axes({0.0, 1.0, 0.0, 0.5}));
  EXPECT_FALSE(curve.empty());
  EXPECT_TRUE(filled(curve).empty());
}

TEST(PlaneCurve, DepthIsTheWayToTheFarWall) {
  Mesh mesh = cube(10.0F, glm::vec3(0.0F));
  PlaneCurve curve = cut_of(mesh, plane_axes({0.0, 1.0, 0.0, 0.5}));
  for (std::size_t i = 0; i < curve.points.size(); ++i) {  // square walls instead of the corners' normals
    const glm::dvec2& p = curve.points[i];
    curve.outward[i] = std::abs(p.x) > std::abs(p.y) ? glm::dvec2(p.x > 0.0 ? 1.0 : -1.0, 0.0)
                                                     : glm::dvec2(0.0, p.y > 0.0 ? 1.0 : -1.0);
  }
  for (const double depth : depth_mm(curve, 90.0)) {
    EXPECT_NEAR(depth, 20.0, 1e-4);
  }
  std::vector<double> values(curve.points.size(), 0.0);
  values[0] = 1.0;
  smooth_along(curve, values, 50);
  for (const double value : values) {
    EXPECT_GT(value, 0.0);
    EXPECT_LT(value, 0.5);
  }
}

}  // namespace
}  // namespace crus::geometry
