// Files and folders: whole-file reads, writes that never leave half a file, and the XDG folders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace crus {

// The file's bytes. Fails with the system's reason (missing, a folder, no permission) or when larger than max_bytes.
[[nodiscard]] Result<std::vector<std::byte>> read_bytes(const std::filesystem::path& file,
                                                        std::uintmax_t max_bytes = std::uintmax_t{4} << 30U);
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& file,
                                            std::uintmax_t max_bytes = std::uintmax_t{64} << 20U);

// A file as it lies in the system's own memory, without a copy, for as long as this lives. For files that are only ever
// replaced whole: one that is shortened meanwhile takes the program with it.
class MappedFile {
 public:
  [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) = delete;
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::span<const std::byte> bytes_;
};

// Writes beside the target under a name of its own, syncs, then renames over it: a good file is replaced whole or not
// at all. Creates missing parent folders only if make_folders is set.
[[nodiscard]] Status write_atomically(const std::filesystem::path& file, std::span<const std::byte> bytes,
                                      bool make_folders = false);
[[nodiscard]] Status write_atomically(const std::filesystem::path& file, std::string_view text,
                                      bool make_folders = false);

// $XDG_CACHE_HOME/crus, $XDG_CONFIG_HOME/crus, $XDG_STATE_HOME/crus with the usual fallbacks under $HOME. The folder
// may not exist yet. Empty if neither variable is set.
[[nodiscard]] std::filesystem::path cache_folder();
[[nodiscard]] std::filesystem::path config_folder();
[[nodiscard]] std::filesystem::path state_folder();

// The folder with assets/, shaders/, fonts/ and builtin.crusleg: $CRUS_SHARE_DIR if set, else ../share/crus beside the
// folder of the running program. Fails with both places named when neither holds assets/.
[[nodiscard]] Result<std::filesystem::path> share_folder();

// Absolute path of the running program.
[[nodiscard]] std::filesystem::path program_path();

// The program's version, "0.1.0".
[[nodiscard]] std::string_view version();

}  // namespace crus
