// Names from public sets, from modellers and from people, and names that must stay strangers.
#include "anatomy/recognise.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "real_catalogue.hpp"

namespace crus::anatomy {
namespace {

const Recogniser& recogniser() {
  static const Recogniser kRecogniser(test::real_catalogue());
  return kRecogniser;
}

struct Case {
  const char* name;
  const char* id;
  Side side = Side::none;
};

void expect_all(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    const auto found = recogniser().recognise(c.name);
    ASSERT_TRUE(found) << c.name;
    EXPECT_EQ(found->id, c.id) << c.name;
    EXPECT_EQ(found->side, c.side) << c.name;
    EXPECT_TRUE(found->alternatives.empty()) << c.name;
  }
}

TEST(Recogniser, TheFormsOfTheContract) {
  expect_all({{"FMA22558_right_soleus", "soleus", Side::right},
              {"FMA22558_right_soleus.glb", "soleus", Side::right},
              {"FJ1437_BP50450_FMA22558_Right soleus", "soleus", Side::right},
              {"Soleus muscle.r", "soleus", Side::right},
              {"m. soleus dexter", "soleus", Side::right},
              {"soleus_L", "soleus", Side::left},
              {"Left_Tibia", "tibia", Side::left},
              {"tibia-right-2", "tibia", Side::right}});
}

TEST(Recogniser, AtlasNamesWithASuffixOfSide) {
  expect_all({{"Tibia.l", "tibia", Side::left},
              {"Calcaneal tendon.r", "calcaneal-tendon", Side::right},
              {"Medial head of gastrocnemius muscle.r", "gastrocnemius-medial", Side::right},
              {"Lateral head of gastrocnemius.l", "gastrocnemius-lateral", Side::left},
              {"Talus.r", "talus", Side::right},
              {"Talus.r.001", "talus", Side::right},
              {"First metatarsal bone.r", "first-metatarsal", Side::right},
              {"Proximal phalanx of first finger of foot.r", "proximal-phalanx-of-big-toe", Side::right},
              {"Distal phalanx of fifth finger of foot.l", "distal-phalanx-of-little-toe", Side::left},
              {"Tibialis posterior muscle.l", "tibialis-posterior", Side::left},
              {"Intermediate cuneiform bone.r", "intermediate-cuneiform", Side::right},
              {"Navicular bone.l", "navicular", Side::left},
              {"Extensor digitorum longus muscle.r", "extensor-digitorum-longus", Side::right},
              {"Quadratus plantae muscle.r", "quadratus-plantae", Side::right},
              {"Small saphenous vein.r", "small-saphenous-vein", Side::right},
              {"Posterior tibial vein.r", "posterior-tibial-veins", Side::right},
              {"Flexor retinaculum of foot.r", "flexor-retinaculum", Side::right}});
}

TEST(Recogniser, Latin) {
  expect_all({{"musculus gastrocnemius caput mediale sinister", "gastrocnemius-medial", Side::left},
              {"os naviculare", "navicular"},
              {"naviculare", "navicular"},
              {"os cuboideum sinistrum", "cuboid", Side::left},
              {"m. flexor hallucis longus", "flexor-hallucis-longus"},
              {"musculus flexor longus hallucis", "flexor-hallucis-longus"},
              {"tendo calcaneus dexter", "calcaneal-tendon", Side::right},
              {"os metatarsale V", "fifth-metatarsal"},
              {"os metatarsi secundum dextrum", "second-metatarsal", Side::right},
              {"phalanx media digiti tertii pedis", "middle-phalanx-of-third-toe"},
              {"a. poplitea", "popliteal-artery"},
              {"v. saphena magna", "great-saphenous-vein"},
              {"vv. fibulares", "fibular-veins"},
              {"n. tibialis", "tibial-nerve"},
              {"membrana interossea cruris", "interosseous-membrane"},
              {"fascia cruris", "crural-fascia"}});
}

TEST(Recogniser, OrdinaryAndOlderEnglish) {
  expect_all({{"Achilles tendon", "calcaneal-tendon"},
              {"peroneus longus", "fibularis-longus"},
              {"Peroneus_Brevis_R", "fibularis-brevis", Side::right},
              {"peroneus tertius", "fibularis-tertius"},
              {"common peroneal nerve", "common-fibular-nerve"},
              {"heel bone", "calcaneus"},
              {"shin bone", "tibia"},
              {"os calcis", "calcaneus"},
              {"flexor accessorius", "quadratus-plantae"},
              {"plantar fascia (L)", "plantar-aponeurosis", Side::left},
              {"right kneecap", "patella", Side::right}});
}

TEST(Recogniser, OrdinalsOfEveryKind) {
  expect_all({{"2nd metatarsal", "second-metatarsal"},
              {"metatarsal 2", "second-metatarsal"},
              {"Metatarsal4_R", "fourth-metatarsal", Side::right},
              {"metatarsal III", "third-metatarsal"},
              {"MT5", "fifth-metatarsal"},
              {"distal phalanx of hallux", "distal-phalanx-of-big-toe"},
              {"distal phalanx of the great toe", "distal-phalanx-of-big-toe"},
              {"proximal phalanx of fifth toe", "proximal-phalanx-of-little-toe"},
              {"proximal phalanx 1", "proximal-phalanx-of-big-toe"},
              {"lumbrical 2 L", "second-lumbrical-of-foot", Side::left},
              {"first metatarsal 2", "first-metatarsal"},  // a second copy of the first
              {"hallux sesamoid, lateral", "hallux-sesamoid-lateral"}});
}

TEST(Recogniser, EveryIdEveryNameAndEveryCopyOfIt) {
  for (const Structure& structure : test::real_catalogue().structures()) {
    for (const std::string& name : {structure.id, structure.id + "-2", structure.id + "_L.001", structure.english,
                                    structure.english + ".r", structure.latin}) {
      const auto found = recogniser().recognise(name);
      ASSERT_TRUE(found) << name;
      EXPECT_EQ(found->id, structure.id) << name;
    }
    EXPECT_EQ(recogniser().recognise(structure.id)->by, RecognisedBy::id) << structure.id;
    EXPECT_EQ(recogniser().recognise("left " + structure.english)->side, Side::left) << structure.id;
    for (const std::string& synonym : structure.synonyms) {
      const auto found = recogniser().recognise(synonym);
      ASSERT_TRUE(found) << synonym;
      auto ids = found->alternatives;
      ids.push_back(found->id);
      EXPECT_NE(std::find(ids.begin(), ids.end(), structure.id), ids.end()) << synonym;
    }
  }
}

TEST(Recogniser, AFoundationalModelIdWinsOverTheWords) {
  const auto found = recogniser().recognise("FMA24477_left_fibula");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, "tibia");
  // ... but for the side: mirrored copies keep the number and change the word.
  EXPECT_EQ(found->side, Side::left);
  EXPECT_EQ(found->by, RecognisedBy::fma);
  for (const Structure& structure : test::real_catalogue().structures()) {
    if (structure.fma_right && structure.shares_names_with.empty()) {
      const auto right = recogniser().recognise("fma:" + std::to_string(*structure.fma_right) + " x");
      ASSERT_TRUE(right) << structure.id;
      EXPECT_EQ(right->id, structure.id);
      EXPECT_EQ(right->side, Side::right);
    }
  }
  expect_all({{"FMA22559", "soleus", Side::left},
              {"FMA22542", "soleus", Side::none},
              {"FMA22542 left", "soleus", Side::left},
              {"FMA 22558", "soleus", Side::right},
              {"FMA1 right soleus", "soleus", Side::right}});  // an id of something else leaves the name
  EXPECT_FALSE(recogniser().recognise("FMA1"));
  EXPECT_FALSE(recogniser().recognise("22558"));
}

