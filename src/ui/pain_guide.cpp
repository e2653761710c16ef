// Symptoms, causes, muscles to examine, self-care, evidence: the texts beside the patterns.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "ui/pain_pieces.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

using anatomy::PainData;
using anatomy::PainText;

std::string only(const std::vector<std::string>& ids) {
  std::string line = "overlay.only";
  for (const std::string& id : ids) {
    line += " " + id;
  }
  return line;
}

void draw_symptoms(const Frame& frame, const PainData& data) {
  if (!section(frame, "pain-symptoms", text::kSymptoms)) {
    return;
  }
  for (const PainText& symptom : data.symptoms) {
    const bool active = frame.session.overlays.shown == symptom.zones;
    if (wrapped_row(frame, symptom.id, symptom.text, active)) {
      frame.send(active ? "overlay.clear" : only(symptom.zones));
    }
    tooltip(citations(frame, symptom.sources));
    if (!active) {
      continue;
    }
    ImGui::Indent(frame.px(8.0F));
    if (!symptom.provoker.empty()) {
      muted_text(frame, (text::kProvokedBy + symptom.provoker).c_str());
    }
    if (symptom.plantarflexion_deg) {
      pose_button(frame, "play-" + symptom.id, text::kPlay, *symptom.plantarflexion_deg);
    }
    ImGui::Unindent(frame.px(8.0F));
  }
}

void draw_causes(const Frame& frame, const PainData& data) {
  if (!section(frame, "pain-causes", text::kCauses)) {
    return;
  }
  for (const PainText& cause : data.causes) {
    ImGui::Bullet();
    ImGui::TextWrapped("%s", cause.text.c_str());
    tooltip(fmt::format("{}: {}\n{}", text::kEvidenceWord, name_of(cause.evidence), citations(frame, cause.sources)));
    if (cause.plantarflexion_deg) {
      ImGui::Indent(frame.px(18.0F));
      pose_button(frame, "pose-" + cause.id, text::kPose, *cause.plantarflexion_deg);
      ImGui::Unindent(frame.px(18.0F));
    }
  }
}

void draw_related(const Frame& frame, const PainData& data) {
  if (!section(frame, "pain-related", text::kAlsoExamine)) {
    return;
  }
  for (const PainText& related : data.related) {
    muted_text(frame, fmt::format("{}: {}", muscle_name(frame, related.muscle), related.kind).c_str());
    for (const std::string& muscle : related.muscles) {
      std::vector<std::string> patterns;
      for (const anatomy::PainPattern& pattern : data.patterns) {
        if (pattern.muscle == muscle) {
          patterns.push_back(pattern.id);
        }
      }
      const bool on = !patterns.empty() && std::all_of(patterns.begin(), patterns.end(),
                                                       [&](const std::string& id) { return is_shown(frame, id); });
      ImGui::BeginDisabled(patterns.empty());
      if (tick(frame, related.id + muscle, muscle_name(frame, muscle), on,
               patterns.empty() ? std::string(text::kNoPatternOfMuscle) : citations(frame, related.sources))) {
        frame.send("overlay.toggle " + muscle);
      }
      ImGui::EndDisabled();
    }
  }
}

// Counts down while it runs; several times a day, until the point is gone.
void timer_row(const Frame& frame, const PainText& care) {
  State::Timer& timer = frame.state.timer;
  const double now = ImGui::GetTime();
  ImGui::PushID(care.id.c_str());
  if (timer.id != care.id) {
    if (ImGui::Button(fmt::format("{} {:.0f} s", text::kStartTimer, *care.seconds).c_str())) {
      timer = {care.id, now + *care.seconds};
    }
  } else {
    const double left = std::max(0.0, timer.end_s - now);
    const std::string words = left > 0.0 ? fmt::format("{:.0f} s", std::ceil(left)) : std::string(text::kTimerDone);
    if (left > 0.0) {
      ImGui::ProgressBar(static_cast<float>(1.0 - left / *care.seconds),
                         {ImGui::GetContentRegionAvail().x * 0.6F, 0.0F}, words.c_str());
      ImGui::SameLine();
      frame.output.again_in_s = left - std::floor(left) + 0.01;
    } else {
      ImGui::TextWrapped("%s", words.c_str());
    }
    if (ImGui::Button(text::kStopTimer)) {
      timer = {};
    }
  }
  ImGui::PopID();
}

