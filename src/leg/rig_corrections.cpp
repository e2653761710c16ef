// What no vertex can know alone: how deep the bones are, the volume of a belly, and that the skin holds everything.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/contain.hpp"
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

// How much flesh lies behind each vertex, square through the muscle, evened out over the surface.
std::vector<double> thickness_mm(const geometry::Mesh& mesh, const std::vector<Face>& faces) {
  const geometry::SurfaceTree tree(mesh);
  std::vector<double> thickness(mesh.positions.size(), 0.0);
  for (std::size_t v = 0; v < thickness.size(); ++v) {
    constexpr float kInside = 0.05F;
    if (const auto hit = tree.first_hit(mesh.positions[v] - kInside * mesh.normals[v], -mesh.normals[v])) {
      thickness[v] = static_cast<double>(hit->distance_mm);
    }
  }
  return smoothed(mesh, faces, thickness, kEvenMm);
}

// Flesh swells, tendon does not; neither does what is fixed to a bone. A thin sheet swells in proportion, and along
// directions that its creases do not scatter, else its faces would pass through each other.
void find_swell(RigState& state, const Leg& leg) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    Binding& binding = state.bindings[i];
    if (structure.kind != Kind::muscle || !structure.closed || binding.excursion.empty()) {
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
      const float part = (1.0F - binding.held[v]) * (tendon != nullptr ? 1.0F - (*tendon)[v] : 1.0F);
      binding.swell[v] =
          part * static_cast<float>(std::clamp(thick_mm[v] / kThickMm, 0.0, 1.0)) * glm::vec3(outward[v]);
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
  const LegStructure* tendon = leg.find("calcaneal-tendon");
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

// How far the swelling weights must rise for the belly to have the volume it has at rest.
float swell_that_keeps_volume(const RigState& state, const Leg& leg, const Pose& pose, Correction correction,
                              std::size_t index) {
  const geometry::Mesh& mesh = leg.structures[index].mesh;
  const double wanted = geometry::volume_mm3(mesh);
  const auto volume_at = [&](double swell_mm) {
    correction.swell_mm[index] = static_cast<float>(swell_mm);
    return geometry::volume_mm3({deform_one(state, leg, pose, correction, index).positions, {}, mesh.triangles});
  };
  double low = 0.0;
  double low_volume = volume_at(low);
  double high = low_volume < wanted ? 1.0 : -1.0;
  double high_volume = volume_at(high);
  constexpr int kRounds = 8;
  constexpr double kGoodEnough = 2e-4;
  constexpr double kMostMm = 8.0;
  for (int round = 0; round < kRounds && std::abs(high_volume / wanted - 1.0) > kGoodEnough; ++round) {
    if (std::abs(high_volume - low_volume) < 1e-9 * wanted) {
      break;
    }
    const double next =
        std::clamp(high + (wanted - high_volume) * (high - low) / (high_volume - low_volume), -kMostMm, kMostMm);
    low = high;
    low_volume = high_volume;
    high = next;
    high_volume = volume_at(high);
  }
  return static_cast<float>(high);
}

// How far the skin must be pushed out along its normals to hold what it holds at rest.
std::vector<float> skin_that_contains(const RigState& state, const Leg& leg, const Pose& pose,
                                      const Correction& correction) {
  const std::size_t skin = *state.skin;
  std::vector<PosedSurface> surfaces;
  deform_in_shank(state, leg, pose, correction, true, surfaces);
  geometry::Mesh surface{std::move(surfaces[skin].positions), std::move(surfaces[skin].normals),
                         leg.structures[skin].mesh.triangles};
  // Only what lies near the skin can come through it.
  constexpr float kNearMm = 6.0F;
  const geometry::SurfaceTree tree(surface);
  geometry::Mesh near;
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    for (std::size_t v = 0; i != skin && v < surfaces[i].positions.size(); ++v) {
      if (tree.closest(surfaces[i].positions[v], kNearMm)) {
        near.positions.push_back(surfaces[i].positions[v]);
      }
    }
  }
  const std::array<const geometry::Mesh*, 1> others{&near};
  geometry::ContainOptions options;
  options.margin_mm = 0.4;
  options.rounds = 5;
  return geometry::push_out(surface, others, options).moved_mm;
}

// Close enough that what lies between two keys departs from either's correction by less than the skin's margin; rest
// among them, where nothing is corrected.
Corrections empty_table(double rest_deg) {
  constexpr std::array<double, 8> kKeys_deg{-35.0, -20.0, -10.0, 12.5, 25.0, 37.5, 50.0, 60.0};
  constexpr double kBesideRest_deg = 5.0;
  Corrections table;
  table.activations = {0.0, 1.0};
  table.angles_rad.push_back(0.0);
  for (const double key : kKeys_deg) {
    if (std::abs(key - rest_deg) > kBesideRest_deg) {
      table.angles_rad.push_back(-radians(key - rest_deg));
    }
  }
  std::sort(table.angles_rad.begin(), table.angles_rad.end());
  return table;
}

