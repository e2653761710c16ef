// Rigs kept on disk, so that the second time a leg moves at once.
#pragma once

#include <filesystem>
#include <memory>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/rig.hpp"

namespace crus::atlas {

// The rig of a leg: that of the built-in leg comes from the share folder, others from the disk cache; what is missing,
// damaged or of another leg is made anew (with a message where it was damaged). Blocks until it is found.
[[nodiscard]] Result<std::shared_ptr<const Rig>> load_rig(const Leg& leg, const anatomy::MotionData& data,
                                                          const std::filesystem::path& share, Progress& progress);
// Makes the rig of a leg and writes what load_rig reads.
[[nodiscard]] Status bake_rig(const Leg& leg, const anatomy::MotionData& data, const std::filesystem::path& file);

}  // namespace crus::atlas
