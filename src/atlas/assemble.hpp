// From imported meshes to a leg: recognise, weld and orient, infer unit and axes, find the frame, shade.
#pragma once

#include <memory>
#include <string>

#include "atlas/import.hpp"
#include "atlas/load.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// `model_name` is the file's or folder's own name. source, hash, attachments and the fields of leg/detail, which need
// them, are left to the caller. Failed files become warnings. Fails on a wrong unit or axis in the options, on a model
// without any triangle left, and when cancelled.
[[nodiscard]] Result<Leg> assemble(Imported imported, const std::string& model_name, const LoadOptions& options,
                                   const std::shared_ptr<const anatomy::Catalogue>& catalogue, Progress& progress);

// Fills in what follows from the meshes of a leg in the world frame: sizes, coarser levels, baked occlusion and the
// footprint of the calcaneal tendon; puts triangles in an order that is good to draw. The meshes must be welded,
// oriented and have normals; `closed` must be set. The result does not depend on the number of threads (0: as many as
// the machine has).
void finish_structures(Leg& leg, Progress& progress, int threads = 0);

}  // namespace crus::atlas
