// What can be drawn of a posture beside its surfaces: joint axes, lines of action with their lever arms, fibres. World
// millimetres of the posed leg. The figures are those of the meter (motion_table.hpp), taken at the same places.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "leg/calf_marks.hpp"
#include "leg/fibre_lines.hpp"
#include "leg/rig.hpp"

namespace crus {

struct AxisLine {
  std::string joint;               // "ankle", "subtalar"
  glm::dvec3 low{0.0}, high{0.0};  // its ends: medial and lateral at the ankle, behind and before below it
  // At rest, in degrees. Ankle: between the axis and the shank's long axis (below 90 where the lateral end is lower),
  // and how far the lateral end lies behind the medial one, seen from above, by the condyles. Subtalar: how steeply it
  // climbs forward, and how far its front end points inward.
  double tilt_deg = 0.0, turned_deg = 0.0;
};

// The lever of a line of action about an axis lies on their common perpendicular and is as long as the moment arm: what
// a pull along the line turns the joint by. Where the line leans along the axis by an angle, only the part of the pull
// square to the axis turns, so the lever ends short of the line: its length is the perpendicular's times the sine.
struct Lever {
  glm::dvec3 on_axis{0.0}, on_line{0.0};  // the ends of the perpendicular
  glm::dvec3 tip{0.0};                    // of the lever, from `on_axis`
  double sine = 1.0;                      // of the angle between the two
  double arm_mm = 0.0;                    // plantarflexors positive
};

struct ActionLine {
  std::string muscle;              // structure id
  std::vector<glm::dvec3> course;  // of the whole muscle, from the insertion on; empty for the calf
  glm::dvec3 low{0.0}, high{0.0};  // the straight line of pull past the ankle, upward
  Lever lever;
};

struct FibreBundle {
  std::string muscle;
  std::vector<std::vector<glm::vec3>> lines;
  // Of soleus: the fibre the meter measures, from its superficial to its deep end.
  std::optional<std::pair<glm::dvec3, glm::dvec3>> measured;
  double fascicle_mm = 0.0, pennation_deg = 0.0;
};

struct MotionLines {
  std::vector<AxisLine> axes;
  std::vector<ActionLine> actions;
  std::vector<FibreBundle> bundles;
};

// What of it is asked for.
struct MotionLineWishes {
  bool axes = false, actions = false, fibres = false;
  std::vector<std::string> muscles;  // besides soleus
};

// Finds them for one leg; what a muscle needs is prepared when it is first asked for, which takes some tenths of a
// second for its fibres.
class MotionLineFinder {
 public:
  // `leg` at rest, as the rig was made for.
  MotionLineFinder(LegPtr leg, std::shared_ptr<const Rig> rig);

  // `posed` is the leg in that pose.
  [[nodiscard]] MotionLines at(const Pose& pose, const Leg& posed, const MotionLineWishes& wishes);

 private:
  [[nodiscard]] std::vector<AxisLine> axes(const Pose& pose) const;
  [[nodiscard]] std::optional<ActionLine> action(const std::string& muscle, const Pose& pose, const Leg& posed) const;
  [[nodiscard]] std::optional<FibreBundle> bundle(const std::string& muscle, const Pose& pose, const Leg& posed);

  LegPtr leg_;
  std::shared_ptr<const Rig> rig_;
  std::optional<FreeTendon> tendon_;
  std::optional<SoleusFibre> fibre_;
  std::map<std::string, FibreLines> lines_;
};

// A lever between an axis and a line of pull.
[[nodiscard]] Lever lever_between(const glm::dvec3& axis_point, const glm::dvec3& axis_direction, const glm::dvec3& low,
                                  const glm::dvec3& high);

}  // namespace crus
