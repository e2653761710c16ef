// The commands that move the leg.
#include <algorithm>

#include <fmt/format.h>

#include "core/log.hpp"
#include "session/command_arguments.hpp"
#include "session/command_list.hpp"

namespace crus {
namespace {

// The posture a session asks for, to be changed: what it has, or the leg's rest.
PoseRequest& pose_of(Session& session, const Leg& leg) {
  if (!session.pose) {
    session.pose.emplace();
    session.pose->plantarflexion_deg = leg.rest_plantarflexion_deg.value_or(0.0);
  }
  return *session.pose;
}

// What lies beyond the joint's stops is kept within them, with a warning.
Status set_pose_angle(double value, double low, double high, std::string_view what, double& target) {
  if (value < low || value > high) {
    log::warning(fmt::format("{} is kept between {:g} and {:g} degrees", what, low, high));
  }
  target = std::clamp(value, low, high);
  return {};
}

Status run_plantarflexion(const Call& call) {
  const Result<double> value = number(call.words[0]);
  return value ? set_pose_angle(*value, kLeastPlantarflexion_deg, kMostPlantarflexion_deg, "plantarflexion",
                                pose_of(call.session, call.leg).plantarflexion_deg)
               : Status(tl::unexpected(value.error()));
}

Status run_toes(const Call& call) {
  const Result<double> value = number(call.words[0]);
  return value ? set_pose_angle(*value, kLeastToeExtension_deg, kMostToeExtension_deg, "the extension of the toes",
                                pose_of(call.session, call.leg).toe_extension_deg)
               : Status(tl::unexpected(value.error()));
}

Status run_inversion(const Call& call) {
  const Result<double> value = number(call.words[0]);
  return value ? set_pose_angle(*value, -kMostInversion_deg, kMostInversion_deg, "inversion",
                                pose_of(call.session, call.leg).inversion_deg)
               : Status(tl::unexpected(value.error()));
}

Status run_activation(const Call& call) {
  double value = 0.0;
  Status set = set_fraction(call, value);
  if (set) {
    pose_of(call.session, call.leg).activation = value;
  }
  return set;
}

Status run_strain(const Call& call) { return set_flag(call, pose_of(call.session, call.leg).strain); }

Status run_floor(const Call& call) { return set_flag(call, pose_of(call.session, call.leg).closed_chain); }

Status run_pose_reset(const Call& call) {
  call.session.pose.reset();
  return {};
}

}  // namespace

std::vector<CommandEntry> pose_commands() {
  return {
      {{"pose.plantarflexion", "DEGREES", "turn the ankle, toes down positive; 0 is the foot square to the shank",
        "plantarflexion"},
       1,
       1,
       run_plantarflexion,
       "plantarflexion"},
      {{"pose.activation", "0..1", "how hard the calf works", "activation"}, 1, 1, run_activation, "activation"},
      {{"pose.strain", "on | off | toggle", "the Achilles tendon lengthens with the activation, as reported",
        "strain of the tendon"},
       1,
       1,
       run_strain},
      {{"pose.toes", "DEGREES", "turn the toes, up positive", "toes"}, 1, 1, run_toes},
      {{"pose.inversion", "DEGREES", "turn the subtalar joint, sole inward positive", "inversion"},
       1,
       1,
       run_inversion},
      {{"pose.floor", "on | off | toggle", "the toes stay on the floor and the shank moves", "floor"}, 1, 1, run_floor},
      {{"pose.reset", "", "the leg as it was loaded", "rest"}, 0, 0, run_pose_reset},
  };
}

}  // namespace crus
