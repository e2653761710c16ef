// Who is drawn how; labels.
#include <algorithm>

#include <gtest/gtest.h>

#include "leg/mirror.hpp"
#include "legs.hpp"
#include "scene/layers.hpp"
#include "scene/scene.hpp"
#include "support/support.hpp"

namespace crus::test {
namespace {

using render::DrawItem;
using render::DrawList;
using render::Layer;
using scene::Visibility;

constexpr glm::ivec2 kSize(1280, 720);

class Scene : public ::testing::Test {
 protected:
  void SetUp() override {
    auto regular = render::Font::load(built_share_folder() / "fonts" / "Inter-Regular.otf");
    auto bold = render::Font::load(built_share_folder() / "fonts" / "Inter-SemiBold.otf");
    ASSERT_TRUE(regular && bold);
    regular_ = std::make_unique<render::Font>(std::move(*regular));
    bold_ = std::make_unique<render::Font>(std::move(*bold));
    session.camera.azimuth_deg = 145.0;
    session.camera.elevation_deg = 8.0;
  }
  [[nodiscard]] DrawList list(glm::ivec2 size = kSize, const scene::PictureOptions& options = {}) const {
    return scene::draw_list(leg, session, size, {*regular_, *bold_}, options);
  }
  [[nodiscard]] const DrawItem* item(const DrawList& of, const std::string& id) const {
    for (const DrawItem& candidate : of.items) {
      if (leg.structures[candidate.mesh].id == id) {
        return &candidate;
      }
    }
    return nullptr;
  }
  [[nodiscard]] Visibility seen(const std::string& id) const { return scene::visibility(leg, *leg.find(id), session); }
  [[nodiscard]] const render::Font& regular() const { return *regular_; }
  [[nodiscard]] const render::Font& bold() const { return *bold_; }

  Leg leg = toy_leg();
  Session session;

