// The strip below the picture: the angle of the ankle, how hard the calf works, and clips that play.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

// With their words; the angle's longer ones where there is room for them.
constexpr float kAngleWidth = 290.0F;
constexpr float kLongAngleWidth = 250.0F;
constexpr float kShortAngleWidth = 150.0F;
constexpr float kActivationTrack = 76.0F;

// Under the slider's track the normal range, the rest up to the soft limits paler, what lies beyond in another colour.
void shade_range(const Frame& frame, const ImVec2& from, const ImVec2& to) {
  const anatomy::TalocruralData* range = frame.context.motion.range;
  if (range == nullptr) {
    return;
  }
  const auto x_of = [&](double degrees) {
    const double share = (degrees - range->stop_deg.x) / (range->stop_deg.y - range->stop_deg.x);
    return from.x + static_cast<float>(std::clamp(share, 0.0, 1.0)) * (to.x - from.x);
  };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImVec4 colour = frame.colours.accent;
  const float low = to.y + frame.px(1.0F);
  const float high = low + frame.px(2.5F);
  colour.w = 0.35F;
  list.AddRectFilled({x_of(range->soft_deg.x), low}, {x_of(range->soft_deg.y), high}, ImGui::GetColorU32(colour));
  colour.w = 0.9F;
  list.AddRectFilled({x_of(range->normal_deg.x), low}, {x_of(range->normal_deg.y), high}, ImGui::GetColorU32(colour));
  colour = frame.colours.warning;
  colour.w = 0.55F;
  list.AddRectFilled({x_of(range->stop_deg.x), low}, {x_of(range->soft_deg.x), high}, ImGui::GetColorU32(colour));
  list.AddRectFilled({x_of(range->soft_deg.y), low}, {x_of(range->stop_deg.y), high}, ImGui::GetColorU32(colour));
}

// Beside a slider, in a place as wide as the words can get, so that nothing moves while they change.
void words_beside(const Frame& frame, const std::string& words, float width) {
  ImGui::SameLine(0.0F, frame.px(8.0F));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({width, ImGui::GetFrameHeight()});
  ImGui::GetWindowDrawList()->AddText({at.x, at.y + 0.5F * (ImGui::GetFrameHeight() - ImGui::GetFontSize())},
                                      ImGui::GetColorU32(ImGuiCol_Text), words.c_str());
}

}  // namespace

