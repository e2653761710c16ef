// Sections and lofts: a tube as a row of planar contours, and the smooth closed surface through them.
#pragma once

#include <cstddef>
#include <vector>

#include "core/result.hpp"
#include "geometry/mesh.hpp"

namespace crus::geometry {

// One cross-section: a plane with in-plane axes, and a closed contour of control points in it (mm, counter-clockwise
// seen against the direction of travel). All stations of a tube have the same number of points, and point k of one
// station corresponds to point k of the next.
struct Station {
  glm::dvec3 origin{0.0};
  glm::dvec3 u{1.0, 0.0, 0.0};  // unit, in the plane
  glm::dvec3 v{0.0, 0.0, 1.0};  // unit, in the plane, square to u; u cross v is the direction of travel
  std::vector<glm::dvec2> points;
};

struct Tube {
  std::vector<Station> stations;  // at least 3
  glm::dvec3 start_cap{0.0};      // the pole of the rounded end before the first station
  glm::dvec3 end_cap{0.0};        // and after the last
};

// Fails (naming the station, 0-based) on fewer than 3 stations, unequal or fewer than 4 points, values that are not
// finite, axes that are not orthonormal, contours that cross themselves or their neighbour station's plane, or a twist
// of more than 30 degrees from a station to the next.
[[nodiscard]] Status check_tube(const Tube& tube);

// The part of it that concerns one contour: its smooth curve must run counter-clockwise and not cross itself.
[[nodiscard]] bool is_simple(const Station& station);

// A closed, outward-oriented, welded mesh through all control points: periodic cubic around, cubic along, rounded caps
// ending in the poles. Edges of about `edge_mm`, at most `around` points per ring (tube_surface.hpp has the surface
// itself).
[[nodiscard]] Result<Mesh> loft(const Tube& tube, int around, double edge_mm);

// The closed curves in which a plane cuts a mesh, longest first; points in order, counter-clockwise about the normal.
[[nodiscard]] std::vector<std::vector<glm::dvec3>> cut(const Mesh& mesh, const glm::dvec3& origin,
                                                       const glm::dvec3& normal);

// The closed curves on which a value per vertex takes a level, longest first; on an outward mesh larger values lie to
// the left of the way they run, seen from outside.
[[nodiscard]] std::vector<std::vector<glm::dvec3>> level_curves(const Mesh& mesh, const std::vector<double>& values,
                                                                double level);

}  // namespace crus::geometry
