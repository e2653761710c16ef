#include "leg/mirror.hpp"

#include <algorithm>
#include <utility>

namespace crus {
namespace {

using anatomy::Side;

void flip(glm::vec3& v) { v.z = -v.z; }

void flip(geometry::Mesh& mesh) {
  for (glm::vec3& position : mesh.positions) {
    flip(position);
  }
  for (glm::vec3& normal : mesh.normals) {
    flip(normal);
  }
  for (glm::uvec3& triangle : mesh.triangles) {
    std::swap(triangle.y, triangle.z);
  }
}

void mirror(Attachment& attachment) {
  attachment.centroid_mm.z = -attachment.centroid_mm.z;
  attachment.pull.z = -attachment.pull.z;
  flip(attachment.patch);
  for (auto& loop : attachment.boundary) {
    std::reverse(loop.begin(), loop.end());
    std::for_each(loop.begin(), loop.end(), [](glm::vec3& point) { flip(point); });
  }
}

void mirror(LegStructure& structure, const anatomy::Structure* entry, Side side) {
  flip(structure.mesh);
  for (geometry::DetailLevel& level : structure.levels) {
    for (glm::uvec3& triangle : level.triangles) {
      std::swap(triangle.y, triangle.z);
    }
  }
  for (glm::vec3& direction : structure.fibre_directions) {
    flip(direction);
  }
  if (!structure.box.empty()) {
    const float low = structure.box.min.z;
    structure.box.min.z = -structure.box.max.z;
    structure.box.max.z = -low;
  }
  if (structure.side == Side::none) {
    return;
  }
  structure.side = side;
  if (entry == nullptr) {
    return;
  }
  // A second mesh of the same structure carries its number behind the name.
  const std::string before = name_with_side(*entry, side == Side::left ? Side::right : Side::left);
  const std::string rest = structure.name.starts_with(before) ? structure.name.substr(before.size()) : std::string();
  structure.name = name_with_side(*entry, side) + rest;
  const auto& own = side == Side::left ? entry->fma_left : entry->fma_right;
  structure.fma = own ? own : entry->fma;
}

}  // namespace

Leg mirrored(const Leg& leg) {
  Leg other = leg;
  if (leg.side == Side::none) {
    return other;
  }
  other.side = leg.side == Side::right ? Side::left : Side::right;
  for (LegStructure& structure : other.structures) {
    mirror(structure, leg.entry(structure), other.side);
  }
  for (Attachment& attachment : other.attachments) {
    mirror(attachment);
  }
  for (Landmark& landmark : other.landmarks) {
    landmark.position_mm.z = -landmark.position_mm.z;
  }
  glm::dmat4 flip_z(1.0);
  flip_z[2][2] = -1.0;
  other.frame.world_from_file = flip_z * leg.frame.world_from_file;
  other.frame.side = {std::string(name_of(other.side)), "given",
                      "mirror image of a " + std::string(name_of(leg.side)) + " leg"};
  return other;
}

LegPtr as_side(const LegPtr& leg, Side side) {
  if (!leg || side == Side::none || leg->side == Side::none || leg->side == side) {
    return leg;
  }
  return std::make_shared<const Leg>(mirrored(*leg));
}

}  // namespace crus
