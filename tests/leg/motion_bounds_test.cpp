// Bounds that any true motion keeps, measured on the built-in leg and on the reference set.
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/units.hpp"
#include "geometry/crossing.hpp"
#include "geometry/measure.hpp"
#include "leg/motion_table.hpp"
#include "leg/moving.hpp"
#include "leg/moving_legs.hpp"
#include "leg/rig.hpp"

namespace crus {
namespace {

using anatomy::Kind;
using test::bones_stay_rigid;
using test::deformed;
using test::heel_raise;
using test::height_of;
using test::is_the_loaded_leg_at_rest;
using test::Moving;
using test::moving_builtin;
using test::moving_reference;
using test::request;
using test::the_floor_holds_the_toes;

double arm_of(const MotionRow& row, const std::string& muscle) {
  const auto found = std::find_if(row.moment_arms_mm.begin(), row.moment_arms_mm.end(),
                                  [&](const auto& entry) { return entry.first == muscle; });
  return found != row.moment_arms_mm.end() ? found->second : std::numeric_limits<double>::quiet_NaN();
}

bool is_dorsiflexor(const std::string& muscle) {
  return muscle == "tibialis-anterior" || muscle == "extensor-hallucis-longus" ||
         muscle == "extensor-digitorum-longus" || muscle == "fibularis-tertius";
}

MotionRow row_at_rest(const Moving& m) { return m.meter->row(m.rig->rest_plantarflexion_deg(), 0.0); }

// Sanitizers make a row ten times as slow, and look for other faults than wrong figures.
#ifdef __SANITIZE_ADDRESS__
constexpr int kStep_deg = 35;
#else
constexpr int kStep_deg = 10;
#endif

// The bounds of a row; `least_gap_mm` is how deep in the skin everything must lie at least.
void keeps_the_bounds(const Moving& m, double angle, double activation, const MotionRow& rest, double least_gap_mm) {
  SCOPED_TRACE(::testing::Message() << m.leg->source << " at " << angle << " degrees, activation " << activation);
  const MotionRow row = m.meter->row(angle, activation);
  EXPECT_NEAR(row.plantarflexion_deg, angle, 1e-9);
  EXPECT_NEAR(row.soleus_volume_cm3 / rest.soleus_volume_cm3, 1.0, 0.01);
  // The working belly lifts the upper tendon, which costs it some length; passive it keeps the bound wanted of both.
  EXPECT_NEAR(row.tendon_length_mm / rest.tendon_length_mm, 1.0, 0.005);
  EXPECT_NEAR(row.tendon_strain, row.tendon_length_mm / rest.tendon_length_mm - 1.0, 1e-9);
  EXPECT_LE(row.origin_drift_mm, 0.3);
  EXPECT_LE(row.insertion_drift_mm, 0.3);
  EXPECT_LE(row.max_penetration_mm, 1.0);
  EXPECT_LE(row.talus_tibia_overlap_mm, angle <= 40.0 ? 0.5 : 1.5);
  EXPECT_GE(row.skin_min_gap_mm.value_or(least_gap_mm), least_gap_mm);
  EXPECT_LE(row.skin_worse_mm.value_or(0.0), 1.0);
  EXPECT_GE(row.achilles_moment_arm_mm, 25.0);
  EXPECT_LE(row.achilles_moment_arm_mm, 65.0);
  EXPECT_GT(row.soleus_thickness_mm, 0.0);
  EXPECT_GT(row.soleus_fascicle_mm, 0.0);
  for (const auto& [muscle, arm] : row.moment_arms_mm) {
    if (is_dorsiflexor(muscle)) {
      EXPECT_LT(arm, 0.0) << muscle;
    } else {
      EXPECT_GT(arm, 0.0) << muscle;
    }
  }
  for (const char* muscle : {"soleus", "gastrocnemius-medial", "gastrocnemius-lateral"}) {
    EXPECT_EQ(arm_of(row, muscle), row.achilles_moment_arm_mm) << muscle << " pulls at the same tendon";
  }
}

void keeps_the_bounds_over_the_range(const Moving& m, double least_gap_mm) {
  const MotionRow rest = row_at_rest(m);
  ASSERT_GT(rest.soleus_volume_cm3, 0.0);
  ASSERT_GT(rest.tendon_length_mm, 0.0);
  EXPECT_NEAR(rest.tendon_strain, 0.0, 1e-9);
  EXPECT_NEAR(rest.max_penetration_mm, 0.0, 1e-6);
  EXPECT_NEAR(rest.origin_drift_mm, 0.0, 1e-4);
  EXPECT_NEAR(rest.insertion_drift_mm, 0.0, 1e-4);
  for (int angle = -20; angle <= 50; angle += kStep_deg) {
    keeps_the_bounds(m, angle, 0.0, rest, least_gap_mm);
  }
  for (int angle = -20; angle <= 50; angle += 35) {
    keeps_the_bounds(m, angle, 1.0, rest, least_gap_mm);
  }
  keeps_the_bounds(m, 25.0, 0.5, rest, least_gap_mm);
}

// Every muscle with a course of its own: the arm, computed from axis and line of action, is the slope of the length.
std::size_t arms_are_slopes_of_courses(const Moving& m) {
  std::size_t count = 0;
  for (const std::string& muscle : motion_muscles()) {
    if (!m.rig->course(muscle, m.rig->pose(request(0.0)))) {
      continue;
    }
    ++count;
    const auto length = [&](double angle) { return length_mm(*m.rig->course(muscle, m.rig->pose(request(angle)))); };
    for (int angle = -20; angle <= 50; angle += 10) {
      const double slope = (length(angle + 0.5) - length(angle - 0.5)) / radians(1.0);
      const double arm = moment_arm_mm(*m.rig->course(muscle, m.rig->pose(request(angle))), m.rig->ankle());
      EXPECT_NEAR(arm, -slope, 0.01 * std::abs(arm) + 0.01) << m.leg->source << " " << muscle << " at " << angle;
    }
  }
  return count;
}

// The triceps pulls at the calcaneal tendon, whose length is measured on the posed meshes.
void the_arm_of_the_tendon_is_its_slope(const Moving& m, const std::vector<double>& angles) {
  const double at_zero = m.meter->row(0.0, 0.0).soleus_mtu_mm;
  for (const double angle : angles) {
    const MotionRow row = m.meter->row(angle, 0.0);
    const double slope =
        (m.meter->row(angle + 0.5, 0.0).soleus_mtu_mm - m.meter->row(angle - 0.5, 0.0).soleus_mtu_mm) / radians(1.0);
    EXPECT_NEAR(row.achilles_moment_arm_mm, -slope, 0.01 * row.achilles_moment_arm_mm) << angle;
    EXPECT_NEAR(row.achilles_excursion_mm, row.soleus_mtu_mm - at_zero, 1e-6) << angle;
  }
}

glm::dvec3 cross_of(const std::vector<glm::vec3>& positions, const glm::uvec3& t) {
  const glm::dvec3 a(positions[t.x]);
  return glm::cross(glm::dvec3(positions[t.y]) - a, glm::dvec3(positions[t.z]) - a);
}

// No triangle shrinks to less than a fifth or turns over against one that goes along rigidly, wherever between shank
// and foot that is.
void does_not_fold(const Moving& m, std::string_view id, const PoseRequest& wanted, double tolerated = 0.0) {
  SCOPED_TRACE(::testing::Message() << m.leg->source << " " << id << " at " << wanted.plantarflexion_deg
                                    << " degrees, activation " << wanted.activation);
  const auto found = std::find_if(m.leg->structures.begin(), m.leg->structures.end(),
                                  [&](const LegStructure& s) { return s.id == id; });
  ASSERT_NE(found, m.leg->structures.end());
  const std::vector<PosedSurface> surfaces = deformed(m, wanted);
  const auto& posed = surfaces[static_cast<std::size_t>(found - m.leg->structures.begin())].positions;
  std::array<glm::dmat3, 5> turns{};
  for (std::size_t k = 0; k < turns.size(); ++k) {
    const double share = 0.25 * static_cast<double>(k);
    turns[k] = glm::dmat3(turn(m.rig->ankle(), share * m.rig->pose(wanted).ankle_rad));
  }
  constexpr double kTooSmallToSee_mm2 = 0.02;
  double least = std::numeric_limits<double>::infinity();
  std::size_t shrunken = 0;
  std::size_t turned_over = 0;
  for (const glm::uvec3& t : found->mesh.triangles) {
    const glm::dvec3 before = cross_of(found->mesh.positions, t);
    if (0.5 * glm::length(before) < kTooSmallToSee_mm2) {
      continue;
    }
    const glm::dvec3 after = cross_of(posed, t);
    const double ratio = glm::length(after) / glm::length(before);
    least = std::min(least, ratio);
    shrunken += ratio > 0.2 ? 0U : 1U;
    const bool upright = std::any_of(turns.begin(), turns.end(),
                                     [&](const glm::dmat3& turned) { return glm::dot(turned * before, after) > 0.0; });
    turned_over += upright ? 0U : 1U;
  }
  const double most = tolerated * static_cast<double>(found->mesh.triangles.size());
  EXPECT_LE(static_cast<double>(shrunken), most) << "the least keeps " << least << " of its area";
  EXPECT_LE(static_cast<double>(turned_over), most);
}

std::size_t crossings_of(const LegStructure& structure, const std::vector<glm::vec3>& positions) {
  return geometry::crossing_edges({positions, {}, structure.mesh.triangles}).size();
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto mean = [](const std::vector<double>& v) {
    double sum = 0.0;
    for (const double x : v) {
      sum += x;
    }
    return sum / static_cast<double>(v.size());
  };
  const double ma = mean(a);
  const double mb = mean(b);
  double ab = 0.0;
  double aa = 0.0;
  double bb = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
  }
  return ab / std::sqrt(aa * bb);
}

// Angle and moment arm of one muscle of the published model, plantarflexion positive.
std::map<int, double> published_arms(const std::string& muscle) {
  std::ifstream file(*test::reference_folder() / "biomechanics" / "rajagopal2016_ankle.tsv");
  std::map<int, double> arms;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::vector<std::string> cell;
    for (std::string one; std::getline(cells, one, '\t');) {
      cell.push_back(one);
    }
    if (cell.size() == 7 && cell[0] == muscle) {
      arms[std::stoi(cell[2])] = std::stod(cell[6]);
    }
  }
  return arms;
}

