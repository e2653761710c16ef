#include "geometry/distance_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geometry/measure.hpp"
#include "geometry/triangle.hpp"

namespace crus::geometry {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct Corner {
  glm::ivec3 low;
  glm::dvec3 fraction;
};

Corner corner_of(const DistanceGrid& grid, const glm::dvec3& point) {
  const glm::dvec3 at =
      glm::clamp((point - grid.origin) / grid.spacing_mm, glm::dvec3(0.0), glm::dvec3(grid.size - 1) - 1e-9);
  const glm::ivec3 low(at);
  return {low, at - glm::dvec3(low)};
}

// Nearest triangles of grid nodes: exact beside the surface, then handed on from node to node in sweeps.
class NearestTriangles {
 public:
  NearestTriangles(const Mesh& mesh, DistanceGrid& grid, double band_mm)
      : mesh_(mesh), grid_(grid), band_mm_(band_mm), nearest_(grid.values.size(), kNone) {}

  void seed() {
    for (std::uint32_t t = 0; t < mesh_.triangles.size(); ++t) {
      Box box;
      for (int k = 0; k < 3; ++k) {
        box.add(mesh_.positions[mesh_.triangles[t][k]]);
      }
      const glm::dvec3 low = (glm::dvec3(box.min) - grid_.origin) / grid_.spacing_mm - 1.0;
      const glm::dvec3 high = (glm::dvec3(box.max) - grid_.origin) / grid_.spacing_mm + 1.0;
      const glm::ivec3 first = glm::max(glm::ivec3(glm::ceil(low)), glm::ivec3(0));
      const glm::ivec3 last = glm::min(glm::ivec3(glm::floor(high)), grid_.size - 1);
      for (int z = first.z; z <= last.z; ++z) {
        for (int y = first.y; y <= last.y; ++y) {
          for (int x = first.x; x <= last.x; ++x) {
            offer(grid_.index(x, y, z), x, y, z, t);
          }
        }
      }
    }
  }

  void sweep() {
    for (int pass = 0; pass < 2; ++pass) {
      for (int z = 0; z < grid_.size.z; ++z) {
        for (int y = 0; y < grid_.size.y; ++y) {
          for (int x = 0; x < grid_.size.x; ++x) {
            take_from(x, y, z, -1);
          }
          for (int x = grid_.size.x - 1; x >= 0; --x) {
            take_from(x, y, z, 1, true);
          }
        }
      }
      for (int z = grid_.size.z - 1; z >= 0; --z) {
        for (int y = grid_.size.y - 1; y >= 0; --y) {
          for (int x = grid_.size.x - 1; x >= 0; --x) {
            take_from(x, y, z, 1);
          }
          for (int x = 0; x < grid_.size.x; ++x) {
            take_from(x, y, z, -1, true);
          }
        }
      }
    }
  }

 private:
  void offer(std::size_t node, int x, int y, int z, std::uint32_t triangle) {
    const glm::dvec3 p = grid_.node(x, y, z);
    const glm::uvec3& t = mesh_.triangles[triangle];
    const glm::dvec3 a(mesh_.positions[t.x]);
    const glm::dvec3 b(mesh_.positions[t.y]);
    const glm::dvec3 c(mesh_.positions[t.z]);
    const glm::dvec3 w = closest_barycentric(p, a, b, c);
    const auto distance = static_cast<float>(glm::length(w.x * a + w.y * b + w.z * c - p));
    if (distance < grid_.values[node]) {
      grid_.values[node] = distance;
      nearest_[node] = triangle;
    }
  }

