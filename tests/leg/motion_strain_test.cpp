// Where it is asked for, the calcaneal tendon lengthens with the work of the calf, measured on the posed meshes; the
// belly gives way and the joint stays where it is.
#include <gtest/gtest.h>

#include <cmath>

#include "leg/moving_legs.hpp"

namespace crus::test {
namespace {

PoseRequest strained(double plantarflexion_deg, double activation) {
  PoseRequest result = request(plantarflexion_deg, activation);
  result.strain = true;
  return result;
}

double reported_strain(double activation) { return motion_data().paths.strain_of(kCalcanealTendon)->at(activation); }

void lengthens_as_reported(const Moving& m, double angle, double activation, double least_gap_mm) {
  SCOPED_TRACE(::testing::Message() << m.leg->source << " at " << angle << " degrees, activation " << activation);
  const MotionRow rest = m.meter->row(m.rig->rest_plantarflexion_deg(), 0.0);
  const MotionRow off = m.meter->row(angle, activation);
  const MotionRow on = m.meter->row(strained(angle, activation));
  EXPECT_NEAR(off.tendon_strain, 0.0, 0.005);
  EXPECT_NEAR(on.tendon_strain, reported_strain(activation), 0.005);
  EXPECT_NEAR(on.tendon_length_mm, rest.tendon_length_mm * (1.0 + on.tendon_strain), 1e-6);
  EXPECT_NEAR(on.soleus_mtu_mm, off.soleus_mtu_mm, 0.05) << "muscle and tendon together keep their length";
  EXPECT_NEAR(on.achilles_moment_arm_mm, off.achilles_moment_arm_mm, 0.1);
  EXPECT_LT(on.soleus_fascicle_mm, off.soleus_fascicle_mm) << "the belly gives way";
  EXPECT_NEAR(on.soleus_volume_cm3 / rest.soleus_volume_cm3, 1.0, 0.01);
  EXPECT_LE(on.origin_drift_mm, 0.3);
  EXPECT_LE(on.insertion_drift_mm, 0.3);
  EXPECT_LE(on.max_penetration_mm, 1.0);
  EXPECT_GE(on.skin_min_gap_mm.value_or(least_gap_mm), least_gap_mm);
}

TEST(Strain, OfTheBuiltInTendonIsTheReportedOne) {
  for (const double angle : {-20.0, 0.0, 20.0, 50.0}) {
    for (const double activation : {0.5, 1.0}) {
      lengthens_as_reported(moving_builtin(), angle, activation, 0.0);
    }
  }
  lengthens_as_reported(moving_builtin(), 31.0, 0.25, 0.0);
}

TEST(Strain, OfTheReferencesTendonIsTheReportedOne) {
  CRUS_NEEDS_REFERENCE();
  const Moving& m = moving_reference();
  const double rest_gap = m.meter->row(m.rig->rest_plantarflexion_deg(), 0.0).skin_min_gap_mm.value_or(0.0);
  for (const double angle : {-20.0, 20.0, 50.0}) {
    lengthens_as_reported(m, angle, 1.0, rest_gap - 1.0);
  }
}

TEST(Strain, NeedsLoadAndMovesNoBone) {
  const Moving& m = moving_builtin();
  EXPECT_TRUE(m.rig->pose(strained(m.rig->rest_plantarflexion_deg(), 0.0)).at_rest());
  const std::vector<PosedSurface> off = deformed(m, request(20.0, 1.0));
  const std::vector<PosedSurface> on = deformed(m, strained(20.0, 1.0));
  for (std::size_t i = 0; i < off.size(); ++i) {
    const LegStructure& structure = m.leg->structures[i];
    if (structure.kind == anatomy::Kind::bone) {
      EXPECT_EQ(off[i].positions, on[i].positions) << structure.id;
    }
  }
}

TEST(Strain, GrowsWithTheWorkOfTheCalf) {
  const Moving& m = moving_builtin();
  double before = 0.0;
  for (const double activation : {0.2, 0.4, 0.6, 0.8, 1.0}) {
    const double strain = m.meter->row(strained(10.0, activation)).tendon_strain;
    EXPECT_GT(strain, before + 0.003) << activation;
    before = strain;
  }
  EXPECT_LE(before, 0.055);
}

}  // namespace
}  // namespace crus::test
