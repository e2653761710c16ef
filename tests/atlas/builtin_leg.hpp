// The catalogue and the built-in leg as the staging build baked it, read once for a test program.
#pragma once

#include <memory>

#include "anatomy/catalogue.hpp"
#include "atlas/load.hpp"
#include "leg/leg.hpp"
#include "support/support.hpp"

namespace crus::test {

inline std::shared_ptr<const anatomy::Catalogue> catalogue() {
  static const auto known = std::make_shared<const anatomy::Catalogue>(
      anatomy::Catalogue::load(source_folder() / "assets" / "catalogue").value());
  return known;
}

inline const Leg& builtin() {
  static const LegPtr leg = atlas::load_builtin(built_share_folder(), catalogue()).value();
  return *leg;
}

}  // namespace crus::test