 private:
  std::unique_ptr<render::Font> regular_, bold_;
};

TEST_F(Scene, is_a_pure_function) {
  session.labels = Labels::english;
  session.highlighted = {"fibula"};
  const DrawList first = list();
  static_cast<void>(list({100, 900}));
  EXPECT_TRUE(list() == first);
}

TEST_F(Scene, by_default_the_soleus_is_in_colour_under_ghosted_calf_muscles) {
  const DrawList drawn = list();
  EXPECT_EQ(item(drawn, "soleus")->layer, Layer::solid);
  EXPECT_EQ(item(drawn, "gastrocnemius-medial-head")->layer, Layer::ghost);
  EXPECT_EQ(item(drawn, "gastrocnemius-lateral-head")->layer, Layer::ghost);
  EXPECT_EQ(item(drawn, "tibia")->layer, Layer::solid);
  EXPECT_EQ(item(drawn, "tibialis-anterior")->layer, Layer::solid);
  EXPECT_EQ(item(drawn, "skin")->layer, Layer::shell);
  EXPECT_EQ(item(drawn, "skin")->opacity, 0.0F);
  EXPECT_NE(item(drawn, "soleus")->colour, item(drawn, "tibialis-anterior")->colour);
  EXPECT_FALSE(item(drawn, "soleus")->outlined);
}

TEST_F(Scene, a_highlight_stands_solid_and_outlined_while_muscles_fade_with_xray) {
  session.highlighted = {"calcaneal-tendon", "no-such-structure"};
  float before = 1.0F;
  for (const double xray : {0.0, 0.5, 0.9}) {
    session.xray = xray;
    const DrawList drawn = list();
    EXPECT_EQ(item(drawn, "calcaneal-tendon")->layer, Layer::solid);
    EXPECT_TRUE(item(drawn, "calcaneal-tendon")->outlined);
    ASSERT_EQ(item(drawn, "soleus")->layer, Layer::ghost);
    EXPECT_LE(item(drawn, "soleus")->opacity, 0.25F);
    EXPECT_LT(item(drawn, "soleus")->opacity, before);
    EXPECT_EQ(seen("tibia"), Visibility::solid);
    before = item(drawn, "soleus")->opacity;
  }
  session.xray = 1.0;
  EXPECT_EQ(item(list(), "soleus"), nullptr);
  EXPECT_NE(item(list(), "tibia"), nullptr);
}

TEST_F(Scene, highlights_differ_in_colour_from_each_other_and_from_nature) {
  session.highlighted = {"soleus", "tibia", "fibula", "calcaneal-tendon", "tibialis-anterior", "calcaneus"};
  const DrawList highlighted = list();
  session.highlighted.clear();
  const DrawList natural = list();
  for (std::size_t i = 0; i < highlighted.items.size(); ++i) {
    const DrawItem& a = highlighted.items[i];
    if (!a.outlined) {
      continue;
    }
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GT(glm::distance(a.colour, highlighted.items[j].colour), 0.15F);
    }
    if (leg.structures[a.mesh].id != "soleus") {
      EXPECT_GT(glm::distance(a.colour, natural.items[i].colour), 0.25F) << leg.structures[a.mesh].id;
    }
  }
}

TEST_F(Scene, the_achilles_highlight_paints_its_footprint_on_the_calcaneus) {
  EXPECT_LT(item(list(), "calcaneus")->field_limit, 0.0F);
  session.highlighted = {"calcaneal-tendon"};
  EXPECT_GT(item(list(), "calcaneus")->field_limit, 0.0F);
  const auto views = scene::mesh_views(leg);
  ASSERT_EQ(views.size(), leg.structures.size());
  EXPECT_EQ(views[3].field.size(), views[3].positions.size());
  EXPECT_TRUE(views[1].field.empty());
}

TEST_F(Scene, a_bone_that_hides_the_highlight_gives_way_from_that_side_only) {
  leg.structures[1] = tube("tibia", anatomy::Kind::bone, {60, -10, 5}, {60, 400, 5}, 40);
  session.highlighted = {"soleus"};
  session.camera.elevation_deg = 0.0;
  session.camera.azimuth_deg = 0.0;
  EXPECT_EQ(item(list(), "tibia")->layer, Layer::ghost);
  session.camera.azimuth_deg = 180.0;
  EXPECT_EQ(item(list(), "tibia")->layer, Layer::solid);
}

TEST_F(Scene, hidden_isolated_and_faded_structures_obey) {
  session.hidden = {"femur"};
  session.ghosted = {"tibia"};
  EXPECT_EQ(seen("femur"), Visibility::hidden);
  EXPECT_EQ(seen("tibia"), Visibility::ghost);
  EXPECT_EQ(item(list(), "femur"), nullptr);
  session.isolated = {"fibula", "femur"};
  EXPECT_EQ(list().items.size(), 1U);
  session = Session();
  session.xray = 0.6;
  EXPECT_EQ(seen("tibialis-anterior"), Visibility::ghost);
  EXPECT_EQ(seen("tibia"), Visibility::solid);
  session.skin_opacity = 1.0;
  EXPECT_EQ(seen("skin"), Visibility::solid);
}

TEST_F(Scene, hover_and_selection_show) {
  const DrawItem plain = *item(list(), "fibula");
  session.selected = {"fibula"};
  EXPECT_TRUE(item(list(), "fibula")->outlined);
  EXPECT_EQ(item(list(), "fibula")->colour, plain.colour);
  session.selected.clear();
  scene::PictureOptions options;
  options.hovered = "fibula";
  const DrawItem hovered = *item(list(kSize, options), "fibula");
  EXPECT_TRUE(hovered.outlined);
  EXPECT_GT(glm::length(hovered.colour), glm::length(plain.colour));
}

TEST_F(Scene, pick_ids_lead_back_and_ghosts_let_through) {
  for (const DrawItem& drawn : list().items) {
    if (drawn.layer == Layer::solid) {
      ASSERT_NE(scene::structure_of_pick(leg, drawn.pick_id), nullptr);
      EXPECT_EQ(scene::structure_of_pick(leg, drawn.pick_id), &leg.structures[drawn.mesh]);
    } else {
      EXPECT_EQ(drawn.pick_id, 0U);
    }
  }
  EXPECT_EQ(scene::structure_of_pick(leg, 0), nullptr);
  EXPECT_EQ(scene::structure_of_pick(leg, 999), nullptr);
}

TEST_F(Scene, an_empty_leg_gives_an_empty_list) {
  leg.structures.clear();
  session.labels = Labels::english;
  EXPECT_TRUE(list().items.empty());
}

TEST_F(Scene, the_credit_line_can_be_left_out) {
  const auto says_credit = [&](const DrawList& drawn) {
    return std::any_of(drawn.overlay.texts.begin(), drawn.overlay.texts.end(),
                       [&](const render::Text2D& text) { return text.text == leg.credit; });
  };
  EXPECT_TRUE(says_credit(list()));
  scene::PictureOptions options;
  options.credit = false;
  EXPECT_FALSE(says_credit(list(kSize, options)));
  leg.credit.clear();
  EXPECT_TRUE(list().overlay.texts.empty());
}

TEST_F(Scene, labels_never_lie_on_the_points_they_name) {
  session.labels = Labels::english;
  session.camera_fits = false;
  session.camera.target_mm = {0.0, 100.0, 0.0};
  scene::PictureOptions options;
  options.credit = false;
  for (const double distance_mm : {250.0, 500.0, 1000.0}) {
    session.camera.distance_mm = distance_mm;
    const render::Overlay overlay = list({900, 700}, options).overlay;
    for (const render::Line2D& leader : overlay.lines) {
      for (const render::Text2D& text : overlay.texts) {
        const float end = text.position.x + bold().width_px(text.text, text.size_px);
        EXPECT_FALSE(leader.b.x > text.position.x && leader.b.x < end &&
                     std::abs(leader.b.y - text.position.y + 0.4F * text.size_px) < 0.6F * text.size_px)
            << text.text;
      }
    }
  }
}

struct Area {
  glm::vec2 min, max;
};

class Labelled : public Scene, public ::testing::WithParamInterface<std::pair<int, int>> {};
INSTANTIATE_TEST_SUITE_P(Sizes, Labelled,
                         ::testing::Values(std::pair(320, 240), std::pair(1280, 720), std::pair(600, 1400),
                                           std::pair(3840, 2160)));

TEST_P(Labelled, names_stay_inside_apart_and_uncrossed) {
  const glm::ivec2 size(GetParam().first, GetParam().second);
  session.labels = Labels::english;
  session.highlighted = {"soleus"};
  for (const double azimuth : {0.0, 90.0, 145.0, 250.0}) {
    session.camera.azimuth_deg = azimuth;
    scene::PictureOptions options;
    options.credit = false;
    const render::Overlay overlay = list(size, options).overlay;
    ASSERT_GE(overlay.texts.size(), 4U);
    std::vector<Area> areas;
    for (const render::Text2D& text : overlay.texts) {
      const render::Font& font = text.bold ? bold() : regular();
      areas.push_back({{text.position.x, text.position.y - font.ascent_px(text.size_px)},
                       {text.position.x + font.width_px(text.text, text.size_px),
                        text.position.y + font.descent_px(text.size_px)}});
      EXPECT_GE(areas.back().min.x, 0.0F);
      EXPECT_GE(areas.back().min.y, 0.0F);
      EXPECT_LE(areas.back().max.x, static_cast<float>(size.x));
      EXPECT_LE(areas.back().max.y, static_cast<float>(size.y));
      EXPECT_GE(text.size_px, 9.0F);
    }
    for (std::size_t i = 0; i < areas.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const bool apart = areas[i].max.x <= areas[j].min.x || areas[j].max.x <= areas[i].min.x ||
                           areas[i].max.y <= areas[j].min.y + 3.0F || areas[j].max.y <= areas[i].min.y + 3.0F;
        EXPECT_TRUE(apart) << overlay.texts[i].text << " over " << overlay.texts[j].text;
      }
    }
    const auto side = [](glm::vec2 p, glm::vec2 q, glm::vec2 r) {
      return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    };
    const float middle = 0.5F * static_cast<float>(size.x);
    for (const render::Line2D& a : overlay.lines) {
      for (const render::Line2D& b : overlay.lines) {
        const bool same_column = (a.a.x < middle) == (b.a.x < middle);
        const bool cross =
            side(a.a, a.b, b.a) * side(a.a, a.b, b.b) < 0.0F && side(b.a, b.b, a.a) * side(b.a, b.b, a.b) < 0.0F;
        EXPECT_FALSE(same_column && cross);
      }
    }
    EXPECT_TRUE(
        std::any_of(overlay.texts.begin(), overlay.texts.end(), [](const render::Text2D& text) { return text.bold; }));
  }
}

