#include "anatomy/attachments.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <system_error>

#include <toml++/toml.h>

#include "core/files.hpp"
#include "core/hash.hpp"
#include "core/text.hpp"

namespace crus::anatomy {
namespace {

constexpr auto kConfidenceNames =
    std::to_array<std::string_view>({"established", "typical", "disputed", "reported", "modelled"});

struct Word {
  std::string_view word;
  glm::dvec3 axis;
};
// On the femur the first axis is anterior and the second proximal; see RegionPart.
constexpr std::array<Word, 10> kFootWords{{{"distal", {1, 0, 0}},
                                           {"anterior", {1, 0, 0}},
                                           {"proximal", {-1, 0, 0}},
                                           {"posterior", {-1, 0, 0}},
                                           {"dorsal", {0, 1, 0}},
                                           {"superior", {0, 1, 0}},
                                           {"plantar", {0, -1, 0}},
                                           {"inferior", {0, -1, 0}},
                                           {"lateral", {0, 0, 1}},
                                           {"medial", {0, 0, -1}}}};

std::optional<glm::dvec3> axis_of(std::string_view word) {
  const auto at = std::find_if(kFootWords.begin(), kFootWords.end(), [&](const Word& w) { return w.word == word; });
  return at == kFootWords.end() ? std::nullopt : std::optional(at->axis);
}

// One file; remembers the first thing that is wrong.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] std::string place(const toml::node& node) const {
    return file_ + ":" + std::to_string(node.source().begin.line);
  }

  AttachmentRegion region(const toml::table& table) {
    only(table, {"id", "name", "muscle", "bone", "kind", "confidence", "sources", "text", "part"});
    AttachmentRegion region;
    region.location = place(table);
    region.id = text(table, "id");
    region.name = text(table, "name");
    region.muscle = text(table, "muscle");
    region.bone = text(table, "bone");
    const std::string kind = text(table, "kind");
    region.is_origin = kind == "origin";
    if (kind != "origin" && kind != "insertion") {
      wrong("the kind is origin or insertion, not '" + kind + "'", table);
    }
    region.claim.text = text(table, "text");
    region.claim.confidence = confidence(table);
    region.claim.sources = texts(table, "sources");
    const toml::array* parts = table["part"].as_array();
    if (parts == nullptr || parts->empty() || !parts->is_array_of_tables()) {
      wrong("a region has one or more [[attachment.part]]", table);
      return region;
    }
    for (const toml::node& part : *parts) {
      region.parts.push_back(part_of(*part.as_table(), region.bone));
    }
    return region;
  }

  void wrong(std::string what, const toml::node& node) {
    if (!error_) {
      error_ = Error{std::move(what), place(node), {}};
    }
  }

