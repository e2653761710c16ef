// The catalogue of the project, read once for all tests of the room.
#pragma once

#include "anatomy/catalogue.hpp"
#include "support/support.hpp"

namespace crus::test {

inline const anatomy::Catalogue& real_catalogue() {
  static const auto loaded = anatomy::Catalogue::load(source_folder() / "assets" / "catalogue");
  static const anatomy::Catalogue kNone;
  return loaded ? *loaded : kNone;
}

}  // namespace crus::test
