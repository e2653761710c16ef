// Menus, messages, credits, groups of the tree, copying from the card: on the null backend.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "session/commands.hpp"
#include "session/synthetic.hpp"
#include "ui/null_window.hpp"
#include "ui/structure_list.hpp"
#include "ui/text.hpp"

namespace crus {
namespace {
using test::box_leg;
using test::NullWindow;
using test::window_named;
using Lines = std::vector<std::string>;

// The boxes with the names and texts of the real catalogue.
Leg named_leg() {
  Leg leg = box_leg();
  auto catalogue = anatomy::Catalogue::load(test::built_share_folder() / "assets" / "catalogue");
  EXPECT_TRUE(catalogue);
  leg.catalogue = std::make_shared<const anatomy::Catalogue>(std::move(*catalogue));
  return leg;
}

// Everything sent while the mouse clicks over a window, row by row.
Lines sweep(NullWindow& window, const Leg& leg, const Session& session, const std::string& name, int button = 0) {
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  const ImGuiWindow* target = window_named(name);
  Lines sent;
  if (target == nullptr) {
    return sent;
  }
  const ImVec2 low = target->Pos;
  const ImVec2 size = target->Size;
  for (float y = 6; y < size.y; y += 12) {
    for (float x = 6; x < size.x; x += 12) {
      const Lines lines = window.click(&leg, session, {low.x + x, low.y + y}, button);
      sent.insert(sent.end(), lines.begin(), lines.end());
    }
  }
  return sent;
}

bool holds(const Lines& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

TEST(MenuBar, OpensActsAndCloses) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  Lines sent;
  for (float x = 20; x < 280; x += 30) {
    for (float y = 60; y < 500; y += 12) {
      window.click(&leg, session, {x, 20});
      window.frame(&leg, session);
      const Lines lines = window.click(&leg, session, {x + 30, y});
      sent.insert(sent.end(), lines.begin(), lines.end());
      // Whatever is still open closes with Escape.
      ImGui::GetIO().KeysDown[ImGuiKey_Escape] = true;
      window.frame(&leg, session);
      ImGui::GetIO().KeysDown[ImGuiKey_Escape] = false;
      window.frame(&leg, session);
      window.frame(&leg, session);
    }
  }
  EXPECT_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel));
  for (const char* line :
       {"browse open", "browse save-view", "quit", "search", "reset", "view anterior", "panel toggle", "names latin",
        "highlight soleus", "highlight achilles", "help toggle", "about toggle"}) {
    EXPECT_TRUE(holds(sent, line)) << line;
  }
}

TEST(Messages, CanBeReadCopiedAndCleared) {
  NullWindow window({1280, 900});
  const std::vector<ui::Message> messages{{ui::MessageKind::warning, "the first", "10:00:00"},
                                          {ui::MessageKind::error, "the second", "10:00:01"}};
  window.context.messages = messages;
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  EXPECT_TRUE(holds(sweep(window, leg, session, "status"), "messages toggle"));
  EXPECT_TRUE(holds(sweep(window, leg, session, "status"), "messages on"));
  window.state.messages_open = true;
  const Lines sent = sweep(window, leg, session, "messages");
  EXPECT_TRUE(holds(sent, "messages clear"));
  EXPECT_TRUE(holds(sent, "messages off"));
  EXPECT_EQ(std::string(ImGui::GetClipboardText()), "10:00:00  the first\n10:00:01  the second\n");
}

TEST(About, SaysWhatItIsAndNames) {
  const std::string licence = ui::text::kLegLicence;
  EXPECT_NE(licence.find("BodyParts3D"), std::string::npos);
  EXPECT_NE(std::string(ui::text::kNotADevice).find("not a medical device"), std::string::npos);
  NullWindow window({1280, 900});
  window.state.about_open = true;
  window.context.version = "1.2.3";
  const Leg leg = named_leg();
  window.context.catalogue = leg.catalogue.get();
  EXPECT_TRUE(holds(sweep(window, leg, default_session(leg), "about"), "about off"));
}

