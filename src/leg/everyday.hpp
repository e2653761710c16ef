// Everyday poses on a leg's own foot (assets/motion/poses.toml), and clips as what they ask of the leg.
#pragma once

#include <optional>
#include <string>

#include "anatomy/motion_data.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"
#include "leg/pose.hpp"

namespace crus {

// From where the calcaneus stands on a floor to midway between where the heads of the first and fifth metatarsals do:
// the lever by which a heel tilts the foot. Empty without these bones.
[[nodiscard]] std::optional<double> heel_to_ball_mm(const Leg& leg);

// The plantarflexion under an upright shank in a shoe whose heel is so much higher than its sole below the ball:
// asin(height / lever), degrees; at most 90.
[[nodiscard]] double plantarflexion_on_heel_deg(double heel_mm, double heel_to_ball_mm);

struct EverydayRequest {
  PoseRequest request;
  std::string note;  // where something had to be kept within bounds; else empty
};
// What the pose means on this leg. `amount` is in the pose's own measure; without it the usual one. Fails where the leg
// lacks the bones that the measure needs, or where the pose knows no amount.
[[nodiscard]] Result<EverydayRequest> everyday_request(const Leg& leg, const anatomy::EverydayPose& pose,
                                                       std::optional<double> amount = {});

// How a clip is played, where it is not as the clip itself says.
struct Playing {
  bool passive = false;              // the calf stays at rest
  std::optional<bool> closed_chain;  // the toes stay on the floor, or do not
  bool strain = false;               // the calcaneal tendon lengthens while the calf works
  bool operator==(const Playing&) const = default;
};
// What a clip asks of the leg at a fraction of its time.
[[nodiscard]] PoseRequest clip_request(const anatomy::Clip& clip, double fraction, const Playing& playing = {});

}  // namespace crus
