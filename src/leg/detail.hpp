// What a shader needs to know about tissue at each vertex, derived from shapes once and kept with the leg:
//   "across-fibres" mm, grows square to the fibres (or the long axis of a bone), along the surface: its level curves
//   are
//                   the striation. Not unique from place to place: it folds back where a tube turns away from its broad
//                   side.
//   "tendon"        of muscles: 0 flesh to 1 tendon, modelled from the girth of the belly and its branches.
//   "cartilage"     of bones: 1 where another bone lies close before the surface, 0 elsewhere; modelled.
#pragma once

#include "leg/leg.hpp"

namespace crus {

inline constexpr const char* kAcrossFibresFieldId = "across-fibres";
inline constexpr const char* kTendonFieldId = "tendon";
inline constexpr const char* kCartilageFieldId = "cartilage";

// Adds the fields to every structure whose kind has them, in place of older ones, and those of leg/muscle_fields. The
// meshes are welded, oriented, have normals and a box; attachments are laid.
void add_detail_fields(Leg& leg);

// The fields' makers, each one value per vertex; empty where the mesh is too small to tell. `fibres` may be empty;
// `feathered` where they meet in the middle of the muscle's breadth.
[[nodiscard]] std::vector<float> across_fibres_mm(const geometry::Mesh& mesh, const std::vector<glm::vec3>& fibres,
                                                  bool feathered = false);
[[nodiscard]] std::vector<float> tendon_share(const geometry::Mesh& mesh);

}  // namespace crus
