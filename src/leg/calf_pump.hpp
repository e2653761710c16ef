// The calf's muscle pump as a schematic: chambers of blood joined by one-way valves, driven by how hard the calf works.
//
// A chamber holds what its pressure stretches it by (linear, after plethysmography: volume left and pressure left go
// together); the working muscle presses on the deep one; heads are compared at the height of the ankle, so that the
// column of blood up to the heart counts. Time goes in fixed steps: the state after n steps depends on nothing but the
// start and the activations of those steps. Volumes are ml, pressures mmHg, flows ml/s.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "anatomy/motion_data.hpp"

namespace crus {

// At one moment; all of it plain numbers, so that a picture of it can be kept and repeated.
struct VeinState {
  double activation = 0.0;
  std::array<double, anatomy::kPumpChambers> volume_ml{};  // superficial, deep, popliteal
  std::array<double, anatomy::kPumpChambers> full_ml{};    // standing still for long
  std::array<double, anatomy::kPumpValves> flow_ml_s{};    // perforators, calf, saphenous, thigh; never negative
  double ankle_mmhg = 0.0;                                 // in the superficial veins at the ankle
  double upward_ml = 0.0;                                  // that has left the deep veins upward since the start
  double inward_ml = 0.0;                                  // that has come in through the perforators since the start

  [[nodiscard]] double filled(std::size_t chamber) const {
    return full_ml.at(chamber) > 0.0 ? volume_ml.at(chamber) / full_ml.at(chamber) : 0.0;
  }
  [[nodiscard]] double calf_ml() const { return volume_ml[anatomy::kSuperficial] + volume_ml[anatomy::kDeep]; }
  // A valve stands open while blood goes through it, at more than a trickle.
  [[nodiscard]] bool open(std::size_t valve) const;
  bool operator==(const VeinState&) const = default;
};

class CalfPump {
 public:
  // Starts as in a leg that has stood still for long.
  explicit CalfPump(const anatomy::PumpData& data);

  // One fixed step at this activation of the calf (kept within 0..1).
  void step(double activation);
  [[nodiscard]] const VeinState& state() const { return state_; }
  [[nodiscard]] double step_s() const { return data_.step_s; }
  // Since the start: what the arteries have brought in, and what has gone to the heart.
  [[nodiscard]] double in_ml() const { return in_ml_; }
  [[nodiscard]] double out_ml() const { return out_ml_; }
  // Counts blood moved anew; everything else stays.
  void restart_counts();
  // Nothing changes any more that could be seen.
  [[nodiscard]] bool steady() const;

 private:
  [[nodiscard]] double head_mmhg(std::size_t chamber) const;
  void measure();
  anatomy::PumpData data_;
  VeinState state_;
  double in_ml_ = 0.0, out_ml_ = 0.0;
  double change_ml_s_ = 0.0;  // the quickest of the chambers, in the last step
};

// A moment of the curves beside the pump.
struct PumpSample {
  double at_s = 0.0;
  double activation = 0.0;
  double ankle_mmhg = 0.0;
  double calf_ml = 0.0;  // superficial and deep veins
  bool operator==(const PumpSample&) const = default;
};

// The pump while a clip plays: its state at any time, the same for the same time however it was reached.
class PumpRun {
 public:
  static constexpr double kSampleEvery_s = 0.1;
  static constexpr double kCurve_s = 40.0;  // how far back the curves reach

  // From the moment the clip begins; what the data say comes before it has happened then. `clip` must be in `data`,
  // which has a pump.
  PumpRun(const anatomy::MotionData& data, const anatomy::Clip& clip);

  // To a time in seconds from the clip's beginning, counting its rounds. Going back starts over.
  void to(double seconds);
  [[nodiscard]] const CalfPump& pump() const { return pump_; }
  [[nodiscard]] const VeinState& state() const { return pump_.state(); }
  [[nodiscard]] const std::vector<PumpSample>& curve() const { return curve_; }
  [[nodiscard]] const std::string& clip() const { return clip_.id; }

 private:
  void begin();
  anatomy::Clip clip_;
  CalfPump start_;  // as the clip finds it
  CalfPump pump_;
  std::int64_t steps_ = 0;
  std::vector<PumpSample> curve_;
};

// The pump under a hand that sets the activation: lives on from a state at the pace of the clock.
class PumpByHand {
 public:
  explicit PumpByHand(const anatomy::PumpData& data) : pump_(data) {}
  // Goes on where a clip has left it.
  explicit PumpByHand(const PumpRun& run) : pump_(run.pump()), curve_(run.curve()) {
    at_s_ = sampled_s_ = curve_.back().at_s;
  }
  void advance(double seconds, double activation);
  [[nodiscard]] const VeinState& state() const { return pump_.state(); }
  [[nodiscard]] const std::vector<PumpSample>& curve() const { return curve_; }
  [[nodiscard]] bool steady() const { return pump_.steady(); }

 private:
  CalfPump pump_;
  double left_s_ = 0.0;  // of a step begun
  double at_s_ = 0.0, sampled_s_ = -1.0;
  std::vector<PumpSample> curve_;
};

}  // namespace crus