TEST(Tree, GroupsHideFadeAndStandAlone) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  window.frame(&leg, session);
  const auto& groups = window.state.list->groups();
  const auto muscles =
      std::find_if(groups.begin(), groups.end(), [](const auto& group) { return group.id == "muscles"; });
  ASSERT_NE(muscles, groups.end());
  const auto words_of = [&](const ui::StructureList::Group& group) {
    std::string words;
    for (const std::size_t member : group.shown) {
      words += " " + leg.structures[member].id;
    }
    return words;
  };
  const std::string words = words_of(*muscles);
  const Lines sent = sweep(window, leg, session, "panel/structures");
  for (const char* command : {"hide", "ghost", "isolate"}) {
    EXPECT_TRUE(holds(sent, command + words)) << command << words;
  }
  // What a row and a group send can be run.
  for (const std::string& line : sent) {
    EXPECT_TRUE(run_command(session, leg, line)) << line;
  }
  Session without = *run_command(session, leg, "hide" + words);
  EXPECT_TRUE(holds(sweep(window, leg, without, "panel/structures"), "show" + words));
  Session faded = *run_command(session, leg, "ghost" + words);
  EXPECT_TRUE(holds(sweep(window, leg, faded, "panel/structures"), "solid" + words));
}

TEST(Tree, ASystemHoldsItsCompartments) {
  const Leg leg = box_leg();
  ui::StructureList list;
  list.update(leg, "");
  std::size_t in_systems = 0;
  for (const auto& group : list.groups()) {
    in_systems += group.parent < 0 ? group.members.size() : 0;
    if (group.parent >= 0) {
      const auto& system = list.groups()[static_cast<std::size_t>(group.parent)];
      EXPECT_EQ(system.id, "muscles");
      for (const std::size_t member : group.members) {
        EXPECT_NE(std::find(system.members.begin(), system.members.end(), member), system.members.end());
      }
    }
  }
  EXPECT_EQ(in_systems, leg.structures.size());
  EXPECT_EQ(list.found(), leg.structures.size());
  // Closing the system hides its compartments and their rows.
  const auto muscles =
      std::find_if(list.groups().begin(), list.groups().end(), [](const auto& group) { return group.id == "muscles"; });
  const std::size_t before = list.rows().size();
  const std::size_t members = muscles->members.size();
  list.toggle(static_cast<std::size_t>(muscles - list.groups().begin()));
  EXPECT_LT(list.rows().size(), before - members);
}

TEST(Tree, NamesFollowTheLanguageAndBothAreFound) {
  const Leg leg = named_leg();
  ui::StructureList list;
  list.update(leg, "musculus soleus", ui::Names::latin);
  ASSERT_EQ(list.found(), 1U);
  EXPECT_EQ(list.name(list.rows()[static_cast<std::size_t>(list.first())].structure), "Musculus soleus");
  list.update(leg, "soleus", ui::Names::english);
  EXPECT_EQ(list.name(list.rows()[static_cast<std::size_t>(list.first())].structure), "Soleus");
}

TEST(Tree, EnterInTheSearchShowsWhatWasFound) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  Session session = default_session(leg);
  session.hidden = {"soleus"};
  window.state.search = "sole";
  window.frame(&leg, session);
  window.state.focus_search = true;
  for (int i = 0; i < 4; ++i) {
    window.frame(&leg, session);
  }
  Lines sent;
  for (const bool down : {true, true, false}) {
    ImGui::GetIO().KeysDown[ImGuiKey_Enter] = down;
    const Lines lines = window.frame(&leg, session).commands;
    sent.insert(sent.end(), lines.begin(), lines.end());
  }
  EXPECT_EQ(sent, (Lines{"show soleus", "select soleus", "camera.focus soleus"}));
}

