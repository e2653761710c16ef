#include <algorithm>
#include <array>
#include <limits>

#include "geometry/distance_grid.hpp"

namespace crus::geometry {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Six tetrahedra of a cube round its long diagonal: corners as bit masks (x 1, y 2, z 4), positively oriented.
constexpr std::array<std::array<int, 4>, 6> kTetrahedra{
    {{0, 1, 3, 7}, {0, 2, 6, 7}, {0, 4, 5, 7}, {0, 3, 2, 7}, {0, 6, 4, 7}, {0, 5, 1, 7}}};

class Marching {
 public:
  explicit Marching(const DistanceGrid& grid)
      : grid_(grid), slice_(static_cast<std::size_t>(grid.size.x) * static_cast<std::size_t>(grid.size.y)) {}

  Mesh run() {
    lower_.assign(slice_ * 7, kNone);
    upper_.assign(slice_ * 7, kNone);
    for (int z = 0; z + 1 < grid_.size.z; ++z) {
      for (int y = 0; y + 1 < grid_.size.y; ++y) {
        for (int x = 0; x + 1 < grid_.size.x; ++x) {
          cube({x, y, z});
        }
      }
      lower_.swap(upper_);
      std::fill(upper_.begin(), upper_.end(), kNone);
    }
    return std::move(mesh_);
  }

 private:
  [[nodiscard]] float value(const glm::ivec3& at) const { return grid_.values[grid_.index(at.x, at.y, at.z)]; }
  static glm::ivec3 offset(int corner) { return {corner & 1, (corner >> 1) & 1, corner >> 2}; }

  void cube(const glm::ivec3& base) {
    int inside = 0;
    for (int corner = 0; corner < 8; ++corner) {
      inside |= value(base + offset(corner)) < 0.0F ? 1 << corner : 0;
    }
    if (inside == 0 || inside == 255) {
      return;
    }
    for (const auto& tetrahedron : kTetrahedra) {
      cut(base, tetrahedron, inside);
    }
  }

  void cut(const glm::ivec3& base, const std::array<int, 4>& corners, int inside_mask) {
    std::array<int, 4> order{};
    int count = 0;
    for (int k = 0; k < 4; ++k) {
      if (((inside_mask >> corners[static_cast<std::size_t>(k)]) & 1) != 0) {
        order[static_cast<std::size_t>(count++)] = k;
      }
    }
    if (count == 0 || count == 4) {
      return;
    }
    for (int k = 0, filled = count; k < 4; ++k) {
      if (((inside_mask >> corners[static_cast<std::size_t>(k)]) & 1) == 0) {
        order[static_cast<std::size_t>(filled++)] = k;
      }
    }
    int inversions = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = i + 1; j < 4; ++j) {
        inversions += order[i] > order[j] ? 1 : 0;
      }
    }
    std::array<int, 4> c{};
    for (std::size_t k = 0; k < 4; ++k) {
      c[k] = corners[static_cast<std::size_t>(order[k])];
    }
    // An odd order mirrors the tetrahedron; exchanging its last two corners turns it back.
    if (inversions % 2 != 0) {
      std::swap(count == 3 ? c[0] : c[2], count == 3 ? c[1] : c[3]);
    }
    if (count == 1) {
      triangle(vertex(base, c[0], c[1]), vertex(base, c[0], c[2]), vertex(base, c[0], c[3]));
    } else if (count == 3) {
      triangle(vertex(base, c[3], c[0]), vertex(base, c[3], c[1]), vertex(base, c[3], c[2]));
    } else {
      const std::uint32_t p = vertex(base, c[0], c[2]);
      const std::uint32_t q = vertex(base, c[1], c[3]);
      triangle(p, vertex(base, c[0], c[3]), q);
      triangle(p, q, vertex(base, c[1], c[2]));
    }
  }

  void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) { mesh_.triangles.emplace_back(a, b, c); }

  // The crossing on the edge between two corners, made at first use.
  std::uint32_t vertex(const glm::ivec3& base, int a, int b) {
    const int from = std::min(a, b);
    const int direction = std::max(a, b) - from;
    const glm::ivec3 start = base + offset(from);
    const glm::ivec3 end = start + offset(direction);
    std::vector<std::uint32_t>& layer = start.z == base.z ? lower_ : upper_;
    std::uint32_t& made = layer[(static_cast<std::size_t>(start.y) * static_cast<std::size_t>(grid_.size.x) +
                                 static_cast<std::size_t>(start.x)) *
                                    7 +
                                static_cast<std::size_t>(direction - 1)];
    if (made == kNone) {
      const double low = static_cast<double>(value(start));
      const double high = static_cast<double>(value(end));
      // Clear of the nodes, or triangles of no size would appear.
      const double at = std::clamp(low / (low - high), 0.02, 0.98);
      made = static_cast<std::uint32_t>(mesh_.positions.size());
      mesh_.positions.emplace_back(
          glm::mix(grid_.node(start.x, start.y, start.z), grid_.node(end.x, end.y, end.z), at));
    }
    return made;
  }

  const DistanceGrid& grid_;
  std::size_t slice_;
  std::vector<std::uint32_t> lower_, upper_;  // per node of a slice the crossings on the seven edges that rise from it
  Mesh mesh_;
};

}  // namespace

Mesh zero_surface(const DistanceGrid& grid) { return Marching(grid).run(); }

}  // namespace crus::geometry
