#include "app/look.hpp"

#include <fmt/format.h>

#include "core/files.hpp"
#include "core/log.hpp"
#include "leg/mirror.hpp"
#include "session/commands.hpp"

namespace crus::app {
namespace {

std::string joined(const std::string& command, const std::vector<std::string>& words) {
  std::string line = command;
  for (const std::string& word : words) {
    line += " \"" + word + "\"";
  }
  return line;
}

// The options as command lines, in the order in which they must act: a highlight brings its own view and layers, which
// the options after it override.
std::vector<std::string> command_lines(const RenderOptions& options) {
  std::vector<std::string> lines;
  const auto add_list = [&](const char* command, const std::vector<std::string>& words) {
    if (!words.empty()) {
      lines.push_back(joined(command, words));
    }
  };
  const auto add_word = [&](const char* command, const std::string& word) {
    if (!word.empty()) {
      lines.push_back(joined(command, {word}));
    }
  };
  add_list("highlight", options.highlight);
  // Before the skin's own opacity, which overrules that of the patterns.
  add_list("overlay.only", options.overlay);
  add_list("isolate", options.isolate);
  add_list("hide", options.hide);
  if (options.xray) {
    lines.push_back(fmt::format("xray {}", *options.xray));
  }
  if (options.skin) {
    lines.push_back(fmt::format("skin {}", *options.skin));
  }
  add_word("peel", options.peel);
  add_word("section", options.section);
  if (options.explode) {
    lines.push_back(fmt::format("explode {}", *options.explode));
  }
  if (options.attachments) {
    lines.emplace_back("attachments on");
  }
  add_list("motion.lines", options.motion_lines);
  if (options.second_heart) {
    lines.emplace_back("second-heart on");
  }
  add_word("overlay.style", options.style);
  add_word("overlay.map", options.colour_map);
  add_word("labels", options.labels);
  add_word("background", options.background);
  add_word("view", options.view);
  return lines;
}

Result<Session> starting_session(const Leg& leg, const std::string& state_file) {
  if (state_file.empty()) {
    return default_session(leg);
  }
  const auto text = read_text(state_file);
  if (!text) {
    return tl::unexpected(text.error());
  }
  auto session = session_from_json(*text);
  if (!session) {
    Error error = session.error();
    error.where = state_file + (error.where.empty() ? "" : ", " + error.where);
    return tl::unexpected(error);
  }
  if (!session->leg_hash.empty() && session->leg_hash != leg.hash.hex()) {
    log::warning("the saved view was made with another leg: " + state_file);
  }
  return session;
}

}  // namespace

Asked<Look> look_of(const RenderOptions& options, const LegPtr& leg) {
  auto session = starting_session(*leg, options.state);
  if (!session) {
    return tl::unexpected(CommandError{session.error(), kCouldNot});
  }
  const LegPtr shown = as_side(leg, shown_side(*leg, *session));
  for (const std::string& line : command_lines(options)) {
    auto changed = run_command(*session, *shown, line);
    if (!changed) {
      return tl::unexpected(CommandError{changed.error(), kWrongUsage});
    }
    session = std::move(changed);
  }
  return Look{std::move(*session), shown};
}

}  // namespace crus::app
