#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "session/commands.hpp"
#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

bool highlight_available(const Frame& frame, const char* name) {
  return frame.leg != nullptr && run_command(frame.session, *frame.leg, std::string("highlight ") + name).has_value();
}

void highlight_button(const Frame& frame, const text::HighlightButton& button, const ImVec2& size) {
  const bool active = active_highlight(frame.session) == button.highlight;
  const bool available = highlight_available(frame, button.highlight);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImGui::BeginDisabled(!available);
  const bool clicked = ImGui::InvisibleButton(button.title, size);
  const bool hovered = available && ImGui::IsItemHovered();
  ImGui::EndDisabled();
  tooltip(!available ? text::kLacksIt : (active ? "" : button.tip));
  const Palette& colours = frame.colours;
  const ImVec4& fill = active ? colours.accent : (hovered ? colours.hover : colours.raised);
  const ImVec4& ink = active ? colours.on_accent : (available ? colours.text : colours.muted);
  const ImVec4& quiet = active ? colours.on_accent : colours.muted;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 end(origin.x + size.x, origin.y + size.y);
  draw->AddRectFilled(origin, end, ImGui::GetColorU32(fill), frame.px(8.0F));
  draw->AddRect(origin, end, ImGui::GetColorU32(active || hovered ? colours.accent : colours.border), frame.px(8.0F));
  const float left = origin.x + frame.px(12.0F);
  {
    const WithFont font(frame.context.fonts.bold);
    draw->AddText({left, std::round(origin.y + frame.px(6.0F))}, ImGui::GetColorU32(ink), button.title);
  }
  ImFont* regular = frame.context.fonts.regular != nullptr ? frame.context.fonts.regular : ImGui::GetFont();
  draw->AddText(regular, frame.px(12.5F), {left, std::round(origin.y + frame.px(25.0F))}, ImGui::GetColorU32(quiet),
                button.caption);
  if (clicked) {
    frame.send(active ? "highlight none" : std::string("highlight ") + button.highlight);
  }
}

void draw_highlights(const Frame& frame) {
  if (!section(frame, "highlights", text::kShowMe)) {
    return;
  }
  const float gap = frame.px(8.0F);
  const ImVec2 size(std::floor(0.5F * (ImGui::GetContentRegionAvail().x - gap)), frame.px(46.0F));
  for (std::size_t i = 0; i < text::kHighlightButtons.size(); ++i) {
    if (i % 2 == 1) {
      ImGui::SameLine(0.0F, gap);
    }
    highlight_button(frame, text::kHighlightButtons[i], size);
  }
}

void choice(const Frame& frame, const char* label, const char* command, const std::array<const char*, 3>& words,
            const std::array<const char*, 3>& values, int chosen) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(label);
  ImGui::SameLine(frame.px(14.0F + 74.0F));
  const int clicked = segments(frame, command, words.data(), static_cast<int>(words.size()), chosen);
  if (clicked >= 0 && clicked != chosen) {
    frame.send(std::string(command) + " " + values[static_cast<std::size_t>(clicked)]);
  }
}

bool has_skin(const Leg& leg) {
  for (const LegStructure& structure : leg.structures) {
    if (structure.kind == anatomy::Kind::skin) {
      return true;
    }
  }
  return false;
}

// Off is left of 0, so that a drag to the left end brings the first picture back.
void peel_slider(const Frame& frame) {
  const double peel = frame.session.peel.value_or(0.0);
  const std::size_t before = frame.output.commands.size();
  fraction_slider(frame, text::kPeel, text::kPeelTip, "peel", peel, frame.leg != nullptr);
  if (frame.output.commands.size() > before && frame.output.commands.back() == "peel 0") {
    frame.output.commands.back() = "peel off";
  }
}

void section_rows(const Frame& frame) {
  const std::optional<SectionPlane>& plane = frame.session.section;
  const int chosen = plane ? 1 + static_cast<int>(plane->kind) : 0;
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text::kSection);
  ImGui::SameLine(frame.px(14.0F + 74.0F));
  float whole = 0.0F;
  for (const char* word : text::kSectionWords) {
    whole += ImGui::CalcTextSize(word).x + frame.px(10.0F);
  }
  const auto& words = whole > ImGui::GetContentRegionAvail().x ? text::kSectionBriefs : text::kSectionWords;
  const int clicked = segments(frame, "section", words.data(), static_cast<int>(words.size()), chosen);
  if (clicked >= 0 && clicked != chosen) {
    frame.send(std::string("section ") + text::kSectionValues.at(static_cast<std::size_t>(clicked)));
  }
  if (plane && plane->kind != SectionPlane::Kind::free) {
    const std::size_t before = frame.output.commands.size();
    fraction_slider(frame, text::kPlace, text::kPlaceTip, "section", std::clamp(plane->fraction, 0.0, 1.0), true);
    if (frame.output.commands.size() > before) {
      std::string& line = frame.output.commands.back();
      const std::string name = text::kSectionValues.at(static_cast<std::size_t>(chosen));
      line.replace(0, std::string_view("section ").size(), "section " + name + ":");
    }
  }
}

