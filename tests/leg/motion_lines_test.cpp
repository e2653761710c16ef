// Axes, lines of pull, lever arms and fibres are those the meter measures, and go with the flesh.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "atlas/builtin_leg.hpp"
#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "leg/course.hpp"
#include "leg/detail.hpp"
#include "leg/fibre_lines.hpp"
#include "leg/motion_lines.hpp"
#include "leg/moving.hpp"
#include "leg/posed_fibres.hpp"

namespace crus {
namespace {

using test::builtin;
using test::Moving;
using test::moving;
using test::request;

struct Posed {
  Pose pose;
  LegPtr leg;
  MotionLines lines;
};

class MotionLinesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    moving_ = std::make_unique<Moving>(moving(builtin()));
    finder_ = std::make_unique<MotionLineFinder>(std::make_shared<const Leg>(builtin()), moving_->rig);
  }
  static void TearDownTestSuite() {
    finder_.reset();
    moving_.reset();
  }
  static Posed posed(PoseRequest wanted, std::vector<std::string> muscles = {}) {
    Posed result;
    result.pose = moving_->rig->pose(wanted);
    result.leg = moving_->rig->posed(builtin(), result.pose);
    result.lines = finder_->at(result.pose, *result.leg, {true, true, true, std::move(muscles)});
    return result;
  }
  static const Moving& leg() { return *moving_; }

 private:
  inline static std::unique_ptr<Moving> moving_;
  inline static std::unique_ptr<MotionLineFinder> finder_;
};

// The perpendicular stands square on both lines and touches them; the lever lies on it and is as long as its figure.
void expect_true_lever(const ActionLine& action, const AxisLine& axis) {
  const Lever& lever = action.lever;
  const glm::dvec3 across = lever.on_line - lever.on_axis;
  const glm::dvec3 along_axis = glm::normalize(axis.high - axis.low);
  const glm::dvec3 along_line = glm::normalize(action.high - action.low);
  EXPECT_NEAR(glm::dot(across, along_axis), 0.0, 1e-6) << action.muscle;
  EXPECT_NEAR(glm::dot(across, along_line), 0.0, 1e-6) << action.muscle;
  EXPECT_NEAR(glm::length(glm::cross(lever.on_axis - axis.low, along_axis)), 0.0, 1e-6) << action.muscle;
  EXPECT_NEAR(glm::length(glm::cross(lever.on_line - action.low, along_line)), 0.0, 1e-6) << action.muscle;
  EXPECT_NEAR(glm::distance(lever.on_axis, lever.tip), std::abs(lever.arm_mm), 1e-6) << action.muscle;
  EXPECT_NEAR(glm::length(glm::cross(lever.tip - lever.on_axis, glm::normalize(across))), 0.0, 1e-6) << action.muscle;
}

TEST_F(MotionLinesTest, TheLeverArmIsTheMeters) {
  for (const double angle : {-20.0, 0.0, 25.0, 50.0}) {
    const MotionRow row = leg().meter->row(angle, 0.0);
    const Posed p = posed(request(angle));
    ASSERT_FALSE(p.lines.actions.empty());
    const ActionLine& calf = p.lines.actions.front();
    EXPECT_EQ(calf.muscle, "soleus");
    EXPECT_NEAR(calf.lever.arm_mm, row.achilles_moment_arm_mm, 1e-6) << angle;
    ASSERT_FALSE(p.lines.axes.empty());
    expect_true_lever(calf, p.lines.axes.front());
    // The tendon stands steeply on the axis, never along it.
    EXPECT_GT(calf.lever.sine, 0.85);
  }
}

