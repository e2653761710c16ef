// The file browser: what a folder lists, what keys and buttons do, and its dialog on the null backend.
#include "ui/file_browser.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

#include "core/files.hpp"
#include "session/synthetic.hpp"
#include "support/support.hpp"
#include "ui/null_window.hpp"

namespace crus::ui {
namespace {
namespace fs = std::filesystem;
using test::NullWindow;
using test::ScratchFolder;
using test::write_file;
using Names = std::vector<std::string>;

const std::vector<std::string> kModels{"glb", "stl"};

Names names_of(const FolderList& list) {
  Names names;
  for (const FolderEntry& entry : list.entries) {
    names.push_back(entry.name);
  }
  return names;
}

Names shown_by(const FileBrowser& files) {
  Names names;
  for (const std::size_t index : files.shown()) {
    names.push_back(files.list().entries[index].name);
  }
  return names;
}

void fill(const ScratchFolder& scratch) {
  fs::create_directory(scratch / "meshes");
  fs::create_directory(scratch / "Atlas");
  fs::create_directory(scratch / ".hidden");
  write_file(scratch / "b.GLB", "1234");
  write_file(scratch / "a.stl", "1");
  write_file(scratch / "view.json", "{}");
  write_file(scratch / "notes.txt", "");
  write_file(scratch / "meshes" / "tibia.glb", "");
}

TEST(FolderList, FoldersFirstThenWhatFitsByName) {
  const ScratchFolder scratch;
  fill(scratch);
  const std::vector<std::string> wanted{"glb", "stl", "json"};
  const auto list = list_folder(scratch.path(), wanted);
  ASSERT_TRUE(list);
  EXPECT_EQ(names_of(*list), (Names{"Atlas", "meshes", "a.stl", "b.GLB", "view.json"}));
  EXPECT_EQ(list->entries[3].bytes, 4U);
  EXPECT_GT(list->entries[3].changed, 0);
  EXPECT_EQ(names_of(*list_folder(scratch.path(), {})).size(), 6U);
  // A trailing slash means the same folder.
  EXPECT_EQ(list_folder(scratch.path().string() + "/", wanted)->folder, list->folder);
}

TEST(FolderList, WhatCannotBeReadIsAnErrorWithAReason) {
  const ScratchFolder scratch;
  write_file(scratch / "file", "");
  for (const fs::path& folder : {scratch / "missing", scratch / "file"}) {
    const auto list = list_folder(folder, {});
    ASSERT_FALSE(list);
    EXPECT_NE(list.error().where.find(folder.filename().string()), std::string::npos);
    EXPECT_FALSE(list.error().advice.empty());
  }
}

TEST(FolderList, TypedPathsAndSizes) {
  EXPECT_EQ(typed_path("leg.glb", "/data"), "/data/leg.glb");
  EXPECT_EQ(typed_path("../leg.glb", "/data/x"), "/data/leg.glb");
  EXPECT_EQ(typed_path("/abs", "/data"), "/abs");
  if (const char* home = std::getenv("HOME")) {
    EXPECT_EQ(typed_path("~/leg.glb", "/data"), fs::path(home) / "leg.glb");
  }
  EXPECT_EQ(size_words(999), "999 B");
  EXPECT_EQ(size_words(1'400), "1.4 kB");
  EXPECT_EQ(size_words(14'200'000), "14 MB");
  EXPECT_EQ(size_words(999'600), "1.0 MB");
}

// ImGui ends the program where a window first appears at the wrong moment beside a modal one: every window that may do
// so appears just before, with and after the dialog's opening, and while it closes.
TEST(FileDialog, WhateverAppearsBesideItIsBorne) {
  const std::shared_ptr<const Leg> leg = std::make_shared<const Leg>(test::box_leg());
  const std::vector<std::pair<const char*, std::function<void(NullWindow&, Session&)>>> appearing{
      {"hover name", [](NullWindow& window, Session&) { window.context.hovered_in_picture = "soleus"; }},
      {"card", [](NullWindow&, Session& session) { session.selected = {"soleus"}; }},
      {"loading",
       [](NullWindow& window, Session&) {
         window.context.loading = {true, false, 0.5, "reading", "leg"};
       }},
      {"help", [](NullWindow& window, Session&) { window.state.help_open = true; }},
      {"messages", [](NullWindow& window, Session&) { window.state.messages_open = true; }},
      {"about", [](NullWindow& window, Session&) { window.state.about_open = true; }},
      {"picture menu", [](NullWindow& window, Session&) { window.state.menu_of = "tibia"; }},
      {"what lies there", [](NullWindow& window, Session&) { window.state.list_under = {"tibia"}; }},
      {"no panel", [](NullWindow& window, Session&) { window.state.panel_wanted = false; }}};
  for (const auto& [name, appear] : appearing) {
    for (const int opened_at : {3, 2, 1, 4}) {
      SCOPED_TRACE(name);
      NullWindow window({1280, 720});
      window.context.model_extensions = kModels;
      ImGui::GetIO().MousePos = {800.0F, 300.0F};
      Session session = default_session(*leg);
      for (int frame = 0; frame < 10; ++frame) {
        if (frame == opened_at) {
          window.state.browse = Browse::open;
        }
        if (frame == 3) {
          appear(window, session);
        }
        if (frame == 7) {
          window.state.close_dialog();
        }
        window.frame(leg.get(), session);
      }
      EXPECT_FALSE(window.state.dialog_open());
    }
  }
}

TEST(FileBrowser, FindsByTypingAndOpensTheFirst) {
  const ScratchFolder scratch;
  fill(scratch);
  FileBrowser files;
  files.open(Browse::open, scratch.path(), kModels);
  EXPECT_TRUE(files.is_open());
  EXPECT_EQ(shown_by(files).size(), 5U);
  EXPECT_EQ(files.accept(), std::nullopt);
  files.type("B.");
  EXPECT_EQ(shown_by(files), Names{"b.GLB"});
  EXPECT_EQ(files.accept(), "open " + (scratch / "b.GLB").string());
  EXPECT_FALSE(files.is_open());
}

TEST(FileBrowser, EntersFoldersByKeyboardAndComesBack) {
  const ScratchFolder scratch;
  fill(scratch);
  FileBrowser files;
  files.open(Browse::open, scratch.path(), kModels);
  EXPECT_TRUE(files.folder_is_model());
  files.move(1);
  files.move(1);
  EXPECT_EQ(files.accept(), std::nullopt);
  EXPECT_EQ(files.list().folder.filename(), "meshes");
  EXPECT_TRUE(files.folder_is_model());
  files.up();
  EXPECT_EQ(files.list().folder, scratch.path());
  ASSERT_GE(files.chosen(), 0);
  EXPECT_EQ(shown_by(files)[static_cast<std::size_t>(files.chosen())], "meshes");
  // A path, absolute or not, goes there at once.
  files.type("meshes/");
  EXPECT_EQ(files.accept(), std::nullopt);
  EXPECT_EQ(files.list().folder.filename(), "meshes");
  EXPECT_EQ(files.accept_folder(), "open " + (scratch / "meshes").string());
}

TEST(FileBrowser, MistakesAreMessagesAndNothingIsLost) {
  const ScratchFolder scratch;
  fill(scratch);
  FileBrowser files;
  files.open(Browse::open, scratch.path(), kModels);
  files.type("no/such/thing.glb");
  EXPECT_EQ(files.accept(), std::nullopt);
  EXPECT_TRUE(files.is_open());
  EXPECT_NE(files.message().find("thing.glb"), std::string::npos);
  EXPECT_FALSE(files.go(scratch / "gone"));
  EXPECT_EQ(files.list().folder, scratch.path());
  EXPECT_FALSE(files.message().empty());
  // It opens even where the remembered folder is gone.
  files.open(Browse::open, scratch / "gone" / "deeper", kModels);
  EXPECT_EQ(files.list().folder, scratch.path());
}

TEST(FileBrowser, TabCompletesAsFarAsTheNamesAgree) {
  const ScratchFolder scratch;
  write_file(scratch / "leg-left.glb", "");
  write_file(scratch / "leg-right.glb", "");
  fs::create_directory(scratch / "meshes");
  FileBrowser files;
  files.open(Browse::open, scratch.path(), kModels);
  files.type("l");
  EXPECT_EQ(files.completed(), "leg-");
  files.type("me");
  EXPECT_EQ(files.completed(), "meshes/");
  files.type("x");
  EXPECT_EQ(files.completed(), "x");
  files.type(scratch.path().string() + "/leg-r");
  EXPECT_EQ(files.completed(), (scratch / "leg-right.glb").string());
}

TEST(FileBrowser, SavingProposesAFreeNameAndAsksBeforeReplacing) {
  const ScratchFolder scratch;
  write_file(scratch / "crus.png", "old");
  FileBrowser files;
  files.open(Browse::save_picture, scratch.path(), kModels);
  EXPECT_EQ(files.typed(), "crus-2.png");
  files.type("crus");
  EXPECT_EQ(files.accept(), std::nullopt);
  EXPECT_TRUE(files.asks_to_replace());
  // Another name forgets the question.
  files.type("other");
  EXPECT_FALSE(files.asks_to_replace());
  files.type("crus.png");
  EXPECT_EQ(files.accept(), std::nullopt);
  EXPECT_EQ(files.accept(), "picture.save " + (scratch / "crus.png").string());

  files.open(Browse::save_view, scratch.path(), kModels);
  EXPECT_EQ(files.accept(), "view.save " + (scratch / "crus-view.json").string());
  files.open(Browse::save_view, scratch.path(), kModels);
  files.type("missing/folder/view");
  EXPECT_EQ(files.accept(), std::nullopt);
  EXPECT_FALSE(files.message().empty());
  files.type("");
  EXPECT_EQ(files.accept(), std::nullopt);
  EXPECT_TRUE(files.is_open());
}

TEST(FileDialog, TakesTheKeyboardOpensWithEnterAndClosesWithEscape) {
  const ScratchFolder scratch;
  fill(scratch);
  NullWindow window({1280, 720});
  window.context.model_extensions = kModels;
  window.context.first_folder = scratch.path();
  const Leg leg = test::box_leg();
  const Session session = default_session(leg);
  std::vector<std::string> sent;
  const auto frames = [&](int count) {
    for (int i = 0; i < count; ++i) {
      const Output output = window.frame(&leg, session);
      sent.insert(sent.end(), output.commands.begin(), output.commands.end());
    }
  };
  const auto press = [&](int key) {
    ImGui::GetIO().KeysDown[key] = true;
    frames(1);
    ImGui::GetIO().KeysDown[key] = false;
    frames(2);
  };
  window.state.browse = Browse::open;
  EXPECT_TRUE(window.state.dialog_open());
  frames(4);
  EXPECT_TRUE(ImGui::GetIO().WantTextInput);
  for (const char letter : std::string("b.g")) {
    ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(letter));
  }
  frames(2);
  EXPECT_EQ(window.state.files->typed(), "b.g");
  press(ImGuiKey_Enter);
  EXPECT_EQ(sent, Names{"open " + (scratch / "b.GLB").string()});
  EXPECT_FALSE(window.state.dialog_open());

  sent.clear();
  window.state.browse = Browse::save_view;
  frames(4);
  EXPECT_TRUE(window.state.dialog_open());
  press(ImGuiKey_Escape);
  EXPECT_FALSE(window.state.dialog_open());
  EXPECT_TRUE(sent.empty());
}

// A field whose text was replaced from elsewhere must not take back steps of the text before: ImGui ends the program.
TEST(TextFields, UndoDoesNotReachBehindAReplacedText) {
  const ScratchFolder scratch;
  fill(scratch);
  const Leg leg = test::box_leg();
  const Session session = default_session(leg);
  for (const bool dialog : {true, false}) {
    NullWindow window({1280, 720});
    window.context.model_extensions = kModels;
    window.context.first_folder = scratch.path();
    const auto frames = [&](int count) {
      for (int i = 0; i < count; ++i) {
        window.frame(&leg, session);
      }
    };
    const auto press = [&](int key, bool control = false) {
      ImGui::GetIO().KeyCtrl = control;
      ImGui::GetIO().KeysDown[key] = true;
      frames(1);
      ImGui::GetIO().KeysDown[key] = false;
      frames(1);
      ImGui::GetIO().KeyCtrl = false;
    };
    const auto type = [&](const std::string& words) {
      for (const char letter : words) {
        ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(letter));
        frames(1);
      }
    };
    const auto open = [&] {
      window.state.browse = dialog ? std::optional(Browse::open) : std::nullopt;
      window.state.focus_search = !dialog;
      frames(4);
    };
    open();
    type(dialog ? "mes" : "tibia");
    press(ImGuiKey_Backspace);
    press(ImGuiKey_Backspace);
    if (dialog) {
      press(ImGuiKey_Tab);
      type("t");
      press(ImGuiKey_Tab);
    }
    press(ImGuiKey_Escape);
    open();
    for (int i = 0; i < 8; ++i) {
      press(ImGuiKey_Z, true);
      type("x");
    }
    EXPECT_EQ(dialog ? window.state.files->typed() : window.state.search, std::string("x"));
  }
}

TEST(FileDialog, DrawsInEveryWindowAndLongFoldersByTheScreenful) {
  const ScratchFolder scratch;
  for (int i = 0; i < 1'500; ++i) {
    write_file(scratch / ("structure-" + std::to_string(i) + ".glb"), "");
  }
  const Leg leg = test::box_leg();
  for (const glm::vec2 size : {glm::vec2(1, 1), glm::vec2(8000, 300), glm::vec2(200, 2000), glm::vec2(1280, 720)}) {
    NullWindow window(size);
    window.context.model_extensions = kModels;
    window.context.first_folder = scratch.path();
    window.state.browse = Browse::open;
    for (int i = 0; i < 4; ++i) {
      EXPECT_TRUE(window.frame(&leg, default_session(leg)).commands.empty());
    }
    if (size.x == 1280) {
      const ImGuiWindow* list = nullptr;
      for (const ImGuiWindow* candidate : ImGui::GetCurrentContext()->Windows) {
        list = std::string(candidate->Name).starts_with("files/list") ? candidate : list;
      }
      ASSERT_NE(list, nullptr);
      EXPECT_LT(list->DrawList->VtxBuffer.Size, 20'000);
      EXPECT_GT(list->DrawList->VtxBuffer.Size, 100);
    }
  }
}

}  // namespace
}  // namespace crus::ui
