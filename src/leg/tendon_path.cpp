#include "leg/tendon_path.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "leg/course.hpp"
#include "leg/surface_mark.hpp"

namespace crus {
namespace {

constexpr double kBandMm = 6.0;
constexpr double kAlreadyThereMm = 1e-3;  // a place this near to a point of the path is that point

void smooth(std::vector<glm::dvec3>& points) {
  std::vector<glm::dvec3> before = points;
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    points[i] = 0.25 * before[i - 1] + 0.5 * before[i] + 0.25 * before[i + 1];
  }
}

}  // namespace

TendonPath TendonPath::along(const geometry::Mesh& mesh, const std::vector<char>& insertion) {
  const std::vector<double> distance = distance_from_mm(mesh, faces_of(mesh), insertion);
  std::vector<glm::dvec4> bands;
  constexpr std::size_t kMarks = 6000;
  for (const SurfaceMark& mark : spread_marks(mesh, kMarks)) {
    const auto band = static_cast<std::size_t>(std::max(0.0, mark.of(distance)) / kBandMm);
    bands.resize(std::max(bands.size(), band + 1), glm::dvec4(0.0));
    bands[band] += glm::dvec4(mark.at(mesh.positions), 1.0);
  }
  TendonPath path;
  for (const glm::dvec4& band : bands) {
    if (band.w > 0.0) {
      path.points_.emplace_back(glm::dvec3(band) / band.w);
    }
  }
  while (path.points_.size() < 2) {
    path.points_.push_back(path.points_.empty() ? glm::dvec3(0.0) : path.points_.back() + glm::dvec3(0.0, 1.0, 0.0));
  }
  constexpr int kPasses = 4;
  for (int pass = 0; pass < kPasses; ++pass) {
    smooth(path.points_);
  }
  path.measure();
  return path;
}

void TendonPath::straighten_from(double s_mm, double from_mm, double length_mm) {
  const glm::dvec3 start = point(s_mm);
  const glm::dvec3 direction = glm::normalize(start - point(from_mm));
  std::size_t kept = 0;
  while (kept < points_.size() && lengths_[kept] < s_mm - kAlreadyThereMm) {
    ++kept;
  }
  points_.resize(kept);
  const int steps = std::max(1, static_cast<int>(length_mm / (2.0 * kBandMm)));
  for (int i = 0; i <= steps; ++i) {
    points_.push_back(start + direction * (length_mm * i / steps));
  }
  measure();
}

void TendonPath::add_point(double s_mm) {
  const auto [i, t] = segment(s_mm);
  constexpr double kSharesThere = 1e-3;
  if (t > kSharesThere && t < 1.0 - kSharesThere) {
    points_.insert(points_.begin() + static_cast<std::ptrdiff_t>(i) + 1, point(s_mm));
    measure();
  }
}

void TendonPath::measure() {
  lengths_.assign(points_.size(), 0.0);
  directions_.clear();
  for (std::size_t i = 1; i < points_.size(); ++i) {
    lengths_[i] = lengths_[i - 1] + std::max(glm::distance(points_[i - 1], points_[i]), 1e-6);
    directions_.push_back(glm::normalize(points_[i] - points_[i - 1]));
  }
}

std::pair<std::size_t, double> TendonPath::segment(double s_mm) const {
  const auto after = std::upper_bound(lengths_.begin(), lengths_.end(), s_mm);
  const auto i = std::clamp<std::ptrdiff_t>(after - lengths_.begin(), 1, std::ssize(lengths_) - 1) - 1;
  const auto start = static_cast<std::size_t>(i);
  return {start, (s_mm - lengths_[start]) / (lengths_[start + 1] - lengths_[start])};
}

glm::dvec3 TendonPath::point(double s_mm) const {
  const auto [i, t] = segment(s_mm);
  return points_[i] + t * (points_[i + 1] - points_[i]);
}

glm::dvec3 TendonPath::tangent(double s_mm) const {
  // Between the middles of neighbouring segments, so that it turns smoothly.
  const auto [i, t] = segment(s_mm);
  const double u = std::clamp(t, 0.0, 1.0);
  const std::size_t other = u < 0.5 ? (i > 0 ? i - 1 : i) : std::min(i + 1, points_.size() - 2);
  return glm::normalize(glm::mix(directions_[i], directions_[other], std::abs(u - 0.5)));
}

double TendonPath::project(const glm::dvec3& point) const {
  double best = std::numeric_limits<double>::infinity();
  double at = 0.0;
  for (std::size_t i = 0; i + 1 < points_.size(); ++i) {
    const glm::dvec3 along = points_[i + 1] - points_[i];
    const double t = glm::clamp(glm::dot(point - points_[i], along) / glm::dot(along, along), 0.0, 1.0);
    if (const double d = glm::distance(point, points_[i] + t * along); d < best) {
      best = d;
      at = lengths_[i] + t * (lengths_[i + 1] - lengths_[i]);
    }
  }
  return at;
}

std::vector<double> slip_mm(const std::vector<double>& rest_lengths, const std::vector<double>& posed_lengths,
                            const std::vector<double>& kept_lengths) {
  std::vector<double> slip(rest_lengths.size(), 0.0);
  std::size_t j = 0;
  for (std::size_t i = 0; i < rest_lengths.size(); ++i) {
    while (j + 2 < posed_lengths.size() && posed_lengths[j + 1] < kept_lengths[i]) {
      ++j;
    }
    const double t = (kept_lengths[i] - posed_lengths[j]) / (posed_lengths[j + 1] - posed_lengths[j]);
    slip[i] = rest_lengths[j] + t * (rest_lengths[j + 1] - rest_lengths[j]) - rest_lengths[i];
  }
  return slip;
}

}  // namespace crus
