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
  row_label(frame, label, tip);
  int whole = static_cast<int>(std::lround(value * factor));
  slider_row(frame, fmt::format(fmt::runtime(form), whole), "100 mm", [&] {
    const std::string id = std::string("##") + command;
    if (ImGui::SliderInt(id.c_str(), &whole, static_cast<int>(least * factor), static_cast<int>(most * factor), "",
                         ImGuiSliderFlags_AlwaysClamp)) {
      frame.send(fmt::format("{} {}", command, static_cast<double>(whole) / factor));
    }
  });
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
}

// Clear, save, load, export.
void draw_drawing_buttons(const Frame& frame) {
  const pain::Drawing& drawing = frame.session.drawing;
  bool first = true;
  const auto button = [&](const char* words, const char* tip, const char* command, bool enabled) {
    const float width = ImGui::CalcTextSize(words).x + 2.0F * ImGui::GetStyle().FramePadding.x;
    const float end = ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width;
    if (!first && end < ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x) {
      ImGui::SameLine();
    }
    first = false;
    ImGui::BeginDisabled(!enabled);
    if (ImGui::Button(words)) {
      frame.send(command);
    }
    ImGui::EndDisabled();
    tooltip(tip);
  };
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(4.0F), ImGui::GetStyle().ItemSpacing.y});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(6.0F), ImGui::GetStyle().FramePadding.y});
  button(text::kWipe, text::kWipeTip, "hurt.clear",
         !drawing.empty() || drawing.spot_mm.has_value() || !drawing.earlier.empty());
  button(text::kSaveDrawing, text::kSaveDrawingTip, "browse save-drawing", !drawing.empty());
  button(text::kLoadDrawing, text::kLoadDrawingTip, "browse load-drawing", true);
  button(text::kExportDrawing, text::kExportDrawingTip, "browse export-drawing", !drawing.empty());
  ImGui::PopStyleVar(2);
}

// The dates of the file that was loaded or saved last, to show one or set one beside the drawing.
void draw_dates(const Frame& frame) {
  const auto drawings = frame.context.drawings;
  if (drawings.empty()) {
    return;
  }
  muted_text(frame, fmt::format("{} {}", text::kDrawingsOf, frame.context.drawings_file).c_str());
  for (std::size_t i = 0; i < drawings.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const bool compared = frame.context.drawing_compared == i;
    const char* word = compared ? text::kStopComparing : text::kCompare;
    const float width = ImGui::CalcTextSize(text::kCompare).x + 2.0F * ImGui::GetStyle().FramePadding.x;
    const std::string words =
        fmt::format("{}. {}   {:.0f} cm\u00B2", i + 1, drawings[i].date, drawings[i].area_mm2 / 100.0);
    if (ImGui::RadioButton(words.c_str(), frame.context.drawing_chosen == i)) {
      frame.send(fmt::format("drawing.choose {}", i + 1));
    }
    tooltip(text::kShowDrawingTip);
    ImGui::SameLine(ImGui::GetContentRegionMax().x - width);
    if (ImGui::Button(word, {width, 0.0F})) {
      frame.send(compared ? std::string("drawing.compare off") : fmt::format("drawing.compare {}", i + 1));
    }
    tooltip(text::kCompareTip);
    ImGui::PopID();
  }
  if (const pain::Comparison* two = frame.context.comparison) {
    muted_text(frame,
               fmt::format("{}: {:.0f} cm\u00B2, {:.0f} of 10; now {:.0f} cm\u00B2, {:.0f} of 10; {} {:.2f}",
                           frame.session.drawing.earlier_date, two->area_before_mm2 / 100.0, 10.0 * two->mean_before,
                           two->area_now_mm2 / 100.0, 10.0 * two->mean_now, text::kAgreement, two->agreement)
                   .c_str());
  }
}

void answer_row(const Frame& frame, const anatomy::PainPattern& pattern, const std::string& detail) {
  if (tick(frame, "answer-" + pattern.id, pattern.name, is_shown(frame, pattern.id), pattern_tip(frame, pattern))) {
    frame.send("overlay.toggle " + pattern.id);
  }
  ImGui::Indent(frame.px(24.0F));
  muted_text(frame, detail.c_str());
  if (!pattern.provoker.empty()) {
    muted_text(frame, (text::kProvokedBy + pattern.provoker).c_str());
    clip_buttons(frame, "provoke-" + pattern.id, std::span(&pattern.clip, 1));
  }
  ImGui::Unindent(frame.px(24.0F));
}

void answer_title(const Frame& frame, const char* of_what) {
  {
    const WithFont font(frame.context.fonts.bold);
    ImGui::TextUnformatted(of_what);
  }
  muted_text(frame, text::kOnRecord);
}

void draw_spot(const Frame& frame) {
  if (!frame.session.drawing.spot_mm) {
    return;
  }
  if (frame.context.at_spot.empty()) {
    muted_text(frame, text::kNoneOnRecord);
    return;
  }
  answer_title(frame, text::kAtPlace);
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
  answer_title(frame, text::kInDrawing);
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
  draw_drawing_buttons(frame);
  draw_dates(frame);
  draw_spot(frame);
  draw_answer(frame);
  ImGui::EndDisabled();
}

}  // namespace crus::ui