  // Asks the neighbours one step along each axis (or along x alone) whether their triangle is nearer than ours.
  void take_from(int x, int y, int z, int step, bool along_x_only = false) {
    const std::size_t node = grid_.index(x, y, z);
    for (int axis = 0; axis < (along_x_only ? 1 : 3); ++axis) {
      glm::ivec3 other(x, y, z);
      other[axis] += step;
      if (other[axis] < 0 || other[axis] >= grid_.size[axis]) {
        continue;
      }
      const std::size_t from = grid_.index(other.x, other.y, other.z);
      const std::uint32_t triangle = nearest_[from];
      const double reach = static_cast<double>(grid_.values[from]) - grid_.spacing_mm;
      if (triangle != kNone && triangle != nearest_[node] && reach < band_mm_ &&
          reach < static_cast<double>(grid_.values[node])) {
        offer(node, x, y, z, triangle);
      }
    }
  }

  const Mesh& mesh_;
  DistanceGrid& grid_;
  double band_mm_;
  std::vector<std::uint32_t> nearest_;
};

// Which side of the line through (y, z) along x an edge runs, seen in the y-z plane. The ends are taken in index order,
// so that both triangles at an edge get the same answer and no line slips between them.
bool left_of_edge(const Mesh& mesh, std::uint32_t from, std::uint32_t to, double y, double z) {
  const bool swapped = from > to;
  const glm::dvec3 a(mesh.positions[swapped ? to : from]);
  const glm::dvec3 b(mesh.positions[swapped ? from : to]);
  const double side = (b.y - a.y) * (z - a.z) - (b.z - a.z) * (y - a.y);
  return (side > 0.0) != swapped;
}

// Turns distances into signed ones by the winding number of each node.
void apply_sign(const Mesh& mesh, DistanceGrid& grid) {
  // Off the nodes by a hair, so that lines do not run through vertices given in round numbers.
  const glm::dvec3 nudge = grid.spacing_mm * glm::dvec3(0.0, 1.37e-5, 2.11e-5);
  std::vector<int> change(grid.values.size(), 0);
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a(mesh.positions[t.x]);
    const glm::dvec3 n = glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a);
    if (n.x == 0.0) {
      continue;
    }
    Box box;
    for (int k = 0; k < 3; ++k) {
      box.add(mesh.positions[t[k]]);
    }
    const glm::ivec3 low =
        glm::max(glm::ivec3(glm::ceil((glm::dvec3(box.min) - grid.origin) / grid.spacing_mm - 0.01)), glm::ivec3(0));
    const glm::ivec3 high =
        glm::min(glm::ivec3(glm::floor((glm::dvec3(box.max) - grid.origin) / grid.spacing_mm + 0.01)), grid.size - 1);
    for (int z = low.z; z <= high.z; ++z) {
      for (int y = low.y; y <= high.y; ++y) {
        const glm::dvec3 q = grid.node(0, y, z) + nudge;
        const bool ab = left_of_edge(mesh, t.x, t.y, q.y, q.z);
        if (ab != left_of_edge(mesh, t.y, t.z, q.y, q.z) || ab != left_of_edge(mesh, t.z, t.x, q.y, q.z)) {
          continue;
        }
        const double x = a.x - (n.y * (q.y - a.y) + n.z * (q.z - a.z)) / n.x;
        const double first = std::ceil((x - grid.origin.x) / grid.spacing_mm);
        if (first < static_cast<double>(grid.size.x)) {
          change[grid.index(std::max(0, static_cast<int>(first)), y, z)] += n.x < 0.0 ? 1 : -1;
        }
      }
    }
  }
  for (int z = 0; z < grid.size.z; ++z) {
    for (int y = 0; y < grid.size.y; ++y) {
      int winding = 0;
      for (int x = 0; x < grid.size.x; ++x) {
        const std::size_t node = grid.index(x, y, z);
        winding += change[node];
        grid.values[node] = winding != 0 ? -grid.values[node] : grid.values[node];
      }
    }
  }
}

// Squared distances along one line, after Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions"
// (2012): the lower envelope of parabolas.
class LineTransform {
 public:
  explicit LineTransform(std::size_t longest) : values(longest), apex_(longest), border_(longest + 1) {}