 private:
  void only(const toml::table& table, std::initializer_list<std::string_view> keys) {
    for (const auto& [key, value] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
        wrong("unknown key '" + std::string(key.str()) + "'", value);
      }
    }
  }

  std::string text(const toml::table& table, std::string_view key) {
    const auto value = table[key].value_exact<std::string>();
    if (!value) {
      wrong("no text '" + std::string(key) + "'", table);
    }
    return value.value_or("");
  }

  std::vector<std::string> texts(const toml::table& table, std::string_view key) {
    std::vector<std::string> list;
    const toml::array* array = table[key].as_array();
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
      if (const auto value = (*array)[i].value_exact<std::string>()) {
        list.push_back(*value);
      } else {
        wrong("'" + std::string(key) + "' must be a list of texts", (*array)[i]);
      }
    }
    return list;
  }

  double number(const toml::table& table, std::string_view key, std::optional<double> otherwise = {}) {
    const auto value = table[key].value<double>();
    if (!value && (!otherwise || table.contains(key))) {
      wrong("no number '" + std::string(key) + "'", table);
    }
    return value.value_or(otherwise.value_or(0.0));
  }

  Confidence confidence(const toml::table& table) {
    const std::string word = text(table, "confidence");
    const auto at = std::find(kConfidenceNames.begin(), kConfidenceNames.end(), word);
    if (at == kConfidenceNames.end()) {
      wrong("unknown confidence '" + word + "'", table);
      return Confidence::modelled;
    }
    return static_cast<Confidence>(at - kConfidenceNames.begin());
  }

  RegionPart part_of(const toml::table& table, const std::string& bone) {
    RegionPart part;
    const bool area = table.contains("area");
    const bool line = table.contains("line");
    if (area || line) {
      only(table, {"area", "line", "width_mm"});
      part.shape = area ? RegionPart::Shape::area : RegionPart::Shape::line;
      read_points(*table.get(area ? "area" : "line"), bone, part);
      part.width_mm = line ? number(table, "width_mm") : 0.0;
      if (part.points.size() < (area ? 3U : 2U)) {
        wrong("an area has three points or more, a line two or more", table);
      }
      return part;
    }
    only(table, {"facing", "at", "length_mm", "width_mm", "narrow_mm", "depth_mm", "turn_deg"});
    part.shape = RegionPart::Shape::spot;
    part.facing = direction(text(table, "facing"), table);
    if (const toml::table* at = table["at"].as_table()) {
      for (const auto& [key, value] : *at) {
        const auto axis = axis_of(key.str());
        const auto amount = value.value<double>();
        if (!axis || !amount) {
          wrong("'at' takes distal, dorsal, lateral and their opposites, each with a number", value);
          continue;
        }
        part.at += *axis * *amount;
      }
    }
    part.length_mm = number(table, "length_mm");
    part.wide_mm = number(table, "width_mm");
    part.narrow_mm = number(table, "narrow_mm", part.wide_mm);
    part.depth_mm = number(table, "depth_mm", 0.0);
    part.turn_deg = number(table, "turn_deg", 0.0);
    return part;
  }

  // "plantar-medial"
  glm::dvec3 direction(const std::string& words, const toml::node& node) {
    glm::dvec3 sum(0.0);
    for (const std::string& word : crus::words(words)) {
      if (const auto axis = axis_of(word)) {
        sum += *axis;
      } else {
        wrong("unknown direction '" + words + "'", node);
      }
    }
    if (!(glm::length(sum) > 0.0)) {
      wrong("the direction '" + words + "' points nowhere", node);
      return {1.0, 0.0, 0.0};
    }
    return glm::normalize(sum);
  }

  // [[0.33, "posterior", 0.1], ...]
  void read_points(const toml::node& node, const std::string& bone, RegionPart& part) {
    const auto surfaces = surfaces_of(bone);
    const toml::array* list = node.as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const toml::array* point = (*list)[i].as_array();
      const auto s = point != nullptr && point->size() == 3 ? (*point)[0].value<double>() : std::nullopt;
      const auto surface = s ? (*point)[1].value_exact<std::string>() : std::nullopt;
      const auto across = s ? (*point)[2].value<double>() : std::nullopt;
      const auto at = surface ? std::find(surfaces.begin(), surfaces.end(), *surface) : surfaces.end();
      if (!across || at == surfaces.end() || surfaces[0].empty()) {
        wrong("a point is [s, \"surface\", fraction across it]", (*list)[i]);
        continue;
      }
      double u = static_cast<double>(at - surfaces.begin()) + *across;
      if (!part.points.empty()) {
        u -= 3.0 * std::round((u - part.points.back().y) / 3.0);
      }
      part.points.emplace_back(*s, u);
    }
  }

  std::string file_;
  std::optional<Error> error_;
};

Result<std::vector<std::filesystem::path>> toml_files(const std::filesystem::path& folder) {
  std::error_code problem;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator entry(folder, problem);
       !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    if (entry->path().extension() == ".toml") {
      files.push_back(entry->path());
    }
  }
  if (problem || files.empty()) {
    return fail("cannot read the attachments", folder.string(), problem ? problem.message() : "no .toml file there");
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool is_kebab(const std::string& id) { return !id.empty() && kebab(id) == id; }

}  // namespace

