// Inside the room: pain patterns in the picture. The skin is painted by its shares (pain::shares_of, given to the
// renderer by the application); here are how they are painted, the crosses of trigger points and the legend.
#pragma once

#include <string>
#include <vector>

#include "scene/layers.hpp"
#include "scene/scene.hpp"

namespace crus::scene {

// Does nothing where the session shows no pattern or the leg has none.
void add_pain(render::DrawList& list, const Leg& leg, const Session& session, const Placement& placement,
              glm::ivec2 size, const Fonts& fonts, const PictureOptions& options);

}  // namespace crus::scene
