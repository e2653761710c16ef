// The importer starts this very program as its worker, so test programs must answer as one too.
#include <gtest/gtest.h>

#include "atlas/worker.hpp"

int main(int argc, char** argv) {
  if (const auto code = crus::atlas::run_worker_if_asked(argc, argv)) {
    return *code;
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
