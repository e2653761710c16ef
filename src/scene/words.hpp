// The words that pictures of the motion carry, in plain English; one place for translation.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace crus::scene::words {

inline constexpr const char* kAnkleAxis = "Ankle axis";
inline constexpr const char* kSubtalarAxis = "Subtalar axis";
inline constexpr const char* kCalf = "Calf";
inline constexpr const char* kSchematicPressure = "Pressure at the ankle, mmHg";
inline constexpr const char* kSchematicVolume = "Blood in the calf's veins, ml";
inline constexpr const char* kCalfWorks = "The calf works";
inline constexpr const char* kCalfRests = "The calf lets go";
inline constexpr const char* kNow = "now";
inline constexpr const char* kHeart = "to the heart";
inline constexpr const char* kSuperficial = "superficial";
inline constexpr const char* kDeep = "deep";
inline constexpr const char* kPopliteal = "popliteal";

inline std::string ankle_angles(double tilt_deg, double back_deg) {
  return fmt::format("{:.0f}\u00B0 to the shank, lateral end {:.0f}\u00B0 {}", tilt_deg,
                     back_deg < 0.0 ? -back_deg : back_deg, back_deg < 0.0 ? "forward" : "back");
}
inline std::string subtalar_angles(double up_deg, double inward_deg) {
  return fmt::format("{:.0f}\u00B0 up, {:.0f}\u00B0 {}", up_deg, inward_deg < 0.0 ? -inward_deg : inward_deg,
                     inward_deg < 0.0 ? "outward" : "inward");
}
inline std::string line_of_pull(std::string_view muscle) { return fmt::format("{}: line of pull", muscle); }
inline std::string lever_arm(double arm_mm) {
  return fmt::format("Lever arm {:.1f} mm", arm_mm < 0.0 ? -arm_mm : arm_mm);
}
inline const char* turns(double arm_mm) { return arm_mm < 0.0 ? "turns the toes up" : "turns the toes down"; }
inline std::string pennation(double degrees) { return fmt::format("Fibres at {:.1f}\u00B0 to the pull", degrees); }
inline std::string fascicle(double mm, double activation) {
  return fmt::format("the one marked {:.1f} mm; calf at {:.0f} %", mm, 100.0 * activation);
}
inline std::string filled(std::string_view chamber, double share) {
  return fmt::format("{}: {:.0f} % filled", chamber, 100.0 * share);
}
inline std::string standing(double ml) { return fmt::format("standing still: {:.0f}", ml); }
inline std::string seconds_back(double seconds) { return fmt::format("{:.0f} s", -seconds); }

}  // namespace crus::scene::words
