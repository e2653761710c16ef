// The same work on many things, on all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace crus {

// Calls work(i) once for every i below count, from several threads at once (the calling one and helpers; 0: as many as
// there are cores) and in no particular order; returns when all are done. The work must not throw, and what one call
// writes no other may touch.
template <class Work>
void for_each_parallel(std::size_t count, const Work& work, int threads = 0) {
  const auto wanted = threads > 0 ? static_cast<unsigned>(threads) : std::max(1U, std::thread::hardware_concurrency());
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      work(i);
    }
  };
  std::vector<std::jthread> helpers;
  for (unsigned i = 1; i < wanted && i < count; ++i) {
    helpers.emplace_back(take);
  }
  take();
}

}  // namespace crus
