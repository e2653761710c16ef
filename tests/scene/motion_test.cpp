// Lines of the motion hide behind what is solid; the ghost stands where the leg stood; the second heart tells what it
// is told.
#include <algorithm>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "legs.hpp"
#include "scene/layers.hpp"
#include "scene/lines.hpp"
#include "scene/motion.hpp"
#include "scene/scene.hpp"
#include "scene/second_heart.hpp"
#include "support/support.hpp"

namespace crus::test {
namespace {

using render::DrawList;
using render::Layer;

constexpr glm::ivec2 kSize(900, 900);

class MotionPicture : public ::testing::Test {
 protected:
  void SetUp() override {
    auto regular = render::Font::load(built_share_folder() / "fonts" / "Inter-Regular.otf");
    auto bold = render::Font::load(built_share_folder() / "fonts" / "Inter-SemiBold.otf");
    ASSERT_TRUE(regular && bold);
    regular_ = std::make_unique<render::Font>(std::move(*regular));
    bold_ = std::make_unique<render::Font>(std::move(*bold));
    data_ = anatomy::MotionData::load(source_folder() / "assets" / "motion").value();
    session.camera.azimuth_deg = 0.0;  // from the front
  }
  [[nodiscard]] DrawList list(const scene::PictureOptions& options) const {
    return scene::draw_list(leg, session, kSize, {*regular_, *bold_}, options);
  }
  [[nodiscard]] scene::SpaceLines lines() const {
    return {leg, session, scene::placement_of(leg, session),
            scene::view_of(scene::fitted_camera(leg, session, kSize), leg.box(), kSize), kSize};
  }
  static bool says(const DrawList& of, const std::string& words) {
    return std::any_of(of.overlay.texts.begin(), of.overlay.texts.end(),
                       [&](const render::Text2D& text) { return text.text.find(words) != std::string::npos; });
  }
  [[nodiscard]] const anatomy::PumpData& pump() const { return *data_.pump; }
  // A leg with one vein of the pump.
  void give_vein() {
    leg.structures.push_back(tube("popliteal-vein", anatomy::Kind::vein, {-30, 250, 0}, {-30, 380, 0}, 3.0F));
  }

  Leg leg = toy_leg();
  Session session;

