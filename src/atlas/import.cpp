#include "atlas/import.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <iterator>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "atlas/bytes.hpp"
#include "core/text.hpp"

namespace crus::atlas {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array<std::string_view, 6> kExtensions{"glb", "gltf", "obj", "stl", "ply", "fbx"};
// In the worker, where its result file is open.
constexpr int kResultDescriptor = 3;
// A file that takes longer than this, and a second for every two megabytes, hangs.
constexpr std::chrono::seconds kPatience{60};
// So many hanging files are enough to give up on the rest.
constexpr int kMaxTimeouts = 2;

class Descriptor {
 public:
  // Numbers from 10 up, so that moving them to 1 and 3 in the child cannot tread on one another.
  explicit Descriptor(int fd) : fd_(fd) {
    if (fd_ >= 0 && fd_ < 10) {
      const int high = ::fcntl(fd_, F_DUPFD_CLOEXEC, 10);
      ::close(fd_);
      fd_ = high;
    }
  }
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void close() {
    if (fd_ >= 0) {
      ::close(fd_);
      fd_ = -1;
    }
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

class Mapping {
 public:
  explicit Mapping(int fd) {
    const off_t size = ::lseek(fd, 0, SEEK_END);
    if (size > 0) {
      void* data = ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_PRIVATE, fd, 0);
      if (data != MAP_FAILED) {
        bytes_ = {static_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
      }
    }
  }
  ~Mapping() {
    if (!bytes_.empty()) {
      ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
    }
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

enum class Ending { done, crashed, timed_out, cancelled };

// One started worker; killed and reaped at the latest when this goes.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The exit status once it has ended; -1 where somebody else reaped it.
  std::optional<int> ended() {
    int status = 0;
    const pid_t found = ::waitpid(pid_, &status, WNOHANG);
    if (found == 0 || (found < 0 && errno == EINTR)) {
      return std::nullopt;
    }
    pid_ = -1;
    return found > 0 ? status : -1;
  }

 private:
  pid_t pid_;
};

std::chrono::seconds patience_for(const fs::path& file) {
  std::error_code code;
  const std::uintmax_t size = fs::file_size(file, code);
  return kPatience + std::chrono::seconds(code ? 0 : size >> 21U);
}

Result<pid_t> start(const fs::path& worker, const fs::path& folder, std::span<const fs::path> files, int result_fd,
                    int signs_fd) {
  // The kernel's link works even when the program's file was replaced while it runs.
  std::string program = worker.empty() ? "/proc/self/exe" : worker.string();
  std::vector<std::string> texts{program, "import-worker", "/dev/fd/" + std::to_string(kResultDescriptor),
                                 folder.string()};
  std::transform(files.begin(), files.end(), std::back_inserter(texts),
                 [](const fs::path& file) { return file.string(); });
  std::vector<char*> arguments;
  arguments.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    arguments.push_back(text.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, signs_fd, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, result_fd, kResultDescriptor);
  pid_t pid = -1;
  const int problem = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) {
    return fail("cannot start the process that reads mesh files", program, std::strerror(problem));
  }
  return pid;
}

// Waits for the worker's end, following its signs of life.
Ending follow(Child& child, int signs_fd, std::span<const fs::path> files, std::size_t files_before,
              std::size_t files_in_all, Progress& progress) {
  std::size_t begun = 0;
  bool talking = true;
  Clock::time_point deadline = Clock::now() + kPatience;
  while (true) {
    if (progress.cancelled()) {
      return Ending::cancelled;
    }
    if (Clock::now() > deadline) {
      return Ending::timed_out;
    }
    constexpr int kLookMs = 50;
    constexpr int kLookAtEndMs = 1;
    pollfd wait{talking ? signs_fd : -1, POLLIN, 0};
    ::poll(&wait, 1, talking ? kLookMs : kLookAtEndMs);
    if (talking && wait.revents != 0) {
      std::array<char, 512> buffer{};
      const ssize_t count = ::read(signs_fd, buffer.data(), buffer.size());
      talking = count > 0 || (count < 0 && errno == EINTR);
      const auto lines = std::count(buffer.begin(), buffer.begin() + std::max<ssize_t>(count, 0), '\n');
      begun = std::min(begun + static_cast<std::size_t>(lines), files.size());
      if (lines > 0 && begun > 0) {
        const fs::path& file = files[begun - 1];
        deadline = Clock::now() + patience_for(file);
        progress.report(static_cast<double>(files_before + begun - 1) / static_cast<double>(files_in_all),
                        "reading " + file.filename().string());
      }
    }
    if (!talking) {
      if (const auto status = child.ended()) {
        return *status == 0 ? Ending::done : Ending::crashed;
      }
    }
  }
}

std::vector<std::string> get_texts(ByteReader& in) {
  std::vector<std::string> texts(in.count_of(sizeof(std::uint64_t)));
  for (std::string& text : texts) {
    text = in.get_text();
  }
  return texts;
}

bool is_sound(const ImportedMesh& mesh) {
  const auto finite = [](const glm::vec3& p) { return std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z); };
  const auto in_range = [&](const glm::uvec3& t) { return std::max({t.x, t.y, t.z}) < mesh.positions.size(); };
  return !mesh.triangles.empty() && std::all_of(mesh.positions.begin(), mesh.positions.end(), finite) &&
         std::all_of(mesh.triangles.begin(), mesh.triangles.end(), in_range);
}

// One record into `imported`; false when it is not sound, whatever the worker meant.
bool take_record(ByteReader in, std::size_t expected_index, const fs::path& file, Imported& imported) {
  const auto index = in.get<std::uint64_t>();
  const bool good = in.get<std::uint8_t>() == 1;
  if (!in.ok() || index != expected_index) {
    return false;
  }
  if (!good) {
    const std::string what = in.get_text();
    const std::string advice = in.get_text();
    if (!in.ok() || !in.at_end() || what.empty()) {
      return false;
    }
    imported.failed.push_back({file, Error{what, file.string(), advice}});
    return true;
  }
  const std::string copyright = in.get_text();
  constexpr std::size_t kLeastMeshBytes = 4 * sizeof(std::uint64_t);
  std::vector<ImportedMesh> meshes(in.count_of(kLeastMeshBytes));
  for (ImportedMesh& mesh : meshes) {
    mesh.file_stem = file.stem().string();
    mesh.names = get_texts(in);
    mesh.parents = get_texts(in);
    mesh.node = in.get<std::uint32_t>();
    mesh.positions = in.get_all<glm::vec3>();
    mesh.triangles = in.get_all<glm::uvec3>();
  }
  if (!in.ok() || !in.at_end() || meshes.empty() || !std::all_of(meshes.begin(), meshes.end(), is_sound)) {
    return false;
  }
  std::move(meshes.begin(), meshes.end(), std::back_inserter(imported.meshes));
  if (imported.copyright.empty()) {
    imported.copyright = copyright;
  }
  return true;
}

// Takes the whole records; returns how many files they answer for.
std::size_t take_records(std::span<const std::byte> bytes, std::span<const fs::path> files, Imported& imported) {
  std::size_t answered = 0;
  while (answered < files.size() && bytes.size() >= sizeof(std::uint64_t)) {
    const auto length = ByteReader(bytes).get<std::uint64_t>();
    bytes = bytes.subspan(sizeof(std::uint64_t));
    if (length > bytes.size()) {
      break;
    }
    const auto record = bytes.first(static_cast<std::size_t>(length));
    if (!take_record(ByteReader(record), answered, files[answered], imported)) {
      break;
    }
    bytes = bytes.subspan(record.size());
    ++answered;
  }
  return answered;
}

}  // namespace

std::span<const std::string_view> mesh_extensions() { return kExtensions; }

bool has_mesh_extension(const fs::path& file) {
  const std::string extension = lower(file.extension().string());
  return extension.size() > 1 &&
         std::find(kExtensions.begin(), kExtensions.end(), std::string_view(extension).substr(1)) != kExtensions.end();
}

Result<Imported> import_files(std::span<const fs::path> files, const fs::path& folder, const fs::path& worker,
                              Progress& progress) {
  Imported imported;
  std::size_t done = 0;
  int timeouts = 0;
  // A worker that dies has answered for the files before the one that killed it; the next one takes up after that.
  while (done < files.size()) {
    const std::span<const fs::path> rest = files.subspan(done);
    const Descriptor result(::memfd_create("crus-import", MFD_CLOEXEC));
    std::array<int, 2> pipe_ends{-1, -1};
    if (result.get() < 0 || ::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
      return fail("cannot start the process that reads mesh files", "", std::strerror(errno));
    }
    const Descriptor signs(pipe_ends[0]);
    Descriptor signs_of_worker(pipe_ends[1]);
    const auto pid = start(worker, folder, rest, result.get(), signs_of_worker.get());
    if (!pid) {
      return tl::unexpected(pid.error());
    }
    Ending ending = Ending::cancelled;
    {
      Child child(*pid);
      signs_of_worker.close();
      ending = follow(child, signs.get(), rest, done, files.size(), progress);
    }
    if (ending == Ending::cancelled) {
      return fail("cancelled", folder.string());
    }
    const Mapping written(result.get());
    done += take_records(written.bytes(), rest, imported);
    if (done < files.size()) {
      const bool late = ending == Ending::timed_out;
      imported.failed.push_back(
          {files[done], Error{late ? "reading the file takes too long" : "the file crashed the parser",
                              files[done].string(), "it is damaged or too complex; try another format"}});
      ++done;
      timeouts += late ? 1 : 0;
    }
    if (timeouts >= kMaxTimeouts) {
      for (; done < files.size(); ++done) {
        imported.failed.push_back(
            {files[done], Error{"not read, after other files took too long", files[done].string()}});
      }
    }
  }
  return imported;
}

}  // namespace crus::atlas
