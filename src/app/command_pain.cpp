#include <algorithm>
#include <charconv>
#include <cmath>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/model.hpp"
#include "app/subcommands.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "pain/drawing.hpp"
#include "pain/fields.hpp"
#include "session/drawing_file.hpp"

namespace crus::app {
namespace {

using anatomy::PainData;
using anatomy::PainPattern;
using Json = nlohmann::ordered_json;

Result<glm::dvec3> parse_point(const std::string& text) {
  glm::dvec3 point(0.0);
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  bool good = true;
  const auto skip_blanks = [&] {
    while (at != end && *at == ' ') {
      ++at;
    }
  };
  for (glm::length_t i = 0; i < 3 && good; ++i) {
    skip_blanks();
    const auto [stop, code] = std::from_chars(at, end, point[i]);
    good = code == std::errc() && std::isfinite(point[i]) && std::abs(point[i]) < 1e6;
    at = stop;
    skip_blanks();
    good = good && (i == 2 ? at == end : at != end && *at == ',');
    at += i < 2 && good ? 1 : 0;
  }
  if (!good) {
    return fail("not a point", "'" + text + "'", "write x,y,z in millimetres of the leg's world frame");
  }
  return point;
}

Result<std::vector<glm::dvec3>> parse_points(const std::string& text) {
  std::vector<glm::dvec3> points;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find(';', from), text.size());
    const std::string word = text.substr(from, to - from);
    if (word.find_first_not_of(' ') != std::string::npos) {
      const auto point = parse_point(word);
      if (!point) {
        return tl::unexpected(point.error());
      }
      points.push_back(*point);
    }
    from = to + 1;
  }
  if (points.empty()) {
    return fail("no point given", "--values", "write \"x,y,z;x,y,z\"");
  }
  return points;
}

Error unknown(const std::string& what, const std::string& id, const std::vector<std::string>& ids) {
  const auto near = nearest(id, ids, 1);
  return {"unknown " + what, "'" + id + "'",
          near.empty() ? "known: " + quoted_list(ids) : "did you mean " + quoted_list(near) + "?"};
}

const char* kind_of(double weight) { return weight >= anatomy::kEssentialWeight ? "essential" : "spillover"; }

Json json_of(const PainData& data, const PainPattern& pattern, const pain::PainFields* fields) {
  Json zones = Json::array();
  for (const auto* list : {&pattern.essential, &pattern.spillover}) {
    for (const std::string& id : *list) {
      const double weight = PainData::weight(pattern, id);
      zones.push_back({{"id", id}, {"name", data.zone(id)->name}, {"kind", kind_of(weight)}, {"weight", weight}});
    }
  }
  Json points = Json::array();
  const pain::TriggerPoint* point = fields != nullptr ? fields->point(pattern.id) : nullptr;
  const auto place = [&](const glm::dvec3& p) { return Json::array({p.x, p.y, p.z}); };
  points.push_back({{"id", pattern.id},
                    {"place", pattern.place},
                    {"position_mm", point != nullptr ? place(point->position_mm) : Json(nullptr)},
                    {"skin_mm", point != nullptr ? place(point->skin_mm) : Json(nullptr)},
                    {"site_uncertain", pattern.site_uncertain}});
  return {{"id", pattern.id},
          {"muscle", pattern.muscle},
          {"name", pattern.name},
          {"points", points},
          {"zones", zones},
          {"how_common", pattern.how_common},
          {"evidence", std::string(anatomy::name_of(pattern.evidence))},
          {"note", pattern.note},
          {"sources", pattern.sources}};
}

struct Included {
  const PainPattern* pattern = nullptr;
  double weight = 0.0;  // of the zone, times the field where a point was asked for
  std::string kind;
};

void sort_strongest_first(std::vector<Included>& found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const Included& a, const Included& b) { return a.weight > b.weight; });
}

std::vector<Included> with_zone(const PainData& data, const std::string& zone) {
  std::vector<Included> found;
  for (const PainPattern& pattern : data.patterns) {
    if (const double weight = PainData::weight(pattern, zone); weight > 0.0) {
      found.push_back({&pattern, weight, kind_of(weight)});
    }
  }
  sort_strongest_first(found);
  return found;
}

