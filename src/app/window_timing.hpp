// How long the hand waits: from an input event to the buffer swap that shows its effect. An event can be older than
// the moment it was read, because nothing reads while the window works; so two figures are kept, the time since it
// was read and the longest it can have been under way. Knows no window: times come in.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace crus::app {

class ResponseTimes {
 public:
  // Events are about to be read. They wait in the display's queue while the window works, so what is read at once may
  // be as old as the last reading (`since_s`); what ends a sleep has just come.
  void reading(double since_s, double now_s, bool sleeping);
  void event(double now_s);
  // What the events before this frame led to is on the screen.
  void swapped(double now_s);

  struct Figures {
    std::size_t inputs = 0;  // frames that answered input
    std::size_t frames = 0;
    double median_ms = 0.0;  // from the reading of the frame's first event to the swap
    double p95_ms = 0.0;
    double worst_ms = 0.0;
    double longest_possible_ms = 0.0;  // the same, had each event come as early as it can have
  };
  // Since the last call.
  [[nodiscard]] Figures take();

 private:
  double since_s_ = 0.0;
  double sleeping_since_s_ = -1.0;
  double first_seen_s_ = -1.0;
  double first_possible_s_ = -1.0;
  std::vector<double> seen_ms_;
  double longest_possible_ms_ = 0.0;
  std::size_t frames_ = 0;
};

}  // namespace crus::app