void angle_slider(const Frame& frame, float width) {
  const Motion& motion = frame.context.motion;
  auto angle = static_cast<float>(motion.pose.plantarflexion_deg);
  const bool long_words = width >= frame.px(kLongAngleWidth);
  const bool words = width >= frame.px(kShortAngleWidth);
  // The word tells the sign.
  const auto words_of = [&](float degrees) {
    if (!words) {
      return fmt::format("{:+.0f}\u00B0", degrees);
    }
    const char* word = degrees < 0.0F ? (long_words ? text::kDorsiflexionSign : text::kDorsiflexionShort)
                                      : (long_words ? text::kPlantarflexionSign : text::kPlantarflexionShort);
    return fmt::format("{} {:.0f}\u00B0", word, std::abs(degrees));
  };
  const float number = ImGui::CalcTextSize(words_of(static_cast<float>(kMostPlantarflexion_deg)).c_str()).x;
  ImGui::SetNextItemWidth(std::max(1.0F, width - number - frame.px(8.0F)));
  if (ImGui::SliderFloat("##angle", &angle, static_cast<float>(kLeastPlantarflexion_deg),
                         static_cast<float>(kMostPlantarflexion_deg), "", ImGuiSliderFlags_AlwaysClamp)) {
    frame.send(fmt::format("pose.plantarflexion {:.1f}", angle));
  }
  if (ImGui::IsItemActive()) {
    frame.output.merge_key = "pose.plantarflexion";
  }
  shade_range(frame, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  tooltip(ImGui::IsItemActive() ? "" : text::kAngleTip);
  words_beside(frame, words_of(angle), number);
}

namespace {

void activation_slider(const Frame& frame) {
  int percent = static_cast<int>(std::lround(100.0 * frame.context.motion.pose.activation));
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text::kActivation);
  ImGui::SameLine(0.0F, frame.px(8.0F));
  ImGui::SetNextItemWidth(frame.px(kActivationTrack));
  if (ImGui::SliderInt("##activation", &percent, 0, 100, "", ImGuiSliderFlags_AlwaysClamp)) {
    frame.send(fmt::format("pose.activation {}", percent / 100.0));
  }
  if (ImGui::IsItemActive()) {
    frame.output.merge_key = "pose.activation";
  }
  tooltip(ImGui::IsItemActive() ? "" : text::kActivationTip);
  words_beside(frame, fmt::format("{} %", percent), ImGui::CalcTextSize("100 %").x);
}

void clip_choice(const Frame& frame, float width) {
  const Motion& motion = frame.context.motion;
  const auto chosen = std::find_if(motion.clips.begin(), motion.clips.end(),
                                   [&](const anatomy::Clip& clip) { return clip.id == motion.clip; });
  ImGui::SetNextItemWidth(width);
  if (ImGui::BeginCombo("##clip", chosen != motion.clips.end() ? chosen->name.c_str() : text::kNoClip)) {
    for (const anatomy::Clip& clip : motion.clips) {
      if (ImGui::Selectable(clip.name.c_str(), clip.id == motion.clip)) {
        frame.send("clip " + clip.id);
      }
      tooltip(clip.claim.text);
    }
    close_on_escape();
    ImGui::EndCombo();
  }
  tooltip(text::kClipTip);
}

void play_button(const Frame& frame) {
  const Motion& motion = frame.context.motion;
  if (icon_button(frame, "play", motion.playing ? icon::kPause : icon::kPlay,
                  motion.playing ? text::kPauseTip : text::kPlayTip)) {
    frame.send("play toggle");
  }
}

// One frame back and on, and whether it goes round.
void step_buttons(const Frame& frame) {
  if (icon_button(frame, "step-back", icon::kStepBack, text::kStepBackTip)) {
    frame.send("play.step -1");
  }
  ImGui::SameLine(0.0F, 0.0F);
  if (icon_button(frame, "step-forward", icon::kStepForward, text::kStepForwardTip)) {
    frame.send("play.step 1");
  }
  ImGui::SameLine(0.0F, 0.0F);
  if (icon_button(frame, "loop", icon::kLoop, text::kLoopTip, true, frame.context.motion.loop)) {
    frame.send("play.loop toggle");
  }
}

// Along the strip's upper edge: how far the movement has come, to be dragged.
void scrub_bar(const Frame& frame) {
  const Motion& motion = frame.context.motion;
  const Rect& rect = frame.layout.transport;
  const ImVec2 before = ImGui::GetCursorPos();
  const float width = rect.size().x;
  ImGui::SetCursorScreenPos({rect.min.x, rect.min.y});
  ImGui::InvisibleButton("scrub", {width, frame.px(8.0F)});
  const bool held = ImGui::IsItemActive();
  const bool near = held || ImGui::IsItemHovered();
  if (held) {
    const float at = (ImGui::GetIO().MousePos.x - rect.min.x) / width;
    frame.send(fmt::format("play.seek {:.4f}", std::clamp(at, 0.0F, 0.9999F)));
    frame.output.merge_key = "clip";
  }
  tooltip(held ? fmt::format("{} {} / {}", text::kFrameWord, motion.frame, motion.frames) : text::kScrubTip);
  const float thick = frame.px(near ? 6.0F : 3.0F);
  const float reached = rect.min.x + static_cast<float>(motion.clip_at) * width;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled({rect.min.x, rect.min.y}, {rect.max.x, rect.min.y + thick},
                     ImGui::GetColorU32(frame.colours.faint));
  list.AddRectFilled({rect.min.x, rect.min.y}, {reached, rect.min.y + thick}, ImGui::GetColorU32(frame.colours.accent));
  if (near) {
    list.AddCircleFilled({reached, rect.min.y + 0.5F * thick}, frame.px(5.0F),
                         ImGui::GetColorU32(frame.colours.accent));
  }
  ImGui::SetCursorPos(before);
}

void speed_choice(const Frame& frame) {
  constexpr std::array<double, 4> kSpeeds{0.25, 0.5, 1.0, 2.0};
  const std::string shown = fmt::format("{:g}\u00D7", frame.context.motion.speed);
  ImGui::SetNextItemWidth(frame.px(58.0F));
  if (ImGui::BeginCombo("##speed", shown.c_str(), ImGuiComboFlags_NoArrowButton)) {
    for (const double speed : kSpeeds) {
      if (ImGui::Selectable(fmt::format("{:g}\u00D7", speed).c_str(), speed == frame.context.motion.speed)) {
        frame.send(fmt::format("play.speed {:g}", speed));
      }
    }
    close_on_escape();
    ImGui::EndCombo();
  }
  tooltip(text::kSpeedTip);
}

void readings(const Frame& frame) {
  const Motion& motion = frame.context.motion;
  if (motion.finding) {
    muted_text(frame, fmt::format("{} {:.0f} %", text::kFindingMotion, 100.0 * motion.fraction).c_str());
    return;
  }
  if (!motion.excursion_mm || !motion.moment_arm_mm) {
    return;
  }
  const std::string words = fmt::format("{} {:+.1f} mm   {} {:.1f} mm", text::kExcursion, *motion.excursion_mm,
                                        text::kMomentArm, *motion.moment_arm_mm);
  if (ImGui::CalcTextSize(words.c_str()).x <= ImGui::GetContentRegionAvail().x) {
    muted_text(frame, words.c_str());
    tooltip(text::kReadingsTip);
    copyable(frame, words);
  }
}

}  // namespace

