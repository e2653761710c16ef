#include "leg/frame.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <glm/gtc/quaternion.hpp>
#include <glm/gtx/transform.hpp>

#include "geometry/repair.hpp"
#include "leg/bones.hpp"
#include "leg/long_bone.hpp"

namespace crus {
namespace {

using anatomy::Side;
using test::frame_bones;
using test::right_leg;

using Bones = std::map<std::string, geometry::Mesh>;

Bones transformed(Bones bones, const glm::dmat4& matrix) {
  for (auto& [id, mesh] : bones) {
    test::transform(mesh, matrix);
  }
  return bones;
}

const Landmark& landmark(const FrameResult& frame, const std::string& id) {
  const auto found =
      std::find_if(frame.landmarks.begin(), frame.landmarks.end(), [&](const Landmark& l) { return l.id == id; });
  if (found == frame.landmarks.end()) {
    throw std::runtime_error("no landmark " + id);
  }
  return *found;
}

bool warns_of(const FrameResult& frame, const std::string& words) {
  return std::any_of(frame.warnings.begin(), frame.warnings.end(),
                     [&](const std::string& warning) { return warning.find(words) != std::string::npos; });
}

std::vector<glm::dmat4> turns() {
  std::vector<glm::dmat4> matrices;
  for (const glm::dvec4& turn : {glm::dvec4(1, 0, 0, 90),
                                 {0, 0, 1, 90},
                                 {0, 1, 0, 180},
                                 {1, 0, 0, 180},
                                 {1, 2, 3, 77},
                                 {-3, 1, 2, 201},
                                 {5, -4, 1, 133},
                                 {0, 1, 0, 30}}) {
    matrices.push_back(glm::translate(glm::dvec3(310, -95, 42)) *
                       glm::rotate(glm::radians(turn.w), glm::normalize(glm::dvec3(turn))));
  }
  return matrices;
}

TEST(Frame, FollowsItsDefinition) {
  const Bones bones = right_leg();
  const FrameResult frame = find_frame(frame_bones(bones), Side::right, std::nullopt);
  const glm::dvec3 medial = landmark(frame, "medial-malleolus-tip").position_mm;
  const glm::dvec3 lateral = landmark(frame, "lateral-malleolus-tip").position_mm;
  const glm::dvec3 knee = landmark(frame, "intercondylar-point").position_mm;
  const glm::dvec3 condyles =
      landmark(frame, "lateral-condyle").position_mm - landmark(frame, "medial-condyle").position_mm;
  EXPECT_LT(glm::length(medial + lateral), 1e-3);
  EXPECT_NEAR(knee.x, 0.0, 1e-3);
  EXPECT_NEAR(knee.z, 0.0, 1e-3);
  EXPECT_GT(knee.y, 300.0);
  EXPECT_NEAR(condyles.x, 0.0, 1e-3);
  EXPECT_GT(condyles.z, 70.0);
  EXPECT_GT(landmark(frame, "metatarsal-head-1").position_mm.x, 80.0);
  EXPECT_LT(landmark(frame, "calcaneal-tuberosity-posterior").position_mm.x, -30.0);
  EXPECT_EQ(frame.side, Side::right);
  EXPECT_EQ(frame.side_confidence, "certain");
  EXPECT_NEAR(frame.tibia_length_mm.value_or(0.0), 380.0, 1.0);
  EXPECT_TRUE(frame.warnings.empty());
  EXPECT_NEAR(glm::determinant(glm::dmat3(frame.world_from_space)), 1.0, 1e-9);
}

TEST(Frame, DoesNotDependOnHowTheBonesLie) {
  const Bones bones = right_leg();
  const FrameResult still = find_frame(frame_bones(bones), Side::none, std::nullopt);
  for (const glm::dmat4& turn : turns()) {
    const Bones turned = transformed(bones, turn);
    const FrameResult frame = find_frame(frame_bones(turned), Side::none, std::nullopt);
    ASSERT_EQ(frame.landmarks.size(), still.landmarks.size());
    EXPECT_EQ(frame.side, Side::right);
    for (std::size_t i = 0; i < frame.landmarks.size(); ++i) {
      EXPECT_LT(glm::distance(frame.landmarks[i].position_mm, still.landmarks[i].position_mm), 0.05)
          << frame.landmarks[i].id;
    }
    const glm::dvec3 probe(12, 345, -67);
    const glm::dvec3 expected(still.world_from_space * glm::dvec4(probe, 1.0));
    EXPECT_LT(glm::distance(glm::dvec3(frame.world_from_space * turn * glm::dvec4(probe, 1.0)), expected), 0.05);
    EXPECT_NEAR(*frame.tibia_length_mm, *still.tibia_length_mm, 0.01);
    EXPECT_NEAR(*frame.rest_plantarflexion_deg, *still.rest_plantarflexion_deg, 0.02);
  }
}

TEST(Frame, ALeftLegIsTheMirrorImage) {
  const Bones bones = right_leg();
  const FrameResult right = find_frame(frame_bones(bones), Side::none, std::nullopt);
  const Bones mirrored = transformed(bones, glm::scale(glm::dvec3(1, 1, -1)));
  for (const glm::dmat4& turn : turns()) {
    const Bones turned = transformed(mirrored, turn);
    const FrameResult left = find_frame(frame_bones(turned), Side::left, std::nullopt);
    EXPECT_EQ(left.side, Side::left);
    EXPECT_TRUE(left.warnings.empty());
    ASSERT_EQ(left.landmarks.size(), right.landmarks.size());
    for (std::size_t i = 0; i < left.landmarks.size(); ++i) {
      // The dome is fitted to samples, and those of a mirrored triangle lie elsewhere on it.
      const double tolerance_mm = left.landmarks[i].id == "ankle-centre" ? 0.2 : 0.05;
      EXPECT_LT(glm::distance(left.landmarks[i].position_mm * glm::dvec3(1, 1, -1), right.landmarks[i].position_mm),
                tolerance_mm)
          << left.landmarks[i].id;
    }
  }
}

// A plateau is nearly as deep as it is broad: of a narrow, deep leg the widest pair runs from front to back.
TEST(Frame, ANarrowDeepLegKeepsItsFrontAndSide) {
  const Bones bones = right_leg();
  const FrameResult usual = find_frame(frame_bones(bones), Side::right, std::nullopt);
  for (const double narrow : {0.93, 0.9, 0.85}) {
    for (const bool left : {false, true}) {
      const glm::dmat4 shape = glm::scale(glm::dvec3(2.0 - narrow, 1.0, left ? -narrow : narrow));
      const Bones deep = transformed(bones, shape * usual.world_from_space);
      const FrameResult frame = find_frame(frame_bones(deep), Side::none, std::nullopt);
      EXPECT_EQ(frame.side, left ? Side::left : Side::right) << narrow;
      // The condyles keep their direction within the breadth of their ends.
      EXPECT_GT(frame.world_from_space[0][0], std::cos(glm::radians(20.0))) << narrow;
      EXPECT_GT(std::abs(frame.world_from_space[1][1]), 0.99) << narrow;
    }
  }
}

TEST(Frame, BonesOverruleNames) {
  const Bones bones = right_leg();
  const FrameResult frame = find_frame(frame_bones(bones), Side::left, std::nullopt);
  EXPECT_EQ(frame.side, Side::right);
  EXPECT_TRUE(warns_of(frame, "names say left"));
}

TEST(Frame, FewerBonesGiveNearlyTheSameFrame) {
  const Bones all = right_leg();
  const FrameResult whole = find_frame(frame_bones(all), Side::right, std::nullopt);
  Bones shank{{"tibia", all.at("tibia")}, {"fibula", all.at("fibula")}};
  const FrameResult without_foot = find_frame(frame_bones(shank), Side::none, std::nullopt);
  EXPECT_EQ(without_foot.side, Side::right);
  EXPECT_FALSE(without_foot.rest_plantarflexion_deg.has_value());
  EXPECT_TRUE(warns_of(without_foot, "missing calcaneus"));
  EXPECT_LT(glm::length(glm::dvec3((without_foot.world_from_space - whole.world_from_space)[3])), 1e-3);

  shank.erase("fibula");
  const FrameResult tibia_alone = find_frame(frame_bones(shank), Side::right, std::nullopt);
  EXPECT_TRUE(warns_of(tibia_alone, "lateral malleolus is missing"));
  const glm::dvec3 y(0, 1, 0);
  const glm::dvec3 up = glm::transpose(glm::dmat3(tibia_alone.world_from_space)) * y;
  EXPECT_GT(glm::dot(up, glm::transpose(glm::dmat3(whole.world_from_space)) * y), 0.999);
  EXPECT_NEAR(*tibia_alone.tibia_length_mm, *whole.tibia_length_mm, 1e-6);
}

TEST(Frame, RestAngleIsTheTiltOfTheSole) {
  Bones bones = right_leg();
  const FrameResult before = find_frame(frame_bones(bones), Side::right, std::nullopt);
  ASSERT_TRUE(before.rest_plantarflexion_deg.has_value());
  for (const double toes_down_deg : {20.0, -15.0, 50.0}) {
    Bones turned = bones;
    // About the lateral axis, a turn that carries +x to -y lowers the toes.
    const glm::dmat4 turn = glm::rotate(glm::radians(-toes_down_deg), glm::dvec3(0, 0, 1));
    for (auto& [id, mesh] : turned) {
      if (id.find("metatarsal") != std::string::npos || id == "calcaneus") {
        test::transform(mesh, turn);
      }
    }
    const FrameResult frame = find_frame(frame_bones(turned), Side::right, std::nullopt);
    EXPECT_NEAR(*frame.rest_plantarflexion_deg - *before.rest_plantarflexion_deg, toes_down_deg, 0.6);
  }
}

TEST(Frame, ACutTibiaKeepsWhatItHasAndSaysWhatItLacks) {
  const Bones bones = right_leg();
  std::vector<test::Ring> rings = test::tibia_rings();
  rings.resize(9);  // the plateau is cut off flat at y = 260
  Bones closed_cut = bones;
  closed_cut["tibia"] = test::tube(rings);
  Bones open_cut = closed_cut;
  open_cut["tibia"].triangles.resize(open_cut["tibia"].triangles.size() - 32);
  for (Bones* cut : {&closed_cut, &open_cut}) {
    const FrameResult frame = find_frame(frame_bones(*cut), Side::right, std::nullopt);
    EXPECT_FALSE(frame.tibia_length_mm.has_value());
    EXPECT_FALSE(frame.rest_plantarflexion_deg.has_value());
    EXPECT_TRUE(warns_of(frame, "upper end is cut off"));
    EXPECT_EQ(frame.side, Side::right);
    EXPECT_FALSE(frame.up_is_a_guess);
    const glm::dvec3 up = glm::transpose(glm::dmat3(frame.world_from_space)) * glm::dvec3(0, 1, 0);
    EXPECT_GT(up.y, 0.98);
    EXPECT_LT(glm::length(landmark(frame, "medial-malleolus-tip").position_mm +
                          landmark(frame, "lateral-malleolus-tip").position_mm),
              1e-3);
  }
}

TEST(Frame, WithoutCondylesTheMalleoliLessTheirTorsionSetTheFront) {
  const Bones all = right_leg();
  const FrameResult whole = find_frame(frame_bones(all), Side::right, std::nullopt);
  const glm::dvec3 line = landmark(whole, "lateral-malleolus-tip").position_mm;
  const double torsion_rad = std::atan2(-line.x, line.z);
  for (const bool left : {false, true}) {
    Bones bones = right_leg();
    std::vector<test::Ring> rings = test::tibia_rings();
    rings.resize(9);
    bones["tibia"] = test::tube(rings);
    if (left) {
      bones = transformed(bones, glm::scale(glm::dvec3(1, 1, -1)));
    }
    const FrameResult cut = find_frame(frame_bones(bones), Side::none, std::nullopt);
    const glm::dvec3 tip = landmark(cut, "lateral-malleolus-tip").position_mm;
    EXPECT_EQ(cut.side, left ? Side::left : Side::right);
    EXPECT_NEAR(std::atan2(-tip.x, std::abs(tip.z)), glm::radians(20.0), 0.02);
    EXPECT_GT(torsion_rad * std::atan2(-tip.x, std::abs(tip.z)), 0.0);  // the same way as in the whole leg
  }
}

TEST(Frame, AShaftAloneDoesNotTellItsEnds) {
  std::vector<test::Ring> rings = test::tibia_rings();
  Bones shaft{{"tibia", test::tube({rings.begin() + 5, rings.begin() + 9})}};
  EXPECT_TRUE(find_frame(frame_bones(shaft), Side::right, std::nullopt).up_is_a_guess);
  EXPECT_FALSE(find_frame(frame_bones(shaft), Side::right, glm::dvec3(0, 1, 0)).up_is_a_guess);
}

TEST(Frame, WithoutATibiaTheSpaceIsTurnedUpright) {
  Bones bones;
  bones["talus"] = right_leg().at("talus");
  for (const glm::dvec3& up : {glm::dvec3(0, 1, 0), glm::dvec3(0, -1, 0), glm::dvec3(0, 0, 1), glm::dvec3(-1, 0, 0)}) {
    const FrameResult frame = find_frame(frame_bones(bones), Side::left, up);
    EXPECT_LT(glm::distance(glm::dmat3(frame.world_from_space) * up, glm::dvec3(0, 1, 0)), 1e-12);
    EXPECT_NEAR(glm::determinant(glm::dmat3(frame.world_from_space)), 1.0, 1e-12);
    EXPECT_EQ(frame.side, Side::left);
    EXPECT_TRUE(warns_of(frame, "no tibia"));
  }
}

TEST(LongBone, KnowsAWholeBoneFromACutOne) {
  const LongBone whole = measure_long_bone(test::tube(test::tibia_rings()));
  EXPECT_FALSE(whole.cut());
  EXPECT_GT(std::abs(whole.axis.y), 0.999);
  std::vector<test::Ring> rings = test::tibia_rings();
  rings.erase(rings.begin(), rings.begin() + 6);
  geometry::Mesh shaft_and_plateau = test::tube(rings);
  LongBone cut = measure_long_bone(shaft_and_plateau);
  if (cut.axis.y < 0.0) {
    cut.reverse();
  }
  EXPECT_TRUE(cut.low_cut);
  EXPECT_FALSE(cut.high_cut);
}

// A scan keeps whole triangles, so its rim goes up and down by as much as they are long.
TEST(LongBone, ARaggedEndIsACutOneHoweverShortTheRest) {
  for (const float height_mm : {60.0F, 120.0F, 190.0F}) {  // rings of the test's tibia
    geometry::Mesh stump = test::tube(test::tibia_rings());
    std::erase_if(stump.triangles, [&](const glm::uvec3& t) {
      const auto gone = [&](std::uint32_t vertex) {
        const float y = stump.positions[vertex].y;
        return y > height_mm + 1.0F || (y > height_mm - 1.0F && vertex % 4 == 0);
      };
      return gone(t.x) || gone(t.y) || gone(t.z);
    });
    stump = geometry::weld(stump, 1e-3F);  // without the vertices nothing uses
    LongBone bone = measure_long_bone(stump);
    if (bone.axis.y < 0.0) {
      bone.reverse();
    }
    EXPECT_TRUE(bone.high_cut) << height_mm;
    EXPECT_FALSE(bone.low_cut) << height_mm;
  }
}

TEST(LongBone, SmallHolesAreNoCut) {
  geometry::Mesh holed = test::tube(test::tibia_rings());
  for (const std::size_t triangle : {3U, 90U, 200U}) {
    holed.triangles.erase(holed.triangles.begin() + static_cast<std::ptrdiff_t>(triangle));
  }
  EXPECT_FALSE(measure_long_bone(holed).cut());
}

TEST(ConvexHull, OfASquareWithPointsInsideIsTheSquare) {
  const auto hull = convex_hull({{0, 0}, {1, 1}, {2, 0}, {2, 2}, {0, 2}, {1, 0}, {0.5, 1.5}, {2, 2}});
  EXPECT_EQ(hull.size(), 4U);
  EXPECT_DOUBLE_EQ(area_of_hull(hull), 4.0);
}

}  // namespace
}  // namespace crus
