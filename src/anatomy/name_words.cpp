#include "anatomy/name_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <utility>

#include "core/text.hpp"

namespace crus::anatomy {
namespace {

using Words = std::vector<std::string>;

bool is_digits(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "v2", as in "tibia v2"; a lone "v" is the Roman five or a vein.
bool is_version(std::string_view word) { return word.starts_with('v') && is_digits(word.substr(1)); }

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

struct Spelling {
  std::string_view from;
  std::string_view to;
};

constexpr auto kSpellings = std::to_array<Spelling>({
    {"musculus", "muscle"},
    {"musculi", "muscle"},
    {"muscles", "muscle"},
    {"m", "muscle"},
    {"os", "bone"},
    {"ossis", "bone"},
    {"bones", "bone"},
    {"arteria", "artery"},
    {"arteriae", "artery"},
    {"arteries", "artery"},
    {"vena", "vein"},
    {"venae", "vein"},
    {"veins", "vein"},
    {"nervus", "nerve"},
    {"nervi", "nerve"},
    {"nerves", "nerve"},
    {"mm", "muscle"},
    {"aa", "artery"},
    {"vv", "vein"},
    {"nn", "nerve"},
    {"ligamentum", "ligament"},
    {"lig", "ligament"},
    {"peroneus", "fibularis"},
    {"peronaeus", "fibularis"},
    {"peronea", "fibularis"},
    {"peroneal", "fibular"},
    {"phalange", "phalanx"},
    {"digit", "toe"},
    {"1st", "first"},
    {"2nd", "second"},
    {"3rd", "third"},
    {"4th", "fourth"},
    {"5th", "fifth"},
    {"primus", "first"},
    {"prima", "first"},
    {"primum", "first"},
    {"primi", "first"},
    {"secundus", "second"},
    {"secunda", "second"},
    {"secundum", "second"},
    {"secundi", "second"},
    {"tertius", "third"},
    {"tertia", "third"},
    {"tertium", "third"},
    {"tertii", "third"},
    {"quartus", "fourth"},
    {"quarta", "fourth"},
    {"quartum", "fourth"},
    {"quarti", "fourth"},
    {"quintus", "fifth"},
    {"quinta", "fifth"},
    {"quintum", "fifth"},
    {"quinti", "fifth"},
});

constexpr auto kRoman =
    std::to_array<Spelling>({{"i", "first"}, {"ii", "second"}, {"iii", "third"}, {"iv", "fourth"}, {"v", "fifth"}});

constexpr auto kOrdinals = std::to_array<std::string_view>({"first", "second", "third", "fourth", "fifth"});

constexpr auto kRightWords =
    std::to_array<std::string_view>({"right", "rt", "dexter", "dextra", "dextrum", "dextri", "dextrae"});
constexpr auto kLeftWords =
    std::to_array<std::string_view>({"left", "lt", "sinister", "sinistra", "sinistrum", "sinistri", "sinistrae"});
constexpr auto kFileEndings = std::to_array<std::string_view>({"glb", "gltf", "obj", "stl", "ply", "fbx"});
constexpr auto kFillers =
    std::to_array<std::string_view>({"the", "of", "in", "from", "mesh", "geo", "geometry", "object",
                                     // what people do to a mesh and then call the file
                                     "low", "high", "poly", "lowpoly", "highpoly", "final", "copy", "cropped",
                                     "decimated", "reduced", "simplified", "smooth", "smoothed", "remeshed", "scan"});
constexpr auto kRegions = std::to_array<std::string_view>({"foot", "pedis", "leg", "cruris", "crus"});
constexpr auto kKinds = std::to_array<std::string_view>({"muscle", "bone"});

template <std::size_t N>
std::optional<std::string> respelled(const std::array<Spelling, N>& list, std::string_view word) {
  const auto found =
      std::find_if(list.begin(), list.end(), [word](const Spelling& spelling) { return spelling.from == word; });
  return found == list.end() ? std::nullopt : std::optional<std::string>(found->to);
}

// Digits after a prefix of letters: "fma22558soleus" gives 22558 and leaves "soleus". Nothing if the word is not of
// that form or the number is too long to be an id.
std::optional<std::uint32_t> number_after(std::string_view prefix, std::string_view word, std::string_view& rest) {
  if (!word.starts_with(prefix)) {
    return std::nullopt;
  }
  word.remove_prefix(prefix.size());
  std::uint32_t number = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (problem != std::errc{} || end == word.data()) {
    return std::nullopt;
  }
  rest = word.substr(static_cast<std::size_t>(end - word.data()));
  return number;
}

// Moves identifiers out of the words.
void take_ids(Words& words, NameWords& name) {
  Words kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view rest;
    const std::string& word = words[i];
    if (const auto fma = number_after("fma", word, rest)) {
      name.fmas.push_back(*fma);
      if (!rest.empty()) {
        kept.emplace_back(rest);
      }
    } else if (word == "fma" && i + 1 < words.size() && number_after("", words[i + 1], rest) && rest.empty()) {
      name.fmas.push_back(*number_after("", words[++i], rest));
    } else if (number_after("fj", word, rest) && (rest.empty() || rest == "m")) {
      name.elements.push_back({word.substr(0, word.size() - rest.size()), !rest.empty()});
    } else if (!(number_after("bp", word, rest) && rest.empty())) {
      kept.push_back(word);
    }
  }
  words = std::move(kept);
}

// The place of the last word that is not a number; words.size() if there is none.
std::size_t last_letter_word(const Words& words) {
  for (std::size_t i = words.size(); i > 0; --i) {
    if (!is_digits(words[i - 1])) {
      return i - 1;
    }
  }
  return words.size();
}

// Moves words of side out of the words. A lone "r" or "l" counts only at either end: in between it may be anything.
Side take_side(Words& words) {
  const std::size_t last = last_letter_word(words);
  bool right = false;
  bool left = false;
  Words kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool at_end = i == 0 || i == last;
    const bool is_right = contains(kRightWords, words[i]) || (at_end && words[i] == "r");
    const bool is_left = contains(kLeftWords, words[i]) || (at_end && words[i] == "l");
    right = right || is_right;
    left = left || is_left;
    if (!is_right && !is_left) {
      kept.push_back(std::move(words[i]));
    }
  }
  words = std::move(kept);
  if (right == left) {
    return Side::none;
  }
  return right ? Side::right : Side::left;
}

// "metatarsal5" is "metatarsal" and "5"; "5th" stays.
Words split_trailing_digits(const Words& words) {
  Words split;
  for (const std::string& word : words) {
    const std::size_t letters = word.find_last_not_of("0123456789") + 1;
    if (letters == 0 || letters == word.size()) {
      split.push_back(word);
    } else {
      split.push_back(word.substr(0, letters));
      split.push_back(word.substr(letters));
    }
  }
  return split;
}

// "a." and "n." stand for artery and nerve at either end of a name, "v." for vein only at its start, because
// elsewhere it is the Roman five.
std::string expanded(const Words& words, std::size_t i) {
  const std::string& word = words[i];
  const bool first = i == 0 && words.size() > 1;
  const bool last = words.size() > 1 && i + 1 == words.size();
  if (word == "a" && (first || last)) {
    return "artery";
  }
  if (word == "n" && (first || last)) {
    return "nerve";
  }
  if (word == "v" && first) {
    return "vein";
  }
  if (i > 0) {
    if (auto ordinal = respelled(kRoman, word)) {
      return *ordinal;
    }
  }
  return respelled(kSpellings, word).value_or(word);
}

// The big toe is the first, the little toe the fifth, and a finger of the foot is a toe.
Words with_numbered_toes(const Words& words) {
  const bool of_foot = std::find(words.begin(), words.end(), "foot") != words.end();
  Words out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool before_toe = i + 1 < words.size() && words[i + 1] == "toe";
    if (words[i] == "hallux") {
      out.insert(out.end(), {"first", "toe"});
    } else if (before_toe && (words[i] == "big" || words[i] == "great")) {
      out.emplace_back("first");
    } else if (before_toe && (words[i] == "little" || words[i] == "small")) {
      out.emplace_back("fifth");
    } else if (of_foot && words[i] == "finger") {
      out.emplace_back("toe");
    } else {
      out.push_back(words[i]);
    }
  }
  return out;
}

}  // namespace

