#include "app/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace crus::app {
namespace fs = std::filesystem;
namespace {

// Numbers from 10 up, so that moving them to 0, 1 and 2 in the child cannot tread on one another.
FileHandle high(int fd) {
  if (fd < 0) {
    return {};
  }
  FileHandle result(::fcntl(fd, F_DUPFD_CLOEXEC, 10));
  ::close(fd);
  return result;
}

// A child starts with the signals and their masks as a shell would give them.
struct Attributes {
  posix_spawnattr_t value{};
  Attributes() {
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigemptyset(&all);
    ::sigaddset(&all, SIGPIPE);
    ::sigaddset(&all, SIGTERM);
    ::sigaddset(&all, SIGINT);
    ::posix_spawnattr_init(&value);
    ::posix_spawnattr_setsigmask(&value, &none);
    ::posix_spawnattr_setsigdefault(&value, &all);
    ::posix_spawnattr_setflags(&value, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&value); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
};

struct Actions {
  posix_spawn_file_actions_t value{};
  Actions() { ::posix_spawn_file_actions_init(&value); }
  ~Actions() { ::posix_spawn_file_actions_destroy(&value); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  void take(int fd, int as) { ::posix_spawn_file_actions_adddup2(&value, fd, as); }
  void nothing(int as, int flags) { ::posix_spawn_file_actions_addopen(&value, as, "/dev/null", flags, 0); }
};

}  // namespace

fs::path find_program(std::string_view name) {
  const char* variable = std::getenv("PATH");
  std::string_view path = variable == nullptr ? "" : variable;
  while (!path.empty()) {
    const std::size_t colon = std::min(path.find(':'), path.size());
    const fs::path file = fs::path(path.substr(0, colon)) / name;
    std::error_code code;
    if (colon > 0 && fs::is_regular_file(file, code) && ::access(file.c_str(), X_OK) == 0) {
      return file;
    }
    path.remove_prefix(std::min(colon + 1, path.size()));
  }
  return {};
}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void FileHandle::close() {
  if (fd_ >= 0) {
    ::close(std::exchange(fd_, -1));
  }
}

Result<Process> Process::start(const fs::path& program, const std::vector<std::string>& arguments, Streams streams) {
  std::array<int, 2> pair{-1, -1};
  // A socket, so that writing to a program that has gone is an error and no signal.
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    return fail(std::string("no connection to another program: ") + std::strerror(errno), program.string());
  }
  Process process;
  process.stream_ = high(pair[0]);
  const FileHandle theirs = high(pair[1]);
  process.errors_ = high(::memfd_create("complaints", MFD_CLOEXEC));
  if (process.stream_.get() < 0 || theirs.get() < 0 || process.errors_.get() < 0) {
    return fail(std::string("no connection to another program: ") + std::strerror(errno), program.string());
  }
  Actions actions;
  if (streams == Streams::feed) {
    actions.take(theirs.get(), STDIN_FILENO);
    actions.nothing(STDOUT_FILENO, O_WRONLY);
  } else {
    actions.nothing(STDIN_FILENO, O_RDONLY);
    actions.take(theirs.get(), STDOUT_FILENO);
  }
  actions.take(process.errors_.get(), STDERR_FILENO);
  std::vector<std::string> texts{program.string()};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> words;
  for (std::string& text : texts) {
    words.push_back(text.data());
  }
  words.push_back(nullptr);
  const Attributes attributes;
  pid_t pid = -1;
  if (const int problem =
          ::posix_spawn(&pid, program.c_str(), &actions.value, &attributes.value, words.data(), environ);
      problem != 0) {
    return fail(std::string("cannot be started: ") + std::strerror(problem), program.string());
  }
  process.pid_ = pid;
  return process;
}

Process::~Process() {
  if (pid_ > 0) {
    stream_.close();
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      stream_(std::move(other.stream_)),
      errors_(std::move(other.errors_)),
      pending_(std::move(other.pending_)),
      output_ended_(other.output_ended_) {}

bool Process::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(stream_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return false;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

void Process::end_of_input() { stream_.close(); }

std::optional<std::string> Process::read_line(int milliseconds) {
  const auto whole_line = [&]() -> std::optional<std::string> {
    const std::size_t end = pending_.find('\n');
    if (end == std::string::npos) {
      return std::nullopt;
    }
    std::string line = pending_.substr(0, end);
    pending_.erase(0, end + 1);
    return line;
  };
  if (auto line = whole_line()) {
    return line;
  }
  pollfd wanted{stream_.get(), POLLIN, 0};
  if (output_ended_ || ::poll(&wanted, 1, milliseconds) <= 0) {
    return std::nullopt;
  }
  std::array<char, 4096> buffer{};
  const ssize_t count = ::read(stream_.get(), buffer.data(), buffer.size());
  if (count > 0) {
    pending_.append(buffer.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || errno != EINTR) {
    output_ended_ = true;
  }
  return whole_line();
}

void Process::ask_to_stop() const {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
  }
}

int Process::wait() {
  stream_.close();
  int status = 0;
  while (pid_ > 0 && ::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  constexpr int kBySignal = 128;
  return WIFEXITED(status) ? WEXITSTATUS(status) : kBySignal + WTERMSIG(status);
}

std::string Process::complaint() const {
  constexpr off_t kMost = 4096;
  const off_t size = ::lseek(errors_.get(), 0, SEEK_END);
  const off_t from = std::max<off_t>(0, size - kMost);
  std::string text(static_cast<std::size_t>(std::max<off_t>(0, size - from)), '\0');
  const ssize_t count = ::pread(errors_.get(), text.data(), text.size(), from);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, count)));
  text.erase(text.find_last_not_of(" \r\n\t") + 1);
  const std::size_t line = text.find_last_of('\n');
  return line == std::string::npos ? text : text.substr(line + 1);
}

}  // namespace crus::app
