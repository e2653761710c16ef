// Which structure owns which part of the picture, on a coarse grid, by a small depth buffer in software: labels need
// places that are really seen, and the scene asks whether a bone hides what is highlighted. Pure and deterministic.
#pragma once

#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "leg/leg.hpp"
#include "render/draw_list.hpp"
#include "scene/layers.hpp"

namespace crus::scene {

inline constexpr std::int32_t kNobody = -1;

struct Coverage {
  glm::ivec2 cells{0};
  std::vector<std::int32_t> owner;  // index of the structure, or kNobody; rows from the top
  std::vector<float> depth;         // clip depth of the owner, 1 where nobody
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(cells.x) + static_cast<std::size_t>(x);
  }
  // Middle of a cell in the picture's pixels, from the top left.
  [[nodiscard]] glm::vec2 pixel(int x, int y, glm::ivec2 size) const {
    return (glm::vec2(x, y) + 0.5F) * glm::vec2(size) / glm::vec2(cells);
  }
};

// `structures` are indices into the leg, drawn where `placement` puts them and without what it cuts off, the faces of
// the cut with them; of cut skin only its face, for the rest of it is seen through. About `rows` cells high, square
// cells.
[[nodiscard]] Coverage cover(const Leg& leg, const std::vector<std::int32_t>& structures, const Placement& placement,
                             const render::View& view, glm::ivec2 size, int rows);

}  // namespace crus::scene
