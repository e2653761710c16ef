#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "scene/colour_maps.hpp"
#include "session/commands.hpp"
#include "ui/icons.hpp"
#include "ui/pain_pieces.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {

bool is_shown(const Frame& frame, const std::string& id) {
  const auto& shown = frame.session.overlays.shown;
  return std::find(shown.begin(), shown.end(), id) != shown.end();
}

bool tick(const Frame& frame, const std::string& id, const std::string& words, bool on, const std::string& tip) {
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(2.0F), frame.px(2.0F)});
  ImGui::PushID(id.c_str());
  bool value = on;
  const float room = ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() - frame.px(26.0F);
  const bool clicked = ImGui::Checkbox(elided(words, room).c_str(), &value);
  ImGui::PopID();
  ImGui::PopStyleVar();
  tooltip(tip);
  return clicked;
}

std::string citations(const Frame& frame, std::span<const std::string> ids) {
  std::string words;
  for (const std::string& id : ids) {
    const anatomy::Source* source = frame.leg->catalogue ? frame.leg->catalogue->source(id) : nullptr;
    words += (words.empty() ? "" : "\n") + (source != nullptr ? source->citation : id);
  }
  return words;
}

void labelled(const Frame& frame, const char* title, const std::string& words) {
  if (words.empty()) {
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(6.0F), frame.px(1.0F)});
  ImGui::Dummy({0.0F, frame.px(2.0F)});
  muted_text(frame, title);
  ImGui::TextWrapped("%s", words.c_str());
  copyable(frame, words);
  ImGui::PopStyleVar();
}

bool wrapped_row(const Frame& frame, const std::string& id, const std::string& words, bool active) {
  const float pad = frame.px(7.0F);
  const float width = ImGui::GetContentRegionAvail().x;
  const float wrap = std::max(1.0F, width - 2.0F * pad);
  const ImVec2 size = ImGui::CalcTextSize(words.c_str(), nullptr, false, wrap);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::InvisibleButton(id.c_str(), {width, size.y + frame.px(6.0F)});
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (active || hovered) {
    draw->AddRectFilled(origin, {origin.x + width, origin.y + size.y + frame.px(6.0F)},
                        ImGui::GetColorU32(active ? frame.colours.accent_soft : frame.colours.hover), frame.px(5.0F));
  }
  draw->AddText(ImGui::GetFont(), ImGui::GetFontSize(), {origin.x + pad, std::round(origin.y + frame.px(3.0F))},
                ImGui::GetColorU32(frame.colours.text), words.c_str(), nullptr, wrap);
  return clicked;
}

std::string pattern_tip(const Frame& frame, const anatomy::PainPattern& pattern) {
  std::string tip = pattern.place + "\n" + text::kEvidenceWord + ": " + std::string(name_of(pattern.evidence));
  if (pattern.how_common != "not stated") {
    tip += std::string("; ") + pattern.how_common;
  }
  tip += pattern.site_uncertain ? std::string("\n") + text::kSiteUncertain : std::string();
  return tip + "\n" + citations(frame, pattern.sources);
}

std::string muscle_name(const Frame& frame, const std::string& id) {
  if (const anatomy::Structure* entry = frame.leg->catalogue->find(id)) {
    std::string name = entry->english;
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') {
      name.front() = static_cast<char>(name.front() - 'a' + 'A');
    }
    return name;
  }
  for (const anatomy::OtherMuscle& other : frame.leg->pain()->muscles) {
    if (other.id == id) {
      return other.name;
    }
  }
  return id;
}

bool pose_button(const Frame& frame, const std::string& id, const char* words, double plantarflexion_deg) {
  if (find_command("pose.plantarflexion") == nullptr) {
    return false;
  }
  ImGui::PushID(id.c_str());
  if (ImGui::Button(words)) {
    frame.send(fmt::format("pose.plantarflexion {}", plantarflexion_deg));
  }
  tooltip(text::kPoseTip);
  ImGui::PopID();
  return true;
}

