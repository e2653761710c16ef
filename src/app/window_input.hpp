// Mouse and keyboard to command lines. No window and no GL: events come in as values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "session/session.hpp"
#include "ui/panels.hpp"

namespace crus::app {

enum class Button { left, middle, right };

struct Modifiers {
  bool shift = false, control = false, alt = false;
  bool operator==(const Modifiers&) const = default;
};

struct Click {
  Button button = Button::left;
  Modifiers modifiers;
  glm::vec2 position{0.0F};
  bool twice = false;
};

// Tells drags from clicks: a press that moves further than a few design pixels is a drag for good, and its release
// is no click.
class Pointer {
 public:
  void press(Button button, const Modifiers& modifiers, const glm::vec2& position, double now_s);
  // The camera command a move makes while a button is down; nothing otherwise. Picture height in the same units.
  [[nodiscard]] std::optional<std::string> move(const glm::vec2& position, float picture_height, float scale);
  [[nodiscard]] std::optional<Click> release(Button button, double now_s, float scale);
  void cancel() { pressed_.reset(); }

  [[nodiscard]] bool pressed() const { return pressed_.has_value(); }
  [[nodiscard]] bool dragging() const { return pressed_ && pressed_->dragged; }

 private:
  struct Press {
    Button button;
    Modifiers modifiers;
    glm::vec2 start, last;
    bool dragged = false;
  };
  std::optional<Press> pressed_;
  glm::vec2 last_click_{-1000.0F};
  double last_click_s_ = -1000.0;
};

// Zooms by wheel notches to what lies under the pointer, in the plane of the camera's target.
[[nodiscard]] std::string zoom_line(const Camera& fitted, const ui::Rect& picture, const glm::vec2& pointer,
                                    double notches);

// The command line of a key (GLFW key code), empty for a key without one. `subject` is what H, I and F act on when
// nothing is selected: the structure under the pointer.
[[nodiscard]] std::string key_line(int key, const Modifiers& modifiers, const Session& session,
                                   const std::optional<std::string>& subject);

}  // namespace crus::app
