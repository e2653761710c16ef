// The command line's contract.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/support.hpp"

namespace crus {
namespace {

TEST(PainCommand, UnknownIdsGetTheNearestAndExitTwo) {
  for (const auto& [arguments, near] :
       {std::pair{std::vector<std::string>{"pain", "--zone", "heel-planter"}, "heel-plantar"},
        {{"pain", "--pattern", "soleous-1"}, "soleus-1"},
        {{"render", "--overlay", "soleus-9", "-o", "unused.png"}, "soleus-1"}}) {
    const auto run = test::run_crus(arguments);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_NE(run.err.find(near), std::string::npos) << run.err;
    EXPECT_TRUE(run.out.empty());
  }
}

TEST(PainCommand, BrokenPointsAreWrongUsage) {
  for (const char* point : {"1,2", "1,2,x", "1,2,nan", "1,2,3,4", ""}) {
    const auto run = test::run_crus({"pain", "--pattern", "soleus-1", "--values",
                                     std::string("0,0,0;") + point + ";;" + (*point == '\0' ? "z" : "")});
    EXPECT_EQ(run.exit_code, 2) << point;
  }
}

TEST(PainCommand, TheHeelNamesTheSoleusFirst) {
  const auto run = test::run_crus({"pain", "--zone", "heel-plantar", "--json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_LT(run.out.find("\"soleus-1\""), run.out.find("\"tibialis-posterior-1\""));
}

TEST(PainCommand, ABadDrawingIsAMessage) {
  const test::ScratchFolder scratch;
  for (const auto& [text, words] :
       {std::pair{R"({"crus_drawing": 2, "drawings": []})", "version"},
        {"rubbish", "JSON"},
        {R"({"crus_drawing": 1, "model": "x", "side": "right", "drawings": []})", "another leg"}}) {
    test::write_file(scratch / "drawing.json", text);
    const auto run = test::run_crus({"pain", "--drawing", (scratch / "drawing.json").string(), "--json"});
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_NE(run.err.find(words), std::string::npos) << run.err;
    EXPECT_TRUE(run.out.empty());
  }
}

// A share folder like the built one, but for its pain patterns.
void share_with_broken_patterns(const std::filesystem::path& share) {
  namespace fs = std::filesystem;
  fs::create_directories(share / "assets" / "pain");
  for (const fs::path& from : {test::built_share_folder(), test::built_share_folder() / "assets"}) {
    const fs::path to = from == test::built_share_folder() ? share : share / "assets";
    for (const auto& entry : fs::directory_iterator(from)) {
      if (!fs::exists(to / entry.path().filename())) {
        fs::create_symlink(fs::absolute(entry.path()), to / entry.path().filename());
      }
    }
  }
  for (const auto& entry : fs::directory_iterator(test::built_share_folder() / "assets" / "pain")) {
    fs::copy(entry.path(), share / "assets" / "pain" / entry.path().filename());
  }
  std::ofstream(share / "assets" / "pain" / "zones.toml", std::ios::app) << "\n[[zone]]\nid = \n";
}

TEST(PainCommand, BrokenDataIsToldWithItsLineAndEverythingElseWorks) {
  const test::ScratchFolder scratch;
  const std::filesystem::path share = scratch / "share";
  share_with_broken_patterns(share);
  const std::vector<std::string> environment{"CRUS_SHARE_DIR=" + share.string()};
  const auto pain = test::run_crus({"pain", "--json"}, environment);
  EXPECT_EQ(pain.exit_code, 1);
  EXPECT_NE(pain.err.find("zones.toml:"), std::string::npos) << pain.err;
  const auto inspect = test::run_crus({"inspect", "--json"}, environment);
  EXPECT_EQ(inspect.exit_code, 0) << inspect.err;
  EXPECT_NE(inspect.err.find("zones.toml:"), std::string::npos) << inspect.err;
  EXPECT_NE(inspect.out.find("soleus"), std::string::npos);
}

TEST(PainCommand, TheFieldDoesNotDependOnThePose) {
  const auto at_rest = test::run_crus({"pain", "--pattern", "soleus-1", "--values", "-66,-30,0;-50,90,0", "--json"});
  const auto pointed = test::run_crus(
      {"pain", "--pattern", "soleus-1", "--values", "-66,-30,0;-50,90,0", "--plantarflexion", "30", "--json"});
  ASSERT_EQ(at_rest.exit_code, 0) << at_rest.err;
  EXPECT_EQ(at_rest.out, pointed.out);
}

}  // namespace
}  // namespace crus
