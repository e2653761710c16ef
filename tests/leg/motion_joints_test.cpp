// Turning the sole in and out and lifting the toes, alone and with the ankle, keep bellies their volume and the skin
// whole.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "geometry/measure.hpp"
#include "leg/moving_legs.hpp"

namespace crus::test {
namespace {

struct Turn {
  const char* name;
  double inversion_deg, toe_extension_deg;
};
constexpr Turn kTurns[] = {
    {"ankle alone", 0.0, 0.0}, {"inversion", 20.0, 0.0}, {"eversion", -10.0, 0.0}, {"toes up", 0.0, 40.0}};

std::vector<PoseRequest> poses_of(const Moving& m, const Turn& turn) {
  std::vector<PoseRequest> poses;
  for (const double angle : {m.rig->rest_plantarflexion_deg(), -15.0, 35.0}) {
    PoseRequest pose = request(angle);
    pose.inversion_deg = turn.inversion_deg;
    pose.toe_extension_deg = turn.toe_extension_deg;
    poses.push_back(pose);
  }
  return poses;
}

// Every closed muscle, in the foot and above it. Two that run over the front of the ankle as long thin tendons gain
// there what their slender bellies cannot give.
void bellies_keep_their_volume(const Moving& m, const PoseRequest& wanted) {
  const std::vector<PosedSurface> surfaces = deformed(m, wanted);
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    const LegStructure& structure = m.leg->structures[i];
    if (structure.kind == anatomy::Kind::muscle && structure.closed) {
      const double before = geometry::volume_mm3(structure.mesh);
      const double after = geometry::volume_mm3({surfaces[i].positions, {}, structure.mesh.triangles});
      const bool slender = structure.id == "extensor-hallucis-longus" || structure.id == "fibularis-tertius";
      EXPECT_NEAR(after / before, 1.0, slender ? 0.2 : 0.01) << structure.id;
    }
  }
}

void keeps_flesh_and_skin(const Moving& m, double least_gap_mm) {
  for (const Turn& turn : kTurns) {
    for (const PoseRequest& wanted : poses_of(m, turn)) {
      SCOPED_TRACE(::testing::Message() << m.leg->source << ", " << turn.name << " at " << wanted.plantarflexion_deg);
      bellies_keep_their_volume(m, wanted);
      const MotionRow row = m.meter->row(wanted);
      EXPECT_GE(row.skin_min_gap_mm.value_or(least_gap_mm), least_gap_mm);
      EXPECT_LE(row.origin_drift_mm, 0.3);
      EXPECT_LE(row.insertion_drift_mm, 0.3);
    }
  }
}

TEST(OtherJoints, KeepBelliesAndSkinOfTheBuiltInLeg) { keeps_flesh_and_skin(moving_builtin(), 0.0); }

TEST(OtherJoints, KeepBelliesAndSkinOfTheReference) {
  CRUS_NEEDS_REFERENCE();
  const Moving& m = moving_reference();
  const double rest = m.meter->row(m.rig->rest_plantarflexion_deg(), 0.0).skin_min_gap_mm.value_or(0.0);
  keeps_flesh_and_skin(m, rest - 1.0);
}

}  // namespace
}  // namespace crus::test
