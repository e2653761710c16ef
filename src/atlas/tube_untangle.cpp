#include "atlas/tube_untangle.hpp"

#include <algorithm>
#include <array>

#include "atlas/builtin.hpp"
#include "geometry/crossing.hpp"
#include "geometry/tube_surface.hpp"

namespace crus::atlas {
namespace {

using geometry::Station;
using geometry::Tube;

constexpr int kRounds = 40;
constexpr double kPush_mm = 0.12;
constexpr double kBlend = 0.3;
// Control points nearer than this to a crossing take part; it grows while nothing helps.
constexpr double kReach_mm = 7.0;
// A shallow fold may fall between the edges of one fineness.
constexpr std::array<double, 4> kFineness_mm{1.0, 1.5, 2.0, 2.7};

std::vector<glm::dvec3> crossings(const Tube& tube) {
  std::vector<glm::dvec3> places;
  for (const double edge_mm : kFineness_mm) {
    const auto mesh = geometry::loft(tube, 400, edge_mm);
    if (!mesh) {
      continue;
    }
    for (const glm::uvec2& edge : geometry::crossing_edges(*mesh)) {
      places.push_back(0.5 * (glm::dvec3(mesh->positions[edge.x]) + glm::dvec3(mesh->positions[edge.y])));
    }
  }
  return places;
}

// 1 at a crossing, 0 beyond reach.
double nearness(const glm::dvec3& p, const std::vector<glm::dvec3>& places, double reach_mm) {
  double least = reach_mm;
  for (const glm::dvec3& place : places) {
    least = std::min(least, glm::length(place - p));
  }
  const double x = 1.0 - least / reach_mm;
  return x * x * (3.0 - 2.0 * x);
}

enum class Move { outward, inward, level_along, level_around };

glm::dvec2 offset_of(const Tube& tube, const std::vector<std::vector<glm::dvec3>>& contours, std::size_t i,
                     std::size_t k, Move move) {
  const Station& station = tube.stations[i];
  const std::size_t n = station.points.size();
  const glm::dvec2& before = station.points[(k + n - 1) % n];
  const glm::dvec2& after = station.points[(k + 1) % n];
  switch (move) {
    case Move::outward:
    case Move::inward: {
      const glm::dvec2 tangent = after - before;
      const double length = std::max(glm::length(tangent), 1e-9);
      const double push_mm = move == Move::outward ? kPush_mm : -kPush_mm;
      return push_mm / length * glm::dvec2(tangent.y, -tangent.x);
    }
    case Move::level_around: return kBlend * (0.5 * (before + after) - station.points[k]);
    case Move::level_along: break;
  }
  if (i == 0 || i + 1 == contours.size()) {
    return glm::dvec2(0.0);
  }
  const glm::dvec3& here = contours[i][k];
  const double below = glm::length(here - contours[i - 1][k]);
  const double above = glm::length(contours[i + 1][k] - here);
  const double share = below / std::max(below + above, 1e-9);
  const glm::dvec3 middle = (1.0 - share) * contours[i - 1][k] + share * contours[i + 1][k];
  return kBlend * glm::dvec2(glm::dot(middle - here, station.u), glm::dot(middle - here, station.v));
}

Tube moved(const Tube& tube, const std::vector<glm::dvec3>& places, double reach_mm, Move move) {
  std::vector<std::vector<glm::dvec3>> contours;
  for (const Station& station : tube.stations) {
    contours.push_back(geometry::contour(station));
  }
  Tube result = tube;
  for (std::size_t i = 0; i < tube.stations.size(); ++i) {
    for (std::size_t k = 0; k < contours[i].size(); ++k) {
      if (const double near = nearness(contours[i][k], places, reach_mm); near > 0.0) {
        result.stations[i].points[k] += near * offset_of(tube, contours, i, k, move);
      }
    }
  }
  return as_stated(result);
}

}  // namespace

Tube untangle(const Tube& given) {
  Tube tube = as_stated(given);
  std::vector<glm::dvec3> places = crossings(tube);
  double reach_mm = kReach_mm;
  for (int round = 0; round < kRounds && !places.empty(); ++round) {
    Tube best = tube;
    std::vector<glm::dvec3> fewest = places;
    for (const Move move : {Move::outward, Move::inward, Move::level_along, Move::level_around}) {
      Tube candidate = moved(tube, places, reach_mm, move);
      if (!geometry::check_tube(candidate)) {
        continue;
      }
      std::vector<glm::dvec3> left = crossings(candidate);
      if (left.size() < fewest.size()) {
        fewest = std::move(left);
        best = std::move(candidate);
      }
    }
    if (fewest.size() == places.size()) {
      reach_mm *= 1.3;
    }
    tube = std::move(best);
    places = std::move(fewest);
  }
  return tube;
}

}  // namespace crus::atlas