void clip_buttons(const Frame& frame, const std::string& id, std::span<const std::string> clips) {
  ImGui::PushID(id.c_str());
  bool first = true;
  for (const std::string& wanted : clips) {
    const auto known = frame.context.motion.clips;
    const auto clip =
        std::find_if(known.begin(), known.end(), [&](const anatomy::Clip& one) { return one.id == wanted; });
    if (clip == known.end()) {
      continue;
    }
    const std::string words = std::string(icon::kPlay) + "  " + clip->name;
    const float width = ImGui::CalcTextSize(words.c_str()).x + 2.0F * ImGui::GetStyle().FramePadding.x;
    const float after = ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width;
    if (!first && after < ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x) {
      ImGui::SameLine();
    }
    first = false;
    if (ImGui::Button(words.c_str())) {
      frame.send("clip " + clip->id);
    }
    tooltip(text::kPlayClipTip + std::string("\n") + clip->claim.text);
  }
  ImGui::PopID();
}

namespace {

using anatomy::PainData;
using anatomy::PainPattern;

// The hue a shown pattern has in the picture, at the right end of its row.
void hue_mark(const Frame& frame, const std::string& id) {
  const auto& shown = frame.session.overlays.shown;
  const auto at = std::find(shown.begin(), shown.end(), id);
  if (at == shown.end() || !in_hues(frame.session)) {
    return;
  }
  const glm::vec3 hue = scene::pattern_hues().at(static_cast<std::size_t>(at - shown.begin()));
  const ImVec2 low = ImGui::GetItemRectMin();
  const float side = frame.px(11.0F);
  const float right = ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x - frame.px(4.0F);
  const float top = std::round(0.5F * (low.y + ImGui::GetItemRectMax().y - side));
  ImGui::GetWindowDrawList()->AddRectFilled({right - side, top}, {right, top + side},
                                            ImGui::GetColorU32({hue.x, hue.y, hue.z, 1.0F}), frame.px(2.0F));
}

void pattern_row(const Frame& frame, const PainPattern& pattern) {
  if (tick(frame, pattern.id, pattern.name, is_shown(frame, pattern.id), pattern_tip(frame, pattern))) {
    frame.send("overlay.toggle " + pattern.id);
  }
  hue_mark(frame, pattern.id);
}

void muscle_rows(const Frame& frame, const std::string& muscle, const std::vector<const PainPattern*>& patterns) {
  if (patterns.size() == 1) {
    pattern_row(frame, *patterns.front());
    return;
  }
  const auto on = std::count_if(patterns.begin(), patterns.end(),
                                [&](const PainPattern* pattern) { return is_shown(frame, pattern->id); });
  const auto all = static_cast<std::ptrdiff_t>(patterns.size());
  const WithFont font(frame.context.fonts.bold);
  if (tick(frame, "muscle-" + muscle, muscle_name(frame, muscle), on == all,
           fmt::format("{} of {} shown", on, patterns.size()))) {
    frame.send("overlay.toggle " + muscle);
  }
  const WithFont regular(frame.context.fonts.regular);
  ImGui::Indent(frame.px(18.0F));
  for (const PainPattern* pattern : patterns) {
    pattern_row(frame, *pattern);
  }
  ImGui::Unindent(frame.px(18.0F));
}

void draw_patterns(const Frame& frame, const PainData& data) {
  if (!section(frame, "pain-patterns", text::kPatterns)) {
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(8.0F), frame.px(3.0F)});
  std::vector<std::string> done;
  for (const PainPattern& first : data.patterns) {
    if (std::find(done.begin(), done.end(), first.muscle) != done.end()) {
      continue;
    }
    done.push_back(first.muscle);
    std::vector<const PainPattern*> own;
    for (const PainPattern& pattern : data.patterns) {
      if (pattern.muscle == first.muscle) {
        own.push_back(&pattern);
      }
    }
    muscle_rows(frame, first.muscle, own);
  }
  ImGui::Dummy({0.0F, frame.px(2.0F)});
  for (const anatomy::PainZone& zone : data.zones) {
    if (zone.layer && tick(frame, zone.id, zone.name, is_shown(frame, zone.id), zone.prompt)) {
      frame.send("overlay.toggle " + zone.id);
    }
  }
  ImGui::PopStyleVar();
  if (!frame.session.overlays.shown.empty() && ImGui::Button(text::kAllOff)) {
    frame.send("overlay.clear");
  }
}

void word_row(const Frame& frame, const char* command, std::span<const char* const> words, std::size_t chosen,
              std::span<const std::string_view> values) {
  const int clicked = segments(frame, command, words.data(), static_cast<int>(words.size()), static_cast<int>(chosen));
  if (clicked >= 0 && static_cast<std::size_t>(clicked) != chosen) {
    frame.send(fmt::format("{} {}", command, values[static_cast<std::size_t>(clicked)]));
  }
}

