#include "anatomy/path_data.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "anatomy/motion_reader.hpp"

namespace crus::anatomy {
namespace {

constexpr double kLongestMm = 600.0;

Result<TautCourse> read_taut(const toml::table& table, const std::string& file) {
  TautCourse course;
  course.location = place(file, table);
  TableReader reader(
      table, file,
      {"tendon", "muscles", "wraps", "straight_mm", "onward_mm", "beside_mm", "confidence", "sources", "text"});
  reader.required("tendon", course.tendon);
  reader.texts("muscles", course.muscles);
  reader.required("wraps", course.wraps);
  constexpr double kLeastMm = 20.0;
  required_real(reader, "straight_mm", kLeastMm, kLongestMm, course.straight_mm);
  optional_real(reader, "onward_mm", 0.0, kLongestMm, course.onward_mm);
  if (reader.has("beside_mm")) {
    required_range(reader, "beside_mm", course.beside_mm);
    if (course.beside_mm.x < 0.0) {
      reader.wrong("'beside_mm' must not be negative", table);
    }
  }
  read_claim(reader, course.claim);
  return finished(reader, std::move(course));
}

Result<Carried> read_carried(const toml::table& table, const std::string& file) {
  Carried carried;
  carried.location = place(file, table);
  TableReader reader(table, file, {"muscle", "structures", "confidence", "sources", "text"});
  reader.required("muscle", carried.muscle);
  reader.texts("structures", carried.structures);
  if (carried.structures.empty()) {
    reader.wrong("no 'structures'", table);
  }
  read_claim(reader, carried.claim);
  return finished(reader, std::move(carried));
}

Result<Pulley> read_pulley(const toml::table& table, const std::string& file) {
  Pulley pulley;
  pulley.location = place(file, table);
  TableReader reader(table, file, {"muscle", "held_mm", "confidence", "sources", "text"});
  reader.required("muscle", pulley.muscle);
  constexpr double kMostMm = 50.0;
  required_real(reader, "held_mm", -kMostMm, kMostMm, pulley.held_mm);
  read_claim(reader, pulley.claim);
  return finished(reader, std::move(pulley));
}

Result<TendonStrain> read_strain(const toml::table& table, const std::string& file) {
  TendonStrain strain;
  strain.location = place(file, table);
  TableReader reader(table, file, {"tendon", "points", "confidence", "sources", "text"});
  reader.required("tendon", strain.tendon);
  read_claim(reader, strain.claim);
  const toml::node* points = reader.find("points");
  const toml::array* list = points == nullptr ? nullptr : points->as_array();
  if (list == nullptr || list->size() != 2) {
    reader.wrong("'points' must hold two points", points == nullptr ? table : *points);
  }
  constexpr double kMostStrain = 0.12;
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto value = numbers_of<2>((*list)[i], 2);
    if (!value || (*value)[0] <= 0.0 || (*value)[1] <= 0.0 || (*value)[1] > kMostStrain) {
      reader.wrong("a point is [force in kN, strain as a share of at most 0.12], both above 0", (*list)[i]);
      continue;
    }
    strain.points.emplace_back((*value)[0], (*value)[1]);
  }
  if (!reader.error() && (strain.points[1].x <= strain.points[0].x || strain.points[1].y <= strain.points[0].y ||
                          strain.points[1].x / strain.points[1].y < strain.points[0].x / strain.points[0].y)) {
    reader.wrong("the points must grow, and the tendon must not soften", *points);
  }
  return finished(reader, std::move(strain));
}

template <class List, class Matches>
auto find_in(const List& list, Matches matches) -> const typename List::value_type* {
  const auto found = std::find_if(list.begin(), list.end(), matches);
  return found != list.end() ? &*found : nullptr;
}

// Collects what is wrong with the entries.
class Lint {
 public:
  explicit Lint(const Catalogue& catalogue) : catalogue_(catalogue) {}

  void claim(const Claim& claim, const std::string& what, const std::string& where) {
    if (claim.sources.empty()) {
      problems_.push_back({what + " names no source", where, {}});
    }
    for (const std::string& source : claim.sources) {
      if (catalogue_.source(source) == nullptr) {
        problems_.push_back({what + " names the unknown source '" + source + "'", where, {}});
      }
    }
  }

  void known(const std::string& structure, const std::string& where) {
    if (catalogue_.find(structure) == nullptr) {
      problems_.push_back({"the catalogue has no structure '" + structure + "'", where, {}});
    }
  }

