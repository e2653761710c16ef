#include <iostream>

#include <fmt/format.h>

#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/motion_report.hpp"
#include "app/subcommands.hpp"
#include "core/files.hpp"
#include "core/log.hpp"

namespace crus::app {

int motion_command(const MotionOptions& options) {
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
  std::cout << (options.json ? motion_json(**leg, **rig, options.activation, rows) : motion_words(**rig, rows));
  return kDone;
}

}  // namespace crus::app
