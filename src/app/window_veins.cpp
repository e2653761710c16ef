#include "app/window_veins.hpp"

#include <algorithm>

#include "app/motion_extras.hpp"

namespace crus::app {

void VeinClock::forget() {
  run_.reset();
  hand_.reset();
  live_ = false;
}

std::vector<PumpSample> VeinClock::curve() const {
  if (hand_) {
    return hand_->curve();
  }
  return run_ ? run_->curve() : std::vector<PumpSample>();
}

void VeinClock::tell(Session& session, const Desk& desk, const anatomy::MotionData* data, double now_s) {
  live_ = false;
  if (!session.motion.pump || data == nullptr || !data->pump) {
    forget();
    return;
  }
  const anatomy::Clip* clip = data->clip(desk.clip());
  const bool paused = run_ && clip != nullptr && session.pose == clip_request(*clip, desk.clip_at(now_s), desk.way());
  if (desk.playing() || paused) {
    by_clip(session, desk, *data, now_s);
    return;
  }
  if (session.motion.veins && !hand_ && !run_) {
    return;
  }
  by_hand(session, *data, now_s);
}

void VeinClock::by_clip(Session& session, const Desk& desk, const anatomy::MotionData& data, double now_s) {
  const anatomy::Clip* clip = data.clip(desk.clip());
  if (clip == nullptr) {
    return;
  }
  if (!run_ || run_->clip() != clip->id || passive_ != desk.way().passive) {
    passive_ = desk.way().passive;
    run_.emplace(data, driving(*clip, desk.way()));
  }
  hand_.reset();
  run_->to(desk.clip_seconds(now_s));
  session.motion.veins = run_->state();
  last_s_ = now_s;
}

void VeinClock::by_hand(Session& session, const anatomy::MotionData& data, double now_s) {
  if (!hand_) {
    hand_ =
        run_ ? std::optional<PumpByHand>(std::in_place, *run_) : std::optional<PumpByHand>(std::in_place, *data.pump);
    run_.reset();
    last_s_ = now_s;
  }
  const double activation = session.pose ? session.pose->activation : 0.0;
  const bool same = hand_->state().activation == activation;
  const bool resting = hand_->steady() && same;
  // Other frames in between show the same veins.
  constexpr double kSoon = 0.9;
  const bool too_soon = same && now_s >= last_s_ && now_s - last_s_ < kSoon * kEvery_s;
  if (!resting && !too_soon) {
    // Time that passed while nothing changed is not made up for.
    constexpr double kMost_s = 0.5;
    const double passed_s = hand_->steady() ? 0.0 : std::clamp(now_s - last_s_, 0.0, kMost_s);
    hand_->advance(std::max(passed_s, data.pump->step_s), activation);
  }
  last_s_ = too_soon ? last_s_ : now_s;
  session.motion.veins = hand_->state();
  live_ = !hand_->steady();
}

}  // namespace crus::app
