// Closest point on a mesh and first hit along a ray, on an Embree tree. The mesh must outlive the tree.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "geometry/mesh.hpp"

namespace crus::geometry {

class SurfaceTree {
 public:
  explicit SurfaceTree(const Mesh& mesh);
  ~SurfaceTree();
  SurfaceTree(SurfaceTree&&) noexcept;
  SurfaceTree& operator=(SurfaceTree&&) noexcept;

  struct Hit {
    glm::vec3 point{0.0F};
    glm::vec3 barycentric{0.0F};
    std::uint32_t triangle = 0;
    float distance_mm = 0.0F;
  };
  // Empty only when the mesh has no triangles, or nothing lies within max_distance_mm.
  [[nodiscard]] std::optional<Hit> closest(const glm::vec3& point, float max_distance_mm = 1e9F) const;
  [[nodiscard]] std::optional<Hit> first_hit(const glm::vec3& origin, const glm::vec3& direction) const;
  // Inside a closed mesh, by the parity of three rays (majority).
  [[nodiscard]] bool contains(const glm::vec3& point) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Mean, 95th percentile and maximum of a set of distances.
struct DistanceSummary {
  double mean_mm = 0.0;
  double p95_mm = 0.0;
  double max_mm = 0.0;
};

// Both ways, as the project quotes it: area-even samples of `ours` against the reference surface, reference vertices
// against ours; of each figure the larger of the two. Samples and vertices that `counts` turns down are left out.
[[nodiscard]] DistanceSummary surface_distance(const Mesh& ours, const Mesh& reference, std::size_t samples = 20000,
                                               const std::function<bool(const glm::dvec3&)>& counts = {});

}  // namespace crus::geometry
