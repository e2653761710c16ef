#include "leg/motion_lines.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "leg/motion_table.hpp"

namespace crus {
namespace {

constexpr double kAnkleReachMm = 72.0;  // either way from the middle of the joint
constexpr double kSubtalarReachMm = 62.0;
constexpr double kLineReachMm = 45.0;  // of a wrapping tendon's straight line, either way

glm::dvec3 moved(const glm::dmat4& world, const glm::dvec3& p) { return {world * glm::dvec4(p, 1.0)}; }
glm::dvec3 turned(const glm::dmat4& world, const glm::dvec3& v) { return glm::dmat3(world) * v; }

// The place of a course's straight line whose own arm is the course's: somewhere between its extremes there is one.
std::optional<std::pair<glm::dvec3, glm::dvec3>> line_with_arm(const Course& course, const Hinge& hinge,
                                                               double arm_mm) {
  struct Piece {
    glm::dvec3 middle, line;
    double off, turns;
  };
  std::vector<Piece> pieces;
  for (std::size_t i = 1; i < course.points.size(); ++i) {
    const glm::dvec3 line = glm::normalize(course.points[i] - course.points[i - 1]);
    const glm::dvec3 middle = 0.5 * (course.points[i] + course.points[i - 1]);
    const double own = arm_of_line_mm(middle, middle + line, hinge.point_mm, hinge.direction);
    pieces.push_back({middle, line, own - arm_mm, course.ankle[i - 1] - course.ankle[i]});
  }
  // Of the places where the arm is right, the one where the course turns most.
  std::optional<std::pair<glm::dvec3, glm::dvec3>> best;
  double most = 0.0;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const Piece& a = pieces[i - 1];
    const Piece& b = pieces[i];
    const double turns = std::abs(a.turns) + std::abs(b.turns);
    if ((a.off <= 0.0) == (b.off <= 0.0) || turns <= most) {
      continue;
    }
    double low = 0.0;
    double high = 1.0;
    const auto at = [&](double t) {
      return std::pair(glm::mix(a.middle, b.middle, t), glm::normalize(glm::mix(a.line, b.line, t)));
    };
    constexpr int kHalvings = 60;
    for (int k = 0; k < kHalvings; ++k) {
      const double t = 0.5 * (low + high);
      const auto [middle, line] = at(t);
      const double off = arm_of_line_mm(middle, middle + line, hinge.point_mm, hinge.direction) - arm_mm;
      ((off <= 0.0) == (a.off <= 0.0) ? low : high) = t;
    }
    most = turns;
    best = at(0.5 * (low + high));
  }
  return best;
}

// The straight line of pull, upward.
std::optional<std::pair<glm::dvec3, glm::dvec3>> line_of(const Course& course, const Hinge& hinge) {
  if (course.taut) {
    return course.taut;
  }
  const auto line = line_with_arm(course, hinge, moment_arm_mm(course, hinge));
  if (!line) {
    return std::nullopt;
  }
  const glm::dvec3 reach = kLineReachMm * line->second;
  return std::pair(line->first - reach, line->first + reach);
}

}  // namespace

Lever lever_between(const glm::dvec3& axis_point, const glm::dvec3& axis_direction, const glm::dvec3& low,
                    const glm::dvec3& high) {
  const glm::dvec3 line = glm::normalize(high - low);
  const glm::dvec3 square = glm::cross(axis_direction, line);
  Lever lever;
  lever.sine = glm::length(square);
  lever.arm_mm = arm_of_line_mm(low, high, axis_point, axis_direction);
  if (lever.sine < 1e-6) {
    lever.on_axis = lever.on_line = lever.tip = axis_point;
    return lever;
  }
  const glm::dvec3 between = low - axis_point;
  const double along_line = glm::dot(glm::cross(between, axis_direction), square) / (lever.sine * lever.sine);
  const double along_axis = glm::dot(glm::cross(between, line), square) / (lever.sine * lever.sine);
  lever.on_axis = axis_point + along_axis * axis_direction;
  lever.on_line = low + along_line * line;
  lever.tip = glm::mix(lever.on_axis, lever.on_line, lever.sine);
  return lever;
}

MotionLineFinder::MotionLineFinder(LegPtr leg, std::shared_ptr<const Rig> rig)
    : leg_(std::move(leg)),
      rig_(std::move(rig)),
      tendon_(FreeTendon::find(*leg_, *rig_)),
      fibre_(SoleusFibre::find(*leg_, *rig_)) {}

