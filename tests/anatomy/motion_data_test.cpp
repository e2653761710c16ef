// The project's motion data are sound, mistakes are found at their line, and clips run through their keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "anatomy/motion_data.hpp"
#include "anatomy/real_catalogue.hpp"

namespace crus::anatomy {
namespace {

using test::ScratchFolder;
using test::write_file;

const MotionData& real_data() {
  static const auto loaded = MotionData::load(test::source_folder() / "assets" / "motion");
  static const MotionData kNone;
  return loaded ? *loaded : kNone;
}

const std::string kJoints =
    "[talocrural]\nmedial_offset_mm = [0, -5, 0]\nlateral_offset_mm = [8, -3, 0]\ndirection = [-0.1, -0.17, 0.98]\n"
    "radius_mm = [14, 30]\nmost_residual_mm = 0.6\nmost_angle_to_malleoli_deg = 12\nmost_shift_mm = 8\n"
    "normal_deg = [-20, 50]\nsoft_deg = [-25, 55]\nstop_deg = [-35, 60]\n"
    "confidence = \"reported\"\nsources = [\"isman-inman-1969\"]\ntext = \"The ankle.\"\n"
    "[subtalar]\ndirection = [0.79, 0.6, -0.12]\nstop_deg = [-20, 20]\n"
    "confidence = \"modelled\"\nsources = [\"crus-model\"]\ntext = \"The subtalar joint.\"\n"
    "[toes]\nstop_deg = [-30, 65]\nconfidence = \"modelled\"\nsources = [\"crus-model\"]\ntext = \"The toes.\"\n";
const std::string kPaths =
    "[[taut]]\ntendon = \"calcaneal-tendon\"\nmuscles = [\"soleus\"]\nwraps = \"calcaneus\"\nstraight_mm = 140\n"
    "beside_mm = [12, 45]\nconfidence = \"modelled\"\nsources = [\"crus-model\"]\ntext = \"Taut.\"\n"
    "[[carried]]\nmuscle = \"soleus\"\nstructures = [\"soleal-sinuses\"]\n"
    "confidence = \"modelled\"\nsources = [\"crus-model\"]\ntext = \"Carried.\"\n"
    "[[pulley]]\nmuscle = \"fibularis-longus\"\nheld_mm = 12\n"
    "confidence = \"modelled\"\nsources = [\"gray-1918\"]\ntext = \"Modelled.\"\n"
    "[[strain]]\ntendon = \"calcaneal-tendon\"\npoints = [[2, 0.04], [2.6, 0.05]]\n"
    "confidence = \"disputed\"\nsources = [\"kharazi-2021\"]\ntext = \"Measured.\"\n";
const std::string kClips =
    "[[clip]]\nid = \"raise\"\nname = \"Raise\"\nseconds = 2\n"
    "keys = [[0, -10], [0.25, 0, 0.5], [0.5, 40, 1, 20]]\n"
    "confidence = \"modelled\"\nsources = [\"crus-model\"]\ntext = \"Modelled.\"\n";

const std::string kPoses =
    "[[pose]]\nid = \"heels\"\nname = \"Heels\"\nmeasure = \"heel-mm\"\nrange = [0, 100]\nusual = 50\n"
    "soleus = \"Short.\"\nconfidence = \"modelled\"\nsources = [\"crus-model\"]\ntext = \"Modelled.\"\n"
    "[[pose]]\nid = \"still\"\nname = \"Still\"\nplantarflexion_deg = 5\ninversion_deg = 2\n"
    "soleus = \"Still.\"\nconfidence = \"modelled\"\nsources = [\"crus-model\"]\ntext = \"Modelled.\"\n";
const std::string kPublished =
    "[[curve]]\nid = \"arm\"\nname = \"Arm\"\nmethod = \"model\"\nquantity = \"moment-arm\"\n"
    "points = [[-20, 34], [0, 41, 2]]\n"
    "confidence = \"typical\"\nsources = [\"rajagopal-2016\"]\ntext = \"A model.\"\n"
    "[[disagreement]]\nquantity = \"excursion\"\n"
    "confidence = \"disputed\"\nsources = [\"rajagopal-2016\"]\ntext = \"They differ.\"\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::vector<Error> problems_of(const std::string& joints, const std::string& clips, const std::string& poses = kPoses,
                               const std::string& published = kPublished, const std::string& paths = kPaths) {
  const ScratchFolder folder;
  write_file(folder / "paths.toml", paths);
  write_file(folder / "joints.toml", joints);
  write_file(folder / "clips.toml", clips);
  write_file(folder / "poses.toml", poses);
  write_file(folder / "published.toml", published);
  const auto data = MotionData::load(folder.path());
  return data ? data->lint(test::real_catalogue()) : std::vector<Error>{data.error()};
}

// Exactly one complaint, of these words, at this place.
void expect_only(const std::vector<Error>& errors, const std::string& words, const std::string& where) {
  std::string all;
  for (const Error& error : errors) {
    all += error.message() + "\n";
  }
  ASSERT_EQ(errors.size(), 1U) << "about: " << words << "\n" << all;
  EXPECT_NE(errors[0].what.find(words), std::string::npos) << all;
  EXPECT_TRUE(errors[0].where == where || errors[0].where.starts_with(where + ":")) << all << "wanted at " << where;
}

Clip clip_of(bool eased, std::vector<ClipKey> keys) {
  Clip clip;
  clip.id = "synthetic";
  clip.eased = eased;
  clip.keys = std::move(keys);
  return clip;
}

std::vector<double> values_of(const ClipKey& key) {
  return {key.plantarflexion_deg, key.activation, key.toe_extension_deg, key.inversion_deg};
}

// The keys before and after a moment, with the last before the first.
std::pair<ClipKey, ClipKey> neighbours_of(const Clip& clip, double fraction) {
  for (std::size_t i = 0; i + 1 < clip.keys.size(); ++i) {
    if (fraction >= clip.keys[i].at && fraction < clip.keys[i + 1].at) {
      return {clip.keys[i], clip.keys[i + 1]};
    }
  }
  return {clip.keys.back(), clip.keys.front()};
}

void meets_its_keys(const Clip& clip) {
  for (const ClipKey& key : clip.keys) {
    for (const double turns : {0.0, 1.0, -2.0}) {
      const std::vector<double> found = values_of(clip_at(clip, key.at + turns));
      const std::vector<double> wanted = values_of(key);
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_NEAR(found[i], wanted[i], turns == 0.0 ? 1e-12 : 1e-6) << clip.id << " at " << key.at;
      }
    }
  }
}

