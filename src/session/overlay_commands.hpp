// The skin under pain patterns and drawings. Private to the room.
#pragma once

#include "leg/leg.hpp"
#include "session/session.hpp"

namespace crus {

// After a change: what is painted first makes the skin such that it, the muscle and the point are seen; the last of it
// leaves the skin as it was, unless that has been changed by hand meanwhile.
void settle_skin(Session& session, const Leg& leg, bool painted_before);

}  // namespace crus
