// The commands about what is drawn of the motion. Internal to the room.
#pragma once

#include <span>
#include <string>

#include "core/result.hpp"
#include "session/session.hpp"

namespace crus {

// "motion.lines axis,lever" shows these and no others; "none" and "all" are words of their own.
[[nodiscard]] Status set_motion_lines(MotionView& view, std::span<const std::string> words);
[[nodiscard]] Status toggle_motion_part(MotionView& view, const std::string& word);

}  // namespace crus
