#include "atlas/tube_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <Eigen/Dense>

#include "atlas/builtin.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "geometry/tube_surface.hpp"

namespace crus::atlas {
namespace {

using geometry::Station;
using geometry::Tube;

// Samples of the reference surface, besides its vertices.
constexpr std::size_t kSurfaceSamples = 6000;
// The working grid: rings per segment and points per control point.
constexpr std::size_t kGridAlong = 4;
constexpr std::size_t kGridAround = 3;
// Below this a distance counts by its square, above by its size.
constexpr double kSoft_mm = 0.15;
// Weights that say little: a spline's influence fades by a factor of four per knot.
constexpr double kNegligible = 2e-3;
// Strengths of the terms besides the distances, which have a total weight of about 2.
constexpr double kEvenAround = 0.02;
constexpr double kEvenAlong = 0.02;
constexpr double kSmoothAround = 0.004;
constexpr double kSmoothAlong = 0.001;
constexpr double kCentredCap = 0.1;
constexpr double kDamping = 0.01;
constexpr double kKeepClear = 4.0;

// Coefficient of each unknown in a linear equation; an unknown may occur more than once.
using Terms = std::vector<std::pair<Eigen::Index, double>>;

// The unknowns: per station 2 per point in its plane, then a shift along its normal and two tilts; then both caps.
class System {
 public:
  System(std::size_t stations, std::size_t points)
      : stations_(stations), points_(points), per_station_(static_cast<Eigen::Index>(2 * points + 3)) {
    const Eigen::Index n = size();
    matrix_ = Eigen::MatrixXd::Zero(n, n);
    right_ = Eigen::VectorXd::Zero(n);
  }
  [[nodiscard]] Eigen::Index size() const { return per_station_ * static_cast<Eigen::Index>(stations_) + 6; }
  [[nodiscard]] Eigen::Index point(std::size_t station, std::size_t k) const {
    return per_station_ * static_cast<Eigen::Index>(station) + static_cast<Eigen::Index>(2 * k);
  }
  [[nodiscard]] Eigen::Index plane(std::size_t station) const { return point(station, points_); }
  [[nodiscard]] Eigen::Index cap(bool end) const { return size() - (end ? 3 : 6); }

  // Asks for sum(terms) = value.
  void add(const Terms& terms, double value, double weight) {
    for (const auto& [i, a] : terms) {
      right_[i] += weight * a * value;
      for (const auto& [k, b] : terms) {
        if (k <= i) {
          matrix_(i, k) += weight * a * b;
        }
      }
    }
  }
  [[nodiscard]] Eigen::VectorXd solve(double damping) const {
    Eigen::MatrixXd damped = matrix_;
    damped.diagonal().array() += damping;
    return damped.selfadjointView<Eigen::Lower>().llt().solve(right_);
  }

 private:
  std::size_t stations_, points_;
  Eigen::Index per_station_;
  Eigen::MatrixXd matrix_;
  Eigen::VectorXd right_;
};

// Builds an equation from movements of control points along one direction; points of one station come together.
class Equation {
 public:
  Equation(const System& system, const Tube& tube, const glm::dvec3& direction)
      : system_(system), tube_(tube), direction_(direction) {}

