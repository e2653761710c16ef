#include "core/parallel.hpp"

#include <set>

#include <gtest/gtest.h>

namespace crus {
namespace {

TEST(Parallel, EveryNumberComesOnceForAnyCountOfThreads) {
  for (const int threads : {0, 1, 2, 7}) {
    for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
      std::vector<int> calls(count, 0);
      for_each_parallel(
          count, [&](std::size_t i) { ++calls.at(i); }, threads);
      EXPECT_EQ(calls, std::vector<int>(count, 1)) << threads << " threads";
    }
  }
}

TEST(Parallel, OneThreadIsTheCallersOwn) {
  std::set<std::thread::id> seen;
  for_each_parallel(
      100, [&](std::size_t) { seen.insert(std::this_thread::get_id()); }, 1);
  EXPECT_EQ(seen, std::set<std::thread::id>{std::this_thread::get_id()});
}

}  // namespace
}  // namespace crus
