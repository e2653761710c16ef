// How far a place in space goes along with a joint: 0 at the bones before it, 1 at those behind it, harmonic between.
// One field for all soft tissue, so that what lies side by side stays side by side when the joint turns.
#pragma once

#include <optional>
#include <vector>

#include <glm/glm.hpp>

#include "geometry/distance_grid.hpp"
#include "geometry/mesh.hpp"

namespace crus {

class BlendField {
 public:
  // `still` and `moving` are points on the bones' surfaces, close enough to leave no gap wider than the spacing. The
  // box is where the field lives; outside it the nearest value counts. Solved by successive over-relaxation to well
  // below what a vertex could show; the same points give the same field.
  [[nodiscard]] static BlendField solve(const geometry::Box& box, const std::vector<glm::dvec3>& still,
                                        const std::vector<glm::dvec3>& moving, double spacing_mm);
  [[nodiscard]] double at(const glm::dvec3& point) const;

 private:
  geometry::DistanceGrid grid_;
};

}  // namespace crus