double correlation_with_the_published_arm(const Moving& m) {
  const std::map<int, double> published = published_arms("soleus");
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int angle = -20; angle <= 50; angle += 10) {
    ours.push_back(m.meter->row(angle, 0.0).achilles_moment_arm_mm);
    theirs.push_back(published.at(angle));
  }
  return correlation(ours, theirs);
}

// ---- The built-in leg ----

class BuiltinRig : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { static_cast<void>(moving_builtin()); }
};

TEST_F(BuiltinRig, KeepsTheBoundsOverTheRange) {
  const Moving& m = moving_builtin();
  const MotionRow row = m.meter->row(0.0, 0.0);
  for (const std::string& muscle : motion_muscles()) {
    EXPECT_FALSE(std::isnan(arm_of(row, muscle))) << muscle;
  }
  keeps_the_bounds_over_the_range(m, 0.0);
  EXPECT_GT(m.meter->row(20.0, 0.0).achilles_moment_arm_mm, m.meter->row(-20.0, 0.0).achilles_moment_arm_mm);
}

TEST_F(BuiltinRig, KeepsTheBoundsBetweenTheAnglesThatWereCorrected) {
  const Moving& m = moving_builtin();
  const MotionRow rest = row_at_rest(m);
  for (const double angle : {-15.0, 6.0, 17.0, 31.0, 44.0}) {
    keeps_the_bounds(m, angle, 0.0, rest, 0.0);
  }
  keeps_the_bounds(m, 17.0, 0.5, rest, 0.0);
  keeps_the_bounds(m, 44.0, 0.3, rest, 0.0);
}

