// A closed mesh cut off at a plane.
#pragma once

#include "core/result.hpp"
#include "geometry/mesh.hpp"

namespace crus::geometry {

// What lies behind the plane (against its normal), closed again with caps that rise by `bulge_mm` in their middle, as
// half an ellipse does. The mesh must be welded and closed; fails when the plane leaves nothing or the cut does not
// close.
[[nodiscard]] Result<Mesh> clip(const Mesh& mesh, const glm::dvec3& origin, const glm::dvec3& normal,
                                double bulge_mm = 0.0);

}  // namespace crus::geometry
