// Self-care: the course with the lit points and its clock, tools, stretch, warm-up, prevention.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "ui/icons.hpp"
#include "ui/pain_pieces.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

using anatomy::PainData;
using anatomy::PainPattern;
using anatomy::PainText;

std::string evidence_tip(const Frame& frame, const PainText& care) {
  return fmt::format("{}: {}\n{}{}", text::kEvidenceWord, name_of(care.evidence),
                     care.note.empty() ? "" : care.note + "\n", citations(frame, care.sources));
}

// Lines and shapes in design pixels from where the sign stands.
class Sign {
 public:
  explicit Sign(const Frame& frame)
      : unit_(frame.px(1.0F)),
        at_(ImGui::GetCursorScreenPos()),
        draw_(*ImGui::GetWindowDrawList()),
        ink_(ImGui::GetColorU32(frame.colours.accent)),
        body_(ImGui::GetColorU32(frame.colours.muted)) {}

  void limb(std::initializer_list<ImVec2> points) {
    for (const ImVec2& p : points) {
      draw_.PathLineTo(place(p.x, p.y));
    }
    draw_.PathStroke(body_, 0, 1.6F * unit_);
  }
  void curve(const ImVec2& a, const ImVec2& b, const ImVec2& c, const ImVec2& d, bool tool) {
    draw_.PathLineTo(place(a.x, a.y));
    draw_.PathBezierCubicCurveTo(place(b.x, b.y), place(c.x, c.y), place(d.x, d.y));
    draw_.PathStroke(tool ? ink_ : body_, 0, (tool ? 3.2F : 1.6F) * unit_);
  }
  void rod(float x0, float y0, float x1, float y1, float width = 3.2F) {
    draw_.AddLine(place(x0, y0), place(x1, y1), ink_, width * unit_);
  }
  void ball(float x, float y, float radius) { draw_.AddCircleFilled(place(x, y), radius * unit_, ink_); }
  void book(float x0, float y0, float x1, float y1) {
    draw_.AddRect(place(x0, y0), place(x1, y1), ink_, 1.2F * unit_, 0, 1.6F * unit_);
  }
  void end(float width, float height) { ImGui::Dummy({width * unit_, height * unit_}); }

 private:
  [[nodiscard]] ImVec2 place(float x, float y) const { return {at_.x + x * unit_, at_.y + y * unit_}; }
  float unit_;
  ImVec2 at_;
  ImDrawList& draw_;
  ImU32 ink_, body_;
};

constexpr float kSignWidth = 70.0F;
constexpr float kSignHeight = 58.0F;

// A leg from its outer side, the toes to the right, the calf to the left.
void standing_leg(Sign& sign) {
  sign.curve({44, 2}, {48, 14}, {46, 30}, {44, 44}, false);       // shin
  sign.limb({{44, 44}, {50, 48}, {63, 53}, {64, 56}, {34, 56}});  // foot
  sign.curve({34, 56}, {31, 54}, {32, 49}, {35, 46}, false);      // heel
  sign.curve({35, 46}, {36, 36}, {27, 28}, {27, 18}, false);      // calf
  sign.curve({27, 18}, {27, 10}, {31, 8}, {31, 2}, false);
}

// A long hooked cane round the calf, a knob against it, the calf on a ball on books.
void tool_sign(const Frame& frame, const std::string& id) {
  Sign sign(frame);
  if (id == "tool-cane") {
    standing_leg(sign);
    sign.rod(66, 6, 24, 9);
    sign.curve({24, 9}, {8, 10}, {8, 26}, {22, 24}, true);
    sign.ball(23.5F, 23.8F, 3.6F);
  } else if (id == "tool-knob") {
    standing_leg(sign);
    sign.ball(22.5F, 21, 4.6F);
    sign.rod(2, 21, 18, 21, 7.0F);
  } else {
    sign.curve({2, 14}, {20, 8}, {40, 12}, {56, 14}, false);     // shin, lying
    sign.limb({{56, 14}, {59, 4}, {63, 2}, {65, 4}, {64, 28}});  // foot, toes up
    sign.curve({64, 28}, {60, 31}, {56, 28}, {54, 25}, false);   // heel
    sign.curve({54, 25}, {42, 24}, {34, 29}, {24, 28}, false);   // calf
    sign.curve({24, 28}, {14, 28}, {10, 26}, {2, 28}, false);
    sign.ball(27, 34, 5.6F);
    sign.book(13, 40.5F, 43, 45);
    sign.book(11, 46, 41, 50.5F);
    sign.book(14, 51.5F, 45, 56);
  }
  sign.end(kSignWidth, kSignHeight);
}

