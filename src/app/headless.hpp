// An OpenGL 3.3 core context without display or window surface: EGL on Mesa's surfaceless platform, else on an EGL
// device (drivers of graphics hardware without a display).
#pragma once

#include <memory>

#include "core/result.hpp"
#include "render/renderer.hpp"

namespace crus::app {

// Current on the thread that made it until destroyed. GL objects must be destroyed before it.
class HeadlessContext {
 public:
  // Fails in one sentence that names the driver and what to try when there is no EGL or no OpenGL 3.3.
  [[nodiscard]] static Result<HeadlessContext> create();
  ~HeadlessContext();
  HeadlessContext(HeadlessContext&&) noexcept;
  HeadlessContext& operator=(HeadlessContext&&) noexcept;

  [[nodiscard]] static render::GlLoader loader();

 private:
  struct State;
  explicit HeadlessContext(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace crus::app
