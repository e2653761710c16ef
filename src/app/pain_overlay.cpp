#include "app/pain_overlay.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace crus::app {
namespace {

constexpr float kShareStyle = 1000.0F;  // CRUS_SHARE_STYLE of shaders/common/locations.glsl
constexpr std::array<const char*, 3> kStyles{"heat", "chart", "contour"};

// As in shaders/surface.frag.
glm::vec3 cividis(float value) {
  constexpr std::array<glm::vec3, 5> kQuarters{glm::vec3(0.0F, 0.133F, 0.306F), glm::vec3(0.263F, 0.306F, 0.424F),
                                               glm::vec3(0.490F, 0.486F, 0.471F), glm::vec3(0.737F, 0.682F, 0.424F),
                                               glm::vec3(0.996F, 0.910F, 0.220F)};
  const float at = 4.0F * std::clamp(value, 0.0F, 1.0F);
  const auto i = std::min(static_cast<std::size_t>(at), std::size_t{3});
  return glm::mix(kQuarters.at(i), kQuarters.at(i + 1), at - static_cast<float>(i));
}

const glm::vec4 kInk(0.08F, 0.09F, 0.12F, 1.0F);
const glm::vec4 kPlate(1.0F, 1.0F, 1.0F, 0.86F);

void add_cross(render::DrawList& list, const glm::dvec3& point, glm::ivec2 size) {
  const glm::vec4 p = list.view.clip_from_view * list.view.view_from_world * glm::vec4(glm::vec3(point), 1.0F);
  if (p.w <= 0.0F) {
    return;
  }
  const glm::vec2 at(0.5F * (1.0F + p.x / p.w) * static_cast<float>(size.x),
                     0.5F * (1.0F - p.y / p.w) * static_cast<float>(size.y));
  const float arm = std::max(5.0F, 0.011F * static_cast<float>(size.y));
  for (const auto& [colour, width] : {std::pair{glm::vec4(1.0F), 0.62F * arm}, std::pair{kInk, 0.3F * arm}}) {
    list.overlay.lines.push_back({at - glm::vec2(arm, arm), at + glm::vec2(arm, arm), colour, width});
    list.overlay.lines.push_back({at - glm::vec2(arm, -arm), at + glm::vec2(arm, -arm), colour, width});
  }
}

std::vector<std::string> legend_lines(const PainOverlay& overlay) {
  std::vector<std::string> lines;
  for (const std::string& id : overlay.shown) {
    const anatomy::PainPattern* pattern = overlay.data.pattern(id);
    if (pattern == nullptr) {
      const anatomy::PainZone* zone = overlay.data.zone(id);
      lines.push_back(zone->name);
      if (!zone->prompt.empty()) {
        lines.push_back(zone->prompt);
      }
      continue;
    }
    lines.push_back(pattern->name + " (" + pattern->how_common + ", " +
                    std::string(anatomy::name_of(pattern->evidence)) + ")" +
                    (pattern->site_uncertain ? ", site uncertain" : ""));
    for (const auto* list : {&pattern->essential, &pattern->spillover}) {
      for (const std::string& zone_id : *list) {
        if (overlay.fields.zone(zone_id) == nullptr) {
          lines.push_back("   beyond this model: " + overlay.data.zone(zone_id)->name);
        }
      }
    }
  }
  return lines;
}

void add_legend(render::Overlay& marks, const PainOverlay& overlay, const render::Font& font, glm::ivec2 size) {
  float text = std::max(9.0F, 0.017F * static_cast<float>(size.y));
  std::vector<std::string> lines = legend_lines(overlay);
  constexpr std::array<const char*, 3> kWords{
      "0.4 spillover, 1.0 essential; X: trigger point",
      "dense dots: essential; sparse dots: spillover; X: trigger point",
      "lines at 0.1, 0.35, 0.6 and 0.85; 0.4 spillover, 1.0 essential; X: trigger point"};
  lines.emplace_back(kWords.at(static_cast<std::size_t>(overlay.style)));
  lines.push_back(overlay.data.disclaimer);
  float width = 0.0F;
  for (const std::string& line : lines) {
    width = std::max(width, font.width_px(line, text));
  }
  // The line that says what it is must be read whole in narrow pictures too.
  const float room = static_cast<float>(size.x) - 3.6F * text;
  if (width > room && room > 0.0F) {
    text *= room / width;
    width = room;
  }
  const float step = 1.5F * text;
  const float bar = overlay.style == 0 ? 1.2F * step : 0.0F;
  const glm::vec2 corner(text, text);
  marks.rects.push_back({corner,
                         corner + glm::vec2(width + 1.6F * text, static_cast<float>(lines.size()) * step + bar + text),
                         kPlate, 0.5F * text});
  glm::vec2 pen = corner + glm::vec2(0.8F * text, 1.5F * text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i + 2 == lines.size() && bar > 0.0F) {
      constexpr int kCells = 20;
      const float cell = 0.6F * text;
      for (int k = 0; k < kCells; ++k) {
        const glm::vec2 from = pen + glm::vec2(cell * static_cast<float>(k) + 1.6F * text, -0.9F * text);
        marks.rects.push_back({from, from + glm::vec2(cell, text),
                               glm::vec4(cividis((static_cast<float>(k) + 0.5F) / kCells), 1.0F), 0.0F});
      }
      marks.texts.push_back({"0", pen, text, kInk, false});
      marks.texts.push_back({"1", pen + glm::vec2(cell * kCells + 2.2F * text, 0.0F), text, kInk, false});
      pen.y += bar;
    }
    marks.texts.push_back({lines[i], pen, text, kInk, false});
    pen.y += step;
  }
}

}  // namespace

