#include "geometry/solid_union.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/parallel.hpp"
#include "geometry/crossing.hpp"
#include "geometry/measure.hpp"
#include "geometry/remesh.hpp"
#include "geometry/repair.hpp"

namespace crus::geometry {
namespace {

constexpr double kMostNodes = 1.5e8;
// How fast the edge length may grow with the distance from a part that wants shorter ones.
constexpr double kEdgeGrowth = 0.2;
constexpr int kMostAttempts = 4;

double smooth_step(double low, double high, double value) {
  const double t = std::clamp((value - low) / (high - low), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

// A part's nodes as they lie in the whole grid.
struct Block {
  glm::ivec3 first;
  DistanceGrid own;
};

glm::dvec3 slope(const DistanceGrid& grid, int x, int y, int z) {
  const glm::ivec3 at(x, y, z);
  glm::dvec3 result(0.0);
  for (int axis = 0; axis < 3; ++axis) {
    glm::ivec3 low = at;
    glm::ivec3 high = at;
    low[axis] = std::max(0, low[axis] - 1);
    high[axis] = std::min(grid.size[axis] - 1, high[axis] + 1);
    result[axis] = static_cast<double>(grid.values[grid.index(high.x, high.y, high.z)] -
                                       grid.values[grid.index(low.x, low.y, low.z)]) /
                   (grid.spacing_mm * static_cast<double>(std::max(1, high[axis] - low[axis])));
  }
  return result;
}

// The part of the whole grid a block covers.
DistanceGrid copy_of(const DistanceGrid& whole, const Block& block) {
  DistanceGrid copy = block.own;
  for (int z = 0; z < copy.size.z; ++z) {
    for (int y = 0; y < copy.size.y; ++y) {
      for (int x = 0; x < copy.size.x; ++x) {
        copy.values[copy.index(x, y, z)] =
            whole.values[whole.index(x + block.first.x, y + block.first.y, z + block.first.z)];
      }
    }
  }
  return copy;
}

void add_part(United& united, const Block& block, const UnionPart& part) {
  const DistanceGrid before = copy_of(united.distance, block);
  const double k = part.blend_mm;
  std::vector<float> from_overlap;
  if (k > 0.0) {
    std::vector<bool> overlap(before.values.size());
    for (std::size_t i = 0; i < overlap.size(); ++i) {
      overlap[i] = before.values[i] < 0.0F && block.own.values[i] < 0.0F;
    }
    from_overlap = distance_to_set(before, overlap, static_cast<float>(2.0 * k));
  }
  for (int z = 0; z < before.size.z; ++z) {
    for (int y = 0; y < before.size.y; ++y) {
      for (int x = 0; x < before.size.x; ++x) {
        const std::size_t i = before.index(x, y, z);
        const auto a = static_cast<double>(before.values[i]);
        const auto b = static_cast<double>(block.own.values[i]);
        const std::size_t j = united.distance.index(x + block.first.x, y + block.first.y, z + block.first.z);
        double result = std::min(a, b);
        if (k > 0.0 && std::abs(a - b) < k && result < k && static_cast<double>(from_overlap[i]) < 2.0 * k) {
          const glm::dvec3 ga = slope(before, x, y, z);
          const glm::dvec3 gb = slope(block.own, x, y, z);
          const double along = glm::dot(ga, gb) / std::max(1e-6, glm::length(ga) * glm::length(gb));
          const double here = k * (1.0 - smooth_step(k, 2.0 * k, static_cast<double>(from_overlap[i]))) *
                              (along > 0.0 ? std::max(0.0, 1.0 - along * along) : 1.0);
          const double h = std::max(0.0, here - std::abs(a - b));
          result -= here > 0.0 ? h * h / (4.0 * here) : 0.0;
        }
        united.distance.values[j] = static_cast<float>(result);
        float& edge = united.edge_mm.values[j];
        edge = std::min(edge, static_cast<float>(part.edge_mm + kEdgeGrowth * std::max(0.0, b)));
      }
    }
  }
}

void blur_line(std::vector<float>& line, const std::vector<double>& kernel, std::vector<float>& scratch) {
  scratch = line;
  const auto last = static_cast<std::ptrdiff_t>(line.size()) - 1;
  const auto reach = static_cast<std::ptrdiff_t>(kernel.size()) - 1;
  for (std::ptrdiff_t i = 0; i <= last; ++i) {
    double sum = 0.0;
    for (std::ptrdiff_t k = -reach; k <= reach; ++k) {
      sum += kernel[static_cast<std::size_t>(std::abs(k))] *
             static_cast<double>(scratch[static_cast<std::size_t>(std::clamp(i + k, std::ptrdiff_t{0}, last))]);
    }
    line[static_cast<std::size_t>(i)] = static_cast<float>(sum);
  }
}

void blur(DistanceGrid& grid, double deviation_mm) {
  std::vector<double> kernel;
  double sum = 0.0;
  for (int k = 0; static_cast<double>(k) * grid.spacing_mm <= 3.0 * deviation_mm; ++k) {
    const double at = static_cast<double>(k) * grid.spacing_mm / deviation_mm;
    kernel.push_back(std::exp(-0.5 * at * at));
    sum += kernel.back() * (k == 0 ? 1.0 : 2.0);
  }
  for (double& weight : kernel) {
    weight /= sum;
  }
  std::vector<float> line, scratch;
  for (int axis = 0; axis < 3; ++axis) {
    glm::ivec3 ends = grid.size;
    ends[axis] = 1;
    line.resize(static_cast<std::size_t>(grid.size[axis]));
    for (int z = 0; z < ends.z; ++z) {
      for (int y = 0; y < ends.y; ++y) {
        for (int x = 0; x < ends.x; ++x) {
          const auto node = [&](std::size_t i) {
            glm::ivec3 at(x, y, z);
            at[axis] = static_cast<int>(i);
            return grid.index(at.x, at.y, at.z);
          };
          for (std::size_t i = 0; i < line.size(); ++i) {
            line[i] = grid.values[node(i)];
          }
          blur_line(line, kernel, scratch);
          for (std::size_t i = 0; i < line.size(); ++i) {
            grid.values[node(i)] = line[i];
          }
        }
      }
    }
  }
}

// Grown and shrunk again by as much: what a ball of that radius cannot enter from outside becomes solid.
void close_crevices(DistanceGrid& grid, double radius_mm) {
  const auto radius = static_cast<float>(radius_mm);
  std::vector<bool> outside(grid.values.size());
  for (std::size_t i = 0; i < outside.size(); ++i) {
    outside[i] = grid.values[i] >= radius;
  }
  const std::vector<float> to_outside =
      distance_to_set(grid, outside, 2.0F * radius + 4.0F * static_cast<float>(grid.spacing_mm));
  // Distances between nodes are off by a part of a voxel: only what lies clearly deeper is filled.
  const auto doubt = 0.75F * static_cast<float>(grid.spacing_mm);
  for (std::size_t i = 0; i < outside.size(); ++i) {
    grid.values[i] = std::min(grid.values[i], radius + doubt - to_outside[i]);
  }
}

// Shrunk and grown again by as much: what a ball of that radius does not fit into is no part of the solid any more.
void drop_films(DistanceGrid& grid, double radius_mm) {
  for (float& value : grid.values) {
    value = -value;
  }
  close_crevices(grid, radius_mm);
  for (float& value : grid.values) {
    value = -value;
  }
}

Result<Box> checked_box(const std::vector<UnionPart>& parts, const UnionOptions& options) {
  if (parts.empty() || !(options.voxel_mm > 0.0)) {
    return fail("a union needs at least one part and a voxel size");
  }
  Box box;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].mesh.empty()) {
      return fail("a part of a union is empty", "part " + std::to_string(i));
    }
    for (const glm::vec3& p : parts[i].mesh.positions) {
      if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z)) {
        return fail("a part of a union holds a number that is not finite", "part " + std::to_string(i));
      }
      box.add(p);
    }
  }
  const auto margin = static_cast<float>(4.0 * options.voxel_mm + options.close_mm);
  box.min -= margin;
  box.max += margin;
  const glm::dvec3 nodes = glm::dvec3(box.size()) / options.voxel_mm;
  if (nodes.x * nodes.y * nodes.z > kMostNodes) {
    return fail("a union is too large for its voxels", {}, "take larger voxels");
  }
  return box;
}

