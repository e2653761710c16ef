#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "anatomy/catalogue.hpp"
#include "anatomy/name_words.hpp"
#include "core/text.hpp"

namespace crus::anatomy {
namespace {

struct NamedClaim {
  std::string_view name;
  const Claim* claim;
};

std::array<NamedClaim, 6> claims_of(const Structure& s) {
  return {{{"origin", &s.origin},
           {"insertion", &s.insertion},
           {"action", &s.action},
           {"nerve", &s.nerve},
           {"blood", &s.blood},
           {"notes", &s.notes}}};
}

// What an entry of this kind cannot do without.
std::vector<std::string_view> required_claims(Kind kind) {
  switch (kind) {
    case Kind::muscle: return {"origin", "insertion", "action", "nerve", "blood"};
    case Kind::artery:
    case Kind::nerve: return {"origin", "action", "notes"};
    case Kind::vein: return {"insertion", "notes"};
    case Kind::tendon:
    case Kind::aponeurosis:
    case Kind::ligament:
    case Kind::membrane:
    case Kind::retinaculum: return {"origin", "insertion"};
    case Kind::bone:
    case Kind::cartilage:
    case Kind::fascia:
    case Kind::bursa:
    case Kind::fat:
    case Kind::skin:
    case Kind::landmark:
    case Kind::joint: return {"notes"};
  }
  return {};
}

bool shares_names(const Structure& a, const Structure& b) {
  return std::find(a.shares_names_with.begin(), a.shares_names_with.end(), b.id) != a.shares_names_with.end();
}

class Linter {
 public:
  explicit Linter(const Catalogue& catalogue) : catalogue_(catalogue) {}

  std::vector<Error> run() {
    if (catalogue_.structures().empty()) {
      errors_.push_back({"the catalogue has no structures", {}, {}});
    }
    sources();
    unique_ids();
    for (const Structure& s : catalogue_.structures()) {
      names(s);
      elements(s);
      claims(s);
      architecture(s);
      references(s);
    }
    for (const PeelLayer& layer : catalogue_.peel_layers()) {
      named("layer", layer.structures, layer.location);
    }
    for (const Displacement& displacement : catalogue_.displacements()) {
      named("displacement", displacement.structures, displacement.location);
    }
    return std::move(errors_);
  }

 private:
  void report(const Structure& s, std::string what, std::string advice = {}) {
    errors_.push_back({std::move(what), s.location + " (" + s.id + ")", std::move(advice)});
  }

  void sources() {
    std::map<std::string, std::string> seen;
    for (const Source& source : catalogue_.sources()) {
      const auto wrong = [&](std::string what) {
        errors_.push_back({std::move(what), source.location + " (" + source.id + ")", {}});
      };
      if (source.id.empty() || source.id != kebab(source.id)) {
        wrong("the source's id is not kebab-case");
      }
      if (source.citation.empty()) {
        wrong("the source has no citation");
      }
      const auto [first, fresh] = seen.emplace(source.id, source.location);
      if (!fresh) {
        wrong("the source's id is used twice, first at " + first->second);
      }
    }
  }

  // Reports a key that an earlier structure has, unless the two share their names on purpose.
  void once(std::map<std::string, const Structure*>& seen, const std::string& key, const Structure& s,
            const std::string& what, bool may_share) {
    const auto [first, fresh] = seen.emplace(key, &s);
    if (!fresh && !(may_share && first->second != &s && shares_names(s, *first->second))) {
      report(s, what + " '" + key + "' also belongs to " + first->second->id, "first at " + first->second->location);
    }
  }

  void unique_ids() {
    std::map<std::string, const Structure*> ids;
    std::map<std::string, const Structure*> numbers;
    std::map<std::string, const Structure*> ta2;
    std::map<std::string, const Structure*> element_ids;
    std::map<std::string, const Structure*> keys;
    for (const Structure& s : catalogue_.structures()) {
      once(ids, s.id, s, "the id", false);
      for (const auto& number : {s.fma, s.fma_right, s.fma_left}) {
        if (number) {
          once(numbers, std::to_string(*number), s, "the FMA id", true);
        }
      }
      if (s.ta2) {
        once(ta2, std::to_string(*s.ta2), s, "the TA2 id", true);
      }
      for (const std::string& element : s.element_ids) {
        once(element_ids, element, s, "the element id", false);
      }
      for (const std::string& key : keys_of(s)) {
        once(keys, key, s, "the name", true);
      }
    }
  }

