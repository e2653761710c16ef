// What of the pain patterns a session shows, and how.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crus {

// heat: a colour map; chart: dense dots essential, sparse ones spillover; contour: lines of equal value.
enum class OverlayStyle { heat, chart, contour };
inline constexpr std::array<std::string_view, 3> kOverlayStyles{"heat", "chart", "contour"};

// All of even steps of brightness, also for the colour-blind.
enum class ColourMap { cividis, viridis, inferno, magma };
inline constexpr std::array<std::string_view, 4> kColourMaps{"cividis", "viridis", "inferno", "magma"};

inline constexpr double kLeastGain = 0.25;
inline constexpr double kMostGain = 4.0;
// So many patterns have a hue each; more are shown together, by their greatest value.
inline constexpr std::size_t kMostHues = 4;
// So many beside a drawing, which has one of its own.
inline constexpr std::size_t kMostHuesBesideDrawing = 3;
// And beside two drawings that are compared.
inline constexpr std::size_t kMostHuesBesideTwo = 2;
// The skin's opacity at which muscle, trigger point and pattern are read together.
inline constexpr double kReadingSkinOpacity = 0.22;

struct Overlays {
  std::vector<std::string> shown;  // patterns and zones, in the order in which they were switched on
  OverlayStyle style = OverlayStyle::heat;
  ColourMap map = ColourMap::cividis;
  double opacity = 0.85;  // 0..1
  double gain = 1.0;      // times the value, before it is painted
  // How the skin was before the first pattern was switched on; it comes back with the last.
  struct Before {
    double skin_opacity = 0.0;
    std::optional<double> peel;
    bool operator==(const Before&) const = default;
  };
  std::optional<Before> before;
  std::string lit;      // the shown pattern whose trigger point is marked out; empty: none
  std::string symptom;  // chosen by the user, whose zones are shown; empty: none

  bool operator==(const Overlays&) const = default;
};

}  // namespace crus
