// What is drawn of the motion: commands, undo, JSON.
#include <gtest/gtest.h>

#include "session/commands_fixture.hpp"

namespace crus {
namespace {

struct MotionCommands : test::CommandsFixture {};

TEST_F(MotionCommands, LinesAreChosenByName) {
  run("motion.lines axis,lever");
  EXPECT_TRUE(session.motion.axis && session.motion.lever);
  EXPECT_FALSE(session.motion.action || session.motion.fibres || session.motion.ghost);
  run("motion.lines fibres action");
  EXPECT_TRUE(session.motion.fibres && session.motion.action);
  EXPECT_FALSE(session.motion.axis || session.motion.lever);
  run("motion.ghost on");
  run("motion.lines all");
  EXPECT_TRUE(session.motion.axis && session.motion.action && session.motion.lever && session.motion.fibres);
  run("motion.lines none");
  EXPECT_FALSE(session.motion.any_line());
  EXPECT_TRUE(session.motion.ghost) << "the ghost is no line";
  run("motion.toggle ghost");
  run("motion.toggle axis");
  EXPECT_FALSE(session.motion.ghost);
  EXPECT_TRUE(session.motion.axis);
}

TEST_F(MotionCommands, WhatIsNoneOfThemChangesNothing) {
  for (const char* line : {"motion.lines axes", "motion.toggle everything", "motion.lines", "motion.ghost perhaps",
                           "second-heart 1", "second-heart"}) {
    const auto changed = run_command(session, leg, line);
    ASSERT_FALSE(changed) << line;
    EXPECT_FALSE(changed.error().message().empty());
  }
}

TEST_F(MotionCommands, EveryChangeIsAStepBack) {
  const Session before = session;
  History history;
  for (const char* line : {"motion.lines axis,lever", "motion.toggle fibres", "motion.ghost on", "second-heart on"}) {
    const Session at = session;
    run(line);
    EXPECT_NE(session, at) << line;
    EXPECT_FALSE(step_name(leg, line).empty()) << line;
    history.record_change(at, session, step_name(leg, line));
  }
  while (history.can_undo()) {
    session = history.undo(session);
  }
  EXPECT_EQ(session, before);
}

TEST_F(MotionCommands, JsonGivesTheSameBack) {
  run("motion.lines axis,fibres");
  run("motion.ghost on");
  run("second-heart on");
  VeinState veins;
  veins.activation = 0.3;
  veins.volume_ml = {12.5, 30.25, 31.0};
  veins.full_ml = {26.0, 76.0, 30.0};
  veins.flow_ml_s = {1.0, 0.0, 2.0, 3.5};
  veins.ankle_mmhg = 41.0;
  veins.upward_ml = 120.0;
  veins.inward_ml = 20.0;
  session.motion.veins = veins;
  const auto again = session_from_json(to_json(session));
  ASSERT_TRUE(again) << (again ? "" : again.error().message());
  EXPECT_EQ(*again, session);
}

TEST_F(MotionCommands, BadFilesAreRefused) {
  for (const char* motion :
       {"3", R"({"axis": "yes"})", R"({"veins": 1})", R"({"veins": {"activation": 2}})",
        R"({"veins": {"activation": 0, "volume_ml": [1, 2], "full_ml": [1, 1, 1], "flow_ml_s": [0, 0, 0, 0]}})",
        R"({"veins": {"activation": 0, "volume_ml": [1, 2, -3], "full_ml": [1, 1, 1], "flow_ml_s": [0, 0, 0, 0]}})"}) {
    EXPECT_FALSE(session_from_json(std::string(R"({"crus_session": 1, "motion": )") + motion + "}")) << motion;
  }
  // A view of an older program shows nothing of it.
  const auto older = session_from_json(R"({"crus_session": 1})");
  ASSERT_TRUE(older);
  EXPECT_EQ(older->motion, MotionView());
}

TEST_F(MotionCommands, AHandThatMovesTheLegForgetsTheVeinsOfAnotherMoment) {
  run("second-heart on");
  session.motion.veins.emplace();
  run("labels english");
  EXPECT_TRUE(session.motion.veins);
  run("pose.activation 0.5");
  EXPECT_FALSE(session.motion.veins);
}

}  // namespace
}  // namespace crus
