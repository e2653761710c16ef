// The posture of a leg. Angles are radians from the leg's own rest, dorsiflexion positive.
#pragma once

#include <glm/glm.hpp>

namespace crus {

struct Pose {
  double ankle_rad = 0.0;      // dorsiflexion
  double subtalar_rad = 0.0;   // inversion of a right leg
  double toes_rad = 0.0;       // extension
  double activation = 0.0;     // of the calf, 0..1
  double tendon_strain = 0.0;  // of the calcaneal tendon, as a share of its length
  // The shank in the world: the identity unless the foot stays on the floor and the shank moves.
  glm::dmat4 world_from_shank{1.0};

  [[nodiscard]] bool at_rest() const { return *this == Pose(); }
  bool operator==(const Pose&) const = default;
};

// Where the joints stop, in degrees. assets/motion/joints.toml says the same and why; a test compares them.
inline constexpr double kLeastPlantarflexion_deg = -35.0;
inline constexpr double kMostPlantarflexion_deg = 60.0;
inline constexpr double kLeastToeExtension_deg = -30.0;
inline constexpr double kMostToeExtension_deg = 65.0;
inline constexpr double kMostInversion_deg = 20.0;

// What people ask for: degrees, plantarflexion positive, absolute (0 is the foot square to the shank).
struct PoseRequest {
  double plantarflexion_deg = 0.0;
  double toe_extension_deg = 0.0;
  double inversion_deg = 0.0;
  double activation = 0.0;
  bool strain = false;        // the calcaneal tendon lengthens with the activation (assets/motion/paths.toml)
  bool closed_chain = false;  // the forefoot stays on the floor, as at rest with the foot square to the shank
  bool bent_knee = false;     // of a posture with a bent knee: femur and patella fade, for Crus does not turn the knee
  bool operator==(const PoseRequest&) const = default;
};

}  // namespace crus
