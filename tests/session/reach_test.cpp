// The leg cannot be lost: whatever the hand does, a part of it stays in view.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "core/units.hpp"
#include "session/commands.hpp"
#include "synthetic.hpp"

namespace crus::test {
namespace {

// Whether some point of a shown box is seen within the picture (its height both ways), by a grid of points on it.
bool something_seen(const Session& session, const Leg& leg) {
  const Camera& camera = session.camera;
  const double azimuth = radians(camera.azimuth_deg);
  const double elevation = radians(camera.elevation_deg);
  const glm::dvec3 back(std::cos(elevation) * std::cos(azimuth), std::sin(elevation),
                        std::cos(elevation) * std::sin(azimuth));
  const glm::dvec3 right(std::sin(azimuth), 0.0, -std::cos(azimuth));
  const glm::dvec3 up = glm::cross(back, right);
  const double half_mm = camera.distance_mm * std::tan(radians(0.5 * camera.field_of_view_deg));
  for (const LegStructure& structure : leg.structures) {
    if (structure.kind == anatomy::Kind::skin || session.hidden.contains(structure.id)) {
      continue;
    }
    constexpr int kSteps = 24;
    for (int i = 0; i <= kSteps; ++i) {
      for (int j = 0; j <= kSteps; ++j) {
        for (int k = 0; k <= kSteps; ++k) {
          const glm::dvec3 share = glm::dvec3(i, j, k) / static_cast<double>(kSteps);
          const glm::dvec3 off =
              glm::mix(glm::dvec3(structure.box.min), glm::dvec3(structure.box.max), share) - camera.target_mm;
          const double ahead = camera.distance_mm - glm::dot(off, back);
          const double scale = camera.distance_mm / ahead;
          if (ahead > 1.0 && std::abs(glm::dot(off, right)) * scale < half_mm &&
              std::abs(glm::dot(off, up)) * scale < half_mm) {
            return true;
          }
        }
      }
    }
  }
  return false;
}

TEST(Reach, panningAndZoomingNeverLoseTheLeg) {
  const Leg leg = box_leg();
  std::mt19937 random(7);
  const auto between = [&](double low, double high) {
    return low + (high - low) * (static_cast<double>(random()) / static_cast<double>(std::mt19937::max()));
  };
  Session session = default_session(leg);
  session.camera_fits = false;
  session.camera.target_mm = {0.0, 180.0, 0.0};
  for (int step = 0; step < 300; ++step) {
    std::string line;
    switch (random() % 4) {
      case 0: line = "camera.pan " + std::to_string(between(-3, 3)) + " " + std::to_string(between(-3, 3)); break;
      case 1: line = "camera.zoom " + std::to_string(between(0.3, 3.0)); break;
      case 2: line = "camera.orbit " + std::to_string(between(-90, 90)) + " " + std::to_string(between(-60, 60)); break;
      default: line = "camera.travel " + std::to_string(between(-200, 200)); break;
    }
    const auto next = run_command(session, leg, line);
    ASSERT_TRUE(next) << line;
    session = *next;
    if (session.camera.distance_mm < 400.0) {
      continue;  // the grid of points below is too coarse to judge a close-up
    }
    ASSERT_TRUE(something_seen(session, leg)) << "step " << step << ": " << line;
  }
  const auto home = run_command(session, leg, "camera.reset");
  ASSERT_TRUE(home);
  EXPECT_TRUE(home->camera_fits);
}

TEST(Reach, aViewOfTheLegIsLeftAlone) {
  const Leg leg = box_leg();
  Session session = default_session(leg);
  session.camera_fits = false;
  session.camera.azimuth_deg = 180.0;
  session.camera.elevation_deg = 0.0;
  session.camera.target_mm = {-30.0, 200.0, 0.0};
  session.camera.distance_mm = 300.0;
  const auto panned = run_command(session, leg, "camera.pan 0 0.1");
  ASSERT_TRUE(panned);
  const double height_mm = 2.0 * 300.0 * std::tan(radians(12.0));
  EXPECT_NEAR(panned->camera.target_mm.y, 200.0 - 0.1 * height_mm, 1e-9);
}

}  // namespace
}  // namespace crus::test