NameWords take_apart(std::string_view text) {
  NameWords name;
  Words words = crus::words(text);
  take_ids(words, name);
  if (words.size() > 1 && contains(kFileEndings, words.back())) {
    words.pop_back();
  }
  name.side = take_side(words);
  name.as_written = words;
  std::erase_if(words, [](const std::string& word) { return contains(kFillers, word) || is_version(word); });
  words = split_trailing_digits(words);
  Words spelled;
  for (std::size_t i = 0; i < words.size(); ++i) {
    spelled.push_back(expanded(words, i));
  }
  name.words = with_numbered_toes(spelled);
  return name;
}

std::string key_of(const std::vector<std::string>& words, Ignore ignore) {
  Words kept;
  for (const std::string& word : words) {
    if ((ignore.region && contains(kRegions, word)) || (ignore.kind && contains(kKinds, word))) {
      continue;
    }
    const bool number = is_digits(word);
    if (number && ignore.numbers) {
      continue;
    }
    const bool ordinal = number && word.size() == 1 && word[0] >= '1' && word[0] <= '5';
    kept.emplace_back(ordinal ? kOrdinals[static_cast<std::size_t>(word[0] - '1')] : std::string_view(word));
  }
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  std::string key;
  for (const std::string& word : kept) {
    key += (key.empty() ? "" : " ") + word;
  }
  return key;
}

std::vector<std::string> keys_of(const Structure& structure) {
  std::vector<std::string> keys;
  const auto add = [&keys](std::string_view name, Ignore ignore) {
    std::string key = key_of(take_apart(name).words, ignore);
    if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) {
      keys.push_back(std::move(key));
    }
  };
  // Proper names stand without their kind ("naviculare"); a synonym may need it ("heel bone" is not the heel).
  for (const std::string& name : {structure.id, structure.english, structure.latin}) {
    add(name, {});
    add(name, {.kind = true});
  }
  for (const std::string& name : structure.synonyms) {
    add(name, {});
  }
  return keys;
}

}  // namespace crus::anatomy
