// The orientation gizmo: where its knobs stand, and what a click on them asks for.
#include "ui/gizmo.hpp"

#include <gtest/gtest.h>

#include "null_window.hpp"

namespace crus::test {
namespace {

constexpr ui::Rect kPicture{{300.0F, 40.0F}, {1280.0F, 690.0F}};

Camera seen_as(const char* view, anatomy::Side side) {
  Camera camera;
  const auto direction = parse_view(view, side);
  camera.azimuth_deg = direction->azimuth_deg;
  camera.elevation_deg = direction->elevation_deg;
  return camera;
}

ui::GizmoKnob knob(const Camera& camera, anatomy::Side side, const std::string& view) {
  for (const ui::GizmoKnob& one : ui::gizmo_knobs(kPicture, 1.0F, camera, side)) {
    if (one.view == view) {
      return one;
    }
  }
  ADD_FAILURE() << "no knob " << view;
  return {};
}

TEST(Gizmo, pointsWhereAnatomySays) {
  for (const anatomy::Side side : {anatomy::Side::right, anatomy::Side::left}) {
    const Camera front = seen_as("anterior", side);
    const ui::GizmoKnob medial = knob(front, side, "medial");
    const ui::GizmoKnob lateral = knob(front, side, "lateral");
    // From the front, the right leg's outer side is on the viewer's left, the left leg's on the right.
    EXPECT_EQ(lateral.centre.x < medial.centre.x, side == anatomy::Side::right);
    EXPECT_LT(knob(front, side, "superior").centre.y, knob(front, side, "plantar").centre.y);
    EXPECT_NEAR(knob(front, side, "anterior").toward, 1.0F, 1e-5F);
    EXPECT_NEAR(knob(front, side, "posterior").toward, -1.0F, 1e-5F);
    EXPECT_EQ(medial.word, "Medial");
  }
}

TEST(Gizmo, aClickAsksForTheViewOrItsOpposite) {
  const anatomy::Side side = anatomy::Side::right;
  const Camera front = seen_as("anterior", side);
  const auto asked = [&](const glm::vec2& at) { return ui::gizmo_view_at(kPicture, 1.0F, front, side, at); };
  EXPECT_EQ(asked(knob(front, side, "lateral").centre), "lateral");
  EXPECT_EQ(asked(knob(front, side, "superior").centre), "superior");
  // Already seen from there: the knob in front of all turns the leg round.
  EXPECT_EQ(asked(knob(front, side, "anterior").centre), "posterior");
  EXPECT_FALSE(asked({790.0F, 365.0F}));
  for (const ui::GizmoKnob& one : ui::gizmo_knobs(kPicture, 1.0F, front, side)) {
    EXPECT_TRUE(kPicture.contains(one.centre));
  }
}

TEST(Gizmo, givesWayInASmallPicture) {
  const Camera camera;
  EXPECT_TRUE(ui::gizmo_knobs({{0.0F, 0.0F}, {1.0F, 1.0F}}, 1.0F, camera, anatomy::Side::right).empty());
  EXPECT_TRUE(ui::gizmo_knobs({{0.0F, 0.0F}, {8000.0F, 200.0F}}, 1.0F, camera, anatomy::Side::right).empty());
  EXPECT_EQ(ui::gizmo_knobs(kPicture, 1.0F, camera, anatomy::Side::none).size(), 6U);
}

TEST(Gizmo, draws) {
  NullWindow window({1280.0F, 720.0F});
  ImGui::NewFrame();
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  const int before = list.VtxBuffer.Size;
  ui::draw_gizmo(kPicture, window.context, Camera(), anatomy::Side::left, {-1.0F, -1.0F}, list);
  EXPECT_GT(list.VtxBuffer.Size, before + 100);
  ImGui::EndFrame();
}

}  // namespace
}  // namespace crus::test
