// The window: the same picture as on disk, panels round it, mouse and keyboard. Redraws only when something changed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "atlas/load.hpp"
#include "core/result.hpp"
#include "ui/panels.hpp"

namespace crus::app {

// What run_window's error says when the machine has no display; the caller may render a picture instead.
inline constexpr const char* kNoDisplay = "there is no display to open a window on";

struct WindowOptions {
  std::optional<std::filesystem::path> model;  // none: the built-in leg
  atlas::LoadOptions load;
  std::vector<std::string> commands;            // run when the first model has loaded
  std::optional<std::filesystem::path> script;  // one command a line; see window_script.hpp
  glm::ivec2 size{1280, 800};                   // where none is remembered
  // For this run only, in place of what is remembered.
  std::optional<ui::Theme> theme;
  std::optional<double> ui_scale;  // times what the display asks for
  bool reduced_motion = false;
};

// Opens the window and returns when it is closed: 0, or 1 when a script failed. Errors: no display, no OpenGL 3.3,
// the program's own files missing.
[[nodiscard]] Result<int> run_window(const WindowOptions& options);

}  // namespace crus::app
