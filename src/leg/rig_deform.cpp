// What a rig does with a pose.
#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

glm::dvec3 turned(const glm::dvec3& v, const glm::dvec3& axis, double angle) {
  const double c = std::cos(angle);
  return v * c + glm::cross(axis, v) * std::sin(angle) + axis * (glm::dot(axis, v) * (1.0 - c));
}

// The least turn that takes one unit vector to another.
glm::dvec3 carried(const glm::dvec3& v, const glm::dvec3& from, const glm::dvec3& to) {
  const glm::dvec3 axis = glm::cross(from, to);
  const double c = glm::dot(from, to);
  if (c < -0.9) {
    return v;
  }
  return v * c + glm::cross(axis, v) + axis * (glm::dot(axis, v) / (1.0 + c));
}

// By area and the angles at rest: at rest the normals the leg came with.
void weighted_normals(const geometry::Mesh& mesh, const std::vector<glm::vec3>& corners_rad,
                      const std::vector<glm::vec3>& positions, std::vector<glm::vec3>& normals) {
  normals.assign(positions.size(), glm::vec3(0.0F));
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    const glm::uvec3& t = mesh.triangles[i];
    const glm::vec3 n = glm::cross(positions[t.y] - positions[t.x], positions[t.z] - positions[t.x]);
    normals[t.x] += corners_rad[i].x * n;
    normals[t.y] += corners_rad[i].y * n;
    normals[t.z] += corners_rad[i].z * n;
  }
  for (std::size_t i = 0; i < normals.size(); ++i) {
    const float length = glm::length(normals[i]);
    normals[i] = length > 0.0F ? normals[i] / length : mesh.normals[i];
  }
}

// One structure's vertices in the pose.
class Deformer {
 public:
  Deformer(const RigState& state, const Pose& pose, const Correction& correction)
      : state_(state), pose_(pose), correction_(correction), turns_(state, pose) {
    for (const Obstacle& obstacle : state.obstacles) {
      obstacles_.push_back(placed(obstacle));
    }
    for (const Muscle& muscle : state.muscles) {
      muscles_.push_back(pose_muscle(muscle, turns_, pose.tendon_strain));
    }
  }

