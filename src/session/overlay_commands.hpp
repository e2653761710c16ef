// The commands about pain patterns. Private to the room.
#pragma once

#include <span>
#include <string>

#include "core/result.hpp"
#include "leg/leg.hpp"
#include "session/session.hpp"

namespace crus {

// Each word is a pattern, a zone, or a muscle, which stands for all its patterns: on where any of them is off.
[[nodiscard]] Status toggle_overlays(Session& session, const Leg& leg, std::span<const std::string> words);
[[nodiscard]] Status show_only_overlays(Session& session, const Leg& leg, std::span<const std::string> words);
void clear_overlays(Session& session, const Leg& leg);
// Shows a pattern alone, its trigger point marked out; "off" takes the mark away.
[[nodiscard]] Status light_point(Session& session, const Leg& leg, const std::string& word);
// Shows a symptom's zones and nothing else; "none" takes them away.
[[nodiscard]] Status choose_symptom(Session& session, const Leg& leg, const std::string& word);

// After a change: what is painted first makes the skin such that it, the muscle and the point are seen; the last of it
// leaves the skin as it was, unless that has been changed by hand meanwhile.
void settle_skin(Session& session, const Leg& leg, bool painted_before);

}  // namespace crus
