// Several closed surfaces as one: united as signed distances, blended where they meet, meshed evenly.
#pragma once

#include <functional>
#include <vector>

#include "core/result.hpp"
#include "geometry/distance_grid.hpp"
#include "geometry/mesh.hpp"

namespace crus::geometry {

struct UnionPart {
  Mesh mesh;              // closed, outward
  double blend_mm = 0.0;  // radius of the fillet towards the parts before it; 0: a sharp seam
  double edge_mm = 2.0;   // triangles' edges near this part
  // Standard deviation of a Gaussian over the distance united so far, this part included: softens seams, rounds tips,
  // closes gaps narrower than about twice as much. 0: none.
  double smooth_mm = 0.0;
};

struct UnionOptions {
  double voxel_mm = 0.5;
  double film_mm = 0.0;  // sheets thinner than about twice this are dropped
  double close_mm =
      0.0;          // and crevices narrower than about twice this filled, so that walls in contact become one solid
  int threads = 0;  // 0: as many as the machine has; the bytes do not depend on it
};

// The united distance and the wanted edge length on one grid.
struct United {
  DistanceGrid distance;
  DistanceGrid edge_mm;
};

// Blending is the polynomial smooth minimum of two distances (after I. Quilez): fillets of about the given radius that
// reach no farther than that from the seam. It fades out with the distance from where the solids overlap, so that parts
// that do not touch never weld, and where both surfaces run side by side, so that parts laid over each other do not
// swell. Fails without parts, with a part that is empty or not finite, or when the grid would not fit into memory.
[[nodiscard]] Result<United> unite_distances(const std::vector<UnionPart>& parts, const UnionOptions& options);

// One closed, outward-oriented surface of one piece, with even triangles. Fails as above and when the parts do not
// hang together.
[[nodiscard]] Result<Mesh> unite(const std::vector<UnionPart>& parts, const UnionOptions& options);

// The same for a united distance that was changed in between.
[[nodiscard]] Result<Mesh> mesh_of(const United& united);

}  // namespace crus::geometry
