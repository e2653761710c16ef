// Everyday poses on a leg's own foot, and clips as what they ask of it.
#include "leg/everyday.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "atlas/builtin_leg.hpp"
#include "core/units.hpp"
#include "leg/moving.hpp"

namespace crus {
namespace {

using test::Moving;
using test::moving;
using test::request;

const Moving& moving_builtin() {
  static const Moving made = moving(test::builtin());
  return made;
}

const anatomy::EverydayPose& pose(const char* id) { return *test::motion_data().pose(id); }

// The vertex on which a bone stands on a floor when the foot is square to the shank.
std::pair<std::size_t, std::size_t> standing_vertex(const std::string& id) {
  static const std::vector<PosedSurface> square = test::deformed(moving_builtin(), request(0.0));
  const Leg& leg = test::builtin();
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    if (leg.structures[i].id == id) {
      const auto& points = square[i].positions;
      const auto low = std::min_element(points.begin(), points.end(),
                                        [](const glm::vec3& p, const glm::vec3& q) { return p.y < q.y; });
      return {i, static_cast<std::size_t>(low - points.begin())};
    }
  }
  return {0, 0};
}

double height_of(const std::vector<PosedSurface>& surfaces, const std::string& id) {
  const auto [structure, vertex] = standing_vertex(id);
  return static_cast<double>(surfaces[structure].positions[vertex].y);
}

// The limits that the code clamps to are the data's.
TEST(Everyday, TheStopsOfTheCodeAreThoseOfTheData) {
  const anatomy::MotionData& data = test::motion_data();
  EXPECT_EQ(data.talocrural.stop_deg, glm::dvec2(kLeastPlantarflexion_deg, kMostPlantarflexion_deg));
  EXPECT_EQ(data.subtalar.stop_deg, glm::dvec2(-kMostInversion_deg, kMostInversion_deg));
  EXPECT_EQ(data.toes.stop_deg, glm::dvec2(kLeastToeExtension_deg, kMostToeExtension_deg));
}

TEST(Everyday, AHeelTiltsTheFootByTheClosedForm) {
  EXPECT_NEAR(plantarflexion_on_heel_deg(0.0, 150.0), 0.0, 1e-12);
  EXPECT_NEAR(plantarflexion_on_heel_deg(75.0, 150.0), 30.0, 1e-9);
  EXPECT_NEAR(plantarflexion_on_heel_deg(150.0 * std::sqrt(0.5), 150.0), 45.0, 1e-9);
  EXPECT_NEAR(plantarflexion_on_heel_deg(400.0, 150.0), 90.0, 1e-9) << "higher than the foot is long";
}

// On the built-in foot: its own length, and the height of the heel on the posed bones.
TEST(Everyday, HighHeelsStandOnTheFootsOwnLength) {
  const Leg& leg = test::builtin();
  const std::optional<double> lever = heel_to_ball_mm(leg);
  ASSERT_TRUE(lever);
  // From heel to ball is about 0.6 to 0.75 of the foot's length, which is some two thirds of a tibia's.
  EXPECT_GT(*lever, 110.0);
  EXPECT_LT(*lever, 200.0);
  for (const double heel_mm : {20.0, 50.0, 80.0, 100.0}) {
    const auto made = everyday_request(leg, pose("high-heels"), heel_mm);
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_TRUE(made->note.empty()) << made->note;
    const double closed_form = degrees(std::asin(heel_mm / *lever));
    EXPECT_NEAR(made->request.plantarflexion_deg, closed_form, 0.5);
    EXPECT_NEAR(made->request.toe_extension_deg, closed_form, 0.5) << "toes lie flat";
    EXPECT_TRUE(made->request.closed_chain);
    // The hinge is oblique, so the heel rises by a little less than about an axis straight across.
    PoseRequest open = made->request;
    open.closed_chain = false;
    open.activation = 0.0;
    const std::vector<PosedSurface> surfaces = test::deformed(moving_builtin(), open);
    const double ball = 0.5 * (height_of(surfaces, "first-metatarsal") + height_of(surfaces, "fifth-metatarsal"));
    const double rise = height_of(surfaces, "calcaneus") - ball;
    EXPECT_NEAR(rise, heel_mm, 2.0 + 0.05 * heel_mm) << heel_mm;
  }
}

TEST(Everyday, WhatIsBeyondBoundsIsKeptAndSaidSo) {
  const Leg& leg = test::builtin();
  const auto low = everyday_request(leg, pose("high-heels"), -10.0);
  ASSERT_TRUE(low);
  EXPECT_NE(low->note.find("height of the heel"), std::string::npos) << low->note;
  EXPECT_EQ(low->request.plantarflexion_deg, 0.0);
  const auto high = everyday_request(leg, pose("high-heels"), 1e6);
  ASSERT_TRUE(high);
  EXPECT_FALSE(high->note.empty());
  EXPECT_LE(high->request.plantarflexion_deg, kMostPlantarflexion_deg);
  const auto nothing = everyday_request(leg, pose("uphill"), std::numeric_limits<double>::quiet_NaN());
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(nothing->note.empty());
  EXPECT_EQ(nothing->request.plantarflexion_deg, -pose("uphill").amount->usual);
  EXPECT_FALSE(everyday_request(leg, pose("cast"), 3.0)) << "a cast has no amount";
}

TEST(Everyday, ASlopeIsAsMuchDorsiflexion) {
  for (const double slope : {0.0, 7.0, 20.0}) {
    EXPECT_EQ(everyday_request(test::builtin(), pose("uphill"), slope)->request.plantarflexion_deg, -slope);
  }
}

TEST(Everyday, WithoutAHeelNoHighHeels) {
  Leg leg = test::builtin();
  std::erase_if(leg.structures, [](const LegStructure& structure) { return structure.id == "calcaneus"; });
  EXPECT_FALSE(heel_to_ball_mm(leg));
  const auto made = everyday_request(leg, pose("high-heels"), 50.0);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message().find("calcaneus"), std::string::npos);
  EXPECT_TRUE(everyday_request(leg, pose("cast")));
}

TEST(Everyday, AClipAsksForWhatItsKeysSay) {
  for (const anatomy::Clip& clip : test::motion_data().clips) {
    for (const double at : {0.0, 0.3, 0.77}) {
      const anatomy::ClipKey key = anatomy::clip_at(clip, at);
      const PoseRequest own = clip_request(clip, at);
      EXPECT_EQ(own, clip_request(clip, at));
      EXPECT_EQ(own.plantarflexion_deg, key.plantarflexion_deg);
      EXPECT_EQ(own.inversion_deg, key.inversion_deg);
      EXPECT_EQ(own.activation, key.activation);
      EXPECT_EQ(own.closed_chain, clip.closed_chain);
      EXPECT_EQ(own.bent_knee, clip.bent_knee);
      const PoseRequest other = clip_request(clip, at, {true, !clip.closed_chain});
      EXPECT_EQ(other.activation, 0.0);
      EXPECT_EQ(other.closed_chain, !clip.closed_chain);
      EXPECT_EQ(other.plantarflexion_deg, own.plantarflexion_deg);
    }
  }
}

}  // namespace
}  // namespace crus