void draw_transport(const Frame& frame) {
  const Rect& rect = frame.layout.transport;
  if (rect.size().x < frame.px(60.0F) || rect.size().y < 1.0F) {
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {frame.px(10.0F), frame.px(8.0F)});
  if (begin_fixed(frame, "transport", rect, ImGuiWindowFlags_NoBringToFrontOnFocus)) {
    edge(frame, {rect.min.x, rect.min.y + 0.5F}, {rect.max.x, rect.min.y + 0.5F});
    const Motion& motion = frame.context.motion;
    if (!motion.problem.empty()) {
      ImGui::AlignTextToFramePadding();
      muted_text(frame, elided(motion.problem, ImGui::GetContentRegionAvail().x).c_str());
      tooltip(motion.problem);
    } else {
      ImGui::BeginDisabled(!motion.possible);
      const float width = rect.size().x;
      scrub_bar(frame);
      play_button(frame);
      ImGui::SameLine();
      if (width > frame.px(760.0F)) {
        step_buttons(frame);
        ImGui::SameLine();
      }
      if (width > frame.px(430.0F)) {
        clip_choice(frame, frame.px(std::clamp(0.2F * width / frame.context.scale, 110.0F, 210.0F)));
        ImGui::SameLine();
      }
      if (width > frame.px(620.0F)) {
        speed_choice(frame);
        ImGui::SameLine();
      }
      // Calf and rest come after it.
      const bool calf = width > frame.px(540.0F);
      const float others =
          calf ? frame.px(kActivationTrack + 140.0F) : frame.px(width > frame.px(480.0F) ? 44.0F : 0.0F);
      const float room = ImGui::GetContentRegionAvail().x - others;
      angle_slider(frame, std::min(frame.px(kAngleWidth), std::max(room, frame.px(110.0F))));
      if (calf) {
        ImGui::SameLine();
        activation_slider(frame);
      }
      if (width > frame.px(480.0F)) {
        ImGui::SameLine();
        if (icon_button(frame, "rest", icon::kUndo, text::kRestTip, frame.session.pose.has_value() || motion.playing)) {
          frame.send("pose.reset");
        }
      }
      ImGui::SameLine();
      ImGui::AlignTextToFramePadding();
      readings(frame);
      ImGui::EndDisabled();
    }
  }
  ImGui::End();
  ImGui::PopStyleVar(3);
}

}  // namespace crus::ui
