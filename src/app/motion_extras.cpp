#include "app/motion_extras.hpp"

namespace crus::app {

anatomy::Clip driving(const anatomy::Clip& clip, const Playing& playing) {
  anatomy::Clip driven = clip;
  for (anatomy::ClipKey& key : driven.keys) {
    key.activation = playing.passive ? 0.0 : key.activation;
  }
  return driven;
}

void set_to_clip(Session& session, const anatomy::MotionData& data, const anatomy::Clip& clip, double seconds,
                 std::vector<PumpSample>& curve) {
  session.pose = clip_request(clip, seconds / clip.seconds);
  if (session.motion.pump && data.pump) {
    PumpRun run(data, clip);
    run.to(seconds);
    session.motion.veins = run.state();
    curve = run.curve();
  }
}

void MotionExtras::set(LegPtr leg, std::shared_ptr<const Rig> rig, const anatomy::PumpData* pump) {
  if (leg != leg_) {
    veins_.reset();
  }
  if (leg != leg_ || rig != rig_) {
    finder_.reset();
    lines_.reset();
  }
  leg_ = std::move(leg);
  rig_ = std::move(rig);
  pump_ = pump;
}

void MotionExtras::update(const Session& session, const Pose& pose, const Leg& posed) {
  lines_.reset();
  if (leg_ && session.motion.pump && pump_ != nullptr && !veins_) {
    veins_ = VeinCourses::of(*leg_);
  }
  if (!leg_ || !rig_ || !session.motion.any_line()) {
    return;
  }
  if (!finder_) {
    finder_.emplace(leg_, rig_);
  }
  const MotionView& view = session.motion;
  lines_ = finder_->at(pose, posed, {view.axis, view.action || view.lever, view.fibres, session.selected});
}

void MotionExtras::lend(scene::PictureOptions& options) const {
  options.lines = lines_ ? &*lines_ : nullptr;
  options.rest = leg_.get();
  options.pump = pump_;
  options.veins = veins_ ? &*veins_ : nullptr;
  options.pump_curve = curve_;
}

}  // namespace crus::app
