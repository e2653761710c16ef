// Takes out the places where a fitted tube's surface passes through itself.
#pragma once

#include "geometry/loft.hpp"

namespace crus::atlas {

// Between stations thin walls can pass through each other although every contour is simple. Control points near such
// places are moved a little outward, inward or towards their neighbours, whichever helps most, until the surface is
// free of crossings at several finenesses. Returns the best tube found; it passes geometry::check_tube if the given one
// does, and is as a table states it.
[[nodiscard]] geometry::Tube untangle(const geometry::Tube& tube);

}  // namespace crus::atlas
