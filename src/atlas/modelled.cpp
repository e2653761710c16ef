#include "atlas/modelled.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numbers>
#include <optional>
#include <set>
#include <span>

#include "atlas/modelled_place.hpp"
#include "atlas/modelled_sheet.hpp"
#include "atlas/modelled_table.hpp"
#include "atlas/modelled_tube.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/neighbours.hpp"

#include <fmt/format.h>

namespace crus::atlas {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPathHeader = "structure,path,anchor,at,forward_mm,up_mm,lateral_mm,width_mm,depth_mm";
constexpr std::string_view kNotchHeader =
    "structure,anchor,at,forward_mm,lateral_mm,half_width_mm,floor_level,reach_mm";
constexpr std::string_view kGrooveHeader = "structure,from_level,to_level,depth_mm";

constexpr std::string_view kSheetHeader = "structure,mode,over,thickness_mm,anchor_a,at_a,anchor_m,at_m,anchor_b,at_b";

struct PathPlan {
  std::string structure;
  std::string name;
  std::vector<const TableRow*> rows;
};

// A stretch of a muscle that gives way to the tubes.
struct Groove {
  double from_level = 0.0;
  double to_level = 0.0;
  double depth_mm = 0.0;
  // Full in the middle, running out softly beyond its ends.
  [[nodiscard]] double depth_at(double level) const {
    constexpr double kRunOut = 0.025;
    const double beyond = std::max({from_level - level, level - to_level, 0.0});
    return depth_mm * std::clamp(1.0 - beyond / kRunOut, 0.0, 1.0);
  }
};
using Grooves = std::map<std::string, std::vector<Groove>, std::less<>>;

double groove_depth(const std::vector<Groove>& grooves, double level) {
  double depth = 0.0;
  for (const Groove& groove : grooves) {
    depth = std::max(depth, groove.depth_at(level));
  }
  return depth;
}

// Whether the catalogue lets the two share space.
bool may_share(const anatomy::Catalogue& catalogue, const anatomy::Structure& mine, std::string_view other) {
  const anatomy::Structure* theirs = catalogue.find(other);
  return theirs == nullptr || may_share_space(mine, *theirs);
}

LegStructure structure_from(const anatomy::Structure& entry, geometry::Mesh mesh, std::string source) {
  LegStructure structure;
  structure.id = entry.id;
  structure.name = name_with_side(entry, anatomy::Side::right);
  structure.source_name = std::move(source);
  structure.recognised = true;
  structure.kind = entry.kind;
  structure.side = anatomy::Side::right;
  structure.fma = entry.fma_right ? entry.fma_right : entry.fma;
  structure.origin = Origin::modelled;
  structure.mesh = std::move(mesh);
  structure.closed = true;
  geometry::compute_normals(structure.mesh, std::numbers::pi_v<float>);
  return structure;
}

void append(geometry::Mesh& mesh, const geometry::Mesh& more) {
  const auto base = static_cast<std::uint32_t>(mesh.positions.size());
  mesh.positions.insert(mesh.positions.end(), more.positions.begin(), more.positions.end());
  for (const glm::uvec3& t : more.triangles) {
    mesh.triangles.push_back(t + base);
  }
}

Result<Grooves> read_grooves(const fs::path& file, const Places& places) {
  const auto rows = read_table(file, kGrooveHeader);
  if (!rows) {
    return tl::unexpected(rows.error());
  }
  Grooves grooves;
  for (const TableRow& row : *rows) {
    const auto from = number_of(row.cells[1], row.where, "from_level");
    const auto to = number_of(row.cells[2], row.where, "to_level");
    const auto depth = number_of(row.cells[3], row.where, "depth_mm");
    if (!from || !to || !depth) {
      return tl::unexpected(!from ? from.error() : !to ? to.error() : depth.error());
    }
    if (places.find(row.cells[0]) == nullptr) {
      return fail(fmt::format("the leg has no structure '{}' to take a groove", row.cells[0]), row.where);
    }
    constexpr double kDeepestMm = 10.0;
    if (*from >= *to || *depth <= 0.0 || *depth > kDeepestMm) {
      return fail("a groove runs from a level to a higher one and is at most 10 mm deep", row.where);
    }
    grooves[row.cells[0]].push_back({*from, *to, *depth});
  }
  return grooves;
}

Result<std::vector<PathPlan>> plan_paths(const std::vector<TableRow>& rows, const anatomy::Catalogue& catalogue) {
  std::vector<PathPlan> plans;
  std::set<std::string> done;
  for (const TableRow& row : rows) {
    const std::string& id = row.cells[0];
    const std::string key = id + "/" + row.cells[1];
    if (catalogue.find(id) == nullptr) {
      return fail(fmt::format("the catalogue does not know '{}'", id), row.where);
    }
    if (plans.empty() || plans.back().structure + "/" + plans.back().name != key) {
      if (!done.insert(key).second) {
        return fail(fmt::format("the path {} is taken up again", key), row.where, "keep its rows together");
      }
      plans.push_back({id, row.cells[1], {}});
    }
    plans.back().rows.push_back(&row);
  }
  for (const PathPlan& plan : plans) {
    if (plan.rows.size() < 2 && plan.rows[0]->cells[3].find("..") == std::string::npos) {
      return fail("a path needs two way points", plan.rows[0]->where);
    }
  }
  return plans;
}

Result<std::vector<WayPoint>> way_points(const PathPlan& plan, const Places& places) {
  constexpr double kFollowMm = 12.0;
  std::vector<WayPoint> points;
  for (const TableRow* row : plan.rows) {
    std::array<double, 5> numbers{};
    constexpr std::array<std::string_view, 5> kNames{"forward_mm", "up_mm", "lateral_mm", "width_mm", "depth_mm"};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto number = number_of(row->cells[i + 4], row->where, kNames[i]);
      if (!number) {
        return tl::unexpected(number.error());
      }
      numbers[i] = *number;
    }
    if (numbers[3] < 0.4 || numbers[4] < 0.4 || numbers[3] > 30.0 || numbers[4] > 30.0) {
      return fail("a tube is 0.4 to 30 mm wide and deep", row->where);
    }
    const auto found = places.find_places(row->cells[2], row->cells[3], kFollowMm, row->where);
    if (!found) {
      return tl::unexpected(found.error());
    }
    for (const glm::dvec3& place : *found) {
      points.push_back({place + glm::dvec3(numbers[0], numbers[1], numbers[2]), numbers[3], numbers[4]});
    }
  }
  return points;
}

