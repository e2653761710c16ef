#include "leg/detail.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "leg/course.hpp"
#include "leg/muscle_fields.hpp"

namespace crus {
namespace {

using anatomy::Kind;
using geometry::Mesh;

// Direction of the fibres on a face; where the structure has none, along it.
glm::dvec3 fibre_on(const Face& face, const glm::uvec3& t, const std::vector<glm::vec3>& fibres,
                    const std::vector<double>& along) {
  glm::dvec3 direction(0.0);
  if (!fibres.empty()) {
    direction = glm::dvec3(fibres[t.x] + fibres[t.y] + fibres[t.z]);
  }
  if (glm::length(direction) < 0.5) {
    direction = gradient(face, t, along);
  }
  return direction - glm::dot(direction, face.normal) * face.normal;
}

float ramp(float from, float to, float value) { return glm::smoothstep(from, to, value); }

struct Bone {
  const LegStructure* structure = nullptr;
  geometry::SurfaceTree tree;
};

std::vector<float> cartilage_share(const LegStructure& bone, const std::vector<Bone>& bones) {
  constexpr float kFarMm = 4.5F;
  constexpr float kNearMm = 2.5F;
  const Mesh& mesh = bone.mesh;
  std::vector<float> share(mesh.positions.size(), 0.0F);
  for (const Bone& other : bones) {
    const geometry::Box& box = other.structure->box;
    for (std::size_t i = 0; other.structure != &bone && i < share.size(); ++i) {
      const glm::vec3& p = mesh.positions[i];
      if (glm::any(glm::lessThan(p, box.min - kFarMm)) || glm::any(glm::greaterThan(p, box.max + kFarMm))) {
        continue;
      }
      const auto hit = other.tree.closest(p, kFarMm);
      if (!hit) {
        continue;
      }
      const glm::vec3 way = hit->point - p;
      const float facing = hit->distance_mm > 0.3F ? glm::dot(way, mesh.normals[i]) / hit->distance_mm : 1.0F;
      const float near = (1.0F - ramp(kNearMm, kFarMm, hit->distance_mm)) * ramp(0.1F, 0.6F, facing);
      share[i] = std::max(share[i], near);
    }
  }
  return share;
}

constexpr double kStillBelly = 0.57;  // of the belly's girth

// The belly's girth: what a good part of the surface exceeds, for a stray long curve at a fold does not count. Empty
// where no ring is known.
std::optional<double> belly_girth_mm(const std::vector<Face>& faces, const std::vector<double>& girth_mm) {
  constexpr double kBellyShare = 0.2;
  std::vector<std::pair<double, double>> by_girth;  // and area
  double area = 0.0;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (girth_mm[f] > 0.0) {
      by_girth.emplace_back(girth_mm[f], faces[f].area);
      area += faces[f].area;
    }
  }
  if (by_girth.empty()) {
    return std::nullopt;
  }
  std::sort(by_girth.rbegin(), by_girth.rend());
  double belly = by_girth.front().first;
  double wider = 0.0;
  for (std::size_t i = 0; i < by_girth.size() && wider < kBellyShare * area; ++i) {
    belly = by_girth[i].first;
    wider += by_girth[i].second;
  }
  return belly;
}

double middle_of(const glm::uvec3& t, const std::vector<double>& along) {
  return (along[t.x] + along[t.y] + along[t.z]) / 3.0;
}

// Where the flesh ends, along the muscle, and where a flare at the insertion begins.
struct Flesh {
  double end_mm = 0.0;
  double flare_mm = 1e9;  // far beyond any end
};

// Muscles arise fleshy; their tendon lies beyond the last of the belly. A flare at the insertion is none of it: once
// most of the flesh is passed, what lies apart from it is another.
Flesh flesh_of(const Mesh& mesh, const std::vector<Face>& faces, const std::vector<double>& along,
               const std::vector<double>& girth_mm, double belly_mm) {
  constexpr double kNearlyAll = 0.93;
  constexpr double kMost = 0.6;
  constexpr double kApartMm = 30.0;
  std::vector<std::pair<double, double>> fleshy;  // where, and area
  double area = 0.0;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (girth_mm[f] > kStillBelly * belly_mm) {
      fleshy.emplace_back(middle_of(mesh.triangles[f], along), faces[f].area);
      area += faces[f].area;
    }
  }
  std::sort(fleshy.begin(), fleshy.end());
  Flesh flesh;
  double passed = 0.0;
  for (std::size_t i = 0; i < fleshy.size() && passed < kNearlyAll * area; ++i) {
    if (passed > kMost * area && fleshy[i].first > flesh.end_mm + kApartMm) {
      flesh.flare_mm = fleshy[i].first;
      break;
    }
    flesh.end_mm = fleshy[i].first;
    passed += fleshy[i].second;
  }
  return flesh;
}

bool has_fibres(Kind kind) {
  switch (kind) {
    case Kind::bone:
    case Kind::muscle:
    case Kind::tendon:
    case Kind::aponeurosis:
    case Kind::ligament:
    case Kind::membrane:
    case Kind::retinaculum:
    case Kind::nerve: return true;
    default: return false;
  }
}

void put(LegStructure& structure, const char* id, std::vector<float> values) {
  std::erase_if(structure.fields, [&](const VertexField& field) { return field.id == id; });
  if (!values.empty()) {
    structure.fields.push_back({id, std::move(values)});
  }
}

}  // namespace

