// A small plot over the angle of the ankle, drawn with lines. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "ui/widgets.hpp"

namespace crus::ui {

// Least and most of what is drawn, and the distance of the lines of its grid.
struct PlotRange {
  double low = 0.0, high = 1.0, step = 1.0;
};
// A range of round numbers that holds these.
[[nodiscard]] PlotRange round_range(double low, double high, int most_lines);

// The value at x of points with growing x, along straight lines between them; nothing beyond their ends.
[[nodiscard]] std::optional<double> value_at(const std::vector<glm::dvec2>& points, double x);

class Plot {
 public:
  // Takes its place in the window and draws axes and grid.
  Plot(const Frame& frame, const char* id, float height, const PlotRange& x, const PlotRange& y);
  void shade(double from_x, double to_x, const ImVec4& colour) const;
  // The area of value +- spread, a bar where there is but one point.
  void band(const std::vector<glm::dvec3>& points, const ImVec4& colour) const;
  void line(const std::vector<glm::dvec2>& points, const ImVec4& colour, float width) const;
  void dot(const glm::dvec2& point, const ImVec4& colour, float radius) const;
  void upright(double x, const ImVec4& colour) const;
  // x under the pointer.
  [[nodiscard]] std::optional<double> pointed_at() const;

 private:
  [[nodiscard]] ImVec2 at(double x, double y) const;
  void axes(const Frame& frame) const;
  PlotRange x_, y_;
  ImVec2 low_{}, high_{};  // of the area, on the screen: left top, right bottom
  bool hovered_ = false;
};

}  // namespace crus::ui
