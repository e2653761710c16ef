// How much a table says, in numbers: no table may re-encode its source.
#pragma once

#include <filesystem>

#include <gtest/gtest.h>

#include "core/files.hpp"

namespace crus::test {

// Cells that hold a number; comments do not count.
inline std::size_t numbers_in(const std::filesystem::path& table) {
  const auto text = read_text(table);
  EXPECT_TRUE(text) << table;
  std::size_t numbers = 0;
  bool comment = false;
  bool at_start = true;
  for (std::size_t i = 0; text && i < text->size(); ++i) {
    const char c = (*text)[i];
    comment = at_start ? c == '#' : comment;
    const bool starts_cell = at_start || (*text)[i - 1] == ',';
    numbers += !comment && starts_cell && ((c >= '0' && c <= '9') || c == '-') ? 1U : 0U;
    at_start = c == '\n';
  }
  return numbers;
}

}  // namespace crus::test
