// What the pointer meets on a posed leg is the same place of the unposed skin: scores do not depend on the pose.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <random>

#include "atlas/load.hpp"
#include "atlas/rig_cache.hpp"
#include "pain/drawing.hpp"
#include "scene/under_pointer.hpp"
#include "session/commands.hpp"
#include "support/support.hpp"

namespace crus::app {
namespace {

struct Stage {
  LegPtr leg;
  pain::PainFields fields;
  std::shared_ptr<const Rig> rig;
};

Result<Stage> made() {
  auto catalogue = anatomy::Catalogue::load(test::source_folder() / "assets" / "catalogue");
  auto data = anatomy::PainData::load(test::source_folder() / "assets" / "pain");
  if (!catalogue || !data) {
    return tl::unexpected(!catalogue ? catalogue.error() : data.error());
  }
  catalogue->set_pain(std::make_shared<const anatomy::PainData>(std::move(*data)));
  const auto leg = atlas::load_builtin(test::built_share_folder(),
                                       std::make_shared<const anatomy::Catalogue>(std::move(*catalogue)));
  if (!leg) {
    return tl::unexpected(leg.error());
  }
  auto fields = pain::compute_fields(**leg, *(*leg)->pain());
  const auto motion = anatomy::MotionData::load(test::source_folder() / "assets" / "motion");
  if (!motion) {
    return tl::unexpected(motion.error());
  }
  Progress progress;
  auto rig = atlas::load_rig(**leg, *motion, test::built_share_folder(), progress);
  if (!fields || !rig) {
    return tl::unexpected(!fields ? fields.error() : rig.error());
  }
  return Stage{*leg, std::move(*fields), std::move(*rig)};
}

glm::vec3 middle_of(std::span<const glm::vec3> positions, const glm::uvec3& t) {
  return (positions[t.x] + positions[t.y] + positions[t.z]) / 3.0F;
}

TEST(PosedPicking, MeetsTheSamePlaceOfTheSkinAtEveryPose) {
  const auto stage = made();
  ASSERT_TRUE(stage) << stage.error().message();
  const auto& [leg, fields, rig] = *stage;
  const std::vector<glm::uvec3>& triangles = leg->structures[fields.skin].mesh.triangles;
  const PoseRequest poses[] = {
      {-20.0, 0.0, 0.0, 0.0, false}, {30.0, 0.0, 0.0, 1.0, false}, {45.0, 20.0, 10.0, 0.5, true}};
  Session session = default_session(*leg);
  session.skin_opacity = kReadingSkinOpacity;
  std::mt19937 random(7);
  int met = 0;
  double farthest_moved_mm = 0.0;
  for (const PoseRequest& request : poses) {
    const LegPtr posed = rig->posed(*leg, rig->pose(request));
    const geometry::Mesh& skin = posed->structures[fields.skin].mesh;
    for (int i = 0; i < 60; ++i) {
      const glm::uvec3& t = triangles[random() % triangles.size()];
      const glm::vec3 middle = middle_of(skin.positions, t);
      const glm::vec3 out =
          glm::cross(skin.positions[t.y] - skin.positions[t.x], skin.positions[t.z] - skin.positions[t.x]);
      if (glm::length(out) < 1e-3F) {
        continue;
      }
      const glm::dvec3 way = glm::normalize(glm::dvec3(out));
      // As close as any hand would go, so that a pixel is far smaller than a triangle.
      session.camera_fits = false;
      session.camera.target_mm = middle;
      session.camera.azimuth_deg = glm::degrees(std::atan2(way.z, way.x));
      session.camera.elevation_deg = glm::degrees(std::asin(std::clamp(way.y, -1.0, 1.0)));
      session.camera.distance_mm = 60.0;
      const auto place = scene::skin_under_pointer(*posed, session, {401, 401}, {200, 200});
      ASSERT_TRUE(place);
      if (place->corners != t) {
        continue;  // another part of the skin lies before it
      }
      ++met;
      const glm::dvec3 rest = pain::rest_place(fields, *posed, place->corners, place->weights);
      const glm::dvec3 wanted(middle_of(fields.rest_places(), t));
      EXPECT_LT(glm::distance(rest, wanted), 0.2);
      farthest_moved_mm = std::max(farthest_moved_mm, glm::distance(wanted, glm::dvec3(middle)));
      const pain::SkinProbe::Where here{place->corners, place->weights, 0.0F};
      const pain::SkinProbe::Where at_rest{t, glm::vec3(1.0F / 3.0F), 0.0F};
      const auto posed_patterns = pain::patterns_at(*leg->pain(), fields, here);
      const auto rest_patterns = pain::patterns_at(*leg->pain(), fields, at_rest);
      for (std::size_t k = 0; k < std::min(posed_patterns.size(), rest_patterns.size()); ++k) {
        EXPECT_NEAR(posed_patterns[k].weight, rest_patterns[k].weight, 0.02);
      }
    }
  }
  EXPECT_GT(met, 90);
  EXPECT_GT(farthest_moved_mm, 30.0) << "the poses must move the skin for this to mean anything";
}

// The skin a drawing is scored on is the unposed one, vertex by vertex, whatever the leg does.
TEST(PosedPicking, ADrawingScoresTheSameAtEveryPose) {
  const auto stage = made();
  ASSERT_TRUE(stage) << stage.error().message();
  const auto& [leg, fields, rig] = *stage;
  std::vector<pain::Dab> dabs(2);
  dabs[0].at_mm = {-66, -30, 0};
  dabs[1].at_mm = {-60, 0, 0};
  const auto answer_on = [&](const Leg& shown) {
    const pain::Canvas canvas(pain::rest_skin(fields, shown));
    return pain::rank(*leg->pain(), fields, canvas.areas_mm2(), canvas.field_of(dabs), {});
  };
  const pain::Answer at_rest = answer_on(*leg);
  ASSERT_FALSE(at_rest.patterns.empty());
  for (const double angle : {-20.0, 0.0, 25.0, 50.0}) {
    PoseRequest request;
    request.plantarflexion_deg = angle;
    const pain::Answer posed = answer_on(*rig->posed(*leg, rig->pose(request)));
    ASSERT_EQ(posed.patterns.size(), at_rest.patterns.size()) << angle;
    for (std::size_t i = 0; i < posed.patterns.size(); ++i) {
      EXPECT_EQ(posed.patterns[i].pattern, at_rest.patterns[i].pattern) << angle;
      EXPECT_EQ(posed.patterns[i].score, at_rest.patterns[i].score) << angle;
      EXPECT_EQ(posed.patterns[i].explained, at_rest.patterns[i].explained) << angle;
    }
  }
}

}  // namespace
}  // namespace crus::app
