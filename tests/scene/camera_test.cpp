// Cameras: which side a view shows, and how it is framed.
#include <gtest/gtest.h>

#include "legs.hpp"
#include "scene/scene.hpp"

namespace crus::test {
namespace {

using scene::fitted_camera;
using scene::view_of;

glm::vec3 picture_point(const render::View& view, glm::vec3 world) {
  const glm::vec4 clip = view.clip_from_view * view.view_from_world * glm::vec4(world, 1.0F);
  return glm::vec3(clip) / clip.w;
}

Camera camera_at(double azimuth_deg, double elevation_deg, bool orthographic = false) {
  Camera camera;
  camera.azimuth_deg = azimuth_deg;
  camera.elevation_deg = elevation_deg;
  camera.orthographic = orthographic;
  return camera;
}

TEST(View, azimuth_and_elevation_choose_the_side_seen) {
  geometry::Box box;
  box.add(glm::vec3(-100.0F));
  box.add(glm::vec3(100.0F));
  struct Case {
    double azimuth_deg, elevation_deg;
    glm::vec3 nearest, right, up;
  };
  for (const bool orthographic : {false, true}) {
    for (const Case& c :
         {Case{0, 0, {1, 0, 0}, {0, 0, -1}, {0, 1, 0}}, Case{90, 0, {0, 0, 1}, {1, 0, 0}, {0, 1, 0}},
          Case{180, 0, {-1, 0, 0}, {0, 0, 1}, {0, 1, 0}}, Case{180, 90, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}},
          Case{0, -90, {0, -1, 0}, {0, 0, -1}, {1, 0, 0}}}) {
      const render::View view = view_of(camera_at(c.azimuth_deg, c.elevation_deg, orthographic), box, {200, 100});
      EXPECT_LT(picture_point(view, 90.0F * c.nearest).z, picture_point(view, -90.0F * c.nearest).z);
      EXPECT_GT(picture_point(view, 50.0F * c.right).x, 0.05F);
      EXPECT_NEAR(picture_point(view, 50.0F * c.right).y, 0.0F, 1e-4);
      EXPECT_GT(picture_point(view, 50.0F * c.up).y, 0.05F);
      EXPECT_NEAR(picture_point(view, glm::vec3(0.0F)).x, 0.0F, 1e-4);
    }
  }
}

TEST(View, near_and_far_enclose_the_box) {
  const Leg leg = toy_leg();
  const geometry::Box box = leg.box();
  for (const bool orthographic : {false, true}) {
    Camera camera = camera_at(145, 8, orthographic);
    camera.target_mm = box.centre();
    const render::View view = view_of(camera, box, {640, 480});
    for (unsigned corner = 0; corner < 8; ++corner) {
      const glm::vec3 p((corner & 1U) != 0 ? box.max.x : box.min.x, (corner & 2U) != 0 ? box.max.y : box.min.y,
                        (corner & 4U) != 0 ? box.max.z : box.min.z);
      EXPECT_LT(std::abs(picture_point(view, p).z), 1.0F);
    }
  }
}

TEST(Fit, keeps_everything_shown_inside_and_touches_the_margin) {
  const Leg leg = toy_leg();
  for (const glm::ivec2 size :
       {glm::ivec2(1280, 720), glm::ivec2(400, 1000), glm::ivec2(8000, 300), glm::ivec2(1, 1)}) {
    for (const glm::dvec2 direction :
         {glm::dvec2(145, 8), glm::dvec2(0, 0), glm::dvec2(180, 90), glm::dvec2(30, -50)}) {
      for (const bool orthographic : {false, true}) {
        Session session;
        session.camera = camera_at(direction.x, direction.y, orthographic);
        const render::View view = view_of(fitted_camera(leg, session, size), leg.box(), size);
        float reach = 0.0F;
        for (const LegStructure& structure : leg.structures) {
          for (const glm::vec3& position : structure.mesh.positions) {
            const glm::vec3 at = glm::abs(picture_point(view, position));
            reach = std::max({reach, at.x, at.y});
          }
        }
        EXPECT_NEAR(reach, 0.94F, 2e-3F);
      }
    }
  }
}

// Structures within the reach of others are not looked at point by point; the camera must not tell.
TEST(Fit, is_that_of_every_single_point) {
  const Leg leg = toy_leg();
  constexpr glm::ivec2 kSize(640, 480);
  for (double azimuth_deg = 0.0; azimuth_deg < 360.0; azimuth_deg += 40.0) {
    for (const bool orthographic : {false, true}) {
      Session session;
      session.camera = camera_at(azimuth_deg, 20.0, orthographic);
      scene::CameraFitter by_points(leg, session, kSize);
      for (const LegStructure& structure : leg.structures) {
        for (const glm::vec3& position : structure.mesh.positions) {
          by_points.add(glm::dvec3(position));
        }
      }
      EXPECT_EQ(fitted_camera(leg, session, kSize), by_points.camera());
    }
  }
}

TEST(Fit, frames_only_what_is_shown) {
  const Leg leg = toy_leg();
  Session session;
  session.isolated = {"calcaneus"};
  const Camera close = fitted_camera(leg, session, {640, 480});
  EXPECT_LT(close.distance_mm, 400.0);
  EXPECT_NEAR(close.target_mm.y, -28.5, 3.0);
  session.camera_fits = false;
  EXPECT_EQ(fitted_camera(leg, session, {640, 480}), session.camera);
  session.camera_fits = true;
  session.isolated = {"nothing-of-the-kind"};
  EXPECT_EQ(fitted_camera(leg, session, {640, 480}), session.camera);
}

TEST(Fit, leaves_room_for_labels) {
  const Leg leg = toy_leg();
  Session session;
  session.labels = Labels::english;
  const glm::ivec2 size(500, 700);
  const double column = scene::label_column_fraction(leg, session, size);
  EXPECT_GT(column, 0.1);
  const render::View view = view_of(fitted_camera(leg, session, size), leg.box(), size);
  for (const LegStructure& structure : leg.structures) {
    for (const glm::vec3& position : structure.mesh.positions) {
      EXPECT_LT(std::abs(picture_point(view, position).x), 1.0 - 2.0 * column);
    }
  }
}

}  // namespace
}  // namespace crus::test
