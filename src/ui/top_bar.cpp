#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "ui/icons.hpp"
#include "ui/menu.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

// One part of the bar: flat, without padding, its contents centred in height.
bool begin_bar(const Frame& frame, const char* name, const Rect& rect, ImGuiWindowFlags flags = 0) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  const bool open = begin_fixed(frame, name, rect, ImGuiWindowFlags_NoBringToFrontOnFocus | flags);
  ImGui::PopStyleVar(3);
  if (open) {
    edge(frame, {rect.min.x, rect.max.y - 0.5F}, {rect.max.x, rect.max.y - 0.5F});
  }
  return open;
}

void draw_entry(const Frame& frame, const MenuEntry& entry, int id) {
  if (entry.separated) {
    ImGui::Separator();
  }
  ImGui::PushID(id);
  const char* shortcut = entry.shortcut.empty() ? nullptr : entry.shortcut.c_str();
  const std::string title =
      entry.submenu == text::kOpenRecent ? elided_left(entry.title, frame.px(380.0F)) : entry.title;
  if (ImGui::MenuItem(title.c_str(), shortcut, entry.checked, entry.enabled)) {
    frame.send(entry.command);
  }
  ImGui::PopID();
  tooltip(entry.tip);
}

// The entries of one menu; those of a submenu stand together.
void draw_entries(const Frame& frame, const std::string& menu, const std::vector<MenuEntry>& entries) {
  std::string open_submenu;
  bool shown = false;
  int id = 0;
  for (const MenuEntry& entry : entries) {
    ++id;
    if (entry.menu != menu) {
      continue;
    }
    if (entry.submenu != open_submenu) {
      if (shown) {
        ImGui::EndMenu();
      }
      open_submenu = entry.submenu;
      if (!open_submenu.empty() && entry.separated) {
        ImGui::Separator();
      }
      shown = !open_submenu.empty() && ImGui::BeginMenu(open_submenu.c_str());
      if (shown) {
        MenuEntry first = entry;
        first.separated = false;
        draw_entry(frame, first, id);
      } else if (open_submenu.empty()) {
        draw_entry(frame, entry, id);
      }
      continue;
    }
    if (open_submenu.empty() || shown) {
      draw_entry(frame, entry, id);
    }
  }
  if (shown) {
    ImGui::EndMenu();
  }
}

bool looks_so(const Frame& frame, const char* name) {
  const Camera& camera = frame.session.camera;
  const auto view = parse_view(name, frame.leg != nullptr ? frame.leg->side : anatomy::Side::right);
  return view && std::abs(std::remainder(view->azimuth_deg - camera.azimuth_deg, 360.0)) < 0.01 &&
         std::abs(view->elevation_deg - camera.elevation_deg) < 0.01;
}

bool view_button(const Frame& frame, const text::ViewButton& button, bool brief) {
  const bool active = looks_so(frame, button.view);
  ImGui::PushStyleColor(ImGuiCol_Button, active ? frame.colours.accent_soft : ImVec4(0, 0, 0, 0));
  ImGui::PushStyleColor(ImGuiCol_Text, active ? frame.colours.accent : frame.colours.text);
  const bool clicked = ImGui::Button(brief ? button.brief : button.title);
  ImGui::PopStyleColor(2);
  tooltip(fmt::format("{} ({})", brief ? button.title : text::kViewTip, button.key));
  return clicked;
}

float views_width(const Frame& frame, bool brief) {
  const ImGuiStyle& style = ImGui::GetStyle();
  float width = 2.0F * ImGui::GetFrameHeight() + frame.px(14.0F);
  for (const text::ViewButton& button : text::kViewButtons) {
    width += ImGui::CalcTextSize(brief ? button.brief : button.title).x + 2.0F * style.FramePadding.x + frame.px(2.0F);
  }
  return width;
}

}  // namespace

