// The window's parts that need no window: drags and clicks, keys, scripts, eased moves, the loader.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

#include <GLFW/glfw3.h>

#include "app/window_desk.hpp"
#include "app/window_input.hpp"
#include "app/window_loader.hpp"
#include "app/window_script.hpp"
#include "app/window_timing.hpp"
#include "scene/scene.hpp"
#include "session/synthetic.hpp"
#include "support/support.hpp"

namespace crus::app {
namespace {

TEST(Pointer, AShakyPressIsAClickAndADragIsNot) {
  Pointer pointer;
  pointer.press(Button::left, {}, {100, 100}, 0.0);
  EXPECT_FALSE(pointer.move({102, 101}, 700, 1.0F));
  EXPECT_TRUE(pointer.release(Button::left, 0.1, 1.0F));

  pointer.press(Button::left, {}, {100, 100}, 5.0);
  EXPECT_TRUE(pointer.move({120, 100}, 700, 1.0F));
  // Back at the start it is still a drag.
  static_cast<void>(pointer.move({100, 100}, 700, 1.0F));
  EXPECT_FALSE(pointer.release(Button::left, 5.1, 1.0F));
}

TEST(Pointer, ButtonsAndModifiersChooseTheMove) {
  const auto first_word = [](Button button, const Modifiers& modifiers) {
    Pointer pointer;
    pointer.press(button, modifiers, {0, 0}, 0.0);
    const auto line = pointer.move({50, 0}, 700, 1.0F);
    return line ? line->substr(0, line->find(' ')) : std::string();
  };
  EXPECT_EQ(first_word(Button::left, {}), "camera.orbit");
  EXPECT_EQ(first_word(Button::left, {.shift = true}), "camera.pan");
  EXPECT_EQ(first_word(Button::middle, {}), "camera.pan");
  EXPECT_EQ(first_word(Button::right, {}), "camera.pan");
}

TEST(Pointer, ADragAddsUpWhateverItsSteps) {
  const Leg leg = test::box_leg();
  const auto dragged = [&](int steps) {
    Session session = default_session(leg);
    Pointer pointer;
    pointer.press(Button::left, {}, {100, 100}, 0.0);
    for (int i = 1; i <= steps; ++i) {
      const float part = static_cast<float>(i) / static_cast<float>(steps);
      if (const auto line = pointer.move(glm::vec2(100) + part * glm::vec2(90, 30), 700, 1.0F)) {
        session = run_command(session, leg, *line).value_or(session);
      }
    }
    return session.camera;
  };
  EXPECT_NEAR(dragged(1).azimuth_deg, dragged(60).azimuth_deg, 0.01);
  EXPECT_NEAR(dragged(1).elevation_deg, dragged(60).elevation_deg, 0.01);
}

TEST(Pointer, TwoClicksAtOnePlaceAreADoubleClick) {
  Pointer pointer;
  const auto click = [&](const glm::vec2& at, double time) {
    pointer.press(Button::left, {}, at, time);
    return pointer.release(Button::left, time + 0.05, 1.0F)->twice;
  };
  EXPECT_FALSE(click({10, 10}, 0.0));
  EXPECT_TRUE(click({11, 10}, 0.2));
  EXPECT_FALSE(click({11, 10}, 0.3));
  EXPECT_FALSE(click({11, 10}, 2.0));
  EXPECT_FALSE(click({80, 10}, 2.1));
}

TEST(Zoom, KeepsWhatLiesUnderThePointer) {
  const Leg leg = test::box_leg();
  Session session = default_session(leg);
  session.camera.target_mm = {-10, 180, 0};
  session.camera_fits = false;
  const glm::ivec2 size(900, 700);
  const ui::Rect picture{{300, 40}, {1200, 740}};
  const glm::vec2 pointer(820, 300);
  const auto seen_from = [&](const Session& at) {
    // The world point in the target's plane under the pointer, from the matrices the picture is drawn with.
    const render::View view = scene::view_of(at.camera, leg.box(), size);
    const glm::mat4 world_from_clip = glm::inverse(view.clip_from_view * view.view_from_world);
    const glm::vec2 off = (pointer - picture.min) / picture.size() * 2.0F - 1.0F;
    const auto unproject = [&](float depth) {
      const glm::vec4 point = world_from_clip * glm::vec4(off.x, -off.y, depth, 1.0F);
      return glm::dvec3(point) / static_cast<double>(point.w);
    };
    return std::pair(unproject(-0.5F), unproject(0.5F));
  };
  const auto [near_point, far_point] = seen_from(session);
  const auto zoomed = run_command(session, leg, zoom_line(session.camera, picture, pointer, 3.0));
  ASSERT_TRUE(zoomed);
  ASSERT_LT(zoomed->camera.distance_mm, 0.7 * session.camera.distance_mm);
  const auto [near_after, far_after] = seen_from(*zoomed);
  // Both rays come from different eyes but pass through the same point of the target's plane.
  const glm::dvec3 forward = glm::normalize(far_point - near_point);
  const auto in_plane = [&](const glm::dvec3& from, const glm::dvec3& to, const glm::dvec3& on_plane) {
    const glm::dvec3 along = to - from;
    return from + along * (glm::dot(on_plane - from, forward) / glm::dot(along, forward));
  };
  const glm::dvec3 target = session.camera.target_mm;
  EXPECT_LT(glm::length(in_plane(near_point, far_point, target) - in_plane(near_after, far_after, target)), 2.0);
}

TEST(Keys, EveryLineIsACommandAndNoneIsTakenTwice) {
  const Leg leg = test::box_leg();
  const Session session = default_session(leg);
  EXPECT_EQ(key_line(GLFW_KEY_1, {.shift = true}, session, {}), "view posterior");
  EXPECT_EQ(key_line(GLFW_KEY_H, {}, session, {}), "");
  EXPECT_EQ(key_line(GLFW_KEY_H, {}, session, "tibia"), "hide tibia");
  EXPECT_EQ(key_line(GLFW_KEY_H, {.alt = true}, session, "tibia"), "show-all");
  EXPECT_EQ(key_line(GLFW_KEY_F, {}, session, {}), "camera.focus");
  for (int key = 0; key <= GLFW_KEY_LAST; ++key) {
    for (unsigned bits = 0; bits < 8; ++bits) {
      const Modifiers modifiers{(bits & 1U) != 0, (bits & 2U) != 0, (bits & 4U) != 0};
      const std::string line = key_line(key, modifiers, session, "tibia");
      if (line.starts_with("camera.") || line.starts_with("view ") || line.starts_with("hide")) {
        EXPECT_TRUE(run_command(session, leg, line)) << line;
      }
    }
  }
}

TEST(Script, WaitsAndComments) {
  const test::ScratchFolder scratch;
  test::write_file(scratch / "s.txt", "# first\n\nview lateral\nwait 200\nwait x\n");
  auto script = Script::read(scratch / "s.txt");
  ASSERT_TRUE(script);
  EXPECT_EQ(*script->next(0.0), "");
  EXPECT_EQ(*script->next(0.0), "");
  EXPECT_EQ(*script->next(0.0), "view lateral");
  EXPECT_EQ(*script->next(1.0), "");
  EXPECT_NEAR(script->waiting_s(1.05), 0.15, 1e-9);
  EXPECT_EQ(script->waiting_s(1.3), 0.0);
  EXPECT_FALSE(script->next(2.0));
  EXPECT_TRUE(script->done());
  EXPECT_FALSE(Script::read(scratch / "none.txt"));
}

TEST(Desk, MovesAreEasedAndEndWhereTheyShould) {
  Desk desk;
  EXPECT_FALSE(desk.run("view lateral", 0.0));
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  const double start = desk.session().camera.azimuth_deg;
  ASSERT_TRUE(desk.run("view lateral", 10.0));
  EXPECT_TRUE(desk.moving(10.1));
  const double half_way = desk.shown(10.1).camera.azimuth_deg;
  EXPECT_LT(half_way, start);
  EXPECT_GT(half_way, 90.0);
  EXPECT_FALSE(desk.moving(11.0));
  EXPECT_EQ(desk.shown(11.0), desk.session());
  EXPECT_DOUBLE_EQ(desk.session().camera.azimuth_deg, 90.0);
  ASSERT_TRUE(desk.run("camera.orbit 5 0", 12.0));
  EXPECT_FALSE(desk.moving(12.01));
  desk.set_reduced_motion(true);
  ASSERT_TRUE(desk.run("view medial", 13.0));
  EXPECT_FALSE(desk.moving(13.01));
}

anatomy::Clip nod() {
  anatomy::Clip clip;
  clip.id = "nod";
  clip.seconds = 2.0;
  clip.keys = {{0.0, 0.0, 0.0, 0.0}, {0.5, 40.0, 1.0, 20.0}};
  return clip;
}

TEST(Desk, PlaysInACircleAndIsRepeatable) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  EXPECT_FALSE(desk.moving(0.0));
  desk.play(nod(), 10.0);
  EXPECT_TRUE(desk.moving(1e6)) << "until it is stopped";
  ASSERT_TRUE(desk.shown(11.0).pose);
  EXPECT_NEAR(desk.shown(11.0).pose->plantarflexion_deg, 40.0, 1e-9);
  EXPECT_NEAR(desk.shown(11.0).pose->activation, 1.0, 1e-9);
  EXPECT_EQ(desk.shown(10.7), desk.shown(10.7));
  EXPECT_NEAR(desk.shown(10.7).pose->plantarflexion_deg, desk.shown(12.7).pose->plantarflexion_deg, 1e-9);
  EXPECT_FALSE(desk.session().pose) << "playing alone changes nothing that is kept";
  desk.set_speed(2.0, 11.0);
  EXPECT_NEAR(desk.shown(11.5).pose->plantarflexion_deg, 0.0, 1e-9) << "twice as fast from where it was";
}

TEST(Desk, PauseKeepsThePoseAsOneStep) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  desk.play(nod(), 0.0);
  const double seen = desk.shown(0.4).pose->plantarflexion_deg;
  desk.pause(0.4);
  EXPECT_FALSE(desk.playing());
  ASSERT_TRUE(desk.session().pose);
  EXPECT_NEAR(desk.session().pose->plantarflexion_deg, seen, 1e-9);
  EXPECT_NEAR(desk.clip_at(99.0), 0.2, 1e-9);
  ASSERT_TRUE(desk.run("undo", 1.0));
  EXPECT_FALSE(desk.session().pose);
}

