// The panel of pain patterns and the card of red flags.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "anatomy/pain_data.hpp"
#include "session/commands.hpp"
#include "session/synthetic.hpp"
#include "ui/null_window.hpp"

namespace crus {
namespace {
using test::NullWindow;
using test::window_named;

Leg leg_with_patterns() {
  Leg leg = test::box_leg();
  auto catalogue = anatomy::Catalogue::load(test::source_folder() / "assets" / "catalogue");
  auto data = anatomy::PainData::load(test::source_folder() / "assets" / "pain");
  if (catalogue && data) {
    catalogue->set_pain(std::make_shared<const anatomy::PainData>(std::move(*data)));
    leg.catalogue = std::make_shared<const anatomy::Catalogue>(std::move(*catalogue));
  }
  return leg;
}

Session after(const Leg& leg, const std::string& line) { return run_command(default_session(leg), leg, line).value(); }

TEST(PainPanel, DrawsInEveryWindowWithAndWithoutPatterns) {
  const Leg with = leg_with_patterns();
  ASSERT_NE(with.pain(), nullptr);
  const Leg without = test::box_leg();
  for (const glm::vec2 size : {glm::vec2(1, 1), glm::vec2(300, 2000), glm::vec2(1280, 720), glm::vec2(2400, 260)}) {
    NullWindow window(size, 1.25F, ui::Theme::dark);
    window.state.pain_tab = true;
    window.context.pain_ready = true;
    pain::Answer answer;
    answer.patterns.push_back({&with.pain()->patterns[0], 0.5, 0.75});
    window.context.answer = &answer;
    const std::vector<pain::Included> at_spot{{&with.pain()->patterns[0], &with.pain()->zones[0], 1.0, true}};
    window.context.at_spot = at_spot;
    Session session = after(with, "overlay.only soleus");
    session.drawing.spot_mm.emplace(0.0);
    session.drawing.brush.on = true;
    for (int i = 0; i < 4; ++i) {
      EXPECT_TRUE(window.frame(nullptr, Session()).commands.empty());
      EXPECT_TRUE(window.frame(&without, default_session(without)).commands.empty());
      EXPECT_TRUE(window.frame(&with, session).commands.empty());
    }
  }
}

// Never behind a menu, and it cannot be closed.
TEST(RedFlags, StandBesideEveryShownPattern) {
  const Leg leg = leg_with_patterns();
  NullWindow window({1280, 720});
  const auto settle = [&](const Session& session) {
    for (int i = 0; i < 3; ++i) {
      window.frame(&leg, session);
    }
  };
  settle(default_session(leg));
  EXPECT_EQ(window_named("red-flags"), nullptr);
  for (const anatomy::PainPattern& pattern : leg.pain()->patterns) {
    settle(after(leg, "overlay.only " + pattern.id));
    ASSERT_NE(window_named("red-flags"), nullptr) << pattern.id;
  }
  // Beside the card of a structure too.
  Session session = after(leg, "overlay.only soleus-1");
  session.selected = {"soleus"};
  settle(session);
  const ImGuiWindow* flags = window_named("red-flags");
  const ImGuiWindow* card = window_named("card");
  ASSERT_TRUE(flags != nullptr && card != nullptr);
  EXPECT_LE(card->Pos.y + card->Size.y, flags->Pos.y + 1.0F);
}

// A click anywhere sends only commands that exist and run.
TEST(PainPanel, EveryClickIsACommandThatRuns) {
  const Leg leg = leg_with_patterns();
  NullWindow window({1280, 1400});
  window.state.pain_tab = true;
  window.context.pain_ready = true;
  const Session session = after(leg, "overlay.only soleus-1");
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  const ImGuiWindow* panel = window_named("panel");
  ASSERT_NE(panel, nullptr);
  std::size_t sent = 0;
  const ImVec2 low = panel->Pos;
  const ImVec2 size = panel->Size;
  for (float y = 8; y < size.y; y += 14) {
    for (const float x : {20.0F, 38.0F, 120.0F, 240.0F}) {
      for (const std::string& line : window.click(&leg, session, {low.x + x, low.y + y})) {
        const std::string name = line.substr(0, line.find(' '));
        if (name != "section" && find_command(name) != nullptr) {
          EXPECT_TRUE(run_command(session, leg, line)) << line;
          ++sent;
        } else {
          EXPECT_TRUE(name == "panel.tab" || name == "section" || name == "drawing.save" || name == "panel.width")
              << line;
        }
      }
    }
  }
  EXPECT_GT(sent, 30U);
}

}  // namespace
}  // namespace crus
