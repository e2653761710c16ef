#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <imgui_internal.h>

namespace crus::ui {

bool begin_fixed(const Frame& frame, const char* name, const Rect& rect, ImGuiWindowFlags flags) {
  static_cast<void>(frame);
  ImGui::SetNextWindowPos({rect.min.x, rect.min.y});
  ImGui::SetNextWindowSize({rect.size().x, rect.size().y});
  return ImGui::Begin(name, nullptr,
                      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                          ImGuiWindowFlags_NoNav | flags);
}

void edge(const Frame& frame, const ImVec2& from, const ImVec2& to) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->PushClipRectFullScreen();
  draw->AddLine(from, to, ImGui::GetColorU32(frame.colours.border));
  draw->PopClipRect();
}

void section_title(const Frame& frame, const char* words) {
  ImGui::Dummy({0.0F, frame.px(4.0F)});
  const WithFont font(frame.context.fonts.bold);
  ImGui::SetWindowFontScale(0.8F);
  ImGui::TextColored(frame.colours.muted, "%s", words);
  ImGui::SetWindowFontScale(1.0F);
}

bool section(const Frame& frame, const char* id, const char* words) {
  ImGui::Dummy({0.0F, frame.px(4.0F)});
  const WithFont font(frame.context.fonts.bold);
  ImGui::SetWindowFontScale(0.8F);
  const bool open = !frame.state.closed_sections.contains(id);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::CalcTextSize(words);
  const float arrow = frame.px(14.0F);
  const bool clicked = ImGui::InvisibleButton(id, {size.x + arrow + frame.px(4.0F), size.y});
  const ImU32 ink = ImGui::GetColorU32(ImGui::IsItemHovered() ? frame.colours.text : frame.colours.muted);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddText(origin, ink, words);
  arrow_sign({origin.x + size.x + 0.7F * arrow, origin.y + 0.5F * size.y}, frame.px(3.5F), open, ink);
  ImGui::SetWindowFontScale(1.0F);
  if (clicked) {
    frame.send(std::string("section ") + id + (open ? " off" : " on"));
  }
  return open;
}

void arrow_sign(const ImVec2& middle, float radius, bool open, ImU32 ink) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (open) {
    draw->AddTriangleFilled({middle.x - radius, middle.y - 0.5F * radius},
                            {middle.x + radius, middle.y - 0.5F * radius}, {middle.x, middle.y + 0.8F * radius}, ink);
  } else {
    draw->AddTriangleFilled({middle.x - 0.5F * radius, middle.y - radius}, {middle.x + 0.8F * radius, middle.y},
                            {middle.x - 0.5F * radius, middle.y + radius}, ink);
  }
}

void row_label(const Frame& frame, const char* words, const char* tip) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(words);
  tooltip(tip);
  ImGui::SameLine(frame.px(14.0F + 74.0F));
}

void muted_text(const Frame& frame, const char* words) {
  ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
  ImGui::TextWrapped("%s", words);
  ImGui::PopStyleColor();
}

void tooltip(const std::string& words) {
  if (!words.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
    ImGui::SetTooltip("%s", words.c_str());
  }
}

void copy(const Frame& frame, const std::string& words) {
  ImGui::SetClipboardText(words.c_str());
  frame.output.copied = words;
}

void copyable(const Frame& frame, const std::string& words) {
  if (ImGui::IsItemHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
    copy(frame, words);
  }
}

bool icon_button(const Frame& frame, const char* id, const char* icon, const std::string& tip, bool enabled,
                 bool active) {
  const float side = ImGui::GetFrameHeight();
  ImGui::PushID(id);
  ImGui::BeginDisabled(!enabled);
  ImGui::PushStyleColor(ImGuiCol_Button, active ? frame.colours.accent_soft : ImVec4(0, 0, 0, 0));
  ImGui::PushStyleColor(ImGuiCol_Text, active ? frame.colours.accent : frame.colours.text);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0.0F, 0.0F});
  const bool clicked = ImGui::Button(icon, {side, side});
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  ImGui::EndDisabled();
  ImGui::PopID();
  tooltip(tip);
  return clicked;
}

