// Includes, defines and messages of shaders; what happens without OpenGL 3.3.
#include <cstdio>
#include <cstdlib>

#include <gtest/gtest.h>

#include "render/shader.hpp"
#include "studio.hpp"
#include "support/support.hpp"

namespace crus::test {
namespace {

using render::assemble_shader;
using render::named_log;

TEST(ShaderText, includes_each_file_once_and_defines_after_the_version) {
  const ScratchFolder folder;
  write_file(folder / "a.frag", "// first\n#version 330 core\n#include \"b.glsl\"\n#include \"b.glsl\"\nlast\n");
  write_file(folder / "b.glsl", "middle\n");
  const auto text = assemble_shader(folder.path(), "a.frag", {"ONE"});
  ASSERT_TRUE(text);
  EXPECT_EQ(text->text,
            "// first\n#version 330 core\n#define ONE 1\n#line 3 0\n#line 1 1\nmiddle\n#line 4 0\n#line 5 0\nlast\n");
  EXPECT_EQ(text->files, (std::vector<std::string>{"a.frag", "b.glsl"}));
}

TEST(ShaderText, a_missing_include_is_named) {
  const ScratchFolder folder;
  write_file(folder / "a.frag", "#version 330 core\n#include \"gone.glsl\"\n");
  const auto text = assemble_shader(folder.path(), "a.frag", {});
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().message().find("gone.glsl"), std::string::npos);
}

TEST(ShaderText, logs_of_several_drivers_name_file_and_line) {
  const std::vector<std::string> files{"a.frag", "b.glsl"};
  EXPECT_EQ(named_log("1:12(3): error: no", files), "b.glsl:12: error: no");
  EXPECT_EQ(named_log("0(7) : error C1: no", files), "a.frag:7: error C1: no");
  EXPECT_EQ(named_log("ERROR: 1:5: no", files), "ERROR: b.glsl:5: no");
}

class Shaders : public Studio {};

TEST_F(Shaders, a_fault_is_reported_with_file_and_line) {
  const ScratchFolder folder;
  std::filesystem::copy(built_share_folder() / "shaders", folder.path(), std::filesystem::copy_options::recursive);
  write_file(folder / "common/shade.glsl", "\n\nthis is no shader\n");
  const auto font = render::Font::load(built_share_folder() / "fonts" / "Inter-Regular.otf");
  ASSERT_TRUE(font);
  const auto renderer = render::Renderer::create(folder.path(), *font, *font);
  ASSERT_FALSE(renderer);
  EXPECT_NE(renderer.error().message().find("common/shade.glsl:3"), std::string::npos) << renderer.error().message();
  EXPECT_EQ(renderer.error().message().find('\n'), std::string::npos);
}

TEST(NoModernGl, is_said_in_one_line_that_names_the_driver) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        ::setenv("MESA_GL_VERSION_OVERRIDE", "2.1", 1);
        const auto context = app::HeadlessContext::create();
        if (context) {
          const auto info = render::load_gl(app::HeadlessContext::loader());
          std::fprintf(stderr, "%s\n", info ? "GL loaded all the same" : info.error().message().c_str());
        } else {
          std::fprintf(stderr, "%s\n", context.error().message().c_str());
        }
        std::exit(context ? 0 : 1);
      },
      ::testing::ExitedWithCode(1), "no OpenGL 3.3 core context: .*OpenGL 2\\.1.*\\(.*LIBGL_ALWAYS_SOFTWARE");
}

}  // namespace
}  // namespace crus::test
