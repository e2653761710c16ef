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
      const std::size_t cell = inside ? solids_.index(x, y) : 0;
      const bool hidden = inside && solids_.owner[cell] != kNobody && solids_.depth[cell] < ndc.z;
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

void SpaceLines::finish(render::Overlay& overlay) const {
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
  // A line as long as it is wide is a square, here on its tip.
  const glm::vec2 way = glm::normalize(glm::vec2(1.0F, 1.0F));
  for (const Dot& dot : dots_) {
    for (const auto& [colour, r] : {std::pair{glm::vec4(halo_, dot.opacity), dot.radius + 1.6F},
                                    std::pair{glm::vec4(dot.ink, dot.opacity), dot.radius}}) {
      overlay.lines.push_back({dot.at - r * way, dot.at + r * way, colour, 2.0F * r});
    }
  }
}

float SpaceLines::covered(const render::Rect2D& rect) const {
  const glm::vec2 scale = glm::vec2(solids_.cells) / glm::vec2(size_);
  const glm::ivec2 low = glm::clamp(glm::ivec2(rect.min * scale), glm::ivec2(0), solids_.cells - 1);
  const glm::ivec2 high = glm::clamp(glm::ivec2(rect.max * scale), low, solids_.cells - 1);
  int solid = 0;
  for (int y = low.y; y <= high.y; ++y) {
    for (int x = low.x; x <= high.x; ++x) {
      solid += solids_.owner[solids_.index(x, y)] != kNobody ? 1 : 0;
    }
  }
  const glm::ivec2 cells = high - low + 1;
  return static_cast<float>(solid) / static_cast<float>(cells.x * cells.y);
}

bool SpaceLines::crossed(const render::Rect2D& rect) const {
  return std::any_of(pieces_.begin(), pieces_.end(), [&](const Piece& piece) {
    // Clipped to the rectangle's strips, something of the line is left.
    float from = 0.0F;
    float to = 1.0F;
    const glm::vec2 run = piece.b - piece.a;
    for (glm::length_t k = 0; k < 2; ++k) {
      if (std::abs(run[k]) < 1e-6F) {
        to = piece.a[k] < rect.min[k] || piece.a[k] > rect.max[k] ? -1.0F : to;
        continue;
      }
      const float s = (rect.min[k] - piece.a[k]) / run[k];
      const float t = (rect.max[k] - piece.a[k]) / run[k];
      from = std::max(from, std::min(s, t));
      to = std::min(to, std::max(s, t));
    }
    return from <= to;
  });
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

void PlateLabels::add(const glm::vec2& place, const glm::vec2& way, const glm::vec3& ink, std::string first,
                      std::string second) {
  labels_.push_back({place, way, ink, std::move(first), std::move(second)});
}

// Rings of places round the wished direction, wider and wider; one that covers little of the leg and no line is best.
std::optional<render::Rect2D> PlateLabels::place_for(const Label& label, const SpaceLines& lines) const {
  const float pad = 0.45F * text_px_;
  const float line = 1.32F * text_px_;
  const glm::vec2 extent(
      std::max(fonts_.bold.width_px(label.first, text_px_), fonts_.regular.width_px(label.second, text_px_)) +
          2.0F * pad,
      (label.second.empty() ? line : 2.0F * line) + pad);
  const glm::vec2 wish = glm::length(label.way) > 0.0F ? glm::normalize(label.way) : glm::vec2(1.0F, 0.0F);
  std::optional<render::Rect2D> best;
  float least = 1e9F;
  constexpr std::array<float, 9> kTurns{0.0F, 0.35F, -0.35F, 0.8F, -0.8F, 1.4F, -1.4F, 2.3F, -2.3F};
  for (float away = 1.4F * text_px_; away < 26.0F * text_px_; away += 1.3F * text_px_) {
    for (const float angle : kTurns) {
      const glm::vec2 to(wish.x * std::cos(angle) - wish.y * std::sin(angle),
                         wish.x * std::sin(angle) + wish.y * std::cos(angle));
      const glm::vec2 middle = label.place + to * away + 0.5F * extent * to;
      const render::Rect2D rect{middle - 0.5F * extent, middle + 0.5F * extent, glm::vec4(0.0F), 0.35F * text_px_};
      if (!is_free(rect)) {
        continue;
      }
      constexpr float kOverLeg = 30.0F;
      constexpr float kOverLine = 14.0F;
      const float cost = away / text_px_ + 2.0F * std::abs(angle) + kOverLeg * lines.covered(rect) +
                         (lines.crossed(rect) ? kOverLine : 0.0F);
      if (cost < least) {
        least = cost;
        best = rect;
      }
    }
  }
  return best;
}

void PlateLabels::draw(render::Overlay& overlay, const Label& label, render::Rect2D plate) const {
  const BackgroundColours colours = colours_of(background_);
  const float pad = 0.45F * text_px_;
  const float baseline = plate.min.y + 0.35F * pad + 1.02F * text_px_;
  const glm::vec2 anchor = glm::clamp(label.place, plate.min, plate.max);
  plate.colour = glm::vec4(glm::vec3(colours.plate), 0.92F);
  overlay.lines.push_back({label.place, anchor, glm::vec4(glm::vec3(colours.plate), 0.7F), 3.2F});
  overlay.lines.push_back({label.place, anchor, glm::vec4(label.ink, 0.9F), 1.2F});
  overlay.rects.push_back(plate);
  overlay.rects.push_back({plate.min, {plate.min.x + 0.22F * text_px_, plate.max.y}, glm::vec4(label.ink, 1.0F), 1.0F});
  overlay.texts.push_back({label.first, {plate.min.x + pad, baseline}, text_px_, colours.ink, true});
  if (!label.second.empty()) {
    overlay.texts.push_back(
        {label.second, {plate.min.x + pad, baseline + 1.32F * text_px_}, text_px_, colours.ink, false});
  }
}

void PlateLabels::finish(render::Overlay& overlay, const SpaceLines& lines) {
  for (const Label& label : labels_) {
    if (const auto plate = place_for(label, lines)) {
      draw(overlay, label, *plate);
      taken_.push_back(*plate);
    }
  }
  labels_.clear();
}

}  // namespace crus::scene
