#include "leg/blend_field.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace crus {
namespace {

// The eight nodes round a point take its value, so that the field is exact at the point.
void fix(geometry::DistanceGrid& grid, std::vector<bool>& fixed, const std::vector<glm::dvec3>& points, float value) {
  for (const glm::dvec3& point : points) {
    const glm::ivec3 low(glm::floor((point - grid.origin) / grid.spacing_mm));
    for (int corner = 0; corner < 8; ++corner) {
      const glm::ivec3 node = low + glm::ivec3(corner & 1, (corner >> 1) & 1, corner >> 2);
      if (glm::all(glm::greaterThanEqual(node, glm::ivec3(0))) && glm::all(glm::lessThan(node, grid.size))) {
        const std::size_t i = grid.index(node.x, node.y, node.z);
        grid.values[i] = value;
        fixed[i] = true;
      }
    }
  }
}

// One sweep over the nodes of one colour of a three-dimensional chequerboard; nothing flows over the box's walls. The
// largest change.
float relax(geometry::DistanceGrid& grid, const std::vector<bool>& fixed, int colour, float over) {
  float most = 0.0F;
  const std::ptrdiff_t dy = grid.size.x;
  const std::ptrdiff_t dz = dy * grid.size.y;
  for (int z = 0; z < grid.size.z; ++z) {
    for (int y = 0; y < grid.size.y; ++y) {
      for (int x = (y + z + colour) % 2; x < grid.size.x; x += 2) {
        const std::size_t i = grid.index(x, y, z);
        if (fixed[i]) {
          continue;
        }
        const float* v = grid.values.data() + i;
        const float sum = (x > 0 ? v[-1] : v[1]) + (x + 1 < grid.size.x ? v[1] : v[-1]) + (y > 0 ? v[-dy] : v[dy]) +
                          (y + 1 < grid.size.y ? v[dy] : v[-dy]) + (z > 0 ? v[-dz] : v[dz]) +
                          (z + 1 < grid.size.z ? v[dz] : v[-dz]);
        const float change = over * (sum / 6.0F - grid.values[i]);
        grid.values[i] += change;
        most = std::max(most, std::abs(change));
      }
    }
  }
  return most;
}

}  // namespace

BlendField BlendField::solve(const geometry::Box& box, const std::vector<glm::dvec3>& still,
                             const std::vector<glm::dvec3>& moving, double spacing_mm) {
  BlendField field;
  field.grid_ = geometry::grid_over(box, spacing_mm, 0.5F);
  std::vector<bool> fixed(field.grid_.values.size(), false);
  fix(field.grid_, fixed, still, 0.0F);
  fix(field.grid_, fixed, moving, 1.0F);
  const int longest = std::max({field.grid_.size.x, field.grid_.size.y, field.grid_.size.z});
  // Walls that let nothing through double the longest wave.
  const auto over = static_cast<float>(2.0 / (1.0 + std::numbers::pi / (2.0 * longest)));
  constexpr float kSettled = 1e-5F;  // less is lost in the rounding of single precision
  float change = 1.0F;
  for (int round = 0; round < 24 * longest && change > kSettled; ++round) {
    change = std::max(relax(field.grid_, fixed, 0, over), relax(field.grid_, fixed, 1, over));
  }
  return field;
}

double BlendField::at(const glm::dvec3& point) const { return std::clamp(grid_.sample(point), 0.0, 1.0); }

}  // namespace crus
