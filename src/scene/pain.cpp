#include "scene/pain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "anatomy/pain_data.hpp"
#include "geometry/triangle.hpp"
#include "pain/fields.hpp"
#include "scene/colour_maps.hpp"
#include "scene/colours.hpp"
#include "scene/figure.hpp"
#include "scene/labels.hpp"

namespace crus::scene {
namespace {

constexpr glm::vec3 kInk(0.08F, 0.09F, 0.12F);
// Where the painted skin has nothing on it, it must still be there to be painted.
constexpr float kLeastSkin = 0.02F;

struct Drawing {
  const Leg& leg;
  const anatomy::PainData& data;
  const Overlays& overlays;
  const pain::PainFields* fields;
  bool in_hues;
  bool drawn;  // the user has drawn where it hurts
  const pain::Drawing& hurt;
};

Drawing drawing_of(const Leg& leg, const Session& session, const PictureOptions& options) {
  return {leg,
          *leg.pain(),
          session.overlays,
          options.pain,
          in_hues(session),
          !session.drawing.dabs.empty(),
          session.drawing};
}

glm::vec3 hue_of(const Drawing& drawing, std::size_t index) {
  return drawing.in_hues ? pattern_hues().at(index) : kInk;
}

render::SharePaint paint_of(const Drawing& drawing) {
  render::SharePaint paint;
  paint.style = static_cast<render::SharePaint::Style>(drawing.overlays.style);
  paint.opacity = static_cast<float>(drawing.overlays.opacity);
  paint.gain = static_cast<float>(drawing.overlays.gain);
  paint.ramp = ramp_of(drawing.overlays.map);
  paint.hues = pattern_hues();
  paint.in_hues = drawing.in_hues ? (1U << drawing.overlays.shown.size()) - 1U : 0U;
  if (drawing.drawn) {
    paint.last_on_top = true;
    paint.hues.at(pain::Shares::kDrawing) = drawing_hue();
  }
  if (!drawing.hurt.earlier.empty()) {
    paint.in_hues |= 1U << pain::Shares::kEarlier;
    paint.hues.at(pain::Shares::kEarlier) = earlier_hue();
  }
  return paint;
}

void paint_skin(render::DrawList& list, const Drawing& drawing) {
  for (render::DrawItem& item : list.items) {
    if (item.mesh == drawing.fields->skin) {
      item.shares = true;
      if (item.layer == render::Layer::shell) {
        item.layer = render::Layer::ghost;
        item.opacity = std::max(item.opacity, kLeastSkin);
      }
    }
  }
}

// In pixels from the top left; empty behind the eye.
std::optional<glm::vec2> pixel_of(const glm::vec3& point, const render::View& view, glm::ivec2 size) {
  const glm::vec4 clip = view.clip_from_view * view.view_from_world * glm::vec4(point, 1.0F);
  if (clip.w <= 1e-6F) {
    return std::nullopt;
  }
  return (glm::vec2(clip.x, -clip.y) / clip.w * 0.5F + 0.5F) * glm::vec2(size);
}

// Towards the eye, from a point.
glm::vec3 eye_way(const render::View& view, const glm::vec3& point) {
  const glm::mat4 world_from_view = glm::inverse(view.view_from_world);
  const bool orthographic = view.clip_from_view[3][3] != 0.0F;
  return glm::normalize(orthographic ? glm::vec3(world_from_view[2]) : glm::vec3(world_from_view[3]) - point);
}

struct Stroke {
  glm::vec4 colour;
  float width_px;
};
void add_ring(render::Overlay& marks, const glm::vec2& middle, float radius, const Stroke& stroke) {
  constexpr int kParts = 28;
  const auto on_ring = [&](int k) {
    const float angle = 6.2831853F * static_cast<float>(k) / kParts;
    return middle + radius * glm::vec2(std::cos(angle), std::sin(angle));
  };
  for (int i = 0; i < kParts; ++i) {
    marks.lines.push_back({on_ring(i), on_ring(i + 1), stroke.colour, stroke.width_px});
  }
}

// A cross inside the muscle, seen through the skin, with rings round it when it is marked out; faint where the leg lies
// between it and the eye.
void add_cross(render::DrawList& list, const Drawing& drawing, const Placement& placement, std::size_t index,
               glm::ivec2 size) {
  const pain::TriggerPoint* point = drawing.fields->point(drawing.overlays.shown[index]);
  if (point == nullptr) {
    return;
  }
  const geometry::Mesh& mesh = drawing.leg.structures[point->structure].mesh;
  pain::TriggerPoint above = *point;
  above.depth_mm = 0.0F;
  const glm::vec3 inside = pain::place_of(*point, mesh.positions, mesh.normals);
  const glm::vec3 out = pain::place_of(above, mesh.positions, mesh.normals) - inside;
  const glm::vec3 place = inside + placement.offset_mm[point->structure];
  const auto at = pixel_of(place, list.view, size);
  if (!at) {
    return;
  }
  const float facing = glm::dot(glm::normalize(out + glm::vec3(1e-6F)), eye_way(list.view, place));
  const bool lit = drawing.overlays.lit == drawing.overlays.shown[index];
  const float seen = 0.3F + 0.7F * glm::smoothstep(-0.25F, 0.15F, facing);
  const float arm = (lit ? 1.3F : 1.0F) * std::max(5.0F, 0.010F * static_cast<float>(size.y));
  if (lit) {
    for (const float radius : {2.6F, 3.9F}) {
      add_ring(list.overlay, *at, radius * arm, {glm::vec4(1.0F), 0.62F * arm});
      add_ring(list.overlay, *at, radius * arm, {glm::vec4(lit_hue(), 1.0F), 0.36F * arm});
    }
  }
  const glm::vec3 ink = drawing.in_hues ? 0.55F * hue_of(drawing, index) : kInk;
  for (const auto& [colour, width] :
       {std::pair{glm::vec4(1.0F, 1.0F, 1.0F, seen), 0.66F * arm}, std::pair{glm::vec4(ink, seen), 0.3F * arm}}) {
    list.overlay.lines.push_back({*at - glm::vec2(arm, arm), *at + glm::vec2(arm, arm), colour, width});
    list.overlay.lines.push_back({*at - glm::vec2(arm, -arm), *at + glm::vec2(arm, -arm), colour, width});
  }
}

struct LegendLine {
  std::string words;
  std::optional<glm::vec3> swatch;
  bool bold = false;
  bool faint = false;
};

// What of a pattern has no place on this model: on the figure, or nowhere.
std::string beyond_model(const Drawing& drawing, const anatomy::PainPattern& pattern, bool on_figure) {
  std::string names;
  for (const auto* zones : {&pattern.essential, &pattern.spillover}) {
    for (const std::string& id : *zones) {
      const anatomy::PainZone* zone = drawing.data.zone(id);
      if (drawing.fields != nullptr && drawing.fields->zone(id) == nullptr && zone->figure.empty() != on_figure) {
        names += (names.empty() ? "" : "; ") + zone->name;
      }
    }
  }
  return names;
}

void describe(const Drawing& drawing, std::size_t index, std::vector<LegendLine>& lines) {
  const std::string& id = drawing.overlays.shown[index];
  const auto swatch = drawing.in_hues ? std::optional(hue_of(drawing, index)) : std::nullopt;
  if (const anatomy::PainPattern* pattern = drawing.data.pattern(id)) {
    lines.push_back({pattern->name, swatch, true, false});
    const std::string common = pattern->how_common == "not stated" ? std::string() : pattern->how_common + "; ";
    lines.push_back({common + "evidence: " + std::string(anatomy::name_of(pattern->evidence)) +
                         (pattern->site_uncertain ? "; site uncertain" : ""),
                     {},
                     false,
                     true});
    for (const bool on_figure : {true, false}) {
      if (const std::string names = beyond_model(drawing, *pattern, on_figure); !names.empty()) {
        lines.push_back({(on_figure ? "on the figure: " : "beyond this model: ") + names, {}, false, true});
      }
    }
  } else if (const anatomy::PainZone* zone = drawing.data.zone(id)) {
    lines.push_back({zone->name, swatch, true, false});
    if (!zone->prompt.empty()) {
      lines.push_back({zone->prompt, {}, false, false});
    }
  }
}

std::string words_of_style(const Drawing& drawing) {
  const auto& shown = drawing.overlays.shown;
  const bool point = std::any_of(shown.begin(), shown.end(), [&](const std::string& id) {
    return drawing.fields != nullptr && drawing.fields->point(id) != nullptr;
  });
  std::string words = drawing.in_hues ? "faint: spillover 0.4; full: essential 1" : "";
  if (drawing.overlays.style == OverlayStyle::chart) {
    words = "dense dots: essential; sparse dots: spillover";
  } else if (drawing.overlays.style == OverlayStyle::contour) {
    words = "lines at 0.1, 0.35, 0.6, 0.85; spillover 0.4, essential 1";
  }
  return words + (words.empty() || !point ? "" : "; ") + (point ? "X: trigger point" : "");
}

// Broken between words where it is too wide.
std::vector<std::string> broken(const render::Font& font, const std::string& words, float text_px, float width_px) {
  std::vector<std::string> lines(1);
  std::size_t from = 0;
  while (from < words.size()) {
    const std::size_t to = std::min(words.find(' ', from), words.size());
    const std::string word = words.substr(from, to - from);
    std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    if (!lines.back().empty() && font.width_px(longer, text_px) > width_px) {
      lines.push_back(word);
    } else {
      lines.back() = std::move(longer);
    }
    from = to + 1;
  }
  return lines;
}

class Legend {
 public:
  Legend(const Drawing& drawing, const Session& session, glm::ivec2 size, const Fonts& fonts, float text_px)
      : drawing_(drawing), fonts_(fonts), size_(size), text_(text_px), colours_(colours_of(session.background)) {}

