#include "scene/pain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "anatomy/pain_data.hpp"
#include "pain/fields.hpp"
#include "scene/colour_maps.hpp"
#include "scene/colours.hpp"
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
};

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

// A cross inside the muscle, seen through the skin; faint where the leg lies between it and the eye.
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
  const float seen = 0.3F + 0.7F * glm::smoothstep(-0.25F, 0.15F, facing);
  const float arm = std::max(5.0F, 0.010F * static_cast<float>(size.y));
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

// What of a pattern has no place on this model.
std::string beyond_model(const Drawing& drawing, const anatomy::PainPattern& pattern) {
  std::string names;
  for (const auto* zones : {&pattern.essential, &pattern.spillover}) {
    for (const std::string& id : *zones) {
      if (drawing.fields != nullptr && drawing.fields->zone(id) == nullptr) {
        names += (names.empty() ? "" : "; ") + drawing.data.zone(id)->name;
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
    if (const std::string names = beyond_model(drawing, *pattern); !names.empty()) {
      lines.push_back({"beyond this model: " + names, {}, false, true});
    }
  } else if (const anatomy::PainZone* zone = drawing.data.zone(id)) {
    lines.push_back({zone->name, swatch, true, false});
    if (!zone->prompt.empty()) {
      lines.push_back({zone->prompt, {}, false, false});
    }
  }
}

std::string words_of_style(const Drawing& drawing) {
  switch (drawing.overlays.style) {
    case OverlayStyle::chart: return "dense dots: essential; sparse dots: spillover; X: trigger point";
    case OverlayStyle::contour: return "lines at 0.1, 0.35, 0.6, 0.85; spillover 0.4, essential 1; X: trigger point";
    case OverlayStyle::heat: break;
  }
  return drawing.in_hues ? "faint: spillover 0.4; full: essential 1; X: trigger point" : "X: trigger point";
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

  void add_to(render::Overlay& marks) const {
    std::vector<LegendLine> wanted;
    constexpr std::size_t kMostNamed = 6;
    const std::size_t count = drawing_.overlays.shown.size();
    for (std::size_t i = 0; i < std::min(count, kMostNamed); ++i) {
      describe(drawing_, i, wanted);
    }
    if (count > kMostNamed) {
      wanted.push_back({fmt::format("and {} more", count - kMostNamed), {}, false, true});
    }
    const std::size_t ramp_before = wanted.size();
    wanted.push_back({words_of_style(drawing_), {}, false, true});
    if (drawing_.overlays.gain != 1.0) {
      wanted.push_back({fmt::format("values times {:g}", drawing_.overlays.gain), {}, false, true});
    }
    if (drawing_.fields == nullptr) {
      wanted.push_back({"The patterns are being laid on this skin.", {}, false, true});
    }
    wanted.push_back({drawing_.data.disclaimer, {}, false, false});
    write(marks, wanted, ramp_before);
  }

 private:
  [[nodiscard]] bool has_ramp() const { return drawing_.overlays.style == OverlayStyle::heat && !drawing_.in_hues; }
  [[nodiscard]] float ramp_width() const { return 15.0F * text_; }

  void write(render::Overlay& marks, const std::vector<LegendLine>& wanted, std::size_t ramp_before) const {
    const float pad = 0.8F * text_;
    const float most = std::max(8.0F * text_, std::min(25.0F * text_, static_cast<float>(size_.x) - 4.0F * pad));
    const float indent = drawing_.in_hues ? 1.4F * text_ : 0.0F;
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
    marks.rects.push_back({corner, {corner.x + width + 2.0F * pad, pen.y - text_ + pad}, colours_.plate, 0.5F * text_});
    marks.rects.insert(marks.rects.end(), rects.begin(), rects.end());
    marks.texts.insert(marks.texts.end(), texts.begin(), texts.end());
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

}  // namespace

void add_pain(render::DrawList& list, const Leg& leg, const Session& session, const Placement& placement,
              glm::ivec2 size, const Fonts& fonts, const PictureOptions& options) {
  const anatomy::PainData* data = leg.pain();
  const Overlays& overlays = session.overlays;
  if (data == nullptr || overlays.shown.empty()) {
    return;
  }
  const std::size_t count = overlays.shown.size();
  const Drawing drawing{leg, *data, overlays, options.pain, count > 1 && count <= kMostHues};
  if (drawing.fields != nullptr) {
    list.paint = paint_of(drawing);
    paint_skin(list, drawing);
    for (std::size_t i = 0; i < count; ++i) {
      add_cross(list, drawing, placement, i, size);
    }
  }
  const float text_px = std::max(9.0F, 0.86F * label_size_px(size, options.ui_scale));
  Legend(drawing, session, size, fonts, text_px).add_to(list.overlay);
}

}  // namespace crus::scene
