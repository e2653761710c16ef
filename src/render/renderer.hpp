// Draws a DrawList into an offscreen target with whatever GL 3.3 context is current; the window shows that target, the
// command line reads it back. A picture at rest is a supersampled one; the same list
// always gives the same pixels.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "core/result.hpp"
#include "render/draw_list.hpp"
#include "render/font.hpp"

namespace crus::render {

// Loads GL through glad once a context is current. Fails with the renderer string when it is older than 3.3.
using GlLoader = void (*(*)(const char*))();
struct GlInfo {
  std::string vendor, renderer, version;
  bool software = false;  // llvmpipe, softpipe, swrast
};
[[nodiscard]] Result<GlInfo> load_gl(GlLoader loader);

// 8-bit sRGB, rows from the top; RGBA with straight alpha.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
  bool operator==(const Image&) const = default;
};

// Cuts through meshes are filled from a copy kept for it: none for pictures known to have no cut.
enum class Cuts : std::uint8_t { may_come, none };

// Meshes ready for upload: packed without GL, on any thread.
class PackedMeshes {
 public:
  explicit PackedMeshes(std::span<const MeshView> meshes, Cuts cuts = Cuts::may_come);
  ~PackedMeshes();
  PackedMeshes(PackedMeshes&&) noexcept;
  PackedMeshes& operator=(PackedMeshes&&) noexcept;

 private:
  friend class Renderer;
  struct State;
  std::unique_ptr<State> state_;
};

class Renderer {
 public:
  // Shaders from share/shaders, fonts regular and bold, which must outlive the renderer and stay where they are. Errors
  // name file and line of the shader at fault.
  [[nodiscard]] static Result<Renderer> create(const std::filesystem::path& shader_folder, const Font& regular,
                                               const Font& bold);
  ~Renderer();
  Renderer(Renderer&&) noexcept;
  Renderer& operator=(Renderer&&) noexcept;

  // Replaces all meshes.
  void set_meshes(PackedMeshes meshes);
  void set_meshes(std::span<const MeshView> meshes) { set_meshes(PackedMeshes(meshes)); }
  // The same meshes with other positions and normals.
  void move_meshes(std::span<const MeshView> meshes);

  // Up to four scalars of 0..1 per position of one of these meshes, painted as DrawList::paint says on items that ask
  // for it, and where the positions are at rest, in mm: what is painted stays there in every pose. They stay until the
  // meshes are replaced.
  void set_shares(std::size_t mesh, std::span<const glm::vec4> shares, std::span<const glm::vec3> places);

  // Compiles every shader and draws each once, so that no later picture waits for the driver. The error names file and
  // line of a shader at fault.
  [[nodiscard]] Status warm_up();

  // Sample 0 is the quick look of a picture in motion, one ray through each pixel's centre and fewer layers of ghosts;
  // sample 1 the finished picture at rest, 16 rays per pixel (4 through see-through layers).
  static constexpr int kSamples = 2;
  static constexpr int kFirstFinished = 1;

  // Renders sample `index`. size in pixels, at least 1x1 and clipped to the context's limit.
  void draw(const DrawList& list, glm::ivec2 size, int index);

  // The same in parts, so that a hand on the mouse need not wait for a finished picture: begin, then draw_part until it
  // says that nothing is left. Each part is a tile of the picture, and complete when the call returns. Another
  // begin or draw leaves the rest undone; picking does not. `scale` draws the quick look smaller, 0.25 to 1 a side;
  // resolve enlarges it.
  void begin(const DrawList& list, glm::ivec2 size, int index, float scale = 1.0F);
  bool draw_part();

  // The last sample with the overlay on top (the background alone while tiles of it are missing), as an 8-bit texture
  // of the last size drawn, premultiplied, rows from the bottom as GL has them: for the window to show ...
  [[nodiscard]] std::uint32_t resolve(const Overlay& overlay);
  // ... for it to be copied into the framebuffer 0, its lower left corner there; no scaling, no blending ...
  void copy_to_window(glm::ivec2 corner);
  // ... or as an image.
  [[nodiscard]] Image read(const Overlay& overlay);

  // The pick id under a pixel (from the top left), or nearest within radius_px; 0 for none. Draws ids into a few
  // pixels.
  [[nodiscard]] std::uint32_t pick(const DrawList& list, glm::ivec2 size, glm::ivec2 pixel, int radius_px = 2);

  // GL messages of severity medium and higher, and GL errors, since the last call. Empty is the only good answer.
  [[nodiscard]] std::vector<std::string> take_messages();

 private:
  struct State;
  explicit Renderer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace crus::render
