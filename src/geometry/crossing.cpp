#include "geometry/crossing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace crus::geometry {
namespace {

double volume(const glm::dvec3& p, const glm::dvec3& q, const glm::dvec3& r, const glm::dvec3& s) {
  return glm::dot(glm::cross(q - p, r - p), s - p);
}

bool passes_through(const Mesh& mesh, const glm::uvec2& edge, const glm::uvec3& t) {
  for (const std::uint32_t end : {edge.x, edge.y}) {
    if (t.x == end || t.y == end || t.z == end) {
      return false;
    }
  }
  const glm::dvec3 a(mesh.positions[edge.x]);
  const glm::dvec3 b(mesh.positions[edge.y]);
  const glm::dvec3 p(mesh.positions[t.x]);
  const glm::dvec3 q(mesh.positions[t.y]);
  const glm::dvec3 r(mesh.positions[t.z]);
  if ((volume(p, q, r, a) > 0.0) == (volume(p, q, r, b) > 0.0)) {
    return false;
  }
  const bool side = volume(a, b, p, q) > 0.0;
  return side == (volume(a, b, q, r) > 0.0) && side == (volume(a, b, r, p) > 0.0);
}

std::vector<glm::uvec2> edges_of(const Mesh& mesh) {
  std::vector<glm::uvec2> edges;
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t a = t[k];
      const std::uint32_t b = t[(k + 1) % 3];
      edges.emplace_back(std::min(a, b), std::max(a, b));
    }
  }
  const auto before = [](const glm::uvec2& a, const glm::uvec2& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; };
  std::sort(edges.begin(), edges.end(), before);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

}  // namespace

std::vector<glm::uvec2> crossing_edges(const Mesh& mesh) {
  const std::vector<glm::uvec2> edges = edges_of(mesh);
  double length = 0.0;
  for (const glm::uvec2& edge : edges) {
    length += static_cast<double>(glm::length(mesh.positions[edge.x] - mesh.positions[edge.y]));
  }
  std::vector<glm::uvec2> crossing;
  if (!(length > 0.0) || !std::isfinite(length)) {
    return crossing;
  }
  // Triangles by the cells of a grid they touch, a cell being about two edges wide.
  const auto size = static_cast<float>(2.0 * length / static_cast<double>(edges.size()));
  using Cell = std::array<int, 3>;
  const auto each_cell = [size](const Box& box, const auto& action) {
    const glm::ivec3 low(glm::floor(box.min / size));
    const glm::ivec3 high(glm::floor(box.max / size));
    for (int x = low.x; x <= high.x; ++x) {
      for (int y = low.y; y <= high.y; ++y) {
        for (int z = low.z; z <= high.z; ++z) {
          action(Cell{x, y, z});
        }
      }
    }
  };
  std::map<Cell, std::vector<std::size_t>> cells;
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    Box box;
    for (int k = 0; k < 3; ++k) {
      box.add(mesh.positions[mesh.triangles[i][k]]);
    }
    each_cell(box, [&](const Cell& cell) { cells[cell].push_back(i); });
  }
  for (const glm::uvec2& edge : edges) {
    Box box;
    box.add(mesh.positions[edge.x]);
    box.add(mesh.positions[edge.y]);
    bool found = false;
    each_cell(box, [&](const Cell& cell) {
      const auto at = cells.find(cell);
      for (std::size_t i = 0; !found && at != cells.end() && i < at->second.size(); ++i) {
        found = passes_through(mesh, edge, mesh.triangles[at->second[i]]);
      }
    });
    if (found) {
      crossing.push_back(edge);
    }
  }
  return crossing;
}

}  // namespace crus::geometry
