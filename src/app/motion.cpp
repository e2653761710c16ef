#include "app/motion.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "atlas/rig_cache.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "leg/everyday.hpp"
#include "scene/scene.hpp"

namespace crus::app {
Result<anatomy::MotionData> load_motion_data(const anatomy::Catalogue& catalogue) {
  const auto share = share_folder();
  if (!share) {
    return tl::unexpected(share.error());
  }
  auto data = anatomy::MotionData::load(*share / "assets" / "motion");
  if (!data) {
    return data;
  }
  if (const auto problems = data->lint(catalogue); !problems.empty()) {
    return tl::unexpected(problems.front());
  }
  return data;
}

Result<std::shared_ptr<const Rig>> rig_of(const Leg& leg, Progress& progress) {
  const auto data = load_motion_data(*leg.catalogue);
  if (!data) {
    return tl::unexpected(data.error());
  }
  return atlas::load_rig(leg, *data, share_folder().value_or(std::filesystem::path()), progress);
}

Asked<PoseRequest> everyday_of(const anatomy::MotionData& data, const Leg& leg, const std::string& words) {
  const auto wrong = [](Error error) { return tl::unexpected(CommandError{std::move(error), kWrongUsage}); };
  const std::size_t colon = words.find(':');
  const std::string name = words.substr(0, colon);
  const anatomy::EverydayPose* pose = data.pose(name);
  if (pose == nullptr) {
    const std::vector<std::string> near = nearest(name, data.pose_ids());
    return wrong({"there is no such pose", "'" + name + "'",
                  near.empty() ? "known: " + quoted_list(data.pose_ids()) : "did you mean " + quoted_list(near) + "?"});
  }
  std::optional<double> amount;
  if (colon != std::string::npos) {
    const std::string number = words.substr(colon + 1);
    // What is a number but not finite is kept out further on, with a note, as an angle beyond the stops is.
    amount = any_number(number);
    if (!amount) {
      return wrong({"not a number", "'" + number + "'", "for example " + name + ":50"});
    }
    if (!pose->amount) {
      return wrong({"this pose takes no amount", "'" + words + "'", "say '" + name + "'"});
    }
  }
  auto request = everyday_request(leg, *pose, amount);
  if (!request) {
    return tl::unexpected(CommandError{request.error(), kCouldNot});
  }
  if (!request->note.empty()) {
    log::warning(request->note);
  }
  return request->request;
}

void keep_within(double asked, double low, double high, const char* what, double& value) {
  if (std::isnan(asked)) {
    log::warning(fmt::format("{} must be a number; {:g} is taken", what, value));
    return;
  }
  if (asked < low || asked > high) {
    log::warning(fmt::format("{} is kept between {:g} and {:g}", what, low, high));
  }
  value = std::clamp(asked, low, high);
}

Asked<std::optional<PoseRequest>> request_of(const PoseOptions& options, const Leg& leg,
                                             std::optional<PoseRequest> before) {
  if (!options.everyday.empty()) {
    const auto data = load_motion_data(*leg.catalogue);
    if (!data) {
      return tl::unexpected(CommandError{data.error(), kCouldNot});
    }
    auto everyday = everyday_of(*data, leg, options.everyday);
    if (!everyday) {
      return tl::unexpected(everyday.error());
    }
    before = *everyday;
  }
  if (!options.plantarflexion_deg && !options.activation && !options.toe_extension_deg && !options.inversion_deg &&
      !options.floor && !options.strain) {
    return before;
  }
  PoseRequest request = before.value_or(PoseRequest());
  if (!before) {
    request.plantarflexion_deg = leg.rest_plantarflexion_deg.value_or(0.0);
  }
  const auto set = [](const std::optional<double>& asked, double low, double high, const char* what, double& value) {
    if (asked) {
      keep_within(*asked, low, high, what, value);
    }
  };
  set(options.plantarflexion_deg, kLeastPlantarflexion_deg, kMostPlantarflexion_deg, "plantarflexion",
      request.plantarflexion_deg);
  set(options.toe_extension_deg, kLeastToeExtension_deg, kMostToeExtension_deg, "the extension of the toes",
      request.toe_extension_deg);
  set(options.inversion_deg, -kMostInversion_deg, kMostInversion_deg, "inversion", request.inversion_deg);
  // The command line lets nothing through here that is not between 0 and 1, but for what is not a number.
  set(options.activation, 0.0, 1.0, "activation", request.activation);
  request.closed_chain = request.closed_chain || options.floor;
  request.strain = request.strain || options.strain;
  return std::optional(request);
}

Camera steady_camera(const Leg& leg, const Rig& rig, const Session& session, glm::ivec2 size,
                     std::span<const PoseRequest> poses) {
  if (!session.camera_fits) {
    return session.camera;
  }
  scene::CameraFitter fitter(leg, session, size);
  fitter.add(leg);
  for (const LegStructure& structure : leg.structures) {
    if (structure.kind != anatomy::Kind::bone || structure.box.empty() ||
        scene::visibility(leg, structure, session) == scene::Visibility::hidden) {
      continue;
    }
    const bool shank = goes_with_shank(structure.id) || !structure.recognised;
    for (const PoseRequest& request : poses) {
      const Pose pose = rig.pose(request);
      const glm::dmat4 world =
          shank ? pose.world_from_shank : pose.world_from_shank * turn(rig.ankle(), pose.ankle_rad);
      for (unsigned corner = 0; corner < 8; ++corner) {
        const glm::vec3& low = structure.box.min;
        const glm::vec3& high = structure.box.max;
        const glm::dvec4 place((corner & 1U) != 0 ? high.x : low.x, (corner & 2U) != 0 ? high.y : low.y,
                               (corner & 4U) != 0 ? high.z : low.z, 1.0);
        fitter.add(glm::dvec3(world * place));
      }
    }
  }
  return fitter.camera();
}

Result<LegPtr> in_pose(const LegPtr& leg, const std::optional<PoseRequest>& request) {
  if (!request) {
    return leg;
  }
  Progress progress;
  const auto rig = rig_of(*leg, progress);
  if (!rig) {
    return tl::unexpected(rig.error());
  }
  for (const std::string& warning : (*rig)->warnings()) {
    log::warning(warning);
  }
  return (*rig)->posed(*leg, (*rig)->pose(*request));
}

}  // namespace crus::app
