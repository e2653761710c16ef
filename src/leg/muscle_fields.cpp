#include "leg/muscle_fields.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "geometry/closest.hpp"
#include "geometry/cotangents.hpp"
#include "geometry/measure.hpp"
#include "leg/course.hpp"
#include "leg/detail.hpp"

namespace crus {
namespace {

using anatomy::Architecture;
using anatomy::Kind;
using geometry::Mesh;

constexpr float kTendonFrom = 0.5F;
// The lowest fibres need room to reach the tendon: it counts from this share of their length below the origin on, or,
// where their length is not known, from this share of the muscle's.
constexpr double kFleshBeforeTendon = 0.6;
constexpr double kFleshPerLength = 0.12;

glm::dvec3 way_of(Architecture::Surface surface, anatomy::Side side) {
  const double to_lateral = side == anatomy::Side::left ? -1.0 : 1.0;
  switch (surface) {
    case Architecture::Surface::anterior: return {1.0, 0.0, 0.0};
    case Architecture::Surface::posterior: return {-1.0, 0.0, 0.0};
    case Architecture::Surface::lateral: return {0.0, 0.0, to_lateral};
    case Architecture::Surface::medial: break;
  }
  return {0.0, 0.0, -to_lateral};
}

// How the belly lies, per position.
struct Belly {
  std::vector<double> along_mm;   // from the upper end
  std::vector<double> to_end_mm;  // to where the tendon or the insertion begins
  std::vector<double> beside;     // -1..1 across the belly's breadth, 0 in its middle
  glm::dvec3 broad{0.0};
};

std::vector<double> beside_of(const Mesh& mesh, const std::vector<Face>& faces, const std::vector<double>& field,
                              const glm::dvec3& broad) {
  const Rings rings = rings_of(mesh, field, broad);
  std::vector<double> sum(mesh.positions.size(), 0.0);
  std::vector<double> weight(mesh.positions.size(), 0.0);
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (!(rings.girth_mm[f] > 0.0)) {
      continue;
    }
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t v = mesh.triangles[f][k];
      const double off = glm::dot(glm::dvec3(mesh.positions[v]) - rings.centre[f], broad);
      sum[v] += faces[f].area * std::clamp(off / std::max(rings.half_width_mm[f], 1.0), -1.0, 1.0);
      weight[v] += faces[f].area;
    }
  }
  for (std::size_t i = 0; i < sum.size(); ++i) {
    sum[i] = weight[i] > 0.0 ? sum[i] / weight[i] : 0.0;
  }
  return sum;
}

Belly belly_of(const Mesh& mesh, const std::vector<Face>& faces, const MuscleEnds& ends) {
  Belly belly;
  belly.along_mm = along_mm(mesh, faces);
  belly.to_end_mm = distance_from_mm(mesh, faces, ends.insertion);
  belly.broad = geometry::principal_axes(mesh).axes[1];
  // In the tendon, where there is no way left to go, rings are of no use.
  belly.beside = beside_of(mesh, faces, belly.to_end_mm, belly.broad);
  return belly;
}

double ramp(double from, double to, double value) { return glm::smoothstep(from, to, value); }

// Where nothing is known of an end, the outermost part of the muscle there is it.
void complete(MuscleEnds& ends, const std::vector<double>& along) {
  constexpr double kEndShare = 0.03;
  const auto [low, high] = std::minmax_element(along.begin(), along.end());
  const double reach = kEndShare * (*high - *low);
  const bool origin = std::find(ends.origin.begin(), ends.origin.end(), 1) != ends.origin.end();
  const bool insertion = std::find(ends.insertion.begin(), ends.insertion.end(), 1) != ends.insertion.end();
  for (std::size_t i = 0; i < along.size(); ++i) {
    ends.insertion[i] = ends.insertion[i] != 0 || (!insertion && along[i] >= *high - reach) ? 1 : 0;
    const bool starts = !origin && along[i] <= *low + reach;
    ends.origin[i] = (ends.origin[i] != 0 || starts) && ends.insertion[i] == 0 ? 1 : 0;
  }
}

