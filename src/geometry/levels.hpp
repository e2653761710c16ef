// Coarser versions of a mesh for pictures in motion, and an order of triangles that lets a renderer leave out what is
// not in view.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "geometry/mesh.hpp"

namespace crus::geometry {

// A coarser surface over the same vertices: normals, occlusion and fields stay valid as they are.
struct DetailLevel {
  float error_mm = 0.0F;  // about how far it departs from the full surface (root of the quadric error)
  std::vector<glm::uvec3> triangles;
  bool operator==(const DetailLevel&) const = default;
};

// Levels of about a third of the triangles of the one before, finest first, none of which departs by more than
// `most_error_mm`; empty for a mesh too small to gain by it. Edge collapse by quadric error after Garland and Heckbert
// 1997, as meshoptimizer does it. Same bytes every time.
[[nodiscard]] std::vector<DetailLevel> detail_levels(const Mesh& mesh, float most_error_mm = 2.0F);

// Puts neighbouring triangles next to each other in the list, so that each run of it is a compact patch.
void order_by_place(const std::vector<glm::vec3>& positions, std::vector<glm::uvec3>& triangles);

}  // namespace crus::geometry