std::array<std::string_view, 3> surfaces_of(std::string_view bone) {
  if (bone == "tibia") {
    return {"medial", "posterior", "lateral"};
  }
  if (bone == "fibula") {
    return {"lateral", "posterior", "medial"};
  }
  return {};
}

Result<AttachmentRegions> AttachmentRegions::load(const std::filesystem::path& folder) {
  const auto files = toml_files(folder);
  if (!files) {
    return tl::unexpected(files.error());
  }
  AttachmentRegions all;
  Hasher hasher;
  for (const std::filesystem::path& path : *files) {
    const std::string file = path.filename().string();
    const auto text = read_text(path);
    if (!text) {
      return tl::unexpected(text.error());
    }
    hasher.add(*text);
    Reader reader(file);
    try {
      const toml::table document = toml::parse(*text);
      const toml::array* list = document["attachment"].as_array();
      if (list == nullptr || !list->is_array_of_tables() || document.size() != 1) {
        return fail("an attachments file holds [[attachment]] tables and nothing else", file);
      }
      for (const toml::node& item : *list) {
        all.regions_.push_back(reader.region(*item.as_table()));
      }
    } catch (const toml::parse_error& problem) {
      return fail(std::string(problem.description()), file + ":" + std::to_string(problem.source().begin.line));
    }
    if (reader.error()) {
      return tl::unexpected(*reader.error());
    }
  }
  all.fingerprint_ = hasher.finish().hex();
  return all;
}

std::vector<Error> AttachmentRegions::lint(const Catalogue& catalogue) const {
  std::vector<Error> problems;
  std::set<std::string> ids;
  for (const AttachmentRegion& region : regions_) {
    const auto say = [&](std::string what) { problems.push_back({std::move(what), region.location, {}}); };
    const std::string start = region.muscle + (region.is_origin ? "-origin" : "-insertion");
    if (!is_kebab(region.id) || !region.id.starts_with(start)) {
      say("the id '" + region.id + "' should be kebab-case and start with '" + start + "'");
    }
    if (!ids.insert(region.id).second) {
      say("the id '" + region.id + "' is given twice");
    }
    const Structure* muscle = catalogue.find(region.muscle);
    if (muscle == nullptr || (muscle->kind != Kind::muscle && muscle->kind != Kind::tendon)) {
      say("'" + region.muscle + "' is no muscle or tendon of the catalogue");
    }
    const Structure* bone = catalogue.find(region.bone);
    if (bone == nullptr || bone->kind != Kind::bone) {
      say("'" + region.bone + "' is no bone of the catalogue");
    }
    if (region.claim.sources.empty()) {
      say("'" + region.id + "' names no source");
    }
    for (const std::string& source : region.claim.sources) {
      if (catalogue.source(source) == nullptr) {
        say("'" + region.id + "' names the unknown source '" + source + "'");
      }
    }
    if (region.claim.confidence == Confidence::modelled &&
        lower(region.claim.text).find("modelled") == std::string::npos) {
      say("'" + region.id + "' is modelled but its text does not say so");
    }
    for (const RegionPart& part : region.parts) {
      const bool outside = std::any_of(part.points.begin(), part.points.end(),
                                       [](const glm::dvec2& p) { return !(p.x >= -0.05 && p.x <= 1.05); });
      const bool flat = part.shape == RegionPart::Shape::spot
                            ? !(part.length_mm > 0.0 && part.narrow_mm > 0.0 && part.wide_mm > 0.0)
                            : part.shape == RegionPart::Shape::line && !(part.width_mm > 0.0);
      const glm::dvec3 size = glm::abs(part.at);
      if (outside || flat || std::max({size.x, size.y, size.z}) > 1.0) {
        say("a part of '" + region.id + "' lies outside the bone or has no size");
      }
    }
  }
  return problems;
}

}  // namespace crus::anatomy