void stays_between_neighbouring_keys(const Clip& clip) {
  constexpr int kSteps = 2311;
  for (int step = 0; step < kSteps; ++step) {
    const double fraction = static_cast<double>(step) / kSteps;
    const auto [before, after] = neighbours_of(clip, fraction);
    const std::vector<double> a = values_of(before);
    const std::vector<double> b = values_of(after);
    const std::vector<double> found = values_of(clip_at(clip, fraction));
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_GE(found[i], std::min(a[i], b[i]) - 1e-9) << clip.id << " at " << fraction;
      ASSERT_LE(found[i], std::max(a[i], b[i]) + 1e-9) << clip.id << " at " << fraction;
    }
  }
}

TEST(MotionData, TheProjectsOwnDataAreSound) {
  const auto loaded = MotionData::load(test::source_folder() / "assets" / "motion");
  ASSERT_TRUE(loaded) << loaded.error().message();
  for (const Error& problem : loaded->lint(test::real_catalogue())) {
    ADD_FAILURE() << problem.message();
  }
}

TEST(MotionData, HoldsTheLimitsOfTheDesign) {
  const TalocruralData& ankle = real_data().talocrural;
  EXPECT_EQ(ankle.normal_deg, glm::dvec2(-20.0, 50.0));
  EXPECT_EQ(ankle.soft_deg, glm::dvec2(-25.0, 55.0));
  EXPECT_EQ(ankle.stop_deg, glm::dvec2(-35.0, 60.0));
  EXPECT_NEAR(glm::length(ankle.direction), 1.0, 1e-9);
  EXPECT_NEAR(glm::length(real_data().subtalar.direction), 1.0, 1e-9);
}

