// The commands that are the window's own, but for those about files (window_files.cpp): panels, scale, undo.
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/image_file.hpp"
#include "app/window_loop.hpp"
#include "core/text.hpp"
#include "ui/text.hpp"
#include "ui/theme.hpp"

namespace crus::app {
namespace {

constexpr int kFramesToOpenSearch = 5;

}  // namespace

void WindowLoop::tell(ui::MessageKind kind, const std::string& text) {
  messages_.add(kind, text);
  frames_due_ = std::max(frames_due_, 1);
}

Status WindowLoop::run_line(const std::string& line, const std::string& merge_key) {
  const auto words = split_line(line);
  Status done;
  if (!words) {
    done = tl::unexpected(words.error());
  } else if (!words->empty()) {
    bool known = false;
    done = run_own(*words, merge_key, known);
    if (!known) {
      done = desk_.run(line, glfwGetTime(), merge_key);
    }
  }
  if (!done) {
    tell(ui::MessageKind::error, done.error().message());
  }
  frames_due_ = std::max(frames_due_, 2);
  return done;
}

Status WindowLoop::run_own(const std::vector<std::string>& words, const std::string& merge_key, bool& known) {
  known = true;
  const std::string& name = words.front();
  if (name == "undo" || name == "redo") {
    const std::string step = name == "undo" ? desk_.history().undo_step() : desk_.history().redo_step();
    if (!step.empty()) {
      tell(ui::MessageKind::info, (name == "undo" ? ui::text::kUndone : ui::text::kRedone) + step);
    }
    return desk_.leg() ? desk_.run(name, glfwGetTime()) : Status();
  }
  if (name == "quit") {
    glfwSetWindowShouldClose(window_, GLFW_TRUE);
    return {};
  }
  if (name == "cancel") {
    loader_.cancel();
    return {};
  }
  if (name == "pose.everyday") {
    return choose_everyday(words, merge_key);
  }
  Status done = run_panel_command(words, known);
  return known ? done : run_file_command(words, known);
}

Status WindowLoop::run_panel_command(const std::vector<std::string>& words, bool& known) {
  known = true;
  const std::string& name = words.front();
  const std::string value = words.size() > 1 ? words[1] : std::string();
  if (name == "escape") {
    escape();
    return {};
  }
  if (name == "search") {
    panels_.panel_wanted = true;
    panels_.focus_search = true;
    search_opening_ = kFramesToOpenSearch;
    if (words.size() > 1) {
      panels_.search = value;
      panels_.focus_search = false;
      search_opening_ = 0;
    }
    return {};
  }
  if (name == "ui.scale") {
    return set_scale(value);
  }
  if (name == "panel.tab") {
    return set_tab(value);
  }
  if (name == "window.size") {
    return set_size(value);
  }
  if (name == "labels.toggle") {
    const bool latin = settings_.preferences.names == ui::Names::latin;
    const bool off = desk_.session().labels == Labels::off;
    return run_line(std::string("labels ") + (off ? (latin ? "latin" : "english") : "off"));
  }
  Status done = run_motion_command(words, known);
  if (!known) {
    done = run_care_command(words, known);
  }
  if (!known) {
    done = run_switch(words, known);
  }
  return known ? done : run_look(words, known);
}

Status WindowLoop::run_switch(const std::vector<std::string>& words, bool& known) {
  const std::string& name = words.front();
  const std::string value = words.size() > 1 ? words.back() : std::string();
  bool closed = false;
  bool* shown = name == "panel"          ? &panels_.panel_wanted
                : name == "pain"         ? &panels_.pain_tab
                : name == "motion.panel" ? &panels_.motion_tab
                : name == "help"         ? &panels_.help_open
                : name == "about"        ? &panels_.about_open
                : name == "messages"     ? &panels_.messages_open
                                         : nullptr;
  const bool section = name == "section" && words.size() == 3;
  if (section) {
    closed = !panels_.closed_sections.contains(words[1]);
    shown = &closed;
  }
  known = shown != nullptr;
  if (!known) {
    return {};
  }
  if (name == "messages" && value == "clear") {
    messages_.clear();
    return {};
  }
  if (value != "on" && value != "off" && value != "toggle") {
    return fail(ui::text::kUnknownValue, "'" + value + "'", "say 'on', 'off' or 'toggle'");
  }
  *shown = value == "toggle" ? !*shown : value == "on";
  if ((name == "pain" || name == "motion.panel") && *shown) {
    panels_.panel_wanted = true;
    (name == "pain" ? panels_.motion_tab : panels_.pain_tab) = false;
  }
  if (section && closed) {
    panels_.closed_sections.erase(words[1]);
  } else if (section) {
    panels_.closed_sections.insert(words[1]);
  }
  return {};
}

Status WindowLoop::set_tab(const std::string& word) {
  const auto& values = ui::text::kPanelTabValues;
  if (std::find(values.begin(), values.end(), word) == values.end()) {
    return fail(ui::text::kUnknownValue, "'" + word + "'", "say 'anatomy', 'pain' or 'motion'");
  }
  panels_.panel_wanted = true;
  panels_.pain_tab = word == "pain";
  panels_.motion_tab = word == "motion";
  return {};
}

// How the panels look, which is remembered.
Status WindowLoop::run_look(const std::vector<std::string>& words, bool& known) {
  known = true;
  const std::string& name = words.front();
  const std::string value = words.size() > 1 ? words[1] : std::string();
  Preferences& preferences = settings_.preferences;
  const auto either = [&](const char* one, const char* other) -> Status {
    return value == one || value == other
               ? Status()
               : fail(ui::text::kUnknownValue, "'" + value + "'", fmt::format("say '{}' or '{}'", one, other));
  };
  Status done;
  if (name == "theme") {
    done = either("light", "dark");
    if (done) {
      preferences.theme = value == "dark" ? ui::Theme::dark : ui::Theme::light;
      set_theme(preferences.theme);
    }
  } else if (name == "names") {
    done = either("english", "latin");
    preferences.names = done ? (value == "latin" ? ui::Names::latin : ui::Names::english) : preferences.names;
  } else if (name == "motion") {
    done = either("full", "reduced");
    if (done) {
      preferences.reduced_motion = value == "reduced";
      reduced_motion_ = preferences.reduced_motion;
      desk_.set_reduced_motion(reduced_motion_);
    }
  } else if (name == "panel.width") {
    const auto width = finite_number(value);
    if (!width) {
      return fail(ui::text::kNoWidth, "'" + value + "'");
    }
    panels_.panel_width = std::clamp(static_cast<float>(*width), ui::kLeastPanelWidth, ui::kMostPanelWidth);
    return {};
  } else {
    known = false;
    return {};
  }
  remember();
  return done;
}

void WindowLoop::set_theme(ui::Theme theme) {
  theme_ = theme;
  ui::apply_theme(theme_, scale_);
}

void WindowLoop::escape() {
  if (panels_.dialog_open()) {
    panels_.close_dialog();
  } else if (panels_.help_open || panels_.messages_open || panels_.about_open) {
    panels_.help_open = false;
    panels_.messages_open = false;
    panels_.about_open = false;
  } else if (desk_.leg()) {
    static_cast<void>(desk_.run("clear", glfwGetTime()));
  }
}

Status WindowLoop::set_scale(const std::string& word) {
  float scale = user_scale_;
  if (word == "larger" || word == "smaller") {
    scale *= word == "larger" ? 1.1F : 1.0F / 1.1F;
    // The steps of the keys meet 100 % again.
    scale = std::abs(scale - 1.0F) < 0.02F ? 1.0F : scale;
  } else if (const auto value = finite_number(word); value && *value > 0.0) {
    scale = static_cast<float>(*value);
  } else {
    return fail(ui::text::kNoScale, "'" + word + "'", ui::text::kScaleRange);
  }
  user_scale_ = std::clamp(scale, ui::kSmallestScale, ui::kLargestScale);
  settings_.preferences.ui_scale = user_scale_;
  remember();
  return {};
}

Status WindowLoop::set_size(const std::string& word) {
  const auto size = parse_size(word);
  if (!size) {
    return tl::unexpected(size.error());
  }
  glfwSetWindowSize(window_, size->x, size->y);
  return {};
}

}  // namespace crus::app