  void run(std::size_t index, const geometry::Mesh& mesh, bool normals, PosedSurface& out) const {
    const Binding& binding = state_.bindings[index];
    out.positions.resize(mesh.positions.size());
    if (binding.rigid) {
      rigid(binding, mesh, out);
      return;
    }
    const double swell_mm =
        correction_.swell_mm.empty() ? 0.0 : static_cast<double>(correction_.swell_mm[binding.host.value_or(index)]);
    for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
      out.positions[v] = soft(binding, mesh, v, swell_mm);
    }
    if (!binding.allowed_mm.empty()) {
      keep_out_of_bones(binding, out.positions);
    }
    const bool skin = state_.skin == index && !correction_.skin_mm.empty();
    if (normals || skin) {
      weighted_normals(mesh, binding.corners_rad, out.positions, out.normals);
    }
    if (skin) {
      for (std::size_t v = 0; v < out.positions.size(); ++v) {
        out.positions[v] += correction_.skin_mm[v] * out.normals[v];
      }
      if (normals) {
        weighted_normals(mesh, binding.corners_rad, out.positions, out.normals);
      }
    }
  }

 private:
  void rigid(const Binding& binding, const geometry::Mesh& mesh, PosedSurface& out) const {
    const Frame frame = frame_of(binding.segment);
    out.normals.resize(mesh.normals.size());
    for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
      out.positions[v] = glm::vec3(frame.rotation * glm::dvec3(mesh.positions[v]) + frame.origin);
    }
    for (std::size_t v = 0; v < mesh.normals.size(); ++v) {
      out.normals[v] = glm::vec3(frame.rotation * glm::dvec3(mesh.normals[v]));
    }
  }

  // Where a segment's own axes and origin come to lie.
  struct Frame {
    glm::dmat3 rotation{1.0};
    glm::dvec3 origin{0.0};
  };
  [[nodiscard]] Frame frame_of(Segment segment) const {
    const glm::dvec3 shares = shares_of(segment);
    Frame frame;
    frame.origin = turns_.apply(glm::dvec3(0.0), shares);
    for (glm::length_t k = 0; k < 3; ++k) {
      glm::dvec3 unit(0.0);
      unit[k] = 1.0;
      frame.rotation[k] = turns_.apply(unit, shares) - frame.origin;
    }
    return frame;
  }

  // What slid into a bone is moved out along the shortest way.
  void keep_out_of_bones(const Binding& binding, std::vector<glm::vec3>& positions) const {
    // Out of one bone may be into its neighbour.
    bool moved = true;
    constexpr int kRounds = 3;
    for (int round = 0; round < kRounds && moved; ++round) {
      moved = false;
      for (const Placed& placed : obstacles_) {
        moved = move_out(placed, binding, positions) || moved;
      }
    }
  }

  struct Placed {
    const Obstacle& obstacle;
    Frame frame;
    geometry::Box box;  // in the pose, round the turned box of the bone
  };
  [[nodiscard]] Placed placed(const Obstacle& obstacle) const {
    Placed result{obstacle, frame_of(obstacle.segment), {}};
    const geometry::Box& rest = obstacle.box;
    for (unsigned corner = 0; corner < 8; ++corner) {
      const glm::dvec3 p((corner & 1U) != 0 ? rest.max.x : rest.min.x, (corner & 2U) != 0 ? rest.max.y : rest.min.y,
                         (corner & 4U) != 0 ? rest.max.z : rest.min.z);
      result.box.add(glm::vec3(result.frame.rotation * p + result.frame.origin));
    }
    return result;
  }

  static bool outside(const geometry::Box& box, const glm::vec3& p) {
    return !(p.x >= box.min.x && p.x <= box.max.x && p.y >= box.min.y && p.y <= box.max.y && p.z >= box.min.z &&
             p.z <= box.max.z);
  }

  static bool move_out(const Placed& placed, const Binding& binding, std::vector<glm::vec3>& positions) {
    bool moved = false;
    const glm::dmat3 back = glm::transpose(placed.frame.rotation);
    const geometry::Box& bone = placed.obstacle.box;
    for (std::size_t v = 0; v < positions.size(); ++v) {
      // Most vertices are near no bone: the posed box tells so without a turn.
      if (outside(placed.box, positions[v])) {
        continue;
      }
      const glm::dvec3 p = back * (glm::dvec3(positions[v]) - placed.frame.origin);
      if (outside(bone, glm::vec3(p))) {
        continue;
      }
      const double beyond = -placed.obstacle.depth.sample(p) - static_cast<double>(binding.allowed_mm[v]);
      if (beyond > 0.0) {
        const glm::dvec3 out = placed.obstacle.depth.gradient(p);
        const double steep = glm::length(out);
        if (steep > 1e-6) {
          positions[v] += glm::vec3(placed.frame.rotation * (out * (beyond / steep)));
          moved = true;
        }
      }
    }
    return moved;
  }

  [[nodiscard]] glm::vec3 soft(const Binding& binding, const geometry::Mesh& mesh, std::size_t v,
                               double swell_mm) const {
    glm::dvec3 p(mesh.positions[v]);
    glm::dvec3 shares(binding.shares[v]);
    if (!binding.bulge.empty()) {
      p += pose_.activation * glm::dvec3(binding.bulge[v]);
    }
    if (!binding.swell.empty()) {
      p += swell_mm * glm::dvec3(binding.swell[v]);
    }
    if (binding.muscle < 0) {
      return glm::vec3(turns_.apply(p, shares));
    }
    const auto index = static_cast<std::size_t>(binding.muscle);
    const Muscle& muscle = state_.muscles[index];
    const MusclePose& posed = muscles_[index];
    const double s = binding.along_mm[v];
    double at = s;
    // Tendon that is fixed to its bone neither slides nor is straightened. (At the origin the sharing tells it.)
    constexpr float kFixed = 0.8F;
    const float tendon = binding.excursion.empty() ? 0.0F : glm::smoothstep(0.5F, 0.9F, binding.excursion[v]);
    const auto free = static_cast<double>(1.0F - tendon * glm::smoothstep(kFixed, 1.0F, binding.held[v]));
    if (!binding.excursion.empty() && binding.excursion[v] > 0.0F) {
      const double slip = free * static_cast<double>(binding.excursion[v]) * muscle.path.value(posed.slip_mm, s);
      at = s + slip;
      p = muscle.path.point(at) + carried(p - muscle.path.point(s), muscle.path.tangent(s), muscle.path.tangent(at));
      shares =
          glm::clamp(shares + muscle.path.value(muscle.shares, at) - muscle.path.value(muscle.shares, s), 0.0, 1.0);
    }
    glm::dvec3 result = turns_.apply(p, shares);
    if (!binding.taut.empty() && binding.taut[v] > 0.0F) {
      result += free * static_cast<double>(binding.taut[v]) * muscle.path.value(posed.straight, at);
    }
    return glm::vec3(result);
  }

  const RigState& state_;
  const Pose& pose_;
  const Correction& correction_;
  JointTurns turns_;
  std::vector<MusclePose> muscles_;
  std::vector<Placed> obstacles_;
};

}  // namespace