TEST(Paths, HoldTheCoursesOfTheLeg) {
  const PathData& paths = real_data().paths;
  EXPECT_GT(paths.held_mm("fibularis-longus"), 0.0);
  EXPECT_EQ(paths.held_mm("no-such-muscle"), 0.0);
  for (const char* id : {"calcaneal-tendon", "soleus", "gastrocnemius-medial", "gastrocnemius-lateral"}) {
    ASSERT_NE(paths.course_of(id), nullptr) << id;
    EXPECT_EQ(paths.course_of(id)->tendon, "calcaneal-tendon") << id;
    EXPECT_EQ(paths.course_of(id)->wraps, "calcaneus") << id;
  }
  EXPECT_EQ(paths.course_of("tibialis-anterior"), nullptr);
  EXPECT_EQ(paths.carrier_of("soleal-sinuses"), "soleus");
  EXPECT_EQ(paths.carrier_of("soleus"), "");
  EXPECT_EQ(paths.strain_of("soleus"), nullptr);
}

TEST(Paths, StrainMeetsThePublishedPointsAndStiffensBetween) {
  const TendonStrain* strain = real_data().paths.strain_of("calcaneal-tendon");
  ASSERT_NE(strain, nullptr);
  // Kharazi 2021: 4.0 % at 1.989 kN and 4.9 % at 2.556 kN.
  EXPECT_NEAR(strain->at(1.989 / 2.556), 0.040, 1e-9);
  EXPECT_NEAR(strain->at(1.0), 0.049, 1e-9);
  EXPECT_NEAR(strain->most(), 0.049, 1e-12);
  EXPECT_EQ(strain->at(0.0), 0.0);
  EXPECT_EQ(strain->at(-1.0), 0.0);
  EXPECT_EQ(strain->at(std::numeric_limits<double>::quiet_NaN()), 0.0);
  EXPECT_EQ(strain->at(7.0), strain->at(1.0));
  double before = 0.0;
  double rise_before = 1.0;
  for (double load = 0.05; load <= 1.0; load += 0.05) {
    const double rise = strain->at(load) - before;
    EXPECT_GT(rise, 0.0) << load;
    EXPECT_LT(rise, rise_before) << "a loaded tendon is stiffer, at " << load;
    rise_before = rise;
    before = strain->at(load);
  }
}

TEST(Paths, MistakesAreFoundAtTheirLine) {
  const auto in_paths = [](const std::string& from, const std::string& to) {
    return problems_of(kJoints, kClips, kPoses, kPublished, replaced(kPaths, from, to));
  };
  expect_only(in_paths("straight_mm", "straight"), "unknown key 'straight'", "paths.toml:5");
  expect_only(in_paths("straight_mm = 140", "straight_mm = nan"), "'straight_mm'", "paths.toml:5");
  expect_only(in_paths("straight_mm = 140", "straight_mm = -140"), "'straight_mm'", "paths.toml:5");
  expect_only(in_paths("[12, 45]", "[45, 12]"), "'beside_mm'", "paths.toml:1");
  expect_only(in_paths("[12, 45]", "[-2, 12]"), "'beside_mm'", "paths.toml:1");
  expect_only(in_paths("wraps = \"calcaneus\"", "wraps = \"soleus\""), "no bone 'soleus'", "paths.toml:1");
  expect_only(in_paths("[\"soleus\"]", "[\"soles\"]"), "no structure 'soles'", "paths.toml:1");
  expect_only(in_paths("[\"soleus\"]", "[\"calcaneal-tendon\"]"), "named twice", "paths.toml:1");
  expect_only(in_paths("[\"soleal-sinuses\"]", "[]"), "no 'structures'", "paths.toml:10");
  expect_only(in_paths("fibularis-longus", "fibularis-longest"), "no structure 'fibularis-longest'", "paths.toml:16");
  expect_only(in_paths("gray-1918", "grey"), "unknown source 'grey'", "paths.toml:16");
  expect_only(in_paths("[[pulley]]", "[[pully]]"), "unknown table 'pully'", "paths.toml:16");
  expect_only(in_paths("[2, 0.04], [2.6, 0.05]", "[2, 0.04]"), "two points", "paths.toml:24");
  expect_only(in_paths("[2, 0.04]", "[2, nan]"), "a point is", "paths.toml:24");
  expect_only(in_paths("[2, 0.04]", "[2, 4.0]"), "a point is", "paths.toml:24");
  expect_only(in_paths("[2, 0.04]", "[2, 0.03]"), "must not soften", "paths.toml:24");
  expect_only(in_paths("[2, 0.04]", "[2.6, 0.04]"), "must grow", "paths.toml:24");
  expect_only(in_paths("sources = [\"kharazi-2021\"]\n", ""), "names no source", "paths.toml:22");
}