void draw_menu_bar(const Frame& frame) {
  const Rect& rect = frame.layout.menu;
  frame.state.menu_open = false;
  if (rect.size().y <= 0.0F) {
    return;
  }
  const float pad_y = std::max(0.0F, std::floor(0.5F * (rect.size().y - ImGui::GetFontSize())));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(9.0F), pad_y});
  ImGui::PushStyleColor(ImGuiCol_MenuBarBg, frame.colours.panel);
  const bool open = begin_bar(frame, "menu", rect, ImGuiWindowFlags_MenuBar);
  if (open && ImGui::BeginMenuBar()) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {frame.px(10.0F), frame.px(8.0F)});
    constexpr std::array<const char*, 5> kMenus{text::kFileMenu, text::kEditMenu, text::kViewMenu, text::kHighlightMenu,
                                                text::kHelpMenu};
    for (const char* menu : kMenus) {
      ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(8.0F), frame.px(8.0F)});
      if (ImGui::BeginMenu(menu)) {
        frame.state.menu_open = true;
        draw_entries(frame, menu, menu_entries(frame.leg, frame.session, frame.context, frame.state));
        close_on_escape();
        ImGui::EndMenu();
      }
      ImGui::PopStyleVar();
    }
    ImGui::PopStyleVar();
    ImGui::EndMenuBar();
  }
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
}

void draw_view_bar(const Frame& frame) {
  const Rect& rect = frame.layout.views;
  if (rect.size().y <= 0.0F || rect.size().x < 1.0F) {
    return;
  }
  const bool open = begin_bar(frame, "views", rect);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(2.0F), 0.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(8.0F), ImGui::GetStyle().FramePadding.y});
  const bool brief = views_width(frame, false) > rect.size().x - frame.px(24.0F);
  if (open && views_width(frame, true) <= rect.size().x) {
    ImGui::SetCursorPos({std::round(0.5F * (rect.size().x - views_width(frame, brief))),
                         std::round(0.5F * (rect.size().y - ImGui::GetFrameHeight()))});
    ImGui::BeginDisabled(frame.leg == nullptr);
    for (const text::ViewButton& button : text::kViewButtons) {
      if (view_button(frame, button, brief)) {
        frame.send(std::string("view ") + button.view);
      }
      ImGui::SameLine();
    }
    ImGui::Dummy({frame.px(10.0F), 0.0F});
    ImGui::SameLine();
    if (icon_button(frame, "reset", icon::kExpand, text::kResetView)) {
      frame.send("camera.reset");
    }
    ImGui::SameLine();
    const bool flat = frame.session.camera.orthographic;
    if (icon_button(frame, "projection", icon::kCube, flat ? text::kPerspective : text::kOrthographic, true, flat)) {
      frame.send("projection toggle");
    }
    ImGui::EndDisabled();
  }
  ImGui::End();
  ImGui::PopStyleVar(2);
}

void draw_tools(const Frame& frame) {
  const Rect& rect = frame.layout.tools;
  if (rect.size().y <= 0.0F || rect.size().x < 1.0F) {
    return;
  }
  const bool open = begin_bar(frame, "tools", rect);
  if (open) {
    constexpr float kButtons = 5.0F;
    const float side = ImGui::GetFrameHeight();
    const float gap = frame.px(2.0F);
    ImGui::SetCursorPos({rect.size().x - frame.px(12.0F) - kButtons * side - (kButtons - 1.0F) * gap,
                         std::round(0.5F * (rect.size().y - side))});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, 0.0F});
    const Context& context = frame.context;
    const auto step = [](const char* word, const std::string& name) { return std::string(word) + " " + name; };
    if (icon_button(frame, "undo", icon::kUndo,
                    context.can_undo ? step(text::kUndo, context.undo_step) : text::kNothingToUndo, context.can_undo)) {
      frame.send("undo");
    }
    ImGui::SameLine();
    if (icon_button(frame, "redo", icon::kRedo,
                    context.can_redo ? step(text::kRedo, context.redo_step) : text::kNothingToRedo, context.can_redo)) {
      frame.send("redo");
    }
    ImGui::SameLine();
    if (icon_button(frame, "picture", icon::kCamera, text::kSavePicture, frame.leg != nullptr)) {
      frame.send("browse save-picture");
    }
    ImGui::SameLine();
    const bool light = context.theme == Theme::light;
    if (icon_button(frame, "theme", light ? icon::kMoon : icon::kSun, light ? text::kDarkTheme : text::kLightTheme)) {
      frame.send(light ? "theme dark" : "theme light");
    }
    ImGui::SameLine();
    if (icon_button(frame, "help", icon::kKeyboard, text::kHelp)) {
      frame.send("help toggle");
    }
    ImGui::PopStyleVar();
  }
  ImGui::End();
}

}  // namespace crus::ui
