#include "atlas/assemble.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <numbers>

#include "atlas/envelope.hpp"
#include "atlas/export.hpp"
#include "atlas/identify.hpp"
#include "atlas/infer.hpp"
#include "geometry/levels.hpp"
#include "geometry/measure.hpp"
#include "geometry/occlusion.hpp"
#include "geometry/repair.hpp"
#include "leg/footprint.hpp"
#include "leg/frame.hpp"

namespace crus::atlas {
namespace {

using anatomy::Side;
using geometry::Mesh;

constexpr float kOcclusionReachMm = 25.0F;
constexpr std::array<std::string_view, 5> kMetatarsals{"first-metatarsal", "second-metatarsal", "third-metatarsal",
                                                       "fourth-metatarsal", "fifth-metatarsal"};
// The bones unit and axes are read from.
constexpr std::array<std::string_view, 9> kTelling{
    "tibia", "fibula", "femur", "patella", "talus", "calcaneus", "first-metatarsal", "fifth-metatarsal", "soleus"};

geometry::Box box_of(const std::vector<Part>& parts) {
  geometry::Box whole;
  for (const Part& part : parts) {
    for (const glm::uvec3& t : part.mesh.triangles) {
      for (glm::length_t i = 0; i < 3; ++i) {
        whole.add(part.mesh.positions[t[i]]);
      }
    }
  }
  return whole;
}

const Mesh* mesh_of(const std::vector<Part>& parts, std::string_view id) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.id == id; });
  return found != parts.end() && !found->mesh.empty() ? &found->mesh : nullptr;
}

Result<UnitInference> unit_of(const std::vector<Part>& parts, const geometry::Box& whole, const std::string& given) {
  // Exporters split vertices at creases; without a weld every bone would look cut open.
  const float rough = 1e-5F * glm::length(whole.size());
  std::vector<Mesh> welded;
  std::vector<Known> known;
  welded.reserve(kTelling.size());
  for (const std::string_view id : kTelling) {
    if (const Mesh* mesh = mesh_of(parts, id)) {
      welded.push_back(geometry::weld(*mesh, rough));
      geometry::drop_specks(welded.back());
      known.push_back({id, &welded.back()});
    }
  }
  return infer_unit(known, whole, given);
}

// Two thousandths of a millimetre: what a float32 in metres still tells apart, many times over. Where that lays a
// crease of a closed surface on itself, a tenth of it may not.
Mesh cleaned(const Mesh& mesh, bool recognised) {
  constexpr float kWeldMm = 2e-3F;
  std::array<Mesh, 2> welded;
  for (std::size_t i = 0; i < welded.size(); ++i) {
    Mesh& result = welded.at(i);
    result = geometry::weld(mesh, i == 0 ? kWeldMm : 0.1F * kWeldMm);
    if (recognised) {
      geometry::drop_specks(result);
    }
    if (geometry::topology(result).closed()) {
      return std::move(result);
    }
  }
  return std::move(welded.front());
}

// Scales to millimetres, welds and repairs. Parts that have nothing left go.
void clean(std::vector<Part>& parts, double scale_to_mm, Progress& progress) {
  std::size_t done = 0;
  for (Part& part : parts) {
    progress.report(static_cast<double>(done++) / static_cast<double>(parts.size()), "cleaning " + part.name);
    for (glm::vec3& position : part.mesh.positions) {
      position = glm::vec3(scale_to_mm * glm::dvec3(position));
    }
    part.mesh = cleaned(part.mesh, !part.id.empty());
    geometry::orient(part.mesh);
  }
  std::erase_if(parts, [](const Part& part) {
    const double size = glm::length(geometry::bounds(part.mesh).size());
    constexpr double kLeastArea = 1e-9;  // of the square on the diagonal: points in a row
    return part.mesh.empty() || geometry::area_mm2(part.mesh) <= kLeastArea * size * size;
  });
}

