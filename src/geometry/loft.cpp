#include "geometry/loft.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "geometry/tube_surface.hpp"

namespace crus::geometry {
namespace {

// Triangles with their corners a ring apart are close to equilateral at this spacing.
constexpr double kRingSpacing = 0.866;
// Steps in which the surface is measured: per segment along, and around.
constexpr std::size_t kStepsAlong = 16;
constexpr std::size_t kStepsAround = 192;
constexpr std::size_t kFewestPoints = 6;
// A thin tendon stays round, away from its poles.
constexpr std::size_t kFewestOnTendon = 10;
constexpr std::size_t kRingsOfPole = 3;

using Ring = std::vector<glm::dvec3>;

// Weights for the fine steps around, the same for every ring.
std::vector<std::vector<double>> fine_weights(const TubeSurface& surface) {
  std::vector<std::vector<double>> weights;
  for (std::size_t k = 0; k < kStepsAround; ++k) {
    weights.push_back(surface.around_weights(static_cast<double>(k) / kStepsAround));
  }
  return weights;
}

Ring fine_ring(const TubeSurface& surface, const std::vector<std::vector<double>>& weights, double along) {
  const std::vector<glm::dvec3> control = surface.ring(along);
  Ring ring(weights.size(), glm::dvec3(0.0));
  for (std::size_t k = 0; k < weights.size(); ++k) {
    for (std::size_t j = 0; j < control.size(); ++j) {
      ring[k] += weights[k][j] * control[j];
    }
  }
  return ring;
}

// Where along the tube the rings go: evenly by the mean distance over the surface.
std::vector<double> ring_places(const TubeSurface& surface, const std::vector<std::vector<double>>& weights,
                                double edge_mm) {
  const std::size_t steps = kStepsAlong * (surface.stations() + 1);
  std::vector<double> travelled{0.0};
  Ring before = fine_ring(surface, weights, 0.0);
  for (std::size_t i = 1; i <= steps; ++i) {
    const Ring here = fine_ring(surface, weights, static_cast<double>(i) / kStepsAlong);
    double sum = 0.0;
    for (std::size_t k = 0; k < here.size(); ++k) {
      sum += glm::length(here[k] - before[k]);
    }
    travelled.push_back(travelled.back() + sum / static_cast<double>(here.size()));
    before = here;
  }
  const auto count = static_cast<std::size_t>(std::max(4.0, std::round(travelled.back() / (edge_mm * kRingSpacing))));
  std::vector<double> places;
  std::size_t at = 0;
  for (std::size_t i = 1; i < count; ++i) {
    const double wanted = travelled.back() * static_cast<double>(i) / static_cast<double>(count);
    while (travelled[at + 1] < wanted) {
      ++at;
    }
    const double fraction = (wanted - travelled[at]) / (travelled[at + 1] - travelled[at]);
    places.push_back((static_cast<double>(at) + fraction) / kStepsAlong);
  }
  return places;
}

// `count` points evenly by length along a closed polyline, the first `phase` (0..1) of a step after its start; `turns`
// receives the place of each in turns.
Ring even_points(const Ring& fine, std::size_t count, double phase, std::vector<double>& turns) {
  std::vector<double> travelled{0.0};
  for (std::size_t k = 0; k < fine.size(); ++k) {
    travelled.push_back(travelled.back() + glm::length(fine[(k + 1) % fine.size()] - fine[k]));
  }
  Ring points;
  turns.clear();
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double wanted = travelled.back() * (static_cast<double>(i) + phase) / static_cast<double>(count);
    while (at + 1 < fine.size() && travelled[at + 1] < wanted) {
      ++at;
    }
    const double f = (wanted - travelled[at]) / std::max(1e-12, travelled[at + 1] - travelled[at]);
    points.push_back(fine[at] + f * (fine[(at + 1) % fine.size()] - fine[at]));
    turns.push_back((static_cast<double>(at) + f) / static_cast<double>(fine.size()));
  }
  return points;
}

double length_of(const Ring& ring) {
  double sum = 0.0;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    sum += glm::length(ring[(k + 1) % ring.size()] - ring[k]);
  }
  return sum;
}

