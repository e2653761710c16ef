// Where the built-in leg departs from the reference on purpose, as data (assets/atlas/zones.csv).
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "geometry/mesh.hpp"

namespace crus::atlas {

enum class ZoneKind {
  cut,     // the structure ends at the plane; its source is cut off there before it is measured
  mended,  // beyond the plane ours has another shape
};

// Of one structure, all that lies beyond a plane (world frame, mm). It takes no part in the comparison.
struct Zone {
  std::string id;
  ZoneKind kind = ZoneKind::mended;
  glm::dvec3 origin{0.0};
  glm::dvec3 normal{0.0, 1.0, 0.0};  // unit
  std::string reason;
};

// Rows "id,kind,x,y,z,nx,ny,nz,reason" below that header; the reason is the rest of the line. Errors name file and
// line.
[[nodiscard]] Result<std::vector<Zone>> read_zones(const std::filesystem::path& file);

// Whether a point of this structure is compared. A cut's rim is rounded, so that the last few millimetres before a cut
// are not.
[[nodiscard]] bool is_compared(std::span<const Zone> zones, std::string_view id, const glm::dvec3& point);

// The surface without what lies beyond the structure's cuts, closed again. The mesh must be welded and closed.
[[nodiscard]] Result<geometry::Mesh> cut_off(geometry::Mesh mesh, std::span<const Zone> zones, std::string_view id);

}  // namespace crus::atlas
