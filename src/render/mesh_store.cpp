#include "render/mesh_store.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/parallel.hpp"
#include "render/locations.hpp"

namespace crus::render {
namespace {

std::int16_t quantised(float value) {
  const float scaled = std::clamp(value, -1.0F, 1.0F) * 32767.0F;
  return static_cast<std::int16_t>(scaled + (scaled < 0.0F ? -0.5F : 0.5F));
}

std::vector<glm::vec3> smooth_normals(const MeshView& mesh) {
  std::vector<glm::vec3> normals(mesh.positions.size(), glm::vec3(0.0F));
  for (const glm::uvec3& t : mesh.triangles) {
    if (std::max({t.x, t.y, t.z}) >= mesh.positions.size()) {
      continue;
    }
    const glm::vec3 a = mesh.positions[t.x];
    const glm::vec3 area = glm::cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a);
    normals[t.x] += area;
    normals[t.y] += area;
    normals[t.z] += area;
  }
  for (glm::vec3& normal : normals) {
    const float length = glm::length(normal);
    normal = length > 0.0F ? normal / length : glm::vec3(0.0F, 0.0F, 1.0F);
  }
  return normals;
}

void write_vertices(const MeshView& mesh, std::span<PackedVertex> vertices) {
  std::vector<glm::vec3> computed;
  std::span<const glm::vec3> normals = mesh.normals;
  if (normals.size() != mesh.positions.size()) {
    computed = smooth_normals(mesh);
    normals = computed;
  }
  const bool striated = mesh.across.size() == mesh.positions.size();
  const bool mixed = mesh.second.size() == mesh.positions.size();
  const bool baked = mesh.occlusion.size() == mesh.positions.size();
  for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
    const glm::vec3& n = normals[i];
    vertices[i] = {
        mesh.positions[i],
        {quantised(n.x), quantised(n.y), quantised(n.z), quantised(baked ? mesh.occlusion[i] : 1.0F)},
        {quantised(striated ? mesh.across[i] / CRUS_ACROSS_REACH_MM : 0.0F), quantised(mixed ? mesh.second[i] : 0.0F)}};
  }
}

template <class T>
void fill(GLenum target, const GlBuffer& buffer, const std::vector<T>& data) {
  glBindBuffer(target, buffer.id());
  glBufferData(target, static_cast<GLsizeiptr>(data.size() * sizeof(T)), data.data(), GL_DYNAMIC_DRAW);
}

// A patch of this many triangles spans a few centimetres of a fine mesh.
constexpr std::size_t kRunTriangles = 512;

LevelRange append_level(const MeshView& mesh, std::span<const glm::uvec3> triangles, float error_mm, std::uint32_t base,
                        std::vector<std::uint32_t>& indices) {
  LevelRange level;
  level.error_mm = error_mm;
  for (std::size_t from = 0; from < triangles.size(); from += kRunTriangles) {
    IndexRun run;
    run.first = static_cast<std::uint32_t>(indices.size());
    for (const glm::uvec3& t : triangles.subspan(from, std::min(kRunTriangles, triangles.size() - from))) {
      if (std::max({t.x, t.y, t.z}) < mesh.positions.size()) {
        indices.insert(indices.end(), {base + t.x, base + t.y, base + t.z});
        run.box.add(mesh.positions[t.x]);
        run.box.add(mesh.positions[t.y]);
        run.box.add(mesh.positions[t.z]);
      }
    }
    run.count = static_cast<std::uint32_t>(indices.size()) - run.first;
    if (run.count > 0) {
      level.runs.push_back(run);
    }
  }
  return level;
}

// The surface and its coarser levels, those that have triangles.
std::vector<std::span<const glm::uvec3>> level_triangles(const MeshView& mesh) {
  std::vector<std::span<const glm::uvec3>> all{mesh.triangles};
  for (const geometry::DetailLevel& level : mesh.levels) {
    all.emplace_back(level.triangles);
  }
  std::erase_if(all, [](const std::span<const glm::uvec3>& triangles) { return triangles.empty(); });
  return all;
}

