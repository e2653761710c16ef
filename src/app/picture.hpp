// One finished picture without a window: a headless context, the renderer, all samples, the overlay.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <glm/glm.hpp>

#include "app/headless.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"
#include "render/renderer.hpp"
#include "scene/scene.hpp"
#include "session/session.hpp"

namespace crus::app {

inline constexpr int kLargestSide = 16384;

// "1280x720". Errors name the nearest valid size.
[[nodiscard]] Result<glm::ivec2> parse_size(std::string_view text);

struct Fonts {
  render::Font regular;
  render::Font bold;
};
[[nodiscard]] Result<Fonts> load_fonts();
[[nodiscard]] Result<std::shared_ptr<const Fonts>> shared_fonts();

// A headless context with everything to draw on it. Members are destroyed last to first: the context goes last.
struct Studio {
  HeadlessContext context;
  render::GlInfo info;
  std::shared_ptr<const Fonts> fonts;  // by pointer: the renderer holds references
  render::Renderer renderer;

  // Null: fonts of its own.
  [[nodiscard]] static Result<Studio> create(std::shared_ptr<const Fonts> fonts = nullptr);
  void show(const Leg& leg);
  [[nodiscard]] render::DrawList list(const Leg& leg, const Session& session, glm::ivec2 size,
                                      const scene::PictureOptions& options) const;
};

// The parts of a finished still, for who draws many of one leg: the patterns of the session on the skin of the leg that
// studio.show() was told of, where options.pain holds its fields; and the picture of what is shown, in any pose.
void paint_pain(Studio& studio, const Leg& leg, const Session& session, const scene::PictureOptions& options);
[[nodiscard]] Result<render::Image> draw_picture(Studio& studio, const Leg& leg, const Session& session,
                                                 glm::ivec2 size, const scene::PictureOptions& options);

// All of a finished still that needs no GL, for a thread beside the one that opens the studio.
struct Still {
  glm::ivec2 size{0};
  render::DrawList list;
  render::PackedMeshes meshes;
};
[[nodiscard]] Still still_of(const Leg& leg, const Session& session, glm::ivec2 size,
                             const scene::PictureOptions& options, const Fonts& fonts);
// The still drawn, with the pain patterns of the session where options.pain holds the leg's fields.
[[nodiscard]] Result<render::Image> draw_still(Studio& studio, Still still, const Leg& leg, const Session& session,
                                               const scene::PictureOptions& options);
// Both.
[[nodiscard]] Result<render::Image> render_picture(Studio& studio, const Leg& leg, const Session& session,
                                                   glm::ivec2 size, const scene::PictureOptions& options);

}  // namespace crus::app