TEST(Card, EveryValueCopiesOnARightClick) {
  NullWindow window({1280, 900});
  const Leg leg = named_leg();
  Session session = default_session(leg);
  session.selected = {"soleus"};
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  const ImGuiWindow* card = window_named("card");
  ASSERT_NE(card, nullptr);
  Lines copied;
  for (float y = card->Pos.y + 6; y < card->Pos.y + card->Size.y; y += 6) {
    for (const float x : {30.0F, 150.0F}) {
      ImGui::GetIO().MousePos = {card->Pos.x + x, y};
      for (const bool down : {false, true, false}) {
        ImGui::GetIO().MouseDown[1] = down;
        const ui::Output output = window.frame(&leg, session);
        if (output.copied) {
          copied.push_back(*output.copied);
          EXPECT_EQ(std::string(ImGui::GetClipboardText()), *output.copied);
        }
      }
    }
  }
  const anatomy::Structure* entry = leg.entry(*leg.find("soleus"));
  ASSERT_NE(entry, nullptr);
  for (const std::string& words :
       {std::string("Right soleus"), entry->latin, entry->insertion.text, entry->action.text, std::string("muscle")}) {
    EXPECT_TRUE(holds(copied, words)) << words;
  }
}

TEST(Card, LatinFirstTurnsTheNamesRound) {
  NullWindow window({1280, 900});
  const Leg leg = named_leg();
  Session session = default_session(leg);
  session.selected = {"soleus"};
  for (const ui::Names names : {ui::Names::english, ui::Names::latin}) {
    window.context.names = names;
    for (int i = 0; i < 3; ++i) {
      window.frame(&leg, session);
    }
    const ImGuiWindow* card = window_named("card");
    ASSERT_NE(card, nullptr);
    ImGui::GetIO().MousePos = {card->Pos.x + 30, card->Pos.y + 24};
    std::optional<std::string> title;
    for (const bool down : {false, true, false}) {
      ImGui::GetIO().MouseDown[1] = down;
      const ui::Output output = window.frame(&leg, session);
      title = output.copied ? output.copied : title;
    }
    EXPECT_EQ(title, names == ui::Names::latin ? "Musculus soleus" : "Right soleus");
  }
}

TEST(Panel, SectionsCloseAndTheEdgeDrags) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  const Lines sent = sweep(window, leg, session, "panel");
  EXPECT_TRUE(holds(sent, "section highlights off"));
  EXPECT_TRUE(holds(sent, "section layers off"));
  window.state.closed_sections = {"highlights", "layers"};
  const Lines closed = sweep(window, leg, session, "panel");
  EXPECT_TRUE(holds(closed, "section highlights on"));
  EXPECT_FALSE(holds(closed, "highlight soleus"));

  Lines dragged;
  const auto draw = [&](float x, bool down) {
    ImGui::GetIO().MousePos = {x, 500};
    ImGui::GetIO().MouseDown[0] = down;
    const ui::Output output = window.frame(&leg, session);
    dragged.insert(dragged.end(), output.commands.begin(), output.commands.end());
  };
  draw(ui::kPanelWidth, false);
  draw(ui::kPanelWidth, false);
  draw(ui::kPanelWidth, true);
  draw(400, true);
  draw(400, true);
  draw(400, false);
  EXPECT_TRUE(holds(dragged, "panel.width 400"));
}

// The work of one frame, in vertices, does not grow with the leg.
TEST(Tree, DrawWorkDoesNotGrowWithTheLeg) {
  const auto work = [](int count) {
    NullWindow window({1280, 900});
    Leg leg = box_leg();
    for (int i = 0; i < count; ++i) {
      leg.structures.push_back(test::box_structure("part-" + std::to_string(i), "Part", anatomy::Kind::bone,
                                                   glm::vec3(0.0F), glm::vec3(1.0F)));
    }
    window.state.search = "part";
    for (int i = 0; i < 3; ++i) {
      window.frame(&leg, default_session(leg));
    }
    return window_named("panel/structures")->DrawList->VtxBuffer.Size;
  };
  // The group's count has one digit more.
  EXPECT_NEAR(work(2000), work(200), 4 * 2);
}

}  // namespace
}  // namespace crus
