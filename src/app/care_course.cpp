#include "app/care_course.hpp"

#include <algorithm>
#include <cmath>

namespace crus::app {

void CareCourse::enter(Phase phase, double seconds, double now_s) {
  phase_ = phase;
  of_s_ = seconds;
  end_s_ = now_s + seconds;
  paused_ = false;
}

void CareCourse::start(std::vector<CareStep> steps, std::size_t first, double ready_s, double now_s) {
  stop();
  if (steps.empty()) {
    return;
  }
  steps_ = std::move(steps);
  index_ = std::min(first, steps_.size() - 1);
  ready_s_ = ready_s;
  enter(Phase::ready, ready_s_, now_s);
}

void CareCourse::next(double now_s) {
  if (!running()) {
    return;
  }
  if (index_ + 1 < steps_.size()) {
    ++index_;
    enter(Phase::ready, ready_s_, now_s);
  } else {
    enter(Phase::done, 0.0, now_s);
  }
}

void CareCourse::repeat(double now_s) {
  if (phase_ != Phase::off) {
    index_ = phase_ == Phase::done ? 0 : index_;
    enter(Phase::ready, ready_s_, now_s);
  }
}

void CareCourse::pause(bool paused, double now_s) {
  if (!running() || paused == paused_) {
    return;
  }
  if (paused) {
    paused_left_s_ = left_s(now_s);
  } else {
    end_s_ = now_s + paused_left_s_;
  }
  paused_ = paused;
}

void CareCourse::set_seconds(double seconds, double now_s) {
  for (CareStep& step : steps_) {
    step.seconds = step.point ? seconds : step.seconds;
  }
  if (phase_ == Phase::timed && step().point) {
    enter(Phase::timed, seconds, now_s);
  }
}

bool CareCourse::advance(double now_s) {
  if (!running() || paused_ || left_s(now_s) > 0.0) {
    return false;
  }
  if (phase_ == Phase::ready) {
    enter(Phase::timed, step().seconds, now_s);
  } else {
    next(now_s);
  }
  return true;
}

double CareCourse::left_s(double now_s) const {
  if (!running()) {
    return 0.0;
  }
  return paused_ ? paused_left_s_ : std::max(0.0, end_s_ - now_s);
}

int CareCourse::shown_s(double now_s) const {
  // A whisker early, so that a picture that is due when the second changes does not show the old one.
  constexpr double kWhiskerS = 1e-3;
  return static_cast<int>(std::ceil(left_s(now_s) - kWhiskerS));
}

double CareCourse::next_change_s(double now_s) const {
  if (!running() || paused_) {
    return -1.0;
  }
  const double left = left_s(now_s);
  const int shown = shown_s(now_s);
  return shown <= 0 ? left : std::max(0.0, left - static_cast<double>(shown - 1));
}

}  // namespace crus::app
