// A rig on simple bones: what moves, by how much, which way, and what is said where it cannot.
#include "leg/rig.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "atlas/builtin_leg.hpp"
#include "core/units.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/bones.hpp"
#include "leg/mirror.hpp"
#include "leg/moving.hpp"

namespace crus {
namespace {

using anatomy::Kind;
using anatomy::Side;
using test::bones_stay_rigid;
using test::deformed;
using test::heel_raise;
using test::height_of;
using test::is_the_loaded_leg_at_rest;
using test::Moving;
using test::moving;
using test::request;
using test::rig_of;
using test::the_floor_holds_the_toes;

Leg leg_of_bones() {
  std::map<std::string, geometry::Mesh> bones = test::right_leg();
  bones["proximal-phalanx-of-big-toe"] = test::ellipsoid({132.0F, -47.0F, -18.0F}, {15.0F, 7.0F, 7.0F});
  const FrameResult frame = find_frame(test::frame_bones(bones), Side::right, std::nullopt);
  Leg leg;
  leg.source = "simple bones";
  leg.side = Side::right;
  leg.catalogue = test::catalogue();
  leg.landmarks = frame.landmarks;
  leg.tibia_length_mm = frame.tibia_length_mm;
  leg.rest_plantarflexion_deg = frame.rest_plantarflexion_deg;
  for (auto& [id, mesh] : bones) {
    LegStructure structure;
    structure.id = id;
    structure.name = id;
    structure.recognised = true;
    structure.kind = Kind::bone;
    structure.side = Side::right;
    structure.closed = true;
    structure.mesh = mesh;
    test::transform(structure.mesh, frame.world_from_space);
    geometry::compute_normals(structure.mesh, std::numbers::pi_v<float>);
    structure.box = geometry::bounds(structure.mesh);
    leg.structures.push_back(std::move(structure));
  }
  return leg;
}

const Leg& right_bones() {
  static const Leg leg = leg_of_bones();
  return leg;
}

const Moving& moving_bones() {
  static const Moving made = moving(right_bones());
  return made;
}

TEST(RigOfBones, AsksForTheBonesOfAnAnkle) {
  Leg leg = right_bones();
  std::erase_if(leg.structures, [](const LegStructure& s) { return s.id == "talus" || s.id == "calcaneus"; });
  Progress progress;
  const auto rig = Rig::build(leg, test::motion_data(), progress);
  ASSERT_FALSE(rig);
  EXPECT_FALSE(rig.error().what.empty());
  EXPECT_NE(rig.error().advice.find("talus"), std::string::npos) << rig.error().message();
  Leg nothing;
  EXPECT_FALSE(Rig::build(nothing, test::motion_data(), progress));
}

TEST(RigOfBones, StopsWhereItIsCancelled) {
  Progress progress;
  progress.cancel();
  EXPECT_FALSE(Rig::build(right_bones(), test::motion_data(), progress));
}

TEST(RigOfBones, SaysWhereTheFootsOwnAngleIsNotKnown) {
  Leg leg = right_bones();
  leg.rest_plantarflexion_deg.reset();
  const auto rig = rig_of(leg);
  EXPECT_EQ(rig->rest_plantarflexion_deg(), 0.0);
  EXPECT_FALSE(rig->warnings().empty());
  EXPECT_TRUE(moving_bones().rig->warnings().empty());
}

TEST(RigOfBones, KeepsRequestsWithinTheStops) {
  const Rig& rig = *moving_bones().rig;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double endless = std::numeric_limits<double>::infinity();
  const auto ankle_deg = [&](double wanted) {
    return rig.rest_plantarflexion_deg() - degrees(rig.pose(request(wanted)).ankle_rad);
  };
  EXPECT_NEAR(ankle_deg(30.0), 30.0, 1e-9);
  EXPECT_NEAR(ankle_deg(1000.0), 60.0, 1e-9);
  EXPECT_NEAR(ankle_deg(-1000.0), -35.0, 1e-9);
  for (const double wrong : {nan, endless, -endless}) {
    EXPECT_NEAR(ankle_deg(wrong), rig.rest_plantarflexion_deg(), 1e-9);
    PoseRequest all = request(rig.rest_plantarflexion_deg(), wrong);
    all.toe_extension_deg = wrong;
    all.inversion_deg = wrong;
    EXPECT_TRUE(rig.pose(all).at_rest());
  }
  PoseRequest far = request(0.0, 7.0);
  far.toe_extension_deg = -900.0;
  far.inversion_deg = 900.0;
  const Pose kept = rig.pose(far);
  EXPECT_EQ(kept.activation, 1.0);
  EXPECT_NEAR(degrees(kept.toes_rad), -30.0, 1e-9);
  EXPECT_NEAR(std::abs(degrees(kept.subtalar_rad)), 20.0, 1e-9);
  EXPECT_NEAR(moving_bones().meter->row(1000.0, nan).plantarflexion_deg, 60.0, 1e-9);
}

TEST(RigOfBones, MovesWhatLiesBehindAJointAndNothingBeforeIt) {
  const Moving& m = moving_bones();
  PoseRequest toes_only = request(m.rig->rest_plantarflexion_deg());
  toes_only.toe_extension_deg = 30.0;
  PoseRequest inversion_only = request(m.rig->rest_plantarflexion_deg());
  inversion_only.inversion_deg = 10.0;
  const auto moved_ids = [&](const PoseRequest& wanted) {
    std::vector<std::string> ids;
    const std::vector<PosedSurface> surfaces = deformed(m, wanted);
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      if (surfaces[i].positions != m.leg->structures[i].mesh.positions) {
        ids.push_back(m.leg->structures[i].id);
      }
    }
    return ids;
  };
  EXPECT_EQ(moved_ids(toes_only), std::vector<std::string>{"proximal-phalanx-of-big-toe"});
  const std::vector<std::string> inverted = moved_ids(inversion_only);
  EXPECT_EQ(inverted.size(), m.leg->structures.size() - 3) << "all but tibia, fibula and talus";
  const std::vector<std::string> flexed = moved_ids(request(m.rig->rest_plantarflexion_deg() + 20.0));
  EXPECT_EQ(flexed.size(), m.leg->structures.size() - 2) << "all but tibia and fibula";
}

TEST(RigOfBones, PlantarflexionLowersTheToesAndInversionTurnsTheSoleInwardOnBothSides) {
  const Leg left = mirrored(right_bones());
  const Moving one{&right_bones(), moving_bones().rig, nullptr};
  const Moving other{&left, rig_of(left), nullptr};
  std::vector<PoseRequest> wanted{request(40.0), request(-15.0), request(one.rig->rest_plantarflexion_deg()),
                                  request(one.rig->rest_plantarflexion_deg())};
  wanted[2].toe_extension_deg = 30.0;
  wanted[3].inversion_deg = 15.0;
  for (const PoseRequest& each : wanted) {
    const std::vector<PosedSurface> right_side = deformed(one, each);
    const std::vector<PosedSurface> left_side = deformed(other, each);
    for (std::size_t i = 0; i < right_side.size(); ++i) {
      float most = 0.0F;
      for (std::size_t v = 0; v < right_side[i].positions.size(); ++v) {
        const glm::vec3& p = right_side[i].positions[v];
        most = std::max(most, glm::distance(glm::vec3(p.x, p.y, -p.z), left_side[i].positions[v]));
      }
      EXPECT_LT(most, 0.1F) << left.structures[i].id << " at " << each.plantarflexion_deg << ", toes "
                            << each.toe_extension_deg << ", inversion " << each.inversion_deg;
    }
  }
  // What up and inward are: the toes' height, and the way the lowest point of the heel goes.
  const double toes = height_of(one, "fifth-metatarsal", deformed(one, request(0.0)));
  EXPECT_LT(height_of(one, "fifth-metatarsal", deformed(one, request(20.0))), toes - 10.0);
  for (const Moving* m : {&one, &other}) {
    const double inward = m == &one ? -1.0 : 1.0;  // medial is to the left of a right leg
    const auto heel = std::find_if(m->leg->structures.begin(), m->leg->structures.end(),
                                   [](const LegStructure& s) { return s.id == "calcaneus"; });
    const std::vector<glm::vec3>& rest = heel->mesh.positions;
    const auto lowest = static_cast<std::size_t>(
        std::min_element(rest.begin(), rest.end(), [](const glm::vec3& a, const glm::vec3& b) { return a.y < b.y; }) -
        rest.begin());
    const std::vector<PosedSurface> inverted = deformed(*m, wanted[3]);
    const auto index = static_cast<std::size_t>(heel - m->leg->structures.begin());
    const double went = static_cast<double>(inverted[index].positions[lowest].z - rest[lowest].z);
    EXPECT_GT(inward * went, 1.0) << "inversion turns the sole inward";
  }
}

TEST(RigOfBones, StaysRigidAndLoadsAtRest) {
  bones_stay_rigid(moving_bones());
  is_the_loaded_leg_at_rest(moving_bones());
}

TEST(RigOfBones, ClosedChainHoldsTheToes) {
  std::vector<PoseRequest> wanted{request(0.0), request(-18.0), request(35.0)};
  for (const double toes : {30.0, 60.0}) {
    wanted.push_back(heel_raise(35.0, toes));
  }
  wanted.push_back(heel_raise(20.0, 10.0));
  wanted.back().inversion_deg = 8.0;
  the_floor_holds_the_toes(moving_bones(), wanted);
}

TEST(RigOfBones, IsMeasuredWithoutFlesh) {
  const MotionRow row = moving_bones().meter->row(20.0, 0.5);
  EXPECT_TRUE(row.moment_arms_mm.empty());
  EXPECT_EQ(row.soleus_volume_cm3, 0.0);
  EXPECT_FALSE(moving_bones().rig->course("soleus", Pose()));
  EXPECT_EQ(moving_bones().rig->path("calcaneal-tendon"), nullptr);
}

}  // namespace
}  // namespace crus