TEST_F(BuiltinRig, TheArmIsTheSlopeOfTheLength) {
  EXPECT_EQ(arms_are_slopes_of_courses(moving_builtin()), motion_muscles().size() - 3) << "all but the triceps";
  the_arm_of_the_tendon_is_its_slope(moving_builtin(), {-20.0, -5.0, 10.0, 20.0, 35.0, 50.0});
}

TEST_F(BuiltinRig, TheSoleusArmFollowsThePublishedCurve) {
  CRUS_NEEDS_REFERENCE();
  const double found = correlation_with_the_published_arm(moving_builtin());
  RecordProperty("correlation", std::to_string(found));
  EXPECT_GE(found, 0.9);
}

TEST_F(BuiltinRig, IsTheLoadedLegAtRest) { is_the_loaded_leg_at_rest(moving_builtin()); }

TEST_F(BuiltinRig, BonesStayRigid) { bones_stay_rigid(moving_builtin()); }

TEST_F(BuiltinRig, SurfacesDoNotFold) {
  const Moving& m = moving_builtin();
  for (const PoseRequest& wanted : {request(-20.0), request(30.0), request(50.0), request(50.0, 1.0)}) {
    for (const char* id : {"skin", "soleus", "gastrocnemius-lateral", "gastrocnemius-medial", "calcaneal-tendon"}) {
      does_not_fold(m, id, wanted);
    }
  }
  for (const PoseRequest& wanted : {request(-20.0), request(-20.0, 0.5), request(-20.0, 1.0), request(0.0, 1.0),
                                    request(25.0, 1.0), request(50.0), request(50.0, 1.0)}) {
    const std::vector<PosedSurface> surfaces = deformed(m, wanted);
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      const LegStructure& structure = m.leg->structures[i];
      if (structure.id == "skin" || structure.id == "soleus") {
        // A few edges at the thin upper border beside the head of the fibula and at the rim of the arch.
        const std::size_t tolerated = structure.id == "soleus" ? 4 : 0;
        EXPECT_LE(crossings_of(structure, surfaces[i].positions),
                  crossings_of(structure, structure.mesh.positions) + tolerated)
            << structure.id << " passes through itself at " << wanted.plantarflexion_deg << ", activation "
            << wanted.activation;
      }
    }
  }
}

