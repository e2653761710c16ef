// Joints found on bones whose joints are known.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include <glm/gtc/matrix_transform.hpp>

#include "anatomy/motion_data.hpp"
#include "core/units.hpp"
#include "leg/bones.hpp"
#include "leg/joints.hpp"
#include "leg/mirror.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

using anatomy::Side;

const anatomy::MotionData& data() {
  static const anatomy::MotionData loaded =
      anatomy::MotionData::load(test::source_folder() / "assets" / "motion").value();
  return loaded;
}

const glm::dvec3 kUp(0.0, 1.0, 0.0);
const glm::dvec3 kCentre(7.0, -6.0, 2.0);
// Forward, up, lateral: about as an ankle lies.
const glm::dvec3 kAxis = glm::normalize(glm::dvec3(-0.12, -0.10, 0.98));

LegStructure bone(const std::string& id, geometry::Mesh mesh) {
  LegStructure structure;
  structure.id = id;
  structure.name = id;
  structure.recognised = true;
  structure.kind = anatomy::Kind::bone;
  structure.side = Side::right;
  structure.closed = true;
  structure.mesh = std::move(mesh);
  return structure;
}

// A solid cylinder about an axis through the centre.
geometry::Mesh cylinder(const glm::dvec3& axis, float radius, float half_length) {
  geometry::Mesh mesh = test::tube({{-half_length, 0, 0, radius, radius}, {half_length, 0, 0, radius, radius}}, 96);
  const glm::dvec3 about = glm::normalize(glm::cross(kUp, axis));
  const glm::dmat4 turned = glm::rotate(glm::dmat4(1.0), std::acos(glm::dot(kUp, axis)), about);
  test::transform(mesh, glm::translate(glm::dmat4(1.0), kCentre) * turned);
  return mesh;
}

// The roof over it: a part of a wider cylinder about the same axis.
geometry::Mesh roof(const glm::dvec3& axis, double radius, double half_length) {
  const glm::dvec3 up = glm::normalize(kUp - glm::dot(kUp, axis) * axis);
  const glm::dvec3 forward = glm::cross(up, axis);
  geometry::Mesh mesh;
  constexpr std::uint32_t kAcross = 49;
  for (const double along : {-half_length, half_length}) {
    for (std::uint32_t i = 0; i < kAcross; ++i) {
      const double angle = radians(-60.0 + 120.0 * i / (kAcross - 1.0));
      mesh.positions.emplace_back(kCentre + radius * (std::cos(angle) * up + std::sin(angle) * forward) + along * axis);
    }
  }
  for (std::uint32_t i = 0; i + 1 < kAcross; ++i) {
    mesh.triangles.emplace_back(i, i + 1, kAcross + i);
    mesh.triangles.emplace_back(i + 1, kAcross + i + 1, kAcross + i);
  }
  return mesh;
}

// An ankle with a dome of that radius about `dome_axis`, and malleoli whose axis (Isman and Inman) is `malleolar_axis`.
Leg ankle(double radius, const glm::dvec3& dome_axis, const glm::dvec3& malleolar_axis) {
  Leg leg;
  leg.source = "synthetic";
  leg.side = Side::right;
  leg.tibia_length_mm = 380.0;
  leg.structures.push_back(bone("talus", cylinder(dome_axis, static_cast<float>(radius), 15.0F)));
  leg.structures.push_back(bone("tibia", roof(dome_axis, radius + 2.0, 18.0)));
  const anatomy::TalocruralData& known = data().talocrural;
  leg.landmarks.push_back({"medial-malleolus-tip", kCentre - 34.0 * malleolar_axis - known.medial_offset_mm, "given"});
  leg.landmarks.push_back(
      {"lateral-malleolus-tip", kCentre + 34.0 * malleolar_axis - known.lateral_offset_mm, "given"});
  return leg;
}

glm::dvec3 tilted(const glm::dvec3& axis, double deg) {
  return glm::dvec3(glm::rotate(glm::dmat4(1.0), radians(deg), kUp) * glm::dvec4(axis, 0.0));
}

double angle_deg(const glm::dvec3& a, const glm::dvec3& b) { return degrees(std::acos(std::min(1.0, glm::dot(a, b)))); }

double distance_to_axis(const Hinge& hinge, const glm::dvec3& point) {
  return glm::length(glm::cross(point - hinge.point_mm, hinge.direction));
}

