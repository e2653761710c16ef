// How the panels look: two themes, one set of sizes, the fonts.
#pragma once

#include <filesystem>

#include <imgui.h>

#include "ui/panels.hpp"

namespace crus::ui {

// Colours the panels use beyond ImGui's own table.
struct Palette {
  ImVec4 panel, raised, border, text, muted, faint, accent, accent_soft, on_accent, hover, warning, error;
};
[[nodiscard]] const Palette& palette(Theme theme);

// Sets colours, roundings and spacings of the current ImGui context for a theme and a UI scale.
void apply_theme(Theme theme, float scale);

// Fills the current context's font atlas from share/fonts (Inter with Latin-extended and Greek, Font Awesome merged).
// A font that is missing leaves ImGui's built-in one and false.
bool load_fonts(const std::filesystem::path& folder, float scale, Fonts& fonts);

}  // namespace crus::ui