TEST(MotionData, HoldsTheClipsPeopleAskFor) {
  for (const char* id :
       {"plantarflexion", "passive-plantarflexion", "heel-raise", "walking", "running", "point-and-flex",
        "ankle-circles", "calf-stretch", "calf-stretch-bent-knee", "eccentric-heel-drop"}) {
    ASSERT_NE(real_data().clip(id), nullptr) << id;
  }
  EXPECT_EQ(real_data().clip("no-such-clip"), nullptr);
  EXPECT_EQ(real_data().clip_ids().size(), real_data().clips.size());
  for (const char* id : {"heel-raise", "calf-stretch", "calf-stretch-bent-knee", "eccentric-heel-drop"}) {
    EXPECT_TRUE(real_data().clip(id)->closed_chain) << id << " is done on the floor";
  }
  for (const ClipKey& key : real_data().clip("passive-plantarflexion")->keys) {
    EXPECT_EQ(key.activation, 0.0) << "a helping hand, not the calf";
  }
}

TEST(MotionData, MistakesAreFoundAtTheirLine) {
  ASSERT_TRUE(problems_of(kJoints, kClips).empty()) << problems_of(kJoints, kClips).front().message();
  const auto in_clips = [](const std::string& from, const std::string& to) {
    return problems_of(kJoints, replaced(kClips, from, to));
  };
  expect_only(in_clips("seconds", "second"), "unknown key 'second'", "clips.toml:4");
  expect_only(in_clips("id = \"raise\"", "id = \"raise"), "", "clips.toml:2");
  expect_only(in_clips("seconds = 2", "seconds = -2"), "'seconds'", "clips.toml:4");
  expect_only(in_clips("[0.5, 40, 1, 20]", "[0.2, 40, 1, 20]"), "must grow", "clips.toml:1");
  expect_only(in_clips("[0.5, 40, 1, 20]", "[1.0, 40, 1, 20]"), "stay below 1", "clips.toml:1");
  expect_only(in_clips("[0.5, 40, 1, 20]", "[0.5, 61, 1, 20]"), "the ankle beyond its stops", "clips.toml:1");
  expect_only(in_clips("[0, -10]", "[0, -36]"), "the ankle beyond its stops", "clips.toml:1");
  expect_only(in_clips("[0.5, 40, 1, 20]", "[0.5, 40, 1, 66]"), "the toes beyond their stops", "clips.toml:1");
  expect_only(in_clips("[0.5, 40, 1, 20]", "[0.5, 40, 1, 20, 21]"), "the subtalar joint beyond", "clips.toml:1");
  expect_only(in_clips("[0.5, 40, 1, 20]", "[0.5, 40, 1.1, 20]"), "between 0 and 1", "clips.toml:1");
  expect_only(in_clips("[0.5, 40, 1, 20]", "[0.5, 40, 1, 20, 3, 1]"), "a key is", "clips.toml:5");
  expect_only(in_clips("[0.5, 40, 1, 20]", "[0.5, nan, 1, 20]"), "a key is", "clips.toml:5");
  expect_only(in_clips("keys = [[0, -10], [0.25, 0, 0.5], [0.5, 40, 1, 20]]", "keys = [[0, -10]]"), "two or more keys",
              "clips.toml:5");
  expect_only(in_clips("crus-model", "crus-modal"), "unknown source 'crus-modal'", "clips.toml:1");
  expect_only(in_clips("sources = [\"crus-model\"]\n", ""), "names no source", "clips.toml:1");
  expect_only(in_clips("[[clip]]", "[[clop]]"), "unknown table 'clop'", "clips.toml");
  expect_only(problems_of(kJoints, kClips + kClips), "two clips 'raise'", "clips.toml:9");
}

