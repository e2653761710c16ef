#include "app/motion.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "atlas/rig_cache.hpp"
#include "core/files.hpp"
#include "core/log.hpp"

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

std::optional<PoseRequest> request_of(const PoseOptions& options, const Leg& leg, std::optional<PoseRequest> before) {
  if (!options.plantarflexion_deg && !options.activation && !options.toe_extension_deg && !options.inversion_deg &&
      !options.floor) {
    return before;
  }
  PoseRequest request = before.value_or(PoseRequest());
  if (!before) {
    request.plantarflexion_deg = leg.rest_plantarflexion_deg.value_or(0.0);
  }
  const auto set = [](const std::optional<double>& asked, double low, double high, const char* what, double& value) {
    if (!asked) {
      return;
    }
    if (!(*asked >= low && *asked <= high)) {
      log::warning(fmt::format("{} is kept between {:g} and {:g} degrees", what, low, high));
    }
    value = std::isfinite(*asked) ? std::clamp(*asked, low, high) : value;
  };
  set(options.plantarflexion_deg, kLeastPlantarflexion_deg, kMostPlantarflexion_deg, "plantarflexion",
      request.plantarflexion_deg);
  set(options.toe_extension_deg, kLeastToeExtension_deg, kMostToeExtension_deg, "the extension of the toes",
      request.toe_extension_deg);
  set(options.inversion_deg, -kMostInversion_deg, kMostInversion_deg, "inversion", request.inversion_deg);
  request.activation = options.activation.value_or(request.activation);
  request.closed_chain = request.closed_chain || options.floor;
  return request;
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
  return (*rig)->posed(*leg, (*rig)->pose(*request));
}

}  // namespace crus::app
