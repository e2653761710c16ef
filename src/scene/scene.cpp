#include "scene/scene.hpp"

#include <algorithm>
#include <cmath>

#include "leg/detail.hpp"
#include "scene/attachments.hpp"
#include "scene/colours.hpp"
#include "scene/coverage.hpp"
#include "scene/labels.hpp"
#include "scene/layers.hpp"
#include "scene/lines.hpp"
#include "scene/motion.hpp"
#include "scene/pain.hpp"
#include "scene/second_heart.hpp"

namespace crus::scene {
namespace {

// The picture of a fresh start: the soleus, seen through what covers it.
constexpr std::string_view kDefaultSubject = "soleus";
bool covers_default_subject(const LegStructure& structure) {
  return structure.id.starts_with("gastrocnemius") || structure.id == "plantaris";
}

constexpr std::string_view kTendon = "calcaneal-tendon";
constexpr std::string_view kFootprintBone = "calcaneus";
constexpr std::string_view kFootprintField = "achilles-footprint";
constexpr float kFootprintReachMm = 3.0F;

constexpr float kGhostOpacity = 0.30F;             // faded by the user, or in front of the default subject
constexpr float kContextOpacity = 0.20F;           // beside a highlighted structure
constexpr float kXrayStartOpacity = 0.55F;         // x-ray without a highlight, just above 0
constexpr float kUnderAttachmentsOpacity = 0.15F;  // muscles over the bones whose attachments are shown
constexpr float kBeyondBentKneeOpacity = 0.18F;    // bones that would have turned with a bent knee
constexpr float kInvisible = 0.012F;
constexpr float kRoundVeinsOpacity = 0.13F;  // what lies before and beside the veins of the second heart

bool holds(const std::vector<std::string>& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Ids of highlighted structures that the leg has.
std::vector<std::string> present_highlights(const Leg& leg, const Session& session) {
  std::vector<std::string> ids;
  for (const std::string& id : session.highlighted) {
    if (leg.find(id) != nullptr && !holds(ids, id)) {
      ids.push_back(id);
    }
  }
  return ids;
}

// Peeled or cut open, the leg is shown as it is: no subject is singled out.
bool plain(const Session& session) { return !session.peel && !session.section; }

float fading(const Session& session) { return 1.0F - static_cast<float>(std::clamp(session.xray, 0.0, 1.0)); }

bool holds_pump(const Leg& leg) {
  return std::any_of(leg.structures.begin(), leg.structures.end(), [](const LegStructure& structure) {
    return structure.kind == anatomy::Kind::vein && !structure.mesh.empty();
  });
}

// The pump is muscle, tendon and skin round veins; what else lies there would only be in the way.
float opacity_beside_veins(const LegStructure& structure) {
  const bool wall = structure.kind == anatomy::Kind::muscle || structure.kind == anatomy::Kind::tendon;
  return wall ? (structure.id == kDefaultSubject ? 1.6F * kRoundVeinsOpacity : kRoundVeinsOpacity) : 0.0F;
}

// 1 for what stands solid.
float opacity_of(const Leg& leg, const LegStructure& structure, const Session& session) {
  const bool subject = session.highlighted.empty() ? structure.id == kDefaultSubject && plain(session)
                                                   : holds(session.highlighted, structure.id);
  if (session.attachments && !session.peel && structure.kind != anatomy::Kind::bone) {
    return subject || holds(session.selected, structure.id) ? kUnderAttachmentsOpacity : 0.0F;
  }
  if (session.motion.pump && !session.peel && holds_pump(leg)) {
    if (structure.kind == anatomy::Kind::vein) {
      return session.ghosted.contains(structure.id) ? kGhostOpacity : 1.0F;
    }
    if (structure.kind != anatomy::Kind::bone && !(subject && !session.highlighted.empty())) {
      return opacity_beside_veins(structure);
    }
  }
  if (subject && !session.ghosted.contains(structure.id)) {
    return 1.0F;
  }
  if (session.peel) {
    const float left = peel_opacity(leg, structure, *session.peel);
    return session.ghosted.contains(structure.id) ? std::min(left, kGhostOpacity) : left;
  }
  if (structure.kind == anatomy::Kind::bone) {
    if (session.pose && session.pose->bent_knee && (structure.id == "femur" || structure.id == "patella")) {
      return kBeyondBentKneeOpacity;
    }
    return session.ghosted.contains(structure.id) ? kGhostOpacity : 1.0F;
  }
  if (session.ghosted.contains(structure.id)) {
    return kGhostOpacity * std::max(0.25F, fading(session));
  }
  const bool covers = plain(session) && covers_default_subject(structure) && leg.find(kDefaultSubject) != nullptr;
  const bool highlights = !present_highlights(leg, session).empty();
  // A sheet within a see-through muscle would show as a hard-edged plate.
  if ((highlights || covers) && structure.kind == anatomy::Kind::aponeurosis &&
      !holds(session.selected, structure.id)) {
    return 0.0F;
  }
  if (highlights) {
    return kContextOpacity * fading(session);
  }
  if (covers) {
    return kGhostOpacity * fading(session);
  }
  return session.xray > 0.0 ? kXrayStartOpacity * fading(session) : 1.0F;
}

bool left_out(const LegStructure& structure, const Session& session) {
  return structure.mesh.empty() || session.hidden.contains(structure.id) ||
         (!session.isolated.empty() && !session.isolated.contains(structure.id));
}

// The share of the highlighted structures' picture that each bone hides.
std::vector<float> hidden_share(const Leg& leg, const Session& session, const Placement& placement,
                                const render::View& view, glm::ivec2 size) {
  std::vector<float> share(leg.structures.size(), 0.0F);
  std::vector<std::int32_t> wanted;
  std::vector<std::int32_t> bones;
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    if (left_out(structure, session)) {
      continue;
    }
    if (holds(session.highlighted, structure.id)) {
      wanted.push_back(static_cast<std::int32_t>(i));
    } else if (structure.kind == anatomy::Kind::bone) {
      bones.push_back(static_cast<std::int32_t>(i));
    }
  }
  if (wanted.empty() || bones.empty()) {
    return share;
  }
  constexpr int kRows = 96;
  const Coverage subject = cover(leg, wanted, placement, view, size, kRows);
  const Coverage before = cover(leg, bones, placement, view, size, kRows);
  float all = 0.0F;
  for (std::size_t i = 0; i < subject.owner.size(); ++i) {
    all += subject.owner[i] != kNobody ? 1.0F : 0.0F;
    if (subject.owner[i] != kNobody && before.depth[i] < subject.depth[i]) {
      share[static_cast<std::size_t>(before.owner[i])] += 1.0F;
    }
  }
  for (float& value : share) {
    value = all > 0.0F ? value / all : 0.0F;
  }
  return share;
}

void paint_footprint(const Session& session, const LegStructure& structure, const glm::vec3& accent,
                     render::DrawItem& item) {
  if (structure.id == kFootprintBone && holds(session.highlighted, kTendon)) {
    item.field_colour = accent;
    item.field_limit = kFootprintReachMm;
  }
}

struct Accents {
  std::vector<std::string> ids;
  std::vector<glm::vec3> colours;
  [[nodiscard]] const glm::vec3* find(std::string_view id) const {
    const auto at = std::find(ids.begin(), ids.end(), id);
    return at == ids.end() ? nullptr : &colours[static_cast<std::size_t>(at - ids.begin())];
  }
};

Accents accents_of(const Leg& leg, const Session& session) {
  Accents accents;
  accents.ids = present_highlights(leg, session);
  if (session.highlighted.empty() && plain(session)) {
    accents.ids = {std::string(kDefaultSubject)};
  }
  accents.colours = accent_colours(accents.ids);
  return accents;
}

render::DrawItem item_of(const Leg& leg, std::size_t index, const Session& session, const Accents& accents,
                         float hidden, const PictureOptions& options) {
  const LegStructure& structure = leg.structures[index];
  render::DrawItem item;
  item.mesh = static_cast<std::uint32_t>(index);
  item.material = material_of(structure.kind);
  const glm::vec3* accent = accents.find(structure.id);
  item.colour = accent != nullptr ? *accent : natural_colour(leg, structure);
  if (structure.kind == anatomy::Kind::muscle) {
    item.second_material = render::Material::tendon;
    const glm::vec3 tendon = tissue_colour(leg, anatomy::Kind::tendon);
    item.second_colour = accent != nullptr ? glm::mix(*accent, tendon, 0.55F) : tendon;
  } else if (structure.kind == anatomy::Kind::bone) {
    item.second_material = render::Material::cartilage;
    const glm::vec3 cartilage = tissue_colour(leg, anatomy::Kind::cartilage);
    item.second_colour = accent != nullptr ? glm::mix(*accent, cartilage, 0.5F) : cartilage;
  }
  item.opacity = opacity_of(leg, structure, session);
  switch (visibility(leg, structure, session)) {
    case Visibility::shell:
      item.layer = render::Layer::shell;
      item.opacity = static_cast<float>(std::clamp(session.skin_opacity, 0.0, 1.0));
      break;
    case Visibility::ghost: item.layer = render::Layer::ghost; break;
    default: item.layer = render::Layer::solid; break;
  }
  // A bone before the highlighted structure gives way, gradually, so that nothing jumps while the leg turns.
  constexpr float kHidesSome = 0.12F;
  constexpr float kHidesMuch = 0.40F;
  if (structure.kind == anatomy::Kind::bone && item.layer == render::Layer::solid && hidden > kHidesSome) {
    item.layer = render::Layer::ghost;
    item.opacity = glm::mix(0.95F, kGhostOpacity, glm::smoothstep(kHidesSome, kHidesMuch, hidden));
  }
  if (const glm::vec3* tendon = session.attachments ? nullptr : accents.find(kTendon)) {
    paint_footprint(session, structure, glm::mix(*tendon, glm::vec3(0.85F, 0.1F, 0.35F), 0.55F), item);
  }
  const bool hovered = options.hovered == structure.id;
  const bool selected = holds(session.selected, structure.id);
  item.outlined = hovered || selected || (accent != nullptr && !session.highlighted.empty());
  item.outline_colour = outline_of(item.colour, session.background);
  if (selected) {
    item.outline_colour = session.background == Background::dark ? glm::vec3(1.0F) : glm::vec3(0.10F, 0.12F, 0.15F);
  }
  if (hovered) {
    item.colour = glm::mix(item.colour, glm::vec3(1.0F), 0.22F);
    item.second_colour = glm::mix(item.second_colour, glm::vec3(1.0F), 0.22F);
  }
  item.pick_id = item.layer == render::Layer::solid ? static_cast<std::uint32_t>(index) + 1 : 0;
  return item;
}

geometry::Box box_of(const Leg& leg, const Placement& placement) {
  geometry::Box whole;
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    geometry::Box box = leg.structures[i].box;
    if (!box.empty()) {
      box.min += placement.offset_mm[i];
      box.max += placement.offset_mm[i];
      whole.add(box);
    }
  }
  return whole;
}

void add_motion(render::DrawList& list, const Leg& leg, const Session& session, const Placement& placement,
                glm::ivec2 size, const Fonts& fonts, const PictureOptions& options) {
  const bool lines = session.motion.any_line() && options.lines != nullptr;
  if (!lines && !session.motion.pump) {
    return;
  }
  SpaceLines in_space(leg, session, placement, list.view, size);
  PlateLabels labels(session, size, fonts, options.ui_scale);
  for (const render::Rect2D& taken : list.overlay.rects) {
    labels.keep_clear(taken);
  }
  add_scheme(list.overlay, labels, leg, session, size, fonts, options);
  add_blood(in_space, labels, leg, session, options);
  add_motion_lines(in_space, labels, leg, session, placement, options);
  in_space.finish(list.overlay);
  labels.finish(list.overlay, in_space);
}

}  // namespace

