// Peel, section, explode and side: their commands, their text and their place in the leg.
#include <gtest/gtest.h>

#include <cmath>

#include "leg/mirror.hpp"
#include "session/commands.hpp"
#include "session/synthetic.hpp"

namespace crus {
namespace {
using test::box_leg;

std::string refusal(const Leg& leg, const std::string& line) {
  const auto changed = run_command(default_session(leg), leg, line);
  EXPECT_FALSE(changed) << line;
  return changed ? std::string() : changed.error().message();
}

TEST(LayerCommands, BadValuesNameTheNearestValid) {
  const Leg leg = box_leg();
  EXPECT_NE(refusal(leg, "peel 1.5").find("nearest valid: 1"), std::string::npos);
  EXPECT_NE(refusal(leg, "explode -2").find("nearest valid: 0"), std::string::npos);
  EXPECT_NE(refusal(leg, "section axal:0.4").find("axial:0.4"), std::string::npos);
  EXPECT_NE(refusal(leg, "section axial:7").find("nearest valid: axial:1.4"), std::string::npos);
  EXPECT_NE(refusal(leg, "section coronal:-0.1").find("nearest valid: coronal:0"), std::string::npos);
  EXPECT_NE(refusal(leg, "section free:0,0,0,5").find("free:0,1,0.5,150"), std::string::npos);
  EXPECT_NE(refusal(leg, "section free:1,2").find("for example"), std::string::npos);
  EXPECT_NE(refusal(leg, "section flip").find("no section"), std::string::npos);
  EXPECT_NE(refusal(leg, "side both").find("left"), std::string::npos);
  Leg unknown = leg;
  unknown.side = anatomy::Side::none;
  EXPECT_NE(refusal(unknown, "side left").find("not known"), std::string::npos);
}

TEST(LayerCommands, SectionTextReadsBack) {
  for (const char* text : {"axial:0.25", "axial:-0.1", "sagittal:0.5", "coronal:1", "free:0,0.6,-0.8,-12.5"}) {
    const auto plane = parse_section(text);
    ASSERT_TRUE(plane) << text;
    EXPECT_EQ(text_of(*plane), text);
  }
}

TEST(LayerCommands, PlanesLieWhereTheirFractionSays) {
  Leg leg = box_leg();  // box: -85..150, -75..420, -50..50
  const auto plane = [&](const char* text) { return world_plane(leg, *parse_section(text)); };
  EXPECT_EQ(plane("coronal:0"), glm::dvec4(-1.0, 0.0, 0.0, 85.0));
  EXPECT_EQ(plane("coronal:1"), glm::dvec4(-1.0, 0.0, 0.0, -150.0));
  EXPECT_EQ(plane("sagittal:1"), glm::dvec4(0.0, 0.0, 1.0, 50.0));
  EXPECT_EQ(plane("axial:0"), glm::dvec4(0.0, 1.0, 0.0, 420.0));  // no whole tibia: the leg's height
  EXPECT_EQ(plane("axial:1"), glm::dvec4(0.0, 1.0, 0.0, -75.0));
  leg.tibia_length_mm = 380.0;
  leg.landmarks.push_back({"medial-malleolus-tip", {0.0, -10.0, -20.0}, ""});
  EXPECT_EQ(plane("axial:0"), glm::dvec4(0.0, 1.0, 0.0, 380.0));
  EXPECT_EQ(plane("axial:1"), glm::dvec4(0.0, 1.0, 0.0, -10.0));
  EXPECT_EQ(plane("free:0,0,2,7"), glm::dvec4(0.0, 0.0, 1.0, 7.0));
  SectionPlane flipped = *parse_section("sagittal:0.25");
  const glm::dvec4 straight = world_plane(leg, flipped);
  flipped.flipped = true;
  EXPECT_EQ(world_plane(leg, flipped), -straight);
}

TEST(Mirror, IsTheOtherLegAndItsOwnInverse) {
  Leg leg = box_leg();
  leg.landmarks.push_back({"medial-malleolus-tip", {1.0, 2.0, -20.0}, ""});
  LegStructure& tibia = *leg.structures.begin();
  tibia.levels.push_back({1.0F, {tibia.mesh.triangles[0]}});
  const glm::uvec3 coarse = tibia.mesh.triangles[0];
  const Leg left = mirrored(leg);
  EXPECT_EQ(left.structures[0].levels[0].triangles[0], glm::uvec3(coarse.x, coarse.z, coarse.y));
  EXPECT_EQ(left.side, anatomy::Side::left);
  EXPECT_EQ(left.landmarks[0].position_mm, glm::dvec3(1.0, 2.0, 20.0));
  const LegStructure& fibula = *left.find("fibula");
  EXPECT_EQ(fibula.side, anatomy::Side::left);
  EXPECT_LT(fibula.box.max.z, 0.0F);  // lateral is the subject's left
  EXPECT_EQ(fibula.box.size(), leg.find("fibula")->box.size());
  // Triangles still face outwards.
  const auto& mesh = fibula.mesh;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::vec3 a = mesh.positions[t.x];
    const glm::vec3 out = glm::cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a);
    EXPECT_GT(glm::dot(out, a - fibula.box.centre()), 0.0F);
  }
  const Leg back = mirrored(left);
  EXPECT_EQ(back.side, leg.side);
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    EXPECT_EQ(back.structures[i].mesh, leg.structures[i].mesh);
    EXPECT_EQ(back.structures[i].box, leg.structures[i].box);
  }
}

TEST(Mirror, MedialStaysMedial) {
  const Leg leg = box_leg();
  Session session = default_session(leg);
  session = *run_command(session, leg, "view medial");
  const double right = session.camera.azimuth_deg;
  session = *run_command(session, leg, "side left");
  EXPECT_EQ(shown_side(leg, session), anatomy::Side::left);
  EXPECT_EQ(session.camera.azimuth_deg, -right);
  // The same command means the same side of either leg.
  EXPECT_EQ(run_command(session, leg, "view medial")->camera.azimuth_deg, -right);
  EXPECT_EQ(run_command(session, mirrored(leg), "view medial")->camera.azimuth_deg, -right);
  const Session again = *run_command(*run_command(session, leg, "side right"), leg, "side right");
  EXPECT_EQ(again.camera.azimuth_deg, right);
}

}  // namespace
}  // namespace crus
