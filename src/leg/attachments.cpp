#include "leg/attachments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <map>
#include <memory>
#include <numbers>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/region_field.hpp"
#include "leg/transfer.hpp"

namespace crus {
namespace {

using geometry::Mesh;

constexpr double kFinest_mm = 0.7;  // edges across the region's outline
constexpr int kMostDivisions = 7;

// A surface being divided: positions, normals and the field at each.
struct Fine {
  std::vector<glm::dvec3> positions;
  std::vector<glm::dvec3> normals;
  std::vector<double> values;
  std::vector<glm::uvec3> triangles;
};

using EdgePoints = std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t>;

std::pair<std::uint32_t, std::uint32_t> edge_key(std::uint32_t a, std::uint32_t b) { return std::minmax(a, b); }

bool wants_split(const Fine& fine, std::uint32_t a, std::uint32_t b) {
  const double length = glm::distance(fine.positions[a], fine.positions[b]);
  return length > kFinest_mm && length > 0.7 * std::min(std::abs(fine.values[a]), std::abs(fine.values[b]));
}

std::uint32_t middle_of(Fine& fine, EdgePoints& middles, const SurfaceField& field, std::uint32_t a, std::uint32_t b) {
  const auto [at, fresh] = middles.try_emplace(edge_key(a, b), static_cast<std::uint32_t>(fine.positions.size()));
  if (fresh) {
    const glm::dvec3 normal = fine.normals[a] + fine.normals[b];
    const double size = glm::length(normal);
    fine.positions.push_back(0.5 * (fine.positions[a] + fine.positions[b]));
    fine.normals.push_back(size > 0.0 ? normal / size : fine.normals[a]);
    fine.values.push_back(field(fine.positions.back(), fine.normals.back()));
  }
  return at->second;
}

// One round of splitting the edges that want it; neighbours split the edge they share alike, so nothing gapes.
bool divide(Fine& fine, const SurfaceField& field) {
  EdgePoints middles;
  std::vector<glm::uvec3> next;
  for (const glm::uvec3& t : std::vector<glm::uvec3>(fine.triangles)) {
    std::array<bool, 3> split{};
    int count = 0;
    for (int i = 0; i < 3; ++i) {
      split[static_cast<std::size_t>(i)] = wants_split(fine, t[i], t[(i + 1) % 3]);
      count += split[static_cast<std::size_t>(i)] ? 1 : 0;
    }
    const auto middle = [&](int i) { return middle_of(fine, middles, field, t[i % 3], t[(i + 1) % 3]); };
    if (count == 0) {
      next.push_back(t);
    } else if (count == 3) {
      const std::uint32_t a = middle(0);
      const std::uint32_t b = middle(1);
      const std::uint32_t c = middle(2);
      next.insert(next.end(), {{t[0], a, c}, {a, t[1], b}, {c, b, t[2]}, {a, b, c}});
    } else if (count == 1) {
      const int i = split[0] ? 0 : split[1] ? 1 : 2;
      const std::uint32_t m = middle(i);
      next.insert(next.end(), {{t[i], m, t[(i + 2) % 3]}, {m, t[(i + 1) % 3], t[(i + 2) % 3]}});
    } else {
      const int whole = !split[0] ? 0 : !split[1] ? 1 : 2;
      const std::uint32_t a = t[whole];
      const std::uint32_t b = t[(whole + 1) % 3];
      const std::uint32_t c = t[(whole + 2) % 3];
      const std::uint32_t bc = middle(whole + 1);
      const std::uint32_t ca = middle(whole + 2);
      next.insert(next.end(), {{a, b, bc}, {a, bc, ca}, {ca, bc, c}});
    }
  }
  fine.triangles = std::move(next);
  return !middles.empty();
}

// Keeps the part of each triangle where the field is negative.
Mesh clipped(const Fine& fine, std::vector<float>& depths) {
  Mesh mesh;
  std::map<std::uint32_t, std::uint32_t> kept;
  EdgePoints crossings;
  const auto keep = [&](std::uint32_t v) {
    const auto [at, fresh] = kept.try_emplace(v, static_cast<std::uint32_t>(mesh.positions.size()));
    if (fresh) {
      mesh.positions.emplace_back(fine.positions[v]);
      mesh.normals.emplace_back(fine.normals[v]);
      depths.push_back(static_cast<float>(-fine.values[v]));
    }
    return at->second;
  };
  const auto cross = [&](std::uint32_t a, std::uint32_t b) {
    const auto [at, fresh] = crossings.try_emplace(edge_key(a, b), static_cast<std::uint32_t>(mesh.positions.size()));
    if (fresh) {
      const auto [low, high] = edge_key(a, b);
      const double t = std::clamp(fine.values[low] / (fine.values[low] - fine.values[high]), 0.002, 0.998);
      mesh.positions.emplace_back(glm::mix(fine.positions[low], fine.positions[high], t));
      mesh.normals.emplace_back(glm::normalize(glm::mix(fine.normals[low], fine.normals[high], t)));
      depths.push_back(0.0F);
    }
    return at->second;
  };
  for (const glm::uvec3& t : fine.triangles) {
    std::vector<std::uint32_t> corners;
    for (int i = 0; i < 3; ++i) {
      const std::uint32_t a = t[i];
      const std::uint32_t b = t[(i + 1) % 3];
      const bool a_in = fine.values[a] < 0.0;
      if (a_in) {
        corners.push_back(keep(a));
      }
      if (a_in != (fine.values[b] < 0.0)) {
        corners.push_back(cross(a, b));
      }
    }
    for (std::size_t i = 2; i < corners.size(); ++i) {
      mesh.triangles.emplace_back(corners[0], corners[i - 1], corners[i]);
    }
  }
  return mesh;
}

void drop_small_pieces(Mesh& mesh, std::vector<float>& depths) {
  constexpr double kLeast = 0.05;
  const auto pieces = geometry::components(mesh);
  if (pieces.size() < 2) {
    return;
  }
  const auto area_of = [&](const std::vector<std::size_t>& piece) {
    double area = 0.0;
    for (const std::size_t t : piece) {
      const glm::uvec3& c = mesh.triangles[t];
      const glm::dvec3 a(mesh.positions[c.x]);
      area += 0.5 * glm::length(glm::cross(glm::dvec3(mesh.positions[c.y]) - a, glm::dvec3(mesh.positions[c.z]) - a));
    }
    return area;
  };
  double whole = 0.0;
  for (const auto& piece : pieces) {
    whole += area_of(piece);
  }
  std::vector<std::size_t> kept;
  for (const auto& piece : pieces) {
    if (area_of(piece) > kLeast * whole) {
      kept.insert(kept.end(), piece.begin(), piece.end());
    }
  }
  std::sort(kept.begin(), kept.end());
  Mesh result;
  std::vector<float> result_depths;
  std::vector<std::uint32_t> renamed(mesh.positions.size(), UINT32_MAX);
  for (const std::size_t t : kept) {
    glm::uvec3 triangle = mesh.triangles[t];
    for (int i = 0; i < 3; ++i) {
      std::uint32_t& name = renamed[triangle[i]];
      if (name == UINT32_MAX) {
        name = static_cast<std::uint32_t>(result.positions.size());
        result.positions.push_back(mesh.positions[triangle[i]]);
        result.normals.push_back(mesh.normals[triangle[i]]);
        result_depths.push_back(depths[triangle[i]]);
      }
      triangle[i] = name;
    }
    result.triangles.push_back(triangle);
  }
  mesh = std::move(result);
  depths = std::move(result_depths);
}

// The loops of edges that only one triangle uses.
std::vector<std::vector<glm::vec3>> loops_of(const Mesh& mesh) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (const glm::uvec3& t : mesh.triangles) {
    for (int i = 0; i < 3; ++i) {
      if (edges.erase({t[(i + 1) % 3], t[i]}) == 0) {
        edges.emplace(t[i], t[(i + 1) % 3]);
      }
    }
  }
  std::vector<std::vector<glm::vec3>> loops;
  while (!edges.empty()) {
    auto edge = edges.begin();
    const std::uint32_t start = edge->first;
    std::vector<glm::vec3> loop;
    std::uint32_t at = start;
    while (edge != edges.end() && edge->first == at) {
      loop.push_back(mesh.positions[at]);
      at = edge->second;
      edges.erase(edge);
      edge = edges.lower_bound({at, 0U});
    }
    if (loop.size() > 2) {
      loops.push_back(std::move(loop));
    }
  }
  return loops;
}

}  // namespace

