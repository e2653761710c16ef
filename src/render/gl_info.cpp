#include <string>

#include <glad/gl.h>

#include "core/text.hpp"
#include "render/renderer.hpp"

namespace crus::render {
namespace {

std::string string_of(GLenum name) {
  const GLubyte* text = glGetString != nullptr ? glGetString(name) : nullptr;
  return text != nullptr ? reinterpret_cast<const char*>(text) : "unknown";
}

}  // namespace

Result<GlInfo> load_gl(GlLoader loader) {
  const int version = gladLoadGL(loader);
  GlInfo info{string_of(GL_VENDOR), string_of(GL_RENDERER), string_of(GL_VERSION), false};
  if (version < GLAD_MAKE_VERSION(3, 3)) {
    return fail("Crus needs OpenGL 3.3, and the graphics driver offers less",
                info.renderer + ", OpenGL " + info.version, "update the driver, or set LIBGL_ALWAYS_SOFTWARE=1");
  }
  const std::string renderer = lower(info.renderer);
  for (const char* name : {"llvmpipe", "softpipe", "swrast", "software"}) {
    info.software = info.software || renderer.find(name) != std::string::npos;
  }
  return info;
}

}  // namespace crus::render
