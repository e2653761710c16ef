// The course of a muscle with its tendon as a line, measured from its insertion, and how the flesh slides along it.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

#include "geometry/mesh.hpp"

namespace crus {

class TendonPath {
 public:
  // Through the centroids of bands of equal distance over the surface from the insertion's vertices (marked). At least
  // two bands long; the mesh is one piece.
  [[nodiscard]] static TendonPath along(const geometry::Mesh& mesh, const std::vector<char>& insertion);

  // Goes on straight from `s_mm` over `length_mm`, in the direction it has between `from_mm` and there: past the place
  // where a tendon spreads into a sheet, and on where its mesh ends.
  void straighten_from(double s_mm, double from_mm, double length_mm);

  // Makes a place of the path one of its points; tables with one entry per point grow with it.
  void add_point(double s_mm);

  [[nodiscard]] const std::vector<glm::dvec3>& points() const { return points_; }
  [[nodiscard]] const std::vector<double>& lengths() const { return lengths_; }  // from the insertion, per point
  [[nodiscard]] double length_mm() const { return lengths_.back(); }

  // At a distance from the insertion; beyond the ends straight on.
  [[nodiscard]] glm::dvec3 point(double s_mm) const;
  [[nodiscard]] glm::dvec3 tangent(double s_mm) const;  // unit, away from the insertion
  // The distance of the nearest place of the path.
  [[nodiscard]] double project(const glm::dvec3& point) const;
  // Between the entries of a table with one per point; the ends' beyond them.
  template <class Value>
  [[nodiscard]] Value value(const std::vector<Value>& table, double s_mm) const {
    const auto [i, t] = segment(glm::clamp(s_mm, 0.0, lengths_.back()));
    return table[i] + t * (table[i + 1] - table[i]);
  }

 private:
  [[nodiscard]] std::pair<std::size_t, double> segment(
      double s_mm) const;  // index of its start, share 0..1 (or beyond)
  void measure();
  std::vector<glm::dvec3> points_;
  std::vector<double> lengths_;
  std::vector<glm::dvec3> directions_;  // per segment, unit
};

// How far material slides towards the origin along its resting course, per point of the path, when the course has the
// given lengths in the pose. `kept_lengths` are the distances from the insertion that the points have in the pose:
// those at rest for a tendon that keeps its length.
[[nodiscard]] std::vector<double> slip_mm(const std::vector<double>& rest_lengths,
                                          const std::vector<double>& posed_lengths,
                                          const std::vector<double>& kept_lengths);

}  // namespace crus
