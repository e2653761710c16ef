// A point of a surface's material: it stays between the same three vertices wherever they go. Internal to the room.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "geometry/measure.hpp"
#include "geometry/mesh.hpp"

namespace crus {

struct SurfaceMark {
  glm::uvec3 corners{0};
  glm::dvec3 weights{0.0};

  [[nodiscard]] glm::dvec3 at(const std::vector<glm::vec3>& positions) const {
    return weights.x * glm::dvec3(positions[corners.x]) + weights.y * glm::dvec3(positions[corners.y]) +
           weights.z * glm::dvec3(positions[corners.z]);
  }
  [[nodiscard]] double of(const std::vector<double>& values) const {
    return weights.x * values[corners.x] + weights.y * values[corners.y] + weights.z * values[corners.z];
  }
};

// Marks spread evenly over the surface, so that a mean over some of them does not follow the density of the mesh.
[[nodiscard]] inline std::vector<SurfaceMark> spread_marks(const geometry::Mesh& mesh, std::size_t count) {
  std::vector<SurfaceMark> marks;
  for (const geometry::Sample& sample : geometry::sample_surface(mesh, count)) {
    const glm::uvec3& t = mesh.triangles[sample.triangle];
    const glm::dvec3 a(mesh.positions[t.x]);
    const glm::dvec3 u = glm::dvec3(mesh.positions[t.y]) - a;
    const glm::dvec3 v = glm::dvec3(mesh.positions[t.z]) - a;
    const glm::dvec3 w = sample.point - a;
    const double uu = glm::dot(u, u);
    const double uv = glm::dot(u, v);
    const double vv = glm::dot(v, v);
    const double area = uu * vv - uv * uv;
    if (area <= 0.0) {
      continue;
    }
    const double y = (vv * glm::dot(w, u) - uv * glm::dot(w, v)) / area;
    const double z = (uu * glm::dot(w, v) - uv * glm::dot(w, u)) / area;
    marks.push_back({t, {1.0 - y - z, y, z}});
  }
  return marks;
}

}  // namespace crus
