#include "leg/foot.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/Dense>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "leg/long_bone.hpp"

namespace crus {
namespace {

using Points = std::vector<glm::dvec3>;

constexpr double kUsualTibiaMm = 380.0;

Points in_world(const geometry::Mesh& mesh, const glm::dmat4& world_from_space) {
  Points points;
  points.reserve(mesh.positions.size());
  for (const glm::vec3& p : mesh.positions) {
    points.emplace_back(world_from_space * glm::dvec4(glm::dvec3(p), 1.0));
  }
  return points;
}

glm::dvec3 extreme(const Points& points, const glm::dvec3& direction) {
  return *std::max_element(points.begin(), points.end(), [&](const glm::dvec3& a, const glm::dvec3& b) {
    return glm::dot(a, direction) < glm::dot(b, direction);
  });
}

// The vertices of the end of a metatarsal that points away from the heel.
Points head_of(const geometry::Mesh& metatarsal, const glm::dmat4& world_from_space, const glm::dvec3& heel) {
  constexpr double kHeadShare = 0.2;
  LongBone bone = measure_long_bone(metatarsal);
  const glm::dvec3 centroid(world_from_space * glm::dvec4(bone.centroid, 1.0));
  glm::dvec3 axis(glm::dmat3(world_from_space) * bone.axis);
  if (glm::dot(centroid - heel, axis) < 0.0) {
    bone.reverse();
    axis = -axis;
  }
  Points head;
  for (const glm::dvec3& p : in_world(metatarsal, world_from_space)) {
    if (glm::dot(p - centroid, axis) > bone.high - kHeadShare * bone.length()) {
      head.push_back(p);
    }
  }
  return head;
}

struct Sole {
  glm::dvec3 heel, first, fifth;
  glm::dvec3 down;  // unit normal of the plane through the three
};

// The plane the foot stands on: what is lowest depends on the plane, so a few rounds settle it.
Sole find_sole(const Points& calcaneus, const Points& first, const Points& fifth) {
  Sole sole{{}, {}, {}, glm::dvec3(0.0, -1.0, 0.0)};
  for (int round = 0; round < 10; ++round) {
    const glm::dvec3 down = sole.down;
    sole.heel = extreme(calcaneus, down);
    sole.first = extreme(first, down);
    sole.fifth = extreme(fifth, down);
    const glm::dvec3 normal = glm::cross(sole.first - sole.heel, sole.fifth - sole.heel);
    if (glm::length(normal) > 0.0) {
      sole.down = glm::normalize(glm::dot(normal, down) < 0.0 ? -normal : normal);
    }
    if (glm::distance(sole.down, down) < 1e-12) {
      break;
    }
  }
  return sole;
}

std::optional<double> tilt_of(const Sole& sole) {
  const glm::dvec3 y(0.0, 1.0, 0.0);
  const glm::dvec3 toes = 0.5 * (sole.first + sole.fifth) - sole.heel;
  const glm::dvec3 across = glm::cross(y, toes);
  glm::dvec3 along = glm::cross(across, sole.down);
  if (glm::length(across) <= 0.0 || glm::length(along) <= 0.0) {
    return std::nullopt;
  }
  along = glm::normalize(glm::dot(along, toes) < 0.0 ? -along : along);
  const glm::dvec3 forward = glm::normalize(toes - glm::dot(toes, y) * y);
  return degrees(std::atan2(-along.y, glm::dot(along, forward)));
}

// The centroids of equal parts of a triangle, no part longer than `spacing`. The set does not depend on where the
// triangle's corners start, so a mirrored bone gives mirrored points.
std::vector<glm::dvec3> spread_over(const std::array<glm::dvec3, 3>& corners, double spacing) {
  const double longest = std::max({glm::distance(corners[0], corners[1]), glm::distance(corners[1], corners[2]),
                                   glm::distance(corners[2], corners[0])});
  const int parts = std::clamp(static_cast<int>(std::ceil(longest / spacing)), 1, 24);
  const auto at = [&](double i, double j) {
    const double n = parts;
    return corners[0] + (corners[1] - corners[0]) * (i / n) + (corners[2] - corners[0]) * (j / n);
  };
  std::vector<glm::dvec3> points;
  for (int i = 0; i < parts; ++i) {
    for (int j = 0; i + j < parts; ++j) {
      points.push_back(at(i + 1.0 / 3.0, j + 1.0 / 3.0));
      if (i + j + 1 < parts) {
        points.push_back(at(i + 2.0 / 3.0, j + 2.0 / 3.0));
      }
    }
  }
  return points;
}

}  // namespace

Foot measure_foot(const FrameBones& bones, const glm::dmat4& world_from_space) {
  Foot foot;
  glm::dvec3 heel(0.0);
  Points calcaneus;
  if (bones.calcaneus != nullptr) {
    calcaneus = in_world(*bones.calcaneus, world_from_space);
    heel = glm::dvec3(world_from_space * glm::dvec4(geometry::surface_centroid(*bones.calcaneus), 1.0));
    foot.landmarks.push_back(
        {"calcaneal-tuberosity-posterior", extreme(calcaneus, {-1.0, 0.0, 0.0}), "rearmost calcaneus vertex"});
    foot.landmarks.push_back({"calcaneus-lowest", extreme(calcaneus, {0.0, -1.0, 0.0}), "lowest calcaneus vertex"});
  } else {
    foot.missing.emplace_back("calcaneus");
    if (bones.talus != nullptr) {
      heel = glm::dvec3(world_from_space * glm::dvec4(geometry::surface_centroid(*bones.talus), 1.0));
    }
  }
  std::vector<Points> heads(std::max<std::size_t>(bones.metatarsals.size(), 5));
  for (std::size_t i = 0; i < bones.metatarsals.size(); ++i) {
    if (bones.metatarsals[i] != nullptr) {
      heads[i] = head_of(*bones.metatarsals[i], world_from_space, heel);
    }
  }
  for (const std::size_t i : {std::size_t{0}, std::size_t{4}}) {
    if (heads[i].empty()) {
      foot.missing.emplace_back(i == 0 ? "first metatarsal" : "fifth metatarsal");
    }
  }
  glm::dvec3 down(0.0, -1.0, 0.0);
  if (foot.missing.empty()) {
    const Sole sole = find_sole(calcaneus, heads[0], heads[4]);
    down = sole.down;
    foot.rest_plantarflexion_deg = tilt_of(sole);
    foot.heel_to_ball_mm = glm::distance(0.5 * (sole.first + sole.fifth), sole.heel);
  }
  for (std::size_t i = 0; i < heads.size(); ++i) {
    if (!heads[i].empty()) {
      foot.landmarks.push_back({"metatarsal-head-" + std::to_string(i + 1), extreme(heads[i], down),
                                "lowest vertex of the distal fifth of the bone"});
    }
  }
  return foot;
}

std::vector<DomePoint> dome_points(const FrameBones& bones, const glm::dvec3& up, double tibia_length_mm) {
  std::vector<DomePoint> dome;
  if (bones.talus == nullptr || bones.tibia == nullptr) {
    return dome;
  }
  constexpr double kFacingUp = 0.35;
  const double scale = tibia_length_mm / kUsualTibiaMm;
  const auto gap = static_cast<float>(4.0 * scale);
  const geometry::SurfaceTree tibia(*bones.tibia);
  for (const glm::uvec3& t : bones.talus->triangles) {
    const std::array<glm::dvec3, 3> corners{glm::dvec3(bones.talus->positions[t.x]),
                                            glm::dvec3(bones.talus->positions[t.y]),
                                            glm::dvec3(bones.talus->positions[t.z])};
    const glm::dvec3 area = 0.5 * glm::cross(corners[1] - corners[0], corners[2] - corners[0]);
    if (glm::dot(area, up) <= kFacingUp * glm::length(area)) {
      continue;
    }
    const std::vector<glm::dvec3> points = spread_over(corners, scale);
    const double weight = glm::length(area) / static_cast<double>(points.size());
    for (const glm::dvec3& point : points) {
      const auto hit = tibia.closest(glm::vec3(point), gap);
      if (hit && glm::dot(glm::dvec3(hit->point) - point, up) >= 0.0) {
        dome.push_back({point, weight});
      }
    }
  }
  return dome;
}

std::optional<glm::dvec3> dome_centre(const FrameBones& bones, const glm::dvec3& up, double tibia_length_mm) {
  constexpr std::size_t kLeastPoints = 100;
  constexpr double kRadiusMm = 17.0;  // for a tibia of 380 mm; accepted within a factor of two
  const double scale = tibia_length_mm / kUsualTibiaMm;
  const std::vector<DomePoint> dome = dome_points(bones, up, tibia_length_mm);
  if (dome.size() < kLeastPoints) {
    return std::nullopt;
  }
  const glm::dvec3 origin = geometry::surface_centroid(*bones.talus);
  // |p|^2 = 2 c.p + (r^2 - |c|^2), solved in the least-squares sense.
  Eigen::Matrix4d normal_matrix = Eigen::Matrix4d::Zero();
  Eigen::Vector4d right_side = Eigen::Vector4d::Zero();
  for (const DomePoint& point : dome) {
    const glm::dvec3 p = point.position_mm - origin;
    const Eigen::Vector4d row(2.0 * p.x, 2.0 * p.y, 2.0 * p.z, 1.0);
    normal_matrix += point.weight * row * row.transpose();
    right_side += point.weight * row * glm::dot(p, p);
  }
  const Eigen::Vector4d solved = normal_matrix.ldlt().solve(right_side);
  const glm::dvec3 centre(solved[0], solved[1], solved[2]);
  const double radius = std::sqrt(std::max(0.0, solved[3] + glm::dot(centre, centre)));
  if (!(radius > 0.5 * kRadiusMm * scale && radius < 2.0 * kRadiusMm * scale)) {
    return std::nullopt;
  }
  return origin + centre;
}

}  // namespace crus
