// From which side a pain pattern is best seen.
#pragma once

#include <string_view>

#include "leg/leg.hpp"
#include "pain/fields.hpp"
#include "session/session.hpp"

namespace crus::scene {

// Of a ring of directions the one that shows most of the pattern's skin, by area and weight, not hidden by the rest of
// the leg, and its trigger point with it; level where that costs little. From behind where the leg holds none of it.
[[nodiscard]] ViewDirection best_view(const Leg& leg, const pain::PainFields& fields, std::string_view pattern);

// For a close look at where the pattern is strong: near the first view, from as low or high as shows most of it.
[[nodiscard]] ViewDirection best_near_view(const Leg& leg, const pain::PainFields& fields, std::string_view pattern,
                                           const ViewDirection& first);

}  // namespace crus::scene
