#include "ui/menu.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "session/commands.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

struct Building {
  const Leg* leg;
  const Session& session;
  const Context& context;
  const State& state;
  std::vector<MenuEntry>& entries;
  std::string menu = {};
  std::string submenu = {};
  bool separated = false;

  MenuEntry& add(std::string title, std::string command, std::string shortcut = {}, bool enabled = true,
                 bool checked = false) {
    entries.push_back({menu, submenu, std::move(title), std::move(command), std::move(shortcut), enabled, checked,
                       std::exchange(separated, false)});
    return entries.back();
  }
};

std::string selected_words(const Session& session) {
  std::string words;
  for (const std::string& id : session.selected) {
    words += " " + quote_word(id);
  }
  return words;
}

void add_file(Building& to) {
  to.menu = text::kFileMenu;
  to.add(text::kOpen, "browse open", "Ctrl+O");
  to.submenu = text::kOpenRecent;
  for (const Recent& recent : to.context.recent) {
    MenuEntry& entry = to.add(recent.path, "open " + quote_word(recent.path), {}, recent.exists);
    entry.tip = recent.exists ? "" : text::kRecentMissing;
  }
  if (to.context.recent.empty()) {
    to.add(text::kNothingRecent, "", {}, false);
  } else {
    to.separated = true;
    to.add(text::kForgetRecent, "recent.clear");
  }
  to.submenu.clear();
  to.add(text::kOpenBuiltin, "open");
  to.separated = true;
  to.add(text::kMenuSavePicture, "browse save-picture", "Ctrl+Shift+S", to.leg != nullptr);
  to.add(text::kMenuSaveMovie, "browse save-movie", {}, to.leg != nullptr && to.context.motion.possible);
  to.add(text::kMenuSaveNumbers, "browse save-numbers", {}, to.leg != nullptr && to.context.motion.possible);
  to.add(text::kMenuSaveView, "browse save-view", "Ctrl+S", to.leg != nullptr);
  to.add(text::kMenuLoadView, "browse load-view", "Ctrl+L", to.leg != nullptr);
  to.separated = true;
  to.add(text::kQuit, "quit", "Ctrl+Q");
}

void add_edit(Building& to) {
  to.menu = text::kEditMenu;
  const Context& context = to.context;
  const auto step = [](const char* word, const std::string& name) {
    return name.empty() ? std::string(word) : fmt::format("{} {}", word, name);
  };
  to.add(step(text::kUndo, context.undo_step), "undo", "Ctrl+Z", context.can_undo);
  to.add(step(text::kRedo, context.redo_step), "redo", "Ctrl+Shift+Z", context.can_redo);
  to.separated = true;
  to.add(text::kMenuSearch, "search", "Ctrl+F", to.leg != nullptr);
  const std::string selected = selected_words(to.session);
  const bool any = to.leg != nullptr && !selected.empty();
  to.add(text::kSelectNothing, "clear", "Esc", any);
  to.separated = true;
  to.add(text::kHideSelected, "hide" + selected, "H", any);
  const bool alone = !to.session.isolated.empty();
  to.add(alone ? text::kUnisolate : text::kIsolateSelected, alone ? "isolate none" : "isolate" + selected, "I",
         to.leg != nullptr && (any || alone), alone);
  to.add(text::kFadeSelected, "ghost" + selected, {}, any);
  const Session& session = to.session;
  to.add(text::kShowAll, "show-all", "Alt+H",
         to.leg != nullptr && !(session.hidden.empty() && session.ghosted.empty() && session.isolated.empty()));
  to.separated = true;
  to.add(text::kStartOver, "reset", {}, to.leg != nullptr);
}

void add_look(Building& to) {
  const bool leg = to.leg != nullptr;
  to.separated = true;
  to.submenu = text::kLabelMenu;
  for (std::size_t i = 0; i < text::kLabelWords.size(); ++i) {
    to.add(text::kLabelWords[i], std::string("labels ") + text::kLabelValues[i], {}, leg,
           static_cast<std::size_t>(to.session.labels) == i);
  }
  to.separated = true;
  to.add(text::kLabelsOnOff, "labels.toggle", "L", leg);
  to.submenu = text::kBackdropMenu;
  for (std::size_t i = 0; i < text::kBackgroundWords.size(); ++i) {
    to.add(text::kBackgroundWords[i], std::string("background ") + text::kBackgroundValues[i], {}, leg,
           static_cast<std::size_t>(to.session.background) == i);
  }
  to.submenu.clear();
}

