#include "atlas/table_lines.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace crus::atlas {

std::string TableLine::where(const std::filesystem::path& file) const {
  return fmt::format("{}:{}", file.string(), number);
}

std::vector<TableLine> table_lines(std::string_view text) {
  std::vector<TableLine> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (!line.empty() && line.front() != '#') {
      lines.push_back({line, number});
    }
  }
  return lines;
}

Result<std::vector<TableLine>> lines_below(std::string_view header, std::string_view text,
                                           const std::filesystem::path& file, const char* unusable) {
  std::vector<TableLine> lines = table_lines(text);
  if (lines.empty()) {
    return lines;
  }
  if (lines.front().text != header) {
    return fail(unusable, lines.front().where(file), "it starts with " + std::string(header));
  }
  lines.erase(lines.begin());
  return lines;
}

std::vector<std::string_view> split_cells(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = line.find(',');
    cells.push_back(line.substr(0, comma));
    line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  }
  return cells;
}

}  // namespace crus::atlas