// The catalogue decides what is peeled and where things go.
std::shared_ptr<const anatomy::Catalogue> real_catalogue() {
  auto read = anatomy::Catalogue::load(source_folder() / "assets/catalogue");
  EXPECT_TRUE(read);
  return std::make_shared<const anatomy::Catalogue>(std::move(*read));
}

TEST_F(Scene, peels_from_skin_to_bone_without_a_jump) {
  leg.catalogue = real_catalogue();
  const auto left = [&](const char* id, double peel) { return scene::peel_opacity(leg, *leg.find(id), peel); };
  for (const char* id : {"skin", "tibialis-anterior", "soleus", "calcaneal-tendon", "tibia"}) {
    EXPECT_EQ(left(id, 0.0), 1.0F) << id;
    for (double peel = 0.0; peel < 0.999; peel += 0.01) {
      EXPECT_LE(left(id, peel + 0.01), left(id, peel)) << id;
      EXPECT_LT(left(id, peel) - left(id, peel + 0.01), 0.15F) << id;
      EXPECT_LE(left("skin", peel), left(id, peel)) << id << ": the skin goes first";
      EXPECT_LE(left("tibialis-anterior", peel), left("soleus", peel));
    }
  }
  EXPECT_EQ(left("tibia", 1.0), 1.0F);
  EXPECT_EQ(left("soleus", 1.0), 0.0F);
  session.peel = 1.0;
  const DrawList bones = list();
  EXPECT_NE(item(bones, "tibia"), nullptr);
  EXPECT_EQ(item(bones, "soleus"), nullptr);
  EXPECT_EQ(item(bones, "skin"), nullptr);
  session.peel = 0.0;
  EXPECT_EQ(item(list(), "skin")->layer, Layer::solid);
}

