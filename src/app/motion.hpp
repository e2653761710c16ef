// From a leg to a moving one.
#pragma once

#include <memory>
#include <span>

#include "anatomy/motion_data.hpp"
#include "app/model.hpp"
#include "app/options.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/rig.hpp"
#include "session/session.hpp"

namespace crus::app {

// Joints and clips, read and linted: the first thing wrong with them is the error, with file and line.
[[nodiscard]] Result<anatomy::MotionData> load_motion_data(const anatomy::Catalogue& catalogue);
// The rig of a leg. Blocks until it is found; call it on a worker thread.
[[nodiscard]] Result<std::shared_ptr<const Rig>> rig_of(const Leg& leg, Progress& progress);
// Takes what was asked for, within bounds; keeps the value as it is where that is no number. Says so either way.
void keep_within(double asked, double low, double high, const char* what, double& value);

// What the options ask for on top of what was asked before; says so where an angle had to be kept within its stops.
// Fails for a pose that is not known or that this leg cannot take.
[[nodiscard]] Asked<std::optional<PoseRequest>> request_of(const PoseOptions& options, const Leg& leg,
                                                           std::optional<PoseRequest> before = {});
// An everyday pose by "NAME" or "NAME:AMOUNT"; says so where something had to be kept within bounds.
[[nodiscard]] Asked<PoseRequest> everyday_of(const anatomy::MotionData& data, const Leg& leg, const std::string& words);
// A camera that frames the resting leg and its bones in each of these poses, so that it may stand still while the leg
// goes through them; the session's own where it does not want everything in the picture. Quick: bones are rigid, and
// the fit's own margin is wider than what covers them.
[[nodiscard]] Camera steady_camera(const Leg& leg, const Rig& rig, const Session& session, glm::ivec2 size,
                                   std::span<const PoseRequest> poses);
// The leg in a pose; itself where nothing is asked for. Blocks.
[[nodiscard]] Result<LegPtr> in_pose(const LegPtr& leg, const std::optional<PoseRequest>& request);

}  // namespace crus::app