FrameBones bones_of(const std::vector<Part>& parts) {
  FrameBones bones;
  bones.tibia = mesh_of(parts, "tibia");
  bones.fibula = mesh_of(parts, "fibula");
  bones.femur = mesh_of(parts, "femur");
  bones.patella = mesh_of(parts, "patella");
  bones.talus = mesh_of(parts, "talus");
  bones.calcaneus = mesh_of(parts, "calcaneus");
  for (const std::string_view id : kMetatarsals) {
    bones.metatarsals.push_back(mesh_of(parts, id));
  }
  return bones;
}

struct Placed {
  FrameResult frame;
  LegFrame report;
};

std::string degrees_off(double cosine) {
  const double angle = std::acos(std::clamp(cosine, -1.0, 1.0)) * 180.0 / std::numbers::pi;
  return std::to_string(std::lround(angle)) + " degrees off";
}

Inference up_inference(const FrameResult& frame, const glm::dvec3& up_in_file, bool has_tibia, const std::string& given,
                       const UpGuess& guess) {
  if (!given.empty()) {
    return {axis_name(up_in_file), "given", "by the user"};
  }
  if (!has_tibia) {
    return {axis_name(guess.direction), "guess", guess.reason};
  }
  if (frame.up_is_a_guess) {
    return {axis_name(up_in_file), "guess", "the wider end of the cut tibia"};
  }
  const glm::dvec3 size = glm::abs(up_in_file);
  const double cosine = std::max({size.x, size.y, size.z});
  constexpr double kNear = 0.94;  // 20 degrees
  return {axis_name(up_in_file), cosine > kNear ? "certain" : "likely",
          "axis nearest to ankle-to-knee, " + degrees_off(cosine)};
}

// A file that Crus exported says so in its root node.
bool states_world_frame(const Imported& imported) {
  return std::all_of(imported.meshes.begin(), imported.meshes.end(), [](const ImportedMesh& mesh) {
    return std::any_of(mesh.parents.begin(), mesh.parents.end(), [](const std::string& parent) {
      return parent == root_node_name(Side::right) || parent == root_node_name(Side::left);
    });
  });
}

// Whether the bones bear out that the file's axes are the world's: they may have been turned or moved since.
bool nearly_world(const glm::dmat4& world_from_space) {
  constexpr double kMostTurn_rad = 4.0 * std::numbers::pi / 180.0;
  constexpr double kMostShiftMm = 3.0;
  const glm::dmat3 turn(world_from_space);
  const double cosine = 0.5 * (turn[0][0] + turn[1][1] + turn[2][2] - 1.0);
  return cosine > std::cos(kMostTurn_rad) && glm::length(glm::dvec3(world_from_space[3])) < kMostShiftMm;
}

// What the model asks to be credited as: its own copyright line, the public set its element ids belong to, or its name.
std::string credit_of(const Imported& imported, const std::string& model_name) {
  if (!imported.copyright.empty()) {
    return imported.copyright;
  }
  const auto from_bodyparts3d = [](const ImportedMesh& mesh) {
    return std::any_of(mesh.names.begin(), mesh.names.end(), [](const std::string& name) {
      return name.size() > 5 && name.starts_with("FJ") && std::isdigit(static_cast<unsigned char>(name[2])) != 0 &&
             name.find("FMA") != std::string::npos;
    });
  };
  const auto count = std::count_if(imported.meshes.begin(), imported.meshes.end(), from_bodyparts3d);
  return 2 * count > static_cast<std::ptrdiff_t>(imported.meshes.size())
             ? "BodyParts3D, (c) The Database Center for Life Science"
             : "Model: " + model_name;
}

