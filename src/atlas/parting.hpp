// Bones, muscles and tendons of a leg moved out of one another. Private to this room.
#pragma once

#include <span>

#include "leg/leg.hpp"

namespace crus::atlas {

// Facets of the source's bones lie in one another by up to 3 mm: they are dented until they meet. Femur, tibia and
// talus, on which the frame and the ankle's axis hang, stay as they are.
void part_bones(Leg& leg, int threads);

// Measured surfaces of neighbours overlap by millimetres, in the source as in the tables. Bones stay here; muscles and
// tendons give way together as soft bodies (geometry/parting.hpp), down to a little less than neighbours may overlap
// by, save pairs the catalogue lets share space. Beside the footprints that fix a muscle to a bone it keeps its hold
// there. `attachments` need patches only. Deterministic for any number of threads.
void part_neighbours(Leg& leg, std::span<const Attachment> attachments, int threads);

}  // namespace crus::atlas
