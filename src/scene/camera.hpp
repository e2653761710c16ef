// Inside the room: the axes of a camera and the fit of points into its picture.
#pragma once

#include <glm/glm.hpp>

#include "session/session.hpp"

namespace crus::scene {

// Unit vectors in the world: to the picture's right, to its top, and back towards the camera from its target. Defined
// at the poles too, where "up" is the direction the camera came from.
struct CameraAxes {
  glm::dvec3 right, up, back;
};
[[nodiscard]] CameraAxes axes_of(const Camera& camera);

// The reach of a set of points as a perspective camera of half-width tan(angle) `spread` sees them, gathered one by
// one.
class Fit {
 public:
  Fit(const Camera& camera, glm::dvec2 spread);
  void add(const glm::dvec3& point);
  // Whether nothing in the box, moved by the offset, would change the fit.
  [[nodiscard]] bool holds(const geometry::Box& box, const glm::vec3& offset) const;
  // The camera from which every point is inside, as near as that allows; unchanged without points.
  [[nodiscard]] Camera fitted() const;

 private:
  struct Reach {
    glm::dvec2 low, high;
    double depth;
  };
  [[nodiscard]] Reach reach_of(const glm::dvec3& point) const;

  Camera camera_;
  CameraAxes axes_;
  glm::dvec2 spread_;
  glm::dvec2 low_, high_;
  double near_, far_;
  bool any_ = false;
};

}  // namespace crus::scene
