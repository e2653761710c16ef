#include "leg/bone_coordinates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "geometry/measure.hpp"
#include "leg/long_bone.hpp"

namespace crus {
namespace {

constexpr int kStations = 97;
constexpr double kFirst = 0.012;  // sections nearer to the ends are no ring round the shaft any more
constexpr double kLast = 0.985;
constexpr int kAngles = 240;
constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr double kEdgeSoftness = 0.05;     // of the mean radius
constexpr double kBorderSmoothing = 0.03;  // of the bone's length

double wrapped(double angle) { return angle - kTurn * std::floor(angle / kTurn); }

double cross2(const glm::dvec2& a, const glm::dvec2& b) { return a.x * b.y - a.y * b.x; }

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

}  // namespace

std::optional<LongBoneCoordinates::Station> LongBoneCoordinates::section(const geometry::Mesh& bone, double s) const {
  struct Segment {
    glm::dvec2 a, b;
  };
  std::vector<Segment> segments;
  const double level = s * length_mm_;
  double area = 0.0;
  glm::dvec2 moment(0.0);
  for (const glm::uvec3& t : bone.triangles) {
    std::array<glm::dvec3, 3> p;
    std::array<double, 3> d{};
    for (int i = 0; i < 3; ++i) {
      p[static_cast<std::size_t>(i)] = glm::dvec3(bone.positions[t[i]]) - top_;
      d[static_cast<std::size_t>(i)] = glm::dot(p[static_cast<std::size_t>(i)], axis_) - level;
    }
    if ((d[0] < 0.0) == (d[1] < 0.0) && (d[1] < 0.0) == (d[2] < 0.0)) {
      continue;
    }
    // From where the triangle's edge goes down through the plane to where one comes up: the same way round everywhere.
    Segment segment{};
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t j = (i + 1) % 3;
      if ((d[i] < 0.0) != (d[j] < 0.0)) {
        const glm::dvec3 q = glm::mix(p[i], p[j], d[i] / (d[i] - d[j]));
        (d[i] < 0.0 ? segment.a : segment.b) = {glm::dot(q, forward_), glm::dot(q, lateral_)};
      }
    }
    const double twice = cross2(segment.a, segment.b);
    area += twice;
    moment += twice * (segment.a + segment.b) / 3.0;
    segments.push_back(segment);
  }
  if (segments.size() < 3 || !(std::abs(area) > 0.0)) {
    return std::nullopt;
  }
  Station station;
  station.centre = moment / area;
  station.radius.assign(kAngles, 0.0);
  for (const Segment& segment : segments) {
    const glm::dvec2 a = segment.a - station.centre;
    const glm::dvec2 b = segment.b - station.centre;
    double from = std::atan2(a.y, a.x);
    double to = std::atan2(b.y, b.x);
    to -= kTurn * std::round((to - from) / kTurn);
    if (from > to) {
      std::swap(from, to);
    }
    for (int i = static_cast<int>(std::ceil(from / kTurn * kAngles)); i <= to / kTurn * kAngles; ++i) {
      const double angle = kTurn * i / kAngles;
      const glm::dvec2 way(std::cos(angle), std::sin(angle));
      const double slope = cross2(way, b - a);
      const double reach = std::abs(slope) > 0.0 ? cross2(a, b - a) / slope : 0.0;
      double& radius = station.radius[static_cast<std::size_t>((i % kAngles + kAngles) % kAngles)];
      radius = std::max(radius, reach);
    }
  }
  // A direction may slip between two segments, or miss a section that does not surround its middle.
  const std::vector<double> found = station.radius;
  for (std::size_t i = 0; i < kAngles; ++i) {
    std::size_t before = 0;
    std::size_t after = 0;
    while (before < kAngles && !(found[(i + kAngles - before) % kAngles] > 0.0)) {
      ++before;
    }
    while (after < kAngles && !(found[(i + after) % kAngles] > 0.0)) {
      ++after;
    }
    if (before + after > kAngles / 4) {
      return std::nullopt;
    }
    if (before > 0) {
      const double share = static_cast<double>(before) / static_cast<double>(before + after);
      station.radius[i] = glm::mix(found[(i + kAngles - before) % kAngles], found[(i + after) % kAngles], share);
    }
  }
  station.arc.assign(kAngles + 1, 0.0);
  for (std::size_t i = 0; i < kAngles; ++i) {
    const double r = station.radius[i];
    const double next = station.radius[(i + 1) % kAngles];
    const double step = std::sqrt(r * r + next * next - 2.0 * r * next * std::cos(kTurn / kAngles));
    station.arc[i + 1] = station.arc[i] + step;
  }
  return station;
}

