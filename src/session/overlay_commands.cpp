#include "session/overlay_commands.hpp"

#include <algorithm>

#include "anatomy/pain_data.hpp"
#include "core/text.hpp"

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

}  // namespace crus
