#include <algorithm>
#include <array>

#include "anatomy/recognise.hpp"
#include "core/text.hpp"
#include "session/commands.hpp"

namespace crus {
namespace {

// A short name everyone uses for a structure whose id is another.
constexpr std::string_view kAchilles = "achilles";
constexpr std::string_view kAchillesId = "calcaneal-tendon";

std::string by_name_in_leg(const Leg& leg, std::string_view word) {
  const std::string wanted = kebab(word);
  for (const LegStructure& structure : leg.structures) {
    if (kebab(structure.name) == wanted || kebab(structure.source_name) == wanted || structure.id == wanted ||
        (structure.fma && "fma" + std::to_string(*structure.fma) == wanted)) {
      return structure.id;
    }
  }
  return {};
}

std::string by_catalogue(const anatomy::Catalogue& catalogue, std::string_view word) {
  if (catalogue.find(word) != nullptr) {
    return std::string(word);
  }
  const auto recognition = anatomy::Recogniser(catalogue).recognise(word);
  return recognition ? recognition->id : std::string();
}

// A few of what there is, for a word that resembles nothing.
std::string examples_of(std::vector<std::string> ids) {
  constexpr std::array<std::string_view, 4> kKnownBest{"soleus", "tibia", "fibula", kAchillesId};
  std::stable_partition(ids.begin(), ids.end(), [&](const std::string& id) {
    return std::find(kKnownBest.begin(), kKnownBest.end(), id) != kKnownBest.end();
  });
  ids.resize(std::min(ids.size(), kKnownBest.size()));
  return (ids.empty() ? "" : "for example " + quoted_list(ids) + "; ") + "crus inspect lists what the model holds";
}

tl::unexpected<Error> unknown(const Leg& leg, std::string_view word) {
  std::vector<std::string> ids;
  for (const LegStructure& structure : leg.structures) {
    ids.push_back(structure.id);
  }
  const std::vector<std::string> near = nearest(word, ids);
  return fail("unknown structure", "'" + std::string(word) + "'",
              near.empty() ? examples_of(ids) : "did you mean " + quoted_list(near) + "?");
}

}  // namespace

Result<std::string> resolve_structure(const Leg& leg, std::string_view word) {
  if (leg.find(word) != nullptr) {
    return std::string(word);
  }
  if (std::string id = by_name_in_leg(leg, word); !word.empty() && !id.empty()) {
    return id;
  }
  std::string id = lower(word) == kAchilles ? std::string(kAchillesId) : std::string();
  if (id.empty() && leg.catalogue && !word.empty()) {
    id = by_catalogue(*leg.catalogue, word);
  }
  if (id.empty()) {
    return unknown(leg, word);
  }
  if (leg.find(id) == nullptr) {
    return fail("this model has no such structure", "'" + id + "'", "crus inspect lists what the model holds");
  }
  return id;
}

}  // namespace crus