TEST_F(Scene, explodes_by_the_stated_way_and_its_mirror_image) {
  leg.catalogue = real_catalogue();
  session.explode = 0.5;
  const glm::vec3 way = leg.catalogue->displacement_mm("tibialis-anterior", anatomy::Compartment::anterior);
  EXPECT_GT(way.x, 0.0F) << "forward";
  EXPECT_EQ(item(list(), "tibialis-anterior")->offset_mm, 0.5F * way);
  EXPECT_EQ(item(list(), "tibia")->offset_mm, glm::vec3(0.0F)) << "bones stay";
  EXPECT_LT(item(list(), "soleus")->offset_mm.x, 0.0F) << "back";
  leg = mirrored(leg);
  EXPECT_EQ(item(list(), "tibialis-anterior")->offset_mm, 0.5F * way * glm::vec3(1.0F, 1.0F, -1.0F));
}

TEST_F(Scene, a_cut_has_faces_and_no_subject) {
  session.section = *parse_section("axial:0.5");
  const DrawList cut = list();
  ASSERT_TRUE(cut.cut);
  for (const char* id : {"tibia", "soleus", "skin"}) {
    ASSERT_TRUE(item(cut, id)->cap) << id;
  }
  EXPECT_TRUE(item(cut, "tibia")->cap->rim_is_cortex);
  EXPECT_LT(item(cut, "skin")->cap->rank, item(cut, "soleus")->cap->rank) << "fat lies under the muscles";
  EXPECT_EQ(item(cut, "gastrocnemius-medial-head")->layer, Layer::solid);
  EXPECT_EQ(scene::structure_of_pick(leg, item(cut, "soleus")->cap->pick_id), leg.find("soleus"));
  session.ghosted = {"soleus"};
  EXPECT_FALSE(item(list(), "soleus")->cap);
}

}  // namespace
}  // namespace crus::test
