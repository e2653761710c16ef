// An indexed triangle mesh. Millimetres unless a caller says otherwise; counter-clockwise seen from outside.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include <glm/glm.hpp>

namespace crus::geometry {

struct Mesh {
  std::vector<glm::vec3> positions;
  std::vector<glm::vec3> normals;  // empty, or one unit vector per position
  std::vector<glm::uvec3> triangles;

  [[nodiscard]] bool empty() const { return triangles.empty(); }
  bool operator==(const Mesh&) const = default;
};

struct Box {
  glm::vec3 min{std::numeric_limits<float>::max()};
  glm::vec3 max{std::numeric_limits<float>::lowest()};

  void add(const glm::vec3& point) {
    min = glm::min(min, point);
    max = glm::max(max, point);
  }
  void add(const Box& other) {
    if (!other.empty()) {
      add(other.min);
      add(other.max);
    }
  }
  [[nodiscard]] bool empty() const { return min.x > max.x; }
  [[nodiscard]] glm::vec3 centre() const { return 0.5F * (min + max); }
  [[nodiscard]] glm::vec3 size() const { return empty() ? glm::vec3(0.0F) : max - min; }
  bool operator==(const Box&) const = default;
};

}  // namespace crus::geometry
