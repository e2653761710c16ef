// Cuts a tube-like piece out of a surface that no single tube can hold; the pieces are measured one by one and united
// again (union_structure.hpp).
#pragma once

#include <optional>
#include <vector>

#include "core/result.hpp"
#include "geometry/mesh.hpp"

namespace crus::atlas {

// A plane; what lies on the side its normal points to is kept.
struct Keep {
  glm::dvec3 point{0.0};
  glm::dvec3 normal{0.0, 1.0, 0.0};
};

// A row of points with a radius: what lies within the radius of it is kept. With `rivals`, only as far as it is nearer
// than they are, give or take `overlap_mm`.
struct Path {
  std::vector<glm::dvec3> points;
};

struct PieceOptions {
  std::vector<Keep> keep;
  std::optional<Path> path;
  std::vector<Path> rivals;
  double overlap_mm = 6.0;
  std::optional<glm::dvec3> seed;  // the connected piece nearest to it; without it the largest
  double round_mm = 3.0;           // radius of the rims where a plane cuts
  double voxel_mm = 0.5;
  double edge_mm = 2.0;  // of the result
};

// Closed and evenly meshed. The surface may be open where the planes cut it away. Fails when nothing is left.
[[nodiscard]] Result<geometry::Mesh> cut_piece(const geometry::Mesh& mesh, const PieceOptions& options);

}  // namespace crus::atlas
