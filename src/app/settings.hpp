// What the window remembers between runs. Two JSON files: settings.json with what the user chose, under the XDG config
// folder, and window.json with where things were, under the XDG state folder. Nothing is ever written elsewhere.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "core/result.hpp"
#include "ui/panels.hpp"

namespace crus::app {

struct Preferences {
  ui::Theme theme = ui::Theme::light;
  double ui_scale = 1.0;                 // 0.75..3, times what the display asks for
  ui::Names names = ui::Names::english;  // first in the panels, and of labels switched on by key
  bool reduced_motion = false;
  bool operator==(const Preferences&) const = default;
};

struct Places {
  glm::ivec2 window_size{0, 0};  // screen coordinates; 0: not known
  bool maximized = false;
  bool panel_shown = true;
  double panel_width = ui::kPanelWidth;  // design pixels
  std::set<std::string> closed_sections{"pain-causes", "pain-care", "pain-conditions", "pain-evidence"};
  std::string last_folder;
  std::vector<std::string> recent;  // models and views, the newest first
  bool operator==(const Places&) const = default;
};

struct Settings {
  Preferences preferences;
  Places places;
  bool operator==(const Settings&) const = default;
};

inline constexpr std::size_t kMostRecent = 10;
// Puts a path in front, once.
void add_recent(std::vector<std::string>& recent, const std::filesystem::path& path);

[[nodiscard]] std::string to_json(const Preferences& preferences);
[[nodiscard]] std::string to_json(const Places& places);
// Absent keys keep their default and unknown ones are ignored; anything else wrong is an error.
[[nodiscard]] Result<Preferences> preferences_from_json(std::string_view text);
[[nodiscard]] Result<Places> places_from_json(std::string_view text);

// The files under $XDG_CONFIG_HOME/crus and $XDG_STATE_HOME/crus; empty paths where there is no home.
struct SettingsFiles {
  std::filesystem::path preferences;
  std::filesystem::path places;
};
[[nodiscard]] SettingsFiles settings_files();

// Reads both. A missing file means defaults. A damaged one means defaults too: it is kept beside as NAME.damaged, and
// what happened is added to `problems`.
[[nodiscard]] Settings read_settings(const SettingsFiles& files, std::vector<Error>& problems);
// Writes each whole or not at all, creating the folders.
[[nodiscard]] Status write_settings(const SettingsFiles& files, const Settings& settings);

}  // namespace crus::app
