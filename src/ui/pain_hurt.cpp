// Where does it hurt? The brush, and the patterns on record that include the place.
#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "ui/pain_pieces.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

void number_slider(const Frame& frame, const char* label, const char* tip, const char* command, double value,
                   double least, double most, const char* form, double factor) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(label);
  tooltip(tip);
  ImGui::SameLine(frame.px(14.0F + 74.0F));
  const float number = ImGui::CalcTextSize("100 mm").x + frame.px(8.0F);
  ImGui::SetNextItemWidth(std::max(1.0F, ImGui::GetContentRegionAvail().x - number));
  int whole = static_cast<int>(std::lround(value * factor));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(9.0F), frame.px(4.0F)});
  const std::string id = std::string("##") + command;
  if (ImGui::SliderInt(id.c_str(), &whole, static_cast<int>(least * factor), static_cast<int>(most * factor), "",
                       ImGuiSliderFlags_AlwaysClamp)) {
    frame.send(fmt::format("{} {}", command, static_cast<double>(whole) / factor));
  }
  ImGui::PopStyleVar();
  const std::string words = fmt::format(fmt::runtime(form), whole);
  ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(words.c_str()).x);
  ImGui::TextColored(frame.colours.muted, "%s", words.c_str());
}

template <class Words, class Values>
void brush_words(const Frame& frame, const char* command, const Words& words, const Values& values,
                 std::size_t chosen) {
  const int clicked = segments(frame, command, words.data(), static_cast<int>(words.size()), static_cast<int>(chosen));
  if (clicked >= 0) {
    frame.send(fmt::format("{} {}", command, values.at(static_cast<std::size_t>(clicked))));
  }
}

void draw_brush(const Frame& frame) {
  const pain::Drawing& drawing = frame.session.drawing;
  const pain::Brush& brush = drawing.brush;
  if (tick(frame, "brush", text::kDraw, brush.on, text::kHurtHelp)) {
    frame.send(brush.on ? "hurt.brush off" : "hurt.brush on");
  }
  if (brush.on) {
    if (tick(frame, "erase", text::kErase, brush.erase, {})) {
      frame.send(brush.erase ? "hurt.brush paint" : "hurt.brush erase");
    }
    number_slider(frame, text::kBrushSize, text::kBrushSizeTip, "hurt.size", brush.radius_mm, pain::kLeastBrushMm,
                  pain::kMostBrushMm, "{} mm", 1.0);
    number_slider(frame, text::kHurts, text::kHurtsTip, "hurt.intensity", brush.intensity, 0.0, 1.0, "{}", 10.0);
    brush_words(frame, "hurt.depth", text::kDepthWords, pain::kDepths, static_cast<std::size_t>(brush.depth));
    brush_words(frame, "hurt.quality", text::kQualityWords, pain::kQualities, static_cast<std::size_t>(brush.quality));
  }
  if (!drawing.empty() || drawing.spot_mm) {
    if (ImGui::Button(text::kWipe)) {
      frame.send("hurt.clear");
    }
    ImGui::SameLine();
  }
  ImGui::BeginDisabled(drawing.empty());
  if (ImGui::Button(text::kSaveDrawing)) {
    frame.send("drawing.save");
  }
  ImGui::EndDisabled();
}

void answer_row(const Frame& frame, const anatomy::PainPattern& pattern, const std::string& detail) {
  if (tick(frame, "answer-" + pattern.id, pattern.name, is_shown(frame, pattern.id), pattern_tip(frame, pattern))) {
    frame.send("overlay.toggle " + pattern.id);
  }
  ImGui::Indent(frame.px(24.0F));
  muted_text(frame, detail.c_str());
  ImGui::Unindent(frame.px(24.0F));
}

void draw_spot(const Frame& frame) {
  if (!frame.session.drawing.spot_mm) {
    return;
  }
  if (frame.context.at_spot.empty()) {
    muted_text(frame, text::kNoneOnRecord);
    return;
  }
  muted_text(frame, text::kOnRecord);
  constexpr double kLeastTold = 0.05;
  for (const pain::Included& one : frame.context.at_spot) {
    if (one.weight < kLeastTold) {
      break;
    }
    answer_row(frame, *one.pattern,
               fmt::format("{}, {} {:.1f}; {}", one.zone->name, one.essential ? "essential" : "spillover", one.weight,
                           name_of(one.pattern->evidence)));
  }
  muted_text(frame, text::kNotAFinding);
}

void draw_answer(const Frame& frame) {
  const pain::Answer* answer = frame.context.answer;
  if (answer == nullptr) {
    return;
  }
  if (answer->patterns.empty()) {
    muted_text(frame, text::kNoneOnRecord);
    return;
  }
  muted_text(frame, text::kOnRecord);
  constexpr std::size_t kMost = 8;
  for (std::size_t i = 0; i < std::min(kMost, answer->patterns.size()); ++i) {
    const pain::Ranked& ranked = answer->patterns[i];
    constexpr double kLeastShare = 0.02;
    if (i > 0 && ranked.explained < kLeastShare) {
      continue;
    }
    answer_row(frame, *ranked.pattern,
               fmt::format("overlap {:.2f}; {:.0f} % {}; {}", ranked.score, 100.0 * ranked.explained, text::kExplained,
                           name_of(ranked.pattern->evidence)));
  }
  muted_text(frame, fmt::format("{:.0f} % {}.", 100.0 * answer->unexplained, text::kUnexplained).c_str());
  muted_text(frame, text::kNotAFinding);
}

}  // namespace

void draw_hurt(const Frame& frame) {
  if (!section(frame, "pain-hurt", text::kHurt)) {
    return;
  }
  ImGui::BeginDisabled(!frame.context.pain_ready);
  muted_text(frame, text::kHurtHelp);
  draw_brush(frame);
  draw_spot(frame);
  draw_answer(frame);
  ImGui::EndDisabled();
}

}  // namespace crus::ui
