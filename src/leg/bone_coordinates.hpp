// Places on a long bone in coordinates of its own, found on its mesh. Made for the bones of the built-in leg (a right
// leg in the world frame); other bones are reached by registration (transfer.hpp).
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "geometry/mesh.hpp"
#include "leg/leg.hpp"

namespace crus {

// Tibia and fibula. s runs along the axis: tibia 0 at the plateau (middle of its two halves), 1 at the tip of the
// medial malleolus; fibula 0 at the apex of the head, 1 at the tip of the lateral malleolus. u runs round the bone
// through three borders (0, 1, 2) and comes back to the first at 3; between two borders it grows with the length along
// the section's outline. A border is where the outline reaches furthest in its direction (a soft maximum, as the edges
// are round), smoothed along the bone. Tibia: anterior, medial, interosseous border; fibula: anterior border, posterior
// border, medial crest.
class LongBoneCoordinates {
 public:
  // A direction per border as an angle from forward towards lateral, at the top and at the bottom of the shaft.
  struct BorderDirection {
    double top_rad = 0.0, bottom_rad = 0.0;
  };
  struct Axes {
    glm::dvec3 top{0.0}, bottom{0.0};  // s = 0 and s = 1 lie level with these along the line between them
    glm::dvec3 forward{1.0, 0.0, 0.0}, lateral{0.0, 0.0, 1.0};
    std::array<BorderDirection, 3> borders;
  };
  static constexpr double kFirst = 0.012;  // sections nearer to the ends are no ring round the shaft any more
  static constexpr double kLast = 0.985;
  // Empty when the mesh has no usable section somewhere along the shaft.
  [[nodiscard]] static std::optional<LongBoneCoordinates> make(const geometry::Mesh& bone, const Axes& axes);

  [[nodiscard]] glm::dvec2 of(const glm::dvec3& point) const;  // (s, u), u in 0..3
  [[nodiscard]] glm::dvec3 at(double s, double u) const;       // on the outline of the section
  [[nodiscard]] double length_mm() const { return length_mm_; }
  // Length of the outline from u = 0 on to u, which may lie beyond 0..3.
  [[nodiscard]] double arc_mm(double s, double u) const;

 private:
  struct Station {
    glm::dvec2 centre{0.0};
    std::vector<double> radius;      // by angle, evenly
    std::vector<double> arc;         // length of the outline up to that angle; one more entry, the whole length
    std::array<double, 3> border{};  // arcs, growing; of angles from the first border on
  };
  [[nodiscard]] std::optional<Station> section(const geometry::Mesh& bone, double s) const;
  void find_borders(const Axes& axes);
  [[nodiscard]] double u_of(const Station& station, double angle) const;
  [[nodiscard]] double arc_of(const Station& station, double u) const;
  // The stations before and after s and the share of the second.
  [[nodiscard]] std::pair<std::size_t, double> between(double s) const;

  glm::dvec3 top_{0.0}, axis_{0.0}, forward_{0.0}, lateral_{0.0};
  double length_mm_ = 0.0;
  std::vector<Station> stations_;
};

// How tibia or fibula of a right leg in the world frame is measured; empty for other bones, and when the leg lacks the
// bone or what its axes need.
[[nodiscard]] std::optional<LongBoneCoordinates> long_bone_coordinates(const Leg& leg, std::string_view bone);

}  // namespace crus
