// The Laplacian of a surface: cotangent weights of its intrinsic Delaunay triangulation (Bobenko & Springborn 2007) on
// mollified edge lengths (Sharp & Crane 2020). No weight is negative beyond rounding, so that solutions keep between
// their bounds however bad the triangles; edges shared by more than two triangles conduct between all of them.
#pragma once

#include <cstdint>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

struct Cotangents {
  struct Edge {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double weight = 0.0;  // half the cotangent of the angle opposite in one face; an edge comes once per face
  };
  std::vector<Edge> edges;
  std::vector<double> area_mm2;  // per position, a third of the faces around; 0 where no triangle uses it
};
[[nodiscard]] Cotangents cotangents_of(const Mesh& mesh);

// The surface function that is smoothest (least integral of its squared slope) while it is held towards `wanted` with
// `hold` per position, in 1/mm2: 0 free, infinity fixed there. Harmonic where it is free; keeps between the least and
// the greatest wanted value. Positions whose part of the surface is held nowhere get NaN, all of them if the mesh
// defeats the solver.
[[nodiscard]] std::vector<double> harmonic(const Mesh& mesh, const std::vector<double>& wanted,
                                           const std::vector<double>& hold);

}  // namespace crus::geometry
