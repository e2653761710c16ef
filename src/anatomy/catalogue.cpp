#include "anatomy/catalogue.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include "anatomy/toml_reader.hpp"
#include "core/text.hpp"

namespace crus::anatomy {
namespace {

constexpr auto kKindNames = std::to_array<std::string_view>(
    {"bone", "cartilage", "muscle", "tendon", "aponeurosis", "ligament", "membrane", "retinaculum", "fascia", "bursa",
     "fat", "artery", "vein", "nerve", "skin", "landmark", "joint"});
constexpr auto kCompartmentNames = std::to_array<std::string_view>(
    {"none", "skeleton", "superficial posterior", "deep posterior", "anterior", "lateral", "plantar",
     "dorsum of the foot", "thigh", "neurovascular", "integument"});
constexpr auto kCompartmentKeys =
    std::to_array<std::string_view>({"none", "skeleton", "superficial-posterior", "deep-posterior", "anterior",
                                     "lateral", "plantar", "dorsal-foot", "thigh", "neurovascular", "integument"});

constexpr auto kArrangementNames = std::to_array<std::string_view>({"unipennate", "bipennate", "multipennate"});
constexpr auto kSurfaceNames = std::to_array<std::string_view>({"anterior", "posterior", "lateral", "medial"});

Result<Source> read_source(const toml::table& table, const std::string& file) {
  Source source;
  source.location = place(file, table);
  TableReader reader(table, file, {"id", "citation", "link"});
  reader.required("id", source.id);
  reader.required("citation", source.citation);
  reader.text("link", source.link);
  return finished(reader, std::move(source));
}

Result<Architecture> read_architecture(const toml::table& table, const std::string& file) {
  Architecture architecture;
  TableReader reader(table, file,
                     {"pennation_deg", "fibre_length_mm", "arrangement", "tendon", "confidence", "sources"});
  std::optional<double> pennation_deg;
  std::optional<double> fibre_length_mm;
  reader.real("pennation_deg", pennation_deg, 0.0, 60.0);
  reader.real("fibre_length_mm", fibre_length_mm, 5.0, 500.0);
  reader.word("arrangement", kArrangementNames, architecture.arrangement);
  reader.word("tendon", kSurfaceNames, architecture.tendon);
  reader.word("confidence", kConfidenceNames, architecture.confidence);
  reader.texts("sources", architecture.sources);
  if (!pennation_deg || !fibre_length_mm) {
    reader.wrong("'architecture' needs pennation_deg and fibre_length_mm", table);
  }
  if (reader.error()) {
    return tl::unexpected(*reader.error());
  }
  architecture.pennation_deg = *pennation_deg;
  architecture.fibre_length_mm = *fibre_length_mm;
  return architecture;
}

// The member "architecture" of a muscle, a table of its own.
void take_architecture(TableReader& reader, const std::string& file, Structure& s) {
  const toml::node* node = reader.find("architecture");
  if (node == nullptr) {
    return;
  }
  const toml::table* given = node->as_table();
  if (given == nullptr) {
    return reader.wrong("'architecture' must be a table", *node);
  }
  auto architecture = read_architecture(*given, file);
  if (!architecture) {
    return reader.fail_with(architecture.error());
  }
  s.architecture = std::move(*architecture);
}

Result<Structure> read_structure(const toml::table& table, const std::string& file) {
  Structure s;
  s.location = place(file, table);
  TableReader reader(table, file,
                     {"id",
                      "fma",
                      "fma-right",
                      "fma-left",
                      "ta2",
                      "elements",
                      "english",
                      "latin",
                      "synonyms",
                      "kind",
                      "compartment",
                      "colour",
                      "origin",
                      "insertion",
                      "action",
                      "nerve",
                      "blood",
                      "notes",
                      "architecture",
                      "twist_deg",
                      "inside",
                      "blends-with",
                      "shares-names-with",
                      "sources"});
  reader.required("id", s.id);
  reader.required("english", s.english);
  reader.required("latin", s.latin);
  reader.texts("synonyms", s.synonyms);
  reader.number("fma", s.fma);
  reader.number("fma-right", s.fma_right);
  reader.number("fma-left", s.fma_left);
  reader.number("ta2", s.ta2);
  reader.texts("elements", s.element_ids);
  reader.word("kind", kKindNames, s.kind);
  reader.word("compartment", kCompartmentKeys, s.compartment);
  reader.required("colour", s.colour_group);
  reader.claim("origin", s.origin);
  reader.claim("insertion", s.insertion);
  reader.claim("action", s.action);
  reader.claim("nerve", s.nerve);
  reader.claim("blood", s.blood);
  reader.claim("notes", s.notes);
  take_architecture(reader, file, s);
  reader.real("twist_deg", s.twist_deg, -180.0, 180.0);
  reader.texts("inside", s.inside);
  reader.texts("blends-with", s.blends_with);
  reader.texts("shares-names-with", s.shares_names_with);
  reader.texts("sources", s.sources);
  return finished(reader, std::move(s));
}

Result<PeelLayer> read_layer(const toml::table& table, const std::string& file) {
  PeelLayer layer;
  layer.location = place(file, table);
  TableReader reader(table, file, {"name", "structures", "kinds", "compartments"});
  reader.required("name", layer.name);
  reader.texts("structures", layer.structures);
  reader.words("kinds", kKindNames, layer.kinds);
  reader.words("compartments", kCompartmentKeys, layer.compartments);
  return finished(reader, std::move(layer));
}

Result<Displacement> read_displacement(const toml::table& table, const std::string& file) {
  Displacement displacement;
  displacement.location = place(file, table);
  TableReader reader(table, file, {"structures", "compartments", "move_mm"});
  reader.texts("structures", displacement.structures);
  reader.words("compartments", kCompartmentKeys, displacement.compartments);
  reader.vector("move_mm", displacement.move_mm);
  return finished(reader, std::move(displacement));
}

template <class List, class Value>
bool contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// "#a63a33"
std::optional<glm::vec3> parse_colour(std::string_view text) {
  std::uint32_t value = 0;
  if (text.size() != 7 || text[0] != '#') {
    return std::nullopt;
  }
  const auto [end, problem] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
  if (problem != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  const auto channel = [value](unsigned shift) { return static_cast<float>((value >> shift) & 0xFFU) / 255.0F; };
  return glm::vec3(channel(16), channel(8), channel(0));
}

using Palette = std::map<std::string, glm::vec3, std::less<>>;

Status read_palette(const toml::table& table, const std::string& file, Palette& palette) {
  for (const auto& [key, node] : table) {
    const auto text = node.value_exact<std::string>();
    const auto colour = text ? parse_colour(*text) : std::nullopt;
    if (!colour) {
      return fail("the colour '" + std::string(key.str()) + "' is not of the form \"#rrggbb\"", place(file, node));
    }
    if (!palette.emplace(key.str(), *colour).second) {
      return fail("the colour '" + std::string(key.str()) + "' is given twice", place(file, node));
    }
  }
  return {};
}

}  // namespace

Result<Catalogue> Catalogue::load(const std::filesystem::path& folder) {
  const auto files = toml_files(folder);
  if (!files) {
    return tl::unexpected(files.error());
  }
  Catalogue catalogue;
  for (const std::filesystem::path& path : *files) {
    const auto document = parse_toml(path);
    if (!document) {
      return tl::unexpected(document.error());
    }
    const std::string file = path.filename().string();
    for (const auto& [key, node] : *document) {
      Status status;
      if (key.str() == "source") {
        status = read_list(node, file, catalogue.sources_, read_source);
      } else if (key.str() == "structure") {
        status = read_list(node, file, catalogue.structures_, read_structure);
      } else if (key.str() == "layer") {
        status = read_list(node, file, catalogue.layers_, read_layer);
      } else if (key.str() == "displacement") {
        status = read_list(node, file, catalogue.displacements_, read_displacement);
      } else if (key.str() == "palette" && node.is_table()) {
        status = read_palette(*node.as_table(), file, catalogue.palette_);
      } else {
        status = fail("unknown table '" + std::string(key.str()) + "'", place(file, node),
                      "use [[structure]], [[source]], [palette], [[layer]] or [[displacement]]");
      }
      if (!status) {
        return tl::unexpected(status.error());
      }
    }
  }
  for (std::size_t i = 0; i < catalogue.structures_.size(); ++i) {
    catalogue.index_.emplace(catalogue.structures_[i].id, i);
  }
  return catalogue;
}

const Structure* Catalogue::find(std::string_view id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : &structures_[found->second];
}

const Source* Catalogue::source(std::string_view id) const {
  const auto found = std::find_if(sources_.begin(), sources_.end(), [id](const Source& s) { return s.id == id; });
  return found == sources_.end() ? nullptr : &*found;
}

glm::vec3 Catalogue::colour(std::string_view group) const {
  constexpr glm::vec3 kNeutral(0.68F, 0.68F, 0.67F);
  const auto found = palette_.find(group);
  return found == palette_.end() ? kNeutral : found->second;
}

std::vector<const Structure*> Catalogue::places_of(std::string_view bone) const {
  std::vector<const Structure*> places;
  for (const Structure& s : structures_) {
    if ((s.kind == Kind::landmark || s.kind == Kind::joint) &&
        std::find(s.inside.begin(), s.inside.end(), bone) != s.inside.end()) {
      places.push_back(&s);
    }
  }
  return places;
}

std::size_t Catalogue::peel_layer_of(std::string_view id, Kind kind, Compartment compartment) const {
  const auto named = std::find_if(layers_.begin(), layers_.end(),
                                  [&](const PeelLayer& layer) { return contains(layer.structures, id); });
  const auto fits = [&](const PeelLayer& layer) {
    return contains(layer.kinds, kind) && (layer.compartments.empty() || contains(layer.compartments, compartment));
  };
  const auto found = named != layers_.end() ? named : std::find_if(layers_.begin(), layers_.end(), fits);
  return static_cast<std::size_t>(found - layers_.begin());
}

glm::vec3 Catalogue::displacement_mm(std::string_view id, Compartment compartment) const {
  const auto named = std::find_if(displacements_.begin(), displacements_.end(),
                                  [&](const Displacement& item) { return contains(item.structures, id); });
  const auto found = named != displacements_.end()
                         ? named
                         : std::find_if(displacements_.begin(), displacements_.end(), [&](const Displacement& item) {
                             return contains(item.compartments, compartment);
                           });
  return found == displacements_.end() ? glm::vec3(0.0F) : found->move_mm;
}

std::string_view name_of(Kind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

std::string_view name_of(Compartment compartment) {
  return kCompartmentNames.at(static_cast<std::size_t>(compartment));
}

std::string_view name_of(Side side) {
  switch (side) {
    case Side::right: return "right";
    case Side::left: return "left";
    case Side::none: break;
  }
  return "";
}

std::string_view name_of(Confidence confidence) { return kConfidenceNames.at(static_cast<std::size_t>(confidence)); }

}  // namespace crus::anatomy