  void add_point(std::size_t i, std::size_t k, double factor) {
    const Station& s = tube_.stations[i];
    const Eigen::Index at = system_.point(i, k);
    terms_.emplace_back(at, factor * glm::dot(direction_, s.u));
    terms_.emplace_back(at + 1, factor * glm::dot(direction_, s.v));
    add_plane(i, s.points[k], factor);
  }
  // What a station's shift and tilts do to a place in its plane.
  void add_plane(std::size_t i, const glm::dvec2& p, double factor) {
    if (i != station_) {
      flush();
      station_ = i;
    }
    const Station& s = tube_.stations[i];
    const double along = factor * glm::dot(direction_, glm::cross(s.u, s.v));
    plane_[0] += along;
    plane_[1] += along * p.y;
    plane_[2] -= along * p.x;
  }
  void add_cap(bool end, double factor) {
    for (int c = 0; c < 3 && factor != 0.0; ++c) {
      terms_.emplace_back(system_.cap(end) + c, factor * direction_[c]);
    }
  }
  [[nodiscard]] const Terms& terms() {
    flush();
    return terms_;
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void flush() {
    if (station_ != kNone) {
      for (std::size_t c = 0; c < 3; ++c) {
        terms_.emplace_back(system_.plane(station_) + static_cast<Eigen::Index>(c), plane_[c]);
      }
    }
    station_ = kNone;
    plane_ = {};
  }

  const System& system_;
  const Tube& tube_;
  glm::dvec3 direction_;
  Terms terms_;
  std::size_t station_ = kNone;
  std::array<double, 3> plane_{};
};

// The tube as a fine grid whose vertices know their parameters.
struct Grid {
  geometry::Mesh mesh;
  std::vector<glm::dvec2> parameters;  // along, around
  std::vector<double> shares;          // of the area
};

Grid grid_of(const geometry::TubeSurface& surface) {
  Grid grid;
  const std::size_t rings = kGridAlong * (surface.stations() + 1) + 1;
  const std::size_t columns = kGridAround * surface.points() + 1;
  for (std::size_t r = 0; r < rings; ++r) {
    const double along = static_cast<double>(r) / kGridAlong;
    const std::vector<glm::dvec3> control = surface.ring(along);
    for (std::size_t c = 0; c < columns; ++c) {
      const double around = static_cast<double>(c) / static_cast<double>(columns - 1);
      const std::vector<double> weights = surface.around_weights(around);
      glm::dvec3 p(0.0);
      for (std::size_t k = 0; k < control.size(); ++k) {
        p += weights[k] * control[k];
      }
      grid.mesh.positions.emplace_back(p);
      grid.parameters.emplace_back(along, around);
    }
  }
  grid.shares.assign(grid.mesh.positions.size(), 0.0);
  double area = 0.0;
  const auto triangle = [&](std::size_t a, std::size_t b, std::size_t c) {
    const auto& p = grid.mesh.positions;
    grid.mesh.triangles.emplace_back(a, b, c);
    const double share = static_cast<double>(glm::length(glm::cross(p[b] - p[a], p[c] - p[a]))) / 6.0;
    for (const std::size_t v : {a, b, c}) {
      grid.shares[v] += share;
    }
    area += 3.0 * share;
  };
  for (std::size_t r = 0; r + 1 < rings; ++r) {
    for (std::size_t c = 0; c + 1 < columns; ++c) {
      const std::size_t a = r * columns + c;
      triangle(a, a + 1, a + columns);
      triangle(a + 1, a + columns + 1, a + columns);
    }
  }
  for (double& share : grid.shares) {
    share /= area;
  }
  return grid;
}

class Fit {
 public:
  Fit(const Tube& tube, const geometry::Mesh& mesh)
      : tube_(tube),
        surface_(tube),
        system_(tube.stations.size(), tube.stations.front().points.size()),
        mesh_(mesh),
        per_point_(1.0 / static_cast<double>(tube.stations.size() * tube.stations.front().points.size())) {}

  // One equation per sample: the surface at `parameters` should move by `offset` along its direction.
  void pull(const glm::dvec2& parameters, const glm::dvec3& offset, const glm::dvec3& normal, double weight) {
    const double distance = glm::length(offset);
    const glm::dvec3 direction = distance > 0.02 ? offset / distance : normal;
    const geometry::TubeSurface::Along along = surface_.along_weights(parameters.x);
    const std::vector<double> front = surface_.around_weights(parameters.y);
    const std::vector<double> back = surface_.around_weights(parameters.y + 0.5);
    Equation equation(system_, tube_, direction);
    for (std::size_t i = 0; i < surface_.stations(); ++i) {
      for (std::size_t k = 0; k < surface_.points(); ++k) {
        const double w = along.front[i] * front[k] + along.back[i] * back[k];
        if (std::abs(w) > kNegligible) {
          equation.add_point(i, k, w);
        }
      }
    }
    equation.add_cap(false, along.start_cap);
    equation.add_cap(true, along.end_cap);
    system_.add(equation.terms(), glm::dot(offset, direction), weight / std::max(distance, kSoft_mm));
    error_sum_ += weight * distance;
    weight_sum_ += weight;
  }

  void pull_to_reference(const geometry::SurfaceTree& reference) {
    const Grid grid = grid_of(surface_);
    for (std::size_t i = 0; i < grid.mesh.positions.size(); ++i) {
      if (const auto hit = reference.closest(grid.mesh.positions[i]); hit && grid.shares[i] > 0.0) {
        pull(grid.parameters[i], glm::dvec3(hit->point) - glm::dvec3(grid.mesh.positions[i]),
             normal_of(mesh_, hit->triangle), grid.shares[i]);
      }
    }
    const geometry::SurfaceTree ours(grid.mesh);
    const auto pull_from = [&](const glm::vec3& point, double weight) {
      const auto hit = ours.closest(point);
      if (!hit) {
        return;
      }
      const glm::uvec3& t = grid.mesh.triangles[hit->triangle];
      const glm::dvec3 b(hit->barycentric);
      const glm::dvec2 parameters =
          b.x * grid.parameters[t.x] + b.y * grid.parameters[t.y] + b.z * grid.parameters[t.z];
      const glm::dvec3 offset = glm::dvec3(point) - surface_.at(parameters.x, parameters.y);
      pull(parameters, offset, normal_of(grid.mesh, hit->triangle), weight);
    };
    const double per_vertex = 0.6 / static_cast<double>(mesh_.positions.size());
    for (const glm::vec3& vertex : mesh_.positions) {
      pull_from(vertex, per_vertex);
    }
    for (const geometry::Sample& sample : geometry::sample_surface(mesh_, kSurfaceSamples)) {
      pull_from(glm::vec3(sample.point), 0.4 / kSurfaceSamples);
    }
  }

