#include "geometry/edge_distance.hpp"

#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace crus::geometry {

std::vector<double> edge_distance_mm(const Mesh& mesh, std::span<const std::uint32_t> starts) {
  struct Neighbour {
    std::uint32_t vertex;
    double length;
  };
  std::vector<std::vector<Neighbour>> neighbours(mesh.positions.size());
  for (const glm::uvec3& t : mesh.triangles) {
    for (glm::length_t k = 0; k < 3; ++k) {
      const std::uint32_t a = t[k];
      const std::uint32_t b = t[(k + 1) % 3];
      const auto length = static_cast<double>(glm::distance(mesh.positions[a], mesh.positions[b]));
      neighbours[a].push_back({b, length});
      neighbours[b].push_back({a, length});
    }
  }
  std::vector<double> distance(mesh.positions.size(), std::numeric_limits<double>::infinity());
  using Entry = std::pair<double, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  for (const std::uint32_t start : starts) {
    distance[start] = 0.0;
    queue.emplace(0.0, start);
  }
  while (!queue.empty()) {
    const auto [at, vertex] = queue.top();
    queue.pop();
    if (at > distance[vertex]) {
      continue;
    }
    for (const Neighbour& next : neighbours[vertex]) {
      if (const double further = at + next.length; further < distance[next.vertex]) {
        distance[next.vertex] = further;
        queue.emplace(further, next.vertex);
      }
    }
  }
  return distance;
}

}  // namespace crus::geometry
