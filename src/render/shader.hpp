// Programs from GLSL files: an include step, #define variants, errors that name file and line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "render/gl_object.hpp"

namespace crus::render {

// A shader with its includes in place. `files` gives each source-string number of its #line directives a name.
struct ShaderText {
  std::string text;
  std::vector<std::string> files;
};

// Replaces #include "name" (relative to the folder, each file once) and puts the defines after #version.
[[nodiscard]] Result<ShaderText> assemble_shader(const std::filesystem::path& folder, std::string_view file,
                                                 const std::vector<std::string>& defines);

// A driver's log with source-string numbers turned into file names: "0:12(3): error" becomes "surface.frag:12: error".
[[nodiscard]] std::string named_log(std::string_view log, const std::vector<std::string>& files);

class Program {
 public:
  Program() = default;
  // Uniform blocks and samplers are bound to the numbers of locations.glsl.
  [[nodiscard]] static Result<Program> create(const std::filesystem::path& folder, std::string_view vertex_file,
                                              std::string_view fragment_file,
                                              const std::vector<std::string>& defines = {});
  void use() const { glUseProgram(program_.id()); }
  [[nodiscard]] GLint uniform(const char* name) const { return glGetUniformLocation(program_.id(), name); }
  [[nodiscard]] explicit operator bool() const { return static_cast<bool>(program_); }

 private:
  GlProgram program_;
};

}  // namespace crus::render
