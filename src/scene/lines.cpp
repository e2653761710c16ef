#include "scene/lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "scene/colours.hpp"
#include "scene/labels.hpp"

namespace crus::scene {
namespace {

constexpr int kDepthRows = 220;
constexpr float kSampleEveryPx = 3.0F;

std::vector<std::int32_t> solids_of(const Leg& leg, const Session& session) {
  std::vector<std::int32_t> solids;
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    if (visibility(leg, leg.structures[i], session) == Visibility::solid) {
      solids.push_back(static_cast<std::int32_t>(i));
    }
  }
  return solids;
}

}  // namespace

std::optional<glm::vec2> pixel_of(const glm::vec3& point, const render::View& view, glm::ivec2 size) {
  const glm::vec4 clip = view.clip_from_view * view.view_from_world * glm::vec4(point, 1.0F);
  if (clip.w <= 1e-6F) {
    return std::nullopt;
  }
  return (glm::vec2(clip.x, -clip.y) / clip.w * 0.5F + 0.5F) * glm::vec2(size);
}

SpaceLines::SpaceLines(const Leg& leg, const Session& session, const Placement& placement, const render::View& view,
                       glm::ivec2 size)
    : view_(view),
      clip_from_world_(view.clip_from_view * view.view_from_world),
      orthographic_(view.clip_from_view[3][3] != 0.0F),
      size_(size),
      halo_(glm::vec3(colours_of(session.background).plate)),
      solids_(cover(leg, solids_of(leg, session), placement, view, size, kDepthRows)) {
  const glm::mat4 world_from_view = glm::inverse(view.view_from_world);
  eye_ = orthographic_ ? glm::vec3(world_from_view[2]) : glm::vec3(world_from_view[3]);
}

glm::vec3 SpaceLines::across(const glm::vec3& place, const glm::vec3& way) const {
  const glm::vec3 side = glm::cross(way, orthographic_ ? eye_ : eye_ - place);
  return glm::length(side) > 1e-6F ? glm::normalize(side) : glm::vec3(0.0F);
}

float SpaceLines::seen(const glm::vec3& place, float slack_mm) const {
  const glm::vec3 way = glm::normalize(orthographic_ ? eye_ : eye_ - place);
  const glm::vec4 clip = clip_from_world_ * glm::vec4(place + slack_mm * way, 1.0F);
  if (clip.w <= 1e-6F) {
    return 0.0F;
  }
  const glm::vec3 ndc = glm::vec3(clip) / clip.w;
  // The cells round the place vote, so that edges are not as coarse as cells.
  const glm::vec2 at = glm::vec2(ndc.x * 0.5F + 0.5F, 0.5F - ndc.y * 0.5F) * glm::vec2(solids_.cells) - 0.5F;
  const glm::vec2 low = glm::floor(at);
  const glm::vec2 part = at - low;
  float seen = 0.0F;
  for (int dy = 0; dy < 2; ++dy) {
    for (int dx = 0; dx < 2; ++dx) {
      const int x = static_cast<int>(low.x) + dx;
      const int y = static_cast<int>(low.y) + dy;
      const bool inside = x >= 0 && y >= 0 && x < solids_.cells.x && y < solids_.cells.y;
      const bool hidden = inside && solids_.depth[solids_.index(x, y)] < ndc.z;
      const float weight = (dx == 1 ? part.x : 1.0F - part.x) * (dy == 1 ? part.y : 1.0F - part.y);
      seen += hidden ? 0.0F : weight;
    }
  }
  return seen;
}

void SpaceLines::add(const Stroke& stroke) {
  for (std::size_t i = 1; i < stroke.points.size(); ++i) {
    const auto a = pixel(stroke.points[i - 1]);
    const auto b = pixel(stroke.points[i]);
    if (!a || !b) {
      continue;
    }
    const int parts = std::clamp(static_cast<int>(std::ceil(glm::distance(*a, *b) / kSampleEveryPx)), 1, 2000);
    const auto at = [&](int k) { return static_cast<float>(k) / static_cast<float>(parts); };
    // Runs of equal visibility become one piece, in four steps from hidden to seen.
    int from = 0;
    int level = -1;
    for (int k = 0; k <= parts; ++k) {
      constexpr float kLevels = 3.0F;
      const glm::vec3 place = glm::mix(stroke.points[i - 1], stroke.points[i], at(k) + 0.5F * at(1));
      const int here = k == parts ? -2 : static_cast<int>(std::lround(kLevels * seen(place, stroke.slack_mm)));
      if (k > 0 && here != level) {
        const float opacity = stroke.opacity * glm::mix(stroke.behind, 1.0F, static_cast<float>(level) / kLevels);
        pieces_.push_back({glm::mix(*a, *b, at(from)), glm::mix(*a, *b, at(k)), stroke.ink, opacity, stroke.width_px,
                           stroke.halo && level > 0});
        from = k;
      }
      level = here;
    }
  }
}

