// What a frame needs to know before GL does anything: which pixels the surfaces can touch, in which tiles they are
// drawn, and the numbers of each material. Pure functions. Pixels count from the bottom left here, as GL counts.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <glm/glm.hpp>

#include "geometry/mesh.hpp"
#include "render/draw_list.hpp"
#include "render/locations.hpp"
#include "render/mesh_store.hpp"

namespace crus::render {

struct PixelBox {
  glm::ivec2 min{0};
  glm::ivec2 max{0};  // one past the last
  [[nodiscard]] glm::ivec2 size() const { return max - min; }
  [[nodiscard]] bool empty() const { return min.x >= max.x || min.y >= max.y; }
  bool operator==(const PixelBox&) const = default;
};
[[nodiscard]] PixelBox intersection(const PixelBox& a, const PixelBox& b);
[[nodiscard]] PixelBox unite(const PixelBox& a, const PixelBox& b);  // an empty one counts for nothing
// The parts of `outer` that `inner` does not cover.
[[nodiscard]] std::vector<PixelBox> around(const PixelBox& outer, const PixelBox& inner);

// How a picture samples its pixels: a regular grid of rays in each. Sample 0 is the quick look, one ray through the
// pixel's centre; sample 1 the finished picture.
struct SamplePlan {
  int grid = 1;
  int layer_grid = 1;              // of shells and ghosts; divides grid. Their faint edges need fewer rays
  int layers = CRUS_GHOST_LAYERS;  // of ghosts, at most
  float tolerance_px = 0.0F;       // how far a coarser level may depart from the surface
};
[[nodiscard]] SamplePlan sample_plan(int index);

// Width of outlines. Never thinner than two pixels: a thinner line turns to dashes where it crosses the pixel grid.
[[nodiscard]] float outline_radius_px(glm::ivec2 size);
// Pixels beside an item that its outline can touch.
[[nodiscard]] int outline_margin_px(glm::ivec2 size);

// An item ready to draw.
struct PlannedItem {
  const LevelRange* level = nullptr;
  std::vector<PixelBox> run_boxes;  // on the picture, of each run of the level
  const DrawItem* item = nullptr;
  std::array<glm::vec4, CRUS_ITEM_ROWS> uniforms{};
  bool cull = false;
  enum class Paint : std::uint8_t { none, field, shares } paint = Paint::none;
  PixelBox box;  // on the picture; empty: not in view
  float distance = 0.0F;
};
// Items of the list with a mesh that exists and may be in view, nearest first (early depth tests save shading). Each is
// drawn by its coarsest level that departs by no more than `tolerance_px` on the picture; 0: by the surface itself.
[[nodiscard]] std::vector<PlannedItem> plan_items(const DrawList& list, std::span<const MeshRange> ranges,
                                                  glm::ivec2 size, float tolerance_px = 0.0F);
// The indices of the item's runs that can touch these pixels, joined where they are neighbours.
[[nodiscard]] std::vector<IndexSpan> spans_on(const PlannedItem& item, const PixelBox& pixels);

// A part of the picture rendered at grid x grid sub-samples.
struct Tile {
  PixelBox core;      // pixels it delivers
  PixelBox rendered;  // core and the margin that outlines look into
};
// Tiles of at most kTileTexels texels (and max_texture a side) that cover the box.
[[nodiscard]] std::vector<Tile> tiles_of(const PixelBox& box, int grid, int margin, int max_texture);

// The projection whose clip cube is just these pixels of the picture.
[[nodiscard]] glm::mat4 cropped(const glm::mat4& clip_from_view, glm::ivec2 size, const PixelBox& box);

// Pixels that the hull of these world points can touch, `margin` more on each side; empty when it is out of view.
[[nodiscard]] PixelBox pixel_box(std::span<const glm::vec3> points, const glm::mat4& clip_from_world, glm::ivec2 size,
                                 int margin);

[[nodiscard]] glm::vec3 light_from_srgb(const glm::vec3& srgb);

}  // namespace crus::render
