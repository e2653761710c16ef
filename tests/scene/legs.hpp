// A synthetic right leg of boxes and tubes: enough names for the colour rules, simple enough to reason about.
#pragma once

#include "leg/leg.hpp"

namespace crus::test {

[[nodiscard]] LegStructure tube(const std::string& id, anatomy::Kind kind, glm::vec3 bottom, glm::vec3 top,
                                float radius);
// Femur end, tibia, fibula, calcaneus (with the footprint field), soleus, both gastrocnemius heads, tibialis anterior,
// calcaneal tendon, skin.
[[nodiscard]] Leg toy_leg();

}  // namespace crus::test