void SpaceLines::add_dot(const glm::vec3& place, const glm::vec3& ink, float radius_px, float slack_mm, float behind) {
  if (const auto at = pixel(place)) {
    dots_.push_back({*at, ink, glm::mix(behind, 1.0F, seen(place, slack_mm)), radius_px});
  }
}

void SpaceLines::finish(render::Overlay& overlay) {
  constexpr float kHaloOpacity = 0.75F;
  for (const Piece& piece : pieces_) {
    if (piece.halo) {
      const float edge = std::max(1.2F, 0.45F * piece.width);
      overlay.lines.push_back(
          {piece.a, piece.b, glm::vec4(halo_, kHaloOpacity * piece.opacity), piece.width + 2.0F * edge});
    }
  }
  for (const Piece& piece : pieces_) {
    overlay.lines.push_back({piece.a, piece.b, glm::vec4(piece.ink, piece.opacity), piece.width});
  }
  // A line as long as it is wide is a square; two crossed ones are round enough at this size.
  for (const Dot& dot : dots_) {
    for (const auto& [colour, r] : {std::pair{glm::vec4(halo_, dot.opacity), dot.radius + 1.5F},
                                    std::pair{glm::vec4(dot.ink, dot.opacity), dot.radius}}) {
      constexpr std::array<glm::vec2, 4> kWays{{{1.0F, 0.0F}, {0.0F, 1.0F}, {0.7071F, 0.7071F}, {0.7071F, -0.7071F}}};
      for (const glm::vec2& way : kWays) {
        overlay.lines.push_back({dot.at - r * way, dot.at + r * way, colour, 0.83F * r});
      }
    }
  }
  pieces_.clear();
  dots_.clear();
}

PlateLabels::PlateLabels(const Session& session, glm::ivec2 size, const Fonts& fonts, float ui_scale)
    : background_(session.background), size_(size), fonts_(fonts), text_px_(0.92F * label_size_px(size, ui_scale)) {}

bool PlateLabels::is_free(const render::Rect2D& rect) const {
  if (glm::any(glm::lessThan(rect.min, glm::vec2(4.0F))) || glm::any(glm::greaterThan(rect.max, size_ - 4.0F))) {
    return false;
  }
  return std::none_of(taken_.begin(), taken_.end(), [&](const render::Rect2D& other) {
    return rect.min.x < other.max.x && other.min.x < rect.max.x && rect.min.y < other.max.y && other.min.y < rect.max.y;
  });
}

void PlateLabels::add(render::Overlay& overlay, const glm::vec2& place, const glm::vec2& way, const glm::vec3& ink,
                      const std::string& first, const std::string& second) {
  const float pad = 0.45F * text_px_;
  const float line = 1.32F * text_px_;
  const float width =
      std::max(fonts_.bold.width_px(first, text_px_), fonts_.regular.width_px(second, text_px_)) + 2.0F * pad;
  const float height = (second.empty() ? line : 2.0F * line) + pad;
  const glm::vec2 wish = glm::length(way) > 0.0F ? glm::normalize(way) : glm::vec2(1.0F, 0.0F);
  std::optional<render::Rect2D> best;
  glm::vec2 anchor(0.0F);
  constexpr std::array<float, 7> kTurns{0.0F, 0.5F, -0.5F, 1.0F, -1.0F, 1.7F, -1.7F};
  for (float away = 1.4F * text_px_; away < 9.0F * text_px_ && !best; away += 1.2F * text_px_) {
    for (const float angle : kTurns) {
      const glm::vec2 to(wish.x * std::cos(angle) - wish.y * std::sin(angle),
                         wish.x * std::sin(angle) + wish.y * std::cos(angle));
      // Its nearest point lies that far off.
      const glm::vec2 middle = place + to * away + 0.5F * glm::vec2(width, height) * to;
      const render::Rect2D rect{middle - 0.5F * glm::vec2(width, height), middle + 0.5F * glm::vec2(width, height),
                                glm::vec4(0.0F), 0.35F * text_px_};
      if (is_free(rect)) {
        best = rect;
        anchor = glm::clamp(place, rect.min, rect.max);
        break;
      }
    }
  }
  if (!best) {
    return;
  }
  const BackgroundColours colours = colours_of(background_);
  best->colour = glm::vec4(glm::vec3(colours.plate), 0.9F);
  overlay.lines.push_back({place, anchor, glm::vec4(glm::vec3(colours.plate), 0.7F), 3.4F});
  overlay.lines.push_back({place, anchor, glm::vec4(ink, 0.9F), 1.2F});
  overlay.rects.push_back(*best);
  overlay.rects.push_back({best->min, {best->min.x + 0.22F * text_px_, best->max.y}, glm::vec4(ink, 1.0F), 1.0F});
  overlay.texts.push_back(
      {first, {best->min.x + pad, best->min.y + 0.35F * pad + 1.02F * text_px_}, text_px_, colours.ink, true});
  if (!second.empty()) {
    overlay.texts.push_back({second,
                             {best->min.x + pad, best->min.y + 0.35F * pad + 1.02F * text_px_ + line},
                             text_px_,
                             colours.ink,
                             false});
  }
  taken_.push_back(*best);
}

}  // namespace crus::scene