TEST_F(MotionLinesTest, SoIsThatOfEveryMuscleThatCrossesTheAnkle) {
  for (const double angle : {-10.0, 0.0, 30.0}) {
    const MotionRow row = leg().meter->row(angle, 0.0);
    const Posed p = posed(request(angle), motion_muscles());
    std::size_t told = 0;
    for (const auto& [muscle, arm_mm] : row.moment_arms_mm) {
      const auto found = std::find_if(p.lines.actions.begin(), p.lines.actions.end(),
                                      [&](const ActionLine& action) { return action.muscle == muscle; });
      if (muscle.starts_with("gastrocnemius")) {
        EXPECT_EQ(found, p.lines.actions.end()) << "the calf has one line";
        continue;
      }
      ASSERT_NE(found, p.lines.actions.end()) << muscle << " at " << angle;
      EXPECT_NEAR(found->lever.arm_mm, arm_mm, 1e-6) << muscle << " at " << angle;
      expect_true_lever(*found, p.lines.axes.front());
      ++told;
    }
    EXPECT_GE(told, 10U);
  }
}

TEST_F(MotionLinesTest, TheyGoAlongWhereverTheShankGoes) {
  PoseRequest open = request(30.0, 0.4);
  PoseRequest closed = open;
  closed.closed_chain = true;
  const Posed a = posed(open);
  const Posed b = posed(closed);
  EXPECT_NEAR(a.lines.actions.front().lever.arm_mm, b.lines.actions.front().lever.arm_mm, 1e-3);
  EXPECT_NEAR(a.lines.bundles.front().pennation_deg, b.lines.bundles.front().pennation_deg, 1e-2);
  const glm::dvec3 moved(b.pose.world_from_shank * glm::dvec4(a.lines.axes.front().low, 1.0));
  EXPECT_NEAR(glm::distance(moved, b.lines.axes.front().low), 0.0, 1e-9);
}

TEST_F(MotionLinesTest, AxesTellTheirOwnAngles) {
  const Posed p = posed(request(10.0));
  const AxisLine& ankle = p.lines.axes.front();
  EXPECT_EQ(ankle.joint, "ankle");
  // A right leg: its lateral end lies to the right, lower and further back.
  const glm::dvec3 lateral = glm::normalize(ankle.high - ankle.low);
  EXPECT_GT(lateral.z, 0.5);
  EXPECT_LT(lateral.y, 0.0);
  EXPECT_NEAR(std::cos(radians(ankle.tilt_deg)), -lateral.y, 1e-9);
  EXPECT_NEAR(std::tan(radians(ankle.turned_deg)), -lateral.x / lateral.z, 1e-9);
  EXPECT_NEAR(std::abs(glm::dot(lateral, leg().rig->ankle().direction)), 1.0, 1e-9);
  // The subtalar axis goes with the talus: its angles are those at rest.
  ASSERT_EQ(p.lines.axes.size(), 2U);
  const Posed at_rest = posed(request(leg().rig->rest_plantarflexion_deg()));
  const glm::dvec3 forward = glm::normalize(at_rest.lines.axes[1].high - at_rest.lines.axes[1].low);
  EXPECT_NEAR(std::sin(radians(p.lines.axes[1].tilt_deg)), forward.y, 1e-9);
  EXPECT_NEAR(p.lines.axes[1].tilt_deg, at_rest.lines.axes[1].tilt_deg, 1e-9);
}

TEST_F(MotionLinesTest, PennationIsTheMetersAtEveryActivation) {
  double before = 0.0;
  for (const double activation : {0.0, 0.5, 1.0}) {
    const MotionRow row = leg().meter->row(20.0, activation);
    const Posed p = posed(request(20.0, activation));
    ASSERT_FALSE(p.lines.bundles.empty());
    const FibreBundle& soleus = p.lines.bundles.front();
    EXPECT_NEAR(soleus.pennation_deg, row.soleus_pennation_deg, 1e-6);
    EXPECT_NEAR(soleus.fascicle_mm, row.soleus_fascicle_mm, 1e-6);
    ASSERT_TRUE(soleus.measured);
    EXPECT_NEAR(glm::distance(soleus.measured->first, soleus.measured->second), row.soleus_fascicle_mm, 1e-6);
    EXPECT_GT(soleus.pennation_deg, before) << "fibres steepen as the belly works";
    before = soleus.pennation_deg;
  }
}

