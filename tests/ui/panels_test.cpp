#include "ui/panels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "session/commands.hpp"
#include "session/synthetic.hpp"
#include "support/support.hpp"
#include "ui/null_window.hpp"
#include "ui/structure_list.hpp"

namespace crus {
namespace {
using test::box_leg;
using test::NullWindow;
using test::window_named;
using Lines = std::vector<std::string>;

Leg large_leg(int count) {
  Leg leg = box_leg();
  for (int i = 0; i < count; ++i) {
    const auto kind = static_cast<anatomy::Kind>(i % 15);
    const glm::vec3 low(static_cast<float>(i % 40), static_cast<float>(i % 400), 0.0F);
    leg.structures.push_back(test::box_structure("part-" + std::to_string(i), "Part " + std::to_string(i), kind, low,
                                                 low + glm::vec3(5.0F)));
  }
  return leg;
}

// Clicks over a window in a grid until a command that starts so comes out; its place.
std::optional<ImVec2> find_click(NullWindow& window, const Leg& leg, const Session& session, const std::string& name,
                                 const std::string& command, int button = 0) {
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  const ImGuiWindow* target = window_named(name);
  if (target == nullptr) {
    return std::nullopt;
  }
  const ImVec2 low = target->Pos;
  const ImVec2 size = target->Size;
  for (float y = 6; y < size.y; y += 12) {
    for (float x = 6; x < size.x; x += 12) {
      const ImVec2 at(low.x + x, low.y + y);
      for (const std::string& line : window.click(&leg, session, at, button)) {
        if (line == command) {
          return at;
        }
      }
    }
  }
  return std::nullopt;
}

TEST(Panels, FontsHoldGreekLatinExtendedAndIcons) {
  const NullWindow window({1280, 720});
  ASSERT_TRUE(window.has_fonts);
  for (const ImWchar glyph : {ImWchar{0x03B1}, ImWchar{0x0153}, ImWchar{0x0161}, ImWchar{0x00B3}, ImWchar{0xF06E},
                              ImWchar{0xF05B}, ImWchar{0x2026}}) {
    EXPECT_NE(window.context.fonts.regular->FindGlyphNoFallback(glyph), nullptr) << glyph;
  }
}

TEST(Panels, ALowWindowLeavesTheListRoomAndControlsScroll) {
  Leg leg = large_leg(100);
  const Session session = default_session(leg);
  for (const glm::vec2 size : {glm::vec2(800, 600), glm::vec2(1280, 720), glm::vec2(1920, 1080)}) {
    for (const float scale : {1.0F, 0.75F}) {
      NullWindow window(size, scale);
      for (int i = 0; i < 4; ++i) {
        window.frame(&leg, session);
      }
      const ImGuiWindow* list = window_named("panel/structures");
      const ImGuiWindow* controls = window_named("panel/controls");
      ASSERT_NE(list, nullptr);
      ASSERT_NE(controls, nullptr);
      EXPECT_GE(list->Size.y, 5.0F * 26.0F * scale) << size.x;
      EXPECT_LE(list->Pos.y + list->Size.y, size.y);
      // What does not fit can be scrolled to; what fits has no bar.
      EXPECT_EQ(controls->ScrollMax.y > 0.0F, controls->ContentSize.y > controls->Size.y + 0.5F) << size.x;
    }
  }
}

TEST(Panels, ASearchShowsWhatItFoundFirst) {
  Leg leg = large_leg(200);
  const Session session = default_session(leg);
  NullWindow window({800, 600});
  window.state.search = "part";
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  ImGuiWindow* list = ImGui::FindWindowByID(window_named("panel/structures")->ID);
  ASSERT_GT(list->ScrollMax.y, 500.0F);
  ImGui::SetScrollY(list, 400.0F);
  window.frame(&leg, session);
  window.frame(&leg, session);
  EXPECT_EQ(list->Scroll.y, 400.0F) << "while the search stays, so does the place";
  window.state.search = "part 1";
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  EXPECT_EQ(list->Scroll.y, 0.0F);
}

TEST(Panels, DrawWithoutALegAndInEveryWindow) {
  for (const glm::vec2 size : {glm::vec2(1, 1), glm::vec2(8000, 300), glm::vec2(200, 2000), glm::vec2(800, 600)}) {
    for (const ui::Theme theme : {ui::Theme::light, ui::Theme::dark}) {
      NullWindow window(size, 1.5F, theme);
      window.state.help_open = true;
      window.state.messages_open = true;
      window.context.loading = {true, false, 0.4, "reading tibia.glb", "leg.glb"};
      const std::vector<ui::Message> messages{{ui::MessageKind::error, "something failed: here (do this)"}};
      window.context.messages = messages;
      Leg leg = box_leg();
      Session session = default_session(leg);
      session.selected = {"soleus"};
      session.hidden = {"tibia"};
      for (int i = 0; i < 4; ++i) {
        EXPECT_TRUE(window.frame(nullptr, Session()).commands.empty());
        EXPECT_TRUE(window.frame(&leg, session).commands.empty());
      }
      // Ids of another leg, as an old view file brings them.
      session.selected = {"no-such-structure"};
      EXPECT_TRUE(window.frame(&leg, session).commands.empty());
    }
  }
}

TEST(Panels, TheFourButtonsHighlight) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  for (const std::string& name : named_highlights()) {
    const auto at = find_click(window, leg, session, "panel", "highlight " + name);
    ASSERT_TRUE(at) << name;
    // Pressed again when it is on, it goes back to the first picture.
    const Session lit = *run_command(session, leg, "highlight " + name);
    EXPECT_EQ(window.click(&leg, lit, *at), Lines{"highlight none"}) << name;
  }
}

TEST(Panels, AHighlightTheModelLacksIsDisabled) {
  NullWindow window({1280, 900});
  Leg leg = box_leg();
  const auto at = find_click(window, leg, default_session(leg), "panel", "highlight fibula");
  ASSERT_TRUE(at);
  leg.structures.erase(leg.structures.begin() + 1);
  EXPECT_EQ(window.click(&leg, default_session(leg), *at), Lines{});
}

TEST(Panels, ChoicesAndViewsSendTheirLines) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  for (const char* line : {"labels english", "labels latin", "background dark", "background white"}) {
    EXPECT_TRUE(find_click(window, leg, session, "panel", line)) << line;
  }
  window.context.can_undo = true;
  window.context.can_redo = true;
  for (const char* line : {"undo", "redo", "theme dark", "browse save-picture", "help toggle"}) {
    EXPECT_TRUE(find_click(window, leg, session, "tools", line)) << line;
  }
  for (const char* line : {"view anterior", "view posterior", "view medial", "view lateral", "view superior",
                           "view plantar", "camera.reset", "projection toggle"}) {
    EXPECT_TRUE(find_click(window, leg, session, "views", line)) << line;
  }
}