SurfacePatch cut_patch(const Mesh& surface, const SurfaceField& field) {
  Fine fine;
  for (std::size_t i = 0; i < surface.positions.size(); ++i) {
    fine.positions.emplace_back(surface.positions[i]);
    fine.normals.emplace_back(surface.normals[i]);
    fine.values.push_back(field(fine.positions.back(), fine.normals.back()));
  }
  // Far from the region nothing needs to be looked at again.
  for (const glm::uvec3& t : surface.triangles) {
    double longest = 0.0;
    double nearest = 1e300;
    for (int i = 0; i < 3; ++i) {
      longest = std::max(longest, glm::distance(fine.positions[t[i]], fine.positions[t[(i + 1) % 3]]));
      nearest = std::min(nearest, fine.values[t[i]]);
    }
    if (nearest < 1.5 * longest) {
      fine.triangles.push_back(t);
    }
  }
  for (int round = 0; round < kMostDivisions && divide(fine, field); ++round) {
  }
  SurfacePatch patch;
  patch.mesh = clipped(fine, patch.depth_mm);
  drop_small_pieces(patch.mesh, patch.depth_mm);
  if (!patch.mesh.empty()) {
    patch.boundary = loops_of(patch.mesh);
    patch.area_mm2 = geometry::area_mm2(patch.mesh);
    patch.centroid_mm = geometry::surface_centroid(patch.mesh);
  }
  return patch;
}