void attachment_switches(const Frame& frame) {
  const Session& session = frame.session;
  bool on = session.attachments;
  if (ImGui::Checkbox(text::kAttachments, &on)) {
    frame.send("attachments toggle");
  }
  tooltip(text::kAttachmentsTip);
  if (!session.attachments) {
    return;
  }
  bool pulls = session.attachment_pulls;
  if (ImGui::Checkbox(text::kAttachmentPulls, &pulls)) {
    frame.send("attachments.pull toggle");
  }
  bool safe = session.attachment_colours == AttachmentColours::colour_blind;
  if (ImGui::Checkbox(text::kAttachmentColours, &safe)) {
    frame.send(safe ? "attachments.colours colour-blind" : "attachments.colours red-blue");
  }
}

void draw_layers(const Frame& frame) {
  if (!section(frame, "layers", text::kLayers)) {
    return;
  }
  const Session& session = frame.session;
  const bool skin = frame.leg != nullptr && has_skin(*frame.leg);
  fraction_slider(frame, text::kXray, text::kXrayTip, "xray", session.xray, frame.leg != nullptr);
  fraction_slider(frame, text::kSkin, skin ? text::kSkinTip : text::kNoSkin, "skin", session.skin_opacity, skin);
  peel_slider(frame);
  fraction_slider(frame, text::kExplode, text::kExplodeTip, "explode", session.explode, frame.leg != nullptr);
  section_rows(frame);
  choice(frame, text::kLabels, "labels", text::kLabelWords, text::kLabelValues, static_cast<int>(session.labels));
  choice(frame, text::kBackground, "background", text::kBackgroundWords, text::kBackgroundValues,
         static_cast<int>(session.background));
  if (frame.leg != nullptr && !frame.leg->attachments.empty()) {
    attachment_switches(frame);
  }
}

// On the line of the title above, without moving what follows.
void show_all_button(const Frame& frame) {
  const ImVec2 below = ImGui::GetCursorScreenPos();
  const ImVec2 title_low = ImGui::GetItemRectMax();
  const float width = ImGui::CalcTextSize(text::kShowAll).x + frame.px(14.0F);
  const float height = ImGui::GetTextLineHeight() + frame.px(4.0F);
  ImGui::SetCursorScreenPos(
      {frame.layout.panel.max.x - frame.px(14.0F) - width, title_low.y - height + frame.px(4.0F)});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(6.0F), 0.0F});
  if (ImGui::Button(text::kShowAll, {width, height})) {
    frame.send("show-all");
  }
  ImGui::PopStyleVar();
  tooltip(text::kShowAllTip);
  ImGui::SetCursorScreenPos(below);
}

// Highlights and layers. Where they leave too little of the panel to the list, they scroll.
void draw_controls(const Frame& frame) {
  constexpr float kLeastListHeight = 200.0F;  // search and five rows
  const float room = ImGui::GetContentRegionAvail().y - frame.px(kLeastListHeight);
  float& wanted = frame.state.controls_height;
  ImGui::SetCursorPosX(0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ImGui::GetStyle().WindowPadding.x, 0.0F});
  const float height = std::max(1.0F, wanted > 0.0F ? std::min(room, wanted) : room);
  if (ImGui::BeginChild("controls", {frame.layout.panel.size().x, height}, false,
                        ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysUseWindowPadding)) {
    draw_highlights(frame);
    draw_layers(frame);
    wanted = ImGui::GetCursorPosY();
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace

void fraction_slider(const Frame& frame, const char* label, const char* tip, const char* command, double value,
                     bool enabled) {
  ImGui::BeginDisabled(!enabled);
  row_label(frame, label, tip);
  int percent = static_cast<int>(std::lround(value * 100.0));
  slider_row(frame, fmt::format("{} %", percent), "100 %", [&] {
    const std::string id = std::string("##") + command;
    if (ImGui::SliderInt(id.c_str(), &percent, 0, 100, "", ImGuiSliderFlags_AlwaysClamp)) {
      frame.send(fmt::format("{} {}", command, percent / 100.0));
    }
    if (ImGui::IsItemActive()) {
      frame.output.merge_key = command;
    }
    tooltip(ImGui::IsItemActive() ? "" : tip);
  });
  ImGui::EndDisabled();
}

namespace {

void draw_anatomy(const Frame& frame) {
  // A window too low for everything: highlights and layers shrink away before the list does.
  if (frame.layout.panel.size().y > frame.px(420.0F)) {
    draw_controls(frame);
  }
  if (frame.leg != nullptr) {
    const Session& session = frame.session;
    section_title(frame, text::kStructures);
    if (!session.hidden.empty() || !session.ghosted.empty() || !session.isolated.empty()) {
      show_all_button(frame);
    }
    draw_structures(frame);
  }
}

}  // namespace

void draw_panel(const Frame& frame) {
  const Rect& rect = frame.layout.panel;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  const bool open = begin_fixed(frame, "panel", rect, ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar(2);
  if (open) {
    edge(frame, {rect.max.x - 0.5F, rect.min.y}, {rect.max.x - 0.5F, rect.max.y});
    const int clicked = segments(frame, "tabs", text::kPanelTabs.data(), static_cast<int>(text::kPanelTabs.size()),
                                 frame.state.pain_tab ? 1 : (frame.state.motion_tab ? 2 : 0));
    if (clicked >= 0) {
      frame.send(text::kPanelTabCommands.at(static_cast<std::size_t>(clicked)));
    }
    if (frame.state.pain_tab) {
      draw_pain_panel(frame);
    } else if (frame.state.motion_tab) {
      draw_motion_panel(frame);
    } else {
      draw_anatomy(frame);
    }
  }
  ImGui::End();
}

}  // namespace crus::ui