void draw_gate(const Frame& frame, const PainData& data) {
  for (const PainText& care : data.care) {
    if (care.kind != "safety") {
      continue;
    }
    ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.error);
    ImGui::Bullet();
    ImGui::TextWrapped("%s", care.text.c_str());
    ImGui::PopStyleColor();
    tooltip(evidence_tip(frame, care));
  }
}

// Why points of the shown muscle, else of the soleus, are left out.
void left_out_points(const Frame& frame, const PainData& data) {
  const auto& shown = frame.session.overlays.shown;
  const PainPattern* last = shown.empty() ? nullptr : data.pattern(shown.back());
  const std::string muscle = last != nullptr ? last->muscle : "soleus";
  for (const PainPattern& pattern : data.patterns) {
    if (pattern.muscle == muscle && !pattern.not_pressed.empty()) {
      muted_text(frame, (pattern.name + ". " + pattern.not_pressed).c_str());
    }
  }
}

void draw_course_start(const Frame& frame, const PainData& data) {
  const Care& care = frame.context.care;
  if (care.phase == Care::Phase::off || care.phase == Care::Phase::done) {
    ImGui::BeginDisabled(!frame.context.pain_ready);
    if (ImGui::Button(text::kStartCourse, {-1.0F, 0.0F})) {
      frame.send("care.start");
    }
    ImGui::EndDisabled();
    tooltip(text::kStartCourseTip);
  } else if (ImGui::Button(text::kStopCourse, {-1.0F, 0.0F})) {
    frame.send("care.stop");
  }
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text::kEachPoint);
  ImGui::SameLine(frame.px(14.0F + 74.0F));
  std::size_t chosen = text::kCareSecondsValues.size();
  for (std::size_t i = 0; i < text::kCareSecondsValues.size(); ++i) {
    chosen = text::kCareSecondsValues.at(i) == fmt::format("{:.0f}", care.seconds) ? i : chosen;
  }
  const int clicked = segments(frame, "care-seconds", text::kCareSecondsWords.data(),
                               static_cast<int>(text::kCareSecondsWords.size()), static_cast<int>(chosen));
  if (clicked >= 0) {
    frame.send(std::string("care.seconds ") + text::kCareSecondsValues.at(static_cast<std::size_t>(clicked)));
  }
  left_out_points(frame, data);
}

void time_button(const Frame& frame, const PainText& care) {
  ImGui::PushID(care.id.c_str());
  const std::string words =
      care.repeats ? fmt::format("{}: {:.0f} \u00D7 {:.0f} s", text::kStartTime, *care.repeats, *care.seconds)
                   : fmt::format("{}: {:.0f} s", text::kStartTime, *care.seconds);
  if (ImGui::Button(words.c_str())) {
    frame.send("care.start " + care.id);
  }
  tooltip(text::kStartTimeTip);
  ImGui::PopID();
}

void draw_entry(const Frame& frame, const PainText& care) {
  if (care.kind == "tool") {
    tool_sign(frame, care.id);
    ImGui::SameLine();
    ImGui::BeginGroup();
    labelled(frame, care.name.c_str(), care.text);
    ImGui::EndGroup();
    tooltip(evidence_tip(frame, care));
    return;
  }
  labelled(frame, care.name.c_str(), care.text);
  tooltip(evidence_tip(frame, care));
  if (!care.clips.empty()) {
    clip_buttons(frame, care.id, care.clips);
  } else if (care.plantarflexion_deg) {
    pose_button(frame, "pose-" + care.id, text::kPose, *care.plantarflexion_deg);
  }
  if (care.seconds && care.kind != "pressure") {
    time_button(frame, care);
  }
}

// "1:05"
std::string clock_words(int seconds) { return fmt::format("{}:{:02}", seconds / 60, seconds % 60); }

