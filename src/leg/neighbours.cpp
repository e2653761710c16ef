#include "leg/neighbours.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "core/parallel.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"

namespace crus {
namespace {

using geometry::SurfaceTree;

bool names(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

struct Solid {
  const LegStructure* structure = nullptr;
  const anatomy::Structure* entry = nullptr;
  std::optional<SurfaceTree> tree;
};

// The footprints that fix one of a pair to the other.
std::vector<SurfaceTree> footprints_between(const Leg& leg, const std::string& a, const std::string& b) {
  std::vector<SurfaceTree> trees;
  for (const Attachment& attachment : leg.attachments) {
    if (!attachment.patch.empty() &&
        ((attachment.muscle == a && attachment.bone == b) || (attachment.muscle == b && attachment.bone == a))) {
      trees.emplace_back(attachment.patch);
    }
  }
  return trees;
}

bool holds(const geometry::Box& box, const glm::vec3& p) {
  return glm::all(glm::greaterThan(p, box.min)) && glm::all(glm::lessThan(p, box.max));
}

// Deepens `found` by the vertices of one solid within the other.
void deepen(Overlap& found, const Solid& of, const Solid& in, std::span<const SurfaceTree> footprints,
            double beside_mm) {
  for (const glm::vec3& p : of.structure->mesh.positions) {
    if (!holds(in.structure->box, p) || !in.tree->contains(p)) {
      continue;
    }
    const auto hit = in.tree->closest(p);
    if (!hit || static_cast<double>(hit->distance_mm) <= found.depth_mm) {
      continue;
    }
    const bool fixed = std::any_of(footprints.begin(), footprints.end(), [&](const SurfaceTree& tree) {
      return tree.closest(p, static_cast<float>(beside_mm)).has_value();
    });
    if (!fixed) {
      found = {of.structure->id, in.structure->id, static_cast<double>(hit->distance_mm), glm::dvec3(p)};
    }
  }
}

std::vector<Solid> solids_of(const Leg& leg) {
  std::vector<Solid> solids;
  for (const LegStructure& structure : leg.structures) {
    const anatomy::Structure* entry = leg.entry(structure);
    if (entry != nullptr && structure.closed && structure.kind != anatomy::Kind::skin &&
        structure.kind != anatomy::Kind::fascia) {
      solids.push_back({&structure, entry, {}});
    }
  }
  return solids;
}

double gap_between(const geometry::Mesh& muscle, const SurfaceTree& tree, const geometry::Mesh& region) {
  double least = 1e9;
  for (const glm::vec3& p : region.positions) {
    if (tree.contains(p)) {
      return 0.0;
    }
    if (const auto hit = tree.closest(p, static_cast<float>(least))) {
      least = std::min(least, static_cast<double>(hit->distance_mm));
    }
  }
  const SurfaceTree on_bone(region);
  for (const glm::vec3& p : muscle.positions) {
    if (const auto hit = on_bone.closest(p, static_cast<float>(least))) {
      least = std::min(least, static_cast<double>(hit->distance_mm));
    }
  }
  return least;
}

}  // namespace

bool may_share_space(const anatomy::Structure& a, const anatomy::Structure& b) {
  return names(a.inside, b.id) || names(b.inside, a.id) || names(a.blends_with, b.id) || names(b.blends_with, a.id);
}

std::vector<Overlap> overlaps(const Leg& leg, const OverlapOptions& options) {
  std::vector<Solid> solids = solids_of(leg);
  for_each_parallel(
      solids.size(), [&](std::size_t i) { solids[i].tree.emplace(solids[i].structure->mesh); }, options.threads);
  std::vector<std::vector<Overlap>> found(solids.size());
  for_each_parallel(
      solids.size(),
      [&](std::size_t i) {
        for (std::size_t k = i + 1; k < solids.size(); ++k) {
          const Solid& a = solids[i];
          const Solid& b = solids[k];
          const geometry::Box& mine = a.structure->box;
          const geometry::Box& theirs = b.structure->box;
          if (glm::any(glm::greaterThan(mine.min, theirs.max)) || glm::any(glm::greaterThan(theirs.min, mine.max)) ||
              may_share_space(*a.entry, *b.entry)) {
            continue;
          }
          const auto footprints = footprints_between(leg, a.structure->id, b.structure->id);
          Overlap deepest;
          deepen(deepest, a, b, footprints, options.beside_footprint_mm);
          deepen(deepest, b, a, footprints, options.beside_footprint_mm);
          if (deepest.depth_mm > options.more_than_mm) {
            found[i].push_back(deepest);
          }
        }
      },
      options.threads);
  std::vector<Overlap> result;
  for (const std::vector<Overlap>& some : found) {
    result.insert(result.end(), some.begin(), some.end());
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const Overlap& a, const Overlap& b) { return a.depth_mm > b.depth_mm; });
  return result;
}

std::vector<InsertionGap> insertion_gaps(const Leg& leg) {
  std::vector<InsertionGap> gaps;
  for (const Attachment& attachment : leg.attachments) {
    const LegStructure* muscle = leg.find(attachment.muscle);
    if (attachment.kind == AttachmentKind::insertion && muscle != nullptr && !attachment.patch.empty()) {
      gaps.push_back({attachment.id, attachment.muscle, attachment.bone,
                      gap_between(muscle->mesh, SurfaceTree(muscle->mesh), attachment.patch)});
    }
  }
  return gaps;
}

}  // namespace crus
