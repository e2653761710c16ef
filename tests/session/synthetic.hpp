// Small legs made of boxes, for tests that need structures but no real mesh.
#pragma once

#include <string>

#include "leg/leg.hpp"

namespace crus::test {

inline LegStructure box_structure(const std::string& id, const std::string& name, anatomy::Kind kind,
                                  const glm::vec3& low, const glm::vec3& high) {
  LegStructure structure;
  structure.id = id;
  structure.name = name;
  structure.source_name = id + ".glb";
  structure.recognised = true;
  structure.kind = kind;
  structure.side = anatomy::Side::right;
  structure.closed = true;
  for (unsigned corner = 0; corner < 8; ++corner) {
    structure.mesh.positions.emplace_back((corner & 1U) != 0 ? high.x : low.x, (corner & 2U) != 0 ? high.y : low.y,
                                          (corner & 4U) != 0 ? high.z : low.z);
    structure.mesh.normals.push_back(glm::normalize(structure.mesh.positions.back() - 0.5F * (low + high)));
  }
  structure.mesh.triangles = {{0, 2, 3}, {0, 3, 1}, {4, 5, 7}, {4, 7, 6}, {0, 1, 5}, {0, 5, 4},
                              {2, 6, 7}, {2, 7, 3}, {0, 4, 6}, {0, 6, 2}, {1, 3, 7}, {1, 7, 5}};
  structure.box.add(low);
  structure.box.add(high);
  const glm::vec3 size = high - low;
  structure.volume_mm3 = static_cast<double>(size.x * size.y * size.z);
  return structure;
}

// A right leg of nine boxes roughly where the real structures lie, with one attachment.
inline Leg box_leg() {
  using anatomy::Kind;
  Leg leg;
  leg.source = "boxes";
  leg.hash = {1, 2};
  leg.side = anatomy::Side::right;
  leg.structures = {
      box_structure("tibia", "Right tibia", Kind::bone, {-10, 0, -20}, {15, 380, 10}),
      box_structure("fibula", "Right fibula", Kind::bone, {-25, -15, 25}, {-10, 350, 38}),
      box_structure("talus", "Right talus", Kind::bone, {-20, -25, -18}, {35, 5, 18}),
      box_structure("calcaneus", "Right calcaneus", Kind::bone, {-55, -65, -15}, {25, -25, 18}),
      box_structure("soleus", "Right soleus", Kind::muscle, {-55, 60, -35}, {-28, 330, 35}),
      box_structure("gastrocnemius-medial-head", "Right gastrocnemius, medial head", Kind::muscle, {-75, 170, -38},
                    {-57, 410, 0}),
      box_structure("gastrocnemius-lateral-head", "Right gastrocnemius, lateral head", Kind::muscle, {-75, 190, 0},
                    {-57, 410, 38}),
      box_structure("calcaneal-tendon", "Right calcaneal tendon", Kind::tendon, {-62, -50, -8}, {-56, 60, 8}),
      box_structure("skin", "Skin", Kind::skin, {-85, -75, -50}, {150, 420, 50}),
  };
  leg.structures[0].fma = 24477;
  Attachment attachment;
  attachment.id = "soleus-origin-fibula";
  attachment.name = "Soleus: back of the fibula";
  attachment.muscle = "soleus";
  attachment.bone = "fibula";
  attachment.centroid_mm = {-25, 300, 31};
  attachment.pull = {0, -1, 0};
  attachment.area_mm2 = 200.0;
  attachment.patch.positions = {{-25, 320, 26}, {-25, 280, 26}, {-25, 280, 36}, {-25, 320, 36}};
  attachment.patch.normals.assign(4, {-1, 0, 0});
  attachment.patch.triangles = {{0, 1, 2}, {0, 2, 3}};
  attachment.depth_mm.assign(4, 0.0F);
  leg.attachments = {attachment};
  return leg;
}

}  // namespace crus::test
