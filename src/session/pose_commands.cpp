#include "session/pose_commands.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/log.hpp"

namespace crus {

PoseRequest& pose_of(Session& session, const Leg& leg) {
  if (!session.pose) {
    session.pose.emplace();
    session.pose->plantarflexion_deg = leg.rest_plantarflexion_deg.value_or(0.0);
  }
  return *session.pose;
}

Status set_pose_angle(double value, double low, double high, std::string_view what, double& target) {
  if (value < low || value > high) {
    log::warning(fmt::format("{} is kept between {:g} and {:g} degrees", what, low, high));
  }
  target = std::clamp(value, low, high);
  return {};
}

}  // namespace crus
