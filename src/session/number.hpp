// Numbers as people write them in commands. Private to the room.
#pragma once

#include <optional>
#include <string_view>

#include "core/text.hpp"

namespace crus {

// The finite number that the whole word is; it may have a plus sign.
[[nodiscard]] inline std::optional<double> signed_number(std::string_view word) {
  return finite_number(word.substr(word.starts_with('+') ? 1 : 0));
}

}  // namespace crus