Visibility visibility(const Leg& leg, const LegStructure& structure, const Session& session) {
  if (left_out(structure, session)) {
    return Visibility::hidden;
  }
  if (structure.kind == anatomy::Kind::skin && !session.peel && !holds(session.highlighted, structure.id)) {
    constexpr double kOpaque = 0.995;
    return session.skin_opacity >= kOpaque ? Visibility::solid : Visibility::shell;
  }
  const float opacity = opacity_of(leg, structure, session);
  if (opacity >= 1.0F) {
    return Visibility::solid;
  }
  return opacity > kInvisible ? Visibility::ghost : Visibility::hidden;
}

std::vector<render::MeshView> mesh_views(const Leg& leg, const Leg* rest) {
  std::vector<render::MeshView> views;
  for (const LegStructure& structure : leg.structures) {
    render::MeshView view{structure.mesh.positions, structure.mesh.normals, structure.occlusion, {},
                          structure.mesh.triangles, structure.closed};
    view.levels = structure.levels;
    for (const VertexField& field : structure.fields) {
      if (field.id == kFootprintField) {
        view.field = field.values;
      } else if (field.id == kAcrossFibresFieldId) {
        view.across = field.values;
      } else if (field.id == kTendonFieldId || field.id == kCartilageFieldId) {
        view.second = field.values;
      }
    }
    views.push_back(view);
  }
  const std::vector<render::MeshView> attachments = attachment_views(leg);
  views.insert(views.end(), attachments.begin(), attachments.end());
  for (const std::size_t i : rest != nullptr ? ghost_structures(leg) : std::vector<std::size_t>()) {
    const LegStructure& structure = rest->structures[i];
    views.push_back({structure.mesh.positions,
                     structure.mesh.normals,
                     structure.occlusion,
                     {},
                     structure.mesh.triangles,
                     structure.closed});
    views.back().levels = structure.levels;
  }
  return views;
}

