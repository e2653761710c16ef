// The panel of pain patterns and the card of red flags.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

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

// The leg stands in the middle of the picture, heel and foot in its lower half.
TEST(RedFlags, LeaveHeelAndFootFreeInANarrowPicture) {
  const Leg leg = leg_with_patterns();
  for (const glm::vec2 size : {glm::vec2(800, 600), glm::vec2(1024, 768)}) {
    NullWindow window(size);
    for (int i = 0; i < 3; ++i) {
      window.frame(&leg, after(leg, "overlay.only soleus-1"));
    }
    const ImGuiWindow* flags = window_named("red-flags");
    ASSERT_NE(flags, nullptr);
    const ui::Rect picture = ui::layout(size, 1.0F, true, ui::Card::hidden).picture;
    EXPECT_LT(flags->Pos.y + flags->Size.y, 0.5F * (picture.min.y + picture.max.y));
    EXPECT_GT(flags->Pos.x, picture.min.x + 0.6F * picture.size().x);
  }
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
          // The window's own.
          const std::vector<std::string> own{"panel.tab", "pain",       "section",      "browse",        "panel.width",
                                             "clip",      "care.start", "care.seconds", "drawing.choose"};
          EXPECT_NE(std::find(own.begin(), own.end(), name), own.end()) << line;
        }
      }
    }
  }
  EXPECT_GT(sent, 30U);
}

// First when something is chosen that may be an emergency, also where no zone is lit.
TEST(RedFlags, ComeFirstAndLargestWithWhatMayBeAnEmergency) {
  const Leg leg = leg_with_patterns();
  NullWindow window({1280, 720});
  const auto height = [&](const std::string& line) {
    for (int i = 0; i < 3; ++i) {
      window.frame(&leg, after(leg, line));
    }
    const ImGuiWindow* card = window_named("red-flags");
    return card == nullptr ? 0.0F : card->Size.y;
  };
  const float usual = height("overlay.only soleus-1");
  EXPECT_GT(usual, 0.0F);
  for (const char* symptom : {"swelling", "one-sided-warmth", "breathlessness"}) {
    EXPECT_GT(height(std::string("symptom ") + symptom), 1.3F * usual) << symptom;
    EXPECT_FALSE(leg.pain()->symptom(symptom)->red_flags.empty()) << symptom;
  }
  EXPECT_FLOAT_EQ(height("symptom heel-pain"), usual);
}

// The course under way: beside the model, its buttons are commands, and it asks to be drawn again exactly when the
// shown seconds change.
TEST(Care, TheCourseStandsBesideTheModel) {
  const Leg leg = leg_with_patterns();
  const Session session = after(leg, "overlay.light soleus-1");
  for (const glm::vec2 size : {glm::vec2(1280, 720), glm::vec2(800, 600), glm::vec2(300, 300), glm::vec2(1, 1)}) {
    NullWindow window(size);
    ui::Care& care = window.context.care;
    EXPECT_LT(window.frame(&leg, session).again_in_s, 0.0);
    EXPECT_EQ(window_named("care-course"), nullptr);
    care = {ui::Care::Phase::timed, false, 0, 3, "soleus-1", "Soleus, lower point", "Here.", true, 65, 90.0, 0.4, 90.0};
    for (int i = 0; i < 3; ++i) {
      EXPECT_DOUBLE_EQ(window.frame(&leg, session).again_in_s, 0.4);
    }
    for (const bool done : {false, true}) {
      care.phase = done ? ui::Care::Phase::done : ui::Care::Phase::ready;
      care.next_change_s = -1.0;
      window.frame(&leg, session);
    }
  }
}

TEST(Care, EveryButtonOfTheCourseIsACommand) {
  const Leg leg = leg_with_patterns();
  const Session session = after(leg, "overlay.light soleus-1");
  NullWindow window({1280, 720});
  window.context.care = {
      ui::Care::Phase::timed, false, 0, 3, "soleus-1", "Soleus, lower point", "Here.", true, 65, 90.0, -1.0, 90.0};
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  const ImGuiWindow* card = window_named("care-course");
  const ImGuiWindow* flags = window_named("red-flags");
  ASSERT_TRUE(card != nullptr && flags != nullptr);
  EXPECT_LE(card->Pos.x + card->Size.x, flags->Pos.x) << "never over the red flags";
  std::set<std::string> sent;
  const ImVec2 low = card->Pos;
  const ImVec2 size = card->Size;
  for (float x = 16; x < size.x; x += 18) {
    for (const std::string& line : window.click(&leg, session, {low.x + x, low.y + size.y - 24.0F})) {
      sent.insert(line);
    }
  }
  EXPECT_EQ(sent, (std::set<std::string>{"care.pause on", "care.next", "care.repeat", "care.stop"}));
}

// Dates of a file of drawings, one shown and one compared.
TEST(PainPanel, OffersTheDatesOfAFile) {
  const Leg leg = leg_with_patterns();
  NullWindow window({1280, 1400});
  window.state.pain_tab = true;
  window.context.pain_ready = true;
  const std::vector<ui::DrawingDate> dates{{"2026-01-02", 5000.0}, {"2026-02-03", 7000.0}};
  const pain::Comparison comparison;
  window.context.drawings = dates;
  window.context.drawings_file = "heel.json";
  window.context.drawing_chosen = 1;
  window.context.comparison = &comparison;
  const Session session = default_session(leg);
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  const ImGuiWindow* panel = window_named("panel");
  ASSERT_NE(panel, nullptr);
  std::set<std::string> sent;
  const ImVec2 low = panel->Pos;
  for (float y = 8; y < 400.0F; y += 8) {
    for (const float x : {30.0F, 240.0F}) {
      for (const std::string& line : window.click(&leg, session, {low.x + x, low.y + y})) {
        sent.insert(line);
      }
    }
  }
  for (const char* line : {"drawing.choose 1", "drawing.choose 2", "drawing.compare 1", "drawing.compare 2"}) {
    EXPECT_TRUE(sent.contains(line)) << line;
  }
}

}  // namespace
}  // namespace crus
