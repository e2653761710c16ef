#include "leg/posed_fibres.hpp"

namespace crus {

std::vector<glm::vec3> posed_directions(const geometry::Mesh& rest, const std::vector<glm::vec3>& positions,
                                        const std::vector<glm::vec3>& directions) {
  std::vector<glm::vec3> posed(directions.size(), glm::vec3(0.0F));
  constexpr float kNoArea = 1e-9F;
  for (const glm::uvec3& t : rest.triangles) {
    const glm::vec3 e = rest.positions[t.y] - rest.positions[t.x];
    const glm::vec3 f = rest.positions[t.z] - rest.positions[t.x];
    const glm::vec3 g = positions[t.y] - positions[t.x];
    const glm::vec3 h = positions[t.z] - positions[t.x];
    const glm::vec3 normal = glm::cross(e, f);
    const glm::vec3 turned = glm::cross(g, h);
    const float area = glm::length(normal);
    const float area_posed = glm::length(turned);
    if (area < kNoArea || area_posed < kNoArea) {
      continue;
    }
    const glm::vec3 across = turned * (area / (area_posed * area_posed));
    for (glm::length_t k = 0; k < 3; ++k) {
      const glm::vec3& d = directions[t[k]];
      // d = u e + v f + w n; cross products with the normal pick the edges' shares.
      const float u = glm::dot(glm::cross(d, f), normal) / (area * area);
      const float v = glm::dot(glm::cross(e, d), normal) / (area * area);
      const float w = glm::dot(d, normal) / area;
      posed[t[k]] += area * (u * g + v * h + w * across);
    }
  }
  for (std::size_t i = 0; i < posed.size(); ++i) {
    const float length = glm::length(posed[i]);
    posed[i] = length > 0.0F ? posed[i] / length : directions[i];
  }
  return posed;
}

}  // namespace crus