JointTurns::JointTurns(const RigState& state, const Pose& pose) {
  const auto set = [&](std::size_t i, const Hinge& hinge, double angle) {
    joints_.at(i) = {hinge.point_mm, hinge.direction, angle};
    moves_ = moves_ || angle != 0.0;
  };
  set(0, state.ankle, pose.ankle_rad);
  if (state.subtalar) {
    set(1, *state.subtalar, pose.subtalar_rad);
  }
  if (state.toes) {
    set(2, *state.toes, pose.toes_rad);
  }
}

glm::dvec3 JointTurns::apply(const glm::dvec3& point, const glm::dvec3& shares) const {
  glm::dvec3 p = point;
  for (glm::length_t i = 2; i >= 0; --i) {
    const One& joint = joints_.at(static_cast<std::size_t>(i));
    if (joint.angle_rad != 0.0 && shares[i] != 0.0) {
      p = joint.point + turned(p - joint.point, joint.direction, shares[i] * joint.angle_rad);
    }
  }
  return p;
}

MusclePose pose_muscle(const Muscle& muscle, const JointTurns& turns, double strain) {
  const std::vector<glm::dvec3>& rest = muscle.path.points();
  MusclePose posed;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    posed.points.push_back(turns.apply(rest[i], muscle.shares[i]));
  }
  posed.straight.assign(rest.size(), glm::dvec3(0.0));
  if (muscle.taut) {
    // The chord between bone and shank takes along what the resting course departs from its own chord.
    const glm::dvec2 span = muscle.span_mm;
    const glm::dvec3 low = muscle.path.point(span.x);
    const glm::dvec3 high = muscle.path.point(span.y);
    const glm::dvec3 low_posed = turns.apply(low, muscle.path.value(muscle.shares, span.x));
    const glm::dvec3 high_posed = turns.apply(high, muscle.path.value(muscle.shares, span.y));
    for (std::size_t i = 0; i < rest.size(); ++i) {
      const double s = muscle.path.lengths()[i];
      if (s <= span.x || s >= span.y) {
        continue;
      }
      const double t = (s - span.x) / (span.y - span.x);
      const glm::dvec3 departs = rest[i] - glm::mix(low, high, t);
      posed.straight[i] = glm::mix(low_posed, high_posed, t) + departs - posed.points[i];
      posed.points[i] += posed.straight[i];
    }
  }
  std::vector<double> lengths(rest.size(), 0.0);
  for (std::size_t i = 1; i < rest.size(); ++i) {
    lengths[i] = lengths[i - 1] + std::max(glm::distance(posed.points[i - 1], posed.points[i]), 1e-6);
  }
  // What lengthens carries what lies beyond it along; the belly gives way, for the course is as long as before.
  std::vector<double> kept = muscle.path.lengths();
  for (double& s : kept) {
    s += strain * (std::clamp(s, muscle.strained_mm.x, muscle.strained_mm.y) - muscle.strained_mm.x);
  }
  posed.slip_mm = slip_mm(muscle.path.lengths(), lengths, kept);
  return posed;
}

void deform_in_shank(const RigState& state, const Leg& leg, const Pose& pose, const Correction& correction,
                     bool normals, std::vector<PosedSurface>& out) {
  const Deformer deformer(state, pose, correction);
  out.resize(leg.structures.size());
  for_each_parallel(leg.structures.size(),
                    [&](std::size_t i) { deformer.run(i, leg.structures[i].mesh, normals, out[i]); });
}

PosedSurface deform_one(const RigState& state, const Leg& leg, const Pose& pose, const Correction& correction,
                        std::size_t index) {
  PosedSurface surface;
  Deformer(state, pose, correction).run(index, leg.structures[index].mesh, false, surface);
  return surface;
}

}  // namespace crus