namespace {

// Where the parts of a row of words begin and end: alike where every word fits so, else the room left over is shared.
std::vector<float> segment_edges(const Frame& frame, const char* const* words, int count, float width) {
  float widest = 0.0F;
  float all = 0.0F;
  for (int i = 0; i < count; ++i) {
    const float word = ImGui::CalcTextSize(words[i]).x;
    widest = std::max(widest, word);
    all += word;
  }
  const bool alike = widest + frame.px(12.0F) <= width / static_cast<float>(count);
  std::vector<float> edges{0.0F};
  for (int i = 0; i < count; ++i) {
    const float share = alike ? width / static_cast<float>(count)
                              : ImGui::CalcTextSize(words[i]).x + (width - all) / static_cast<float>(count);
    edges.push_back(edges.back() + share);
  }
  return edges;
}

}  // namespace

int segments(const Frame& frame, const char* id, const char* const* words, int count, int chosen) {
  ImGui::PushID(id);
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = ImGui::GetFrameHeight();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float rounding = ImGui::GetStyle().FrameRounding;
  draw->AddRectFilled(origin, {origin.x + width, origin.y + height}, ImGui::GetColorU32(frame.colours.faint), rounding);
  int clicked = -1;
  const std::vector<float> edges = segment_edges(frame, words, count, width);
  for (int i = 0; i < count; ++i) {
    const float left = std::round(origin.x + edges[static_cast<std::size_t>(i)]);
    const float right = std::round(origin.x + edges[static_cast<std::size_t>(i) + 1]);
    ImGui::SetCursorScreenPos({left, origin.y});
    if (ImGui::InvisibleButton(words[i], {right - left, height})) {
      clicked = i;
    }
    const bool hovered = ImGui::IsItemHovered();
    if (i == chosen || hovered) {
      const ImVec4& fill = i == chosen ? frame.colours.accent : frame.colours.hover;
      const float inset = frame.px(2.0F);
      draw->AddRectFilled({left + inset, origin.y + inset}, {right - inset, origin.y + height - inset},
                          ImGui::GetColorU32(fill), rounding - inset);
    }
    const ImVec2 size = ImGui::CalcTextSize(words[i]);
    draw->AddText({std::round(0.5F * (left + right - size.x)), std::round(origin.y + 0.5F * (height - size.y))},
                  ImGui::GetColorU32(i == chosen ? frame.colours.on_accent : frame.colours.text), words[i]);
  }
  ImGui::PopID();
  return clicked;
}

void forget_undo(ImGuiID field) {
  if (ImGuiInputTextState* state = ImGui::GetInputTextState(field)) {
    auto& undo = state->Stb.undostate;
    undo.undo_point = 0;
    undo.undo_char_point = 0;
    undo.redo_point = STB_TEXTEDIT_UNDOSTATECOUNT;
    undo.redo_char_point = STB_TEXTEDIT_UNDOCHARCOUNT;
  }
}

void close_on_escape() {
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    ImGui::CloseCurrentPopup();
  }
}

std::string elided(const std::string& text, float width) {
  if (ImGui::CalcTextSize(text.c_str()).x <= width) {
    return text;
  }
  const std::string dots = "\xE2\x80\xA6";
  std::size_t low = 0;
  std::size_t high = text.size();
  while (low < high) {
    const std::size_t middle = (low + high + 1) / 2;
    if (ImGui::CalcTextSize((text.substr(0, middle) + dots).c_str()).x <= width) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  // Not in the middle of a UTF-8 sequence.
  while (low > 0 && (static_cast<unsigned char>(text[low]) & 0xC0U) == 0x80U) {
    --low;
  }
  return text.substr(0, low) + dots;
}

std::string elided_left(const std::string& text, float width) {
  if (ImGui::CalcTextSize(text.c_str()).x <= width) {
    return text;
  }
  const std::string dots = "\xE2\x80\xA6";
  std::size_t from = 0;
  while (from < text.size() && ImGui::CalcTextSize((dots + text.substr(from)).c_str()).x > width) {
    ++from;
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) {
      ++from;
    }
  }
  return dots + text.substr(from);
}

std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) {
    digits.insert(i - 3, ",");
  }
  return digits;
}

}  // namespace crus::ui
