#include "leg/fibre_lines.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "geometry/closest.hpp"
#include "leg/detail.hpp"

namespace crus {
namespace {

constexpr double kStepMm = 2.0;
constexpr std::size_t kSeeds = 6000;

// Points already drawn, by cells as wide as what is asked for.
class Neighbours {
 public:
  explicit Neighbours(double reach_mm) : reach_(reach_mm) {}

  void add(const glm::dvec3& p) { cells_[key(cell(p))].push_back(p); }

  [[nodiscard]] bool any_within(const glm::dvec3& p, double distance_mm) const {
    const glm::ivec3 middle = cell(p);
    for (int x = -1; x <= 1; ++x) {
      for (int y = -1; y <= 1; ++y) {
        for (int z = -1; z <= 1; ++z) {
          const auto found = cells_.find(key(middle + glm::ivec3(x, y, z)));
          if (found != cells_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                   [&](const auto& q) { return glm::distance(p, q) < distance_mm; })) {
            return true;
          }
        }
      }
    }
    return false;
  }

 private:
  [[nodiscard]] glm::ivec3 cell(const glm::dvec3& p) const { return {glm::floor(p / reach_)}; }
  static std::uint64_t key(const glm::ivec3& c) {
    constexpr std::uint64_t kMask = (1U << 21U) - 1U;
    const auto part = [](int v) { return static_cast<std::uint64_t>(static_cast<std::int64_t>(v)) & kMask; };
    return (part(c.x) << 42U) | (part(c.y) << 21U) | part(c.z);
  }
  double reach_;
  std::unordered_map<std::uint64_t, std::vector<glm::dvec3>> cells_;
};

class Tracer {
 public:
  Tracer(const LegStructure& muscle, double spacing_mm)
      : muscle_(muscle), tree_(muscle.mesh), drawn_(spacing_mm), spacing_(spacing_mm) {
    for (const VertexField& field : muscle.fields) {
      if (field.id == kTendonFieldId) {
        tendon_ = &field.values;
      }
    }
  }

  // Through the seed, half the length either way; empty where it would crowd others or be a mere stub.
  [[nodiscard]] std::vector<SurfaceMark> through(const SurfaceMark& seed, double length_mm) {
    const glm::dvec3 place = seed.at(muscle_.mesh.positions);
    if (!flesh(seed) || drawn_.any_within(place, spacing_)) {
      return {};
    }
    std::vector<SurfaceMark> line = half(seed, -1.0, 0.5 * length_mm);
    std::reverse(line.begin(), line.end());
    line.push_back(seed);
    const std::vector<SurfaceMark> up = half(seed, 1.0, 0.5 * length_mm);
    line.insert(line.end(), up.begin(), up.end());
    constexpr double kShortest = 0.4;
    if (static_cast<double>(line.size()) * kStepMm < kShortest * length_mm) {
      return {};
    }
    for (const SurfaceMark& mark : line) {
      drawn_.add(mark.at(muscle_.mesh.positions));
    }
    return line;
  }

 private:
  [[nodiscard]] bool flesh(const SurfaceMark& mark) const {
    constexpr double kMostTendon = 0.4;
    double tendon = 0.0;
    for (glm::length_t k = 0; tendon_ != nullptr && k < 3; ++k) {
      tendon += mark.weights[k] * static_cast<double>((*tendon_)[mark.corners[k]]);
    }
    return tendon < kMostTendon;
  }

  [[nodiscard]] glm::dvec3 normal_at(const SurfaceMark& mark) const {
    const auto& p = muscle_.mesh.positions;
    return glm::normalize(
        glm::dvec3(glm::cross(p[mark.corners.y] - p[mark.corners.x], p[mark.corners.z] - p[mark.corners.x])));
  }

  // Along the surface; empty where the fibres plunge into it.
  [[nodiscard]] std::optional<glm::dvec3> way_at(const SurfaceMark& mark) const {
    const glm::dvec3 way = mark.at(muscle_.fibre_directions);
    const glm::dvec3 normal = normal_at(mark);
    const glm::dvec3 along = way - glm::dot(way, normal) * normal;
    constexpr double kLeast = 0.3;
    const double length = glm::length(along);
    return length > kLeast ? std::optional(along / length) : std::nullopt;
  }

  [[nodiscard]] std::vector<SurfaceMark> half(SurfaceMark mark, double sign, double length_mm) const {
    std::vector<SurfaceMark> line;
    std::optional<glm::dvec3> before;
    for (double gone = kStepMm; gone <= length_mm; gone += kStepMm) {
      const auto way = way_at(mark);
      constexpr double kTurns = 0.7;
      if (!way || (before && glm::dot(*before, *way) < kTurns)) {
        break;
      }
      const glm::dvec3 place = mark.at(muscle_.mesh.positions);
      const auto hit = tree_.closest(glm::vec3(place + sign * kStepMm * *way), static_cast<float>(kStepMm));
      if (!hit) {
        break;
      }
      const SurfaceMark next{muscle_.mesh.triangles[hit->triangle], glm::dvec3(hit->barycentric)};
      const glm::dvec3 there = next.at(muscle_.mesh.positions);
      constexpr double kSameFace = 0.5;
      constexpr double kCrowded = 0.5;
      const bool moved = glm::distance(there, place) > 0.5 * kStepMm;
      if (!moved || !flesh(next) || glm::dot(normal_at(mark), normal_at(next)) < kSameFace ||
          drawn_.any_within(there, kCrowded * spacing_)) {
        break;
      }
      before = way;
      mark = next;
      line.push_back(mark);
    }
    return line;
  }

  const LegStructure& muscle_;
  geometry::SurfaceTree tree_;
  const std::vector<float>* tendon_ = nullptr;
  Neighbours drawn_;
  double spacing_;
};

}  // namespace

FibreLines FibreLines::on(const LegStructure& muscle, double fibre_length_mm, double spacing_mm) {
  FibreLines lines;
  if (muscle.fibre_directions.size() != muscle.mesh.positions.size() || muscle.mesh.empty()) {
    return lines;
  }
  Tracer tracer(muscle, spacing_mm);
  for (const SurfaceMark& seed : spread_marks(muscle.mesh, kSeeds)) {
    std::vector<SurfaceMark> line = tracer.through(seed, fibre_length_mm);
    if (!line.empty()) {
      lines.lines_.push_back(std::move(line));
    }
  }
  return lines;
}

std::vector<std::vector<glm::vec3>> FibreLines::at(const std::vector<glm::vec3>& positions) const {
  std::vector<std::vector<glm::vec3>> result;
  result.reserve(lines_.size());
  for (const std::vector<SurfaceMark>& line : lines_) {
    std::vector<glm::vec3>& points = result.emplace_back();
    points.reserve(line.size());
    for (const SurfaceMark& mark : line) {
      points.emplace_back(mark.at(positions));
    }
  }
  return result;
}

}  // namespace crus