TEST(Desk, WithoutALoopItStopsOnceItIsRound) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  desk.set_loop(false, 0.0);
  desk.play(nod(), 0.0);
  desk.settle(1.9);
  EXPECT_TRUE(desk.playing());
  EXPECT_NEAR(desk.clip_at(1.9), 0.95, 1e-9);
  EXPECT_EQ(desk.clip_at(2.5), 0.0) << "nothing is seen of a second round";
  desk.settle(2.5);
  EXPECT_FALSE(desk.playing());
  ASSERT_TRUE(desk.session().pose);
  EXPECT_EQ(desk.session().pose->plantarflexion_deg, 0.0);
}

TEST(Desk, PassiveAndTheFloorChangeWhatIsPlayedAndWhatStands) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  desk.play(nod(), 0.0);
  desk.set_way({true, true}, 1.0);
  EXPECT_EQ(desk.shown(1.0).pose->activation, 0.0);
  EXPECT_TRUE(desk.shown(1.0).pose->closed_chain);
  EXPECT_NEAR(desk.shown(1.0).pose->plantarflexion_deg, 40.0, 1e-9);
  desk.pause(1.0);
  desk.set_way({}, 2.0);
  EXPECT_NEAR(desk.session().pose->activation, 1.0, 1e-9) << "what stands there follows";
  EXPECT_FALSE(desk.session().pose->closed_chain);
  // What the hand has set since does not.
  ASSERT_TRUE(desk.run("pose.activation 0.3", 3.0));
  desk.set_way({true, {}}, 4.0);
  EXPECT_EQ(desk.session().pose->activation, 0.3);
}

