// Distance over a surface along its edges: a little long, never short, and cheap.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

// Per position the length of the shortest way along edges to the nearest of the starts; infinity where there is none.
[[nodiscard]] std::vector<double> edge_distance_mm(const Mesh& mesh, std::span<const std::uint32_t> starts);

}  // namespace crus::geometry
