#include <cmath>
#include <string>

#include "core/units.hpp"
#include "geometry/loft.hpp"
#include "geometry/tube_surface.hpp"

namespace crus::geometry {
namespace {

constexpr double kAxisTolerance = 1e-6;
constexpr double kMostTwist_deg = 30.0;
// The smooth curve between two control points is looked at in this many pieces.
constexpr int kPieces = 4;

bool finite(const glm::dvec3& p) { return std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z); }

std::string station_name(std::size_t i) { return "station " + std::to_string(i); }

Status check_station(const Station& station, std::size_t i, std::size_t points) {
  if (station.points.size() != points) {
    return fail(
        "a contour has " + std::to_string(station.points.size()) + " points instead of " + std::to_string(points),
        station_name(i));
  }
  bool all_finite = finite(station.origin) && finite(station.u) && finite(station.v);
  for (const glm::dvec2& p : station.points) {
    all_finite = all_finite && std::isfinite(p.x) && std::isfinite(p.y);
  }
  if (!all_finite) {
    return fail("a value is not a finite number", station_name(i));
  }
  if (std::abs(glm::dot(station.u, station.v)) > kAxisTolerance ||
      std::abs(glm::length(station.u) - 1.0) > kAxisTolerance ||
      std::abs(glm::length(station.v) - 1.0) > kAxisTolerance) {
    return fail("the plane's axes are not unit vectors square to each other", station_name(i));
  }
  return {};
}

double cross(const glm::dvec2& a, const glm::dvec2& b) { return a.x * b.y - a.y * b.x; }

bool segments_cross(const glm::dvec2& a, const glm::dvec2& b, const glm::dvec2& c, const glm::dvec2& d) {
  const double p = cross(b - a, c - a);
  const double q = cross(b - a, d - a);
  const double r = cross(d - c, a - c);
  const double s = cross(d - c, b - c);
  return (p > 0.0) != (q > 0.0) && (r > 0.0) != (s > 0.0);
}

enum class Course { good, crosses_itself, clockwise };

Course course_of(const Station& station) {
  const std::size_t n = station.points.size();
  const CyclicSpline spline(std::vector<double>(n, 1.0));
  std::vector<glm::dvec2> curve;
  for (std::size_t k = 0; k < n; ++k) {
    for (int piece = 0; piece < kPieces; ++piece) {
      const std::vector<double> w = spline.weights(k, static_cast<double>(piece) / kPieces);
      glm::dvec2 p(0.0);
      for (std::size_t j = 0; j < n; ++j) {
        p += w[j] * station.points[j];
      }
      curve.push_back(p);
    }
  }
  double twice_area = 0.0;
  for (std::size_t a = 0; a < curve.size(); ++a) {
    const std::size_t a_next = (a + 1) % curve.size();
    twice_area += cross(curve[a], curve[a_next]);
    for (std::size_t b = a + 2; b < curve.size(); ++b) {
      const std::size_t b_next = (b + 1) % curve.size();
      if (b_next != a && segments_cross(curve[a], curve[a_next], curve[b], curve[b_next])) {
        return Course::crosses_itself;
      }
    }
  }
  return twice_area > 0.0 ? Course::good : Course::clockwise;
}

Status check_contour(const Station& station, std::size_t i) {
  switch (course_of(station)) {
    case Course::crosses_itself: return fail("the contour crosses itself", station_name(i));
    case Course::clockwise: return fail("the contour runs clockwise or encloses nothing", station_name(i));
    case Course::good: break;
  }
  return {};
}

glm::dvec3 travel(const Station& station) { return glm::cross(station.u, station.v); }

// The angle that best turns one centred contour into the next (least squares), after the plane itself is turned along.
double twist_rad(const Station& from, const Station& to) {
  const std::size_t n = from.points.size();
  const std::vector<glm::dvec3> a = contour(from);
  const std::vector<glm::dvec3> b = contour(to);
  glm::dvec3 a_mean(0.0);
  glm::dvec3 b_mean(0.0);
  for (std::size_t k = 0; k < n; ++k) {
    a_mean += a[k] / static_cast<double>(n);
    b_mean += b[k] / static_cast<double>(n);
  }
  // The least rotation that takes one direction of travel to the other (Rodrigues).
  const glm::dvec3 w = travel(from);
  const glm::dvec3 axis = glm::cross(travel(to), w);
  const double c = glm::dot(travel(to), w);
  double cosine = 0.0;
  double sine = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    const glm::dvec3 p = b[k] - b_mean;
    const glm::dvec3 turned = c * p + glm::cross(axis, p) + axis * (glm::dot(axis, p) / (1.0 + c + 1e-12));
    cosine += glm::dot(a[k] - a_mean, turned);
    sine += glm::dot(w, glm::cross(a[k] - a_mean, turned));
  }
  return std::atan2(sine, cosine);
}

Status check_neighbours(const Station& before, const Station& after, std::size_t i) {
  for (std::size_t k = 0; k < before.points.size(); ++k) {
    const glm::dvec3 p = before.origin + before.points[k].x * before.u + before.points[k].y * before.v;
    const glm::dvec3 q = after.origin + after.points[k].x * after.u + after.points[k].y * after.v;
    if (!(glm::dot(q - before.origin, travel(before)) > 0.0) || !(glm::dot(p - after.origin, travel(after)) < 0.0)) {
      return fail("the contour crosses the plane of its neighbour, " + station_name(i), station_name(i + 1));
    }
  }
  const double twist_deg = degrees(std::abs(twist_rad(before, after)));
  if (!(twist_deg <= kMostTwist_deg)) {
    return fail("the contour is twisted by more than 30 degrees against " + station_name(i), station_name(i + 1));
  }
  return {};
}

}  // namespace

bool is_simple(const Station& station) { return course_of(station) == Course::good; }

Status check_tube(const Tube& tube) {
  if (tube.stations.size() < 3) {
    return fail("a tube needs at least 3 stations", std::to_string(tube.stations.size()) + " given");
  }
  const std::size_t points = tube.stations.front().points.size();
  if (points < 4) {
    return fail("a contour needs at least 4 points", station_name(0));
  }
  for (std::size_t i = 0; i < tube.stations.size(); ++i) {
    if (Status status = check_station(tube.stations[i], i, points); !status) {
      return status;
    }
    if (Status status = check_contour(tube.stations[i], i); !status) {
      return status;
    }
  }
  for (std::size_t i = 0; i + 1 < tube.stations.size(); ++i) {
    if (Status status = check_neighbours(tube.stations[i], tube.stations[i + 1], i); !status) {
      return status;
    }
  }
  const Station& first = tube.stations.front();
  const Station& last = tube.stations.back();
  if (!finite(tube.start_cap) || !(glm::dot(tube.start_cap - first.origin, travel(first)) < 0.0)) {
    return fail("the start cap does not lie before the first plane", station_name(0));
  }
  if (!finite(tube.end_cap) || !(glm::dot(tube.end_cap - last.origin, travel(last)) > 0.0)) {
    return fail("the end cap does not lie beyond the last plane", station_name(tube.stations.size() - 1));
  }
  return {};
}

}  // namespace crus::geometry