TEST(Desk, AWholePoseIsOneStep) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  PoseRequest pose;
  pose.plantarflexion_deg = 33.0;
  pose.bent_knee = true;
  desk.set_pose(pose, "High heels", 0.0);
  EXPECT_EQ(desk.session().pose, pose);
  EXPECT_EQ(desk.history().undo_step(), "High heels");
  ASSERT_TRUE(desk.run("undo", 1.0));
  EXPECT_FALSE(desk.session().pose);
}

TEST(Desk, StrainIsSwitchedWhileAClipPlaysAndOutlivesPoses) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  desk.play(nod(), 0.0);
  ASSERT_TRUE(desk.run("pose.strain on", 0.4));
  EXPECT_TRUE(desk.playing());
  EXPECT_TRUE(desk.shown(0.5).pose->strain);
  EXPECT_TRUE(desk.way().strain);
  desk.pause(1.0);
  EXPECT_TRUE(desk.session().pose->strain);
  PoseRequest pose;
  pose.plantarflexion_deg = 33.0;
  desk.set_pose(pose, "High heels", 2.0);
  EXPECT_TRUE(desk.session().pose->strain);
  EXPECT_EQ(desk.session().pose->plantarflexion_deg, 33.0);
  ASSERT_TRUE(desk.run("pose.reset", 3.0));
  EXPECT_FALSE(desk.way().strain);
}

