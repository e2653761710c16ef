// The tables of the atlas (assets/atlas/**.csv) as lines and cells. Private to the room.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace crus::atlas {

struct TableLine {
  std::string_view text;   // without the end of the line
  std::size_t number = 0;  // in the file, from 1

  // "FILE:LINE", for messages.
  [[nodiscard]] std::string where(const std::filesystem::path& file) const;
};

// The lines that are neither empty nor a comment ('#' first), as views into the text.
[[nodiscard]] std::vector<TableLine> table_lines(std::string_view text);

// The same, after a first one that must be the header; a table may be empty. Fails with `unusable` at the first line.
[[nodiscard]] Result<std::vector<TableLine>> lines_below(std::string_view header, std::string_view text,
                                                         const std::filesystem::path& file, const char* unusable);

// What stands between the commas, as it is; one empty cell for an empty line.
[[nodiscard]] std::vector<std::string_view> split_cells(std::string_view line);

}  // namespace crus::atlas
