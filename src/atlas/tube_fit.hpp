// Moves a tube's control points, planes and caps so that its surface lies closest to a mesh, both ways.
#pragma once

#include "core/result.hpp"
#include "geometry/loft.hpp"

namespace crus::atlas {

struct FitOptions {
  int iterations = 24;
  double smoothness = 1.0;  // how much bends of rails and contours are held against the fit
};

// Damped Gauss-Newton on point-to-surface distances, reweighted towards the mean distance (not its square), with mild
// terms that keep points evenly spaced and neighbouring contours clear of each other's planes. The start need not pass
// geometry::check_tube; fails when no iterate does. The result is as a table states it (as_stated).
[[nodiscard]] Result<geometry::Tube> fit_tube(geometry::Tube tube, const geometry::Mesh& mesh,
                                              const FitOptions& options);

}  // namespace crus::atlas
