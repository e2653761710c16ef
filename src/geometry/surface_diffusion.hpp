// Diffusion over a surface: u - reach^2 * laplace(u) = source, with nothing passing through open edges. Its level sets
// give distances along the surface (Varadhan 1967; the first step of the heat method, Crane et al. 2013): outside a
// region that is large against the reach, u falls as exp(-distance / reach) / 2. The reach is a length, not tied to the
// mesh.
//
// On geometry/cotangents, so that slivers and obtuse triangles do no harm.
#pragma once

#include <memory>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

class SurfaceDiffusion {
 public:
  // Factorises once for all sources. Positions that no triangle uses keep the value 0.
  SurfaceDiffusion(const Mesh& mesh, double reach_mm);
  ~SurfaceDiffusion();
  SurfaceDiffusion(SurfaceDiffusion&&) noexcept;
  SurfaceDiffusion& operator=(SurfaceDiffusion&&) noexcept;

  // `load` is the integral of the source times each position's hat function, mm2. Finite everywhere; zeros if the mesh
  // defeats the solver.
  [[nodiscard]] std::vector<double> solve(const std::vector<double>& load) const;
  [[nodiscard]] double reach_mm() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Distance to a region's edge along the surface, from the diffused indicator of the region: negative inside. Exact for
// a straight edge far from any other.
[[nodiscard]] double distance_from_diffused_mm(double diffused, double reach_mm);

}  // namespace crus::geometry
