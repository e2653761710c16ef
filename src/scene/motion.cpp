#include "scene/motion.hpp"

#include <algorithm>
#include <cmath>

#include "scene/colours.hpp"
#include "scene/labels.hpp"
#include "scene/words.hpp"

namespace crus::scene {
namespace {

struct Inks {
  glm::vec3 ankle, subtalar, pull, lever, fibre, measured;
};

Inks inks_of(Background background) {
  if (background == Background::dark) {
    return {{0.40F, 0.78F, 1.0F}, {0.62F, 0.86F, 0.55F}, {1.0F, 0.80F, 0.25F},
            {1.0F, 0.55F, 0.75F}, {1.0F, 0.95F, 0.86F},  {1.0F, 0.93F, 0.35F}};
  }
  return {{0.02F, 0.33F, 0.62F}, {0.08F, 0.42F, 0.16F}, {0.62F, 0.36F, 0.0F},
          {0.68F, 0.08F, 0.38F}, {1.0F, 0.95F, 0.86F},  {1.0F, 0.93F, 0.35F}};
}

class Painter {
 public:
  Painter(SpaceLines& lines, PlateLabels& labels, const Leg& leg, const Session& session)
      : lines_(lines),
        labels_(labels),
        leg_(leg),
        session_(session),
        inks_(inks_of(session.background)),
        width_(std::max(1.6F, 0.16F * labels.size_px())) {}

  void axis(const AxisLine& axis) {
    const bool ankle = axis.joint == "ankle";
    const glm::vec3 ink = ankle ? inks_.ankle : inks_.subtalar;
    lines_.add({{glm::vec3(axis.low), glm::vec3(axis.high)}, ink, width_, 0.38F, 1.0F, true});
    for (const glm::dvec3& end : {axis.low, axis.high}) {
      lines_.add_dot(glm::vec3(end), ink, 1.3F * width_, 1.0F);
    }
    const auto low = lines_.pixel(glm::vec3(axis.low));
    const auto high = lines_.pixel(glm::vec3(axis.high));
    if (!low || !high) {
      return;
    }
    // At the end that is nearer to the picture's edge, or the higher one.
    const bool at_high =
        ankle ? lines_.seen(glm::vec3(axis.high), 1.0F) >= lines_.seen(glm::vec3(axis.low), 1.0F) : high->y < low->y;
    const glm::vec2 place = at_high ? *high : *low;
    const glm::vec2 away = place - (at_high ? *low : *high);
    labels_.add(place, away, ink, ankle ? words::kAnkleAxis : words::kSubtalarAxis,
                ankle ? words::ankle_angles(axis.tilt_deg, axis.turned_deg)
                      : words::subtalar_angles(axis.tilt_deg, axis.turned_deg));
  }

  void pull(const ActionLine& action) {
    constexpr float kWithinTendonMm = 10.0F;
    if (!action.course.empty()) {
      Stroke course{{}, inks_.pull, 0.6F * width_, 0.3F, kWithinTendonMm, true};
      for (const glm::dvec3& p : action.course) {
        course.points.emplace_back(p);
      }
      lines_.add(course);
    }
    lines_.add({{glm::vec3(action.low), glm::vec3(action.high)}, inks_.pull, width_, 0.38F, kWithinTendonMm, true});
    const glm::vec3 high(action.high);
    const auto a = lines_.pixel(glm::vec3(action.low));
    const auto b = lines_.pixel(high);
    if (!a || !b || glm::distance(*a, *b) < 4.0F) {
      return;
    }
    arrow(glm::vec3(action.low), high, kWithinTendonMm);
    const LegStructure* muscle = leg_.find(action.muscle);
    const bool calf = action.course.empty();
    const std::string name =
        calf ? words::kCalf : (muscle != nullptr ? label_text(leg_, *muscle, Labels::english) : action.muscle);
    labels_.add(glm::mix(*a, *b, 0.8F), side_of(*b - *a), inks_.pull, words::line_of_pull(name));
  }

  void lever(const ActionLine& action) {
    const glm::vec3 from(action.lever.on_axis);
    const glm::vec3 to(action.lever.tip);
    lines_.add({{from, to}, inks_.lever, 1.15F * width_, 0.55F, 2.0F, true});
    // What is left to the line of pull, finely: the lever is as long as its figure.
    constexpr float kSeenMm = 0.3F;
    if (const glm::vec3 line(action.lever.on_line); glm::distance(to, line) > kSeenMm) {
      lines_.add({{to, line}, inks_.lever, 0.4F * width_, 0.3F, 2.0F, true});
    }
    lines_.add_dot(from, inks_.lever, 1.5F * width_, 2.0F, 0.6F);
    lines_.add_dot(to, inks_.lever, 1.5F * width_, 10.0F, 0.6F);
    if (const auto at = lines_.pixel(glm::mix(from, to, 0.5F))) {
      labels_.add(*at, glm::vec2(0.35F, 1.0F), inks_.lever, words::lever_arm(action.lever.arm_mm),
                  words::turns(action.lever.arm_mm));
    }
  }

