// Pain drawings as JSON: {"crus_drawing": 1, "model": ..., "side": ..., "drawings": [{"date": ..., "dabs": [...],
// "regions": [...]}, ...]}. Several of one leg in one file, so that they can be compared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "pain/drawing.hpp"

namespace crus {

struct DatedDrawing {
  std::string date;  // "2026-03-14"
  std::vector<pain::Dab> dabs;
  std::vector<std::string> regions;
  std::vector<std::string> zones;  // that the drawing touches, for readers without this program
  bool operator==(const DatedDrawing&) const = default;
};

struct DrawingFile {
  std::string model;      // hash of the leg
  std::string side;       // "right", "left", ""
  std::string leg_words;  // for people: "built-in"
  std::vector<DatedDrawing> drawings;
  bool operator==(const DrawingFile&) const = default;
};

[[nodiscard]] std::string to_json(const DrawingFile& file);
// Fails on what is no drawing, on a newer version, on numbers out of reach; the error names the entry.
[[nodiscard]] Result<DrawingFile> drawing_file_from_json(std::string_view text);
inline constexpr std::size_t kMaxDrawingBytes = std::size_t{16} << 20U;

}  // namespace crus
