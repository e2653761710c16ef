// What lies under a point of the picture.
#include "scene/under_pointer.hpp"

#include <gtest/gtest.h>

#include "session/commands.hpp"
#include "session/synthetic.hpp"

namespace crus::scene {
namespace {

std::vector<std::string> ids_at_middle(const Leg& leg, const Session& session) {
  std::vector<std::string> ids;
  for (const Under& one : under_pointer(leg, session, {400, 400}, {200, 200})) {
    ids.push_back(one.id);
  }
  return ids;
}

TEST(UnderPointer, listsGhostsAndSolidsFrontToBack) {
  const Leg leg = test::box_leg();
  Session session = default_session(leg);
  session.camera_fits = false;
  // From behind, at the height of the calf: the medial head, then soleus, then tibia.
  session.camera.azimuth_deg = 180.0;
  session.camera.elevation_deg = 0.0;
  session.camera.target_mm = {0.0, 250.0, -10.0};
  session.camera.distance_mm = 900.0;
  for (const bool orthographic : {false, true}) {
    session.camera.orthographic = orthographic;
    EXPECT_EQ(ids_at_middle(leg, session),
              (std::vector<std::string>{"skin", "gastrocnemius-medial-head", "soleus", "tibia"}));
  }
  const auto fewer = run_command(session, leg, "hide gastrocnemius-medial-head skin");
  ASSERT_TRUE(fewer);
  EXPECT_EQ(ids_at_middle(leg, *fewer), (std::vector<std::string>{"soleus", "tibia"}));
  // Depths are those of the boxes' rear faces.
  session.camera.orthographic = false;
  const auto under = under_pointer(leg, session, {400, 400}, {200, 200});
  ASSERT_EQ(under.size(), 4U);
  EXPECT_NEAR(under[2].depth_mm, 900.0 - 55.0, 0.5);
  EXPECT_TRUE(under_pointer(leg, session, {400, 400}, {0, 0}).empty());
}

}  // namespace
}  // namespace crus::scene
