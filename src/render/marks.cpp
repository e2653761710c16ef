#include "render/marks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "render/font_shapes.hpp"
#include "render/locations.hpp"

namespace crus::render {
namespace {

constexpr int kAtlasWidth = 1024;
constexpr int kFirstHeight = 256;
constexpr int kMostHeight = 8192;

}  // namespace

glm::ivec2 GlyphAtlas::place(glm::ivec2 size) {
  constexpr int kGap = 1;
  if (pen_.x + size.x + kGap > kAtlasWidth) {
    pen_ = {0, pen_.y + shelf_};
    shelf_ = 0;
  }
  const glm::ivec2 corner = pen_;
  pen_.x += size.x + kGap;
  shelf_ = std::max(shelf_, size.y + kGap);
  while (height_ < pen_.y + shelf_) {
    height_ = height_ == 0 ? kFirstHeight : height_ * 2;
    coverage_.resize(static_cast<std::size_t>(kAtlasWidth) * static_cast<std::size_t>(height_), 0);
    texture_ = GlTexture();
  }
  return corner;
}

const AtlasGlyph& GlyphAtlas::find(const Font& font, int glyph, int size_quarters, int shift_quarters) {
  const Key key{&font, glyph, size_quarters, shift_quarters};
  if (const auto found = glyphs_.find(key); found != glyphs_.end()) {
    return found->second;
  }
  const GlyphBitmap bitmap =
      rasterise(font, glyph, static_cast<float>(size_quarters) / 4.0F, static_cast<float>(shift_quarters) / 4.0F);
  AtlasGlyph placed{{0, 0}, {bitmap.width, bitmap.height}, bitmap.offset};
  if (bitmap.width <= 0 || bitmap.width >= kAtlasWidth || bitmap.height >= kAtlasWidth) {
    placed.size = {0, 0};
  } else {
    placed.corner = place(placed.size);
    for (int y = 0; y < bitmap.height; ++y) {
      const auto* row = bitmap.coverage.data() + static_cast<std::ptrdiff_t>(y) * bitmap.width;
      std::copy(row, row + bitmap.width,
                coverage_.begin() + static_cast<std::ptrdiff_t>(placed.corner.y + y) * kAtlasWidth + placed.corner.x);
    }
    stale_ = true;
  }
  return glyphs_.emplace(key, placed).first->second;
}

void GlyphAtlas::bind() {
  glActiveTexture(GL_TEXTURE0 + CRUS_UNIT_GLYPHS);
  if (!texture_) {
    texture_ = GlTexture::make();
    stale_ = true;
  }
  glBindTexture(GL_TEXTURE_2D, texture_.id());
  if (stale_ && height_ > 0) {
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, kAtlasWidth, height_, 0, GL_RED, GL_UNSIGNED_BYTE, coverage_.data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  }
  stale_ = false;
  // Zooming through text sizes must not fill the memory: start over before the next picture.
  if (height_ > kMostHeight / 2) {
    glyphs_.clear();
    coverage_.clear();
    height_ = 0;
    pen_ = {0, 0};
    shelf_ = 0;
  }
}

Marks::Marks(const Font& regular, const Font& bold)
    : regular_(regular), bold_(bold), vertex_array_(GlVertexArray::make()), buffer_(GlBuffer::make()) {
  glBindVertexArray(vertex_array_.id());
  glBindBuffer(GL_ARRAY_BUFFER, buffer_.id());
  struct Attribute {
    GLuint location;
    GLint count;
    std::size_t offset;
  };
  constexpr std::array<Attribute, 4> kAttributes{{{CRUS_MARK_POSITION, 2, offsetof(Vertex, position)},
                                                  {CRUS_MARK_LOCAL, 2, offsetof(Vertex, local)},
                                                  {CRUS_MARK_SHAPE, 4, offsetof(Vertex, shape)},
                                                  {CRUS_MARK_COLOUR, 4, offsetof(Vertex, colour)}}};
  for (const Attribute& a : kAttributes) {
    glEnableVertexAttribArray(a.location);
    glVertexAttribPointer(a.location, a.count, GL_FLOAT, GL_FALSE, sizeof(Vertex),
                          reinterpret_cast<const void*>(a.offset));
  }
  glBindVertexArray(0);
}

void Marks::add_box(glm::vec2 centre, glm::vec2 along, glm::vec2 half, float radius, const glm::vec4& colour) {
  const glm::vec2 across(-along.y, along.x);
  const glm::vec2 reach = half + 1.0F;
  const glm::vec4 shape(half, std::min({radius, half.x, half.y}), 0.0F);
  const auto corner = [&](float x, float y) {
    const glm::vec2 local(x * reach.x, y * reach.y);
    vertices_.push_back({centre + along * local.x + across * local.y, local, shape, colour});
  };
  for (const glm::vec2 at :
       {glm::vec2(-1, -1), glm::vec2(1, -1), glm::vec2(1, 1), glm::vec2(-1, -1), glm::vec2(1, 1), glm::vec2(-1, 1)}) {
    corner(at.x, at.y);
  }
}

void Marks::add_text(const Text2D& text) {
  const Font& font = text.bold ? bold_ : regular_;
  constexpr int kLargestQuarters = 4 * 512;
  const int quarters = std::clamp(static_cast<int>(std::lround(text.size_px * 4.0F)), 4, kLargestQuarters);
  const int baseline = static_cast<int>(std::lround(text.position.y));
  for (const PlacedGlyph& glyph : layout(font, text.text, static_cast<float>(quarters) / 4.0F)) {
    const int x_quarters = static_cast<int>(std::lround((text.position.x + glyph.x_px) * 4.0F));
    const int shift = ((x_quarters % 4) + 4) % 4;
    const AtlasGlyph& found = atlas_.find(font, glyph.glyph, quarters, shift);
    if (found.size.x == 0) {
      continue;
    }
    const glm::vec2 min(glm::ivec2((x_quarters - shift) / 4, baseline) + found.offset);
    const glm::vec2 size(found.size);
    const glm::vec2 source(found.corner);
    const glm::vec4 shape(0.0F, 0.0F, 0.0F, 1.0F);
    for (const glm::vec2 at :
         {glm::vec2(0, 0), glm::vec2(1, 0), glm::vec2(1, 1), glm::vec2(0, 0), glm::vec2(1, 1), glm::vec2(0, 1)}) {
      vertices_.push_back({min + at * size, source + at * size, shape, text.colour});
    }
  }
}

void Marks::draw_background(const glm::vec3& top, const glm::vec3& bottom, glm::ivec2 size, const Program& program) {
  constexpr float kBackground = 2.0F;  // as marks.frag takes it
  vertices_.clear();
  const glm::vec2 corner(size);
  for (const glm::vec2 at :
       {glm::vec2(0, 0), glm::vec2(1, 0), glm::vec2(1, 1), glm::vec2(0, 0), glm::vec2(1, 1), glm::vec2(0, 1)}) {
    vertices_.push_back({at * corner, glm::vec2(0.0F), glm::vec4(bottom, kBackground), glm::vec4(top, 1.0F)});
  }
  draw_vertices(size, program);
}

void Marks::draw(const Overlay& overlay, glm::ivec2 size, const Program& program) {
  vertices_.clear();
  for (const Rect2D& rect : overlay.rects) {
    add_box(0.5F * (rect.min + rect.max), {1.0F, 0.0F}, 0.5F * (rect.max - rect.min), rect.radius_px, rect.colour);
  }
  for (const Line2D& line : overlay.lines) {
    const float length = glm::length(line.b - line.a);
    if (length > 0.0F) {
      // Thinner than a pixel: one pixel wide and fainter.
      const float width = std::max(line.width_px, 1.0F);
      const glm::vec4 colour(glm::vec3(line.colour), line.colour.w * std::min(line.width_px, 1.0F));
      add_box(0.5F * (line.a + line.b), (line.b - line.a) / length, {0.5F * length, 0.5F * width}, 0.0F, colour);
    }
  }
  for (const Text2D& text : overlay.texts) {
    add_text(text);
  }
  if (!vertices_.empty()) {
    draw_vertices(size, program);
  }
}

void Marks::draw_vertices(glm::ivec2 size, const Program& program) {
  program.use();
  atlas_.bind();
  glUniform2f(program.uniform("picture_size"), static_cast<float>(size.x), static_cast<float>(size.y));
  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glBindVertexArray(vertex_array_.id());
  glBindBuffer(GL_ARRAY_BUFFER, buffer_.id());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices_.size() * sizeof(Vertex)), vertices_.data(),
               GL_STREAM_DRAW);
  glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(vertices_.size()));
  glDisable(GL_BLEND);
}

}  // namespace crus::render