// A place with millimetres forward, up and lateral of it: "AT + F U L".
Result<glm::dvec3> moved_place(const Places& places, const std::string& anchor, const std::string& at,
                               const std::string& where) {
  const std::size_t plus = at.find(" + ");
  const auto place = places.find_place(anchor, at.substr(0, plus), where);
  if (!place || plus == std::string::npos) {
    return place;
  }
  const std::vector<std::string> words = words_of(at.substr(plus + 3));
  glm::dvec3 move(0.0);
  for (int i = 0; i < 3; ++i) {
    const auto number = words.size() == 3 ? number_of(words[static_cast<std::size_t>(i)], where, "a displacement")
                                          : fail("a displacement is '+ FORWARD UP LATERAL'", where);
    if (!number) {
      return tl::unexpected(number.error());
    }
    move[i] = *number;
  }
  return *place + move;
}

std::size_t steps_for(double length_mm) {
  constexpr std::size_t kFewest = 5;
  constexpr double kStepMm = 2.4;
  constexpr double kLongStepMm = 3.0;  // as long as the leg, and straight
  constexpr double kLongMm = 200.0;
  const double step_mm = length_mm > kLongMm ? kLongStepMm : kStepMm;
  return std::max(kFewest, static_cast<std::size_t>(std::lround(length_mm / step_mm)) + 1);
}

double length_of(const std::vector<glm::dvec3>& line) {
  double length = 0.0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    length += glm::distance(line[i - 1], line[i]);
  }
  return length;
}

// A smooth line through points, at `count` even places.
std::vector<glm::dvec3> line_through(const std::vector<glm::dvec3>& points, std::size_t count) {
  std::vector<WayPoint> way;
  for (const glm::dvec3& p : points) {
    way.push_back({p, 1.0, 1.0});
  }
  const double length = std::max(length_of(points), 1e-3);
  const Course course = course_through(way, length / 200.0);
  std::vector<glm::dvec3> line;
  for (std::size_t i = 0; i < count; ++i) {
    const double at = static_cast<double>(i) / static_cast<double>(count - 1) * static_cast<double>(course.size() - 1);
    const auto k = std::min(static_cast<std::size_t>(at), course.size() - 2);
    line.push_back(glm::mix(course[k].position, course[k + 1].position, at - static_cast<double>(k)));
  }
  return line;
}