Result<Placed> place(const std::vector<Part>& parts, Side side, const UnitInference& unit, bool stated_world,
                     const LoadOptions& options) {
  const auto given_up = parse_up(options.up);
  if (!given_up) {
    return tl::unexpected(given_up.error());
  }
  const geometry::Box whole = box_of(parts);
  const FrameBones bones = bones_of(parts);
  std::vector<Known> known;
  for (const std::string_view id : kTelling) {
    if (const Mesh* mesh = mesh_of(parts, id)) {
      known.push_back({id, mesh});
    }
  }
  const bool has_tibia = bones.tibia != nullptr;
  const UpGuess guess = has_tibia || *given_up ? UpGuess{} : guess_up(known, whole);
  std::optional<glm::dvec3> up = *given_up;
  if (!up && !has_tibia) {
    up = guess.direction;
  }
  Placed placed;
  placed.frame = find_frame(bones, side, up);
  if (stated_world && has_tibia && nearly_world(placed.frame.world_from_space)) {
    keep_axes(placed.frame);
    placed.frame.how = "as exported by Crus; " + placed.frame.how + " agree";
  }
  if (!has_tibia) {
    // Far from the origin, coordinates would lose digits and the camera its footing.
    const glm::dvec3 centre(placed.frame.world_from_space * glm::dvec4(glm::dvec3(whole.centre()), 1.0));
    placed.frame.world_from_space[3] -= glm::dvec4(centre, 0.0);
    for (Landmark& landmark : placed.frame.landmarks) {
      landmark.position_mm -= centre;
    }
  }
  const glm::dvec3 up_in_file = glm::transpose(glm::dmat3(placed.frame.world_from_space)) * glm::dvec3(0.0, 1.0, 0.0);
  placed.report.unit = unit.inference;
  placed.report.unit_scale_to_mm = unit.scale_to_mm;
  placed.report.up_axis = up_inference(placed.frame, *given_up ? **given_up : up_in_file, has_tibia, options.up, guess);
  placed.report.side = {std::string(name_of(placed.frame.side)), placed.frame.side_confidence,
                        placed.frame.side_reason};
  placed.report.world_from_file = placed.frame.world_from_space * glm::dmat4(glm::dmat3(unit.scale_to_mm));
  placed.report.how = placed.frame.how;
  return placed;
}

void check_length(FrameResult& frame, const Inference& unit) {
  constexpr double kShortestMm = 300.0;
  constexpr double kLongestMm = 480.0;
  if (frame.tibia_length_mm && (*frame.tibia_length_mm < kShortestMm || *frame.tibia_length_mm > kLongestMm)) {
    frame.warnings.push_back("the tibia is " + std::to_string(std::lround(*frame.tibia_length_mm)) + " mm long in " +
                             unit.value + " (" + unit.confidence +
                             "): outside 300 to 480 mm, so the unit or the bone may be incomplete");
  }
}

void move_to_world(std::vector<Part>& parts, const glm::dmat4& world_from_space) {
  for (Part& part : parts) {
    for (glm::vec3& position : part.mesh.positions) {
      position = glm::vec3(world_from_space * glm::dvec4(glm::dvec3(position), 1.0));
    }
  }
}

// Names that fit a medial and a lateral structure alike, like a sesamoid's: of several the most medial one is the
// medial one; a single one goes by the side of the first metatarsal it lies on.
void decide_by_position(std::vector<Part>& parts, Side side) {
  const double to_lateral = side == Side::left ? -1.0 : 1.0;
  const auto laterality = [&](const Mesh& mesh) { return to_lateral * geometry::surface_centroid(mesh).z; };
  std::map<std::vector<std::string>, std::vector<Part*>> open;
  for (Part& part : parts) {
    if (!part.alternatives.empty()) {
      std::vector<std::string> ids = part.alternatives;
      ids.push_back(part.id);
      // Medial before lateral.
      std::sort(ids.begin(), ids.end(), [](const std::string& a, const std::string& b) {
        const auto rank = [](const std::string& id) {
          return id.find("medial") != std::string::npos ? 0 : id.find("lateral") != std::string::npos ? 2 : 1;
        };
        return rank(a) != rank(b) ? rank(a) < rank(b) : a < b;
      });
      open[ids].push_back(&part);
    }
  }
  const Mesh* metatarsal = mesh_of(parts, kMetatarsals[0]);
  for (auto& [ids, candidates] : open) {
    std::stable_sort(candidates.begin(), candidates.end(),
                     [&](const Part* a, const Part* b) { return laterality(a->mesh) < laterality(b->mesh); });
    const bool lone_and_lateral =
        candidates.size() == 1 && metatarsal != nullptr && laterality(candidates[0]->mesh) > laterality(*metatarsal);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      candidates[i]->id = lone_and_lateral ? ids.back() : ids[std::min(i, ids.size() - 1)];
    }
  }
}

