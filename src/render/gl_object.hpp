// GL names that clean up after themselves: move-only, empty until made, deleted with the context still current.
#pragma once

#include <utility>

#include <glad/gl.h>

namespace crus::render {

template <class Traits>
class GlObject {
 public:
  GlObject() = default;
  [[nodiscard]] static GlObject make() {
    GlObject object;
    object.id_ = Traits::make();
    return object;
  }
  ~GlObject() { reset(); }
  GlObject(GlObject&& other) noexcept : id_(std::exchange(other.id_, 0U)) {}
  GlObject& operator=(GlObject&& other) noexcept {
    if (this != &other) {
      reset();
      id_ = std::exchange(other.id_, 0U);
    }
    return *this;
  }
  [[nodiscard]] GLuint id() const { return id_; }
  [[nodiscard]] explicit operator bool() const { return id_ != 0; }

 private:
  void reset() {
    if (id_ != 0) {
      Traits::remove(id_);
    }
  }
  GLuint id_ = 0;
};

namespace gl_traits {
struct Buffer {
  static GLuint make() {
    GLuint id = 0;
    glGenBuffers(1, &id);
    return id;
  }
  static void remove(GLuint id) { glDeleteBuffers(1, &id); }
};
struct VertexArray {
  static GLuint make() {
    GLuint id = 0;
    glGenVertexArrays(1, &id);
    return id;
  }
  static void remove(GLuint id) { glDeleteVertexArrays(1, &id); }
};
struct Texture {
  static GLuint make() {
    GLuint id = 0;
    glGenTextures(1, &id);
    return id;
  }
  static void remove(GLuint id) { glDeleteTextures(1, &id); }
};
struct Framebuffer {
  static GLuint make() {
    GLuint id = 0;
    glGenFramebuffers(1, &id);
    return id;
  }
  static void remove(GLuint id) { glDeleteFramebuffers(1, &id); }
};
struct Query {
  static GLuint make() {
    GLuint id = 0;
    glGenQueries(1, &id);
    return id;
  }
  static void remove(GLuint id) { glDeleteQueries(1, &id); }
};
struct VertexShader {
  static GLuint make() { return glCreateShader(GL_VERTEX_SHADER); }
  static void remove(GLuint id) { glDeleteShader(id); }
};
struct FragmentShader {
  static GLuint make() { return glCreateShader(GL_FRAGMENT_SHADER); }
  static void remove(GLuint id) { glDeleteShader(id); }
};
struct Program {
  static GLuint make() { return glCreateProgram(); }
  static void remove(GLuint id) { glDeleteProgram(id); }
};
}  // namespace gl_traits

using GlBuffer = GlObject<gl_traits::Buffer>;
using GlVertexArray = GlObject<gl_traits::VertexArray>;
using GlTexture = GlObject<gl_traits::Texture>;
using GlFramebuffer = GlObject<gl_traits::Framebuffer>;
using GlQuery = GlObject<gl_traits::Query>;
using GlVertexShader = GlObject<gl_traits::VertexShader>;
using GlFragmentShader = GlObject<gl_traits::FragmentShader>;
using GlProgram = GlObject<gl_traits::Program>;

}  // namespace crus::render
