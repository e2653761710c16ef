#include "anatomy/pain_data.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "anatomy/toml_reader.hpp"

namespace crus::anatomy {
namespace {

constexpr auto kShapeNames = std::to_array<std::string_view>({"leg", "foot", "ball"});
constexpr double kFarMm = 1000.0;

Result<ZonePart> read_part(const toml::table& table, const std::string& file) {
  ZonePart part;
  TableReader reader(table, file,
                     {"shape", "h", "phi", "from", "below_mm", "u", "v", "w_mm", "at", "offset_mm", "radius_mm"});
  reader.word("shape", kShapeNames, part.shape);
  reader.range("h", part.h);
  reader.range("phi", part.phi_deg);
  reader.text("from", part.from);
  reader.range("below_mm", part.below_mm);
  reader.range("u", part.u);
  reader.range("v", part.v);
  reader.range("w_mm", part.w_mm);
  reader.text("at", part.at);
  if (reader.has("offset_mm")) {
    reader.vector("offset_mm", part.offset_mm);
  }
  std::optional<double> radius;
  reader.real("radius_mm", radius, 1.0, kFarMm);
  part.radius_mm = radius.value_or(0.0);
  const auto needs = [&](bool given, std::string_view key) {
    if (!given) {
      reader.wrong("a " + std::string(kShapeNames.at(static_cast<std::size_t>(part.shape))) + " part needs '" +
                       std::string(key) + "'",
                   table);
    }
  };
  switch (part.shape) {
    case ZonePart::Shape::leg:
      needs(part.h.has_value(), "h");
      needs(part.phi_deg.has_value(), "phi");
      needs(part.from.empty() == !part.below_mm, part.from.empty() ? "from" : "below_mm");
      break;
    case ZonePart::Shape::foot:
      needs(part.u.has_value(), "u");
      needs(part.v.has_value(), "v");
      needs(part.w_mm.has_value(), "w_mm");
      break;
    case ZonePart::Shape::ball:
      needs(!part.at.empty(), "at");
      needs(part.radius_mm > 0.0, "radius_mm");
      break;
  }
  return finished(reader, std::move(part));
}

Result<PainZone> read_zone(const toml::table& table, const std::string& file) {
  PainZone zone;
  zone.location = place(file, table);
  TableReader reader(table, file,
                     {"id", "name", "parts", "figure", "fade_mm", "layer", "prompt", "red-flags", "sources"});
  reader.required("id", zone.id);
  reader.required("name", zone.name);
  reader.text("figure", zone.figure);
  reader.text("prompt", zone.prompt);
  reader.flag("layer", zone.layer);
  reader.texts("red-flags", zone.red_flags);
  reader.texts("sources", zone.sources);
  std::optional<double> fade;
  reader.real("fade_mm", fade, 4.0, 40.0);
  zone.fade_mm = fade.value_or(zone.fade_mm);
  if (const toml::node* parts = reader.find("parts")) {
    if (const auto read = read_list(*parts, file, zone.parts, read_part); !read) {
      return tl::unexpected(read.error());
    }
  }
  return finished(reader, std::move(zone));
}

void read_point(TableReader& outer, std::optional<PointPlace>& out) {
  const toml::node* node = outer.find("point");
  if (node == nullptr) {
    return;
  }
  if (!node->is_table()) {
    outer.wrong("'point' must be { h = , phi = } or { u = , v = }", *node);
    return;
  }
  PointPlace point;
  TableReader reader(*node->as_table(), outer.file(), {"h", "phi", "from", "below_mm", "u", "v"});
  reader.real("h", point.h, -1.0, 1.2);
  reader.real("phi", point.phi_deg, -180.0, 180.0);
  reader.text("from", point.from);
  reader.real("below_mm", point.below_mm, -kFarMm, kFarMm);
  reader.real("u", point.u, -0.5, 2.0);
  reader.real("v", point.v, -4.0, 4.0);
  if ((!point.h || !point.phi_deg) && (!point.u || !point.v)) {
    reader.wrong("a point needs 'h' and 'phi', or 'u' and 'v'", *node);
  }
  if (reader.error()) {
    outer.fail_with(*reader.error());
  }
  out = point;
}

Result<PainPattern> read_pattern(const toml::table& table, const std::string& file) {
  PainPattern pattern;
  pattern.location = place(file, table);
  TableReader reader(table, file,
                     {"id", "muscle", "name", "place", "point", "site_uncertain", "essential", "spillover",
                      "how_common", "evidence", "provoker", "clip", "not_pressed", "sources", "note"});
  reader.required("id", pattern.id);
  reader.required("muscle", pattern.muscle);
  reader.required("name", pattern.name);
  reader.required("place", pattern.place);
  read_point(reader, pattern.point);
  reader.flag("site_uncertain", pattern.site_uncertain);
  reader.texts("essential", pattern.essential);
  reader.texts("spillover", pattern.spillover);
  reader.required("how_common", pattern.how_common);
  reader.word("evidence", kConfidenceNames, pattern.evidence);
  reader.text("provoker", pattern.provoker);
  reader.text("clip", pattern.clip);
  reader.text("not_pressed", pattern.not_pressed);
  reader.texts("sources", pattern.sources);
  reader.text("note", pattern.note);
  return finished(reader, std::move(pattern));
}

Result<OtherMuscle> read_muscle(const toml::table& table, const std::string& file) {
  OtherMuscle muscle;
  muscle.location = place(file, table);
  TableReader reader(table, file, {"id", "name"});
  reader.required("id", muscle.id);
  reader.required("name", muscle.name);
  return finished(reader, std::move(muscle));
}

Result<PainText> read_text_entry(const toml::table& table, const std::string& file) {
  PainText entry;
  entry.location = place(file, table);
  TableReader reader(
      table, file, {"id",       "name",    "text",     "signs",   "kind",  "group",     "urgency", "action",
                    "provoker", "note",    "muscle",   "muscles", "zones", "red-flags", "clips",   "plantarflexion_deg",
                    "seconds",  "repeats", "evidence", "sources"});
  reader.required("id", entry.id);
  reader.text("name", entry.name);
  reader.text("signs", entry.text);
  reader.text("text", entry.text);
  for (const char* key : {"kind", "group", "urgency"}) {
    reader.text(key, entry.kind);
  }
  reader.text("action", entry.action);
  reader.text("provoker", entry.provoker);
  reader.text("note", entry.note);
  reader.text("muscle", entry.muscle);
  reader.texts("muscles", entry.muscles);
  reader.texts("zones", entry.zones);
  reader.texts("red-flags", entry.red_flags);
  reader.real("plantarflexion_deg", entry.plantarflexion_deg, -35.0, 60.0);
  reader.texts("clips", entry.clips);
  reader.real("seconds", entry.seconds, 1.0, 3600.0);
  reader.real("repeats", entry.repeats, 1.0, 20.0);
  if (reader.has("evidence") || entry.kind.empty()) {
    reader.word("evidence", kConfidenceNames, entry.evidence);
  } else {
    entry.evidence = entry.kind == "established" ? Confidence::established : Confidence::disputed;
  }
  reader.texts("sources", entry.sources);
  return finished(reader, std::move(entry));
}

Status read_node(PainData& data, std::string_view key, const toml::node& node, const std::string& file) {
  if (key == "disclaimer" && node.is_string()) {
    data.disclaimer = node.value_or(std::string());
    return {};
  }
  if (key == "zone") {
    return read_list(node, file, data.zones, read_zone);
  }
  if (key == "pattern") {
    return read_list(node, file, data.patterns, read_pattern);
  }
  if (key == "muscle") {
    return read_list(node, file, data.muscles, read_muscle);
  }
  const std::pair<std::string_view, std::vector<PainText>*> lists[] = {
      {"symptom", &data.symptoms},   {"cause", &data.causes},         {"related", &data.related},
      {"red-flag", &data.red_flags}, {"condition", &data.conditions}, {"evidence", &data.evidence},
      {"care", &data.care}};
  for (const auto& [name, list] : lists) {
    if (key == name) {
      return read_list(node, file, *list, read_text_entry);
    }
  }
  return fail("unknown table '" + std::string(key) + "'", place(file, node),
              "use disclaimer, [[zone]], [[pattern]], [[muscle]], [[symptom]], [[cause]], [[related]], [[red-flag]], "
              "[[condition]], [[evidence]] or [[care]]");
}

template <class List>
auto* find_in(List& list, std::string_view id) {
  const auto at = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
  return at == list.end() ? nullptr : &*at;
}

template <class List>
std::vector<std::string> ids_of(const List& list) {
  std::vector<std::string> ids;
  std::transform(list.begin(), list.end(), std::back_inserter(ids), [](const auto& item) { return item.id; });
  return ids;
}

}  // namespace

const PainZone* PainData::zone(std::string_view id) const { return find_in(zones, id); }
const PainPattern* PainData::pattern(std::string_view id) const { return find_in(patterns, id); }
const PainText* PainData::symptom(std::string_view id) const { return find_in(symptoms, id); }
const PainText* PainData::care_text(std::string_view id) const { return find_in(care, id); }

const PainZone* PainData::zone_of_figure(std::string_view region) const {
  const auto at =
      std::find_if(zones.begin(), zones.end(), [&](const auto& zone) { return zone.figure == region && !zone.layer; });
  return at == zones.end() ? nullptr : &*at;
}

std::vector<std::string> PainData::zone_ids() const { return ids_of(zones); }
std::vector<std::string> PainData::pattern_ids() const { return ids_of(patterns); }

double PainData::weight(const PainPattern& pattern, std::string_view zone) {
  const auto holds = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), zone) != list.end();
  };
  return holds(pattern.essential) ? kEssentialWeight : holds(pattern.spillover) ? kSpilloverWeight : 0.0;
}

Result<PainData> PainData::load(const std::filesystem::path& folder) {
  const auto files = toml_files(folder);
  if (!files) {
    return tl::unexpected(files.error());
  }
  PainData data;
  for (const std::filesystem::path& path : *files) {
    const auto document = parse_toml(path);
    if (!document) {
      return tl::unexpected(document.error());
    }
    for (const auto& [key, node] : *document) {
      if (const Status read = read_node(data, key.str(), node, path.filename().string()); !read) {
        return tl::unexpected(read.error());
      }
    }
  }
  return data;
}

}  // namespace crus::anatomy
