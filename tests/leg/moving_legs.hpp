// The built-in leg and the reference set, moving, made once for a test program.
#pragma once

#include "atlas/builtin_leg.hpp"
#include "atlas/load.hpp"
#include "leg/moving.hpp"

namespace crus::test {

inline const Moving& moving_builtin() {
  static const Moving made = moving(builtin());
  return made;
}

inline const Moving& moving_reference() {
  static const LegPtr leg = [] {
    atlas::LoadOptions options;
    options.worker = program();
    options.share = built_share_folder();
    Progress progress;
    return atlas::load_model(*reference_folder() / "bodyparts3d", options, catalogue(), progress).value();
  }();
  static const Moving made = moving(*leg);
  return made;
}

}  // namespace crus::test