std::vector<Block> part_blocks(const std::vector<UnionPart>& parts, const Box& box, double band_mm,
                               const UnionOptions& options) {
  const DistanceGrid whole = grid_over(box, options.voxel_mm, 0.0F);
  std::vector<Block> blocks(parts.size());
  const auto work = [&](std::size_t i) {
    blocks[i].own = signed_distance(parts[i].mesh, box, options.voxel_mm, band_mm);
    blocks[i].first = glm::ivec3(glm::round((blocks[i].own.origin - whole.origin) / options.voxel_mm));
  };
  for_each_parallel(parts.size(), work, options.threads);
  return blocks;
}

// Where walls lie closer together than their triangles are long, they pass through each other: shorter edges round a
// place.
void shorten_edges(DistanceGrid& edge_mm, const glm::vec3& place) {
  const double here = 0.7 * edge_mm.sample(glm::dvec3(place));
  const double reach_mm = 6.0 * here;
  const glm::dvec3 at = (glm::dvec3(place) - edge_mm.origin) / edge_mm.spacing_mm;
  const glm::ivec3 first = glm::max(glm::ivec3(at - reach_mm / edge_mm.spacing_mm), glm::ivec3(0));
  const glm::ivec3 last = glm::min(glm::ivec3(at + reach_mm / edge_mm.spacing_mm) + 1, edge_mm.size - 1);
  for (int z = first.z; z <= last.z; ++z) {
    for (int y = first.y; y <= last.y; ++y) {
      for (int x = first.x; x <= last.x; ++x) {
        float& value = edge_mm.values[edge_mm.index(x, y, z)];
        const double away = glm::distance(edge_mm.node(x, y, z), glm::dvec3(place));
        value = std::min(value, static_cast<float>(here + kEdgeGrowth * std::max(0.0, away - 2.0 * here)));
      }
    }
  }
}

}  // namespace

