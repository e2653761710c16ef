// The commands about what is drawn of the motion.
#include <algorithm>
#include <vector>

#include "core/text.hpp"
#include "session/command_arguments.hpp"
#include "session/command_list.hpp"

namespace crus {
namespace {

constexpr std::string_view kGhost = "ghost";

tl::unexpected<Error> unknown_part(const std::string& word) {
  std::vector<std::string> names;
  for (const auto& [name, part] : kMotionParts) {
    names.emplace_back(name);
  }
  return fail("unknown value", "'" + word + "'", "say " + quoted_list(names));
}

bool MotionView::*part_named(std::string_view word) {
  for (const auto& [name, part] : kMotionParts) {
    if (name == word) {
      return part;
    }
  }
  return nullptr;
}

std::vector<std::string> split_commas(std::span<const std::string> words) {
  std::vector<std::string> all;
  for (const std::string& word : words) {
    std::size_t from = 0;
    while (from <= word.size()) {
      const std::size_t comma = std::min(word.find(',', from), word.size());
      if (comma > from) {
        all.push_back(lower(word.substr(from, comma - from)));
      }
      from = comma + 1;
    }
  }
  return all;
}

// "motion.lines axis,lever" shows these and no others; "none" and "all" are words of their own.
Status set_motion_lines(MotionView& view, std::span<const std::string> words) {
  MotionView wanted = view;
  for (const auto& [name, part] : kMotionParts) {
    wanted.*part = name == kGhost && view.ghost;
  }
  for (const std::string& word : split_commas(words)) {
    if (word == "none") {
      continue;
    }
    if (word == "all") {
      wanted.axis = wanted.action = wanted.lever = wanted.fibres = true;
      continue;
    }
    bool MotionView::*part = part_named(word);
    if (part == nullptr) {
      return unknown_part(word);
    }
    wanted.*part = true;
  }
  view = wanted;
  return {};
}

Status toggle_motion_part(MotionView& view, const std::string& word) {
  bool MotionView::*part = part_named(lower(word));
  if (part == nullptr) {
    return unknown_part(word);
  }
  view.*part = !(view.*part);
  return {};
}

Status run_motion_lines(const Call& call) { return set_motion_lines(call.session.motion, call.words); }
Status run_motion_toggle(const Call& call) { return toggle_motion_part(call.session.motion, call.words[0]); }

Status run_motion_ghost(const Call& call) { return set_flag(call, call.session.motion.ghost); }

Status run_second_heart(const Call& call) { return set_flag(call, call.session.motion.pump); }

}  // namespace

std::vector<CommandEntry> motion_commands() {
  return {
      {{"motion.lines", "axis,action,lever,fibres | all | none",
        "draw joint axes, the line the calf pulls along, its lever arm, muscle fibres", "lines of motion"},
       1,
       kAnyNumber,
       run_motion_lines},
      {{"motion.toggle", "axis | action | lever | fibres | ghost",
        "one of the lines of motion, or the ghost, on or off", "lines of motion"},
       1,
       1,
       run_motion_toggle},
      {{"motion.ghost", "on | off | toggle", "bones and skin as they stand at rest, faintly, beside the posed leg",
        "ghost of the rest"},
       1,
       1,
       run_motion_ghost},
      {{"second-heart", "on | off | toggle", "the calf as a pump: veins that fill and empty, and their valves",
        "second heart"},
       1,
       1,
       run_second_heart},
  };
}

}  // namespace crus
