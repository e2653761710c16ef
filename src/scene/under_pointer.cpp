#include "scene/under_pointer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/units.hpp"
#include "scene/camera.hpp"
#include "scene/layers.hpp"
#include "scene/scene.hpp"

namespace crus::scene {
namespace {

struct Ray {
  glm::dvec3 from{0.0};
  glm::dvec3 along{0.0};  // unit
};

constexpr double kNothing = std::numeric_limits<double>::max();

Ray ray_through(const Camera& camera, glm::ivec2 size, glm::ivec2 pixel) {
  const CameraAxes axes = axes_of(camera);
  const glm::dvec2 extent(size);
  const glm::dvec2 off = ((glm::dvec2(pixel) + 0.5) - 0.5 * extent) / extent.y;
  const double height_mm = 2.0 * camera.distance_mm * std::tan(radians(0.5 * camera.field_of_view_deg));
  const glm::dvec3 at = camera.target_mm + height_mm * (off.x * axes.right - off.y * axes.up);
  const glm::dvec3 eye = camera.target_mm + axes.back * camera.distance_mm;
  if (camera.orthographic) {
    // As far back as anything may stand.
    constexpr double kFarMm = 1e5;
    return {at + kFarMm * axes.back, -axes.back};
  }
  return {eye, glm::normalize(at - eye)};
}

bool meets(const Ray& ray, const geometry::Box& box, const glm::dvec3& offset) {
  double from = 0.0;
  double to = kNothing;
  for (int axis = 0; axis < 3; ++axis) {
    const double low = static_cast<double>(box.min[axis]) + offset[axis] - ray.from[axis];
    const double high = static_cast<double>(box.max[axis]) + offset[axis] - ray.from[axis];
    if (std::abs(ray.along[axis]) < 1e-12) {
      if (low > 0.0 || high < 0.0) {
        return false;
      }
      continue;
    }
    const double a = low / ray.along[axis];
    const double b = high / ray.along[axis];
    from = std::max(from, std::min(a, b));
    to = std::min(to, std::max(a, b));
  }
  return from <= to;
}

// Distance along the ray, or kNothing (Moeller and Trumbore 1997).
double distance(const Ray& ray, const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& c) {
  const glm::dvec3 ab = b - a;
  const glm::dvec3 ac = c - a;
  const glm::dvec3 p = glm::cross(ray.along, ac);
  const double determinant = glm::dot(ab, p);
  if (std::abs(determinant) < 1e-12) {
    return kNothing;
  }
  const glm::dvec3 to = ray.from - a;
  const double u = glm::dot(to, p) / determinant;
  const glm::dvec3 q = glm::cross(to, ab);
  const double v = glm::dot(ray.along, q) / determinant;
  const double t = glm::dot(ac, q) / determinant;
  return u >= 0.0 && v >= 0.0 && u + v <= 1.0 && t > 0.0 ? t : kNothing;
}

}  // namespace

std::vector<Under> under_pointer(const Leg& leg, const Session& session, glm::ivec2 size, glm::ivec2 pixel) {
  std::vector<Under> found;
  const glm::ivec2 least = glm::max(size, glm::ivec2(1));
  const Ray ray = ray_through(fitted_camera(leg, session, least), least, pixel);
  const Placement placement = placement_of(leg, session);
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    const glm::dvec3 offset(placement.offset_mm[i]);
    if (visibility(leg, structure, session) == Visibility::hidden || !meets(ray, structure.box, offset)) {
      continue;
    }
    const Ray own{ray.from - offset, ray.along};
    double nearest = kNothing;
    for (const glm::uvec3& t : structure.mesh.triangles) {
      const auto corner = [&](std::uint32_t index) { return glm::dvec3(structure.mesh.positions[index]); };
      const double at = distance(own, corner(t.x), corner(t.y), corner(t.z));
      if (at >= nearest) {
        continue;
      }
      const glm::dvec3 point = own.from + at * own.along;
      const bool cut_away =
          placement.cut && glm::dot(glm::dvec3(*placement.cut), point) > static_cast<double>(placement.cut->w);
      nearest = cut_away ? nearest : at;
    }
    if (nearest < kNothing) {
      found.push_back({structure.id, nearest});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Under& a, const Under& b) { return a.depth_mm < b.depth_mm; });
  return found;
}

std::optional<SkinPlace> skin_under_pointer(const Leg& leg, const Session& session, glm::ivec2 size, glm::ivec2 pixel) {
  const auto skin = std::find_if(leg.structures.begin(), leg.structures.end(), [&](const LegStructure& structure) {
    return structure.kind == anatomy::Kind::skin && structure.recognised &&
           visibility(leg, structure, session) != Visibility::hidden;
  });
  if (skin == leg.structures.end()) {
    return std::nullopt;
  }
  const glm::ivec2 least = glm::max(size, glm::ivec2(1));
  const Placement placement = placement_of(leg, session);
  const Ray seen = ray_through(fitted_camera(leg, session, least), least, pixel);
  const glm::dvec3 offset(placement.offset_mm[static_cast<std::size_t>(skin - leg.structures.begin())]);
  const Ray ray{seen.from - offset, seen.along};
  const std::vector<glm::vec3>& positions = skin->mesh.positions;
  SkinPlace place;
  double nearest = kNothing;
  for (const glm::uvec3& t : skin->mesh.triangles) {
    const double at = distance(ray, positions[t.x], positions[t.y], positions[t.z]);
    const glm::dvec3 point = ray.from + at * ray.along;
    const bool cut_away =
        placement.cut && glm::dot(glm::dvec3(*placement.cut), point) > static_cast<double>(placement.cut->w);
    if (at < nearest && !cut_away) {
      nearest = at;
      place.corners = t;
      place.point_mm = point;
    }
  }
  if (nearest >= kNothing) {
    return std::nullopt;
  }
  const glm::dvec3 a(positions[place.corners.x]);
  const glm::dvec3 ab = glm::dvec3(positions[place.corners.y]) - a;
  const glm::dvec3 ac = glm::dvec3(positions[place.corners.z]) - a;
  const glm::dvec3 normal = glm::cross(ab, ac);
  const glm::dvec3 in = place.point_mm - a;
  const double whole = std::max(glm::dot(normal, normal), 1e-12);
  const double v = glm::dot(glm::cross(in, ac), normal) / whole;
  const double w = glm::dot(glm::cross(ab, in), normal) / whole;
  place.weights = glm::vec3(glm::dvec3(1.0 - v - w, v, w));
  return place;
}

}  // namespace crus::scene
