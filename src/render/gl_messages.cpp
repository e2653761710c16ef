#include "render/gl_messages.hpp"

#include <algorithm>
#include <utility>

#include <glad/gl.h>

namespace crus::render {
namespace {

// A driver that repeats one complaint each frame must not fill the memory.
constexpr std::size_t kMost = 64;

void on_message(GLenum, GLenum type, GLuint, GLenum severity, GLsizei length, const GLchar* text, const void* user) {
  const bool serious = severity == GL_DEBUG_SEVERITY_HIGH || severity == GL_DEBUG_SEVERITY_MEDIUM;
  // Performance notes of one driver are advice, not faults.
  if (serious && type != GL_DEBUG_TYPE_PERFORMANCE) {
    const std::size_t count = length < 0 ? std::char_traits<char>::length(text) : static_cast<std::size_t>(length);
    static_cast<GlMessages*>(const_cast<void*>(user))->add(std::string(text, count));
  }
}

const char* name_of(GLenum error) {
  switch (error) {
    case GL_INVALID_ENUM: return "GL_INVALID_ENUM";
    case GL_INVALID_VALUE: return "GL_INVALID_VALUE";
    case GL_INVALID_OPERATION: return "GL_INVALID_OPERATION";
    case GL_INVALID_FRAMEBUFFER_OPERATION: return "GL_INVALID_FRAMEBUFFER_OPERATION";
    case GL_OUT_OF_MEMORY: return "GL_OUT_OF_MEMORY";
    default: return "unknown GL error";
  }
}

}  // namespace

GlMessages::GlMessages() : listening_(GLAD_GL_KHR_debug != 0) {
  if (listening_) {
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(on_message, this);
  }
}

GlMessages::~GlMessages() {
  if (listening_) {
    glDebugMessageCallback(nullptr, nullptr);
  }
}

void GlMessages::add(std::string text) {
  if (texts_.size() < kMost && std::find(texts_.begin(), texts_.end(), text) == texts_.end()) {
    texts_.push_back(std::move(text));
  }
}

std::vector<std::string> GlMessages::take() {
  for (int i = 0; i < 16; ++i) {
    const GLenum error = glGetError();
    if (error == GL_NO_ERROR) {
      break;
    }
    add(name_of(error));
  }
  return std::exchange(texts_, {});
}

}  // namespace crus::render