LegStructure structure_from(Part part, const anatomy::Catalogue& catalogue, Side side) {
  LegStructure structure;
  structure.source_name = part.name;
  structure.name = part.name;
  structure.mesh = std::move(part.mesh);
  structure.closed = geometry::topology(structure.mesh).closed();
  const anatomy::Structure* entry = part.id.empty() ? nullptr : catalogue.find(part.id);
  if (entry == nullptr) {
    structure.side = part.side;
    geometry::compute_normals(structure.mesh);
    return structure;
  }
  structure.id = entry->id;
  structure.recognised = true;
  structure.kind = entry->kind;
  structure.side = entry->kind == anatomy::Kind::skin ? Side::none : side;
  structure.name = name_with_side(*entry, side);
  structure.fma = side == Side::left ? entry->fma_left : side == Side::right ? entry->fma_right : std::nullopt;
  if (!structure.fma) {
    structure.fma = entry->fma;
  }
  // Living surfaces have no hard edges; one normal per vertex also keeps them watertight when they deform.
  geometry::compute_normals(structure.mesh, std::numbers::pi_v<float>);
  return structure;
}

// Catalogue order, then the file's, so that the same leg comes out the same from one file or many.
void order_and_number(std::vector<LegStructure>& structures, const anatomy::Catalogue& catalogue) {
  std::map<std::string, std::size_t, std::less<>> rank;
  for (const anatomy::Structure& entry : catalogue.structures()) {
    rank.emplace(entry.id, rank.size());
  }
  std::stable_sort(structures.begin(), structures.end(), [&](const LegStructure& a, const LegStructure& b) {
    return (a.recognised ? rank[a.id] : rank.size()) < (b.recognised ? rank[b.id] : rank.size());
  });
  std::map<std::string, int> seen;
  int unrecognised = 0;
  for (LegStructure& structure : structures) {
    if (!structure.recognised) {
      structure.id = "unrecognised-" + std::to_string(++unrecognised);
    } else if (const int count = ++seen[structure.id]; count > 1) {
      structure.id += "-" + std::to_string(count);
      structure.name += " " + std::to_string(count);
    }
  }
}

void add_footprint(Leg& leg) {
  const LegStructure* tendon = leg.find("calcaneal-tendon");
  const auto bone = std::find_if(leg.structures.begin(), leg.structures.end(),
                                 [](const LegStructure& structure) { return structure.id == "calcaneus"; });
  if (tendon != nullptr && bone != leg.structures.end()) {
    bone->fields.push_back({kFootprintFieldId, footprint_field(bone->mesh, tendon->mesh)});
  }
}

// Shells round the rest would shade everything black.
bool casts_shadow(const LegStructure& structure, const geometry::Box& whole, std::size_t count) {
  if (structure.kind == anatomy::Kind::skin && structure.recognised) {
    return false;
  }
  constexpr float kShell = 0.7F;
  const glm::vec3 share = structure.box.size() / glm::max(whole.size(), glm::vec3(1e-6F));
  return structure.recognised || count == 1 || std::min({share.x, share.y, share.z}) < kShell;
}

