// The highlight command. Private to the room.
#pragma once

#include <span>
#include <string>

#include "core/result.hpp"
#include "leg/leg.hpp"
#include "session/session.hpp"

namespace crus {

// "none", one named highlight, or structures. What is highlighted is never left hidden or faded.
[[nodiscard]] Status highlight(Session& session, const Leg& leg, std::span<const std::string> words);

}  // namespace crus
