#include "render/renderer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <glad/gl.h>

#include "render/caps.hpp"
#include "render/gl_messages.hpp"
#include "render/gl_object.hpp"
#include "render/marks.hpp"
#include "render/mesh_store.hpp"
#include "render/passes.hpp"
#include "render/plan.hpp"
#include "render/programs.hpp"
#include "render/targets.hpp"

namespace crus::render {
namespace {

constexpr int kMostPickRadiusPx = 32;
constexpr float kSmallestScale = 0.25F;

int max_texture_size() {
  GLint size = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &size);
  return std::max(size, 1024);
}

// The window's toolkit shares the context: leave nothing bound that could surprise it.
void release_state() {
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glBindVertexArray(0);
  glUseProgram(0);
  glActiveTexture(GL_TEXTURE0);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_BLEND);
  glDisable(GL_CLIP_DISTANCE0);
  glDepthMask(GL_TRUE);
}

void expect_plain_state() {
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_BLEND);
  glDisable(GL_STENCIL_TEST);
  glDisable(GL_FRAMEBUFFER_SRGB);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glDepthMask(GL_TRUE);
  glFrontFace(GL_CCW);
  glCullFace(GL_BACK);
  glPolygonMode(GL_FRONT_AND_BACK, GL_FILL);
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  glPixelStorei(GL_PACK_ROW_LENGTH, 0);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

}  // namespace

struct Renderer::State {
  State(const std::filesystem::path& shaders, const Font& regular, const Font& bold)
      : programs(shaders), passes(programs, meshes, caps, messages), marks(regular, bold) {}

  void make_room(glm::ivec2 picture_size, glm::ivec2 drawn, const PixelBox& covered);
  void draw_next_tile();
  // Planned items point into the meshes: none may outlive them.
  void drop_parts() {
    tiles.clear();
    items.clear();
  }
  void draw_background(const DrawList& list);
  void prepare_cut(const DrawList& list);
  ColourTarget& surfaces() { return sample.grid == 1 ? quick : finished; }
  void draw_surfaces();
  const Program* program(ProgramName name);

  GlMessages messages;
  Programs programs;
  MeshStore meshes;
  Caps caps;
  Passes passes;
  Marks marks;
  DrawList drawn_list;  // what begin() was given; planned items point into it
  std::vector<PlannedItem> items;
  SamplePlan sample;
  std::vector<Tile> tiles;  // still to be drawn, the last one first
  ColourTarget picture, ids;
  ColourTarget quick, finished;  // the surfaces as shown, of a quick look and of a picture at rest
  GlTexture ids_depth;
  GlFramebuffer ids_frame;
  int max_texture = max_texture_size();

  glm::ivec2 size{0};
  glm::ivec2 drawn_size{0};  // smaller where the quick look is
  PixelBox box;              // of the surfaces, in pixels of drawn_size
  bool complete = false;     // every tile of it is drawn
  DrawList background;       // of the last list: its colours only
};

Renderer::Renderer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Renderer::~Renderer() = default;
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;

Result<Renderer> Renderer::create(const std::filesystem::path& shader_folder, const Font& regular, const Font& bold) {
  auto state = std::make_unique<State>(shader_folder, regular, bold);
  for (const ProgramName name : {ProgramName::solid, ProgramName::compose, ProgramName::marks}) {
    if (const auto program = state->programs.get(name); !program) {
      return tl::unexpected(program.error());
    }
  }
  return Renderer(std::move(state));
}

struct PackedMeshes::State {
  MeshPack pack;
  std::vector<Caps::Source> cut;
};

PackedMeshes::PackedMeshes(std::span<const MeshView> meshes, Cuts cuts)
    : state_(std::make_unique<State>(State{MeshPack(meshes), {}})) {
  if (cuts == Cuts::may_come) {
    state_->cut = Caps::sources_of(meshes);
  }
}
PackedMeshes::~PackedMeshes() = default;
PackedMeshes::PackedMeshes(PackedMeshes&&) noexcept = default;
PackedMeshes& PackedMeshes::operator=(PackedMeshes&&) noexcept = default;

