#include "atlas/zones.hpp"

#include "atlas/table_lines.hpp"
#include "core/files.hpp"
#include "core/text.hpp"
#include "geometry/clip.hpp"

#include <fmt/format.h>

namespace crus::atlas {
namespace {

constexpr std::string_view kHeader = "id,kind,x,y,z,nx,ny,nz,reason";
constexpr const char* kUnusable = "the list of zones is not usable";
constexpr std::size_t kNumbers = 6;
// The rounding of a cut's rim, and how far its face rises: contours in one flat face would lie in each other's planes.
constexpr double kRim_mm = 4.0;
constexpr double kBulge_mm = 4.0;

std::string_view next_cell(std::string_view& line) {
  const std::size_t comma = line.find(',');
  const std::string_view cell = line.substr(0, comma);
  line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  return cell;
}

Result<Zone> zone_of(std::string_view line, const std::string& where) {
  Zone zone;
  zone.id = next_cell(line);
  const std::string_view kind = next_cell(line);
  if (kind != "cut" && kind != "mended") {
    return fail(kUnusable, where, "the kind is cut or mended");
  }
  zone.kind = kind == "cut" ? ZoneKind::cut : ZoneKind::mended;
  double values[kNumbers] = {};
  for (double& value : values) {
    const std::string_view cell = next_cell(line);
    const auto number = finite_number(cell);
    if (!number) {
      return fail(kUnusable, where, fmt::format("'{}' is not a finite number", cell));
    }
    value = *number;
  }
  zone.origin = {values[0], values[1], values[2]};
  zone.normal = {values[3], values[4], values[5]};
  if (!(glm::length(zone.normal) > 1e-6)) {
    return fail(kUnusable, where, "the normal has no direction");
  }
  zone.normal = glm::normalize(zone.normal);
  zone.reason = line;
  if (zone.reason.empty()) {
    return fail(kUnusable, where, "a zone has a reason");
  }
  return zone;
}

}  // namespace

Result<std::vector<Zone>> read_zones(const std::filesystem::path& file) {
  const auto text = read_text(file);
  if (!text) {
    return tl::unexpected(text.error());
  }
  const auto lines = lines_below(kHeader, *text, file, kUnusable);
  if (!lines) {
    return tl::unexpected(lines.error());
  }
  std::vector<Zone> zones;
  for (const TableLine& line : *lines) {
    auto zone = zone_of(line.text, line.where(file));
    if (!zone) {
      return tl::unexpected(zone.error());
    }
    zones.push_back(std::move(*zone));
  }
  return zones;
}

bool is_compared(std::span<const Zone> zones, std::string_view id, const glm::dvec3& point) {
  for (const Zone& zone : zones) {
    const double margin_mm = zone.kind == ZoneKind::cut ? kRim_mm : 0.0;
    if (zone.id == id && glm::dot(point - zone.origin, zone.normal) > -margin_mm) {
      return false;
    }
  }
  return true;
}

Result<geometry::Mesh> cut_off(geometry::Mesh mesh, std::span<const Zone> zones, std::string_view id) {
  for (const Zone& zone : zones) {
    if (zone.id == id && zone.kind == ZoneKind::cut) {
      auto kept = geometry::clip(mesh, zone.origin, zone.normal, kBulge_mm);
      if (!kept) {
        return fail(kept.error().what, zone.id);
      }
      mesh = std::move(*kept);
    }
  }
  return mesh;
}

}  // namespace crus::atlas