  void names(const Structure& s) {
    if (s.id.empty() || s.id != kebab(s.id)) {
      report(s, "the id is not kebab-case", "write '" + kebab(s.id) + "'");
    }
    if (s.english.empty()) {
      report(s, "no English name");
    }
    if (s.latin.empty()) {
      report(s, "no Latin name");
    }
    for (const std::string& synonym : s.synonyms) {
      if (key_of(take_apart(synonym).words).empty()) {
        report(s, "the synonym '" + synonym + "' says nothing");
      }
    }
    if (!catalogue_.palette().contains(s.colour_group)) {
      report(s, "the colour group '" + s.colour_group + "' is not in the palette");
    }
    if (s.kind == Kind::muscle && s.compartment == Compartment::none) {
      report(s, "a muscle belongs to a compartment");
    }
    if (s.kind == Kind::landmark || s.kind == Kind::joint) {
      place_of_bone(s);
    }
  }

  void place_of_bone(const Structure& s) {
    const auto is_bone = [&](const std::string& id) {
      const Structure* within = catalogue_.find(id);
      return within != nullptr && within->kind == Kind::bone;
    };
    if (s.inside.empty() || !std::all_of(s.inside.begin(), s.inside.end(), is_bone)) {
      report(s, "a " + std::string(name_of(s.kind)) + " is 'inside' the bones it is a place of, and nothing else");
    }
  }

  void elements(const Structure& s) {
    for (const std::string& element : s.element_ids) {
      if (element.size() < 3 || !element.starts_with("FJ") ||
          element.find_first_not_of("0123456789", 2) != std::string::npos) {
        report(s, "the element id '" + element + "' is not of the form FJ1437");
      }
    }
  }

  void known_sources(const Structure& s, const std::string& what, const std::vector<std::string>& ids) {
    if (ids.empty()) {
      report(s, what + " names no source");
    }
    for (const std::string& id : ids) {
      if (catalogue_.source(id) == nullptr) {
        report(s, std::string(what).append(" names the unknown source '").append(id).append("'"));
      }
    }
  }

  void claims(const Structure& s) {
    known_sources(s, "the entry", s.sources);
    const auto required = required_claims(s.kind);
    for (const auto& [name, claim] : claims_of(s)) {
      const std::string what(name);
      if (claim->empty()) {
        if (std::find(required.begin(), required.end(), name) != required.end()) {
          report(s, "a " + std::string(name_of(s.kind)) + " needs '" + what + "'");
        } else if (!claim->sources.empty()) {
          report(s, "'" + what + "' has sources but no text");
        }
        continue;
      }
      known_sources(s, "'" + what + "'", claim->sources);
      if (!claim->text.ends_with('.')) {
        report(s, "'" + what + "' does not end as a sentence does");
      }
      const bool must_say = claim->confidence == Confidence::modelled || claim->confidence == Confidence::reported;
      if (must_say && lower(claim->text).find(name_of(claim->confidence)) == std::string::npos) {
        report(s, "'" + what + "' is " + std::string(name_of(claim->confidence)) + " and its text does not say so");
      }
    }
  }

  void architecture(const Structure& s) {
    if (s.twist_deg && (s.kind != Kind::tendon || s.notes.empty())) {
      report(s, "'twist_deg' is of tendons, and 'notes' says where it comes from");
    }
    if (!s.architecture) {
      return;
    }
    if (s.kind != Kind::muscle) {
      report(s, "only a muscle has an 'architecture'");
    }
    known_sources(s, "'architecture'", s.architecture->sources);
  }

  void named(std::string_view what, const std::vector<std::string>& ids, const std::string& location) {
    for (const std::string& id : ids) {
      if (catalogue_.find(id) == nullptr) {
        errors_.push_back({"the " + std::string(what) + " names the unknown structure '" + id + "'", location, {}});
      }
    }
  }

  void references(const Structure& s) {
    const auto target = [&](const std::string& key, const std::string& id) -> const Structure* {
      const Structure* other = catalogue_.find(id);
      if (other == nullptr) {
        report(s, "'" + key + "' names the unknown structure '" + id + "'");
      } else if (id == s.id) {
        report(s, "'" + key + "' names the structure itself");
      }
      return other;
    };
    for (const std::string& id : s.inside) {
      target("inside", id);
    }
    for (const std::string& id : s.blends_with) {
      const Structure* other = target("blends-with", id);
      if (other != nullptr &&
          std::find(other->blends_with.begin(), other->blends_with.end(), s.id) == other->blends_with.end()) {
        report(s, "blends with " + id + ", which does not say the same of it");
      }
    }
    for (const std::string& id : s.shares_names_with) {
      const Structure* other = target("shares-names-with", id);
      if (other != nullptr && !shares_names(*other, s)) {
        report(s, "shares names with " + id + ", which does not say the same of it");
      }
    }
  }

  const Catalogue& catalogue_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> Catalogue::lint() const { return Linter(*this).run(); }

}  // namespace crus::anatomy