void Renderer::set_meshes(PackedMeshes meshes) {
  state_->drop_parts();
  state_->meshes.upload(std::move(meshes.state_->pack));
  state_->caps.set_meshes(std::move(meshes.state_->cut));
  state_->complete = false;
}

void Renderer::move_meshes(std::span<const MeshView> meshes) {
  state_->drop_parts();
  state_->meshes.move(meshes);
  state_->caps.move_meshes(meshes);
  state_->complete = false;
}

void Renderer::set_shares(std::size_t mesh, std::span<const glm::vec4> shares, std::span<const glm::vec3> places) {
  state_->meshes.set_shares(mesh, shares, places);
}

Status Renderer::warm_up() {
  if (auto status = state_->programs.compile_all(); !status) {
    return status;
  }
  // Drivers finish a program for each state it is drawn in: a triangle in every layer, large and outlined enough that
  // no pass is left out.
  constexpr std::array<glm::vec3, 3> kCorners{{{-1.0F, -1.0F, 0.0F}, {1.0F, -1.0F, 0.0F}, {0.0F, 1.0F, 0.0F}}};
  constexpr std::array<glm::vec3, 3> kNormals{{{0.0F, 0.0F, 1.0F}, {0.0F, 0.0F, 1.0F}, {0.0F, 0.0F, 1.0F}}};
  constexpr std::array<float, 3> kField{-1.0F, 1.0F, 0.0F};
  constexpr std::array<glm::uvec3, 1> kTriangle{{{0U, 1U, 2U}}};
  constexpr std::array<glm::vec4, 3> kShares{glm::vec4(0.5F), glm::vec4(1.0F), glm::vec4(0.0F)};
  const std::array<MeshView, 3> views{MeshView{kCorners, kNormals, {}, kField, kTriangle, false},
                                      MeshView{kCorners, kNormals, {}, {}, kTriangle, true},
                                      MeshView{kCorners, kNormals, {}, {}, kTriangle, false}};
  DrawList list;
  for (const Layer layer : {Layer::solid, Layer::ghost, Layer::shell}) {
    for (std::uint32_t mesh = 0; mesh < views.size(); ++mesh) {
      DrawItem item;
      item.mesh = mesh;
      item.pick_id = 1;
      item.layer = layer;
      item.opacity = 0.5F;
      item.outlined = true;
      item.field_limit = 0.0F;
      item.shares = mesh == 2;
      list.items.push_back(item);
    }
  }
  list.background_bottom = glm::vec3(0.5F);
  list.overlay.texts.push_back({"a", {1.0F, 6.0F}, 8.0F, glm::vec4(1.0F), false});
  state_->drop_parts();
  MeshStore kept = std::exchange(state_->meshes, MeshStore());
  state_->meshes.upload(MeshPack(views));
  state_->meshes.set_shares(2, kShares, kCorners);
  constexpr glm::ivec2 kSize(8);
  for (int index = 0; index < kSamples; ++index) {
    draw(list, kSize, index);
  }
  static_cast<void>(resolve(list.overlay));
  begin(list, kSize, 0, 0.5F);
  while (draw_part()) {
  }
  static_cast<void>(resolve(list.overlay));
  list.cut = glm::vec4(0.0F, 1.0F, 0.0F, 0.0F);
  for (DrawItem& item : list.items) {
    item.cap = Cap{};
    item.cap->pick_id = 1;
  }
  state_->caps.set_meshes(Caps::sources_of(views));
  draw(list, kSize, 0);
  static_cast<void>(pick(list, kSize, {4, 4}));
  state_->drop_parts();
  state_->meshes = std::move(kept);
  state_->caps = Caps();
  state_->complete = false;
  return {};
}

const Program* Renderer::State::program(ProgramName name) {
  const auto found = programs.get(name);
  if (!found) {
    messages.add(found.error().message());
    return nullptr;
  }
  (*found)->use();
  return *found;
}

