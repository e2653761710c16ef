// A script of commands that drives the window: one command a line, # starts a comment. Besides every command of the
// session and the window: wait MS. A line runs when what came before it has come to rest (model loaded, camera arrived,
// picture finished), so a script does the same on a fast and on a slow machine.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace crus::app {

class Script {
 public:
  Script() = default;
  explicit Script(std::vector<std::string> lines) : lines_(std::move(lines)) {}
  [[nodiscard]] static Result<Script> read(const std::filesystem::path& file);

  [[nodiscard]] bool done() const { return next_ >= lines_.size(); }
  // Seconds until a wait is over; 0 when the next line may run.
  [[nodiscard]] double waiting_s(double now_s) const;
  // The next line to run; a wait is taken here and gives an empty line, a malformed one an error.
  [[nodiscard]] Result<std::string> next(double now_s);
  [[nodiscard]] std::size_t line_number() const { return next_; }  // of the line last given, from 1
  void stop() { next_ = lines_.size(); }

 private:
  std::vector<std::string> lines_;
  std::size_t next_ = 0;
  double wait_until_s_ = 0.0;
};

}  // namespace crus::app
