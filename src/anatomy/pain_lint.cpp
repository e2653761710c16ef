#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "anatomy/pain_data.hpp"
#include "core/text.hpp"

namespace crus::anatomy {
namespace {

class PainLinter {
 public:
  PainLinter(const PainData& data, const Catalogue& catalogue) : data_(data), catalogue_(catalogue) {}

  std::vector<Error> run() {
    if (data_.disclaimer.empty()) {
      errors_.push_back({"the pain data have no 'disclaimer'", "guide.toml", "every picture with a pattern shows it"});
    }
    unique(data_.zones);
    unique(data_.patterns);
    unique(data_.muscles);
    for (const PainZone& zone : data_.zones) {
      check(zone);
    }
    for (const PainPattern& pattern : data_.patterns) {
      check(pattern);
    }
    for (const auto* list : {&data_.symptoms, &data_.causes, &data_.related, &data_.red_flags, &data_.conditions,
                             &data_.evidence, &data_.care}) {
      unique(*list);
      for (const PainText& entry : *list) {
        check(entry);
      }
    }
    for (const PainText& flag : data_.red_flags) {
      if (flag.action.empty() || flag.name.empty()) {
        report(flag, "a red flag needs a name and an action");
      }
    }
    return std::move(errors_);
  }

 private:
  template <class Item>
  void report(const Item& item, std::string what, std::string advice = {}) {
    errors_.push_back({std::move(what), item.location + " (" + item.id + ")", std::move(advice)});
  }

  template <class Item>
  void unique(const std::vector<Item>& list) {
    std::map<std::string, std::string> seen;
    for (const Item& item : list) {
      if (item.id.empty() || item.id != kebab(item.id)) {
        report(item, "the id is not kebab-case", "write '" + kebab(item.id) + "'");
      }
      const auto [first, fresh] = seen.emplace(item.id, item.location);
      if (!fresh) {
        report(item, "the id is used twice", "first at " + first->second);
      }
    }
  }

  template <class Item>
  void known_sources(const Item& item) {
    if (item.sources.empty()) {
      report(item, "the entry names no source");
    }
    for (const std::string& id : item.sources) {
      if (catalogue_.source(id) == nullptr) {
        report(item, "unknown source '" + id + "'", "sources are listed in assets/catalogue/sources.toml");
      }
    }
  }

  template <class Item>
  void known_zones(const Item& item, const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      if (data_.zone(id) == nullptr) {
        const auto near = nearest(id, data_.zone_ids(), 1);
        report(item, "unknown zone '" + id + "'", near.empty() ? "" : "did you mean " + quoted_list(near) + "?");
      }
    }
  }

  template <class Item>
  void known_red_flags(const Item& item) {
    for (const std::string& id : item.red_flags) {
      if (std::none_of(data_.red_flags.begin(), data_.red_flags.end(), [&](const PainText& f) { return f.id == id; })) {
        report(item, "unknown red flag '" + id + "'");
      }
    }
  }

  template <class Item>
  void known_muscle(const Item& item, const std::string& id) {
    const Structure* structure = catalogue_.find(id);
    const bool other = std::any_of(data_.muscles.begin(), data_.muscles.end(),
                                   [&](const OtherMuscle& muscle) { return muscle.id == id; });
    if (!other && (structure == nullptr || structure->kind != Kind::muscle)) {
      report(item, "unknown muscle '" + id + "'");
    }
  }

  template <class Item>
  void sentence(const Item& item, const std::string& text) {
    if (!text.empty() && !text.ends_with('.') && !text.ends_with('?')) {
      report(item, "the text does not end as a sentence does", text);
    }
  }

  template <class Item>
  void says_so(const Item& item, const std::string& text) {
    const bool must = item.evidence == Confidence::reported || item.evidence == Confidence::modelled;
    if (must && lower(text).find(name_of(item.evidence)) == std::string::npos) {
      report(item, "the entry is " + std::string(name_of(item.evidence)) + " and its text does not say so");
    }
  }

  void check(const PainZone& zone) {
    known_sources(zone);
    known_red_flags(zone);
    sentence(zone, zone.prompt);
    if (zone.parts.empty() && zone.figure.empty() && !zone.layer) {
      report(zone, "the zone has neither parts on the leg nor a place on the figure");
    }
    const auto grows = [](const std::optional<glm::dvec2>& range) { return !range || range->x < range->y; };
    for (const ZonePart& part : zone.parts) {
      if (!grows(part.h) || !grows(part.below_mm) || !grows(part.u) || !grows(part.v) || !grows(part.w_mm)) {
        report(zone, "a part's range runs from its larger number to its smaller one");
      }
      if (part.phi_deg && (std::abs(part.phi_deg->x) > 180.0 || std::abs(part.phi_deg->y) > 180.0)) {
        report(zone, "phi lies between -180 and 180 degrees");
      }
      known_anchor(zone, part.from);
    }
  }

  template <class Item>
  void known_anchor(const Item& item, const std::string& from) {
    if (!from.empty() && from != kGastrocnemiusEdge) {
      report(item, "unknown anchor '" + from + "'", "use '" + std::string(kGastrocnemiusEdge) + "'");
    }
  }

  void check(const PainPattern& pattern) {
    known_sources(pattern);
    known_muscle(pattern, pattern.muscle);
    known_zones(pattern, pattern.essential);
    known_zones(pattern, pattern.spillover);
    sentence(pattern, pattern.place);
    sentence(pattern, pattern.note);
    sentence(pattern, pattern.provoker);
    sentence(pattern, pattern.not_pressed);
    says_so(pattern, pattern.note);
    if (!pattern.clip.empty() && pattern.provoker.empty()) {
      report(pattern, "a 'clip' shows the movement that provokes the pain, and no 'provoker' names it");
    }
    if (pattern.essential.empty()) {
      report(pattern, "the pattern has no essential zone");
    }
    for (const std::string& id : pattern.spillover) {
      if (PainData::weight(pattern, id) == kEssentialWeight) {
        report(pattern, "the zone '" + id + "' is both essential and spillover");
      }
    }
    if (catalogue_.find(pattern.muscle) != nullptr && !pattern.point) {
      report(pattern, "a pattern of a muscle of the leg needs a 'point'");
    }
    if (pattern.point) {
      known_anchor(pattern, pattern.point->from);
    }
  }

  void check(const PainText& entry) {
    known_sources(entry);
    known_zones(entry, entry.zones);
    known_red_flags(entry);
    if (entry.text.empty()) {
      report(entry, "the entry has no text");
    }
    if (entry.repeats && !entry.seconds) {
      report(entry, "the entry has 'repeats' of no 'seconds'");
    }
    sentence(entry, entry.text);
    sentence(entry, entry.action);
    sentence(entry, entry.provoker);
    sentence(entry, entry.note);
    says_so(entry, entry.text + entry.note);
    if (!entry.muscle.empty()) {
      known_muscle(entry, entry.muscle);
    }
    for (const std::string& id : entry.muscles) {
      known_muscle(entry, id);
    }
  }

  const PainData& data_;
  const Catalogue& catalogue_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> PainData::lint(const Catalogue& catalogue) const { return PainLinter(*this, catalogue).run(); }

}  // namespace crus::anatomy
