// What the motion of a leg measures, as rows for people and programs. The window's plot, CSV files and JSON all come
// from here, rounded alike, so that they cannot disagree.
#pragma once

#include <string>
#include <vector>

#include "app/options.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/motion_table.hpp"

namespace crus::app {

// The rows that the options ask for, both ends included. A cancelled job gives those it has come to.
[[nodiscard]] std::vector<MotionRow> motion_rows(const Leg& leg, const Rig& rig, const MotionOptions& options,
                                                 Progress& progress);

[[nodiscard]] std::string motion_json(const Leg& leg, const Rig& rig, const MotionOptions& options,
                                      const std::vector<MotionRow>& rows);
// A line of names, then one line for each row: the keys of a row in JSON, those of moment_arms_mm as
// moment_arms_mm.soleus and so on. Empty where the leg does not tell.
[[nodiscard]] std::string motion_csv(const std::vector<MotionRow>& rows);
[[nodiscard]] std::string motion_words(const Rig& rig, const std::vector<MotionRow>& rows);

}  // namespace crus::app
