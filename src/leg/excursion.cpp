#include "leg/excursion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "leg/course.hpp"
#include "leg/detail.hpp"
#include "leg/muscle_fields.hpp"

namespace crus {
namespace {

std::vector<char> on_origin(const Leg& leg, const LegStructure& structure) {
  constexpr float kOnPatchMm = 1.6F;
  std::vector<char> fixed(structure.mesh.positions.size(), 0);
  for (const Attachment& attachment : leg.attachments) {
    if (attachment.muscle == structure.id && attachment.kind == AttachmentKind::origin && !attachment.patch.empty()) {
      const geometry::SurfaceTree patch(attachment.patch);
      for (std::size_t v = 0; v < fixed.size(); ++v) {
        fixed[v] = fixed[v] != 0 || patch.closest(structure.mesh.positions[v], kOnPatchMm) ? 1 : 0;
      }
    }
  }
  return fixed;
}

// The slip at each vertex, were it tendon, at either end of the ankle's normal range.
std::array<std::vector<double>, 2> slips_at_the_ends(const RigState& state, const Muscle& muscle,
                                                     const std::vector<float>& along_mm) {
  std::array<std::vector<double>, 2> slips;
  for (glm::length_t end = 0; end < 2; ++end) {
    Pose pose;
    pose.ankle_rad = -radians(state.data.talocrural.normal_deg[end] - state.rest_deg);
    const MusclePose posed = pose_muscle(muscle, JointTurns(state, pose), 0.0);
    std::vector<double>& slip = slips.at(static_cast<std::size_t>(end));
    slip.reserve(along_mm.size());
    for (const float s : along_mm) {
      slip.push_back(muscle.path.value(posed.slip_mm, s));
    }
  }
  return slips;
}

double most_of(const std::array<std::vector<double>, 2>& slips_mm) {
  double most = 0.0;
  for (const std::vector<double>& slips : slips_mm) {
    for (const double slip : slips) {
      most = std::max(most, std::abs(slip));
    }
  }
  return most;
}

// What keeps at least a part of what it is at rest, a triangle's area along its normal or the distance between two
// faces of the surface, and how much of it is gained per unit of each vertex's share.
struct Bound {
  std::array<std::uint32_t, 4> vertices{};
  std::array<double, 4> gains{};
  double least = 0.0;
};

void bound_triangles(const geometry::Mesh& mesh, const std::vector<glm::dvec3>& directions,
                     const std::array<std::vector<double>, 2>& slips_mm, std::vector<Bound>& bounds) {
  const std::vector<Face> faces = faces_of(mesh);
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const glm::uvec3& t = mesh.triangles[i];
    if (faces[i].area <= 0.0) {
      continue;
    }
    const glm::dvec3 along = (directions[t.x] + directions[t.y] + directions[t.z]) / 3.0;
    for (const std::vector<double>& slips : slips_mm) {
      Bound bound{{t.x, t.y, t.z, t.x}, {}, kLeastFacing};
      for (glm::length_t k = 0; k < 3; ++k) {
        const auto corner = static_cast<std::size_t>(k);
        bound.gains.at(corner) = slips[t[k]] * glm::dot(along, faces[i].gradient.at(corner));
      }
      bounds.push_back(bound);
    }
  }
}

// Where a sheet is thin, its two faces slide past each other; what leans against the slide would come through.
void bound_sheets(const geometry::Mesh& mesh, const std::vector<glm::dvec3>& directions,
                  const std::array<std::vector<double>, 2>& slips_mm, std::vector<Bound>& bounds) {
  constexpr double kThinMm = 12.0;
  const geometry::SurfaceTree tree(mesh);
  for (std::uint32_t v = 0; v < mesh.positions.size(); ++v) {
    const auto opposite = face_behind(mesh, tree, v);
    if (!opposite || static_cast<double>(opposite->distance_mm) > kThinMm) {
      continue;
    }
    const glm::dvec3 inward(-mesh.normals[v]);
    const glm::uvec3& t = mesh.triangles[opposite->triangle];
    const auto apart_mm = static_cast<double>(opposite->distance_mm);
    for (const std::vector<double>& slips : slips_mm) {
      const auto gain = [&](std::uint32_t i) { return slips[i] * glm::dot(directions[i], inward) / apart_mm; };
      Bound bound{{t.x, t.y, t.z, v}, {}, kLeastApart};
      for (glm::length_t k = 0; k < 3; ++k) {
        bound.gains.at(static_cast<std::size_t>(k)) = static_cast<double>(opposite->barycentric[k]) * gain(t[k]);
      }
      bound.gains[3] = -gain(v);
      bounds.push_back(bound);
    }
  }
}

// What a bone pushes out again gathers before it. So flesh that is clear of the shank's bones at rest, as the heads of
// gastrocnemius below the condyles, stays clear of them by as much as it may swell.
void limit_depth(const RigState& state, const std::vector<char>& fixed, const geometry::Mesh& mesh,
                 const std::vector<glm::dvec3>& directions, const std::array<std::vector<double>, 2>& slips_mm,
                 std::vector<double>& share) {
  constexpr double kFarMm = 3.0;
  constexpr double kStaysClearMm = 1.2;
  constexpr int kHalvings = 12;
  // Negative where it is clear of every bone of the shank.
  const auto depth_at = [&](const glm::dvec3& p) {
    double depth = std::numeric_limits<double>::lowest();
    for (const Obstacle& obstacle : state.obstacles) {
      if (obstacle.segment == Segment::shank && glm::all(glm::greaterThan(glm::vec3(p), obstacle.box.min)) &&
          glm::all(glm::lessThan(glm::vec3(p), obstacle.box.max))) {
        depth = std::max(depth, -obstacle.depth.sample(p));
      }
    }
    return depth;
  };
  for (std::size_t v = 0; v < share.size(); ++v) {
    const glm::dvec3 rest(mesh.positions[v]);
    if (fixed[v] != 0 || depth_at(rest) > -kFarMm) {
      continue;
    }
    for (const std::vector<double>& slips : slips_mm) {
      const auto too_deep = [&](double part) {
        return depth_at(rest + part * slips[v] * directions[v]) > -kStaysClearMm;
      };
      if (!too_deep(share[v])) {
        continue;
      }
      double low = 0.0;
      double high = share[v];
      for (int k = 0; k < kHalvings; ++k) {
        const double middle = 0.5 * (low + high);
        (too_deep(middle) ? high : low) = middle;
      }
      share[v] = low;
    }
  }
}

}  // namespace

