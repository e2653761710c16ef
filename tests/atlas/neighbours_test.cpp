// How the structures of the built-in leg lie side by side, and whether tendons reach their bones.
#include "leg/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "atlas/builtin.hpp"
#include "atlas/builtin_leg.hpp"
#include "atlas/tips.hpp"
#include "geometry/loft.hpp"
#include "geometry/measure.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

using anatomy::Kind;
using test::builtin;

// Pairs that still overlap by more, and by how much: a thin upper edge of soleus that the source leads into the head of
// the fibula; a head of gastrocnemius beside its footprint; vessels with no more room between popliteus, plantaris,
// soleus and its arch, and in the groove between the heads of gastrocnemius.
const std::map<std::pair<std::string, std::string>, double> kCrowded_mm{
    {{"fibula", "soleus"}, 0.7},
    {{"femur", "gastrocnemius-lateral"}, 0.6},
    {{"posterior-tibial-artery", "soleus"}, 1.2},
    {{"posterior-tibial-veins", "soleus"}, 0.8},
    {{"anterior-tibial-veins", "soleus"}, 0.6},
    {{"popliteal-artery", "popliteus"}, 0.7},
    {{"plantaris", "popliteal-artery"}, 0.8},
    {{"plantaris", "popliteal-vein"}, 0.8},
    {{"gastrocnemius-medial", "small-saphenous-vein"}, 1.0}};

TEST(BuiltinNeighbours, OverlapLittleOutsideFootprints) {
  for (const Overlap& overlap : overlaps(builtin())) {
    const auto crowded = kCrowded_mm.find(std::minmax(overlap.of, overlap.in));
    EXPECT_LE(overlap.depth_mm, crowded == kCrowded_mm.end() ? kMostOverlap_mm : crowded->second)
        << overlap.of << " in " << overlap.in << " at " << overlap.at_mm.x << " " << overlap.at_mm.y << " "
        << overlap.at_mm.z;
  }
}

TEST(BuiltinNeighbours, TendonsTouchTheBonesTheyInsertOn) {
  constexpr double kTouch_mm = 0.5;
  const auto gaps = insertion_gaps(builtin());
  EXPECT_GE(gaps.size(), 35U);
  for (const InsertionGap& gap : gaps) {
    EXPECT_LE(gap.gap_mm, kTouch_mm) << gap.attachment;
  }
}

// What a muscle lost or gained on the way from its table to the leg: drawn to its bone, parted from its neighbours,
// pressed by vessels and nerves, which have next to no room in the popliteal fossa (grooves.csv).
TEST(BuiltinNeighbours, MusclesKeepTheirVolume) {
  std::size_t measured = 0;
  for (const LegStructure& structure : builtin().structures) {
    if (structure.kind != Kind::muscle || structure.source_name.rfind("sections/", 0) != 0) {
      continue;
    }
    const auto tube = atlas::read_sections(test::source_folder() / "assets/atlas" / structure.source_name);
    ASSERT_TRUE(tube) << structure.id;
    const auto mesh = geometry::loft(*tube, 400, 1.5);
    ASSERT_TRUE(mesh) << structure.id;
    const bool grooved = structure.id == "popliteus" || structure.id == "plantaris";
    EXPECT_NEAR(structure.volume_mm3 / geometry::volume_mm3(*mesh), 1.0, grooved ? 0.06 : 0.03) << structure.id;
    ++measured;
  }
  EXPECT_GE(measured, 25U);
}

TEST(BuiltinNeighbours, SayHowFarTheyWereMoved) {
  std::size_t moved = 0;
  for (const LegStructure& structure : builtin().structures) {
    for (const VertexField& field : structure.fields) {
      if (field.id == atlas::kSettledFieldId) {
        ASSERT_EQ(field.values.size(), structure.mesh.positions.size()) << structure.id;
        EXPECT_TRUE(structure.kind == Kind::muscle || structure.kind == Kind::tendon || structure.kind == Kind::bone)
            << structure.id;
        EXPECT_NE(structure.id, "tibia");
        moved += *std::max_element(field.values.begin(), field.values.end()) > 1.0F ? 1U : 0U;
      }
    }
  }
  EXPECT_GE(moved, 10U);
}

