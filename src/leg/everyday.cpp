#include "leg/everyday.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "core/units.hpp"
#include "leg/foot.hpp"

namespace crus {
namespace {

double kept(double value, double low, double high, std::string_view what, std::string_view unit, std::string& note) {
  const double inside = std::clamp(value, low, high);
  if (inside != value) {
    note += fmt::format("{}{} is kept between {:g} and {:g} {}", note.empty() ? "" : "; ", what, low, high, unit);
  }
  return inside;
}

}  // namespace

std::optional<double> heel_to_ball_mm(const Leg& leg) {
  constexpr std::array<std::string_view, 5> kMetatarsals{"first-metatarsal", "second-metatarsal", "third-metatarsal",
                                                         "fourth-metatarsal", "fifth-metatarsal"};
  const auto mesh_of = [&](std::string_view id) {
    const LegStructure* structure = leg.find(id);
    return structure != nullptr && !structure->mesh.empty() ? &structure->mesh : nullptr;
  };
  FrameBones bones;
  bones.calcaneus = mesh_of("calcaneus");
  for (const std::string_view id : kMetatarsals) {
    bones.metatarsals.push_back(mesh_of(id));
  }
  return measure_foot(bones, glm::dmat4(1.0)).heel_to_ball_mm;
}

double plantarflexion_on_heel_deg(double heel_mm, double heel_to_ball_mm) {
  return degrees(std::asin(std::clamp(heel_mm / heel_to_ball_mm, -1.0, 1.0)));
}

Result<EverydayRequest> everyday_request(const Leg& leg, const anatomy::EverydayPose& pose,
                                         std::optional<double> amount) {
  EverydayRequest result;
  PoseRequest& request = result.request;
  request.plantarflexion_deg = pose.plantarflexion_deg;
  request.toe_extension_deg = pose.toe_extension_deg;
  request.inversion_deg = pose.inversion_deg;
  request.activation = pose.activation;
  request.closed_chain = pose.closed_chain;
  request.bent_knee = pose.bent_knee;
  if (!pose.amount) {
    return amount ? Result<EverydayRequest>(fail("this pose takes no amount", pose.id)) : result;
  }
  const glm::dvec2& range = pose.amount->range;
  const double asked = amount && std::isfinite(*amount) ? *amount : pose.amount->usual;
  if (amount && !std::isfinite(*amount)) {
    result.note = fmt::format("not a number, so the usual {:g} is taken", pose.amount->usual);
  }
  if (pose.amount->measure == anatomy::Measure::slope_deg) {
    request.plantarflexion_deg = -kept(asked, range.x, range.y, "the slope", "degrees", result.note);
    return result;
  }
  const std::optional<double> lever = heel_to_ball_mm(leg);
  if (!lever) {
    return fail("the height of a heel means nothing without the calcaneus and the first and fifth metatarsals", pose.id,
                "open a model with a whole foot, or set the angle itself");
  }
  const double heel_mm = kept(asked, range.x, range.y, "the height of the heel", "mm", result.note);
  request.plantarflexion_deg = kept(plantarflexion_on_heel_deg(heel_mm, *lever), kLeastPlantarflexion_deg,
                                    kMostPlantarflexion_deg, "plantarflexion", "degrees", result.note);
  // The toes lie flat before a foot that is tilted by as much.
  request.toe_extension_deg = std::clamp(request.plantarflexion_deg, kLeastToeExtension_deg, kMostToeExtension_deg);
  return result;
}

PoseRequest clip_request(const anatomy::Clip& clip, double fraction, const Playing& playing) {
  const anatomy::ClipKey key = anatomy::clip_at(clip, fraction);
  PoseRequest request;
  request.plantarflexion_deg = key.plantarflexion_deg;
  request.toe_extension_deg = key.toe_extension_deg;
  request.inversion_deg = key.inversion_deg;
  request.activation = playing.passive ? 0.0 : key.activation;
  request.strain = playing.strain;
  request.closed_chain = playing.closed_chain.value_or(clip.closed_chain);
  request.bent_knee = clip.bent_knee;
  return request;
}

}  // namespace crus
