// Whether a surface passes through itself.
#pragma once

#include <cstdint>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

// The edges (as index pairs, smaller first, in order) that pass through a triangle they share no vertex with. The mesh
// must be welded; touching without passing through may or may not count.
[[nodiscard]] std::vector<glm::uvec2> crossing_edges(const Mesh& mesh);

}  // namespace crus::geometry
