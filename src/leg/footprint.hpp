// Where the calcaneal tendon sits on the heel bone.
#pragma once

#include <vector>

#include "geometry/mesh.hpp"

namespace crus {

// The id of the vertex field on the calcaneus.
inline constexpr const char* kFootprintFieldId = "achilles-footprint";
// The value of vertices that cannot belong to the footprint.
inline constexpr float kFarFromFootprint_mm = 100.0F;

// Per vertex of the calcaneus the distance to the tendon's surface in mm (0 inside it), kept to the posterior
// tuberosity and to the published size: beyond a trapezoid 19.8 mm high, 23.8 mm wide at its top and 31.2 mm at its
// bottom (Kolodziej et al. 1999) the distance to the trapezoid is added, so that the field stays continuous. The
// trapezoid lies about the middle of the contact, square to its mean normal. Both meshes in the world frame, closed,
// the calcaneus with normals. All kFarFromFootprint_mm when they do not touch.
[[nodiscard]] std::vector<float> footprint_field(const geometry::Mesh& calcaneus, const geometry::Mesh& tendon);

}  // namespace crus
