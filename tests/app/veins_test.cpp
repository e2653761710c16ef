// The second heart in the window: with a clip it is the clip's own time, under a hand it lives on until nothing
// changes.
#include <memory>

#include <gtest/gtest.h>

#include "app/motion_extras.hpp"
#include "app/window_desk.hpp"
#include "app/window_veins.hpp"
#include "session/synthetic.hpp"
#include "support/support.hpp"

namespace crus::app {
namespace {

class Veins : public ::testing::Test {
 protected:
  void SetUp() override {
    data_ = anatomy::MotionData::load(test::source_folder() / "assets" / "motion").value();
    desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
    desk.set_size({800, 600});
    ASSERT_TRUE(desk.run("second-heart on", 0.0));
  }
  Session told(double now_s) {
    Session session = desk.shown(now_s);
    clock.tell(session, desk, &data_, now_s);
    return session;
  }
  [[nodiscard]] const anatomy::MotionData& data() const { return data_; }
  [[nodiscard]] const anatomy::Clip& clip(std::string_view id) const { return *data_.clip(id); }
  [[nodiscard]] VeinState at(std::string_view id, double seconds) const {
    PumpRun run(data_, clip(id));
    run.to(seconds);
    return run.state();
  }
  Desk desk;
  VeinClock clock;

 private:
  anatomy::MotionData data_;
};

TEST_F(Veins, AClipCarriesThemAlongRoundAfterRound) {
  desk.play(clip("calf-pump"), 100.0);
  for (const double passed : {0.0, 0.7, 3.4, 9.9}) {
    EXPECT_EQ(told(100.0 + passed).motion.veins, at("calf-pump", passed)) << passed;
    EXPECT_FALSE(clock.live()) << "the clip moves the picture, not the clock";
  }
  EXPECT_FALSE(clock.curve().empty());
  // The picture of the same time without a window.
  Session headless = desk.session();
  std::vector<PumpSample> curve;
  set_to_clip(headless, data(), clip("calf-pump"), 9.9, curve);
  const Session shown = told(109.9);
  EXPECT_EQ(headless.motion.veins, shown.motion.veins);
  ASSERT_TRUE(headless.pose && shown.pose);
  EXPECT_NEAR(headless.pose->plantarflexion_deg, shown.pose->plantarflexion_deg, 1e-6);
  EXPECT_EQ(curve, clock.curve());
}

TEST_F(Veins, APauseHoldsThemAndSeekingGoesThere) {
  desk.play(clip("calf-pump"), 0.0);
  static_cast<void>(told(3.3));
  desk.pause(3.4);
  const Session held = told(3.5);
  EXPECT_EQ(held.motion.veins, at("calf-pump", 3.4));
  EXPECT_EQ(told(77.0), held);
  EXPECT_FALSE(clock.live());
  desk.seek(0.25, 80.0);
  EXPECT_EQ(told(80.1).motion.veins, at("calf-pump", 0.5));
}

TEST_F(Veins, UnderAHandTheyLiveOnUntilNothingChanges) {
  const Session standing = told(1.0);
  EXPECT_FALSE(clock.live());
  EXPECT_EQ(told(50.0), standing) << "nothing changes, nothing is drawn again";
  ASSERT_TRUE(desk.run("pose.activation 1", 50.0));
  double now = 50.0;
  for (; now < 51.0; now += 0.05) {
    static_cast<void>(told(now));
  }
  EXPECT_TRUE(clock.live());
  const double emptied = told(now).motion.veins->calf_ml();
  EXPECT_LT(emptied, 0.6 * standing.motion.veins->calf_ml());
  ASSERT_TRUE(desk.run("pose.activation 0", now));
  static_cast<void>(told(now));
  for (int i = 0; i < 4000 && (i < 10 || clock.live()); ++i, now += 0.05) {
    static_cast<void>(told(now));
  }
  EXPECT_FALSE(clock.live());
  const Session filled = told(now);
  EXPECT_NEAR(filled.motion.veins->calf_ml(), standing.motion.veins->calf_ml(), 2.0);
  EXPECT_EQ(told(now + 500.0), filled);
}

TEST_F(Veins, SwitchedOffThereAreNone) {
  desk.play(clip("calf-pump"), 0.0);
  static_cast<void>(told(3.0));
  ASSERT_TRUE(desk.run("second-heart off", 3.0));
  EXPECT_FALSE(told(3.1).motion.veins);
  Session session = desk.shown(3.1);
  session.motion.pump = true;
  clock.tell(session, desk, nullptr, 3.2);
  EXPECT_FALSE(session.motion.veins) << "no data, no pump";
}

TEST_F(Veins, WhatALoadedViewSaysStays) {
  Session loaded = desk.session();
  loaded.motion.veins = at("standing-still", 12.0);
  desk.replace(loaded, "view", 0.0);
  EXPECT_EQ(told(5.0).motion.veins, loaded.motion.veins);
  EXPECT_FALSE(clock.live());
}

TEST(DeskTime, CountsItsRounds) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  const auto data = anatomy::MotionData::load(test::source_folder() / "assets" / "motion").value();
  const anatomy::Clip& clip = *data.clip("calf-pump");
  desk.play(clip, 10.0);
  EXPECT_NEAR(desk.clip_seconds(17.5), 7.5, 1e-9);
  desk.pause(17.5);
  EXPECT_NEAR(desk.clip_seconds(99.0), 7.5, 1e-9);
  desk.play(clip, 100.0);
  desk.set_speed(0.5, 101.0);
  EXPECT_NEAR(desk.clip_seconds(103.0), 9.5, 1e-9);
  EXPECT_GE(desk.clip_at(103.0), 0.0);
  EXPECT_LT(desk.clip_at(103.0), 1.0);
}

}  // namespace
}  // namespace crus::app