struct Between {
  std::size_t index = 0;
  float share = 0.0F;
};
Between between(const std::vector<double>& keys, double value) {
  const auto after = std::upper_bound(keys.begin(), keys.end(), value);
  const auto i =
      static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(after - keys.begin(), 1, std::ssize(keys) - 1) - 1);
  return {i, static_cast<float>(std::clamp((value - keys[i]) / (keys[i + 1] - keys[i]), 0.0, 1.0))};
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
  constexpr float kALittleMm = 0.4F;
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
    for (const glm::vec3& p : structure.mesh.positions) {
      double depth = 0.0;
      for (const Obstacle& obstacle : state.obstacles) {
        if (glm::all(glm::greaterThan(p, obstacle.box.min)) && glm::all(glm::lessThan(p, obstacle.box.max))) {
          depth = std::max(depth, -obstacle.depth.sample(glm::dvec3(p)));
        }
      }
      binding.allowed_mm.push_back(static_cast<float>(depth) + kALittleMm);
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

Correction correction_at(const RigState& state, const Pose& pose) {
  const Corrections& table = state.corrections;
  if (table.keys.empty()) {
    return {};
  }
  const Between angle = between(table.angles_rad, pose.ankle_rad);
  const Between work = between(table.activations, pose.activation);
  const std::size_t columns = table.activations.size();
  Correction result;
  for (const std::size_t a : {std::size_t{0}, std::size_t{1}}) {
    for (const std::size_t w : {std::size_t{0}, std::size_t{1}}) {
      const float share = (a == 0 ? 1.0F - angle.share : angle.share) * (w == 0 ? 1.0F - work.share : work.share);
      const Correction& key = table.keys[(angle.index + a) * columns + work.index + w];
      const auto add = [&](std::vector<float>& sum, const std::vector<float>& values) {
        sum.resize(std::max(sum.size(), values.size()), 0.0F);
        for (std::size_t i = 0; share > 0.0F && i < values.size(); ++i) {
          sum[i] += share * values[i];
        }
      };
      add(result.swell_mm, key.swell_mm);
      add(result.skin_mm, key.skin_mm);
    }
  }
  return result;
}

std::vector<float> flattened(const Corrections& corrections) {
  std::vector<float> flat;
  for (const Correction& key : corrections.keys) {
    for (const std::vector<float>* values : {&key.swell_mm, &key.skin_mm}) {
      flat.push_back(static_cast<float>(values->size()));
      flat.insert(flat.end(), values->begin(), values->end());
    }
  }
  return flat;
}

bool take_flattened(RigState& state, const Leg& leg, std::span<const float> flat) {
  Corrections table = empty_table(state.rest_deg);
  const std::size_t skin = state.skin ? leg.structures[*state.skin].mesh.positions.size() : 0;
  const auto take = [&](std::vector<float>& values, std::size_t expected) {
    if (flat.empty() || !(flat[0] == 0.0F || flat[0] == static_cast<float>(expected)) ||
        flat.size() - 1 < static_cast<std::size_t>(flat[0])) {
      return false;
    }
    values.assign(flat.begin() + 1, flat.begin() + 1 + static_cast<std::ptrdiff_t>(flat[0]));
    flat = flat.subspan(1 + values.size());
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  };
  for (std::size_t i = 0; i < table.angles_rad.size() * table.activations.size(); ++i) {
    Correction key;
    if (!take(key.swell_mm, leg.structures.size()) || !take(key.skin_mm, skin)) {
      return false;
    }
    table.keys.push_back(std::move(key));
  }
  if (!flat.empty()) {
    return false;
  }
  state.corrections = std::move(table);
  return true;
}

void find_corrections(RigState& state, const Leg& leg, Progress& progress) {
  Corrections table = empty_table(state.rest_deg);
  const bool contains = state.skin && leg.structures[*state.skin].closed;
  std::size_t done = 0;
  for (const double angle : table.angles_rad) {
    for (const double activation : table.activations) {
      Pose pose;
      pose.ankle_rad = angle;
      pose.activation = activation;
      Correction correction;
      correction.swell_mm.assign(leg.structures.size(), 0.0F);
      for (std::size_t i = 0; i < leg.structures.size() && !pose.at_rest(); ++i) {
        if (!state.bindings[i].swell.empty() && !state.bindings[i].host) {
          correction.swell_mm[i] = swell_that_keeps_volume(state, leg, pose, correction, i);
        }
      }
      if (contains && !pose.at_rest()) {
        correction.skin_mm = skin_that_contains(state, leg, pose, correction);
      }
      table.keys.push_back(std::move(correction));
      progress.report(0.6 + 0.4 * static_cast<double>(++done) /
                                static_cast<double>(table.angles_rad.size() * table.activations.size()),
                      "keeping volumes and skin");
      if (progress.cancelled()) {
        return;
      }
    }
  }
  state.corrections = std::move(table);
}

}  // namespace crus
