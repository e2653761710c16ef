// Muscles and tendons of a leg moved out of bones and out of one another.
#pragma once

#include <span>

#include "leg/leg.hpp"

namespace crus::atlas {

// Per vertex of a muscle or tendon of the built-in leg, how far this stage has moved it (mm).
inline constexpr const char* kPartedFieldId = "parted";

// Measured surfaces of neighbours overlap by millimetres, in the source as in the tables. Bones stay; muscles and
// tendons give way together as soft bodies (geometry/parting.hpp), down to a little less than neighbours may overlap
// by, save pairs the catalogue lets share space. Beside the footprints that fix a muscle to a bone it keeps its hold
// there. `attachments` need patches only. Deterministic for any number of threads.
void part_neighbours(Leg& leg, std::span<const Attachment> attachments, int threads);

}  // namespace crus::atlas
