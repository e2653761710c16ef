#include "ui/folder_list.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include <fmt/format.h>

#include "core/text.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace fs = std::filesystem;
namespace {

bool wanted(const std::string& name, std::span<const std::string> extensions) {
  if (extensions.empty()) {
    return true;
  }
  const std::string ending = lower(fs::path(name).extension().string());
  return ending.size() > 1 && std::find(extensions.begin(), extensions.end(), ending.substr(1)) != extensions.end();
}

FolderEntry entry_of(const fs::directory_entry& found, std::string name) {
  std::error_code code;
  FolderEntry entry{std::move(name), found.is_directory(code), 0, 0};
  if (!entry.folder) {
    const std::uintmax_t bytes = found.file_size(code);
    entry.bytes = code ? 0 : bytes;
  }
  const fs::file_time_type time = found.last_write_time(code);
  if (!code) {
    entry.changed = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(std::chrono::file_clock::to_sys(time)));
  }
  return entry;
}

}  // namespace

Result<FolderList> list_folder(const fs::path& folder, std::span<const std::string> extensions) {
  std::error_code code;
  FolderList list;
  list.folder = fs::absolute(folder, code).lexically_normal();
  if (list.folder.filename().empty() && list.folder.has_parent_path() && list.folder != list.folder.root_path()) {
    list.folder = list.folder.parent_path();
  }
  fs::directory_iterator found(list.folder, code);
  if (code) {
    return fail(text::kFolderUnreadable, list.folder.string(), code.message());
  }
  for (; found != fs::directory_iterator(); found.increment(code)) {
    std::string name = found->path().filename().string();
    std::error_code ignored;
    if (name.starts_with('.') || (!found->is_directory(ignored) && !wanted(name, extensions))) {
      continue;
    }
    if (list.entries.size() >= FolderList::kMost) {
      ++list.left_out;
      continue;
    }
    list.entries.push_back(entry_of(*found, std::move(name)));
  }
  std::stable_sort(list.entries.begin(), list.entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
    if (a.folder != b.folder) {
      return a.folder;
    }
    const std::string low_a = lower(a.name);
    const std::string low_b = lower(b.name);
    return low_a != low_b ? low_a < low_b : a.name < b.name;
  });
  return list;
}

bool looks_like_path(std::string_view typed) {
  return typed.find('/') != std::string_view::npos || typed.starts_with('~') || typed == "..";
}

fs::path typed_path(std::string_view typed, const fs::path& base) {
  const char* home = std::getenv("HOME");
  if (typed.starts_with('~') && home != nullptr && (typed.size() == 1 || typed[1] == '/')) {
    return fs::path(home) / (typed.size() > 2 ? typed.substr(2) : std::string_view());
  }
  return (base / typed).lexically_normal();
}

std::string size_words(std::uintmax_t bytes) {
  constexpr std::array<const char*, 4> kUnits{"kB", "MB", "GB", "TB"};
  if (bytes < 1000) {
    return fmt::format("{} B", bytes);
  }
  double size = static_cast<double>(bytes) / 1000.0;
  std::size_t unit = 0;
  while (size >= 999.5 && unit + 1 < kUnits.size()) {
    size /= 1000.0;
    ++unit;
  }
  return size < 9.95 ? fmt::format("{:.1f} {}", size, kUnits[unit]) : fmt::format("{:.0f} {}", size, kUnits[unit]);
}

std::string date_words(std::time_t time) {
  std::tm parts{};
  std::array<char, 32> buffer{};
  if (time == 0 || localtime_r(&time, &parts) == nullptr ||
      std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M", &parts) == 0) {
    return {};
  }
  return buffer.data();
}

}  // namespace crus::ui
