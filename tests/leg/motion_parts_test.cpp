// Legs that lack parts, or whose parts are open or lie in one another: what can move moves, what cannot says why in one
// line.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "geometry/measure.hpp"
#include "leg/moving_legs.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

using test::deformed;
using test::Moving;
using test::request;

// Bones, soleus and tendon of the built-in leg: enough to move, and quickly rigged.
Leg small_leg() {
  static const std::set<std::string> kept{"tibia",
                                          "fibula",
                                          "talus",
                                          "calcaneus",
                                          "first-metatarsal",
                                          "fifth-metatarsal",
                                          "soleus",
                                          "calcaneal-tendon",
                                          "proximal-phalanx-of-big-toe",
                                          "gastrocnemius-medial"};
  Leg leg = test::builtin();
  std::erase_if(leg.structures, [](const LegStructure& s) { return !kept.contains(s.id); });
  return leg;
}

Leg small_leg_without(const std::string& id) {
  Leg leg = small_leg();
  std::erase_if(leg.structures, [&](const LegStructure& s) { return s.id == id; });
  return leg;
}

LegStructure& part(Leg& leg, const std::string& id) {
  return *std::find_if(leg.structures.begin(), leg.structures.end(), [&](const LegStructure& s) { return s.id == id; });
}

Moving rigged(const Leg& leg) {
  Progress progress;
  Moving m;
  m.leg = &leg;
  m.rig = Rig::build(leg, test::motion_data(), progress).value();
  m.meter = std::make_unique<const MotionMeter>(leg, *m.rig);
  return m;
}

// Every vertex is a number and none flies off.
void stays_whole(const Moving& m) {
  for (const double angle : {-20.0, 50.0}) {
    PoseRequest wanted = request(angle, 1.0);
    wanted.strain = true;
    wanted.inversion_deg = 15.0;
    wanted.toe_extension_deg = 30.0;
    for (const PosedSurface& surface : deformed(m, wanted)) {
      for (const glm::vec3& p : surface.positions) {
        ASSERT_TRUE(std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z));
        ASSERT_LT(glm::length(p), 1000.0F);
      }
    }
  }
}

std::map<std::string, double> arms_of(const MotionRow& row) {
  return {row.moment_arms_mm.begin(), row.moment_arms_mm.end()};
}

std::size_t lines_about(const Rig& rig, const std::string& words) {
  return static_cast<std::size_t>(
      std::count_if(rig.warnings().begin(), rig.warnings().end(), [&](const std::string& w) {
        EXPECT_EQ(w.find('\n'), std::string::npos) << w;
        return w.find(words) != std::string::npos;
      }));
}

TEST(PartsOfALeg, MoveWithoutAWord) {
  const Leg leg = small_leg();
  const Moving m = rigged(leg);
  EXPECT_TRUE(m.rig->warnings().empty()) << m.rig->warnings().front();
  stays_whole(m);
}

TEST(PartsOfALeg, WithoutATalusOnlyTheSoleDoesNotTurn) {
  const Leg leg = small_leg_without("talus");
  const Moving m = rigged(leg);
  EXPECT_EQ(lines_about(*m.rig, "talus"), 1U);
  EXPECT_EQ(m.rig->warnings().size(), 1U);
  PoseRequest wanted = request(30.0);
  wanted.inversion_deg = 15.0;
  EXPECT_EQ(m.rig->pose(wanted).subtalar_rad, 0.0);
  EXPECT_NE(m.rig->pose(wanted).ankle_rad, 0.0);
  EXPECT_NEAR(m.meter->row(30.0, 0.0).tendon_strain, 0.0, 0.005);
  stays_whole(m);
}

TEST(PartsOfALeg, WithoutASoleusTheTendonStillPulls) {
  const Leg leg = small_leg_without("soleus");
  const Moving m = rigged(leg);
  EXPECT_TRUE(m.rig->warnings().empty());
  const MotionRow row = m.meter->row(30.0, 1.0);
  EXPECT_EQ(row.soleus_volume_cm3, 0.0);
  EXPECT_GT(row.achilles_moment_arm_mm, 25.0);
  stays_whole(m);
}

TEST(PartsOfALeg, WithoutItsTendonTheCalfDoesNotSlideAndSaysSo) {
  const Leg leg = small_leg_without("calcaneal-tendon");
  const Moving m = rigged(leg);
  EXPECT_EQ(lines_about(*m.rig, "lacks its tendon"), 2U) << "soleus and gastrocnemius";
  EXPECT_EQ(m.meter->row(30.0, 0.0).tendon_length_mm, 0.0);
  stays_whole(m);
}

