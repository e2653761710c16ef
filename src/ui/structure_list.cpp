#include "ui/structure_list.hpp"

#include <algorithm>
#include <iterator>

#include "core/text.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {
using anatomy::Compartment;
using anatomy::Kind;

// Indices into text::kGroups.
constexpr std::size_t kMuscles = 2;
constexpr std::size_t kFirstCompartment = 3;
constexpr std::size_t kLastCompartment = 10;
constexpr std::size_t kUnrecognised = 17;

std::size_t muscle_group(Compartment compartment) {
  switch (compartment) {
    case Compartment::superficial_posterior: return 3;
    case Compartment::deep_posterior: return 4;
    case Compartment::lateral: return 5;
    case Compartment::anterior: return 6;
    case Compartment::plantar: return 7;
    case Compartment::dorsal_foot: return 8;
    case Compartment::thigh: return 9;
    default: return kLastCompartment;
  }
}

std::size_t group_of(const LegStructure& structure, const anatomy::Structure* entry) {
  if (!structure.recognised) {
    return kUnrecognised;
  }
  switch (structure.kind) {
    case Kind::bone:
    case Kind::landmark: return 0;
    case Kind::cartilage: return 1;
    case Kind::muscle: return muscle_group(entry != nullptr ? entry->compartment : Compartment::none);
    case Kind::tendon:
    case Kind::aponeurosis: return 11;
    case Kind::ligament:
    case Kind::joint:
    case Kind::membrane: return 12;
    case Kind::retinaculum:
    case Kind::fascia:
    case Kind::bursa:
    case Kind::fat: return 13;
    case Kind::artery:
    case Kind::vein: return 14;
    case Kind::nerve: return 15;
    case Kind::skin: return 16;
  }
  return kUnrecognised;
}

std::string search_text(const LegStructure& structure, const anatomy::Structure* entry) {
  std::string text = structure.name + "\n" + structure.id + "\n" + structure.source_name;
  if (structure.fma) {
    text += "\nfma" + std::to_string(*structure.fma);
  }
  if (entry != nullptr) {
    text += "\n" + entry->english + "\n" + entry->latin;
    for (const std::string& synonym : entry->synonyms) {
      text += "\n" + synonym;
    }
    for (const std::string& element : entry->element_ids) {
      text += "\n" + element;
    }
    text += entry->fma ? "\nfma" + std::to_string(*entry->fma) : "";
    text += entry->ta2 ? "\nta2 " + std::to_string(*entry->ta2) : "";
  }
  return lower(text);
}

// One text for each landmark and joint of the structure.
std::vector<std::string> place_texts(const Leg& leg, const anatomy::Structure* entry) {
  std::vector<std::string> texts;
  if (entry != nullptr && leg.catalogue != nullptr) {
    for (const anatomy::Structure* place : leg.catalogue->places_of(entry->id)) {
      std::string text = place->id + "\n" + place->english + "\n" + place->latin;
      for (const std::string& synonym : place->synonyms) {
        text += "\n" + synonym;
      }
      texts.push_back(lower(text));
    }
  }
  return texts;
}

std::string list_name(const LegStructure& structure, const anatomy::Structure* entry, const Leg& leg, Names names) {
  if (entry == nullptr) {
    return structure.name;
  }
  if (names == Names::latin && !entry->latin.empty()) {
    return latin_name(*entry);
  }
  return structure.side != leg.side ? structure.name : entry->english;
}

}  // namespace

std::string latin_name(const anatomy::Structure& entry) {
  std::string name = entry.latin;
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') {
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
  }
  return name;
}

void StructureList::update(const Leg& leg, std::string_view search, Names names) {
  const bool same_leg = leg_ == &leg && hash_ == leg.hash && count_ == leg.structures.size();
  if (same_leg && search == search_ && names == language_) {
    return;
  }
  if (!same_leg || names != language_) {
    std::vector<std::pair<std::string, bool>> kept;
    for (const Group& group : groups_) {
      kept.emplace_back(group.id, group.open);
    }
    build_groups(leg, names);
    for (Group& group : groups_) {
      const auto at = std::find_if(kept.begin(), kept.end(), [&](const auto& was) { return was.first == group.id; });
      group.open = same_leg && at != kept.end() ? at->second : group.open;
    }
    leg_ = &leg;
    hash_ = leg.hash;
    count_ = leg.structures.size();
    language_ = names;
  }
  search_ = search;
  wanted_ = words(search_);
  build_rows();
}

