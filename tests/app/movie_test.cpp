// Movies: which frame shows what, and what is left behind when all goes well and when it does not. And the figures of a
// leg in motion, which plot, CSV and JSON share.
#include "app/movie.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/image_file.hpp"
#include "app/motion_report.hpp"
#include "app/process.hpp"
#include "core/files.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

namespace fs = std::filesystem;
using app::MoviePlan;
using test::run_crus;

anatomy::Clip nod() {
  anatomy::Clip clip;
  clip.id = "nod";
  clip.seconds = 2.0;
  clip.keys = {{0.0, 0.0, 0.0, 0.0}, {0.5, 40.0, 1.0, 20.0}};
  return clip;
}

render::Image plain_image(glm::ivec2 size, std::uint8_t grey) {
  render::Image image{size.x, size.y, std::vector<std::uint8_t>(static_cast<std::size_t>(size.x * size.y * 4), grey)};
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) {
    image.rgba[i] = 255;
  }
  return image;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// A program that does as it is told, in the place of an encoder.
fs::path encoder_that(const test::ScratchFolder& scratch, const std::string& does) {
  const fs::path file = scratch / "encoder";
  test::write_file(file, "#!/bin/sh\n" + does + "\n");
  fs::permissions(file, fs::perms::owner_all);
  return file;
}
// The last word it is given is where the film goes.
constexpr const char* kLastWord = "for last; do :; done; out=${last#file:}; ";

TEST(MoviePlan, AFrameFollowsFromItsNumberAlone) {
  MoviePlan plan{nod(), 30.0, 1.0, {}, 240};
  EXPECT_EQ(plan.fraction(0), 0.0);
  EXPECT_NEAR(plan.pose(30).plantarflexion_deg, 40.0, 1e-9) << "a second in, half way round";
  for (const int frame : {0, 7, 59, 123}) {
    EXPECT_EQ(plan.pose(frame), plan.pose(frame));
    EXPECT_NEAR(plan.pose(frame).plantarflexion_deg, plan.pose(frame + 60).plantarflexion_deg, 1e-9) << frame;
  }
  plan.speed = 2.0;
  EXPECT_NEAR(plan.pose(15).plantarflexion_deg, 40.0, 1e-9);
  plan.playing.passive = true;
  EXPECT_EQ(plan.pose(15).activation, 0.0);
  EXPECT_FALSE(plan.pose(15).strain);
  plan.playing.strain = true;
  EXPECT_TRUE(plan.pose(15).strain);
}

TEST(Film, NamesAndSizesThatCannotBeSaySo) {
  const test::ScratchFolder scratch;
  EXPECT_TRUE(app::film_name(scratch / "a.mp4", {640, 480}));
  EXPECT_TRUE(app::film_name(scratch / "a.WEBM", {640, 480}));
  const Status odd = app::film_name(scratch / "a.mp4", {641, 480});
  ASSERT_FALSE(odd);
  EXPECT_NE(odd.error().message().find("642x480"), std::string::npos) << odd.error().message();
  EXPECT_FALSE(app::film_name(scratch / "a.gif", {640, 480}));
  EXPECT_FALSE(app::film_name(scratch / "nowhere" / "a.mp4", {640, 480}));
}

TEST(Film, TheEncoderGetsEveryByteAndTheFilmTakesItsPlace) {
  const test::ScratchFolder scratch;
  const fs::path encoder = encoder_that(scratch, std::string(kLastWord) + "cat > \"$out\"");
  fs::create_directory(scratch / "films");
  const fs::path film = scratch / "films" / "it's \"a\" film.mp4";
  test::write_file(film, "old");
  auto sink = app::film_of(encoder, film, {64, 32}, 30.0);
  ASSERT_TRUE(sink) << sink.error().message();
  for (const std::uint8_t grey : std::array<std::uint8_t, 3>{10, 20, 30}) {
    ASSERT_TRUE((*sink)->add(plain_image({64, 32}, grey)));
  }
  EXPECT_EQ(read_text(film).value(), "old") << "until it is finished";
  const auto written = (*sink)->finish();
  ASSERT_TRUE(written) << written.error().message();
  const auto bytes = read_bytes(film).value();
  ASSERT_EQ(bytes.size(), 3U * 64 * 32 * 4);
  EXPECT_EQ(std::to_integer<int>(bytes[0]), 10);
  EXPECT_EQ(std::to_integer<int>(bytes[2U * 64 * 32 * 4]), 30);
  EXPECT_EQ(names_in(scratch / "films").size(), 1U);
}