  // The lower right corner of its plate.
  glm::vec2 add_to(render::Overlay& marks) const {
    std::vector<LegendLine> wanted;
    constexpr std::size_t kMostNamed = 6;
    const std::size_t count = drawing_.overlays.shown.size();
    for (std::size_t i = 0; i < std::min(count, kMostNamed); ++i) {
      describe(drawing_, i, wanted);
    }
    if (count > kMostNamed) {
      wanted.push_back({fmt::format("and {} more", count - kMostNamed), {}, false, true});
    }
    if (drawing_.drawn) {
      wanted.push_back({"Where it hurts, as drawn", drawing_hue(), true, false});
    }
    if (const pain::Drawing& hurt = drawing_.hurt; !hurt.earlier.empty()) {
      wanted.push_back({"The earlier drawing" + (hurt.earlier_date.empty() ? "" : ", " + hurt.earlier_date),
                        earlier_hue(), true, false});
    }
    const std::size_t ramp_before = wanted.size();
    if (const std::string words = words_of_style(drawing_); count > 0 && !words.empty()) {
      wanted.push_back({words, {}, false, true});
    }
    if (drawing_.overlays.gain != 1.0) {
      wanted.push_back({fmt::format("values times {:g}", drawing_.overlays.gain), {}, false, true});
    }
    if (drawing_.fields == nullptr) {
      wanted.push_back({"The patterns are being laid on this skin.", {}, false, true});
    }
    wanted.push_back({drawing_.data.disclaimer, {}, false, false});
    return write(marks, wanted, ramp_before);
  }

