#include "leg/calf_marks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"

namespace crus {
namespace {

double length_of(const std::vector<glm::dvec3>& points) {
  double length = 0.0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    length += glm::distance(points[i - 1], points[i]);
  }
  return length;
}

// The widest extent over all directions.
double width_of(const std::vector<glm::dvec2>& points) {
  double width = 0.0;
  constexpr int kDirections = 36;
  for (int i = 0; i < kDirections; ++i) {
    const double angle = std::numbers::pi * i / kDirections;
    const glm::dvec2 direction(std::cos(angle), std::sin(angle));
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const glm::dvec2& p : points) {
      low = std::min(low, glm::dot(p, direction));
      high = std::max(high, glm::dot(p, direction));
    }
    width = std::max(width, high - low);
  }
  return width;
}

}  // namespace

std::optional<std::size_t> structure_index(const Leg& leg, std::string_view id) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    if (leg.structures[i].id == id && !leg.structures[i].mesh.empty()) {
      return i;
    }
  }
  return std::nullopt;
}

glm::dvec3 Band::centroid(const std::vector<glm::vec3>& positions) const {
  glm::dvec3 sum(0.0);
  for (const SurfaceMark& mark : marks) {
    sum += mark.at(positions);
  }
  return sum / static_cast<double>(marks.size());
}

LevelSection level_section(const geometry::Mesh& mesh, const std::vector<glm::vec3>& positions, double y) {
  LevelSection section;
  std::vector<glm::dvec2> points;
  double sum_length = 0.0;
  for (const glm::uvec3& t : mesh.triangles) {
    std::array<glm::dvec2, 2> cut{};
    int count = 0;
    bool from_above = false;
    for (glm::length_t k = 0; k < 3; ++k) {
      const glm::dvec3 a(positions[t[k]]);
      const glm::dvec3 b(positions[t[(k + 1) % 3]]);
      if ((a.y > y) != (b.y > y) && count < 2) {
        const double f = (y - a.y) / (b.y - a.y);
        cut.at(static_cast<std::size_t>(count)) = {a.x + f * (b.x - a.x), a.z + f * (b.z - a.z)};
        from_above = count == 0 ? a.y > y : from_above;
        ++count;
      }
    }
    if (count == 2) {
      const auto [p, q] = from_above ? std::pair(cut[0], cut[1]) : std::pair(cut[1], cut[0]);
      section.area_mm2 += 0.5 * (p.x * q.y - p.y * q.x);
      const double length = glm::distance(p, q);
      section.middle += 0.5 * length * (p + q);
      sum_length += length;
      points.push_back(p);
      points.push_back(q);
    }
  }
  section.area_mm2 = std::abs(section.area_mm2);
  if (sum_length > 0.0) {
    section.middle /= sum_length;
    section.width_mm = width_of(points);
  }
  return section;
}

double arm_of_line_mm(const glm::dvec3& low, const glm::dvec3& high, const glm::dvec3& axis_point,
                      const glm::dvec3& axis_direction) {
  return -glm::dot(glm::cross(low - axis_point, glm::normalize(high - low)), axis_direction);
}

std::vector<glm::dvec3> FreeTendon::centroids(const std::vector<glm::vec3>& positions) const {
  std::vector<glm::dvec3> points;
  for (const Band& band : bands) {
    points.push_back(band.centroid(positions));
  }
  return points;
}

