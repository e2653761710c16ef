#include "geometry/tube_surface.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

namespace crus::geometry {
namespace {

// Knot distances along a rail out over the end pole and back on the other side.
std::vector<double> rail_steps(const Tube& tube) {
  std::vector<double> out;
  std::vector<glm::dvec3> before(tube.stations.front().points.size(), tube.start_cap);
  for (std::size_t i = 0; i <= tube.stations.size(); ++i) {
    const std::vector<glm::dvec3> here =
        i < tube.stations.size() ? contour(tube.stations[i]) : std::vector<glm::dvec3>(before.size(), tube.end_cap);
    double sum = 0.0;
    for (std::size_t k = 0; k < here.size(); ++k) {
      sum += glm::length(here[k] - before[k]);
    }
    out.push_back(std::max(1e-6, sum / static_cast<double>(here.size())));
    before = here;
  }
  std::vector<double> both(out);
  both.insert(both.end(), out.rbegin(), out.rend());
  return both;
}

}  // namespace

std::vector<glm::dvec3> contour(const Station& station) {
  std::vector<glm::dvec3> points;
  points.reserve(station.points.size());
  for (const glm::dvec2& p : station.points) {
    points.push_back(station.origin + p.x * station.u + p.y * station.v);
  }
  return points;
}

CyclicSpline::CyclicSpline(std::vector<double> steps) : steps_(std::move(steps)) {
  const auto n = static_cast<Eigen::Index>(steps_.size());
  Eigen::MatrixXd left = Eigen::MatrixXd::Zero(n, n);
  Eigen::MatrixXd right = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::Index before = (i + n - 1) % n;
    const Eigen::Index after = (i + 1) % n;
    const double a = steps_[static_cast<std::size_t>(before)];
    const double b = steps_[static_cast<std::size_t>(i)];
    left(i, before) += a / 6.0;
    left(i, i) += (a + b) / 3.0;
    left(i, after) += b / 6.0;
    right(i, before) += 1.0 / a;
    right(i, i) -= 1.0 / a + 1.0 / b;
    right(i, after) += 1.0 / b;
  }
  const Eigen::MatrixXd solved = left.partialPivLu().solve(right);
  curvature_.resize(static_cast<std::size_t>(n * n));
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index k = 0; k < n; ++k) {
      curvature_[static_cast<std::size_t>(i * n + k)] = solved(i, k);
    }
  }
}

std::vector<double> CyclicSpline::weights(std::size_t segment, double fraction) const {
  const std::size_t n = steps_.size();
  const std::size_t next = (segment + 1) % n;
  const double b = fraction;
  const double a = 1.0 - fraction;
  const double scale = steps_[segment] * steps_[segment] / 6.0;
  const double bend_a = (a * a * a - a) * scale;
  const double bend_b = (b * b * b - b) * scale;
  std::vector<double> result(n);
  for (std::size_t k = 0; k < n; ++k) {
    result[k] = bend_a * curvature_[segment * n + k] + bend_b * curvature_[next * n + k];
  }
  result[segment] += a;
  result[next] += b;
  return result;
}

TubeSurface::TubeSurface(const Tube& tube)
    : stations_(tube.stations.size()),
      points_(tube.stations.front().points.size()),
      start_cap_(tube.start_cap),
      end_cap_(tube.end_cap),
      around_(std::vector<double>(points_, 1.0)),
      along_(rail_steps(tube)) {
  for (const Station& station : tube.stations) {
    const std::vector<glm::dvec3> here = contour(station);
    control_.insert(control_.end(), here.begin(), here.end());
    for (std::size_t k = 0; k < points_; ++k) {
      const std::vector<double> w = around_weights(static_cast<double>(k) / static_cast<double>(points_) + 0.5);
      glm::dvec3 sum(0.0);
      for (std::size_t j = 0; j < points_; ++j) {
        sum += w[j] * here[j];
      }
      opposite_.push_back(sum);
    }
  }
}

TubeSurface::Along TubeSurface::along_weights(double along) const {
  const double inside = std::clamp(along, 0.0, end());
  const std::size_t segment = std::min(static_cast<std::size_t>(inside), stations_);
  const std::vector<double> w = along_.weights(segment, inside - static_cast<double>(segment));
  Along result;
  result.start_cap = w[0];
  result.end_cap = w[stations_ + 1];
  result.front.resize(stations_);
  result.back.resize(stations_);
  for (std::size_t i = 0; i < stations_; ++i) {
    result.front[i] = w[i + 1];
    result.back[i] = w[2 * stations_ + 1 - i];
  }
  return result;
}

std::vector<double> TubeSurface::around_weights(double around) const {
  const double turns = (around - std::floor(around)) * static_cast<double>(points_);
  const std::size_t segment = std::min(static_cast<std::size_t>(turns), points_ - 1);
  return around_.weights(segment, turns - static_cast<double>(segment));
}

std::vector<glm::dvec3> TubeSurface::ring(double along) const {
  const Along w = along_weights(along);
  std::vector<glm::dvec3> result(points_, w.start_cap * start_cap_ + w.end_cap * end_cap_);
  for (std::size_t i = 0; i < stations_; ++i) {
    for (std::size_t k = 0; k < points_; ++k) {
      result[k] += w.front[i] * control_[i * points_ + k] + w.back[i] * opposite_[i * points_ + k];
    }
  }
  return result;
}

glm::dvec3 TubeSurface::at(double along, double around) const {
  const std::vector<glm::dvec3> points = ring(along);
  const std::vector<double> w = around_weights(around);
  glm::dvec3 sum(0.0);
  for (std::size_t k = 0; k < points_; ++k) {
    sum += w[k] * points[k];
  }
  return sum;
}

}  // namespace crus::geometry
