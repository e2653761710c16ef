// A skin for models that have none: a smooth closed surface laid over everything, hollows between muscles bridged, toes
// apart. It stands for a skin; fat under it is not known.
#pragma once

#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// Adds the skin, marked modelled, to a leg in the world frame whose meshes are welded and oriented, with a line about
// it in the warnings. Does nothing where there is a skin already, or too few muscles round a tibia and a calcaneus to
// give the leg its shape. A femur is followed to 110 mm above the knee.
void add_envelope(Leg& leg);

}  // namespace crus::atlas