void Renderer::State::make_room(glm::ivec2 picture_size, glm::ivec2 drawn, const PixelBox& covered) {
  size = picture_size;
  drawn_size = drawn;
  box = covered;
  background.background_top = drawn_list.background_top;
  background.background_bottom = drawn_list.background_bottom;
  background.transparent = drawn_list.transparent;
  if (box.empty()) {
    return;
  }
  // To the texel: enlarging looks half a texel beyond the box, where a roomier texture holds an older picture.
  surfaces().ensure(GL_RGBA8, box.size());
}

void Renderer::begin(const DrawList& list, glm::ivec2 size, int index, float scale) {
  State& s = *state_;
  const glm::ivec2 clipped = glm::clamp(size, glm::ivec2(1), glm::ivec2(s.max_texture));
  const float smaller = index < kFirstFinished ? std::clamp(scale, kSmallestScale, 1.0F) : 1.0F;
  const glm::ivec2 drawn = glm::max(glm::ivec2(glm::ceil(glm::vec2(clipped) * smaller)), glm::ivec2(1));
  expect_plain_state();
  s.prepare_cut(list);
  s.drawn_list = list;
  s.sample = sample_plan(index);
  s.items = plan_items(s.drawn_list, s.meshes.ranges(), drawn, s.sample.tolerance_px);
  PixelBox box;
  bool outlined = false;
  for (const PlannedItem& item : s.items) {
    box = unite(box, item.box);
    outlined = outlined || item.item->outlined;
  }
  s.make_room(clipped, drawn, box);
  s.tiles = tiles_of(box, s.sample.grid, outlined ? outline_margin_px(drawn) : 0, s.max_texture);
  std::reverse(s.tiles.begin(), s.tiles.end());
  s.complete = s.tiles.empty();
  release_state();
}

void Renderer::State::draw_next_tile() {
  const FrameInput frame{drawn_list, items, drawn_size, box, sample};
  passes.draw_tile(frame, tiles.back(), surfaces());
  tiles.pop_back();
  complete = tiles.empty();
}

bool Renderer::draw_part() {
  State& s = *state_;
  if (!s.tiles.empty()) {
    expect_plain_state();
    s.draw_next_tile();
    release_state();
    glFinish();
  }
  return !s.tiles.empty();
}

void Renderer::draw(const DrawList& list, glm::ivec2 size, int index) {
  begin(list, size, index);
  expect_plain_state();
  while (!state_->tiles.empty()) {
    state_->draw_next_tile();
  }
  release_state();
}

void Renderer::State::prepare_cut(const DrawList& list) {
  caps.update(list);
  list.cut ? glEnable(GL_CLIP_DISTANCE0) : glDisable(GL_CLIP_DISTANCE0);
}

void Renderer::State::draw_background(const DrawList& list) {
  if (list.transparent || list.background_top == list.background_bottom) {
    const glm::vec4 colour = list.transparent ? glm::vec4(0.0F) : glm::vec4(list.background_top, 1.0F);
    glClearColor(colour.x, colour.y, colour.z, colour.w);
    glClear(GL_COLOR_BUFFER_BIT);
  } else if (const Program* used = program(ProgramName::marks); used != nullptr) {
    marks.draw_background(list.background_top, list.background_bottom, size, *used);
  }
}

// Copies the surfaces to their place, enlarged where they were drawn smaller.
void Renderer::State::draw_surfaces() {
  if (box.empty() || !complete) {
    return;
  }
  const glm::vec2 scale = glm::vec2(drawn_size) / glm::vec2(size);
  const glm::ivec2 low(glm::round(glm::vec2(box.min) / scale));
  const glm::ivec2 high = glm::min(glm::ivec2(glm::round(glm::vec2(box.max) / scale)), size);
  surfaces().bind_for_reading();
  glBlitFramebuffer(0, 0, box.size().x, box.size().y, low.x, low.y, high.x, high.y, GL_COLOR_BUFFER_BIT,
                    drawn_size == size ? GL_NEAREST : GL_LINEAR);
  picture.bind();
}

std::uint32_t Renderer::resolve(const Overlay& overlay) {
  State& s = *state_;
  expect_plain_state();
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  s.size = glm::max(s.size, glm::ivec2(1));
  s.picture.ensure(GL_RGBA8, s.size);
  s.picture.bind();
  s.draw_background(s.background);
  s.draw_surfaces();
  if (const Program* marks = s.program(ProgramName::marks); marks != nullptr) {
    s.marks.draw(overlay, s.size, *marks);
  }
  release_state();
  return s.picture.texture();
}

