// The commands that move the leg. Internal to the room.
#pragma once

#include "core/result.hpp"
#include "session/session.hpp"

namespace crus {

// The posture a session asks for, to be changed: what it has, or the leg's rest.
[[nodiscard]] PoseRequest& pose_of(Session& session, const Leg& leg);
// Angles and shares are numbers; what lies beyond the joints' stops is kept within them where the leg is moved.
[[nodiscard]] Status set_pose_angle(double value, double low, double high, std::string_view what, double& target);

}  // namespace crus
