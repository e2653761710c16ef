#include "leg/rig.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"
#include "core/units.hpp"
#include "geometry/measure.hpp"
#include "leg/posed_fibres.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

void turn_fibres(const Leg& leg, Leg& posed) {
  for_each_parallel(leg.structures.size(), [&](std::size_t i) {
    const LegStructure& rest = leg.structures[i];
    LegStructure& structure = posed.structures[i];
    if (!rest.fibre_directions.empty()) {
      structure.fibre_directions = posed_directions(rest.mesh, structure.mesh.positions, rest.fibre_directions);
    }
  });
}

}  // namespace

Rig::Rig(std::unique_ptr<RigState> state) : state_(std::move(state)) {}
Rig::~Rig() = default;

std::vector<float> Rig::keep() const { return flattened(state_->corrections); }

const Hinge& Rig::ankle() const { return state_->ankle; }
const std::optional<Hinge>& Rig::subtalar() const { return state_->subtalar; }
const std::optional<Hinge>& Rig::toes() const { return state_->toes; }
double Rig::rest_plantarflexion_deg() const { return state_->rest_deg; }
const std::vector<std::string>& Rig::warnings() const { return state_->warnings; }

Pose Rig::pose(const PoseRequest& request) const {
  const auto kept = [](double value, const glm::dvec2& stop, double otherwise) {
    return std::isfinite(value) ? std::clamp(value, stop.x, stop.y) : otherwise;
  };
  const anatomy::MotionData& data = state_->data;
  Pose pose;
  const double flexed = kept(request.plantarflexion_deg, data.talocrural.stop_deg, state_->rest_deg);
  pose.ankle_rad = -radians(flexed - state_->rest_deg);
  if (state_->subtalar) {
    pose.subtalar_rad = radians(kept(request.inversion_deg, data.subtalar.stop_deg, 0.0));
  }
  if (state_->toes) {
    pose.toes_rad = radians(kept(request.toe_extension_deg, data.toes.stop_deg, 0.0));
  }
  pose.activation = kept(request.activation, {0.0, 1.0}, 0.0);
  if (const anatomy::TendonStrain* strain = data.paths.strain_of(kCalcanealTendon); request.strain && strain) {
    pose.tendon_strain = strain->at(pose.activation);
  }
  if (request.closed_chain) {
    // The toes stay where they are with the foot square to the shank.
    const auto toes_of = [&](double ankle_rad, double subtalar_rad, double toes_rad) {
      glm::dmat4 foot = turn(state_->ankle, ankle_rad);
      foot = state_->subtalar ? foot * turn(*state_->subtalar, subtalar_rad) : foot;
      return state_->toes ? foot * turn(*state_->toes, toes_rad) : foot;
    };
    pose.world_from_shank = toes_of(radians(state_->rest_deg), 0.0, 0.0) *
                            glm::inverse(toes_of(pose.ankle_rad, pose.subtalar_rad, pose.toes_rad));
  }
  return pose;
}

void Rig::deform(const Leg& leg, const Pose& pose, std::vector<PosedSurface>& out) const {
  if (pose.at_rest()) {
    out.resize(leg.structures.size());
    for (std::size_t i = 0; i < leg.structures.size(); ++i) {
      out[i].positions = leg.structures[i].mesh.positions;
      out[i].normals = leg.structures[i].mesh.normals;
    }
    return;
  }
  deform_in_shank(*state_, leg, pose, correction_at(*state_, pose), true, out);
  if (pose.world_from_shank == glm::dmat4(1.0)) {
    return;
  }
  const glm::mat4 world(pose.world_from_shank);
  const glm::mat3 turned(world);
  for (PosedSurface& surface : out) {
    for (glm::vec3& p : surface.positions) {
      p = glm::vec3(world * glm::vec4(p, 1.0F));
    }
    for (glm::vec3& n : surface.normals) {
      n = turned * n;
    }
  }
}

LegPtr Rig::posed(const Leg& leg, const Pose& pose) const {
  auto result = std::make_shared<Leg>(leg);
  if (!pose.at_rest()) {
    repose(leg, pose, *result);
    turn_fibres(leg, *result);
    for (LegStructure& structure : result->structures) {
      structure.area_mm2 = geometry::area_mm2(structure.mesh);
      structure.volume_mm3 = structure.closed ? geometry::volume_mm3(structure.mesh) : 0.0;
    }
  }
  return result;
}

