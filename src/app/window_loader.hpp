// Loads a leg, or makes something of it, on a thread of its own while the window stays usable.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "atlas/load.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"
#include "leg/motion_table.hpp"
#include "leg/rig.hpp"
#include "pain/fields.hpp"
#include "render/renderer.hpp"

namespace crus::app {

// The calling thread, and what it starts, gives way to the window.
void give_way();

template <class T>
class Loader {
 public:
  using Job = std::function<Result<T>(Progress&)>;

  // `wake` is called on the loading thread when the job is done.
  explicit Loader(std::function<void()> wake) : wake_(std::move(wake)) {}
  // Cancels the jobs under way and waits for them.
  ~Loader() { cancel(); }
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  // Starts a job. One under way is cancelled and its result dropped, whenever it notices: nobody waits for it.
  void start(std::string name, Job work) {
    cancel();
    if (job_) {
      dropped_.push_back(std::move(job_));
    }
    std::erase_if(dropped_, [](const std::unique_ptr<Running>& job) { return job->done.load(); });
    name_ = std::move(name);
    job_ = std::make_unique<Running>();
    job_->thread = std::jthread([job = job_.get(), wake = wake_, work = std::move(work)] {
      give_way();
      job->result = work(job->progress);
      job->done = true;
      wake();
    });
  }
  void cancel() {
    if (job_) {
      job_->progress.cancel();
    }
  }
  // The result, once, when the job is done.
  [[nodiscard]] std::optional<Result<T>> take() {
    if (!job_ || !job_->done.load()) {
      return std::nullopt;
    }
    job_->thread.join();
    std::optional<Result<T>> result = std::move(job_->result);
    job_.reset();
    return result;
  }

  [[nodiscard]] bool active() const { return job_ != nullptr; }
  [[nodiscard]] bool cancelled() const { return job_ && job_->progress.cancelled(); }
  [[nodiscard]] double fraction() const { return job_ ? job_->progress.fraction() : 0.0; }
  [[nodiscard]] std::string text() const { return job_ ? job_->progress.text() : std::string(); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  struct Running {
    Progress progress;
    std::optional<Result<T>> result;  // read only after `done`
    std::atomic<bool> done{false};
    std::jthread thread;  // last: it is joined before the rest goes
  };

  std::function<void()> wake_;
  std::string name_;
  std::unique_ptr<Running> job_;
  std::vector<std::unique_ptr<Running>> dropped_;  // cancelled, on their way out
};

// A leg and its meshes as the renderer takes them: packing them would keep the hand waiting.
struct LoadedLeg {
  LegPtr leg;
  render::PackedMeshes meshes;
};
[[nodiscard]] Result<LoadedLeg> packed(Result<LegPtr> leg);

using LegLoader = Loader<LoadedLeg>;
using PainPtr = std::shared_ptr<const pain::PainFields>;
using PainLoader = Loader<PainPtr>;
using RigPtr = std::shared_ptr<const Rig>;
using RigLoader = Loader<RigPtr>;
using CurvesLoader = Loader<std::vector<MotionRow>>;
using MovieLoader = Loader<std::filesystem::path>;  // where the movie lies

}  // namespace crus::app