TEST(Recogniser, AnElementIdNamesTheRightAndItsMirrorTheLeft) {
  const auto right = recogniser().recognise("FJ1437");
  ASSERT_TRUE(right);
  EXPECT_EQ(right->by, RecognisedBy::element_id);
  expect_all({{"FJ1437", "soleus", Side::right}, {"FJ1437M", "soleus", Side::left}, {"fj3387", "tibia", Side::right}});
  EXPECT_FALSE(recogniser().recognise("FJ1"));
}

TEST(Recogniser, SesamoidsAreTwoUntilSomethingTellsThemApart) {
  for (const char* name : {"FMA45097", "FMA45097_sesamoid_bone_of_right_foot", "Sesamoid bone of right foot"}) {
    const auto found = recogniser().recognise(name);
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->id, "hallux-sesamoid-medial") << name;
    EXPECT_EQ(found->alternatives, std::vector<std::string>{"hallux-sesamoid-lateral"}) << name;
    EXPECT_EQ(found->side, Side::right) << name;
  }
  expect_all({{"FMA45097_sesamoid_bone_of_right_foot_fj3372", "hallux-sesamoid-medial", Side::right},
              {"sesamoid_bone_of_left_foot_fj3372", "hallux-sesamoid-medial", Side::left},
              {"FJ3376_BP50206_FMA45097_Sesamoid bone of right foot", "hallux-sesamoid-lateral", Side::right},
              {"FMA45097 lateral sesamoid bone", "hallux-sesamoid-lateral", Side::right}});
}

