// Text, lines and plates drawn over a finished picture, with one draw call and one glyph atlas.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include <glm/glm.hpp>

#include "render/draw_list.hpp"
#include "render/font.hpp"
#include "render/gl_object.hpp"
#include "render/shader.hpp"

namespace crus::render {

// A rectangle of the atlas with a glyph's coverage in it.
struct AtlasGlyph {
  glm::ivec2 corner{0};
  glm::ivec2 size{0};
  glm::ivec2 offset{0};  // from the glyph's origin, on whole pixels
};

class GlyphAtlas {
 public:
  // Rasterises on first use. Sizes count in quarters of a pixel, shifts (0..3) in quarters too.
  const AtlasGlyph& find(const Font& font, int glyph, int size_quarters, int shift_quarters);
  // Uploads what is new and binds the texture.
  void bind();

 private:
  using Key = std::tuple<const Font*, int, int, int>;
  glm::ivec2 place(glm::ivec2 size);
  std::map<Key, AtlasGlyph> glyphs_;
  std::vector<std::uint8_t> coverage_;
  int height_ = 0;
  glm::ivec2 pen_{0};
  int shelf_ = 0;
  bool stale_ = false;
  GlTexture texture_;
};

class Marks {
 public:
  Marks(const Font& regular, const Font& bold);
  // Covers the bound framebuffer of this size with a gradient (sRGB), opaque.
  void draw_background(const glm::vec3& top, const glm::vec3& bottom, glm::ivec2 size, const Program& program);
  // Blends the overlay (premultiplied, in sRGB) over the bound framebuffer of this size.
  void draw(const Overlay& overlay, glm::ivec2 size, const Program& program);

 private:
  struct Vertex {
    glm::vec2 position, local;
    glm::vec4 shape, colour;
  };
  void add_box(glm::vec2 centre, glm::vec2 along, glm::vec2 half, float radius, const glm::vec4& colour);
  void add_text(const Text2D& text);
  void draw_vertices(glm::ivec2 size, const Program& program);

  const Font& regular_;
  const Font& bold_;
  GlyphAtlas atlas_;
  std::vector<Vertex> vertices_;
  GlVertexArray vertex_array_;
  GlBuffer buffer_;
};

}  // namespace crus::render
