#include "session/commands.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "session/camera_commands.hpp"
#include "session/command_list.hpp"

namespace crus {
namespace {

Status run_reset(const Call& call) {
  call.session = default_session(call.leg);
  return {};
}

// In the order in which help and palette tell them.
const std::vector<CommandEntry>& table() {
  static const std::vector<CommandEntry> entries = [] {
    std::vector<CommandEntry> all;
    for (const auto& list : {structure_commands(), layer_commands(), pose_commands(), motion_commands(),
                             overlay_commands(), drawing_commands(), view_commands()}) {
      all.insert(all.end(), list.begin(), list.end());
    }
    all.push_back({{"reset", "", "everything but the side as at the start", "reset"}, 0, 0, run_reset});
    return all;
  }();
  return entries;
}

const CommandEntry* find_entry(std::string_view name) {
  const auto at = std::find_if(table().begin(), table().end(), [&](const CommandEntry& entry) {
    return entry.command.name == name || (!entry.alias.empty() && entry.alias == name);
  });
  return at == table().end() ? nullptr : &*at;
}

tl::unexpected<Error> unknown_command(const std::string& word) {
  std::vector<std::string> names;
  for (const CommandEntry& entry : table()) {
    names.push_back(entry.command.name);
  }
  const std::vector<std::string> near = nearest(word, names);
  return fail("unknown command", "'" + word + "'",
              near.empty() ? std::string() : "did you mean " + quoted_list(near) + "?");
}

}  // namespace

std::span<const Command> commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list;
    for (const CommandEntry& entry : table()) {
      list.push_back(entry.command);
    }
    return list;
  }();
  return all;
}

const Command* find_command(std::string_view name) {
  const CommandEntry* entry = find_entry(name);
  return entry == nullptr ? nullptr : &entry->command;
}

Result<Session> run_command(const Session& session, const Leg& leg, std::string_view line) {
  const auto words = split_line(line);
  if (!words) {
    return tl::unexpected(words.error());
  }
  if (words->empty()) {
    return fail("no command given");
  }
  const CommandEntry* entry = find_entry(words->front());
  if (entry == nullptr) {
    return unknown_command(words->front());
  }
  const Words arguments = Words(*words).subspan(1);
  if (arguments.size() < entry->least || arguments.size() > entry->most) {
    const std::string& expected = entry->command.arguments;
    return fail(arguments.size() < entry->least ? "something is missing after the command" : "too many words",
                "'" + std::string(line) + "'",
                "usage: " + entry->command.name + (expected.empty() ? "" : " " + expected));
  }
  Session changed = session;
  const Status done = entry->run({changed, leg, entry->command.name, arguments});
  if (!done) {
    return tl::unexpected(done.error());
  }
  if (entry->command.name.starts_with("pose.") || entry->command.name == "second-heart") {
    changed.motion.veins.reset();  // of another moment
  }
  keep_in_reach(changed.camera, leg);
  if (!changed.camera_fits && changed.explode == 0.0 &&
      (entry->command.name.starts_with("camera.") || entry->command.name == "view")) {
    keep_in_view(changed, leg);
  }
  return changed;
}

std::string step_name(const Leg& leg, std::string_view line) {
  const auto words = split_line(line);
  const Command* command = words && !words->empty() ? find_command(words->front()) : nullptr;
  if (command == nullptr || command->undo_name.empty()) {
    return {};
  }
  if (!command->arguments.starts_with("ID")) {
    return command->undo_name;
  }
  if (words->size() > 2) {
    return command->undo_name + " " + std::to_string(words->size() - 1) + " structures";
  }
  const auto id = resolve_structure(leg, words->back());
  const LegStructure* structure = id ? leg.find(*id) : nullptr;
  return command->undo_name + " " + (structure != nullptr ? structure->name : words->back());
}

}  // namespace crus
