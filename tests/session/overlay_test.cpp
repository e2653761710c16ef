// Pain patterns in the session: commands, what they do to the skin, JSON.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "anatomy/pain_data.hpp"
#include "session/commands.hpp"
#include "session/synthetic.hpp"

namespace crus {
namespace {

Leg leg_with_patterns() {
  auto data = std::make_shared<anatomy::PainData>();
  for (const char* id : {"soleus-1", "soleus-2", "tibialis-anterior-1", "a-1", "b-1"}) {
    anatomy::PainPattern pattern;
    pattern.id = id;
    pattern.muscle = pattern.id.substr(0, pattern.id.size() - 2);
    data->patterns.push_back(pattern);
  }
  anatomy::PainZone zone;
  zone.id = "heel";
  data->zones.push_back(zone);
  anatomy::PainText lit, unlit;
  lit.id = "heel-pain";
  lit.zones = {"heel"};
  unlit.id = "breathlessness";
  data->symptoms = {lit, unlit};
  auto catalogue = std::make_shared<anatomy::Catalogue>();
  catalogue->set_pain(std::move(data));
  Leg leg = test::box_leg();
  leg.catalogue = std::move(catalogue);
  return leg;
}

struct OverlayCommands : testing::Test {
  Leg leg = leg_with_patterns();
  Session session = default_session(leg);

  void run(const std::string& line) {
    const auto changed = run_command(session, leg, line);
    ASSERT_TRUE(changed) << line << ": " << (changed ? "" : changed.error().message());
    session = *changed;
  }
};

using Ids = std::vector<std::string>;

TEST_F(OverlayCommands, ToggleKeepsTheOrderAndTakesMuscles) {
  run("overlay.toggle soleus-2");
  run("overlay.toggle heel");
  EXPECT_EQ(session.overlays.shown, (Ids{"soleus-2", "heel"}));
  run("overlay.toggle soleus");
  EXPECT_EQ(session.overlays.shown, (Ids{"soleus-2", "heel", "soleus-1"})) << "a muscle partly on comes on wholly";
  run("overlay.toggle soleus");
  EXPECT_EQ(session.overlays.shown, (Ids{"heel"}));
  run("overlay.only soleus-1 soleus-1 soleus");
  EXPECT_EQ(session.overlays.shown, (Ids{"soleus-1", "soleus-2"}));
  run("overlay.clear");
  EXPECT_TRUE(session.overlays.shown.empty());
}

TEST_F(OverlayCommands, TheSkinComesAndGoesWithTheFirstAndTheLast) {
  run("skin 0.9");
  run("peel 0.5");
  const Session before = session;
  run("overlay.toggle soleus-1");
  EXPECT_EQ(session.skin_opacity, kReadingSkinOpacity);
  EXPECT_FALSE(session.peel);
  run("overlay.toggle soleus-2");
  run("overlay.toggle soleus-1");
  EXPECT_EQ(session.skin_opacity, kReadingSkinOpacity);
  run("overlay.toggle soleus-2");
  EXPECT_EQ(session, before);
  run("overlay.only heel");
  run("skin 0.6");
  run("overlay.clear");
  EXPECT_EQ(session.skin_opacity, 0.6) << "what was set by hand meanwhile stays";
}

TEST_F(OverlayCommands, AHiddenSkinIsBroughtBack) {
  run("hide skin");
  run("overlay.toggle soleus-1");
  EXPECT_FALSE(session.hidden.contains("skin"));
}

TEST_F(OverlayCommands, APointIsMarkedOutAlone) {
  run("overlay.only soleus-1 soleus-2");
  run("overlay.light soleus-1");
  EXPECT_EQ(session.overlays.shown, (Ids{"soleus-1"}));
  EXPECT_EQ(session.overlays.lit, "soleus-1");
  EXPECT_EQ(session_from_json(to_json(session)).value(), session);
  run("overlay.toggle soleus-2");
  EXPECT_EQ(session.overlays.lit, "soleus-1");
  run("overlay.toggle soleus-1");
  EXPECT_TRUE(session.overlays.lit.empty()) << "what is not shown is not marked";
  run("overlay.light soleus-2");
  run("overlay.light off");
  EXPECT_EQ(session.overlays.shown, (Ids{"soleus-2"}));
  EXPECT_TRUE(session.overlays.lit.empty());
  const auto refused = run_command(session, leg, "overlay.light soleus-3");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message().find("'soleus-1'"), std::string::npos) << refused.error().message();
}

TEST_F(OverlayCommands, ASymptomLightsItsZonesUntilSomethingElseIsChosen) {
  const Session before = session;
  run("symptom heel-pain");
  EXPECT_EQ(session.overlays.shown, (Ids{"heel"}));
  EXPECT_EQ(session.overlays.symptom, "heel-pain");
  EXPECT_EQ(session_from_json(to_json(session)).value(), session);
  run("symptom none");
  EXPECT_EQ(session, before);
  run("symptom heel-pain");
  run("overlay.toggle soleus-1");
  EXPECT_TRUE(session.overlays.symptom.empty());
  // One that has no place on the leg is asked about all the same.
  run("symptom breathlessness");
  EXPECT_TRUE(session.overlays.shown.empty());
  EXPECT_FALSE(tells_pain(session));
  EXPECT_TRUE(asks_about_pain(session));
  const auto refused = run_command(session, leg, "symptom heel-pian");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message().find("'heel-pain'"), std::string::npos) << refused.error().message();
}

