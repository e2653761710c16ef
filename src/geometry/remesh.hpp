// Even triangles for a closed surface: split, collapse, flip, smooth and project, after Botsch and Kobbelt, "A
// remeshing approach to multiresolution modeling" (SGP 2004).
#pragma once

#include <functional>

#include "geometry/mesh.hpp"

namespace crus::geometry {

struct RemeshOptions {
  // The wanted edge length at a point; it should change slowly.
  std::function<double(const glm::dvec3&)> edge_mm;
  // The nearest place on the surface meant.
  std::function<glm::dvec3(const glm::dvec3&)> project;
  int iterations = 6;
};

// The mesh must be closed, welded and oriented, and stays so; its genus is kept. No normals in the result. Works in
// index order in one thread: same input, same bytes.
[[nodiscard]] Mesh remesh(const Mesh& mesh, const RemeshOptions& options);

}  // namespace crus::geometry
