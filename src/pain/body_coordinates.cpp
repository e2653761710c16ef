#include "pain/body_coordinates.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"

namespace crus::pain {
namespace {

using anatomy::ZonePart;

constexpr double kReferenceTibiaMm = 380.0;
constexpr double kStepMm = 10.0;
constexpr double kLowestCentreMm = 45.0;   // above the ankle: below it the section is the foot's
constexpr double kReachFromAxisMm = 62.0;  // leg parts near the ankle end here: beyond lies the foot
constexpr double kAnkleFromH = 0.85;

struct Sum {
  double weight = 0.0;
  glm::dvec2 moment{0.0};
};

bool within(const std::optional<glm::dvec2>& range, double value) {
  return !range || (value >= range->x && value <= range->y);
}

bool within_turn(const glm::dvec2& range, double angle) {
  return range.x <= range.y ? angle >= range.x && angle <= range.y : angle >= range.x || angle <= range.y;
}

std::optional<double> lower_edge(const Leg& leg) {
  std::optional<double> edge;
  for (const LegStructure& structure : leg.structures) {
    if (structure.id.starts_with("gastrocnemius") && !structure.box.empty()) {
      const auto low = static_cast<double>(structure.box.min.y);
      edge = edge ? std::min(*edge, low) : low;
    }
  }
  return edge;
}

// x, z of the skin's section every kStepMm from `first_y` up; the knee's where there is none.
std::vector<glm::dvec2> centres_of(const geometry::Mesh& skin, double first_y, const glm::dvec2& knee) {
  double high = first_y;
  for (const glm::vec3& p : skin.positions) {
    high = std::max(high, static_cast<double>(p.y));
  }
  std::vector<Sum> sums(static_cast<std::size_t>((high - first_y) / kStepMm) + 1);
  for (const glm::uvec3& t : skin.triangles) {
    const glm::dvec3 a(skin.positions[t.x]);
    const glm::dvec3 b(skin.positions[t.y]);
    const glm::dvec3 c(skin.positions[t.z]);
    const glm::dvec3 middle = (a + b + c) / 3.0;
    if (middle.y < first_y) {
      continue;
    }
    const glm::dvec3 area = glm::cross(b - a, c - a);
    const double weight = std::hypot(area.x, area.z);  // a horizontal cap does not count
    Sum& sum = sums[std::min(static_cast<std::size_t>((middle.y - first_y) / kStepMm), sums.size() - 1)];
    sum.weight += weight;
    sum.moment += weight * glm::dvec2(middle.x, middle.z);
  }
  std::vector<glm::dvec2> centres;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    Sum wide;
    for (std::size_t k = i >= 2 ? i - 2 : 0; k < std::min(i + 3, sums.size()); ++k) {
      wide.weight += sums[k].weight;
      wide.moment += sums[k].moment;
    }
    centres.push_back(wide.weight > 0.0 ? wide.moment / wide.weight : knee);
  }
  return centres;
}

}  // namespace

std::optional<BodyCoordinates::Foot> BodyCoordinates::foot_of(const Leg& leg, double lateral) {
  const Landmark* heel = leg.landmark("calcaneal-tuberosity-posterior");
  const Landmark* low = leg.landmark("calcaneus-lowest");
  const Landmark* first = leg.landmark("metatarsal-head-1");
  const Landmark* second = leg.landmark("metatarsal-head-2");
  const Landmark* fifth = leg.landmark("metatarsal-head-5");
  if (heel == nullptr || low == nullptr || first == nullptr || second == nullptr || fifth == nullptr) {
    return std::nullopt;
  }
  Foot foot;
  foot.heel = heel->position_mm;
  const glm::dvec3 normal = glm::cross(first->position_mm - low->position_mm, fifth->position_mm - low->position_mm);
  foot.up = glm::normalize(normal.y < 0.0 ? -normal : normal);
  glm::dvec3 along = second->position_mm - foot.heel;
  along -= glm::dot(along, foot.up) * foot.up;
  foot.length_mm = glm::length(along);
  foot.along = along / foot.length_mm;
  foot.across = glm::cross(foot.along, foot.up) * lateral;
  const double v1 = glm::dot(first->position_mm - foot.heel, foot.across);
  const double v5 = glm::dot(fifth->position_mm - foot.heel, foot.across);
  foot.middle_mm = 0.5 * (v1 + v5);
  foot.half_width_mm = 0.5 * (v5 - v1);
  foot.sole_mm = glm::dot(low->position_mm, foot.up);
  return foot.length_mm > 1.0 && foot.half_width_mm > 1.0 ? std::optional(foot) : std::nullopt;
}

