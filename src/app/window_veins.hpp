// The second heart in the window: what the veins hold at the moment shown, and whether that goes on changing.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "anatomy/motion_data.hpp"
#include "app/window_desk.hpp"
#include "leg/calf_pump.hpp"

namespace crus::app {

class VeinClock {
 public:
  // Between two looks at veins that change by themselves.
  static constexpr double kEvery_s = 0.05;

  // Puts the veins of this moment into a session about to be shown. A clip carries them along, to its own time; under a
  // hand they live on by the clock until nothing changes any more; what a loaded view says stays as it is. `data` null:
  // there is no pump.
  void tell(Session& session, const Desk& desk, const anatomy::MotionData* data, double now_s);
  // They change by themselves, without a clip.
  [[nodiscard]] bool live() const { return live_; }
  [[nodiscard]] std::vector<PumpSample> curve() const;
  void forget();

 private:
  void by_clip(Session& session, const Desk& desk, const anatomy::MotionData& data, double now_s);
  void by_hand(Session& session, const anatomy::MotionData& data, double now_s);
  std::optional<PumpRun> run_;
  std::optional<PumpByHand> hand_;
  bool passive_ = false;  // as the run takes the clip
  double last_s_ = 0.0;
  bool live_ = false;
};

}  // namespace crus::app
