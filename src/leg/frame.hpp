// Landmarks and the world frame from the bones of a leg in any orientation. Pure geometry on named meshes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leg/leg.hpp"

namespace crus {

// The bones the frame needs, in one common space and in millimetres; null where absent.
struct FrameBones {
  const geometry::Mesh* tibia = nullptr;
  const geometry::Mesh* fibula = nullptr;
  const geometry::Mesh* femur = nullptr;
  const geometry::Mesh* patella = nullptr;
  const geometry::Mesh* talus = nullptr;
  const geometry::Mesh* calcaneus = nullptr;
  std::vector<const geometry::Mesh*> metatarsals;  // index 0 is the first; null where absent
};

struct FrameResult {
  glm::dmat4 world_from_space{1.0};          // rigid
  anatomy::Side side = anatomy::Side::none;  // as geometry tells it
  std::string side_confidence;               // certain (names and bones agree), likely (one of them), guess
  std::string side_reason;
  bool up_is_a_guess = false;       // a tibia cut at an end, with no neighbour to tell which end is which
  std::vector<Landmark> landmarks;  // world; those that could be found
  std::optional<double> tibia_length_mm;
  std::optional<double> rest_plantarflexion_deg;
  std::string how;
  std::vector<std::string> warnings;
};

// `named_side` is what the names say; none lets geometry decide (the fibula lies lateral and behind; the medial
// malleolus is the tibia's). When both are known and disagree, geometry wins and a warning says so. Works with a tibia
// alone; without a tibia the space's own axes are kept, turned so that `up` is +y, and a warning says so.
[[nodiscard]] FrameResult find_frame(const FrameBones& bones, anatomy::Side named_side,
                                     const std::optional<glm::dvec3>& up);

// Takes the space's own axes and origin as the world, for a leg that is known to be in a world frame already (the
// plateau is nearly round, so that a surface resampled by a fraction of a millimetre turns the found axes by degrees).
void keep_axes(FrameResult& frame);

}  // namespace crus
