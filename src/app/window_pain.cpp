// Where it hurts, in the window: the brush, the probe, the answers.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/window_loop.hpp"
#include "scene/under_pointer.hpp"
#include "ui/text.hpp"

namespace crus::app {

// Lays the brush where the pointer is, closely enough that a stroke has no gaps.
void WindowLoop::paint_at(const glm::vec2& position) {
  constexpr float kStepPx = 4.0F;
  if (!desk_.leg() || (painting_ && glm::distance(*painting_, position) < kStepPx * scale_)) {
    return;
  }
  painting_ = position;
  if (const auto place = rest_place_at(position)) {
    static_cast<void>(run_line(fmt::format("hurt.dab {:.2f} {:.2f} {:.2f}", place->x, place->y, place->z), "hurt.dab"));
  }
}

// Where the skin under the pointer is at rest.
std::optional<glm::dvec3> WindowLoop::rest_place_at(const glm::vec2& position) const {
  if (!desk_.leg() || !pain_) {
    return std::nullopt;
  }
  const auto place = scene::skin_under_pointer(seen_leg(), desk_.session(), picture_pixels(), pixel_of(position));
  return place ? std::optional(pain::rest_place(*pain_, *desk_.leg(), place->corners, place->weights)) : std::nullopt;
}

// What a region of the whole-body figure is called.
std::string WindowLoop::region_words(const std::string& region) const {
  const anatomy::PainData* data = desk_.leg()->pain();
  const anatomy::PainZone* zone = data != nullptr ? data->zone_of_figure(region) : nullptr;
  return zone == nullptr ? std::string() : zone->name + "\n" + ui::text::kRegionTip;
}

// "Underside of the heel: essential 1.0 (Soleus, lower point)" over a shown pattern.
std::string WindowLoop::probe_words() const {
  const LegPtr leg = desk_.leg();
  if (!leg) {
    return {};
  }
  if (const auto region = picture_.region_at(pixel_of(pointer_position_))) {
    return region_words(*region);
  }
  const Session& session = desk_.session();
  if (!pain_ || session.overlays.shown.empty() || leg->pain() == nullptr) {
    return {};
  }
  const auto place = scene::skin_under_pointer(seen_leg(), session, picture_pixels(), pixel_of(pointer_position_));
  if (!place) {
    return {};
  }
  const pain::SkinProbe::Where where{place->corners, place->weights, 0.0F};
  std::string words;
  for (const std::string& id : session.overlays.shown) {
    if (const pain::ZoneField* zone = leg->pain()->pattern(id) == nullptr ? pain_->zone(id) : nullptr) {
      const double value = pain::SkinProbe::value(zone->values, where);
      words += value < 0.01
                   ? std::string()
                   : fmt::format("{}{}: {:.2f}", words.empty() ? "" : "\n", leg->pain()->zone(id)->name, value);
    }
  }
  for (const pain::Included& one : pain::patterns_at(*leg->pain(), *pain_, where)) {
    const auto& shown = session.overlays.shown;
    if (std::find(shown.begin(), shown.end(), one.pattern->id) != shown.end()) {
      words += fmt::format("{}{}: {} {:.2f}, {}", words.empty() ? "" : "\n", one.zone->name,
                           one.essential ? "essential" : "spillover", one.weight, one.pattern->name);
    }
  }
  return words;
}

void WindowLoop::answer_questions() {
  const LegPtr leg = desk_.leg();
  if (!leg || !pain_ || leg->pain() == nullptr) {
    asked_.reset();
    at_spot_.clear();
    answer_.reset();
    comparison_.reset();
    return;
  }
  pain::Drawing now = desk_.session().drawing;
  now.brush = {};
  if (asked_ == now) {
    return;
  }
  asked_ = now;
  at_spot_.clear();
  answer_.reset();
  comparison_.reset();
  const geometry::Mesh skin = pain::rest_skin(*pain_, *leg);
  if (now.spot_mm) {
    if (const auto hit = geometry::SurfaceTree(skin).closest(glm::vec3(*now.spot_mm))) {
      at_spot_ = pain::patterns_at(*leg->pain(), *pain_, {skin.triangles[hit->triangle], hit->barycentric, 0.0F});
    }
  }
  if (!now.empty()) {
    const pain::Canvas canvas(skin);
    const std::vector<float> field = canvas.field_of(now.dabs);
    answer_ = pain::rank(*leg->pain(), *pain_, canvas.areas_mm2(), field, now.regions);
  }
  if (!now.earlier.empty()) {
    const pain::Canvas canvas(skin);
    comparison_ = pain::compare(canvas.areas_mm2(), canvas.field_of(now.earlier), canvas.field_of(now.dabs));
  }
}

}  // namespace crus::app
