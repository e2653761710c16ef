// The commands by what they are about, each with what runs it; session/commands joins them. Private to the room.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "leg/leg.hpp"
#include "session/commands.hpp"
#include "session/session.hpp"

namespace crus {

using Words = std::span<const std::string>;

// What one command works on: the copy it changes, the leg, its own name and its arguments, whose number has been
// checked.
struct Call {
  Session& session;
  const Leg& leg;
  std::string_view name;
  Words words;
};

struct CommandEntry {
  Command command;
  std::size_t least = 0;  // number of arguments
  std::size_t most = 0;
  Status (*run)(const Call&) = nullptr;
  std::string alias = {};  // another name; empty for none
};

inline constexpr std::size_t kAnyNumber = static_cast<std::size_t>(-1);

[[nodiscard]] std::vector<CommandEntry> structure_commands();  // visibility, selection, attachments
[[nodiscard]] std::vector<CommandEntry> layer_commands();      // x-ray, skin, layers, section, side
[[nodiscard]] std::vector<CommandEntry> pose_commands();
[[nodiscard]] std::vector<CommandEntry> motion_commands();   // what is drawn of the motion
[[nodiscard]] std::vector<CommandEntry> overlay_commands();  // pain patterns
[[nodiscard]] std::vector<CommandEntry> drawing_commands();  // where it hurts
[[nodiscard]] std::vector<CommandEntry> view_commands();     // labels, background, camera

}  // namespace crus