// How strongly the aponeuroses draw, in 1/mm2: that of insertion lies on the tendon's surface of the belly and grows
// towards the tendon, that of origin lies opposite and fades out on the way there.
struct Draw {
  std::vector<double> origin, insertion;
};
Draw aponeuroses(const Mesh& mesh, const Belly& belly, const Architecture* architecture, anatomy::Side side) {
  Draw draw{std::vector<double>(mesh.positions.size(), 0.0), std::vector<double>(mesh.positions.size(), 0.0)};
  if (architecture == nullptr || mesh.normals.empty()) {
    return draw;
  }
  const glm::dvec3 way = way_of(architecture->tendon, side);
  const double strength = 4.0 / (architecture->fibre_length_mm * architecture->fibre_length_mm);
  for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
    const double facing = glm::dot(glm::dvec3(mesh.normals[i]), way);
    const double down = belly.along_mm[i] / std::max(belly.along_mm[i] + belly.to_end_mm[i], 1e-6);
    const double inner = 1.0 - ramp(0.6, 0.95, std::abs(belly.beside[i]));
    draw.insertion[i] = strength * inner * ramp(0.2, 0.6, facing) * ramp(0.25, 0.7, down);
    draw.origin[i] = strength * inner * ramp(0.2, 0.6, -facing) * (1.0 - ramp(0.3, 0.75, down));
  }
  return draw;
}

// Parts of the mesh that no end touches move as the nearest part does that one does.
void fill_strays(const Mesh& mesh, std::vector<double>& values) {
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) {
      known.push_back(i);
    }
  }
  if (known.empty() || known.size() == values.size()) {
    return;
  }
  std::vector<double> filled = values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) {
      continue;
    }
    const auto nearer = [&](std::size_t a, std::size_t b) {
      return glm::distance(mesh.positions[a], mesh.positions[i]) < glm::distance(mesh.positions[b], mesh.positions[i]);
    };
    filled[i] = values[*std::min_element(known.begin(), known.end(), nearer)];
  }
  values = std::move(filled);
}

// The line of pull per position: towards the tendon, and along it.
std::vector<glm::dvec3> line_of_pull(const Mesh& mesh, const std::vector<Face>& faces, const Belly& belly) {
  std::vector<glm::dvec3> ways(faces.size(), glm::dvec3(0.0));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    glm::dvec3 way = -gradient(faces[f], mesh.triangles[f], belly.to_end_mm);
    if (glm::length(way) < 0.3) {
      way = gradient(faces[f], mesh.triangles[f], belly.along_mm);
    }
    ways[f] = glm::length(way) > 1e-9 ? glm::normalize(way) : glm::dvec3(0.0);
  }
  const double length = *std::max_element(belly.along_mm.begin(), belly.along_mm.end());
  return smoothed_vectors(mesh, faces, ways, std::clamp(0.1 * length, 4.0, 25.0));
}

// The lowest positions, as far as `share` of the height.
std::vector<char> lower_end(const Mesh& mesh, double share) {
  const geometry::Box box = geometry::bounds(mesh);
  const double edge = box.min.y + share * static_cast<double>(box.max.y - box.min.y);
  std::vector<char> marked;
  for (const glm::vec3& p : mesh.positions) {
    marked.push_back(p.y <= edge ? 1 : 0);
  }
  return marked;
}

glm::dvec3 square_to(const glm::dvec3& vector, const glm::dvec3& axis) {
  const glm::dvec3 part = vector - glm::dot(vector, axis) * axis;
  const double length = glm::length(part);
  return length > 1e-6 ? part / length : glm::dvec3(0.0);
}

// The way from origin to insertion across the muscle: towards the tendon's surface and, in a feathered one, towards the
// shaft in the middle of its breadth.
glm::dvec3 across_to_tendon(const Architecture& architecture, const glm::dvec3& pull, const glm::dvec3& to_surface,
                            const glm::dvec3& broad, double beside) {
  const glm::dvec3 deep = square_to(to_surface, pull);
  if (architecture.arrangement == Architecture::Arrangement::unipennate) {
    return deep;
  }
  constexpr double kShaft = 0.25;  // of the half breadth
  constexpr double kDeep = 0.35;
  const glm::dvec3 aside = square_to(broad, pull);
  return square_to(-std::clamp(beside / kShaft, -1.0, 1.0) * aside + kDeep * deep, pull);
}

}  // namespace

