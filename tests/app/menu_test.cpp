// The menu bar's entries against the commands and keys they stand for.
#include "ui/menu.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include <GLFW/glfw3.h>

#include "app/window_input.hpp"
#include "session/commands.hpp"
#include "session/synthetic.hpp"

namespace crus {
namespace {
using app::Modifiers;
using ui::MenuEntry;

struct Key {
  int code = 0;
  Modifiers modifiers;
};

// "Ctrl+Shift+S" as the key that is pressed.
Key key_of(std::string shortcut) {
  Key key;
  for (const auto& [word, flag] : {std::pair<std::string, bool Modifiers::*>{"Ctrl+", &Modifiers::control},
                                   {"Shift+", &Modifiers::shift},
                                   {"Alt+", &Modifiers::alt}}) {
    if (shortcut.starts_with(word)) {
      key.modifiers.*flag = true;
      shortcut = shortcut.substr(word.size());
    }
  }
  const std::map<std::string, int> named{{"Home", GLFW_KEY_HOME}, {"Tab", GLFW_KEY_TAB}, {"Esc", GLFW_KEY_ESCAPE},
                                         {"F1", GLFW_KEY_F1},     {"+", GLFW_KEY_EQUAL}, {"-", GLFW_KEY_MINUS}};
  const auto at = named.find(shortcut);
  // GLFW names letters and digits by their ASCII code.
  key.code = at != named.end() ? at->second : (shortcut.size() == 1 ? shortcut[0] : 0);
  return key;
}

std::vector<MenuEntry> entries_for(const Leg& leg, const Session& session) {
  ui::Context context;
  context.can_undo = true;
  context.undo_step = "hide Right tibia";
  const ui::State state;
  static const std::vector<ui::Recent> recent{{"/there.glb", true}, {"/gone.glb", false}};
  context.recent = recent;
  return menu_entries(&leg, session, context, state);
}

TEST(Menu, EveryShortcutIsTheKeyThatDoesTheSame) {
  const Leg leg = test::box_leg();
  Session session = default_session(leg);
  session.selected = {"tibia", "talus"};
  int compared = 0;
  for (const MenuEntry& entry : entries_for(leg, session)) {
    if (entry.shortcut.empty()) {
      continue;
    }
    const Key key = key_of(entry.shortcut);
    ASSERT_NE(key.code, 0) << entry.shortcut;
    const std::string line = app::key_line(key.code, key.modifiers, session, {});
    // Escape also closes what is open; with nothing open it clears.
    EXPECT_EQ(line == "escape" ? "clear" : line, entry.command) << entry.title;
    ++compared;
  }
  EXPECT_GT(compared, 25);
}

TEST(Menu, EveryEntryOfTheSessionRuns) {
  const Leg leg = test::box_leg();
  Session session = default_session(leg);
  session.selected = {"tibia", "talus"};
  session.hidden = {"fibula"};
  session.highlighted = {"tibia"};
  std::set<std::string> seen;
  for (const MenuEntry& entry : entries_for(leg, session)) {
    EXPECT_FALSE(entry.title.empty());
    EXPECT_FALSE(entry.command.empty()) << entry.title;
    EXPECT_TRUE(seen.insert(entry.command).second) << "twice: " << entry.command;
    const auto words = split_line(entry.command);
    ASSERT_TRUE(words);
    if (entry.enabled && find_command(words->front()) != nullptr) {
      EXPECT_TRUE(run_command(session, leg, entry.command)) << entry.command;
    }
  }
  for (const char* menu : {"File", "Edit", "View", "Highlight", "Help"}) {
    const auto entries = entries_for(leg, session);
    EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.menu == menu; }));
  }
}

TEST(Menu, UndoNamesItsStepAndMissingFilesAreGrey) {
  const Leg leg = test::box_leg();
  const auto entries = entries_for(leg, default_session(leg));
  const auto with = [&](const std::string& command) {
    const auto at =
        std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.command == command; });
    return at == entries.end() ? MenuEntry() : *at;
  };
  EXPECT_EQ(with("undo").title, "Undo hide Right tibia");
  EXPECT_TRUE(with("undo").enabled);
  EXPECT_FALSE(with("redo").enabled);
  EXPECT_TRUE(with("open /there.glb").enabled);
  EXPECT_FALSE(with("open /gone.glb").enabled);
  EXPECT_FALSE(with("open /gone.glb").tip.empty());
}

TEST(Menu, WithoutALegOnlyWhatNeedsNoneIsOffered) {
  const ui::State state;
  for (const MenuEntry& entry : menu_entries(nullptr, Session(), ui::Context(), state)) {
    const auto words = split_line(entry.command);
    if (words && !words->empty() && find_command(words->front()) != nullptr) {
      EXPECT_FALSE(entry.enabled) << entry.title;
    }
  }
}

}  // namespace
}  // namespace crus
