// One long job seen from two threads: the worker reports and asks whether to stop; the window reads and may cancel.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

namespace crus {

class Progress {
 public:
  // Worker side. fraction in 0..1; text says what is being done ("reading tibia.glb").
  void report(double fraction, std::string text);
  // Reports from here on fill the span from..to of the whole, so that each step may count from 0 to 1.
  void begin_step(double from, double to);
  [[nodiscard]] bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  // Window side.
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] double fraction() const { return fraction_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::string text() const;

 private:
  std::atomic<bool> cancelled_{false};
  std::atomic<double> fraction_{0.0};
  mutable std::mutex mutex_;
  std::string text_;
  double step_from_ = 0.0;  // under the mutex
  double step_to_ = 1.0;
};

}  // namespace crus
