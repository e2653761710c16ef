// Inside the room: lines in space over the picture, plain where they are seen, faint where something solid lies before
// them, with names on plates that keep clear of one another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "render/draw_list.hpp"
#include "scene/coverage.hpp"
#include "scene/scene.hpp"

namespace crus::scene {

// In pixels from the top left; empty behind the eye.
[[nodiscard]] std::optional<glm::vec2> pixel_of(const glm::vec3& point, const render::View& view, glm::ivec2 size);

struct Stroke {
  std::vector<glm::vec3> points;  // world, mm
  glm::vec3 ink{0.0F};            // sRGB
  float width_px = 2.0F;
  float behind = 0.3F;    // opacity of what is hidden, of the whole
  float slack_mm = 2.5F;  // so deep below a surface it still counts as seen
  bool halo = true;       // with an edge in the background's colour
  float opacity = 1.0F;
};

class SpaceLines {
 public:
  // What stands solid in the picture hides.
  SpaceLines(const Leg& leg, const Session& session, const Placement& placement, const render::View& view,
             glm::ivec2 size);

  void add(const Stroke& stroke);
  // A diamond of that half width.
  void add_dot(const glm::vec3& place, const glm::vec3& ink, float radius_px, float slack_mm, float behind = 0.4F);
  // 1 seen, 0 hidden.
  [[nodiscard]] float seen(const glm::vec3& place, float slack_mm) const;
  [[nodiscard]] std::optional<glm::vec2> pixel(const glm::vec3& place) const { return pixel_of(place, view_, size_); }
  // Unit, square to a direction and to the line of sight.
  [[nodiscard]] glm::vec3 across(const glm::vec3& place, const glm::vec3& way) const;
  // Appends what was added to the overlay: edges first.
  void finish(render::Overlay& overlay) const;
  // How much of a rectangle of the picture lies over something solid, 0..1; and whether a line runs through it.
  [[nodiscard]] float covered(const render::Rect2D& rect) const;
  [[nodiscard]] bool crossed(const render::Rect2D& rect) const;

 private:
  struct Piece {
    glm::vec2 a, b;
    glm::vec3 ink;
    float opacity, width;
    bool halo;
  };
  render::View view_;
  glm::mat4 clip_from_world_;
  glm::vec3 eye_{0.0F};
  bool orthographic_ = false;
  glm::ivec2 size_;
  glm::vec3 halo_;
  Coverage solids_;
  std::vector<Piece> pieces_;
  struct Dot {
    glm::vec2 at;
    glm::vec3 ink;
    float opacity, radius;
  };
  std::vector<Dot> dots_;
};

// Names beside places of the picture, laid out when all lines are known: clear of the leg, of lines and of one another,
// each with a leader to its place. The first ones get the best places.
class PlateLabels {
 public:
  PlateLabels(const Session& session, glm::ivec2 size, const Fonts& fonts, float ui_scale);
  // One or two lines; the first is bold. Off to the side that `way` points to (pixels, any length), if there is room.
  void add(const glm::vec2& place, const glm::vec2& way, const glm::vec3& ink, std::string first,
           std::string second = {});
  // Nothing may lie here any more.
  void keep_clear(const render::Rect2D& rect) { taken_.push_back(rect); }
  [[nodiscard]] float size_px() const { return text_px_; }
  void finish(render::Overlay& overlay, const SpaceLines& lines);

 private:
  struct Label {
    glm::vec2 place, way;
    glm::vec3 ink;
    std::string first, second;
  };
  [[nodiscard]] bool is_free(const render::Rect2D& rect) const;
  [[nodiscard]] std::optional<render::Rect2D> place_for(const Label& label, const SpaceLines& lines) const;
  void draw(render::Overlay& overlay, const Label& label, render::Rect2D plate) const;
  Background background_;
  glm::vec2 size_;
  const Fonts& fonts_;
  float text_px_;
  std::vector<Label> labels_;
  std::vector<render::Rect2D> taken_;
};

}  // namespace crus::scene
