// Angles and lengths. Inside the code: radians and millimetres, named so.
#pragma once

#include <numbers>

namespace crus {

constexpr double radians(double degrees) { return degrees * std::numbers::pi / 180.0; }
constexpr double degrees(double radians) { return radians * 180.0 / std::numbers::pi; }

}  // namespace crus
