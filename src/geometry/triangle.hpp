// The closest point of a triangle. Private to this room.
#pragma once

#include <glm/glm.hpp>

namespace crus::geometry {

// As barycentric coordinates (Ericson, Real-Time Collision Detection, 5.1.5).
[[nodiscard]] glm::dvec3 closest_barycentric(const glm::dvec3& p, const glm::dvec3& a, const glm::dvec3& b,
                                             const glm::dvec3& c);

}  // namespace crus::geometry