std::optional<FreeTendon> FreeTendon::find(const Leg& leg, const Rig& rig) {
  const auto index = structure_index(leg, kCalcanealTendon);
  const TendonPath* path = rig.path(kCalcanealTendon);
  if (!index || path == nullptr) {
    return std::nullopt;
  }
  FreeTendon tendon;
  tendon.structure = *index;
  const geometry::Mesh& mesh = leg.structures[*index].mesh;
  const glm::dvec2 span = rig.taut_span_mm();
  constexpr double kBandMm = 8.0;
  std::vector<Band> all(static_cast<std::size_t>(path->length_mm() / kBandMm) + 1);
  constexpr std::size_t kMarks = 8000;
  for (const SurfaceMark& mark : spread_marks(mesh, kMarks)) {
    const double s = path->project(mark.at(mesh.positions)) - span.x;
    constexpr double kEdgeMm = 5.0;
    if (s < 0.0 && s > -kEdgeMm) {
      tendon.foot.marks.push_back(mark);
    }
    if (s >= 0.0) {
      all[std::min(all.size() - 1, static_cast<std::size_t>(s / kBandMm))].marks.push_back(mark);
    }
  }
  // A band that the slanting upper edge of the sheet cuts short has its middle beside the line of pull.
  constexpr std::size_t kLeastMarks = 12;
  constexpr double kOfBroadest = 0.5;
  std::size_t broadest = 0;
  for (Band& band : all) {
    const std::size_t marks = band.marks.size();
    broadest = std::max(broadest, marks);
    if (marks < kLeastMarks || static_cast<double>(marks) < kOfBroadest * static_cast<double>(broadest)) {
      break;
    }
    tendon.bands.push_back(std::move(band));
  }
  constexpr std::size_t kLeastBands = 3;
  if (tendon.bands.size() < kLeastBands || tendon.foot.marks.empty()) {
    return std::nullopt;
  }
  tendon.held = path->point(span.y);
  tendon.below_mm = span.x;
  tendon.rest_mm = length_of(tendon.centroids(mesh.positions));
  return tendon;
}

// From the superficial face deep and up at the catalogue's pennation, until it meets the deep face.
std::optional<SoleusFibre> SoleusFibre::find(const Leg& leg, const Rig& rig) {
  const auto index = structure_index(leg, "soleus");
  const anatomy::Structure* entry = index ? leg.entry(leg.structures[*index]) : nullptr;
  if (entry == nullptr || !entry->architecture) {
    return std::nullopt;
  }
  SoleusFibre fibre;
  fibre.structure = *index;
  const geometry::Mesh& mesh = leg.structures[*index].mesh;
  if (const TendonPath* path = rig.path(kCalcanealTendon)) {
    fibre.line = path->tangent(path->length_mm());
  }
  const geometry::SurfaceTree tree(mesh);
  const glm::dvec3 back = glm::normalize(glm::dvec3(-1.0, 0.0, 0.0) + fibre.line.x * fibre.line);
  const auto mark_of = [&](const geometry::SurfaceTree::Hit& hit) {
    return SurfaceMark{mesh.triangles[hit.triangle], glm::dvec3(hit.barycentric)};
  };
  const double pennation = radians(entry->architecture->pennation_deg);
  const glm::dvec3 along = std::cos(pennation) * fibre.line - std::sin(pennation) * back;
  const geometry::Box box = geometry::bounds(mesh);
  double best = std::numeric_limits<double>::infinity();
  // Of the fibres along the middle half of the belly the one nearest to the published length.
  constexpr int kSites = 24;
  for (int i = 0; i <= kSites; ++i) {
    const double y = glm::mix(static_cast<double>(box.min.y), static_cast<double>(box.max.y), 0.25 + 0.5 * i / kSites);
    const LevelSection section = level_section(mesh, mesh.positions, y);
    const glm::vec3 middle(section.middle.x, y, section.middle.y);
    const auto superficial = tree.first_hit(middle, glm::vec3(back));
    if (!superficial) {
      continue;
    }
    constexpr float kInside = 0.2F;
    const auto deep = tree.first_hit(superficial->point + kInside * glm::vec3(along), glm::vec3(along));
    if (!deep) {
      continue;
    }
    const double off = std::abs(static_cast<double>(glm::distance(deep->point, superficial->point)) -
                                entry->architecture->fibre_length_mm);
    if (off < best) {
      best = off;
      fibre.deep = mark_of(*deep);
      fibre.superficial = mark_of(*superficial);
    }
  }
  return std::isfinite(best) ? std::optional(fibre) : std::nullopt;
}

double SoleusFibre::length_mm(const std::vector<glm::vec3>& positions) const {
  return glm::distance(deep.at(positions), superficial.at(positions));
}

double SoleusFibre::pennation_deg(const std::vector<glm::vec3>& positions, const glm::dvec3& turned) const {
  const glm::dvec3 run = deep.at(positions) - superficial.at(positions);
  return degrees(std::acos(std::clamp(glm::dot(run, turned) / glm::length(run), -1.0, 1.0)));
}

}  // namespace crus
