// Other programs, started without a shell and talked to through their standard streams.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "core/result.hpp"

namespace crus::app {

// The program of that name on PATH; empty when there is none that may be run.
[[nodiscard]] std::filesystem::path find_program(std::string_view name);

// A file descriptor, closed at the latest when this goes.
class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int fd) : fd_(fd) {}
  ~FileHandle() { close(); }
  FileHandle(FileHandle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept;
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  void close();
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_ = -1;
};

// One started program. Killed and waited for at the latest when this goes.
class Process {
 public:
  enum class Streams {
    feed,   // its standard input comes from write(), its output goes nowhere
    listen  // its standard output goes to read_line(), its input is empty
  };
  // What it complains about on standard error is kept for complaint(). Fails when it cannot be started.
  [[nodiscard]] static Result<Process> start(const std::filesystem::path& program,
                                             const std::vector<std::string>& arguments, Streams streams);
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // All of it into the program; false when it no longer listens.
  [[nodiscard]] bool write(std::span<const std::byte> bytes);
  void end_of_input();
  // The next line it has written, waiting for so long at most. Empty when there is none yet.
  [[nodiscard]] std::optional<std::string> read_line(int milliseconds);
  [[nodiscard]] bool output_ended() const { return output_ended_; }
  // Asks it to stop (SIGTERM).
  void ask_to_stop() const;
  // Waits for its end; its exit code, or 128 and the signal that ended it.
  [[nodiscard]] int wait();
  // The last line of what it wrote on standard error.
  [[nodiscard]] std::string complaint() const;

 private:
  Process() = default;
  pid_t pid_ = -1;
  FileHandle stream_;  // to its input or from its output
  FileHandle errors_;  // a file without a name
  std::string pending_;
  bool output_ended_ = false;
};

}  // namespace crus::app
