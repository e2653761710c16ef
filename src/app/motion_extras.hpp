// What a picture of a moving leg takes besides the posed leg itself: lines, the ghost of its rest, the pump's courses.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "anatomy/motion_data.hpp"
#include "leg/calf_pump.hpp"
#include "leg/everyday.hpp"
#include "leg/motion_lines.hpp"
#include "leg/rig.hpp"
#include "leg/vein_courses.hpp"
#include "scene/scene.hpp"
#include "session/session.hpp"

namespace crus::app {

// Whether the session shows something that only a rig can tell, posed or not.
[[nodiscard]] inline bool needs_rig(const Session& session) { return session.pose || session.motion.any_line(); }

// The clip as it drives the calf when it is played so.
[[nodiscard]] anatomy::Clip driving(const anatomy::Clip& clip, const Playing& playing);
// The session's state at a time of a clip: its pose, and the veins where the data have a pump. Seconds count from the
// clip's beginning and go through as many rounds as they hold.
void set_to_clip(Session& session, const anatomy::MotionData& data, const anatomy::Clip& clip, double seconds,
                 std::vector<PumpSample>& curve);

class MotionExtras {
 public:
  // All may be null. `data` must outlive this.
  void set(LegPtr leg, std::shared_ptr<const Rig> rig, const anatomy::PumpData* pump);
  // For the leg in this pose; computes only what the session shows.
  void update(const Session& session, const Pose& pose, const Leg& posed);
  void set_curve(std::vector<PumpSample> curve) { curve_ = std::move(curve); }
  // Lends itself: must outlive the options.
  void lend(scene::PictureOptions& options) const;

 private:
  LegPtr leg_;
  std::shared_ptr<const Rig> rig_;
  const anatomy::PumpData* pump_ = nullptr;
  std::optional<MotionLineFinder> finder_;
  std::optional<MotionLines> lines_;
  std::optional<VeinCourses> veins_;
  std::vector<PumpSample> curve_;
};

}  // namespace crus::app
