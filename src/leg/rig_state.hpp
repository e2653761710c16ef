// The insides of a rig, shared by its making and its use. Private to this room.
#pragma once

#include <map>

#include "geometry/closest.hpp"
#include "geometry/distance_grid.hpp"
#include "leg/blend_field.hpp"
#include "leg/rig.hpp"

namespace crus {

// The part of the limb a bone belongs to, outward: each goes along with the joints before it.
enum class Segment : std::uint8_t { shank, talus, foot, toes };
[[nodiscard]] glm::dvec3 shares_of(Segment segment);  // of ankle, subtalar joint and toes
[[nodiscard]] Segment segment_of(std::string_view bone);

// What a path needs beside its course.
struct Muscle {
  std::string id;  // of the structure whose mesh made the path
  TendonPath path;
  std::vector<glm::dvec3> shares;  // of the joints, per point
  bool taut = false;               // drawn straight over `span_mm`, from the bone that it wraps up
  glm::dvec2 span_mm{0.0};
  glm::dvec2 strained_mm{0.0};  // the stretch of the path that lengthens under load; none where both are equal
};

// A structure's vertices. Empty arrays where it is rigid.
struct Binding {
  bool rigid = false;
  Segment segment = Segment::shank;
  std::vector<glm::vec3> shares;       // of ankle, subtalar joint and toes
  int muscle = -1;                     // whose path it slides along
  std::vector<float> along_mm;         // place on that path
  std::vector<float> excursion;        // share of the slip
  std::vector<float> taut;             // share of the straightening; along_mm is set with it
  std::vector<glm::vec3> bulge;        // displacement at full activation, before everything else
  std::optional<std::size_t> host;     // the structure it lies in or on, whose slip and swelling it shares
  std::vector<glm::vec3> swell;        // how it takes part in keeping the volume: outward, 1 at full part
  std::vector<float> held;             // how firmly it is fixed to a bone, whichever
  std::vector<glm::vec3> corners_rad;  // angles of the triangles at rest, by which normals are weighted
  std::vector<float> allowed_mm;       // how deep in a bone it may lie: as deep as at rest, and a little
};

// Values of a host's vertices at the places of its surface nearest to a guest's.
template <class Value>
[[nodiscard]] std::vector<Value> borrowed(const std::vector<Value>& values, const geometry::Mesh& host,
                                          const geometry::Mesh& guest) {
  const geometry::SurfaceTree tree(host);
  std::vector<Value> result;
  result.reserve(guest.positions.size());
  for (const glm::vec3& p : guest.positions) {
    const auto hit = tree.closest(p);
    Value value{0.0F};
    for (glm::length_t k = 0; hit && k < 3; ++k) {
      value += hit->barycentric[k] * values[host.triangles[hit->triangle][k]];
    }
    result.push_back(value);
  }
  return result;
}

// A bone that flesh must not sink into, in its place at rest.
struct Obstacle {
  Segment segment = Segment::shank;
  geometry::Box box;
  geometry::DistanceGrid depth;
};

// What keeps the volume of bellies, and what keeps the skin outside, at one key angle and activation.
struct Correction {
  std::vector<float> swell_mm;  // per structure
  std::vector<float> skin_mm;   // per vertex of the skin, along its normals; empty: none
};

struct Corrections {
  std::vector<double> angles_rad;  // of the ankle, growing
  std::vector<Correction> keys;    // per angle: slack, at full activation, and with the tendon's full strain besides
  // What a turn of the subtalar joint, and of the toes, asks for on top of that.
  struct Beside {
    std::vector<double> ankle_rad, joint_rad;  // growing
    std::vector<Correction> keys;              // the joint's angle fastest
  };
  std::array<Beside, 2> beside;
};

struct RigState {
  anatomy::MotionData data;
  Hinge ankle;
  std::optional<Hinge> subtalar, toes;
  double rest_deg = 0.0;
  std::vector<std::string> warnings;
  std::vector<Muscle> muscles;
  std::vector<Binding> bindings;  // one per structure
  std::optional<std::size_t> skin, soleus;
  std::vector<Obstacle> obstacles;
  Corrections corrections;
};

// Turns by shares of the pose's angles.
class JointTurns {
 public:
  JointTurns(const RigState& state, const Pose& pose);
  [[nodiscard]] glm::dvec3 apply(const glm::dvec3& point, const glm::dvec3& shares) const;
  [[nodiscard]] bool moves() const { return moves_; }

 private:
  struct One {
    glm::dvec3 point{0.0}, direction{0.0, 0.0, 1.0};
    double angle_rad = 0.0;
  };
  std::array<One, 3> joints_;  // ankle, subtalar, toes
  bool moves_ = false;
};

// A muscle's course in a pose.
struct MusclePose {
  std::vector<glm::dvec3> points;    // of the path, posed and straightened
  std::vector<double> slip_mm;       // per point
  std::vector<glm::dvec3> straight;  // per point: what straightening adds
};
// `strain` is that of what lengthens under load, as a share.
[[nodiscard]] MusclePose pose_muscle(const Muscle& muscle, const JointTurns& turns, double strain);

// The corrections at a pose, interpolated.
[[nodiscard]] Correction correction_at(const RigState& state, const Pose& pose);
// Whether a structure is a muscle whose tendon runs past the ankle.
[[nodiscard]] bool crosses_the_ankle(const Leg& leg, const LegStructure& structure);
// The paths, once the joints' shares are bound, and what slides along them. `scale` is the tibia's length by 380 mm.
void find_courses(RigState& state, const Leg& leg, double scale);
// The bones, the depths at rest, the bulge of the working soleus: what bindings need beside shares and courses.
void find_obstacles(RigState& state, const Leg& leg);
void find_corners(RigState& state, const Leg& leg);
void find_bulge(RigState& state, const Leg& leg);
// Fills RigState::corrections.
void find_corrections(RigState& state, const Leg& leg, Progress& progress);
[[nodiscard]] std::vector<float> flattened(const Corrections& corrections);
// Whether what was flattened fits this leg; only then the corrections are set.
bool take_flattened(RigState& state, const Leg& leg, std::span<const float> flat);

// Everything but the shank's own place; without normals where `normals` is false.
void deform_in_shank(const RigState& state, const Leg& leg, const Pose& pose, const Correction& correction,
                     bool normals, std::vector<PosedSurface>& out);
// One structure alone, without normals.
[[nodiscard]] PosedSurface deform_one(const RigState& state, const Leg& leg, const Pose& pose,
                                      const Correction& correction, std::size_t index);

}  // namespace crus