struct Band {
  std::uint32_t first = 0;    // index of the ring's first vertex
  std::vector<double> turns;  // one per vertex, rising

  [[nodiscard]] std::uint32_t vertex(std::size_t i) const {
    return first + static_cast<std::uint32_t>(i % turns.size());
  }
  // Beyond the last vertex the turns go on above 1.
  [[nodiscard]] double turn(std::size_t i) const {
    return turns[i % turns.size()] + static_cast<double>(i / turns.size());
  }
};

// Joins two rings whatever their counts: always the side whose next vertex comes first goes on.
void stitch(const Band& low, const Band& high, std::vector<glm::uvec3>& triangles) {
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < low.turns.size() || k < high.turns.size()) {
    const bool low_goes_on = k == high.turns.size() ||
                             (i < low.turns.size() && low.turn(i) + low.turn(i + 1) < high.turn(k) + high.turn(k + 1));
    if (low_goes_on) {
      triangles.emplace_back(low.vertex(i), low.vertex(i + 1), high.vertex(k));
      ++i;
    } else {
      triangles.emplace_back(low.vertex(i), high.vertex(k + 1), high.vertex(k));
      ++k;
    }
  }
}

void fan(std::uint32_t pole, const Band& ring, bool start, std::vector<glm::uvec3>& triangles) {
  for (std::size_t k = 0; k < ring.turns.size(); ++k) {
    const std::uint32_t a = ring.vertex(k);
    const std::uint32_t b = ring.vertex(k + 1);
    triangles.push_back(start ? glm::uvec3(pole, b, a) : glm::uvec3(pole, a, b));
  }
}

}  // namespace

Result<Mesh> loft(const Tube& tube, int around, double edge_mm) {
  if (Status status = check_tube(tube); !status) {
    return tl::unexpected(status.error());
  }
  if (around < static_cast<int>(kFewestPoints) || !(edge_mm > 0.0)) {
    return fail("a loft needs at least 6 points around and an edge length above zero");
  }
  const TubeSurface surface(tube);
  const std::vector<std::vector<double>> weights = fine_weights(surface);
  Mesh mesh;
  mesh.positions.emplace_back(tube.start_cap);
  std::vector<Band> bands;
  bool half = false;
  const std::vector<double> places = ring_places(surface, weights, edge_mm);
  for (const double place : places) {
    const bool at_pole = bands.size() < kRingsOfPole || bands.size() + kRingsOfPole >= places.size();
    const Ring fine = fine_ring(surface, weights, place);
    auto count = static_cast<std::size_t>(std::round(length_of(fine) / edge_mm));
    count = std::max(count, at_pole ? kFewestPoints : kFewestOnTendon);
    count = std::min(count, static_cast<std::size_t>(around));
    // Equal counts, offset by half a step from ring to ring, give the evenest triangles: keep the count while it fits.
    if (!bands.empty()) {
      const std::size_t previous = bands.back().turns.size();
      if (count * 8 > previous * 7 && count * 7 < previous * 8) {
        count = previous;
      }
    }
    Band band;
    band.first = static_cast<std::uint32_t>(mesh.positions.size());
    for (const glm::dvec3& p : even_points(fine, count, half ? 0.5 : 0.0, band.turns)) {
      mesh.positions.emplace_back(p);
    }
    half = !half;
    bands.push_back(std::move(band));
  }
  const auto end_pole = static_cast<std::uint32_t>(mesh.positions.size());
  mesh.positions.emplace_back(tube.end_cap);
  fan(0, bands.front(), true, mesh.triangles);
  for (std::size_t i = 0; i + 1 < bands.size(); ++i) {
    stitch(bands[i], bands[i + 1], mesh.triangles);
  }
  fan(end_pole, bands.back(), false, mesh.triangles);
  return mesh;
}

}  // namespace crus::geometry
