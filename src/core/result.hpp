// Success or one clear error, for everything that can fail because of the world outside the program.
// Programming mistakes are assertions; exceptions are caught where third-party code is called.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace crus {

// One error as the user reads it: what failed, where, and what to do next.
struct Error {
  std::string what;         // "the file is not a mesh Crus can read"
  std::string where = {};   // path, id or line it concerns; may be empty
  std::string advice = {};  // "try GLB, OBJ, STL, PLY or FBX"; may be empty

  // "what: where (advice)" on one line.
  [[nodiscard]] std::string message() const {
    std::string line = what;
    if (!where.empty()) {
      line += ": " + where;
    }
    if (!advice.empty()) {
      line += " (" + advice + ")";
    }
    return line;
  }
  bool operator==(const Error&) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

// return fail("cannot read the file", path, "check that it exists");
[[nodiscard]] inline tl::unexpected<Error> fail(std::string what, std::string where = {}, std::string advice = {}) {
  return tl::unexpected<Error>(Error{std::move(what), std::move(where), std::move(advice)});
}

}  // namespace crus