// Rows that follow a structure's surface from U to U, between the levels given.
Result<SheetGrid> surface_grid(std::span<const TableRow> rows, const Places& places) {
  struct Edge {
    double level, u_a, u_b, offset_a, offset_b;
  };
  std::vector<Edge> edges;
  std::string side;
  for (const TableRow& row : rows) {
    const std::vector<std::string> a = words_of(row.cells[5]);
    const std::vector<std::string> b = words_of(row.cells[9]);
    if (a.size() != 4 || b.size() != 4 || a[0] != b[0] || a[1] != b[1] || row.cells[4] != row.cells[8] ||
        (!side.empty() && side != a[1])) {
      return fail("a surface row runs from LEVEL SIDE U OFFSET to another U of the same structure, level and side",
                  row.where);
    }
    side = a[1];
    std::array<double, 5> n{};
    const std::array<const std::string*, 5> texts{&a[0], &a[2], &b[2], &a[3], &b[3]};
    for (std::size_t i = 0; i < n.size(); ++i) {
      const auto number = number_of(*texts[i], row.where, "a number of the row");
      if (!number) {
        return tl::unexpected(number.error());
      }
      n[i] = *number;
    }
    edges.push_back({n[0], n[1], n[2], n[3], n[4]});
  }
  constexpr double kStepMm = 3.2;  // large and gently curved
  const double height = std::abs(places.height_of(edges.front().level) - places.height_of(edges.back().level));
  const auto count = std::max<std::size_t>(5, static_cast<std::size_t>(std::lround(height / kStepMm)) + 1);
  SheetGrid grid;
  const auto place = [&](double f, double g) {
    const double at = f * static_cast<double>(edges.size() - 1);
    const auto k = std::min(static_cast<std::size_t>(at), edges.size() - 2);
    const double t = at - static_cast<double>(k);
    const auto mixed = [&](double Edge::*member) { return glm::mix(edges[k].*member, edges[k + 1].*member, t); };
    return places.find_place(
        rows[0].cells[4],
        fmt::format("{} {} {} {}", mixed(&Edge::level), side, glm::mix(mixed(&Edge::u_a), mixed(&Edge::u_b), g),
                    glm::mix(mixed(&Edge::offset_a), mixed(&Edge::offset_b), g)),
        rows[0].where);
  };
  double widest = 0.0;
  for (const double f : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    const auto a = place(f, 0.0);
    const auto b = place(f, 1.0);
    if (!a || !b) {
      return tl::unexpected(a ? b.error() : a.error());
    }
    widest = std::max(widest, glm::distance(*a, *b));
  }
  grid.columns = std::max<std::size_t>(5, static_cast<std::size_t>(std::lround(widest / kStepMm)) + 1);
  for (std::size_t r = 0; r < count; ++r) {
    for (std::size_t c = 0; c < grid.columns; ++c) {
      const auto p = place(static_cast<double>(r) / static_cast<double>(count - 1),
                           static_cast<double>(c) / static_cast<double>(grid.columns - 1));
      if (!p) {
        return tl::unexpected(p.error());
      }
      grid.points.push_back(*p);
    }
  }
  smooth_sheet(grid, 3);
  return grid;
}

// Those of the named structures that the leg has.
Result<std::vector<const Part*>> parts_over(const std::string& over, const Places& places,
                                            const anatomy::Catalogue& catalogue, const std::string& where) {
  std::vector<const Part*> parts;
  std::string rest = over;
  for (std::size_t plus = 0; plus != std::string::npos;) {
    plus = rest.find('+');
    const std::string id = rest.substr(0, plus);
    if (catalogue.find(id) == nullptr) {
      return fail(fmt::format("the catalogue does not know '{}'", id), where);
    }
    for (const Part& part : places.parts()) {
      if (part.id == id) {
        parts.push_back(&part);
      }
    }
    rest = plus == std::string::npos ? "" : rest.substr(plus + 1);
  }
  return parts;
}