// Lines and field of one leg: the mean angle between them where the field runs along the surface.
double mean_angle_deg(const LegStructure& muscle, const FibreBundle& bundle) {
  const geometry::SurfaceTree tree(muscle.mesh);
  double sum = 0.0;
  int count = 0;
  for (const std::vector<glm::vec3>& line : bundle.lines) {
    for (std::size_t i = 1; i < line.size(); ++i) {
      const auto hit = tree.closest(0.5F * (line[i - 1] + line[i]));
      if (!hit) {
        continue;
      }
      const glm::uvec3& t = muscle.mesh.triangles[hit->triangle];
      glm::vec3 way(0.0F);
      for (glm::length_t k = 0; k < 3; ++k) {
        way += hit->barycentric[k] * muscle.fibre_directions[t[k]];
      }
      const glm::vec3 normal = glm::normalize(glm::cross(muscle.mesh.positions[t.y] - muscle.mesh.positions[t.x],
                                                         muscle.mesh.positions[t.z] - muscle.mesh.positions[t.x]));
      const glm::vec3 along = way - glm::dot(way, normal) * normal;
      if (glm::length(along) > 0.4F && glm::distance(line[i - 1], line[i]) > 0.1F) {
        const float c = glm::dot(glm::normalize(along), glm::normalize(line[i] - line[i - 1]));
        sum += degrees(std::acos(std::clamp(static_cast<double>(c), -1.0, 1.0)));
        ++count;
      }
    }
  }
  EXPECT_GT(count, 500);
  return sum / std::max(1, count);
}

TEST_F(MotionLinesTest, FibreLinesFollowTheFieldInEveryPose) {
  for (const double angle : {leg().rig->rest_plantarflexion_deg(), 0.0, 45.0}) {
    for (const double activation : {0.0, 1.0}) {
      const Posed p = posed(request(angle, activation));
      EXPECT_LT(mean_angle_deg(*p.leg->find("soleus"), p.lines.bundles.front()), 8.0) << angle << ", " << activation;
    }
  }
}

// On a posed muscle the striation's level curves still run along its fibres as well as they did at rest.
TEST_F(MotionLinesTest, StriationFollowsTheFibresIntoThePose) {
  const auto across_along = [](const LegStructure& muscle) {
    const auto field = std::find_if(muscle.fields.begin(), muscle.fields.end(),
                                    [](const VertexField& f) { return f.id == kAcrossFibresFieldId; });
    const std::vector<Face> faces = faces_of(muscle.mesh);
    const std::vector<double> values(field->values.begin(), field->values.end());
    double sum = 0.0;
    double area = 0.0;
    for (std::size_t i = 0; i < faces.size(); ++i) {
      const glm::uvec3& t = muscle.mesh.triangles[i];
      const glm::dvec3 slope = gradient(faces[i], t, values);
      glm::dvec3 way(muscle.fibre_directions[t.x] + muscle.fibre_directions[t.y] + muscle.fibre_directions[t.z]);
      way -= glm::dot(way, faces[i].normal) * faces[i].normal;
      if (glm::length(slope) > 1e-6 && glm::length(way) > 1.0) {
        sum += faces[i].area * std::abs(glm::dot(glm::normalize(slope), glm::normalize(way)));
        area += faces[i].area;
      }
    }
    return sum / area;
  };
  const double at_rest = across_along(*builtin().find("soleus"));
  const Posed p = posed(request(45.0, 1.0));
  EXPECT_LE(across_along(*p.leg->find("soleus")), at_rest + 0.03);
  // With the directions of the rest it would not.
  LegStructure stale = *p.leg->find("soleus");
  stale.fibre_directions = builtin().find("soleus")->fibre_directions;
  EXPECT_GT(across_along(stale), across_along(*p.leg->find("soleus")));
}

