#include "atlas/builtin.hpp"

#include <algorithm>
#include <numbers>
#include <string_view>

#include "atlas/assemble.hpp"
#include "atlas/modelled.hpp"
#include "atlas/parting.hpp"
#include "atlas/skin.hpp"
#include "atlas/table_lines.hpp"
#include "atlas/tips.hpp"
#include "atlas/union_structure.hpp"
#include "core/files.hpp"
#include "core/text.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/attachments.hpp"
#include "leg/detail.hpp"
#include "leg/frame.hpp"

namespace crus::atlas {
namespace {

namespace fs = std::filesystem;

// The finest ring any shape needs: the loft takes fewer points wherever the edge length allows.
constexpr int kMostAround = 400;
constexpr std::string_view kHeader = "id,origin,file,edge_mm";
constexpr const char* kUnusable = "the list of structures is not usable";
constexpr std::string_view kCredit =
    "Geometry after BodyParts3D, (c) The Database Center for Life Science, CC BY-SA 4.0";

// A row of structures.csv.
struct Entry {
  std::string id;
  Origin origin = Origin::measured;
  std::string file;  // below assets/atlas
  double edge_mm = 0.0;
};

Result<Entry> entry_of(std::string_view line, const std::string& where) {
  const std::vector<std::string_view> cells = split_cells(line);
  if (cells.size() != 4) {
    return fail(kUnusable, where, "a row is " + std::string(kHeader));
  }
  Entry entry{std::string(cells[0]), Origin::measured, std::string(cells[2]), 0.0};
  if (cells[1] != name_of(Origin::measured) && cells[1] != name_of(Origin::modelled)) {
    return fail(kUnusable, where, "the origin is measured or modelled");
  }
  entry.origin = cells[1] == name_of(Origin::modelled) ? Origin::modelled : Origin::measured;
  entry.edge_mm = finite_number(cells[3]).value_or(0.0);
  if (!(entry.edge_mm >= 0.2)) {
    return fail(kUnusable, where, "the edge length is a number of at least 0.2 mm");
  }
  return entry;
}

Result<std::vector<Entry>> read_entries(const fs::path& file) {
  const auto text = read_text(file);
  if (!text) {
    return tl::unexpected(text.error());
  }
  const auto lines = lines_below(kHeader, *text, file, kUnusable);
  if (!lines) {
    return tl::unexpected(lines.error());
  }
  std::vector<Entry> entries;
  for (const TableLine& line : *lines) {
    auto entry = entry_of(line.text, line.where(file));
    if (!entry) {
      return tl::unexpected(entry.error());
    }
    entries.push_back(std::move(*entry));
  }
  if (entries.empty()) {
    return fail("the list of structures is empty", file.string());
  }
  return entries;
}

Result<geometry::Mesh> build_surface(const Entry& entry, const fs::path& atlas_folder, int threads) {
  if (entry.file.rfind("unions/", 0) == 0) {
    return build_union(atlas_folder, entry.file, threads);
  }
  const auto tube = read_sections(atlas_folder / entry.file);
  if (!tube) {
    return tl::unexpected(tube.error());
  }
  auto mesh = geometry::loft(*tube, kMostAround, entry.edge_mm);
  if (!mesh) {
    return fail(mesh.error().what, entry.file + ", " + mesh.error().where);
  }
  return mesh;
}

Result<LegStructure> build_structure(const Entry& entry, const fs::path& atlas_folder,
                                     const anatomy::Catalogue& catalogue, int threads) {
  const anatomy::Structure* known = catalogue.find(entry.id);
  if (known == nullptr) {
    return fail("the catalogue does not know a structure of the built-in leg", entry.id);
  }
  auto mesh = build_surface(entry, atlas_folder, threads);
  if (!mesh) {
    return tl::unexpected(mesh.error());
  }
  LegStructure structure;
  structure.id = known->id;
  structure.name = name_with_side(*known, anatomy::Side::right);
  structure.source_name = entry.file;
  structure.recognised = true;
  structure.kind = known->kind;
  structure.side = anatomy::Side::right;
  structure.fma = known->fma_right ? known->fma_right : known->fma;
  structure.origin = entry.origin;
  structure.mesh = std::move(*mesh);
  structure.closed = true;
  geometry::compute_normals(structure.mesh, std::numbers::pi_v<float>);
  return structure;
}

// The tables are in the world frame of the leg they were measured on, so the frame stays (keep_axes), and only
// landmarks and sizes are measured anew.
void find_landmarks(Leg& leg) {
  FrameBones bones;
  const auto mesh = [&](std::string_view id) {
    const LegStructure* structure = leg.find(id);
    return structure == nullptr ? nullptr : &structure->mesh;
  };
  bones.tibia = mesh("tibia");
  bones.fibula = mesh("fibula");
  bones.femur = mesh("femur");
  bones.patella = mesh("patella");
  bones.talus = mesh("talus");
  bones.calcaneus = mesh("calcaneus");
  for (const char* id :
       {"first-metatarsal", "second-metatarsal", "third-metatarsal", "fourth-metatarsal", "fifth-metatarsal"}) {
    bones.metatarsals.push_back(mesh(id));
  }
  FrameResult found = find_frame(bones, anatomy::Side::right, std::nullopt);
  keep_axes(found);
  leg.landmarks = std::move(found.landmarks);
  leg.tibia_length_mm = found.tibia_length_mm;
  leg.rest_plantarflexion_deg = found.rest_plantarflexion_deg;
}

// None where the assets have no regions.
Result<std::vector<Attachment>> own_attachments(const Leg& leg, const fs::path& assets_folder) {
  std::error_code code;
  if (!fs::exists(assets_folder / "attachments", code)) {
    return std::vector<Attachment>();
  }
  const auto regions = anatomy::AttachmentRegions::load(assets_folder / "attachments");
  if (!regions) {
    return tl::unexpected(regions.error());
  }
  std::vector<std::string> withheld;
  std::vector<Attachment> attachments = lay_attachments(leg, *regions, leg, withheld);
  if (!withheld.empty()) {
    return fail("an attachment does not lie on the built-in leg", withheld.front());
  }
  return attachments;
}

// Bones meet, and muscles and tendons reach them and keep out of one another. The footprints depend on the bones alone;
// they are laid again once the muscles lie where they will, for their pull.
Status settle(Leg& leg, const fs::path& assets_folder, int threads) {
  std::vector<std::vector<glm::vec3>> measured;
  for (const LegStructure& structure : leg.structures) {
    measured.push_back(structure.mesh.positions);
  }
  part_bones(leg, threads);
  find_landmarks(leg);
  const auto attachments = own_attachments(leg, assets_folder);
  if (!attachments) {
    return tl::unexpected(attachments.error());
  }
  const fs::path modelled = assets_folder / "atlas" / "modelled";
  if (const Status opened = open_notches(leg, modelled); !opened) {
    return opened;
  }
  if (!attachments->empty()) {
    if (const Status drawn = draw_tips(leg, *attachments, modelled / "tips.csv"); !drawn) {
      return drawn;
    }
  }
  part_neighbours(leg, *attachments, threads);
  for (std::size_t i = 0; i < measured.size(); ++i) {
    LegStructure& structure = leg.structures[i];
    if (structure.mesh.positions != measured[i]) {
      VertexField moved{kSettledFieldId, {}};
      for (std::size_t v = 0; v < measured[i].size(); ++v) {
        moved.values.push_back(glm::distance(measured[i][v], structure.mesh.positions[v]));
      }
      structure.fields.push_back(std::move(moved));
    }
  }
  return {};
}

}  // namespace

Result<Leg> build_leg(const fs::path& assets_folder, std::shared_ptr<const anatomy::Catalogue> catalogue, int threads) {
  const fs::path folder = assets_folder / "atlas";
  const auto entries = read_entries(folder / "structures.csv");
  if (!entries) {
    return tl::unexpected(entries.error());
  }
  Leg leg;
  leg.source = "built-in";
  leg.catalogue = catalogue;
  leg.side = anatomy::Side::right;
  leg.frame.unit = {"mm", "given", "section tables"};
  leg.frame.up_axis = {"+y", "given", "section tables"};
  leg.frame.side = {"right", "given", "section tables"};
  leg.frame.how = "world frame of the leg the sections were measured on";
  leg.credit = kCredit;
  Hasher hasher;
  for (const Entry& entry : *entries) {
    auto structure = build_structure(entry, folder, *catalogue, threads);
    if (!structure) {
      return tl::unexpected(structure.error());
    }
    leg.structures.push_back(std::move(*structure));
  }
  if (const Status settled = settle(leg, assets_folder, threads); !settled) {
    return tl::unexpected(settled.error());
  }
  close_skin_over(leg);
  if (const Status modelled = add_modelled(leg, folder / "modelled"); !modelled) {
    return tl::unexpected(modelled.error());
  }
  close_skin_over(leg);
  for (const LegStructure& structure : leg.structures) {
    hasher.add(structure.id).add(std::as_bytes(std::span(structure.mesh.positions)));
    hasher.add(std::as_bytes(std::span(structure.mesh.triangles)));
  }
  leg.hash = hasher.finish();
  Progress progress;
  finish_structures(leg, progress, threads);
  auto attachments = own_attachments(leg, assets_folder);
  if (!attachments) {
    return tl::unexpected(attachments.error());
  }
  leg.attachments = std::move(*attachments);
  add_detail_fields(leg);
  return leg;
}

}  // namespace crus::atlas
