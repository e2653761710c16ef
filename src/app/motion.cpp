#include "app/motion.hpp"

#include "atlas/rig_cache.hpp"
#include "core/files.hpp"

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

std::optional<PoseRequest> request_of(const PoseOptions& options, const Leg& leg) {
  if (!options.plantarflexion_deg && !options.activation && !options.toe_extension_deg && !options.inversion_deg &&
      !options.floor) {
    return std::nullopt;
  }
  return PoseRequest{options.plantarflexion_deg.value_or(leg.rest_plantarflexion_deg.value_or(0.0)),
                     options.toe_extension_deg.value_or(0.0), options.inversion_deg.value_or(0.0),
                     options.activation.value_or(0.0), options.floor};
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
