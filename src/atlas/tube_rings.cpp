#include "atlas/tube_rings.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <Eigen/Sparse>
#include <Eigen/SparseCholesky>

#include "geometry/loft.hpp"
#include "geometry/measure.hpp"

namespace crus::atlas {
namespace {

// Levels at which curves are taken; they crowd towards the poles, where the function is steep.
constexpr std::size_t kLevels = 600;
constexpr std::size_t kLevelSamples = 40000;
// Starts tried per point when a loop is matched to the one before it.
constexpr std::size_t kStartsPerPoint = 8;
// The centre line: its least step, how often it is smoothed, over how many steps its direction is taken.
constexpr double kCentreStep_mm = 1.0;
constexpr int kSmoothingPasses = 30;
constexpr std::size_t kReachOfTangent = 3;
// Shares of a level curve's length: how far from a pole it is replaced by a plane contour, how far that one's middle
// may lie from the centre line, how short it may be.
constexpr double kCapShare = 0.2;
constexpr double kNearShare = 0.25;
constexpr double kLeastShare = 0.4;

double length_of(const std::vector<glm::dvec3>& loop) {
  double sum = 0.0;
  for (std::size_t i = 0; i < loop.size(); ++i) {
    sum += glm::length(loop[(i + 1) % loop.size()] - loop[i]);
  }
  return sum;
}

double cotangent(const glm::dvec3& at, const glm::dvec3& a, const glm::dvec3& b) {
  const double area = glm::length(glm::cross(a - at, b - at));
  return glm::dot(a - at, b - at) / std::max(area, 1e-12);
}

// Harmonic between 0 at vertex `low` and 1 at vertex `high`, by the cotangent Laplacian (Pinkall and Polthier 1993).
// Weights are kept positive: then no vertex between can be an extremum, whatever the triangles look like.
std::vector<double> harmonic(const geometry::Mesh& mesh, std::size_t low, std::size_t high) {
  const auto n = static_cast<Eigen::Index>(mesh.positions.size());
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd right = Eigen::VectorXd::Zero(n);
  right[static_cast<Eigen::Index>(high)] = 1.0;
  const auto fixed = [&](std::uint32_t v) { return v == low || v == high; };
  const auto add = [&](std::uint32_t row, std::uint32_t column, double weight) {
    if (fixed(row)) {
      return;
    }
    entries.emplace_back(row, row, weight);
    if (!fixed(column)) {
      entries.emplace_back(row, column, -weight);
    } else if (column == high) {
      right[static_cast<Eigen::Index>(row)] += weight;
    }
  };
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t a = t[k];
      const std::uint32_t b = t[(k + 1) % 3];
      const double weight = std::max(0.02, cotangent(glm::dvec3(mesh.positions[t[(k + 2) % 3]]),
                                                     glm::dvec3(mesh.positions[a]), glm::dvec3(mesh.positions[b])));
      add(a, b, weight);
      add(b, a, weight);
    }
  }
  entries.emplace_back(low, low, 1.0);
  entries.emplace_back(high, high, 1.0);
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver(matrix);
  if (solver.info() != Eigen::Success) {
    return {};
  }
  const Eigen::VectorXd solved = solver.solve(right);
  return {solved.data(), solved.data() + n};
}

// The function's value at even shares of the surface, crowding at both ends.
std::vector<double> levels_of(const geometry::Mesh& mesh, const std::vector<double>& values) {
  std::vector<double> sampled;
  for (const geometry::Sample& sample : geometry::sample_surface(mesh, kLevelSamples)) {
    const glm::uvec3& t = mesh.triangles[sample.triangle];
    const glm::dvec3 a(mesh.positions[t.x]);
    const glm::dvec3 ab = glm::dvec3(mesh.positions[t.y]) - a;
    const glm::dvec3 ac = glm::dvec3(mesh.positions[t.z]) - a;
    const glm::dvec3 n = glm::cross(ab, ac);
    const double square = std::max(glm::dot(n, n), 1e-18);
    const double v = glm::dot(glm::cross(sample.point - a, ac), n) / square;
    const double w = glm::dot(glm::cross(ab, sample.point - a), n) / square;
    sampled.push_back((1.0 - v - w) * values[t.x] + v * values[t.y] + w * values[t.z]);
  }
  std::sort(sampled.begin(), sampled.end());
  std::vector<double> levels;
  for (std::size_t i = 1; i < kLevels; ++i) {
    // Area grows with the square of the distance from a pole.
    const double x = static_cast<double>(i) / kLevels;
    const double share = x < 0.5 ? 2.0 * x * x : 1.0 - 2.0 * (1.0 - x) * (1.0 - x);
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sampled.size() - 1));
    if (levels.empty() || sampled[at] > levels.back()) {
      levels.push_back(sampled[at]);
    }
  }
  return levels;
}

