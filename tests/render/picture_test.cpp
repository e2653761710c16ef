// Pictures of shapes whose pixels are known in closed form.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "studio.hpp"

namespace crus::test {
namespace {

using render::DrawItem;
using render::DrawList;
using render::Image;
using render::Layer;

double light_from_srgb(int value) {
  const double c = value / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double srgb_from_light(double light) {
  return 255.0 * (light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1.0 / 2.4) - 0.055);
}

DrawList list_of(std::vector<DrawItem> items, float half_width = 1.0F, float half_height = 1.0F) {
  DrawList list;
  list.items = std::move(items);
  list.view = flat_view(half_width, half_height);
  return list;
}

DrawItem item(std::uint32_t mesh, glm::vec3 colour, Layer layer = Layer::solid, float opacity = 1.0F) {
  DrawItem result;
  result.mesh = mesh;
  result.pick_id = mesh + 1;
  result.colour = colour;
  result.layer = layer;
  result.opacity = opacity;
  return result;
}

class Picture : public Studio {};

TEST_F(Picture, an_empty_list_is_the_background) {
  load({});
  DrawList list = list_of({});
  list.background_top = {1.0F, 0.5F, 0.0F};
  list.background_bottom = {0.0F, 0.5F, 1.0F};
  const Image image = finished(list, {20, 101});
  EXPECT_EQ(image.width, 20);
  EXPECT_EQ(image.height, 101);
  EXPECT_NEAR(pixel(image, 7, 0).x, 254, 1);
  EXPECT_NEAR(pixel(image, 7, 50).x, 128, 1);
  EXPECT_NEAR(pixel(image, 7, 100).z, 254, 1);
  EXPECT_EQ(pixel(image, 7, 30).w, 255);
}

TEST_F(Picture, the_same_list_gives_the_same_bytes) {
  load({sphere(0.8F), turned_cube(0.6F)});
  DrawList list = list_of({item(0, {0.8F, 0.3F, 0.2F}, Layer::ghost, 0.4F), item(1, {0.9F, 0.9F, 0.8F})});
  list.items[1].outlined = true;
  list.overlay.texts.push_back({"Soleus \u03b1", {10.0F, 30.0F}, 15.0F, {0.0F, 0.0F, 0.0F, 1.0F}, false});
  const Image first = finished(list, {160, 120});
  renderer().draw(list_of({}), {33, 17}, 0);
  const Image second = finished(list, {160, 120});
  EXPECT_TRUE(first == second);
  // The quick look is no part of the finished picture.
  renderer().draw(list, {160, 120}, 1);
  EXPECT_TRUE(renderer().read(list.overlay) == first);
}

TEST_F(Picture, a_picture_drawn_in_parts_is_the_same_picture) {
  load({sphere(0.8F), turned_cube(0.6F)});
  DrawList list = list_of({item(0, {0.8F, 0.3F, 0.2F}, Layer::ghost, 0.4F), item(1, {0.9F, 0.9F, 0.8F})});
  list.items[1].outlined = true;
  const glm::ivec2 size(700, 500);
  const Image whole = finished(list, size);
  // Dropped in the middle for another, picked from, begun again.
  renderer().begin(list, size, 1);
  ASSERT_TRUE(renderer().draw_part());
  renderer().begin(list_of({item(1, {0.1F, 0.2F, 0.8F})}), {90, 60}, 0, 0.5F);
  while (renderer().draw_part()) {
  }
  renderer().begin(list, size, 1);
  int parts = 1;
  while (renderer().draw_part()) {
    EXPECT_EQ(renderer().pick(list, size, {350, 250}), 2U);
    ++parts;
  }
  EXPECT_GT(parts, 3);
  EXPECT_TRUE(renderer().read(list.overlay) == whole);
}

TEST_F(Picture, the_quick_look_has_the_colours_of_the_finished_picture) {
  Shape fine = sphere(0.8F);
  const std::vector<geometry::DetailLevel> levels = geometry::detail_levels(fine.mesh, 0.05F);
  ASSERT_FALSE(levels.empty());
  std::vector<render::MeshView> views{fine.view()};
  views[0].levels = levels;
  renderer().set_meshes(views);
  const glm::ivec2 size(300, 300);
  for (const Layer layer : {Layer::solid, Layer::ghost}) {
    DrawList list = list_of({item(0, {0.8F, 0.5F, 0.4F}, layer, 0.4F)});
    list.background_top = {0.9F, 0.95F, 1.0F};
    list.background_bottom = {0.6F, 0.65F, 0.7F};
    const Image still = finished(list, size);
    for (const float scale : {1.0F, 0.5F}) {
      renderer().begin(list, size, 0, scale);
      while (renderer().draw_part()) {
      }
      const Image moving = renderer().read(list.overlay);
      ASSERT_EQ(moving.width, still.width);
      double sum = 0.0;
      for (int y = 0; y < size.y; ++y) {
        for (int x = 0; x < size.x; ++x) {
          const glm::ivec4 off = glm::abs(pixel(moving, x, y) - pixel(still, x, y));
          sum += std::max({off.x, off.y, off.z});
          // Away from the outline, where a ray hits or misses, no pixel may jump.
          const double from_middle = std::hypot(x - 149.5, y - 149.5);
          if (from_middle < 110.0 || from_middle > 128.0) {
            EXPECT_LE(std::max({off.x, off.y, off.z}), 6) << x << "," << y << " scale " << scale;
          }
        }
      }
      EXPECT_LT(sum / (size.x * size.y), 1.5) << "scale " << scale;
    }
  }
}

TEST_F(Picture, rays_of_a_finished_picture_measure_the_area) {
  load({rectangle({-0.53F, -0.37F}, {0.61F, 0.42F}, 0.0F)});
  DrawList list = list_of({item(0, {0.5F, 0.5F, 0.5F})});
  list.transparent = true;
  const glm::ivec2 size(40, 40);
  const Image image = finished(list, size);
  const auto overlap = [](double low, double high, double from, double to) {
    return std::max(0.0, std::min(high, to) - std::max(low, from));
  };
  for (int y = 0; y < size.y; ++y) {
    for (int x = 0; x < size.x; ++x) {
      const double width = overlap(0.47 * 20, 1.61 * 20, x, x + 1);
      const double height = overlap((1 - 0.42) * 20, 1.37 * 20, y, y + 1);
      // A ray each quarter pixel finds an edge to an eighth of a pixel on either side.
      EXPECT_NEAR(pixel(image, x, y).w / 255.0, width * height, 0.14) << x << "," << y;
    }
  }
  EXPECT_EQ(pixel(image, 20, 20).w, 255);
  EXPECT_EQ(pixel(image, 2, 2), glm::ivec4(0));
}

TEST_F(Picture, four_see_through_layers_blend_as_the_formula_says_in_any_order) {
  std::vector<Shape> shapes;
  const std::array<glm::vec3, 4> colours{
      {{0.85F, 0.25F, 0.2F}, {0.2F, 0.7F, 0.3F}, {0.25F, 0.35F, 0.9F}, {0.9F, 0.8F, 0.2F}}};
  const std::array<float, 4> opacities{0.3F, 0.5F, 0.4F, 0.7F};
  for (const float z : {3.0F, 2.0F, 1.0F, 0.0F}) {  // nearest first
    shapes.push_back(rectangle({-0.9F, -0.9F}, {0.9F, 0.9F}, z));
  }
  load(shapes);
  const glm::ivec2 size(24, 24);
  std::array<glm::ivec4, 4> alone{};
  for (std::uint32_t i = 0; i < 4; ++i) {
    alone.at(i) = pixel(finished(list_of({item(i, colours.at(i))}), size), 12, 12);
  }
  std::array<std::uint32_t, 4> order{0, 1, 2, 3};
  std::optional<Image> first;
  do {
    std::vector<DrawItem> items;
    for (const std::uint32_t i : order) {
      items.push_back(item(i, colours.at(i), Layer::ghost, opacities.at(i)));
    }
    DrawList list = list_of(items);
    list.background_top = list.background_bottom = {0.7F, 0.8F, 0.9F};
    const Image image = finished(list, size);
    if (!first) {
      first = image;
      for (int c = 0; c < 3; ++c) {
        double light = 0.0;
        double through = 1.0;
        for (std::size_t i = 0; i < 4; ++i) {
          light += through * opacities.at(i) * light_from_srgb(alone.at(i)[c]);
          through *= 1.0 - opacities.at(i);
        }
        const std::array<double, 3> background{0.7, 0.8, 0.9};
        light += through *
                 light_from_srgb(static_cast<int>(std::lround(255.0 * background.at(static_cast<std::size_t>(c)))));
        EXPECT_NEAR(pixel(image, 12, 12)[c], srgb_from_light(light), 2.0) << "channel " << c;
      }
    }
    EXPECT_TRUE(image == *first);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(Picture, solids_hide_the_ghosts_behind_them_only) {
  load({rectangle({-0.9F, -0.9F}, {0.9F, 0.9F}, 0.0F), rectangle({-0.5F, -0.5F}, {0.5F, 0.5F}, -1.0F),
        rectangle({-0.5F, -0.5F}, {0.5F, 0.5F}, 1.0F)});
  const glm::ivec2 size(24, 24);
  const DrawItem wall = item(0, {0.6F, 0.6F, 0.6F});
  const Image bare = finished(list_of({wall}), size);
  EXPECT_TRUE(finished(list_of({wall, item(1, {0.9F, 0.1F, 0.1F}, Layer::ghost, 0.5F)}), size) == bare);
  const Image before = finished(list_of({wall, item(2, {0.9F, 0.1F, 0.1F}, Layer::ghost, 0.5F)}), size);
  EXPECT_GT(pixel(before, 12, 12).x, pixel(bare, 12, 12).x + 20);
  EXPECT_EQ(pixel(before, 3, 3), pixel(bare, 3, 3));
}

TEST_F(Picture, culling_back_faces_changes_nothing_on_a_closed_mesh) {
  Shape open = turned_cube(0.6F);
  open.closed = false;
  const Shape closed = turned_cube(0.6F);
  const glm::ivec2 size(64, 64);
  load({open});
  const Image unculled = finished(list_of({item(0, {0.7F, 0.4F, 0.3F})}), size);
  load({closed});
  EXPECT_TRUE(finished(list_of({item(0, {0.7F, 0.4F, 0.3F})}), size) == unculled);
  EXPECT_EQ(pixel(unculled, 2, 2), glm::ivec4(255));
  EXPECT_NE(pixel(unculled, 32, 32), glm::ivec4(255));
}

TEST_F(Picture, parts_of_a_large_picture_join_without_seams) {
  load({rectangle({-0.99F, -0.99F}, {0.99F, 0.99F}, 0.0F)});
  const Image image = finished(list_of({item(0, {0.5F, 0.4F, 0.3F})}), {8000, 300});
  ASSERT_EQ(image.width, 8000);
  const glm::ivec4 middle = pixel(image, 4000, 150);
  for (int x = 50; x < 7950; ++x) {
    ASSERT_EQ(pixel(image, x, 150), middle) << x;
  }
  for (int y = 3; y < 297; ++y) {
    ASSERT_EQ(pixel(image, 1234, y), middle) << y;
  }
}

TEST_F(Picture, one_pixel_is_enough) {
  load({rectangle({-2.0F, -2.0F}, {2.0F, 2.0F}, 0.0F)});
  const Image image = finished(list_of({item(0, {0.5F, 0.4F, 0.3F})}), {1, 1});
  EXPECT_NE(pixel(image, 0, 0), glm::ivec4(255));
  EXPECT_EQ(renderer().pick(list_of({item(0, glm::vec3(0.5F))}), {1, 1}, {0, 0}), 1U);
}

TEST_F(Picture, a_shell_glows_at_its_edge_and_is_clear_in_the_middle) {
  load({sphere(0.8F)});
  DrawList list = list_of({item(0, {0.9F, 0.7F, 0.6F}, Layer::shell, 0.0F)});
  list.transparent = true;
  const Image image = finished(list, {101, 101});
  EXPECT_LE(pixel(image, 50, 50).w, 1);
  EXPECT_GE(pixel(image, 50 - 39, 50).w, 45);
  list.items[0].opacity = 0.5F;
  EXPECT_NEAR(pixel(finished(list, {101, 101}), 50, 50).w, 128, 2);
}

TEST_F(Picture, a_field_paints_the_part_below_its_limit) {
  load({rectangle({-1.0F, -1.0F}, {1.0F, 1.0F}, 0.0F)});
  const glm::ivec2 size(80, 80);
  DrawList list = list_of({item(0, {0.8F, 0.8F, 0.7F})});
  const Image plain = finished(list, size);
  list.items[0].field_limit = 0.25F;  // pixel column 50
  list.items[0].field_colour = {0.9F, 0.1F, 0.1F};
  for (const Layer layer : {Layer::solid, Layer::ghost}) {
    list.items[0].layer = layer;
    list.items[0].opacity = 0.999F;
    const Image painted = finished(list, size);
    EXPECT_LT(pixel(painted, 20, 40).y, pixel(plain, 20, 40).y - 60);
    EXPECT_LE(std::abs(pixel(painted, 60, 40).y - pixel(plain, 60, 40).y), 1);
    // The line round the region is darker than either side.
    EXPECT_LT(pixel(painted, 50, 40).x, pixel(painted, 20, 40).x - 20);
  }
}

TEST_F(Picture, shares_are_painted_through_the_ramp_or_in_hues) {
  const Shape shape = rectangle({-1.0F, -1.0F}, {1.0F, 1.0F}, 0.0F);
  load({shape});
  const glm::ivec2 size(80, 80);
  DrawList list = list_of({item(0, glm::vec3(0.5F))});
  list.items[0].shares = true;
  list.paint.ramp.fill({0.0F, 0.0F, 1.0F});
  list.paint.hues = {{{1.0F, 0.0F, 0.0F}, {0.0F, 1.0F, 0.0F}, {0.0F, 0.0F, 1.0F}, {1.0F, 1.0F, 0.0F}}};
  const Image plain = finished(list, size);
  EXPECT_LE(pixel(plain, 20, 40).z - pixel(plain, 20, 40).x, 2) << "no shares were given yet";
  // Left half: the first pattern, right half: the second.
  std::vector<glm::vec4> shares;
  for (const glm::vec3& p : shape.mesh.positions) {
    shares.emplace_back(p.x < 0.0F ? 1.0F : 0.0F, p.x < 0.0F ? 0.0F : 1.0F, 0.0F, 0.0F);
  }
  renderer().set_shares(0, shares, shape.mesh.positions);
  for (const Layer layer : {Layer::solid, Layer::ghost}) {
    list.items[0].layer = layer;
    list.items[0].opacity = 0.3F;
    list.paint.in_hues = 0;
    const Image ramp = finished(list, size);
    EXPECT_GT(pixel(ramp, 4, 40).z, pixel(ramp, 4, 40).x + 100);
    EXPECT_LE(std::abs(pixel(ramp, 76, 40).z - pixel(ramp, 76, 40).x), 30) << "the second is not the ramp's";
    list.paint.in_hues = 3;
    const Image hues = finished(list, size);
    EXPECT_GT(pixel(hues, 4, 40).x, pixel(hues, 4, 40).y + 100);
    EXPECT_GT(pixel(hues, 76, 40).y, pixel(hues, 76, 40).x + 100);
    list.paint.opacity = 0.0F;
    const Image clear = finished(list, size);
    EXPECT_LE(std::abs(pixel(clear, 4, 40).x - pixel(clear, 4, 40).y), 2);
    list.paint.opacity = 1.0F;
  }
}

TEST_F(Picture, an_outline_runs_round_the_outside) {
  load({rectangle({-0.5F, -0.5F}, {0.5F, 0.5F}, 0.0F)});
  const glm::ivec2 size(720, 720);
  DrawList list = list_of({item(0, {0.5F, 0.5F, 0.5F})});
  const Image bare = finished(list, size);
  list.items[0].outlined = true;
  list.items[0].outline_colour = {1.0F, 0.0F, 0.0F};
  const Image outlined = finished(list, size);
  EXPECT_EQ(pixel(outlined, 360, 360), pixel(bare, 360, 360));
  EXPECT_EQ(pixel(outlined, 178, 360), glm::ivec4(255, 0, 0, 255));
  EXPECT_EQ(pixel(outlined, 186, 360), pixel(bare, 186, 360));
  EXPECT_EQ(pixel(outlined, 170, 360), pixel(bare, 170, 360));
  EXPECT_EQ(pixel(outlined, 179, 360), glm::ivec4(255, 0, 0, 255));
  EXPECT_EQ(pixel(outlined, 360, 540), glm::ivec4(255, 0, 0, 255));
}

TEST_F(Picture, meshes_behind_the_camera_or_beside_the_picture_do_not_matter) {
  load({rectangle({-0.5F, -0.5F}, {0.5F, 0.5F}, 0.0F), rectangle({-0.5F, -0.5F}, {0.5F, 0.5F}, 50.0F),
        rectangle({5.0F, 5.0F}, {6.0F, 6.0F}, 0.0F)});
  const glm::ivec2 size(64, 64);
  const Image alone = finished(list_of({item(0, {0.5F, 0.2F, 0.2F})}), size);
  EXPECT_TRUE(
      finished(list_of({item(0, {0.5F, 0.2F, 0.2F}), item(1, {0, 0, 1}), item(2, {0, 0, 1}), item(9, {0, 0, 1})}),
               size) == alone);
}

TEST_F(Picture, marks_lie_where_they_are_put) {
  load({});
  DrawList list = list_of({});
  list.overlay.rects.push_back({{10.0F, 20.0F}, {30.0F, 26.0F}, {1.0F, 0.0F, 0.0F, 1.0F}, 0.0F});
  list.overlay.lines.push_back({{0.0F, 40.5F}, {64.0F, 40.5F}, {0.0F, 0.0F, 1.0F, 1.0F}, 1.0F});
  const Image image = finished(list, {64, 64});
  EXPECT_EQ(pixel(image, 10, 20), glm::ivec4(255, 0, 0, 255));
  EXPECT_EQ(pixel(image, 29, 25), glm::ivec4(255, 0, 0, 255));
  EXPECT_EQ(pixel(image, 30, 25), glm::ivec4(255));
  EXPECT_EQ(pixel(image, 9, 20), glm::ivec4(255));
  EXPECT_EQ(pixel(image, 32, 40), glm::ivec4(0, 0, 255, 255));
  EXPECT_EQ(pixel(image, 32, 41), glm::ivec4(255));
}

TEST_F(Picture, text_stands_on_its_baseline_and_is_as_wide_as_measured) {
  load({});
  DrawList list = list_of({});
  list.overlay.texts.push_back({"HIH", {20.0F, 60.0F}, 40.0F, {0.0F, 0.0F, 0.0F, 1.0F}, false});
  const Image image = finished(list, {160, 80});
  glm::ivec2 low(1000);
  glm::ivec2 high(-1);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (pixel(image, x, y).x < 128) {
        low = glm::min(low, glm::ivec2(x, y));
        high = glm::max(high, glm::ivec2(x, y));
      }
    }
  }
  EXPECT_EQ(high.y, 59);
  EXPECT_NEAR(low.y, 60 - 0.727 * 40, 1.0);  // Inter's capitals
  EXPECT_GE(low.x, 20);
  EXPECT_LE(low.x, 26);
}

TEST_F(Picture, picking_names_what_is_seen_and_passes_through_ghosts_without_id) {
  load({rectangle({-1.0F, -1.0F}, {0.0F, 1.0F}, 0.0F), rectangle({-0.5F, -1.0F}, {0.5F, 1.0F}, 1.0F),
        rectangle({-1.0F, -1.0F}, {1.0F, 1.0F}, 2.0F)});
  DrawItem ghost = item(2, {0.5F, 0.5F, 0.5F}, Layer::ghost, 0.4F);
  ghost.pick_id = 0;
  DrawList list = list_of({item(0, {0.5F, 0.5F, 0.5F}), item(1, {0.5F, 0.5F, 0.5F}), ghost});
  const glm::ivec2 size(100, 60);
  for (int x = 0; x < size.x; ++x) {
    const std::uint32_t wanted = x < 25 ? 1U : x < 75 ? 2U : 0U;
    EXPECT_EQ(renderer().pick(list, size, {x, 30}, 0), wanted) << x;
  }
  EXPECT_EQ(renderer().pick(list, size, {76, 30}, 2), 2U);
  EXPECT_EQ(renderer().pick(list, size, {78, 30}, 2), 0U);
  EXPECT_EQ(renderer().pick(list, size, {-40, 30}, 2), 0U);
  list.items[2].pick_id = 3;
  EXPECT_EQ(renderer().pick(list, size, {10, 30}, 0), 3U);
}

TEST_F(Picture, warming_up_works_and_leaves_the_meshes_alone) {
  load({turned_cube(0.6F)});
  const DrawList list = list_of({item(0, {0.7F, 0.4F, 0.3F})});
  const Image before = finished(list, {48, 48});
  const Status status = renderer().warm_up();
  EXPECT_TRUE(status) << status.error().message();
  EXPECT_TRUE(finished(list, {48, 48}) == before);
}

}  // namespace
}  // namespace crus::test
