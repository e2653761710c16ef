#include "ui/gizmo.hpp"

#include <algorithm>
#include <cmath>

#include <imgui.h>

#include "core/units.hpp"
#include "scene/camera.hpp"
#include "ui/text.hpp"
#include "ui/theme.hpp"

namespace crus::ui {
namespace {

constexpr float kArm = 34.0F;          // design pixels from the middle to a knob
constexpr float kKnob = 9.0F;          // radius
constexpr float kReachAside = 106.0F;  // from the middle to the picture's left edge: arm, knob and a word
constexpr float kReachBelow = 74.0F;   // to its lower edge
constexpr float kLeastPicture = 300.0F;
constexpr float kFacing = 0.999F;     // a knob that points at the viewer so exactly is the view already taken
constexpr float kWordsUntil = 0.75F;  // beyond, a knob is so near the middle that its word would cover others

glm::dvec3 direction_of(const ViewDirection& view) {
  const double azimuth = radians(view.azimuth_deg);
  const double elevation = radians(view.elevation_deg);
  return {std::cos(elevation) * std::cos(azimuth), std::sin(elevation), std::cos(elevation) * std::sin(azimuth)};
}

const GizmoKnob* knob_at(const std::vector<GizmoKnob>& knobs, const glm::vec2& pointer) {
  // The nearest to the viewer first.
  for (auto knob = knobs.rbegin(); knob != knobs.rend(); ++knob) {
    if (glm::length(pointer - knob->centre) <= 1.25F * knob->radius) {
      return &*knob;
    }
  }
  return nullptr;
}

ImU32 faded(const ImVec4& colour, float opacity) {
  return ImGui::GetColorU32(ImVec4(colour.x, colour.y, colour.z, colour.w * opacity));
}

void draw_word(const GizmoKnob& knob, const glm::vec2& middle, float gap, ImU32 colour, ImDrawList& list) {
  const ImVec2 size = ImGui::CalcTextSize(knob.word.c_str());
  const glm::vec2 out = knob.centre - middle;
  const float length = glm::length(out);
  const glm::vec2 way = length > 1e-3F ? out / length : glm::vec2(0.0F, 1.0F);
  // Beside a knob that points sideways, above or below one that points up or down.
  const bool sideways = std::abs(way.x) > 0.5F;
  glm::vec2 at = knob.centre - 0.5F * glm::vec2(size.x, size.y);
  if (sideways) {
    at.x = way.x > 0.0F ? knob.centre.x + knob.radius + gap : knob.centre.x - knob.radius - gap - size.x;
  } else {
    at.y = way.y > 0.0F ? knob.centre.y + knob.radius + 0.5F * gap : knob.centre.y - knob.radius - 0.5F * gap - size.y;
  }
  list.AddText({std::round(at.x), std::round(at.y)}, colour, knob.word.c_str());
}

}  // namespace

std::vector<GizmoKnob> gizmo_knobs(const Rect& picture, float scale, const Camera& camera, anatomy::Side side) {
  std::vector<GizmoKnob> knobs;
  if (std::min(picture.size().x, picture.size().y) < kLeastPicture * scale) {
    return knobs;
  }
  const glm::vec2 middle(picture.min.x + kReachAside * scale, picture.max.y - kReachBelow * scale);
  const scene::CameraAxes axes = scene::axes_of(camera);
  for (const text::GizmoWord& word : text::kGizmoWords) {
    const auto view = parse_view(word.view, side);
    if (!view) {
      continue;
    }
    const glm::dvec3 direction = direction_of(*view);
    const glm::vec2 off(glm::dot(direction, axes.right), -glm::dot(direction, axes.up));
    knobs.push_back({word.view, word.word, word.opposite, middle + kArm * scale * off, kKnob * scale,
                     static_cast<float>(glm::dot(direction, axes.back))});
  }
  std::stable_sort(knobs.begin(), knobs.end(),
                   [](const GizmoKnob& a, const GizmoKnob& b) { return a.toward < b.toward; });
  return knobs;
}

std::optional<std::string> gizmo_view_at(const Rect& picture, float scale, const Camera& camera, anatomy::Side side,
                                         const glm::vec2& pointer) {
  const std::vector<GizmoKnob> knobs = gizmo_knobs(picture, scale, camera, side);
  const GizmoKnob* knob = knob_at(knobs, pointer);
  if (knob == nullptr) {
    return std::nullopt;
  }
  return knob->toward > kFacing ? knob->other : knob->view;
}

void draw_gizmo(const Rect& picture, const Context& context, const Camera& camera, anatomy::Side side,
                const glm::vec2& pointer, ImDrawList& list) {
  const std::vector<GizmoKnob> knobs = gizmo_knobs(picture, context.scale, camera, side);
  if (knobs.empty()) {
    return;
  }
  const GizmoKnob* hovered = knob_at(knobs, pointer);
  const Palette& colours = palette(context.theme);
  glm::vec2 middle(0.0F);
  for (const GizmoKnob& knob : knobs) {
    middle += knob.centre / static_cast<float>(knobs.size());
  }
  for (const GizmoKnob& knob : knobs) {
    const float opacity = 0.65F + 0.35F * knob.toward;
    const bool primary = knob.view == "anterior" || knob.view == "superior" || knob.view == "lateral";
    const ImVec4& colour = &knob == hovered ? colours.accent : colours.muted;
    if (primary) {
      list.AddLine({middle.x, middle.y}, {knob.centre.x, knob.centre.y}, faded(colour, opacity), 1.5F * context.scale);
    }
    list.AddCircleFilled({knob.centre.x, knob.centre.y}, knob.radius, faded(colours.panel, 1.0F));
    if (primary) {
      list.AddCircleFilled({knob.centre.x, knob.centre.y}, knob.radius,
                           faded(colour, &knob == hovered ? 1.0F : opacity));
    } else {
      list.AddCircle({knob.centre.x, knob.centre.y}, knob.radius - 0.5F, faded(colour, opacity), 0,
                     1.5F * context.scale);
    }
    const std::string letter = knob.word.substr(0, 1);
    const ImVec2 size = ImGui::CalcTextSize(letter.c_str());
    list.AddText({std::round(knob.centre.x - 0.5F * size.x), std::round(knob.centre.y - 0.5F * size.y)},
                 faded(primary ? colours.panel : colour, 1.0F), letter.c_str());
    // All words at once would cover one another; what is hovered always says its own.
    if (&knob == hovered || (hovered == nullptr && knob.toward > -0.15F && knob.toward < kWordsUntil)) {
      draw_word(knob, middle, 4.0F * context.scale, faded(&knob == hovered ? colours.accent : colours.text, 1.0F),
                list);
    }
  }
}

}  // namespace crus::ui
