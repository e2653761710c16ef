#include "geometry/levels.hpp"

#include <algorithm>

#include <meshoptimizer.h>

namespace crus::geometry {
namespace {

constexpr std::size_t kLeastTriangles = 300;  // of a level: below, drawing the mesh as it is costs nothing
constexpr std::size_t kShare = 3;
// A level that saves less is not worth its memory.
constexpr double kWorthwhile = 0.75;

const float* numbers_of(const std::vector<glm::vec3>& positions) { return &positions.front().x; }

bool is_sound(const std::vector<glm::vec3>& positions, const std::vector<glm::uvec3>& triangles) {
  return !positions.empty() && !triangles.empty() &&
         std::all_of(triangles.begin(), triangles.end(), [&](const glm::uvec3& t) {
           return std::max({t.x, t.y, t.z}) < positions.size();
         });
}

}  // namespace

std::vector<DetailLevel> detail_levels(const Mesh& mesh, float most_error_mm) {
  std::vector<DetailLevel> levels;
  if (!is_sound(mesh.positions, mesh.triangles)) {
    return levels;
  }
  const float scale = meshopt_simplifyScale(numbers_of(mesh.positions), mesh.positions.size(), sizeof(glm::vec3));
  if (!(scale > 0.0F)) {
    return levels;
  }
  std::vector<glm::uvec3> from = mesh.triangles;
  float error_so_far_mm = 0.0F;
  while (from.size() / kShare >= kLeastTriangles) {
    DetailLevel level;
    level.triangles.resize(from.size());
    float error = 0.0F;
    const std::size_t count = meshopt_simplify(
        &level.triangles.front().x, &from.front().x, from.size() * 3, numbers_of(mesh.positions), mesh.positions.size(),
        sizeof(glm::vec3), from.size() / kShare * 3, (most_error_mm - error_so_far_mm) / scale, 0, &error);
    level.triangles.resize(count / 3);
    // Each level is made from the one before: their errors add up at worst.
    error_so_far_mm += error * scale;
    level.error_mm = error_so_far_mm;
    if (level.triangles.empty() ||
        static_cast<double>(level.triangles.size()) > kWorthwhile * static_cast<double>(from.size())) {
      break;
    }
    order_by_place(mesh.positions, level.triangles);
    from = level.triangles;
    levels.push_back(std::move(level));
    if (error_so_far_mm >= most_error_mm) {
      break;
    }
  }
  return levels;
}

void order_by_place(const std::vector<glm::vec3>& positions, std::vector<glm::uvec3>& triangles) {
  if (!is_sound(positions, triangles)) {
    return;
  }
  std::vector<glm::uvec3> ordered(triangles.size());
  meshopt_spatialSortTriangles(&ordered.front().x, &triangles.front().x, triangles.size() * 3, numbers_of(positions),
                               positions.size(), sizeof(glm::vec3));
  triangles = std::move(ordered);
}

}  // namespace crus::geometry
