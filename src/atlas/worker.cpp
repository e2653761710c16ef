#include "atlas/worker.hpp"

#include <algorithm>
#include <string_view>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "atlas/bytes.hpp"
#include "atlas/parse.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define CRUS_UNDER_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CRUS_UNDER_ADDRESS_SANITIZER 1
#endif
#endif

#if defined(CRUS_UNDER_ADDRESS_SANITIZER)
// The sanitizer reserves terabytes of address space, so the limit on it cannot hold; this one can.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "max_allocation_size_mb=4096:hard_rss_limit_mb=8192"; }
#endif

namespace crus::atlas {
namespace fs = std::filesystem;
namespace {

void limit(int resource, std::uintmax_t value) {
  const rlimit both{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
  // A lower hard limit may be set already; then that one holds, which is as good.
  static_cast<void>(::setrlimit(static_cast<__rlimit_resource_t>(resource), &both));
}

void confine(std::uintmax_t bytes_to_read) {
  constexpr std::uintmax_t kGiB = std::uintmax_t{1} << 30U;
  constexpr std::uintmax_t kBytesPerSecond = std::uintmax_t{1} << 20U;
  // Compressed meshes grow the most: some two hundred bytes in memory for each in the file. A small file that asks for
  // more only wants to, and the sooner it is stopped the better.
  constexpr std::uintmax_t kBytesInMemory = 256;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, 120 + bytes_to_read / kBytesPerSecond);
  limit(RLIMIT_FSIZE, 4 * kGiB);
#if !defined(CRUS_UNDER_ADDRESS_SANITIZER)
  limit(RLIMIT_AS, std::min(4 * kGiB, kGiB + kBytesInMemory * bytes_to_read));
#else
  static_cast<void>(kBytesInMemory);
#endif
}

void put_texts(ByteWriter& out, const std::vector<std::string>& texts) {
  out.put(static_cast<std::uint64_t>(texts.size()));
  for (const std::string& text : texts) {
    out.put(std::string_view(text));
  }
}

std::vector<std::byte> record(std::uint64_t index, const Result<ParsedFile>& parsed) {
  ByteWriter out;
  out.put(index);
  out.put(static_cast<std::uint8_t>(parsed.has_value()));
  if (!parsed) {
    out.put(std::string_view(parsed.error().what));
    out.put(std::string_view(parsed.error().advice));
    return out.take();
  }
  out.put(std::string_view(parsed->copyright));
  out.put(static_cast<std::uint64_t>(parsed->meshes.size()));
  for (const ImportedMesh& mesh : parsed->meshes) {
    put_texts(out, mesh.names);
    put_texts(out, mesh.parents);
    out.put(mesh.node);
    out.put_all(mesh.positions);
    out.put_all(mesh.triangles);
  }
  return out.take();
}

bool write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
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

int work(const char* out_file, const fs::path& folder, std::span<char* const> files) {
  std::error_code code;
  std::uintmax_t total = 0;
  for (const char* file : files) {
    const std::uintmax_t size = fs::file_size(file, code);
    total += code ? 0 : size;
  }
  const int out = ::open(out_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const fs::path canonical = fs::canonical(folder, code);
  if (out < 0 || code) {
    return 1;
  }
  confine(total);
  for (std::size_t i = 0; i < files.size(); ++i) {
    constexpr std::string_view kSignOfLife = "next\n";
    write_all(STDOUT_FILENO, std::as_bytes(std::span(kSignOfLife)));
    const std::vector<std::byte> bytes = record(i, parse_file(files[i], canonical));
    const auto length = static_cast<std::uint64_t>(bytes.size());
    if (!write_all(out, std::as_bytes(std::span(&length, 1))) || !write_all(out, bytes)) {
      return 1;
    }
  }
  return ::close(out) == 0 ? 0 : 1;
}

}  // namespace

std::optional<int> run_worker_if_asked(int argc, char** argv) {
  const std::span<char* const> arguments(argv, static_cast<std::size_t>(std::max(argc, 0)));
  if (arguments.size() < 2 || std::string_view(arguments[1]) != "import-worker") {
    return std::nullopt;
  }
  if (arguments.size() < 5) {
    return 2;
  }
  try {
    return work(arguments[2], arguments[3], arguments.subspan(4));
  } catch (...) {
    return 1;  // the parent sees which records are missing
  }
}

}  // namespace crus::atlas