std::vector<float> excursion_share(const Mesh& mesh, const MuscleEnds& given, const Architecture* architecture,
                                   anatomy::Side side) {
  if (!usable(mesh)) {
    return {};
  }
  const std::vector<Face> faces = faces_of(mesh);
  MuscleEnds ends = given;
  complete(ends, along_mm(mesh, faces));
  const Draw draw = aponeuroses(mesh, belly_of(mesh, faces, ends), architecture, side);
  constexpr double kFixed = std::numeric_limits<double>::infinity();
  std::vector<double> wanted(mesh.positions.size(), 0.0);
  std::vector<double> hold(mesh.positions.size(), 0.0);
  for (std::size_t i = 0; i < hold.size(); ++i) {
    const double sum = draw.origin[i] + draw.insertion[i];
    const bool fixed = ends.origin[i] != 0 || ends.insertion[i] != 0;
    wanted[i] = fixed ? (ends.insertion[i] != 0 ? 1.0 : 0.0) : sum > 0.0 ? draw.insertion[i] / sum : 0.0;
    hold[i] = fixed ? kFixed : sum;
  }
  std::vector<double> values = geometry::harmonic(mesh, wanted, hold);
  fill_strays(mesh, values);
  std::vector<float> share;
  for (const double value : values) {
    share.push_back(std::isfinite(value) ? std::clamp(static_cast<float>(value), 0.0F, 1.0F) : 0.0F);
  }
  return share;
}

std::vector<glm::vec3> fibre_directions(const Mesh& mesh, const MuscleEnds& given, const std::vector<float>& tendon,
                                        const Architecture* architecture, anatomy::Side side) {
  if (!usable(mesh)) {
    return {};
  }
  const std::vector<Face> faces = faces_of(mesh);
  MuscleEnds ends = given;
  complete(ends, along_mm(mesh, faces));
  const Belly belly = belly_of(mesh, faces, ends);
  const std::vector<glm::dvec3> pull = line_of_pull(mesh, faces, belly);
  std::vector<glm::vec3> fibres(mesh.positions.size(), glm::vec3(0.0F));
  for (std::size_t i = 0; i < fibres.size(); ++i) {
    if (!(glm::length(pull[i]) > 1e-9)) {
      continue;
    }
    const glm::dvec3 axis = glm::normalize(pull[i]);
    glm::dvec3 fibre = axis;
    if (architecture != nullptr) {
      const double flesh = tendon.empty() ? 1.0 : 1.0 - static_cast<double>(tendon[i]);
      const double angle = architecture->pennation_deg * std::numbers::pi / 180.0 * ramp(0.0, 0.5, flesh);
      const glm::dvec3 across =
          across_to_tendon(*architecture, axis, way_of(architecture->tendon, side), belly.broad, belly.beside[i]);
      fibre = std::cos(angle) * axis + std::sin(angle) * across;
    }
    fibres[i] = glm::vec3(glm::normalize(fibre));
  }
  return fibres;
}

std::vector<glm::vec3> sheet_fibres(const Mesh& mesh) {
  if (!usable(mesh)) {
    return {};
  }
  constexpr double kEdgeShare = 0.04;
  constexpr double kReach_mm = 6.0;
  const std::vector<Face> faces = faces_of(mesh);
  const std::vector<char> lower = lower_end(mesh, kEdgeShare);
  const std::vector<double> to_edge = distance_from_mm(mesh, faces, lower);
  std::vector<glm::dvec3> ways(faces.size(), glm::dvec3(0.0));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    ways[f] = -gradient(faces[f], mesh.triangles[f], to_edge);
  }
  std::vector<glm::vec3> fibres;
  for (const glm::dvec3& way : smoothed_vectors(mesh, faces, ways, kReach_mm)) {
    fibres.emplace_back(glm::length(way) > 1e-9 ? glm::normalize(way) : glm::dvec3(0.0));
  }
  return fibres;
}

