// What the parts of the pain panel share. Private to the room.
#pragma once

#include <span>
#include <string>

#include "anatomy/pain_data.hpp"
#include "ui/widgets.hpp"

namespace crus::ui {

[[nodiscard]] bool is_shown(const Frame& frame, const std::string& id);
// A box to tick with its words; whether it was clicked.
bool tick(const Frame& frame, const std::string& id, const std::string& words, bool on, const std::string& tip);
// The citations of sources, one a line.
[[nodiscard]] std::string citations(const Frame& frame, std::span<const std::string> ids);
// A small muted title above wrapped words; right-click copies.
void labelled(const Frame& frame, const char* title, const std::string& words);
// A full-width, left-aligned button of wrapped words; whether it was clicked.
bool wrapped_row(const Frame& frame, const std::string& id, const std::string& words, bool active);
[[nodiscard]] std::string pattern_tip(const Frame& frame, const anatomy::PainPattern& pattern);
// Of a muscle, in this leg or beyond it.
[[nodiscard]] std::string muscle_name(const Frame& frame, const std::string& id);
// A button for each movement this program can play.
void clip_buttons(const Frame& frame, const std::string& id, std::span<const std::string> clips);
// Sends the pose, where this program can move the ankle; whether a button was drawn.
bool pose_button(const Frame& frame, const std::string& id, const char* words, double plantarflexion_deg);

}  // namespace crus::ui
