// What a leg's motion measures, on its posed meshes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "leg/rig.hpp"

namespace crus {

struct MotionRow {
  double plantarflexion_deg = 0.0;
  // Soleus: origin to insertion along the tendon's course, and its change from 0 degrees (shorter: negative).
  double soleus_mtu_mm = 0.0;
  double achilles_excursion_mm = 0.0;
  double achilles_moment_arm_mm = 0.0;  // perpendicular distance of the ankle's axis to the line of the free tendon
  double tendon_length_mm = 0.0;
  double tendon_strain = 0.0;        // against rest
  double soleus_volume_cm3 = 0.0;    // of a closed one
  double soleus_thickness_mm = 0.0;  // area over width of the section at mid-belly
  double soleus_fascicle_mm = 0.0;   // of one fibre at mid-belly, from deep to superficial aponeurosis
  double soleus_pennation_deg = 0.0;
  double origin_drift_mm = 0.0;  // the most that a vertex on a footprint departs from its bone
  double insertion_drift_mm = 0.0;
  double max_penetration_mm = 0.0;      // how much deeper a muscle lies in a bone than at rest; 0 at the least
  double talus_tibia_overlap_mm = 0.0;  // the deepest place
  // Least depth in the skin of anything no higher than it reaches, negative outside; of an open skin, away from its
  // rim.
  std::optional<double> skin_min_gap_mm;
  std::optional<double> skin_worse_mm;  // how much farther out of the skin than at rest anything comes; 0 at the least
  // Muscle id and moment arm about the ankle, plantarflexors positive.
  std::vector<std::pair<std::string, double>> moment_arms_mm;
};

// The muscles a table speaks of, those that cross the ankle.
[[nodiscard]] const std::vector<std::string>& motion_muscles();

// Measures poses of one leg. Takes a second to prepare; each row takes a deformation and its measurement.
class MotionMeter {
 public:
  MotionMeter(const Leg& leg, const Rig& rig);
  ~MotionMeter();

  // Of a posture; on the floor or not makes no difference.
  [[nodiscard]] MotionRow row(const PoseRequest& request) const;
  [[nodiscard]] MotionRow row(double plantarflexion_deg, double activation) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The moment arm of a course about a hinge, plantarflexors positive: the perpendicular distance of the axis to the line
// of action, averaged over the stretch that turns with the joint by how much each part of it does. For a frictionless
// tunnel of that shape it equals minus the change of length by angle (virtual work), and is computed apart from it.
[[nodiscard]] double moment_arm_mm(const Course& course, const Hinge& hinge);
[[nodiscard]] double length_mm(const Course& course);

}  // namespace crus
