#include "render/font.hpp"

#include <cstddef>
#include <vector>

#include "core/files.hpp"
#include "render/font_shapes.hpp"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#include <stb_truetype.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace crus::render {

struct Font::State {
  std::vector<std::byte> bytes;
  stbtt_fontinfo info{};
  int ascent = 0;
  int descent = 0;
};

namespace {

// Sizes are em sizes, as in CSS.
float scale_of(const Font& font, float size_px) { return stbtt_ScaleForMappingEmToPixels(&font.state().info, size_px); }

// Next code point; malformed bytes read as U+FFFD one at a time.
int next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(at++);
  if (lead < 0x80) {
    return static_cast<int>(lead);
  }
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  if (more == 0 || lead > 0xF4 || at + more > text.size()) {
    return 0xFFFD;
  }
  unsigned code = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) {
      return 0xFFFD;
    }
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  at += more;
  return static_cast<int>(code);
}

// Visits glyphs with the pen in font units; returns the pen after the last.
template <class Visit>
int walk(const stbtt_fontinfo& info, std::string_view utf8, Visit visit) {
  int pen = 0;
  int previous = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const int glyph = stbtt_FindGlyphIndex(&info, next_code_point(utf8, at));
    if (previous != 0) {
      pen += stbtt_GetGlyphKernAdvance(&info, previous, glyph);
    }
    visit(glyph, pen);
    int advance = 0;
    stbtt_GetGlyphHMetrics(&info, glyph, &advance, nullptr);
    pen += advance;
    previous = glyph;
  }
  return pen;
}

}  // namespace

Font::Font(std::unique_ptr<State> state) : state_(std::move(state)) {}
Font::~Font() = default;
Font::Font(Font&&) noexcept = default;
Font& Font::operator=(Font&&) noexcept = default;

Result<Font> Font::load(const std::filesystem::path& file) {
  constexpr std::uintmax_t kMostBytes = std::uintmax_t{32} << 20U;
  auto bytes = read_bytes(file, kMostBytes);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  // A font opens with its table of contents; stb_truetype reads it without bounds checks.
  constexpr std::size_t kLeastBytes = 1024;
  auto state = std::make_unique<State>();
  state->bytes = std::move(*bytes);
  const auto* data = reinterpret_cast<const unsigned char*>(state->bytes.data());
  if (state->bytes.size() < kLeastBytes || stbtt_GetFontOffsetForIndex(data, 0) != 0 ||
      stbtt_InitFont(&state->info, data, 0) == 0) {
    return fail("not a font Crus can read", file.string(), "install fonts-inter and build again");
  }
  stbtt_GetFontVMetrics(&state->info, &state->ascent, &state->descent, nullptr);
  return Font(std::move(state));
}

float Font::width_px(std::string_view utf8, float size_px) const {
  return static_cast<float>(walk(state_->info, utf8, [](int, int) {})) * scale_of(*this, size_px);
}
float Font::ascent_px(float size_px) const { return static_cast<float>(state_->ascent) * scale_of(*this, size_px); }
float Font::descent_px(float size_px) const { return -static_cast<float>(state_->descent) * scale_of(*this, size_px); }

std::vector<PlacedGlyph> layout(const Font& font, std::string_view utf8, float size_px) {
  const float scale = scale_of(font, size_px);
  std::vector<PlacedGlyph> glyphs;
  walk(font.state().info, utf8, [&](int glyph, int pen) {
    glyphs.push_back({glyph, static_cast<float>(pen) * scale});
  });
  return glyphs;
}

GlyphBitmap rasterise(const Font& font, int glyph, float size_px, float shift_x_px) {
  const float scale = scale_of(font, size_px);
  GlyphBitmap bitmap;
  unsigned char* pixels =
      stbtt_GetGlyphBitmapSubpixel(&font.state().info, scale, scale, shift_x_px, 0.0F, glyph, &bitmap.width,
                                   &bitmap.height, &bitmap.offset.x, &bitmap.offset.y);
  if (pixels != nullptr) {
    bitmap.coverage.assign(pixels, pixels + bitmap.width * bitmap.height);
    stbtt_FreeBitmap(pixels, nullptr);
  } else {
    bitmap.width = 0;
    bitmap.height = 0;
  }
  return bitmap;
}

}  // namespace crus::render
