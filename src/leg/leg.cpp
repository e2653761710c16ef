#include "leg/leg.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace crus {

std::string_view name_of(Origin origin) {
  switch (origin) {
    case Origin::measured: return "measured";
    case Origin::modelled: return "modelled";
    case Origin::imported: return "imported";
  }
  return "";
}

std::string_view name_of(AttachmentKind kind) { return kind == AttachmentKind::origin ? "origin" : "insertion"; }

std::string name_with_side(const anatomy::Structure& structure, anatomy::Side side) {
  if (side == anatomy::Side::none || structure.kind == anatomy::Kind::skin) {
    return structure.english;
  }
  std::string name = structure.english;
  // A person's name keeps its capital.
  if (!name.starts_with("Achilles") && name.size() > 1 && name[1] >= 'a' && name[1] <= 'z') {
    name.front() = lower(name.substr(0, 1)).front();
  }
  return (side == anatomy::Side::right ? "Right " : "Left ") + name;
}

const LegStructure* Leg::find(std::string_view id) const {
  const auto found =
      std::find_if(structures.begin(), structures.end(), [&](const LegStructure& s) { return s.id == id; });
  return found != structures.end() ? &*found : nullptr;
}

const Attachment* Leg::attachment(std::string_view id) const {
  const auto found =
      std::find_if(attachments.begin(), attachments.end(), [&](const Attachment& a) { return a.id == id; });
  return found != attachments.end() ? &*found : nullptr;
}

const anatomy::Structure* Leg::entry(const LegStructure& structure) const {
  if (!catalogue || !structure.recognised) {
    return nullptr;
  }
  if (const anatomy::Structure* exact = catalogue->find(structure.id)) {
    return exact;
  }
  // A second mesh of the same structure carries a number: "soleus-2".
  const std::size_t dash = structure.id.find_last_of('-');
  return dash == std::string::npos ? nullptr : catalogue->find(std::string_view(structure.id).substr(0, dash));
}

const Landmark* Leg::landmark(std::string_view id) const {
  const auto found = std::find_if(landmarks.begin(), landmarks.end(), [&](const Landmark& l) { return l.id == id; });
  return found != landmarks.end() ? &*found : nullptr;
}

geometry::Box Leg::box() const {
  geometry::Box whole;
  for (const LegStructure& structure : structures) {
    whole.add(structure.box);
  }
  return whole;
}

std::size_t Leg::triangle_count() const {
  std::size_t count = 0;
  for (const LegStructure& structure : structures) {
    count += structure.mesh.triangles.size();
  }
  return count;
}

}  // namespace crus
