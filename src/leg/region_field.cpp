#include "leg/region_field.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"

namespace crus {
namespace {

// The box of a short bone along its own axes.
struct BoneBox {
  glm::dvec3 centre{0.0};
  glm::dmat3 axes{1.0};  // columns: distal (femur: anterior), dorsal (femur: proximal), lateral
  glm::dvec3 half_mm{0.0};
};

// Distance to a segment.
double to_segment(const glm::dvec2& p, const glm::dvec2& a, const glm::dvec2& b) {
  const glm::dvec2 along = b - a;
  const double squared = glm::dot(along, along);
  const double t = squared > 0.0 ? std::clamp(glm::dot(p - a, along) / squared, 0.0, 1.0) : 0.0;
  return glm::distance(p, a + t * along);
}

// Distance to the outline or run; negative inside an outline.
double signed_distance(const std::vector<glm::dvec2>& points, bool closed) {
  const glm::dvec2 p(0.0);
  double best = std::numeric_limits<double>::max();
  bool inside = false;
  for (std::size_t i = 0; i + (closed ? 0 : 1) < points.size(); ++i) {
    const glm::dvec2& a = points[i];
    const glm::dvec2& b = points[(i + 1) % points.size()];
    best = std::min(best, to_segment(p, a, b));
    if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) {
      inside = !inside;
    }
  }
  return closed && inside ? -best : best;
}

// Corners cut twice (Chaikin): outlines in nature have none.
std::vector<glm::dvec2> rounded(std::vector<glm::dvec2> points, bool closed) {
  for (int round = 0; round < 2; ++round) {
    std::vector<glm::dvec2> next;
    if (!closed) {
      next.push_back(points.front());
    }
    for (std::size_t i = 0; i + (closed ? 0 : 1) < points.size(); ++i) {
      const glm::dvec2& a = points[i];
      const glm::dvec2& b = points[(i + 1) % points.size()];
      next.push_back(glm::mix(a, b, 0.25));
      next.push_back(glm::mix(a, b, 0.75));
    }
    if (!closed) {
      next.push_back(points.back());
    }
    points = std::move(next);
  }
  return points;
}

std::optional<BoneBox> bone_box(const Leg& leg, std::string_view bone) {
  const LegStructure* structure = leg.find(bone);
  const LegStructure* heel = leg.find("calcaneus");
  const LegStructure* ray = leg.find("second-metatarsal");
  if (structure == nullptr || structure->mesh.empty()) {
    return std::nullopt;
  }
  const glm::dvec3 up(0.0, 1.0, 0.0);
  glm::dvec3 distal(1.0, 0.0, 0.0);
  const bool femur = bone == "femur";
  if (!femur && heel != nullptr && ray != nullptr) {
    distal = geometry::surface_centroid(ray->mesh) - geometry::surface_centroid(heel->mesh);
    distal = glm::normalize(distal - glm::dot(distal, up) * up);
  }
  const bool slender = bone.ends_with("metatarsal") || bone.find("phalanx") != std::string_view::npos;
  if (slender) {
    const glm::dvec3 axis = geometry::principal_axes(structure->mesh).axes[0];
    distal = glm::dot(axis, distal) < 0.0 ? -axis : axis;
  }
  BoneBox box;
  const glm::dvec3 dorsal = glm::normalize(up - glm::dot(up, distal) * distal);
  box.axes = glm::dmat3(distal, dorsal, glm::cross(distal, dorsal));
  constexpr double kFemurKept_mm = 100.0;  // above the condyles
  const double highest = femur ? structure->box.min.y + kFemurKept_mm : std::numeric_limits<double>::max();
  glm::dvec3 low(std::numeric_limits<double>::max());
  glm::dvec3 high(std::numeric_limits<double>::lowest());
  for (const glm::vec3& position : structure->mesh.positions) {
    if (static_cast<double>(position.y) <= highest) {
      const glm::dvec3 p = glm::transpose(box.axes) * glm::dvec3(position);
      low = glm::min(low, p);
      high = glm::max(high, p);
    }
  }
  box.centre = box.axes * (0.5 * (low + high));
  box.half_mm = 0.5 * (high - low);
  return box;
}

}  // namespace