TEST(Talocrural, IsTheAxisOfACylindricalDome) {
  for (const double radius : {16.0, 20.0, 26.0}) {
    // The malleoli point a few degrees off, as they do.
    const Leg leg = ankle(radius, kAxis, tilted(kAxis, 6.0));
    const auto cylinder = fit_dome_cylinder(leg, tilted(kAxis, 6.0));
    ASSERT_TRUE(cylinder);
    EXPECT_NEAR(cylinder->radius_mm, radius, 0.05);
    EXPECT_LT(cylinder->residual_mm, 0.05);
    const auto hinge = talocrural_hinge(leg, data().talocrural);
    ASSERT_TRUE(hinge) << hinge.error().message();
    EXPECT_LT(angle_deg(hinge->direction, kAxis), 0.2) << radius;
    EXPECT_LT(distance_to_axis(*hinge, kCentre), 0.05) << radius;
    EXPECT_NE(hinge->method.find("cylinder"), std::string::npos) << hinge->method;
    EXPECT_TRUE(hinge->reason.empty()) << hinge->reason;
    ASSERT_TRUE(hinge->residual_mm);
    EXPECT_LT(*hinge->residual_mm, 0.05);
  }
}

TEST(Talocrural, GoesByTheMalleoliWhereTheRadiusCannotBe) {
  const glm::dvec3 malleolar = tilted(kAxis, 4.0);
  const auto hinge = talocrural_hinge(ankle(45.0, kAxis, malleolar), data().talocrural);
  ASSERT_TRUE(hinge) << hinge.error().message();
  EXPECT_NE(hinge->method.find("malleoli"), std::string::npos) << hinge->method;
  EXPECT_NE(hinge->reason.find("not used"), std::string::npos) << hinge->reason;
  EXPECT_LT(angle_deg(hinge->direction, malleolar), 1e-5);
  EXPECT_LT(distance_to_axis(*hinge, kCentre), 1e-6) << "half-way between the malleoli lies the centre here";
}

TEST(Talocrural, GoesByTheMalleoliWhereTheDomePointsElsewhere) {
  const glm::dvec3 malleolar = tilted(kAxis, 20.0);
  const auto hinge = talocrural_hinge(ankle(20.0, kAxis, malleolar), data().talocrural);
  ASSERT_TRUE(hinge) << hinge.error().message();
  EXPECT_NE(hinge->reason.find("20 degrees from the malleoli"), std::string::npos) << hinge->reason;
  EXPECT_LT(angle_deg(hinge->direction, malleolar), 1e-5);
}

TEST(Talocrural, IsLaidThroughTheCentreOfTheDomeOnlyWhereThatIsNear) {
  const glm::dvec3 malleolar = tilted(kAxis, 20.0);
  const glm::dvec3 across = glm::normalize(glm::cross(malleolar, kUp));
  for (const double off_mm : {5.0, 20.0}) {
    Leg leg = ankle(20.0, kAxis, malleolar);
    const glm::dvec3 centre = kCentre + off_mm * across;
    leg.landmarks.push_back({"ankle-centre", centre, "given"});
    const auto hinge = talocrural_hinge(leg, data().talocrural);
    ASSERT_TRUE(hinge) << hinge.error().message();
    EXPECT_LT(angle_deg(hinge->direction, malleolar), 1e-5);
    EXPECT_NEAR(distance_to_axis(*hinge, centre), off_mm <= data().talocrural.most_shift_mm ? 0.0 : off_mm, 1e-6);
  }
}

TEST(Talocrural, GoesByAPublishedDirectionWithoutMalleoli) {
  Leg leg = ankle(20.0, kAxis, kAxis);
  leg.landmarks.clear();
  leg.landmarks.push_back({"ankle-centre", kCentre, "given"});
  const auto hinge = talocrural_hinge(leg, data().talocrural);
  ASSERT_TRUE(hinge) << hinge.error().message();
  EXPECT_LT(angle_deg(hinge->direction, data().talocrural.direction), 1e-5);
  EXPECT_LT(distance_to_axis(*hinge, kCentre), 1e-9);
  EXPECT_FALSE(hinge->reason.empty());
}

TEST(Talocrural, SaysWhatItNeeds) {
  Leg leg = ankle(20.0, kAxis, kAxis);
  leg.structures.erase(leg.structures.begin());
  for (const bool tibia : {true, false}) {
    if (!tibia) {
      leg.structures.clear();
    }
    const auto hinge = talocrural_hinge(leg, data().talocrural);
    ASSERT_FALSE(hinge);
    EXPECT_NE(hinge.error().advice.find("talus"), std::string::npos) << hinge.error().message();
    EXPECT_NE(hinge.error().advice.find("calcaneus"), std::string::npos) << hinge.error().message();
  }
}

// The foot's bones, from the simple leg; where the world puts them does not matter here.
Leg foot() {
  Leg leg;
  leg.source = "synthetic";
  leg.side = Side::right;
  for (auto& [id, mesh] : test::right_leg()) {
    leg.structures.push_back(bone(id, mesh));
  }
  return leg;
}

// A direction that turns a mirrored leg the mirrored way: mirrored in z and reversed.
glm::dvec3 mirrored_axis(const glm::dvec3& axis) { return {-axis.x, -axis.y, axis.z}; }
glm::dvec3 mirrored_point(const glm::dvec3& point) { return {point.x, point.y, -point.z}; }