// From the points of one loop to the next loop. (Area between loops over their length would say the same, but is coarse
// near the poles.)
double mean_distance(const std::vector<glm::dvec3>& from, const std::vector<glm::dvec3>& to) {
  double sum = 0.0;
  for (const glm::dvec3& p : from) {
    double best = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < to.size(); ++i) {
      const glm::dvec3& a = to[i];
      const glm::dvec3 ab = to[(i + 1) % to.size()] - a;
      const double t = std::clamp(glm::dot(p - a, ab) / std::max(glm::dot(ab, ab), 1e-18), 0.0, 1.0);
      best = std::min(best, glm::length(p - a - t * ab));
    }
    sum += best;
  }
  return sum / static_cast<double>(from.size());
}

std::vector<glm::dvec3> even_points(const std::vector<glm::dvec3>& loop, std::size_t count, double phase) {
  const double total = length_of(loop);
  std::vector<glm::dvec3> points;
  points.reserve(count);
  std::size_t at = 0;
  double before = 0.0;
  double step = glm::length(loop[1 % loop.size()] - loop[0]);
  for (std::size_t i = 0; i < count; ++i) {
    const double wanted = total * (static_cast<double>(i) + phase) / static_cast<double>(count);
    while (before + step < wanted && at + 1 < loop.size()) {
      before += step;
      ++at;
      step = glm::length(loop[(at + 1) % loop.size()] - loop[at]);
    }
    const double f = std::clamp((wanted - before) / std::max(step, 1e-12), 0.0, 1.0);
    points.push_back(loop[at] + f * (loop[(at + 1) % loop.size()] - loop[at]));
  }
  return points;
}

glm::dvec3 mean_of(const std::vector<glm::dvec3>& points) {
  glm::dvec3 sum(0.0);
  for (const glm::dvec3& p : points) {
    sum += p;
  }
  return sum / static_cast<double>(points.size());
}

// A point of the centre line and the level curve it came from.
struct CentrePoint {
  glm::dvec3 position;
  double along_mm;
  std::size_t loop;
};

// Through the middles of the loops, smoothed.
std::vector<CentrePoint> centre_line(const RingRow& row) {
  std::vector<glm::dvec3> middles;
  std::vector<std::size_t> loops;
  for (std::size_t i = 0; i < row.loops.size(); ++i) {
    const glm::dvec3 middle = mean_of(even_points(row.loops[i], 64, 0.0));
    const double step = middles.empty() ? 0.0 : glm::length(middle - middles.back());
    if (middles.empty() || step >= kCentreStep_mm) {
      middles.push_back(middle);
      loops.push_back(i);
    }
  }
  for (int pass = 0; pass < kSmoothingPasses; ++pass) {
    const std::vector<glm::dvec3> from = middles;
    for (std::size_t i = 1; i + 1 < middles.size(); ++i) {
      middles[i] = 0.5 * from[i] + 0.25 * (from[i - 1] + from[i + 1]);
    }
  }
  std::vector<CentrePoint> line{{row.start, 0.0, 0}};
  for (std::size_t i = 0; i < middles.size(); ++i) {
    line.push_back({middles[i], line.back().along_mm + glm::length(middles[i] - line.back().position), loops[i]});
  }
  line.push_back({row.end, line.back().along_mm + glm::length(row.end - line.back().position), row.loops.size() - 1});
  return line;
}

struct Centred {
  std::vector<glm::dvec3> points;

  explicit Centred(std::vector<glm::dvec3> given) : points(std::move(given)) {
    glm::dvec3 mean(0.0);
    for (const glm::dvec3& p : points) {
      mean += p / static_cast<double>(points.size());
    }
    double square = 0.0;
    for (glm::dvec3& p : points) {
      p -= mean;
      square += glm::dot(p, p) / static_cast<double>(points.size());
    }
    const double scale = 1.0 / std::sqrt(std::max(square, 1e-18));
    for (glm::dvec3& p : points) {
      p *= scale;
    }
  }
};

}  // namespace

std::vector<glm::dvec3> matched_points(const std::vector<glm::dvec3>& loop, std::size_t count,
                                       const std::vector<glm::dvec3>& previous) {
  if (previous.size() != count) {
    return even_points(loop, count, 0.0);
  }
  const Centred target(previous);
  // All starts at once: a finer even row, of which every kStartsPerPoint-th point is one candidate.
  const std::vector<glm::dvec3> fine = even_points(loop, count * kStartsPerPoint, 0.0);
  const Centred shape(fine);
  std::size_t best_start = 0;
  double best = std::numeric_limits<double>::max();
  for (std::size_t start = 0; start < fine.size(); ++start) {
    double sum = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
      const glm::dvec3 d = shape.points[(start + k * kStartsPerPoint) % fine.size()] - target.points[k];
      sum += glm::dot(d, d);
    }
    if (sum < best) {
      best = sum;
      best_start = start;
    }
  }
  std::vector<glm::dvec3> points;
  for (std::size_t k = 0; k < count; ++k) {
    points.push_back(fine[(best_start + k * kStartsPerPoint) % fine.size()]);
  }
  return points;
}

