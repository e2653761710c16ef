#include <algorithm>

#include "atlas/builtin.hpp"
#include "geometry/measure.hpp"

namespace crus::atlas {
namespace {

const VertexField* settled_field(const LegStructure& structure) {
  const auto found = std::find_if(structure.fields.begin(), structure.fields.end(),
                                  [](const VertexField& field) { return field.id == kSettledFieldId; });
  return found == structure.fields.end() ? nullptr : &*found;
}

// How far the surface was moved, on a triangle.
double moved_mm(const geometry::Mesh& mesh, const VertexField& field, std::uint32_t triangle, const glm::dvec3& at) {
  const glm::uvec3& t = mesh.triangles[triangle];
  double sum = 0.0;
  for (int k = 0; k < 3; ++k) {
    sum += at[k] * static_cast<double>(field.values[t[k]]);
  }
  return sum;
}

Comparison::Settled summary_of(const geometry::Mesh& mesh, const VertexField& field) {
  Comparison::Settled settled;
  double area = 0.0;
  for (std::uint32_t i = 0; i < mesh.triangles.size(); ++i) {
    const glm::uvec3& t = mesh.triangles[i];
    const glm::dvec3 a(mesh.positions[t.x]);
    const double size =
        glm::length(glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a));
    const double moved = moved_mm(mesh, field, i, glm::dvec3(1.0 / 3.0));
    area += size;
    settled.mean_mm += size * moved;
    settled.area_share += moved > kSettled_mm ? size : 0.0;
  }
  settled.mean_mm /= area;
  settled.area_share /= area;
  settled.most_mm = static_cast<double>(*std::max_element(field.values.begin(), field.values.end()));
  return settled;
}

}  // namespace

std::vector<Comparison> compare(const Leg& ours, const Leg& reference, std::span<const Zone> zones) {
  constexpr std::size_t kSamples = 20000;
  std::vector<Comparison> result;
  for (const LegStructure& structure : ours.structures) {
    const LegStructure* other = structure.recognised ? reference.find(structure.id) : nullptr;
    if (other == nullptr) {
      continue;
    }
    const auto in_no_zone = [&](const glm::dvec3& p) { return is_compared(zones, structure.id, p); };
    Comparison& row = result.emplace_back();
    row.id = structure.id;
    row.kind = structure.kind;
    row.distance = geometry::surface_distance(structure.mesh, other->mesh, kSamples, in_no_zone);
    const VertexField* field = settled_field(structure);
    if (field == nullptr || field->values.size() != structure.mesh.positions.size() || structure.mesh.empty()) {
      continue;
    }
    row.settled = summary_of(structure.mesh, *field);
    row.settled->with_it = row.distance;
    // Of the reference's vertices those do not count either whose nearest place on ours was moved.
    const geometry::SurfaceTree tree(structure.mesh);
    row.distance = geometry::surface_distance(structure.mesh, other->mesh, kSamples, [&](const glm::dvec3& p) {
      const auto hit = tree.closest(glm::vec3(p));
      return in_no_zone(p) &&
             (!hit || moved_mm(structure.mesh, *field, hit->triangle, glm::dvec3(hit->barycentric)) <= kSettled_mm);
    });
  }
  return result;
}

}  // namespace crus::atlas
