// The project's pain data are sound and complete, and each kind of mistake is found at its line.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "anatomy/pain_data.hpp"
#include "anatomy/real_catalogue.hpp"

namespace crus::anatomy {
namespace {

using test::ScratchFolder;
using test::write_file;

const PainData& real_data() {
  static const auto loaded = PainData::load(test::source_folder() / "assets" / "pain");
  static const PainData kNone;
  return loaded ? *loaded : kNone;
}

const std::string kGuide = "disclaimer = \"Not a diagnosis.\"\n";
const std::string kZone =
    "[[zone]]\nid = \"heel\"\nname = \"Heel\"\nsources = [\"gray-1918\"]\n"
    "parts = [{ shape = \"foot\", u = [0, 1], v = [-1, 1], w_mm = [-9, 9] }]\n";
const std::string kPattern =
    "[[pattern]]\nid = \"soleus-1\"\nmuscle = \"soleus\"\nname = \"Soleus\"\nplace = \"Here.\"\n"
    "point = { h = 0.5, phi = 0 }\nessential = [\"heel\"]\nhow_common = \"common\"\nevidence = \"disputed\"\n"
    "sources = [\"gray-1918\"]\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::vector<Error> problems_of(const std::string& text) {
  const ScratchFolder folder;
  write_file(folder / "p.toml", text);
  const auto data = PainData::load(folder.path());
  return data ? data->lint(test::real_catalogue()) : std::vector<Error>{data.error()};
}

// Exactly one complaint, of these words, at this line.
void expect_only(const std::string& text, const std::string& words, int line) {
  const auto errors = problems_of(text);
  ASSERT_EQ(errors.size(), 1U) << (errors.empty() ? "no complaint" : errors[0].message() + "; " + errors[1].message());
  EXPECT_NE(errors[0].what.find(words), std::string::npos) << errors[0].message();
  EXPECT_TRUE(errors[0].where.starts_with("p.toml:" + std::to_string(line))) << errors[0].message();
}

TEST(PainData, TheProjectsOwnDataAreSound) {
  const auto loaded = PainData::load(test::source_folder() / "assets" / "pain");
  ASSERT_TRUE(loaded) << loaded.error().message();
  for (const Error& problem : loaded->lint(test::real_catalogue())) {
    ADD_FAILURE() << problem.message();
  }
}

TEST(PainData, HoldsEveryPatternAndPlaceOfTheCharts) {
  const PainData& data = real_data();
  for (const char* id : {"soleus-1", "soleus-2", "soleus-3", "soleus-4"}) {
    ASSERT_NE(data.pattern(id), nullptr) << id;
    EXPECT_EQ(data.pattern(id)->muscle, "soleus");
  }
  EXPECT_TRUE(data.pattern("soleus-4")->site_uncertain);
  std::set<std::string> muscles;
  for (const PainPattern& pattern : data.patterns) {
    muscles.insert(pattern.muscle);
  }
  EXPECT_GE(muscles.size(), 20U);
  for (const char* id : {"knee-back", "calf-upper", "calf-lower", "achilles", "heel-posterior", "heel-plantar",
                         "heel-medial", "ankle", "instep", "forefoot-plantar", "toes", "shin", "buttock", "thigh-back",
                         "low-back", "jaw-face", "low-back-touch", "circulation-lower-leg", "swelling-ankle-foot"}) {
    EXPECT_NE(data.zone(id), nullptr) << id;
  }
}

TEST(PainData, SwellingAndCirculationWarnOfAClotFirst) {
  for (const char* id : {"swelling-ankle-foot", "circulation-lower-leg"}) {
    const PainZone* zone = real_data().zone(id);
    ASSERT_NE(zone, nullptr);
    EXPECT_TRUE(zone->layer);
    EXPECT_FALSE(zone->prompt.empty());
    ASSERT_FALSE(zone->red_flags.empty());
    EXPECT_EQ(zone->red_flags.front(), "deep-vein-thrombosis");
  }
  ASSERT_FALSE(real_data().red_flags.empty());
  EXPECT_EQ(real_data().red_flags.front().id, "deep-vein-thrombosis");
}

TEST(PainData, MistakesAreFoundAtTheirLine) {
  const std::string good = kGuide + kZone + kPattern;
  EXPECT_TRUE(problems_of(good).empty());
  expect_only(replaced(good, "[\"heel\"]", "[\"heal\"]"), "unknown zone 'heal'", 7);
  expect_only(replaced(good, "\"soleus\"", "\"solius\""), "unknown muscle 'solius'", 7);
  expect_only(replaced(good, "sources = [\"gray-1918\"]\nparts", "sources = [\"grey\"]\nparts"), "unknown source", 2);
  expect_only(replaced(good, "sources = [\"gray-1918\"]\nparts", "parts"), "names no source", 2);
  expect_only(replaced(good, "evidence = \"disputed\"\n", ""), "no 'evidence'", 7);
  expect_only(replaced(good, "\"disputed\"", "\"rumoured\""), "unknown evidence 'rumoured'", 15);
  expect_only(replaced(good, "\"disputed\"", "\"reported\""), "does not say so", 7);
  expect_only(replaced(good, "[0, 1]", "[1, 0]"), "larger number", 2);
  expect_only(replaced(good, "w_mm", "w"), "unknown key 'w'", 6);
  expect_only(replaced(good, "id = \"heel\"", "id = \"heel"), "", 3);
}

}  // namespace
}  // namespace crus::anatomy