std::vector<float> across_fibres_mm(const Mesh& mesh, const std::vector<glm::vec3>& fibres, bool feathered) {
  if (!usable(mesh)) {
    return {};
  }
  std::vector<Face> faces = faces_of(mesh);
  const std::vector<double> along = along_mm(mesh, faces);
  const glm::dvec3 broad = geometry::principal_axes(mesh).axes[1];
  const Rings rings = feathered ? rings_of(mesh, along, broad) : Rings{};
  std::vector<glm::dvec3> wanted(faces.size(), glm::dvec3(0.0));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const glm::uvec3& t = mesh.triangles[f];
    const glm::dvec3 fibre = fibre_on(faces[f], t, fibres, along);
    if (!(glm::length(fibre) > 1e-6)) {
      continue;
    }
    // Either way across will do, as long as neighbours agree: towards the broad side of the structure, or, where fibres
    // meet as in a feather, away from its shaft. Where the tube turns away from that the lines fold back, and those
    // faces have little say.
    const glm::dvec3 across = glm::cross(faces[f].normal, glm::normalize(fibre));
    const double facing = glm::dot(across, broad);
    const glm::dvec3 middle(mesh.positions[t.x] + mesh.positions[t.y] + mesh.positions[t.z]);
    const bool beyond = feathered && rings.girth_mm[f] > 0.0 && glm::dot(middle / 3.0 - rings.centre[f], broad) < 0.0;
    wanted[f] = (facing < 0.0) != beyond ? -across : across;
    faces[f].area *= 0.05 + facing * facing;
  }
  const std::vector<double> found = integrated(mesh, faces, wanted);
  return {found.begin(), found.end()};
}

std::vector<float> tendon_share(const Mesh& mesh) {
  if (!usable(mesh)) {
    return {};
  }
  const std::vector<Face> faces = faces_of(mesh);
  const std::vector<double> along = along_mm(mesh, faces);
  const std::vector<double> girth_mm = rings_of(mesh, along, {}).girth_mm;
  const auto belly = belly_girth_mm(faces, girth_mm);
  if (!belly) {
    return {};
  }
  const double length = *std::max_element(along.begin(), along.end());
  const Flesh flesh = flesh_of(mesh, faces, along, girth_mm, *belly);
  constexpr double kFadeMm = 15.0;
  constexpr double kLongMm = 180.0;
  constexpr double kCordMm = 22.0;
  std::vector<double> sums(mesh.positions.size(), 0.0);
  std::vector<double> weights(mesh.positions.size(), 0.0);
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (!(girth_mm[f] > 0.0)) {
      continue;
    }
    const glm::uvec3& t = mesh.triangles[f];
    const double at = middle_of(t, along);
    const double beyond = glm::smoothstep(flesh.end_mm - kFadeMm, flesh.end_mm + kFadeMm, at);
    const double girth = girth_mm[f];
    // A cord this thin of a long muscle is a tendon, however slender the belly.
    const double slender = 1.0 - glm::smoothstep(0.33, kStillBelly, girth / std::max(*belly, 1e-6));
    const double cord = length > kLongMm ? 1.0 - glm::smoothstep(kCordMm, 1.5 * kCordMm, girth) : 0.0;
    const double flared = glm::smoothstep(flesh.flare_mm - kFadeMm, flesh.flare_mm, at);
    const double share = std::max({slender, cord, flared}) * beyond;
    for (int k = 0; k < 3; ++k) {
      sums[t[k]] += faces[f].area * share;
      weights[t[k]] += faces[f].area;
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const double at = along[i] / std::max(length, 1e-6);
    sums[i] = weights[i] > 0.0 ? sums[i] / weights[i] : glm::smoothstep(0.8, 0.9, at);
  }
  constexpr double kReachMm = 5.0;
  std::vector<float> values;
  for (const double value : smoothed(mesh, faces, sums, kReachMm)) {
    values.push_back(std::clamp(static_cast<float>(value), 0.0F, 1.0F));
  }
  return values;
}

void add_detail_fields(Leg& leg) {
  std::vector<Bone> bones;
  for (const LegStructure& structure : leg.structures) {
    if (structure.recognised && structure.kind == Kind::bone && usable(structure.mesh)) {
      bones.push_back({&structure, geometry::SurfaceTree(structure.mesh)});
    }
  }
  for (LegStructure& structure : leg.structures) {
    const bool known = structure.recognised;
    put(structure, kTendonFieldId,
        known && structure.kind == Kind::muscle ? tendon_share(structure.mesh) : std::vector<float>());
    put(structure, kCartilageFieldId,
        known && structure.kind == Kind::bone ? cartilage_share(structure, bones) : std::vector<float>());
  }
  add_muscle_fields(leg);
  for (LegStructure& structure : leg.structures) {
    const anatomy::Structure* entry = leg.entry(structure);
    const bool feathered = entry != nullptr && entry->architecture && !structure.fibre_directions.empty() &&
                           entry->architecture->arrangement != anatomy::Architecture::Arrangement::unipennate;
    put(structure, kAcrossFibresFieldId,
        structure.recognised && has_fibres(structure.kind)
            ? across_fibres_mm(structure.mesh, structure.fibre_directions, feathered)
            : std::vector<float>());
  }
}

}  // namespace crus