std::vector<glm::vec3> twisted_fibres(const Mesh& mesh, double twist_deg, anatomy::Side side) {
  if (!usable(mesh)) {
    return {};
  }
  constexpr double kFrom_mm = 120.0;  // above the insertion
  constexpr double kReach_mm = 6.0;
  constexpr double kEndShare = 0.08;  // about the height of a footprint
  const std::vector<Face> faces = faces_of(mesh);
  // Straight to the insertion: reckoned from the upper end, which may be one corner of a broad sheet, the fibres of the
  // whole sheet would fan out from that corner.
  const std::vector<double> to_end = distance_from_mm(mesh, faces, lower_end(mesh, kEndShare));
  const Rings rings = rings_of(mesh, to_end, {});
  const double turn = (side == anatomy::Side::left ? -1.0 : 1.0) * twist_deg * std::numbers::pi / 180.0;
  std::vector<glm::dvec3> slopes(faces.size(), glm::dvec3(0.0));
  std::vector<glm::dvec3> centre(mesh.positions.size(), glm::dvec3(0.0));
  std::vector<double> weight(mesh.positions.size(), 0.0);
  for (std::size_t f = 0; f < faces.size(); ++f) {
    slopes[f] = -gradient(faces[f], mesh.triangles[f], to_end);
    for (glm::length_t k = 0; k < 3 && rings.girth_mm[f] > 0.0; ++k) {
      centre[mesh.triangles[f][k]] += faces[f].area * rings.centre[f];
      weight[mesh.triangles[f][k]] += faces[f].area;
    }
  }
  const std::vector<glm::dvec3> downs = smoothed_vectors(mesh, faces, slopes, kReach_mm);
  std::vector<glm::vec3> fibres(mesh.positions.size(), glm::vec3(0.0F));
  for (std::size_t i = 0; i < fibres.size(); ++i) {
    if (!(glm::length(downs[i]) > 1e-9)) {
      continue;
    }
    const glm::dvec3 down = glm::normalize(downs[i]);
    const double left = std::clamp(to_end[i] / kFrom_mm, 0.0, 1.0);
    const double per_mm = turn * 6.0 * left * (1.0 - left) / kFrom_mm;
    const glm::dvec3 off = weight[i] > 0.0 ? glm::dvec3(mesh.positions[i]) - centre[i] / weight[i] : glm::dvec3(0.0);
    fibres[i] = glm::vec3(glm::normalize(down + per_mm * glm::cross(-down, off)));
  }
  return fibres;
}