TEST(Panels, SlidersSendFractionsAndMergeTheirDrag) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  // Half way along the slider, wherever it stands.
  std::string sent;
  std::string key;
  for (float y = 210; y < 330 && sent.empty(); y += 6) {
    ImGui::GetIO().MousePos = {165.0F, y};
    window.frame(&leg, session);
    ImGui::GetIO().MouseDown[0] = true;
    for (int i = 0; i < 2; ++i) {
      const ui::Output output = window.frame(&leg, session);
      for (const std::string& line : output.commands) {
        if (line.starts_with("xray ")) {
          sent = line;
          key = output.merge_key;
        }
      }
    }
    ImGui::GetIO().MouseDown[0] = false;
    window.frame(&leg, session);
  }
  ASSERT_FALSE(sent.empty());
  const auto changed = run_command(session, leg, sent);
  ASSERT_TRUE(changed) << changed.error().message();
  EXPECT_GT(changed->xray, 0.2);
  EXPECT_LT(changed->xray, 0.8);
  EXPECT_EQ(key, "xray");
}

TEST(Panels, RowsSelectHideFadeAndIsolate) {
  NullWindow window({1280, 900});
  window.state.search = "right fibula";
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  for (const char* line : {"select fibula", "hide fibula", "ghost fibula", "isolate fibula"}) {
    EXPECT_TRUE(find_click(window, leg, session, "panel/structures", line)) << line;
  }
  Session hidden = session;
  hidden.hidden = {"fibula"};
  EXPECT_TRUE(find_click(window, leg, hidden, "panel/structures", "show fibula"));
}

TEST(Panels, TheCardActsOnWhatIsSelectedAndCloses) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  Session session = default_session(leg);
  session.selected = {"talus"};
  for (const char* line :
       {"clear", "highlight talus", "camera.focus talus", "isolate talus", "ghost talus", "hide talus"}) {
    EXPECT_TRUE(find_click(window, leg, session, "card", line)) << line;
  }
  session.selected.clear();
  window.frame(&leg, session);
  window.frame(&leg, session);
  EXPECT_EQ(window_named("card"), nullptr);
}