TEST(PosedDirections, AreTurnedByATurnAndKeptByRest) {
  const geometry::Mesh& mesh = builtin().find("soleus")->mesh;
  const std::vector<glm::vec3>& fibres = builtin().find("soleus")->fibre_directions;
  const auto same = posed_directions(mesh, mesh.positions, fibres);
  const float angle = 0.7F;
  const glm::mat3 turn(glm::vec3(std::cos(angle), std::sin(angle), 0.0F),
                       glm::vec3(-std::sin(angle), std::cos(angle), 0.0F), glm::vec3(0.0F, 0.0F, 1.0F));
  std::vector<glm::vec3> turned;
  for (const glm::vec3& p : mesh.positions) {
    turned.push_back(turn * p + glm::vec3(5.0F, -3.0F, 8.0F));
  }
  const auto carried = posed_directions(mesh, turned, fibres);
  // What the faces round a vertex say of its direction differs by how they lie; a turn must not.
  for (std::size_t i = 0; i < fibres.size(); ++i) {
    ASSERT_GT(glm::dot(same[i], fibres[i]), 0.9999F) << i;
    ASSERT_GT(glm::dot(carried[i], turn * fibres[i]), 0.9999F) << i;
  }
}

TEST(PosedDirections, LeanAsAStretchedSheetDoes) {
  geometry::Mesh sheet;
  constexpr int kSide = 5;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      sheet.positions.emplace_back(x, y, 0.0F);
    }
  }
  for (unsigned y = 0; y + 1 < kSide; ++y) {
    for (unsigned x = 0; x + 1 < kSide; ++x) {
      const unsigned a = y * kSide + x;
      sheet.triangles.emplace_back(a, a + 1, a + kSide);
      sheet.triangles.emplace_back(a + 1, a + kSide + 1, a + kSide);
    }
  }
  std::vector<glm::vec3> stretched;
  constexpr float kBy = 1.6F;
  for (const glm::vec3& p : sheet.positions) {
    stretched.emplace_back(kBy * p.x, p.y, 0.0F);
  }
  const glm::vec3 fibre = glm::normalize(glm::vec3(1.0F, 1.0F, 0.5F));
  // The layer under the sheet thins as its surface grows.
  const glm::vec3 expected = glm::normalize(glm::vec3(kBy * fibre.x, fibre.y, fibre.z / kBy));
  for (const glm::vec3& d : posed_directions(sheet, stretched, std::vector<glm::vec3>(sheet.positions.size(), fibre))) {
    EXPECT_NEAR(glm::distance(d, expected), 0.0F, 1e-5F);
  }
}

TEST(Levers, KnowTheClosedForm) {
  // An upright line 40 mm behind an axis that runs to the right: the arm is 40, the perpendicular level.
  const Lever lever = lever_between({0, 10, 0}, {0, 0, 1}, {-40, -50, 7}, {-40, 100, 7});
  EXPECT_NEAR(std::abs(lever.arm_mm), 40.0, 1e-12);
  EXPECT_NEAR(lever.sine, 1.0, 1e-12);
  EXPECT_NEAR(glm::distance(lever.on_axis, glm::dvec3(0, 10, 7)), 0.0, 1e-12);
  EXPECT_NEAR(glm::distance(lever.on_line, glm::dvec3(-40, 10, 7)), 0.0, 1e-12);
  EXPECT_NEAR(glm::distance(lever.tip, lever.on_line), 0.0, 1e-12);
  // The same line at 30 degrees to the axis: half of the pull turns, and the lever is half of the perpendicular.
  const Lever leaning = lever_between({0, 10, 0}, {0, 0, 1}, {-40, 10, 0}, {-40, 10.5, std::sqrt(0.75)});
  EXPECT_NEAR(glm::distance(leaning.on_axis, leaning.on_line), 40.0, 1e-12);
  EXPECT_NEAR(glm::distance(leaning.on_axis, leaning.tip), 20.0, 1e-12);
  EXPECT_NEAR(std::abs(leaning.arm_mm), 20.0, 1e-12);
  // A line along the axis turns nothing.
  EXPECT_NEAR(lever_between({0, 0, 0}, {0, 0, 1}, {-40, 0, 0}, {-40, 0, 50}).arm_mm, 0.0, 1e-12);
}

}  // namespace
}  // namespace crus
