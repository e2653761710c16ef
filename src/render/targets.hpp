// Textures to draw into. Each grows when a bigger one is asked for and is made on first use.
#pragma once

#include <array>
#include <vector>

#include <glm/glm.hpp>

#include "render/gl_object.hpp"
#include "render/locations.hpp"

namespace crus::render {

// One tile: the solid surfaces, the see-through layers before them, the mask of outlined items.
class TileTargets {
 public:
  // Pixels of the tile to come, and its rays a side: to solid surfaces and through the layers before them. The rest of
  // a larger texture stays unused.
  void begin(glm::ivec2 pixels, int grid, int layer_grid);
  // Each binds its framebuffer and sets the viewport to the tile.
  void bind_solid();
  void bind_layer(int layer);  // with a depth buffer of its own parity, so that the previous layer's can be read
  void bind_mask();            // tests against the depth of the solid surfaces
  void bind_smooth_mask();     // one texel per pixel of the tile
  // Texture units of locations.glsl. The depth peeled last is that of layer - 1.
  void read_solid() const;
  void read_solid_depth() const;
  void read_peeled_depth(int layer) const;
  void read_layers() const;
  void read_mask() const;
  void read_smooth_mask() const;

 private:
  void make_layers();
  glm::ivec2 size_{0};
  glm::ivec2 layer_size_{0};
  glm::ivec2 pixels_{0};
  glm::ivec2 capacity_{0};
  glm::ivec2 layer_capacity_{0};
  glm::ivec2 pixel_capacity_{0};
  GlTexture solid_, solid_depth_, layers_, mask_, smooth_mask_;
  std::array<GlTexture, 2> layer_depths_;
  GlFramebuffer solid_frame_, mask_frame_, smooth_mask_frame_;
  std::array<GlFramebuffer, CRUS_LAYERS> layer_frames_;
};

// A colour texture with its framebuffer.
class ColourTarget {
 public:
  // True when it was made anew (content undefined).
  bool ensure(GLenum internal_format, glm::ivec2 size);
  void bind() const;
  void bind_for_reading() const;  // of a copy to the framebuffer bound for drawing
  [[nodiscard]] GLuint texture() const { return texture_.id(); }
  [[nodiscard]] glm::ivec2 size() const { return size_; }

 private:
  glm::ivec2 size_{0};
  GlTexture texture_;
  GlFramebuffer frame_;
};

[[nodiscard]] GlTexture make_texture(GLenum internal_format, glm::ivec2 size);
[[nodiscard]] GlFramebuffer make_framebuffer(GLuint colour, GLuint depth);

}  // namespace crus::render
