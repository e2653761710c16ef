// How far each place of a muscle slides when its tendon does. Internal to the room.
#pragma once

#include <array>
#include <vector>

#include "leg/leg.hpp"
#include "leg/rig_state.hpp"

namespace crus {

// Share of the slip per vertex: the excursion share of the muscle's fields, no more of it near the origin than the
// stretch to there can take up, nowhere so much that flesh from afar slides into a bone of the shank, and nowhere with
// such a slope that the surface folds at an end of the ankle's normal range. `binding` holds where each vertex lies on
// the muscle's course. Empty where the structure has no such field.
[[nodiscard]] std::vector<float> excursion_of(const RigState& state, const Muscle& muscle, const Leg& leg,
                                              const LegStructure& structure, const Binding& binding);

// Lowers the slopes of `share` until sliding each vertex by share times slip along its direction leaves every triangle
// at least `kLeastFacing` of its area as seen along its old normal, and the two faces of a thin sheet `kLeastApart` of
// their distance, for each of the slips; by least changes (projections on the bounds in turn), vertices marked `fixed`
// left alone, values kept in 0..1. What cannot be met stays.
constexpr double kLeastFacing = 0.4;
constexpr double kLeastApart = 0.6;  // swelling takes its part of what is left
void limit_folds(const geometry::Mesh& mesh, const std::vector<glm::dvec3>& directions,
                 const std::array<std::vector<double>, 2>& slips_mm, const std::vector<char>& fixed,
                 std::vector<double>& share);

}  // namespace crus
