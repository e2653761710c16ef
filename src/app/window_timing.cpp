#include "app/window_timing.hpp"

#include <algorithm>
#include <utility>

namespace crus::app {

void ResponseTimes::reading(double since_s, double now_s, bool sleeping) {
  since_s_ = since_s;
  sleeping_since_s_ = sleeping ? now_s : -1.0;
}

void ResponseTimes::event(double now_s) {
  if (first_seen_s_ < 0.0) {
    constexpr double kAtOnceS = 0.0005;
    const bool slept = sleeping_since_s_ >= 0.0 && now_s > sleeping_since_s_ + kAtOnceS;
    first_seen_s_ = now_s;
    first_possible_s_ = slept ? now_s : std::min(since_s_, now_s);
  }
}

void ResponseTimes::swapped(double now_s) {
  ++frames_;
  if (first_seen_s_ >= 0.0) {
    seen_ms_.push_back(1e3 * (now_s - first_seen_s_));
    longest_possible_ms_ = std::max(longest_possible_ms_, 1e3 * (now_s - first_possible_s_));
    first_seen_s_ = -1.0;
  }
}

ResponseTimes::Figures ResponseTimes::take() {
  std::vector<double> ms = std::exchange(seen_ms_, {});
  std::sort(ms.begin(), ms.end());
  Figures figures;
  figures.inputs = ms.size();
  figures.frames = std::exchange(frames_, 0);
  figures.longest_possible_ms = std::exchange(longest_possible_ms_, 0.0);
  if (!ms.empty()) {
    figures.median_ms = ms[ms.size() / 2];
    figures.p95_ms = ms[std::min(ms.size() - 1, ms.size() * 95 / 100)];
    figures.worst_ms = ms.back();
  }
  return figures;
}

}  // namespace crus::app
