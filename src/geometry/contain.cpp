#include "geometry/contain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "geometry/closest.hpp"
#include "geometry/repair.hpp"

namespace crus::geometry {
namespace {

// Deeper than this nothing is asked of the surface.
constexpr float kDeepMm = 12.0F;

// Neighbours of each vertex, and the mean length of its edges.
struct Rings {
  std::vector<std::vector<std::uint32_t>> of;
  std::vector<double> edge_mm;
};

Rings rings_of(const Mesh& mesh) {
  Rings rings;
  rings.of.resize(mesh.positions.size());
  rings.edge_mm.resize(mesh.positions.size(), 1.0);
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      rings.of[t[k]].push_back(t[(k + 1) % 3]);  // closed and oriented: each neighbour once
    }
  }
  for (std::size_t v = 0; v < rings.of.size(); ++v) {
    double sum = 0.0;
    for (const std::uint32_t other : rings.of[v]) {
      sum += static_cast<double>(glm::distance(mesh.positions[v], mesh.positions[other]));
    }
    rings.edge_mm[v] = rings.of[v].empty() ? 1.0 : sum / static_cast<double>(rings.of[v].size());
  }
  return rings;
}

// Signed depth of a point in the surface, positive inside; `hit` is the nearest place.
double depth_of(const Mesh& surface, const SurfaceTree& tree, const glm::vec3& point, const SurfaceTree::Hit& hit) {
  const glm::uvec3& t = surface.triangles[hit.triangle];
  const glm::vec3 n = hit.barycentric.x * surface.normals[t.x] + hit.barycentric.y * surface.normals[t.y] +
                      hit.barycentric.z * surface.normals[t.z];
  // The normal tells it but near a fold, where rays have to.
  const bool seems_inside = glm::dot(point - hit.point, n) < 0.0F;
  const bool clear = std::abs(glm::dot(point - hit.point, n)) > 0.9F * hit.distance_mm;
  const bool inside = clear ? seems_inside : tree.contains(point);
  return static_cast<double>(inside ? hit.distance_mm : -hit.distance_mm);
}

// What the others ask of each vertex: how far it has to move for what lies under (or beyond) the triangles at it.
// Negative where they lie deeper than asked for.
std::vector<double> needs(const Mesh& surface, std::span<const Mesh* const> others, double margin_mm,
                          Containment& report) {
  const SurfaceTree tree(surface);
  std::vector<double> need(surface.positions.size(), -std::numeric_limits<double>::max());
  report.still_beyond = 0;
  report.worst_mm = std::numeric_limits<double>::max();
  for (const Mesh* other : others) {
    for (const glm::vec3& p : other->positions) {
      const auto near = tree.closest(p, kDeepMm);
      const auto hit = near || tree.contains(p) ? near : tree.closest(p);
      if (!hit) {
        continue;
      }
      const double depth = depth_of(surface, tree, p, *hit);
      report.worst_mm = std::min(report.worst_mm, depth);
      report.still_beyond += depth < margin_mm ? 1U : 0U;
      for (int k = 0; k < 3; ++k) {
        double& asked = need[surface.triangles[hit->triangle][k]];
        asked = std::max(asked, margin_mm - depth);
      }
    }
  }
  return need;
}

// The least u >= max(need, 0) with u >= its ring's mean, less what the spread lets it fall: projected Gauss-Seidel.
std::vector<double> membrane(const Rings& rings, const std::vector<double>& need, double spread_mm) {
  std::vector<double> u(need.size());
  for (std::size_t v = 0; v < u.size(); ++v) {
    u[v] = std::max(0.0, need[v]);
  }
  for (int sweep = 0; sweep < 400; ++sweep) {
    double change = 0.0;
    for (std::size_t i = 0; i < u.size(); ++i) {
      const std::size_t v = sweep % 2 == 0 ? i : u.size() - 1 - i;
      double sum = 0.0;
      for (const std::uint32_t other : rings.of[v]) {
        sum += u[other];
      }
      const double step = rings.edge_mm[v] / spread_mm;
      // A mean over a ring of radius h solves Laplace to u h^2 / 4.
      const double mean =
          sum / std::max<double>(1.0, static_cast<double>(rings.of[v].size())) / (1.0 + 0.25 * step * step);
      const double value = std::max({0.0, need[v], mean});
      change = std::max(change, std::abs(value - u[v]));
      u[v] = value;
    }
    if (change < 1e-4) {
      break;
    }
  }
  return u;
}

}  // namespace

Containment push_out(Mesh& surface, std::span<const Mesh* const> others, const ContainOptions& options) {
  Containment report;
  report.moved_mm.assign(surface.positions.size(), 0.0F);
  const Rings rings = rings_of(surface);
  for (int round = 0; round <= options.rounds; ++round) {
    std::vector<double> need = needs(surface, others, options.margin_mm, report);
    if (report.still_beyond == 0 || round == options.rounds) {
      break;
    }
    // Later rounds mend what the first one's straight triangles missed: a little more than asked for, and close by.
    const double spread_mm = round == 0 ? options.spread_mm : 0.4 * options.spread_mm;
    for (double& value : need) {
      value = value > 0.0 && round > 0 ? 1.1 * value + 0.02 : value;
    }
    const std::vector<double> u = membrane(rings, need, spread_mm);
    for (std::size_t v = 0; v < u.size(); ++v) {
      surface.positions[v] += static_cast<float>(u[v]) * surface.normals[v];
      report.moved_mm[v] += static_cast<float>(u[v]);
    }
    compute_normals(surface, std::numbers::pi_v<float>);
  }
  return report;
}

std::vector<double> least_depth_mm(const Mesh& surface, std::span<const Mesh* const> others) {
  const SurfaceTree tree(surface);
  std::vector<double> result;
  for (const Mesh* other : others) {
    double least = std::numeric_limits<double>::max();
    for (const glm::vec3& p : other->positions) {
      if (const auto hit = tree.closest(p)) {
        least = std::min(
            least, tree.contains(p) ? static_cast<double>(hit->distance_mm) : -static_cast<double>(hit->distance_mm));
      }
    }
    result.push_back(least);
  }
  return result;
}

}  // namespace crus::geometry
