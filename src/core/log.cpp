#include "core/log.hpp"

#include <memory>
#include <mutex>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace crus::log {
namespace {

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

// The log is the one thing that is rightly per process: stderr is.
struct Output {
  std::shared_ptr<spdlog::logger> logger;
  std::mutex mutex;
  Listener listener;

  Output() {
    logger = std::make_shared<spdlog::logger>("crus", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("crus: %v");
    logger->set_level(spdlog::level::info);
    logger->flush_on(spdlog::level::debug);
  }
};

Output& output() {
  static Output instance;
  return instance;
}

}  // namespace

void write(Level level, std::string_view text) {
  Output& out = output();
  const std::string_view prefix = level == Level::warning ? "warning: " : level == Level::error ? "error: " : "";
  out.logger->log(spdlog_level(level), "{}{}", prefix, text);
  Listener listener;
  {
    const std::lock_guard lock(out.mutex);
    listener = out.listener;
  }
  if (listener && out.logger->should_log(spdlog_level(level))) {
    listener(level, std::string(text));
  }
}

void set_level(Level level) { output().logger->set_level(spdlog_level(level)); }

void set_listener(Listener listener) {
  Output& out = output();
  const std::lock_guard lock(out.mutex);
  out.listener = std::move(listener);
}

}  // namespace crus::log
