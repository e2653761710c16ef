// The catalogue that ships: it loads, it is clean, and it holds what it must. And files that are not a catalogue.
#include "anatomy/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "real_catalogue.hpp"

namespace crus::anatomy {
namespace {

using test::real_catalogue;
using test::ScratchFolder;
using test::write_file;

TEST(Catalogue, TheOneThatShipsLoads) {
  const auto loaded = Catalogue::load(test::source_folder() / "assets" / "catalogue");
  ASSERT_TRUE(loaded) << loaded.error().message();
  EXPECT_GE(loaded->structures().size(), 120U);
}

TEST(Catalogue, TheOneThatShipsIsClean) {
  ASSERT_FALSE(real_catalogue().structures().empty());
  for (const Error& error : real_catalogue().lint()) {
    ADD_FAILURE() << error.message();
  }
}

TEST(Catalogue, HoldsEveryStructureThatOtherPartsNameById) {
  for (const char* id : {"femur",
                         "patella",
                         "tibia",
                         "fibula",
                         "talus",
                         "calcaneus",
                         "navicular",
                         "cuboid",
                         "medial-cuneiform",
                         "intermediate-cuneiform",
                         "lateral-cuneiform",
                         "first-metatarsal",
                         "fifth-metatarsal",
                         "hallux-sesamoid-medial",
                         "hallux-sesamoid-lateral",
                         "soleus",
                         "gastrocnemius-medial",
                         "gastrocnemius-lateral",
                         "plantaris",
                         "popliteus",
                         "tibialis-posterior",
                         "flexor-digitorum-longus",
                         "flexor-hallucis-longus",
                         "tibialis-anterior",
                         "extensor-hallucis-longus",
                         "extensor-digitorum-longus",
                         "fibularis-longus",
                         "fibularis-brevis",
                         "fibularis-tertius",
                         "abductor-hallucis",
                         "flexor-digitorum-brevis",
                         "quadratus-plantae",
                         "abductor-digiti-minimi",
                         "extensor-digitorum-brevis",
                         "extensor-hallucis-brevis",
                         "calcaneal-tendon",
                         "soleus-tendinous-arch",
                         "soleus-median-septum",
                         "soleus-posterior-aponeurosis",
                         "soleus-medial-aponeurosis",
                         "soleus-lateral-aponeurosis",
                         "plantar-aponeurosis",
                         "interosseous-membrane",
                         "long-plantar-ligament",
                         "flexor-retinaculum",
                         "superior-extensor-retinaculum",
                         "inferior-extensor-retinaculum",
                         "superior-fibular-retinaculum",
                         "inferior-fibular-retinaculum",
                         "deltoid-ligament",
                         "anterior-talofibular-ligament",
                         "calcaneofibular-ligament",
                         "posterior-talofibular-ligament",
                         "popliteal-artery",
                         "popliteal-vein",
                         "anterior-tibial-artery",
                         "posterior-tibial-artery",
                         "fibular-artery",
                         "posterior-tibial-veins",
                         "fibular-veins",
                         "soleal-sinuses",
                         "small-saphenous-vein",
                         "great-saphenous-vein",
                         "tibial-nerve",
                         "common-fibular-nerve",
                         "deep-fibular-nerve",
                         "superficial-fibular-nerve",
                         "sural-nerve",
                         "retrocalcaneal-bursa",
                         "subcutaneous-calcaneal-bursa",
                         "kager-fat-pad",
                         "crural-fascia",
                         "skin"}) {
    const Structure* found = real_catalogue().find(id);
    ASSERT_NE(found, nullptr) << id;
    EXPECT_EQ(found->id, id);
  }
  EXPECT_EQ(real_catalogue().find("spleen"), nullptr);
  EXPECT_EQ(real_catalogue().find(""), nullptr);
}

// Numbers of the public term tables: TA2 (2019), and of the Foundational Model the generic and the right one. 0: none.
TEST(Catalogue, CarriesTheNumbersOfTheTermTables) {
  struct Numbers {
    const char* id;
    std::uint32_t ta2, fma, fma_right;
  };
  for (const Numbers& row : std::vector<Numbers>{
           {"tibia", 1397, 24476, 24477},
           {"fibula", 1427, 24479, 24480},
           {"interosseous-membrane", 1867, 35187, 35192},
           {"talus", 1448, 9708, 24482},
           {"calcaneus", 1468, 24496, 24497},
           {"navicular", 1484, 24499, 24500},
           {"medial-cuneiform", 1486, 24518, 24521},
           {"intermediate-cuneiform", 1487, 24519, 24523},
           {"lateral-cuneiform", 1488, 24520, 24525},
           {"cuboid", 1489, 24527, 24528},
           {"first-metatarsal", 1500, 24502, 24507},
           {"second-metatarsal", 0, 24503, 24509},
           {"third-metatarsal", 0, 24504, 24511},
           {"fourth-metatarsal", 0, 24505, 24513},
           {"fifth-metatarsal", 1502, 24506, 24515},
           {"proximal-phalanx-of-second-toe", 0, 0, 32634},
           {"proximal-phalanx-of-third-toe", 0, 0, 32636},
           {"proximal-phalanx-of-fourth-toe", 0, 0, 32638},
           {"proximal-phalanx-of-little-toe", 0, 0, 32640},
           {"middle-phalanx-of-second-toe", 0, 0, 32642},
           {"middle-phalanx-of-third-toe", 0, 0, 32644},
           {"middle-phalanx-of-fourth-toe", 0, 0, 32646},
           {"middle-phalanx-of-little-toe", 0, 0, 230986},
           {"distal-phalanx-of-big-toe", 0, 0, 32650},
           {"distal-phalanx-of-second-toe", 0, 0, 32652},
           {"distal-phalanx-of-third-toe", 0, 0, 32654},
           {"distal-phalanx-of-fourth-toe", 0, 0, 32656},
           {"distal-phalanx-of-little-toe", 0, 0, 32658},
           {"soleus", 2660, 22542, 22558},
           {"soleus-tendinous-arch", 2661, 0, 0},
           {"calcaneal-tendon", 2662, 51061, 258847},
           {"retrocalcaneal-bursa", 2753, 0, 0},
           {"subcutaneous-calcaneal-bursa", 2752, 0, 0},
           {"gastrocnemius-medial", 2659, 45956, 45957},
           {"gastrocnemius-lateral", 2658, 45959, 45960},
           {"plantaris", 2663, 22543, 22560},
           {"popliteus", 2665, 22590, 22591},
           {"tibialis-posterior", 2666, 51099, 65018},
           {"flexor-digitorum-longus", 2667, 51071, 65016},
           {"flexor-hallucis-longus", 2668, 22593, 65014},
           {"tibialis-anterior", 2644, 22532, 22544},
           {"extensor-hallucis-longus", 2650, 22533, 22546},
           {"extensor-digitorum-longus", 2645, 22534, 22548},
           {"fibularis-tertius", 2649, 22538, 22550},
           {"fibularis-longus", 2652, 22539, 22552},
           {"fibularis-brevis", 2653, 22540, 22554},
           {"abductor-hallucis", 2672, 37448, 37459},
           {"quadratus-plantae", 2684, 37452, 37465},
           {"popliteal-artery", 4699, 0, 77380},
           {"popliteal-vein", 5072, 0, 44328},
           {"posterior-tibial-artery", 4721, 0, 43898},
           {"posterior-tibial-veins", 5077, 0, 44338},
           {"fibular-artery", 4727, 0, 0},
           {"fibular-veins", 5078, 0, 44885},
           {"anterior-tibial-artery", 4708, 0, 43896},
           {"small-saphenous-vein", 5085, 0, 44334},
           {"great-saphenous-vein", 5058, 0, 21379},
           {"sural-veins", 5073, 0, 0},
           {"sural-arteries", 4703, 0, 0},
           {"tibial-nerve", 6582, 0, 0},
           {"sural-nerve", 6586, 0, 0},
           {"crural-fascia", 2708, 0, 0},
           {"flexor-retinaculum", 2714, 0, 0},
           {"medial-border-of-tibia", 1415, 0, 0},
           {"posterior-surface-of-tibia", 1416, 0, 0},
           {"soleal-line", 1417, 43773, 0},
           {"medial-malleolus", 1421, 0, 0},
           {"head-of-fibula", 1428, 0, 0},
           {"posterior-surface-of-fibula", 1440, 0, 0},
           {"lateral-malleolus", 1442, 0, 0},
           {"trochlea-of-talus", 1458, 0, 0},
           {"calcaneal-tuberosity", 1469, 0, 0},
           {"ankle-joint", 1912, 0, 0},
           {"subtalar-joint", 1924, 0, 0},
           {"tibiofibular-syndesmosis", 1868, 0, 0},
       }) {
    const Structure* found = real_catalogue().find(row.id);
    ASSERT_NE(found, nullptr) << row.id;
    EXPECT_TRUE(row.ta2 == 0 || found->ta2 == row.ta2) << row.id;
    EXPECT_TRUE(row.fma == 0 || found->fma == row.fma) << row.id;
    EXPECT_TRUE(row.fma_right == 0 || found->fma_right == row.fma_right) << row.id;
  }
}

// What a reader of the card looks for first.
TEST(Catalogue, EveryMuscleSaysWhereItRunsAndWhatFeedsIt) {
  for (const Structure& structure : real_catalogue().structures()) {
    EXPECT_FALSE(structure.sources.empty()) << structure.id;
    if (structure.kind == Kind::muscle) {
      for (const Claim* claim :
           {&structure.origin, &structure.insertion, &structure.action, &structure.nerve, &structure.blood}) {
        EXPECT_FALSE(claim->text.empty()) << structure.id;
        EXPECT_FALSE(claim->sources.empty()) << structure.id;
      }
    }
  }
}

TEST(Catalogue, FourteenPhalangesAndThirtyTwoBones) {
  const auto structures = real_catalogue().structures();
  EXPECT_EQ(
      std::count_if(structures.begin(), structures.end(), [](const Structure& s) { return s.kind == Kind::bone; }), 32);
  EXPECT_EQ(std::count_if(structures.begin(), structures.end(),
                          [](const Structure& s) { return s.id.find("phalanx") != std::string::npos; }),
            14);
}

TEST(Catalogue, SoleusReadsAsTheFactsHaveIt) {
  const Structure* soleus = real_catalogue().find("soleus");
  ASSERT_NE(soleus, nullptr);
  EXPECT_EQ(soleus->fma, 22542U);
  EXPECT_EQ(soleus->fma_right, 22558U);
  EXPECT_EQ(soleus->fma_left, 22559U);
  EXPECT_EQ(soleus->ta2, 2660U);
  EXPECT_EQ(soleus->kind, Kind::muscle);
  EXPECT_EQ(soleus->compartment, Compartment::superficial_posterior);
  EXPECT_EQ(soleus->origin.confidence, Confidence::disputed);  // a quarter or a third of the fibula
  EXPECT_NE(std::find(soleus->blends_with.begin(), soleus->blends_with.end(), "calcaneal-tendon"),
            soleus->blends_with.end());
}

// CIE lightness of an sRGB colour.
double lightness(glm::vec3 colour) {
  const auto linear = [](float c) {
    const double v = static_cast<double>(c);
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  const double y = 0.2126 * linear(colour.x) + 0.7152 * linear(colour.y) + 0.0722 * linear(colour.z);
  return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

TEST(Palette, NeighbouringCompartmentsDifferInLightness) {
  const Catalogue& catalogue = real_catalogue();
  const std::pair<const char*, const char*> neighbours[] = {{"muscle-soleus", "muscle-superficial-posterior"},
                                                            {"muscle-soleus", "muscle-deep-posterior"},
                                                            {"muscle-soleus", "muscle-lateral"},
                                                            {"muscle-superficial-posterior", "muscle-lateral"},
                                                            {"muscle-lateral", "muscle-anterior"},
                                                            {"muscle-anterior", "muscle-deep-posterior"},
                                                            {"muscle-plantar", "muscle-dorsal-foot"}};
  for (const auto& [a, b] : neighbours) {
    EXPECT_GT(std::abs(lightness(catalogue.colour(a)) - lightness(catalogue.colour(b))), 8.0) << a << ", " << b;
  }
}

TEST(Palette, AnUnknownGroupIsANeutralGrey) {
  const glm::vec3 grey = real_catalogue().colour("no-such-group");
  EXPECT_LT(std::max({grey.x, grey.y, grey.z}) - std::min({grey.x, grey.y, grey.z}), 0.03F);
}

TEST(Palette, ReadsHexAsSrgb) {
  const ScratchFolder folder;
  write_file(folder / "palette.toml", "[palette]\nx = \"#ff8000\"\n");
  const auto catalogue = Catalogue::load(folder.path());
  ASSERT_TRUE(catalogue) << catalogue.error().message();
  EXPECT_EQ(catalogue->colour("x"), glm::vec3(1.0F, 128.0F / 255.0F, 0.0F));
}

TEST(Names, ReadAsWordsForPeople) {
  EXPECT_EQ(name_of(Kind::retinaculum), "retinaculum");
  EXPECT_EQ(name_of(Kind::skin), "skin");
  EXPECT_EQ(name_of(Compartment::superficial_posterior), "superficial posterior");
  EXPECT_EQ(name_of(Compartment::integument), "integument");
  EXPECT_EQ(name_of(Confidence::modelled), "modelled");
  EXPECT_EQ(name_of(Side::left), "left");
  EXPECT_EQ(name_of(Side::none), "");
}

// One file's text, and what the error about it must say.
struct BadFile {
  const char* name;
  const char* text;
  const char* what;
  const char* where;
};

class BadCatalogue : public testing::TestWithParam<BadFile> {};

TEST_P(BadCatalogue, IsRefusedWithFileAndLine) {
  const ScratchFolder folder;
  write_file(folder / "bad.toml", GetParam().text);
  const auto catalogue = Catalogue::load(folder.path());
  ASSERT_FALSE(catalogue);
  EXPECT_NE(catalogue.error().what.find(GetParam().what), std::string::npos) << catalogue.error().message();
  EXPECT_EQ(catalogue.error().where, GetParam().where);
}

constexpr const char* kNoLatin = "[[structure]]\nid = \"a\"\nenglish = \"A\"\nkind = \"bone\"\n";

INSTANTIATE_TEST_SUITE_P(
    Files, BadCatalogue,
    testing::Values(BadFile{"syntax", "[[source]]\nid = \"a\ncitation = \"b\"\n", "", "bad.toml:2"},
                    BadFile{"unknown_table", "[[muscle]]\nid = \"a\"\n", "unknown table 'muscle'", "bad.toml:1"},
                    BadFile{"unknown_key", "[[source]]\nid = \"a\"\ncitation = \"b\"\nlnk = \"c\"\n",
                            "unknown key 'lnk'", "bad.toml:4"},
                    BadFile{"missing_key", kNoLatin, "no 'latin'", "bad.toml:1"},
                    BadFile{"wrong_type", "[[source]]\nid = 7\ncitation = \"b\"\n", "'id' must be text", "bad.toml:2"},
                    BadFile{"not_a_list", "[source]\nid = \"a\"\n", "expected a list of tables", "bad.toml:1"},
                    BadFile{"structure_is_text", "structure = \"soleus\"\n", "expected a list of tables", "bad.toml:1"},
                    BadFile{"palette_is_text", "palette = \"red\"\n", "unknown table 'palette'", "bad.toml:1"},
                    BadFile{"bad_colour", "[palette]\nbone = \"#12345g\"\n", "not of the form", "bad.toml:2"},
                    BadFile{"signed_colour", "[palette]\nbone = \"#-12345\"\n", "not of the form", "bad.toml:2"},
                    BadFile{"unknown_kind",
                            "[[structure]]\nid = \"a\"\nenglish = \"A\"\nlatin = \"a\"\nkind = \"bne\"\n"
                            "compartment = \"none\"\ncolour = \"x\"\n",
                            "unknown kind 'bne'", "bad.toml:5"},
                    BadFile{"negative_number",
                            "[[structure]]\nid = \"a\"\nfma = -1\nenglish = \"A\"\nlatin = \"a\"\nkind = \"bone\"\n"
                            "compartment = \"none\"\ncolour = \"x\"\n",
                            "'fma' must be a positive whole number", "bad.toml:3"},
                    BadFile{"claim_is_text",
                            "[[structure]]\nid = \"a\"\nenglish = \"A\"\nlatin = \"a\"\nkind = \"bone\"\n"
                            "compartment = \"none\"\ncolour = \"x\"\nnotes = \"x\"\n",
                            "'notes' must be", "bad.toml:8"},
                    BadFile{"claim_without_confidence",
                            "[[structure]]\nid = \"a\"\nenglish = \"A\"\nlatin = \"a\"\nkind = \"bone\"\n"
                            "compartment = \"none\"\ncolour = \"x\"\nnotes = { text = \"X.\", sources = [] }\n",
                            "no 'confidence'", "bad.toml:8"},
                    BadFile{"list_of_numbers",
                            "[[structure]]\nid = \"a\"\nenglish = \"A\"\nlatin = \"a\"\nkind = \"bone\"\n"
                            "compartment = \"none\"\ncolour = \"x\"\ninside = [\n  \"b\",\n  3 ]\n",
                            "'inside' must be a list of texts", "bad.toml:10"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Catalogue, AColourGivenTwiceInTwoFilesIsRefused) {
  const ScratchFolder folder;
  write_file(folder / "a.toml", "[palette]\nbone = \"#123456\"\n");
  write_file(folder / "b.toml", "[palette]\nbone = \"#123456\"\n");
  const auto catalogue = Catalogue::load(folder.path());
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().where, "b.toml:2");
}

TEST(Catalogue, AFolderThatIsMissingOrEmptyIsNamed) {
  const ScratchFolder folder;
  const auto empty = Catalogue::load(folder.path());
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().where, folder.path().string());
  const auto missing = Catalogue::load(folder / "no-such-folder");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().where, (folder / "no-such-folder").string());
}

}  // namespace
}  // namespace crus::anatomy
