#include "app/window_loader.hpp"

#include <sys/resource.h>
#include <sys/types.h>
#include <unistd.h>

namespace crus::app {
namespace {

// The loading thread, and every thread and process it starts, gives way to the window: on a machine with few cores the
// hand must not wait for the bake. Linux keeps a niceness for each thread; elsewhere this changes nothing.
void give_way() {
#ifdef __linux__
  constexpr int kNiceness = 10;
  static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness));
#endif
}

}  // namespace

void LegLoader::stop() {
  cancel();
  if (thread_.joinable()) {
    thread_.join();
  }
  progress_.reset();
  result_.reset();
}

void LegLoader::start(std::string name, Job job) {
  stop();
  name_ = std::move(name);
  progress_ = std::make_shared<Progress>();
  thread_ = std::jthread([this, progress = progress_, work = std::move(job)] {
    give_way();
    Result<LegPtr> result = work(*progress);
    {
      const std::lock_guard lock(mutex_);
      result_ = std::move(result);
    }
    wake_();
  });
}

void LegLoader::cancel() {
  if (progress_) {
    progress_->cancel();
  }
}

std::optional<Result<LegPtr>> LegLoader::take() {
  std::optional<Result<LegPtr>> result;
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

}  // namespace crus::app
