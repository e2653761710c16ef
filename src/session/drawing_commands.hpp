// The commands about where it hurts. Private to the room.
#pragma once

#include <span>
#include <string>

#include "core/result.hpp"
#include "leg/leg.hpp"
#include "session/session.hpp"

namespace crus {

// Runs `hurt.NAME` with its words: spot, brush, size, intensity, depth, quality, dab, region, clear. The words' number
// has been checked.
[[nodiscard]] Status change_drawing(Session& session, const Leg& leg, std::string_view name,
                                    std::span<const std::string> words);

}  // namespace crus
