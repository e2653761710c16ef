// Tubes along way points: the course as a smooth curve, moved clear of what is in its way, swept to a closed surface.
// Private to this room.
#pragma once

#include <functional>
#include <vector>

#include "atlas/modelled_place.hpp"
#include "geometry/mesh.hpp"

namespace crus::atlas {

struct WayPoint {
  glm::dvec3 position{0.0};
  double width_mm = 0.0;  // across, in the frontal plane where the tube runs down
  double depth_mm = 0.0;
};

// A point of a course, evenly spaced along it.
struct CourseSample {
  glm::dvec3 position{0.0};
  double width_mm = 0.0;
  double depth_mm = 0.0;
  [[nodiscard]] double radius_mm() const { return 0.5 * std::max(width_mm, depth_mm); }
};
using Course = std::vector<CourseSample>;

// The centripetal Catmull-Rom spline through at least two way points, resampled by arc length.
[[nodiscard]] Course course_through(const std::vector<WayPoint>& points, double step_mm);

// What a course keeps clear of.
struct Obstacle {
  const Part* part = nullptr;
  bool around = false;  // skin: the tube stays inside it
  // How far the tube may press into the part at a point (mm); it takes a groove there.
  std::function<double(const glm::dvec3&)> yields_mm = {};
};

struct ClearOptions {
  double gap_mm = 0.3;       // wanted between the tube and everything else
  double skin_gap_mm = 1.5;  // and below the skin
  bool start_fixed = false;  // the end lies in another tube: it stays and its first part may touch
  bool end_fixed = false;
  int iterations = 90;
};

// Pushes the course out along the surfaces' gradients, smoothing as it goes; where the room is too narrow even so the
// tube becomes thinner, down to half. Works in index order: same input, same course.
void clear_course(Course& course, const std::vector<Obstacle>& obstacles, const ClearOptions& options);

// Closed and outward-oriented, with rounded ends. Its frame is the one that turns least along the course.
[[nodiscard]] geometry::Mesh sweep(const Course& course);

// Presses the tube's bed into a soft surface: what lies within radius + gap of the course moves against the surface's
// normal until it is clear, at most depth_mm(point). Returns how many vertices moved.
std::size_t press_groove(geometry::Mesh& mesh, const std::vector<Course>& courses, double gap_mm,
                         const std::function<double(const glm::dvec3&)>& depth_mm);

// An opening in the upper edge of a muscle, as under a tendinous arch: within half_width_mm of the axis through `place`
// (horizontally; running out over as much again) what reaches above floor_mm is pressed down to it, the reach_mm below
// it taking up the slack. Returns how many vertices moved.
struct Notch {
  glm::dvec3 place{0.0};
  double half_width_mm = 0.0;
  double floor_mm = 0.0;
  double reach_mm = 0.0;
};
std::size_t lower_edge(geometry::Mesh& mesh, const Notch& notch);

// Takes back so much of a deformation, where the surface came to pass through itself, that it no longer does. `before`
// are the positions it had, which must be free of that.
void untangle(geometry::Mesh& mesh, const std::vector<glm::vec3>& before);

}  // namespace crus::atlas