void LongBoneCoordinates::find_borders(const Axes& axes) {
  // Angles of each border off its direction, per station.
  std::vector<std::array<double, 3>> angles(stations_.size());
  const auto s_of = [&](std::size_t i) { return kFirst + (kLast - kFirst) * static_cast<double>(i) / (kStations - 1); };
  const auto direction = [&](std::size_t border, double s) {
    return glm::mix(axes.borders[border].top_rad, axes.borders[border].bottom_rad,
                    std::clamp((s - 0.1) / 0.8, 0.0, 1.0));
  };
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    const Station& station = stations_[i];
    const double mean_radius = station.arc.back() / kTurn;
    for (std::size_t k = 0; k < 3; ++k) {
      const double towards = direction(k, s_of(i));
      double best = -std::numeric_limits<double>::max();
      const auto height = [&](std::size_t a) {
        return station.radius[a] * std::cos(kTurn * static_cast<double>(a) / kAngles - towards);
      };
      for (std::size_t a = 0; a < kAngles; ++a) {
        best = std::max(best, height(a));
      }
      double sum = 0.0;
      double weights = 0.0;
      for (std::size_t a = 0; a < kAngles; ++a) {
        double off = kTurn * static_cast<double>(a) / kAngles - towards;
        off -= kTurn * std::round(off / kTurn);
        const double weight =
            std::exp((height(a) - best) / (kEdgeSoftness * mean_radius)) * (station.arc[a + 1] - station.arc[a]);
        sum += weight * off;
        weights += weight;
      }
      angles[i][k] = sum / weights;
    }
  }
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    std::array<double, 3> smooth{};
    double weights = 0.0;
    for (std::size_t j = 0; j < stations_.size(); ++j) {
      const double away = (s_of(j) - s_of(i)) / kBorderSmoothing;
      const double weight = std::exp(-0.5 * away * away);
      weights += weight;
      for (std::size_t k = 0; k < 3; ++k) {
        smooth[k] += weight * angles[j][k];
      }
    }
    Station& station = stations_[i];
    std::array<double, 3> arcs{};
    for (std::size_t k = 0; k < 3; ++k) {
      const double cell = wrapped(direction(k, s_of(i)) + smooth[k] / weights) / kTurn * kAngles;
      const auto low = static_cast<std::size_t>(cell) % kAngles;
      arcs[k] = glm::mix(station.arc[low], station.arc[low + 1], cell - std::floor(cell));
    }
    // From the first border on, in the order in which u grows.
    const double whole = station.arc.back();
    station.border[0] = arcs[0];
    const bool forwards = std::fmod(arcs[1] - arcs[0] + whole, whole) < std::fmod(arcs[2] - arcs[0] + whole, whole);
    for (std::size_t k = 1; k < 3; ++k) {
      const double ahead = std::fmod(arcs[k] - arcs[0] + whole, whole);
      station.border[k] = forwards ? ahead : ahead - whole;  // negative: u grows against the angle
    }
  }
}

std::optional<LongBoneCoordinates> LongBoneCoordinates::make(const geometry::Mesh& bone, const Axes& axes) {
  LongBoneCoordinates result;
  result.top_ = axes.top;
  result.length_mm_ = glm::distance(axes.top, axes.bottom);
  if (!(result.length_mm_ > 0.0)) {
    return std::nullopt;
  }
  result.axis_ = (axes.bottom - axes.top) / result.length_mm_;
  const glm::dvec3 forward = axes.forward - glm::dot(axes.forward, result.axis_) * result.axis_;
  result.forward_ = glm::normalize(forward);
  const glm::dvec3 lateral = axes.lateral - glm::dot(axes.lateral, result.axis_) * result.axis_;
  result.lateral_ = glm::normalize(lateral - glm::dot(lateral, result.forward_) * result.forward_);
  for (int i = 0; i < kStations; ++i) {
    auto station = result.section(bone, kFirst + (kLast - kFirst) * i / (kStations - 1));
    if (!station) {
      return std::nullopt;
    }
    result.stations_.push_back(std::move(*station));
  }
  result.find_borders(axes);
  return result;
}

std::pair<std::size_t, double> LongBoneCoordinates::between(double s) const {
  const double cell = std::clamp((s - kFirst) / (kLast - kFirst), 0.0, 1.0) * (kStations - 1);
  const auto low = std::min(static_cast<std::size_t>(cell), stations_.size() - 2);
  return {low, cell - static_cast<double>(low)};
}

double LongBoneCoordinates::u_of(const Station& station, double angle) const {
  const double cell = wrapped(angle) / kTurn * kAngles;
  const auto low = static_cast<std::size_t>(cell) % kAngles;
  const double whole = station.arc.back();
  const double arc = glm::mix(station.arc[low], station.arc[low + 1], cell - std::floor(cell)) - station.border[0];
  const bool forwards = station.border[2] > 0.0;
  const double ahead = forwards ? std::fmod(arc + 2.0 * whole, whole) : std::fmod(2.0 * whole - arc, whole);
  const double first = std::abs(station.border[1]);
  const double second = std::abs(station.border[2]);
  if (ahead < first) {
    return ahead / first;
  }
  return ahead < second ? 1.0 + (ahead - first) / (second - first) : 2.0 + (ahead - second) / (whole - second);
}