// "flat" or "wrap FORWARD UP LATERAL" (by way of a middle, a second direction for the half beyond it), either with
// "split FRACTION" behind it.
struct SheetMode {
  std::optional<std::array<glm::dvec3, 2>> outward;
  std::optional<double> split;
};

Result<SheetMode> mode_of(const TableRow& row) {
  const std::vector<std::string> words = words_of(row.cells[1]);
  const auto wrong = [&] {
    return fail(
        "a sheet is flat, surface or 'wrap FORWARD UP LATERAL', with a second direction beyond its middle if it has "
        "one, and 'split FRACTION' if it parts",
        row.where);
  };
  SheetMode mode;
  std::size_t next = 1;
  if (words.empty() || (words[0] != "flat" && words[0] != "wrap")) {
    return wrong();
  }
  if (words[0] == "wrap") {
    std::vector<double> numbers;
    for (; next < words.size() && words[next] != "split"; ++next) {
      const auto number = number_of(words[next], row.where, "the outward direction");
      if (!number) {
        return tl::unexpected(number.error());
      }
      numbers.push_back(*number);
    }
    if (numbers.size() != 3 && numbers.size() != 6) {
      return wrong();
    }
    const auto direction = [&](std::size_t at) { return glm::dvec3(numbers[at], numbers[at + 1], numbers[at + 2]); };
    mode.outward = {direction(0), direction(numbers.size() - 3)};
    if (glm::length((*mode.outward)[0]) < 1e-6 || glm::length((*mode.outward)[1]) < 1e-6) {
      return wrong();
    }
  }
  if (next < words.size()) {
    const auto split = words.size() == next + 2 && words[next] == "split"
                           ? number_of(words[next + 1], row.where, "the split")
                           : Result<double>(0.0);
    if (!split || *split <= 0.0 || *split >= 1.0) {
      return wrong();
    }
    mode.split = *split;
  }
  return mode;
}

struct SheetLines {
  std::vector<glm::dvec3> a, m, b;  // m may be empty
};

Result<SheetLines> sheet_lines(std::span<const TableRow> rows, const Places& places) {
  SheetLines lines;
  for (const TableRow& row : rows) {
    for (std::size_t i = 0; i < 3; ++i) {
      if (row.cells[4 + 2 * i].empty()) {
        continue;
      }
      const auto place = moved_place(places, row.cells[4 + 2 * i], row.cells[5 + 2 * i], row.where);
      if (!place) {
        return tl::unexpected(place.error());
      }
      (i == 0 ? lines.a : i == 1 ? lines.m : lines.b).push_back(*place);
    }
  }
  if (rows.size() < 2 || lines.a.size() != rows.size() || lines.b.size() != rows.size() ||
      (!lines.m.empty() && lines.m.size() != rows.size())) {
    return fail("a sheet has at least two rows, each with its two ends, and a middle if the others have one",
                rows[0].where);
  }
  return lines;
}

// Rows between the given ones: evenly along a smooth edge, or, for a sheet that parts, within each pair only.
std::vector<std::size_t> subdivide(SheetLines& lines, bool in_pairs) {
  constexpr std::size_t kPerSlip = 4;
  const std::size_t count = steps_for(std::max(length_of(lines.a), length_of(lines.b)));
  std::vector<std::size_t> open_after;
  for (std::vector<glm::dvec3>* line : {&lines.a, &lines.m, &lines.b}) {
    if (line->empty()) {
      continue;
    }
    if (!in_pairs) {
      *line = line_through(*line, count);
      continue;
    }
    std::vector<glm::dvec3> finer;
    for (std::size_t i = 0; i + 1 < line->size(); i += 2) {
      for (std::size_t k = 0; k < kPerSlip; ++k) {
        finer.push_back(glm::mix((*line)[i], (*line)[i + 1], static_cast<double>(k) / (kPerSlip - 1)));
      }
    }
    *line = std::move(finer);
  }
  for (std::size_t r = kPerSlip; in_pairs && r < lines.a.size(); r += kPerSlip) {
    open_after.push_back(r - 1);
  }
  return open_after;
}

// Of a wrapped sheet that passes by a middle: where it parts, or half way.
std::size_t middle_column(const SheetGrid& grid) {
  const std::size_t last = grid.columns - 1;
  return std::clamp<std::size_t>(grid.split < last ? grid.split : last / 2, 1, last - 1);
}

