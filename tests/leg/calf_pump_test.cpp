// The calf pump keeps its blood, lets none of it back through a valve, says the same for the same time, and does what
// is on record.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "leg/calf_pump.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

using anatomy::kCalfOutflow;
using anatomy::kDeep;
using anatomy::kPerforators;
using anatomy::kPumpValves;
using anatomy::kSuperficial;

const anatomy::MotionData& data() {
  static const anatomy::MotionData loaded =
      anatomy::MotionData::load(test::source_folder() / "assets" / "motion").value();
  return loaded;
}
const anatomy::PumpData& pump_data() { return *data().pump; }
const anatomy::Clip& clip(std::string_view id) { return *data().clip(id); }

double held(const VeinState& state) { return std::accumulate(state.volume_ml.begin(), state.volume_ml.end(), 0.0); }

// As irregular as a leg can be, and beyond.
double any_activation(int step) {
  const double t = step * pump_data().step_s;
  return std::clamp(0.5 + 0.7 * std::sin(1.7 * t) + 0.4 * std::sin(11.0 * t), -0.2, 1.3);
}

// Heads at the height of the ankle before a step, as the data define them.
std::array<double, anatomy::kPumpChambers + 1> heads(const VeinState& state, double activation) {
  std::array<double, anatomy::kPumpChambers + 1> all{};
  const anatomy::PumpData& d = pump_data();
  for (std::size_t i = 0; i < anatomy::kPumpChambers; ++i) {
    const anatomy::PumpChamber& c = d.chambers.at(i);
    all.at(i) = state.volume_ml.at(i) / c.ml_per_mmhg + d.mmhg_per_cm * c.height_cm +
                (i == kDeep ? d.squeeze_mmhg * std::clamp(activation, 0.0, 1.0) : 0.0);
  }
  all.back() = d.heart_mmhg + d.mmhg_per_cm * d.heart_cm;
  return all;
}

TEST(CalfPump, BloodIsNeitherMadeNorLost) {
  CalfPump pump(pump_data());
  const double before = held(pump.state());
  for (int step = 0; step < 30000; ++step) {
    pump.step(any_activation(step));
    ASSERT_NEAR(held(pump.state()), before + pump.in_ml() - pump.out_ml(), 1e-7) << step;
    for (const double volume : pump.state().volume_ml) {
      ASSERT_GE(volume, 0.0) << step;
    }
  }
  EXPECT_GT(pump.out_ml(), 50.0);
}

TEST(CalfPump, NothingFlowsBackThroughAValve) {
  CalfPump pump(pump_data());
  std::array<int, kPumpValves> shut{};
  std::array<int, kPumpValves> through{};
  for (int step = 0; step < 30000; ++step) {
    const double activation = any_activation(step);
    const auto head = heads(pump.state(), activation);
    pump.step(activation);
    for (std::size_t i = 0; i < kPumpValves; ++i) {
      const anatomy::PumpValve& valve = pump_data().valves.at(i);
      const double drop = head.at(valve.from) - head.at(valve.to.value_or(anatomy::kPumpChambers));
      const double flow = pump.state().flow_ml_s.at(i);
      ASSERT_GE(flow, 0.0) << valve.id;
      if (drop <= 0.0) {
        ASSERT_EQ(flow, 0.0) << valve.id << " at step " << step;
        ++shut.at(i);
      } else {
        ++through.at(i);
      }
    }
  }
  // Both kinds of moments were there to be seen.
  EXPECT_GT(shut[kPerforators], 1000);
  EXPECT_GT(shut[kCalfOutflow], 1000);
  EXPECT_GT(through[kPerforators], 1000);
  EXPECT_GT(through[kCalfOutflow], 1000);
}

TEST(CalfPump, TheSameTimeIsTheSameState) {
  PumpRun straight(data(), clip("heel-raise"));
  straight.to(7.3);
  PumpRun halting(data(), clip("heel-raise"));
  for (double t = 0.0; t < 7.3; t += 0.0317) {
    halting.to(t);
  }
  halting.to(7.3);
  EXPECT_EQ(halting.state(), straight.state());
  EXPECT_EQ(halting.curve(), straight.curve());
  halting.to(11.0);
  EXPECT_NE(halting.state(), straight.state());
  halting.to(7.3);
  EXPECT_EQ(halting.state(), straight.state());
  EXPECT_EQ(halting.curve(), straight.curve());
}

