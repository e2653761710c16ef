// Lines along the fibres of a muscle, drawn once on its resting surface and held by the material, so that they go
// wherever the flesh goes: on a posed leg they are the fibres there.
#pragma once

#include <vector>

#include "leg/leg.hpp"
#include "leg/surface_mark.hpp"

namespace crus {

class FibreLines {
 public:
  // Along the muscle's fibre directions as they show on its surface, each as long as a fibre, about `spacing_mm`
  // apart. None where the directions are not known, or where flesh has turned into tendon.
  [[nodiscard]] static FibreLines on(const LegStructure& muscle, double fibre_length_mm, double spacing_mm);

  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  // Each line from the origin's end on, for the positions of the same mesh in any pose.
  [[nodiscard]] std::vector<std::vector<glm::vec3>> at(const std::vector<glm::vec3>& positions) const;

 private:
  std::vector<std::vector<SurfaceMark>> lines_;
};

}  // namespace crus
