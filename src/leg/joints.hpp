// The joints of a leg that Crus moves, as hinges found on its own bones (assets/motion/joints.toml says from what).
// Angles are radians; turning by a positive angle about a hinge's direction (right-hand rule) is dorsiflexion at the
// ankle, inversion at the subtalar joint of a right leg, extension at the toes.
#pragma once

#include <optional>
#include <string>

#include <glm/glm.hpp>

#include "anatomy/motion_data.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus {

struct Hinge {
  glm::dvec3 point_mm{0.0};                // on the axis, world
  glm::dvec3 direction{0.0, 0.0, 1.0};     // unit; to the subject's right where it crosses the leg
  std::string method;                      // "malleoli through the dome centre"
  std::string reason;                      // why this method and not a better one; may be empty
  std::optional<double> residual_mm = {};  // root mean square of what was fitted
};

// World from world: the turn by an angle about the hinge.
[[nodiscard]] glm::dmat4 turn(const Hinge& hinge, double angle_rad);

// A cylinder through the part of the talar dome that faces the tibia, least squares over axis, place and radius.
struct DomeCylinder {
  glm::dvec3 point_mm{0.0}, direction{0.0};
  double radius_mm = 0.0;
  double residual_mm = 0.0;
};
[[nodiscard]] std::optional<DomeCylinder> fit_dome_cylinder(const Leg& leg, const glm::dvec3& start_direction);

// Ankle: the cylinder of the talar dome where it is plausible in radius, residual and direction (design rule), else the
// axis of Isman and Inman below the malleoli, laid through the dome's centre where that lies near. Fails where the leg
// lacks the bones that would tell.
[[nodiscard]] Result<Hinge> talocrural_hinge(const Leg& leg, const anatomy::TalocruralData& data);
// Through the middle of the talus; empty without talus and calcaneus.
[[nodiscard]] std::optional<Hinge> subtalar_hinge(const Leg& leg, const anatomy::HingeData& data);
// Through the heads of the first and fifth metatarsals; empty without them.
[[nodiscard]] std::optional<Hinge> toe_hinge(const Leg& leg);

}  // namespace crus