void Rig::repose(const Leg& leg, const Pose& pose, Leg& posed) const {
  // The arrays of the pose before are filled anew.
  std::vector<PosedSurface> surfaces(posed.structures.size());
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    surfaces[i] = {std::move(posed.structures[i].mesh.positions), std::move(posed.structures[i].mesh.normals)};
  }
  deform(leg, pose, surfaces);
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    LegStructure& structure = posed.structures[i];
    structure.mesh.positions = std::move(surfaces[i].positions);
    structure.mesh.normals = std::move(surfaces[i].normals);
    structure.box = geometry::bounds(structure.mesh);
  }
  // Patches, landmarks and pulls ride on their bones.
  const JointTurns turns(*state_, pose);
  const auto moved = [&](const glm::dvec3& p, Segment segment) {
    return glm::dvec3(pose.world_from_shank * glm::dvec4(turns.apply(p, shares_of(segment)), 1.0));
  };
  for (std::size_t a = 0; a < leg.attachments.size(); ++a) {
    Attachment& attachment = posed.attachments[a];
    attachment = leg.attachments[a];
    const Segment segment = segment_of(attachment.bone);
    const glm::dvec3 origin = moved(glm::dvec3(0.0), segment);
    for (std::size_t v = 0; v < attachment.patch.positions.size(); ++v) {
      attachment.patch.positions[v] = glm::vec3(moved(glm::dvec3(attachment.patch.positions[v]), segment));
      if (!attachment.patch.normals.empty()) {
        attachment.patch.normals[v] = glm::vec3(moved(glm::dvec3(attachment.patch.normals[v]), segment) - origin);
      }
    }
    for (std::vector<glm::vec3>& loop : attachment.boundary) {
      for (glm::vec3& p : loop) {
        p = glm::vec3(moved(glm::dvec3(p), segment));
      }
    }
    attachment.centroid_mm = moved(attachment.centroid_mm, segment);
    attachment.pull = moved(attachment.pull, segment) - origin;
  }
  posed.landmarks = leg.landmarks;
  for (Landmark& landmark : posed.landmarks) {
    const bool foot = landmark.id.starts_with("calcan") || landmark.id.starts_with("metatarsal");
    landmark.position_mm = moved(landmark.position_mm, foot ? Segment::foot : Segment::shank);
  }
}

const TendonPath* Rig::path(std::string_view muscle) const {
  const auto found =
      std::find_if(state_->muscles.begin(), state_->muscles.end(), [&](const Muscle& m) { return m.id == muscle; });
  return found != state_->muscles.end() ? &found->path : nullptr;
}

std::optional<Course> Rig::course(std::string_view muscle, const Pose& pose) const {
  const auto found =
      std::find_if(state_->muscles.begin(), state_->muscles.end(), [&](const Muscle& m) { return m.id == muscle; });
  if (found == state_->muscles.end()) {
    return std::nullopt;
  }
  MusclePose posed = pose_muscle(*found, JointTurns(*state_, pose), pose.tendon_strain);
  Course course{found->id, std::move(posed.points), std::move(posed.slip_mm), {}, {}};
  for (const glm::dvec3& shares : found->shares) {
    course.ankle.push_back(shares.x);
  }
  if (found->taut) {
    const JointTurns turns(*state_, pose);
    const auto end = [&](double s) { return turns.apply(found->path.point(s), found->path.value(found->shares, s)); };
    course.taut = {end(found->span_mm.x), end(found->span_mm.y)};
  }
  return course;
}

bool Rig::pulls_at(std::string_view structure, std::string_view tendon) const {
  const anatomy::TautCourse* course = state_->data.paths.course_of(structure);
  return course != nullptr && course->tendon == tendon;
}

glm::dvec2 Rig::taut_span_mm() const {
  const auto found = std::find_if(state_->muscles.begin(), state_->muscles.end(),
                                  [](const Muscle& m) { return m.id == kCalcanealTendon; });
  return found != state_->muscles.end() ? found->span_mm : glm::dvec2(0.0);
}

}  // namespace crus