  void run(std::size_t count) {
    given_.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count));
    std::size_t last = 0;
    apex_[0] = 0;
    border_[0] = -kFar;
    border_[1] = kFar;
    for (std::size_t q = 1; q < count; ++q) {
      double meeting = meet(q, apex_[last]);
      while (last > 0 && meeting <= border_[last]) {
        meeting = meet(q, apex_[--last]);
      }
      apex_[++last] = q;
      border_[last] = meeting;
      border_[last + 1] = kFar;
    }
    for (std::size_t q = 0, k = 0; q < count; ++q) {
      while (border_[k + 1] < static_cast<double>(q)) {
        ++k;
      }
      const double d = static_cast<double>(q) - static_cast<double>(apex_[k]);
      values[q] = d * d + given_[apex_[k]];
    }
  }

  static constexpr double kFar = 1e12;
  std::vector<double> values;

 private:
  [[nodiscard]] double meet(std::size_t q, std::size_t p) const {
    const auto a = static_cast<double>(q);
    const auto b = static_cast<double>(p);
    return ((given_[q] + a * a) - (given_[p] + b * b)) / (2.0 * a - 2.0 * b);
  }

  std::vector<double> given_;
  std::vector<std::size_t> apex_;
  std::vector<double> border_;
};

}  // namespace

double DistanceGrid::sample(const glm::dvec3& point) const {
  const auto [low, f] = corner_of(*this, point);
  double sum = 0.0;
  for (int k = 0; k < 8; ++k) {
    const glm::ivec3 o(k & 1, (k >> 1) & 1, k >> 2);
    const double weight = (o.x == 0 ? 1.0 - f.x : f.x) * (o.y == 0 ? 1.0 - f.y : f.y) * (o.z == 0 ? 1.0 - f.z : f.z);
    sum += weight * static_cast<double>(values[index(low.x + o.x, low.y + o.y, low.z + o.z)]);
  }
  return sum;
}

glm::dvec3 DistanceGrid::gradient(const glm::dvec3& point) const {
  glm::dvec3 slope(0.0);
  for (int axis = 0; axis < 3; ++axis) {
    glm::dvec3 step(0.0);
    step[axis] = 0.5 * spacing_mm;
    slope[axis] = (sample(point + step) - sample(point - step)) / spacing_mm;
  }
  return slope;
}

glm::dvec3 DistanceGrid::onto_surface(const glm::dvec3& point) const {
  glm::dvec3 at = point;
  for (int step = 0; step < 4; ++step) {
    const double value = sample(at);
    if (std::abs(value) < 1e-4 * spacing_mm) {
      break;
    }
    const glm::dvec3 slope = gradient(at);
    // Where the field is nearly flat a full step would leap away.
    at -= glm::clamp(value, -2.0 * spacing_mm, 2.0 * spacing_mm) * slope / std::max(glm::dot(slope, slope), 0.1);
  }
  return at;
}

DistanceGrid grid_over(const Box& box, double spacing_mm, float value) {
  DistanceGrid grid;
  grid.spacing_mm = spacing_mm;
  const glm::dvec3 low = glm::floor(glm::dvec3(box.min) / spacing_mm);
  const glm::dvec3 high = glm::ceil(glm::dvec3(box.max) / spacing_mm);
  grid.origin = low * spacing_mm;
  grid.size = glm::ivec3(high - low) + 1;
  grid.values.assign(static_cast<std::size_t>(grid.size.x) * static_cast<std::size_t>(grid.size.y) *
                         static_cast<std::size_t>(grid.size.z),
                     value);
  return grid;
}

DistanceGrid signed_distance(const Mesh& mesh, const Box& within, double spacing_mm, double band_mm) {
  Box box = bounds(mesh);
  box.min = glm::max(box.min - static_cast<float>(band_mm), within.min);
  box.max = glm::min(box.max + static_cast<float>(band_mm), within.max);
  DistanceGrid grid = grid_over(box, spacing_mm, static_cast<float>(band_mm));
  NearestTriangles nearest(mesh, grid, band_mm);
  nearest.seed();
  nearest.sweep();
  apply_sign(mesh, grid);
  return grid;
}

