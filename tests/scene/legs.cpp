#include "legs.hpp"

#include <cmath>
#include <numbers>

namespace crus::test {

LegStructure tube(const std::string& id, anatomy::Kind kind, glm::vec3 bottom, glm::vec3 top, float radius) {
  constexpr std::uint32_t kSides = 16;
  constexpr std::uint32_t kRings = 12;
  LegStructure structure;
  structure.id = id;
  structure.name = "Right " + id;
  structure.kind = kind;
  structure.recognised = true;
  structure.side = anatomy::Side::right;
  structure.closed = true;
  geometry::Mesh& mesh = structure.mesh;
  for (std::uint32_t ring = 0; ring <= kRings; ++ring) {
    const float along = static_cast<float>(ring) / kRings;
    // Closed by running to a point at both ends.
    const float wide = ring == 0 || ring == kRings ? 0.0F : radius;
    for (std::uint32_t side = 0; side < kSides; ++side) {
      const float angle = 2.0F * std::numbers::pi_v<float> * static_cast<float>(side) / kSides;
      const glm::vec3 out(std::cos(angle), 0.0F, -std::sin(angle));
      mesh.positions.push_back(glm::mix(bottom, top, along) + wide * out);
      mesh.normals.push_back(out);
      if (ring < kRings) {
        const std::uint32_t next = (side + 1) % kSides;
        const std::uint32_t a = ring * kSides;
        mesh.triangles.emplace_back(a + side, a + next, a + kSides + next);
        mesh.triangles.emplace_back(a + side, a + kSides + next, a + kSides + side);
      }
    }
  }
  structure.occlusion.assign(mesh.positions.size(), 1.0F);
  for (const glm::vec3& position : mesh.positions) {
    structure.box.add(position);
  }
  return structure;
}

Leg toy_leg() {
  using anatomy::Kind;
  Leg leg;
  leg.side = anatomy::Side::right;
  leg.credit = "A leg of tubes, nobody's";
  leg.structures = {
      tube("femur", Kind::bone, {0, 405, 0}, {0, 480, 0}, 20),
      tube("tibia", Kind::bone, {5, -10, -5}, {0, 400, -5}, 14),
      tube("fibula", Kind::bone, {-8, -20, 35}, {-12, 380, 38}, 6),
      tube("calcaneus", Kind::bone, {-50, -45, 0}, {-50, -12, 0}, 18),
      tube("soleus", Kind::muscle, {-45, 60, 5}, {-30, 330, 5}, 25),
      tube("gastrocnemius-medial-head", Kind::muscle, {-62, 170, -20}, {-50, 420, -20}, 22),
      tube("gastrocnemius-lateral-head", Kind::muscle, {-62, 190, 28}, {-50, 420, 28}, 20),
      tube("tibialis-anterior", Kind::muscle, {30, 20, 10}, {22, 350, 20}, 12),
      tube("calcaneal-tendon", Kind::tendon, {-62, -20, 0}, {-55, 190, 0}, 7),
      tube("skin", Kind::skin, {-15, -60, 5}, {-15, 470, 5}, 90),
  };
  LegStructure& heel = leg.structures[3];
  VertexField footprint{"achilles-footprint", {}};
  for (const glm::vec3& position : heel.mesh.positions) {
    footprint.values.push_back(glm::distance(position, glm::vec3(-68.0F, -25.0F, 0.0F)));
  }
  heel.fields.push_back(footprint);
  return leg;
}

}  // namespace crus::test
