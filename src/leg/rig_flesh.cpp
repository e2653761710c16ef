// How flesh gives way: what keeps it out of bones, where it swells, and the bulge of the working soleus.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "leg/course.hpp"
#include "leg/detail.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

using anatomy::Kind;

constexpr double kEvenMm = 8.0;  // over which what is found vertex by vertex is evened out

const std::vector<float>* field_of(const LegStructure& structure, std::string_view id) {
  for (const VertexField& field : structure.fields) {
    if (field.id == id) {
      return &field.values;
    }
  }
  return nullptr;
}

// How much flesh lies behind each vertex, square through the muscle, evened out over the surface; nowhere more than
// there is, nor by more than the distance from where there is less, so that faces never pass each other at a thin rim.
std::vector<double> thickness_mm(const geometry::Mesh& mesh, const std::vector<Face>& faces) {
  const geometry::SurfaceTree tree(mesh);
  std::vector<double> thickness(mesh.positions.size(), 0.0);
  std::vector<double> most(mesh.positions.size(), std::numeric_limits<double>::infinity());
  for (std::uint32_t v = 0; v < thickness.size(); ++v) {
    constexpr float kInside = 0.05F;
    if (const auto hit = tree.first_hit(mesh.positions[v] - kInside * mesh.normals[v], -mesh.normals[v])) {
      thickness[v] = static_cast<double>(hit->distance_mm);
    }
    if (const auto opposite = face_behind(mesh, tree, v)) {
      most[v] = static_cast<double>(opposite->distance_mm);
    }
  }
  bool lowered = true;
  while (lowered) {
    lowered = false;
    for (const glm::uvec3& t : mesh.triangles) {
      for (glm::length_t k = 0; k < 3; ++k) {
        const std::uint32_t a = t[k];
        const std::uint32_t b = t[(k + 1) % 3];
        const auto apart = static_cast<double>(glm::distance(mesh.positions[a], mesh.positions[b])) + 1e-6;
        lowered = lowered || most[a] > most[b] + apart || most[b] > most[a] + apart;
        most[a] = std::min(most[a], most[b] + apart);
        most[b] = std::min(most[b], most[a] + apart);
      }
    }
  }
  std::vector<double> result = smoothed(mesh, faces, thickness, kEvenMm);
  for (std::size_t v = 0; v < result.size(); ++v) {
    result[v] = std::min(result[v], most[v]);
  }
  return result;
}

// Flesh swells, tendon does not; neither does what is fixed to a bone. A thin sheet swells in proportion, and along
// directions that its creases do not scatter, else its faces would pass through each other.
void find_swell(RigState& state, const Leg& leg) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    Binding& binding = state.bindings[i];
    if (structure.kind != Kind::muscle || !structure.closed || binding.rigid) {
      continue;
    }
    const std::vector<float>* tendon = field_of(structure, kTendonFieldId);
    const std::vector<Face> faces = faces_of(structure.mesh);
    std::vector<glm::dvec3> outward;
    outward.reserve(faces.size());
    for (const Face& face : faces) {
      outward.push_back(face.normal);
    }
    outward = smoothed_vectors(structure.mesh, faces, outward, kEvenMm);
    const std::vector<double> thick_mm = thickness_mm(structure.mesh, faces);
    constexpr double kThickMm = 12.0;
    binding.swell.resize(structure.mesh.positions.size());
    for (std::size_t v = 0; v < binding.swell.size(); ++v) {
      // Whichever allows less: a slender belly lies along its origin, and both together would hold all of it.
      const auto thick = static_cast<float>(std::clamp(thick_mm[v] / kThickMm, 0.0, 1.0));
      const float part = std::min(1.0F - binding.held[v], thick);
      binding.swell[v] = part * (tendon != nullptr ? 1.0F - (*tendon)[v] : 1.0F) * glm::vec3(outward[v]);
    }
  }
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    Binding& guest = state.bindings[i];
    if (guest.host && !state.bindings[*guest.host].swell.empty()) {
      guest.swell =
          borrowed(state.bindings[*guest.host].swell, leg.structures[*guest.host].mesh, leg.structures[i].mesh);
    }
  }
}

// How much of the belly lies before each vertex, forward through it; 0 on the deep face. Evened out over the surface.
std::vector<double> flesh_before(const geometry::Mesh& mesh) {
  const geometry::SurfaceTree tree(mesh);
  std::vector<double> before(mesh.positions.size(), 0.0);
  for (std::size_t v = 0; v < before.size(); ++v) {
    constexpr float kInside = 0.05F;
    if (mesh.normals[v].x < 0.0F) {
      const glm::vec3 forward(1.0F, 0.0F, 0.0F);
      if (const auto hit = tree.first_hit(mesh.positions[v] - kInside * mesh.normals[v], forward)) {
        before[v] = static_cast<double>(hit->distance_mm);
      }
    }
  }
  return smoothed(mesh, faces_of(mesh), before, kEvenMm);
}

// Backward, square to the run of the calcaneal tendon over soleus: what is lifted so grows neither longer nor shorter.
glm::dvec3 back_of_tendon(const Leg& leg) {
  const glm::dvec3 back(-1.0, 0.0, 0.0);
  const LegStructure* tendon = leg.find(kCalcanealTendon);
  if (tendon == nullptr || tendon->mesh.empty()) {
    return back;
  }
  // Its upper half lies on the belly and is what is lifted.
  const geometry::Box box = geometry::bounds(tendon->mesh);
  const double half = static_cast<double>(box.centre().y);
  const double middle = 0.5 * (half + static_cast<double>(box.max.y));
  glm::dvec4 low(0.0);
  glm::dvec4 high(0.0);
  for (const geometry::Sample& sample : geometry::sample_surface(tendon->mesh, 2000)) {
    if (sample.point.y > half) {
      (sample.point.y < middle ? low : high) += glm::dvec4(sample.point, 1.0);
    }
  }
  if (low.w <= 0.0 || high.w <= 0.0) {
    return back;
  }
  const glm::dvec3 run = glm::normalize(glm::dvec3(high) / high.w - glm::dvec3(low) / low.w);
  return glm::normalize(back - glm::dot(back, run) * run);
}

}  // namespace

