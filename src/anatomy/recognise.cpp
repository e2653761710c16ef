#include "anatomy/recognise.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "anatomy/name_words.hpp"
#include "core/text.hpp"

namespace crus::anatomy {
namespace {

// No structure's name is longer; what is, is not a name, and hostile files hold megabytes of it.
constexpr std::size_t kLongestName = 1024;

void add_once(std::vector<std::string>& ids, const std::string& id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
    ids.push_back(id);
  }
}

std::vector<std::string> common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> both;
  std::copy_if(a.begin(), a.end(), std::back_inserter(both),
               [&b](const std::string& id) { return std::find(b.begin(), b.end(), id) != b.end(); });
  return both;
}

Recognition recognition(std::vector<std::string> ids, Side side, RecognisedBy by) {
  Recognition found{.id = ids.front(), .side = side, .by = by, .alternatives = {}};
  ids.erase(ids.begin());
  found.alternatives = std::move(ids);
  return found;
}

// The words in order as an id, less the number of a copy.
std::string as_id(std::vector<std::string> words) {
  if (!words.empty() && words.back().find_first_not_of("0123456789") == std::string::npos) {
    words.pop_back();
  }
  std::string id;
  for (const std::string& word : words) {
    id += (id.empty() ? "" : "-") + word;
  }
  return id;
}

}  // namespace

Recogniser::Recogniser(const Catalogue& catalogue) {
  for (const Structure& structure : catalogue.structures()) {
    ids_.push_back(structure.id);
    for (std::string& key : keys_of(structure)) {
      names_.push_back({std::move(key), structure.id, structure.kind});
    }
    const std::array<std::pair<std::optional<std::uint32_t>, Side>, 3> numbers{
        {{structure.fma, Side::none}, {structure.fma_right, Side::right}, {structure.fma_left, Side::left}}};
    for (const auto& [number, side] : numbers) {
      if (number) {
        fmas_.push_back({*number, structure.id, side});
      }
    }
    for (const std::string& element : structure.element_ids) {
      elements_.push_back({lower(element), structure.id, structure.fma_right.has_value()});
    }
  }
  std::sort(ids_.begin(), ids_.end());
  std::stable_sort(names_.begin(), names_.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  std::stable_sort(fmas_.begin(), fmas_.end(), [](const auto& a, const auto& b) { return a.fma < b.fma; });
  std::stable_sort(elements_.begin(), elements_.end(),
                   [](const auto& a, const auto& b) { return a.element < b.element; });
}

Recogniser::Ids Recogniser::by_name(const std::vector<std::string>& name_words) const {
  const bool says_muscle = std::find(name_words.begin(), name_words.end(), "muscle") != name_words.end();
  const bool says_bone = std::find(name_words.begin(), name_words.end(), "bone") != name_words.end();
  for (unsigned step = 0; step < 8; ++step) {
    const Ignore ignore{.numbers = (step & 4U) != 0, .region = (step & 1U) != 0, .kind = (step & 2U) != 0};
    const std::string key = key_of(name_words, ignore);
    auto at = std::lower_bound(names_.begin(), names_.end(), key,
                               [](const NameKey& name, const std::string& wanted) { return name.key < wanted; });
    Ids ids;
    for (; at != names_.end() && at->key == key; ++at) {
      // "tibialis anterior bone" must not become the muscle when its kind is left out.
      const bool fits =
          !ignore.kind || ((!says_muscle || at->kind == Kind::muscle) && (!says_bone || at->kind == Kind::bone));
      if (fits) {
        add_once(ids, at->id);
      }
    }
    if (!ids.empty()) {
      return ids;
    }
  }
  return {};
}

std::optional<Recognition> Recogniser::recognise(std::string_view text) const {
  if (text.size() > kLongestName) {
    return std::nullopt;
  }
  const NameWords name = take_apart(text);

  Ids element_ids;
  Side element_side = name.side;
  for (const ElementId& wanted : name.elements) {
    for (const ElementKey& entry : elements_) {
      if (entry.element == wanted.element) {
        add_once(element_ids, entry.id);
        if (entry.sided && name.side == Side::none) {
          element_side = wanted.mirrored ? Side::left : Side::right;
        }
      }
    }
  }

  for (const std::uint32_t fma : name.fmas) {
    Ids ids;
    Side side = name.side;
    for (const NumberKey& entry : fmas_) {
      if (entry.fma == fma) {
        add_once(ids, entry.id);
        // A mirrored copy often keeps the number and says its side in words.
        side = name.side == Side::none ? entry.side : name.side;
      }
    }
    if (ids.empty()) {
      continue;
    }
    if (ids.size() > 1) {
      if (const Ids narrowed = common(ids, element_ids); !narrowed.empty()) {
        return recognition(narrowed, side, RecognisedBy::element_id);
      }
      if (const Ids narrowed = common(ids, by_name(name.words)); !narrowed.empty()) {
        return recognition(narrowed, side, RecognisedBy::fma);
      }
    }
    return recognition(ids, side, RecognisedBy::fma);
  }

  if (!element_ids.empty()) {
    return recognition(element_ids, element_side, RecognisedBy::element_id);
  }
  Ids ids = by_name(name.words);
  if (ids.empty()) {
    return std::nullopt;
  }
  const bool is_id = std::binary_search(ids_.begin(), ids_.end(), as_id(name.as_written));
  return recognition(std::move(ids), name.side, is_id ? RecognisedBy::id : RecognisedBy::name);
}

Side Recogniser::side_of(std::string_view name) {
  return name.size() > kLongestName ? Side::none : take_apart(name).side;
}

}  // namespace crus::anatomy
