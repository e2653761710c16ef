#include "app/window_input.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "core/units.hpp"
#include "session/commands.hpp"

namespace crus::app {
namespace {

constexpr float kDragThreshold = 4.0F;  // design pixels
constexpr float kSamePlace = 6.0F;      // design pixels between the clicks of a double click
constexpr double kDoubleClickS = 0.35;
constexpr double kOrbitPerPicture = 260.0;  // degrees for a drag over the picture's height
constexpr double kZoomPerNotch = 1.15;

struct KeyLine {
  int key;
  Modifiers modifiers;
  const char* line;
};
constexpr Modifiers kPlain{};
constexpr Modifiers kShift{.shift = true};
constexpr Modifiers kControl{.control = true};
constexpr Modifiers kControlShift{.shift = true, .control = true};
constexpr Modifiers kAlt{.alt = true};

constexpr std::array<KeyLine, 53> kKeys{{
    {GLFW_KEY_1, kPlain, "view anterior"},
    {GLFW_KEY_1, kShift, "view posterior"},
    {GLFW_KEY_3, kPlain, "view medial"},
    {GLFW_KEY_3, kShift, "view lateral"},
    {GLFW_KEY_7, kPlain, "view superior"},
    {GLFW_KEY_7, kShift, "view plantar"},
    {GLFW_KEY_5, kPlain, "projection toggle"},
    {GLFW_KEY_KP_1, kPlain, "view anterior"},
    {GLFW_KEY_KP_1, kShift, "view posterior"},
    {GLFW_KEY_KP_3, kPlain, "view medial"},
    {GLFW_KEY_KP_3, kShift, "view lateral"},
    {GLFW_KEY_KP_7, kPlain, "view superior"},
    {GLFW_KEY_KP_7, kShift, "view plantar"},
    {GLFW_KEY_KP_5, kPlain, "projection toggle"},
    {GLFW_KEY_HOME, kPlain, "camera.reset"},
    {GLFW_KEY_LEFT, kPlain, "camera.orbit -10 0"},
    {GLFW_KEY_RIGHT, kPlain, "camera.orbit 10 0"},
    {GLFW_KEY_UP, kPlain, "camera.orbit 0 10"},
    {GLFW_KEY_DOWN, kPlain, "camera.orbit 0 -10"},
    {GLFW_KEY_PAGE_UP, kPlain, "camera.travel 25"},
    {GLFW_KEY_PAGE_DOWN, kPlain, "camera.travel -25"},
    {GLFW_KEY_EQUAL, kPlain, "camera.zoom 1.2"},
    {GLFW_KEY_EQUAL, kShift, "camera.zoom 1.2"},
    {GLFW_KEY_KP_ADD, kPlain, "camera.zoom 1.2"},
    {GLFW_KEY_MINUS, kPlain, "camera.zoom 0.8333"},
    {GLFW_KEY_KP_SUBTRACT, kPlain, "camera.zoom 0.8333"},
    {GLFW_KEY_H, kAlt, "show-all"},
    {GLFW_KEY_ESCAPE, kPlain, "escape"},
    {GLFW_KEY_Z, kControl, "undo"},
    {GLFW_KEY_Z, kControlShift, "redo"},
    {GLFW_KEY_Y, kControl, "redo"},
    {GLFW_KEY_F, kControl, "search"},
    {GLFW_KEY_O, kControl, "browse open"},
    {GLFW_KEY_L, kControl, "browse load-view"},
    {GLFW_KEY_S, kControl, "browse save-view"},
    {GLFW_KEY_S, kControlShift, "browse save-picture"},
    {GLFW_KEY_L, kPlain, "labels.toggle"},
    {GLFW_KEY_1, kControl, "highlight soleus"},
    {GLFW_KEY_2, kControl, "highlight tibia"},
    {GLFW_KEY_3, kControl, "highlight fibula"},
    {GLFW_KEY_4, kControl, "highlight achilles"},
    {GLFW_KEY_Q, kControl, "quit"},
    {GLFW_KEY_SPACE, kPlain, "play toggle"},
    {GLFW_KEY_PERIOD, kPlain, "play.step 1"},
    {GLFW_KEY_COMMA, kPlain, "play.step -1"},
    {GLFW_KEY_TAB, kPlain, "panel toggle"},
    {GLFW_KEY_F1, kPlain, "help toggle"},
    {GLFW_KEY_EQUAL, kControl, "ui.scale larger"},
    {GLFW_KEY_EQUAL, kControlShift, "ui.scale larger"},
    {GLFW_KEY_KP_ADD, kControl, "ui.scale larger"},
    {GLFW_KEY_KP_SUBTRACT, kControl, "ui.scale smaller"},
    {GLFW_KEY_MINUS, kControl, "ui.scale smaller"},
    {GLFW_KEY_0, kControl, "ui.scale 1"},
}};

std::string joined(const std::vector<std::string>& ids) {
  std::string words;
  for (const std::string& id : ids) {
    words += " " + quote_word(id);
  }
  return words;
}

std::string subject_line(int key, const Session& session, const std::optional<std::string>& subject) {
  std::vector<std::string> ids = session.selected;
  if (ids.empty() && subject) {
    ids.push_back(*subject);
  }
  switch (key) {
    case GLFW_KEY_F: return "camera.focus" + joined(ids);
    case GLFW_KEY_H: return ids.empty() ? std::string() : "hide" + joined(ids);
    case GLFW_KEY_I:
      if (!session.isolated.empty()) {
        return "isolate none";
      }
      return ids.empty() ? std::string() : "isolate" + joined(ids);
    default: return {};
  }
}

}  // namespace

void Pointer::press(Button button, const Modifiers& modifiers, const glm::vec2& position, double now_s) {
  static_cast<void>(now_s);
  // A second button while one is down neither starts nor ends anything.
  if (!pressed_) {
    pressed_ = Press{button, modifiers, position, position, false};
  }
}

std::optional<std::string> Pointer::move(const glm::vec2& position, float picture_height, float scale) {
  if (!pressed_) {
    return std::nullopt;
  }
  Press& press = *pressed_;
  if (!press.dragged && glm::length(position - press.start) < kDragThreshold * scale) {
    return std::nullopt;
  }
  press.dragged = true;
  const glm::dvec2 step = glm::dvec2(position - press.last) / static_cast<double>(std::max(picture_height, 1.0F));
  press.last = position;
  if (step == glm::dvec2(0.0)) {
    return std::nullopt;
  }
  const bool pans = press.button != Button::left || press.modifiers.shift;
  return pans ? fmt::format("camera.pan {:.7f} {:.7f}", step.x, -step.y)
              : fmt::format("camera.orbit {:.5f} {:.5f}", kOrbitPerPicture * step.x, kOrbitPerPicture * step.y);
}

std::optional<Click> Pointer::release(Button button, double now_s, float scale) {
  if (!pressed_ || pressed_->button != button) {
    return std::nullopt;
  }
  const Press press = *pressed_;
  pressed_.reset();
  if (press.dragged) {
    last_click_s_ = -1000.0;
    return std::nullopt;
  }
  const bool twice = button == Button::left && now_s - last_click_s_ < kDoubleClickS &&
                     glm::length(press.start - last_click_) < kSamePlace * scale;
  last_click_ = press.start;
  last_click_s_ = twice ? -1000.0 : now_s;
  return Click{button, press.modifiers, press.start, twice};
}

std::string zoom_line(const Camera& fitted, const ui::Rect& picture, const glm::vec2& pointer, double notches) {
  const glm::dvec2 size(picture.size());
  const glm::dvec2 off = (glm::dvec2(pointer) - 0.5 * glm::dvec2(picture.min + picture.max)) / std::max(size.y, 1.0);
  const double height_mm = 2.0 * fitted.distance_mm * std::tan(radians(0.5 * fitted.field_of_view_deg));
  const double azimuth = radians(fitted.azimuth_deg);
  const double elevation = radians(fitted.elevation_deg);
  const glm::dvec3 right(std::sin(azimuth), 0.0, -std::cos(azimuth));
  const glm::dvec3 up(-std::sin(elevation) * std::cos(azimuth), std::cos(elevation),
                      -std::sin(elevation) * std::sin(azimuth));
  const glm::dvec3 point = fitted.target_mm + height_mm * (off.x * right - off.y * up);
  const double factor = std::pow(kZoomPerNotch, std::clamp(notches, -10.0, 10.0));
  return fmt::format("camera.zoom {:.6f} {:.4f} {:.4f} {:.4f}", factor, point.x, point.y, point.z);
}

std::string key_line(int key, const Modifiers& modifiers, const Session& session,
                     const std::optional<std::string>& subject) {
  const auto at = std::find_if(kKeys.begin(), kKeys.end(), [&](const KeyLine& candidate) {
    return candidate.key == key && candidate.modifiers == modifiers;
  });
  if (at != kKeys.end()) {
    return at->line;
  }
  return modifiers == kPlain ? subject_line(key, session, subject) : std::string();
}

}  // namespace crus::app
