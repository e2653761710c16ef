#include "app/picture.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "app/headless.hpp"
#include "core/files.hpp"
#include "core/log.hpp"

namespace crus::app {

Result<glm::ivec2> parse_size(std::string_view text) {
  const auto cross = text.find_first_of("xX");
  std::array<long long, 2> sides{1280, 720};
  bool understood = cross != std::string_view::npos;
  if (understood) {
    const std::array<std::string_view, 2> parts{text.substr(0, cross), text.substr(cross + 1)};
    for (std::size_t i = 0; i < 2; ++i) {
      const auto [end, error] = std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), sides[i]);
      understood = understood && error == std::errc() && end == parts[i].data() + parts[i].size();
    }
  }
  const auto valid = [](long long side) { return side >= 1 && side <= kLargestSide; };
  if (understood && valid(sides[0]) && valid(sides[1])) {
    return glm::ivec2(static_cast<int>(sides[0]), static_cast<int>(sides[1]));
  }
  const auto nearest_side = [](long long side) { return std::clamp<long long>(side, 1, kLargestSide); };
  const std::string nearest =
      understood ? fmt::format("{}x{}", nearest_side(sides[0]), nearest_side(sides[1])) : std::string("1280x720");
  return fail(fmt::format("not a picture size (WIDTHxHEIGHT, each 1 to {})", kLargestSide), std::string(text),
              "nearest valid: " + nearest);
}

Result<Fonts> load_fonts() {
  const auto share = share_folder();
  if (!share) {
    return tl::unexpected(share.error());
  }
  auto regular = render::Font::load(*share / "fonts" / "Inter-Regular.otf");
  if (!regular) {
    return tl::unexpected(regular.error());
  }
  auto bold = render::Font::load(*share / "fonts" / "Inter-SemiBold.otf");
  if (!bold) {
    return tl::unexpected(bold.error());
  }
  return Fonts{std::move(*regular), std::move(*bold)};
}

Result<std::shared_ptr<const Fonts>> shared_fonts() {
  return load_fonts().map([](Fonts fonts) { return std::make_shared<const Fonts>(std::move(fonts)); });
}

Result<Studio> Studio::create(std::shared_ptr<const Fonts> fonts) {
  auto context = HeadlessContext::create();
  if (!context) {
    return tl::unexpected(context.error());
  }
  auto info = render::load_gl(HeadlessContext::loader());
  if (!info) {
    return tl::unexpected(info.error());
  }
  if (!fonts) {
    auto own = shared_fonts();
    if (!own) {
      return tl::unexpected(own.error());
    }
    fonts = std::move(*own);
  }
  auto renderer = share_folder().and_then(
      [&](const auto& share) { return render::Renderer::create(share / "shaders", fonts->regular, fonts->bold); });
  if (!renderer) {
    return tl::unexpected(renderer.error());
  }
  return Studio{std::move(*context), std::move(*info), std::move(fonts), std::move(*renderer)};
}

void Studio::show(const Leg& leg) { renderer.set_meshes(scene::mesh_views(leg)); }

render::DrawList Studio::list(const Leg& leg, const Session& session, glm::ivec2 size,
                              const scene::PictureOptions& options) const {
  return scene::draw_list(leg, session, size, {fonts->regular, fonts->bold}, options);
}

namespace {

// One finished picture needs no meshes but those in it, and none of their coarser levels.
void keep_shown(std::vector<render::MeshView>& meshes, const render::DrawList& list) {
  std::vector<bool> shown(meshes.size(), false);
  for (const render::DrawItem& item : list.items) {
    shown.at(item.mesh) = true;
  }
  for (std::size_t i = 0; i < meshes.size(); ++i) {
    meshes[i].levels = {};
    if (!shown[i]) {
      meshes[i] = {};
    }
  }
}

}  // namespace

void paint_pain(Studio& studio, const Leg& leg, const Session& session, const scene::PictureOptions& options) {
  if (options.pain == nullptr || leg.pain() == nullptr || !paints_skin(session)) {
    return;
  }
  const auto laid = [&](const std::vector<pain::Dab>& dabs) {
    return dabs.empty() ? std::vector<float>() : pain::Canvas(pain::rest_skin(*options.pain, leg)).field_of(dabs);
  };
  const pain::Shares shares = pain::shares_of(*options.pain, *leg.pain(), session.overlays.shown,
                                              laid(session.drawing.dabs), laid(session.drawing.earlier));
  studio.renderer.set_shares(options.pain->skin, shares.values, options.pain->rest_places());
}

namespace {

Result<render::Image> draw_list(Studio& studio, const render::DrawList& list, glm::ivec2 size) {
  for (int sample = render::Renderer::kFirstFinished; sample < render::Renderer::kSamples; ++sample) {
    studio.renderer.draw(list, size, sample);
  }
  render::Image image = studio.renderer.read(list.overlay);
  for (const std::string& message : studio.renderer.take_messages()) {
    log::warning("OpenGL: " + message);
  }
  if (image.width != size.x || image.height != size.y) {
    return fail(fmt::format("the driver cannot draw a picture of {}x{}", size.x, size.y), studio.info.renderer,
                fmt::format("largest here: {}x{}", image.width, image.height));
  }
  return image;
}

}  // namespace

Result<render::Image> draw_picture(Studio& studio, const Leg& leg, const Session& session, glm::ivec2 size,
                                   const scene::PictureOptions& options) {
  return draw_list(studio, studio.list(leg, session, size, options), size);
}

Still still_of(const Leg& leg, const Session& session, glm::ivec2 size, const scene::PictureOptions& options,
               const Fonts& fonts) {
  std::vector<render::MeshView> meshes = scene::mesh_views(leg, options.rest);
  render::DrawList list = scene::draw_list(leg, session, size, {fonts.regular, fonts.bold}, options);
  keep_shown(meshes, list);
  render::PackedMeshes packed(meshes, list.cut ? render::Cuts::may_come : render::Cuts::none);
  return {size, std::move(list), std::move(packed)};
}

Result<render::Image> draw_still(Studio& studio, Still still, const Leg& leg, const Session& session,
                                 const scene::PictureOptions& options) {
  studio.renderer.set_meshes(std::move(still.meshes));
  paint_pain(studio, leg, session, options);
  return draw_list(studio, still.list, still.size);
}

Result<render::Image> render_picture(Studio& studio, const Leg& leg, const Session& session, glm::ivec2 size,
                                     const scene::PictureOptions& options) {
  return draw_still(studio, still_of(leg, session, size, options, *studio.fonts), leg, session, options);
}

}  // namespace crus::app
