#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/model.hpp"
#include "app/subcommands.hpp"
#include "atlas/builtin.hpp"
#include "atlas/leg_file.hpp"
#include "atlas/piece.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "geometry/repair.hpp"
#include "leg/neighbours.hpp"

namespace crus::app {
namespace {

namespace fs = std::filesystem;

// The zones of the built-in leg, which the program's own assets state.
Result<std::vector<atlas::Zone>> own_zones() {
  const auto share = share_folder();
  if (!share) {
    return tl::unexpected(share.error());
  }
  return atlas::read_zones(*share / "assets" / "atlas" / "zones.csv");
}

Result<std::vector<glm::dvec3>> points_of(const std::string& option, const std::string& text) {
  std::vector<double> numbers;
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    double value = 0.0;
    const auto [next, code] = std::from_chars(at, end, value);
    if (code != std::errc() || (next != end && *next != ',')) {
      break;
    }
    numbers.push_back(value);
    at = next == end ? end : next + 1;
  }
  if (at != end || numbers.empty() || numbers.size() % 3 != 0) {
    return fail("the option takes numbers in threes: X,Y,Z", option + " " + text);
  }
  std::vector<glm::dvec3> points;
  for (std::size_t i = 0; i < numbers.size(); i += 3) {
    points.emplace_back(numbers[i], numbers[i + 1], numbers[i + 2]);
  }
  return points;
}

// What the options say about a piece; nothing when the whole structure is meant.
Result<std::optional<atlas::PieceOptions>> piece_of(const MeasureOptions& options) {
  atlas::PieceOptions piece;
  for (const std::string& text : options.keep) {
    const auto points = points_of("--keep", text);
    if (!points) {
      return tl::unexpected(points.error());
    }
    if (points->size() != 2 || glm::length((*points)[1]) < 1e-9) {
      return fail("a plane is a point and a direction: X,Y,Z,X,Y,Z", "--keep " + text);
    }
    piece.keep.push_back({(*points)[0], (*points)[1]});
  }
  for (const std::string& text : options.rivals) {
    auto points = points_of("--rival", text);
    if (!points) {
      return tl::unexpected(points.error());
    }
    piece.rivals.push_back({std::move(*points)});
  }
  if (!options.path.empty()) {
    auto points = points_of("--path", options.path);
    if (!points) {
      return tl::unexpected(points.error());
    }
    piece.path = atlas::Path{std::move(*points)};
  }
  if (!options.seed.empty()) {
    const auto points = points_of("--seed", options.seed);
    if (!points) {
      return tl::unexpected(points.error());
    }
    piece.seed = points->front();
  }
  piece.round_mm = options.round_mm > 0.0 ? options.round_mm : piece.round_mm;
  piece.edge_mm = options.edge_mm > 0.0 ? options.edge_mm : piece.edge_mm;
  piece.voxel_mm = std::clamp(0.25 * piece.edge_mm, 0.3, 1.0);
  piece.overlap_mm = options.overlap_mm > 0.0 ? options.overlap_mm : piece.overlap_mm;
  if (piece.keep.empty() && !piece.path && !piece.seed) {
    return std::nullopt;
  }
  return piece;
}

// Measures one structure and writes its table.
Status measure_one(const LegStructure& structure, const MeasureOptions& options, std::span<const atlas::Zone> zones,
                   const fs::path& file) {
  atlas::MeasureOptions wanted;
  wanted.stations = options.stations > 0 ? options.stations : wanted.stations;
  wanted.points = options.points > 0 ? options.points : wanted.points;
  wanted.bent = options.bent;
  wanted.from_mm = options.from_mm;
  wanted.to_mm = options.to_mm;
  const auto piece = piece_of(options);
  if (!piece) {
    return tl::unexpected(piece.error());
  }
  // A piece says itself where it is cut.
  const auto mesh = *piece ? atlas::cut_piece(structure.mesh, **piece)
                           : atlas::cut_off(geometry::weld(structure.mesh), zones, structure.id);
  if (!mesh) {
    return tl::unexpected(mesh.error());
  }
  const auto tube = atlas::measure_tube(*mesh, wanted);
  if (!tube) {
    return tl::unexpected(tube.error());
  }
  if (auto written = write_atomically(file, atlas::write_sections(*tube, structure.id)); !written) {
    return written;
  }
  log::info(fmt::format("wrote {}: {} stations of {} points", file.string(), tube->stations.size(),
                        tube->stations.front().points.size()));
  return {};
}

nlohmann::ordered_json json_of(const atlas::Comparison& row) {
  nlohmann::ordered_json item{{"id", row.id},
                              {"kind", std::string(anatomy::name_of(row.kind))},
                              {"mean_mm", row.distance.mean_mm},
                              {"p95_mm", row.distance.p95_mm},
                              {"max_mm", row.distance.max_mm}};
  if (row.settled) {
    item["moved_on_purpose"] = {{"more_than_mm", atlas::kSettled_mm},
                                {"area_share", row.settled->area_share},
                                {"moved_mean_mm", row.settled->mean_mm},
                                {"moved_most_mm", row.settled->most_mm},
                                {"mean_mm_with_it", row.settled->with_it.mean_mm},
                                {"p95_mm_with_it", row.settled->with_it.p95_mm},
                                {"max_mm_with_it", row.settled->with_it.max_mm}};
  }
  return item;
}

nlohmann::ordered_json json_of(const std::vector<Overlap>& shared) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Overlap& overlap : shared) {
    list.push_back({{"of", overlap.of},
                    {"in", overlap.in},
                    {"depth_mm", overlap.depth_mm},
                    {"at_mm", {overlap.at_mm.x, overlap.at_mm.y, overlap.at_mm.z}}});
  }
  return list;
}

