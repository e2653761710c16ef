// Ambient occlusion baked per vertex: the cosine-weighted share of the hemisphere that is open, 0 buried to 1 open.
#pragma once

#include <span>
#include <vector>

#include "core/progress.hpp"
#include "geometry/mesh.hpp"

namespace crus::geometry {

// What another mesh takes away at most, as a share of what a mesh's own folds take: structures lie in contact or
// overlap by millimetres and are looked at one by one, so a buried patch must not turn black.
inline constexpr float kOthersShade = 0.55F;

// One array per mesh, one value per position. Every mesh shadows every other within reach_mm (falling off smoothly, so
// that far structures do not darken), itself fully, others by kOthersShade; inside a closed mesh the share is that
// of contact. `casts[i]` false leaves mesh i out as an
// occluder (skin, shells). Meshes without normals stay open (1). Rays are a fixed low-discrepancy set turned per
// vertex, and the values are averaged over 0.05 reach_mm: same bytes for any number of threads (0: as many as the
// machine has). Cancelled: returns all ones.
[[nodiscard]] std::vector<std::vector<float>> bake_occlusion(std::span<const Mesh* const> meshes,
                                                             const std::vector<bool>& casts, float reach_mm,
                                                             int rays = 64, Progress* progress = nullptr,
                                                             int threads = 0);

}  // namespace crus::geometry
