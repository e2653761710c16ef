#include "session/motion_commands.hpp"

#include <vector>

#include "core/text.hpp"

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

}  // namespace

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

}  // namespace crus