namespace {

// Marks the positions that lie on the target: within reach of it, or nearly as near as the nearest where the meshes
// leave a gap.
void mark_touching(const Mesh& mesh, const Mesh& target, std::vector<char>& marked) {
  constexpr float kReach_mm = 2.5F;
  constexpr float kWidestGap_mm = 12.0F;
  if (target.empty()) {
    return;
  }
  const geometry::SurfaceTree tree(target);
  const geometry::Box box = geometry::bounds(target);
  std::vector<float> distance(mesh.positions.size(), std::numeric_limits<float>::max());
  float nearest = std::numeric_limits<float>::max();
  for (std::size_t i = 0; i < distance.size(); ++i) {
    const glm::vec3& p = mesh.positions[i];
    if (glm::any(glm::lessThan(p, box.min - kWidestGap_mm)) || glm::any(glm::greaterThan(p, box.max + kWidestGap_mm))) {
      continue;
    }
    if (const auto hit = tree.closest(p, kWidestGap_mm)) {
      distance[i] = hit->distance_mm;
      nearest = std::min(nearest, hit->distance_mm);
    }
  }
  if (nearest > kWidestGap_mm) {
    return;
  }
  const float reach = std::max(kReach_mm, nearest + 1.0F);
  for (std::size_t i = 0; i < distance.size(); ++i) {
    marked[i] = marked[i] != 0 || distance[i] <= reach ? 1 : 0;
  }
}

const std::vector<float>* field_of(const LegStructure& structure, std::string_view id) {
  const auto at = std::find_if(structure.fields.begin(), structure.fields.end(),
                               [&](const VertexField& field) { return field.id == id; });
  return at == structure.fields.end() ? nullptr : &at->values;
}

bool blends(const anatomy::Structure& entry, std::string_view id) {
  return std::find(entry.blends_with.begin(), entry.blends_with.end(), id) != entry.blends_with.end();
}

MuscleEnds ends_of(const Leg& leg, const LegStructure& muscle, const anatomy::Structure& entry,
                   const std::vector<float>& tendon) {
  const Mesh& mesh = muscle.mesh;
  MuscleEnds ends{std::vector<char>(mesh.positions.size(), 0), std::vector<char>(mesh.positions.size(), 0)};
  for (const Attachment& attachment : leg.attachments) {
    if (attachment.muscle == entry.id) {
      mark_touching(mesh, attachment.patch, attachment.kind == AttachmentKind::origin ? ends.origin : ends.insertion);
    }
  }
  for (const LegStructure& other : leg.structures) {
    if (other.recognised && other.kind == Kind::tendon && blends(entry, other.id)) {
      mark_touching(mesh, other.mesh, ends.insertion);
    }
  }
  for (std::size_t i = 0; i < tendon.size(); ++i) {
    ends.origin[i] = ends.origin[i] != 0 && tendon[i] < kTendonFrom && ends.insertion[i] == 0 ? 1 : 0;
  }
  const bool origin_known = std::find(ends.origin.begin(), ends.origin.end(), 1) != ends.origin.end();
  const std::vector<double> from_origin_mm = distance_from_mm(mesh, faces_of(mesh), ends.origin);
  const double length_mm = *std::max_element(from_origin_mm.begin(), from_origin_mm.end());
  const double free_from_mm =
      entry.architecture ? kFleshBeforeTendon * entry.architecture->fibre_length_mm : kFleshPerLength * length_mm;
  for (std::size_t i = 0; i < tendon.size(); ++i) {
    const bool free = tendon[i] >= kTendonFrom && (!origin_known || from_origin_mm[i] >= free_from_mm);
    ends.insertion[i] = ends.insertion[i] != 0 || free ? 1 : 0;
  }
  return ends;
}

void put_share(LegStructure& structure, std::vector<float> values) {
  std::erase_if(structure.fields, [](const VertexField& field) { return field.id == kExcursionShareFieldId; });
  if (!values.empty()) {
    structure.fields.push_back({kExcursionShareFieldId, std::move(values)});
  }
}

// An aponeurosis moves as the muscle surface next to it does.
std::vector<float> carried_share(const Leg& leg, const LegStructure& sheet, const anatomy::Structure& entry) {
  std::vector<float> share(sheet.mesh.positions.size(), 0.0F);
  std::vector<float> nearest(share.size(), std::numeric_limits<float>::max());
  bool any = false;
  for (const LegStructure& muscle : leg.structures) {
    const std::vector<float>* values = field_of(muscle, kExcursionShareFieldId);
    if (values == nullptr || muscle.kind == Kind::aponeurosis || !blends(entry, muscle.id)) {
      continue;
    }
    any = true;
    const geometry::SurfaceTree tree(muscle.mesh);
    for (std::size_t i = 0; i < share.size(); ++i) {
      const auto hit = tree.closest(sheet.mesh.positions[i], nearest[i]);
      if (!hit || !(hit->distance_mm < nearest[i])) {
        continue;
      }
      nearest[i] = hit->distance_mm;
      const glm::uvec3& t = muscle.mesh.triangles[hit->triangle];
      share[i] = 0.0F;
      for (int k = 0; k < 3; ++k) {
        share[i] += hit->barycentric[k] * (*values)[t[k]];
      }
    }
  }
  return any ? share : std::vector<float>();
}

}  // namespace

void add_muscle_fields(Leg& leg) {
  for (LegStructure& structure : leg.structures) {
    const anatomy::Structure* entry = leg.entry(structure);
    if (entry != nullptr && structure.kind == Kind::tendon) {
      put_share(structure, std::vector<float>(structure.mesh.positions.size(), 1.0F));
      if (entry->twist_deg) {
        structure.fibre_directions = twisted_fibres(structure.mesh, *entry->twist_deg, leg.side);
      }
    }
    if (entry == nullptr || structure.kind != Kind::muscle || !usable(structure.mesh)) {
      continue;
    }
    const Architecture* architecture = entry->architecture ? &*entry->architecture : nullptr;
    const std::vector<float>* tendon = field_of(structure, kTendonFieldId);
    const std::vector<float> flesh_everywhere;
    const std::vector<float>& tendon_here = tendon != nullptr ? *tendon : flesh_everywhere;
    const MuscleEnds ends = ends_of(leg, structure, *entry, tendon_here);
    std::vector<float> share = excursion_share(structure.mesh, ends, architecture, leg.side);
    structure.fibre_directions = fibre_directions(structure.mesh, ends, tendon_here, architecture, leg.side);
    put_share(structure, std::move(share));
  }
  for (LegStructure& structure : leg.structures) {
    const anatomy::Structure* entry = leg.entry(structure);
    if (entry != nullptr && structure.kind == Kind::aponeurosis &&
        entry->compartment != anatomy::Compartment::plantar) {
      put_share(structure, carried_share(leg, structure, *entry));
      structure.fibre_directions = sheet_fibres(structure.mesh);
    }
  }
}

}  // namespace crus