nlohmann::ordered_json json_of(const std::vector<InsertionGap>& gaps) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const InsertionGap& gap : gaps) {
    list.push_back(
        {{"attachment", gap.attachment}, {"muscle", gap.muscle}, {"bone", gap.bone}, {"gap_mm", gap.gap_mm}});
  }
  return list;
}

void print_neighbours(const std::vector<Overlap>& shared, const std::vector<InsertionGap>& gaps) {
  std::cout << fmt::format("\noverlaps of more than {} mm outside footprints: {}\n", kMostOverlap_mm, shared.size());
  for (const Overlap& overlap : shared) {
    std::cout << fmt::format("{:<36} {:<36} {:8.3f}\n", overlap.of, overlap.in, overlap.depth_mm);
  }
  std::cout << fmt::format("\n{:<72} {:>8}\n", "insertion", "gap mm");
  for (const InsertionGap& gap : gaps) {
    std::cout << fmt::format("{:<72} {:8.3f}\n", gap.attachment, gap.gap_mm);
  }
}

}  // namespace

int atlas_measure_command(const MeasureOptions& options) {
  const auto zones = own_zones();
  if (!zones) {
    return failed(zones.error());
  }
  std::vector<LegPtr> legs;
  std::vector<const LegStructure*> chosen;
  for (const std::string& mesh : options.meshes) {
    ModelOptions model;
    model.path = mesh;
    model.unit = options.unit;
    model.up = options.up;
    const auto leg = open_leg(model);
    if (!leg) {
      return failed(leg.error());
    }
    legs.push_back(*leg);
    for (const LegStructure& structure : (*leg)->structures) {
      if (options.structure.empty() || structure.id == options.structure) {
        chosen.push_back(&structure);
      }
    }
  }
  if (chosen.empty()) {
    return failed({"none of the models has this structure", options.structure, "crus inspect lists what they have"},
                  kWrongUsage);
  }
  const fs::path output = options.output;
  const bool folder = chosen.size() > 1;
  std::error_code code;
  if (folder) {
    fs::create_directories(output, code);
    if (!fs::is_directory(output, code)) {
      return failed({"several structures need a folder to write into", output.string()}, kWrongUsage);
    }
  }
  int exit_code = kDone;
  for (const LegStructure* structure : chosen) {
    const auto status = measure_one(*structure, options, *zones, folder ? output / (structure->id + ".csv") : output);
    if (!status) {
      exit_code = failed(status.error());
    }
  }
  return exit_code;
}