Result<SheetGrid> sheet_grid(std::span<const TableRow> rows, const Places& places, const anatomy::Catalogue& catalogue,
                             double thickness_mm) {
  if (rows[0].cells[1] == "surface") {
    return rows.size() < 2 ? fail("a sheet has at least two rows", rows[0].where) : surface_grid(rows, places);
  }
  const auto mode = mode_of(rows[0]);
  auto lines = mode ? sheet_lines(rows, places) : Result<SheetLines>(tl::unexpected(mode.error()));
  if (!lines) {
    return tl::unexpected(lines.error());
  }
  if (mode->split && rows.size() % 2 != 0) {
    return fail("a sheet that parts has two rows for each slip", rows[0].where);
  }
  const auto over = mode->outward ? parts_over(rows[0].cells[2], places, catalogue, rows[0].where)
                                  : Result<std::vector<const Part*>>(std::vector<const Part*>());
  if (!over) {
    return tl::unexpected(over.error());
  }
  SheetGrid grid;
  grid.open_after = subdivide(*lines, mode->split.has_value());
  double longest = 0.0;
  for (std::size_t r = 0; r < lines->a.size(); ++r) {
    const bool by_middle = mode->outward && !lines->m.empty();
    longest =
        std::max(longest, by_middle ? glm::distance(lines->a[r], lines->m[r]) + glm::distance(lines->m[r], lines->b[r])
                                    : glm::distance(lines->a[r], lines->b[r]));
  }
  grid.columns = steps_for(mode->outward ? (lines->m.empty() ? 1.25 : 1.1) * longest : longest);
  grid.split = static_cast<std::size_t>(mode->split.value_or(1.0) * static_cast<double>(grid.columns - 1));
  constexpr double kGapMm = 0.2;
  for (std::size_t r = 0; r < lines->a.size(); ++r) {
    const glm::dvec3& a = lines->a[r];
    const glm::dvec3& b = lines->b[r];
    const double off_mm = 0.5 * thickness_mm + kGapMm;
    std::vector<glm::dvec3> line;
    if (mode->outward) {
      line = lines->m.empty()
                 ? taut_line(a, b, (*mode->outward)[0], *over, off_mm, grid.columns)
                 : taut_line_by(a, lines->m[r], b, *mode->outward, *over, off_mm, grid.columns, middle_column(grid));
    } else {
      line = lines->m.empty() ? line_through({a, b}, grid.columns) : line_through({a, lines->m[r], b}, grid.columns);
    }
    grid.points.insert(grid.points.end(), line.begin(), line.end());
  }
  if (mode->outward) {
    smooth_sheet(grid, 2);
  }
  return grid;
}

class Modeller {
 public:
  Modeller(Leg& leg, const fs::path& folder) : leg_(leg), folder_(folder), places_(leg) {}

  Status run() {
    const auto grooves = read_grooves(folder_ / "grooves.csv", places_);
    if (!grooves) {
      return tl::unexpected(grooves.error());
    }
    grooves_ = *grooves;
    if (const Status laid = lay_tubes(); !laid) {
      return laid;
    }
    press_grooves();
    if (const Status laid = lay_sheets(); !laid) {
      return laid;
    }
    flatten_tubes();
    for (auto& [id, mesh] : made_) {
      leg_.structures.push_back(structure_from(*leg_.catalogue->find(id), std::move(mesh), "modelled/" + files_[id]));
    }
    return {};
  }

 private:
  LegStructure* structure(std::string_view id) {
    const auto found =
        std::find_if(leg_.structures.begin(), leg_.structures.end(), [&](const LegStructure& s) { return s.id == id; });
    return found == leg_.structures.end() ? nullptr : &*found;
  }

  Status lay_tubes() {
    const auto rows = read_table(folder_ / "paths.csv", kPathHeader);
    if (!rows) {
      return tl::unexpected(rows.error());
    }
    const auto plans = plan_paths(*rows, *leg_.catalogue);
    if (!plans) {
      return tl::unexpected(plans.error());
    }
    for (std::size_t i = 0; i < plans->size(); ++i) {
      const PathPlan& plan = (*plans)[i];
      const auto points = way_points(plan, places_);
      if (!points) {
        return tl::unexpected(points.error());
      }
      lay_tube(plan, *points);
    }
    return {};
  }

