// The whole-body figure beside the leg, drawn as vectors: where patterns reach that the leg does not hold. From behind,
// from the front, and the head from the side; the regions lie on the side of the body whose leg is shown.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "render/draw_list.hpp"

namespace crus::scene {

// One of the drawings, in a box from (0, 0) at the top left to (width, 1): closed outlines and the regions on it.
struct FigureView {
  std::string_view name;
  float width = 0.5F;
  float scale = 1.0F;  // of the inset's height
  std::vector<std::vector<glm::vec2>> outlines;
  struct Region {
    std::string_view id;  // PainZone::figure
    std::vector<glm::vec2> outline;
  };
  std::vector<Region> regions;
};
// Of a right leg.
[[nodiscard]] const std::vector<FigureView>& figure_views();

// Where the inset lies: its plate in pixels, and whether it is mirrored for a left leg.
struct FigurePlace {
  glm::vec2 min{0.0F}, max{0.0F};
  bool mirrored = false;
};
// The height it takes at a text size, and the width that goes with it.
[[nodiscard]] glm::vec2 figure_size(float text_px);

struct RegionPaint {
  std::string id;
  glm::vec4 colour{0.0F};  // sRGB, cover
  bool drawn = false;      // by the user: hatched as well
};
void add_figure(render::Overlay& marks, const FigurePlace& place, std::span<const RegionPaint> regions,
                const glm::vec4& ink, const glm::vec4& plate);

// The region under a pixel; empty beside them all.
[[nodiscard]] std::optional<std::string> region_at(const FigurePlace& place, const glm::vec2& pixel);

}  // namespace crus::scene