Result<BodyCoordinates> BodyCoordinates::of(const Leg& leg, const geometry::Mesh& skin) {
  const Landmark* knee = leg.landmark("knee-centre");
  const Landmark* ankle = leg.landmark("intermalleolar-point");
  if (knee == nullptr || ankle == nullptr || !(knee->position_mm.y - ankle->position_mm.y > 1.0)) {
    return fail("pain patterns need the knee and both malleoli to know where they lie", leg.source,
                "open a model with a whole tibia and fibula");
  }
  BodyCoordinates result;
  result.knee_y_ = knee->position_mm.y;
  result.scale_ = leg.tibia_length_mm.value_or(kReferenceTibiaMm) / kReferenceTibiaMm;
  result.lateral_ = leg.side == anatomy::Side::left ? -1.0 : 1.0;
  result.edge_y_ = lower_edge(leg);
  result.landmarks_ = leg.landmarks;
  result.first_y_ = kLowestCentreMm * result.scale_;
  result.centres_ = centres_of(skin, result.first_y_, {knee->position_mm.x, knee->position_mm.z});
  result.foot_ = foot_of(leg, result.lateral_);
  return result;
}

glm::dvec2 BodyCoordinates::centre(double y) const {
  const double at = std::clamp((y - first_y_) / kStepMm - 0.5, 0.0, static_cast<double>(centres_.size() - 1));
  const auto i = static_cast<std::size_t>(at);
  const std::size_t k = std::min(i + 1, centres_.size() - 1);
  return glm::mix(centres_[i], centres_[k], at - static_cast<double>(i));
}

BodyPlace BodyCoordinates::place(const glm::dvec3& world_mm) const {
  BodyPlace place;
  place.h = (knee_y_ - world_mm.y) / knee_y_;
  const glm::dvec2 way = glm::dvec2(world_mm.x, world_mm.z) - centre(world_mm.y);
  place.phi_deg = degrees(std::atan2(way.y * lateral_, -way.x));
  place.from_axis_mm = glm::length(way) / scale_;
  place.below_edge_mm = edge_y_ ? (*edge_y_ - world_mm.y) / scale_ : 0.0;
  if (foot_) {
    const glm::dvec3 from_heel = world_mm - foot_->heel;
    place.u = glm::dot(from_heel, foot_->along) / foot_->length_mm;
    const double middle = foot_->middle_mm * std::clamp(place.u, 0.0, 1.0);
    place.v = (glm::dot(from_heel, foot_->across) - middle) / foot_->half_width_mm;
    place.w_mm = (glm::dot(world_mm, foot_->up) - foot_->sole_mm) / scale_;
  }
  return place;
}

std::optional<std::string> BodyCoordinates::missing(const ZonePart& part) const {
  if (part.shape == ZonePart::Shape::foot && !foot_) {
    return "the bones of the foot";
  }
  const auto known = [&](const Landmark& landmark) { return landmark.id == part.at; };
  if (part.shape == ZonePart::Shape::ball && std::none_of(landmarks_.begin(), landmarks_.end(), known)) {
    return "the landmark " + part.at;
  }
  return std::nullopt;
}

bool BodyCoordinates::inside(const ZonePart& part, const glm::dvec3& world_mm, const BodyPlace& place) const {
  switch (part.shape) {
    case ZonePart::Shape::leg: {
      const bool anchored = part.below_mm && edge_y_;
      return (anchored ? within(part.below_mm, place.below_edge_mm) : within(part.h, place.h)) &&
             within_turn(*part.phi_deg, place.phi_deg) &&
             (place.h < kAnkleFromH || place.from_axis_mm < kReachFromAxisMm);
    }
    case ZonePart::Shape::foot:
      return foot_ && within(part.u, place.u) && within(part.v, place.v) && within(part.w_mm, place.w_mm);
    case ZonePart::Shape::ball: {
      const auto at = std::find_if(landmarks_.begin(), landmarks_.end(),
                                   [&](const Landmark& landmark) { return landmark.id == part.at; });
      const glm::dvec3 offset(part.offset_mm.x, part.offset_mm.y, part.offset_mm.z * lateral_);
      return at != landmarks_.end() &&
             glm::distance(world_mm, at->position_mm + scale_ * offset) <= scale_ * part.radius_mm;
    }
  }
  return false;
}

std::optional<BodyCoordinates::Ray> BodyCoordinates::ray_to(const anatomy::PointPlace& place) const {
  constexpr double kOutsideMm = 300.0;
  if (place.h && place.phi_deg) {
    const double y = place.below_mm && edge_y_ ? *edge_y_ - scale_ * *place.below_mm : knee_y_ * (1.0 - *place.h);
    const double phi = radians(*place.phi_deg);
    const glm::dvec3 out(-std::cos(phi), 0.0, std::sin(phi) * lateral_);
    const glm::dvec2 middle = centre(y);
    return Ray{glm::dvec3(middle.x, y, middle.y) + kOutsideMm * out, -out};
  }
  if (place.u && place.v && foot_) {
    const double across = *place.v * foot_->half_width_mm + foot_->middle_mm * std::clamp(*place.u, 0.0, 1.0);
    const glm::dvec3 above = foot_->heel + *place.u * foot_->length_mm * foot_->along + across * foot_->across;
    return Ray{above - kOutsideMm * foot_->up, foot_->up};
  }
  return std::nullopt;
}

}  // namespace crus::pain