TEST(Film, AnEncoderThatFailsSaysWhyAndLeavesTheOldFilm) {
  for (const char* does : {"echo 'no such codec' >&2; exit 1", "cat > /dev/null; echo 'no such codec' >&2; exit 3"}) {
    const test::ScratchFolder scratch;
    const fs::path encoder = encoder_that(scratch, does);
    fs::create_directory(scratch / "films");
    const fs::path film = scratch / "films" / "a.mp4";
    test::write_file(film, "old");
    {
      auto sink = app::film_of(encoder, film, {640, 480}, 30.0);
      ASSERT_TRUE(sink);
      Status added;
      for (int i = 0; i < 5 && added; ++i) {
        added = (*sink)->add(plain_image({640, 480}, 1));
      }
      const std::string said = added ? (*sink)->finish().error().message() : added.error().message();
      EXPECT_NE(said.find("no such codec"), std::string::npos) << said;
    }
    EXPECT_EQ(read_text(film).value(), "old");
    EXPECT_EQ(names_in(scratch / "films").size(), 1U);
  }
}

TEST(Film, WhatIsNotFinishedLeavesNothing) {
  const test::ScratchFolder scratch;
  const fs::path encoder = encoder_that(scratch, std::string(kLastWord) + "cat > \"$out\"");
  fs::create_directory(scratch / "films");
  {
    auto sink = app::film_of(encoder, scratch / "films" / "a.mp4", {64, 32}, 30.0);
    ASSERT_TRUE(sink && (*sink)->add(plain_image({64, 32}, 1)));
    auto pictures = app::pictures_of(scratch / "films" / "b.mp4");
    ASSERT_TRUE(pictures && (*pictures)->add(plain_image({64, 32}, 1)));
  }
  EXPECT_TRUE(names_in(scratch / "films").empty());
}

TEST(Pictures, AreNumberedAndNeverReplaceOthers) {
  const test::ScratchFolder scratch;
  for (const char* folder : {"clip-frames", "clip-frames-2"}) {
    auto sink = app::pictures_of(scratch / "clip.mp4");
    ASSERT_TRUE(sink);
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE((*sink)->add(plain_image({5, 3}, 9)));
    }
    EXPECT_EQ((*sink)->finish().value(), scratch / folder);
    EXPECT_EQ(names_in(scratch / folder),
              (std::vector<std::string>{"frame-00001.png", "frame-00002.png", "frame-00003.png"}));
  }
}

TEST(Process, IsFoundOnPathAndNowhereElse) {
  EXPECT_FALSE(app::find_program("sh").empty());
  EXPECT_TRUE(app::find_program("no-such-program-anywhere").empty());
}

TEST(Process, GivesItsLinesItsComplaintAndItsEnd) {
  const test::ScratchFolder scratch;
  const fs::path program = encoder_that(scratch, "echo one; echo \"two $1\"; echo first >&2; echo last >&2; exit 7");
  auto process = app::Process::start(program, {"a b"}, app::Process::Streams::listen);
  ASSERT_TRUE(process) << process.error().message();
  std::vector<std::string> lines;
  while (!process->output_ended()) {
    if (const auto line = process->read_line(1000)) {
      lines.push_back(*line);
    }
  }
  EXPECT_EQ(process->wait(), 7);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two a b"}));
  EXPECT_EQ(process->complaint(), "last");
  EXPECT_FALSE(app::Process::start(scratch / "none", {}, app::Process::Streams::listen));
}

