// The command line as scripts meet it: exit codes, one-line errors, suggestions, contracts of files and JSON.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/image_file.hpp"
#include "app/picture.hpp"
#include "core/files.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

using test::run_crus;

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Cli, AFirstWordThatIsNothingIsWrongUsageWithTheNearestCommand) {
  const auto result = run_crus({"rendre"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(result.out.empty());
  EXPECT_NE(result.err.find("'render'"), std::string::npos) << result.err;
  EXPECT_EQ(lines_of(result.err), 1U);
}

TEST(Cli, AStepThatLeadsNowhereIsWrongUsage) {
  for (const char* step : {"0", "-5", "-inf"}) {
    const auto result = run_crus({"motion", "--step", step});
    EXPECT_EQ(result.exit_code, 2) << step;
    EXPECT_EQ(lines_of(result.err), 1U) << result.err;
    EXPECT_TRUE(result.out.empty()) << step;
  }
}

TEST(Cli, AKindOfFileThatCannotBeExportedIsWrongUsage) {
  const test::ScratchFolder scratch;
  for (const char* name : {"leg.foo", "leg"}) {
    const auto result = run_crus({"export", "-o", (scratch / name).string()});
    EXPECT_EQ(result.exit_code, 2) << name;
    EXPECT_NE(result.err.find(".glb"), std::string::npos) << result.err;
  }
}

TEST(Cli, HelpListsEveryCommandAndSucceeds) {
  const auto result = run_crus({"--help"});
  EXPECT_EQ(result.exit_code, 0);
  for (const char* command : {"render", "inspect", "export", "atlas", "check", "bench"}) {
    EXPECT_NE(result.out.find(command), std::string::npos) << command;
  }
  EXPECT_EQ(run_crus({"render", "--help"}).exit_code, 0);
}

struct WrongUsage {
  const char* name;
  std::vector<std::string> arguments;
  const char* suggestion;
};
void PrintTo(const WrongUsage& usage, std::ostream* out) { *out << usage.name; }

class CliWrongUsage : public ::testing::TestWithParam<WrongUsage> {};

TEST_P(CliWrongUsage, ExitsTwoAndSuggests) {
  const test::ScratchFolder scratch;
  std::vector<std::string> arguments = GetParam().arguments;
  const std::filesystem::path picture = scratch / "out.png";
  arguments.insert(arguments.end(), {"-o", picture.string()});
  const auto result = run_crus(arguments);
  EXPECT_EQ(result.exit_code, 2) << result.err;
  EXPECT_NE(result.err.find(GetParam().suggestion), std::string::npos) << result.err;
  EXPECT_FALSE(std::filesystem::exists(picture));
}

INSTANTIATE_TEST_SUITE_P(All, CliWrongUsage,
                         ::testing::Values(WrongUsage{"structure", {"render", "--highlight", "solues"}, "soleus"},
                                           WrongUsage{"hidden", {"render", "--hide", "tibai"}, "tibia"},
                                           WrongUsage{"isolated", {"render", "--isolate", "soleus,fibla"}, "fibula"},
                                           WrongUsage{"view", {"render", "--view", "postirior"}, "posterior"},
                                           WrongUsage{"view_numbers", {"render", "--view", "nan,0"}, "degrees"},
                                           WrongUsage{"view_too_steep", {"render", "--view", "10,100"}, "10,90"},
                                           WrongUsage{"nothing_like_it", {"render", "--hide", "xyzzy"}, "soleus"},
                                           WrongUsage{"unit", {"render", "--unit", "furlong"}, "mm"},
                                           WrongUsage{"up", {"render", "--up", "north"}, "+y"},
                                           WrongUsage{"size", {"render", "--size", "0x720"}, "1x720"},
                                           WrongUsage{"size_word", {"render", "--size", "big"}, "1280x720"},
                                           WrongUsage{"size_huge", {"render", "--size", "99999x10"}, "16384x10"},
                                           WrongUsage{"labels", {"render", "--labels=klingon"}, "english"},
                                           WrongUsage{"xray", {"render", "--xray", "7"}, "0"},
                                           WrongUsage{"motion_lines", {"render", "--motion-lines", "axes"}, "'axis'"},
                                           WrongUsage{"clip", {"render", "--clip", "calf-pmup"}, "'calf-pump'"},
                                           WrongUsage{"time_alone", {"render", "--time", "3"}, "--clip"},
                                           WrongUsage{"option", {"render", "--higlight", "soleus"}, "--help"}),
                         [](const auto& usage) { return std::string(usage.param.name); });

TEST(Cli, RenderWritesAPictureOfTheAskedSizeAndTheSameBytesEachTime) {
  const test::ScratchFolder scratch;
  for (const char* name : {"a.png", "b.png"}) {
    const auto result = run_crus({"render", "--size", "320x200", "-o", (scratch / name).string()});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_TRUE(result.out.empty());
  }
  const auto image = app::read_png(scratch / "a.png");
  ASSERT_TRUE(image);
  EXPECT_EQ(image->width, 320);
  EXPECT_EQ(image->height, 200);
  EXPECT_EQ(read_bytes(scratch / "a.png").value(), read_bytes(scratch / "b.png").value());
}

TEST(Cli, ATimeOfAClipIsThatPicture) {
  const test::ScratchFolder scratch;
  const auto bytes_at = [&](const char* time, const char* name) {
    const std::string picture = (scratch / name).string();
    const auto result = run_crus(
        {"render", "--second-heart", "--clip", "standing-still", "--time", time, "--size", "320x240", "-o", picture});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return read_bytes(picture).value();
  };
  const auto early = bytes_at("2", "a.png");
  EXPECT_EQ(early, bytes_at("2", "b.png"));
  EXPECT_NE(early, bytes_at("30", "c.png")) << "the veins fill though the leg stands still";
}

TEST(Cli, WhatIsDrawnOfTheMotionChangesThePicture) {
  const test::ScratchFolder scratch;
  const auto bytes_with = [&](const char* drawn) {
    const std::string picture = (scratch / (std::string(drawn) + ".png")).string();
    const auto result =
        run_crus({"render", "--plantarflexion", "25", "--motion-lines", drawn, "--size", "320x240", "-o", picture});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return read_bytes(picture).value_or(std::vector<std::byte>());
  };
  const auto none = bytes_with("none");
  for (const char* drawn : {"axis", "action", "lever", "fibres", "ghost", "all"}) {
    EXPECT_NE(none, bytes_with(drawn)) << drawn;
  }
}

TEST(Cli, LabelsTakesALanguageOrNothing) {
  const test::ScratchFolder scratch;
  const std::string picture = (scratch / "x.png").string();
  const auto bytes_with = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "render");
    words.insert(words.end(), {"--size", "320x240", "-o", picture});
    EXPECT_EQ(run_crus(words).exit_code, 0);
    return read_bytes(picture).value();
  };
  const auto plain = bytes_with({});
  const auto english = bytes_with({"--labels"});
  EXPECT_NE(plain, english);
  EXPECT_EQ(english, bytes_with({"--labels", "english"}));
  EXPECT_NE(english, bytes_with({"--labels", "latin"}));
  // What follows is the model, not a language.
  const auto result = run_crus({"render", "--labels", (scratch / "none.glb").string(), "-o", picture});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("none.glb"), std::string::npos) << result.err;
}