  // Even spacing round each contour and no shear from station to station; only sliding along the contour is judged.
  void keep_even(double smoothness) {
    const std::size_t n = surface_.points();
    std::vector<std::vector<glm::dvec3>> p;
    for (const Station& station : tube_.stations) {
      p.push_back(geometry::contour(station));
    }
    for (std::size_t i = 0; i < p.size(); ++i) {
      for (std::size_t k = 0; k < n; ++k) {
        const std::size_t before = (k + n - 1) % n;
        const std::size_t after = (k + 1) % n;
        const glm::dvec3 tangent = glm::normalize(p[i][after] - p[i][before] + glm::dvec3(1e-9));
        add_terms({{i, before, -1.0}, {i, k, 2.0}, {i, after, -1.0}}, p, tangent, kEvenAround);
        const std::size_t next = (k + 2) % n;
        for (const glm::dvec3& axis : {tube_.stations[i].u, tube_.stations[i].v}) {
          add_terms({{i, before, -1.0}, {i, k, 3.0}, {i, after, -3.0}, {i, next, 1.0}}, p, axis,
                    kSmoothAround * smoothness);
        }
        if (i > 0 && i + 1 < p.size()) {
          const double below = glm::length(p[i][k] - p[i - 1][k]) + 1e-6;
          const double above = glm::length(p[i + 1][k] - p[i][k]) + 1e-6;
          const double share = below / (below + above);
          const auto bend = {Term{i - 1, k, -2.0 * (1.0 - share)}, Term{i, k, 2.0}, Term{i + 1, k, -2.0 * share}};
          add_terms(bend, p, tangent, kEvenAlong);
          for (const glm::dvec3& axis : {tube_.stations[i].u, tube_.stations[i].v}) {
            add_terms(bend, p, axis, kSmoothAlong * smoothness);
          }
        }
      }
    }
  }

  // A pole far off the middle of the contour next to it would fold the cap.
  void keep_caps_centred() {
    const std::size_t n = surface_.points();
    for (const bool end : {false, true}) {
      const std::size_t i = end ? tube_.stations.size() - 1 : 0;
      const Station& station = tube_.stations[i];
      glm::dvec3 middle(0.0);
      for (const glm::dvec3& p : geometry::contour(station)) {
        middle += p / static_cast<double>(n);
      }
      for (const glm::dvec3& axis : {station.u, station.v}) {
        Equation equation(system_, tube_, axis);
        for (std::size_t k = 0; k < n; ++k) {
          equation.add_point(i, k, -1.0 / static_cast<double>(n));
        }
        equation.add_cap(end, 1.0);
        const glm::dvec3& cap = end ? tube_.end_cap : tube_.start_cap;
        system_.add(equation.terms(), glm::dot(middle - cap, axis), kCentredCap * per_point_);
      }
    }
  }

  // Each point beyond the plane before it and short of the plane after it.
  void keep_clear(double margin_mm, double strength) {
    const auto demand = [&](std::size_t i, std::size_t k, std::size_t other, double sign) {
      const Station& plane = tube_.stations[other];
      const Station& own = tube_.stations[i];
      const glm::dvec3 w = glm::cross(plane.u, plane.v);
      const glm::dvec3 p = own.origin + own.points[k].x * own.u + own.points[k].y * own.v;
      const double ahead = sign * glm::dot(p - plane.origin, w);
      if (ahead >= margin_mm) {
        return;
      }
      Equation equation(system_, tube_, sign * w);
      equation.add_point(i, k, 1.0);
      // The plane at the foot of p moves as a point of its own contour there would.
      equation.add_plane(other, {glm::dot(p - plane.origin, plane.u), glm::dot(p - plane.origin, plane.v)}, -1.0);
      system_.add(equation.terms(), margin_mm - ahead, strength * per_point_);
    };
    for (std::size_t i = 0; i < tube_.stations.size(); ++i) {
      for (std::size_t k = 0; k < surface_.points(); ++k) {
        if (i > 0) {
          demand(i, k, i - 1, 1.0);
        }
        if (i + 1 < tube_.stations.size()) {
          demand(i, k, i + 1, -1.0);
        }
      }
    }
  }

  [[nodiscard]] double mean_error() const { return error_sum_ / weight_sum_; }

