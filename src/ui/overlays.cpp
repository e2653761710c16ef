#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "session/commands.hpp"
#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/structure_list.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

Rect centred(const Rect& in, const glm::vec2& size) {
  const glm::vec2 middle = 0.5F * (in.min + in.max);
  return {middle - 0.5F * size, middle + 0.5F * size};
}

}  // namespace

void draw_loading(const Frame& frame) {
  const Loading& loading = frame.context.loading;
  const Rect& picture = frame.layout.picture;
  if (!loading.active) {
    if (frame.leg == nullptr) {
      const ImVec2 size = ImGui::CalcTextSize(text::kDropHere);
      const Rect at = centred(picture, {size.x, size.y});
      ImGui::GetBackgroundDrawList()->AddText({std::round(at.min.x), std::round(at.min.y)},
                                              ImGui::GetColorU32(frame.colours.muted), text::kDropHere);
    }
    return;
  }
  const float width = std::min(frame.px(340.0F), std::max(1.0F, picture.size().x - frame.px(24.0F)));
  const glm::vec2 middle = 0.5F * (picture.min + picture.max);
  ImGui::SetNextWindowPos({middle.x, middle.y}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSizeConstraints({width, 0.0F}, {width, picture.size().y});
  if (ImGui::Begin("loading", nullptr, kFloating)) {
    {
      const WithFont font(frame.context.fonts.bold);
      const std::string title =
          std::string(loading.cancelled ? text::kCancelling : text::kOpening) + " " + loading.name;
      ImGui::TextUnformatted(elided(title, ImGui::GetContentRegionAvail().x).c_str());
    }
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0.0F, 0.0F});
    ImGui::ProgressBar(static_cast<float>(std::clamp(loading.fraction, 0.0, 1.0)), {-1.0F, frame.px(8.0F)}, "");
    ImGui::PopStyleVar();
    const float button = ImGui::CalcTextSize(text::kCancel).x + 2.0F * ImGui::GetStyle().FramePadding.x;
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
    const float text_width = ImGui::GetContentRegionAvail().x - button - frame.px(10.0F);
    ImGui::TextUnformatted(elided(loading.text, text_width).c_str());
    ImGui::PopStyleColor();
    ImGui::SameLine(ImGui::GetContentRegionMax().x - button);
    ImGui::BeginDisabled(loading.cancelled);
    if (ImGui::Button(text::kCancel)) {
      frame.send("cancel");
    }
    ImGui::EndDisabled();
  }
  ImGui::End();
}

void draw_hover_name(const Frame& frame) {
  const bool covered = ImGui::GetIO().WantCaptureMouse || frame.state.dialog_open();
  if (!frame.context.probe.empty() && !covered) {
    ImGui::SetTooltip("%s", frame.context.probe.c_str());
    return;
  }
  if (frame.leg == nullptr || !frame.context.hovered_in_picture || covered) {
    return;
  }
  if (const LegStructure* structure = frame.leg->find(*frame.context.hovered_in_picture)) {
    const anatomy::Structure* entry = frame.leg->entry(*structure);
    const bool latin = frame.context.names == Names::latin && entry != nullptr && !entry->latin.empty();
    ImGui::SetTooltip("%s", latin ? latin_name(*entry).c_str() : structure->name.c_str());
  }
}

void draw_picture_menu(const Frame& frame) {
  if (frame.state.menu_of) {
    frame.state.menu_structure = *std::exchange(frame.state.menu_of, std::nullopt);
    ImGui::OpenPopup("picture-menu");
  }
  if (ImGui::BeginPopup("picture-menu")) {
    const LegStructure* structure = frame.leg != nullptr ? frame.leg->find(frame.state.menu_structure) : nullptr;
    if (structure == nullptr) {
      ImGui::CloseCurrentPopup();
    } else {
      structure_menu(frame, *structure);
      close_on_escape();
    }
    ImGui::EndPopup();
  }
}

// Ghosts let a click through; here they can be picked too.
void draw_under_pointer(const Frame& frame) {
  if (!frame.state.list_under.empty()) {
    frame.state.under = std::exchange(frame.state.list_under, {});
    ImGui::OpenPopup("under-pointer");
  }
  if (!ImGui::BeginPopup("under-pointer")) {
    return;
  }
  muted_text(frame, text::kUnderPointer);
  for (const std::string& id : frame.state.under) {
    const LegStructure* structure = frame.leg != nullptr ? frame.leg->find(id) : nullptr;
    if (structure == nullptr) {
      continue;
    }
    ImGui::PushID(id.c_str());
    if (ImGui::Selectable(structure->name.c_str())) {
      frame.send((ImGui::GetIO().KeyCtrl ? "select.toggle " : "select ") + quote_word(id));
    }
    if (ImGui::IsItemHovered()) {
      frame.output.hovered = id;
    }
    ImGui::PopID();
  }
  close_on_escape();
  ImGui::EndPopup();
}

void draw_help(const Frame& frame) {
  if (!frame.state.help_open) {
    return;
  }
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const ImVec2 pad = ImGui::GetStyle().WindowPadding;
  const float keys = frame.px(168.0F);
  const float what = frame.px(196.0F);
  // Two columns where there is room: a sheet is read at a glance, not scrolled.
  const int columns = display.x > 2.0F * (keys + what) + frame.px(90.0F) ? 2 : 1;
  const float width = std::min(static_cast<float>(columns) * (keys + what) + 2.0F * pad.x + frame.px(14.0F), display.x);
  ImGui::SetNextWindowPos({0.5F * display.x, 0.5F * display.y}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSizeConstraints({width, 0.0F}, {width, std::max(1.0F, display.y - frame.px(16.0F))});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoNav;
  if (ImGui::Begin("help", nullptr, kFlags)) {
    {
      const WithFont font(frame.context.fonts.title);
      ImGui::AlignTextToFramePadding();
      ImGui::TextUnformatted(text::kHelpTitle);
    }
    ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::GetFrameHeight());
    if (icon_button(frame, "close-help", icon::kClose, text::kClose)) {
      frame.send("help off");
    }
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {0.0F, frame.px(3.0F)});
    if (ImGui::BeginTable("keys", 2 * columns, ImGuiTableFlags_SizingFixedFit)) {
      for (int column = 0; column < columns; ++column) {
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, keys);
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, what);
      }
      const std::size_t count = text::kShortcuts.size();
      const std::size_t rows = (count + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
      for (std::size_t row = 0; row < rows; ++row) {
        ImGui::TableNextRow();
        for (std::size_t i = row; i < count; i += rows) {
          ImGui::TableNextColumn();
          ImGui::TextColored(frame.colours.muted, "%s", text::kShortcuts[i].keys);
          ImGui::TableNextColumn();
          ImGui::TextUnformatted(text::kShortcuts[i].what);
        }
      }
      ImGui::EndTable();
    }
    ImGui::PopStyleVar();
  }
  ImGui::End();
}

}  // namespace crus::ui
