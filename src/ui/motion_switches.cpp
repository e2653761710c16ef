// The part of the panel that says what is drawn of the motion, and the second heart.
#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

void part_switch(const Frame& frame, std::size_t part) {
  bool on = frame.session.motion.*(kMotionParts.at(part).second);
  if (ImGui::Checkbox(text::kMotionPartWords.at(part).title, &on)) {
    frame.send(fmt::format("motion.toggle {}", kMotionParts.at(part).first));
  }
  tooltip(text::kMotionPartWords.at(part).tip);
}

// Two to a line where they fit.
void part_switches(const Frame& frame) {
  const float half = 0.5F * ImGui::GetContentRegionAvail().x;
  float widest = 0.0F;
  for (const text::MotionPart& words : text::kMotionPartWords) {
    widest = std::max(widest, ImGui::CalcTextSize(words.title).x + 1.6F * ImGui::GetFrameHeight());
  }
  const float left = ImGui::GetCursorPosX();
  for (std::size_t part = 0; part < kMotionParts.size(); ++part) {
    if (widest <= half && part % 2 == 1) {
      ImGui::SameLine(left + half);
    }
    part_switch(frame, part);
  }
}

void clip_buttons(const Frame& frame) {
  constexpr std::array<const char*, 2> kClips{"calf-pump", "standing-still"};
  for (std::size_t i = 0; i < kClips.size(); ++i) {
    const auto known = std::find_if(frame.context.motion.clips.begin(), frame.context.motion.clips.end(),
                                    [&](const anatomy::Clip& clip) { return clip.id == kClips.at(i); });
    if (known == frame.context.motion.clips.end()) {
      continue;
    }
    if (i > 0) {
      ImGui::SameLine();
    }
    const bool playing = frame.context.motion.playing && frame.context.motion.clip == known->id;
    ImGui::BeginDisabled(playing);
    if (ImGui::Button(known->name.c_str())) {
      frame.send("clip " + known->id);
    }
    ImGui::EndDisabled();
    tooltip(playing ? std::string() : known->claim.text);
  }
}

void second_heart(const Frame& frame) {
  const anatomy::PumpData* pump = frame.context.motion.pump;
  if (pump == nullptr) {
    return;
  }
  bool on = frame.session.motion.pump;
  if (ImGui::Checkbox(pump->name.c_str(), &on)) {
    frame.send("second-heart toggle");
  }
  tooltip(text::kSecondHeartTip);
  if (!frame.session.motion.pump) {
    return;
  }
  clip_buttons(frame);
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(pump->established.c_str());
  ImGui::PopTextWrapPos();
  copyable(frame, pump->established);
  ImGui::PushTextWrapPos(0.0F);
  ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
  for (const anatomy::PumpFigure& figure : pump->figures) {
    ImGui::TextUnformatted(figure.claim.text.c_str());
    std::string sources;
    for (const std::string& id : figure.claim.sources) {
      const anatomy::Source* source =
          frame.context.catalogue != nullptr ? frame.context.catalogue->source(id) : nullptr;
      sources += (sources.empty() ? "" : "\n") + (source != nullptr ? source->citation : id);
    }
    tooltip(sources);
  }
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
}

}  // namespace

void draw_motion_switches(const Frame& frame) {
  if (frame.leg == nullptr || !section(frame, "motion-drawn", text::kMotionDrawn)) {
    return;
  }
  ImGui::BeginDisabled(!frame.context.motion.problem.empty());
  part_switches(frame);
  ImGui::EndDisabled();
  second_heart(frame);
}

}  // namespace crus::ui
