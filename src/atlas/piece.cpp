#include "atlas/piece.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geometry/measure.hpp"
#include "geometry/solid_union.hpp"

namespace crus::atlas {
namespace {

// A piece lies within this of its path.
constexpr float kReachMm = 30.0F;

// The larger of two distances with the rim rounded (solid_union.hpp has the same polynomial, for the smaller).
double rounded_max(double a, double b, double radius) {
  const double h = radius > 0.0 ? std::max(0.0, radius - std::abs(a - b)) : 0.0;
  return std::max(a, b) + (radius > 0.0 ? h * h / (4.0 * radius) : 0.0);
}

double distance_to(const Path& path, const glm::dvec3& p) {
  double best = std::numeric_limits<double>::max();
  for (std::size_t i = 0; i < path.points.size(); ++i) {
    const glm::dvec3& a = path.points[i];
    const glm::dvec3 ab = path.points[std::min(i + 1, path.points.size() - 1)] - a;
    const double t = std::clamp(glm::dot(p - a, ab) / std::max(glm::dot(ab, ab), 1e-12), 0.0, 1.0);
    best = std::min(best, glm::length(p - a - t * ab));
  }
  return best;
}

// How far a point lies beyond what the options keep; negative within.
double beyond(const PieceOptions& options, const glm::dvec3& p, double distance) {
  double result = distance;
  for (const Keep& keep : options.keep) {
    result = rounded_max(result, glm::dot(keep.point - p, glm::normalize(keep.normal)), options.round_mm);
  }
  if (options.path) {
    const double own = distance_to(*options.path, p);
    for (const Path& rival : options.rivals) {
      result = rounded_max(result, 0.5 * (own - distance_to(rival, p) - options.overlap_mm), options.round_mm);
    }
  }
  return result;
}

}  // namespace

Result<geometry::Mesh> cut_piece(const geometry::Mesh& mesh, const PieceOptions& options) {
  geometry::Box box = geometry::bounds(mesh);
  if (options.path) {
    geometry::Box near;
    for (const glm::dvec3& p : options.path->points) {
      near.add(glm::vec3(p) - kReachMm);
      near.add(glm::vec3(p) + kReachMm);
    }
    box.min = glm::max(box.min, near.min);
    box.max = glm::min(box.max, near.max);
  }
  const auto margin = static_cast<float>(4.0 * options.voxel_mm);
  box.min -= margin;
  box.max += margin;
  const double band_mm = std::max(4.0 * options.voxel_mm, options.round_mm + 2.0 * options.voxel_mm);
  geometry::United united{geometry::signed_distance(mesh, box, options.voxel_mm, band_mm), {}};
  geometry::DistanceGrid& grid = united.distance;
  for (int z = 0; z < grid.size.z; ++z) {
    for (int y = 0; y < grid.size.y; ++y) {
      for (int x = 0; x < grid.size.x; ++x) {
        float& value = grid.values[grid.index(x, y, z)];
        if (static_cast<double>(value) > options.round_mm) {
          continue;  // outside, and clear of every rim
        }
        value = static_cast<float>(beyond(options, grid.node(x, y, z), static_cast<double>(value)));
      }
    }
  }
  geometry::keep_piece(grid, options.seed ? &*options.seed : nullptr);
  united.edge_mm =
      geometry::grid_over(geometry::bounds(mesh), 10.0 * options.voxel_mm, static_cast<float>(options.edge_mm));
  return geometry::mesh_of(united);
}

}  // namespace crus::atlas
