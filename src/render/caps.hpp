// The faces of a cut: where the plane of a DrawList goes through its items, each item's area in the plane with its rim,
// as triangles. Made on the CPU when the plane or the items change, so that they can be picked like any surface.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "geometry/mesh.hpp"
#include "geometry/plane_curve.hpp"
#include "render/draw_list.hpp"
#include "render/gl_object.hpp"

namespace crus::render {

class Caps {
 public:
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    float order = 0.0F;  // the higher lies over the lower: kParts steps from item to item, one from part to part
  };
  static constexpr int kParts = 3;

  // What is cut: a copy of a mesh, empty where it cannot be cut.
  struct Source {
    geometry::Mesh mesh;
    std::vector<float> second;
  };
  [[nodiscard]] static std::vector<Source> sources_of(std::span<const MeshView> meshes);
  void set_meshes(std::vector<Source> sources);
  // Takes their positions and normals; nothing else of them may have changed.
  void move_meshes(std::span<const MeshView> meshes);
  // Brings the faces up to date with the list; does nothing where they are.
  void update(const DrawList& list);
  // Of an item of the list last given; null where the plane misses it.
  [[nodiscard]] const Range* find(std::uint32_t mesh) const;
  void bind() const { glBindVertexArray(vertex_array_.id()); }
  static void draw(const Range& range);

 private:
  struct Wanted {
    std::uint32_t mesh = 0;
    Cap cap;
    bool operator==(const Wanted&) const = default;
  };
  struct Vertex {
    glm::vec3 position;
    glm::vec2 detail;  // part (fill, rim, line), share of the second colour
    glm::vec2 plane;   // coordinates in the plane, mm
  };
  void add(const Wanted& wanted, const geometry::PlaneAxes& axes);

  std::vector<Source> sources_;
  std::optional<glm::vec4> plane_;
  std::vector<Wanted> wanted_;
  std::vector<Range> ranges_;  // per mesh
  std::vector<Vertex> vertices_;
  GlVertexArray vertex_array_;
  GlBuffer buffer_;
};

}  // namespace crus::render
