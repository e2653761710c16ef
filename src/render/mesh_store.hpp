// All meshes of the leg in one vertex and one index buffer: a draw is a range of it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geometry/mesh.hpp"
#include "render/draw_list.hpp"
#include "render/gl_object.hpp"

namespace crus::render {

// A run of neighbouring triangles, small enough to be left out as a whole where it is not in view.
struct IndexRun {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  geometry::Box box;
};

struct LevelRange {
  float error_mm = 0.0F;  // 0: the surface itself
  std::vector<IndexRun> runs;
};

struct MeshRange {
  std::vector<LevelRange> levels;  // the surface itself first, then coarser ones; empty without triangles
  geometry::Box box;
  bool closed = false;
  bool has_field = false;
  bool has_shares = false;
  std::uint32_t first_vertex = 0;
  std::uint32_t vertices = 0;
};

struct IndexSpan {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

// 24 bytes: software GL reads every vertex several times a frame.
struct PackedVertex {
  glm::vec3 position;
  std::int16_t normal_occlusion[4];
  std::int16_t detail[2];  // across the fibres, share of the second material
};

// All meshes in the layout of the buffers. Made without GL, on any thread.
struct MeshPack {
  explicit MeshPack(std::span<const MeshView> meshes);
  std::vector<PackedVertex> vertices;
  std::vector<float> fields;  // empty: no mesh has one
  std::vector<std::uint32_t> indices;
  std::vector<MeshRange> ranges;
};

class MeshStore {
 public:
  void upload(MeshPack pack);
  // Positions and normals of the meshes uploaded; nothing else of them may have changed.
  void move(std::span<const MeshView> meshes);
  // Four shares of 0..1 per position of a mesh of the last upload, in place of earlier ones, and where the position is
  // at rest. Others keep theirs.
  void set_shares(std::size_t mesh, std::span<const glm::vec4> shares, std::span<const glm::vec3> places);
  [[nodiscard]] const std::vector<MeshRange>& ranges() const { return ranges_; }
  void bind() const { glBindVertexArray(vertex_array_.id()); }
  // Index offsets and counts as glMultiDrawElements takes them, with the store and a program bound.
  static void draw(std::span<const IndexSpan> spans);

 private:
  GlVertexArray vertex_array_;
  GlBuffer vertices_, fields_, shares_, share_places_, indices_;
  std::uint32_t vertex_count_ = 0;
  std::vector<MeshRange> ranges_;
};

}  // namespace crus::render
