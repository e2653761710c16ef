#include <cstdio>
#include <functional>

#include <fmt/format.h>

#include "app/headless.hpp"
#include "app/model.hpp"
#include "app/picture.hpp"
#include "app/subcommands.hpp"
#include "core/files.hpp"

namespace crus::app {
namespace {

struct Check {
  const char* name;
  std::function<Result<std::string>()> run;  // what was found, for people
};

Result<std::string> check_egl() {
  return HeadlessContext::create().map(
      [](const auto&) { return std::string("a context without a display can be made"); });
}

Result<std::string> check_gl() {
  const auto context = HeadlessContext::create();
  if (!context) {
    return tl::unexpected(context.error());
  }
  return render::load_gl(HeadlessContext::loader()).map([](const render::GlInfo& info) {
    return fmt::format("{}, {}{}", info.renderer, info.version, info.software ? " (software)" : "");
  });
}

Result<std::string> check_fonts() {
  return load_fonts().map([](const Fonts& fonts) {
    return fmt::format("Inter, 'soleus' is {:.1f} px wide at 16 px", fonts.regular.width_px("soleus", 16.0F));
  });
}

Result<std::string> check_assets() {
  auto leg = open_leg({});
  if (!leg) {
    return tl::unexpected(leg.error());
  }
  auto studio = Studio::create();
  if (!studio) {
    return tl::unexpected(studio.error());
  }
  return fmt::format("built-in leg with {} structures and {} triangles; shaders compile", (*leg)->structures.size(),
                     (*leg)->triangle_count());
}

Result<std::string> check_catalogue() {
  const auto catalogue = load_catalogue();
  if (!catalogue) {
    return tl::unexpected(catalogue.error());
  }
  const auto problems = (*catalogue)->lint();
  if (!problems.empty()) {
    Error first = problems.front();
    first.what = fmt::format("{} problems, first: {}", problems.size(), first.what);
    return tl::unexpected(first);
  }
  return fmt::format("{} structures, {} sources", (*catalogue)->structures().size(), (*catalogue)->sources().size());
}

}  // namespace

int check_command() {
  const std::vector<Check> checks{{"EGL", check_egl},
                                  {"GL", check_gl},
                                  {"fonts", check_fonts},
                                  {"assets", check_assets},
                                  {"catalogue", check_catalogue}};
  int exit_code = kDone;
  for (const Check& check : checks) {
    const auto found = check.run();
    fmt::print("{:<10} {:<7} {}\n", check.name, found ? "ok" : "FAILED", found ? *found : found.error().message());
    exit_code = found ? exit_code : kCouldNot;
  }
  return exit_code;
}

}  // namespace crus::app
