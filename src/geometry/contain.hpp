// Moves a surface outward until it contains others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

struct ContainOptions {
  double margin_mm = 0.8;   // how deep every vertex of the others shall lie at least
  double spread_mm = 25.0;  // over what length a bulge runs out
  int rounds = 12;
};

struct Containment {
  std::vector<float> moved_mm;   // per vertex of the surface
  std::size_t still_beyond = 0;  // vertices of the others that do not lie as deep as asked for
  double worst_mm = 0.0;         // the least depth met, negative outside
};

// How deep points lie in a surface that faces outward with normals: millimetres, positive inside. Of an open surface
// the normals at the nearest place tell the side (Baerentzen and Aanaes 2005), and nothing is told of points whose
// nearest place is its rim; of a closed one rays tell it where the normals leave doubt. The surface must outlive this.
class SurfaceDepth {
 public:
  explicit SurfaceDepth(const Mesh& surface);
  ~SurfaceDepth();
  SurfaceDepth(SurfaceDepth&&) noexcept;
  SurfaceDepth& operator=(SurfaceDepth&&) noexcept;
  struct Place {
    double depth_mm = 0.0;
    std::uint32_t triangle = 0;  // the nearest one
  };
  // Empty farther than `reach_mm` from the surface, but for points outside a closed one.
  [[nodiscard]] std::optional<Place> at(const glm::vec3& point, float reach_mm) const;
  [[nodiscard]] bool closed() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// `surface` faces outward with normals, which are kept up to date. The displacement along its normals is the
// smallest screened membrane above what the others ask for, so bulges rise and run out smoothly. `margins_mm`, one list
// per mesh, replaces the margin of the options vertex by vertex. Deterministic.
Containment push_out(Mesh& surface, std::span<const Mesh* const> others, const ContainOptions& options,
                     std::span<const std::vector<float>> margins_mm = {});

// How deep the vertices of the others lie in a closed surface: the least depth in mm (negative outside), per mesh.
[[nodiscard]] std::vector<double> least_depth_mm(const Mesh& surface, std::span<const Mesh* const> others);

}  // namespace crus::geometry
