#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

const char* icon_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::info: return icon::kInfo;
    case MessageKind::warning: return icon::kWarning;
    case MessageKind::error: return icon::kError;
  }
  return icon::kInfo;
}

const ImVec4& colour_of(const Frame& frame, MessageKind kind) {
  switch (kind) {
    case MessageKind::info: return frame.colours.muted;
    case MessageKind::warning: return frame.colours.warning;
    case MessageKind::error: return frame.colours.error;
  }
  return frame.colours.muted;
}

std::string model_words(const Frame& frame) {
  if (frame.leg == nullptr) {
    return text::kNoModel;
  }
  const std::string& source = frame.leg->source;
  const auto slash = source.find_last_of('/', source.empty() ? 0 : source.size() - 2);
  const std::string name = slash == std::string::npos ? source : source.substr(slash + 1);
  return fmt::format("{}  \u00B7  {} {}  \u00B7  {} {}", name, grouped(frame.leg->structures.size()),
                     text::kStructuresWord, grouped(frame.leg->triangle_count()), text::kTriangles);
}

// The last message, between what stands left and right of it.
void draw_last_message(const Frame& frame, float left, float room) {
  if (frame.context.messages.empty() || room < frame.px(60.0F)) {
    return;
  }
  const Message& last = frame.context.messages.back();
  ImGui::SameLine(left);
  ImGui::PushStyleColor(ImGuiCol_Text, colour_of(frame, last.kind));
  ImGui::TextUnformatted(elided(std::string(icon_of(last.kind)) + "  " + last.text, room).c_str());
  ImGui::PopStyleColor();
  copyable(frame, last.text);
  if (ImGui::IsItemClicked()) {
    frame.send("messages on");
  }
  tooltip(text::kMessagesTip);
}

void draw_message(const Frame& frame, const Message& message) {
  ImGui::TextColored(colour_of(frame, message.kind), "%s", icon_of(message.kind));
  ImGui::SameLine(frame.px(24.0F));
  if (!message.time.empty()) {
    ImGui::TextColored(frame.colours.muted, "%s", message.time.c_str());
    ImGui::SameLine(frame.px(92.0F));
  }
  ImGui::TextWrapped("%s", message.text.c_str());
  copyable(frame, message.text);
  tooltip(text::kCopyText);
}

std::string all_messages(const Frame& frame) {
  std::string all;
  for (const Message& message : frame.context.messages) {
    all += message.time + (message.time.empty() ? "" : "  ") + message.text + "\n";
  }
  return all;
}

void messages_head(const Frame& frame) {
  {
    const WithFont font(frame.context.fonts.bold);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(text::kMessages);
  }
  const float side = ImGui::GetFrameHeight();
  const float clear = ImGui::CalcTextSize(text::kClearMessages).x + 2.0F * ImGui::GetStyle().FramePadding.x;
  const float gap = frame.px(4.0F);
  const bool any = !frame.context.messages.empty();
  ImGui::SameLine(ImGui::GetContentRegionMax().x - 2.0F * side - clear - 2.0F * gap);
  if (icon_button(frame, "copy-messages", icon::kCopy, text::kCopyMessages, any)) {
    copy(frame, all_messages(frame));
  }
  ImGui::SameLine(0.0F, gap);
  ImGui::BeginDisabled(!any);
  if (ImGui::Button(text::kClearMessages)) {
    frame.send("messages clear");
  }
  ImGui::EndDisabled();
  ImGui::SameLine(0.0F, gap);
  if (icon_button(frame, "close-messages", icon::kClose, text::kClose)) {
    frame.send("messages off");
  }
}

}  // namespace

void draw_status(const Frame& frame) {
  const Rect& rect = frame.layout.status;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {frame.px(14.0F), 0.0F});
  const bool open = begin_fixed(frame, "status", rect, ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar(3);
  if (open) {
    edge(frame, {rect.min.x, rect.min.y + 0.5F}, {rect.max.x, rect.min.y + 0.5F});
    const float text_y = std::round(0.5F * (rect.size().y - ImGui::GetTextLineHeight()));
    ImGui::SetCursorPosY(text_y);
    const float pad = frame.px(14.0F);
    const float gap = frame.px(20.0F);
    const float button = ImGui::GetFrameHeight();
    const float width = rect.size().x - 2.0F * pad - button;
    const std::string speed = frame.context.frame_ms > 0.0 ? fmt::format("{:.1f} ms", frame.context.frame_ms) : "";
    const std::string driver = elided(frame.context.renderer, 0.26F * width);
    const std::string right = driver + (driver.empty() || speed.empty() ? "" : "  \u00B7  ") + speed;
    const std::string left = elided(model_words(frame), std::max(0.0F, 0.45F * width));
    ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
    ImGui::TextUnformatted(left.c_str());
    copyable(frame, model_words(frame));
    tooltip(frame.leg != nullptr ? frame.leg->source : std::string());
    const float left_end = pad + ImGui::CalcTextSize(left.c_str()).x;
    const float right_start = rect.size().x - pad - button - gap * 0.5F - ImGui::CalcTextSize(right.c_str()).x;
    draw_last_message(frame, left_end + gap, right_start - left_end - 2.0F * gap);
    if (right_start > left_end + gap) {
      ImGui::SameLine(right_start);
      ImGui::TextUnformatted(right.c_str());
      tooltip(frame.context.renderer + "\n" + text::kFrameTip);
    }
    ImGui::PopStyleColor();
    ImGui::SetCursorPos({rect.size().x - pad - button, std::round(0.5F * (rect.size().y - button))});
    if (icon_button(frame, "log", icon::kList, text::kMessagesTip, true, frame.state.messages_open)) {
      frame.send("messages toggle");
    }
  }
  ImGui::End();
}

void draw_messages(const Frame& frame) {
  if (!frame.state.messages_open) {
    return;
  }
  const Rect& picture = frame.layout.picture;
  const float width = std::min(frame.px(560.0F), std::max(1.0F, picture.size().x - frame.px(24.0F)));
  const float height = std::min(frame.px(280.0F), std::max(1.0F, picture.size().y - frame.px(24.0F)));
  ImGui::SetNextWindowPos({picture.min.x + frame.px(12.0F), picture.max.y - frame.px(12.0F)}, ImGuiCond_Always,
                          {0.0F, 1.0F});
  ImGui::SetNextWindowSize({width, height});
  if (ImGui::Begin("messages", nullptr, kFloating & ~ImGuiWindowFlags_AlwaysAutoResize)) {
    messages_head(frame);
    if (ImGui::BeginChild("list")) {
      if (frame.context.messages.empty()) {
        muted_text(frame, text::kNoMessages);
      }
      int id = 0;
      for (auto message = frame.context.messages.rbegin(); message != frame.context.messages.rend(); ++message) {
        ImGui::PushID(id++);
        draw_message(frame, *message);
        ImGui::PopID();
      }
    }
    ImGui::EndChild();
  }
  ImGui::End();
}

}  // namespace crus::ui
