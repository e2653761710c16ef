// ImGui without a window or GL: what a frame draws is built and thrown away, the mouse is moved by hand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <imgui.h>
// Window rectangles by name are needed to click on things; the public interface does not tell them.
#include <imgui_internal.h>

#include "support/support.hpp"
#include "ui/panels.hpp"
#include "ui/theme.hpp"

namespace crus::test {

class NullWindow {
 public:
  explicit NullWindow(const glm::vec2& size, float scale = 1.0F, ui::Theme theme = ui::Theme::light) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {size.x, size.y};
    io.DeltaTime = 1.0F / 60.0F;
    // Clicks of these tests follow each other at once and mean single ones.
    io.MouseDoubleClickTime = 0.0F;
    for (int key = 0; key < ImGuiKey_COUNT; ++key) {
      io.KeyMap[key] = key;
    }
    context.scale = scale;
    context.theme = theme;
    ui::apply_theme(theme, scale);
    has_fonts = ui::load_fonts(built_share_folder() / "fonts", scale, context.fonts);
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  }
  ~NullWindow() { ImGui::DestroyContext(); }
  NullWindow(const NullWindow&) = delete;
  NullWindow& operator=(const NullWindow&) = delete;

  ui::Output frame(const Leg* leg, const Session& session) {
    ui::Output output;
    ImGui::NewFrame();
    ui::draw_panels(leg, session, context, state, output);
    ImGui::Render();
    return output;
  }

  // Moves there, presses, releases; the commands of all frames.
  std::vector<std::string> click(const Leg* leg, const Session& session, const ImVec2& at, int button = 0) {
    std::vector<std::string> commands;
    const auto draw = [&](const ImVec2& mouse, bool down) {
      ImGui::GetIO().MousePos = mouse;
      ImGui::GetIO().MouseDown[button] = down;
      const ui::Output output = frame(leg, session);
      commands.insert(commands.end(), output.commands.begin(), output.commands.end());
    };
    draw(at, false);
    draw(at, false);
    draw(at, true);
    draw(at, false);
    draw({-100.0F, -100.0F}, false);
    return commands;
  }

  ui::Context context;
  ui::State state;
  bool has_fonts = false;
};

inline const ImGuiWindow* window_named(const std::string& name) {
  for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    if (std::string(window->Name).starts_with(name) && window->WasActive) {
      return window;
    }
  }
  return nullptr;
}

}  // namespace crus::test
