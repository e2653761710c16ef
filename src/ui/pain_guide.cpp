// Symptoms, causes, muscles to examine, conditions, evidence: the texts beside the patterns.
#include <algorithm>
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
using anatomy::PainText;

// What shows the movement or the pose that goes with a text.
void movement_buttons(const Frame& frame, const PainText& entry) {
  if (!entry.clips.empty()) {
    clip_buttons(frame, entry.id, entry.clips);
  } else if (entry.plantarflexion_deg) {
    pose_button(frame, "pose-" + entry.id, text::kPose, *entry.plantarflexion_deg);
  }
}

void draw_symptoms(const Frame& frame, const PainData& data) {
  if (!section(frame, "pain-symptoms", text::kSymptoms)) {
    return;
  }
  for (const PainText& symptom : data.symptoms) {
    const bool active = frame.session.overlays.symptom == symptom.id;
    const std::string words = (symptom.red_flags.empty() ? "" : std::string(icon::kWarning) + "  ") + symptom.text;
    if (wrapped_row(frame, symptom.id, words, active)) {
      frame.send(active ? "symptom none" : "symptom " + symptom.id);
    }
    tooltip(text::kSymptomTip + std::string("\n") + citations(frame, symptom.sources));
    if (!active) {
      continue;
    }
    ImGui::Indent(frame.px(8.0F));
    if (!symptom.provoker.empty()) {
      muted_text(frame, (text::kProvokedBy + symptom.provoker).c_str());
    }
    movement_buttons(frame, symptom);
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
    ImGui::Indent(frame.px(18.0F));
    movement_buttons(frame, cause);
    ImGui::Unindent(frame.px(18.0F));
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
  draw_care(frame);
  draw_named(frame, "pain-conditions", text::kConditions, data.conditions);
  draw_named(frame, "pain-evidence", text::kEvidence, data.evidence);
}

}  // namespace crus::ui