void draw_clock(const Frame& frame, const Care& care) {
  const char* what = care.paused                        ? text::kPaused
                     : care.phase == Care::Phase::ready ? text::kGetReady
                     : care.point                       ? text::kPress
                                                        : text::kHold;
  {
    const WithFont font(frame.context.fonts.clock);
    ImGui::TextUnformatted(clock_words(care.left_s).c_str());
  }
  const float line = ImGui::GetItemRectSize().y;
  ImGui::SameLine();
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::round(0.5F * (line - ImGui::GetTextLineHeight())));
  {
    const WithFont font(frame.context.fonts.title);
    ImGui::TextColored(care.phase == Care::Phase::timed && !care.paused ? frame.colours.accent : frame.colours.muted,
                       "%s", what);
  }
  const float done = care.of_s > 0.0 ? 1.0F - static_cast<float>(care.left_s / care.of_s) : 1.0F;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0.0F, 0.0F});
  ImGui::ProgressBar(std::clamp(done, 0.0F, 1.0F), {-1.0F, frame.px(6.0F)}, "");
  ImGui::PopStyleVar();
}

// As many side by side as fit.
void course_button(const Frame& frame, const char* words, const char* tip, const char* command, bool& first) {
  const float width = ImGui::CalcTextSize(words).x + 2.0F * ImGui::GetStyle().FramePadding.x;
  if (!first) {
    ImGui::SameLine();
    if (ImGui::GetContentRegionAvail().x < width) {
      ImGui::NewLine();
    }
  }
  first = false;
  if (ImGui::Button(words)) {
    frame.send(command);
  }
  tooltip(tip);
}

void draw_course_words(const Frame& frame, const Care& care) {
  const bool done = care.phase == Care::Phase::done;
  {
    const WithFont font(frame.context.fonts.bold);
    const std::string title = done ? std::string(text::kCourseDone)
                              : care.count > 1
                                  ? fmt::format("{} {} {} {}: {}", care.point ? text::kPointWord : text::kRoundWord,
                                                care.index + 1, text::kOf, care.count, care.name)
                                  : care.name;
    ImGui::TextWrapped("%s", title.c_str());
  }
  if (!done) {
    muted_text(frame, care.place.c_str());
    return;
  }
  const PainData& data = *frame.leg->pain();
  for (const char* id : {"frequency", "until", "relief"}) {
    if (const PainText* entry = care.point ? data.care_text(id) : nullptr) {
      muted_text(frame, entry->text.c_str());
    }
  }
}

}  // namespace

void draw_care(const Frame& frame) {
  if (!section(frame, "pain-care", text::kCare)) {
    return;
  }
  const PainData& data = *frame.leg->pain();
  draw_gate(frame, data);
  draw_course_start(frame, data);
  for (const PainText& care : data.care) {
    if (care.kind != "safety" && care.id != "get-ready") {
      draw_entry(frame, care);
    }
  }
}

// Beside the model, so that it is seen whatever the panel shows.
void draw_course(const Frame& frame) {
  const Care& care = frame.context.care;
  if (care.phase == Care::Phase::off || frame.leg == nullptr || frame.leg->pain() == nullptr) {
    return;
  }
  if (care.next_change_s >= 0.0) {
    frame.output.again_in_s =
        frame.output.again_in_s < 0.0 ? care.next_change_s : std::min(frame.output.again_in_s, care.next_change_s);
  }
  const Rect& picture = frame.layout.picture;
  const float margin = frame.px(12.0F);
  const float beside_card = frame.layout.card.min.x - picture.min.x - 2.0F * margin;
  const float room = beside_card > frame.px(200.0F) ? beside_card : picture.size().x - 2.0F * margin;
  const float width = std::min(frame.px(360.0F), room);
  if (width < frame.px(90.0F)) {
    return;
  }
  ImGui::SetNextWindowPos({picture.min.x + margin, picture.max.y - margin}, ImGuiCond_Always, {0.0F, 1.0F});
  ImGui::SetNextWindowSizeConstraints({width, 0.0F}, {width, std::max(1.0F, picture.size().y - 2.0F * margin)});
  if (ImGui::Begin("care-course", nullptr, kFloating)) {
    draw_course_words(frame, care);
    bool first = true;
    if (care.phase != Care::Phase::done) {
      draw_clock(frame, care);
      course_button(frame, care.paused ? text::kGoOnCourse : text::kPauseCourse, text::kPauseCourseTip,
                    care.paused ? "care.pause off" : "care.pause on", first);
      course_button(frame, text::kSkip, text::kSkipTip, "care.next", first);
    }
    course_button(frame, care.phase == Care::Phase::done ? text::kAgain : text::kRepeat, text::kRepeatTip,
                  "care.repeat", first);
    course_button(frame, text::kStopCourse, text::kStopCourseTip, "care.stop", first);
  }
  ImGui::End();
}

}  // namespace crus::ui
