// The panel of the leg in motion, its plots, and the strip below the picture.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "anatomy/motion_data.hpp"
#include "session/commands.hpp"
#include "session/synthetic.hpp"
#include "ui/null_window.hpp"
#include "ui/plot.hpp"
#include "ui/text.hpp"

namespace crus {
namespace {
using test::NullWindow;
using test::window_named;

const anatomy::MotionData& data() {
  static const anatomy::MotionData loaded =
      anatomy::MotionData::load(test::source_folder() / "assets" / "motion").value();
  return loaded;
}

std::vector<MotionRow> some_rows() {
  std::vector<MotionRow> rows;
  for (int degrees = -20; degrees <= 50; degrees += 5) {
    MotionRow row;
    row.plantarflexion_deg = degrees;
    row.achilles_moment_arm_mm = 45.0;
    row.achilles_excursion_mm = -0.78 * degrees;
    row.tendon_length_mm = 200.0;
    rows.push_back(row);
  }
  return rows;
}

void fill(ui::Motion& motion, const std::vector<MotionRow>& rows) {
  motion.possible = true;
  motion.clips = data().clips;
  motion.poses = data().poses;
  motion.published = &data().published;
  motion.range = &data().talocrural;
  motion.pump = data().pump ? &*data().pump : nullptr;
  motion.strain = data().paths.strain_of("calcaneal-tendon");
  motion.clip = data().clips.front().id;
  motion.rows = rows;
  motion.everyday = "high-heels";
  motion.amount = 80.0;
  motion.heel_to_ball_mm = 150.0;
}

// What the window itself answers to (app/window_motion.cpp, window_commands.cpp, window_files.cpp).
const std::set<std::string>& own_commands() {
  static const std::set<std::string> names{"clip",      "play",        "play.chain", "play.passive",  "play.loop",
                                           "play.seek", "play.step",   "play.speed", "pose.everyday", "panel.tab",
                                           "section",   "panel.width", "browse",     "movie.cancel"};
  return names;
}

TEST(MotionPanel, DrawsInEveryWindowWhateverIsThere) {
  const Leg leg = test::box_leg();
  const std::vector<MotionRow> rows = some_rows();
  const std::vector<MotionRow> none;  // the context keeps a view of them
  for (const glm::vec2 size : {glm::vec2(1, 1), glm::vec2(300, 2000), glm::vec2(1280, 720), glm::vec2(2400, 340)}) {
    NullWindow window(size, 1.25F, ui::Theme::dark);
    window.state.motion_tab = true;
    for (const int stage : {0, 1, 2, 3}) {
      ui::Motion motion;
      if (stage > 0) {
        fill(motion, stage > 1 ? rows : none);
        motion.measuring = stage == 1;
        motion.movie.active = stage == 2;
        motion.problem = stage == 3 ? "no talus" : "";
      }
      window.context.motion = motion;
      for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(window.frame(nullptr, Session()).commands.empty());
        EXPECT_TRUE(window.frame(&leg, default_session(leg)).commands.empty());
      }
    }
  }
}

TEST(MotionPanel, EveryClickIsACommandThatIsKnown) {
  const Leg leg = test::box_leg();
  const std::vector<MotionRow> rows = some_rows();
  NullWindow window({1280, 1500});
  window.state.motion_tab = true;
  fill(window.context.motion, rows);
  const Session session = run_command(default_session(leg), leg, "pose.plantarflexion 10").value();
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, session);
  }
  std::set<std::string> sent;
  for (const char* name : {"panel", "transport"}) {
    const ImGuiWindow* panel = window_named(name);
    ASSERT_NE(panel, nullptr) << name;
    const ImVec2 low = panel->Pos;
    const ImVec2 size = panel->Size;
    for (float y = 3; y < size.y; y += 13) {
      for (float x = 16; x < size.x - 10; x += std::max(40.0F, 0.03F * size.x)) {
        for (const std::string& line : window.click(&leg, session, {low.x + x, low.y + y})) {
          const std::string command = line.substr(0, line.find(' '));
          sent.insert(command);
          if (!own_commands().contains(command)) {
            EXPECT_TRUE(run_command(session, leg, line)) << line;
          }
        }
      }
    }
  }
  for (const char* name :
       {"play", "play.seek", "play.step", "play.loop", "play.chain", "play.passive", "pose.plantarflexion",
        "pose.activation", "pose.strain", "pose.everyday", "pose.reset", "browse", "motion.toggle", "second-heart"}) {
    EXPECT_TRUE(sent.contains(name)) << name;
  }
}

TEST(MotionPanel, ALegThatCannotMoveSaysWhy) {
  const Leg leg = test::box_leg();
  NullWindow window({1280, 900});
  window.state.motion_tab = true;
  window.context.motion.problem = "the model has no talus";
  for (int i = 0; i < 3; ++i) {
    window.frame(&leg, default_session(leg));
  }
  const ImGuiWindow* panel = window_named("panel");
  ASSERT_NE(panel, nullptr);
  EXPECT_EQ(window_named("panel/motion-list"), nullptr);
}

TEST(Plot, RangesAreRoundAndHoldWhatTheyMust) {
  for (const auto& [low, high] :
       {std::pair(34.6, 56.0), std::pair(-37.2, 18.9), std::pair(0.0, 1.0), std::pair(40.0, 40.0)}) {
    const ui::PlotRange range = ui::round_range(low, high, 6);
    EXPECT_LE(range.low, low);
    EXPECT_GE(range.high, high);
    EXPECT_NEAR(std::remainder(range.low, range.step), 0.0, 1e-9);
    EXPECT_NEAR(std::remainder(range.high, range.step), 0.0, 1e-9);
    EXPECT_LE((range.high - range.low) / range.step, 6.0 + 1e-9);
  }
}

TEST(Plot, ReadsStraightLinesBetweenPointsAndNothingBeyond) {
  const std::vector<glm::dvec2> line{{-10.0, 1.0}, {0.0, 3.0}, {20.0, -1.0}};
  EXPECT_NEAR(ui::value_at(line, -10.0).value(), 1.0, 1e-12);
  EXPECT_NEAR(ui::value_at(line, -5.0).value(), 2.0, 1e-12);
  EXPECT_NEAR(ui::value_at(line, 10.0).value(), 1.0, 1e-12);
  EXPECT_NEAR(ui::value_at(line, 20.0).value(), -1.0, 1e-12);
  EXPECT_FALSE(ui::value_at(line, -10.5));
  EXPECT_FALSE(ui::value_at(line, 21.0));
  EXPECT_FALSE(ui::value_at({}, 0.0));
}

}  // namespace
}  // namespace crus