TEST(Recogniser, WhatWasDoneToAMeshIsNoPartOfItsName) {
  expect_all({{"skin_left_leg_cropped", "skin", Side::left},
              {"right_soleus_low", "soleus", Side::right},
              {"tibia final v2", "tibia", Side::none},
              {"Fibula_decimated_R", "fibula", Side::right},
              {"FHL_smoothed", "flexor-hallucis-longus", Side::none},
              {"metatarsal V", "fifth-metatarsal", Side::none}});
}

TEST(Recogniser, StrangersStayStrangers) {
  for (const char* name : {"Cube",
                           "mesh_12",
                           "soleus nerve branch",
                           "Material.001",
                           "right",
                           "left",
                           "tibial tuberosity",
                           "muscle",
                           "artery",
                           "vein",
                           "nerve",
                           "bone",
                           "tendon",
                           "fascia",
                           "foot",
                           "leg",
                           "toe",
                           "heel",
                           "shin",
                           "metatarsal",
                           "Metatarsal.001",
                           "phalanx",
                           "sesamoid 3 x",
                           "medial",
                           "first",
                           "soleus region",
                           "tibialis anterior bone",
                           "fibula muscle",
                           "first lumbrical of hand",
                           "left thumb",
                           "medial head",
                           "gastrocnemius",
                           "0",
                           "r",
                           "L",
                           "M",
                           "",
                           " ",
                           "...",
                           "FMA",
                           "fma_",
                           "FJ",
                           "tibia fibula"}) {
    const auto found = recogniser().recognise(name);
    EXPECT_FALSE(found) << name << " was taken for " << (found ? found->id : "");
  }
}

TEST(Recogniser, SidesAlone) {
  for (const char* name : {"right", "x dexter", "os dextrum", "x dextra", "x.r", "x_R", "x (R)", "R_x", "x.r.001", "xR",
                           "RIGHT_x", "x-right-2"}) {
    EXPECT_EQ(Recogniser::side_of(name), Side::right) << name;
  }
  for (const char* name :
       {"left", "x sinister", "os sinistrum", "x sinistra", "x.l", "x_L", "x (L)", "L_x", "Left_x"}) {
    EXPECT_EQ(Recogniser::side_of(name), Side::left) << name;
  }
  for (const char* name : {"", "bright", "leftover", "soleus", "a r b", "left right", "x_rl", "lateral"}) {
    EXPECT_EQ(Recogniser::side_of(name), Side::none) << name;
  }
}

TEST(Recogniser, RandomBytesAndMonstersDoNotHurt) {
  std::mt19937 random(20240229);
  std::uniform_int_distribution<int> byte(0, 255);
  std::uniform_int_distribution<std::size_t> length(0, 80);
  const std::string pieces[] = {"FMA", "fj", "22558", "_", ".", "soleus", "right", "L", "99999999999999999999", "toe"};
  for (int i = 0; i < 20000; ++i) {
    std::string name;
    const std::size_t wanted = length(random);
    while (name.size() < wanted) {
      if (byte(random) < 128) {
        name += pieces[static_cast<std::size_t>(byte(random)) % std::size(pieces)];
      } else {
        name += static_cast<char>(byte(random));
      }
    }
    const auto found = recogniser().recognise(name);
    if (found) {
      EXPECT_NE(test::real_catalogue().find(found->id), nullptr);
    }
  }
  EXPECT_FALSE(recogniser().recognise(std::string(1 << 20, 'a')));
  EXPECT_FALSE(recogniser().recognise(std::string("soleus\0tibia", 12)));
}