 private:
  [[nodiscard]] bool has_ramp() const {
    return drawing_.overlays.style == OverlayStyle::heat && !drawing_.in_hues && !drawing_.overlays.shown.empty();
  }
  [[nodiscard]] float ramp_width() const { return 15.0F * text_; }

  glm::vec2 write(render::Overlay& marks, const std::vector<LegendLine>& wanted, std::size_t ramp_before) const {
    const float pad = 0.8F * text_;
    const float most = std::max(8.0F * text_, std::min(25.0F * text_, static_cast<float>(size_.x) - 4.0F * pad));
    const bool swatches = drawing_.in_hues || drawing_.drawn || !drawing_.hurt.earlier.empty();
    const float indent = swatches ? 1.4F * text_ : 0.0F;
    const float step = 1.42F * text_;
    glm::vec2 pen(2.0F * pad, 2.0F * pad + text_);
    float width = has_ramp() ? ramp_width() : 0.0F;
    std::vector<render::Text2D> texts;
    std::vector<render::Rect2D> rects;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const LegendLine& line = wanted[i];
      if (i == ramp_before && has_ramp()) {
        add_ramp(rects, texts, pen);
        pen.y += 2.7F * text_;
      }
      if (line.swatch) {
        rects.push_back({pen + glm::vec2(0.0F, -0.8F * text_), pen + glm::vec2(0.9F * text_, 0.1F * text_),
                         glm::vec4(*line.swatch, 1.0F), 0.2F * text_});
      }
      const render::Font& font = line.bold ? fonts_.bold : fonts_.regular;
      const float inset = i < ramp_before ? indent : 0.0F;
      for (const std::string& words : broken(font, line.words, text_, most - inset)) {
        texts.push_back({words, pen + glm::vec2(inset, 0.0F), text_,
                         line.faint ? glm::mix(colours_.ink, colours_.faint_ink, 0.5F) : colours_.ink, line.bold});
        width = std::max(width, inset + font.width_px(words, text_));
        pen.y += step;
      }
    }
    const glm::vec2 corner(pad, pad);
    const float bottom = pen.y - text_ + pad;
    const glm::vec2 end(corner.x + width + 2.0F * pad, bottom);
    marks.rects.push_back({corner, end, colours_.plate, 0.5F * text_});
    marks.rects.insert(marks.rects.end(), rects.begin(), rects.end());
    marks.texts.insert(marks.texts.end(), texts.begin(), texts.end());
    return end;
  }