std::vector<AxisLine> MotionLineFinder::axes(const Pose& pose) const {
  std::vector<AxisLine> lines;
  const double inward = leg_->side == anatomy::Side::left ? 1.0 : -1.0;  // along z
  const Hinge& ankle = rig_->ankle();
  // Where the axis passes the middle between the malleoli, which is the world's origin.
  const glm::dvec3 middle = ankle.point_mm - glm::dot(ankle.point_mm, ankle.direction) * ankle.direction;
  const glm::dvec3 d = ankle.direction;
  const glm::dvec3 lateral = inward < 0.0 ? d : -d;
  AxisLine line{"ankle", moved(pose.world_from_shank, middle - kAnkleReachMm * lateral),
                moved(pose.world_from_shank, middle + kAnkleReachMm * lateral), 0.0, 0.0};
  line.tilt_deg = degrees(std::acos(std::clamp(-lateral.y, -1.0, 1.0)));
  line.turned_deg = degrees(std::atan2(-lateral.x, std::abs(lateral.z)));
  lines.push_back(line);
  if (const auto& subtalar = rig_->subtalar()) {
    const glm::dvec3 forward = subtalar->direction.x < 0.0 ? -subtalar->direction : subtalar->direction;
    const glm::dmat4 world = pose.world_from_shank * turn(ankle, pose.ankle_rad);
    lines.push_back({"subtalar", moved(world, subtalar->point_mm - kSubtalarReachMm * forward),
                     moved(world, subtalar->point_mm + kSubtalarReachMm * forward),
                     degrees(std::atan2(forward.y, std::hypot(forward.x, forward.z))),
                     degrees(std::atan2(inward * forward.z, forward.x))});
  }
  return lines;
}

std::optional<ActionLine> MotionLineFinder::action(const std::string& muscle, const Pose& pose,
                                                   const Leg& posed) const {
  const glm::dmat4& world = pose.world_from_shank;
  const glm::dvec3 axis_point = moved(world, rig_->ankle().point_mm);
  const glm::dvec3 axis = turned(world, rig_->ankle().direction);
  ActionLine action;
  action.muscle = muscle;
  if (tendon_ && rig_->pulls_at(muscle, kCalcanealTendon)) {
    action.low = tendon_->foot.centroid(posed.structures[tendon_->structure].mesh.positions);
    action.high = moved(world, tendon_->held);
  } else {
    const auto course = rig_->course(muscle, pose);
    if (!course || course->points.size() < 3) {
      return std::nullopt;
    }
    for (const glm::dvec3& p : course->points) {
      action.course.push_back(moved(world, p));
    }
    const auto line = line_of(*course, rig_->ankle());
    if (!line) {
      return std::nullopt;
    }
    action.low = moved(world, line->first);
    action.high = moved(world, line->second);
  }
  action.lever = lever_between(axis_point, axis, action.low, action.high);
  return action;
}

std::optional<FibreBundle> MotionLineFinder::bundle(const std::string& muscle, const Pose& pose, const Leg& posed) {
  const auto index = structure_index(*leg_, muscle);
  if (!index || leg_->structures[*index].fibre_directions.empty()) {
    return std::nullopt;
  }
  const LegStructure& rest = leg_->structures[*index];
  const anatomy::Structure* entry = leg_->entry(rest);
  if (!lines_.contains(muscle)) {
    constexpr double kUsualMm = 45.0;
    constexpr double kSpacingMm = 5.0;
    const bool known = entry != nullptr && entry->architecture && entry->architecture->fibre_length_mm > 0.0;
    lines_.emplace(muscle, FibreLines::on(rest, known ? entry->architecture->fibre_length_mm : kUsualMm, kSpacingMm));
  }
  FibreBundle bundle;
  bundle.muscle = muscle;
  const std::vector<glm::vec3>& positions = posed.structures[*index].mesh.positions;
  bundle.lines = lines_.at(muscle).at(positions);
  if (fibre_ && fibre_->structure == *index) {
    bundle.measured = {fibre_->superficial.at(positions), fibre_->deep.at(positions)};
    bundle.fascicle_mm = fibre_->length_mm(positions);
    bundle.pennation_deg = fibre_->pennation_deg(positions, turned(pose.world_from_shank, fibre_->line));
  }
  return bundle;
}

MotionLines MotionLineFinder::at(const Pose& pose, const Leg& posed, const MotionLineWishes& wishes) {
  MotionLines lines;
  if (wishes.axes) {
    lines.axes = axes(pose);
  }
  std::vector<std::string> muscles{"soleus"};
  for (const std::string& muscle : wishes.muscles) {
    if (std::find(muscles.begin(), muscles.end(), muscle) == muscles.end()) {
      muscles.push_back(muscle);
    }
  }
  bool calf = false;
  for (const std::string& muscle : muscles) {
    const bool of_calf = rig_->pulls_at(muscle, kCalcanealTendon);
    const bool again = of_calf && calf;
    if (wishes.actions && !again) {
      if (auto found = action(muscle, pose, posed)) {
        lines.actions.push_back(std::move(*found));
        calf = calf || of_calf;
      }
    }
    if (wishes.fibres) {
      if (auto found = bundle(muscle, pose, posed)) {
        lines.bundles.push_back(std::move(*found));
      }
    }
  }
  return lines;
}

}  // namespace crus