void limit_folds(const geometry::Mesh& mesh, const std::vector<glm::dvec3>& directions,
                 const std::array<std::vector<double>, 2>& slips_mm, const std::vector<char>& fixed,
                 std::vector<double>& share) {
  std::vector<Bound> bounds;
  bound_triangles(mesh, directions, slips_mm, bounds);
  bound_sheets(mesh, directions, slips_mm, bounds);
  constexpr int kMostRounds = 400;
  constexpr double kSlack = 0.01;  // so that the rounds end
  bool met = false;
  for (int round = 0; round < kMostRounds && !met; ++round) {
    met = true;
    for (const Bound& bound : bounds) {
      double part = 1.0;
      double weight = 0.0;
      for (std::size_t k = 0; k < bound.vertices.size(); ++k) {
        const std::uint32_t v = bound.vertices.at(k);
        part += bound.gains.at(k) * share[v];
        weight += fixed[v] == 0 ? bound.gains.at(k) * bound.gains.at(k) : 0.0;
      }
      if (part >= bound.least || weight < 1e-12) {
        continue;
      }
      met = false;
      for (std::size_t k = 0; k < bound.vertices.size(); ++k) {
        const std::uint32_t v = bound.vertices.at(k);
        if (fixed[v] == 0) {
          share[v] = std::clamp(share[v] + (bound.least + kSlack - part) * bound.gains.at(k) / weight, 0.0, 1.0);
        }
      }
    }
  }
}

std::vector<float> excursion_of(const RigState& state, const Muscle& muscle, const Leg& leg,
                                const LegStructure& structure, const Binding& binding) {
  const std::vector<float>& along_mm = binding.along_mm;
  const auto field = std::find_if(structure.fields.begin(), structure.fields.end(),
                                  [](const VertexField& f) { return f.id == kExcursionShareFieldId; });
  if (field == structure.fields.end()) {
    return {};
  }
  std::vector<double> share(field->values.begin(), field->values.end());
  std::vector<char> fixed = on_origin(leg, structure);
  const std::array<std::vector<double>, 2> slips_mm = slips_at_the_ends(state, muscle, along_mm);
  if (std::find(fixed.begin(), fixed.end(), 1) != fixed.end()) {
    constexpr double kLeastMm = 12.0;
    constexpr double kOfSlip = 1.5;
    const double release_mm = std::max(kLeastMm, kOfSlip * most_of(slips_mm));
    const std::vector<double> away = distance_from_mm(structure.mesh, faces_of(structure.mesh), fixed);
    for (std::size_t v = 0; v < share.size(); ++v) {
      share[v] = std::min(share[v], away[v] / release_mm);
    }
  }
  // Within a muscle its tendon is as fixed as the origin.
  const auto tendon = std::find_if(structure.fields.begin(), structure.fields.end(),
                                   [](const VertexField& f) { return f.id == kTendonFieldId; });
  std::vector<glm::dvec3> directions;
  directions.reserve(share.size());
  for (std::size_t v = 0; v < share.size(); ++v) {
    const bool in_tendon = tendon != structure.fields.end() && tendon->values[v] > 0.5F;
    fixed[v] = fixed[v] != 0 || (in_tendon && share[v] >= 1.0) ? 1 : 0;
    directions.push_back(muscle.path.tangent(along_mm[v]));
  }
  limit_depth(state, fixed, structure.mesh, directions, slips_mm, share);
  limit_folds(structure.mesh, directions, slips_mm, fixed, share);
  return {share.begin(), share.end()};
}

}  // namespace crus