 private:
  std::unique_ptr<render::Font> regular_, bold_;
  anatomy::MotionData data_;
};

TEST_F(MotionPicture, ALineIsFaintBehindWhatIsSolid) {
  const glm::vec3 middle = 0.5F * (leg.find("tibia")->box.min + leg.find("tibia")->box.max);
  const scene::SpaceLines in_space = lines();
  EXPECT_EQ(in_space.seen(middle + glm::vec3(200.0F, 0.0F, 0.0F), 1.0F), 1.0F) << "before the bone";
  EXPECT_EQ(in_space.seen(middle - glm::vec3(200.0F, 0.0F, 0.0F), 1.0F), 0.0F) << "behind it";
  EXPECT_EQ(in_space.seen(middle, 1.0F), 0.0F) << "within it";
  EXPECT_EQ(in_space.seen(middle, 60.0F), 1.0F) << "but for the slack";

  scene::SpaceLines drawn = lines();
  drawn.add({{middle - glm::vec3(200, 0, 300), middle - glm::vec3(200, 0, -300)},
             glm::vec3(1.0F, 0.0F, 0.0F),
             3.0F,
             0.25F,
             1.0F,
             false});
  render::Overlay overlay;
  drawn.finish(overlay);
  float faint = 1.0F;
  float plain = 0.0F;
  for (const render::Line2D& line : overlay.lines) {
    faint = std::min(faint, line.colour.w);
    plain = std::max(plain, line.colour.w);
  }
  EXPECT_FLOAT_EQ(faint, 0.25F);
  EXPECT_FLOAT_EQ(plain, 1.0F);
  // Together the pieces are the line, end to end.
  for (std::size_t i = 1; i < overlay.lines.size(); ++i) {
    EXPECT_NEAR(glm::distance(overlay.lines[i - 1].b, overlay.lines[i].a), 0.0F, 1e-3F);
  }
}

TEST_F(MotionPicture, TheLeverCarriesItsLength) {
  MotionLines found;
  ActionLine action;
  action.muscle = "soleus";
  action.low = {-60, 0, 0};
  action.high = {-60, 140, 0};
  action.lever = {{-10, 20, 0}, {-60, 20, 0}, {-60, 20, 0}, 1.0, 50.0};
  found.actions.push_back(action);
  found.axes.push_back({"ankle", {0, 12, -70}, {-10, -12, 70}, 80.0, 6.0});
  scene::PictureOptions options;
  options.lines = &found;
  EXPECT_FALSE(says(list(options), "50.0 mm")) << "not asked for";
  session.motion.lever = true;
  EXPECT_TRUE(says(list(options), "50.0 mm"));
  EXPECT_FALSE(says(list(options), "80\u00B0"));
  session.motion.axis = true;
  for (const Background background : {Background::dark, Background::light, Background::white}) {
    session.background = background;
    EXPECT_TRUE(says(list(options), "80\u00B0"));
  }
  options.lines = nullptr;
  EXPECT_FALSE(says(list(options), "50.0 mm")) << "not found yet";
}

TEST_F(MotionPicture, TheGhostStandsWhereTheLegStoodAndOnlyWhatMoved) {
  Leg posed = leg;
  for (LegStructure& structure : posed.structures) {
    if (structure.id == "calcaneus" || structure.id == "skin") {
      for (glm::vec3& p : structure.mesh.positions) {
        p.y -= 20.0F;
      }
    }
  }
  scene::PictureOptions options;
  options.rest = &leg;
  session.motion.ghost = true;
  const std::vector<std::size_t> structures = scene::ghost_structures(posed);
  const std::size_t first = posed.structures.size() + posed.attachments.size();
  std::vector<std::string> shown;
  for (const render::DrawItem& item :
       scene::draw_list(posed, session, kSize,
                        {*render::Font::load(built_share_folder() / "fonts" / "Inter-Regular.otf"),
                         *render::Font::load(built_share_folder() / "fonts" / "Inter-SemiBold.otf")},
                        options)
           .items) {
    if (item.mesh >= first) {
      EXPECT_NE(item.layer, Layer::solid);
      EXPECT_EQ(item.pick_id, 0U) << "a ghost is not picked";
      shown.push_back(leg.structures[structures.at(item.mesh - first)].id);
    }
  }
  std::sort(shown.begin(), shown.end());
  EXPECT_EQ(shown, (std::vector<std::string>{"calcaneus", "skin"}));
  // The meshes given for it are those of the rest.
  const auto views = scene::mesh_views(posed, &leg);
  EXPECT_EQ(views.size(), first + structures.size());
  EXPECT_EQ(views.at(first).positions.data(), leg.structures[structures.front()].mesh.positions.data());
}

TEST_F(MotionPicture, NoGhostOfALegAtRest) {
  scene::PictureOptions options;
  options.rest = &leg;
  session.motion.ghost = true;
  for (const render::DrawItem& item : list(options).items) {
    EXPECT_LT(item.mesh, leg.structures.size());
  }
}

TEST_F(MotionPicture, VeinsDarkenAsTheyFill) {
  const auto lightness = [](const glm::vec3& c) { return c.x + c.y + c.z; };
  float before = 1e9F;
  for (const double filled : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    EXPECT_LT(lightness(scene::vein_colour(filled)), before);
    before = lightness(scene::vein_colour(filled));
  }
  EXPECT_EQ(scene::vein_colour(1.0), scene::vein_colour(1.4));
}

TEST_F(MotionPicture, TheSecondHeartShowsVeinsAndSaysItIsAScheme) {
  give_vein();
  scene::PictureOptions options;
  options.pump = &pump();
  EXPECT_FALSE(says(list(options), pump().name));
  session.motion.pump = true;
  VeinState state = CalfPump(pump()).state();
  state.ankle_mmhg = 37.0;
  session.motion.veins = state;
  const DrawList shown = list(options);
  EXPECT_TRUE(says(shown, pump().name));
  EXPECT_TRUE(says(shown, "Schematic"));
  EXPECT_TRUE(says(shown, "37"));
  EXPECT_FALSE(says(shown, "no veins of its own"));
  EXPECT_EQ(scene::visibility(leg, *leg.find("popliteal-vein"), session), scene::Visibility::solid);
  EXPECT_EQ(scene::visibility(leg, *leg.find("soleus"), session), scene::Visibility::ghost);
  const auto item = std::find_if(shown.items.begin(), shown.items.end(),
                                 [&](const render::DrawItem& i) { return i.mesh + 1 == leg.structures.size(); });
  ASSERT_NE(item, shown.items.end());
  EXPECT_EQ(item->colour, scene::vein_colour(1.0));
}

TEST_F(MotionPicture, AModelWithoutVeinsGetsTheSchemeAndASentence) {
  scene::PictureOptions options;
  options.pump = &pump();
  session.motion.pump = true;
  EXPECT_TRUE(says(list(options), pump().name));
  EXPECT_TRUE(says(list(options), "no veins"));
  EXPECT_EQ(scene::visibility(leg, *leg.find("soleus"), session), scene::Visibility::solid) << "the leg stays as it is";
}

}  // namespace
}  // namespace crus::test
