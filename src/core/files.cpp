#include "core/files.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace crus {
namespace fs = std::filesystem;
namespace {

// An open file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

std::string reason() { return std::strerror(errno); }

// The size of an open file, if it is one.
Result<std::uintmax_t> size_of(const Descriptor& in, const fs::path& file) {
  if (!in.ok()) {
    return fail("cannot open the file", file.string(), reason());
  }
  struct stat info {};
  if (::fstat(in.get(), &info) != 0) {
    return fail("cannot read the file", file.string(), reason());
  }
  if (S_ISDIR(info.st_mode)) {
    return fail("this is a folder, not a file", file.string());
  }
  if (!S_ISREG(info.st_mode)) {
    return fail("this is not a regular file", file.string());
  }
  return static_cast<std::uintmax_t>(info.st_size);
}

int open_to_read(const fs::path& file) { return ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); }

template <class Buffer>
Result<Buffer> read_whole(const fs::path& file, std::uintmax_t max_bytes) {
  const Descriptor in(open_to_read(file));
  const auto found = size_of(in, file);
  if (!found) {
    return tl::unexpected(found.error());
  }
  const std::uintmax_t size = *found;
  if (size > max_bytes) {
    return fail("the file is too large (" + std::to_string(size >> 20U) + " MiB, at most " +
                    std::to_string(max_bytes >> 20U) + " MiB)",
                file.string());
  }
  Buffer data(static_cast<std::size_t>(size), typename Buffer::value_type{});
  std::size_t done = 0;
  while (done < data.size()) {
    const ssize_t count = ::read(in.get(), data.data() + done, data.size() - done);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return fail("cannot read the file", file.string(), reason());
    }
    if (count == 0) {
      data.resize(done);
      break;
    }
    done += static_cast<std::size_t>(count);
  }
  return data;
}

fs::path xdg_folder(const char* variable, const char* below_home) {
  const char* set = std::getenv(variable);
  // The specification says relative paths in these variables are to be ignored.
  if (set != nullptr && fs::path(set).is_absolute()) {
    return fs::path(set) / "crus";
  }
  const char* home = std::getenv("HOME");
  if (home != nullptr && fs::path(home).is_absolute()) {
    return fs::path(home) / below_home / "crus";
  }
  return {};
}

}  // namespace

Result<std::vector<std::byte>> read_bytes(const fs::path& file, std::uintmax_t max_bytes) {
  return read_whole<std::vector<std::byte>>(file, max_bytes);
}

Result<std::string> read_text(const fs::path& file, std::uintmax_t max_bytes) {
  return read_whole<std::string>(file, max_bytes);
}

Result<MappedFile> MappedFile::open(const fs::path& file) {
  const Descriptor in(open_to_read(file));
  const auto size = size_of(in, file);
  if (!size) {
    return tl::unexpected(size.error());
  }
  if (*size == 0) {
    return MappedFile({});
  }
  void* data = ::mmap(nullptr, *size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, in.get(), 0);
  if (data == MAP_FAILED) {
    return fail("cannot read the file", file.string(), reason());
  }
  return MappedFile({static_cast<const std::byte*>(data), static_cast<std::size_t>(*size)});
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) {
    ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
  }
}

Status write_atomically(const fs::path& file, std::span<const std::byte> bytes, bool make_folders) {
  std::error_code code;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (make_folders) {
    fs::create_directories(folder, code);
  }
  if (fs::is_directory(file, code)) {
    return fail("cannot write the file", file.string(), "a folder of that name is in the way");
  }
  fs::path draft = file;
  draft += "." + std::to_string(::getpid()) + ".part";
  {
    const Descriptor out(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!out.ok()) {
      return fail("cannot write the file", file.string(), reason());
    }
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t count = ::write(out.get(), bytes.data() + done, bytes.size() - done);
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count <= 0) {
        const std::string why = reason();
        fs::remove(draft, code);
        return fail("cannot write the file", file.string(), why);
      }
      done += static_cast<std::size_t>(count);
    }
    if (::fsync(out.get()) != 0 && errno != EINVAL && errno != EROFS) {
      const std::string why = reason();
      fs::remove(draft, code);
      return fail("cannot write the file", file.string(), why);
    }
  }
  fs::rename(draft, file, code);
  if (code) {
    const std::string why = code.message();
    fs::remove(draft, code);
    return fail("cannot write the file", file.string(), why);
  }
  return {};
}

Status write_atomically(const fs::path& file, std::string_view text, bool make_folders) {
  return write_atomically(file, std::as_bytes(std::span(text.data(), text.size())), make_folders);
}

fs::path cache_folder() { return xdg_folder("XDG_CACHE_HOME", ".cache"); }
fs::path config_folder() { return xdg_folder("XDG_CONFIG_HOME", ".config"); }
fs::path state_folder() { return xdg_folder("XDG_STATE_HOME", ".local/state"); }

Result<fs::path> share_folder() {
  std::error_code code;
  const char* set = std::getenv("CRUS_SHARE_DIR");
  const fs::path beside = (program_path().parent_path() / ".." / "share" / "crus").lexically_normal();
  const fs::path folder = set != nullptr && *set != '\0' ? fs::path(set) : beside;
  if (!fs::is_directory(folder / "assets", code)) {
    return fail("the program's data folder is missing", folder.string(),
                "build it with scripts/run.sh, or point CRUS_SHARE_DIR at it");
  }
  return folder;
}

fs::path program_path() {
  std::error_code code;
  return fs::read_symlink("/proc/self/exe", code);
}

std::string_view version() { return CRUS_VERSION; }

}  // namespace crus
