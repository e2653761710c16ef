// The parts of the renderer that need no GL.
#include <gtest/gtest.h>

#include "render/font.hpp"
#include "render/plan.hpp"
#include "studio.hpp"
#include "support/support.hpp"

namespace crus::render {
namespace {

TEST(Tiles, cover_the_box_once) {
  for (const PixelBox& box :
       {PixelBox{{0, 0}, {1, 1}}, PixelBox{{3, 7}, {8000, 300}}, PixelBox{{10, 0}, {3840, 2160}}}) {
    for (const int grid : {1, 4}) {
      long area = 0;
      for (const Tile& tile : tiles_of(box, grid, 4, 4096)) {
        EXPECT_EQ(intersection(tile.core, box), tile.core);
        EXPECT_LE(tile.rendered.size().x * grid, 4096);
        EXPECT_LE(tile.rendered.size().y * grid, 4096);
        area += static_cast<long>(tile.core.size().x) * tile.core.size().y;
      }
      EXPECT_EQ(area, static_cast<long>(box.size().x) * box.size().y);
    }
  }
  EXPECT_TRUE(tiles_of({}, 4, 4, 4096).empty());
}

TEST(Tiles, parts_around_a_hole_and_the_hole_make_the_whole) {
  const PixelBox outer{{0, 0}, {30, 20}};
  for (const PixelBox& inner : {PixelBox{{5, 5}, {10, 12}}, PixelBox{{-5, -5}, {50, 50}}, PixelBox{{40, 40}, {50, 50}},
                                PixelBox{{0, 0}, {30, 4}}}) {
    int area = intersection(outer, inner).size().x * intersection(outer, inner).size().y;
    for (const PixelBox& part : around(outer, inner)) {
      EXPECT_TRUE(intersection(part, inner).empty());
      area += part.size().x * part.size().y;
    }
    EXPECT_EQ(area, 600);
  }
}

TEST(Tiles, a_cropped_projection_shows_the_same_points_at_the_same_pixels) {
  const glm::ivec2 size(640, 360);
  const PixelBox box{{100, 40}, {228, 136}};
  const View view = test::flat_view(2.0F, 1.0F);
  const glm::vec4 point(-1.1F, -0.45F, 3.0F, 1.0F);
  const glm::vec2 whole = (glm::vec2(view.clip_from_view * point) * 0.5F + 0.5F) * glm::vec2(size);
  const glm::vec2 part =
      (glm::vec2(cropped(view.clip_from_view, size, box) * point) * 0.5F + 0.5F) * glm::vec2(box.size());
  EXPECT_NEAR(part.x + 100.0F, whole.x, 1e-3);
  EXPECT_NEAR(part.y + 40.0F, whole.y, 1e-3);
}

class Fonts : public ::testing::Test {
 protected:
  Result<Font> font = Font::load(test::built_share_folder() / "fonts" / "Inter-Regular.otf");
};

TEST_F(Fonts, widths_grow_with_size_and_length) {
  ASSERT_TRUE(font);
  EXPECT_EQ(font->width_px("", 20.0F), 0.0F);
  const float word = font->width_px("Soleus", 20.0F);
  EXPECT_GT(word, 40.0F);
  EXPECT_NEAR(font->width_px("Soleus", 40.0F), 2.0F * word, 1e-3);
  EXPECT_GT(font->width_px("Soleus muscle", 20.0F), word);
  EXPECT_GT(font->ascent_px(20.0F), font->descent_px(20.0F));
  EXPECT_GT(font->descent_px(20.0F), 0.0F);
}

TEST_F(Fonts, greek_and_accented_letters_have_glyphs_of_their_own) {
  ASSERT_TRUE(font);
  EXPECT_NE(font->width_px("\u03c9", 40.0F), font->width_px("\u03b9", 40.0F));
  EXPECT_GT(font->width_px("\u0153", 40.0F), font->width_px("\u0131", 40.0F));
}

TEST_F(Fonts, broken_utf8_is_measured_not_trusted) {
  ASSERT_TRUE(font);
  EXPECT_GT(font->width_px("\xff\xc3", 20.0F), 0.0F);
  EXPECT_GT(font->width_px("a\xe2\x82", 20.0F), 0.0F);
}

TEST(FontFiles, that_are_none_are_refused_in_one_line) {
  const test::ScratchFolder folder;
  test::write_file(folder / "empty.otf", "");
  test::write_file(folder / "text.otf", std::string(4000, 'x'));
  for (const char* name : {"missing.otf", "empty.otf", "text.otf"}) {
    const auto loaded = Font::load(folder / name);
    ASSERT_FALSE(loaded) << name;
    EXPECT_NE(loaded.error().message().find(name), std::string::npos);
  }
}

}  // namespace
}  // namespace crus::render
