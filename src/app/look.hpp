// From the options of a picture to the session it shows.
#pragma once

#include "app/model.hpp"
#include "app/options.hpp"
#include "leg/leg.hpp"
#include "session/session.hpp"

namespace crus::app {

// What a picture shows, and of which leg: the mirror image where the options ask for the other side.
struct Look {
  Session session;
  LegPtr leg;
};
// A saved view, or the default one, and what the options change of it; not the pose, which belongs to who draws.
[[nodiscard]] Asked<Look> look_of(const RenderOptions& options, const LegPtr& leg);

}  // namespace crus::app
