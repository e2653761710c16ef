// Closed shapes with known measures, triangulated finely enough to compare with closed forms.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "geometry/mesh.hpp"

namespace crus::test {

// Latitude and longitude sphere, outward, smooth normals.
inline geometry::Mesh sphere(const glm::dvec3& centre, double radius, int rings = 48, int around = 96) {
  geometry::Mesh mesh;
  const auto add = [&](const glm::dvec3& n) {
    mesh.positions.emplace_back(centre + radius * n);
    mesh.normals.emplace_back(n);
  };
  add({0.0, 1.0, 0.0});
  for (int i = 1; i < rings; ++i) {
    const double polar = std::numbers::pi * i / rings;
    for (int k = 0; k < around; ++k) {
      const double angle = 2.0 * std::numbers::pi * k / around;
      add({std::sin(polar) * std::cos(angle), std::cos(polar), std::sin(polar) * std::sin(angle)});
    }
  }
  add({0.0, -1.0, 0.0});
  const auto at = [&](int ring, int k) { return static_cast<std::uint32_t>(1 + (ring - 1) * around + k % around); };
  const auto last = static_cast<std::uint32_t>(mesh.positions.size() - 1);
  for (int k = 0; k < around; ++k) {
    mesh.triangles.emplace_back(0U, at(1, k + 1), at(1, k));
    for (int i = 1; i + 1 < rings; ++i) {
      mesh.triangles.emplace_back(at(i, k), at(i, k + 1), at(i + 1, k));
      mesh.triangles.emplace_back(at(i, k + 1), at(i + 1, k + 1), at(i + 1, k));
    }
    mesh.triangles.emplace_back(last, at(rings - 1, k), at(rings - 1, k + 1));
  }
  return mesh;
}

// Torus about the y axis.
inline geometry::Mesh torus(double large, double small, int around = 96, int across = 48) {
  geometry::Mesh mesh;
  for (int i = 0; i < around; ++i) {
    const double a = 2.0 * std::numbers::pi * i / around;
    for (int k = 0; k < across; ++k) {
      const double b = 2.0 * std::numbers::pi * k / across;
      const glm::dvec3 n(std::cos(b) * std::cos(a), std::sin(b), std::cos(b) * std::sin(a));
      mesh.positions.emplace_back(glm::dvec3(large * std::cos(a), 0.0, large * std::sin(a)) + small * n);
      mesh.normals.emplace_back(n);
    }
  }
  const auto at = [&](int i, int k) { return static_cast<std::uint32_t>((i % around) * across + (k % across)); };
  for (int i = 0; i < around; ++i) {
    for (int k = 0; k < across; ++k) {
      mesh.triangles.emplace_back(at(i, k), at(i, k + 1), at(i + 1, k));
      mesh.triangles.emplace_back(at(i, k + 1), at(i + 1, k + 1), at(i + 1, k));
    }
  }
  return mesh;
}

// Axis-aligned box, welded, 12 triangles, no normals.
inline geometry::Mesh box(const glm::vec3& low, const glm::vec3& high) {
  geometry::Mesh mesh;
  for (unsigned i = 0; i < 8; ++i) {
    mesh.positions.emplace_back((i & 1U) != 0 ? high.x : low.x, (i & 2U) != 0 ? high.y : low.y,
                                (i & 4U) != 0 ? high.z : low.z);
  }
  mesh.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4},
                    {2, 6, 3}, {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}};
  return mesh;
}

// A flat sheet of cells in the plane of `corner`, `x` and `y`; its normal is x cross y.
inline geometry::Mesh sheet(const glm::dvec3& corner, const glm::dvec3& x, const glm::dvec3& y, int cells) {
  geometry::Mesh mesh;
  const glm::vec3 normal(glm::normalize(glm::cross(x, y)));
  for (int i = 0; i <= cells; ++i) {
    for (int k = 0; k <= cells; ++k) {
      mesh.positions.emplace_back(corner + x * (static_cast<double>(i) / cells) + y * (static_cast<double>(k) / cells));
      mesh.normals.push_back(normal);
    }
  }
  const auto at = [&](int i, int k) { return static_cast<std::uint32_t>(i * (cells + 1) + k); };
  for (int i = 0; i < cells; ++i) {
    for (int k = 0; k < cells; ++k) {
      mesh.triangles.emplace_back(at(i, k), at(i + 1, k), at(i, k + 1));
      mesh.triangles.emplace_back(at(i + 1, k), at(i + 1, k + 1), at(i, k + 1));
    }
  }
  return mesh;
}

}  // namespace crus::test
