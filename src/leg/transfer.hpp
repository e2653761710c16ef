// Bringing a bone of one leg onto the same bone of another, so that what is known on the one can be said of the other.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "geometry/mesh.hpp"

namespace crus {

struct Registration {
  geometry::Mesh warped;     // the source bone, moved and bent onto the target; vertex for vertex the source's
  double scale = 1.0;        // of the similarity
  double residual_mm = 0.0;  // mean distance of the warped bone to the target, where the target has a counterpart
};

// A similarity by iterated closest points from `target_from_source` on (both ways, outliers trimmed), then a smooth
// warp: displacements to the target, averaged over a width that shrinks from a quarter to a sixteenth of the bone.
// Either bone may be cut short. Deterministic. The meshes must be welded, closed or nearly so, of the same handedness.
[[nodiscard]] Registration register_bone(const geometry::Mesh& source, const geometry::Mesh& target,
                                         const glm::dmat4& target_from_source);

// The similarity that takes points to their partners with the least squares (Umeyama 1991). At least three pairs.
[[nodiscard]] glm::dmat4 similarity_of(const std::vector<glm::dvec3>& from, const std::vector<glm::dvec3>& to,
                                       const std::vector<double>& weights);

}  // namespace crus
