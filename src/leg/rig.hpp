// What makes a leg move: joints found on its bones, and how every vertex of it follows them.
//
// Bones are rigid. Soft tissue turns about the same hinges by a share of the angle that runs from 0 at the bones before
// a joint to 1 at those behind it (blend_field.hpp); one field for all, so neighbours stay neighbours and the skin goes
// on holding what lies in it. Muscles and tendons slide besides along their own course (tendon_path.hpp): a tendon
// keeps its distance from its insertion, the belly takes up the difference by its excursion share (0 on the origin, 1
// on tendon and insertion aponeurosis). Which courses are drawn taut, and how a tendon lengthens under load where a
// pose asks for it, is data (anatomy/path_data.hpp). The belly of soleus keeps its volume; activation makes it thicker
// and narrower.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "anatomy/motion_data.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/joints.hpp"
#include "leg/pose.hpp"
#include "leg/tendon_path.hpp"

namespace crus {

struct PosedSurface {
  std::vector<glm::vec3> positions, normals;
};

// A muscle with its tendon, as its course runs in a pose.
struct Course {
  std::string muscle;
  std::vector<glm::dvec3> points;  // shank's frame, from the insertion on, at the places of the resting course
  std::vector<double> slip_mm;     // of the material there, towards the origin
  std::vector<double> ankle;       // share of the ankle's angle, per point
  // Of a tendon drawn straight between its bone and the shank: that line, from the bone up.
  std::optional<std::pair<glm::dvec3, glm::dvec3>> taut;
};

// The tendon of the calf, whose figures are measured and whose strain is that of a pose.
inline constexpr std::string_view kCalcanealTendon = "calcaneal-tendon";

// Whether a bone, by structure id, lies before the ankle: it goes with the shank.
[[nodiscard]] bool goes_with_shank(std::string_view bone);

struct RigState;

class Rig {
 public:
  // Fails, with what to do, on a leg without the bones that make an ankle. `leg` is not kept. `kept` is what keep()
  // gave for the same leg and data, which saves most of the time; anything that does not fit is ignored.
  [[nodiscard]] static Result<std::shared_ptr<const Rig>> build(const Leg& leg, const anatomy::MotionData& data,
                                                                Progress& progress, std::span<const float> kept = {});
  ~Rig();
  [[nodiscard]] std::vector<float> keep() const;

  [[nodiscard]] const Hinge& ankle() const;
  [[nodiscard]] const std::optional<Hinge>& subtalar() const;
  [[nodiscard]] const std::optional<Hinge>& toes() const;
  [[nodiscard]] double rest_plantarflexion_deg() const;  // 0 where the leg does not tell
  [[nodiscard]] const std::vector<std::string>& warnings() const;

  // Kept within the joints' stops; what is not a number becomes rest.
  [[nodiscard]] Pose pose(const PoseRequest& request) const;

  // The surfaces of the leg it was built from, in the order of its structures. At rest exactly the leg's own.
  void deform(const Leg& leg, const Pose& pose, std::vector<PosedSurface>& out) const;
  // The same as a leg: meshes, boxes, fibre directions, areas, volumes, attachments and landmarks in the pose.
  [[nodiscard]] LegPtr posed(const Leg& leg, const Pose& pose) const;
  // The same into a copy of the leg made before, for a picture: its fibre directions, areas and volumes stay as they
  // are.
  void repose(const Leg& leg, const Pose& pose, Leg& posed) const;

  // Muscles that cross the ankle, by structure id; empty where the leg lacks the muscle.
  [[nodiscard]] std::optional<Course> course(std::string_view muscle, const Pose& pose) const;
  [[nodiscard]] const TendonPath* path(std::string_view muscle) const;
  // Whether a structure is this tendon or pulls at it (assets/motion/paths.toml).
  [[nodiscard]] bool pulls_at(std::string_view structure, std::string_view tendon) const;
  // Where the tendon leaves its insertion and where its taut part ends above, along the path of the calcaneal tendon.
  [[nodiscard]] glm::dvec2 taut_span_mm() const;

 private:
  explicit Rig(std::unique_ptr<RigState> state);
  std::unique_ptr<RigState> state_;
};

}  // namespace crus