TEST(CalfPump, AWorkingCalfEmptiesUpwardAndFillsFromTheSurface) {
  PumpRun run(data(), clip("calf-pump"));
  const double deep = run.state().volume_ml[kDeep];
  run.to(0.25 * clip("calf-pump").seconds);
  EXPECT_LT(run.state().volume_ml[kDeep], 0.7 * deep);
  EXPECT_TRUE(run.state().open(kCalfOutflow));
  EXPECT_FALSE(run.state().open(kPerforators)) << "the valves behind close";
  // Let go: outflow shuts, the surface gives.
  run.to(0.62 * clip("calf-pump").seconds);
  EXPECT_TRUE(run.state().open(kPerforators));
  EXPECT_FALSE(run.state().open(kCalfOutflow));
}

TEST(CalfPump, DoesWhatIsOnRecord) {
  const double round_s = clip("calf-pump").seconds;
  PumpRun run(data(), clip("calf-pump"));
  const double standing_ml = run.state().calf_ml();
  EXPECT_GE(run.state().ankle_mmhg, 80.0);
  EXPECT_LE(run.state().ankle_mmhg, 90.0);
  EXPECT_GE(standing_ml, 80.0);
  EXPECT_LE(standing_ml, 170.0);
  double least = standing_ml;
  for (double t = 0.0; t < round_s; t += 0.01) {
    run.to(t);
    least = std::min(least, run.state().calf_ml());
  }
  EXPECT_GE((standing_ml - least) / standing_ml, 0.60);
  EXPECT_LE((standing_ml - least) / standing_ml, 0.75);
  run.to(10.0 * round_s);
  EXPECT_GE(run.state().ankle_mmhg, 20.0);
  EXPECT_LE(run.state().ankle_mmhg, 30.0);
  EXPECT_LT(run.state().calf_ml(), 0.35 * standing_ml);
}

TEST(CalfPump, StandingStillTheVeinsOnlyFill) {
  PumpRun run(data(), clip("standing-still"));
  const double empty_ml = run.state().calf_ml();
  const double standing_ml = run.state().full_ml[kSuperficial] + run.state().full_ml[kDeep];
  EXPECT_LT(empty_ml, 0.35 * standing_ml) << "it begins after ten tiptoes";
  double before = empty_ml;
  double back_s = 0.0;
  for (double t = 0.1; t < 60.0; t += 0.1) {
    run.to(t);
    ASSERT_GE(run.state().calf_ml(), before - 1e-9) << t;
    before = run.state().calf_ml();
    if (back_s == 0.0 && before >= 0.9 * standing_ml) {
      back_s = t;
    }
  }
  EXPECT_GT(back_s, 18.0);
  EXPECT_LT(0.9 * standing_ml / back_s, 2.5);
  EXPECT_GT(run.state().ankle_mmhg, 80.0);
  EXPECT_NEAR(run.state().calf_ml(), standing_ml, 0.03 * standing_ml);
}

TEST(CalfPump, ByHandItComesToRest) {
  PumpByHand pump(pump_data());
  EXPECT_TRUE(pump.steady());
  pump.advance(1.0, 1.0);
  EXPECT_FALSE(pump.steady());
  const double emptied = pump.state().calf_ml();
  for (int i = 0; i < 600 && !(pump.steady() && i > 5); ++i) {
    pump.advance(0.2, 0.0);
  }
  EXPECT_TRUE(pump.steady());
  EXPECT_GT(pump.state().calf_ml(), 1.5 * emptied);
  EXPECT_LE(pump.curve().back().at_s - pump.curve().front().at_s, PumpRun::kCurve_s + PumpRun::kSampleEvery_s);
}

TEST(CalfPump, WhatIsNoActivationIsNone) {
  CalfPump a(pump_data());
  CalfPump b(pump_data());
  for (int i = 0; i < 100; ++i) {
    a.step(std::numeric_limits<double>::quiet_NaN());
    b.step(0.0);
  }
  EXPECT_EQ(a.state(), b.state());
}

}  // namespace
}  // namespace crus
