// Ends of tendons drawn to the bones they insert on. Private to this room.
#pragma once

#include <filesystem>
#include <span>

#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// The reference ends some tendons short of their bone. A row of `table` names an insertion and a length: what of the
// tendon lies within that length of its end is stretched, most at the end, until the end presses into the footprint by
// kTipHold_mm. Modelled; the places are left out of comparisons by zones.csv. `attachments` need patches only. Errors
// name file, line and what is wrong.
inline constexpr double kTipHold_mm = 0.5;
[[nodiscard]] Status draw_tips(Leg& leg, std::span<const Attachment> attachments, const std::filesystem::path& table);

}  // namespace crus::atlas