int atlas_build_command(const BuildOptions& options) {
  fs::path assets = options.assets;
  if (assets.empty()) {
    const auto share = share_folder();
    if (!share) {
      return failed(share.error());
    }
    assets = *share / "assets";
  }
  auto catalogue = anatomy::Catalogue::load(assets / "catalogue");
  if (!catalogue) {
    return failed(catalogue.error());
  }
  const auto start = std::chrono::steady_clock::now();
  const auto leg = atlas::build_leg(assets, std::make_shared<const anatomy::Catalogue>(std::move(*catalogue)));
  if (!leg) {
    return failed(leg.error());
  }
  if (const auto written = atlas::write_leg_file(*leg, options.output); !written) {
    return failed(written.error());
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  log::info(fmt::format("wrote {}: {} structures, {} triangles, in {:.1f} s", options.output, leg->structures.size(),
                        leg->triangle_count(), seconds.count()));
  return kDone;
}

int atlas_compare_command(const CompareOptions& options) {
  ModelOptions reference_model;
  reference_model.path = options.reference;
  if (reference_model.path.empty()) {
    const char* folder = std::getenv("CRUS_REFERENCE_DIR");
    if (folder == nullptr || *folder == '\0') {
      return failed({"no reference to compare with", {}, "give --reference FOLDER or set CRUS_REFERENCE_DIR"});
    }
    reference_model.path = (fs::path(folder) / "bodyparts3d").string();
  }
  const auto ours = open_leg(options.model);
  if (!ours) {
    return failed(ours.error());
  }
  const auto reference = open_leg(reference_model);
  if (!reference) {
    return failed(reference.error());
  }
  const auto zones = own_zones();
  if (!zones) {
    return failed(zones.error());
  }
  const auto rows = atlas::compare(**ours, **reference, *zones);
  const std::vector<Overlap> shared = overlaps(**ours);
  const std::vector<InsertionGap> gaps = insertion_gaps(**ours);
  if (options.json) {
    nlohmann::ordered_json structures = nlohmann::ordered_json::array();
    for (const atlas::Comparison& row : rows) {
      structures.push_back(json_of(row));
    }
    nlohmann::ordered_json left_out = nlohmann::ordered_json::array();
    for (const atlas::Zone& zone : *zones) {
      left_out.push_back({{"id", zone.id},
                          {"kind", zone.kind == atlas::ZoneKind::cut ? "cut" : "mended"},
                          {"origin_mm", {zone.origin.x, zone.origin.y, zone.origin.z}},
                          {"normal", {zone.normal.x, zone.normal.y, zone.normal.z}},
                          {"reason", zone.reason}});
    }
    const nlohmann::ordered_json report{
        {"source", (*ours)->source},      {"reference", (*reference)->source},   {"structures", structures},
        {"left_out", left_out},           {"overlap_limit_mm", kMostOverlap_mm}, {"overlaps", json_of(shared)},
        {"insertion_gaps", json_of(gaps)}};
    std::cout << report.dump(2) << "\n";
    return kDone;
  }
  std::cout << fmt::format("{:<36} {:<10} {:>8} {:>8} {:>8}  {}\n", "structure", "kind", "mean mm", "p95 mm", "max mm",
                           "moved on purpose and left out (mean, p95 with it)");
  for (const atlas::Comparison& row : rows) {
    std::cout << fmt::format("{:<36} {:<10} {:8.3f} {:8.3f} {:8.3f}", row.id, anatomy::name_of(row.kind),
                             row.distance.mean_mm, row.distance.p95_mm, row.distance.max_mm);
    if (row.settled) {
      std::cout << fmt::format("  {:3.0f} % ({:.3f}, {:.3f})", 100.0 * row.settled->area_share,
                               row.settled->with_it.mean_mm, row.settled->with_it.p95_mm);
    }
    std::cout << "\n";
  }
  print_neighbours(shared, gaps);
  return kDone;
}

}  // namespace crus::app
