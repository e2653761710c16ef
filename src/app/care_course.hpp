// A course of self-care: one place after another, a time to get ready and a time for each. Knows nothing of windows;
// the time is handed in, in seconds.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace crus::app {

// What the times of a point may be: 1 to 2 minutes (assets/pain/guide.toml, "pressure").
inline constexpr double kLeastCareSeconds = 60.0;
inline constexpr double kMostCareSeconds = 120.0;

struct CareStep {
  std::string id;     // of a pattern whose trigger point is lit, or of a text of care
  std::string name;   // "Soleus, lower point"
  std::string place;  // where it lies, in words
  double seconds = 90.0;
  bool point = true;  // a pattern's
};

class CareCourse {
 public:
  // off: none; ready: the place is lit, its time has not begun; timed: it runs; done: the last one is over.
  enum class Phase { off, ready, timed, done };

  void start(std::vector<CareStep> steps, std::size_t first, double ready_s, double now_s);
  void next(double now_s);    // on to the next place
  void repeat(double now_s);  // this one again; after the last one all of them
  void pause(bool paused, double now_s);
  void stop() { *this = CareCourse(); }
  // Of the points; the one under way starts over.
  void set_seconds(double seconds, double now_s);
  // Goes on where a time is over, at most by one phase: a computer that slept skips no place. Whether it did.
  bool advance(double now_s);

  [[nodiscard]] Phase phase() const { return phase_; }
  [[nodiscard]] bool running() const { return phase_ == Phase::ready || phase_ == Phase::timed; }
  [[nodiscard]] bool paused() const { return paused_; }
  [[nodiscard]] const std::vector<CareStep>& steps() const { return steps_; }
  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] const CareStep& step() const { return steps_[index_]; }  // while it is not off
  [[nodiscard]] double of_s() const { return of_s_; }                    // the whole time of this phase
  [[nodiscard]] double left_s(double now_s) const;
  [[nodiscard]] int shown_s(double now_s) const;  // whole seconds left, as they are shown
  // Until the shown seconds change; negative: they do not.
  [[nodiscard]] double next_change_s(double now_s) const;

 private:
  void enter(Phase phase, double seconds, double now_s);

  std::vector<CareStep> steps_;
  std::size_t index_ = 0;
  Phase phase_ = Phase::off;
  bool paused_ = false;
  double ready_s_ = 0.0;
  double of_s_ = 0.0;
  double end_s_ = 0.0;          // when the phase ends, while it is not paused
  double paused_left_s_ = 0.0;  // what was left when it was paused
};

}  // namespace crus::app
