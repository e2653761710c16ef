#include <algorithm>
#include <cmath>

#include "atlas/builtin.hpp"
#include "atlas/tube_fit.hpp"
#include "atlas/tube_rings.hpp"
#include "atlas/tube_untangle.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"

namespace crus::atlas {
namespace {

using geometry::Station;
using geometry::Tube;

// How much denser stations stand at the ends, and over which share of the length that fades.
constexpr double kCrowding = 3.0;
constexpr double kFading = 0.08;

// Distances from the start at which the stations stand.
std::vector<double> station_places(double length_mm, int stations) {
  const double fade = kFading * length_mm;
  const auto crowd = [&](double s) {
    // The integral of 1 + c (exp(-s/f) + exp(-(L-s)/f)).
    return s + kCrowding * fade * (1.0 - std::exp(-s / fade)) +
           kCrowding * fade * (std::exp((s - length_mm) / fade) - std::exp(-length_mm / fade));
  };
  std::vector<double> places;
  for (int i = 0; i < stations; ++i) {
    const double wanted = crowd(length_mm) * (i + 0.8) / (stations + 0.6);
    double low = 0.0;
    double high = length_mm;
    for (int k = 0; k < 60; ++k) {
      const double middle = 0.5 * (low + high);
      (crowd(middle) < wanted ? low : high) = middle;
    }
    places.push_back(low);
  }
  return places;
}

glm::dvec3 mean_of(const std::vector<glm::dvec3>& points) {
  glm::dvec3 sum(0.0);
  for (const glm::dvec3& p : points) {
    sum += p;
  }
  return sum / static_cast<double>(points.size());
}

// Twice the vector area, whose direction is the best-fit normal (Newell).
glm::dvec3 area_vector(const std::vector<glm::dvec3>& loop) {
  glm::dvec3 sum(0.0);
  for (std::size_t i = 0; i < loop.size(); ++i) {
    sum += glm::cross(loop[i], loop[(i + 1) % loop.size()]);
  }
  return sum;
}

// A station through points that lie near a plane; its axes are those of plane_axes.
Station station_through(const std::vector<glm::dvec3>& points, const glm::dvec3& travel) {
  Station station;
  station.origin = mean_of(points);
  plane_axes(travel, station.u, station.v);
  for (const glm::dvec3& p : points) {
    station.points.emplace_back(glm::dot(p - station.origin, station.u), glm::dot(p - station.origin, station.v));
  }
  return station;
}

// A level curve far from flat may cross itself once it is laid into a plane: its waves are smoothed out until it does
// not; the fit brings them back as far as a plane contour can hold them.
void make_simple(Station& station) {
  const std::size_t n = station.points.size();
  for (int pass = 0; pass < 200 && !geometry::is_simple(station); ++pass) {
    const std::vector<glm::dvec2> from = station.points;
    for (std::size_t k = 0; k < n; ++k) {
      station.points[k] = 0.5 * from[k] + 0.25 * (from[(k + n - 1) % n] + from[(k + 1) % n]);
    }
  }
}

// A thin sheet's two walls must bend together or they pass through each other; a solid shape may follow each bump.
double smoothness_for(const geometry::Mesh& mesh) {
  constexpr double kSolid_mm = 7.0;
  const double thickness_mm = 2.0 * geometry::volume_mm3(mesh) / geometry::area_mm2(mesh);
  return std::clamp(std::pow(kSolid_mm / std::max(thickness_mm, 0.1), 4.0), 1.0, 12.0);
}

Tube first_tube(const RingRow& row, const MeasureOptions& options) {
  Tube tube;
  tube.start_cap = row.start;
  tube.end_cap = row.end;
  std::vector<glm::dvec3> previous;
  std::vector<std::vector<glm::dvec3>> contours;
  std::vector<glm::dvec3> normals;
  for (const double place : station_places(row.length_mm, options.stations)) {
    const auto found = std::lower_bound(row.travelled_mm.begin(), row.travelled_mm.end(), place);
    const auto at = std::min(static_cast<std::size_t>(found - row.travelled_mm.begin()), row.loops.size() - 1);
    const glm::dvec3 centre = mean_of(row.loops[at]);
    std::vector<glm::dvec3> centred(row.loops[at]);
    for (glm::dvec3& p : centred) {
      p -= centre;
    }
    normals.push_back(glm::normalize(area_vector(centred)));
    contours.push_back(matched_points(row.loops[at], static_cast<std::size_t>(options.points), previous));
    previous = contours.back();
  }
  for (std::size_t i = 0; i < contours.size(); ++i) {
    tube.stations.push_back(station_through(contours[i], normals[i]));
    make_simple(tube.stations.back());
  }
  return tube;
}

Poles poles_of(const geometry::Mesh& mesh, const MeasureOptions& options) {
  Poles poles;
  if (options.bent) {
    poles = farthest_apart(mesh);
  } else {
    const glm::dvec3 axis = geometry::principal_axes(mesh).axes[0];
    poles = outermost(mesh, axis.y > 0.0 ? -axis : axis);
  }
  if (options.from_mm) {
    poles.start = nearest_vertex(mesh, *options.from_mm);
  }
  if (options.to_mm) {
    poles.end = nearest_vertex(mesh, *options.to_mm);
  }
  return poles;
}

}  // namespace

void plane_axes(const glm::dvec3& travel, glm::dvec3& u, glm::dvec3& v) {
  // Least rotation from straight down to the direction of travel (Rodrigues), applied to x and z.
  const glm::dvec3 down(0.0, -1.0, 0.0);
  const glm::dvec3 axis = glm::cross(down, travel);
  const double c = glm::dot(down, travel);
  const auto turned = [&](const glm::dvec3& p) {
    return c * p + glm::cross(axis, p) + axis * (glm::dot(axis, p) / std::max(1.0 + c, 1e-9));
  };
  u = glm::normalize(turned({1.0, 0.0, 0.0}));
  v = glm::cross(travel, u);
}

Result<Tube> measure_tube(const geometry::Mesh& given, const MeasureOptions& options) {
  if (options.stations < 3 || options.stations > 32 || options.points < 4 || options.points > 24) {
    return fail("a tube is measured with 3 to 32 stations of 4 to 24 points");
  }
  geometry::Mesh mesh = geometry::weld(given);
  geometry::drop_specks(mesh, 0.05);
  geometry::orient(mesh);
  mesh = geometry::weld(mesh);
  auto row = ring_row(mesh, poles_of(mesh, options));
  if (!row) {
    return tl::unexpected(row.error());
  }
  FitOptions fit;
  fit.smoothness = smoothness_for(mesh);
  return fit_tube(first_tube(options.bent ? squared(mesh, *row) : *row, options), mesh, fit).map(untangle);
}

}  // namespace crus::atlas