void add_motion(Building& to) {
  const bool leg = to.leg != nullptr;
  const MotionView& motion = to.session.motion;
  to.submenu = text::kMotionMenu;
  for (std::size_t i = 0; i < kMotionParts.size(); ++i) {
    MenuEntry& entry =
        to.add(text::kMotionPartWords.at(i).title, fmt::format("motion.toggle {}", kMotionParts.at(i).first), {}, leg,
               motion.*(kMotionParts.at(i).second));
    entry.tip = text::kMotionPartWords.at(i).tip;
  }
  if (to.context.motion.pump != nullptr) {
    to.separated = true;
    MenuEntry& entry = to.add(to.context.motion.pump->name, "second-heart toggle", {}, leg, motion.pump);
    entry.tip = text::kSecondHeartTip;
  }
  to.submenu.clear();
}

void add_view(Building& to) {
  to.menu = text::kViewMenu;
  const bool leg = to.leg != nullptr;
  for (const text::ViewButton& button : text::kViewButtons) {
    to.add(button.title, std::string("view ") + button.view, button.key, leg);
  }
  to.separated = true;
  to.add(text::kWholeLeg, "camera.reset", "Home", leg);
  to.add(text::kFocusSelected, "camera.focus" + selected_words(to.session), "F", leg && !to.session.selected.empty());
  to.add(text::kParallel, "projection toggle", "5", leg, to.session.camera.orthographic);
  add_look(to);
  add_motion(to);
  to.separated = true;
  to.add(text::kShowPanelEntry, "panel toggle", "Tab", true, to.state.panel_wanted);
  to.add(text::kPainEntry, "pain toggle", {}, true, to.state.pain_tab);
  to.add(text::kMotionEntry, "motion.panel toggle", {}, true, to.state.motion_tab);
  const bool latin = to.context.names == Names::latin;
  to.add(text::kLatinFirst, latin ? "names english" : "names latin", {}, true, latin);
  const bool dark = to.context.theme == Theme::dark;
  to.add(text::kDarkPanels, dark ? "theme light" : "theme dark", {}, true, dark);
  to.add(text::kReducedMotion, to.context.reduced_motion ? "motion full" : "motion reduced", {}, true,
         to.context.reduced_motion);
  to.submenu = text::kScaleMenu;
  to.add(text::kLarger, "ui.scale larger", "Ctrl++", to.context.user_scale < kLargestScale);
  to.add(text::kSmaller, "ui.scale smaller", "Ctrl+-", to.context.user_scale > kSmallestScale);
  constexpr std::array<int, 8> kPercents{75, 100, 125, 150, 175, 200, 250, 300};
  to.separated = true;
  for (const int percent : kPercents) {
    const float scale = static_cast<float>(percent) / 100.0F;
    to.add(fmt::format("{} %", percent), fmt::format("ui.scale {}", scale), percent == 100 ? "Ctrl+0" : "", true,
           std::abs(to.context.user_scale - scale) < 0.005F);
  }
  to.submenu.clear();
}

void add_highlight(Building& to) {
  to.menu = text::kHighlightMenu;
  int number = 1;
  for (const text::HighlightButton& button : text::kHighlightButtons) {
    const std::string line = std::string("highlight ") + button.highlight;
    const bool possible = to.leg != nullptr && run_command(to.session, *to.leg, line).has_value();
    const bool achilles = std::string_view(button.highlight) == "achilles";
    MenuEntry& entry = to.add(achilles ? text::kAchillesEntry : button.title, line, fmt::format("Ctrl+{}", number++),
                              possible, active_highlight(to.session) == button.highlight);
    entry.tip = possible || to.leg == nullptr ? "" : text::kLacksIt;
  }
  to.separated = true;
  to.add(text::kHighlightSelected, "highlight" + selected_words(to.session), {},
         to.leg != nullptr && !to.session.selected.empty());
  to.add(text::kHighlightNone, "highlight none", {}, to.leg != nullptr && !to.session.highlighted.empty());
}

void add_help(Building& to) {
  to.menu = text::kHelpMenu;
  to.add(text::kMenuKeys, "help toggle", "F1");
  to.add(text::kMenuMessages, "messages toggle", {}, true, to.state.messages_open);
  to.separated = true;
  to.add(text::kMenuAbout, "about toggle");
}

}  // namespace

std::vector<MenuEntry> menu_entries(const Leg* leg, const Session& session, const Context& context,
                                    const State& state) {
  std::vector<MenuEntry> entries;
  Building to{leg, session, context, state, entries};
  add_file(to);
  add_edit(to);
  add_view(to);
  add_highlight(to);
  add_help(to);
  return entries;
}

}  // namespace crus::ui
