#include "render/plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <glm/gtc/matrix_transform.hpp>

namespace crus::render {
namespace {

// Small enough for caches, memory and a hand that waits for the tile to end, large enough that the vertex work of each
// tile matters little.
constexpr int kTileTexels = 1 << 18;

// Each layer draws all ghosts once more; in motion the foremost ones tell the shape.
constexpr int kMovingLayers = 3;

// In motion nobody sees a surface depart by less than this; at rest it is the surface itself.
constexpr float kMovingTolerancePx = 0.75F;

struct MaterialNumbers {
  glm::vec4 gloss;      // sharpness, strength, sheen, mottling
  glm::vec4 light;      // wrap, subsurface, rim, two-sided (set per mesh)
  glm::vec2 striation;  // lines per mm, strength
};

MaterialNumbers numbers_of(Material material) {
  switch (material) {
    case Material::bone: return {{14.0F, 0.035F, 0.03F, 0.055F}, {0.28F, 0.25F, 0.12F, 0.0F}, {0.8F, 0.07F}};
    case Material::cartilage: return {{70.0F, 0.30F, 0.10F, 0.015F}, {0.38F, 0.3F, 0.20F, 0.0F}, {0.3F, 0.0F}};
    case Material::muscle: return {{26.0F, 0.10F, 0.06F, 0.07F}, {0.34F, 1.0F, 0.14F, 0.0F}, {0.60F, 0.22F}};
    case Material::tendon: return {{48.0F, 0.20F, 0.16F, 0.035F}, {0.30F, 0.35F, 0.22F, 0.0F}, {1.1F, 0.13F}};
    case Material::aponeurosis: return {{36.0F, 0.17F, 0.14F, 0.04F}, {0.30F, 0.4F, 0.20F, 0.0F}, {0.9F, 0.11F}};
    case Material::ligament: return {{24.0F, 0.08F, 0.07F, 0.05F}, {0.30F, 0.35F, 0.16F, 0.0F}, {0.7F, 0.15F}};
    case Material::artery: return {{60.0F, 0.20F, 0.05F, 0.03F}, {0.32F, 0.8F, 0.15F, 0.0F}, {0.3F, 0.0F}};
    case Material::vein: return {{45.0F, 0.15F, 0.06F, 0.06F}, {0.34F, 0.6F, 0.16F, 0.0F}, {0.3F, 0.0F}};
    case Material::nerve: return {{30.0F, 0.09F, 0.06F, 0.03F}, {0.36F, 0.4F, 0.14F, 0.0F}, {1.4F, 0.14F}};
    case Material::fat: return {{34.0F, 0.10F, 0.05F, 0.10F}, {0.45F, 0.8F, 0.12F, 0.0F}, {0.3F, 0.0F}};
    case Material::skin: return {{16.0F, 0.05F, 0.06F, 0.035F}, {0.48F, 1.3F, 0.18F, 0.0F}, {0.3F, 0.0F}};
    case Material::plain: return {{20.0F, 0.03F, 0.0F, 0.0F}, {0.3F, 0.0F, 0.05F, 0.0F}, {0.3F, 0.0F}};
  }
  return {};
}

std::array<glm::vec3, 8> corners_of(const geometry::Box& box) {
  std::array<glm::vec3, 8> corners;
  for (unsigned i = 0; i < 8; ++i) {
    corners.at(i) = {(i & 1U) != 0 ? box.max.x : box.min.x, (i & 2U) != 0 ? box.max.y : box.min.y,
                     (i & 4U) != 0 ? box.max.z : box.min.z};
  }
  return corners;
}

// Where the mesh is nearest, a millimetre covers most pixels.
const LevelRange& level_for(const MeshRange& range, const glm::vec3& offset_mm, const View& view, glm::ivec2 size,
                            float tolerance_px) {
  const bool orthographic = view.clip_from_view[3][3] != 0.0F;
  float nearest = std::numeric_limits<float>::max();
  for (const glm::vec3& corner : corners_of(range.box)) {
    nearest = std::min(nearest, -(view.view_from_world * glm::vec4(corner + offset_mm, 1.0F)).z);
  }
  constexpr float kClosestMm = 1.0F;
  const float pixels_per_mm = 0.5F * static_cast<float>(size.y) * std::abs(view.clip_from_view[1][1]) /
                              (orthographic ? 1.0F : std::max(nearest, kClosestMm));
  const LevelRange* best = &range.levels.front();
  for (const LevelRange& level : range.levels) {
    if (level.error_mm * pixels_per_mm <= tolerance_px) {
      best = &level;
    }
  }
  return *best;
}

std::array<glm::vec4, CRUS_ITEM_ROWS> uniforms_of(const DrawList& list, const DrawItem& item, bool two_sided) {
  const auto shown = [&](const glm::vec3& srgb) {
    const glm::vec3 colour = light_from_srgb(srgb);
    const glm::vec3 behind = light_from_srgb(0.5F * (list.background_top + list.background_bottom));
    return item.dimmed ? glm::mix(colour, behind, 0.6F) : colour;
  };
  const MaterialNumbers numbers = numbers_of(item.material);
  const MaterialNumbers second = numbers_of(item.second_material);
  std::array<glm::vec4, CRUS_ITEM_ROWS> rows{};
  rows[CRUS_ITEM_COLOUR] = {shown(item.colour), item.opacity};
  rows[CRUS_ITEM_GLOSS] = numbers.gloss;
  rows[CRUS_ITEM_LIGHT] = {glm::vec3(numbers.light), two_sided ? 1.0F : 0.0F};
  rows[CRUS_ITEM_STRIATION] = {numbers.striation, second.striation};
  rows[CRUS_ITEM_SECOND] = {shown(item.second_colour), 0.0F};
  rows[CRUS_ITEM_SECOND_GLOSS] = second.gloss;
  rows[CRUS_ITEM_PLACE] = {item.offset_mm, item.layer == Layer::shell ? 1.0F : 0.0F};
  rows[CRUS_ITEM_FIELD] = {light_from_srgb(item.field_colour), item.field_limit};
  return rows;
}

}  // namespace

float outline_radius_px(glm::ivec2 size) { return std::max(2.0F, 3.0F * static_cast<float>(size.y) / 1080.0F); }

int outline_margin_px(glm::ivec2 size) { return static_cast<int>(std::ceil(outline_radius_px(size))) + 1; }

PixelBox intersection(const PixelBox& a, const PixelBox& b) {
  return {glm::max(a.min, b.min), glm::max(glm::max(a.min, b.min), glm::min(a.max, b.max))};
}

PixelBox unite(const PixelBox& a, const PixelBox& b) {
  if (a.empty() || b.empty()) {
    return a.empty() ? b : a;
  }
  return {glm::min(a.min, b.min), glm::max(a.max, b.max)};
}

std::vector<PixelBox> around(const PixelBox& outer, const PixelBox& inner) {
  const PixelBox hole = intersection(outer, inner);
  if (hole.empty()) {
    return {outer};
  }
  std::vector<PixelBox> parts;
  for (const PixelBox& part :
       {PixelBox{outer.min, {outer.max.x, hole.min.y}}, PixelBox{{outer.min.x, hole.max.y}, outer.max},
        PixelBox{{outer.min.x, hole.min.y}, {hole.min.x, hole.max.y}},
        PixelBox{{hole.max.x, hole.min.y}, {outer.max.x, hole.max.y}}}) {
    if (!part.empty()) {
      parts.push_back(part);
    }
  }
  return parts;
}

SamplePlan sample_plan(int index) {
  return index <= 0 ? SamplePlan{1, 1, kMovingLayers, kMovingTolerancePx}
                    : SamplePlan{CRUS_FINISHED_GRID, CRUS_FINISHED_LAYER_GRID, CRUS_GHOST_LAYERS, 0.0F};
}

PixelBox pixel_box(std::span<const glm::vec3> points, const glm::mat4& clip_from_world, glm::ivec2 size, int margin) {
  constexpr float kHuge = 1e6F;  // beyond any picture, within an int
  glm::vec2 low(kHuge);
  glm::vec2 high(-kHuge);
  bool any_before_far = false;
  bool any_beyond_near = false;
  for (const glm::vec3& point : points) {
    const glm::vec4 p = clip_from_world * glm::vec4(point, 1.0F);
    any_beyond_near = any_beyond_near || p.z >= -p.w;
    any_before_far = any_before_far || p.z <= p.w;
    if (p.w <= 1e-6F) {
      low = glm::vec2(-kHuge);
      high = glm::vec2(kHuge);
    } else {
      const glm::vec2 at = glm::vec2(p) / p.w;
      low = glm::min(low, at);
      high = glm::max(high, at);
    }
  }
  if (!any_before_far || !any_beyond_near || !(low.x <= high.x)) {
    return {};
  }
  const glm::vec2 pixels(size);
  const glm::vec2 from = glm::clamp((low * 0.5F + 0.5F) * pixels, glm::vec2(-kHuge), glm::vec2(kHuge));
  const glm::vec2 to = glm::clamp((high * 0.5F + 0.5F) * pixels, glm::vec2(-kHuge), glm::vec2(kHuge));
  return intersection({{0, 0}, size}, {glm::ivec2(glm::floor(from)) - margin, glm::ivec2(glm::ceil(to)) + margin});
}

std::vector<PlannedItem> plan_items(const DrawList& list, std::span<const MeshRange> ranges, glm::ivec2 size,
                                    float tolerance_px) {
  const glm::mat4 clip_from_world = list.view.clip_from_view * list.view.view_from_world;
  std::vector<PlannedItem> planned;
  const bool decals =
      std::any_of(list.items.begin(), list.items.end(), [](const DrawItem& item) { return item.decal; });
  for (const DrawItem& item : list.items) {
    if (item.mesh >= ranges.size() || ranges[item.mesh].levels.empty()) {
      continue;
    }
    const MeshRange& range = ranges[item.mesh];
    const glm::mat4 clip_from_mesh = glm::translate(clip_from_world, item.offset_mm);
    PlannedItem plan;
    const int margin = item.outlined ? outline_margin_px(size) : 1;
    // Most of what is out of view is so by its box alone.
    if (pixel_box(corners_of(range.box), clip_from_mesh, size, margin).empty()) {
      continue;
    }
    plan.paint = range.has_shares && item.shares               ? PlannedItem::Paint::shares
                 : range.has_field && item.field_limit >= 0.0F ? PlannedItem::Paint::field
                                                               : PlannedItem::Paint::none;
    // What is painted on a surface by a limit, or lies on it, needs the surface itself.
    const bool exact = plan.paint == PlannedItem::Paint::field || decals;
    plan.level = &level_for(range, item.offset_mm, list.view, size, exact ? 0.0F : tolerance_px);
    for (const IndexRun& run : plan.level->runs) {
      plan.run_boxes.push_back(pixel_box(corners_of(run.box), clip_from_mesh, size, margin));
      plan.box = unite(plan.box, plan.run_boxes.back());
    }
    if (plan.box.empty()) {
      continue;
    }
    plan.item = &item;
    plan.uniforms = uniforms_of(list, item, !range.closed);
    plan.cull = range.closed;
    plan.distance = -(list.view.view_from_world * glm::vec4(range.box.centre() + item.offset_mm, 1.0F)).z;
    planned.push_back(std::move(plan));
  }
  std::stable_sort(planned.begin(), planned.end(),
                   [](const PlannedItem& a, const PlannedItem& b) { return a.distance < b.distance; });
  return planned;
}

std::vector<IndexSpan> spans_on(const PlannedItem& item, const PixelBox& pixels) {
  std::vector<IndexSpan> spans;
  for (std::size_t i = 0; i < item.run_boxes.size(); ++i) {
    if (intersection(item.run_boxes[i], pixels).empty()) {
      continue;
    }
    const IndexRun& run = item.level->runs[i];
    if (!spans.empty() && spans.back().first + spans.back().count == run.first) {
      spans.back().count += run.count;
    } else {
      spans.push_back({run.first, run.count});
    }
  }
  return spans;
}

std::vector<Tile> tiles_of(const PixelBox& box, int grid, int margin, int max_texture) {
  std::vector<Tile> tiles;
  if (box.empty()) {
    return tiles;
  }
  const int widest = std::max(1, std::min(4096, max_texture) / grid - 2 * margin);
  const int columns = (box.size().x + widest - 1) / widest;
  const int width = (box.size().x + columns - 1) / columns;
  const int tallest =
      std::max(1, std::min(kTileTexels / ((width + 2 * margin) * grid), max_texture) / grid - 2 * margin);
  const int rows = (box.size().y + tallest - 1) / tallest;
  const int height = (box.size().y + rows - 1) / rows;
  for (int y = box.min.y; y < box.max.y; y += height) {
    for (int x = box.min.x; x < box.max.x; x += width) {
      const PixelBox core = intersection(box, {{x, y}, {x + width, y + height}});
      tiles.push_back({core, {core.min - margin, core.max + margin}});
    }
  }
  return tiles;
}

glm::mat4 cropped(const glm::mat4& clip_from_view, glm::ivec2 size, const PixelBox& box) {
  const glm::dvec2 picture(size);
  const glm::dvec2 middle = 0.5 * glm::dvec2(box.min + box.max);
  const glm::dvec2 scale = picture / glm::dvec2(box.size());
  const glm::dvec2 centre = 2.0 * middle / picture - 1.0;
  glm::dmat4 crop(1.0);
  crop[0][0] = scale.x;
  crop[1][1] = scale.y;
  crop[3][0] = -centre.x * scale.x;
  crop[3][1] = -centre.y * scale.y;
  return glm::mat4(crop * glm::dmat4(clip_from_view));
}

glm::vec3 light_from_srgb(const glm::vec3& srgb) {
  glm::vec3 light;
  for (int i = 0; i < 3; ++i) {
    const float c = std::clamp(srgb[i], 0.0F, 1.0F);
    light[i] = c <= 0.04045F ? c / 12.92F : std::pow((c + 0.055F) / 1.055F, 2.4F);
  }
  return light;
}

}  // namespace crus::render
