// The reference set as a leg, loaded once for a test program. Only after CRUS_NEEDS_REFERENCE().
#pragma once

#include "atlas/builtin_leg.hpp"
#include "atlas/load.hpp"
#include "support/support.hpp"

namespace crus::test {

inline const Leg& reference_leg() {
  static const LegPtr leg = [] {
    atlas::LoadOptions options;
    options.worker = program();
    options.share = built_share_folder();
    Progress progress;
    return atlas::load_model(*reference_folder() / "bodyparts3d", options, catalogue(), progress).value();
  }();
  return *leg;
}

}  // namespace crus::test
