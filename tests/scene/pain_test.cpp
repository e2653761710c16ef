// Pain patterns in the picture: colours, crosses, legend.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "anatomy/pain_data.hpp"
#include "legs.hpp"
#include "scene/colour_maps.hpp"
#include "scene/figure.hpp"
#include "scene/scene.hpp"
#include "session/commands.hpp"
#include "support/support.hpp"

namespace crus::test {
namespace {

// CIE 1976 lightness of an sRGB colour.
double lightness(const glm::vec3& srgb) {
  const auto linear = [](float value) {
    const auto v = static_cast<double>(value);
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  const double y = 0.2126 * linear(srgb.x) + 0.7152 * linear(srgb.y) + 0.0722 * linear(srgb.z);
  return y <= 0.008856 ? 903.3 * y : 116.0 * std::cbrt(y) - 16.0;
}

TEST(ColourMaps, LightnessRisesEvenly) {
  for (std::size_t map = 0; map < kColourMaps.size(); ++map) {
    const scene::Ramp& ramp = scene::ramp_of(static_cast<ColourMap>(map));
    const double whole = lightness(ramp.back()) - lightness(ramp.front());
    EXPECT_GT(whole, 70.0) << kColourMaps.at(map);
    const double even = whole / static_cast<double>(ramp.size() - 1);
    for (std::size_t i = 1; i < ramp.size(); ++i) {
      const double step = lightness(ramp.at(i)) - lightness(ramp.at(i - 1));
      EXPECT_GT(step, 0.0) << kColourMaps.at(map) << " " << i;
      EXPECT_LT(std::abs(step - even), 0.75 * even) << kColourMaps.at(map) << " " << i;
    }
  }
}

class Pain : public ::testing::Test {
 protected:
  void SetUp() override {
    auto regular = render::Font::load(built_share_folder() / "fonts" / "Inter-Regular.otf");
    auto bold = render::Font::load(built_share_folder() / "fonts" / "Inter-SemiBold.otf");
    ASSERT_TRUE(regular && bold);
    regular_ = std::make_unique<render::Font>(std::move(*regular));
    bold_ = std::make_unique<render::Font>(std::move(*bold));
    auto data = anatomy::PainData::load(source_folder() / "assets" / "pain");
    ASSERT_TRUE(data);
    disclaimer = data->disclaimer;
    auto catalogue = std::make_shared<anatomy::Catalogue>();
    catalogue->set_pain(std::make_shared<const anatomy::PainData>(std::move(*data)));
    leg.catalogue = std::move(catalogue);
    const LegStructure* skin = leg.find("skin");
    const LegStructure* soleus = leg.find("soleus");
    ASSERT_TRUE(skin != nullptr && soleus != nullptr);
    fields.skin = static_cast<std::size_t>(skin - leg.structures.data());
    fields.skin_vertices = skin->mesh.positions.size();
    fields.side = leg.side;
    fields.surface = std::make_shared<const geometry::Mesh>(skin->mesh);
    pain::TriggerPoint point;
    point.pattern = "soleus-1";
    point.structure = static_cast<std::size_t>(soleus - leg.structures.data());
    point.corners = soleus->mesh.triangles.front();
    point.weights = {1.0F, 0.0F, 0.0F};
    fields.points = {point};
    session.camera_fits = true;
    session.camera.azimuth_deg = 180.0;
  }
  void run(const std::string& line) {
    const auto changed = run_command(session, leg, line);
    ASSERT_TRUE(changed) << changed.error().message();
    session = *changed;
  }
  [[nodiscard]] render::DrawList list(glm::ivec2 size = {1280, 720}) const {
    scene::PictureOptions options;
    options.pain = &fields;
    return scene::draw_list(leg, session, size, {*regular_, *bold_}, options);
  }
  [[nodiscard]] static std::string words(const render::DrawList& of) {
    std::string all;
    for (const render::Text2D& text : of.overlay.texts) {
      all += text.text + " ";
    }
    return all;
  }
  [[nodiscard]] const render::DrawItem& skin(const render::DrawList& of) const {
    return *std::find_if(of.items.begin(), of.items.end(),
                         [&](const render::DrawItem& item) { return item.mesh == fields.skin; });
  }

  Leg leg = toy_leg();
  pain::PainFields fields;
  Session session;
  std::string disclaimer;

 private:
  std::unique_ptr<render::Font> regular_, bold_;
};

TEST_F(Pain, NothingShownChangesNothing) {
  const render::DrawList bare = list();
  EXPECT_FALSE(skin(bare).shares);
  EXPECT_EQ(words(bare).find("Not a diagnosis"), std::string::npos);
}

TEST_F(Pain, AShownPatternPaintsTheSkinAndSaysWhatItIs) {
  run("overlay.toggle soleus-1");
  const render::DrawList shown = list();
  EXPECT_TRUE(skin(shown).shares);
  EXPECT_EQ(skin(shown).layer, render::Layer::ghost);
  EXPECT_EQ(shown.paint.in_hues, 0U);
  EXPECT_EQ(shown.overlay.lines.size(), 4U) << "one cross with its halo";
  const std::string all = words(shown);
  for (const char* part : {"Soleus, lower point", "evidence: disputed", "0.4 spillover", "1 essential"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << " in " << all;
  }
  // The line that says what it is stands in every picture, however narrow.
  for (const glm::ivec2 size : {glm::ivec2(1280, 720), glm::ivec2(300, 700), glm::ivec2(200, 200)}) {
    const std::string narrow = words(list(size));
    EXPECT_NE(narrow.find("Not a"), std::string::npos) << size.x;
    EXPECT_NE(narrow.find("diagnosis."), std::string::npos) << size.x;
  }
}

TEST_F(Pain, SeveralHaveHuesAndManyShareTheMap) {
  run("overlay.only soleus-1 soleus-2 soleus-3");
  EXPECT_EQ(list().paint.in_hues, 7U);
  run("overlay.only soleus-1 soleus-2 soleus-3 soleus-4 popliteus-1");
  EXPECT_EQ(list().paint.in_hues, 0U);
}

TEST_F(Pain, StyleOpacityGainAndMapReachThePainter) {
  run("overlay.toggle soleus-1");
  run("overlay.style contour");
  run("overlay.opacity 0.5");
  run("overlay.gain 2");
  run("overlay.map magma");
  const render::SharePaint paint = list().paint;
  EXPECT_EQ(paint.style, render::SharePaint::Style::contour);
  EXPECT_EQ(paint.opacity, 0.5F);
  EXPECT_EQ(paint.gain, 2.0F);
  EXPECT_EQ(paint.ramp, scene::ramp_of(ColourMap::magma));
  EXPECT_NE(words(list()).find("values times 2"), std::string::npos);
}

// What can be clicked on the figure has a name to show, and every zone beyond the leg a region.
TEST_F(Pain, EveryRegionOfTheFigureHasAName) {
  std::vector<std::string> regions;
  for (const scene::FigureView& view : scene::figure_views()) {
    for (const scene::FigureView::Region& region : view.regions) {
      const anatomy::PainZone* zone = leg.pain()->zone_of_figure(region.id);
      ASSERT_NE(zone, nullptr) << region.id;
      EXPECT_FALSE(zone->name.empty()) << region.id;
      EXPECT_FALSE(zone->layer) << region.id;
      regions.emplace_back(region.id);
    }
  }
  for (const anatomy::PainZone& zone : leg.pain()->zones) {
    EXPECT_TRUE(zone.figure.empty() || std::find(regions.begin(), regions.end(), zone.figure) != regions.end())
        << zone.id;
  }
}

TEST_F(Pain, ALitPointHasRings) {
  run("overlay.toggle soleus-1");
  const render::DrawList plain = list();
  run("overlay.light soleus-1");
  const render::DrawList lit = list();
  EXPECT_GT(lit.overlay.lines.size(), plain.overlay.lines.size() + 50U);
  EXPECT_EQ(lit.items, plain.items);
}

// The ring round a place that was asked about goes where the skin goes.
TEST_F(Pain, TheSpotFollowsTheSkin) {
  const std::size_t bare = list().overlay.lines.size();
  const geometry::Mesh& rest = *fields.surface;
  const glm::uvec3 t = rest.triangles.front();
  const glm::vec3 place = (rest.positions[t.x] + rest.positions[t.y] + rest.positions[t.z]) / 3.0F;
  session.drawing.spot_mm = glm::dvec3(place);
  session.camera_fits = false;
  session.camera.target_mm = glm::dvec3(place);
  session.camera.distance_mm = 400.0;
  const auto middle = [&] {
    const render::DrawList now = list();
    glm::vec2 low(1e9F);
    glm::vec2 high(-1e9F);
    for (std::size_t i = bare; i < now.overlay.lines.size(); ++i) {
      low = glm::min(low, now.overlay.lines[i].a);
      high = glm::max(high, now.overlay.lines[i].a);
    }
    return 0.5F * (low + high);
  };
  const glm::vec2 before = middle();
  EXPECT_NEAR(before.x, 640.0F, 1.0F);
  EXPECT_NEAR(before.y, 360.0F, 1.0F);
  geometry::Mesh& posed = leg.structures[fields.skin].mesh;
  for (glm::vec3& position : posed.positions) {
    position += glm::vec3(0.0F, 30.0F, 0.0F);
  }
  // The camera looks where the place has got to: the ring is in the middle again.
  session.camera.target_mm.y += 30.0;
  EXPECT_NEAR(middle().x, before.x, 0.05F);
  EXPECT_NEAR(middle().y, before.y, 0.05F);
}

TEST_F(Pain, AnEarlierDrawingHasAHueOfItsOwn) {
  run("overlay.toggle soleus-1");
  run("hurt.dab 0 0 0");
  EXPECT_EQ(list().paint.in_hues, 0U);
  session.drawing.earlier = session.drawing.dabs;
  session.drawing.earlier_date = "2026-01-02";
  EXPECT_EQ(list().paint.in_hues, 1U << pain::Shares::kEarlier);
  EXPECT_NE(words(list()).find("2026-01-02"), std::string::npos);
}

TEST_F(Pain, AZoneThatWarnsWarnsInThePicture) {
  run("overlay.toggle swelling-ankle-foot");
  EXPECT_NE(words(list()).find("doctor"), std::string::npos);
}

}  // namespace
}  // namespace crus::test
