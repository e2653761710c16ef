// From a closed mesh to a first row of contours: the level curves of a harmonic function that rises from one end of the
// shape to the other. A harmonic function on a sphere-like surface has no saddle between its two poles, so every level
// is one closed curve, round a plateau with two condyles as well as round a shaft; planes would cut such ends in two.
#pragma once

#include <cstddef>
#include <vector>

#include "core/result.hpp"
#include "geometry/mesh.hpp"

namespace crus::atlas {

struct RingRow {
  glm::dvec3 start{0.0}, end{0.0};             // the poles
  std::vector<std::vector<glm::dvec3>> loops;  // closed, counter-clockwise about the direction of travel
  std::vector<double> travelled_mm;            // mean distance over the surface from the start, per loop
  double length_mm = 0.0;                      // from pole to pole
};

// Two vertices of a mesh.
struct Poles {
  std::size_t start = 0, end = 0;
};
// The outermost vertices along an axis that points from the first end to the second.
[[nodiscard]] Poles outermost(const geometry::Mesh& mesh, const glm::dvec3& axis);
// The vertices farthest apart along the edges (found by two sweeps), the higher one first: the ends of a tube that
// bends round a malleolus.
[[nodiscard]] Poles farthest_apart(const geometry::Mesh& mesh);
[[nodiscard]] std::size_t nearest_vertex(const geometry::Mesh& mesh, const glm::dvec3& point);

// Many fine loops from pole to pole, not evenly spaced. Fails when the mesh is empty or no closed curve is found.
[[nodiscard]] Result<RingRow> ring_row(const geometry::Mesh& mesh, const Poles& poles);

// The same row with plane contours square to its smoothed centre line in place of level curves, which lean on thin
// tendons. Level curves stay near the poles and where no contour of like size is found.
[[nodiscard]] RingRow squared(const geometry::Mesh& mesh, const RingRow& row);

// `count` points evenly by length along a closed curve, started where they fit `previous` best (least squares, both
// centred and scaled); an empty `previous` keeps the loop's start.
[[nodiscard]] std::vector<glm::dvec3> matched_points(const std::vector<glm::dvec3>& loop, std::size_t count,
                                                     const std::vector<glm::dvec3>& previous);

}  // namespace crus::atlas
