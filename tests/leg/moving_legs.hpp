// The built-in leg and the reference set, moving, made once for a test program.
#pragma once

#include "atlas/builtin_leg.hpp"
#include "atlas/reference_leg.hpp"
#include "leg/moving.hpp"

namespace crus::test {

inline const Moving& moving_builtin() {
  static const Moving made = moving(builtin());
  return made;
}

inline const Moving& moving_reference() {
  static const Moving made = moving(reference_leg());
  return made;
}

}  // namespace crus::test
