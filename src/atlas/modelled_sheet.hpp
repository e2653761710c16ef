// Sheets between two lines on the anatomy: aponeuroses, retinacula, ligaments. Private to this room.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "atlas/modelled_place.hpp"
#include "atlas/modelled_tube.hpp"
#include "geometry/mesh.hpp"

namespace crus::atlas {

// The middle surface of a sheet: rows of equally many points, at least 3 by 3.
struct SheetGrid {
  std::size_t columns = 0;
  std::vector<glm::dvec3> points;  // row by row
  // Where the sheet parts into slips: between these rows and the next it is open from column `split` on.
  std::vector<std::size_t> open_after;
  std::size_t split = 0;
  [[nodiscard]] std::size_t rows() const { return columns == 0 ? 0 : points.size() / columns; }
  [[nodiscard]] glm::dvec3& at(std::size_t row, std::size_t column) { return points[row * columns + column]; }
  [[nodiscard]] const glm::dvec3& at(std::size_t row, std::size_t column) const {
    return points[row * columns + column];
  }
};

// The shortest line from a to b that passes outside the parts' sections with the plane through a, b and `outward`, on
// the side of `outward` (their convex hull), gap_mm clear of them and evenly spaced.
[[nodiscard]] std::vector<glm::dvec3> taut_line(const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& outward,
                                                const std::vector<const Part*>& over, double gap_mm,
                                                std::size_t columns);

// The same by way of m, with an outward direction for each of its two halves; m is the point number `at_m`, 0 < at_m <
// columns - 1. Its place counts as given: it lies where the sheet is to pass.
[[nodiscard]] std::vector<glm::dvec3> taut_line_by(const glm::dvec3& a, const glm::dvec3& m, const glm::dvec3& b,
                                                   const std::array<glm::dvec3, 2>& outward,
                                                   const std::vector<const Part*>& over, double gap_mm,
                                                   std::size_t columns, std::size_t at_m);

// Moves points clear of the obstacles by half the thickness and gap_mm, smoothing as it goes. With `fixed_ends` the
// first and the last column stay as deep as 0.35 mm in what they are fixed to.
void clear_sheet(SheetGrid& grid, const std::vector<Obstacle>& obstacles, double thickness_mm, double gap_mm,
                 bool fixed_ends);

// Averages every inner point with its neighbours.
void smooth_sheet(SheetGrid& grid, int passes);

// A closed, outward-oriented shell round the grid: as thick as said inside, running out to an edge at the rim.
[[nodiscard]] geometry::Mesh thicken(const SheetGrid& grid, double thickness_mm);

}  // namespace crus::atlas