std::vector<Included> with_place(const PainData& data, const pain::PainFields& fields,
                                 const pain::SkinProbe::Where& where) {
  std::vector<Included> found;
  for (const pain::Included& one : pain::patterns_at(data, fields, where)) {
    found.push_back({one.pattern, one.weight, one.essential ? "essential" : "spillover"});
  }
  return found;
}

int print_included(const PainData& data, const std::vector<Included>& found, bool json) {
  Json list = Json::array();
  for (const Included& item : found) {
    list.push_back({{"id", item.pattern->id},
                    {"weight", item.weight},
                    {"kind", item.kind},
                    {"name", item.pattern->name},
                    {"how_common", item.pattern->how_common},
                    {"evidence", std::string(anatomy::name_of(item.pattern->evidence))},
                    {"sources", item.pattern->sources}});
  }
  if (json) {
    std::cout << Json{{"patterns", list}, {"about", data.disclaimer}}.dump(2) << "\n";
    return kDone;
  }
  std::cout << "Patterns on record that include this place:\n";
  for (const Included& item : found) {
    std::cout << fmt::format("  {:<36} {:<10} {:.2f}  {}\n", item.pattern->id, item.kind, item.weight,
                             anatomy::name_of(item.pattern->evidence));
  }
  std::cout << (found.empty() ? "  none\n" : "") << data.disclaimer << "\n";
  return kDone;
}

int print_patterns(const PainData& data, const std::vector<const PainPattern*>& patterns,
                   const pain::PainFields* fields, bool json) {
  if (json) {
    Json list = Json::array();
    for (const PainPattern* pattern : patterns) {
      list.push_back(json_of(data, *pattern, fields));
    }
    std::cout << Json{{"patterns", list}, {"about", data.disclaimer}}.dump(2) << "\n";
    return kDone;
  }
  for (const PainPattern* pattern : patterns) {
    std::cout << fmt::format("{}: {}. {} How common: {}. Evidence: {}.\n", pattern->id, pattern->name, pattern->place,
                             pattern->how_common, anatomy::name_of(pattern->evidence));
    for (const auto* list : {&pattern->essential, &pattern->spillover}) {
      for (const std::string& id : *list) {
        std::cout << fmt::format("  {:<10} {}\n", kind_of(PainData::weight(*pattern, id)), data.zone(id)->name);
      }
    }
  }
  std::cout << data.disclaimer << "\n";
  return kDone;
}

struct Asked {
  std::optional<glm::dvec3> at;
  std::vector<glm::dvec3> values;
};

// What is wrong with the words themselves, before a model is opened.
Result<Asked> understand(const PainOptions& options, const PainData& data) {
  Asked asked;
  if (!options.zone.empty() && data.zone(options.zone) == nullptr) {
    return tl::unexpected(unknown("zone", options.zone, data.zone_ids()));
  }
  if (!options.pattern.empty() && data.pattern(options.pattern) == nullptr) {
    return tl::unexpected(unknown("pattern", options.pattern, data.pattern_ids()));
  }
  if (!options.values.empty() && options.pattern.empty()) {
    return fail("--values needs to know of which pattern", {}, "add --pattern, for example --pattern soleus-1");
  }
  if (!options.at.empty()) {
    const auto point = parse_point(options.at);
    if (!point) {
      return tl::unexpected(point.error());
    }
    asked.at = *point;
  }
  if (!options.values.empty()) {
    const auto points = parse_points(options.values);
    if (!points) {
      return tl::unexpected(points.error());
    }
    asked.values = *points;
  }
  return asked;
}

int print_values(const PainData& data, const pain::PainFields& fields, const PainOptions& options,
                 const std::vector<glm::dvec3>& points) {
  const pain::SkinProbe probe(fields.surface);
  const std::vector<float> field = fields.field(data, options.pattern);
  Json values = Json::array();
  for (const glm::dvec3& point : points) {
    const auto where = probe.find(point);
    values.push_back(where ? pain::SkinProbe::value(field, *where) : 0.0);
  }
  if (options.json) {
    std::cout << Json{{"pattern", options.pattern}, {"values", values}}.dump(2) << "\n";
  } else {
    for (const Json& value : values) {
      std::cout << fmt::format("{:.4f}\n", value.get<double>());
    }
  }
  return kDone;
}

