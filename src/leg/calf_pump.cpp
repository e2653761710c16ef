#include "leg/calf_pump.hpp"

#include <algorithm>
#include <cmath>

namespace crus {
namespace {

using anatomy::kCalfOutflow;
using anatomy::kDeep;
using anatomy::kPerforators;
using anatomy::kPumpChambers;
using anatomy::kPumpValves;
using anatomy::kSuperficial;

constexpr double kTrickle_ml_s = 0.05;
constexpr double kLongStanding_s = 240.0;

PumpSample sample_of(const VeinState& state, double at_s) {
  return {at_s, state.activation, state.ankle_mmhg, state.calf_ml()};
}

void keep_recent(std::vector<PumpSample>& curve) {
  const double oldest = curve.back().at_s - PumpRun::kCurve_s;
  const auto first =
      std::find_if(curve.begin(), curve.end(), [&](const PumpSample& sample) { return sample.at_s >= oldest - 1e-9; });
  curve.erase(curve.begin(), first);
}

}  // namespace

bool VeinState::open(std::size_t valve) const { return flow_ml_s.at(valve) > kTrickle_ml_s; }

CalfPump::CalfPump(const anatomy::PumpData& data) : data_(data) {
  const double heart = data_.heart_mmhg + data_.mmhg_per_cm * data_.heart_cm;
  for (std::size_t i = 0; i < kPumpChambers; ++i) {
    const anatomy::PumpChamber& chamber = data_.chambers.at(i);
    state_.volume_ml.at(i) = chamber.ml_per_mmhg * (heart - data_.mmhg_per_cm * chamber.height_cm);
  }
  const auto steps = static_cast<std::int64_t>(kLongStanding_s / data_.step_s);
  for (std::int64_t i = 0; i < steps; ++i) {
    step(0.0);
  }
  state_.full_ml = state_.volume_ml;
  restart_counts();
}

void CalfPump::restart_counts() {
  in_ml_ = out_ml_ = 0.0;
  state_.upward_ml = state_.inward_ml = 0.0;
}

double CalfPump::head_mmhg(std::size_t chamber) const {
  const anatomy::PumpChamber& c = data_.chambers.at(chamber);
  const double squeeze = chamber == kDeep ? data_.squeeze_mmhg * state_.activation : 0.0;
  return state_.volume_ml.at(chamber) / c.ml_per_mmhg + data_.mmhg_per_cm * c.height_cm + squeeze;
}

void CalfPump::step(double activation) {
  state_.activation = std::isfinite(activation) ? std::clamp(activation, 0.0, 1.0) : 0.0;
  const double dt = data_.step_s;
  const double heart = data_.heart_mmhg + data_.mmhg_per_cm * data_.heart_cm;
  std::array<double, kPumpChambers> leaving{};
  for (std::size_t i = 0; i < kPumpValves; ++i) {
    const anatomy::PumpValve& valve = data_.valves.at(i);
    const double drop = head_mmhg(valve.from) - (valve.to ? head_mmhg(*valve.to) : heart);
    double resistance = valve.mmhg_s_per_ml;
    if (valve.from == kDeep) {
      // Nearly empty, the vein collapses and lets less through.
      const double left = data_.collapse_ml / std::max(state_.volume_ml[kDeep], 1e-9);
      resistance *= 1.0 + left * left;
    }
    state_.flow_ml_s.at(i) = std::max(0.0, drop) / resistance;
    leaving.at(valve.from) += state_.flow_ml_s.at(i) * dt;
  }
  // No chamber gives more than it holds.
  for (std::size_t i = 0; i < kPumpValves; ++i) {
    const std::size_t from = data_.valves.at(i).from;
    if (leaving.at(from) > state_.volume_ml.at(from)) {
      state_.flow_ml_s.at(i) *= state_.volume_ml.at(from) / leaving.at(from);
    }
  }
  const std::array<double, kPumpChambers> before = state_.volume_ml;
  for (std::size_t i = 0; i < kPumpChambers; ++i) {
    const double brought = data_.chambers.at(i).inflow_ml_s * dt;
    state_.volume_ml.at(i) += brought;
    in_ml_ += brought;
  }
  for (std::size_t i = 0; i < kPumpValves; ++i) {
    const anatomy::PumpValve& valve = data_.valves.at(i);
    const double moved = state_.flow_ml_s.at(i) * dt;
    state_.volume_ml.at(valve.from) -= moved;
    if (valve.to) {
      state_.volume_ml.at(*valve.to) += moved;
    } else {
      out_ml_ += moved;
    }
  }
  state_.upward_ml += state_.flow_ml_s[kCalfOutflow] * dt;
  state_.inward_ml += state_.flow_ml_s[kPerforators] * dt;
  state_.ankle_mmhg = head_mmhg(kSuperficial);
  change_ml_s_ = 0.0;
  for (std::size_t i = 0; i < kPumpChambers; ++i) {
    change_ml_s_ = std::max(change_ml_s_, std::abs(state_.volume_ml.at(i) - before.at(i)) / dt);
  }
}

bool CalfPump::steady() const {
  constexpr double kSlow_ml_s = 0.02;
  return change_ml_s_ < kSlow_ml_s;
}

PumpRun::PumpRun(const anatomy::MotionData& data, const anatomy::Clip& clip)
    : clip_(clip), start_(*data.pump), pump_(start_) {
  for (const anatomy::PumpStart& start : data.pump->starts) {
    const anatomy::Clip* before = start.clip == clip_.id ? data.clip(start.after) : nullptr;
    if (before != nullptr) {
      const auto steps = static_cast<std::int64_t>(start.rounds * before->seconds / start_.step_s());
      for (std::int64_t i = 0; i < steps; ++i) {
        start_.step(anatomy::clip_at(*before, static_cast<double>(i) * start_.step_s() / before->seconds).activation);
      }
    }
  }
  start_.restart_counts();
  begin();
}

void PumpRun::begin() {
  pump_ = start_;
  steps_ = 0;
  curve_ = {sample_of(pump_.state(), 0.0)};
}

void PumpRun::to(double seconds) {
  // A time is a whole number of steps, whatever rounding made of it.
  const auto wanted = static_cast<std::int64_t>(std::floor(std::max(0.0, seconds) / pump_.step_s() + 1e-6));
  if (wanted < steps_) {
    begin();
  }
  const auto every = std::max<std::int64_t>(1, std::llround(kSampleEvery_s / pump_.step_s()));
  while (steps_ < wanted) {
    pump_.step(anatomy::clip_at(clip_, static_cast<double>(steps_) * pump_.step_s() / clip_.seconds).activation);
    ++steps_;
    if (steps_ % every == 0) {
      curve_.push_back(sample_of(pump_.state(), static_cast<double>(steps_) * pump_.step_s()));
      keep_recent(curve_);
    }
  }
}

void PumpByHand::advance(double seconds, double activation) {
  left_s_ += std::max(0.0, seconds);
  while (left_s_ >= pump_.step_s()) {
    pump_.step(activation);
    left_s_ -= pump_.step_s();
    at_s_ += pump_.step_s();
    if (at_s_ - sampled_s_ >= PumpRun::kSampleEvery_s) {
      sampled_s_ = at_s_;
      curve_.push_back(sample_of(pump_.state(), at_s_));
      keep_recent(curve_);
    }
  }
}

}  // namespace crus
