#include "ui/panels.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ui/file_browser.hpp"
#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/structure_list.hpp"
#include "ui/text.hpp"
#include "ui/theme.hpp"

namespace crus::ui {
namespace {

// In place of the panel when it is hidden, so that it can be found again.
void draw_panel_button(const Frame& frame) {
  const glm::vec2 corner = frame.layout.picture.min + frame.px(10.0F);
  ImGui::SetNextWindowPos({corner.x, corner.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {frame.px(3.0F), frame.px(3.0F)});
  if (ImGui::Begin("open-panel", nullptr,
                   ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                       ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoNav |
                       ImGuiWindowFlags_NoFocusOnAppearing)) {
    if (icon_button(frame, "show-panel", icon::kBars, text::kShowPanel)) {
      frame.send("panel on");
    }
  }
  ImGui::End();
  ImGui::PopStyleVar();
}

// The panel's right edge, to be dragged.
void draw_splitter(const Frame& frame) {
  const Rect& panel = frame.layout.panel;
  const float half = frame.px(4.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  const Rect strip{{panel.max.x - half, panel.min.y}, {panel.max.x + half, panel.max.y}};
  if (begin_fixed(frame, "splitter", strip, ImGuiWindowFlags_NoBackground) && strip.size().y >= 1.0F) {
    ImGui::InvisibleButton("edge", {strip.size().x, strip.size().y});
    const bool held = ImGui::IsItemActive();
    if (held || ImGui::IsItemHovered()) {
      ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
      ImGui::GetWindowDrawList()->AddRectFilled({panel.max.x - 0.3F * half, panel.min.y},
                                                {panel.max.x + 0.3F * half, panel.max.y},
                                                ImGui::GetColorU32(frame.colours.accent));
    }
    if (held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 1.0F)) {
      const float wanted = ImGui::GetIO().MousePos.x / frame.context.scale;
      frame.send(fmt::format("panel.width {:.0f}", std::clamp(wanted, kLeastPanelWidth, kMostPanelWidth)));
    }
  }
  ImGui::End();
  ImGui::PopStyleVar(2);
}

}  // namespace

State::State() : list(std::make_unique<StructureList>()), files(std::make_unique<FileBrowser>()) {}
State::~State() = default;
State::State(State&&) noexcept = default;
State& State::operator=(State&&) noexcept = default;

bool State::dialog_open() const { return files->is_open() || browse.has_value(); }

void State::close_dialog() {
  files->close();
  browse.reset();
}

void draw_panels(const Leg* leg, const Session& session, const Context& context, State& state, Output& output) {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const Frame frame{
      leg,
      session,
      context,
      state,
      output,
      palette(context.theme),
      layout({display.x, display.y}, context.scale, state.panel_wanted, card_for(leg, session), state.panel_width)};
  const WithFont font(context.fonts.regular);
  if (frame.layout.panel_shown) {
    draw_panel(frame);
    draw_splitter(frame);
  } else {
    draw_panel_button(frame);
  }
  draw_transport(frame);
  draw_status(frame);
  draw_view_bar(frame);
  draw_tools(frame);
  draw_menu_bar(frame);
  draw_red_flags(frame);
  draw_course(frame);
  draw_card(frame);
  draw_loading(frame);
  draw_messages(frame);
  draw_help(frame);
  draw_about(frame);
  draw_picture_menu(frame);
  draw_under_pointer(frame);
  // Before the dialog: ImGui ends the program where a window first appears after a modal one did in the same frame.
  draw_hover_name(frame);
  draw_files(frame);
}

}  // namespace crus::ui