namespace {

Mesh mirrored(Mesh mesh) {
  for (glm::vec3& p : mesh.positions) {
    p.z = -p.z;
  }
  for (glm::vec3& n : mesh.normals) {
    n.z = -n.z;
  }
  for (glm::uvec3& t : mesh.triangles) {
    std::swap(t.y, t.z);
  }
  return mesh;
}

bool in_the_foot(std::string_view bone) {
  return bone != "tibia" && bone != "fibula" && bone != "femur" && bone != "patella";
}

// Where the built-in leg's bones are looked for at first: the shank's by the tibia's length, the foot's by the middles
// of the bones both feet have.
struct Start {
  glm::dmat4 shank{1.0}, foot{1.0};
};

Start start_of(const Leg& leg, const Leg& defined_on, bool mirror) {
  Start start;
  const double scale =
      leg.tibia_length_mm && defined_on.tibia_length_mm ? *leg.tibia_length_mm / *defined_on.tibia_length_mm : 1.0;
  start.shank = glm::dmat4(glm::dmat3(scale));
  start.foot = start.shank;
  std::vector<glm::dvec3> from;
  std::vector<glm::dvec3> to;
  for (const LegStructure& structure : defined_on.structures) {
    const LegStructure* other = leg.find(structure.id);
    if (structure.kind == anatomy::Kind::bone && in_the_foot(structure.id) && other != nullptr &&
        !other->mesh.empty()) {
      glm::dvec3 middle = geometry::surface_centroid(structure.mesh);
      middle.z = mirror ? -middle.z : middle.z;
      from.push_back(middle);
      to.push_back(geometry::surface_centroid(other->mesh));
    }
  }
  if (from.size() >= 4) {
    start.foot = similarity_of(from, to, std::vector<double>(from.size(), 1.0));
  } else if (from.size() == 1) {
    start.foot[3] += glm::dvec4(to[0] - scale * from[0], 0.0);
  }
  return start;
}

// The bone of the built-in leg laid on this leg's bone.
struct Carrier {
  Mesh warped;
  std::unique_ptr<geometry::SurfaceTree> tree;
  double scale = 1.0;
};

// The field of the defining bone, read at the place of the warped one nearest to a point.
SurfaceField carried(const Carrier& carrier, const Mesh& defining, const RegionField& field) {
  return [&carrier, &defining, &field](const glm::dvec3& point, const glm::dvec3& normal) {
    const auto hit = carrier.tree->closest(glm::vec3(point));
    if (!hit) {
      return 1e3;
    }
    const glm::uvec3& t = defining.triangles[hit->triangle];
    glm::dvec3 place(0.0);
    glm::dvec3 out(0.0);
    glm::dvec3 out_here(0.0);
    for (int i = 0; i < 3; ++i) {
      const auto weight = static_cast<double>(hit->barycentric[i]);
      place += weight * glm::dvec3(defining.positions[t[i]]);
      out += weight * glm::dvec3(defining.normals[t[i]]);
      out_here += weight * glm::dvec3(carrier.warped.normals[t[i]]);
    }
    const double value = carrier.scale * field(place, glm::normalize(out));
    constexpr double kFacing = 0.1;
    constexpr double kPerFacing_mm = 15.0;
    return std::max(value, (kFacing - glm::dot(glm::normalize(out_here), normal)) * kPerFacing_mm);
  };
}

// Root mean square distance between the patch and the warped bone.
double residual_of(const SurfacePatch& patch, const geometry::SurfaceTree& tree) {
  double sum = 0.0;
  std::size_t count = 0;
  for (const geometry::Sample& sample : geometry::sample_surface(patch.mesh, 200)) {
    if (const auto hit = tree.closest(glm::vec3(sample.point))) {
      sum += static_cast<double>(hit->distance_mm) * static_cast<double>(hit->distance_mm);
      ++count;
    }
  }
  return count > 0 ? std::sqrt(sum / static_cast<double>(count)) : 0.0;
}

// Towards the middle of what the muscle has within reach.
glm::dvec3 pull_of(const Leg& leg, const Attachment& attachment) {
  constexpr double kReach_mm = 60.0;
  const LegStructure* muscle = leg.find(attachment.muscle);
  if (muscle == nullptr) {
    return glm::dvec3(0.0);
  }
  glm::dvec3 sum(0.0);
  double all = 0.0;
  for (const geometry::Sample& sample : geometry::sample_surface(muscle->mesh, 4000)) {
    const double away = glm::distance(sample.point, attachment.centroid_mm);
    if (away < kReach_mm) {
      sum += sample.point - attachment.centroid_mm;
      all += 1.0;
    }
  }
  return all > 0.0 && glm::length(sum) > 1e-6 * all ? glm::normalize(sum) : glm::dvec3(0.0);
}

struct Laid {
  std::vector<Attachment> attachments;
  std::vector<std::string> warnings;
};

Attachment attachment_of(const anatomy::AttachmentRegion& region, SurfacePatch patch, double residual_mm) {
  Attachment attachment;
  attachment.id = region.id;
  attachment.name = region.name;
  attachment.muscle = region.muscle;
  attachment.bone = region.bone;
  attachment.kind = region.is_origin ? AttachmentKind::origin : AttachmentKind::insertion;
  attachment.area_mm2 = patch.area_mm2;
  attachment.centroid_mm = patch.centroid_mm;
  attachment.residual_mm = residual_mm;
  attachment.confidence = region.claim.confidence;
  attachment.sources = region.claim.sources;
  attachment.note = region.claim.text;
  attachment.patch = std::move(patch.mesh);
  attachment.depth_mm = std::move(patch.depth_mm);
  attachment.boundary = std::move(patch.boundary);
  return attachment;
}

using RegionList = std::vector<const anatomy::AttachmentRegion*>;

Laid lay_on_bone(const Leg& leg, const Leg& defined_on, const RegionList& regions, const Start& start, bool mirror) {
  Laid laid;
  const std::string& id = regions.front()->bone;
  const LegStructure* bone = leg.find(id);
  const LegStructure* defining = defined_on.find(id);
  const bool own = &leg == &defined_on;
  Carrier carrier;
  if (!own) {
    const Mesh source = mirror ? mirrored(defining->mesh) : defining->mesh;
    Registration registration = register_bone(source, bone->mesh, in_the_foot(id) ? start.foot : start.shank);
    carrier.warped = std::move(registration.warped);
    geometry::compute_normals(carrier.warped, std::numbers::pi_v<float>);
    carrier.tree = std::make_unique<geometry::SurfaceTree>(carrier.warped);
    carrier.scale = registration.scale;
  }
  Mesh source_order = defining->mesh;
  if (mirror) {
    // Barycentric weights of a mirrored triangle name its corners in the turned order.
    for (glm::uvec3& t : source_order.triangles) {
      std::swap(t.y, t.z);
    }
  }
  for (const anatomy::AttachmentRegion* region : regions) {
    const auto field = RegionField::make(defined_on, *region);
    if (!field) {
      laid.warnings.push_back(region->id + " withheld: the built-in leg's " + id + " gives no coordinates for it");
      continue;
    }
    SurfacePatch patch =
        own ? cut_patch(bone->mesh, *field) : cut_patch(bone->mesh, carried(carrier, source_order, *field));
    const double residual_mm = own || patch.mesh.empty() ? 0.0 : residual_of(patch, *carrier.tree);
    if (patch.mesh.empty()) {
      laid.warnings.push_back(region->id + " withheld: this " + id + " has no such place");
    } else if (residual_mm > kMostAttachmentResidual_mm) {
      laid.warnings.push_back(fmt::format("{} withheld: this {} is {:.1f} mm off the shape it was defined on there",
                                          region->id, id, residual_mm));
    } else {
      laid.attachments.push_back(attachment_of(*region, std::move(patch), residual_mm));
    }
  }
  return laid;
}

}  // namespace

