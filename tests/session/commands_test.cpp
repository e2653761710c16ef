#include "session/commands.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "session/synthetic.hpp"

namespace crus {
namespace {
using test::box_leg;

struct Commands : testing::Test {
  Leg leg = box_leg();
  Session session = default_session(leg);

  Session run(const std::string& line) {
    const auto changed = run_command(session, leg, line);
    EXPECT_TRUE(changed) << line << ": " << (changed ? "" : changed.error().message());
    session = changed.value_or(session);
    return session;
  }
  std::string refused(const std::string& line) {
    const auto changed = run_command(session, leg, line);
    EXPECT_FALSE(changed) << line;
    return changed ? std::string() : changed.error().message();
  }
};

// One valid line for each command; a new command without one fails the test below.
const std::vector<std::string> kExamples = {"highlight soleus",
                                            "hide tibia",
                                            "show tibia",
                                            "show-all",
                                            "isolate tibia fibula",
                                            "ghost soleus",
                                            "solid soleus",
                                            "select talus",
                                            "select.toggle talus",
                                            "clear",
                                            "attachments on",
                                            "attachments.colours colour-blind",
                                            "attachments.pull on",
                                            "attachment soleus-origin-fibula",
                                            "xray 0.5",
                                            "skin 0.5",
                                            "peel 0.4",
                                            "section axial:0.4",
                                            "explode 0.5",
                                            "side left",
                                            "pose.plantarflexion 30",
                                            "pose.activation 0.5",
                                            "pose.toes 10",
                                            "pose.inversion -5",
                                            "pose.floor on",
                                            "pose.strain on",
                                            "pose.reset",
                                            "motion.lines axis,lever",
                                            "motion.toggle fibres",
                                            "motion.ghost on",
                                            "second-heart on",
                                            "labels latin",
                                            "background dark",
                                            "view lateral",
                                            "camera.orbit 1 2",
                                            "camera.pan .1 -.1",
                                            "camera.zoom 1.2",
                                            "camera.focus tibia",
                                            "camera.fit",
                                            "camera.reset",
                                            "camera.look 1 200 3 120 -10 250",
                                            "camera.travel 10",
                                            "projection orthographic",
                                            "reset"};

TEST_F(Commands, EveryCommandRunsAndIsDocumented) {
  for (const Command& command : commands()) {
    EXPECT_FALSE(command.help.empty()) << command.name;
    if (command.name.starts_with("overlay.") || command.name.starts_with("hurt.") || command.name == "symptom") {
      continue;  // overlay_test.cpp and drawing_test.cpp
    }
    bool shown = false;
    for (const std::string& example : kExamples) {
      if (split_line(example)->front() == command.name) {
        shown = true;
        EXPECT_TRUE(run_command(session, leg, example)) << example;
      }
    }
    EXPECT_TRUE(shown) << command.name << " has no example";
  }
}

TEST_F(Commands, EveryUndoableCommandCanBeUndone) {
  session.hidden = {"tibia"};
  session.ghosted = {"soleus"};
  for (const std::string& example : kExamples) {
    const auto after = run_command(session, leg, example);
    ASSERT_TRUE(after);
    History history;
    history.record_change(session, *after, step_name(leg, example));
    EXPECT_EQ(history.undo(*after), session) << example;
    EXPECT_EQ(history.redo(session), *after) << example;
  }
}

TEST_F(Commands, AnAttachmentSelectsItsMuscle) {
  run("attachment soleus-origin-fibula");
  EXPECT_EQ(session.selected, std::vector<std::string>{"soleus"});
  EXPECT_EQ(session.attachment, "soleus-origin-fibula");
  run("select tibia");
  EXPECT_TRUE(session.attachment.empty());
  EXPECT_NE(refused("attachment soleus-origin-fibla").find("'soleus-origin-fibula'"), std::string::npos);
  leg.structures.erase(leg.structures.begin() + 4);
  run("attachment soleus-origin-fibula");
  EXPECT_EQ(session.selected, std::vector<std::string>{"fibula"}) << "where the leg lacks the muscle, its bone";
}

TEST_F(Commands, HighlightColoursAndUncovers) {
  run("hide soleus");
  run("isolate tibia");
  run("ghost tibia");
  run("highlight soleus");
  EXPECT_EQ(session.highlighted, std::vector<std::string>{"soleus"});
  EXPECT_FALSE(session.hidden.contains("soleus"));
  EXPECT_TRUE(session.isolated.empty());
  EXPECT_TRUE(session.ghosted.contains("gastrocnemius-medial-head"));
  EXPECT_TRUE(session.ghosted.contains("gastrocnemius-lateral-head"));
  EXPECT_EQ(active_highlight(session), "soleus");
  for (const std::string& name : named_highlights()) {
    run("highlight " + name);
    EXPECT_EQ(active_highlight(session), name);
    // The Achilles tendon alone is seen through: its attachment lies beneath it.
    EXPECT_EQ(session.ghosted.contains(session.highlighted.front()), name == "achilles");
  }
  run("highlight none");
  EXPECT_TRUE(session.highlighted.empty());
  EXPECT_EQ(session.xray, 0.0);
}

TEST_F(Commands, NamedHighlightsLookFromOppositeSidesOnALeftLeg) {
  Leg left = box_leg();
  left.side = anatomy::Side::left;
  for (const std::string& name : named_highlights()) {
    const auto on_right = run_command(session, leg, "highlight " + name);
    const auto on_left = run_command(session, left, "highlight " + name);
    ASSERT_TRUE(on_right && on_left);
    EXPECT_NEAR(std::remainder(on_right->camera.azimuth_deg + on_left->camera.azimuth_deg, 360.0), 0.0, 1e-9) << name;
  }
}

TEST_F(Commands, AchillesFramesTheHeel) {
  run("highlight achilles");
  EXPECT_FALSE(session.camera_fits);
  EXPECT_LT(session.camera.target_mm.y, 40.0);
  EXPECT_LT(session.camera.target_mm.x, -20.0);
  EXPECT_LT(session.camera.distance_mm, default_session(leg).camera.distance_mm / 2);
}

TEST_F(Commands, StructuresByIdNameNumberAndFile) {
  for (const char* word : {"tibia", "\"Right tibia\"", "FMA24477", "tibia.glb", "\"right  TIBIA\""}) {
    EXPECT_EQ(run(std::string("select ") + word).selected, std::vector<std::string>{"tibia"}) << word;
  }
  EXPECT_EQ(run("select achilles").selected, std::vector<std::string>{"calcaneal-tendon"});
  EXPECT_EQ(run("select tibia tibia").selected.size(), 1U);
}

TEST_F(Commands, ErrorsSuggest) {
  EXPECT_NE(refused("hide soleuss").find("'soleus'"), std::string::npos);
  EXPECT_NE(refused("hihglight soleus").find("'highlight'"), std::string::npos);
  EXPECT_NE(refused("background blue").find("'dark'"), std::string::npos);
  EXPECT_NE(refused("view lateraal").find("'lateral'"), std::string::npos);
  EXPECT_NE(refused("hide").find("usage: hide ID"), std::string::npos);
  EXPECT_NE(refused("xray").find("usage: xray 0..1"), std::string::npos);
  leg.structures.pop_back();
  leg.structures.pop_back();
  EXPECT_NE(refused("highlight achilles").find("no such structure"), std::string::npos);
}

TEST_F(Commands, BadValuesChangeNothing) {
  for (const char* line : {"", "   ", "xray 2", "xray -0.1", "xray nan", "xray 0.5x", "xray 0.1 0.2", "camera.zoom 0",
                           "camera.zoom inf", "camera.zoom 2 1 2", "camera.orbit 1", "camera.pan a b", "hide \"tibia",
                           "hide tibia nothing-at-all-like-it", "select ''", "labels", "view 0,100"}) {
    EXPECT_FALSE(run_command(session, leg, line)) << line;
  }
}

TEST_F(Commands, VisibilityCommands) {
  EXPECT_TRUE(run("hide tibia fibula").hidden.contains("fibula"));
  EXPECT_FALSE(run("show tibia").hidden.contains("tibia"));
  run("isolate fibula");
  EXPECT_EQ(session.isolated, std::set<std::string>{"fibula"});
  EXPECT_FALSE(session.hidden.contains("fibula"));
  EXPECT_TRUE(run("show soleus").isolated.contains("soleus"));
  EXPECT_TRUE(run("fade talus").ghosted.contains("talus"));
  EXPECT_FALSE(run("solid talus").ghosted.contains("talus"));
  run("show-all");
  EXPECT_TRUE(session.hidden.empty() && session.isolated.empty() && session.ghosted.empty());
}

TEST_F(Commands, SelectionTogglesAndClears) {
  run("select tibia");
  EXPECT_EQ(run("select.toggle fibula").selected.size(), 2U);
  EXPECT_EQ(run("select.toggle tibia").selected, std::vector<std::string>{"fibula"});
  EXPECT_TRUE(run("clear").selected.empty());
}

glm::dvec3 eye(const Camera& camera) {
  const double az = camera.azimuth_deg * M_PI / 180;
  const double el = camera.elevation_deg * M_PI / 180;
  return camera.target_mm +
         camera.distance_mm * glm::dvec3(std::cos(el) * std::cos(az), std::sin(el), std::cos(el) * std::sin(az));
}

TEST_F(Commands, ZoomKeepsThePointOnItsRay) {
  session.camera.target_mm = {-20, 150, 0};
  const glm::dvec3 point(-30, 200, 5);
  const glm::dvec3 before = glm::normalize(point - eye(session.camera));
  run("camera.zoom 1.7 -30 200 5");
  const glm::dvec3 after = glm::normalize(point - eye(session.camera));
  EXPECT_LT(glm::length(before - after), 1e-9);
  EXPECT_FALSE(session.camera_fits);
}

TEST_F(Commands, PanMovesThePictureByPictureHeights) {
  run("view anterior");
  session.camera.target_mm = {0, 200, 0};
  const double height_mm = 2 * session.camera.distance_mm * std::tan(session.camera.field_of_view_deg * M_PI / 360);
  run("camera.pan 0.01 0.02");
  // From the front the subject's right (+z) is on the left of the picture.
  EXPECT_NEAR(session.camera.target_mm.z, 0.01 * height_mm, 1e-9);
  EXPECT_NEAR(session.camera.target_mm.y, 200 - 0.02 * height_mm, 1e-9);
  EXPECT_NEAR(session.camera.target_mm.x, 0.0, 1e-9);
}

TEST_F(Commands, TheLegCannotBeLost) {
  const geometry::Box box = leg.box();
  std::uint32_t state = 1;
  const auto random = [&] {
    state = state * 1664525U + 1013904223U;
    return static_cast<double>(state >> 8U) / (1U << 24U) * 2 - 1;
  };
  for (int i = 0; i < 2000; ++i) {
    const double kind = random();
    std::string line;
    if (kind < -0.5) {
      line = "camera.pan " + std::to_string(random() * 50) + " " + std::to_string(random() * 50);
    } else if (kind < 0.0) {
      line = "camera.zoom " + std::to_string(std::exp(random() * 6)) + " 100 900 -400";
    } else if (kind < 0.5) {
      line = "camera.orbit " + std::to_string(random() * 1e6) + " " + std::to_string(random() * 500);
    } else {
      line = "camera.travel " + std::to_string(random() * 1e5);
    }
    run(line);
    const Camera& camera = session.camera;
    ASSERT_GE(camera.distance_mm, 1.0);
    ASSERT_LE(camera.distance_mm, 100 * glm::length(box.size()));
    ASSERT_LE(std::abs(camera.elevation_deg), 90.0);
    for (glm::length_t k = 0; k < 3; ++k) {
      ASSERT_GE(camera.target_mm[k], static_cast<double>(box.min[k]));
      ASSERT_LE(camera.target_mm[k], static_cast<double>(box.max[k]));
    }
  }
  EXPECT_TRUE(run("camera.reset").camera_fits);
  EXPECT_EQ(session.camera, default_session(leg).camera);
}

TEST_F(Commands, CommandsOnAnEmptyLeg) {
  leg.structures.clear();
  session = default_session(leg);
  for (const char* line : {"camera.orbit 10 10", "camera.pan 1 1", "camera.zoom 2", "camera.focus", "camera.reset",
                           "view lateral", "show-all", "reset", "highlight none"}) {
    run(line);
    EXPECT_TRUE(std::isfinite(session.camera.distance_mm));
  }
  EXPECT_FALSE(run_command(session, leg, "highlight soleus"));
}

TEST_F(Commands, FocusFramesTheSelectedThenTheHighlightedThenAll) {
  session.highlighted = {"fibula"};
  run("camera.focus");
  EXPECT_EQ(session.camera.target_mm, glm::dvec3(leg.find("fibula")->box.centre()));
  run("select talus");
  run("camera.focus");
  EXPECT_EQ(session.camera.target_mm, glm::dvec3(leg.find("talus")->box.centre()));
  run("clear");
  run("highlight none");
  EXPECT_TRUE(run("camera.focus").camera_fits);
}

TEST(Line, WordsAndQuotes) {
  EXPECT_EQ(*split_line("a  b\tc"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(*split_line("a 'b c' \"d \\\" e\" ''"), (std::vector<std::string>{"a", "b c", "d \" e", ""}));
  EXPECT_FALSE(split_line("a 'b"));
  for (const std::string& word : {std::string("plain"), std::string("two words"), std::string("a\"b\\c'd"),
                                  std::string(), std::string("tab\there")}) {
    EXPECT_EQ(*split_line("x " + quote_word(word)), (std::vector<std::string>{"x", word}));
  }
}

TEST_F(Commands, StepsAreNamed) {
  EXPECT_EQ(step_name(leg, "hide soleus"), "hide Right soleus");
  EXPECT_EQ(step_name(leg, "hide soleus tibia"), "hide 2 structures");
  EXPECT_EQ(step_name(leg, "xray 0.5"), "x-ray");
  EXPECT_EQ(step_name(leg, "camera.orbit 1 2"), "");
  EXPECT_EQ(step_name(leg, "select soleus"), "");
}

TEST_F(Commands, HistoryMergesASliderDrag) {
  History history;
  const Session start = session;
  for (int i = 1; i <= 10; ++i) {
    const Session before = session;
    run("xray 0." + std::to_string(i % 10));
    history.record_change(before, session, "x-ray", "xray");
  }
  EXPECT_EQ(history.undo(session), start);
  EXPECT_FALSE(history.can_undo());
  history = History();
  history.record(start, "a", "xray");
  history.end_merge();
  history.record(start, "b", "xray");
  EXPECT_EQ(history.undo_step(), "b");
  static_cast<void>(history.undo(start));
  EXPECT_EQ(history.undo_step(), "a");
  EXPECT_EQ(history.redo_step(), "b");
}

TEST_F(Commands, UndoLeavesTheCameraAloneUnlessTheStepMovedIt) {
  History history;
  const Session before = session;
  run("hide tibia");
  history.record_change(before, session, "hide");
  run("camera.orbit 30 5");
  run("select fibula");
  const Session undone = history.undo(session);
  EXPECT_TRUE(undone.hidden.empty());
  EXPECT_EQ(undone.camera, session.camera);
  EXPECT_EQ(undone.selected, session.selected);
  const Session highlighted = *run_command(session, leg, "highlight fibula");
  history.record_change(session, highlighted, "highlight");
  EXPECT_EQ(history.undo(highlighted).camera, session.camera);
}

TEST_F(Commands, HistoryForgetsOnlyTheOldest) {
  History history;
  for (std::size_t i = 0; i < History::kLimit + 20; ++i) {
    history.record(session, std::to_string(i));
  }
  EXPECT_EQ(history.undo_step(), std::to_string(History::kLimit + 19));
  std::size_t steps = 0;
  while (history.can_undo()) {
    session = history.undo(session);
    ++steps;
  }
  EXPECT_EQ(steps, History::kLimit);
}

}  // namespace
}  // namespace crus