  // The tube after the step.
  [[nodiscard]] Tube moved(double share) const {
    const Eigen::VectorXd step = share * system_.solve(kDamping * per_point_);
    Tube tube = tube_;
    for (std::size_t i = 0; i < tube.stations.size(); ++i) {
      move_station(step, i, tube.stations[i]);
    }
    for (int c = 0; c < 3; ++c) {
      tube.start_cap[c] += step[system_.cap(false) + c];
      tube.end_cap[c] += step[system_.cap(true) + c];
    }
    return tube;
  }

 private:
  struct Term {
    std::size_t station, point;
    double factor;
  };

  void add_terms(std::initializer_list<Term> terms, const std::vector<std::vector<glm::dvec3>>& p,
                 const glm::dvec3& direction, double strength) {
    Equation equation(system_, tube_, direction);
    double value = 0.0;
    for (const Term& term : terms) {
      value -= term.factor * glm::dot(p[term.station][term.point], direction);
      equation.add_point(term.station, term.point, term.factor);
    }
    system_.add(equation.terms(), value, strength * per_point_);
  }

  static glm::dvec3 normal_of(const geometry::Mesh& mesh, std::uint32_t triangle) {
    const glm::uvec3& t = mesh.triangles[triangle];
    const glm::dvec3 a(mesh.positions[t.x]);
    const glm::dvec3 n = glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a);
    const double length = glm::length(n);
    return length > 0.0 ? n / length : glm::dvec3(0.0);
  }

  // The contour's points move as far as it stays free of crossings.
  void move_points(const Eigen::VectorXd& step, std::size_t i, Station& station) const {
    const std::vector<glm::dvec2> from = station.points;
    for (double share = 1.0; share > 0.1; share *= 0.5) {
      for (std::size_t k = 0; k < from.size(); ++k) {
        station.points[k] = from[k] + share * glm::dvec2(step[system_.point(i, k)], step[system_.point(i, k) + 1]);
      }
      if (geometry::is_simple(station)) {
        return;
      }
    }
    station.points = from;
  }

  void move_station(const Eigen::VectorXd& step, std::size_t i, Station& station) const {
    move_points(step, i, station);
    glm::dvec2 mean(0.0);
    for (const glm::dvec2& p : station.points) {
      mean += p / static_cast<double>(station.points.size());
    }
    const Eigen::Index plane = system_.plane(i);
    const glm::dvec3 w = glm::cross(station.u, station.v);
    station.origin += step[plane] * w;
    // Tilts are small rotations about u and v; a step is kept to a few degrees.
    const double a = std::clamp(step[plane + 1], -0.1, 0.1);
    const double b = std::clamp(step[plane + 2], -0.1, 0.1);
    const glm::dvec3 turned = glm::normalize(w - b * -station.u - a * station.v);
    station.u = glm::normalize(station.u - glm::dot(station.u, turned) * turned);
    station.v = glm::cross(turned, station.u);
    // The origin follows the contour's middle, so that tilts stay small rotations.
    station.origin += mean.x * station.u + mean.y * station.v;
    for (glm::dvec2& p : station.points) {
      p -= mean;
    }
  }

  const Tube& tube_;
  geometry::TubeSurface surface_;
  System system_;
  const geometry::Mesh& mesh_;
  double per_point_;
  double error_sum_ = 0.0;
  double weight_sum_ = 0.0;
};

double least_gap(const Tube& tube) {
  double length = 0.0;
  for (std::size_t i = 0; i + 1 < tube.stations.size(); ++i) {
    length += glm::length(tube.stations[i + 1].origin - tube.stations[i].origin);
  }
  return 0.03 * length / static_cast<double>(tube.stations.size());
}

}  // namespace

Result<Tube> fit_tube(Tube tube, const geometry::Mesh& mesh, const FitOptions& options) {
  const geometry::SurfaceTree reference(mesh);
  const double margin_mm = std::clamp(least_gap(tube), 0.05, 0.5);
  std::optional<Tube> best;
  double best_error = 0.0;
  Status last_fault;
  for (int i = 0; i <= options.iterations; ++i) {
    Fit fit(tube, mesh);
    fit.pull_to_reference(reference);
    // What counts is the table that will be written: rounding must not make walls touch.
    const Tube stated = as_stated(tube);
    const Status valid = geometry::check_tube(stated);
    if (valid && (!best || fit.mean_error() < best_error)) {
      best = stated;
      best_error = fit.mean_error();
    }
    if (!valid) {
      last_fault = valid;
    }
    fit.keep_even(options.smoothness);
    fit.keep_caps_centred();
    // Gently at first, so that a crossed start can untangle.
    fit.keep_clear(margin_mm, kKeepClear * (1.0 + i));
    tube = fit.moved(i < 3 ? 0.5 : 0.8);
  }
  if (!best) {
    return tl::unexpected(last_fault.error());
  }
  return *best;
}

}  // namespace crus::atlas
