#include "atlas/skin.hpp"

#include <algorithm>

namespace crus::atlas {

void close_skin_over(Leg& leg) {
  const auto skin = std::find_if(leg.structures.begin(), leg.structures.end(),
                                 [](const LegStructure& structure) { return structure.kind == anatomy::Kind::skin; });
  if (skin == leg.structures.end()) {
    return;
  }
  std::vector<const geometry::Mesh*> others;
  for (const LegStructure& structure : leg.structures) {
    if (structure.kind != anatomy::Kind::skin) {
      others.push_back(&structure.mesh);
    }
  }
  close_over(skin->mesh, others);
}

void close_over(geometry::Mesh& skin, const std::vector<const geometry::Mesh*>& others) {
  geometry::ContainOptions options;
  // A hair more than is promised, for what rounding takes.
  options.margin_mm = kSkinMarginMm + 0.02;
  geometry::push_out(skin, others, options);
}

}  // namespace crus::atlas
