// The other leg: the mirror image in the plane between forward and up.
#pragma once

#include "leg/leg.hpp"

namespace crus {

// The same leg as a leg of the other side: z turns to -z, so that z still points to the subject's right; triangles keep
// facing outwards; names, sides and FMA ids are those of the other side. Needs a leg whose side is known; one without a
// side comes back as it is.
[[nodiscard]] Leg mirrored(const Leg& leg);

// The leg itself where it is of that side (or either side is none), else its mirror image.
[[nodiscard]] LegPtr as_side(const LegPtr& leg, anatomy::Side side);

}  // namespace crus