  // The colours with the numbers they stand for, and the words where they stand.
  void add_ramp(std::vector<render::Rect2D>& rects, std::vector<render::Text2D>& texts, const glm::vec2& pen) const {
    constexpr int kCells = 48;
    const float cell = ramp_width() / kCells;
    const Ramp& ramp = ramp_of(drawing_.overlays.map);
    for (int k = 0; k < kCells; ++k) {
      const glm::vec2 from = pen + glm::vec2(cell * static_cast<float>(k), -0.75F * text_);
      rects.push_back({from, from + glm::vec2(cell + 0.5F, 0.85F * text_),
                       glm::vec4(colour_at(ramp, (static_cast<float>(k) + 0.5F) / kCells), 1.0F), 0.0F});
    }
    const float small = 0.82F * text_;
    for (const auto& [value, words] :
         {std::pair{0.0F, "0"}, std::pair{0.4F, "0.4 spillover"}, std::pair{1.0F, "1 essential"}}) {
      const float own = fonts_.regular.width_px(words, small);
      const float x = value == 0.0F ? 0.0F : value == 1.0F ? ramp_width() - own : value * ramp_width() - 0.5F * own;
      texts.push_back({words, pen + glm::vec2(x, 1.05F * text_), small, colours_.ink, false});
    }
  }

