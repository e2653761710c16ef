#include "render/targets.hpp"

namespace crus::render {
namespace {

struct Layout {
  GLenum format;
  GLenum type;
};
Layout layout_of(GLenum internal_format) {
  switch (internal_format) {
    case GL_DEPTH_COMPONENT32F: return {GL_DEPTH_COMPONENT, GL_FLOAT};
    case GL_R32UI: return {GL_RED_INTEGER, GL_UNSIGNED_INT};
    case GL_R8: return {GL_RED, GL_UNSIGNED_BYTE};
    default: return {GL_RGBA, GL_UNSIGNED_BYTE};
  }
}

void set_sampling(GLenum target) {
  glTexParameteri(target, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(target, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(target, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(target, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexParameteri(target, GL_TEXTURE_MAX_LEVEL, 0);
}

void bind_unit(int unit, GLenum target, GLuint texture) {
  glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
  glBindTexture(target, texture);
}

}  // namespace

GlTexture make_texture(GLenum internal_format, glm::ivec2 size) {
  GlTexture texture = GlTexture::make();
  const Layout layout = layout_of(internal_format);
  bind_unit(0, GL_TEXTURE_2D, texture.id());
  glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(internal_format), size.x, size.y, 0, layout.format, layout.type,
               nullptr);
  set_sampling(GL_TEXTURE_2D);
  return texture;
}

GlFramebuffer make_framebuffer(GLuint colour, GLuint depth) {
  GlFramebuffer frame = GlFramebuffer::make();
  glBindFramebuffer(GL_FRAMEBUFFER, frame.id());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour, 0);
  if (depth != 0) {
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, depth, 0);
  }
  return frame;
}

void TileTargets::begin(glm::ivec2 pixels, int grid, int layer_grid) {
  const glm::ivec2 capacity = glm::max(pixels * grid, capacity_);
  const glm::ivec2 layer_capacity = glm::max(pixels * layer_grid, layer_capacity_);
  const glm::ivec2 pixel_capacity = glm::max(pixels, pixel_capacity_);
  if (capacity != capacity_ || layer_capacity != layer_capacity_ || pixel_capacity != pixel_capacity_) {
    *this = TileTargets();
    capacity_ = capacity;
    layer_capacity_ = layer_capacity;
    pixel_capacity_ = pixel_capacity;
  }
  size_ = pixels * grid;
  layer_size_ = pixels * layer_grid;
  pixels_ = pixels;
}

void TileTargets::bind_solid() {
  if (!solid_frame_) {
    solid_ = make_texture(GL_RGBA8, capacity_);
    solid_depth_ = make_texture(GL_DEPTH_COMPONENT32F, capacity_);
    solid_frame_ = make_framebuffer(solid_.id(), solid_depth_.id());
  }
  glBindFramebuffer(GL_FRAMEBUFFER, solid_frame_.id());
  glViewport(0, 0, size_.x, size_.y);
}

void TileTargets::make_layers() {
  layers_ = GlTexture::make();
  bind_unit(CRUS_UNIT_LAYERS, GL_TEXTURE_2D_ARRAY, layers_.id());
  glTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_RGBA8, layer_capacity_.x, layer_capacity_.y, CRUS_LAYERS, 0, GL_RGBA,
               GL_UNSIGNED_BYTE, nullptr);
  set_sampling(GL_TEXTURE_2D_ARRAY);
  for (GlTexture& depth : layer_depths_) {
    depth = make_texture(GL_DEPTH_COMPONENT32F, layer_capacity_);
  }
  for (std::size_t i = 0; i < layer_frames_.size(); ++i) {
    layer_frames_[i] = GlFramebuffer::make();
    glBindFramebuffer(GL_FRAMEBUFFER, layer_frames_[i].id());
    glFramebufferTextureLayer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, layers_.id(), 0, static_cast<GLint>(i));
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, layer_depths_.at(i % 2).id(), 0);
  }
}

void TileTargets::bind_layer(int layer) {
  if (!layers_) {
    make_layers();
  }
  glBindFramebuffer(GL_FRAMEBUFFER, layer_frames_.at(static_cast<std::size_t>(layer)).id());
  glViewport(0, 0, layer_size_.x, layer_size_.y);
}

void TileTargets::bind_mask() {
  if (!mask_frame_) {
    mask_ = make_texture(GL_RGBA8, capacity_);
    mask_frame_ = make_framebuffer(mask_.id(), solid_depth_.id());
  }
  glBindFramebuffer(GL_FRAMEBUFFER, mask_frame_.id());
  glViewport(0, 0, size_.x, size_.y);
}

void TileTargets::bind_smooth_mask() {
  if (!smooth_mask_frame_) {
    smooth_mask_ = make_texture(GL_RGBA8, pixel_capacity_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    smooth_mask_frame_ = make_framebuffer(smooth_mask_.id(), 0);
  }
  glBindFramebuffer(GL_FRAMEBUFFER, smooth_mask_frame_.id());
  glViewport(0, 0, pixels_.x, pixels_.y);
}

void TileTargets::read_solid() const { bind_unit(CRUS_UNIT_SOLID, GL_TEXTURE_2D, solid_.id()); }
void TileTargets::read_solid_depth() const { bind_unit(CRUS_UNIT_SOLID_DEPTH, GL_TEXTURE_2D, solid_depth_.id()); }
void TileTargets::read_peeled_depth(int layer) const {
  bind_unit(CRUS_UNIT_PEELED_DEPTH, GL_TEXTURE_2D, layer_depths_.at(static_cast<std::size_t>(layer + 1) % 2).id());
}
void TileTargets::read_layers() const { bind_unit(CRUS_UNIT_LAYERS, GL_TEXTURE_2D_ARRAY, layers_.id()); }
void TileTargets::read_mask() const { bind_unit(CRUS_UNIT_MASK, GL_TEXTURE_2D, mask_.id()); }
void TileTargets::read_smooth_mask() const { bind_unit(CRUS_UNIT_MASK, GL_TEXTURE_2D, smooth_mask_.id()); }

bool ColourTarget::ensure(GLenum internal_format, glm::ivec2 size) {
  if (size == size_) {
    return false;
  }
  size_ = size;
  texture_ = make_texture(internal_format, size);
  frame_ = make_framebuffer(texture_.id(), 0);
  return true;
}

void ColourTarget::bind() const {
  glBindFramebuffer(GL_FRAMEBUFFER, frame_.id());
  glViewport(0, 0, size_.x, size_.y);
}

void ColourTarget::bind_for_reading() const { glBindFramebuffer(GL_READ_FRAMEBUFFER, frame_.id()); }

}  // namespace crus::render