std::vector<float> distance_to_set(const DistanceGrid& frame, const std::vector<bool>& set, float far_mm) {
  std::vector<float> squared(frame.values.size());
  for (std::size_t i = 0; i < squared.size(); ++i) {
    squared[i] = set[i] ? 0.0F : static_cast<float>(LineTransform::kFar);
  }
  LineTransform line(static_cast<std::size_t>(std::max({frame.size.x, frame.size.y, frame.size.z})));
  for (int axis = 0; axis < 3; ++axis) {
    glm::ivec3 ends = frame.size;
    ends[axis] = 1;
    const auto count = static_cast<std::size_t>(frame.size[axis]);
    glm::ivec3 unit(0);
    unit[axis] = 1;
    const std::size_t stride = frame.size[axis] > 1 ? frame.index(unit.x, unit.y, unit.z) : 0;
    for (int z = 0; z < ends.z; ++z) {
      for (int y = 0; y < ends.y; ++y) {
        for (int x = 0; x < ends.x; ++x) {
          const std::size_t first = frame.index(x, y, z);
          for (std::size_t i = 0; i < count; ++i) {
            line.values[i] = static_cast<double>(squared[first + i * stride]);
          }
          line.run(count);
          for (std::size_t i = 0; i < count; ++i) {
            squared[first + i * stride] = static_cast<float>(std::min(line.values[i], LineTransform::kFar));
          }
        }
      }
    }
  }
  for (float& value : squared) {
    value = std::min(far_mm, std::sqrt(value) * static_cast<float>(frame.spacing_mm));
  }
  return squared;
}

void keep_piece(DistanceGrid& grid, const glm::dvec3* seed) {
  std::vector<std::uint32_t> piece(grid.values.size(), 0);
  std::vector<std::size_t> stack;
  std::vector<std::size_t> sizes{0};
  std::vector<double> nearest{std::numeric_limits<double>::max()};
  const auto nodes = static_cast<std::size_t>(grid.size.x);
  const auto slice = nodes * static_cast<std::size_t>(grid.size.y);
  for (std::size_t start = 0; start < piece.size(); ++start) {
    if (piece[start] != 0 || grid.values[start] >= 0.0F) {
      continue;
    }
    const auto number = static_cast<std::uint32_t>(sizes.size());
    sizes.push_back(0);
    nearest.push_back(std::numeric_limits<double>::max());
    piece[start] = number;
    stack.push_back(start);
    while (!stack.empty()) {
      const std::size_t node = stack.back();
      stack.pop_back();
      ++sizes.back();
      const glm::ivec3 at(static_cast<int>(node % nodes), static_cast<int>(node % slice / nodes),
                          static_cast<int>(node / slice));
      if (seed != nullptr) {
        nearest.back() = std::min(nearest.back(), glm::distance(*seed, grid.node(at.x, at.y, at.z)));
      }
      // The edges of the tetrahedra zero_surface cuts: one corner of a cube to another without a step back.
      for (int k = 1; k < 8; ++k) {
        for (const int sign : {1, -1}) {
          const glm::ivec3 next = at + sign * glm::ivec3(k & 1, (k >> 1) & 1, k >> 2);
          if (glm::any(glm::lessThan(next, glm::ivec3(0))) || glm::any(glm::greaterThanEqual(next, grid.size))) {
            continue;
          }
          const std::size_t other = grid.index(next.x, next.y, next.z);
          if (piece[other] == 0 && grid.values[other] < 0.0F) {
            piece[other] = number;
            stack.push_back(other);
          }
        }
      }
    }
  }
  std::size_t chosen = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    const bool better = seed != nullptr ? nearest[i] < nearest[chosen] : sizes[i] > sizes[chosen];
    chosen = better ? i : chosen;
  }
  for (std::size_t i = 0; i < piece.size(); ++i) {
    if (piece[i] != 0 && piece[i] != chosen) {
      grid.values[i] = -grid.values[i];
    }
  }
}

}  // namespace crus::geometry
