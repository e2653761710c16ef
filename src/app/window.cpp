#include "app/window.hpp"

#include <memory>
#include <string>

#include <glad/gl.h>
// GLFW comes after the GL loader, which brings the GL declarations.
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include "app/model.hpp"
#include "app/settings.hpp"
#include "app/window_loop.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "render/renderer.hpp"

namespace crus::app {
namespace {

// What GLFW last complained about.
std::string last_glfw_error() {
  const char* description = nullptr;
  glfwGetError(&description);
  return description == nullptr ? std::string() : std::string(description);
}

struct GlfwLibrary {
  bool started = glfwInit() == GLFW_TRUE;
  GlfwLibrary() = default;
  ~GlfwLibrary() {
    if (started) {
      glfwTerminate();
    }
  }
  GlfwLibrary(const GlfwLibrary&) = delete;
  GlfwLibrary& operator=(const GlfwLibrary&) = delete;
};

struct DestroyWindow {
  void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};
using WindowHandle = std::unique_ptr<GLFWwindow, DestroyWindow>;

// No larger than what the display has free.
glm::ivec2 fitting_size(const glm::ivec2& wanted) {
  glm::ivec2 place(0);
  glm::ivec2 room(0);
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {
    glfwGetMonitorWorkarea(monitor, &place.x, &place.y, &room.x, &room.y);
  }
  const glm::ivec2 size = glm::max(wanted, glm::ivec2(1));
  return room.x > 0 && room.y > 0 ? glm::min(size, room) : size;
}

Result<WindowHandle> create_window(const glm::ivec2& wanted) {
  const glm::ivec2 size = fitting_size(wanted);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  // The picture is finished in its own target; the window only shows it.
  glfwWindowHint(GLFW_SAMPLES, 0);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  WindowHandle window(glfwCreateWindow(size.x, size.y, "Crus", nullptr, nullptr));
  if (!window) {
    return fail("this display offers no OpenGL 3.3", last_glfw_error(),
                "try a newer graphics driver, or LIBGL_ALWAYS_SOFTWARE=1");
  }
  glfwMakeContextCurrent(window.get());
  glfwSwapInterval(1);
  return window;
}

// ImGui for one window, from creation to the end of the scope.
class Panels {
 public:
  Panels() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    // What is remembered of the layout is in the settings.
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    // A blinking cursor would redraw a window in which nothing happens.
    io.ConfigInputTextCursorBlink = false;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
  }
  // After the loop has set its callbacks, which ImGui's then call.
  void attach(GLFWwindow* window) {
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    attached_ = true;
  }
  ~Panels() {
    if (attached_) {
      ImGui_ImplOpenGL3_Shutdown();
      ImGui_ImplGlfw_Shutdown();
    }
    ImGui::DestroyContext();
  }
  Panels(const Panels&) = delete;
  Panels& operator=(const Panels&) = delete;

 private:
  bool attached_ = false;
};

}  // namespace

Result<int> run_window(const WindowOptions& options) {
  Script script;
  if (options.script) {
    auto read = Script::read(*options.script);
    if (!read) {
      return tl::unexpected(read.error());
    }
    script = std::move(*read);
  }
  const auto share = share_folder();
  if (!share) {
    return tl::unexpected(share.error());
  }
  const auto catalogue = load_catalogue();
  if (!catalogue) {
    return tl::unexpected(catalogue.error());
  }
  const GlfwLibrary library;
  if (!library.started) {
    return fail(kNoDisplay, last_glfw_error(), "crus render makes a picture without one");
  }
  std::vector<Error> problems;
  const Settings settings = read_settings(settings_files(), problems);
  const glm::ivec2 remembered = settings.places.window_size;
  auto window = create_window(remembered.x > 0 && remembered.y > 0 ? remembered : options.size);
  if (!window) {
    return tl::unexpected(window.error());
  }
  const auto info = render::load_gl(glfwGetProcAddress);
  if (!info) {
    return tl::unexpected(info.error());
  }
  auto picture = WindowPicture::create();
  if (!picture) {
    return tl::unexpected(picture.error());
  }
  Panels panels;
  WindowLoop loop(window->get(), options, std::move(*picture), info->renderer, *catalogue, *share, settings);
  if (settings.places.maximized) {
    glfwMaximizeWindow(window->get());
  }
  for (const Error& problem : problems) {
    log::warning(problem.message());
  }
  panels.attach(window->get());
  return loop.run(std::move(script));
}

}  // namespace crus::app