TEST(PartsOfALeg, AnOpenMuscleMovesButDoesNotKeepItsVolumeAndSaysSo) {
  Leg leg = small_leg();
  LegStructure& soleus = part(leg, "soleus");
  soleus.mesh.triangles.resize(soleus.mesh.triangles.size() - 400);
  soleus.closed = false;
  const Moving m = rigged(leg);
  EXPECT_EQ(lines_about(*m.rig, "its surface is open"), 1U);
  EXPECT_EQ(m.rig->warnings().size(), 1U);
  EXPECT_NEAR(m.meter->row(30.0, 0.0).tendon_strain, 0.0, 0.005);
  stays_whole(m);
}

TEST(PartsOfALeg, MusclesThatLieInOneAnotherKeepTheirVolumes) {
  Leg leg = small_leg();
  for (glm::vec3& p : part(leg, "gastrocnemius-medial").mesh.positions) {
    p.x += 12.0F;  // into soleus
  }
  const Moving m = rigged(leg);
  stays_whole(m);
  const std::vector<PosedSurface> surfaces = deformed(m, request(50.0));
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    if (structure.kind == anatomy::Kind::muscle) {
      const double after = geometry::volume_mm3({surfaces[i].positions, {}, structure.mesh.triangles});
      EXPECT_NEAR(after / geometry::volume_mm3(structure.mesh), 1.0, 0.01) << structure.id;
    }
  }
}

// Branches to toes that the leg lacks end where they end, so that every one of them is part of the tendon's course.
TEST(PartsOfALeg, WithoutToesTheirTendonsStillPullTheirWay) {
  const std::map<std::string, double> sign{{"flexor-digitorum-longus", 1.0}, {"extensor-digitorum-longus", -1.0}};
  Leg leg = test::builtin();
  std::erase_if(leg.structures, [&](const LegStructure& s) {
    return s.kind == anatomy::Kind::bone ? segment_of(s.id) == Segment::toes : !sign.contains(s.id);
  });
  std::erase_if(leg.attachments, [](const Attachment& a) { return segment_of(a.bone) == Segment::toes; });
  const Moving m = rigged(leg);
  const std::map<std::string, double> arms_at_0 = arms_of(m.meter->row(0.0, 0.0));
  for (const auto& [muscle, way] : sign) {
    ASSERT_TRUE(arms_at_0.contains(muscle));
    for (const double angle : {-20.0, 0.0, 20.0, 50.0}) {
      const double arm = arms_of(m.meter->row(angle, 0.0)).at(muscle);
      EXPECT_GT(way * arm, 3.0) << muscle << " at " << angle;
      EXPECT_LT(way * arm, 60.0) << muscle << " at " << angle;
    }
  }
  // Their ends go with the foot, as if the bones were there: a thirtieth of the turn is 5 mm at the toes.
  const glm::dmat4 foot = turn(m.rig->ankle(), m.rig->pose(request(50.0)).ankle_rad);
  const std::vector<PosedSurface> posed = deformed(m, request(50.0));
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const std::vector<glm::vec3>& rest = leg.structures[i].mesh.positions;
    for (std::size_t v = 0; v < rest.size() && sign.contains(leg.structures[i].id); ++v) {
      if (rest[v].x > 130.0F) {
        const glm::vec3 expected(foot * glm::vec4(rest[v], 1.0F));
        ASSERT_LT(glm::distance(posed[i].positions[v], expected), 5.0F) << leg.structures[i].id;
      }
    }
  }
  stays_whole(m);
}

// The thigh bone of a model may rise far above its skin.
TEST(PartsOfALeg, WhatRisesAboveTheSkinIsNotForItToContain) {
  Leg leg = test::builtin();
  std::erase_if(leg.structures, [](const LegStructure& s) {
    return s.kind != anatomy::Kind::bone && s.id != "calcaneal-tendon" && s.id != "skin";
  });
  for (glm::vec3& p : part(leg, "femur").mesh.positions) {
    p.y += 200.0F;
  }
  const Moving m = rigged(leg);
  const auto gap = m.meter->row(0.0, 0.0).skin_min_gap_mm;
  ASSERT_TRUE(gap);
  EXPECT_GE(*gap, 0.0);
  EXPECT_LT(*gap, 10.0);
}

TEST(PartsOfALeg, ASingleBoneSaysWhatItNeeds) {
  for (const char* id : {"tibia", "talus", "calcaneus", "soleus"}) {
    Leg leg = small_leg();
    std::erase_if(leg.structures, [&](const LegStructure& s) { return s.id != id; });
    Progress progress;
    const auto rig = Rig::build(leg, test::motion_data(), progress);
    ASSERT_FALSE(rig) << id;
    EXPECT_NE(rig.error().advice.find("talus"), std::string::npos) << rig.error().message();
  }
}

}  // namespace
}  // namespace crus
