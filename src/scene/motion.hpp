// Inside the room: what is drawn of the motion beside the surfaces: axes, lines of pull, lever arms, fibres, the ghost
// of the rest.
#pragma once

#include <vector>

#include "scene/lines.hpp"
#include "scene/scene.hpp"

namespace crus::scene {

void add_motion_lines(SpaceLines& lines, PlateLabels& labels, const Leg& leg, const Session& session,
                      const Placement& placement, const PictureOptions& options);

// The structures whose rest is shown: bones and skin, by index.
[[nodiscard]] std::vector<std::size_t> ghost_structures(const Leg& leg);
// Their meshes are numbered after the leg's own and its attachments'.
void add_ghost(render::DrawList& list, const Leg& leg, const Session& session, const Placement& placement,
               const PictureOptions& options);

}  // namespace crus::scene