std::vector<Attachment> lay_attachments(const Leg& leg, const anatomy::AttachmentRegions& regions,
                                        const Leg& defined_on, std::vector<std::string>& warnings) {
  std::map<std::string, RegionList> by_bone;
  for (const anatomy::AttachmentRegion& region : regions.regions()) {
    const LegStructure* bone = leg.find(region.bone);
    if (bone != nullptr && !bone->mesh.empty() && defined_on.find(region.bone) != nullptr) {
      by_bone[region.bone].push_back(&region);
    }
  }
  const bool mirror = leg.side == anatomy::Side::left && defined_on.side != anatomy::Side::left;
  const Start start = &leg == &defined_on ? Start{} : start_of(leg, defined_on, mirror);
  std::vector<std::future<Laid>> tasks;
  for (const auto& [bone, list] : by_bone) {
    tasks.push_back(std::async(std::launch::async, lay_on_bone, std::cref(leg), std::cref(defined_on), std::cref(list),
                               std::cref(start), mirror));
  }
  std::map<std::string, Attachment> found;
  for (std::future<Laid>& task : tasks) {
    Laid laid = task.get();
    warnings.insert(warnings.end(), laid.warnings.begin(), laid.warnings.end());
    for (Attachment& attachment : laid.attachments) {
      attachment.pull = pull_of(leg, attachment);
      found.emplace(attachment.id, std::move(attachment));
    }
  }
  std::vector<Attachment> ordered;
  for (const anatomy::AttachmentRegion& region : regions.regions()) {
    if (const auto at = found.find(region.id); at != found.end()) {
      ordered.push_back(std::move(at->second));
    }
  }
  return ordered;
}

}  // namespace crus
