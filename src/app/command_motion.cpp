#include <iostream>

#include <fmt/format.h>

#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/motion_report.hpp"
#include "app/subcommands.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "leg/pose.hpp"

namespace crus::app {

namespace {

// What lies beyond the stops, or is no number, is kept within and said so.
MotionOptions kept(MotionOptions options) {
  const auto keep = [&](double low, double high, const char* what, double MotionOptions::*figure) {
    const double asked = options.*figure;
    options.*figure = MotionOptions().*figure;
    keep_within(asked, low, high, what, options.*figure);
  };
  keep(kLeastPlantarflexion_deg, kMostPlantarflexion_deg, "--from", &MotionOptions::from_deg);
  keep(kLeastPlantarflexion_deg, kMostPlantarflexion_deg, "--to", &MotionOptions::to_deg);
  constexpr double kLeastStep_deg = 0.1;
  keep(kLeastStep_deg, kMostPlantarflexion_deg - kLeastPlantarflexion_deg, "--step", &MotionOptions::step_deg);
  keep(0.0, 1.0, "--activation", &MotionOptions::activation);
  return options;
}

}  // namespace

int motion_command(const MotionOptions& asked) {
  if (asked.step_deg <= 0.0) {
    return failed({"--step must be more than 0", fmt::format("{}", asked.step_deg), "for example 5"}, kWrongUsage);
  }
  const MotionOptions options = kept(asked);
  if (options.from_deg > options.to_deg) {
    return failed({"--from must not lie above --to", fmt::format("{} > {}", options.from_deg, options.to_deg), {}},
                  kWrongUsage);
  }
  const auto leg = open_leg(options.model);
  if (!leg) {
    return failed(leg.error());
  }
  Progress progress;
  const auto rig = rig_of(**leg, progress);
  if (!rig) {
    return failed(rig.error());
  }
  for (const std::string& warning : (*rig)->warnings()) {
    log::warning(warning);
  }
  const std::vector<MotionRow> rows = motion_rows(**leg, **rig, options, progress);
  if (!options.csv.empty()) {
    if (const Status written = write_atomically(options.csv, motion_csv(rows)); !written) {
      return failed(written.error());
    }
  }
  std::cout << (options.json ? motion_json(**leg, **rig, options, rows) : motion_words(**rig, rows));
  return kDone;
}

}  // namespace crus::app
