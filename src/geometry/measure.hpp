// Numbers measured on meshes, summed in double precision in index order (same result for any thread count).
#pragma once

#include <cstdint>
#include <vector>

#include "geometry/mesh.hpp"

namespace crus::geometry {

[[nodiscard]] Box bounds(const Mesh& mesh);
[[nodiscard]] double area_mm2(const Mesh& mesh);
// Signed volume by the divergence theorem; meaningful on closed, oriented meshes.
[[nodiscard]] double volume_mm3(const Mesh& mesh);
// Centroid of the surface (area-weighted), not of the solid.
[[nodiscard]] glm::dvec3 surface_centroid(const Mesh& mesh);

// Principal axes of the surface (second moments of area), unit, longest first, right-handed.
struct PrincipalAxes {
  glm::dvec3 centroid{0.0};
  glm::dmat3 axes{1.0};       // columns
  glm::dvec3 deviation{0.0};  // standard deviation along each, mm
};
[[nodiscard]] PrincipalAxes principal_axes(const Mesh& mesh);

// Area-even surface samples: a low-discrepancy sequence over cumulative area. Same count, same mesh, same points.
struct Sample {
  glm::dvec3 point;
  std::uint32_t triangle;
};
[[nodiscard]] std::vector<Sample> sample_surface(const Mesh& mesh, std::size_t count);

}  // namespace crus::geometry
