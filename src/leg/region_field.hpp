// A region of attachment on the bone it was defined on, of the built-in leg (a right leg in the world frame); other
// bones are reached by registration (transfer.hpp).
#pragma once

#include <optional>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/attachments.hpp"
#include "leg/bone_coordinates.hpp"
#include "leg/leg.hpp"

namespace crus {

// Signed distance along the surface in mm, negative inside, by point and normal
// there. Exact near straight edges, an estimate elsewhere, never far off within a region's own size.
class RegionField {
 public:
  // Empty when the leg lacks the bone, or a spot's ray misses it.
  [[nodiscard]] static std::optional<RegionField> make(const Leg& leg, const anatomy::AttachmentRegion& region);
  [[nodiscard]] double operator()(const glm::dvec3& point, const glm::dvec3& normal) const;

 private:
  struct Spot {
    glm::dvec3 centre{0.0}, out{0.0}, along{0.0}, across{0.0};
    anatomy::RegionPart part;
  };
  struct Run {
    std::vector<glm::dvec2> points;  // (s, u)
    bool closed = false;
    double half_width_mm = 0.0;
  };
  std::optional<LongBoneCoordinates> coordinates_;
  std::vector<Spot> spots_;
  std::vector<Run> runs_;
};

}  // namespace crus