// Each drawing with its answer, and how it agrees with the one before.
int print_drawings(const Leg& leg, const PainData& data, const pain::PainFields& fields, const PainOptions& options) {
  const auto text = read_text(options.drawing, kMaxDrawingBytes);
  if (!text) {
    return failed(text.error());
  }
  const auto file = drawing_file_from_json(*text);
  if (!file) {
    Error error = file.error();
    error.where = options.drawing + (error.where.empty() ? "" : ", " + error.where);
    return failed(error);
  }
  if (file->model != leg.hash.hex() || file->side != name_of(leg.side)) {
    return failed({"the drawing was made on another leg", options.drawing,
                   "it was drawn on " + file->leg_words + " " + file->side});
  }
  const pain::Canvas canvas(pain::rest_skin(fields, leg));
  Json list = Json::array();
  std::vector<float> before;
  for (const DatedDrawing& drawing : file->drawings) {
    const std::vector<float> field = canvas.field_of(drawing.dabs);
    const pain::Answer answer = pain::rank(data, fields, canvas.areas_mm2(), field, drawing.regions);
    Json patterns = Json::array();
    for (const pain::Ranked& ranked : answer.patterns) {
      patterns.push_back({{"id", ranked.pattern->id},
                          {"overlap", ranked.score},
                          {"explained", ranked.explained},
                          {"evidence", std::string(anatomy::name_of(ranked.pattern->evidence))},
                          {"sources", ranked.pattern->sources}});
    }
    const Json agreement =
        before.empty() ? Json(nullptr) : Json(pain::weighted_jaccard(canvas.areas_mm2(), before, field));
    list.push_back({{"date", drawing.date},
                    {"area_mm2", answer.area_mm2},
                    {"agreement_with_previous", agreement},
                    {"unexplained", answer.unexplained},
                    {"patterns", patterns}});
    before = field;
  }
  if (options.json) {
    std::cout << Json{{"drawings", list}, {"about", data.disclaimer}}.dump(2) << "\n";
    return kDone;
  }
  for (const Json& one : list) {
    std::cout << fmt::format("{}: {:.0f} cm2 drawn; patterns on record that include this place:\n",
                             one["date"].get<std::string>(), one["area_mm2"].get<double>() / 100.0);
    for (const Json& pattern : one["patterns"]) {
      std::cout << fmt::format("  {:<36} overlap {:.2f}, explains {:3.0f} %\n", pattern["id"].get<std::string>(),
                               pattern["overlap"].get<double>(), 100.0 * pattern["explained"].get<double>());
    }
  }
  std::cout << data.disclaimer << "\n";
  return kDone;
}

}  // namespace

int pain_command(const PainOptions& options) {
  auto catalogue = load_catalogue();
  if (!catalogue) {
    return failed(catalogue.error());
  }
  const auto data = load_pain_data(**catalogue);
  if (!data) {
    return failed(data.error());
  }
  const auto asked = understand(options, *data);
  if (!asked) {
    return failed(asked.error(), kWrongUsage);
  }
  if (!options.zone.empty()) {
    return print_included(*data, with_zone(*data, options.zone), options.json);
  }
  const auto leg = open_leg(options.model);
  if (!leg) {
    return failed(leg.error());
  }
  const auto fields = load_pain_fields(**leg, !options.model.no_cache);
  for (const std::string& warning : fields ? fields->warnings : std::vector<std::string>{}) {
    log::warning(warning);
  }
  if (!fields && (asked->at || !asked->values.empty() || !options.drawing.empty())) {
    return failed(fields.error());
  }
  if (!options.drawing.empty()) {
    return print_drawings(**leg, *data, *fields, options);
  }
  if (!asked->values.empty()) {
    return print_values(*data, *fields, options, asked->values);
  }
  if (asked->at) {
    const auto where = pain::SkinProbe(fields->surface).find(*asked->at);
    constexpr float kFarMm = 60.0F;
    if (!where || where->distance_mm > kFarMm) {
      log::warning("the place is far from the skin: " + options.at);
      return print_included(*data, {}, options.json);
    }
    return print_included(*data, with_place(*data, *fields, *where), options.json);
  }
  if (!fields) {
    log::warning(fields.error().message());
  }
  std::vector<const PainPattern*> patterns;
  for (const PainPattern& pattern : data->patterns) {
    if (options.pattern.empty() || pattern.id == options.pattern) {
      patterns.push_back(&pattern);
    }
  }
  return print_patterns(*data, patterns, fields ? &*fields : nullptr, options.json);
}

}  // namespace crus::app