Result<United> unite_distances(const std::vector<UnionPart>& parts, const UnionOptions& options) {
  const auto box = checked_box(parts, options);
  if (!box) {
    return tl::unexpected(box.error());
  }
  double blend = 0.0;
  double smooth = 0.0;
  double longest_edge = 0.0;
  for (const UnionPart& part : parts) {
    blend = std::max(blend, part.blend_mm);
    smooth = std::max(smooth, part.smooth_mm);
    longest_edge = std::max(longest_edge, part.edge_mm);
  }
  const double band_mm = std::max({blend, 3.0 * smooth, options.close_mm}) + 3.0 * options.voxel_mm;
  std::vector<Block> blocks = part_blocks(parts, *box, band_mm, options);
  United united{grid_over(*box, options.voxel_mm, static_cast<float>(band_mm)),
                grid_over(*box, options.voxel_mm, static_cast<float>(longest_edge))};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    add_part(united, blocks[i], parts[i]);
    blocks[i] = {};
    if (parts[i].smooth_mm > 0.0) {
      blur(united.distance, parts[i].smooth_mm);
    }
  }
  if (options.film_mm > 0.0) {
    drop_films(united.distance, options.film_mm);
  }
  if (options.close_mm > 0.0) {
    close_crevices(united.distance, options.close_mm);
  }
  return united;
}

Result<Mesh> mesh_of(const United& united) {
  Mesh mesh = zero_surface(united.distance);
  // Dust and closed hollows are no part of a solid.
  std::size_t solids = 0;
  const auto pieces = components(mesh);
  const double whole_mm3 = volume_mm3(mesh);
  std::vector<glm::uvec3> kept;
  for (const auto& piece : pieces) {
    Mesh alone{mesh.positions, {}, {}};
    for (const std::size_t t : piece) {
      alone.triangles.push_back(mesh.triangles[t]);
    }
    if (volume_mm3(alone) > 1e-3 * whole_mm3) {
      ++solids;
      kept = kept.empty() ? alone.triangles : kept;
    }
  }
  if (solids != 1) {
    return fail(solids == 0 ? "a union is empty" : "the parts of a union do not hang together",
                std::to_string(solids) + " pieces");
  }
  mesh.triangles = std::move(kept);
  DistanceGrid edge_mm = united.edge_mm;
  RemeshOptions options;
  options.edge_mm = [&](const glm::dvec3& p) { return edge_mm.sample(p); };
  options.project = [&](const glm::dvec3& p) { return united.distance.onto_surface(p); };
  for (int attempt = 0;; ++attempt) {
    Mesh even = remesh(mesh, options);
    const std::vector<glm::uvec2> crossing = crossing_edges(even);
    if (crossing.empty() || attempt == kMostAttempts) {
      return even;
    }
    for (const glm::uvec2& edge : crossing) {
      shorten_edges(edge_mm, even.positions[edge.x]);
    }
  }
}

Result<Mesh> unite(const std::vector<UnionPart>& parts, const UnionOptions& options) {
  return unite_distances(parts, options).and_then([](const United& united) { return mesh_of(united); });
}

}  // namespace crus::geometry
