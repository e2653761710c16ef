#include "leg/joints.hpp"

#include <cmath>

#include <fmt/format.h>
#include <Eigen/Dense>
#include <glm/gtc/matrix_transform.hpp>

#include "core/units.hpp"
#include "geometry/measure.hpp"
#include "leg/foot.hpp"
#include "leg/long_bone.hpp"

namespace crus {
namespace {

constexpr double kUsualTibiaMm = 380.0;
const glm::dvec3 kUp(0.0, 1.0, 0.0);

double lateral_sign(const Leg& leg) { return leg.side == anatomy::Side::left ? -1.0 : 1.0; }

double scale_of(const Leg& leg) { return leg.tibia_length_mm.value_or(kUsualTibiaMm) / kUsualTibiaMm; }

// From the axes of a right leg (forward, up, lateral) to the world.
glm::dvec3 to_world(const Leg& leg, const glm::dvec3& v) { return {v.x, v.y, lateral_sign(leg) * v.z}; }

// Axes point to the subject's right, so that a positive turn lifts the toes on either side.
glm::dvec3 to_right(const glm::dvec3& direction) { return direction.z < 0.0 ? -direction : direction; }

const geometry::Mesh* mesh_of(const Leg& leg, std::string_view id) {
  const LegStructure* structure = leg.find(id);
  return structure != nullptr && !structure->mesh.empty() ? &structure->mesh : nullptr;
}

struct MalleolarAxis {
  glm::dvec3 point, direction;
};

std::optional<MalleolarAxis> malleolar_axis(const Leg& leg, const anatomy::TalocruralData& data) {
  const Landmark* medial = leg.landmark("medial-malleolus-tip");
  const Landmark* lateral = leg.landmark("lateral-malleolus-tip");
  if (medial == nullptr || lateral == nullptr) {
    return std::nullopt;
  }
  const double scale = scale_of(leg);
  const glm::dvec3 a = medial->position_mm + scale * to_world(leg, data.medial_offset_mm);
  const glm::dvec3 b = lateral->position_mm + scale * to_world(leg, data.lateral_offset_mm);
  return MalleolarAxis{0.5 * (a + b), to_right(glm::normalize(b - a))};
}

std::string implausible(const DomeCylinder& cylinder, const glm::dvec3& malleolar, double scale,
                        const anatomy::TalocruralData& data) {
  const double angle = degrees(std::acos(std::min(1.0, std::abs(glm::dot(cylinder.direction, malleolar)))));
  if (cylinder.radius_mm < scale * data.radius_mm.x || cylinder.radius_mm > scale * data.radius_mm.y) {
    return fmt::format("its radius of {:.1f} mm is not that of a talar dome", cylinder.radius_mm);
  }
  if (cylinder.residual_mm > scale * data.most_residual_mm) {
    return fmt::format("the dome departs from a cylinder by {:.2f} mm", cylinder.residual_mm);
  }
  if (angle > data.most_angle_to_malleoli_deg) {
    return fmt::format("its axis lies {:.0f} degrees from the malleoli's", angle);
  }
  return {};
}

}  // namespace

glm::dmat4 turn(const Hinge& hinge, double angle_rad) {
  return glm::translate(glm::dmat4(1.0), hinge.point_mm) * glm::rotate(glm::dmat4(1.0), angle_rad, hinge.direction) *
         glm::translate(glm::dmat4(1.0), -hinge.point_mm);
}

std::optional<DomeCylinder> fit_dome_cylinder(const Leg& leg, const glm::dvec3& start_direction) {
  FrameBones bones;
  bones.tibia = mesh_of(leg, "tibia");
  bones.talus = mesh_of(leg, "talus");
  const std::vector<DomePoint> dome = dome_points(bones, kUp, leg.tibia_length_mm.value_or(kUsualTibiaMm));
  constexpr std::size_t kLeastPoints = 100;
  if (dome.size() < kLeastPoints) {
    return std::nullopt;
  }
  glm::dvec3 middle(0.0);
  double total = 0.0;
  for (const DomePoint& p : dome) {
    middle += p.weight * p.position_mm;
    total += p.weight;
  }
  middle /= total;
  // Gauss-Newton over two tilts of the axis, its place square to it, and the radius.
  const double start_radius = 17.0 * scale_of(leg);
  DomeCylinder cylinder{middle - start_radius * kUp, glm::normalize(start_direction), start_radius, 0.0};
  constexpr int kRounds = 60;
  for (int round = 0; round < kRounds; ++round) {
    const PlaneAxes across = axes_across(cylinder.direction);
    Eigen::Matrix<double, 5, 5> normal_matrix = Eigen::Matrix<double, 5, 5>::Zero();
    Eigen::Matrix<double, 5, 1> right_side = Eigen::Matrix<double, 5, 1>::Zero();
    double squares = 0.0;
    for (const DomePoint& p : dome) {
      const glm::dvec3 from = p.position_mm - cylinder.point_mm;
      const double along = glm::dot(from, cylinder.direction);
      const glm::dvec3 radial = from - along * cylinder.direction;
      const double distance = glm::length(radial);
      const glm::dvec3 out = radial / std::max(distance, 1e-9);
      const double residual = distance - cylinder.radius_mm;
      Eigen::Matrix<double, 5, 1> row;
      row << -glm::dot(out, across.u), -glm::dot(out, across.v), -along * glm::dot(out, across.u),
          -along * glm::dot(out, across.v), -1.0;
      normal_matrix += p.weight * row * row.transpose();
      right_side -= p.weight * row * residual;
      squares += p.weight * residual * residual;
    }
    cylinder.residual_mm = std::sqrt(squares / total);
    normal_matrix.diagonal() *= 1.0 + 1e-9;
    const Eigen::Matrix<double, 5, 1> step = normal_matrix.ldlt().solve(right_side);
    if (!step.allFinite()) {
      return std::nullopt;
    }
    cylinder.point_mm += step[0] * across.u + step[1] * across.v;
    cylinder.direction = glm::normalize(cylinder.direction + step[2] * across.u + step[3] * across.v);
    cylinder.radius_mm += step[4];
    if (step.norm() < 1e-10) {
      break;
    }
  }
  cylinder.direction = to_right(cylinder.direction);
  return cylinder;
}

Result<Hinge> talocrural_hinge(const Leg& leg, const anatomy::TalocruralData& data) {
  if (mesh_of(leg, "tibia") == nullptr || (mesh_of(leg, "talus") == nullptr && mesh_of(leg, "calcaneus") == nullptr)) {
    return fail("this model cannot be moved at the ankle", leg.source,
                "it needs the tibia and the talus or calcaneus by name");
  }
  const double scale = scale_of(leg);
  const std::optional<MalleolarAxis> malleoli = malleolar_axis(leg, data);
  const Landmark* dome = leg.landmark("ankle-centre");
  Hinge hinge;
  if (malleoli) {
    const auto cylinder = fit_dome_cylinder(leg, malleoli->direction);
    const std::string against =
        cylinder ? implausible(*cylinder, malleoli->direction, scale, data) : "the talar dome does not show";
    if (against.empty()) {
      return Hinge{
          cylinder->point_mm, cylinder->direction, "cylinder through the talar dome", {}, cylinder->residual_mm};
    }
    hinge = {malleoli->point,
             malleoli->direction,
             "malleoli (Isman and Inman)",
             "a cylinder through the talar dome is not used: " + against,
             {}};
    if (cylinder) {
      hinge.residual_mm = cylinder->residual_mm;
    }
    if (dome != nullptr) {
      const glm::dvec3 to = dome->position_mm - hinge.point_mm;
      const glm::dvec3 shift = to - glm::dot(to, hinge.direction) * hinge.direction;
      if (glm::length(shift) <= scale * data.most_shift_mm) {
        hinge.point_mm = dome->position_mm;
        hinge.method += fmt::format(", moved {:.1f} mm into the centre of the talar dome", glm::length(shift));
      }
    }
    return hinge;
  }
  hinge.direction = to_right(glm::normalize(to_world(leg, data.direction)));
  hinge.method = "direction of a published model";
  hinge.reason = "a malleolus is missing or cut";
  if (dome != nullptr) {
    hinge.point_mm = dome->position_mm;
  } else {
    const geometry::Mesh* talus = mesh_of(leg, "talus");
    hinge.point_mm = geometry::surface_centroid(talus != nullptr ? *talus : *mesh_of(leg, "calcaneus"));
  }
  return hinge;
}

std::optional<Hinge> subtalar_hinge(const Leg& leg, const anatomy::HingeData& data) {
  const geometry::Mesh* talus = mesh_of(leg, "talus");
  if (talus == nullptr || mesh_of(leg, "calcaneus") == nullptr) {
    return std::nullopt;
  }
  Hinge hinge;
  hinge.point_mm = geometry::surface_centroid(*talus);
  // The mirror image of a turn goes the other way round the mirrored axis: inversion stays positive.
  hinge.direction = lateral_sign(leg) * glm::normalize(to_world(leg, data.direction));
  hinge.method = "direction of a published model, through the middle of the talus";
  return hinge;
}

std::optional<Hinge> toe_hinge(const Leg& leg) {
  const geometry::Mesh* first = mesh_of(leg, "first-metatarsal");
  const geometry::Mesh* fifth = mesh_of(leg, "fifth-metatarsal");
  const geometry::Mesh* heel = mesh_of(leg, "calcaneus");
  if (first == nullptr || fifth == nullptr || heel == nullptr) {
    return std::nullopt;
  }
  const glm::dvec3 behind = geometry::surface_centroid(*heel);
  const auto head = [&](const geometry::Mesh& metatarsal) {
    LongBone bone = measure_long_bone(metatarsal);
    if (glm::dot(bone.centroid - behind, bone.axis) < 0.0) {
      bone.reverse();
    }
    constexpr double kHeadCentre = 0.90;  // of the length, where the head's curvature has its centre
    return bone.centroid + (bone.low + kHeadCentre * bone.length()) * bone.axis;
  };
  const glm::dvec3 a = head(*first);
  const glm::dvec3 b = head(*fifth);
  Hinge hinge;
  hinge.point_mm = 0.5 * (a + b);
  hinge.direction = to_right(glm::normalize(b - a));
  hinge.method = "heads of the first and fifth metatarsals";
  return hinge;
}

}  // namespace crus
