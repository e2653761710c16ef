// Lever and excursion of the Achilles tendon over the angle: this leg's own, beside what has been published.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "scene/colour_maps.hpp"
#include "ui/pain_pieces.hpp"
#include "ui/pieces.hpp"
#include "ui/plot.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

using anatomy::PublishedCurve;
using anatomy::Quantity;

constexpr float kPlotHeight = 168.0F;

std::vector<glm::dvec2> own_points(const Motion& motion, Quantity quantity) {
  std::vector<glm::dvec2> points;
  for (const MotionRow& row : motion.rows) {
    if (row.tendon_length_mm <= 0.0) {
      continue;  // a leg without the tendon
    }
    points.emplace_back(row.plantarflexion_deg,
                        quantity == Quantity::moment_arm ? row.achilles_moment_arm_mm : row.achilles_excursion_mm);
  }
  return points;
}

std::vector<glm::dvec2> points_of(const PublishedCurve& curve) {
  std::vector<glm::dvec2> points;
  for (const PublishedCurve::Point& point : curve.points) {
    points.emplace_back(point.plantarflexion_deg, point.value_mm);
  }
  return points;
}

ImVec4 hue_of(std::size_t index, float alpha) {
  // After those of patterns one more, for a fifth curve.
  constexpr glm::vec3 kFifth{0.55F, 0.45F, 0.30F};
  const auto& hues = scene::pattern_hues();
  const glm::vec3 hue = index < hues.size() ? hues.at(index) : kFifth;
  return {hue.x, hue.y, hue.z, alpha};
}

std::vector<const PublishedCurve*> curves_of(const Motion& motion, Quantity quantity) {
  std::vector<const PublishedCurve*> curves;
  if (motion.published != nullptr) {
    for (const PublishedCurve& curve : motion.published->curves) {
      if (curve.quantity == quantity) {
        curves.push_back(&curve);
      }
    }
  }
  return curves;
}

PlotRange values_of(const Motion& motion, Quantity quantity) {
  double low = quantity == Quantity::moment_arm ? 40.0 : 0.0;
  double high = low;
  const auto add = [&](double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (const glm::dvec2& point : own_points(motion, quantity)) {
    add(point.y);
  }
  for (const PublishedCurve* curve : curves_of(motion, quantity)) {
    for (const PublishedCurve::Point& point : curve->points) {
      add(point.value_mm - point.spread_mm);
      add(point.value_mm + point.spread_mm);
    }
  }
  constexpr int kLines = 6;
  return round_range(low, high, kLines);
}

// The values of all curves at an angle, a line each.
std::string values_at(const Motion& motion, Quantity quantity, double degrees) {
  std::string words = fmt::format(
      "{} {:.0f}\u00B0", degrees < 0.0 ? text::kDorsiflexionSign : text::kPlantarflexionSign, std::abs(degrees));
  const auto add = [&](const std::string& name, const std::optional<double>& value) {
    words += value ? fmt::format("\n{}: {:.1f} mm", name, *value) : std::string();
  };
  add(text::kThisLeg, value_at(own_points(motion, quantity), degrees));
  for (const PublishedCurve* curve : curves_of(motion, quantity)) {
    add(fmt::format("{} ({})", curve->name, curve->method), value_at(points_of(*curve), degrees));
  }
  return words;
}

void legend_row(const Frame& frame, const ImVec4& colour, const std::string& words, const std::string& tip) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float side = frame.px(10.0F);
  const float middle = origin.y + 0.5F * ImGui::GetTextLineHeight();
  ImGui::GetWindowDrawList()->AddLine({origin.x, middle}, {origin.x + side, middle}, ImGui::GetColorU32(colour),
                                      frame.px(3.0F));
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + side + frame.px(6.0F));
  muted_text(frame, words.c_str());
  tooltip(tip);
}

void legend(const Frame& frame, Quantity quantity) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(6.0F), frame.px(1.0F)});
  if (!frame.context.motion.rows.empty()) {
    legend_row(frame, frame.colours.text, text::kThisLeg, text::kReadingsTip);
  }
  std::size_t index = 0;
  for (const PublishedCurve* curve : curves_of(frame.context.motion, quantity)) {
    legend_row(frame, hue_of(index++, 1.0F), fmt::format("{}, {}", curve->name, curve->method),
               fmt::format("{}\n{}: {}\n{}", curve->claim.text, text::kEvidenceWord, name_of(curve->claim.confidence),
                           citations(frame, curve->claim.sources)));
  }
  ImGui::PopStyleVar();
}

