#include "session/camera_commands.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/units.hpp"

namespace crus {
namespace {

constexpr double kNearestMm = 8.0;
constexpr double kFarthestDiagonals = 6.0;
constexpr double kFocusMargin = 1.15;
constexpr double kFocusLeastRadiusMm = 12.0;

glm::dvec3 toward_camera(const Camera& camera) {
  const double azimuth = radians(camera.azimuth_deg);
  const double elevation = radians(camera.elevation_deg);
  return {std::cos(elevation) * std::cos(azimuth), std::sin(elevation), std::cos(elevation) * std::sin(azimuth)};
}

struct ScreenAxes {
  glm::dvec3 right, up;
};
// Defined at the poles too, where looking along y leaves no "up" to cross with.
ScreenAxes screen_axes(const Camera& camera) {
  const double azimuth = radians(camera.azimuth_deg);
  const glm::dvec3 right(std::sin(azimuth), 0.0, -std::cos(azimuth));
  return {right, glm::cross(toward_camera(camera), right)};
}

glm::dvec2 nearest_on_segment(const glm::dvec2& a, const glm::dvec2& b) {
  const glm::dvec2 along = b - a;
  const double squared = glm::dot(along, along);
  const double share = squared > 0.0 ? std::clamp(-glm::dot(a, along) / squared, 0.0, 1.0) : 0.0;
  return a + share * along;
}

// The point of a triangle nearest to the origin.
glm::dvec2 nearest_to_middle(const glm::dvec2& a, const glm::dvec2& b, const glm::dvec2& c) {
  const auto cross = [](const glm::dvec2& p, const glm::dvec2& q) { return p.x * q.y - p.y * q.x; };
  const double ab = cross(a, b);
  const double bc = cross(b, c);
  const double ca = cross(c, a);
  if ((ab >= 0.0 && bc >= 0.0 && ca >= 0.0) || (ab <= 0.0 && bc <= 0.0 && ca <= 0.0)) {
    return glm::dvec2(0.0);
  }
  glm::dvec2 best = nearest_on_segment(a, b);
  for (const glm::dvec2& point : {nearest_on_segment(b, c), nearest_on_segment(c, a)}) {
    best = glm::dot(point, point) < glm::dot(best, best) ? point : best;
  }
  return best;
}

}  // namespace

const std::vector<glm::uvec3>& coarsest(const LegStructure& structure) {
  return structure.levels.empty() ? structure.mesh.triangles : structure.levels.back().triangles;
}

void keep_in_reach(Camera& camera, const Leg& leg) {
  camera.elevation_deg = std::clamp(camera.elevation_deg, -90.0, 90.0);
  camera.azimuth_deg = std::remainder(camera.azimuth_deg, 360.0);
  const geometry::Box box = leg.box();
  if (box.empty()) {
    return;
  }
  camera.target_mm = glm::clamp(camera.target_mm, glm::dvec3(box.min), glm::dvec3(box.max));
  const double diagonal_mm = static_cast<double>(glm::length(box.size()));
  const double half_angle = std::tan(radians(0.5 * camera.field_of_view_deg));
  const double farthest_mm = std::max(kNearestMm, kFarthestDiagonals * diagonal_mm / (2.0 * half_angle));
  camera.distance_mm = std::clamp(camera.distance_mm, kNearestMm, farthest_mm);
}

namespace {

// Where the nearest of what is shown is seen, in millimetres of the target's plane from the picture's middle; nothing
// when all of it lies behind the eye. Stops looking at the first that is within the limit.
std::optional<glm::dvec2> nearest_shown(const Session& session, const Leg& leg, double limit_mm) {
  const Camera& camera = session.camera;
  const glm::dvec3 back = toward_camera(camera);
  const auto [right, up] = screen_axes(camera);
  glm::dvec2 nearest(std::numeric_limits<double>::max());
  double nearest_mm = nearest.x;
  const auto seen = [&](const glm::vec3& position) -> std::optional<glm::dvec2> {
    const glm::dvec3 off = glm::dvec3(position) - camera.target_mm;
    const double ahead = camera.orthographic ? camera.distance_mm : camera.distance_mm - glm::dot(off, back);
    constexpr double kBeforeTheEyeMm = 1.0;
    if (ahead < kBeforeTheEyeMm) {
      return std::nullopt;
    }
    return glm::dvec2(glm::dot(off, right), glm::dot(off, up)) * (camera.distance_mm / ahead);
  };
  for (const LegStructure& structure : leg.structures) {
    if (session.hidden.contains(structure.id) ||
        (!session.isolated.empty() && !session.isolated.contains(structure.id)) ||
        (structure.kind == anatomy::Kind::skin && leg.structures.size() > 1)) {
      continue;
    }
    const std::vector<glm::vec3>& positions = structure.mesh.positions;
    for (const glm::uvec3& t : coarsest(structure)) {
      const auto a = seen(positions[t.x]);
      const auto b = seen(positions[t.y]);
      const auto c = seen(positions[t.z]);
      if (!a || !b || !c) {
        continue;
      }
      const glm::dvec2 point = nearest_to_middle(*a, *b, *c);
      const double distance_mm = glm::length(point);
      if (distance_mm < nearest_mm) {
        nearest_mm = distance_mm;
        nearest = point;
      }
      if (nearest_mm <= limit_mm) {
        return nearest;
      }
    }
  }
  return nearest_mm < std::numeric_limits<double>::max() ? std::optional(nearest) : std::nullopt;
}

}  // namespace

void keep_in_view(Session& session, const Leg& leg) {
  Camera& camera = session.camera;
  const auto [right, up] = screen_axes(camera);
  const double limit_mm = kReachOfMiddle * 2.0 * camera.distance_mm * std::tan(radians(0.5 * camera.field_of_view_deg));
  // Aside and back into the leg's box, by turns: both have places in common, near the leg.
  constexpr int kMostTurns = 12;
  for (int turn = 0; turn < kMostTurns; ++turn) {
    const auto nearest = nearest_shown(session, leg, limit_mm);
    if (!nearest || glm::length(*nearest) <= limit_mm) {
      return;
    }
    camera.target_mm += (nearest->x * right + nearest->y * up) * (1.0 - 0.99 * limit_mm / glm::length(*nearest));
    keep_in_reach(camera, leg);
  }
}

void orbit(Camera& camera, double azimuth_deg, double elevation_deg) {
  camera.azimuth_deg += azimuth_deg;
  camera.elevation_deg += elevation_deg;
}

void pan(Camera& camera, double right, double up) {
  const double height_mm = 2.0 * camera.distance_mm * std::tan(radians(0.5 * camera.field_of_view_deg));
  const auto [screen_right, screen_up] = screen_axes(camera);
  camera.target_mm -= height_mm * (right * screen_right + up * screen_up);
}

void zoom(Camera& camera, double factor, const glm::dvec3& toward_mm) {
  camera.target_mm = toward_mm + (camera.target_mm - toward_mm) / factor;
  camera.distance_mm /= factor;
}

void look(Camera& camera, const glm::dvec3& at_mm, double azimuth_deg, double elevation_deg, double height_mm) {
  camera.target_mm = at_mm;
  camera.azimuth_deg = azimuth_deg;
  camera.elevation_deg = elevation_deg;
  camera.distance_mm = 0.5 * height_mm / std::tan(radians(0.5 * camera.field_of_view_deg));
}

void focus(Camera& camera, const geometry::Box& box) {
  const double radius_mm =
      std::max(kFocusLeastRadiusMm, 0.5 * static_cast<double>(glm::length(box.size()))) * kFocusMargin;
  camera.target_mm = glm::dvec3(box.centre());
  camera.distance_mm = radius_mm / std::sin(radians(0.5 * camera.field_of_view_deg));
}

}  // namespace crus