// Of a mesh uploaded before, at the positions it has now.
void find_boxes(const MeshView& mesh, MeshRange& range) {
  range.box = {};
  std::size_t at = 0;
  for (const std::span<const glm::uvec3> triangles : level_triangles(mesh)) {
    if (at == range.levels.size()) {
      break;
    }
    LevelRange& level = range.levels[at++];
    std::size_t t = 0;
    for (IndexRun& run : level.runs) {
      run.box = {};
      for (std::size_t k = 0; k < run.count / 3 && t < triangles.size(); ++k, ++t) {
        for (glm::length_t corner = 0; corner < 3; ++corner) {
          run.box.add(mesh.positions[triangles[t][corner]]);
        }
      }
      range.box.add(run.box);
    }
  }
}

const void* offset(std::size_t bytes) { return reinterpret_cast<const void*>(bytes); }

}  // namespace

MeshPack::MeshPack(std::span<const MeshView> meshes) {
  std::size_t vertex_count = 0;
  std::size_t triangle_count = 0;
  bool any_field = false;
  for (const MeshView& mesh : meshes) {
    vertex_count += mesh.positions.size();
    triangle_count += mesh.triangles.size();
    for (const geometry::DetailLevel& level : mesh.levels) {
      triangle_count += level.triangles.size();
    }
    any_field = any_field || (!mesh.field.empty() && mesh.field.size() == mesh.positions.size());
  }
  vertices.resize(vertex_count);
  indices.reserve(triangle_count * 3);
  fields.resize(any_field ? vertex_count : 0, 0.0F);
  std::uint32_t base = 0;
  for (const MeshView& mesh : meshes) {
    MeshRange range;
    range.closed = mesh.closed;
    range.first_vertex = base;
    range.vertices = static_cast<std::uint32_t>(mesh.positions.size());
    range.has_field = any_field && !mesh.field.empty() && mesh.field.size() == mesh.positions.size();
    if (range.has_field) {
      std::copy(mesh.field.begin(), mesh.field.end(), fields.begin() + static_cast<std::ptrdiff_t>(base));
    }
    write_vertices(mesh, std::span(vertices).subspan(base, range.vertices));
    range.levels.push_back(append_level(mesh, mesh.triangles, 0.0F, base, indices));
    for (const geometry::DetailLevel& level : mesh.levels) {
      range.levels.push_back(append_level(mesh, level.triangles, level.error_mm, base, indices));
    }
    std::erase_if(range.levels, [](const LevelRange& level) { return level.runs.empty(); });
    for (const LevelRange& level : range.levels) {
      for (const IndexRun& run : level.runs) {
        range.box.add(run.box);
      }
    }
    base += range.vertices;
    ranges.push_back(std::move(range));
  }
}

void MeshStore::upload(MeshPack pack) {
  ranges_ = std::move(pack.ranges);
  vertex_array_ = GlVertexArray::make();
  vertices_ = GlBuffer::make();
  indices_ = GlBuffer::make();
  fields_ = GlBuffer::make();
  shares_ = GlBuffer();
  share_places_ = GlBuffer();
  vertex_count_ = static_cast<std::uint32_t>(pack.vertices.size());
  glBindVertexArray(vertex_array_.id());
  fill(GL_ARRAY_BUFFER, vertices_, pack.vertices);
  glEnableVertexAttribArray(CRUS_ATTRIBUTE_POSITION);
  glVertexAttribPointer(CRUS_ATTRIBUTE_POSITION, 3, GL_FLOAT, GL_FALSE, sizeof(PackedVertex), offset(0));
  glEnableVertexAttribArray(CRUS_ATTRIBUTE_NORMAL_OCCLUSION);
  glVertexAttribPointer(CRUS_ATTRIBUTE_NORMAL_OCCLUSION, 4, GL_SHORT, GL_TRUE, sizeof(PackedVertex),
                        offset(offsetof(PackedVertex, normal_occlusion)));
  glEnableVertexAttribArray(CRUS_ATTRIBUTE_DETAIL);
  glVertexAttribPointer(CRUS_ATTRIBUTE_DETAIL, 2, GL_SHORT, GL_TRUE, sizeof(PackedVertex),
                        offset(offsetof(PackedVertex, detail)));
  if (!pack.fields.empty()) {
    fill(GL_ARRAY_BUFFER, fields_, pack.fields);
    glEnableVertexAttribArray(CRUS_ATTRIBUTE_FIELD);
    glVertexAttribPointer(CRUS_ATTRIBUTE_FIELD, 1, GL_FLOAT, GL_FALSE, sizeof(float), offset(0));
  }
  fill(GL_ELEMENT_ARRAY_BUFFER, indices_, pack.indices);
  glBindVertexArray(0);
}

