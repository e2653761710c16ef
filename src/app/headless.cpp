#include "app/headless.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <EGL/egl.h>
#include <EGL/eglext.h>

namespace crus::app {
namespace {

constexpr const char* kAdvice =
    "update the graphics driver, or install libgl1-mesa-dri and set LIBGL_ALWAYS_SOFTWARE=1";

bool has(const char* extensions, std::string_view name) {
  return extensions != nullptr && std::string_view(extensions).find(name) != std::string_view::npos;
}

std::vector<EGLDisplay> candidate_displays() {
  std::vector<EGLDisplay> displays;
  const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  const auto platform_display =
      reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (platform_display == nullptr) {
    return displays;
  }
  if (has(extensions, "EGL_MESA_platform_surfaceless")) {
    displays.push_back(platform_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr));
  }
  const auto query_devices = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
  if (query_devices != nullptr && has(extensions, "EGL_EXT_platform_device")) {
    std::array<EGLDeviceEXT, 16> devices{};
    EGLint count = 0;
    query_devices(static_cast<EGLint>(devices.size()), devices.data(), &count);
    for (EGLint i = 0; i < count; ++i) {
      displays.push_back(platform_display(EGL_PLATFORM_DEVICE_EXT, devices.at(static_cast<std::size_t>(i)), nullptr));
    }
  }
  return displays;
}

EGLContext create_context(EGLDisplay display) {
  const std::array<EGLint, 5> config_attributes{EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config = EGL_NO_CONFIG_KHR;
  EGLint count = 0;
  eglChooseConfig(display, config_attributes.data(), &config, 1, &count);
  if (count == 0) {
    config = EGL_NO_CONFIG_KHR;
  }
  for (const EGLint debug : {EGL_TRUE, EGL_FALSE}) {
    const std::array<EGLint, 9> attributes{EGL_CONTEXT_MAJOR_VERSION,
                                           3,
                                           EGL_CONTEXT_MINOR_VERSION,
                                           3,
                                           EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                           EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                           debug == EGL_TRUE ? EGL_CONTEXT_OPENGL_DEBUG : EGL_NONE,
                                           EGL_TRUE,
                                           EGL_NONE};
    if (EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes.data());
        context != EGL_NO_CONTEXT) {
      return context;
    }
  }
  return EGL_NO_CONTEXT;
}

// What the driver calls itself: asked of whatever older context it does give, else of EGL.
std::string driver_of(EGLDisplay display) {
  using GetString = const unsigned char* (*)(unsigned);
  constexpr unsigned kRenderer = 0x1F01;
  constexpr unsigned kVersion = 0x1F02;
  const auto get_string = reinterpret_cast<GetString>(eglGetProcAddress("glGetString"));
  EGLContext plain = eglCreateContext(display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, nullptr);
  std::string name;
  if (get_string != nullptr && plain != EGL_NO_CONTEXT &&
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, plain) == EGL_TRUE) {
    const unsigned char* renderer = get_string(kRenderer);
    const unsigned char* version = get_string(kVersion);
    if (renderer != nullptr && version != nullptr) {
      name =
          std::string(reinterpret_cast<const char*>(renderer)) + ", OpenGL " + reinterpret_cast<const char*>(version);
    }
    eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  }
  if (plain != EGL_NO_CONTEXT) {
    eglDestroyContext(display, plain);
  }
  if (name.empty()) {
    const char* vendor = eglQueryString(display, EGL_VENDOR);
    const char* version = eglQueryString(display, EGL_VERSION);
    name = std::string(vendor != nullptr ? vendor : "unknown") + ", EGL " + (version != nullptr ? version : "unknown");
  }
  return name;
}

}  // namespace

struct HeadlessContext::State {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (display != EGL_NO_DISPLAY) {
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
      if (context != EGL_NO_CONTEXT) {
        eglDestroyContext(display, context);
      }
      // The display itself is the process's, not ours: another context may live on it.
    }
  }
};

HeadlessContext::HeadlessContext(std::unique_ptr<State> state) : state_(std::move(state)) {}
HeadlessContext::~HeadlessContext() = default;
HeadlessContext::HeadlessContext(HeadlessContext&&) noexcept = default;
HeadlessContext& HeadlessContext::operator=(HeadlessContext&&) noexcept = default;

Result<HeadlessContext> HeadlessContext::create() {
  std::string refused;
  for (EGLDisplay display : candidate_displays()) {
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) != EGL_TRUE) {
      continue;
    }
    auto state = std::make_unique<State>();
    state->display = display;
    if (eglBindAPI(EGL_OPENGL_API) == EGL_TRUE) {
      state->context = create_context(display);
      if (state->context != EGL_NO_CONTEXT &&
          eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, state->context) == EGL_TRUE) {
        return HeadlessContext(std::move(state));
      }
    }
    const std::string driver = driver_of(display);
    if (refused.find(driver) == std::string::npos) {  // a driver may answer for several displays
      refused += (refused.empty() ? "" : "; ") + driver;
    }
  }
  if (refused.empty()) {
    return fail("no EGL display could be opened, so nothing can be drawn without a window", {}, kAdvice);
  }
  return fail("the graphics driver offers no OpenGL 3.3 core context", refused, kAdvice);
}

render::GlLoader HeadlessContext::loader() { return eglGetProcAddress; }

}  // namespace crus::app