double LongBoneCoordinates::arc_of(const Station& station, double u) const {
  const double whole = station.arc.back();
  const double rounds = std::floor(u / 3.0);
  const double rest = u - 3.0 * rounds;
  const double first = std::abs(station.border[1]);
  const double second = std::abs(station.border[2]);
  const double arc = rest < 1.0   ? rest * first
                     : rest < 2.0 ? glm::mix(first, second, rest - 1.0)
                                  : glm::mix(second, whole, rest - 2.0);
  return arc + rounds * whole;
}

glm::dvec2 LongBoneCoordinates::of(const glm::dvec3& point) const {
  const glm::dvec3 p = point - top_;
  const double s = glm::dot(p, axis_) / length_mm_;
  const auto [low, share] = between(s);
  const glm::dvec2 centre = glm::mix(stations_[low].centre, stations_[low + 1].centre, share);
  const glm::dvec2 q = glm::dvec2(glm::dot(p, forward_), glm::dot(p, lateral_)) - centre;
  const double angle = std::atan2(q.y, q.x);
  const double a = u_of(stations_[low], angle);
  double b = u_of(stations_[low + 1], angle);
  b -= 3.0 * std::round((b - a) / 3.0);
  const double u = glm::mix(a, b, share);
  return {s, u - 3.0 * std::floor(u / 3.0)};
}

double LongBoneCoordinates::arc_mm(double s, double u) const {
  const auto [low, share] = between(s);
  return glm::mix(arc_of(stations_[low], u), arc_of(stations_[low + 1], u), share);
}

glm::dvec3 LongBoneCoordinates::at(double s, double u) const {
  const auto [low, share] = between(s);
  const auto on = [&](const Station& station) {
    const double whole = station.arc.back();
    const double sign = station.border[2] > 0.0 ? 1.0 : -1.0;
    const double arc = std::fmod(station.border[0] + sign * arc_of(station, u) + 4.0 * whole, whole);
    const auto next = std::upper_bound(station.arc.begin(), station.arc.end() - 1, arc);
    const auto i = static_cast<std::size_t>(next - station.arc.begin()) - 1;
    const double part = (arc - station.arc[i]) / (station.arc[i + 1] - station.arc[i]);
    const auto corner = [&](std::size_t a) {
      const double angle = kTurn * static_cast<double>(a) / kAngles;
      return station.centre + station.radius[a % kAngles] * glm::dvec2(std::cos(angle), std::sin(angle));
    };
    return glm::mix(corner(i), corner(i + 1), part);
  };
  const glm::dvec2 flat = glm::mix(on(stations_[low]), on(stations_[low + 1]), share);
  return top_ + s * length_mm_ * axis_ + flat.x * forward_ + flat.y * lateral_;
}

std::optional<LongBoneCoordinates> long_bone_coordinates(const Leg& leg, std::string_view bone) {
  const LegStructure* structure = leg.find(bone);
  if (structure == nullptr || structure->mesh.empty()) {
    return std::nullopt;
  }
  const auto degrees = [](double top, double bottom) {
    return LongBoneCoordinates::BorderDirection{top * kTurn / 360.0, bottom * kTurn / 360.0};
  };
  LongBoneCoordinates::Axes axes;
  if (bone == "tibia") {
    const Landmark* knee = leg.landmark("knee-centre");
    const Landmark* tip = leg.landmark("medial-malleolus-tip");
    if (knee == nullptr || tip == nullptr) {
      return std::nullopt;
    }
    axes.top = {0.0, knee->position_mm.y, 0.0};
    axes.bottom = {0.0, tip->position_mm.y, 0.0};
    axes.borders = {degrees(0, -5), degrees(-104, -104), degrees(110, 110)};
  } else if (bone == "fibula") {
    const Landmark* apex = leg.landmark("fibular-head-apex");
    const Landmark* tip = leg.landmark("lateral-malleolus-tip");
    if (apex == nullptr || tip == nullptr) {
      return std::nullopt;
    }
    axes.top = {0.0, apex->position_mm.y, 0.0};
    axes.bottom = {0.0, tip->position_mm.y, 0.0};
    axes.borders = {degrees(-5, -10), degrees(130, 165), degrees(-140, -115)};
  } else {
    return std::nullopt;
  }
  return LongBoneCoordinates::make(structure->mesh, axes);
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
    const double turn = part.turn_deg * kTurn / 360.0;
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
      const double s = std::clamp(here.x, kFirst, kLast);
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
