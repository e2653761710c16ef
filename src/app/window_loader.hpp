// Loads a leg, or makes something of it, on a thread of its own while the window stays usable.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "atlas/load.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"
#include "leg/motion_table.hpp"
#include "leg/rig.hpp"
#include "pain/fields.hpp"

namespace crus::app {

// The calling thread, and what it starts, gives way to the window.
void give_way();

template <class T>
class Loader {
 public:
  using Job = std::function<Result<T>(Progress&)>;

  // `wake` is called on the loading thread when the job is done.
  explicit Loader(std::function<void()> wake) : wake_(std::move(wake)) {}
  // Cancels a job under way and waits for it.
  ~Loader() { stop(); }
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  // Starts a job; one under way is cancelled and its result dropped.
  void start(std::string name, Job job) {
    stop();
    name_ = std::move(name);
    progress_ = std::make_shared<Progress>();
    thread_ = std::jthread([this, progress = progress_, work = std::move(job)] {
      give_way();
      Result<T> result = work(*progress);
      {
        const std::lock_guard lock(mutex_);
        result_ = std::move(result);
      }
      wake_();
    });
  }
  void cancel() {
    if (progress_) {
      progress_->cancel();
    }
  }
  // The result, once, when the job is done.
  [[nodiscard]] std::optional<Result<T>> take() {
    std::optional<Result<T>> result;
    {
      const std::lock_guard lock(mutex_);
      result.swap(result_);
    }
    if (result) {
      thread_.join();
      progress_.reset();
    }
    return result;
  }

  [[nodiscard]] bool active() const { return progress_ != nullptr; }
  [[nodiscard]] bool cancelled() const { return progress_ && progress_->cancelled(); }
  [[nodiscard]] double fraction() const { return progress_ ? progress_->fraction() : 0.0; }
  [[nodiscard]] std::string text() const { return progress_ ? progress_->text() : std::string(); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  void stop() {
    cancel();
    if (thread_.joinable()) {
      thread_.join();
    }
    progress_.reset();
    result_.reset();
  }

  std::function<void()> wake_;
  std::string name_;
  std::shared_ptr<Progress> progress_;
  std::mutex mutex_;
  std::optional<Result<T>> result_;
  std::jthread thread_;
};

using LegLoader = Loader<LegPtr>;
using PainPtr = std::shared_ptr<const pain::PainFields>;
using PainLoader = Loader<PainPtr>;
using RigPtr = std::shared_ptr<const Rig>;
using RigLoader = Loader<RigPtr>;
using CurvesLoader = Loader<std::vector<MotionRow>>;
using MovieLoader = Loader<std::filesystem::path>;  // where the movie lies

}  // namespace crus::app