// Without an encoder on PATH: pictures, one sentence, and the same bytes as the frames of any other run.
TEST(CliMovie, WithoutAnEncoderThereArePicturesAndASentence) {
  const test::ScratchFolder scratch;
  const std::vector<std::string> words{"movie", "--clip", "heel-raise", "--seconds", "0.2",
                                       "--fps", "10",     "--size",     "160x90",    "--progress"};
  const auto run = [&](const std::string& name) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"-o", (scratch / name).string()});
    return run_crus(all, {"PATH=/nonexistent"});
  };
  const auto first = run("a.mp4");
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(first.err.find("no ffmpeg"), std::string::npos) << first.err;
  EXPECT_NE(first.out.find("frame 2 2"), std::string::npos) << first.out;
  ASSERT_EQ(names_in(scratch / "a-frames").size(), 2U);
  ASSERT_EQ(run("b.mp4").exit_code, 0);
  for (const char* name : {"frame-00001.png", "frame-00002.png"}) {
    EXPECT_EQ(read_bytes(scratch / "a-frames" / name).value(), read_bytes(scratch / "b-frames" / name).value());
  }
  EXPECT_NE(read_bytes(scratch / "a-frames" / "frame-00001.png").value(),
            read_bytes(scratch / "a-frames" / "frame-00002.png").value());
}

TEST(CliMovie, AFilmHasTheFramesAndTheSizeAskedFor) {
  const fs::path probe = app::find_program("ffprobe");
  if (probe.empty() || app::find_program("ffmpeg").empty()) {
    GTEST_SKIP() << "there is no ffmpeg here";
  }
  const test::ScratchFolder scratch;
  const fs::path film = scratch / "a.mp4";
  const auto made = run_crus(
      {"movie", "--clip", "walking", "--seconds", "0.5", "--fps", "12", "--size", "160x90", "-o", film.string()});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  auto process =
      app::Process::start(probe,
                          {"-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
                           "stream=width,height,pix_fmt,nb_read_frames,r_frame_rate", "-of", "json", film.string()},
                          app::Process::Streams::listen);
  ASSERT_TRUE(process);
  std::string text;
  while (!process->output_ended()) {
    text += process->read_line(1000).value_or("");
  }
  EXPECT_EQ(process->wait(), 0);
  const auto stream = nlohmann::json::parse(text)["streams"][0];
  EXPECT_EQ(stream["width"], 160);
  EXPECT_EQ(stream["height"], 90);
  EXPECT_EQ(stream["pix_fmt"], "yuv420p");
  EXPECT_EQ(stream["nb_read_frames"], "6");
  EXPECT_EQ(stream["r_frame_rate"], "12/1");
}

TEST(CliMovie, WrongWordsAreWrongUsageAndSaySo) {
  const test::ScratchFolder scratch;
  const std::string film = (scratch / "a.mp4").string();
  struct Case {
    std::vector<std::string> words;
    const char* said;
  };
  for (const Case& wrong :
       {Case{{"--clip", "heel-rise", "-o", film}, "'heel-raise'"}, Case{{"--size", "641x480", "-o", film}, "642x480"},
        Case{{"-o", (scratch / "a.gif").string()}, ".mp4"}, Case{{"--fps", "0", "-o", film}, "--help"},
        Case{{"--seconds", "3000", "--fps", "240", "-o", film}, "frames"}}) {
    std::vector<std::string> words{"movie"};
    words.insert(words.end(), wrong.words.begin(), wrong.words.end());
    const auto result = run_crus(words);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_NE(result.err.find(wrong.said), std::string::npos) << result.err;
  }
  EXPECT_TRUE(names_in(scratch.path()).empty());
}

