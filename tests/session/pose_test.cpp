// The leg's posture in the session: commands, stops, undo, JSON.
#include <gtest/gtest.h>

#include "session/commands_fixture.hpp"

namespace crus {
namespace {

struct PoseCommands : test::CommandsFixture {};

TEST_F(PoseCommands, StartsAtTheLegsOwnRest) {
  leg.rest_plantarflexion_deg = 12.0;
  EXPECT_FALSE(default_session(leg).pose);
  run("pose.activation 0.5");
  ASSERT_TRUE(session.pose);
  EXPECT_EQ(session.pose->plantarflexion_deg, 12.0);
  EXPECT_EQ(session.pose->activation, 0.5);
  run("pose.reset");
  EXPECT_FALSE(session.pose);
}

TEST_F(PoseCommands, AnglesAreKeptWithinTheStops) {
  run("pose.plantarflexion 200");
  EXPECT_EQ(session.pose->plantarflexion_deg, kMostPlantarflexion_deg);
  run("pose.plantarflexion -200");
  EXPECT_EQ(session.pose->plantarflexion_deg, kLeastPlantarflexion_deg);
  run("pose.toes 500");
  EXPECT_EQ(session.pose->toe_extension_deg, kMostToeExtension_deg);
  run("pose.inversion -90");
  EXPECT_EQ(session.pose->inversion_deg, -kMostInversion_deg);
}

TEST_F(PoseCommands, StrainIsASwitch) {
  run("pose.strain on");
  ASSERT_TRUE(session.pose);
  EXPECT_TRUE(session.pose->strain);
  run("pose.strain toggle");
  EXPECT_FALSE(session.pose->strain);
  run("pose.strain toggle");
  run("pose.plantarflexion 20");
  EXPECT_TRUE(session.pose->strain) << "an angle leaves it alone";
  run("pose.reset");
  EXPECT_FALSE(session.pose);
  // Views that were saved before there was such a switch.
  const auto old = session_from_json(R"({"crus_session": 1, "pose": {"plantarflexion_deg": 20}})");
  ASSERT_TRUE(old) << old.error().message();
  EXPECT_FALSE(old->pose->strain);
}

TEST_F(PoseCommands, WhatIsNoNumberChangesNothing) {
  for (const char* line : {"pose.plantarflexion nan", "pose.plantarflexion up", "pose.activation 1.5",
                           "pose.floor maybe", "pose.strain 5", "pose.plantarflexion"}) {
    EXPECT_FALSE(run_command(session, leg, line)) << line;
  }
}

TEST_F(PoseCommands, JsonGivesTheSamePostureBack) {
  run("pose.plantarflexion 31.5");
  run("pose.toes 20");
  run("pose.inversion -5");
  run("pose.activation 0.25");
  run("pose.floor on");
  run("pose.strain on");
  session.pose->bent_knee = true;
  const auto again = session_from_json(to_json(session));
  ASSERT_TRUE(again) << (again ? "" : again.error().message());
  EXPECT_EQ(*again, session);
  EXPECT_FALSE(session_from_json(R"({"crus_session": 1, "pose": {"plantarflexion_deg": 300}})"));
  EXPECT_FALSE(session_from_json(R"({"crus_session": 1, "pose": 3})"));
}

TEST_F(PoseCommands, EveryChangeIsAStepBack) {
  const Session before = session;
  History history;
  for (const char* line : {"pose.plantarflexion 20", "pose.activation 1", "pose.toes 10", "pose.inversion 5",
                           "pose.floor on", "pose.strain on", "pose.reset"}) {
    const Session at = session;
    run(line);
    EXPECT_FALSE(step_name(leg, line).empty()) << line;
    history.record_change(at, session, step_name(leg, line));
  }
  while (history.can_undo()) {
    session = history.undo(session);
  }
  EXPECT_EQ(session, before);
}

}  // namespace
}  // namespace crus
