#include "leg/bone_coordinates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "leg/long_bone.hpp"

namespace crus {
namespace {

constexpr int kStations = 97;
constexpr int kAngles = 240;
constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr double kEdgeSoftness = 0.05;     // of the mean radius
constexpr double kBorderSmoothing = 0.03;  // of the bone's length

double wrapped(double angle) { return angle - kTurn * std::floor(angle / kTurn); }

double cross2(const glm::dvec2& a, const glm::dvec2& b) { return a.x * b.y - a.y * b.x; }

struct Segment {
  glm::dvec2 a, b;
};

// How far out the outline lies at each angle about its centre; 0 where no segment lies that way.
std::vector<double> radii_of(const std::vector<Segment>& segments, const glm::dvec2& centre) {
  std::vector<double> radii(kAngles, 0.0);
  for (const Segment& segment : segments) {
    const glm::dvec2 a = segment.a - centre;
    const glm::dvec2 b = segment.b - centre;
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
      double& radius = radii[static_cast<std::size_t>((i % kAngles + kAngles) % kAngles)];
      radius = std::max(radius, reach);
    }
  }
  return radii;
}

// A direction may slip between two segments: its neighbours tell the radius. False where directions miss a section that
// does not surround its middle.
bool close_gaps(std::vector<double>& radii) {
  const std::vector<double> found = radii;
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
      return false;
    }
    if (before > 0) {
      const double share = static_cast<double>(before) / static_cast<double>(before + after);
      radii[i] = glm::mix(found[(i + kAngles - before) % kAngles], found[(i + after) % kAngles], share);
    }
  }
  return true;
}

// The angle off `towards` at which the outline reaches furthest that way: a soft maximum.
double edge_off(const std::vector<double>& radii, const std::vector<double>& arc, double towards) {
  const double mean_radius = arc.back() / kTurn;
  double best = -std::numeric_limits<double>::max();
  const auto height = [&](std::size_t a) {
    return radii[a] * std::cos(kTurn * static_cast<double>(a) / kAngles - towards);
  };
  for (std::size_t a = 0; a < kAngles; ++a) {
    best = std::max(best, height(a));
  }
  double sum = 0.0;
  double weights = 0.0;
  for (std::size_t a = 0; a < kAngles; ++a) {
    double off = kTurn * static_cast<double>(a) / kAngles - towards;
    off -= kTurn * std::round(off / kTurn);
    const double weight = std::exp((height(a) - best) / (kEdgeSoftness * mean_radius)) * (arc[a + 1] - arc[a]);
    sum += weight * off;
    weights += weight;
  }
  return sum / weights;
}

}  // namespace

std::optional<LongBoneCoordinates::Station> LongBoneCoordinates::section(const geometry::Mesh& bone, double s) const {
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
  station.radius = radii_of(segments, station.centre);
  if (!close_gaps(station.radius)) {
    return std::nullopt;
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
    for (std::size_t k = 0; k < 3; ++k) {
      angles[i][k] = edge_off(station.radius, station.arc, direction(k, s_of(i)));
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

}  // namespace crus