TEST(MotionData, MistakesInTheJointsAreFoundToo) {
  const auto in_joints = [](const std::string& from, const std::string& to) {
    return problems_of(replaced(kJoints, from, to), kClips);
  };
  expect_only(in_joints("radius_mm", "radius"), "unknown key 'radius'", "joints.toml:5");
  expect_only(in_joints("most_shift_mm = 8\n", ""), "no 'most_shift_mm'", "joints.toml");
  expect_only(in_joints("[-35, 60]", "[60, -35]"), "'stop_deg'", "joints.toml");
  expect_only(in_joints("[-25, 55]", "[-40, 55]"), "within one another", "joints.toml");
  expect_only(in_joints("isman-inman-1969", "isman"), "unknown source 'isman'", "joints.toml");
  expect_only(in_joints("\"reported\"", "\"rumoured\""), "unknown confidence 'rumoured'", "joints.toml:12");
  expect_only(in_joints("[toes]", "[fingers]"), "no [toes]", "joints.toml");
}

TEST(MotionData, MistakesInPosesAndPublishedFiguresAreFoundToo) {
  const auto in_poses = [](const std::string& from, const std::string& to) {
    return problems_of(kJoints, kClips, replaced(kPoses, from, to));
  };
  expect_only(in_poses("soleus = \"Short.\"\n", ""), "no 'soleus'", "poses.toml:1");
  expect_only(in_poses("heel-mm", "heel-inches"), "unknown measure 'heel-inches'", "poses.toml:4");
  expect_only(in_poses("[0, 100]", "[100, 0]"), "'range'", "poses.toml:1");
  expect_only(in_poses("usual = 50", "usual = 150"), "'usual'", "poses.toml:6");
  expect_only(in_poses("usual = 50", "usual = 50\nplantarflexion_deg = 3"), "follows from its measure", "poses.toml:1");
  expect_only(in_poses("plantarflexion_deg = 5", "plantarflexion_deg = 61"), "the ankle beyond", "poses.toml:11");
  expect_only(in_poses("inversion_deg = 2", "inversion_deg = -21"), "the subtalar joint beyond", "poses.toml:11");
  expect_only(in_poses("\"still\"", "\"heels\""), "two poses 'heels'", "poses.toml:11");
  expect_only(in_poses("[[pose]]\nid = \"still\"", "[[pause]]\nid = \"still\""), "unknown table 'pause'", "poses.toml");
  const auto in_published = [](const std::string& from, const std::string& to) {
    return problems_of(kJoints, kClips, kPoses, replaced(kPublished, from, to));
  };
  expect_only(in_published("moment-arm", "moment"), "unknown quantity 'moment'", "published.toml:5");
  expect_only(in_published("[0, 41, 2]", "[-30, 41, 2]"), "must grow", "published.toml:6");
  expect_only(in_published("[0, 41, 2]", "[0]"), "a point is", "published.toml:6");
  expect_only(in_published("sources = [\"rajagopal-2016\"]\ntext = \"They", "sources = [\"rajah\"]\ntext = \"They"),
              "unknown source 'rajah'", "published.toml:10");
}

TEST(MotionData, HoldsTheEverydayPosesPeopleAskFor) {
  for (const char* id : {"high-heels", "stairs-down", "uphill", "foot-stool", "cast"}) {
    const EverydayPose* pose = real_data().pose(id);
    ASSERT_NE(pose, nullptr) << id;
    EXPECT_FALSE(pose->soleus.empty()) << id << " says what it means for the soleus";
  }
  EXPECT_EQ(real_data().pose("no-such-pose"), nullptr);
  EXPECT_EQ(real_data().pose_ids().size(), real_data().poses.size());
  EXPECT_EQ(real_data().pose("high-heels")->amount->measure, Measure::heel_mm);
  EXPECT_EQ(real_data().pose("uphill")->amount->measure, Measure::slope_deg);
  EXPECT_LT(real_data().pose("stairs-down")->plantarflexion_deg, 0.0);
}