Poles outermost(const geometry::Mesh& mesh, const glm::dvec3& axis) {
  if (mesh.triangles.empty()) {
    return {};
  }
  Poles poles{mesh.triangles[0].x, mesh.triangles[0].x};
  const auto along = [&](std::size_t v) { return glm::dot(glm::dvec3(mesh.positions[v]), axis); };
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      poles.start = along(t[k]) < along(poles.start) ? t[k] : poles.start;
      poles.end = along(t[k]) > along(poles.end) ? t[k] : poles.end;
    }
  }
  return poles;
}

Poles farthest_apart(const geometry::Mesh& mesh) {
  if (mesh.triangles.empty()) {
    return {};
  }
  std::vector<std::vector<std::uint32_t>> neighbours(mesh.positions.size());
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      neighbours[t[k]].push_back(t[(k + 1) % 3]);
      neighbours[t[(k + 1) % 3]].push_back(t[k]);
    }
  }
  const auto farthest_from = [&](std::size_t start) {
    std::vector<double> distance(mesh.positions.size(), std::numeric_limits<double>::max());
    std::set<std::pair<double, std::size_t>> open{{0.0, start}};
    distance[start] = 0.0;
    std::size_t last = start;
    while (!open.empty()) {
      last = open.begin()->second;
      open.erase(open.begin());
      for (const std::uint32_t next : neighbours[last]) {
        const double reached =
            distance[last] + glm::length(glm::dvec3(mesh.positions[next]) - glm::dvec3(mesh.positions[last]));
        if (reached < distance[next]) {
          open.erase({distance[next], next});
          distance[next] = reached;
          open.emplace(reached, next);
        }
      }
    }
    return last;
  };
  const std::size_t one = farthest_from(mesh.triangles[0].x);
  const std::size_t other = farthest_from(one);
  return mesh.positions[one].y > mesh.positions[other].y ? Poles{one, other} : Poles{other, one};
}

std::size_t nearest_vertex(const geometry::Mesh& mesh, const glm::dvec3& point) {
  std::size_t best = 0;
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    if (glm::length(glm::dvec3(mesh.positions[v]) - point) < glm::length(glm::dvec3(mesh.positions[best]) - point)) {
      best = v;
    }
  }
  return best;
}

Result<RingRow> ring_row(const geometry::Mesh& mesh, const Poles& poles) {
  if (mesh.triangles.empty()) {
    return fail("there is no surface to measure");
  }
  const std::size_t low = poles.start;
  const std::size_t high = poles.end;
  const std::vector<double> values = harmonic(mesh, low, high);
  if (values.empty() || low == high) {
    return fail("the surface cannot be measured as a tube", {}, "is it one closed piece?");
  }
  RingRow row;
  row.start = glm::dvec3(mesh.positions[low]);
  row.end = glm::dvec3(mesh.positions[high]);
  std::vector<glm::dvec3> before{row.start};
  for (const double level : levels_of(mesh, values)) {
    std::vector<std::vector<glm::dvec3>> loops = geometry::level_curves(mesh, values, level);
    if (loops.empty()) {
      continue;
    }
    std::vector<glm::dvec3> even = even_points(loops[0], 64, 0.0);
    const double step = 0.5 * (mean_distance(even, before) +
                               (before.size() > 1 ? mean_distance(before, even) : mean_distance(even, before)));
    row.length_mm += step;
    row.travelled_mm.push_back(row.length_mm);
    row.loops.push_back(std::move(loops[0]));
    before = std::move(even);
  }
  if (row.loops.size() < 8) {
    return fail("the surface has no closed contours along its length", {}, "is it one closed piece?");
  }
  row.length_mm += mean_distance(before, {row.end});
  return row;
}

RingRow squared(const geometry::Mesh& mesh, const RingRow& row) {
  const std::vector<CentrePoint> line = centre_line(row);
  RingRow result;
  result.start = row.start;
  result.end = row.end;
  result.length_mm = line.back().along_mm;
  for (std::size_t i = kReachOfTangent; i + kReachOfTangent < line.size(); ++i) {
    const CentrePoint& here = line[i];
    const std::vector<glm::dvec3>& level = row.loops[here.loop];
    const double girth = length_of(level);
    const double to_pole = std::min(here.along_mm, result.length_mm - here.along_mm);
    std::vector<glm::dvec3> chosen = level;
    if (to_pole > kCapShare * girth) {
      const glm::dvec3 tangent =
          glm::normalize(line[i + kReachOfTangent].position - line[i - kReachOfTangent].position);
      double nearest = kNearShare * girth;
      for (std::vector<glm::dvec3>& loop : geometry::cut(mesh, here.position, tangent)) {
        const double length = length_of(loop);
        const double away = glm::length(mean_of(even_points(loop, 64, 0.0)) - here.position);
        if (away < nearest && length > kLeastShare * girth && length < 1.3 * girth) {
          nearest = away;
          chosen = std::move(loop);
        }
      }
    }
    result.loops.push_back(std::move(chosen));
    result.travelled_mm.push_back(here.along_mm);
  }
  return result;
}

}  // namespace crus::atlas
