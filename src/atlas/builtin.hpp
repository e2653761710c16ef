// The built-in leg: section tables -> lofts -> Leg; and how far it is from a reference.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "atlas/zones.hpp"
#include "core/result.hpp"
#include "geometry/closest.hpp"
#include "geometry/loft.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// assets/atlas/sections/<id>.csv. Errors name file, line and what is wrong; nothing is repaired silently.
[[nodiscard]] Result<geometry::Tube> read_sections(const std::filesystem::path& file);
// The tube as a table states it: axes that follow from the planes (plane_axes), numbers rounded to hundredths.
[[nodiscard]] geometry::Tube as_stated(const geometry::Tube& tube);
[[nodiscard]] std::string write_sections(const geometry::Tube& tube, std::string_view id);

// A station's axes follow from its direction of travel alone: x and z, turned by the least rotation that takes straight
// down to it. So a table states a plane by its origin and two tilts.
void plane_axes(const glm::dvec3& travel, glm::dvec3& u, glm::dvec3& v);

// Measures a closed mesh (world frame, mm) as a tube of `stations` x `points`. Its ends are the outermost vertices
// along its long axis or, of a `bent` one, the vertices farthest apart over the surface, unless they are given.
struct MeasureOptions {
  int stations = 24;
  int points = 16;
  bool bent = false;
  std::optional<glm::dvec3> from_mm = {}, to_mm = {};
};
[[nodiscard]] Result<geometry::Tube> measure_tube(const geometry::Mesh& mesh, const MeasureOptions& options);

// Builds the whole leg from assets/atlas (structures.csv lists what it has), occlusion included. Deterministic for any
// number of threads (0: as many as the machine has).
[[nodiscard]] Result<Leg> build_leg(const std::filesystem::path& assets_folder,
                                    std::shared_ptr<const anatomy::Catalogue> catalogue, int threads = 0);

// Per vertex of a muscle or tendon of the built-in leg: how far it lies on purpose from where it was measured (mm),
// since its end was drawn to its bone (tips.hpp) or it was parted from its neighbours (parting.hpp).
inline constexpr const char* kSettledFieldId = "settled";
// From here on a place counts as moved on purpose.
inline constexpr double kSettled_mm = 1.0;

struct Comparison {
  std::string id;
  anatomy::Kind kind = anatomy::Kind::bone;
  geometry::DistanceSummary distance;
  // Of a structure with places that were moved on purpose, which do not count above.
  struct Settled {
    double area_share = 0.0;            // of the surface
    double mean_mm = 0.0;               // moved, over the whole surface
    double most_mm = 0.0;               // moved
    geometry::DistanceSummary with_it;  // the distance, these places included
  };
  std::optional<Settled> settled;
};
// Structures present in both, in ours' order. Both legs are in the world frame; no fitting takes place. What lies in a
// zone, or was moved on purpose, is left out.
[[nodiscard]] std::vector<Comparison> compare(const Leg& ours, const Leg& reference, std::span<const Zone> zones);

}  // namespace crus::atlas
