#include "geometry/cage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geometry/closest.hpp"
#include "geometry/measure.hpp"

namespace crus::geometry {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
// What a node outside the body counts for: its cell is partly body.
constexpr float kOutside = 0.25F;

struct Lattice {
  glm::dvec3 origin{0.0};
  double spacing = 1.0;
  glm::ivec3 size{0};
  std::vector<std::uint32_t> node;  // kNone where there is none

  [[nodiscard]] std::size_t index(const glm::ivec3& at) const {
    return (static_cast<std::size_t>(at.z) * static_cast<std::size_t>(size.y) + static_cast<std::size_t>(at.y)) *
               static_cast<std::size_t>(size.x) +
           static_cast<std::size_t>(at.x);
  }
};

// Multiples of the spacing, so that a lattice does not depend on where a body's box happens to end.
Lattice lattice_over(const Box& box, double spacing) {
  Lattice lattice;
  lattice.spacing = spacing;
  const glm::dvec3 low = glm::floor(glm::dvec3(box.min) / spacing) - 2.0;
  const glm::dvec3 high = glm::ceil(glm::dvec3(box.max) / spacing) + 2.0;
  lattice.origin = low * spacing;
  lattice.size = glm::ivec3(high - low) + 1;
  lattice.node.assign(static_cast<std::size_t>(lattice.size.x) * static_cast<std::size_t>(lattice.size.y) *
                          static_cast<std::size_t>(lattice.size.z),
                      kNone);
  return lattice;
}

}  // namespace

Cage::Cage(const Mesh& mesh, double spacing_mm) : spacing_mm_(spacing_mm) {
  Lattice lattice = lattice_over(bounds(mesh), spacing_mm);
  const auto use = [&](const glm::ivec3& at) {
    std::uint32_t& node = lattice.node[lattice.index(at)];
    if (node == kNone) {
      node = static_cast<std::uint32_t>(nodes_++);
    }
    return node;
  };
  vertices_.reserve(mesh.positions.size());
  for (const glm::vec3& p : mesh.positions) {
    const glm::dvec3 place = (glm::dvec3(p) - lattice.origin) / spacing_mm;
    const glm::dvec3 middle = glm::round(place);
    const glm::dvec3 f = place - middle;
    const std::array<glm::dvec3, 3> along{0.5 * (0.5 - f) * (0.5 - f), 0.75 - f * f, 0.5 * (0.5 + f) * (0.5 + f)};
    Weights& weights = vertices_.emplace_back();
    std::size_t slot = 0;
    for (int z = 0; z < 3; ++z) {
      for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 3; ++x) {
          weights.node[slot] = use(glm::ivec3(middle) + glm::ivec3(x, y, z) - 1);
          weights.weight[slot++] =
              static_cast<float>(along[static_cast<std::size_t>(x)].x * along[static_cast<std::size_t>(y)].y *
                                 along[static_cast<std::size_t>(z)].z);
        }
      }
    }
  }
  const SurfaceTree tree(mesh);
  std::vector<glm::ivec3> place(nodes_);
  for (int z = 0; z < lattice.size.z; ++z) {
    for (int y = 0; y < lattice.size.y; ++y) {
      for (int x = 0; x < lattice.size.x; ++x) {
        const glm::ivec3 at(x, y, z);
        const bool inside = tree.contains(glm::vec3(lattice.origin + spacing_mm * glm::dvec3(at)));
        const std::uint32_t known = lattice.node[lattice.index(at)];
        if (known == kNone && !inside) {
          continue;
        }
        const std::uint32_t node = use(at);
        place.resize(nodes_);
        share_.resize(nodes_, kOutside);
        place[node] = at;
        share_[node] = inside ? 1.0F : kOutside;
      }
    }
  }
  constexpr std::array<glm::ivec3, 6> kSteps{glm::ivec3(1, 0, 0),  glm::ivec3(-1, 0, 0), glm::ivec3(0, 1, 0),
                                             glm::ivec3(0, -1, 0), glm::ivec3(0, 0, 1),  glm::ivec3(0, 0, -1)};
  first_link_.push_back(0);
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    for (const glm::ivec3& step : kSteps) {
      const glm::ivec3 beside = place[node] + step;
      if (glm::any(glm::lessThan(beside, glm::ivec3(0))) || glm::any(glm::greaterThanEqual(beside, lattice.size))) {
        continue;
      }
      const std::uint32_t other = lattice.node[lattice.index(beside)];
      if (other != kNone) {
        links_.push_back({other, 0.5F * (share_[node] + share_[other])});
      }
    }
    first_link_.push_back(static_cast<std::uint32_t>(links_.size()));
  }
}

