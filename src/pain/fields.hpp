// The zones of the pain patterns as scalar fields on the skin, 0 to 1, and where the trigger points lie.
//
// A zone's region is found on the skin from anatomy (body_coordinates.hpp), joined along the surface, diffused over it
// (geometry/surface_diffusion.hpp) and turned into a distance from the region's edge: 1 inside, falling smoothly to 0
// over the zone's fade. Nothing passes through the leg, across a gap or over an open edge. Fields belong to the unposed
// skin: a skin vertex keeps its values in every pose.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "anatomy/pain_data.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "geometry/closest.hpp"
#include "geometry/surface_diffusion.hpp"
#include "leg/leg.hpp"

namespace crus::pain {

inline constexpr float kFieldSteps = 65535.0F;  // values are multiples of 1 / kFieldSteps

struct ZoneField {
  std::string zone;
  std::vector<float> values;  // one per position of PainFields::surface
};

struct TriggerPoint {
  std::string pattern;
  glm::dvec3 position_mm{0.0};  // in the muscle; where the model lacks it, under the skin; at the leg's rest
  glm::dvec3 skin_mm{0.0};      // on the skin over it
  bool in_muscle = false;
  // What it hangs on, so that it follows in any pose: a place on a structure's surface, and how deep under it.
  std::size_t structure = 0;
  glm::uvec3 corners{0};
  glm::vec3 weights{0.0F};
  float depth_mm = 0.0F;
};

// Where the point is on surfaces that may have moved: positions and normals of its structure's mesh.
[[nodiscard]] glm::vec3 place_of(const TriggerPoint& point, std::span<const glm::vec3> positions,
                                 std::span<const glm::vec3> normals);

struct PainFields {
  std::size_t skin = 0;                      // index of the structure in the leg
  anatomy::Side side = anatomy::Side::none;  // of the leg they were computed on
  std::size_t skin_vertices = 0;             // the first positions of the surface are the skin's own
  // The skin, cut into triangles small enough for the fields, without caps over its ends.
  std::shared_ptr<const geometry::Mesh> surface;
  std::vector<ZoneField> zones;  // in the order of the data; zones without a place on this leg are left out
  std::vector<TriggerPoint> points;
  std::vector<std::string> warnings;

  [[nodiscard]] std::span<const glm::vec3> rest_places() const {
    return std::span(surface->positions).first(skin_vertices);
  }
  [[nodiscard]] const ZoneField* zone(std::string_view id) const;
  [[nodiscard]] const TriggerPoint* point(std::string_view pattern) const;
  // A pattern or a zone (weight 1): the greatest weighted zone at each position of the surface; zeros for what has no
  // place on the leg. Ids that mean nothing give zeros too.
  [[nodiscard]] std::vector<float> field(const anatomy::PainData& data, std::string_view id) const;
};

// The skin as it is at rest, whatever pose the leg's meshes are in, and mirrored where the leg is the mirror image of
// the one the fields were computed on.
[[nodiscard]] geometry::Mesh rest_skin(const PainFields& fields, const Leg& leg);

// Where a place on the leg's skin, in whatever pose, is on the unposed skin.
[[nodiscard]] glm::dvec3 rest_place(const PainFields& fields, const Leg& leg, const glm::uvec3& corners,
                                    const glm::vec3& weights);

// What is painted on the skin's vertices: one scalar for one pattern or for more than kMostHues, else one for each. A
// drawing takes the last scalar for itself and leaves one hue less; an earlier drawing beside it takes the one before.
struct Shares {
  static constexpr std::size_t kMostHues = 4;
  static constexpr std::size_t kDrawing = 3;
  static constexpr std::size_t kEarlier = 2;
  std::vector<glm::vec4> values;  // one per vertex of the skin
  bool in_hues = false;           // each of the first `count` scalars is a pattern; else the first holds the greatest
  std::size_t count = 0;
};
[[nodiscard]] Shares shares_of(const PainFields& fields, const anatomy::PainData& data,
                               std::span<const std::string> shown, std::span<const float> drawing = {},
                               std::span<const float> earlier = {});

// Fails, with what to do, where the model has no skin or not the bones that say where things lie, and soon after the
// job has been cancelled.
[[nodiscard]] Result<PainFields> compute_fields(const Leg& leg, const anatomy::PainData& data,
                                                const Progress* job = nullptr);

// The value of a field of the surface at the surface's point nearest to a place.
class SkinProbe {
 public:
  explicit SkinProbe(std::shared_ptr<const geometry::Mesh> surface) : surface_(std::move(surface)), tree_(*surface_) {}
  struct Where {
    glm::uvec3 corners{0};
    glm::vec3 weights{0.0F};
    float distance_mm = 0.0F;
  };
  [[nodiscard]] std::optional<Where> find(const glm::dvec3& world_mm) const;
  [[nodiscard]] static double value(const std::vector<float>& field, const Where& where);

 private:
  std::shared_ptr<const geometry::Mesh> surface_;
  geometry::SurfaceTree tree_;
};

// Parts of the making, for tests.

// Each triangle into four by its edges' midpoints; the first positions are the old ones.
[[nodiscard]] geometry::Mesh refined(const geometry::Mesh& mesh);
// The field of a region given as a share (0..1) of each hat function's integral: see SurfaceDiffusion::solve.
[[nodiscard]] std::vector<float> faded_field(const geometry::SurfaceDiffusion& diffusion,
                                             const std::vector<double>& load, double fade_mm);

}  // namespace crus::pain
