#include "atlas/builtin.hpp"

namespace crus::atlas {

std::vector<Comparison> compare(const Leg& ours, const Leg& reference, std::span<const Zone> zones) {
  constexpr std::size_t kSamples = 20000;
  std::vector<Comparison> result;
  for (const LegStructure& structure : ours.structures) {
    const LegStructure* other = structure.recognised ? reference.find(structure.id) : nullptr;
    if (other == nullptr) {
      continue;
    }
    const auto counts = [&](const glm::dvec3& p) { return is_compared(zones, structure.id, p); };
    result.push_back(
        {structure.id, structure.kind, geometry::surface_distance(structure.mesh, other->mesh, kSamples, counts)});
  }
  return result;
}

}  // namespace crus::atlas
