// Directions in a muscle follow its flesh into a pose.
#pragma once

#include <vector>

#include "geometry/mesh.hpp"

namespace crus {

// Of directions at the positions of `rest` (unit; they may leave the surface), where the flesh has carried them: along
// the surface as its triangles are turned and stretched, across it as an incompressible layer grows thicker where its
// surface shrinks. A rigid move turns them, and positions as at rest give them back.
[[nodiscard]] std::vector<glm::vec3> posed_directions(const geometry::Mesh& rest,
                                                      const std::vector<glm::vec3>& positions,
                                                      const std::vector<glm::vec3>& directions);

}  // namespace crus