TEST_F(BuiltinRig, TheWorkingSoleusThickensAndItsFibresSteepen) {
  const Moving& m = moving_builtin();
  for (const double angle : {0.0, 20.0, 40.0}) {
    const MotionRow slack = m.meter->row(angle, 0.0);
    const MotionRow half = m.meter->row(angle, 0.5);
    const MotionRow active = m.meter->row(angle, 1.0);
    EXPECT_GE(active.soleus_thickness_mm, 1.15 * slack.soleus_thickness_mm) << angle;
    EXPECT_GT(half.soleus_thickness_mm, slack.soleus_thickness_mm) << angle;
    EXPECT_LT(half.soleus_thickness_mm, active.soleus_thickness_mm) << angle;
    EXPECT_GT(active.soleus_pennation_deg, slack.soleus_pennation_deg) << angle;
    EXPECT_NEAR(active.soleus_volume_cm3 / slack.soleus_volume_cm3, 1.0, 0.01) << angle;
    EXPECT_NEAR(active.soleus_mtu_mm, slack.soleus_mtu_mm, 0.5) << "the joint has not moved";
  }
  // Plantarflexion alone shortens and steepens the fibres.
  const MotionRow up = m.meter->row(-20.0, 0.0);
  const MotionRow down = m.meter->row(40.0, 0.0);
  EXPECT_LT(down.soleus_mtu_mm, up.soleus_mtu_mm - 20.0);
  EXPECT_LT(down.soleus_fascicle_mm, up.soleus_fascicle_mm);
  EXPECT_GT(down.soleus_pennation_deg, up.soleus_pennation_deg);
}

TEST_F(BuiltinRig, ActivationMovesNoBone) {
  const std::vector<PosedSurface> slack = deformed(moving_builtin(), request(20.0, 0.0));
  const std::vector<PosedSurface> active = deformed(moving_builtin(), request(20.0, 1.0));
  for (std::size_t i = 0; i < slack.size(); ++i) {
    const LegStructure& structure = moving_builtin().leg->structures[i];
    if (structure.kind == Kind::bone) {
      EXPECT_EQ(slack[i].positions, active[i].positions) << structure.id;
    }
  }
}

TEST_F(BuiltinRig, ClosedChainHoldsTheToesAndRaisesTheShank) {
  const Moving& m = moving_builtin();
  the_floor_holds_the_toes(m, {request(0.0), request(-18.0), request(35.0), heel_raise(35.0, 30.0)});
  const double standing = height_of(m, "tibia", deformed(m, heel_raise(0.0, 0.0)));
  EXPECT_GT(height_of(m, "tibia", deformed(m, heel_raise(35.0, 30.0))), standing + 20.0);
}

