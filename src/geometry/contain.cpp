#include "geometry/contain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <tuple>

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

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// The triangle beyond each edge, from corner k to the next; none at a rim.
std::vector<glm::uvec3> across_edges(const Mesh& mesh) {
  struct Side {
    std::uint64_t edge = 0;
    std::uint32_t triangle = 0;
    bool operator<(const Side& other) const { return std::tie(edge, triangle) < std::tie(other.edge, other.triangle); }
  };
  const auto edge = [](std::uint32_t from, std::uint32_t to) { return (std::uint64_t{from} << 32U) | to; };
  std::vector<Side> sides;
  sides.reserve(3 * mesh.triangles.size());
  for (std::uint32_t i = 0; i < mesh.triangles.size(); ++i) {
    for (glm::length_t k = 0; k < 3; ++k) {
      sides.push_back({edge(mesh.triangles[i][k], mesh.triangles[i][(k + 1) % 3]), i});
    }
  }
  std::sort(sides.begin(), sides.end());
  std::vector<glm::uvec3> across(mesh.triangles.size(), glm::uvec3(kNone));
  for (std::uint32_t i = 0; i < mesh.triangles.size(); ++i) {
    for (glm::length_t k = 0; k < 3; ++k) {
      const std::uint64_t back = edge(mesh.triangles[i][(k + 1) % 3], mesh.triangles[i][k]);
      const auto found = std::lower_bound(sides.begin(), sides.end(), Side{back, 0});
      across[i][k] = found != sides.end() && found->edge == back ? found->triangle : kNone;
    }
  }
  return across;
}

glm::vec3 normal_of(const Mesh& mesh, std::uint32_t triangle) {
  const glm::uvec3& t = mesh.triangles[triangle];
  const glm::vec3 n = glm::cross(mesh.positions[t.y] - mesh.positions[t.x], mesh.positions[t.z] - mesh.positions[t.x]);
  const float length = glm::length(n);
  return length > 0.0F ? n / length : n;
}

// What the others ask of each vertex: how far it has to move for what lies under (or beyond) the triangles at it.
// Negative where they lie deeper than asked for.
std::vector<double> needs(const Mesh& surface, std::span<const Mesh* const> others, double margin_mm,
                          std::span<const std::vector<float>> margins_mm, Containment& report) {
  const SurfaceDepth depths(surface);
  std::vector<double> need(surface.positions.size(), -std::numeric_limits<double>::max());
  report.still_beyond = 0;
  report.worst_mm = std::numeric_limits<double>::max();
  for (std::size_t m = 0; m < others.size(); ++m) {
    for (std::size_t v = 0; v < others[m]->positions.size(); ++v) {
      const glm::vec3& p = others[m]->positions[v];
      const auto found = depths.at(p, kDeepMm);
      if (!found) {
        continue;
      }
      const double margin = margins_mm.empty() ? margin_mm : static_cast<double>(margins_mm[m][v]);
      report.worst_mm = std::min(report.worst_mm, found->depth_mm);
      report.still_beyond += found->depth_mm < margin ? 1U : 0U;
      for (int k = 0; k < 3; ++k) {
        double& asked = need[surface.triangles[found->triangle][k]];
        asked = std::max(asked, margin - found->depth_mm);
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

struct SurfaceDepth::State {
  explicit State(const Mesh& mesh) : surface(mesh), tree(mesh), across(across_edges(mesh)) {
    rim.assign(mesh.positions.size(), 0);
    for (std::size_t i = 0; i < across.size(); ++i) {
      for (glm::length_t k = 0; k < 3; ++k) {
        if (across[i][k] == kNone) {
          rim[mesh.triangles[i][k]] = rim[mesh.triangles[i][(k + 1) % 3]] = 1;
          closed = false;
        }
      }
    }
  }

  // Signed by the mean normal of the faces that meet at the nearest place.
  [[nodiscard]] std::optional<double> by_faces(const glm::vec3& point, const SurfaceTree::Hit& hit) const {
    constexpr float kOnEdge = 1e-4F;
    const glm::uvec3& t = surface.triangles[hit.triangle];
    glm::length_t zeros = 0;
    glm::length_t opposite = 0;  // of the edge it lies on
    glm::length_t corner = 0;    // it lies on
    for (glm::length_t k = 0; k < 3; ++k) {
      const bool zero = hit.barycentric[k] < kOnEdge;
      zeros += zero ? 1 : 0;
      opposite = zero ? k : opposite;
      corner = zero ? corner : k;
    }
    glm::vec3 n = normal_of(surface, hit.triangle);
    if (zeros == 2) {
      if (rim[t[corner]] != 0) {
        return std::nullopt;
      }
      n = surface.normals[t[corner]];
    } else if (zeros == 1) {
      const std::uint32_t other = across[hit.triangle][(opposite + 1) % 3];
      if (other == kNone) {
        return std::nullopt;
      }
      n += normal_of(surface, other);
    }
    const bool inside = glm::dot(point - hit.point, n) < 0.0F;
    return static_cast<double>(inside ? hit.distance_mm : -hit.distance_mm);
  }

  // The normal tells it but near a fold, where rays have to.
  [[nodiscard]] double by_rays(const glm::vec3& point, const SurfaceTree::Hit& hit) const {
    const glm::uvec3& t = surface.triangles[hit.triangle];
    const glm::vec3 n = hit.barycentric.x * surface.normals[t.x] + hit.barycentric.y * surface.normals[t.y] +
                        hit.barycentric.z * surface.normals[t.z];
    const bool seems_inside = glm::dot(point - hit.point, n) < 0.0F;
    const bool clear = std::abs(glm::dot(point - hit.point, n)) > 0.9F * hit.distance_mm;
    const bool inside = clear ? seems_inside : tree.contains(point);
    return static_cast<double>(inside ? hit.distance_mm : -hit.distance_mm);
  }

  const Mesh& surface;
  SurfaceTree tree;
  std::vector<glm::uvec3> across;
  std::vector<char> rim;
  bool closed = true;
};

SurfaceDepth::SurfaceDepth(const Mesh& surface) : state_(std::make_unique<State>(surface)) {}
SurfaceDepth::~SurfaceDepth() = default;
SurfaceDepth::SurfaceDepth(SurfaceDepth&&) noexcept = default;
SurfaceDepth& SurfaceDepth::operator=(SurfaceDepth&&) noexcept = default;
bool SurfaceDepth::closed() const { return state_->closed; }

std::optional<SurfaceDepth::Place> SurfaceDepth::at(const glm::vec3& point, float reach_mm) const {
  const auto near = state_->tree.closest(point, reach_mm);
  if (!state_->closed) {
    const auto depth = near ? state_->by_faces(point, *near) : std::nullopt;
    return depth ? std::optional(Place{*depth, near->triangle}) : std::nullopt;
  }
  const auto hit = near || state_->tree.contains(point) ? near : state_->tree.closest(point);
  return hit ? std::optional(Place{state_->by_rays(point, *hit), hit->triangle}) : std::nullopt;
}

Containment push_out(Mesh& surface, std::span<const Mesh* const> others, const ContainOptions& options,
                     std::span<const std::vector<float>> margins_mm) {
  Containment report;
  report.moved_mm.assign(surface.positions.size(), 0.0F);
  const Rings rings = rings_of(surface);
  for (int round = 0; round <= options.rounds; ++round) {
    std::vector<double> need = needs(surface, others, options.margin_mm, margins_mm, report);
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
