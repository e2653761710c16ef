// Colours of pain patterns.
#pragma once

#include <array>
#include <cstddef>

#include <glm/glm.hpp>

#include "render/draw_list.hpp"
#include "session/overlay.hpp"

namespace crus::scene {

using Ramp = std::array<glm::vec3, render::SharePaint::kSteps>;

// sRGB at even steps from 0 to 1. cividis: Nunez et al. 2018; the others: matplotlib's, by S. van der Walt and N. Smith
// (CC0). Their lightness rises from step to step.
[[nodiscard]] const Ramp& ramp_of(ColourMap map);
[[nodiscard]] glm::vec3 colour_at(const Ramp& ramp, float value);

// One for each of several patterns at once, apart for colour-blind eyes too (Okabe and Ito).
[[nodiscard]] const std::array<glm::vec3, render::SharePaint::kFields>& pattern_hues();

// Of what the user has drawn: apart from every hue and map.
[[nodiscard]] glm::vec3 drawing_hue();
// Of an earlier drawing beside it.
[[nodiscard]] glm::vec3 earlier_hue();
// Of the trigger point that is marked out.
[[nodiscard]] glm::vec3 lit_hue();

}  // namespace crus::scene
