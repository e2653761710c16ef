// Inside the room: glyphs of a font as bitmaps. Layout is here so that measuring and drawing agree.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "render/font.hpp"

namespace crus::render {

struct PlacedGlyph {
  int glyph = 0;
  float x_px = 0.0F;  // of its origin, from the text's left end
};
[[nodiscard]] std::vector<PlacedGlyph> layout(const Font& font, std::string_view utf8, float size_px);

// Coverage 0..255, rows from the top. `offset` leads from the origin (rounded down to a whole pixel) to the top left.
struct GlyphBitmap {
  int width = 0;
  int height = 0;
  glm::ivec2 offset{0};
  std::vector<std::uint8_t> coverage;
};
[[nodiscard]] GlyphBitmap rasterise(const Font& font, int glyph, float size_px, float shift_x_px);

}  // namespace crus::render
