// What a folder holds, as the file browser lists it. No ImGui.
#pragma once

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace crus::ui {

struct FolderEntry {
  std::string name;
  bool folder = false;
  std::uintmax_t bytes = 0;  // of a file
  std::time_t changed = 0;
};

struct FolderList {
  static constexpr std::size_t kMost = 10'000;
  std::filesystem::path folder;  // absolute
  std::vector<FolderEntry> entries;
  std::size_t left_out = 0;  // beyond kMost
};

// Sub-folders first, then files that end in one of the extensions ("glb"; none: every file), each by name without
// regard to case. Hidden names are left out. Fails with the system's reason.
[[nodiscard]] Result<FolderList> list_folder(const std::filesystem::path& folder,
                                             std::span<const std::string> extensions);

// What a person typed as a path: "~" is the home folder, relative paths start from `base`.
[[nodiscard]] std::filesystem::path typed_path(std::string_view typed, const std::filesystem::path& base);
// Whether it means a path rather than part of a name.
[[nodiscard]] bool looks_like_path(std::string_view typed);

// "14.2 MB", "2026-11-24 10:05" in local time.
[[nodiscard]] std::string size_words(std::uintmax_t bytes);
[[nodiscard]] std::string date_words(std::time_t time);

}  // namespace crus::ui