  void lay_tube(const PathPlan& plan, const std::vector<WayPoint>& points) {
    const anatomy::Structure& entry = *leg_.catalogue->find(plan.structure);
    double thickest = 0.0;
    for (const WayPoint& point : points) {
      thickest = std::max(thickest, std::min(point.width_mm, point.depth_mm));
    }
    Course course = course_through(points, std::clamp(1.5 * thickest, 2.6, 4.0));
    ClearOptions options;
    const auto springs = [&](const TableRow& row) { return row.cells[2].starts_with("path:"); };
    options.start_fixed = springs(*plan.rows.front()) && plan.rows.front()->cells[3].find("..") == std::string::npos;
    options.end_fixed = springs(*plan.rows.back()) && plan.rows.back()->cells[3].find("..") == std::string::npos;
    clear_course(course, obstacles(entry), options);
    std::vector<glm::dvec3> line;
    for (const CourseSample& sample : course) {
      line.push_back(sample.position);
    }
    places_.add_path(plan.structure + "/" + plan.name, std::move(line));
    if (made_.empty() || made_.back().first != plan.structure) {
      made_.emplace_back(plan.structure, geometry::Mesh{});
      files_[plan.structure] = "paths.csv";
    }
    const geometry::Mesh tube = sweep(course);
    append(made_.back().second, tube);
    tubes_.push_back(tube);
    places_.add(plan.structure, tubes_.back());
    courses_.push_back(std::move(course));
    ids_.push_back(plan.structure);
  }

  Status lay_sheets() {
    const auto rows = read_table(folder_ / "sheets.csv", kSheetHeader);
    if (!rows) {
      return tl::unexpected(rows.error());
    }
    for (std::size_t first = 0; first < rows->size();) {
      std::size_t end = first;
      while (end < rows->size() && (*rows)[end].cells[0] == (*rows)[first].cells[0]) {
        ++end;
      }
      auto mesh = lay_sheet(std::span(*rows).subspan(first, end - first));
      if (!mesh) {
        return tl::unexpected(mesh.error());
      }
      const std::string& id = (*rows)[first].cells[0];
      tubes_.push_back(*mesh);
      places_.add(id, tubes_.back());
      made_.emplace_back(id, std::move(*mesh));
      files_[id] = "sheets.csv";
      first = end;
    }
    return {};
  }

  Result<geometry::Mesh> lay_sheet(std::span<const TableRow> rows) {
    const anatomy::Structure* entry = leg_.catalogue->find(rows[0].cells[0]);
    if (entry == nullptr) {
      return fail(fmt::format("the catalogue does not know '{}'", rows[0].cells[0]), rows[0].where);
    }
    const auto thickness = number_of(rows[0].cells[3], rows[0].where, "thickness_mm");
    if (!thickness || *thickness < 0.3 || *thickness > 5.0) {
      return thickness ? fail("a sheet is 0.3 to 5 mm thick", rows[0].where) : tl::unexpected(thickness.error());
    }
    auto grid = sheet_grid(rows, places_, *leg_.catalogue, *thickness);
    if (!grid) {
      return tl::unexpected(grid.error());
    }
    constexpr double kGapMm = 0.15;
    std::vector<Obstacle> in_the_way = obstacles(*entry);
    std::erase_if(in_the_way, [&](const Obstacle& o) { return o.around || o.part->id == entry->id; });
    for (Obstacle& obstacle : in_the_way) {
      obstacle.yields_mm = {};  // the grooves have been pressed
    }
    const geometry::Mesh before = thicken(*grid, *thickness);
    clear_sheet(*grid, in_the_way, *thickness, kGapMm,
                entry->kind == anatomy::Kind::ligament || entry->kind == anatomy::Kind::retinaculum ||
                    entry->kind == anatomy::Kind::membrane);
    geometry::Mesh mesh = thicken(*grid, *thickness);
    untangle(mesh, before.positions);
    return mesh;
  }

