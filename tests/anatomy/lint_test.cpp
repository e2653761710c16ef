// Each kind of mistake a catalogue can hold is found, at its line, and a sound one is passed.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "anatomy/catalogue.hpp"
#include "support/support.hpp"

namespace crus::anatomy {
namespace {

using test::ScratchFolder;
using test::write_file;

constexpr const char* kFrame =
    "[palette]\nbone = \"#e8dec6\"\n"
    "[[source]]\nid = \"gray\"\ncitation = \"Gray\"\n";

std::string claim(const std::string& key, const std::string& text = "Here.",
                  const std::string& confidence = "established", const std::string& sources = "\"gray\"") {
  return key + " = { text = \"" + text + "\", confidence = \"" + confidence + "\", sources = [" + sources + "] }\n";
}

std::string entry(const std::string& id, const std::string& kind, const std::string& rest) {
  return "[[structure]]\nid = \"" + id + "\"\nenglish = \"" + id + "\"\nlatin = \"os " + id + "\"\nkind = \"" + kind +
         "\"\ncompartment = \"plantar\"\ncolour = \"bone\"\nsources = [\"gray\"]\n" + rest;
}

std::string bone(const std::string& id, const std::string& rest = {}) {
  return entry(id, "bone", claim("notes") + rest);
}

std::vector<Error> lint(const std::string& structures) {
  const ScratchFolder folder;
  write_file(folder / "a-frame.toml", kFrame);
  write_file(folder / "b.toml", structures);
  const auto catalogue = Catalogue::load(folder.path());
  if (!catalogue) {
    return {{"did not load: " + catalogue.error().message(), {}, {}}};
  }
  return catalogue->lint();
}

// Exactly one complaint, of these words.
void expect_only(const std::string& structures, const std::string& words) {
  const auto errors = lint(structures);
  ASSERT_EQ(errors.size(), 1U) << (errors.empty() ? "no complaint" : errors[0].message() + "; " + errors[1].message());
  EXPECT_NE(errors[0].what.find(words), std::string::npos) << errors[0].message();
  EXPECT_TRUE(errors[0].where.starts_with("b.toml:")) << errors[0].message();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Lint, ASoundCatalogueIsPassed) {
  EXPECT_TRUE(lint(bone("talus")).empty());
  EXPECT_TRUE(lint(bone("talus", "inside = [\"cuboid\"]\n") + bone("cuboid")).empty());
}

TEST(Lint, LandmarksAndJointsAreOfBones) {
  const std::string notes = claim("notes");
  EXPECT_TRUE(lint(bone("talus") + entry("trochlea", "landmark", notes + "inside = [\"talus\"]\n")).empty());
  expect_only(bone("talus") + entry("trochlea", "landmark", notes), "a landmark is 'inside' the bones");
  expect_only(bone("talus") + entry("trochlea", "landmark", notes + "inside = [\"talus\"]\n") +
                  entry("ankle", "joint", notes + "inside = [\"trochlea\"]\n"),
              "a joint is 'inside' the bones");
}

TEST(Lint, AnEmptyCatalogueIsNot) {
  ASSERT_EQ(lint("").size(), 1U);
  EXPECT_EQ(lint("")[0].what, "the catalogue has no structures");
}

TEST(Lint, ArchitectureIsForMusclesAndHasSources) {
  const auto architecture = [](const std::string& sources) {
    return "architecture = { pennation_deg = 28.3, fibre_length_mm = 44.0, arrangement = \"multipennate\", tendon = "
           "\"posterior\", confidence = \"typical\", sources = [" +
           sources + "] }\n";
  };
  const std::string claims = claim("origin") + claim("insertion") + claim("action") + claim("nerve") + claim("blood");
  EXPECT_TRUE(lint(entry("soleus", "muscle", claims + architecture("\"gray\""))).empty());
  expect_only(entry("soleus", "muscle", claims + architecture("")), "'architecture' names no source");
  expect_only(entry("soleus", "muscle", claims + architecture("\"ward\"")), "names the unknown source 'ward'");
  expect_only(bone("talus", architecture("\"gray\"")), "only a muscle has an 'architecture'");
  const auto errors = lint(entry("soleus", "muscle", claims + "architecture = { pennation_deg = 280 }\n"));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_NE(errors[0].what.find("pennation_deg"), std::string::npos) << errors[0].what;
}

TEST(Lint, IdsAreKebabCase) {
  expect_only(replaced(bone("talus"), "id = \"talus\"", "id = \"Talus_Bone\""), "not kebab-case");
}

TEST(Lint, IdsAreUnique) {
  const auto errors = lint(bone("talus") + bone("talus"));
  ASSERT_FALSE(errors.empty());
  EXPECT_EQ(errors[0].what, "the id 'talus' also belongs to talus");
  EXPECT_EQ(errors[0].where, "b.toml:10 (talus)");
  EXPECT_EQ(errors[0].advice, "first at b.toml:1");
}

TEST(Lint, NumbersAndElementsAreUnique) {
  expect_only(bone("talus", "fma = 5\n") + bone("cuboid", "fma-left = 5\n"), "the FMA id '5' also belongs to talus");
  expect_only(bone("talus", "fma = 5\nfma-right = 5\n"), "the FMA id '5' also belongs to talus");
  expect_only(bone("talus", "ta2 = 5\n") + bone("cuboid", "ta2 = 5\n"), "the TA2 id '5'");
  expect_only(bone("talus", "elements = [\"FJ12\"]\n") + bone("cuboid", "elements = [\"FJ12\"]\n"),
              "the element id 'FJ12'");
}

TEST(Lint, ElementIdsHaveTheirForm) {
  for (const char* element : {"12", "FJ", "FJ12M", "fj12"}) {
    expect_only(bone("talus", std::string("elements = [\"") + element + "\"]\n"), "not of the form");
  }
}

TEST(Lint, ANameMeansOneStructure) {
  expect_only(bone("talus", "synonyms = [\"ankle bone\"]\n") + bone("cuboid", "synonyms = [\"Bone of the ankle\"]\n"),
              "the name 'ankle bone' also belongs to talus");
}

TEST(Lint, SharedNamesAreAllowedWhereBothSaySo) {
  const std::string shared = "fma-right = 9\nsynonyms = [\"sesamoid\"]\n";
  EXPECT_TRUE(lint(bone("inner", shared + "shares-names-with = [\"outer\"]\n") +
                   bone("outer", shared + "shares-names-with = [\"inner\"]\n"))
                  .empty());
  expect_only(bone("inner", "shares-names-with = [\"outer\"]\n") + bone("outer"), "does not say the same");
  expect_only(bone("inner", "shares-names-with = [\"nowhere\"]\n"), "unknown structure 'nowhere'");
}

TEST(Lint, NamesAreThere) {
  expect_only(replaced(bone("talus"), "english = \"talus\"", "english = \"\""), "no English name");
  expect_only(replaced(bone("talus"), "latin = \"os talus\"", "latin = \"\""), "no Latin name");
  expect_only(bone("talus", "synonyms = [\"right\"]\n"), "says nothing");
}

TEST(Lint, ColourGroupsAreKnown) {
  expect_only(replaced(bone("talus"), "colour = \"bone\"", "colour = \"pink\""), "'pink' is not in the palette");
}

TEST(Lint, ClaimsHaveKnownSources) {
  expect_only(bone("talus", claim("blood", "Here.", "established", "")), "'blood' names no source");
  expect_only(bone("talus", claim("blood", "Here.", "established", "\"hearsay\"")), "unknown source 'hearsay'");
  expect_only(bone("talus", claim("blood", "", "established")), "'blood' has sources but no text");
  expect_only(replaced(bone("talus"), "sources = [\"gray\"]", "sources = []"), "the entry names no source");
  expect_only(replaced(bone("talus"), "sources = [\"gray\"]", "sources = [\"x\"]"), "the entry names the unknown");
}

TEST(Lint, ClaimsAreSentences) { expect_only(bone("talus", claim("blood", "Here")), "does not end as a sentence"); }

TEST(Lint, ModelledAndReportedClaimsSaySo) {
  expect_only(bone("talus", claim("blood", "Here.", "modelled")), "is modelled and its text does not say so");
  expect_only(bone("talus", claim("blood", "Here.", "reported")), "is reported and its text does not say so");
  EXPECT_TRUE(lint(bone("talus", claim("blood", "Modelled here.", "modelled"))).empty());
}

TEST(Lint, EveryKindHasWhatItNeeds) {
  const std::string muscle = claim("origin") + claim("insertion") + claim("action") + claim("nerve") + claim("blood");
  EXPECT_TRUE(lint(entry("soleus", "muscle", muscle)).empty());
  for (const char* key : {"origin", "insertion", "action", "nerve", "blood"}) {
    expect_only(entry("soleus", "muscle", replaced(muscle, claim(key), "")), std::string("needs '") + key + "'");
  }
  for (const char* kind : {"artery", "nerve"}) {
    const std::string full = claim("origin") + claim("action") + claim("notes");
    EXPECT_TRUE(lint(entry("sural", kind, full)).empty());
    for (const char* key : {"origin", "action", "notes"}) {
      expect_only(entry("sural", kind, replaced(full, claim(key), "")), std::string("needs '") + key + "'");
    }
  }
  expect_only(entry("sural", "vein", claim("notes")), "a vein needs 'insertion'");
  expect_only(entry("sural", "vein", claim("insertion")), "a vein needs 'notes'");
  for (const char* kind : {"tendon", "aponeurosis", "ligament", "membrane", "retinaculum"}) {
    expect_only(entry("band", kind, claim("origin")), "needs 'insertion'");
    expect_only(entry("band", kind, claim("insertion")), "needs 'origin'");
  }
  for (const char* kind : {"bone", "cartilage", "fascia", "bursa", "fat", "skin"}) {
    expect_only(entry("thing", kind, ""), "needs 'notes'");
  }
}

TEST(Lint, AMuscleHasACompartment) {
  const std::string muscle = entry(
      "soleus", "muscle", claim("origin") + claim("insertion") + claim("action") + claim("nerve") + claim("blood"));
  expect_only(replaced(muscle, "compartment = \"plantar\"", "compartment = \"none\""), "belongs to a compartment");
}

TEST(Lint, NeighboursExistAndAgree) {
  expect_only(bone("talus", "inside = [\"nowhere\"]\n"), "unknown structure 'nowhere'");
  expect_only(bone("talus", "inside = [\"talus\"]\n"), "names the structure itself");
  expect_only(bone("talus", "blends-with = [\"nowhere\"]\n"), "unknown structure 'nowhere'");
  expect_only(bone("talus", "blends-with = [\"cuboid\"]\n") + bone("cuboid"), "does not say the same of it");
}

TEST(Lint, SourcesAreSound) {
  expect_only(bone("talus") + "[[source]]\nid = \"gray\"\ncitation = \"Again\"\n", "used twice");
  expect_only(bone("talus") + "[[source]]\nid = \"My Source\"\ncitation = \"x\"\n", "not kebab-case");
  expect_only(bone("talus") + "[[source]]\nid = \"empty\"\ncitation = \"\"\n", "no citation");
}

}  // namespace
}  // namespace crus::anatomy
