// What the window remembers: written whole, read back, and harmless when damaged or unwritable.
#include "app/settings.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/files.hpp"
#include "support/support.hpp"

namespace crus::app {
namespace {
namespace fs = std::filesystem;

Settings unusual() {
  Settings settings;
  settings.preferences = {ui::Theme::dark, 1.75, ui::Names::latin, true};
  settings.places = {{1600, 900}, true, false, 410.0, {"layers", "highlights"}, "/some/where", {"/a.glb", "/b c.json"}};
  return settings;
}

TEST(Settings, ReadBackAsWritten) {
  const test::ScratchFolder scratch;
  const SettingsFiles files{scratch / "config" / "crus" / "settings.json", scratch / "state" / "crus" / "window.json"};
  ASSERT_TRUE(write_settings(files, unusual()));
  std::vector<Error> problems;
  EXPECT_EQ(read_settings(files, problems), unusual());
  EXPECT_TRUE(problems.empty());
  // Nothing but the two files is left behind.
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(scratch.path())) {
    count += entry.is_regular_file() ? 1U : 0U;
  }
  EXPECT_EQ(count, 2U);
}

TEST(Settings, MissingFilesMeanDefaults) {
  const test::ScratchFolder scratch;
  std::vector<Error> problems;
  EXPECT_EQ(read_settings({scratch / "none.json", scratch / "neither.json"}, problems), Settings());
  EXPECT_EQ(read_settings({}, problems), Settings());
  EXPECT_TRUE(problems.empty());
}

TEST(Settings, DamageKeepsTheOldFileAsideAndSaysSo) {
  const std::string good = to_json(unusual().preferences);
  std::vector<std::string> damaged{"",
                                   "no json",
                                   "[]",
                                   "{}",
                                   R"({"crus_settings": 2})",
                                   good.substr(0, good.size() / 2),
                                   R"({"crus_settings": 1, "theme": "purple"})",
                                   R"({"crus_settings": 1, "ui_scale": 99})",
                                   R"({"crus_settings": 1, "ui_scale": "1"})",
                                   R"({"crus_settings": "1"})",
                                   std::string("\0\xFF\xFE", 3)};
  for (const std::string& text : damaged) {
    const test::ScratchFolder scratch;
    const SettingsFiles files{scratch / "settings.json", scratch / "window.json"};
    ASSERT_TRUE(write_settings(files, unusual()));
    test::write_file(files.preferences, text);
    std::vector<Error> problems;
    const Settings read = read_settings(files, problems);
    EXPECT_EQ(read.preferences, Preferences()) << text;
    EXPECT_EQ(read.places, unusual().places) << text;
    ASSERT_EQ(problems.size(), 1U) << text;
    EXPECT_NE(problems[0].message().find("settings.json.damaged"), std::string::npos) << problems[0].message();
    EXPECT_EQ(read_text(scratch / "settings.json.damaged").value_or("?"), text);
    EXPECT_FALSE(fs::exists(files.preferences));
    // The next start is an ordinary one.
    problems.clear();
    static_cast<void>(read_settings(files, problems));
    EXPECT_TRUE(problems.empty());
  }
}

TEST(Settings, WrongPlacesAreDamageToo) {
  for (const char* member : {R"("window_size": [1, 2, 3])", R"("window_size": [-5, 10])", R"("recent": [1])",
                             R"("panel_width": 5)", R"("maximized": "yes")", R"("last_folder": 4)"}) {
    const auto read = places_from_json(std::string(R"({"crus_settings": 1, )") + member + "}");
    EXPECT_FALSE(read) << member;
  }
  // What a later version adds is no damage.
  EXPECT_TRUE(places_from_json(R"({"crus_settings": 1, "something_new": [1]})"));
}

TEST(Settings, AnUnwritableHomeIsAnError) {
  const test::ScratchFolder scratch;
  test::write_file(scratch / "file", "in the way");
  const Status written = write_settings({scratch / "file" / "a.json", scratch / "file" / "b.json"}, Settings());
  ASSERT_FALSE(written);
  EXPECT_FALSE(written.error().where.empty());
  EXPECT_FALSE(write_settings({}, Settings()));
}

TEST(Settings, RecentFilesAreFewEachOnceTheNewestFirst) {
  std::vector<std::string> recent;
  for (int i = 0; i < 30; ++i) {
    add_recent(recent, "/models/" + std::to_string(i) + ".glb");
  }
  EXPECT_EQ(recent.size(), kMostRecent);
  EXPECT_EQ(recent.front(), "/models/29.glb");
  add_recent(recent, "/models/./25.glb");
  EXPECT_EQ(recent.front(), "/models/25.glb");
  EXPECT_EQ(recent.size(), kMostRecent);
  EXPECT_EQ(std::count(recent.begin(), recent.end(), "/models/25.glb"), 1);
  // A folder with and without its slash is one.
  add_recent(recent, "/models/leg/");
  add_recent(recent, "/models/leg");
  EXPECT_EQ(std::count(recent.begin(), recent.end(), "/models/leg"), 1);
  EXPECT_EQ(std::count(recent.begin(), recent.end(), "/models/leg/"), 0);
}

}  // namespace
}  // namespace crus::app