// Round the ankle: plantarflexion and inversion a quarter of the way apart.
TEST(Clip, CirclesCombinePlantarflexionAndInversion) {
  const Clip* circles = real_data().clip("ankle-circles");
  ASSERT_NE(circles, nullptr);
  const auto at = [&](double fraction) { return clip_at(*circles, fraction); };
  const double middle = 0.5 * (at(0.0).plantarflexion_deg + at(0.5).plantarflexion_deg);
  const double up_down = 0.5 * (at(0.5).plantarflexion_deg - at(0.0).plantarflexion_deg);
  const double in_out = 0.5 * (at(0.25).inversion_deg - at(0.75).inversion_deg);
  ASSERT_GT(up_down, 10.0);
  ASSERT_GT(in_out, 5.0);
  for (int i = 0; i < 100; ++i) {
    const ClipKey key = at(i / 100.0);
    const double radius =
        std::hypot((key.plantarflexion_deg - middle) / up_down, (key.inversion_deg - at(0.0).inversion_deg) / in_out);
    EXPECT_NEAR(radius, 1.0, 0.03) << i;
  }
}

// The published figures agree with themselves: the lever is minus the change of length by angle.
TEST(Published, TheModelsLeverIsTheSlopeOfItsExcursion) {
  const auto points_of = [](std::string_view id) -> std::vector<PublishedCurve::Point> {
    for (const PublishedCurve& curve : real_data().published.curves) {
      if (curve.id == id) {
        return curve.points;
      }
    }
    return {};
  };
  const auto arm = points_of("rajagopal-2016-arm");
  const auto excursion = points_of("rajagopal-2016-excursion");
  ASSERT_EQ(arm.size(), excursion.size());
  ASSERT_GT(arm.size(), 10U);
  for (std::size_t i = 1; i + 1 < arm.size(); ++i) {
    const double turn_rad =
        (excursion[i + 1].plantarflexion_deg - excursion[i - 1].plantarflexion_deg) * 3.14159265 / 180;
    EXPECT_NEAR(arm[i].value_mm, -(excursion[i + 1].value_mm - excursion[i - 1].value_mm) / turn_rad, 0.8)
        << arm[i].plantarflexion_deg;
  }
}

TEST(MotionData, AFolderWithoutTheFilesIsAnError) {
  const ScratchFolder folder;
  const auto data = MotionData::load(folder.path());
  ASSERT_FALSE(data);
  EXPECT_NE(data.error().message().find("joints.toml"), std::string::npos) << data.error().message();
}

TEST(Clip, MeetsItsKeysInEveryRound) {
  for (const Clip& clip : real_data().clips) {
    meets_its_keys(clip);
  }
}

TEST(Clip, NeverGoesBeyondNeighbouringKeys) {
  for (Clip clip : real_data().clips) {
    stays_between_neighbouring_keys(clip);
    clip.eased = !clip.eased;
    stays_between_neighbouring_keys(clip);
  }
  // Uneven steps, level stretches, and a first key that is late.
  for (const bool eased : {true, false}) {
    const Clip clip =
        clip_of(eased, {{0.1, 0, 0, 0}, {0.11, 40, 1, 30}, {0.5, 40, 1, 30}, {0.9, 41, 0.2, -20}, {0.95, -30, 0, -20}});
    meets_its_keys(clip);
    stays_between_neighbouring_keys(clip);
  }
}

TEST(Clip, GoesRoundAndRepeatsItselfExactly) {
  for (const Clip& clip : real_data().clips) {
    for (int step = -40; step <= 40; ++step) {
      const double fraction = 0.05 * step + 0.013;
      const std::vector<double> once = values_of(clip_at(clip, fraction));
      EXPECT_EQ(once, values_of(clip_at(clip, fraction)));
      const std::vector<double> later = values_of(clip_at(clip, fraction + 1.0));
      for (std::size_t i = 0; i < once.size(); ++i) {
        EXPECT_NEAR(once[i], later[i], 1e-6) << clip.id << " at " << fraction;
      }
    }
  }
}

TEST(Clip, RestsAtEveryKeyWhereItIsEased) {
  const Clip clip = clip_of(true, {{0.0, -10, 0, 0}, {0.3, 0, 0.5, 10}, {0.6, 40, 1, 20}});
  constexpr double kShortly = 1e-4;
  for (const ClipKey& key : clip.keys) {
    for (const double side : {-kShortly, kShortly}) {
      // A curve that rests departs with the square of the time.
      EXPECT_NEAR(clip_at(clip, key.at + side).plantarflexion_deg, key.plantarflexion_deg,
                  4.0 * 50.0 * std::pow(kShortly / 0.3, 2));
    }
  }
}