TEST(Recogniser, OutlivesItsCatalogueAndToleratesAnEmptyOne) {
  const Recogniser empty{Catalogue()};
  EXPECT_FALSE(empty.recognise("soleus"));
  const auto copy = [] {
    const Catalogue catalogue = test::real_catalogue();
    return Recogniser(catalogue);
  }();
  EXPECT_TRUE(copy.recognise("soleus"));
}

// Rows of a tab-separated file with a header, as values by column name.
std::vector<std::map<std::string, std::string>> rows_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> header;
  std::vector<std::map<std::string, std::string>> rows;
  for (std::string line; std::getline(stream, line);) {
    std::vector<std::string> cells;
    std::istringstream cells_of(line);
    for (std::string cell; std::getline(cells_of, cell, '\t');) {
      cells.push_back(cell);
    }
    if (header.empty()) {
      header = cells;
      continue;
    }
    rows.emplace_back();
    for (std::size_t i = 0; i < std::min(cells.size(), header.size()); ++i) {
      rows.back()[header[i]] = cells[i];
    }
  }
  return rows;
}

TEST(RecogniserOnReference, EveryFileIsRecognisedOnceAndRight) {
  CRUS_NEEDS_REFERENCE();
  const auto rows = rows_of(*test::reference_folder() / "bodyparts3d" / "manifest.tsv");
  ASSERT_EQ(rows.size(), 68U);
  std::set<std::string> ids;
  for (const auto& row : rows) {
    const std::string stem = std::filesystem::path(row.at("file")).stem().string();
    const std::string node = row.at("element_id") + "_BP50450_" + row.at("fma_id") + "_" + row.at("name");
    for (const std::string& name : {stem, node}) {
      const auto found = recogniser().recognise(name);
      ASSERT_TRUE(found) << name;
      EXPECT_TRUE(found->alternatives.empty()) << name;
      EXPECT_EQ(found->side, Side::right) << name;
      const Structure* structure = test::real_catalogue().find(found->id);
      ASSERT_NE(structure, nullptr);
      const auto& elements = structure->element_ids;
      EXPECT_NE(std::find(elements.begin(), elements.end(), row.at("element_id")), elements.end()) << name;
      EXPECT_EQ(name_of(structure->kind), row.at("kind")) << name;
      ids.insert(found->id);
    }
  }
  EXPECT_EQ(ids.size(), 68U);
}

TEST(RecogniserOnReference, NamesWithoutNumbersMeanTheSame) {
  CRUS_NEEDS_REFERENCE();
  for (const auto& row : rows_of(*test::reference_folder() / "bodyparts3d" / "manifest.tsv")) {
    const std::string stem = std::filesystem::path(row.at("file")).stem().string();
    if (row.at("kind") == "skin" || row.at("fma_id") == "FMA45097") {
      continue;  // "cropped" is no anatomy; the sesamoids are one name
    }
    const auto by_number = recogniser().recognise(stem);
    const auto by_name = recogniser().recognise(row.at("name"));
    ASSERT_TRUE(by_number && by_name) << stem;
    EXPECT_EQ(by_name->id, by_number->id) << stem;
    EXPECT_EQ(by_name->side, Side::right) << stem;
  }
}

TEST(RecogniserOnReference, TheOlderReleaseToo) {
  CRUS_NEEDS_REFERENCE();
  const auto rows = rows_of(*test::reference_folder() / "bodyparts3d-3.0" / "manifest.tsv");
  ASSERT_EQ(rows.size(), 9U);
  for (const auto& row : rows) {
    const auto found = recogniser().recognise(std::filesystem::path(row.at("file")).stem().string());
    ASSERT_TRUE(found) << row.at("file");
    EXPECT_EQ(found->side, Side::right) << row.at("file");
    EXPECT_TRUE(found->alternatives.empty());
  }
}

}  // namespace
}  // namespace crus::anatomy