  std::vector<Obstacle> obstacles(const anatomy::Structure& entry) const {
    std::vector<Obstacle> result;
    for (const Part& part : places_.parts()) {
      const anatomy::Structure* other = leg_.catalogue->find(part.id);
      if (other == nullptr || other->kind == anatomy::Kind::fascia ||
          (part.id != entry.id && may_share(*leg_.catalogue, entry, part.id))) {
        continue;
      }
      Obstacle obstacle{&part, other->kind == anatomy::Kind::skin, {}};
      if (const auto groove = grooves_.find(part.id); groove != grooves_.end()) {
        obstacle.yields_mm = [this, &list = groove->second](const glm::dvec3& point) {
          return groove_depth(list, places_.level_of(point.y));
        };
      }
      result.push_back(std::move(obstacle));
    }
    return result;
  }

  void press_grooves() {
    constexpr double kGapMm = 0.5;
    for (const auto& [id, list] : grooves_) {
      std::vector<Course> pressing;
      for (std::size_t i = 0; i < courses_.size(); ++i) {
        if (!may_share(*leg_.catalogue, *leg_.catalogue->find(ids_[i]), id)) {
          pressing.push_back(courses_[i]);
        }
      }
      press_groove(structure(id)->mesh, pressing, kGapMm,
                   [&](const glm::dvec3& point) { return groove_depth(list, places_.level_of(point.y)); });
      places_.refresh(id);
    }
  }

  // Where a course found no room, the tube's wall gives way as a vessel's would: what still lies deeper than a little
  // in a neighbour is moved to that depth.
  void flatten_tubes() {
    constexpr double kAllowedMm = 0.35;
    constexpr double kReachMm = 4.0;
    constexpr int kPasses = 3;  // out of one neighbour may be into the next
    for (auto& [id, mesh] : made_) {
      if (files_[id] != "paths.csv") {
        continue;
      }
      const std::vector<glm::vec3> before = mesh.positions;
      std::vector<Obstacle> in_the_way = obstacles(*leg_.catalogue->find(id));
      std::erase_if(in_the_way, [&id = id](const Obstacle& o) { return o.around || o.part->id == id; });
      for (int pass = 0; pass < kPasses; ++pass) {
        for (glm::vec3& position : mesh.positions) {
          for (const Obstacle& obstacle : in_the_way) {
            const auto clear = clearance(*obstacle.part, position, kReachMm);
            if (clear && clear->distance_mm < -kAllowedMm) {
              position += glm::vec3(clear->out * (-kAllowedMm - clear->distance_mm));
            }
          }
        }
      }
      untangle(mesh, before);
    }
  }

  Leg& leg_;
  fs::path folder_;
  Places places_;
  Grooves grooves_;
  std::vector<std::pair<std::string, geometry::Mesh>> made_;
  std::map<std::string, std::string> files_;  // which table a structure comes from
  std::deque<geometry::Mesh> tubes_;
  std::vector<Course> courses_;
  std::vector<std::string> ids_;
};

}  // namespace

Status open_notches(Leg& leg, const fs::path& folder) {
  const auto rows = read_table(folder / "notches.csv", kNotchHeader);
  if (!rows) {
    return tl::unexpected(rows.error());
  }
  Places places(leg);
  for (const TableRow& row : *rows) {
    const auto muscle = std::find_if(leg.structures.begin(), leg.structures.end(),
                                     [&](const LegStructure& s) { return s.id == row.cells[0]; });
    if (muscle == leg.structures.end()) {
      return fail(fmt::format("the leg has no structure '{}' to open a notch in", row.cells[0]), row.where);
    }
    const auto place = places.find_place(row.cells[1], row.cells[2], row.where);
    if (!place) {
      return tl::unexpected(place.error());
    }
    std::array<double, 5> numbers{};
    constexpr std::array<std::string_view, 5> kNames{"forward_mm", "lateral_mm", "half_width_mm", "floor_level",
                                                     "reach_mm"};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto number = number_of(row.cells[i + 3], row.where, kNames[i]);
      if (!number) {
        return tl::unexpected(number.error());
      }
      numbers[i] = *number;
    }
    if (numbers[2] <= 0.0 || numbers[4] <= 0.0) {
      return fail("a notch has a width and a reach", row.where);
    }
    lower_edge(muscle->mesh, {*place + glm::dvec3(numbers[0], 0.0, numbers[1]), numbers[2],
                              places.height_of(numbers[3]), numbers[4]});
    places.refresh(row.cells[0]);
  }
  return {};
}

Status add_modelled(Leg& leg, const fs::path& folder) { return Modeller(leg, folder).run(); }

}  // namespace crus::atlas