TEST(Cli, APictureThatCannotBeWrittenSaysSoAndLeavesTheOldOne) {
  const test::ScratchFolder scratch;
  std::filesystem::create_directory(scratch / "folder.png");
  const auto result = run_crus({"render", "--size", "64x64", "-o", (scratch / "folder.png").string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("folder.png"), std::string::npos);
}

TEST(Cli, APictureIsNotWrittenUnderTheNameOfAnotherKind) {
  const test::ScratchFolder scratch;
  const auto result = run_crus({"render", "--size", "64x64", "-o", (scratch / "leg.jpg").string()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("leg.png"), std::string::npos) << result.err;
  EXPECT_FALSE(std::filesystem::exists(scratch / "leg.jpg"));
}

TEST(Cli, InspectPrintsTheContractForTheBuiltInLeg) {
  const auto result = run_crus({"inspect", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto report = nlohmann::json::parse(result.out);
  for (const char* key :
       {"source", "unit", "unit_scale_to_mm", "up_axis", "side", "tibia_length_mm", "rest_plantarflexion_deg",
        "structures", "unrecognised", "landmarks_mm", "world_from_file", "warnings"}) {
    EXPECT_TRUE(report.contains(key)) << key;
  }
  EXPECT_EQ(report["side"], "right");
  EXPECT_NEAR(report["tibia_length_mm"].get<double>(), 380.0, 3.0);
  EXPECT_EQ(report["world_from_file"].size(), 4U);
  std::set<std::string> ids;
  for (const auto& structure : report["structures"]) {
    for (const char* key :
         {"id", "fma", "name", "kind", "origin", "vertices", "triangles", "closed", "volume_cm3", "bbox_mm"}) {
      EXPECT_TRUE(structure.contains(key)) << key;
    }
    EXPECT_TRUE(structure["closed"].get<bool>()) << structure["id"];
    ids.insert(structure["id"].get<std::string>());
  }
  for (const char* id : {"tibia", "fibula", "talus", "calcaneus", "soleus", "gastrocnemius-medial",
                         "gastrocnemius-lateral", "calcaneal-tendon"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
}

TEST(Cli, TheBuiltInLegIsNeverShownInPlaceOfTheOneAskedFor) {
  const test::ScratchFolder scratch;
  test::write_file(scratch / "leg.glb", "this is a text");
  const auto result = run_crus({"render", (scratch / "leg.glb").string(), "-o", (scratch / "x.png").string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(lines_of(result.err), 1U) << result.err;
  EXPECT_NE(result.err.find("leg.glb"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(scratch / "x.png"));
}

TEST(Cli, ExportReadsBackAsTheSameLeg) {
  const test::ScratchFolder scratch;
  const std::string file = (scratch / "leg.glb").string();
  ASSERT_EQ(run_crus({"export", "-o", file}).exit_code, 0);
  const auto ours = nlohmann::json::parse(run_crus({"inspect", "--json"}).out);
  const auto back = nlohmann::json::parse(run_crus({"inspect", file, "--json", "--no-cache"}).out);
  ASSERT_EQ(back["structures"].size(), ours["structures"].size());
  EXPECT_EQ(back["unit"], "m");
  EXPECT_EQ(back["up_axis"], "+y");
  EXPECT_EQ(back["side"], "right");
  EXPECT_TRUE(back["unrecognised"].empty());
  // An import is in the catalogue's order, the built-in leg in its list's.
  std::map<std::string, nlohmann::json> imported;
  for (const auto& structure : back["structures"]) {
    imported[structure["id"]] = structure["bbox_mm"];
  }
  for (const auto& structure : ours["structures"]) {
    ASSERT_TRUE(imported.contains(structure["id"])) << structure["id"];
    for (std::size_t corner = 0; corner < 2; ++corner) {
      for (std::size_t axis = 0; axis < 3; ++axis) {
        EXPECT_NEAR(imported[structure["id"]][corner][axis].get<double>(),
                    structure["bbox_mm"][corner][axis].get<double>(), 0.01);
      }
    }
  }
}

TEST(Cli, CheckIsOneLineEach) {
  const auto result = run_crus({"check"});
  EXPECT_EQ(result.exit_code, 0) << result.out;
  EXPECT_EQ(lines_of(result.out), 5U) << result.out;
  EXPECT_EQ(result.out.find("FAILED"), std::string::npos) << result.out;
}

TEST(Cli, CheckFailsWithoutItsDataFolder) {
  const auto result = run_crus({"check"}, {"CRUS_SHARE_DIR=/nonexistent"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.out.find("FAILED"), std::string::npos);
}

TEST(Cli, WithoutOpenGl33OnePlainSentence) {
  const test::ScratchFolder scratch;
  const auto result = run_crus({"render", "-o", (scratch / "x.png").string()},
                               {"MESA_GL_VERSION_OVERRIDE=2.1", "MESA_GLSL_VERSION_OVERRIDE=120"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(lines_of(result.err), 1U) << result.err;
  EXPECT_NE(result.err.find("3.3"), std::string::npos) << result.err;
  const std::size_t renderer = result.err.find("llvmpipe");
  ASSERT_NE(renderer, std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("llvmpipe", renderer + 1), std::string::npos) << "named once: " << result.err;
}

TEST(Cli, DrawsWithADriverThatOffersExactly33) {
  const test::ScratchFolder scratch;
  const auto result = run_crus({"render", "--size", "160x90", "-o", (scratch / "x.png").string()},
                               {"MESA_GL_VERSION_OVERRIDE=3.3", "MESA_GLSL_VERSION_OVERRIDE=330"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(result.err.empty()) << result.err;
}

TEST(Cli, BenchPrintsItsContract) {
  const auto result = run_crus({"bench", "--json", "--size", "160x90", "--rounds", "2"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto report = nlohmann::json::parse(result.out);
  for (const char* key : {"triangles", "load_ms", "first_image_ms", "frames", "peak_rss_mb", "gl_renderer"}) {
    EXPECT_TRUE(report.contains(key)) << key;
  }
  for (const auto& frame : report["frames"]) {
    for (const char* key : {"name", "median_ms", "p95_ms", "ratio_to_clear"}) {
      EXPECT_TRUE(frame.contains(key)) << key;
    }
  }
}

TEST(Cli, ReferenceRendersTheSameBytesColdAndWarm) {
  CRUS_NEEDS_REFERENCE();
  const test::ScratchFolder scratch;
  const std::string model = (*test::reference_folder() / "bodyparts3d").string();
  const std::vector<std::string> cache{"XDG_CACHE_HOME=" + (scratch / "cache").string()};
  for (const char* name : {"cold.png", "warm.png"}) {
    const auto result = run_crus({"render", model, "--size", "400x300", "-o", (scratch / name).string()}, cache);
    ASSERT_EQ(result.exit_code, 0) << result.err;
  }
  EXPECT_EQ(read_bytes(scratch / "cold.png").value(), read_bytes(scratch / "warm.png").value());
}

TEST(Picture, SizesParseStrictly) {
  EXPECT_EQ(app::parse_size("1280x720").value(), glm::ivec2(1280, 720));
  EXPECT_EQ(app::parse_size("1X1").value(), glm::ivec2(1, 1));
  for (const char* wrong : {"", "x", "12", "12x", "x12", "12x-3", "12x3.5", "1e3x2", " 1x1", "0x0"}) {
    EXPECT_FALSE(app::parse_size(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace crus
