// Which way the leg is seen from, in anatomical words: six knobs in a corner of the picture, each at the end of its
// axis. Drawn over the picture and asked for what lies under the pointer; takes no input itself, so that whoever owns
// the pointer decides what a click means.
#pragma once

#include <array>
#include <optional>
#include <string>

#include <glm/glm.hpp>

#include "ui/panels.hpp"

struct ImDrawList;

namespace crus::ui {

struct GizmoKnob {
  std::string view;   // of the command "view": "anterior"
  std::string word;   // "Anterior", "Proximal"
  std::string other;  // the view from the opposite side
  glm::vec2 centre{0.0F};
  float radius = 0.0F;
  float toward = 0.0F;  // -1 pointing away from the viewer to 1 at the viewer
};

// Farthest from the viewer first, in ImGui units. `side` is that of the leg as shown: medial and lateral change places
// between right and left. Empty when the picture is too small for it.
[[nodiscard]] std::vector<GizmoKnob> gizmo_knobs(const Rect& picture, float scale, const Camera& camera,
                                                 anatomy::Side side);
// The view that a click there asks for; the opposite one where the knob already faces the viewer. Nothing beside the
// knobs.
[[nodiscard]] std::optional<std::string> gizmo_view_at(const Rect& picture, float scale, const Camera& camera,
                                                       anatomy::Side side, const glm::vec2& pointer);
void draw_gizmo(const Rect& picture, const Context& context, const Camera& camera, anatomy::Side side,
                const glm::vec2& pointer, ImDrawList& list);

}  // namespace crus::ui
