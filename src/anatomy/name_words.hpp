// A mesh's name taken apart: identifiers, side, and the words that are left, in one spelling. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/catalogue.hpp"

namespace crus::anatomy {

struct ElementId {
  std::string element;  // "fj1437"
  bool mirrored;        // it was written "FJ1437M": the left-hand copy
};

struct NameWords {
  std::vector<std::uint32_t> fmas;
  std::vector<ElementId> elements;
  Side side = Side::none;               // none also when both sides are named
  std::vector<std::string> as_written;  // lower case and in order, without ids and sides
  // Lower case and in order, without ids, sides, articles and endings of files. Synonyms of spelling are one word:
  // "musculus" and "m." are "muscle", "peroneus" is "fibularis", "hallux" and "big toe" are "first toe". Plain numbers
  // stay digits, because a copy's number and an ordinal look alike.
  std::vector<std::string> words;
};

[[nodiscard]] NameWords take_apart(std::string_view name);

// What may be ignored when the name as written means nothing.
struct Ignore {
  bool numbers = false;  // else "2" reads "second"
  bool region = false;   // "foot", "leg"
  bool kind = false;     // "muscle", "bone"
};

// The words as a set: sorted, each once, joined by spaces. Empty if nothing is left.
[[nodiscard]] std::string key_of(const std::vector<std::string>& words, Ignore ignore = {});

// Every key under which a catalogue entry is found.
[[nodiscard]] std::vector<std::string> keys_of(const Structure& structure);

}  // namespace crus::anatomy
