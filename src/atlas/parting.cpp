#include "atlas/parting.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numbers>
#include <string_view>
#include <utility>
#include <vector>

#include "atlas/modelled_tube.hpp"
#include "core/parallel.hpp"
#include "geometry/closest.hpp"
#include "geometry/parting.hpp"
#include "geometry/repair.hpp"
#include "leg/neighbours.hpp"

namespace crus::atlas {
namespace {

using geometry::SurfaceTree;

// Less than neighbours may overlap by, for contacts give way a little.
constexpr double kAllowed_mm = 0.1;
// On a footprint, and how far beside it that has run out.
constexpr double kHold_mm = 0.8;
constexpr double kBesideFootprint_mm = 3.0;
// Collagen against resting muscle; a ratio that keeps girths, not one that was measured.
constexpr double kTendonStiffness = 3.0;

double stiffness_of(anatomy::Kind kind) {
  switch (kind) {
    case anatomy::Kind::muscle: return 1.0;
    case anatomy::Kind::tendon: return kTendonStiffness;
    default: return 0.0;
  }
}

// The bones, muscles and tendons of a leg as bodies, and the footprints between them.
struct Neighbours {
  std::vector<LegStructure*> structures;
  std::vector<geometry::PartingBody> bodies;
  struct Footprint {
    std::size_t muscle = 0, bone = 0;
    SurfaceTree tree;
  };
  std::vector<Footprint> footprints;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<const SurfaceTree*>> between;  // muscle, bone
};

Neighbours neighbours_of(Leg& leg, std::span<const Attachment> attachments) {
  Neighbours found;
  for (LegStructure& structure : leg.structures) {
    const double stiffness = stiffness_of(structure.kind);
    if (structure.kind == anatomy::Kind::bone || stiffness > 0.0) {
      found.structures.push_back(&structure);
      found.bodies.push_back({&structure.mesh, stiffness});
    }
  }
  const auto index = [&](const std::string& id) {
    return static_cast<std::size_t>(std::find_if(found.structures.begin(), found.structures.end(),
                                                 [&](const LegStructure* s) { return s->id == id; }) -
                                    found.structures.begin());
  };
  found.footprints.reserve(attachments.size());
  for (const Attachment& attachment : attachments) {
    const std::size_t muscle = index(attachment.muscle);
    const std::size_t bone = index(attachment.bone);
    if (std::max(muscle, bone) < found.structures.size() && !attachment.patch.empty()) {
      found.footprints.push_back({muscle, bone, SurfaceTree(attachment.patch)});
      found.between[{muscle, bone}].push_back(&found.footprints.back().tree);
    }
  }
  return found;
}

// Between the anterior and the deep posterior compartment runs the interosseous membrane, which is laid later
// (modelled/sheets.csv): 1 mm thick, and a little on either side.
constexpr double kMembraneRoom_mm = 1.3;

bool membrane_between(anatomy::Compartment a, anatomy::Compartment b) {
  using anatomy::Compartment;
  return std::min(a, b) == std::min(Compartment::anterior, Compartment::deep_posterior) &&
         std::max(a, b) == std::max(Compartment::anterior, Compartment::deep_posterior);
}

// How deep a muscle may stay in its bone, or a bone in its muscle, at a place.
double allowed_at(const Neighbours& neighbours, std::size_t a, std::size_t b, const glm::vec3& p) {
  double nearest = kBesideFootprint_mm;
  for (const auto& pair : {std::pair(a, b), std::pair(b, a)}) {
    if (const auto found = neighbours.between.find(pair); found != neighbours.between.end()) {
      for (const SurfaceTree* tree : found->second) {
        if (const auto hit = tree->closest(p, static_cast<float>(nearest))) {
          nearest = static_cast<double>(hit->distance_mm);
        }
      }
    }
  }
  const double within = std::clamp((kBesideFootprint_mm - nearest) / (kBesideFootprint_mm - kHold_mm), 0.0, 1.0);
  return kAllowed_mm + (kHold_mm - kAllowed_mm) * within;
}

// The vertices that touch the footprint of their muscle.
std::vector<geometry::PartingHold> holds_of(const Neighbours& neighbours) {
  constexpr float kTouching_mm = 1.0F;
  constexpr double kWithin_mm = 0.3;
  std::vector<geometry::PartingHold> holds;
  for (const Neighbours::Footprint& footprint : neighbours.footprints) {
    const std::vector<glm::vec3>& positions = neighbours.structures[footprint.muscle]->mesh.positions;
    for (std::uint32_t v = 0; v < positions.size(); ++v) {
      if (footprint.tree.closest(positions[v], kTouching_mm)) {
        holds.push_back({footprint.muscle, v, &footprint.tree, kWithin_mm});
      }
    }
  }
  return holds;
}

// Parts the bodies of these structures, in the same order.
void settle(std::span<LegStructure* const> structures, std::span<const geometry::PartingBody> bodies,
            const anatomy::Catalogue& catalogue, geometry::PartingOptions& options) {
  options.part = [&](std::size_t a, std::size_t b) {
    return !may_share_space(*catalogue.find(structures[a]->id), *catalogue.find(structures[b]->id));
  };
  std::vector<std::vector<glm::vec3>> before;
  for (const LegStructure* structure : structures) {
    before.push_back(structure->mesh.positions);
  }
  geometry::part_bodies(bodies, options);
  for_each_parallel(
      structures.size(),
      [&](std::size_t i) {
        if (bodies[i].stiffness > 0.0) {
          untangle(structures[i]->mesh, before[i]);
          geometry::compute_normals(structures[i]->mesh, std::numbers::pi_v<float>);
        }
      },
      options.threads);
}

}  // namespace

void part_bones(Leg& leg, int threads) {
  // The frame and the ankle's axis hang on these.
  constexpr std::array<std::string_view, 3> kStay{"femur", "tibia", "talus"};
  std::vector<LegStructure*> structures;
  std::vector<geometry::PartingBody> bodies;
  for (LegStructure& structure : leg.structures) {
    if (structure.kind == anatomy::Kind::bone) {
      const bool stays = std::find(kStay.begin(), kStay.end(), structure.id) != kStay.end();
      structures.push_back(&structure);
      bodies.push_back({&structure.mesh, stays ? 0.0 : 1.0});
    }
  }
  geometry::PartingOptions options;
  options.threads = threads;
  options.allowed_mm = [](std::size_t, std::size_t, const glm::vec3&) { return kAllowed_mm; };
  options.passes = {{3.0, 4.0, 8}, {1.8, 3.0, 8}};  // facets are dented, shafts stay
  settle(structures, bodies, *leg.catalogue, options);
}

void part_neighbours(Leg& leg, std::span<const Attachment> attachments, int threads) {
  const Neighbours neighbours = neighbours_of(leg, attachments);
  geometry::PartingOptions options;
  options.threads = threads;
  options.holds = holds_of(neighbours);
  std::vector<anatomy::Compartment> compartments;
  for (const LegStructure* structure : neighbours.structures) {
    compartments.push_back(leg.catalogue->find(structure->id)->compartment);
  }
  options.allowed_mm = [&](std::size_t a, std::size_t b, const glm::vec3& p) {
    return membrane_between(compartments[a], compartments[b]) ? -kMembraneRoom_mm : allowed_at(neighbours, a, b, p);
  };
  settle(neighbours.structures, neighbours.bodies, *leg.catalogue, options);
}

}  // namespace crus::atlas