// The same angle does the same on either side: a point before the joint sinks, and to the mirrored place.
void turns_alike(const Hinge& right, const Hinge& left, const glm::dvec3& before) {
  EXPECT_LT(glm::distance(left.direction, mirrored_axis(right.direction)), 1e-3);
  EXPECT_LT(distance_to_axis(left, mirrored_point(right.point_mm)), 0.02);
  EXPECT_GT(right.direction.z, 0.0) << "to the subject's right";
  EXPECT_GT(left.direction.z, 0.0) << "to the subject's right";
  const glm::dvec3 of_right(turn(right, radians(-30.0)) * glm::dvec4(before, 1.0));
  const glm::dvec3 of_left(turn(left, radians(-30.0)) * glm::dvec4(mirrored_point(before), 1.0));
  EXPECT_LT(of_right.y, before.y - 20.0) << "a negative turn lowers the toes";
  EXPECT_LT(of_left.y, before.y - 20.0) << "a negative turn lowers the toes";
  EXPECT_LT(glm::distance(of_left, mirrored_point(of_right)), 0.1);
}

TEST(Joints, OfALeftLegAreTheMirrorImage) {
  const Leg by_dome = ankle(20.0, kAxis, tilted(kAxis, 5.0));
  const Leg by_malleoli = ankle(45.0, kAxis, tilted(kAxis, 5.0));
  for (const Leg* right : {&by_dome, &by_malleoli}) {
    const auto one = talocrural_hinge(*right, data().talocrural);
    const auto other = talocrural_hinge(mirrored(*right), data().talocrural);
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->method, other->method);
    turns_alike(*one, *other, kCentre + glm::dvec3(150.0, -30.0, 0.0));
  }
  Leg without_malleoli = by_dome;
  without_malleoli.landmarks.clear();
  const auto one = talocrural_hinge(without_malleoli, data().talocrural);
  const auto other = talocrural_hinge(mirrored(without_malleoli), data().talocrural);
  ASSERT_TRUE(one && other);
  turns_alike(*one, *other, kCentre + glm::dvec3(150.0, -30.0, 0.0));
}

TEST(Toes, TurnAboutTheHeadsOfTheFirstAndFifthMetatarsals) {
  const Leg right = foot();
  const auto hinge = toe_hinge(right);
  ASSERT_TRUE(hinge);
  // The metatarsals run from x 52 to 118, from z -20 to 36 at y -45.
  EXPECT_GT(hinge->point_mm.x, 100.0);
  EXPECT_LT(hinge->point_mm.x, 118.0);
  EXPECT_LT(distance_to_axis(*hinge, {hinge->point_mm.x, -45.0, -20.0}), 1.0);
  EXPECT_LT(distance_to_axis(*hinge, {hinge->point_mm.x, -45.0, 36.0}), 1.0);
  const auto other = toe_hinge(mirrored(right));
  ASSERT_TRUE(other);
  turns_alike(*hinge, *other, hinge->point_mm + glm::dvec3(60.0, 0.0, 0.0));
  Leg lacking = right;
  std::erase_if(lacking.structures, [](const LegStructure& s) { return s.id == "fifth-metatarsal"; });
  EXPECT_FALSE(toe_hinge(lacking));
}

TEST(Subtalar, NeedsTalusAndCalcaneus) {
  const Leg whole = foot();
  const auto hinge = subtalar_hinge(whole, data().subtalar);
  ASSERT_TRUE(hinge);
  EXPECT_NEAR(glm::length(hinge->direction), 1.0, 1e-9);
  for (const char* id : {"talus", "calcaneus"}) {
    Leg lacking = whole;
    std::erase_if(lacking.structures, [&](const LegStructure& s) { return s.id == id; });
    EXPECT_FALSE(subtalar_hinge(lacking, data().subtalar)) << id;
  }
}

TEST(Hinge, TurnsAboutItsAxisByItsAngle) {
  const Hinge hinge{kCentre, kAxis, "given", {}, {}};
  const glm::dmat4 half = turn(hinge, radians(25.0));
  for (const double along : {-30.0, 0.0, 55.0}) {
    const glm::dvec4 on(kCentre + along * kAxis, 1.0);
    EXPECT_LT(glm::distance(half * on, on), 1e-9) << "the axis stays";
  }
  const glm::dvec3 across = glm::normalize(glm::cross(kAxis, kUp));
  const glm::dvec3 moved(half * glm::dvec4(kCentre + 40.0 * across, 1.0));
  EXPECT_NEAR(angle_deg(glm::normalize(moved - kCentre), across), 25.0, 1e-6);
  EXPECT_NEAR(glm::dot(glm::cross(across, moved - kCentre), kAxis), 40.0 * std::sin(radians(25.0)), 1e-9);
  const glm::dmat4 back = turn(hinge, radians(-25.0)) * half;
  EXPECT_LT(glm::distance(glm::dvec3(back * glm::dvec4(90.0, -20.0, 7.0, 1.0)), glm::dvec3(90.0, -20.0, 7.0)), 1e-9);
}

}  // namespace
}  // namespace crus
