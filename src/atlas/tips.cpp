#include "atlas/tips.hpp"

#include <algorithm>
#include <numbers>
#include <vector>

#include "atlas/modelled_table.hpp"
#include "atlas/modelled_tube.hpp"
#include "geometry/closest.hpp"
#include "geometry/repair.hpp"

#include <fmt/format.h>

namespace crus::atlas {
namespace {

constexpr std::string_view kHeader = "insertion,over_mm,reason";

// The vertex nearest to the footprint, and the way from there to it.
struct Way {
  std::uint32_t tip = 0;
  glm::dvec3 to_bone{0.0};
};

Way way_to(const geometry::Mesh& mesh, const geometry::Mesh& footprint) {
  const geometry::SurfaceTree tree(footprint);
  Way way;
  float nearest = 1e9F;
  for (std::uint32_t v = 0; v < mesh.positions.size(); ++v) {
    const auto hit = tree.closest(mesh.positions[v], nearest);
    if (hit && hit->distance_mm < nearest) {
      nearest = hit->distance_mm;
      way = {v, glm::dvec3(hit->point) - glm::dvec3(mesh.positions[v])};
    }
  }
  return way;
}

// What is joined to the tip by vertices no farther from it than this, so that a slip beside it stays.
std::vector<bool> slip_of(const geometry::Mesh& mesh, std::uint32_t tip, double over_mm) {
  std::vector<std::vector<std::uint32_t>> rings(mesh.positions.size());
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      rings[t[k]].push_back(t[(k + 1) % 3]);
    }
  }
  std::vector<bool> reached(mesh.positions.size(), false);
  std::vector<std::uint32_t> front{tip};
  reached[tip] = true;
  while (!front.empty()) {
    const std::uint32_t v = front.back();
    front.pop_back();
    for (const std::uint32_t next : rings[v]) {
      if (!reached[next] && static_cast<double>(glm::distance(mesh.positions[next], mesh.positions[tip])) < over_mm) {
        reached[next] = true;
        front.push_back(next);
      }
    }
  }
  return reached;
}

void draw(geometry::Mesh& mesh, const Way& way, double over_mm) {
  const std::vector<glm::vec3> before = mesh.positions;
  const std::vector<bool> slip = slip_of(mesh, way.tip, over_mm);
  const double length = glm::length(way.to_bone);
  const glm::dvec3 move = way.to_bone * ((length + kTipHold_mm) / length);
  for (std::size_t v = 0; v < before.size(); ++v) {
    if (slip[v]) {
      const double off = static_cast<double>(glm::distance(before[v], before[way.tip])) / over_mm;
      mesh.positions[v] += glm::vec3(move * (1.0 - off * off * (3.0 - 2.0 * off)));
    }
  }
  untangle(mesh, before);
  geometry::compute_normals(mesh, std::numbers::pi_v<float>);
}

Status draw_row(Leg& leg, std::span<const Attachment> attachments, const TableRow& row) {
  const auto attachment =
      std::find_if(attachments.begin(), attachments.end(), [&](const Attachment& a) { return a.id == row.cells[0]; });
  if (attachment == attachments.end() || attachment->kind != AttachmentKind::insertion || attachment->patch.empty()) {
    return fail(fmt::format("the leg has no insertion '{}'", row.cells[0]), row.where);
  }
  const auto muscle = std::find_if(leg.structures.begin(), leg.structures.end(),
                                   [&](const LegStructure& s) { return s.id == attachment->muscle; });
  if (muscle == leg.structures.end()) {
    return fail(fmt::format("the leg lacks the muscle of '{}'", row.cells[0]), row.where);
  }
  const auto over_mm = number_of(row.cells[1], row.where, "over_mm");
  if (!over_mm) {
    return tl::unexpected(over_mm.error());
  }
  if (row.cells[2].empty()) {
    return fail("a drawn end has a reason", row.where);
  }
  constexpr double kMostOver_mm = 60.0;
  constexpr double kLeastRatio = 1.6;  // steeper and the surface folds
  const Way way = way_to(muscle->mesh, attachment->patch);
  const double gap = glm::length(way.to_bone);
  if (*over_mm > kMostOver_mm || *over_mm < kLeastRatio * (gap + kTipHold_mm)) {
    return fail(fmt::format("an end {:.1f} mm from its bone is drawn over {:.1f} to {:.0f} mm", gap,
                            kLeastRatio * (gap + kTipHold_mm), kMostOver_mm),
                row.where);
  }
  if (gap > kTipHold_mm) {
    draw(muscle->mesh, way, *over_mm);
  }
  return {};
}

}  // namespace

Status draw_tips(Leg& leg, std::span<const Attachment> attachments, const std::filesystem::path& table) {
  const auto rows = read_table(table, kHeader);
  if (!rows) {
    return tl::unexpected(rows.error());
  }
  // The ends of one tendon lie side by side, and one that is drawn takes the next along.
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds; ++round) {
    for (const TableRow& row : *rows) {
      if (const Status drawn = draw_row(leg, attachments, row); !drawn) {
        return drawn;
      }
    }
  }
  return {};
}

}  // namespace crus::atlas