TEST_F(BuiltinRig, ThePosedLegIsTheDeformedLeg) {
  const Moving& m = moving_builtin();
  const PoseRequest wanted = request(30.0, 0.5);
  const LegPtr posed = m.rig->posed(*m.leg, m.rig->pose(wanted));
  const std::vector<PosedSurface> surfaces = deformed(m, wanted);
  ASSERT_EQ(posed->structures.size(), surfaces.size());
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    const LegStructure& structure = posed->structures[i];
    EXPECT_EQ(structure.mesh.positions, surfaces[i].positions) << structure.id;
    EXPECT_EQ(structure.mesh.triangles, m.leg->structures[i].mesh.triangles) << structure.id;
    EXPECT_EQ(structure.box, geometry::bounds(structure.mesh)) << structure.id;
    for (const glm::vec3& normal : structure.mesh.normals) {
      ASSERT_NEAR(glm::length(normal), 1.0F, 1e-3F) << structure.id;
    }
  }
  // Regions of attachment ride on their bones: they lie on them as they did.
  for (std::size_t i = 0; i < posed->attachments.size(); ++i) {
    const Attachment& before = m.leg->attachments[i];
    const Attachment& after = posed->attachments[i];
    ASSERT_EQ(before.patch.positions.size(), after.patch.positions.size()) << before.id;
    const glm::dvec3 turned = after.centroid_mm - before.centroid_mm;
    const bool shank =
        before.bone == "tibia" || before.bone == "fibula" || before.bone == "femur" || before.bone == "patella";
    EXPECT_EQ(glm::length(turned) < 1e-9, shank) << before.id;
    EXPECT_NEAR(glm::length(after.pull), glm::length(before.pull), 1e-6) << before.id;
  }
}

// ---- The reference set ----

class ReferenceRig : public ::testing::Test {
 protected:
  void SetUp() override { CRUS_NEEDS_REFERENCE(); }
};

TEST_F(ReferenceRig, KeepsTheBoundsOverTheRange) {
  const Moving& m = moving_reference();
  const auto gap = row_at_rest(m).skin_min_gap_mm;
  ASSERT_TRUE(gap) << "of an open skin it is measured away from the rim";
  EXPECT_LT(*gap, -5.0) << "gastrocnemius of the source sticks out by up to 7.8 mm";
  EXPECT_GT(*gap, -9.0);
  keeps_the_bounds_over_the_range(m, *gap - 1.0);
  EXPECT_GT(m.meter->row(20.0, 0.0).achilles_moment_arm_mm, m.meter->row(-20.0, 0.0).achilles_moment_arm_mm);
  // Reported, not bounded: a real foot is turned out against its shank, the model's is not.
  RecordProperty("correlation", std::to_string(correlation_with_the_published_arm(m)));
}

TEST_F(ReferenceRig, TheArmIsTheSlopeOfTheLength) {
  EXPECT_GE(arms_are_slopes_of_courses(moving_reference()), 9U);
  the_arm_of_the_tendon_is_its_slope(moving_reference(), {-20.0, 20.0, 50.0});
}

TEST_F(ReferenceRig, SurfacesStaySound) {
  const Moving& m = moving_reference();
  is_the_loaded_leg_at_rest(m);
  bones_stay_rigid(m);
  for (const PoseRequest& wanted : {request(-20.0), request(50.0), request(50.0, 1.0)}) {
    does_not_fold(m, "skin", wanted);
    // Two of its coarse triangles, 25 mm long and less than 1 mm high, crease.
    constexpr double kCreases = 0.001;
    does_not_fold(m, "soleus", wanted, kCreases);
  }
  the_floor_holds_the_toes(m, {request(-18.0), heel_raise(35.0, 30.0)});
}

TEST_F(ReferenceRig, TheWorkingSoleusThickens) {
  const Moving& m = moving_reference();
  const MotionRow slack = m.meter->row(20.0, 0.0);
  const MotionRow active = m.meter->row(20.0, 1.0);
  EXPECT_GE(active.soleus_thickness_mm, 1.15 * slack.soleus_thickness_mm);
  EXPECT_GT(active.soleus_pennation_deg, slack.soleus_pennation_deg);
}

}  // namespace
}  // namespace crus
