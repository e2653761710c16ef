#include <exception>

#include "app/cli.hpp"
#include "atlas/worker.hpp"
#include "core/log.hpp"

int main(int argc, char** argv) {
  try {
    if (const auto code = crus::atlas::run_worker_if_asked(argc, argv)) {
      return *code;
    }
    return crus::app::run_cli(argc, argv);
  } catch (const std::exception& error) {
    crus::log::error(std::string("unexpected: ") + error.what());
    return 1;
  }
}