TEST(Panels, TheMenuOfAStructureOpensOnceAndActs) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  ImGui::GetIO().MousePos = {600, 400};
  window.state.menu_of = "talus";
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  EXPECT_TRUE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel));
  Lines sent;
  for (float y = 410; y < 660 && sent.empty(); y += 6) {
    sent = window.click(&leg, session, {640, y});
  }
  EXPECT_EQ(sent, Lines{"highlight talus"});
  EXPECT_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel));
}

TEST(Panels, LoadingCanBeCancelled) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  window.context.loading = {true, false, 0.4, "reading tibia.glb", "leg.glb"};
  EXPECT_TRUE(find_click(window, leg, default_session(leg), "loading", "cancel"));
}

TEST(Panels, NothingIsWiderThanThePanel) {
  for (const float scale : {0.75F, 1.0F, 1.5F, 2.0F, 3.0F}) {
    NullWindow window(glm::vec2(1280, 900) * scale, scale);
    const Leg leg = box_leg();
    Session session = default_session(leg);
    session.selected = {"talus"};
    for (int i = 0; i < 3; ++i) {
      window.frame(&leg, session);
    }
    for (const char* name : {"menu", "panel", "views", "tools", "status", "card"}) {
      const ImGuiWindow* target = window_named(name);
      ASSERT_NE(target, nullptr) << name;
      EXPECT_LE(target->ContentSize.x, target->Size.x) << name << " at " << scale;
      EXPECT_LE(target->Pos.x + target->Size.x, 1280 * scale + 1) << name << " at " << scale;
    }
  }
}

TEST(Panels, TheSearchFieldTakesTheKeyboardWhenAsked) {
  NullWindow window({1280, 900});
  const Leg leg = box_leg();
  const Session session = default_session(leg);
  window.frame(&leg, session);
  EXPECT_FALSE(ImGui::GetIO().WantTextInput);
  window.state.focus_search = true;
  for (int i = 0; i < 4; ++i) {
    window.frame(&leg, session);
  }
  EXPECT_TRUE(ImGui::GetIO().WantTextInput);
  ImGui::GetIO().AddInputCharacter('t');
  window.frame(&leg, session);
  EXPECT_EQ(window.state.search, "t");
}

TEST(Panels, TwoThousandStructuresDrawQuickly) {
  NullWindow window({1280, 900});
  const Leg leg = large_leg(2000);
  Session session = default_session(leg);
  for (int i = 0; i < 2000; i += 3) {
    session.hidden.insert("part-" + std::to_string(i));
  }
  window.state.search = "part";
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  EXPECT_GT(window.state.list->rows().size(), 2000U);
  // The clipper draws what is seen: a few dozen rows, not two thousand.
  const ImGuiWindow* list = window_named("panel/structures");
  ASSERT_NE(list, nullptr);
  EXPECT_LT(list->DrawList->VtxBuffer.Size, 20000);
}

TEST(StructureList, FindsBySearchWords) {
  Leg leg = box_leg();
  auto catalogue = anatomy::Catalogue::load(test::source_folder() / "assets" / "catalogue");
  ASSERT_TRUE(catalogue) << catalogue.error().message();
  leg.catalogue = std::make_shared<const anatomy::Catalogue>(std::move(*catalogue));
  ui::StructureList list;
  const auto found = [&](const std::string& search) {
    list.update(leg, search);
    std::vector<std::string> ids;
    for (const ui::StructureList::Row& row : list.rows()) {
      if (!row.header) {
        ids.push_back(leg.structures[row.structure].id);
      }
    }
    return ids;
  };
  EXPECT_EQ(found("sol"), Lines{"soleus"});
  EXPECT_EQ(found("FMA24477"), Lines{"tibia"});
  EXPECT_EQ(found("head gastro lateral"), Lines{"gastrocnemius-lateral-head"});
  EXPECT_EQ(found("medial malleolus"), Lines{"tibia"}) << "a place of a bone leads to the bone";
  EXPECT_EQ(found("caput fibulae"), Lines{"fibula"});
  EXPECT_TRUE(found("zebra").empty());
  EXPECT_EQ(found("").size(), leg.structures.size());
}

TEST(StructureList, RevealOpensTheGroup) {
  const Leg leg = large_leg(300);
  ui::StructureList list;
  list.update(leg, "");
  const std::size_t closed = list.rows().size();
  const int row = list.reveal(leg, "part-0");
  ASSERT_GE(row, 0);
  EXPECT_GT(list.rows().size(), closed);
  EXPECT_EQ(leg.structures[list.rows()[static_cast<std::size_t>(row)].structure].id, "part-0");
  EXPECT_EQ(list.reveal(leg, "nothing"), -1);
}

}  // namespace
}  // namespace crus
