// Inside the room: the calf as a pump. Veins in the colour of their filling, blood on its way in them, valves, and the
// scheme beside them. All of it from session.motion.veins; schematic.
#pragma once

#include "scene/lines.hpp"
#include "scene/scene.hpp"

namespace crus::scene {

// Whether this leg has veins that belong to the pump.
[[nodiscard]] bool has_pump_veins(const Leg& leg, const anatomy::PumpData& pump);
// The colour of a vein that is filled so far, 0..1 and beyond.
[[nodiscard]] glm::vec3 vein_colour(double filled);

// Colours of the veins in the list.
void paint_veins(render::DrawList& list, const Leg& leg, const Session& session, const PictureOptions& options);
// Blood and valves in the veins.
void add_blood(SpaceLines& lines, PlateLabels& labels, const Leg& leg, const Session& session,
               const PictureOptions& options);
// The scheme in a corner of the picture; where it lies is kept clear of labels.
void add_scheme(render::Overlay& overlay, PlateLabels& labels, const Leg& leg, const Session& session, glm::ivec2 size,
                const Fonts& fonts, const PictureOptions& options);

}  // namespace crus::scene