const Attachment* attachment_of_pick(const Leg& leg, std::uint32_t pick_id) {
  const std::size_t first = leg.structures.size() + 1;
  return pick_id >= first && pick_id < first + leg.attachments.size() ? &leg.attachments[pick_id - first] : nullptr;
}

const LegStructure* structure_of_pick(const Leg& leg, std::uint32_t pick_id) {
  if (const Attachment* attachment = attachment_of_pick(leg, pick_id)) {
    const LegStructure* muscle = leg.find(attachment->muscle);
    return muscle != nullptr ? muscle : leg.find(attachment->bone);
  }
  return pick_id >= 1 && pick_id <= leg.structures.size() ? &leg.structures[pick_id - 1] : nullptr;
}

render::DrawList draw_list(const Leg& leg, const Session& session, glm::ivec2 size, const Fonts& fonts,
                           const PictureOptions& options) {
  render::DrawList list;
  const Placement placement = placement_of(leg, session);
  list.view = view_of(fitted_camera(leg, session, size), box_of(leg, placement), size);
  const BackgroundColours colours = colours_of(session.background);
  list.background_top = colours.top;
  list.background_bottom = colours.bottom;
  list.transparent = options.transparent;
  list.cut = placement.cut;
  const Accents accents = accents_of(leg, session);
  const std::vector<float> hidden = hidden_share(leg, session, placement, list.view, size);
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    if (visibility(leg, leg.structures[i], session) != Visibility::hidden) {
      list.items.push_back(item_of(leg, i, session, accents, hidden[i], options));
      list.items.back().offset_mm = placement.offset_mm[i];
      if (placement.cut) {
        list.items.back().cap = cap_of(leg, i, session, list.items.back());
      }
    }
  }
  add_attachments(list, leg, session, placement);
  add_pulls(list.overlay, leg, session, placement, list.view, size);
  add_ghost(list, leg, session, placement, options);
  paint_veins(list, leg, session, options);
  add_pain(list, leg, session, placement, size, fonts, options);
  add_labels(list.overlay, leg, session, list.view, size, fonts, options);
  add_motion(list, leg, session, placement, size, fonts, options);
  add_credit(list.overlay, leg, session, size, fonts, options);
  return list;
}

}  // namespace crus::scene