std::optional<RegionField> RegionField::make(const Leg& leg, const anatomy::AttachmentRegion& region) {
  using Shape = anatomy::RegionPart::Shape;
  RegionField field;
  const LegStructure* bone = leg.find(region.bone);
  if (bone == nullptr || bone->mesh.empty()) {
    return std::nullopt;
  }
  for (const anatomy::RegionPart& part : region.parts) {
    if (part.shape != Shape::spot) {
      const bool closed = part.shape == Shape::area;
      field.runs_.push_back({rounded(part.points, closed), closed, 0.5 * part.width_mm});
      continue;
    }
    const auto box = bone_box(leg, region.bone);
    if (!box) {
      return std::nullopt;
    }
    Spot spot;
    spot.part = part;
    spot.out = glm::normalize(box->axes * part.facing);
    const glm::dvec3 aim = box->centre + box->axes * (part.at * box->half_mm);
    const geometry::SurfaceTree tree(bone->mesh);
    const glm::dvec3 from = aim + (3.0 * glm::length(box->half_mm)) * spot.out;
    const auto hit = tree.first_hit(glm::vec3(from), glm::vec3(-spot.out));
    const auto near = hit ? hit : tree.closest(glm::vec3(aim));
    if (!near) {
      return std::nullopt;
    }
    spot.centre = glm::dvec3(near->point);
    glm::dvec3 first = box->axes[0] - glm::dot(box->axes[0], spot.out) * spot.out;
    if (glm::length(first) < 0.6) {
      first = box->axes[1] - glm::dot(box->axes[1], spot.out) * spot.out;
    }
    first = glm::normalize(first);
    const glm::dvec3 second = glm::cross(spot.out, first);
    const double turn = radians(part.turn_deg);
    spot.along = std::cos(turn) * first + std::sin(turn) * second;
    spot.across = glm::cross(spot.out, spot.along);
    field.spots_.push_back(spot);
  }
  if (!field.runs_.empty()) {
    field.coordinates_ = long_bone_coordinates(leg, region.bone);
    if (!field.coordinates_) {
      return std::nullopt;
    }
  }
  return field;
}

double RegionField::operator()(const glm::dvec3& point, const glm::dvec3& normal) const {
  double best = std::numeric_limits<double>::max();
  if (coordinates_) {
    const glm::dvec2 here = coordinates_->of(point);
    for (const Run& run : runs_) {
      double middle = 0.0;
      for (const glm::dvec2& p : run.points) {
        middle += p.y / static_cast<double>(run.points.size());
      }
      const double u = here.y - 3.0 * std::round((here.y - middle) / 3.0);
      const double s = std::clamp(here.x, LongBoneCoordinates::kFirst, LongBoneCoordinates::kLast);
      const double arc = coordinates_->arc_mm(s, u);
      std::vector<glm::dvec2> flat;
      flat.reserve(run.points.size());
      for (const glm::dvec2& p : run.points) {
        flat.emplace_back((p.x - here.x) * coordinates_->length_mm(), coordinates_->arc_mm(s, p.y) - arc);
      }
      best = std::min(best, signed_distance(flat, run.closed) - run.half_width_mm);
    }
  }
  for (const Spot& spot : spots_) {
    const glm::dvec3 off = point - spot.centre;
    const glm::dvec2 p(glm::dot(off, spot.along), glm::dot(off, spot.across));
    const double half = 0.5 * spot.part.length_mm;
    const double narrow = 0.5 * spot.part.narrow_mm;
    const double wide = 0.5 * spot.part.wide_mm;
    double distance = 0.0;
    if (narrow == wide) {
      // Ellipse: the implicit function over its gradient.
      const glm::dvec2 scaled = p / glm::dvec2(half, wide);
      const double slope = glm::length(scaled / glm::dvec2(half, wide));
      const double k = glm::length(scaled);
      distance = slope > 0.0 ? k * (k - 1.0) / slope : -std::min(half, wide);
    } else {
      const std::vector<glm::dvec2> corners{{half, narrow}, {half, -narrow}, {-half, -wide}, {-half, wide}};
      std::vector<glm::dvec2> moved;
      for (const glm::dvec2& corner : corners) {
        moved.push_back(corner - p);
      }
      distance = signed_distance(moved, true);
    }
    // The far side of the bone lies under the spot too.
    constexpr double kFacing = 0.15;
    constexpr double kPerFacing_mm = 12.0;
    distance = std::max(distance, (kFacing - glm::dot(normal, spot.out)) * kPerFacing_mm);
    const double depth = spot.part.depth_mm > 0.0 ? spot.part.depth_mm : 2.0 * std::max(half, wide);
    distance = std::max(distance, std::abs(glm::dot(off, spot.out)) - depth);
    best = std::min(best, distance);
  }
  return best;
}

}  // namespace crus
