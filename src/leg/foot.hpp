// The foot's own landmarks and its rest angle. Part of find_frame (frame.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leg/frame.hpp"

namespace crus {

struct Foot {
  std::vector<Landmark> landmarks;  // in the world frame
  std::optional<double> rest_plantarflexion_deg;
  // From where the heel stands on a floor to midway between where the heads of the first and fifth metatarsals do.
  std::optional<double> heel_to_ball_mm;
  std::vector<std::string> missing;  // bones the angle would need
};

// `bones` lie in a space that `world_from_space` (rigid) maps to the world.
[[nodiscard]] Foot measure_foot(const FrameBones& bones, const glm::dmat4& world_from_space);

// Points spread evenly over the part of the talus that faces the tibia from below, each with the area it stands for.
struct DomePoint {
  glm::dvec3 position_mm{0.0};
  double weight = 0.0;
};
[[nodiscard]] std::vector<DomePoint> dome_points(const FrameBones& bones, const glm::dvec3& up, double tibia_length_mm);

// The centre of the talar dome in the bones' own space: a sphere through the part of the talus that faces the tibia.
// Empty when either bone is missing or the fit is not plausible for a tibia of that length.
[[nodiscard]] std::optional<glm::dvec3> dome_centre(const FrameBones& bones, const glm::dvec3& up,
                                                    double tibia_length_mm);

}  // namespace crus
