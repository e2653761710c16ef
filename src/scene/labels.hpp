// Inside the room: names in two columns beside the leg, each with a leader line to a point of its structure that is
// really seen; the credit line.
#pragma once

#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "leg/leg.hpp"
#include "render/draw_list.hpp"
#include "scene/scene.hpp"
#include "session/session.hpp"

namespace crus::scene {

[[nodiscard]] float label_size_px(glm::ivec2 size, float ui_scale);
// English or Latin, capitalised, without side.
[[nodiscard]] std::string label_text(const Leg& leg, const LegStructure& structure, Labels language);
// The text cut to a width, with an ellipsis; empty when not even that fits.
[[nodiscard]] std::string cut_to_width(const render::Font& font, std::string text, float size_px, float width_px);

void add_labels(render::Overlay& overlay, const Leg& leg, const Session& session, const render::View& view,
                glm::ivec2 size, const Fonts& fonts, const PictureOptions& options);
void add_credit(render::Overlay& overlay, const Leg& leg, const Session& session, glm::ivec2 size, const Fonts& fonts,
                const PictureOptions& options);

}  // namespace crus::scene