void add_warnings(Leg& leg, const Imported& imported, const Parts& parts, FrameResult& frame) {
  for (const FailedFile& failed : imported.failed) {
    // The name alone: the same content elsewhere is the same leg.
    Error error = failed.error;
    error.where = failed.file.filename().string();
    leg.warnings.push_back(error.message());
  }
  leg.warnings.insert(leg.warnings.end(), parts.warnings.begin(), parts.warnings.end());
  if (leg.frame.unit.confidence == "guess") {
    leg.warnings.push_back("the unit is a guess: " + leg.frame.unit.value + ", " + leg.frame.unit.reason +
                           " (set it with --unit)");
  }
  if (leg.frame.up_axis.confidence == "guess") {
    leg.warnings.push_back("the up axis is a guess: " + leg.frame.up_axis.value + ", " + leg.frame.up_axis.reason +
                           " (set it with --up)");
  }
  leg.warnings.insert(leg.warnings.end(), frame.warnings.begin(), frame.warnings.end());
}

}  // namespace

void finish_structures(Leg& leg, Progress& progress, int threads) {
  std::vector<const Mesh*> meshes;
  std::vector<bool> casts;
  for (LegStructure& structure : leg.structures) {
    geometry::order_by_place(structure.mesh.positions, structure.mesh.triangles);
    structure.levels = geometry::detail_levels(structure.mesh);
    structure.box = geometry::bounds(structure.mesh);
    structure.area_mm2 = geometry::area_mm2(structure.mesh);
    structure.volume_mm3 = structure.closed ? geometry::volume_mm3(structure.mesh) : 0.0;
  }
  const geometry::Box whole = leg.box();
  for (const LegStructure& structure : leg.structures) {
    meshes.push_back(&structure.mesh);
    casts.push_back(casts_shadow(structure, whole, leg.structures.size()));
  }
  auto occlusion = geometry::bake_occlusion(meshes, casts, kOcclusionReachMm, 64, &progress, threads);
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    leg.structures[i].occlusion = std::move(occlusion[i]);
  }
  add_footprint(leg);
}

Result<Leg> assemble(Imported imported, const std::string& model_name, const LoadOptions& options,
                     const std::shared_ptr<const anatomy::Catalogue>& catalogue, Progress& progress) {
  const auto cancelled = [] { return fail("cancelled"); };
  const bool stated_world = states_world_frame(imported);
  const std::string credit = credit_of(imported, model_name);
  Parts parts = identify(std::move(imported.meshes), anatomy::Recogniser(*catalogue), model_name);
  const auto unit = unit_of(parts.parts, box_of(parts.parts), options.unit);
  if (!unit) {
    return tl::unexpected(unit.error());
  }
  progress.begin_step(0.3, 0.4);
  clean(parts.parts, unit->scale_to_mm, progress);
  if (parts.parts.empty()) {
    return fail("the model holds no triangles with an area", "", "check the mesh and its unit");
  }
  if (progress.cancelled()) {
    return cancelled();
  }
  auto placed = place(parts.parts, parts.side, *unit, stated_world, options);
  if (!placed) {
    return tl::unexpected(placed.error());
  }
  check_length(placed->frame, unit->inference);
  move_to_world(parts.parts, placed->frame.world_from_space);
  decide_by_position(parts.parts, placed->frame.side);

  Leg leg;
  leg.catalogue = catalogue;
  leg.side = placed->frame.side;
  leg.frame = placed->report;
  leg.landmarks = placed->frame.landmarks;
  leg.tibia_length_mm = placed->frame.tibia_length_mm;
  leg.rest_plantarflexion_deg = placed->frame.rest_plantarflexion_deg;
  leg.credit = credit;
  add_warnings(leg, imported, parts, placed->frame);
  for (Part& part : parts.parts) {
    leg.structures.push_back(structure_from(std::move(part), *catalogue, leg.side));
  }
  add_envelope(leg);
  order_and_number(leg.structures, *catalogue);
  progress.begin_step(0.4, 1.0);
  finish_structures(leg, progress);
  if (progress.cancelled()) {
    return cancelled();
  }
  return leg;
}

}  // namespace crus::atlas