TEST_F(OverlayCommands, SettingsTakeOnlyWhatTheyCanShow) {
  run("overlay.style contour");
  run("overlay.map magma");
  run("overlay.opacity 0.5");
  run("overlay.gain 2");
  EXPECT_EQ(session.overlays.style, OverlayStyle::contour);
  EXPECT_EQ(session.overlays.map, ColourMap::magma);
  EXPECT_EQ(session.overlays.opacity, 0.5);
  EXPECT_EQ(session.overlays.gain, 2.0);
  for (const char* line : {"overlay.style rainbow", "overlay.map jet", "overlay.opacity 1.1", "overlay.opacity nan",
                           "overlay.gain 0", "overlay.gain 4.1", "overlay.gain x", "overlay.toggle", "overlay.only"}) {
    EXPECT_FALSE(run_command(session, leg, line)) << line;
  }
  const auto unknown = run_command(session, leg, "overlay.toggle heel soleus-9");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message().find("'soleus-1'"), std::string::npos) << unknown.error().message();
}

TEST_F(OverlayCommands, ALegWithoutPatternsSaysSo) {
  leg.catalogue.reset();
  const auto refused = run_command(session, leg, "overlay.toggle soleus-1");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message().find("no pain patterns"), std::string::npos);
  EXPECT_TRUE(run_command(session, leg, "overlay.clear"));
}

TEST_F(OverlayCommands, EveryOneIsDocumentedAndUndone) {
  run("overlay.toggle soleus-2");
  const std::vector<std::string> examples{"overlay.toggle soleus-1", "overlay.only heel",     "overlay.clear",
                                          "overlay.style chart",     "overlay.opacity 0.3",   "overlay.gain 2",
                                          "overlay.map inferno",     "overlay.light soleus-1"};
  for (const Command& command : commands()) {
    if (!command.name.starts_with("overlay.")) {
      continue;
    }
    const auto example = std::find_if(examples.begin(), examples.end(),
                                      [&](const std::string& line) { return line.starts_with(command.name); });
    ASSERT_NE(example, examples.end()) << command.name;
    const auto after = run_command(session, leg, *example);
    ASSERT_TRUE(after) << *example;
    EXPECT_NE(*after, session) << *example;
    History history;
    history.record_change(session, *after, step_name(leg, *example));
    EXPECT_FALSE(history.undo_step().empty());
    EXPECT_EQ(history.undo(*after), session) << *example;
    EXPECT_EQ(history.redo(session), *after) << *example;
  }
}

TEST_F(OverlayCommands, JsonKeepsEverythingAndRefusesNonsense) {
  run("peel 0.25");
  run("overlay.only soleus-2 heel");
  run("overlay.style chart");
  run("overlay.map viridis");
  run("overlay.opacity 0.1");
  run("overlay.gain 0.5");
  EXPECT_EQ(session_from_json(to_json(session)).value(), session);
  for (const char* text : {R"("overlays": 3)", R"("overlays": {"style": "rainbow"})", R"("overlays": {"gain": 0})",
                           R"("overlays": {"opacity": 2})", R"("overlays": {"shown": [1]})",
                           R"("overlays": {"map": 1})", R"("overlays": {"before": {"skin": -1}})"}) {
    const auto refused = session_from_json(std::string(R"({"crus_session": 1, )") + text + "}");
    ASSERT_FALSE(refused) << text;
    EXPECT_NE(refused.error().message().find("overlays"), std::string::npos) << refused.error().message();
  }
  EXPECT_TRUE(session_from_json(R"({"crus_session": 1})")->overlays.shown.empty()) << "views saved before";
}

}  // namespace
}  // namespace crus
