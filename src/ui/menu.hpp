// What the menu bar offers now. Every entry is a command line; titles come from text.hpp. Drawing is in top_bar.cpp.
#pragma once

#include <string>
#include <vector>

#include "ui/panels.hpp"

namespace crus::ui {

struct MenuEntry {
  std::string menu;
  std::string submenu;  // empty: stands in the menu itself
  std::string title;
  std::string command;
  std::string shortcut;  // "Ctrl+Shift+S"; empty: none
  bool enabled = true;
  bool checked = false;
  bool separated = false;  // a line above
  std::string tip = {};
};

// In the order of the bar. `leg` may be null.
[[nodiscard]] std::vector<MenuEntry> menu_entries(const Leg* leg, const Session& session, const Context& context,
                                                  const State& state);

}  // namespace crus::ui
