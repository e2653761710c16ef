// Loads a leg on its own thread while the window stays usable.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "atlas/load.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::app {

class LegLoader {
 public:
  using Job = std::function<Result<LegPtr>(Progress&)>;

  // `wake` is called on the loading thread when the job is done.
  explicit LegLoader(std::function<void()> wake) : wake_(std::move(wake)) {}
  // Cancels a job under way and waits for it.
  ~LegLoader() { stop(); }
  LegLoader(const LegLoader&) = delete;
  LegLoader& operator=(const LegLoader&) = delete;

  // Starts a job; one under way is cancelled and its result dropped.
  void start(std::string name, Job job);
  void cancel();
  // The result, once, when the job is done.
  [[nodiscard]] std::optional<Result<LegPtr>> take();

  [[nodiscard]] bool active() const { return progress_ != nullptr; }
  [[nodiscard]] bool cancelled() const { return progress_ && progress_->cancelled(); }
  [[nodiscard]] double fraction() const { return progress_ ? progress_->fraction() : 0.0; }
  [[nodiscard]] std::string text() const { return progress_ ? progress_->text() : std::string(); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  void stop();

  std::function<void()> wake_;
  std::string name_;
  std::shared_ptr<Progress> progress_;
  std::mutex mutex_;
  std::optional<Result<LegPtr>> result_;
  std::jthread thread_;
};

}  // namespace crus::app
