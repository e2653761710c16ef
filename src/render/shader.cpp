#include "render/shader.hpp"

#include <algorithm>
#include <array>
#include <regex>
#include <sstream>

#include "core/files.hpp"
#include "render/locations.hpp"

namespace crus::render {
namespace {

class Assembler {
 public:
  Assembler(const std::filesystem::path& folder, const std::vector<std::string>& defines)
      : folder_(folder), defines_(defines) {}

  Status add(const std::string& file) {
    const auto source = read_text(folder_ / file);
    if (!source) {
      return tl::unexpected(source.error());
    }
    const std::size_t number = result_.files.size();
    result_.files.push_back(file);
    std::istringstream lines(*source);
    std::string line;
    for (int row = 1; std::getline(lines, line); ++row) {
      if (line.starts_with("#version")) {
        result_.text += line + "\n";
        for (const std::string& define : defines_) {
          result_.text += "#define " + define + " 1\n";
        }
        mark(row + 1, number);
      } else if (line.starts_with("#include")) {
        if (auto status = include(line, file, row); !status) {
          return status;
        }
        mark(row + 1, number);
      } else {
        result_.text += line + "\n";
      }
    }
    return {};
  }

  ShaderText take() { return std::move(result_); }

 private:
  Status include(const std::string& line, const std::string& file, int row) {
    const std::size_t first = line.find('"');
    const std::size_t last = line.rfind('"');
    if (first == last) {
      return fail("a shader includes nothing", file + ":" + std::to_string(row), "write #include \"name\"");
    }
    const std::string name = line.substr(first + 1, last - first - 1);
    if (std::find(result_.files.begin(), result_.files.end(), name) != result_.files.end()) {
      return {};
    }
    mark(1, result_.files.size());
    return add(name);
  }
  void mark(int row, std::size_t number) {
    result_.text += "#line " + std::to_string(row) + " " + std::to_string(number) + "\n";
  }

  const std::filesystem::path& folder_;
  const std::vector<std::string>& defines_;
  ShaderText result_;
};

std::string log_of(GLuint id, bool program) {
  GLint length = 0;
  program ? glGetProgramiv(id, GL_INFO_LOG_LENGTH, &length) : glGetShaderiv(id, GL_INFO_LOG_LENGTH, &length);
  std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
  GLsizei written = 0;
  program ? glGetProgramInfoLog(id, length, &written, log.data())
          : glGetShaderInfoLog(id, length, &written, log.data());
  log.resize(static_cast<std::size_t>(written));
  return log;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

template <class Shader>
Result<Shader> compile(const std::filesystem::path& folder, std::string_view file,
                       const std::vector<std::string>& defines) {
  const auto source = assemble_shader(folder, file, defines);
  if (!source) {
    return tl::unexpected(source.error());
  }
  Shader shader = Shader::make();
  const char* text = source->text.c_str();
  glShaderSource(shader.id(), 1, &text, nullptr);
  glCompileShader(shader.id());
  GLint good = 0;
  glGetShaderiv(shader.id(), GL_COMPILE_STATUS, &good);
  if (good == 0) {
    return fail("a shader does not compile", first_line(named_log(log_of(shader.id(), false), source->files)),
                "the shader folder may not belong to this program");
  }
  return shader;
}

void bind_numbers(GLuint program) {
  const GLuint frame = glGetUniformBlockIndex(program, "Frame");
  if (frame != GL_INVALID_INDEX) {
    glUniformBlockBinding(program, frame, CRUS_BLOCK_FRAME);
  }
  struct Unit {
    const char* name;
    GLint unit;
  };
  constexpr std::array<Unit, 7> kUnits{{{"solid", CRUS_UNIT_SOLID},
                                        {"solid_depth", CRUS_UNIT_SOLID_DEPTH},
                                        {"peeled_depth", CRUS_UNIT_PEELED_DEPTH},
                                        {"layers", CRUS_UNIT_LAYERS},
                                        {"mask", CRUS_UNIT_MASK},
                                        {"glyphs", CRUS_UNIT_GLYPHS}}};
  glUseProgram(program);
  for (const Unit& unit : kUnits) {
    if (const GLint place = glGetUniformLocation(program, unit.name); place >= 0) {
      glUniform1i(place, unit.unit);
    }
  }
}

}  // namespace

Result<ShaderText> assemble_shader(const std::filesystem::path& folder, std::string_view file,
                                   const std::vector<std::string>& defines) {
  Assembler assembler(folder, defines);
  if (auto status = assembler.add(std::string(file)); !status) {
    return tl::unexpected(status.error());
  }
  return assembler.take();
}

std::string named_log(std::string_view log, const std::vector<std::string>& files) {
  // "0:12(3): error" (Mesa), "0(12) : error" (NVIDIA), "ERROR: 0:12:" (Apple, AMD).
  static const std::regex place(R"((\b\d+)(?::(\d+)(?:\(\d+\))?|\((\d+)\) ?))");
  const std::string text(log);
  std::string named;
  auto rest = text.cbegin();
  for (std::sregex_iterator match(text.begin(), text.end(), place), end; match != end; ++match) {
    const std::size_t number = std::stoul((*match)[1].str().substr(0, 6));
    if (number < files.size()) {
      named.append(rest, (*match)[0].first);
      named += files[number] + ":" + ((*match)[2].matched ? (*match)[2].str() : (*match)[3].str());
      rest = (*match)[0].second;
    }
  }
  return named.append(rest, text.cend());
}

Result<Program> Program::create(const std::filesystem::path& folder, std::string_view vertex_file,
                                std::string_view fragment_file, const std::vector<std::string>& defines) {
  const auto vertex = compile<GlVertexShader>(folder, vertex_file, defines);
  if (!vertex) {
    return tl::unexpected(vertex.error());
  }
  const auto fragment = compile<GlFragmentShader>(folder, fragment_file, defines);
  if (!fragment) {
    return tl::unexpected(fragment.error());
  }
  Program result;
  result.program_ = GlProgram::make();
  const GLuint id = result.program_.id();
  glAttachShader(id, vertex->id());
  glAttachShader(id, fragment->id());
  glLinkProgram(id);
  GLint good = 0;
  glGetProgramiv(id, GL_LINK_STATUS, &good);
  if (good == 0) {
    return fail("shaders do not link", std::string(vertex_file) + " with " + std::string(fragment_file),
                first_line(log_of(id, true)));
  }
  bind_numbers(id);
  return result;
}

}  // namespace crus::render
