// The smooth surface a tube means, as a map from (along, around) to space that is linear in the control points: the
// loft evaluates it, the measuring tool fits its control points by least squares.
//
// Around: the periodic C2 cubic spline through a contour's points at even parameters. Along: each rail runs over the
// end pole down the opposite side and over the start pole back, so that it is a closed C2 cubic spline too and the caps
// are round without a special case; its knots are the mean distances between stations.
#pragma once

#include <cstddef>
#include <vector>

#include "geometry/loft.hpp"

namespace crus::geometry {

// Interpolating periodic C2 cubic spline: weights of the knots' values. `steps` are the parameter lengths of the
// segments; segment i runs from knot i to knot i+1 (the last one back to knot 0).
class CyclicSpline {
 public:
  explicit CyclicSpline(std::vector<double> steps);
  [[nodiscard]] std::size_t size() const { return steps_.size(); }
  // One weight per knot at the fraction 0..1 of a segment; they sum to 1.
  [[nodiscard]] std::vector<double> weights(std::size_t segment, double fraction) const;

 private:
  std::vector<double> steps_;
  std::vector<double> curvature_;  // row-major: second derivative at a knot per value at a knot
};

class TubeSurface {
 public:
  // The tube must have at least 3 stations of equal, at least 4 points.
  explicit TubeSurface(const Tube& tube);

  [[nodiscard]] std::size_t stations() const { return stations_; }
  [[nodiscard]] std::size_t points() const { return points_; }
  // The largest `along`: 0 is the start pole, i + 1 is station i, end() the end pole.
  [[nodiscard]] double end() const { return static_cast<double>(stations_ + 1); }

  // What a position is made of: start_cap, end_cap, and front[i] of each point of station i at `around`, back[i] of
  // it half a turn further.
  struct Along {
    double start_cap = 0.0;
    double end_cap = 0.0;
    std::vector<double> front, back;
  };
  [[nodiscard]] Along along_weights(double along) const;
  // One weight per point of a contour; around is in turns.
  [[nodiscard]] std::vector<double> around_weights(double around) const;

  // The control points of the curve at `along`; interpolate them with around_weights.
  [[nodiscard]] std::vector<glm::dvec3> ring(double along) const;
  [[nodiscard]] glm::dvec3 at(double along, double around) const;

 private:
  std::size_t stations_, points_;
  glm::dvec3 start_cap_, end_cap_;
  std::vector<glm::dvec3> control_;   // station by station
  std::vector<glm::dvec3> opposite_;  // the same contours half a turn further
  CyclicSpline around_;
  CyclicSpline along_;
};

// A station's contour in space.
[[nodiscard]] std::vector<glm::dvec3> contour(const Station& station);

}  // namespace crus::geometry
