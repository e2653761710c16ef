#include "leg/leg.hpp"

#include <gtest/gtest.h>

namespace crus {
namespace {

anatomy::Structure entry(const char* english, anatomy::Kind kind) {
  anatomy::Structure structure;
  structure.english = english;
  structure.kind = kind;
  return structure;
}

TEST(LegNames, CarryTheSideInFront) {
  using anatomy::Kind;
  using anatomy::Side;
  EXPECT_EQ(name_with_side(entry("Soleus", Kind::muscle), Side::right), "Right soleus");
  EXPECT_EQ(name_with_side(entry("Soleus", Kind::muscle), Side::left), "Left soleus");
  EXPECT_EQ(name_with_side(entry("Soleus", Kind::muscle), Side::none), "Soleus");
  EXPECT_EQ(name_with_side(entry("Skin", Kind::skin), Side::right), "Skin");
  EXPECT_EQ(name_with_side(entry("Achilles tendon", Kind::tendon), Side::right), "Right Achilles tendon");
}

TEST(Leg, FindsStructuresLandmarksAndItsBox) {
  Leg leg;
  LegStructure tibia;
  tibia.id = "tibia";
  tibia.box.add(glm::vec3(1, 2, 3));
  tibia.box.add(glm::vec3(4, 5, 6));
  tibia.mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
  LegStructure empty;
  empty.id = "empty";
  leg.structures = {tibia, empty};
  leg.landmarks = {{"knee-centre", {7, 8, 9}, "by hand"}};
  ASSERT_NE(leg.find("tibia"), nullptr);
  EXPECT_EQ(leg.find("fibula"), nullptr);
  EXPECT_EQ(leg.landmark("knee-centre")->position_mm.y, 8.0);
  EXPECT_EQ(leg.landmark("elbow"), nullptr);
  EXPECT_EQ(leg.box().min, glm::vec3(1, 2, 3));
  EXPECT_EQ(leg.box().max, glm::vec3(4, 5, 6));
  EXPECT_EQ(leg.triangle_count(), 2U);
}

}  // namespace
}  // namespace crus
