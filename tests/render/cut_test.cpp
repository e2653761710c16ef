// Cuts, offsets and the second material in pictures whose pixels are known in closed form.
#include <algorithm>
#include <cmath>
#include <optional>

#include <glm/gtc/matrix_transform.hpp>

#include "studio.hpp"

namespace crus::test {
namespace {

using render::Cap;
using render::DrawItem;
using render::DrawList;
using render::Image;

DrawItem item(std::uint32_t mesh, const glm::vec3& colour) {
  DrawItem result;
  result.mesh = mesh;
  result.pick_id = mesh + 1;
  result.colour = colour;
  return result;
}

DrawList list_of(std::vector<DrawItem> items) {
  DrawList list;
  list.items = std::move(items);
  list.view = flat_view(2.0F, 2.0F);
  list.transparent = true;
  return list;
}

Cap cap_of(const glm::vec3& colour, std::uint32_t pick_id, int rank) {
  Cap cap;
  cap.fill = colour;
  cap.pick_id = pick_id;
  cap.rank = rank;
  return cap;
}

double share(const Image& image, const glm::vec3& wanted) {
  double sum = 0.0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const glm::ivec4 p = pixel(image, x, y);
      const glm::vec3 colour = glm::vec3(p.x, p.y, p.z) / 255.0F;
      sum += p.w > 250 && glm::length(colour - wanted) < 0.2F ? 1.0 : 0.0;
    }
  }
  return sum / (image.width * image.height);
}

class Cut : public Studio {};

constexpr glm::vec3 kGreen(0.1F, 0.8F, 0.1F);
constexpr glm::vec3 kBlue(0.1F, 0.1F, 0.9F);
constexpr glm::vec3 kGrey(0.6F, 0.6F, 0.6F);

TEST_F(Cut, the_face_of_a_cut_sphere_has_its_area) {
  load({sphere(1.0F)});
  DrawList list = list_of({item(0, kGrey)});
  list.items[0].cap = cap_of(kGreen, 7, 0);
  list.cut = glm::vec4(0.0F, 0.0F, 1.0F, 0.6F);  // a circle of radius 0.8, seen from above
  const Image image = finished(list, {200, 200});
  // The window is 4 by 4; the line round the face (0.28) is darker and does not count.
  const double inner = 0.8 - 0.28;
  EXPECT_NEAR(share(image, kGreen), 3.14159 * inner * inner / 16.0, 0.01);
  EXPECT_EQ(renderer().pick(list, {200, 200}, {100, 100}), 7U);
  EXPECT_EQ(renderer().pick(list, {200, 200}, {100 + 45, 100}), 1U) << "beside the face, the sphere itself";
}

TEST_F(Cut, what_lies_beyond_is_gone_and_what_lies_before_stays) {
  load({rectangle({-1.0F, -1.0F}, {1.0F, 1.0F}, 0.0F)});
  DrawList list = list_of({item(0, kGrey)});
  list.cut = glm::vec4(1.0F, 0.0F, 0.0F, 0.25F);
  const Image image = finished(list, {160, 160});  // 40 pixels to the unit, the middle at 80
  EXPECT_GT(pixel(image, 80 + 9, 80).w, 250);
  EXPECT_EQ(pixel(image, 80 + 11, 80).w, 0);
  list.cut = -*list.cut;
  const Image other = finished(list, {160, 160});
  EXPECT_EQ(pixel(other, 80 + 9, 80).w, 0);
  EXPECT_GT(pixel(other, 80 + 11, 80).w, 250);
}

TEST_F(Cut, faces_lie_over_each_other_by_rank) {
  load({sphere(1.0F), sphere(0.5F)});
  for (const int inner_rank : {1, -1}) {
    DrawList list = list_of({item(0, kGrey), item(1, kGrey)});
    list.items[0].cap = cap_of(kGreen, 1, 0);
    list.items[1].cap = cap_of(kBlue, 2, inner_rank);
    list.cut = glm::vec4(0.0F, 0.0F, 1.0F, 0.06F);  // beside the seam of these spheres, which are not welded
    const bool inner_on_top = inner_rank > 0;
    EXPECT_EQ(renderer().pick(list, {200, 200}, {100, 100}, 0), inner_on_top ? 2U : 1U);
    const Image image = finished(list, {200, 200});
    EXPECT_EQ(share(image, kBlue) > 0.001, inner_on_top);
  }
}