class Tips : public ::testing::Test {
 protected:
  // A cord that ends 5 mm above a footprint.
  Tips() {
    geometry::Tube tube;
    for (int i = 0; i <= 10; ++i) {
      geometry::Station& s = tube.stations.emplace_back();
      s.origin = {0.0, 45.0 - 4.0 * i, 0.0};
      s.u = {1.0, 0.0, 0.0};
      s.v = {0.0, 0.0, 1.0};
      for (int k = 0; k < 10; ++k) {
        const double turn = 0.2 * std::numbers::pi * k;
        s.points.emplace_back(2.0 * std::cos(turn), 2.0 * std::sin(turn));
      }
    }
    tube.start_cap = {0.0, 47.0, 0.0};
    tube.end_cap = {0.0, 4.0, 0.0};
    LegStructure& tendon = leg_.structures.emplace_back();
    tendon.id = "plantaris";
    tendon.mesh = *geometry::loft(tube, 40, 1.0);
    Attachment& insertion = attachments_.emplace_back();
    insertion.id = "plantaris-insertion";
    insertion.muscle = "plantaris";
    insertion.kind = AttachmentKind::insertion;
    insertion.patch.positions = {{-5.0F, 0.0F, -5.0F}, {-5.0F, 0.0F, 5.0F}, {5.0F, 0.0F, 5.0F}, {5.0F, 0.0F, -5.0F}};
    insertion.patch.triangles = {{0, 1, 2}, {0, 2, 3}};
  }
  std::string fault_of(const std::string& rows) {
    test::write_file(folder_ / "tips.csv", "# modelled\ninsertion,over_mm,reason\n" + rows);
    const Status drawn = atlas::draw_tips(leg_, attachments_, folder_ / "tips.csv");
    return drawn ? std::string() : drawn.error().message();
  }
  float lowest() const {
    float y = 1e9F;
    for (const glm::vec3& p : leg_.structures[0].mesh.positions) {
      y = std::min(y, p.y);
    }
    return y;
  }
  const test::ScratchFolder folder_;
  Leg leg_;
  std::vector<Attachment> attachments_;
};

TEST_F(Tips, AreDrawnToTheFootprintAndNoFarther) {
  const geometry::Mesh before = leg_.structures[0].mesh;
  ASSERT_NEAR(lowest(), 4.0, 0.01);
  EXPECT_EQ(fault_of("plantaris-insertion,20,the source ends short\n"), "");
  EXPECT_NEAR(lowest(), -atlas::kTipHold_mm, 0.01);
  const geometry::Mesh& after = leg_.structures[0].mesh;
  for (std::size_t v = 0; v < before.positions.size(); ++v) {
    if (before.positions[v].y > 24.1F) {
      EXPECT_EQ(before.positions[v], after.positions[v]) << "beyond the length";
    }
    EXPECT_NEAR(before.positions[v].x, after.positions[v].x, 1e-4F) << "straight down";
  }
}

TEST_F(Tips, FaultsAreNamedAndNothingIsGuessed) {
  EXPECT_NE(fault_of("soleus-insertion,20,none\n").find("tips.csv:3"), std::string::npos);
  EXPECT_NE(fault_of("plantaris-insertion,nan,why\n").find("tips.csv:3"), std::string::npos);
  EXPECT_NE(fault_of("plantaris-insertion,,why\n").find("tips.csv:3"), std::string::npos);
  EXPECT_NE(fault_of("plantaris-insertion,4,why\n").find("4.0 mm"), std::string::npos) << "too steep";
  EXPECT_NE(fault_of("plantaris-insertion,400,why\n").find("60 mm"), std::string::npos);
  EXPECT_NE(fault_of("plantaris-insertion,20,\n").find("a reason"), std::string::npos);
  EXPECT_NE(fault_of("plantaris-insertion,20\n").find("cells"), std::string::npos);
  attachments_[0].kind = AttachmentKind::origin;
  EXPECT_NE(fault_of("plantaris-insertion,20,why\n").find("no insertion"), std::string::npos);
}

}  // namespace
}  // namespace crus
