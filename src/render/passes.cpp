#include "render/passes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <glm/gtc/type_ptr.hpp>

namespace crus::render {
namespace {

// std140 layout of common/frame.glsl.
struct FrameBlock {
  glm::mat4 view_from_world;
  glm::mat4 clip_from_view;
  glm::vec4 world_up_in_view;
  glm::vec4 cut;
};

// This many layers are drawn whatever they cost; deeper ones only while the last one covered more than one ray in
// kFewShare of the tile.
constexpr int kSureLayers = 4;
constexpr int kFewShare = 256;

void set_culling(bool cull) { cull ? glEnable(GL_CULL_FACE) : glDisable(GL_CULL_FACE); }

// A decal's facets lie in those of the surface it is painted on: a few steps of depth settle who is in front.
void set_decal(bool decal) {
  if (decal) {
    glEnable(GL_POLYGON_OFFSET_FILL);
    glPolygonOffset(-1.0F, -16.0F);
  } else {
    glDisable(GL_POLYGON_OFFSET_FILL);
  }
}

bool on_tile(const PlannedItem& item, const PixelBox& tile) { return !intersection(item.box, tile).empty(); }

bool any(const FrameInput& frame, Layer layer, const PixelBox& tile) {
  return std::any_of(frame.items.begin(), frame.items.end(),
                     [&](const PlannedItem& item) { return item.item->layer == layer && on_tile(item, tile); });
}

void depth_state() {
  glDisable(GL_BLEND);
  glDisable(GL_SCISSOR_TEST);
  glEnable(GL_DEPTH_TEST);
  glDepthFunc(GL_LESS);
  glDepthMask(GL_TRUE);
}

void screen_state() {
  // Surfaces write clip distances, the screen's triangle does not.
  glDisable(GL_CLIP_DISTANCE0);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
}

void clear(bool depth) {
  glClearColor(0.0F, 0.0F, 0.0F, 0.0F);
  glClearDepth(1.0);
  glClear(GL_COLOR_BUFFER_BIT | (depth ? GL_DEPTH_BUFFER_BIT : 0U));
}

}  // namespace

Passes::Passes(Programs& programs, MeshStore& meshes, Caps& caps, GlMessages& messages)
    : programs_(programs),
      meshes_(meshes),
      caps_(caps),
      messages_(messages),
      frame_block_(GlBuffer::make()),
      no_attributes_(GlVertexArray::make()),
      samples_(GlQuery::make()) {}

const Program* Passes::program(ProgramName name) {
  const auto found = programs_.get(name);
  if (!found) {
    messages_.add(found.error().message());
    return nullptr;
  }
  (*found)->use();
  return *found;
}

void Passes::set_frame(const DrawList& list, glm::ivec2 size, const PixelBox& box) {
  tile_ = box;
  const View& view = list.view;
  const bool orthographic = view.clip_from_view[3][3] != 0.0F;
  const FrameBlock block{
      view.view_from_world, cropped(view.clip_from_view, size, box),
      glm::vec4(glm::mat3(view.view_from_world) * glm::vec3(0.0F, 1.0F, 0.0F), orthographic ? 1.0F : 0.0F),
      list.cut.value_or(glm::vec4(0.0F))};
  clip_from_world_ = glm::dmat4(block.clip_from_view) * glm::dmat4(block.view_from_world);
  cut_ = glm::dvec4(block.cut);
  glBindBuffer(GL_UNIFORM_BUFFER, frame_block_.id());
  glBufferData(GL_UNIFORM_BUFFER, sizeof(block), &block, GL_STREAM_DRAW);
  glBindBufferBase(GL_UNIFORM_BUFFER, CRUS_BLOCK_FRAME, frame_block_.id());
}

void Passes::draw_tile(const FrameInput& frame, const Tile& tile, const ColourTarget& result) {
  targets_ = frame.sample.grid == 1 ? &quick_targets_ : &finished_targets_;
  targets_->begin(tile.rendered.size(), frame.sample.grid, frame.sample.layer_grid);
  set_frame(frame.list, frame.size, tile.rendered);
  frame.list.cut ? glEnable(GL_CLIP_DISTANCE0) : glDisable(GL_CLIP_DISTANCE0);
  solids(frame);
  const bool shell = shells(frame);
  const int ghost_layers = ghosts(frame);
  const PixelBox outlined = outlines(frame);
  compose(frame, tile, {shell ? 0 : 1, 1 + ghost_layers}, outlined, result);
}

namespace {

void set_paint(const Program& used, const SharePaint& paint) {
  static_assert(SharePaint::kSteps == CRUS_RAMP_STEPS && SharePaint::kFields == CRUS_SHARE_FIELDS);
  static_assert(static_cast<int>(SharePaint::Style::chart) == CRUS_SHARES_CHART &&
                static_cast<int>(SharePaint::Style::contour) == CRUS_SHARES_CONTOUR);
  std::array<glm::vec3, CRUS_RAMP_STEPS + CRUS_SHARE_FIELDS> colours{};
  std::transform(paint.ramp.begin(), paint.ramp.end(), colours.begin(), light_from_srgb);
  std::transform(paint.hues.begin(), paint.hues.end(), colours.begin() + CRUS_RAMP_STEPS, light_from_srgb);
  glUniform3fv(used.uniform("share_colours"), static_cast<GLsizei>(colours.size()), glm::value_ptr(colours[0]));
  glUniform1i(used.uniform("share_style"), static_cast<int>(paint.style));
  glUniform4i(used.uniform("share_in_hue"), static_cast<int>(paint.in_hues & 1U),
              static_cast<int>((paint.in_hues >> 1U) & 1U), static_cast<int>((paint.in_hues >> 2U) & 1U),
              static_cast<int>((paint.in_hues >> 3U) & 1U));
  glUniform1i(used.uniform("share_last_on_top"), paint.last_on_top ? 1 : 0);
  glUniform2f(used.uniform("share_strength"), paint.opacity, paint.gain);
}

}  // namespace

void Passes::draw_items(const FrameInput& frame, Layer layer, const LayerPrograms& names, bool first_layer) {
  for (const auto paint : {PlannedItem::Paint::none, PlannedItem::Paint::field, PlannedItem::Paint::shares}) {
    const ProgramName name = names.at(static_cast<std::size_t>(paint));
    const Program* used = nullptr;
    GLint uniforms = -1;
    for (const PlannedItem& item : frame.items) {
      if (item.item->layer != layer || item.paint != paint || !on_tile(item, tile_)) {
        continue;
      }
      if (used == nullptr) {
        used = program(name);
        if (used == nullptr) {
          return;
        }
        uniforms = used->uniform("item");
        glUniform1i(used->uniform("first_layer"), first_layer ? 1 : 0);
        glUniform1i(used->uniform("solid_stride"), frame.sample.grid / frame.sample.layer_grid);
        if (paint == PlannedItem::Paint::shares) {
          set_paint(*used, frame.list.paint);
        }
      }
      set_culling(item.cull);
      set_decal(item.item->decal);
      glUniform4fv(uniforms, CRUS_ITEM_ROWS, glm::value_ptr(item.uniforms[0]));
      MeshStore::draw(spans_on(item, tile_));
    }
  }
  set_decal(false);
}

void Passes::solids(const FrameInput& frame) {
  targets_->bind_solid();
  depth_state();
  clear(true);
  meshes_.bind();
  draw_items(frame, Layer::solid, {ProgramName::solid, ProgramName::solid_field, ProgramName::solid_shares}, true);
  caps(frame);
}

namespace {

// The pattern's numbers as cap.frag takes them.
glm::vec4 pattern_of(const Cap& cap) {
  switch (cap.pattern) {
    case CapPattern::bundles: return {cap.grain_mm, 0.16F, 0.14F, 0.0F};
    case CapPattern::spongy: return {cap.grain_mm, 0.20F, -0.16F, 0.0F};
    case CapPattern::lobules: return {cap.grain_mm, -0.10F, 0.07F, 0.0F};
    case CapPattern::plain: break;
  }
  return {1.0F, 0.0F, 0.0F, 0.0F};
}

}  // namespace

void Passes::place_cap(const Program& used, const DrawItem& item, const Caps::Range& range) const {
  // A plane's depth is linear over the picture: its covector in clip space says how.
  const glm::dvec3 normal(cut_);
  const glm::dvec4 plane(normal, -cut_.w - glm::dot(normal, glm::dvec3(item.offset_mm)));
  const glm::dvec4 in_clip = glm::transpose(glm::inverse(clip_from_world_)) * plane;
  const double slope = std::abs(in_clip.z) > 1e-12 ? in_clip.z : 1e-12;
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  const double across = 2.0 / viewport[2];
  const double up = 2.0 / viewport[3];
  const glm::vec3 depth(-0.5 * in_clip.x / slope * across, -0.5 * in_clip.y / slope * up,
                        0.5 + 0.5 * (in_clip.x + in_clip.y - in_clip.w) / slope);
  glUniform3fv(used.uniform("cap_plane"), 1, glm::value_ptr(depth));
  glUniform1f(used.uniform("cap_order"), range.order);
  glUniform3fv(used.uniform("offset_mm"), 1, glm::value_ptr(item.offset_mm));
}

void Passes::caps(const FrameInput& frame) {
  const Program* used = nullptr;
  for (const PlannedItem& item : frame.items) {
    const Caps::Range* range = frame.list.cut && item.item->cap ? caps_.find(item.item->mesh) : nullptr;
    if (range == nullptr || !on_tile(item, tile_)) {
      continue;
    }
    if (used == nullptr) {
      used = program(ProgramName::cap);
      if (used == nullptr) {
        return;
      }
      set_culling(false);
      caps_.bind();
    }
    const Cap& cap = *item.item->cap;
    const std::array<glm::vec3, 3> colours{light_from_srgb(cap.fill), light_from_srgb(item.item->second_colour),
                                           light_from_srgb(cap.rim)};
    place_cap(*used, *item.item, *range);
    glUniform3fv(used->uniform("cap_colour"), 3, glm::value_ptr(colours[0]));
    glUniform4fv(used->uniform("cap_pattern"), 1, glm::value_ptr(pattern_of(cap)));
    Caps::draw(*range);
  }
  meshes_.bind();
}

void Passes::mask_caps(const FrameInput& frame) {
  const Program* mask = frame.list.cut ? program(ProgramName::mask_cap) : nullptr;
  if (mask == nullptr) {
    return;
  }
  set_culling(false);
  caps_.bind();
  for (const PlannedItem& item : frame.items) {
    const Caps::Range* range = item.item->outlined && item.item->cap ? caps_.find(item.item->mesh) : nullptr;
    if (range != nullptr && on_tile(item, tile_)) {
      place_cap(*mask, *item.item, *range);
      glUniform3fv(mask->uniform("mask_colour"), 1,
                   glm::value_ptr(glm::sqrt(light_from_srgb(item.item->outline_colour))));
      Caps::draw(*range);
    }
  }
}

void Passes::pick_caps(std::span<const PlannedItem> items, const PixelBox& box) {
  const Program* used = program(ProgramName::pick_cap);
  if (used == nullptr) {
    return;
  }
  set_culling(false);
  caps_.bind();
  for (const PlannedItem& item : items) {
    const Caps::Range* range = item.item->cap && item.item->cap->pick_id != 0 ? caps_.find(item.item->mesh) : nullptr;
    if (range != nullptr && on_tile(item, box)) {
      glUniform1ui(used->uniform("pick_id"), item.item->cap->pick_id);
      place_cap(*used, *item.item, *range);
      Caps::draw(*range);
    }
  }
}

bool Passes::shells(const FrameInput& frame) {
  if (!any(frame, Layer::shell, tile_)) {
    return false;
  }
  targets_->bind_layer(0);
  targets_->read_solid_depth();
  targets_->read_peeled_depth(0);
  clear(true);
  draw_items(frame, Layer::shell, {ProgramName::ghost, ProgramName::ghost, ProgramName::ghost}, true);
  return true;
}

int Passes::ghosts(const FrameInput& frame) {
  if (!any(frame, Layer::ghost, tile_)) {
    return 0;
  }
  const glm::ivec2 rays = tile_.size() * frame.sample.layer_grid;
  const auto few_samples = static_cast<GLuint>(rays.x * rays.y / kFewShare);
  for (int count = 0; count < frame.sample.layers; ++count) {
    const int layer = count + 1;
    targets_->bind_layer(layer);
    targets_->read_solid_depth();
    targets_->read_peeled_depth(layer);
    clear(true);
    glBeginQuery(GL_SAMPLES_PASSED, samples_.id());
    draw_items(frame, Layer::ghost, {ProgramName::ghost, ProgramName::ghost_field, ProgramName::ghost_shares},
               count == 0);
    glEndQuery(GL_SAMPLES_PASSED);
    GLuint found = 0;
    glGetQueryObjectuiv(samples_.id(), GL_QUERY_RESULT, &found);
    if (found == 0) {
      return count;
    }
    const bool few = found < few_samples;
    if (few && count + 1 >= kSureLayers) {
      return count + 1;
    }
  }
  return frame.sample.layers;
}

PixelBox Passes::outlines(const FrameInput& frame) {
  PixelBox outlined;
  for (const PlannedItem& item : frame.items) {
    if (item.item->outlined) {
      outlined = unite(outlined, intersection(item.box, tile_));
    }
  }
  if (outlined.empty()) {
    return outlined;
  }
  targets_->bind_mask();
  clear(false);
  glDepthMask(GL_FALSE);
  glDepthFunc(GL_LEQUAL);
  const Program* mask = program(ProgramName::mask);
  if (mask == nullptr) {
    return {};
  }
  const GLint colour = mask->uniform("mask_colour");
  const GLint offset = mask->uniform("offset_mm");
  for (const PlannedItem& item : frame.items) {
    if (item.item->outlined && on_tile(item, tile_)) {
      set_culling(item.cull);
      glUniform3fv(offset, 1, glm::value_ptr(item.item->offset_mm));
      glUniform3fv(colour, 1, glm::value_ptr(glm::sqrt(light_from_srgb(item.item->outline_colour))));
      MeshStore::draw(spans_on(item, tile_));
    }
  }
  mask_caps(frame);
  if (const Program* smooth = program(ProgramName::mask_resolve); smooth != nullptr) {
    targets_->bind_smooth_mask();
    screen_state();
    targets_->read_mask();
    glBindVertexArray(no_attributes_.id());
    glUniform1i(smooth->uniform("grid"), frame.sample.grid);
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }
  return outlined;
}

void Passes::compose(const FrameInput& frame, const Tile& tile, glm::ivec2 layer_range, const PixelBox& outlined,
                     const ColourTarget& result) {
  const bool quick = frame.sample.grid == 1;
  result.bind();
  screen_state();
  glEnable(GL_SCISSOR_TEST);
  targets_->read_solid();
  glBindVertexArray(no_attributes_.id());
  if (layer_range.x < layer_range.y) {
    targets_->read_layers();
  }
  const auto add = [&](ProgramName name, std::span<const PixelBox> parts) {
    const Program* used = parts.empty() ? nullptr : program(name);
    if (used == nullptr) {
      return;
    }
    const glm::ivec2 origin = tile.rendered.min - frame.box.min;
    glUniform2i(used->uniform("tile_origin"), origin.x, origin.y);
    glUniform2i(used->uniform("layer_range"), layer_range.x, layer_range.y);
    glUniform1f(used->uniform("radius_px"), outline_radius_px(frame.size));
    set_background(frame, *used);
    for (const PixelBox& part : parts) {
      const glm::ivec2 corner = part.min - frame.box.min;
      glScissor(corner.x, corner.y, part.size().x, part.size().y);
      glDrawArrays(GL_TRIANGLES, 0, 3);
    }
  };
  add(quick ? ProgramName::compose_quick : ProgramName::compose, around(tile.core, outlined));
  if (const PixelBox inner = intersection(tile.core, outlined); !inner.empty()) {
    targets_->read_smooth_mask();
    add(quick ? ProgramName::compose_quick_outline : ProgramName::compose_outline, std::span(&inner, 1));
  }
  glDisable(GL_SCISSOR_TEST);
}

void Passes::set_background(const FrameInput& frame, const Program& program) {
  const glm::vec3& top = frame.list.background_top;
  const glm::vec3& bottom = frame.list.background_bottom;
  glUniform3f(program.uniform("top"), top.x, top.y, top.z);
  glUniform3f(program.uniform("bottom"), bottom.x, bottom.y, bottom.z);
  glUniform2f(program.uniform("rows"), static_cast<float>(frame.box.min.y), static_cast<float>(frame.size.y));
  glUniform1i(program.uniform("transparent"), frame.list.transparent ? 1 : 0);
}

void Passes::draw_ids(const DrawList& list, std::span<const PlannedItem> items, glm::ivec2 size, const PixelBox& box) {
  set_frame(list, size, box);
  depth_state();
  meshes_.bind();
  const Program* used = program(ProgramName::pick);
  if (used == nullptr) {
    return;
  }
  const GLint id = used->uniform("pick_id");
  const GLint offset = used->uniform("offset_mm");
  for (const PlannedItem& item : items) {
    if (item.item->pick_id != 0 && on_tile(item, box)) {
      set_culling(item.cull);
      set_decal(item.item->decal);
      glUniform1ui(id, item.item->pick_id);
      glUniform3fv(offset, 1, glm::value_ptr(item.item->offset_mm));
      MeshStore::draw(spans_on(item, tile_));
    }
  }
  set_decal(false);
  if (list.cut) {
    pick_caps(items, box);
  }
}

}  // namespace crus::render
