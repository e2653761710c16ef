// Bones of a right leg as simple closed surfaces, laid out in the world frame: x forward, y up, z lateral, in mm.
#pragma once

#include <cmath>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "geometry/mesh.hpp"
#include "leg/frame.hpp"

namespace crus::test {

using geometry::Mesh;

// An elliptical ring across y: radii along x and z.
struct Ring {
  float y, x, z, along_x, along_z;
};

inline void wind_outward(Mesh& mesh) {
  double volume = 0.0;
  for (const glm::uvec3& t : mesh.triangles) {
    volume += glm::dot(glm::dvec3(mesh.positions[t.x]),
                       glm::cross(glm::dvec3(mesh.positions[t.y]), glm::dvec3(mesh.positions[t.z])));
  }
  for (glm::uvec3& t : mesh.triangles) {
    if (volume < 0.0) {
      std::swap(t.y, t.z);
    }
  }
}

// A tube through the rings, closed at both ends by a fan.
inline Mesh tube(const std::vector<Ring>& rings, std::uint32_t around = 32) {
  Mesh mesh;
  for (const Ring& ring : rings) {
    for (std::uint32_t i = 0; i < around; ++i) {
      const float a = 2.0F * std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(around);
      mesh.positions.emplace_back(ring.x + ring.along_x * std::cos(a), ring.y, ring.z + ring.along_z * std::sin(a));
    }
  }
  const auto rows = static_cast<std::uint32_t>(rings.size());
  const auto at = [&](std::uint32_t row, std::uint32_t i) { return row * around + i % around; };
  for (std::uint32_t row = 0; row + 1 < rows; ++row) {
    for (std::uint32_t i = 0; i < around; ++i) {
      mesh.triangles.emplace_back(at(row, i), at(row, i + 1), at(row + 1, i + 1));
      mesh.triangles.emplace_back(at(row, i), at(row + 1, i + 1), at(row + 1, i));
    }
  }
  for (const std::uint32_t row : {0U, rows - 1}) {
    const auto pole = static_cast<std::uint32_t>(mesh.positions.size());
    mesh.positions.emplace_back(rings[row].x, rings[row].y, rings[row].z);
    for (std::uint32_t i = 0; i < around; ++i) {
      mesh.triangles.push_back(row == 0 ? glm::uvec3(pole, at(row, i + 1), at(row, i))
                                        : glm::uvec3(pole, at(row, i), at(row, i + 1)));
    }
  }
  wind_outward(mesh);
  return mesh;
}

inline Mesh ellipsoid(const glm::vec3& centre, const glm::vec3& radii) {
  std::vector<Ring> rings;
  constexpr int kRings = 12;
  for (int i = 0; i <= kRings; ++i) {
    const float a = std::numbers::pi_v<float> * (static_cast<float>(i) + 0.25F) / (static_cast<float>(kRings) + 0.5F);
    rings.push_back(
        {centre.y - radii.y * std::cos(a), centre.x, centre.z, radii.x * std::sin(a), radii.z * std::sin(a)});
  }
  return tube(rings, 24);
}

inline std::vector<Ring> tibia_rings() {
  return {{0, 6, -20, 3, 3},    {4, 6, -20, 7, 5},    {8, 5, -18, 9, 7},    {15, 2, -10, 14, 16},
          {30, 0, -2, 15, 18},  {60, 0, 0, 13, 13},   {120, 0, 0, 12, 12},  {190, 0, 0, 13, 13},
          {260, 0, 0, 15, 15},  {310, 0, 0, 17, 20},  {340, -1, 0, 20, 28}, {360, -4, 0, 25, 37},
          {370, -4, 0, 24, 35}, {371, -4, 0, 14, 20}, {378, -4, 0, 5, 6},   {380, -4, 0, 2, 2}};
}

// By catalogue id.
inline std::map<std::string, Mesh> right_leg() {
  std::map<std::string, Mesh> bones;
  bones["tibia"] = tube(tibia_rings());
  bones["fibula"] = tube({{-18, -14, 30, 3, 3},
                          {-10, -14, 29, 7, 6},
                          {40, -10, 28, 6, 6},
                          {330, -12, 34, 6, 6},
                          {355, -14, 36, 10, 9},
                          {366, -14, 36, 3, 3}});
  bones["talus"] = ellipsoid({8, -4, 0}, {28, 14, 18});
  bones["calcaneus"] = ellipsoid({-15, -40, -3}, {38, 16, 15});
  const char* names[] = {"first", "second", "third", "fourth", "fifth"};
  for (int i = 0; i < 5; ++i) {
    bones[std::string(names[i]) + "-metatarsal"] =
        ellipsoid({85.0F, -45.0F, -20.0F + 14.0F * static_cast<float>(i)}, {33.0F, 8.0F, 6.0F});
  }
  return bones;
}

inline void transform(Mesh& mesh, const glm::dmat4& matrix) {
  for (glm::vec3& p : mesh.positions) {
    p = glm::vec3(matrix * glm::dvec4(glm::dvec3(p), 1.0));
  }
  if (glm::determinant(glm::dmat3(matrix)) < 0.0) {
    for (glm::uvec3& t : mesh.triangles) {
      std::swap(t.y, t.z);
    }
  }
}

inline FrameBones frame_bones(const std::map<std::string, Mesh>& bones) {
  const auto find = [&](const std::string& id) {
    const auto found = bones.find(id);
    return found != bones.end() ? &found->second : nullptr;
  };
  FrameBones result;
  result.tibia = find("tibia");
  result.fibula = find("fibula");
  result.femur = find("femur");
  result.patella = find("patella");
  result.talus = find("talus");
  result.calcaneus = find("calcaneus");
  for (const char* name : {"first", "second", "third", "fourth", "fifth"}) {
    result.metatarsals.push_back(find(std::string(name) + "-metatarsal"));
  }
  return result;
}

}  // namespace crus::test
