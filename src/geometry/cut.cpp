#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

#include "geometry/loft.hpp"

namespace crus::geometry {
namespace {

// An edge by its ends' positions, smaller first: vertices split at creases are the same end.
using EdgeKey = std::array<float, 6>;

EdgeKey edge_key(const glm::vec3& a, const glm::vec3& b) {
  const bool swap = std::tie(b.x, b.y, b.z) < std::tie(a.x, a.y, a.z);
  const glm::vec3& p = swap ? b : a;
  const glm::vec3& q = swap ? a : b;
  return {p.x, p.y, p.z, q.x, q.y, q.z};
}

// Crossing points of the level with edges, and which of them share a triangle. A link leads forward when, walking along
// it, larger values lie to the left seen from outside.
struct Link {
  std::size_t to;
  bool forward;
};

struct Crossings {
  std::vector<glm::dvec3> points;
  std::vector<std::vector<Link>> links;
};

Crossings find_crossings(const Mesh& mesh, const std::vector<double>& values, double level) {
  Crossings result;
  std::map<EdgeKey, std::size_t> index;
  const auto crossing = [&](std::uint32_t a, std::uint32_t b) {
    const auto [found, fresh] = index.try_emplace(edge_key(mesh.positions[a], mesh.positions[b]), result.points.size());
    if (fresh) {
      const double f = (values[a] - level) / (values[a] - values[b]);
      const glm::dvec3 p(mesh.positions[a]);
      result.points.push_back(p + f * (glm::dvec3(mesh.positions[b]) - p));
      result.links.emplace_back();
    }
    return found->second;
  };
  for (const glm::uvec3& t : mesh.triangles) {
    std::size_t up = 0;    // where the values rise through the level, going round the triangle
    std::size_t down = 0;  // and where they fall
    int count = 0;
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t a = t[k];
      const std::uint32_t b = t[(k + 1) % 3];
      // A vertex on the level counts as above it: every crossed triangle then has exactly two crossed edges.
      if ((values[a] >= level) != (values[b] >= level)) {
        (values[b] >= level ? up : down) = crossing(a, b);
        ++count;
      }
    }
    if (count == 2 && up != down) {
      result.links[down].push_back({up, true});
      result.links[up].push_back({down, false});
    }
  }
  return result;
}

double turn_area(const std::vector<glm::dvec3>& loop, const glm::dvec3& normal) {
  glm::dvec3 sum(0.0);
  for (std::size_t i = 1; i + 1 < loop.size(); ++i) {
    sum += glm::cross(loop[i] - loop[0], loop[i + 1] - loop[0]);
  }
  return 0.5 * glm::dot(sum, normal);
}

double length_of(const std::vector<glm::dvec3>& loop) {
  double sum = 0.0;
  for (std::size_t i = 0; i < loop.size(); ++i) {
    sum += glm::length(loop[(i + 1) % loop.size()] - loop[i]);
  }
  return sum;
}

}  // namespace

std::vector<std::vector<glm::dvec3>> level_curves(const Mesh& mesh, const std::vector<double>& values, double level) {
  const Crossings crossings = find_crossings(mesh, values, level);
  std::vector<bool> seen(crossings.points.size(), false);
  std::vector<std::vector<glm::dvec3>> loops;
  for (std::size_t start = 0; start < crossings.points.size(); ++start) {
    if (seen[start]) {
      continue;
    }
    std::vector<glm::dvec3> loop;
    std::size_t at = start;
    int forward = 0;
    for (bool moved = true; moved;) {
      seen[at] = true;
      loop.push_back(crossings.points[at]);
      moved = false;
      for (const Link& link : crossings.links[at]) {
        if (!seen[link.to]) {
          at = link.to;
          forward += link.forward ? 1 : -1;
          moved = true;
          break;
        }
      }
    }
    const std::vector<Link>& ends = crossings.links[at];
    const bool closed =
        loop.size() >= 3 && std::any_of(ends.begin(), ends.end(), [&](const Link& link) { return link.to == start; });
    if (!closed) {
      continue;
    }
    if (forward < 0) {
      std::reverse(loop.begin(), loop.end());
    }
    loops.push_back(std::move(loop));
  }
  std::stable_sort(loops.begin(), loops.end(),
                   [](const auto& a, const auto& b) { return length_of(a) > length_of(b); });
  return loops;
}

std::vector<std::vector<glm::dvec3>> cut(const Mesh& mesh, const glm::dvec3& origin, const glm::dvec3& normal) {
  std::vector<double> heights;
  heights.reserve(mesh.positions.size());
  for (const glm::vec3& p : mesh.positions) {
    heights.push_back(glm::dot(glm::dvec3(p) - origin, normal));
  }
  std::vector<std::vector<glm::dvec3>> loops = level_curves(mesh, heights, 0.0);
  for (std::vector<glm::dvec3>& loop : loops) {
    if (turn_area(loop, normal) < 0.0) {
      std::reverse(loop.begin(), loop.end());
    }
  }
  return loops;
}

}  // namespace crus::geometry
