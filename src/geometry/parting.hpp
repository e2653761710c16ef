// Moves solids apart that share space, as soft bodies would give way: each keeps its volume and, where it can, its
// thickness.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geometry/closest.hpp"
#include "geometry/mesh.hpp"

namespace crus::geometry {

// A closed, welded and outward surface. It is an elastic solid of this stiffness, or does not move at all (0).
struct PartingBody {
  Mesh* mesh = nullptr;
  double stiffness = 1.0;
};

// A vertex of a body that is to stay by a surface that does not move: no farther from it than this.
struct PartingHold {
  std::size_t body = 0;
  std::uint32_t vertex = 0;
  const SurfaceTree* by = nullptr;
  double within_mm = 0.0;
};

// One pass: the bodies move by smooth displacement fields, quadratic B-splines on lattices of this spacing.
struct PartingPass {
  double spacing_mm = 6.0;
  double reach_mm = 12.0;  // over what length a displacement runs out where nothing asks for it
  int steps = 8;
  // How hard bodies press on one another, per millimetre of depth, against the stress of one unit of strain.
  double press_per_mm = 6.0;
};

struct PartingOptions {
  // Whether two bodies are to be parted (the smaller index first); empty: all are.
  std::function<bool(std::size_t, std::size_t)> part;
  // How deep a vertex of the first body may stay in the second, at this place (mm); negative, down to -2: how much room
  // it is to leave. Empty: 0.
  std::function<double(std::size_t, std::size_t, const glm::vec3&)> allowed_mm;
  std::vector<PartingHold> holds;
  std::vector<PartingPass> passes{{6.0, 12.0, 12}, {3.0, 6.0, 12}, {1.8, 4.0, 16, 40.0}};  // coarse to fine
  int threads = 0;  // 0: as many as the machine has
};

// Finds the displacements of least energy: elastic (the gradient of the field, squared), a tether to the place a body
// has, the body's change of volume, and contact (what lies deeper than allowed in another body, squared, over the
// area). Newton steps on the active contacts, each a sparse solve. Normals are left as they are. Deterministic, and the
// same for any number of threads.
void part_bodies(std::span<const PartingBody> bodies, const PartingOptions& options);

}  // namespace crus::geometry