  const Drawing& drawing_;
  const Fonts& fonts_;
  glm::ivec2 size_;
  float text_;
  BackgroundColours colours_;
};

// The regions of the whole-body figure that are shown or drawn.
std::vector<RegionPaint> regions_of(const Drawing& drawing, const Session& session) {
  std::vector<RegionPaint> regions;
  for (std::size_t i = 0; i < drawing.overlays.shown.size(); ++i) {
    const std::string& id = drawing.overlays.shown[i];
    const auto paint = [&](const std::string& zone_id, double weight) {
      const anatomy::PainZone* zone = drawing.data.zone(zone_id);
      if (zone == nullptr || zone->figure.empty()) {
        return;
      }
      const auto value = std::min(1.0F, static_cast<float>(weight * drawing.overlays.gain));
      const glm::vec3 colour = drawing.in_hues ? hue_of(drawing, i) : colour_at(ramp_of(drawing.overlays.map), value);
      const float cover = static_cast<float>(drawing.overlays.opacity) * (drawing.in_hues ? 0.9F * value : 0.9F);
      regions.push_back({zone->figure, glm::vec4(colour, cover), false});
    };
    if (const anatomy::PainPattern* pattern = drawing.data.pattern(id)) {
      for (const auto* zones : {&pattern->essential, &pattern->spillover}) {
        for (const std::string& zone : *zones) {
          paint(zone, anatomy::PainData::weight(*pattern, zone));
        }
      }
    } else {
      paint(id, 1.0);
    }
  }
  for (const std::string& region : session.drawing.regions) {
    regions.push_back({region, glm::vec4(drawing_hue(), 0.95F), true});
  }
  return regions;
}

// Where the place that was asked about is on the skin as it stands: it hangs on the triangle it lies on at rest.
std::optional<glm::vec3> on_skin(const Drawing& drawing, const glm::dvec3& at_rest_mm) {
  const geometry::Mesh& skin = drawing.leg.structures[drawing.fields->skin].mesh;
  const auto rest = drawing.fields->rest_places();
  if (rest.empty() || skin.positions.size() < rest.size()) {
    return std::nullopt;
  }
  glm::vec3 place(at_rest_mm);
  place.z = drawing.leg.side != drawing.fields->side ? -place.z : place.z;
  float best = std::numeric_limits<float>::max();
  std::optional<glm::vec3> found;
  for (const glm::uvec3& t : skin.triangles) {
    const glm::vec3 low = glm::min(rest[t.x], glm::min(rest[t.y], rest[t.z]));
    const glm::vec3 high = glm::max(rest[t.x], glm::max(rest[t.y], rest[t.z]));
    if (glm::distance(glm::clamp(place, low, high), place) >= best) {
      continue;
    }
    const glm::vec3 weights(geometry::closest_barycentric(place, rest[t.x], rest[t.y], rest[t.z]));
    const auto blend = [&](const auto& p) { return weights.x * p[t.x] + weights.y * p[t.y] + weights.z * p[t.z]; };
    if (const float distance = glm::distance(blend(rest), place); distance < best) {
      best = distance;
      found = blend(skin.positions);
    }
  }
  return found;
}

// A ring round the place that was asked about.
void add_spot(render::DrawList& list, const Session& session, const Placement& placement, const Drawing& drawing,
              glm::ivec2 size) {
  if (!session.drawing.spot_mm || drawing.fields == nullptr) {
    return;
  }
  const auto place = on_skin(drawing, *session.drawing.spot_mm);
  const auto at = place ? pixel_of(*place + placement.offset_mm[drawing.fields->skin], list.view, size) : std::nullopt;
  if (!at) {
    return;
  }
  const float radius = std::max(7.0F, 0.014F * static_cast<float>(size.y));
  add_ring(list.overlay, *at, radius, {glm::vec4(1.0F), 0.5F * radius});
  add_ring(list.overlay, *at, radius, {glm::vec4(drawing_hue(), 1.0F), 0.24F * radius});
}

struct Laid {
  float text_px = 0.0F;
  glm::vec2 legend_end{0.0F};  // 0: no legend
  std::vector<RegionPaint> regions;
  std::optional<FigurePlace> figure;
};

// Legend and figure in the picture's upper left corner; the figure where there is room for it.
Laid lay_out(render::Overlay& marks, const Drawing& drawing, const Leg& leg, const Session& session, glm::ivec2 size,
             const Fonts& fonts, const PictureOptions& options) {
  Laid laid;
  laid.text_px = std::max(9.0F, 0.86F * label_size_px(size, options.ui_scale));
  const bool says = !drawing.overlays.shown.empty() || drawing.drawn || !session.drawing.regions.empty() ||
                    !session.drawing.earlier.empty();
  if (options.pain_words && says) {
    laid.legend_end = Legend(drawing, session, size, fonts, laid.text_px).add_to(marks);
  }
  laid.regions = regions_of(drawing, session);
  if (laid.regions.empty() && !session.drawing.brush.on) {
    return laid;
  }
  const glm::vec2 wanted = figure_size(laid.text_px);
  const float margin = 0.8F * laid.text_px;
  const glm::vec2 corner(margin, laid.legend_end.y + margin);
  const glm::vec2 room = glm::vec2(size) - corner - margin;
  const float scale = std::min({1.0F, room.x / wanted.x, room.y / wanted.y});
  constexpr float kStillReadable = 0.45F;
  if (scale >= kStillReadable) {
    laid.figure = FigurePlace{corner, corner + scale * wanted, shown_side(leg, session) == anatomy::Side::left};
  }
  return laid;
}

// Crosses and rings do not lie over the legend or the figure.
void clear_plates(render::Overlay& marks, std::size_t from, const Laid& laid) {
  const auto within = [](const glm::vec2& p, const glm::vec2& low, const glm::vec2& high) {
    return p.x >= low.x && p.y >= low.y && p.x <= high.x && p.y <= high.y;
  };
  const auto covered = [&](const render::Line2D& line) {
    return within(line.a, glm::vec2(0.0F), laid.legend_end) ||
           (laid.figure && within(line.a, laid.figure->min, laid.figure->max));
  };
  const auto first = marks.lines.begin() + static_cast<std::ptrdiff_t>(from);
  marks.lines.erase(std::remove_if(first, marks.lines.end(), covered), marks.lines.end());
}

}  // namespace

