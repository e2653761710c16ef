#include "leg/long_bone.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "geometry/measure.hpp"

namespace crus {
namespace {

constexpr double kOfSection = 0.45;  // a cap or an opening this much of the section is a cut

double cross2(const glm::dvec2& a, const glm::dvec2& b) { return a.x * b.y - a.y * b.x; }

double hull_area_of(const std::vector<glm::dvec3>& points, const PlaneAxes& plane) {
  std::vector<glm::dvec2> flat;
  flat.reserve(points.size());
  for (const glm::dvec3& p : points) {
    flat.emplace_back(glm::dot(p, plane.u), glm::dot(p, plane.v));
  }
  return area_of_hull(convex_hull(std::move(flat)));
}

// The rims of a surface's openings, each the vertices of one connected boundary.
std::vector<std::vector<glm::dvec3>> openings(const geometry::Mesh& mesh) {
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
  std::vector<std::uint32_t> rim_of(mesh.positions.size());
  std::iota(rim_of.begin(), rim_of.end(), 0U);
  const auto root = [&](std::uint32_t vertex) {
    while (rim_of[vertex] != vertex) {
      vertex = rim_of[vertex] = rim_of[rim_of[vertex]];
    }
    return vertex;
  };
  std::vector<bool> on_rim(mesh.positions.size(), false);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool before = i > 0 && edges[i - 1] == edges[i];
    const bool after = i + 1 < edges.size() && edges[i + 1] == edges[i];
    if (!before && !after) {
      const auto a = static_cast<std::uint32_t>(edges[i] >> 32U);
      const auto b = static_cast<std::uint32_t>(edges[i] & 0xffffffffU);
      on_rim[a] = on_rim[b] = true;
      rim_of[root(a)] = root(b);
    }
  }
  std::map<std::uint32_t, std::vector<glm::dvec3>> rims;
  for (std::uint32_t vertex = 0; vertex < mesh.positions.size(); ++vertex) {
    if (on_rim[vertex]) {
      rims[root(vertex)].emplace_back(mesh.positions[vertex]);
    }
  }
  std::vector<std::vector<glm::dvec3>> result;
  result.reserve(rims.size());
  for (auto& [vertex, points] : rims) {
    result.push_back(std::move(points));
  }
  return result;
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

// Whether the bone ends towards `end` (unit) in an opening as wide as itself. A scan's rim may be ragged, so that its
// middle lies well inside the bone's extent.
bool ends_open(const geometry::Mesh& mesh, const LongBone& bone, const std::vector<std::vector<glm::dvec3>>& rims,
               const glm::dvec3& end) {
  constexpr double kNearEnd = 0.25;  // share of the length
  const PlaneAxes plane = axes_across(bone.axis);
  const double last = glm::dot(end, bone.axis) > 0.0 ? bone.high : -bone.low;
  return std::any_of(rims.begin(), rims.end(), [&](const std::vector<glm::dvec3>& rim) {
    double lowest = 1e300;
    double sum = 0.0;
    for (const glm::dvec3& p : rim) {
      const double along = glm::dot(p - bone.centroid, end);
      lowest = std::min(lowest, along);
      sum += along;
    }
    if (sum / static_cast<double>(rim.size()) < last - kNearEnd * bone.length()) {
      return false;
    }
    std::vector<glm::dvec3> section;
    for (const glm::vec3& position : mesh.positions) {
      const glm::dvec3 p(position);
      if (glm::dot(p - bone.centroid, end) >= lowest) {
        section.push_back(p);
      }
    }
    return hull_area_of(rim, plane) > kOfSection * hull_area_of(section, plane);
  });
}

bool ends_in_a_cap(const geometry::Mesh& mesh, const LongBone& bone, const glm::dvec3& end) {
  constexpr double kSlab = 0.08;  // share of the length looked at
  const double near_end = (glm::dot(end, bone.axis) > 0.0 ? bone.high : -bone.low) - kSlab * bone.length();
  std::vector<glm::dvec3> section;
  for (const glm::vec3& position : mesh.positions) {
    const glm::dvec3 p = glm::dvec3(position) - bone.centroid;
    if (glm::dot(p, end) > near_end) {
      section.push_back(p);
    }
  }
  return cap_area(mesh, bone, end, near_end) > kOfSection * hull_area_of(section, axes_across(bone.axis));
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
  const std::vector<std::vector<glm::dvec3>> rims = openings(mesh);
  const auto is_cut = [&](const glm::dvec3& end) {
    return ends_open(mesh, bone, rims, end) || ends_in_a_cap(mesh, bone, end);
  };
  bone.low_cut = is_cut(-bone.axis);
  bone.high_cut = is_cut(bone.axis);
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
