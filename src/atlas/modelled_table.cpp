#include "atlas/modelled_table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/files.hpp"

#include <fmt/format.h>

namespace crus::atlas {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = line.find(',');
    cells.emplace_back(trimmed(line.substr(0, comma)));
    line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  }
  return cells;
}

}  // namespace

Result<std::vector<TableRow>> read_table(const std::filesystem::path& file, std::string_view header) {
  const auto text = read_text(file);
  if (!text) {
    return tl::unexpected(text.error());
  }
  const std::size_t columns = cells_of(header).size();
  std::vector<TableRow> rows;
  std::string_view rest = *text;
  bool header_seen = false;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::string where = fmt::format("{}:{}", file.filename().string(), number);
    if (line.empty() || line.front() == '#') {
      continue;
    }
    if (!header_seen) {
      if (line != header) {
        return fail("the table is not usable", where, "it starts with " + std::string(header));
      }
      header_seen = true;
      continue;
    }
    TableRow row{cells_of(line), where};
    if (row.cells.size() != columns) {
      return fail(fmt::format("a row has {} cells instead of {}", row.cells.size(), columns), where,
                  "a row is " + std::string(header));
    }
    rows.push_back(std::move(row));
  }
  if (!header_seen) {
    return fail("the table is empty", file.filename().string(), "it starts with " + std::string(header));
  }
  return rows;
}

Result<double> number_of(std::string_view text, const std::string& where, std::string_view what) {
  double value = 0.0;
  const char* first = text.data() + (text.starts_with('+') ? 1 : 0);
  const auto [end, code] = std::from_chars(first, text.data() + text.size(), value);
  if (text.empty() || code != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return fail(fmt::format("{} is not a number: '{}'", what, text), where);
  }
  return value;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!(text = trimmed(text)).empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

}  // namespace crus::atlas
