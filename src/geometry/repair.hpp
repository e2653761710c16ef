// From triangle soup to a clean surface: weld, drop degenerate triangles and specks, orient, say what it is.
#pragma once

#include <cstddef>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

// Merges positions closer than tolerance_mm (first one met wins, so the result does not depend on hashing order),
// drops triangles that became degenerate or repeat another (either winding), drops unused positions. Normals are
// cleared: splits at creases are gone, recompute them.
[[nodiscard]] Mesh weld(const Mesh& mesh, float tolerance_mm = 1e-3F);

// Connected pieces by shared edges, as lists of triangle indices, largest area first.
[[nodiscard]] std::vector<std::vector<std::size_t>> components(const Mesh& mesh);

// Keeps the pieces with at least `fraction` of the largest piece's area; the rest are specks (scanner and exporter
// dust). Returns how many pieces were dropped. The mesh must be welded.
std::size_t drop_specks(Mesh& mesh, double fraction = 0.01);

// Makes the winding of each piece consistent across its edges, then turns closed and nearly closed pieces (openings
// below a fifth of their area) outward: positive volume. Open sheets keep the majority winding they came with. Returns
// the number of triangles flipped. Must be welded.
std::size_t orient(Mesh& mesh);

struct Topology {
  std::size_t boundary_edges = 0;     // used by one triangle
  std::size_t nonmanifold_edges = 0;  // used by more than two
  std::size_t pieces = 0;
  // No boundary and no non-manifold edge.
  [[nodiscard]] bool closed() const { return boundary_edges == 0 && nonmanifold_edges == 0; }
};
[[nodiscard]] Topology topology(const Mesh& mesh);

// Area- and angle-weighted vertex normals. Vertices are split where faces meet at more than crease_rad, so that a
// box keeps its edges; pass pi for fully smooth. Positions keep their order, splits are appended.
void compute_normals(Mesh& mesh, float crease_rad = 1.0F);

}  // namespace crus::geometry
