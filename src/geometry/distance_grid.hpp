// Signed distances on a regular grid: how solids are united, blended and cut. Negative inside, millimetres.
#pragma once

#include <cstddef>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

struct DistanceGrid {
  glm::dvec3 origin{0.0};  // of the first node
  double spacing_mm = 1.0;
  glm::ivec3 size{0};         // nodes along x, y, z
  std::vector<float> values;  // x fastest

  [[nodiscard]] std::size_t index(int x, int y, int z) const {
    return (static_cast<std::size_t>(z) * static_cast<std::size_t>(size.y) + static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(size.x) +
           static_cast<std::size_t>(x);
  }
  [[nodiscard]] glm::dvec3 node(int x, int y, int z) const { return origin + spacing_mm * glm::dvec3(x, y, z); }
  // Trilinear; a point outside takes the value of the nearest place on the border.
  [[nodiscard]] double sample(const glm::dvec3& point) const;
  // Of the trilinear field, by central differences over one spacing.
  [[nodiscard]] glm::dvec3 gradient(const glm::dvec3& point) const;
  // A few Newton steps along the gradient onto the zero surface.
  [[nodiscard]] glm::dvec3 onto_surface(const glm::dvec3& point) const;
};

// A grid over a box (at least; its nodes lie on multiples of the spacing), filled with one value.
[[nodiscard]] DistanceGrid grid_over(const Box& box, double spacing_mm, float value);

// Signed distance to an outward-oriented surface, on a grid over the mesh and `band_mm` around it as far as `within`
// goes: exact beside the surface, good to a few hundredths of a spacing farther off, plus or minus `band_mm` beyond
// that. What lies inside is decided by winding numbers along x, so a mesh may pass through itself, and may be open
// where no line along x runs through the opening.
[[nodiscard]] DistanceGrid signed_distance(const Mesh& mesh, const Box& within, double spacing_mm, double band_mm);

// Distance from each node to the nearest node of a set (exact between nodes), spacing included; `far_mm` if none.
[[nodiscard]] std::vector<float> distance_to_set(const DistanceGrid& frame, const std::vector<bool>& set, float far_mm);

// The zero surface, closed and outward-oriented, as long as no inside node lies on the grid's border: marching
// tetrahedra, which know no ambiguous case. Dense and uneven; remesh it (remesh.hpp).
[[nodiscard]] Mesh zero_surface(const DistanceGrid& grid);

// Keeps only the connected set of inside nodes that holds most of them, or that nearest to `seed`; the rest turns
// outside.
void keep_piece(DistanceGrid& grid, const glm::dvec3* seed = nullptr);

}  // namespace crus::geometry
