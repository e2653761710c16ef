// The commands about where it hurts.
#include <algorithm>

#include "anatomy/pain_data.hpp"
#include "core/text.hpp"
#include "session/command_list.hpp"
#include "session/overlay_commands.hpp"

namespace crus {
namespace {

constexpr double kReachMm = 1e5;
constexpr std::size_t kMostDabs = 5000;

Result<double> number_within(const std::string& word, double low, double high) {
  const auto value = finite_number(word);
  if (!value || *value < low || *value > high) {
    return fail("a number of another size is needed", "'" + word + "'",
                "between " + std::to_string(static_cast<int>(low)) + " and " + std::to_string(static_cast<int>(high)));
  }
  return *value;
}

Result<glm::dvec3> point_of(Words words) {
  glm::dvec3 point(0.0);
  for (glm::length_t i = 0; i < 3; ++i) {
    const auto value = number_within(words[static_cast<std::size_t>(i)], -kReachMm, kReachMm);
    if (!value) {
      return tl::unexpected(value.error());
    }
    point[i] = *value;
  }
  return point;
}

Status set_number(const std::string& word, double low, double high, double& value) {
  const auto read = number_within(word, low, high);
  if (!read) {
    return tl::unexpected(read.error());
  }
  value = *read;
  return {};
}

template <class Enum, class Table>
Status set_word(const std::string& word, const Table& table, Enum& value) {
  const auto at = std::find(table.begin(), table.end(), lower(word));
  if (at == table.end()) {
    return fail("unknown value", "'" + word + "'",
                "say " + quoted_list(std::vector<std::string>(table.begin(), table.end())));
  }
  value = static_cast<Enum>(at - table.begin());
  return {};
}

Status set_spot(pain::Drawing& drawing, Words words) {
  if (words.size() == 1 && lower(words[0]) == "off") {
    drawing.spot_mm.reset();
    return {};
  }
  if (words.size() != 3) {
    return fail("a place has three coordinates", {}, "hurt.spot X Y Z, or hurt.spot off");
  }
  const auto point = point_of(words);
  if (!point) {
    return tl::unexpected(point.error());
  }
  drawing.spot_mm = *point;
  return {};
}

Status set_brush(pain::Brush& brush, const std::string& word) {
  const std::string wanted = lower(word);
  if (wanted != "on" && wanted != "off" && wanted != "toggle" && wanted != "erase" && wanted != "paint") {
    return fail("unknown value", "'" + word + "'", "say 'on', 'off', 'toggle', 'paint' or 'erase'");
  }
  brush.on = wanted == "toggle" ? !brush.on : wanted != "off";
  brush.erase = wanted == "erase" || (wanted == "toggle" && brush.erase);
  return {};
}

Status lay_dab(pain::Drawing& drawing, Words words) {
  if (drawing.dabs.size() >= kMostDabs) {
    return fail("the drawing is full", std::to_string(kMostDabs) + " dabs", "save it and start another");
  }
  const auto point = point_of(words);
  if (!point) {
    return tl::unexpected(point.error());
  }
  const pain::Brush& brush = drawing.brush;
  drawing.dabs.push_back({*point, brush.radius_mm, brush.intensity, brush.erase, brush.depth, brush.quality});
  return {};
}

// A region of the whole-body figure, on or off.
Status toggle_region(pain::Drawing& drawing, const Leg& leg, const std::string& word) {
  std::vector<std::string> known;
  const anatomy::PainData* data = leg.pain();
  for (const anatomy::PainZone& zone : data != nullptr ? data->zones : std::vector<anatomy::PainZone>{}) {
    if (!zone.figure.empty()) {
      known.push_back(zone.figure);
    }
  }
  if (std::find(known.begin(), known.end(), word) == known.end()) {
    return fail("unknown region of the figure", "'" + word + "'", "known: " + quoted_list(known));
  }
  if (std::erase(drawing.regions, word) == 0) {
    drawing.regions.push_back(word);
  }
  return {};
}

Status change_drawing(const Call& call) {
  const auto& [session, leg, name, words] = call;
  pain::Drawing& drawing = session.drawing;
  pain::Brush& brush = drawing.brush;
  const bool painted = paints_skin(session);
  Status done;
  if (name == "hurt.spot") {
    done = set_spot(drawing, words);
  } else if (name == "hurt.brush") {
    done = set_brush(brush, words[0]);
  } else if (name == "hurt.size") {
    done = set_number(words[0], pain::kLeastBrushMm, pain::kMostBrushMm, brush.radius_mm);
  } else if (name == "hurt.intensity") {
    done = set_number(words[0], 0.0, 1.0, brush.intensity);
  } else if (name == "hurt.depth") {
    done = set_word(words[0], pain::kDepths, brush.depth);
  } else if (name == "hurt.quality") {
    done = set_word(words[0], pain::kQualities, brush.quality);
  } else if (name == "hurt.dab") {
    done = lay_dab(drawing, words);
  } else if (name == "hurt.region") {
    done = toggle_region(drawing, leg, words[0]);
  } else {
    drawing.dabs.clear();
    drawing.regions.clear();
    drawing.earlier.clear();
    drawing.earlier_date.clear();
    drawing.spot_mm.reset();
  }
  settle_skin(session, leg, painted);
  return done;
}

}  // namespace

std::vector<CommandEntry> drawing_commands() {
  return {
      {{"hurt.spot", "X Y Z | off", "ask which patterns on record include this place of the skin, in mm", "place"},
       1,
       3,
       change_drawing},
      {{"hurt.brush", "on | off | toggle | paint | erase", "the pointer draws on the skin where it hurts", ""},
       1,
       1,
       change_drawing},
      {{"hurt.size", "4..60", "radius of the brush in mm", ""}, 1, 1, change_drawing},
      {{"hurt.intensity", "0..1", "how much it hurts where the brush goes", ""}, 1, 1, change_drawing},
      {{"hurt.depth", "skin | muscle | tendon | bone", "how deep it hurts where the brush goes", ""},
       1,
       1,
       change_drawing},
      {{"hurt.quality", "ache | sharp | burning | numb", "how it hurts where the brush goes", ""},
       1,
       1,
       change_drawing},
      {{"hurt.dab", "X Y Z", "lay the brush on the skin once, in mm", "pain drawing"}, 3, 3, change_drawing},
      {{"hurt.region", "REGION", "a region of the whole-body figure hurts, or does not", "pain drawing"},
       1,
       1,
       change_drawing},
      {{"hurt.clear", "", "wipe the pain drawing", "clear pain drawing"}, 0, 0, change_drawing},
  };
}

}  // namespace crus
