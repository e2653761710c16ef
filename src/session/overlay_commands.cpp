#include "session/overlay_commands.hpp"

#include <algorithm>

#include "anatomy/pain_data.hpp"
#include "core/text.hpp"
#include "session/command_arguments.hpp"
#include "session/command_list.hpp"

namespace crus {
namespace {

using Ids = std::vector<std::string>;

bool holds(const Ids& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

// The patterns and zones a word means.
Result<Ids> meant_by(const anatomy::PainData& data, const std::string& word) {
  if (data.pattern(word) != nullptr || data.zone(word) != nullptr) {
    return Ids{word};
  }
  Ids ids;
  Ids known = data.pattern_ids();
  for (const anatomy::PainPattern& pattern : data.patterns) {
    if (pattern.muscle == word) {
      ids.push_back(pattern.id);
    }
    known.push_back(pattern.muscle);
  }
  if (!ids.empty()) {
    return ids;
  }
  const Ids zones = data.zone_ids();
  known.insert(known.end(), zones.begin(), zones.end());
  const Ids near = nearest(word, known);
  return fail("unknown pattern, muscle or zone", "'" + word + "'",
              near.empty() ? "crus pain lists them" : "did you mean " + quoted_list(near) + "?");
}

Result<std::vector<Ids>> meant_by(const Leg& leg, std::span<const std::string> words) {
  const anatomy::PainData* data = leg.pain();
  if (data == nullptr) {
    return fail("there are no pain patterns", {}, "crus check says what is wrong with them");
  }
  std::vector<Ids> groups;
  for (const std::string& word : words) {
    auto ids = meant_by(*data, word);
    if (!ids) {
      return tl::unexpected(ids.error());
    }
    groups.push_back(std::move(*ids));
  }
  return groups;
}

const LegStructure* skin_of(const Leg& leg) {
  const auto at = std::find_if(leg.structures.begin(), leg.structures.end(),
                               [](const LegStructure& structure) { return structure.kind == anatomy::Kind::skin; });
  return at == leg.structures.end() ? nullptr : &*at;
}

// After the patterns have been chosen by hand.
void forget_choices(Overlays& overlays) {
  overlays.symptom.clear();
  if (!holds(overlays.shown, overlays.lit)) {
    overlays.lit.clear();
  }
}

// Each word is a pattern, a zone, or a muscle, which stands for all its patterns: on where any of them is off.
Status toggle_overlays(Session& session, const Leg& leg, std::span<const std::string> words) {
  const auto groups = meant_by(leg, words);
  if (!groups) {
    return tl::unexpected(groups.error());
  }
  Ids& shown = session.overlays.shown;
  const bool before = paints_skin(session);
  for (const Ids& group : *groups) {
    const bool all = std::all_of(group.begin(), group.end(), [&](const std::string& id) { return holds(shown, id); });
    for (const std::string& id : group) {
      if (all) {
        std::erase(shown, id);
      } else if (!holds(shown, id)) {
        shown.push_back(id);
      }
    }
  }
  forget_choices(session.overlays);
  settle_skin(session, leg, before);
  return {};
}

Status show_only_overlays(Session& session, const Leg& leg, std::span<const std::string> words) {
  const auto groups = meant_by(leg, words);
  if (!groups) {
    return tl::unexpected(groups.error());
  }
  Ids& shown = session.overlays.shown;
  const bool before = paints_skin(session);
  shown.clear();
  for (const Ids& group : *groups) {
    for (const std::string& id : group) {
      if (!holds(shown, id)) {
        shown.push_back(id);
      }
    }
  }
  forget_choices(session.overlays);
  settle_skin(session, leg, before);
  return {};
}

void clear_overlays(Session& session, const Leg& leg) {
  const bool before = paints_skin(session);
  session.overlays.shown.clear();
  forget_choices(session.overlays);
  settle_skin(session, leg, before);
}

// Shows a pattern alone, its trigger point marked out; "off" takes the mark away.
Status light_point(Session& session, const Leg& leg, const std::string& word) {
  Overlays& overlays = session.overlays;
  if (lower(word) == "off") {
    overlays.lit.clear();
    return {};
  }
  const anatomy::PainData* data = leg.pain();
  if (data == nullptr || data->pattern(word) == nullptr) {
    const auto near = data != nullptr ? nearest(word, data->pattern_ids()) : std::vector<std::string>();
    return fail("unknown pattern", "'" + word + "'",
                near.empty() ? "crus pain lists them" : "did you mean " + quoted_list(near) + "?");
  }
  if (const Status shown = show_only_overlays(session, leg, std::span(&word, 1)); !shown) {
    return shown;
  }
  overlays.lit = word;
  return {};
}

// Shows a symptom's zones and nothing else; "none" takes them away.
Status choose_symptom(Session& session, const Leg& leg, const std::string& word) {
  const anatomy::PainData* data = leg.pain();
  const anatomy::PainText* symptom = data != nullptr ? data->symptom(word) : nullptr;
  if (symptom == nullptr && lower(word) != "none") {
    Ids known;
    for (const anatomy::PainText& one : data != nullptr ? data->symptoms : std::vector<anatomy::PainText>{}) {
      known.push_back(one.id);
    }
    const auto near = nearest(word, known);
    return fail("unknown symptom", "'" + word + "'",
                near.empty() ? "known: " + quoted_list(known) : "did you mean " + quoted_list(near) + "?");
  }
  clear_overlays(session, leg);
  if (symptom != nullptr && !symptom->zones.empty()) {
    if (const Status shown = show_only_overlays(session, leg, symptom->zones); !shown) {
      return shown;
    }
  }
  session.overlays.symptom = symptom != nullptr ? symptom->id : std::string();
  return {};
}

Status run_overlay_toggle(const Call& call) { return toggle_overlays(call.session, call.leg, call.words); }
Status run_overlay_only(const Call& call) { return show_only_overlays(call.session, call.leg, call.words); }
Status run_overlay_light(const Call& call) { return light_point(call.session, call.leg, call.words[0]); }
Status run_symptom(const Call& call) { return choose_symptom(call.session, call.leg, call.words[0]); }

Status run_overlay_clear(const Call& call) {
  clear_overlays(call.session, call.leg);
  return {};
}

Status run_overlay_style(const Call& call) { return choose_word(call, call.session.overlays.style, kOverlayStyles); }
Status run_overlay_map(const Call& call) { return choose_word(call, call.session.overlays.map, kColourMaps); }
Status run_overlay_opacity(const Call& call) { return set_fraction(call, call.session.overlays.opacity); }

Status run_overlay_gain(const Call& call) {
  const Result<double> gain = number(call.words[0]);
  if (!gain || *gain < kLeastGain || *gain > kMostGain) {
    return fail("a gain between 0.25 and 4 is needed", "'" + call.words[0] + "'", "1 shows the values as they are");
  }
  call.session.overlays.gain = *gain;
  return {};
}

}  // namespace

void settle_skin(Session& session, const Leg& leg, bool painted_before) {
  Overlays& overlays = session.overlays;
  const bool painted = paints_skin(session);
  if (painted && !painted_before) {
    overlays.before = Overlays::Before{session.skin_opacity, session.peel};
    session.peel.reset();
    session.skin_opacity = kReadingSkinOpacity;
    if (const LegStructure* skin = skin_of(leg)) {
      session.hidden.erase(skin->id);
      if (!session.isolated.empty()) {
        session.isolated.insert(skin->id);
      }
    }
  } else if (!painted && overlays.before) {
    if (session.skin_opacity == kReadingSkinOpacity && !session.peel) {
      session.skin_opacity = overlays.before->skin_opacity;
      session.peel = overlays.before->peel;
    }
    overlays.before.reset();
  }
}

std::vector<CommandEntry> overlay_commands() {
  return {
      {{"overlay.toggle", "PATTERN [...]", "pain patterns on the skin on or off: patterns, zones, or all of a muscle",
        "pain pattern"},
       1,
       kAnyNumber,
       run_overlay_toggle},
      {{"overlay.only", "PATTERN [...]", "show these pain patterns and no others", "pain pattern"},
       1,
       kAnyNumber,
       run_overlay_only},
      {{"overlay.clear", "", "switch every pain pattern off", "pain patterns off"}, 0, 0, run_overlay_clear},
      {{"overlay.light", "PATTERN | off", "show a pattern alone and mark out its trigger point", "lit point"},
       1,
       1,
       run_overlay_light},
      {{"symptom", "ID | none", "show the zones of a symptom, with the red flags that go with it first", "symptom"},
       1,
       1,
       run_symptom},
      {{"overlay.style", "heat | chart | contour", "how pain patterns are painted", "style of patterns"},
       1,
       1,
       run_overlay_style},
      {{"overlay.opacity", "0..1", "how far pain patterns cover the skin", "opacity of patterns"},
       1,
       1,
       run_overlay_opacity},
      {{"overlay.gain", "0.25..4", "multiplies the values of pain patterns before they are painted",
        "gain of patterns"},
       1,
       1,
       run_overlay_gain},
      {{"overlay.map", "cividis | viridis | inferno | magma", "colours of the heat style", "colour map"},
       1,
       1,
       run_overlay_map},
  };
}

}  // namespace crus