void MeshStore::move(std::span<const MeshView> meshes) {
  const bool fits =
      std::equal(meshes.begin(), meshes.end(), ranges_.begin(), ranges_.end(),
                 [](const MeshView& mesh, const MeshRange& range) { return mesh.positions.size() == range.vertices; });
  if (!fits) {
    return;
  }
  std::vector<PackedVertex> vertices(vertex_count_);
  for_each_parallel(meshes.size(), [&](std::size_t i) {
    MeshRange& range = ranges_[i];
    write_vertices(meshes[i], std::span(vertices).subspan(range.first_vertex, range.vertices));
    find_boxes(meshes[i], range);
  });
  glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
  glBufferSubData(GL_ARRAY_BUFFER, 0, static_cast<GLsizeiptr>(vertices.size() * sizeof(PackedVertex)), vertices.data());
}

void MeshStore::set_shares(std::size_t mesh, std::span<const glm::vec4> shares, std::span<const glm::vec3> places) {
  if (mesh >= ranges_.size() || shares.size() != ranges_[mesh].vertices || places.size() != shares.size()) {
    return;
  }
  using Packed = std::array<std::uint16_t, CRUS_SHARE_FIELDS>;
  if (!shares_) {
    shares_ = GlBuffer::make();
    glBindVertexArray(vertex_array_.id());
    fill(GL_ARRAY_BUFFER, shares_, std::vector<Packed>(vertex_count_, Packed{}));
    glEnableVertexAttribArray(CRUS_ATTRIBUTE_SHARES);
    glVertexAttribPointer(CRUS_ATTRIBUTE_SHARES, CRUS_SHARE_FIELDS, GL_UNSIGNED_SHORT, GL_TRUE, sizeof(Packed),
                          offset(0));
    share_places_ = GlBuffer::make();
    fill(GL_ARRAY_BUFFER, share_places_, std::vector<glm::vec3>(vertex_count_, glm::vec3(0.0F)));
    glEnableVertexAttribArray(CRUS_ATTRIBUTE_SHARE_PLACE);
    glVertexAttribPointer(CRUS_ATTRIBUTE_SHARE_PLACE, 3, GL_FLOAT, GL_FALSE, sizeof(glm::vec3), offset(0));
    glBindVertexArray(0);
  }
  std::vector<Packed> packed(shares.size());
  for (std::size_t i = 0; i < shares.size(); ++i) {
    for (glm::length_t k = 0; k < CRUS_SHARE_FIELDS; ++k) {
      packed[i].at(static_cast<std::size_t>(k)) =
          static_cast<std::uint16_t>(std::lround(std::clamp(shares[i][k], 0.0F, 1.0F) * 65535.0F));
    }
  }
  glBindBuffer(GL_ARRAY_BUFFER, shares_.id());
  glBufferSubData(GL_ARRAY_BUFFER, static_cast<GLintptr>(ranges_[mesh].first_vertex * sizeof(Packed)),
                  static_cast<GLsizeiptr>(packed.size() * sizeof(Packed)), packed.data());
  glBindBuffer(GL_ARRAY_BUFFER, share_places_.id());
  glBufferSubData(GL_ARRAY_BUFFER, static_cast<GLintptr>(ranges_[mesh].first_vertex * sizeof(glm::vec3)),
                  static_cast<GLsizeiptr>(places.size_bytes()), places.data());
  ranges_[mesh].has_shares = true;
}

void MeshStore::draw(std::span<const IndexSpan> spans) {
  std::vector<GLsizei> counts;
  std::vector<const void*> offsets;
  for (const IndexSpan& span : spans) {
    counts.push_back(static_cast<GLsizei>(span.count));
    offsets.push_back(offset(span.first * sizeof(std::uint32_t)));
  }
  glMultiDrawElements(GL_TRIANGLES, counts.data(), GL_UNSIGNED_INT, offsets.data(),
                      static_cast<GLsizei>(counts.size()));
}

}  // namespace crus::render
