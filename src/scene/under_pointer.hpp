// What lies under a point of the picture, through ghosts and solids alike.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "leg/leg.hpp"
#include "session/session.hpp"

namespace crus::scene {

struct Under {
  std::string id;
  double depth_mm = 0.0;  // from the eye along the line of sight, where the line first meets it
};
// Structures shown under this session (shells of skin too, what is hidden or cut away not) that the line of sight
// through the middle of a pixel meets, nearest first. `pixel` counts from the picture's top left. On demand: it asks
// every triangle.
[[nodiscard]] std::vector<Under> under_pointer(const Leg& leg, const Session& session, glm::ivec2 size,
                                               glm::ivec2 pixel);

// The place of the skin, if it is shown, that the line of sight meets first; whatever lies before it.
struct SkinPlace {
  glm::uvec3 corners{0};
  glm::vec3 weights{0.0F};
  glm::dvec3 point_mm{0.0};  // in the leg's own world, not exploded
};
[[nodiscard]] std::optional<SkinPlace> skin_under_pointer(const Leg& leg, const Session& session, glm::ivec2 size,
                                                          glm::ivec2 pixel);

}  // namespace crus::scene
