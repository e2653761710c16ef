// Where a point lies in the terms the pain data use (anatomy/pain_data.hpp): along and round the leg, along and across
// the foot, distance to landmarks. The same numbers mean the same anatomy on a left and a right leg of any size.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/pain_data.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::pain {

// Millimetres here are those of a leg whose tibia is 380 mm long.
struct BodyPlace {
  double h = 0.0;
  double phi_deg = 0.0;
  double from_axis_mm = 0.0;
  double below_edge_mm = 0.0;  // below the lower edge of gastrocnemius
  double u = 0.0, v = 0.0, w_mm = 0.0;
};

class BodyCoordinates {
 public:
  // Fails where the leg lacks knee or ankle; without the bones of the foot foot() is false.
  [[nodiscard]] static Result<BodyCoordinates> of(const Leg& leg, const geometry::Mesh& skin);

  [[nodiscard]] BodyPlace place(const glm::dvec3& world_mm) const;
  // Whether a zone's part can be found on this leg; if not, what is missing.
  [[nodiscard]] std::optional<std::string> missing(const anatomy::ZonePart& part) const;
  [[nodiscard]] bool inside(const anatomy::ZonePart& part, const glm::dvec3& world_mm, const BodyPlace& place) const;

  // A ray that enters the skin at a trigger point's place: from outside, inward.
  struct Ray {
    glm::dvec3 origin{0.0}, direction{0.0};
  };
  [[nodiscard]] std::optional<Ray> ray_to(const anatomy::PointPlace& place) const;
  [[nodiscard]] double scale() const { return scale_; }
  [[nodiscard]] bool foot() const { return foot_.has_value(); }

 private:
  struct Foot {
    glm::dvec3 heel{0.0}, along{1.0, 0.0, 0.0}, across{0.0, 0.0, 1.0}, up{0.0, 1.0, 0.0};
    double length_mm = 1.0;
    double middle_mm = 0.0;  // of the metatarsal heads, across from the line heel to second head
    double half_width_mm = 1.0;
    double sole_mm = 0.0;
  };
  // Empty where the leg lacks bones of the foot.
  [[nodiscard]] static std::optional<Foot> foot_of(const Leg& leg, double lateral);
  [[nodiscard]] glm::dvec2 centre(double y) const;

  double knee_y_ = 0.0;
  double scale_ = 1.0;
  double lateral_ = 1.0;             // sign of world z that is lateral
  double first_y_ = 0.0;             // of the centres
  std::vector<glm::dvec2> centres_;  // x, z of the skin's section every kStepMm
  std::optional<double> edge_y_;     // lower edge of gastrocnemius
  std::optional<Foot> foot_;
  std::vector<Landmark> landmarks_;
};

}  // namespace crus::pain