std::vector<std::vector<std::string>> cells_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::string cell;
    for (const char c : line + ",") {
      if (c == ',') {
        cells.push_back(std::exchange(cell, {}));
      } else {
        cell += c;
      }
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

// Every figure of the JSON stands in the CSV under the same name, to the last digit.
TEST(CliMotion, CsvAndJsonAgree) {
  const test::ScratchFolder scratch;
  const fs::path csv = scratch / "motion.csv";
  const auto made =
      run_crus({"motion", "--from", "-20", "--to", "50", "--step", "35", "--json", "--csv", csv.string()});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const auto rows = nlohmann::ordered_json::parse(made.out)["rows"];
  const auto cells = cells_of(read_text(csv).value());
  ASSERT_EQ(cells.size(), rows.size() + 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<std::pair<std::string, std::string>> wanted;
    for (const auto& [key, value] : rows[i].items()) {
      if (!value.is_object()) {
        wanted.emplace_back(key, value.is_null() ? "" : value.dump());
        continue;
      }
      for (const auto& [muscle, arm] : value.items()) {
        wanted.emplace_back(key + "." + muscle, arm.dump());
      }
    }
    ASSERT_EQ(cells[i + 1].size(), wanted.size());
    ASSERT_EQ(cells[0].size(), wanted.size());
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      EXPECT_EQ(cells[0][k], wanted[k].first);
      EXPECT_EQ(cells[i + 1][k], wanted[k].second) << wanted[k].first;
    }
  }
  EXPECT_EQ(rows.size(), 3U);
}

TEST(CliMotion, StrainLengthensTheTendonOnlyWhereItIsAskedFor) {
  const auto row_of = [](std::vector<std::string> more) {
    std::vector<std::string> words{"motion", "--from", "20", "--to", "20", "--activation", "1", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const auto result = run_crus(words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return nlohmann::json::parse(result.out);
  };
  const nlohmann::json off = row_of({});
  const nlohmann::json on = row_of({"--strain"});
  EXPECT_FALSE(off["strain"].get<bool>());
  EXPECT_TRUE(on["strain"].get<bool>());
  EXPECT_NEAR(off["rows"][0]["tendon_strain"].get<double>(), 0.0, 0.005);
  EXPECT_NEAR(on["rows"][0]["tendon_strain"].get<double>(), 0.049, 0.005);
  EXPECT_NEAR(on["rows"][0]["soleus_mtu_mm"].get<double>(), off["rows"][0]["soleus_mtu_mm"].get<double>(), 0.05);
}

TEST(CliMotion, TheAnglesOfTheTableAreKeptToo) {
  const auto result = run_crus({"motion", "--from", "-900", "--to", "nan", "--step", "60", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_NE(result.err.find("--from is kept between -35 and 60"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("--to must be a number; 50 is taken"), std::string::npos) << result.err;
  const auto rows = nlohmann::json::parse(result.out)["rows"];
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0]["plantarflexion_deg"].get<double>(), -35.0);
}

TEST(CliMotion, WhatIsNoNumberOrBeyondTheStopsIsKeptAndSaidSo) {
  const test::ScratchFolder scratch;
  const std::string picture = (scratch / "a.png").string();
  struct Case {
    std::vector<std::string> words;
    const char* said;
  };
  for (const Case& odd :
       {Case{{"--plantarflexion", "nan"}, "must be a number"}, Case{{"--plantarflexion", "900"}, "between -35 and 60"},
        Case{{"--inversion", "-inf"}, "between -20 and 20"}, Case{{"--pose", "high-heels:900"}, "between 0 and 130"},
        Case{{"--pose", "uphill:nan"}, "not a number"}}) {
    std::vector<std::string> words{"render", "--size", "64x64", "-o", picture};
    words.insert(words.end(), odd.words.begin(), odd.words.end());
    const auto result = run_crus(words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.err.find(odd.said), std::string::npos) << odd.words.back() << ": " << result.err;
  }
  for (const Case& wrong : {Case{{"--pose", "high-heel"}, "'high-heels'"}, Case{{"--pose", "cast:3"}, "no amount"},
                            Case{{"--pose", "high-heels:tall"}, "not a number"}}) {
    std::vector<std::string> words{"render", "--size", "64x64", "-o", picture};
    words.insert(words.end(), wrong.words.begin(), wrong.words.end());
    const auto result = run_crus(words);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_NE(result.err.find(wrong.said), std::string::npos) << result.err;
  }
}

}  // namespace
}  // namespace crus
