// What the words after a command mean. Each reader fails with the word and the nearest valid ones, before anything has
// changed. Private to the room.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/text.hpp"
#include "session/command_list.hpp"

namespace crus {

// A finite number; it may have a plus sign.
[[nodiscard]] Result<double> number(const std::string& word);
[[nodiscard]] Result<std::vector<double>> numbers(Words words);
// The ids of the structures that the arguments name, each once, in the order given.
[[nodiscard]] Result<std::vector<std::string>> structures(const Call& call);

// These read the first argument: a value between 0 and 1; "on", "off" or "toggle".
[[nodiscard]] Status set_fraction(const Call& call, double& value);
[[nodiscard]] Status set_flag(const Call& call, bool& on);

// Runs `change` with each structure the arguments name, or fails before anything changed.
template <class Change>
Status for_each_structure(const Call& call, Change change) {
  const auto ids = structures(call);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  for (const std::string& id : *ids) {
    change(id);
  }
  return {};
}

// The value of the word among the table's that the first argument is.
template <class Enum, std::size_t N>
Status choose(const Call& call, Enum& value, const std::array<std::pair<std::string_view, Enum>, N>& table) {
  const std::string word = lower(call.words[0]);
  std::vector<std::string> words;
  for (const auto& [name, candidate] : table) {
    if (name == word) {
      value = candidate;
      return {};
    }
    words.emplace_back(name);
  }
  return fail("unknown value", "'" + call.words[0] + "'", "say " + quoted_list(words));
}

// The same, where the words stand in the order of the values.
template <class Enum, std::size_t N>
Status choose_word(const Call& call, Enum& value, const std::array<std::string_view, N>& words) {
  std::array<std::pair<std::string_view, Enum>, N> table;
  for (std::size_t i = 0; i < N; ++i) {
    table.at(i) = {words.at(i), static_cast<Enum>(i)};
  }
  return choose<Enum, N>(call, value, table);
}

}  // namespace crus
