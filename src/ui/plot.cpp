#include "ui/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace crus::ui {

PlotRange round_range(double low, double high, int most_lines) {
  constexpr std::array<double, 6> kSteps{1.0, 2.0, 5.0, 10.0, 20.0, 50.0};
  double step = kSteps.back();
  for (auto at = kSteps.rbegin(); at != kSteps.rend(); ++at) {
    if (std::ceil(high / *at) - std::floor(low / *at) <= most_lines) {
      step = *at;
    }
  }
  return {step * std::floor(low / step), step * std::ceil(high / step), step};
}

std::optional<double> value_at(const std::vector<glm::dvec2>& points, double x) {
  constexpr double kSlack = 1e-9;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const glm::dvec2& a = points[i];
    const glm::dvec2& b = points[i + 1];
    if (x >= a.x - kSlack && x <= b.x + kSlack) {
      return a.y + (b.y - a.y) * std::clamp((x - a.x) / (b.x - a.x), 0.0, 1.0);
    }
  }
  constexpr double kAtPoint = 2.5;  // a single point is met from near
  return points.size() == 1 && std::abs(points[0].x - x) <= kAtPoint ? std::optional(points[0].y) : std::nullopt;
}

Plot::Plot(const Frame& frame, const char* id, float height, const PlotRange& x, const PlotRange& y) : x_(x), y_(y) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::InvisibleButton(id, {std::max(width, 1.0F), frame.px(height)});
  hovered_ = ImGui::IsItemHovered();
  const float numbers = ImGui::CalcTextSize("-88").x + frame.px(6.0F);
  const float below = ImGui::GetTextLineHeight() + frame.px(5.0F);
  low_ = {std::round(origin.x + numbers), std::round(origin.y + frame.px(5.0F))};
  high_ = {std::max(low_.x + 1.0F, std::round(origin.x + width - frame.px(10.0F))),
           std::max(low_.y + 1.0F, std::round(origin.y + frame.px(height) - below))};
  axes(frame);
}

ImVec2 Plot::at(double x, double y) const {
  const double right = (x - x_.low) / (x_.high - x_.low);
  const double up = (y - y_.low) / (y_.high - y_.low);
  return {low_.x + static_cast<float>(right) * (high_.x - low_.x),
          high_.y - static_cast<float>(up) * (high_.y - low_.y)};
}

void Plot::axes(const Frame& frame) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 grid = ImGui::GetColorU32(frame.colours.faint);
  const ImU32 strong = ImGui::GetColorU32(frame.colours.border);
  const ImU32 ink = ImGui::GetColorU32(frame.colours.muted);
  list.AddRectFilled(low_, high_, ImGui::GetColorU32(frame.colours.raised));
  const auto lines = [](const PlotRange& range) {
    return static_cast<int>(std::lround((range.high - range.low) / range.step));
  };
  for (int i = 0; i <= lines(y_); ++i) {
    const double value = y_.low + i * y_.step;
    const float y = std::round(at(x_.low, value).y) + 0.5F;
    list.AddLine({low_.x, y}, {high_.x, y}, value == 0.0 ? strong : grid);
    const std::string words = fmt::format("{:g}", value);
    const ImVec2 size = ImGui::CalcTextSize(words.c_str());
    list.AddText({low_.x - size.x - frame.px(5.0F), std::round(y - 0.5F * size.y)}, ink, words.c_str());
  }
  for (int i = 0; i <= lines(x_); ++i) {
    const double value = x_.low + i * x_.step;
    const float x = std::round(at(value, y_.low).x) + 0.5F;
    list.AddLine({x, low_.y}, {x, high_.y}, value == 0.0 ? strong : grid);
    const std::string words = fmt::format("{:g}", value);
    const ImVec2 size = ImGui::CalcTextSize(words.c_str());
    list.AddText({std::round(x - 0.5F * size.x), high_.y + frame.px(4.0F)}, ink, words.c_str());
  }
}

void Plot::shade(double from_x, double to_x, const ImVec4& colour) const {
  ImGui::GetWindowDrawList()->AddRectFilled({at(std::max(from_x, x_.low), 0.0).x, low_.y},
                                            {at(std::min(to_x, x_.high), 0.0).x, high_.y}, ImGui::GetColorU32(colour));
}

void Plot::band(const std::vector<glm::dvec3>& points, const ImVec4& colour) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 ink = ImGui::GetColorU32(colour);
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const glm::dvec3& a = points[i];
    const glm::dvec3& b = points[i + 1];
    list.AddQuadFilled(at(a.x, a.y + a.z), at(b.x, b.y + b.z), at(b.x, b.y - b.z), at(a.x, a.y - a.z), ink);
  }
  if (points.size() == 1 && points[0].z > 0.0) {
    const ImVec2 top = at(points[0].x, points[0].y + points[0].z);
    const ImVec2 bottom = at(points[0].x, points[0].y - points[0].z);
    constexpr float kHalfWidth = 3.0F;
    list.AddRectFilled({top.x - kHalfWidth, top.y}, {bottom.x + kHalfWidth, bottom.y}, ink);
  }
}

void Plot::line(const std::vector<glm::dvec2>& points, const ImVec4& colour, float width) const {
  std::vector<ImVec2> places;
  places.reserve(points.size());
  for (const glm::dvec2& point : points) {
    places.push_back(at(point.x, point.y));
  }
  ImGui::GetWindowDrawList()->PushClipRect(low_, high_, true);
  ImGui::GetWindowDrawList()->AddPolyline(places.data(), static_cast<int>(places.size()), ImGui::GetColorU32(colour),
                                          ImDrawFlags_None, width);
  ImGui::GetWindowDrawList()->PopClipRect();
}

void Plot::dot(const glm::dvec2& point, const ImVec4& colour, float radius) const {
  ImGui::GetWindowDrawList()->AddCircleFilled(at(point.x, point.y), radius, ImGui::GetColorU32(colour));
}

void Plot::upright(double x, const ImVec4& colour) const {
  const float place = std::round(at(x, y_.low).x) + 0.5F;
  if (place >= low_.x && place <= high_.x + 1.0F) {
    ImGui::GetWindowDrawList()->AddLine({place, low_.y}, {place, high_.y}, ImGui::GetColorU32(colour));
  }
}

std::optional<double> Plot::pointed_at() const {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!hovered_ || mouse.x < low_.x || mouse.x > high_.x) {
    return std::nullopt;
  }
  return x_.low + (x_.high - x_.low) * static_cast<double>((mouse.x - low_.x) / (high_.x - low_.x));
}

}  // namespace crus::ui
