// The long axis of a bone and whether a scan cut it short. Pure geometry, in whatever unit the mesh has.
#pragma once

#include <vector>

#include "geometry/mesh.hpp"

namespace crus {

struct LongBone {
  glm::dvec3 centroid{0.0};        // of the surface
  glm::dvec3 axis{0.0, 1.0, 0.0};  // unit: first principal axis of the surface
  double low = 0.0, high = 0.0;    // extent of the vertices along the axis, from the centroid
  bool low_cut = false;            // a flat cap or an opening as wide as the bone ends it
  bool high_cut = false;

  [[nodiscard]] double length() const { return high - low; }
  [[nodiscard]] double along(const glm::dvec3& point) const { return glm::dot(point - centroid, axis); }
  [[nodiscard]] bool cut() const { return low_cut || high_cut; }
  // Turns the axis round.
  void reverse();
};

// The mesh must be welded and not empty.
[[nodiscard]] LongBone measure_long_bone(const geometry::Mesh& mesh);

// The convex hull of points in a plane, counter-clockwise, and its area.
[[nodiscard]] std::vector<glm::dvec2> convex_hull(std::vector<glm::dvec2> points);
[[nodiscard]] double area_of_hull(const std::vector<glm::dvec2>& hull);

// Two unit vectors square to a unit axis and to each other; u cross v is the axis.
struct PlaneAxes {
  glm::dvec3 u, v;
};
[[nodiscard]] PlaneAxes axes_across(const glm::dvec3& axis);

}  // namespace crus