void Renderer::copy_to_window(glm::ivec2 corner) {
  State& s = *state_;
  expect_plain_state();
  s.picture.bind_for_reading();
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  glBlitFramebuffer(0, 0, s.size.x, s.size.y, corner.x, corner.y, corner.x + s.size.x, corner.y + s.size.y,
                    GL_COLOR_BUFFER_BIT, GL_NEAREST);
  release_state();
}

Image Renderer::read(const Overlay& overlay) {
  static_cast<void>(resolve(overlay));
  State& s = *state_;
  const auto width = static_cast<std::size_t>(s.size.x);
  const auto height = static_cast<std::size_t>(s.size.y);
  Image image{s.size.x, s.size.y, std::vector<std::uint8_t>(width * height * 4)};
  s.picture.bind();
  glReadPixels(0, 0, s.size.x, s.size.y, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
  release_state();
  const auto row = [&](std::size_t y) { return image.rgba.begin() + static_cast<std::ptrdiff_t>(y * width * 4); };
  for (std::size_t y = 0; y < height / 2; ++y) {
    std::swap_ranges(row(y), row(y + 1), row(height - 1 - y));
  }
  if (s.background.transparent) {
    for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
      const unsigned alpha = image.rgba[i + 3];
      for (std::size_t c = 0; c < 3 && alpha != 0 && alpha != 255; ++c) {
        image.rgba[i + c] = static_cast<std::uint8_t>(std::min(255U, (image.rgba[i + c] * 255U + alpha / 2) / alpha));
      }
    }
  }
  return image;
}

std::uint32_t Renderer::pick(const DrawList& list, glm::ivec2 size, glm::ivec2 pixel, int radius_px) {
  State& s = *state_;
  const glm::ivec2 clipped = glm::clamp(size, glm::ivec2(1), glm::ivec2(s.max_texture));
  const int radius = std::clamp(radius_px, 0, kMostPickRadiusPx);
  const int side = 2 * radius + 1;
  const glm::ivec2 centre(pixel.x, clipped.y - 1 - pixel.y);
  const PixelBox box{centre - radius, centre + radius + 1};
  if (intersection(box, {{0, 0}, clipped}).empty()) {
    return 0;
  }
  expect_plain_state();
  if (s.ids.ensure(GL_R32UI, glm::ivec2(side))) {
    s.ids_depth = make_texture(GL_DEPTH_COMPONENT32F, glm::ivec2(side));
    s.ids_frame = make_framebuffer(s.ids.texture(), s.ids_depth.id());
  }
  glBindFramebuffer(GL_FRAMEBUFFER, s.ids_frame.id());
  glViewport(0, 0, side, side);
  constexpr std::array<GLuint, 4> kNobody{0, 0, 0, 0};
  glClearBufferuiv(GL_COLOR, 0, kNobody.data());
  constexpr float kFar = 1.0F;
  glClearBufferfv(GL_DEPTH, 0, &kFar);
  s.prepare_cut(list);
  s.passes.draw_ids(list, plan_items(list, s.meshes.ranges(), clipped), clipped, box);
  std::vector<GLuint> found(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  glBindFramebuffer(GL_FRAMEBUFFER, s.ids_frame.id());
  glReadPixels(0, 0, side, side, GL_RED_INTEGER, GL_UNSIGNED_INT, found.data());
  release_state();

  std::uint32_t best = 0;
  int best_distance = std::numeric_limits<int>::max();
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const GLuint id =
          found[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) + static_cast<std::size_t>(x)];
      const int distance = (x - radius) * (x - radius) + (y - radius) * (y - radius);
      if (id != 0 && distance < best_distance && distance <= radius * radius) {
        best = id;
        best_distance = distance;
      }
    }
  }
  return best;
}

std::vector<std::string> Renderer::take_messages() { return state_->messages.take(); }

}  // namespace crus::render
