// How a long soft structure runs: slopes of values on its triangles, distances along it, the rings round it. Internal
// to the room.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <glm/glm.hpp>

#include "geometry/closest.hpp"
#include "geometry/mesh.hpp"

namespace crus {

// Too few triangles tell nothing.
[[nodiscard]] bool usable(const geometry::Mesh& mesh);

struct Face {
  glm::dvec3 normal{0.0};
  double area = 0.0;
  std::array<glm::dvec3, 3> gradient{};  // of each corner's hat function
};
[[nodiscard]] std::vector<Face> faces_of(const geometry::Mesh& mesh);

// Slope of values per position on a face.
[[nodiscard]] glm::dvec3 gradient(const Face& face, const glm::uvec3& t, const std::vector<double>& values);
// Values per position, evened out over `reach_mm`.
[[nodiscard]] std::vector<double> smoothed(const geometry::Mesh& mesh, const std::vector<Face>& faces,
                                           const std::vector<double>& values, double reach_mm);
// Vectors per face as vectors per position, evened out over `reach_mm`.
[[nodiscard]] std::vector<glm::dvec3> smoothed_vectors(const geometry::Mesh& mesh, const std::vector<Face>& faces,
                                                       const std::vector<glm::dvec3>& per_face, double reach_mm);
// Values whose gradient comes nearest to `wanted` on each face, by least squares; empty when the mesh defeats the
// solver.
[[nodiscard]] std::vector<double> integrated(const geometry::Mesh& mesh, const std::vector<Face>& faces,
                                             const std::vector<glm::dvec3>& wanted);

// How far along the structure each position lies, from its upper or hinder end, following bends and branches.
[[nodiscard]] std::vector<double> along_mm(const geometry::Mesh& mesh, const std::vector<Face>& faces);
// Distance over the surface from the marked positions. Parts of the mesh without any get 0.
[[nodiscard]] std::vector<double> distance_from_mm(const geometry::Mesh& mesh, const std::vector<Face>& faces,
                                                   const std::vector<char>& marked);

// Where the surface faces back across the flesh behind a vertex, square through it: the place, and how far it is. Empty
// where nothing there faces the other way, as in a crease.
[[nodiscard]] std::optional<geometry::SurfaceTree::Hit> face_behind(const geometry::Mesh& mesh,
                                                                    const geometry::SurfaceTree& tree,
                                                                    std::uint32_t vertex);

// Of each face, the closed curve of equal `field` through it: the means over the curves that cross the face. Branches
// count by themselves. Girth 0 where no curve crosses.
struct Rings {
  std::vector<double> girth_mm;
  std::vector<glm::dvec3> centre;
  std::vector<double> half_width_mm;  // along `broad`
};
[[nodiscard]] Rings rings_of(const geometry::Mesh& mesh, const std::vector<double>& field, const glm::dvec3& broad);

}  // namespace crus
