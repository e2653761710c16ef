#include "app/model.hpp"
#include "app/subcommands.hpp"
#include "app/window.hpp"
#include "core/log.hpp"

namespace crus::app {

int window_command(const WindowArguments& arguments) {
  WindowOptions options;
  if (!arguments.model.path.empty()) {
    options.model = arguments.model.path;
  }
  options.load = load_options(arguments.model);
  if (!arguments.model.side.empty()) {
    options.commands.push_back("side " + arguments.model.side);
  }
  if (!arguments.script.empty()) {
    options.script = arguments.script;
  }
  options.ui_scale = arguments.ui_scale;
  options.reduced_motion = arguments.reduced_motion;
  if (!arguments.theme.empty()) {
    options.theme = arguments.theme == "dark" ? ui::Theme::dark : ui::Theme::light;
  }
  const auto code = run_window(options);
  if (code) {
    return *code;
  }
  if (arguments.without_display.empty() || code.error().what != kNoDisplay) {
    return failed(code.error());
  }
  log::warning("there is no display to open a window on; rendering " + arguments.without_display + " instead");
  RenderOptions picture;
  picture.model = arguments.model;
  picture.output = arguments.without_display;
  const int exit_code = render_command(picture);
  if (exit_code == kDone) {
    log::info("wrote " + arguments.without_display);
  }
  return exit_code;
}

}  // namespace crus::app