TEST_F(Cut, a_tilted_face_lies_in_its_plane) {
  // A wall through the middle of a cut sphere, square to the picture: half the face is before it, half behind.
  load({sphere(1.0F), rectangle({-2.0F, -2.0F}, {2.0F, 2.0F}, 0.0F)});
  DrawList list = list_of({item(0, kGrey), item(1, kBlue)});
  list.items[0].cap = cap_of(kGreen, 1, 0);
  const float s = std::sqrt(0.5F);
  list.cut = glm::vec4(s, 0.0F, s, 0.0F);  // the face rises to the left
  list.view.view_from_world = glm::mat4(1.0F);
  // The wall is cut too: it stays on the left half, where the face lies before it.
  EXPECT_EQ(renderer().pick(list, {200, 200}, {100 - 20, 100}, 0), 1U);
  EXPECT_EQ(renderer().pick(list, {200, 200}, {100 + 20, 100}, 0), 1U);
  EXPECT_EQ(renderer().pick(list, {200, 200}, {100 - 70, 100}, 0), 2U);
  EXPECT_EQ(renderer().pick(list, {200, 200}, {100 + 70, 100}, 0), 0U);
}

TEST_F(Cut, a_moved_mesh_is_drawn_and_cut_as_one_uploaded_there) {
  const std::vector<Shape> before{turned_cube(0.7F), sphere(0.4F)};
  std::vector<Shape> after = before;
  const glm::mat4 turn = glm::rotate(glm::mat4(1.0F), 0.7F, glm::normalize(glm::vec3(0.3F, -1.0F, 0.5F)));
  const glm::mat4 way = glm::translate(glm::mat4(1.0F), {0.4F, -0.3F, 0.2F}) * turn;
  for (Shape& shape : after) {
    for (glm::vec3& p : shape.mesh.positions) {
      p = glm::vec3(way * glm::vec4(p, 1.0F));
    }
    for (glm::vec3& n : shape.mesh.normals) {
      n = glm::mat3(way) * n;
    }
  }
  DrawList list = list_of({item(0, kGrey), item(1, kBlue)});
  list.items[0].cap = cap_of(kGreen, 1, 0);
  for (const auto& cut : {std::optional<glm::vec4>(), std::optional(glm::vec4(0.3F, 0.0F, 1.0F, 0.1F))}) {
    list.cut = cut;
    load(after);
    const Image there = finished(list, {160, 160});
    load(before);
    const Image here = finished(list, {160, 160});
    renderer().move_meshes(std::vector{after[0].view(), after[1].view()});
    EXPECT_EQ(finished(list, {160, 160}).rgba, there.rgba);
    EXPECT_NE(here.rgba, there.rgba);
  }
}

TEST_F(Cut, an_offset_moves_by_its_millimetres) {
  load({rectangle({-0.5F, -0.5F}, {0.5F, 0.5F}, 0.0F)});
  DrawList list = list_of({item(0, kGrey)});
  list.items[0].offset_mm = {1.0F, -0.5F, 0.0F};
  list.items[0].outlined = true;
  const Image image = finished(list, {160, 160});  // 40 pixels to the unit; y up in the world
  EXPECT_GT(pixel(image, 80 + 40, 80 + 20).w, 250);
  EXPECT_EQ(pixel(image, 80, 80 - 10).w, 0);
  EXPECT_EQ(renderer().pick(list, {160, 160}, {80 + 40, 80 + 20}, 0), 1U);
  EXPECT_EQ(renderer().pick(list, {160, 160}, {80, 80 - 10}, 0), 0U);
  // The cut is meant before the move.
  list.cut = glm::vec4(1.0F, 0.0F, 0.0F, 0.0F);
  const Image cut = finished(list, {160, 160});
  EXPECT_GT(pixel(cut, 80 + 40 - 10, 80 + 20).w, 250);
  EXPECT_EQ(pixel(cut, 80 + 40 + 10, 80 + 20).w, 0);
}

}  // namespace
}  // namespace crus::test
