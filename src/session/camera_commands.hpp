// The camera's moves, as the commands make them. Private to the room.
#pragma once

#include <glm/glm.hpp>

#include "core/result.hpp"
#include "leg/leg.hpp"
#include "session/session.hpp"

namespace crus {

// Elevation within -90..90, azimuth within -180..180, the target inside the leg's box and the distance between close
// up and well outside: whatever a user does, the leg stays in front of the camera.
void keep_in_reach(Camera& camera, const Leg& leg);

// The coarsest level of a structure's surface, or the surface itself: within 2 mm of it (geometry/levels.hpp).
[[nodiscard]] const std::vector<glm::uvec3>& coarsest(const LegStructure& structure);

// Pulls the target aside until something that is shown lies within kReachOfMiddle picture heights of the picture's
// middle: panned or zoomed however far, a part of the leg stays in view.
inline constexpr double kReachOfMiddle = 0.4;
void keep_in_view(Session& session, const Leg& leg);

void orbit(Camera& camera, double azimuth_deg, double elevation_deg);
// By fractions of the picture's height; the picture moves right and up.
void pan(Camera& camera, double right, double up);
// Comes nearer by the factor, and leaves the point where it is on the screen.
void zoom(Camera& camera, double factor, const glm::dvec3& toward_mm);
// Looks at a point from a direction; `height_mm` of its surroundings fill the picture from top to bottom.
void look(Camera& camera, const glm::dvec3& at_mm, double azimuth_deg, double elevation_deg, double height_mm);
// Frames a box with a margin, keeping the direction.
void focus(Camera& camera, const geometry::Box& box);

}  // namespace crus
