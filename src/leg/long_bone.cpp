#include "leg/long_bone.hpp"

#include <algorithm>
#include <cmath>

#include "geometry/measure.hpp"

namespace crus {
namespace {

double cross2(const glm::dvec2& a, const glm::dvec2& b) { return a.x * b.y - a.y * b.x; }

double hull_area_of(const std::vector<glm::dvec3>& points, const PlaneAxes& plane) {
  std::vector<glm::dvec2> flat;
  flat.reserve(points.size());
  for (const glm::dvec3& p : points) {
    flat.emplace_back(glm::dot(p, plane.u), glm::dot(p, plane.v));
  }
  return area_of_hull(convex_hull(std::move(flat)));
}

std::vector<bool> on_boundary(const geometry::Mesh& mesh) {
  std::vector<std::uint64_t> edges;
  edges.reserve(mesh.triangles.size() * 3);
  for (const glm::uvec3& t : mesh.triangles) {
    for (glm::length_t i = 0; i < 3; ++i) {
      const std::uint64_t a = t[i];
      const std::uint64_t b = t[(i + 1) % 3];
      edges.push_back(std::min(a, b) << 32U | std::max(a, b));
    }
  }
  std::sort(edges.begin(), edges.end());
  std::vector<bool> boundary(mesh.positions.size(), false);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool before = i > 0 && edges[i - 1] == edges[i];
    const bool after = i + 1 < edges.size() && edges[i + 1] == edges[i];
    if (!before && !after) {
      boundary[edges[i] >> 32U] = true;
      boundary[edges[i] & 0xffffffffU] = true;
    }
  }
  return boundary;
}

// The area of the flat cap that ends the bone towards `end` (unit); 0 if the end is no plane. The plateau of a whole
// tibia is nearly flat too, but the eminence rises above it.
double cap_area(const geometry::Mesh& mesh, const LongBone& bone, const glm::dvec3& end, double near_end) {
  constexpr double kFacing = 0.8;
  constexpr double kParallel = 0.995;
  const double tolerance = 0.003 * bone.length();
  struct Facet {
    glm::dvec3 point, area;
  };
  std::vector<Facet> facets;
  glm::dvec3 normal(0.0);
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a(mesh.positions[t.x]);
    const glm::dvec3 area = 0.5 * glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a);
    const double size = glm::length(area);
    if (size > 0.0 && glm::dot(a - bone.centroid, end) > near_end && glm::dot(area, end) > kFacing * size) {
      facets.push_back({a, area});
      normal += area;
    }
  }
  if (facets.empty()) {
    return 0.0;
  }
  normal = glm::normalize(normal);
  double top = -1e300;
  for (const glm::vec3& p : mesh.positions) {
    top = std::max(top, glm::dot(glm::dvec3(p) - bone.centroid, normal));
  }
  double area = 0.0;
  for (const Facet& facet : facets) {
    const double size = glm::length(facet.area);
    if (glm::dot(facet.area, normal) > kParallel * size &&
        glm::dot(facet.point - bone.centroid, normal) > top - tolerance) {
      area += glm::dot(facet.area, end);
    }
  }
  return area;
}

bool is_cut(const geometry::Mesh& mesh, const LongBone& bone, const std::vector<bool>& boundary, double sign) {
  constexpr double kSlab = 0.08;       // share of the length looked at
  constexpr double kOfSection = 0.45;  // a cap or an opening this much of the section is a cut
  const glm::dvec3 end = sign * bone.axis;
  const double near_end = (sign > 0.0 ? bone.high : -bone.low) - kSlab * bone.length();
  const PlaneAxes plane = axes_across(bone.axis);
  std::vector<glm::dvec3> section;
  std::vector<glm::dvec3> opening;
  for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
    const glm::dvec3 p = glm::dvec3(mesh.positions[i]) - bone.centroid;
    if (glm::dot(p, end) > near_end) {
      section.push_back(p);
      if (boundary[i]) {
        opening.push_back(p);
      }
    }
  }
  const double whole = hull_area_of(section, plane);
  return whole > 0.0 && (hull_area_of(opening, plane) > kOfSection * whole ||
                         cap_area(mesh, bone, end, near_end) > kOfSection * whole);
}

}  // namespace

void LongBone::reverse() {
  axis = -axis;
  std::swap(low, high);
  low = -low;
  high = -high;
  std::swap(low_cut, high_cut);
}

LongBone measure_long_bone(const geometry::Mesh& mesh) {
  const geometry::PrincipalAxes principal = geometry::principal_axes(mesh);
  LongBone bone;
  bone.centroid = principal.centroid;
  bone.axis = principal.axes[0];
  bone.low = 1e300;
  bone.high = -1e300;
  for (const glm::vec3& p : mesh.positions) {
    const double along = bone.along(glm::dvec3(p));
    bone.low = std::min(bone.low, along);
    bone.high = std::max(bone.high, along);
  }
  const std::vector<bool> boundary = on_boundary(mesh);
  bone.low_cut = is_cut(mesh, bone, boundary, -1.0);
  bone.high_cut = is_cut(mesh, bone, boundary, 1.0);
  return bone;
}

std::vector<glm::dvec2> convex_hull(std::vector<glm::dvec2> points) {
  std::sort(points.begin(), points.end(),
            [](const glm::dvec2& a, const glm::dvec2& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) {
    return points;
  }
  // Andrew's monotone chain: the lower side from left to right, the upper side back.
  std::vector<glm::dvec2> hull;
  const auto add = [&](const glm::dvec2& p, std::size_t keep) {
    while (hull.size() > keep && cross2(hull.back() - hull[hull.size() - 2], p - hull.back()) <= 0.0) {
      hull.pop_back();
    }
    hull.push_back(p);
  };
  for (const glm::dvec2& p : points) {
    add(p, 1);
  }
  const std::size_t lower = hull.size();
  for (std::size_t i = points.size() - 1; i-- > 0;) {
    add(points[i], lower);
  }
  hull.pop_back();
  return hull;
}

double area_of_hull(const std::vector<glm::dvec2>& hull) {
  double twice = 0.0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    twice += cross2(hull[i], hull[(i + 1) % hull.size()]);
  }
  return 0.5 * twice;
}

PlaneAxes axes_across(const glm::dvec3& axis) {
  const glm::dvec3 helper = std::abs(axis.x) < 0.7 ? glm::dvec3(1.0, 0.0, 0.0) : glm::dvec3(0.0, 1.0, 0.0);
  const glm::dvec3 u = glm::normalize(glm::cross(helper, axis));
  return {u, glm::cross(axis, u)};
}

}  // namespace crus