void find_corners(RigState& state, const Leg& leg) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const geometry::Mesh& mesh = leg.structures[i].mesh;
    if (state.bindings[i].rigid) {
      continue;
    }
    for (const glm::uvec3& t : mesh.triangles) {
      glm::vec3 angles(0.0F);
      for (glm::length_t k = 0; k < 3; ++k) {
        const glm::vec3 a = mesh.positions[t[(k + 1) % 3]] - mesh.positions[t[k]];
        const glm::vec3 b = mesh.positions[t[(k + 2) % 3]] - mesh.positions[t[k]];
        angles[k] = std::atan2(glm::length(glm::cross(a, b)), glm::dot(a, b));
      }
      state.bindings[i].corners_rad.push_back(angles);
    }
  }
}

void find_obstacles(RigState& state, const Leg& leg) {
  constexpr double kSpacingMm = 1.5;
  constexpr double kBandMm = 10.0;
  // A footprint beside a joint goes with its own bone rather than out of the way of the other one.
  constexpr float kALittleMm = 0.4F;
  constexpr float kFixedMm = 0.7F;
  constexpr float kFixed = 0.8F;
  for (const LegStructure& structure : leg.structures) {
    if (structure.kind == Kind::bone && structure.recognised && structure.closed) {
      const geometry::Box box = geometry::bounds(structure.mesh);
      state.obstacles.push_back(
          {segment_of(structure.id), box, geometry::signed_distance(structure.mesh, box, kSpacingMm, kBandMm)});
    }
  }
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    Binding& binding = state.bindings[i];
    if (binding.rigid || (structure.kind != Kind::muscle && structure.kind != Kind::tendon)) {
      continue;
    }
    for (std::size_t v = 0; v < structure.mesh.positions.size(); ++v) {
      const glm::vec3& p = structure.mesh.positions[v];
      double depth = 0.0;
      for (const Obstacle& obstacle : state.obstacles) {
        if (glm::all(glm::greaterThan(p, obstacle.box.min)) && glm::all(glm::lessThan(p, obstacle.box.max))) {
          depth = std::max(depth, -obstacle.depth.sample(glm::dvec3(p)));
        }
      }
      const float fixed = glm::smoothstep(kFixed, 1.0F, binding.held[v]);
      binding.allowed_mm.push_back(static_cast<float>(depth) + glm::mix(kALittleMm, kFixedMm, fixed));
    }
  }
}

void find_bulge(RigState& state, const Leg& leg) {
  find_swell(state, leg);
  if (!state.soleus || state.bindings[*state.soleus].excursion.empty()) {
    return;
  }
  // At full activation the belly is thicker from its deep face on by this share, and narrower.
  constexpr double kThickens = 0.36;
  constexpr double kNarrows = 0.10;
  const LegStructure& soleus = leg.structures[*state.soleus];
  Binding& belly = state.bindings[*state.soleus];
  const geometry::Box box = geometry::bounds(soleus.mesh);
  const double middle = static_cast<double>(box.centre().z);
  const std::vector<double> before_mm = flesh_before(soleus.mesh);
  const glm::dvec3 back = back_of_tendon(leg);
  belly.bulge.assign(soleus.mesh.positions.size(), glm::vec3(0.0F));
  for (std::size_t v = 0; v < belly.bulge.size(); ++v) {
    const glm::dvec3 p(soleus.mesh.positions[v]);
    const double along = (p.y - static_cast<double>(box.min.y)) / static_cast<double>(box.max.y - box.min.y);
    const double window = std::pow(std::sin(std::numbers::pi * std::clamp(along, 0.0, 1.0)), 1.5) *
                          static_cast<double>(1.0F - belly.held[v]);
    belly.bulge[v] =
        glm::vec3(kThickens * window * before_mm[v] * back + glm::dvec3(0.0, 0.0, -kNarrows * window * (p.z - middle)));
  }
  // What lies on it is lifted, less and less with distance.
  constexpr float kReachMm = 60.0F;
  const geometry::SurfaceTree tree(soleus.mesh);
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    Binding& binding = state.bindings[i];
    if (i == *state.soleus || binding.rigid || leg.structures[i].mesh.empty()) {
      continue;
    }
    std::vector<glm::vec3> bulge;
    bool any = false;
    for (std::size_t v = 0; v < leg.structures[i].mesh.positions.size(); ++v) {
      const glm::vec3& p = leg.structures[i].mesh.positions[v];
      glm::vec3 lift(0.0F);
      if (const auto hit = tree.closest(p, kReachMm)) {
        const glm::uvec3& t = soleus.mesh.triangles[hit->triangle];
        for (glm::length_t k = 0; k < 3; ++k) {
          lift += hit->barycentric[k] * belly.bulge[t[k]];
        }
        lift *= (1.0F - glm::smoothstep(0.0F, kReachMm, hit->distance_mm)) * (1.0F - binding.held[v]);
      }
      any = any || glm::length(lift) > 0.01F;
      bulge.push_back(lift);
    }
    if (any) {
      binding.bulge = std::move(bulge);
    }
  }
}

}  // namespace crus