Status known_overlays(const anatomy::PainData& data, const std::vector<std::string>& ids) {
  std::vector<std::string> known = data.pattern_ids();
  const std::vector<std::string> zones = data.zone_ids();
  known.insert(known.end(), zones.begin(), zones.end());
  for (const std::string& id : ids) {
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      const auto near = nearest(id, known, 1);
      return fail("unknown pattern or zone", "'" + id + "'",
                  near.empty() ? "see crus pain" : "did you mean " + quoted_list(near) + "?");
    }
  }
  return {};
}

Result<PainOverlay> make_overlay(const Leg& leg, anatomy::PainData data, const std::vector<std::string>& ids,
                                 const std::string& style) {
  auto fields = pain::compute_fields(leg, data);
  if (!fields) {
    return tl::unexpected(fields.error());
  }
  PainOverlay overlay{std::move(data), std::move(*fields), ids, 0, {}};
  overlay.style = static_cast<int>(std::find(kStyles.begin(), kStyles.end(), style) - kStyles.begin());
  overlay.values.assign(overlay.fields.skin_vertices, 0.0F);
  for (const std::string& id : ids) {
    const std::vector<float> field = overlay.fields.field(overlay.data, id);
    for (std::size_t i = 0; i < overlay.values.size(); ++i) {
      overlay.values[i] = std::max(overlay.values[i], field[i]);
    }
  }
  return overlay;
}

PictureChanges changes_of(const PainOverlay& overlay, const Studio& studio, glm::ivec2 size) {
  PictureChanges changes;
  changes.meshes = [&overlay](std::vector<render::MeshView>& views) {
    views.at(overlay.fields.skin).field = overlay.values;
  };
  changes.list = [&overlay, &studio, size](render::DrawList& list) {
    constexpr float kSkinOpacity = 0.30F;
    for (render::DrawItem& item : list.items) {
      if (item.mesh == overlay.fields.skin) {
        item.field_limit = kShareStyle + static_cast<float>(overlay.style);
        if (item.layer == render::Layer::shell) {
          item.layer = render::Layer::ghost;
          item.opacity = std::max(item.opacity, kSkinOpacity);
        }
      }
    }
    for (const std::string& id : overlay.shown) {
      if (const pain::TriggerPoint* point = overlay.fields.point(id)) {
        add_cross(list, point->position_mm, size);
      }
    }
    add_legend(list.overlay, overlay, studio.fonts->regular, size);
  };
  return changes;
}

}  // namespace crus::app
