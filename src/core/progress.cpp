#include "core/progress.hpp"

#include <utility>

namespace crus {

void Progress::report(double fraction, std::string text) {
  const std::lock_guard lock(mutex_);
  fraction_.store(step_from_ + fraction * (step_to_ - step_from_), std::memory_order_relaxed);
  text_ = std::move(text);
}

void Progress::begin_step(double from, double to) {
  const std::lock_guard lock(mutex_);
  step_from_ = from;
  step_to_ = to;
}

std::string Progress::text() const {
  const std::lock_guard lock(mutex_);
  return text_;
}

}  // namespace crus