void add_pain(render::DrawList& list, const Leg& leg, const Session& session, const Placement& placement,
              glm::ivec2 size, const Fonts& fonts, const PictureOptions& options) {
  const anatomy::PainData* data = leg.pain();
  const Overlays& overlays = session.overlays;
  if (data == nullptr || !tells_pain(session)) {
    return;
  }
  const std::size_t count = overlays.shown.size();
  const Drawing drawing = drawing_of(leg, session, options);
  render::Overlay plates;
  const Laid laid = lay_out(plates, drawing, leg, session, size, fonts, options);
  const std::size_t before = list.overlay.lines.size();
  if (drawing.fields != nullptr && paints_skin(session)) {
    list.paint = paint_of(drawing);
    paint_skin(list, drawing);
    for (std::size_t i = 0; i < count; ++i) {
      add_cross(list, drawing, placement, i, size);
    }
  }
  add_spot(list, session, placement, drawing, size);
  clear_plates(list.overlay, before, laid);
  list.overlay.rects.insert(list.overlay.rects.end(), plates.rects.begin(), plates.rects.end());
  list.overlay.texts.insert(list.overlay.texts.end(), plates.texts.begin(), plates.texts.end());
  if (laid.figure) {
    const BackgroundColours colours = colours_of(session.background);
    add_figure(list.overlay, *laid.figure, laid.regions, colours.ink, colours.plate);
  }
}

std::optional<std::string> figure_region_at(const Leg& leg, const Session& session, glm::ivec2 size, const Fonts& fonts,
                                            const PictureOptions& options, glm::ivec2 pixel) {
  const anatomy::PainData* data = leg.pain();
  if (data == nullptr || !tells_pain(session)) {
    return std::nullopt;
  }
  const Drawing drawing = drawing_of(leg, session, options);
  render::Overlay unused;
  const Laid laid = lay_out(unused, drawing, leg, session, size, fonts, options);
  return laid.figure ? region_at(*laid.figure, glm::vec2(pixel) + 0.5F) : std::nullopt;
}

}  // namespace crus::scene