TEST(Clip, RunsThroughItsKeysWithoutAKinkWhereItIsNot) {
  const Clip* clip = real_data().clip("walking");
  ASSERT_NE(clip, nullptr);
  ASSERT_FALSE(clip->eased);
  constexpr double kShortly = 1e-6;
  bool moves = false;
  for (const ClipKey& key : clip->keys) {
    const double before = (key.plantarflexion_deg - clip_at(*clip, key.at - kShortly).plantarflexion_deg) / kShortly;
    const double after = (clip_at(*clip, key.at + kShortly).plantarflexion_deg - key.plantarflexion_deg) / kShortly;
    EXPECT_NEAR(before, after, 1.0) << key.at;  // degrees per stride; the fastest stretch has some 270
    moves = moves || std::abs(after) > 50.0;
  }
  EXPECT_TRUE(moves);
}

TEST(Clip, WhatIsNoNumberIsRest) {
  for (const double fraction : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (const double value : values_of(clip_at(*real_data().clip("walking"), fraction))) {
      EXPECT_EQ(value, 0.0);
    }
  }
  EXPECT_EQ(clip_at(Clip(), 0.5).plantarflexion_deg, 0.0);
}

// Published with dorsiflexion positive; one value per equal part of the stride.
void follows(std::string_view id, const std::vector<double>& dorsiflexion_deg) {
  const Clip* clip = real_data().clip(id);
  ASSERT_NE(clip, nullptr) << id;
  for (std::size_t i = 0; i < dorsiflexion_deg.size(); ++i) {
    const double fraction = static_cast<double>(i) / static_cast<double>(dorsiflexion_deg.size());
    EXPECT_NEAR(clip_at(*clip, fraction).plantarflexion_deg, -dorsiflexion_deg[i], 1e-6) << id << " at " << fraction;
  }
}

TEST(Clip, WalkingFollowsThePublishedCurve) {
  // The averaged normal gait of the Gait2392 model, every 2 % from heel strike on.
  follows("walking",
          {-1.7,  -3.3, -4.7, -5.1, -4.2, -2.5, -0.8, 0.7,  1.9, 3.0, 3.9, 4.6, 5.3,  5.8,  6.3,   6.8,   7.3,
           7.9,   8.4,  9.1,  9.6,  10.2, 10.6, 10.8, 10.5, 9.8, 8.3, 5.5, 1.1, -4.4, -9.7, -13.4, -14.1, -12.6,
           -10.2, -7.6, -5.3, -3.2, -1.3, 0.2,  1.4,  2.2,  2.6, 2.4, 1.8, 1.2, 0.5,  0.2,  0.1,   0.0});
}

TEST(Clip, RunningFollowsThePublishedCurve) {
  // One runner's mean, every 5 % from contact on.
  follows("running", {4.1,   10.0,  16.4,  21.9, 23.8, 18.4, 4.6, -11.3, -21.2, -23.0,
                      -20.5, -16.4, -10.7, -4.6, 1.0,  5.3,  8.3, 8.6,   5.6,   2.9});
}

TEST(Clip, TheCalfPushesOffAndTheHeelRises) {
  // Of a stride, the calf works hardest before toe-off and not in swing.
  const Clip* walking = real_data().clip("walking");
  ASSERT_NE(walking, nullptr);
  EXPECT_GT(clip_at(*walking, 0.45).activation, 0.5);
  EXPECT_EQ(clip_at(*walking, 0.8).activation, 0.0);
  const Clip* raise = real_data().clip("heel-raise");
  ASSERT_NE(raise, nullptr);
  EXPECT_GT(clip_at(*raise, 0.5).plantarflexion_deg, clip_at(*raise, 0.0).plantarflexion_deg + 20.0);
  EXPECT_GT(clip_at(*raise, 0.5).activation, clip_at(*raise, 0.0).activation);
}

}  // namespace
}  // namespace crus::anatomy