glm::dvec3 Cage::at(std::uint32_t vertex, const std::vector<glm::dvec3>& nodes) const {
  const Weights& weights = vertices_[vertex];
  glm::dvec3 sum(0.0);
  for (std::size_t i = 0; i < weights.node.size(); ++i) {
    sum += static_cast<double>(weights.weight[i]) * nodes[weights.node[i]];
  }
  return sum;
}

void Cage::spread(std::uint32_t vertex, const glm::dvec3& force, std::vector<glm::dvec3>& nodes) const {
  const Weights& weights = vertices_[vertex];
  for (std::size_t i = 0; i < weights.node.size(); ++i) {
    nodes[weights.node[i]] += static_cast<double>(weights.weight[i]) * force;
  }
}

void Cage::spread_squared(std::uint32_t vertex, const glm::dvec3& stiffness, std::vector<glm::dvec3>& nodes) const {
  const Weights& weights = vertices_[vertex];
  for (std::size_t i = 0; i < weights.node.size(); ++i) {
    const auto w = static_cast<double>(weights.weight[i]);
    nodes[weights.node[i]] += w * w * stiffness;
  }
}

void Cage::elastic(const std::vector<glm::dvec3>& nodes, double reach_mm, std::vector<glm::dvec3>& out) const {
  const double tether = spacing_mm_ * spacing_mm_ * spacing_mm_ / (reach_mm * reach_mm);
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    glm::dvec3 sum(0.0);
    for (std::uint32_t k = first_link_[node]; k < first_link_[node + 1]; ++k) {
      sum += static_cast<double>(links_[k].weight) * (nodes[node] - nodes[links_[k].node]);
    }
    out[node] = spacing_mm_ * sum + tether * static_cast<double>(share_[node]) * nodes[node];
  }
}

void Cage::stiffen(const std::vector<std::uint32_t>& vertices, float factor) {
  std::vector<bool> marked(nodes_, false);
  for (const std::uint32_t v : vertices) {
    for (const std::uint32_t node : vertices_[v].node) {
      marked[node] = true;
    }
  }
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    for (std::uint32_t k = first_link_[node]; k < first_link_[node + 1]; ++k) {
      links_[k].weight *= marked[node] && marked[links_[k].node] ? factor : 1.0F;
    }
  }
}

void Cage::lessen(const std::vector<std::uint32_t>& vertices, double share, std::vector<glm::dvec3>& nodes) const {
  constexpr int kRings = 4;
  std::vector<int> ring(nodes_, kRings);
  std::vector<std::uint32_t> front;
  for (const std::uint32_t v : vertices) {
    for (const std::uint32_t node : vertices_[v].node) {
      if (ring[node] != 0) {
        ring[node] = 0;
        front.push_back(node);
      }
    }
  }
  for (int distance = 1; distance < kRings; ++distance) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t node : front) {
      for (std::uint32_t k = first_link_[node]; k < first_link_[node + 1]; ++k) {
        const std::uint32_t other = links_[k].node;
        if (ring[other] > distance) {
          ring[other] = distance;
          next.push_back(other);
        }
      }
    }
    front = std::move(next);
  }
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    nodes[node] *= glm::mix(share, 1.0, static_cast<double>(ring[node]) / kRings);
  }
}

std::vector<double> Cage::elastic_diagonal(double reach_mm) const {
  const double tether = spacing_mm_ * spacing_mm_ * spacing_mm_ / (reach_mm * reach_mm);
  std::vector<double> diagonal(nodes_);
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    double sum = 0.0;
    for (std::uint32_t k = first_link_[node]; k < first_link_[node + 1]; ++k) {
      sum += static_cast<double>(links_[k].weight);
    }
    diagonal[node] = spacing_mm_ * sum + tether * static_cast<double>(share_[node]);
  }
  return diagonal;
}

}  // namespace crus::geometry