// A long hooked cane, a knob, a ball on books.
void tool_sign(const Frame& frame, const std::string& id) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float unit = frame.px(1.0F);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 ink = ImGui::GetColorU32(frame.colours.accent);
  const auto p = [&](float x, float y) { return ImVec2(at.x + x * unit, at.y + y * unit); };
  if (id == "tool-cane") {
    draw->PathLineTo(p(6, 34));
    draw->PathLineTo(p(20, 12));
    draw->PathBezierCubicCurveTo(p(24, 2), p(36, 4), p(32, 16));
    draw->PathStroke(ink, 0, 3.0F * unit);
    draw->AddCircleFilled(p(32, 17), 3.2F * unit, ink);
  } else if (id == "tool-knob") {
    draw->AddCircleFilled(p(20, 12), 8.0F * unit, ink);
    draw->AddRectFilled(p(16, 18), p(24, 33), ink, 3.0F * unit);
  } else {
    draw->AddCircleFilled(p(20, 10), 7.0F * unit, ink);
    for (int i = 0; i < 3; ++i) {
      draw->AddRectFilled(p(5.0F + static_cast<float>(i), 18.5F + 5.5F * static_cast<float>(i)),
                          p(35.0F - static_cast<float>(i), 22.5F + 5.5F * static_cast<float>(i)), ink, unit);
    }
  }
  ImGui::Dummy({40.0F * unit, 36.0F * unit});
  ImGui::SameLine();
}

void next_point(const Frame& frame, const PainData& data) {
  if (!ImGui::Button(text::kNextPoint)) {
    return;
  }
  const auto& shown = frame.session.overlays.shown;
  const auto& patterns = data.patterns;
  const auto at = std::find_if(patterns.begin(), patterns.end(), [&](const anatomy::PainPattern& pattern) {
    return shown.size() == 1 && shown.front() == pattern.id;
  });
  const std::string muscle = at != patterns.end() ? at->muscle : patterns.front().muscle;
  auto next = at != patterns.end() ? at + 1 : patterns.begin();
  if (next == patterns.end() || next->muscle != muscle) {
    next = std::find_if(patterns.begin(), patterns.end(),
                        [&](const anatomy::PainPattern& pattern) { return pattern.muscle == muscle; });
  }
  frame.send("overlay.only " + next->id);
}

void draw_care(const Frame& frame, const PainData& data) {
  if (!section(frame, "pain-care", text::kCare)) {
    return;
  }
  bool points_offered = false;
  for (const PainText& care : data.care) {
    const bool gate = care.kind == "safety";
    if (care.kind == "pressure" && !points_offered) {
      next_point(frame, data);
      points_offered = true;
    }
    if (care.kind == "tool") {
      tool_sign(frame, care.id);
    } else {
      ImGui::Bullet();
    }
    if (gate) {
      ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.error);
    }
    ImGui::TextWrapped("%s", care.text.c_str());
    if (gate) {
      ImGui::PopStyleColor();
    }
    tooltip(fmt::format("{}: {}\n{}", text::kEvidenceWord, name_of(care.evidence), citations(frame, care.sources)));
    if (care.seconds) {
      timer_row(frame, care);
    }
  }
}

void draw_named(const Frame& frame, const char* id, const char* title, const std::vector<PainText>& texts) {
  if (!section(frame, id, title)) {
    return;
  }
  for (const PainText& entry : texts) {
    labelled(frame, entry.name.empty() ? entry.kind.c_str() : entry.name.c_str(), entry.text);
    tooltip(citations(frame, entry.sources));
  }
}

}  // namespace

void draw_pain_guide(const Frame& frame) {
  const PainData& data = *frame.leg->pain();
  draw_symptoms(frame, data);
  draw_related(frame, data);
  draw_causes(frame, data);
  draw_care(frame, data);
  draw_named(frame, "pain-conditions", text::kConditions, data.conditions);
  draw_named(frame, "pain-evidence", text::kEvidence, data.evidence);
}

}  // namespace crus::ui
