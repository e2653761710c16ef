// The tables of assets/atlas/modelled, cell by cell. Private to this room.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace crus::atlas {

struct TableRow {
  std::vector<std::string> cells;  // as many as the header has, without blanks round them
  std::string where;               // "paths.csv:12"
};

// A file of comma-separated cells with this header as its first line; blank lines and lines with # are left out.
[[nodiscard]] Result<std::vector<TableRow>> read_table(const std::filesystem::path& file, std::string_view header);

// A finite number; the error names the place and what the number is.
[[nodiscard]] Result<double> number_of(std::string_view text, const std::string& where, std::string_view what);

// The words between blanks.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

}  // namespace crus::atlas
