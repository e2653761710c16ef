// Places of the calf that the numbers of a motion are measured at, held by the material: the free tendon and a fibre of
// soleus. Meter and picture read the same ones.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "leg/rig.hpp"
#include "leg/surface_mark.hpp"

namespace crus {

// Index of a structure that has a mesh.
[[nodiscard]] std::optional<std::size_t> structure_index(const Leg& leg, std::string_view id);

// The part of a surface between two places along its course, whose centroid is followed.
struct Band {
  std::vector<SurfaceMark> marks;
  [[nodiscard]] glm::dvec3 centroid(const std::vector<glm::vec3>& positions) const;
};

// A closed mesh cut by the level plane y.
struct LevelSection {
  double area_mm2 = 0.0, width_mm = 0.0;
  glm::dvec2 middle{0.0};  // x, z
};
[[nodiscard]] LevelSection level_section(const geometry::Mesh& mesh, const std::vector<glm::vec3>& positions, double y);

// The calcaneal tendon between the upper edge of its insertion and where the calf holds it, a place fixed in the shank.
struct FreeTendon {
  std::size_t structure = 0;
  std::vector<Band> bands;  // from the heel up, three or more
  Band foot;                // at the upper edge of the insertion, which goes with the heel
  glm::dvec3 held{0.0};     // shank's frame
  double below_mm = 0.0;    // from the insertion to the first band
  double rest_mm = 0.0;     // length through the bands

  [[nodiscard]] static std::optional<FreeTendon> find(const Leg& leg, const Rig& rig);
  [[nodiscard]] std::vector<glm::dvec3> centroids(const std::vector<glm::vec3>& positions) const;
};

// The arm of a straight line of pull, from its lower point up, about an axis: plantarflexors positive.
[[nodiscard]] double arm_of_line_mm(const glm::dvec3& low, const glm::dvec3& high, const glm::dvec3& axis_point,
                                    const glm::dvec3& axis_direction);

// One fibre of soleus at mid-belly, of the published length, from its deep to its superficial end.
struct SoleusFibre {
  std::size_t structure = 0;
  SurfaceMark deep, superficial;
  glm::dvec3 line{0.0, 1.0, 0.0};  // of the muscle's pull there, upward, in the shank's frame

  [[nodiscard]] static std::optional<SoleusFibre> find(const Leg& leg, const Rig& rig);
  [[nodiscard]] double length_mm(const std::vector<glm::vec3>& positions) const;
  // `turned` is the line where the positions are in another frame than the shank's.
  [[nodiscard]] double pennation_deg(const std::vector<glm::vec3>& positions, const glm::dvec3& turned) const;
};

}  // namespace crus
