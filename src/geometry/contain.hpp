// Moves a surface outward until it contains others.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

struct ContainOptions {
  double margin_mm = 0.8;   // how deep every vertex of the others shall lie at least
  double spread_mm = 25.0;  // over what length a bulge runs out
  int rounds = 12;
};

struct Containment {
  std::vector<float> moved_mm;   // per vertex of the surface
  std::size_t still_beyond = 0;  // vertices of the others that do not lie as deep as asked for
  double worst_mm = 0.0;         // the least depth met, negative outside
};

// `surface` is closed and outward with normals, which are kept up to date. The displacement along its normals is the
// smallest screened membrane above what the others ask for, so bulges rise and run out smoothly. Deterministic.
Containment push_out(Mesh& surface, std::span<const Mesh* const> others, const ContainOptions& options);

// How deep the vertices of the others lie in a closed surface: the least depth in mm (negative outside), per mesh.
[[nodiscard]] std::vector<double> least_depth_mm(const Mesh& surface, std::span<const Mesh* const> others);

}  // namespace crus::geometry