void gain_slider(const Frame& frame) {
  row_label(frame, text::kGain, text::kGainTip);
  auto gain = static_cast<float>(frame.session.overlays.gain);
  slider_row(frame, fmt::format("x {:.2g}", gain), "100 %", [&] {
    if (ImGui::SliderFloat("##gain", &gain, static_cast<float>(kLeastGain), static_cast<float>(kMostGain), "",
                           ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_Logarithmic)) {
      frame.send(fmt::format("overlay.gain {:.2f}", gain));
    }
    if (ImGui::IsItemActive()) {
      frame.output.merge_key = "overlay.gain";
    }
  });
}

void draw_style(const Frame& frame) {
  if (!section(frame, "pain-style", text::kPainStyle)) {
    return;
  }
  const Overlays& overlays = frame.session.overlays;
  word_row(frame, "overlay.style", text::kStyleWords, static_cast<std::size_t>(overlays.style), kOverlayStyles);
  if (overlays.style == OverlayStyle::heat) {
    word_row(frame, "overlay.map", text::kMapWords, static_cast<std::size_t>(overlays.map), kColourMaps);
  }
  fraction_slider(frame, text::kOpacity, text::kOpacityTip, "overlay.opacity", overlays.opacity, true);
  gain_slider(frame);
}

std::string zone_names(const PainData& data, const std::vector<std::string>& ids) {
  std::string names;
  for (const std::string& id : ids) {
    names += (names.empty() ? "" : "; ") + data.zone(id)->name;
  }
  return names;
}

// Other patterns that share an essential zone, one click away.
void same_zones(const Frame& frame, const PainData& data, const PainPattern& pattern) {
  std::vector<const PainPattern*> others;
  for (const PainPattern& other : data.patterns) {
    const bool shares = std::any_of(pattern.essential.begin(), pattern.essential.end(),
                                    [&](const std::string& zone) { return PainData::weight(other, zone) > 0.0; });
    if (shares && other.id != pattern.id) {
      others.push_back(&other);
    }
  }
  if (others.empty()) {
    return;
  }
  muted_text(frame, text::kSameZones);
  for (const PainPattern* other : others) {
    if (tick(frame, "also-" + other->id, other->name, is_shown(frame, other->id), pattern_tip(frame, *other))) {
      frame.send("overlay.toggle " + other->id);
    }
  }
}

void draw_shown(const Frame& frame, const PainData& data) {
  const auto& shown = frame.session.overlays.shown;
  const PainPattern* pattern = shown.empty() ? nullptr : data.pattern(shown.back());
  if (pattern == nullptr || !section(frame, "pain-shown", text::kShownPattern)) {
    return;
  }
  {
    const WithFont font(frame.context.fonts.bold);
    ImGui::TextWrapped("%s", pattern->name.c_str());
  }
  labelled(frame, text::kPointPlace,
           pattern->place + (pattern->site_uncertain ? std::string(" ") + text::kSiteUncertain : ""));
  labelled(frame, text::kEssential, zone_names(data, pattern->essential));
  labelled(frame, text::kSpillover, zone_names(data, pattern->spillover));
  labelled(frame, text::kEvidenceWord,
           std::string(name_of(pattern->evidence)) +
               (pattern->how_common == "not stated" ? "" : "; " + pattern->how_common));
  tooltip(text::kEvidenceTip);
  labelled(frame, text::kNotes, pattern->note);
  labelled(frame, text::kSources, citations(frame, pattern->sources));
  same_zones(frame, data, *pattern);
}

}  // namespace

void draw_pain_panel(const Frame& frame) {
  const PainData* data = frame.leg != nullptr ? frame.leg->pain() : nullptr;
  if (data == nullptr) {
    muted_text(frame, frame.leg == nullptr ? text::kNoModel : text::kNoPain);
    return;
  }
  if (ImGui::BeginChild("pain-list")) {
    if (!frame.context.pain_ready) {
      muted_text(frame, text::kPainLoading);
    }
    draw_hurt(frame);
    draw_patterns(frame, *data);
    draw_style(frame);
    draw_shown(frame, *data);
    draw_pain_guide(frame);
    ImGui::Dummy({0.0F, frame.px(6.0F)});
    muted_text(frame, data->disclaimer.c_str());
  }
  ImGui::EndChild();
}

}  // namespace crus::ui
