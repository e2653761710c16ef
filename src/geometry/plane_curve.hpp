// Where a plane cuts a mesh, in the plane's own coordinates: the curve, its rim, and the area it closes. Fast enough to
// follow a plane that is dragged.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

namespace crus::geometry {

// Axes in a plane: a point of it and three unit vectors, right-handed.
struct PlaneAxes {
  glm::dvec3 origin{0.0}, u{1.0, 0.0, 0.0}, v{0.0, 1.0, 0.0}, normal{0.0, 0.0, 1.0};
  [[nodiscard]] glm::dvec3 in_space(const glm::dvec2& p) const { return origin + p.x * u + p.y * v; }
};
// Of the plane dot(xyz, p) = w, xyz a unit vector; u lies along y where the plane does.
[[nodiscard]] PlaneAxes plane_axes(const glm::dvec4& plane);

struct PlaneCurve {
  std::vector<glm::dvec2> points;
  std::vector<glm::dvec2> outward;  // per point, unit: out of the solid, in the plane
  std::vector<double> values;       // per point: of the vertices beside it
  std::vector<std::pair<std::uint32_t, std::uint32_t>> segments;
  [[nodiscard]] bool empty() const { return segments.empty(); }
};
// `normals` one per position; `values` too, or empty: 0. A vertex on the plane counts as above it.
[[nodiscard]] PlaneCurve plane_curve(std::span<const glm::vec3> positions, std::span<const glm::vec3> normals,
                                     std::span<const float> values, std::span<const glm::uvec3> triangles,
                                     const PlaneAxes& plane);

// Triangles that cover what lies inside the curve by the even-odd rule, holes left out; loops need not be in order.
// Each is a hundredth of a millimetre too wide, so that no gap shows between them. Where a curve is open, nothing is
// covered. Corners are x, y and the value there.
[[nodiscard]] std::vector<std::array<glm::dvec3, 3>> filled(const PlaneCurve& curve);

// Thickness of the solid at each point of the curve, straight inwards; at most `limit_mm`.
[[nodiscard]] std::vector<double> depth_mm(const PlaneCurve& curve, double limit_mm);

// One value per point made even along the curve.
void smooth_along(const PlaneCurve& curve, std::vector<double>& values, int passes);

}  // namespace crus::geometry
