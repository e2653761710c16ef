// What to draw, as plain values that can be compared: the scene writes it, the renderer reads it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "geometry/levels.hpp"

namespace crus::render {

// One mesh as the renderer uploads it. Spans must stay valid during Renderer::set_meshes only.
struct MeshView {
  std::span<const glm::vec3> positions;
  std::span<const glm::vec3> normals;
  std::span<const float> occlusion;  // one per position, or empty: 1
  std::span<const float> field;      // one per position, or empty: a scalar painted below DrawItem::field_limit
  std::span<const glm::uvec3> triangles;
  bool closed = false;                 // back faces may be culled
  std::span<const float> across = {};  // one per position, or empty: mm square to the fibres, for striation
  std::span<const float> second = {};  // one per position, or empty: share 0..1 of DrawItem::second_material
  std::span<const geometry::DetailLevel> levels = {};  // coarser triangles over the same positions, finest first
};

// How light plays on it.
enum class Material : std::uint8_t {
  bone,
  cartilage,
  muscle,
  tendon,
  aponeurosis,
  ligament,
  artery,
  vein,
  nerve,
  fat,
  skin,
  plain
};

// solid: opaque, writes depth. ghost: see-through in sorted (peeled) layers. shell: only its silhouette glows.
enum class Layer : std::uint8_t { solid, ghost, shell };

// What a cut through an item shows on the plane of DrawList::cut.
enum class CapPattern : std::uint8_t { plain, bundles, spongy, lobules };
struct Cap {
  std::uint32_t pick_id = 0;
  CapPattern pattern = CapPattern::plain;
  float grain_mm = 2.0F;  // size of the pattern's cells
  glm::vec3 fill{0.7F};   // sRGB; turns into DrawItem::second_colour where MeshView::second says so
  glm::vec3 rim{0.8F};
  float rim_mm = 0.0F;         // 0: none
  bool rim_is_cortex = false;  // thick on shafts, thin on broad ends; rim_mm then is the most
  int rank = 0;                // higher ones lie over lower ones where they overlap
  bool operator==(const Cap&) const = default;
};

struct DrawItem {
  std::uint32_t mesh = 0;     // index into set_meshes
  std::uint32_t pick_id = 0;  // 0: picking passes through
  Material material = Material::plain;
  Layer layer = Layer::solid;
  glm::vec3 colour{0.7F};  // sRGB 0..1
  // What the tissue turns into where MeshView::second says so: muscle into tendon, bone into cartilage.
  Material second_material = Material::plain;
  glm::vec3 second_colour{0.7F};
  float opacity = 1.0F;       // of ghosts and shells
  glm::vec3 offset_mm{0.0F};  // moves the mesh from its own place; its pattern stays with it
  bool decal = false;         // lies on another surface and is drawn just before it
  std::optional<Cap> cap;     // drawn where DrawList::cut goes through it, solid in every layer
  bool outlined = false;
  bool dimmed = false;  // hovered/selected states are the scene's business; dimmed pulls towards the background
  glm::vec3 outline_colour{1.0F, 0.6F, 0.1F};
  glm::vec3 field_colour{0.8F, 0.2F, 0.2F};
  float field_limit = -1.0F;  // paints where field < limit (smooth edge); negative: no painting
  bool shares = false;        // its shares (Renderer::set_shares) are painted as DrawList::paint says
  bool operator==(const DrawItem&) const = default;
};

// How shares, up to four scalars of 0..1 per vertex, are painted on a surface.
struct SharePaint {
  enum class Style : std::uint8_t { heat, chart, contour };
  static constexpr std::size_t kSteps = 17;
  static constexpr std::size_t kFields = 4;

  Style style = Style::heat;
  // Bit i: share i has a hue of its own; 0: the first share goes through the ramp.
  std::uint32_t in_hues = 0;
  bool last_on_top = false;  // the last share covers the others instead of mixing with them
  float opacity = 1.0F;
  float gain = 1.0F;
  std::array<glm::vec3, kSteps> ramp{};   // sRGB, at even steps of the share
  std::array<glm::vec3, kFields> hues{};  // sRGB
  bool operator==(const SharePaint&) const = default;
};

// Two-dimensional marks over the picture, in pixels from the top left; scaled text, lines and plates.
struct Line2D {
  glm::vec2 a{0.0F}, b{0.0F};
  glm::vec4 colour{1.0F};  // sRGB and opacity
  float width_px = 1.0F;
  bool operator==(const Line2D&) const = default;
};
struct Text2D {
  std::string text;          // UTF-8
  glm::vec2 position{0.0F};  // left end of the baseline
  float size_px = 14.0F;
  glm::vec4 colour{1.0F};
  bool bold = false;
  bool operator==(const Text2D&) const = default;
};
struct Rect2D {
  glm::vec2 min{0.0F}, max{0.0F};
  glm::vec4 colour{0.0F};
  float radius_px = 0.0F;
  bool operator==(const Rect2D&) const = default;
};
struct Overlay {
  std::vector<Rect2D> rects;
  std::vector<Line2D> lines;
  std::vector<Text2D> texts;
  bool operator==(const Overlay&) const = default;
};

struct View {
  glm::mat4 view_from_world{1.0F};
  glm::mat4 clip_from_view{1.0F};
  bool operator==(const View&) const = default;
};

struct DrawList {
  std::vector<DrawItem> items;
  View view;
  // A plane in the meshes' own places (before offset_mm): what lies at dot(xyz, p) > w is cut off.
  std::optional<glm::vec4> cut;
  SharePaint paint;
  glm::vec3 background_top{1.0F};  // sRGB
  glm::vec3 background_bottom{1.0F};
  bool transparent = false;  // background left out: alpha 0
  Overlay overlay;
  bool operator==(const DrawList&) const = default;
};

}  // namespace crus::render
