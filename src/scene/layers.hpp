// Layers of the leg: how far each structure has been peeled away, where it stands when the leg is taken apart, and what
// a section plane leaves of it. The order and the ways are the catalogue's.
#pragma once

#include <optional>
#include <vector>

#include <glm/glm.hpp>

#include "leg/leg.hpp"
#include "render/draw_list.hpp"
#include "session/session.hpp"

namespace crus::scene {

// What peeling leaves of a structure, 1 whole to 0 gone; falls smoothly with `peel`, layer after layer.
[[nodiscard]] float peel_opacity(const Leg& leg, const LegStructure& structure, double peel);

// Where each structure stands in the picture.
struct Placement {
  std::vector<glm::vec3> offset_mm;  // one per structure of the leg, added to its own place
  std::optional<glm::vec4> cut;      // in each structure's own place: dot(xyz, p) > w is left out
};
[[nodiscard]] Placement placement_of(const Leg& leg, const Session& session);

// Whose face lies over whose where models overlap in a cut.
[[nodiscard]] int cap_rank(anatomy::Kind kind);
// What the cut through a structure shows; nothing for what is faded by the user.
[[nodiscard]] std::optional<render::Cap> cap_of(const Leg& leg, std::size_t index, const Session& session,
                                                const render::DrawItem& item);

}  // namespace crus::scene