TEST(Desk, APoseByHandStopsTheClip) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  desk.play(nod(), 0.0);
  ASSERT_TRUE(desk.run("pose.plantarflexion 7", 0.4));
  EXPECT_FALSE(desk.playing());
  EXPECT_EQ(desk.session().pose->plantarflexion_deg, 7.0);
}

TEST(Desk, UndoAndRedo) {
  Desk desk;
  desk.set_leg(std::make_shared<const Leg>(test::box_leg()));
  desk.set_size({800, 600});
  ASSERT_TRUE(desk.run("hide tibia", 0.0));
  ASSERT_TRUE(desk.run("hide fibula", 1.0));
  ASSERT_TRUE(desk.run("undo", 2.0));
  EXPECT_TRUE(desk.session().hidden.contains("tibia"));
  EXPECT_FALSE(desk.session().hidden.contains("fibula"));
  EXPECT_EQ(desk.history().redo_step(), "hide Right fibula");
  ASSERT_TRUE(desk.run("redo", 3.0));
  EXPECT_TRUE(desk.session().hidden.contains("fibula"));
  // A command that changes nothing leaves no step.
  const std::string last = desk.history().undo_step();
  ASSERT_TRUE(desk.run("show talus", 4.0));
  EXPECT_EQ(desk.history().undo_step(), last);
}

TEST(ResponseTimes, CountFromTheReadingAndFromTheEarliestPossible) {
  ResponseTimes times;
  // Read at 1.00; then the window worked until 1.03, when an event was found: it may be 30 ms old.
  times.reading(1.0, 1.03, false);
  times.event(1.03);
  times.event(1.031);
  times.swapped(1.05);
  // A frame without input is no answer.
  times.swapped(1.06);
  // An event that ended a sleep has just come.
  times.reading(1.06, 1.06, true);
  times.event(2.0);
  times.swapped(2.01);
  const ResponseTimes::Figures figures = times.take();
  EXPECT_EQ(figures.inputs, 2U);
  EXPECT_EQ(figures.frames, 3U);
  EXPECT_NEAR(figures.worst_ms, 20.0, 1e-6);
  EXPECT_NEAR(figures.longest_possible_ms, 50.0, 1e-6);
  EXPECT_EQ(times.take().inputs, 0U);
}

TEST(Loader, CancelsAndHandsOverOnce) {
  std::atomic<int> woken{0};
  Loader<LegPtr> loader([&] { ++woken; });
  loader.start("slow", [](Progress& progress) -> Result<LegPtr> {
    while (!progress.cancelled()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return fail("cancelled");
  });
  EXPECT_TRUE(loader.active());
  EXPECT_FALSE(loader.take());
  loader.cancel();
  std::optional<Result<LegPtr>> result;
  for (int i = 0; i < 2000 && !result; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    result = loader.take();
  }
  ASSERT_TRUE(result);
  EXPECT_FALSE(*result);
  EXPECT_FALSE(loader.active());
  EXPECT_FALSE(loader.take());
  EXPECT_EQ(woken.load(), 1);
  // A second job ends the first; leaving the scope ends the second.
  for (int i = 0; i < 2; ++i) {
    loader.start("slow", [](Progress& progress) -> Result<LegPtr> {
      while (!progress.cancelled()) {
        std::this_thread::yield();
      }
      return fail("cancelled");
    });
  }
}

// Nobody waits for a job that does not notice at once that it is no longer wanted.
TEST(Loader, ANewJobDoesNotWaitForTheOldOne) {
  using Clock = std::chrono::steady_clock;
  std::atomic<bool> free{false};
  Loader<LegPtr> loader([] {});
  loader.start("stubborn", [&](Progress&) -> Result<LegPtr> {
    while (!free) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return fail("the old one");
  });
  const auto before = Clock::now();
  loader.start("new", [](Progress&) -> Result<LegPtr> { return fail("the new one"); });
  std::optional<Result<LegPtr>> result;
  for (int i = 0; i < 2000 && !result; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    result = loader.take();
  }
  const auto took = Clock::now() - before;
  free = true;
  ASSERT_TRUE(result);
  EXPECT_EQ(result->error().what, "the new one");
  EXPECT_LT(took, std::chrono::seconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(loader.take()) << "the old one's result is dropped";
}

}  // namespace
}  // namespace crus::app
