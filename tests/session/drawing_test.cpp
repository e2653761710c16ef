// Where it hurts, in the session and as files.
#include "session/drawing_file.hpp"

#include <gtest/gtest.h>

#include "session/commands_fixture.hpp"

namespace crus {
namespace {

struct DrawingCommands : test::CommandsFixture {};

TEST_F(DrawingCommands, TheBrushLaysItsOwnSettings) {
  run("hurt.brush on");
  run("hurt.size 22");
  run("hurt.intensity 0.4");
  run("hurt.depth tendon");
  run("hurt.quality burning");
  run("hurt.dab 1 2 -3.5");
  run("hurt.brush erase");
  run("hurt.dab 4 5 6");
  ASSERT_EQ(session.drawing.dabs.size(), 2U);
  const pain::Dab& dab = session.drawing.dabs[0];
  EXPECT_EQ(dab.at_mm, glm::dvec3(1, 2, -3.5));
  EXPECT_EQ(dab.radius_mm, 22.0);
  EXPECT_EQ(dab.intensity, 0.4);
  EXPECT_EQ(dab.depth, pain::Depth::tendon);
  EXPECT_EQ(dab.quality, pain::Quality::burning);
  EXPECT_TRUE(session.drawing.dabs[1].erase);
  run("hurt.spot 7 8 9");
  EXPECT_EQ(*session.drawing.spot_mm, glm::dvec3(7, 8, 9));
  EXPECT_EQ(session_from_json(to_json(session)).value(), session);
  run("side left");
  EXPECT_EQ(session.drawing.dabs[0].at_mm.z, 3.5) << "the drawing goes over to the mirror image";
  run("hurt.clear");
  EXPECT_TRUE(session.drawing.empty());
  EXPECT_FALSE(session.drawing.spot_mm);
}

TEST_F(DrawingCommands, NonsenseIsRefusedAndChangesNothing) {
  for (const char* line :
       {"hurt.dab 1 2", "hurt.dab 1 2 nan", "hurt.dab 1 2 1e9", "hurt.size 0", "hurt.size 1000", "hurt.intensity 2",
        "hurt.depth air", "hurt.quality odd", "hurt.brush maybe", "hurt.spot 1", "hurt.spot 1 2", "hurt.region nose"}) {
    EXPECT_FALSE(run_command(session, leg, line)) << line;
  }
}

TEST_F(DrawingCommands, AStrokeIsOneStepAndCanBeUndone) {
  const Session before = session;
  History history;
  for (const char* line : {"hurt.dab 1 2 3", "hurt.dab 2 2 3", "hurt.dab 3 2 3"}) {
    const auto after = run_command(session, leg, line);
    ASSERT_TRUE(after);
    history.record_change(session, *after, step_name(leg, line), "hurt.dab");
    session = *after;
  }
  EXPECT_EQ(history.undo(session), before);
  EXPECT_FALSE(history.can_undo());
}

// An earlier drawing beside the present one: kept in views, mirrored with the leg, wiped with it, never the answer.
TEST_F(DrawingCommands, AnEarlierDrawingStandsBeside) {
  run("hurt.dab 1 2 -3.5");
  session.drawing.earlier = session.drawing.dabs;
  session.drawing.earlier_date = "2026-01-02";
  EXPECT_EQ(session_from_json(to_json(session)).value(), session);
  run("side left");
  EXPECT_EQ(session.drawing.earlier[0].at_mm.z, 3.5);
  run("hurt.clear");
  EXPECT_TRUE(session.drawing.earlier.empty());
  EXPECT_TRUE(session.drawing.earlier_date.empty());
}

DrawingFile two_dates() {
  pain::Dab dab;
  dab.at_mm = {0.1, -2.25, 300.0};
  dab.quality = pain::Quality::sharp;
  return {
      "0123", "right", "built-in", {{"2026-01-02", {dab}, {"low-back"}, {"heel-plantar"}}, {"2026-02-03", {}, {}, {}}}};
}

TEST(DrawingFiles, ComeBackAsTheyWere) {
  const auto read = drawing_file_from_json(to_json(two_dates()));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(*read, two_dates());
}

TEST(DrawingFiles, BadOnesAreRefusedWithWhatIsWrong) {
  const auto refused = [](const std::string& text) {
    const auto read = drawing_file_from_json(text);
    EXPECT_FALSE(read) << text.substr(0, 80);
    return read ? std::string() : read.error().message();
  };
  EXPECT_NE(refused("").find("JSON"), std::string::npos);
  EXPECT_NE(refused("{}").find("crus_drawing"), std::string::npos);
  EXPECT_NE(refused(R"({"crus_drawing": 2, "drawings": []})").find("version"), std::string::npos);
  refused(R"({"crus_drawing": 1})");
  const auto with_dab = [&](const std::string& dab) {
    return refused(R"({"crus_drawing": 1, "drawings": [{"dabs": [)" + dab + "]}]}");
  };
  EXPECT_NE(with_dab(R"({"at_mm": [0, null, 0]})").find("drawings[0].dabs[0].at_mm"), std::string::npos);
  with_dab(R"({"at_mm": [0, NaN, 0]})");
  with_dab(R"({"at_mm": [0, 1e300, 0]})");
  with_dab(R"({"at_mm": [0, 0]})");
  with_dab(R"({"at_mm": [0, 0, 0], "radius_mm": -1})");
  with_dab(R"({"at_mm": [0, 0, 0], "intensity": 9})");
  with_dab(R"({"at_mm": [0, 0, 0], "depth": "air"})");
  with_dab(R"({"at_mm": [0, 0, 0], "quality": 3})");
  with_dab("7");
  EXPECT_NE(refused(std::string(100U << 20U, ' ')).find("too large"), std::string::npos);
}

}  // namespace
}  // namespace crus
