#include "support/support.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace crus::test {
namespace fs = std::filesystem;

fs::path source_folder() { return CRUS_SOURCE_DIR; }
fs::path built_share_folder() { return CRUS_BUILT_SHARE_DIR; }
fs::path program() { return CRUS_PROGRAM; }

std::optional<fs::path> reference_folder() {
  const char* set = std::getenv("CRUS_REFERENCE_DIR");
  const fs::path folder =
      set != nullptr && *set != '\0' ? fs::path(set) : source_folder() / ".." / "shared" / "reference";
  std::error_code code;
  if (!fs::is_directory(folder / "bodyparts3d", code)) {
    return std::nullopt;
  }
  return fs::weakly_canonical(folder, code);
}

void count_skipped() {
  if (const char* log = std::getenv("CRUS_SKIP_LOG"); log != nullptr) {
    std::ofstream(log, std::ios::app) << "skipped\n";
  }
}

ScratchFolder::ScratchFolder() {
  // Digits only: a stray letter, an L for example, would be a side to the importer.
  static std::atomic<int> counter{0};
  do {
    path_ = fs::temp_directory_path() / ("crus-test-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
  } while (!fs::create_directory(path_));
}

ScratchFolder::~ScratchFolder() {
  std::error_code code;
  fs::remove_all(path_, code);
}

void write_file(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

RunResult run_crus(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (::pipe(out.data()) != 0 || ::pipe(err.data()) != 0) {
    return {};
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    for (const int fd : {out[0], out[1], err[0], err[1]}) {
      ::close(fd);
    }
    for (const std::string& setting : environment) {
      ::putenv(const_cast<char*>(setting.c_str()));
    }
    std::string path = program().string();
    std::vector<char*> argv{path.data()};
    for (const std::string& argument : arguments) {
      argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    ::execv(path.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  RunResult result;
  std::array<pollfd, 2> waits{pollfd{out[0], POLLIN, 0}, pollfd{err[0], POLLIN, 0}};
  int open_ends = 2;
  while (open_ends > 0) {
    ::poll(waits.data(), waits.size(), -1);
    for (std::size_t i = 0; i < waits.size(); ++i) {
      if (waits[i].fd < 0 || waits[i].revents == 0) {
        continue;
      }
      std::array<char, 4096> buffer{};
      const ssize_t count = ::read(waits[i].fd, buffer.data(), buffer.size());
      if (count <= 0) {
        ::close(waits[i].fd);
        waits[i].fd = -1;
        --open_ends;
      } else {
        (i == 0 ? result.out : result.err).append(buffer.data(), static_cast<std::size_t>(count));
      }
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace crus::test
