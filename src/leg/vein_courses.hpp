// The centre lines of tubes, each from its lower end up, held by the material so that they follow it into any pose.
#pragma once

#include <string>
#include <vector>

#include "leg/leg.hpp"

namespace crus {

class VeinCourses {
 public:
  // Of every vein of the leg; a structure of several tubes has one for each.
  [[nodiscard]] static VeinCourses of(const Leg& leg);

  struct Line {
    std::size_t structure = 0;
    std::vector<glm::vec3> points;
  };
  // For the same leg in any pose.
  [[nodiscard]] std::vector<Line> at(const Leg& posed) const;
  [[nodiscard]] bool empty() const { return tubes_.empty(); }

 private:
  struct Tube {
    std::size_t structure = 0;
    std::vector<std::vector<std::uint32_t>> rings;  // vertices, from the lower end up
  };
  std::vector<Tube> tubes_;
};

}  // namespace crus