void StructureList::build_groups(const Leg& leg, Names names) {
  names_.clear();
  texts_.clear();
  places_.clear();
  groups_.clear();
  std::vector<std::vector<std::size_t>> members(text::kGroups.size());
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const anatomy::Structure* entry = leg.entry(leg.structures[i]);
    names_.push_back(list_name(leg.structures[i], entry, leg, names));
    texts_.push_back(search_text(leg.structures[i], entry));
    places_.push_back(place_texts(leg, entry));
    const std::size_t group = group_of(leg.structures[i], entry);
    members[group].push_back(i);
    if (group >= kFirstCompartment && group <= kLastCompartment) {
      members[kMuscles].push_back(i);
    }
  }
  // A small leg is shown whole; a large one starts with the calf open.
  constexpr std::size_t kSmall = 16;
  int muscles = -1;
  for (std::size_t group = 0; group < members.size(); ++group) {
    if (members[group].empty()) {
      continue;
    }
    std::stable_sort(members[group].begin(), members[group].end(),
                     [&](std::size_t a, std::size_t b) { return lower(names_[a]) < lower(names_[b]); });
    const bool compartment = group >= kFirstCompartment && group <= kLastCompartment;
    muscles = group == kMuscles ? static_cast<int>(groups_.size()) : muscles;
    const bool open = leg.structures.size() <= kSmall || group == kMuscles || group == kFirstCompartment;
    groups_.push_back({kebab(text::kGroups[group]),
                       text::kGroups[group],
                       std::move(members[group]),
                       {},
                       compartment ? muscles : -1,
                       open});
  }
}

bool StructureList::fits(const std::string& text) const {
  return std::all_of(wanted_.begin(), wanted_.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

std::vector<bool> StructureList::fitting() const {
  std::vector<bool> fitting(texts_.size());
  std::transform(texts_.begin(), texts_.end(), fitting.begin(), [&](const std::string& text) { return fits(text); });
  // Who looks for a malleolus is shown the bone that has it; who looks for the soleus not the bone with its line.
  if (std::find(fitting.begin(), fitting.end(), true) == fitting.end()) {
    std::transform(places_.begin(), places_.end(), fitting.begin(), [&](const std::vector<std::string>& places) {
      return std::any_of(places.begin(), places.end(), [&](const std::string& text) { return fits(text); });
    });
  }
  return fitting;
}

void StructureList::build_rows() {
  rows_.clear();
  const std::vector<bool> fitting = this->fitting();
  const bool searching = !wanted_.empty();
  const auto is_open = [&](const Group& group) { return group.open || searching; };
  for (std::size_t index = 0; index < groups_.size(); ++index) {
    Group& group = groups_[index];
    group.shown.clear();
    std::copy_if(group.members.begin(), group.members.end(), std::back_inserter(group.shown),
                 [&](std::size_t member) { return fitting[member]; });
    const bool inside_closed = group.parent >= 0 && !is_open(groups_[static_cast<std::size_t>(group.parent)]);
    if (group.shown.empty() || inside_closed) {
      continue;
    }
    rows_.push_back({index, true, 0});
    const bool holds_groups = index + 1 < groups_.size() && groups_[index + 1].parent == static_cast<int>(index);
    if (is_open(group) && !holds_groups) {
      for (const std::size_t member : group.shown) {
        rows_.push_back({index, false, member});
      }
    }
  }
}

std::size_t StructureList::found() const {
  std::size_t count = 0;
  for (const Group& group : groups_) {
    count += group.parent < 0 ? group.shown.size() : 0;
  }
  return count;
}

int StructureList::first() const {
  const auto at = std::find_if(rows_.begin(), rows_.end(), [](const Row& row) { return !row.header; });
  return at == rows_.end() ? -1 : static_cast<int>(at - rows_.begin());
}

void StructureList::toggle(std::size_t group) {
  groups_[group].open = !groups_[group].open;
  build_rows();
}

int StructureList::reveal(const Leg& leg, std::string_view id) {
  bool opened = false;
  for (Group& group : groups_) {
    const bool holds = std::any_of(group.members.begin(), group.members.end(),
                                   [&](std::size_t member) { return leg.structures[member].id == id; });
    opened |= holds && !group.open;
    group.open |= holds;
  }
  if (opened) {
    build_rows();
  }
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (!rows_[row].header && leg.structures[rows_[row].structure].id == id) {
      return static_cast<int>(row);
    }
  }
  return -1;
}

}  // namespace crus::ui