  void fibres(const FibreBundle& bundle, const glm::vec3& offset) {
    const float fine = std::max(1.0F, 0.5F * width_);
    for (const std::vector<glm::vec3>& line : bundle.lines) {
      Stroke stroke{{}, inks_.fibre, fine, 0.07F, 3.0F, false, 0.85F};
      for (const glm::vec3& p : line) {
        stroke.points.push_back(p + offset);
      }
      lines_.add(stroke);
    }
    if (!bundle.measured) {
      return;
    }
    const glm::vec3 a = glm::vec3(bundle.measured->first) + offset;
    const glm::vec3 b = glm::vec3(bundle.measured->second) + offset;
    const glm::vec3 ink = session_.background == Background::dark ? inks_.measured : glm::vec3(0.45F, 0.08F, 0.05F);
    lines_.add({{a, b}, ink, 1.1F * width_, 0.75F, 3.0F, true});
    lines_.add_dot(a, ink, 1.2F * width_, 3.0F, 0.75F);
    lines_.add_dot(b, ink, 1.2F * width_, 3.0F, 0.75F);
    if (const auto at = lines_.pixel(0.5F * (a + b))) {
      labels_.add(*at, glm::vec2(1.0F, -0.2F), ink, words::pennation(bundle.pennation_deg),
                  words::fascicle(bundle.fascicle_mm, session_.pose ? session_.pose->activation : 0.0));
    }
  }

 private:
  static glm::vec2 side_of(const glm::vec2& along) {
    const glm::vec2 side(-along.y, along.x);
    return side.x < 0.0F ? -side : side;
  }

  // A head at the upper end: the way the muscle pulls the heel.
  void arrow(const glm::vec3& low, const glm::vec3& high, float slack_mm) {
    const auto a = lines_.pixel(low);
    const auto b = lines_.pixel(high);
    const float mm_per_px = glm::distance(low, high) / std::max(1.0F, glm::distance(*a, *b));
    const glm::vec3 way = glm::normalize(high - low);
    const float head = 5.0F * width_ * mm_per_px;
    const glm::vec3 beside = lines_.across(high, way);
    for (const float side : {-0.5F, 0.5F}) {
      lines_.add({{high - head * way + side * head * beside, high}, inks_.pull, width_, 0.38F, slack_mm, true});
    }
  }

  SpaceLines& lines_;
  PlateLabels& labels_;
  const Leg& leg_;
  const Session& session_;
  Inks inks_;
  float width_;
};

bool has_moved(const geometry::Mesh& rest, const geometry::Mesh& posed) {
  constexpr float kStillMm = 0.3F;
  const auto moved = [&](std::size_t v) { return glm::distance(rest.positions[v], posed.positions[v]) > kStillMm; };
  return moved(0) || moved(rest.positions.size() / 2) || moved(rest.positions.size() - 1);
}

}  // namespace

void add_motion_lines(SpaceLines& lines, PlateLabels& labels, const Leg& leg, const Session& session,
                      const Placement& placement, const PictureOptions& options) {
  if (options.lines == nullptr) {
    return;
  }
  Painter painter(lines, labels, leg, session);
  const MotionView& view = session.motion;
  for (const FibreBundle& bundle : options.lines->bundles) {
    const LegStructure* muscle = leg.find(bundle.muscle);
    if (view.fibres && muscle != nullptr && visibility(leg, *muscle, session) != Visibility::hidden) {
      painter.fibres(bundle, placement.offset_mm[static_cast<std::size_t>(muscle - leg.structures.data())]);
    }
  }
  for (const ActionLine& action : options.lines->actions) {
    if (view.action) {
      painter.pull(action);
    }
    if (view.lever) {
      painter.lever(action);
    }
  }
  for (const AxisLine& axis : options.lines->axes) {
    if (view.axis) {
      painter.axis(axis);
    }
  }
}

std::vector<std::size_t> ghost_structures(const Leg& leg) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    const bool bone = structure.kind == anatomy::Kind::bone && structure.recognised;
    if (!structure.mesh.empty() && (bone || structure.kind == anatomy::Kind::skin)) {
      found.push_back(i);
    }
  }
  return found;
}

void add_ghost(render::DrawList& list, const Leg& leg, const Session& session, const Placement& placement,
               const PictureOptions& options) {
  if (!session.motion.ghost || options.rest == nullptr || options.rest == &leg) {
    return;
  }
  const std::vector<std::size_t> structures = ghost_structures(leg);
  const bool dark = session.background == Background::dark;
  for (std::size_t k = 0; k < structures.size(); ++k) {
    const std::size_t i = structures[k];
    const LegStructure& rest = options.rest->structures[i];
    const bool skin = rest.kind == anatomy::Kind::skin;
    if (session.hidden.contains(rest.id) || !has_moved(rest.mesh, leg.structures[i].mesh)) {
      continue;
    }
    render::DrawItem item;
    item.mesh = static_cast<std::uint32_t>(leg.structures.size() + leg.attachments.size() + k);
    item.material = render::Material::plain;
    item.layer = skin ? render::Layer::shell : render::Layer::ghost;
    item.colour = dark ? glm::vec3(0.34F, 0.44F, 0.56F) : glm::vec3(0.30F, 0.45F, 0.62F);
    constexpr float kBoneOpacity = 0.10F;
    item.opacity = skin ? 0.0F : kBoneOpacity;
    item.offset_mm = placement.offset_mm[i];
    list.items.push_back(item);
  }
}

}  // namespace crus::scene