  void bone(const std::string& structure, const std::string& where) {
    const Structure* entry = catalogue_.find(structure);
    if (entry == nullptr || entry->kind != Kind::bone) {
      problems_.push_back({"the catalogue has no bone '" + structure + "'", where, {}});
    }
  }

  // Within one kind of entry.
  void once(std::set<std::string>& seen, const std::string& structure, const std::string& where) {
    if (!seen.insert(structure).second) {
      problems_.push_back({"'" + structure + "' is named twice", where, {}});
    }
  }

  [[nodiscard]] std::vector<Error> problems() && { return std::move(problems_); }

 private:
  const Catalogue& catalogue_;
  std::vector<Error> problems_;
};

}  // namespace

double TendonStrain::at(double load) const {
  if (points.size() != 2 || !(load > 0.0)) {
    return 0.0;
  }
  const double force = std::min(load, 1.0) * points[1].x;
  const double stiffness_0 = points[0].x / points[0].y;
  const double stiffness_1 = points[1].x / points[1].y;
  const double a = (stiffness_1 - stiffness_0) / (points[1].y - points[0].y);
  const double b = stiffness_0 - a * points[0].y;
  return 2.0 * force / (b + std::sqrt(b * b + 4.0 * a * force));
}

const TautCourse* PathData::course_of(std::string_view structure) const {
  return find_in(taut, [&](const TautCourse& course) {
    return course.tendon == structure ||
           std::find(course.muscles.begin(), course.muscles.end(), structure) != course.muscles.end();
  });
}

double PathData::held_mm(std::string_view muscle) const {
  const Pulley* found = find_in(pulleys, [&](const Pulley& pulley) { return pulley.muscle == muscle; });
  return found != nullptr ? found->held_mm : 0.0;
}

std::string_view PathData::carrier_of(std::string_view structure) const {
  const Carried* found = find_in(carried, [&](const Carried& one) {
    return std::find(one.structures.begin(), one.structures.end(), structure) != one.structures.end();
  });
  return found != nullptr ? std::string_view(found->muscle) : std::string_view();
}

const TendonStrain* PathData::strain_of(std::string_view tendon) const {
  return find_in(strains, [&](const TendonStrain& strain) { return strain.tendon == tendon; });
}

Result<PathData> PathData::load(const std::filesystem::path& file) {
  const auto tables = parse_toml(file);
  if (!tables) {
    return tl::unexpected(tables.error());
  }
  PathData data;
  const std::string name = file.filename().string();
  for (const auto& [key, node] : *tables) {
    Status read;
    if (key.str() == "taut") {
      read = read_list(node, name, data.taut, read_taut);
    } else if (key.str() == "carried") {
      read = read_list(node, name, data.carried, read_carried);
    } else if (key.str() == "pulley") {
      read = read_list(node, name, data.pulleys, read_pulley);
    } else if (key.str() == "strain") {
      read = read_list(node, name, data.strains, read_strain);
    } else {
      return fail("unknown table '" + std::string(key.str()) + "'", place(name, node),
                  "known: taut, carried, pulley, strain");
    }
    if (!read) {
      return tl::unexpected(read.error());
    }
  }
  return data;
}

std::vector<Error> PathData::lint(const Catalogue& catalogue) const {
  Lint lint(catalogue);
  std::set<std::string> courses;
  for (const TautCourse& course : taut) {
    lint.claim(course.claim, "the course of '" + course.tendon + "'", course.location);
    lint.known(course.tendon, course.location);
    lint.once(courses, course.tendon, course.location);
    for (const std::string& muscle : course.muscles) {
      lint.known(muscle, course.location);
      lint.once(courses, muscle, course.location);
    }
    lint.bone(course.wraps, course.location);
  }
  std::set<std::string> riders;
  for (const Carried& one : carried) {
    lint.claim(one.claim, "what '" + one.muscle + "' carries", one.location);
    lint.known(one.muscle, one.location);
    for (const std::string& structure : one.structures) {
      lint.known(structure, one.location);
      lint.once(riders, structure, one.location);
    }
  }
  std::set<std::string> held;
  for (const Pulley& pulley : pulleys) {
    lint.claim(pulley.claim, "the pulley of '" + pulley.muscle + "'", pulley.location);
    lint.known(pulley.muscle, pulley.location);
    lint.once(held, pulley.muscle, pulley.location);
  }
  std::set<std::string> strained;
  for (const TendonStrain& strain : strains) {
    lint.claim(strain.claim, "the strain of '" + strain.tendon + "'", strain.location);
    lint.known(strain.tendon, strain.location);
    lint.once(strained, strain.tendon, strain.location);
  }
  return std::move(lint).problems();
}

}  // namespace crus::anatomy