void disagreements(const Frame& frame, Quantity quantity) {
  if (frame.context.motion.published == nullptr) {
    return;
  }
  for (const anatomy::Disagreement& one : frame.context.motion.published->disagreements) {
    if (one.quantity == quantity) {
      ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
      ImGui::TextWrapped("%s", one.claim.text.c_str());
      ImGui::PopStyleColor();
      tooltip(citations(frame, one.claim.sources));
      copyable(frame, one.claim.text);
    }
  }
}

void plot(const Frame& frame, Quantity quantity) {
  const Motion& motion = frame.context.motion;
  const bool arm = quantity == Quantity::moment_arm;
  ImGui::TextUnformatted(arm ? text::kArmTitle : text::kExcursionTitle);
  const Plot drawn(frame, arm ? "plot-arm" : "plot-excursion", kPlotHeight, {-30.0, 60.0, 15.0},
                   values_of(motion, quantity));
  ImVec4 shade = frame.colours.accent;
  shade.w = 0.07F;
  if (motion.range != nullptr) {
    drawn.shade(motion.range->normal_deg.x, motion.range->normal_deg.y, shade);
  }
  constexpr float kBandAlpha = 0.22F;
  std::size_t index = 0;
  for (const PublishedCurve* curve : curves_of(motion, quantity)) {
    std::vector<glm::dvec3> band;
    const std::vector<glm::dvec2> points = points_of(*curve);
    for (const PublishedCurve::Point& point : curve->points) {
      band.emplace_back(point.plantarflexion_deg, point.value_mm, point.spread_mm);
    }
    drawn.band(band, hue_of(index, kBandAlpha));
    drawn.line(points, hue_of(index, 1.0F), frame.px(1.4F));
    constexpr std::size_t kFewPoints = 6;
    for (const glm::dvec2& point : points.size() < kFewPoints ? points : std::vector<glm::dvec2>()) {
      drawn.dot(point, hue_of(index, 1.0F), frame.px(2.4F));
    }
    ++index;
  }
  const std::vector<glm::dvec2> own = own_points(motion, quantity);
  drawn.line(own, frame.colours.text, frame.px(2.6F));
  drawn.upright(motion.pose.plantarflexion_deg, frame.colours.muted);
  if (const auto value = value_at(own, motion.pose.plantarflexion_deg)) {
    drawn.dot({motion.pose.plantarflexion_deg, *value}, frame.colours.panel, frame.px(5.5F));
    drawn.dot({motion.pose.plantarflexion_deg, *value}, frame.colours.text, frame.px(4.0F));
  }
  if (const auto angle = drawn.pointed_at()) {
    drawn.upright(*angle, frame.colours.text);
    tooltip(values_at(motion, quantity, *angle));
  }
  muted_text(frame, text::kAngleAxis);
  legend(frame, quantity);
  disagreements(frame, quantity);
  ImGui::Dummy({0.0F, frame.px(4.0F)});
}

}  // namespace

void draw_motion_numbers(const Frame& frame) {
  if (!section(frame, "motion-numbers", text::kNumbers)) {
    return;
  }
  const Motion& motion = frame.context.motion;
  if (motion.measuring) {
    ImGui::ProgressBar(static_cast<float>(motion.measured), {ImGui::GetContentRegionAvail().x, 0.0F}, text::kMeasuring);
  } else if (motion.rows.empty()) {
    muted_text(frame, text::kNotMeasured);
  } else if (own_points(motion, Quantity::moment_arm).empty()) {
    muted_text(frame, text::kNoTendon);
  }
  plot(frame, Quantity::moment_arm);
  plot(frame, Quantity::excursion);
  ImGui::BeginDisabled(motion.rows.empty());
  if (ImGui::Button(text::kSaveCsv)) {
    frame.send("browse save-numbers");
  }
  ImGui::EndDisabled();
  tooltip(motion.rows.empty() ? text::kNotMeasured : text::kSaveCsvTip);
}

}  // namespace crus::ui
