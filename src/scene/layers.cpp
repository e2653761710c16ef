#include "scene/layers.hpp"

#include <algorithm>

#include "scene/colours.hpp"

namespace crus::scene {
namespace {

struct Place {
  std::string_view id;
  anatomy::Compartment compartment;
};

Place place_of(const Leg& leg, const LegStructure& structure) {
  const anatomy::Structure* entry = leg.catalogue == nullptr ? nullptr : leg.entry(structure);
  return entry == nullptr ? Place{structure.id, anatomy::Compartment::none} : Place{entry->id, entry->compartment};
}

}  // namespace

float peel_opacity(const Leg& leg, const LegStructure& structure, double peel) {
  if (leg.catalogue == nullptr || !structure.recognised) {
    return 1.0F;
  }
  const Place place = place_of(leg, structure);
  const std::size_t layers = leg.catalogue->peel_layers().size();
  const std::size_t own = leg.catalogue->peel_layer_of(place.id, structure.kind, place.compartment);
  if (own >= layers) {
    return 1.0F;
  }
  const double progress = std::clamp(peel, 0.0, 1.0) * static_cast<double>(layers) - static_cast<double>(own);
  return 1.0F - static_cast<float>(glm::smoothstep(0.0, 1.0, progress));
}

Placement placement_of(const Leg& leg, const Session& session) {
  Placement placement;
  placement.offset_mm.assign(leg.structures.size(), glm::vec3(0.0F));
  const auto share = static_cast<float>(std::clamp(session.explode, 0.0, 1.0));
  for (std::size_t i = 0; share > 0.0F && leg.catalogue != nullptr && i < leg.structures.size(); ++i) {
    const Place place = place_of(leg, leg.structures[i]);
    const glm::vec3 way = leg.catalogue->displacement_mm(place.id, place.compartment);
    placement.offset_mm[i] = share * way * glm::vec3(1.0F, 1.0F, leg.side == anatomy::Side::left ? -1.0F : 1.0F);
  }
  if (session.section) {
    placement.cut = glm::vec4(world_plane(leg, *session.section));
  }
  return placement;
}

int cap_rank(anatomy::Kind kind) {
  using anatomy::Kind;
  switch (kind) {
    case Kind::skin: return 0;
    case Kind::fat: return 1;
    case Kind::muscle: return 2;
    case Kind::bone: return 4;
    case Kind::artery:
    case Kind::vein:
    case Kind::nerve: return 5;
    default: return 3;
  }
}

std::optional<render::Cap> cap_of(const Leg& leg, std::size_t index, const Session& session,
                                  const render::DrawItem& item) {
  using anatomy::Kind;
  using render::CapPattern;
  const LegStructure& structure = leg.structures[index];
  constexpr float kFaintest = 0.1F;
  // Taken apart, the leg leaves no room for the fat between its parts.
  if (structure.kind == Kind::skin && session.explode > 0.0) {
    return std::nullopt;
  }
  if (session.ghosted.contains(structure.id) || (session.peel && item.opacity < kFaintest)) {
    return std::nullopt;
  }
  const glm::vec3 paler = glm::mix(item.colour, tissue_colour(leg, Kind::tendon), 0.55F);
  render::Cap cap;
  cap.pick_id = static_cast<std::uint32_t>(index) + 1;
  cap.rank = cap_rank(structure.kind);
  cap.fill = item.colour;
  cap.rim = paler;
  const auto look = [&](CapPattern pattern, float grain_mm, float rim_mm) {
    cap.pattern = pattern;
    cap.grain_mm = grain_mm;
    cap.rim_mm = rim_mm;
  };
  switch (structure.kind) {
    case Kind::skin:
      // What the skin holds and nothing else fills is fat.
      look(CapPattern::lobules, 4.5F, 1.7F);
      cap.fill = tissue_colour(leg, Kind::fat);
      cap.rim = item.colour;
      break;
    case Kind::bone:
      look(CapPattern::spongy, 1.5F, 6.0F);
      cap.fill = item.colour * glm::vec3(0.93F, 0.80F, 0.68F);
      cap.rim = glm::mix(item.colour, glm::vec3(1.0F), 0.25F);
      cap.rim_is_cortex = true;
      break;
    case Kind::artery:
    case Kind::vein:
      look(CapPattern::plain, 1.0F, 0.6F);
      cap.fill = item.colour * 0.55F;
      cap.rim = item.colour;
      break;
    case Kind::fat: look(CapPattern::lobules, 3.5F, 0.0F); break;
    case Kind::muscle: look(CapPattern::bundles, 2.4F, 0.55F); break;
    case Kind::nerve: look(CapPattern::bundles, 0.9F, 0.3F); break;
    case Kind::tendon:
    case Kind::ligament: look(CapPattern::bundles, 1.3F, 0.0F); break;
    default: break;
  }
  return cap;
}

}  // namespace crus::scene
