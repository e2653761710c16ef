#include "render/caps.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "render/locations.hpp"

namespace crus::render {
namespace {

using geometry::PlaneAxes;
using geometry::PlaneCurve;

constexpr double kLineMm = 0.28;

// Compact bone is thick on the shaft, whose walls are near each other, and a shell on the broad ends. Modelled after
// the usual picture: 5 mm on a shaft 24 mm wide, about 1 mm where the bone is 60 mm wide.
std::vector<double> cortex_mm(const PlaneCurve& curve, double most_mm) {
  constexpr double kWidestMm = 90.0;
  std::vector<double> depth = geometry::depth_mm(curve, kWidestMm);
  for (double& value : depth) {
    value = std::clamp(std::min(0.21 * value, 5.0 * std::pow(24.0 / value, 1.6)), 0.7, most_mm);
  }
  geometry::smooth_along(curve, depth, 12);
  return depth;
}

std::vector<double> rim_of(const PlaneCurve& curve, const Cap& cap) {
  if (cap.rim_is_cortex) {
    return cortex_mm(curve, cap.rim_mm);
  }
  return std::vector<double>(curve.points.size(), static_cast<double>(cap.rim_mm));
}

}  // namespace

std::vector<Caps::Source> Caps::sources_of(std::span<const MeshView> meshes) {
  std::vector<Source> sources;
  for (const MeshView& view : meshes) {
    Source source;
    const bool sound = view.normals.size() == view.positions.size() &&
                       std::all_of(view.triangles.begin(), view.triangles.end(), [&](const glm::uvec3& t) {
                         return std::max({t.x, t.y, t.z}) < view.positions.size();
                       });
    if (sound) {
      source.mesh.positions.assign(view.positions.begin(), view.positions.end());
      source.mesh.normals.assign(view.normals.begin(), view.normals.end());
      source.mesh.triangles.assign(view.triangles.begin(), view.triangles.end());
      if (view.second.size() == view.positions.size()) {
        source.second.assign(view.second.begin(), view.second.end());
      }
    }
    sources.push_back(std::move(source));
  }
  return sources;
}

void Caps::set_meshes(std::vector<Source> sources) {
  sources_ = std::move(sources);
  plane_.reset();
}

void Caps::move_meshes(std::span<const MeshView> meshes) {
  if (meshes.size() != sources_.size()) {
    return;
  }
  for (std::size_t i = 0; i < meshes.size(); ++i) {
    Source& source = sources_[i];
    if (meshes[i].positions.size() != source.mesh.positions.size()) {
      continue;
    }
    source.mesh.positions.assign(meshes[i].positions.begin(), meshes[i].positions.end());
    source.mesh.normals.assign(meshes[i].normals.begin(), meshes[i].normals.end());
  }
  plane_.reset();
}

void Caps::add(const Wanted& wanted, const PlaneAxes& axes) {
  const Source& source = sources_[wanted.mesh];
  const PlaneCurve curve =
      geometry::plane_curve(source.mesh.positions, source.mesh.normals, source.second, source.mesh.triangles, axes);
  const auto put = [&](const glm::dvec2& p, float part, double value) {
    vertices_.push_back({glm::vec3(axes.in_space(p)), {part, static_cast<float>(value)}, glm::vec2(p)});
  };
  for (const auto& triangle : geometry::filled(curve)) {
    for (const glm::dvec3& corner : triangle) {
      put(glm::dvec2(corner), 0.0F, corner.z);
    }
  }
  const auto ribbon = [&](float part, const std::vector<double>& width) {
    for (const auto& [i, k] : curve.segments) {
      const glm::dvec2 a = curve.points[i];
      const glm::dvec2 b = curve.points[k];
      const glm::dvec2 c = b - width[k] * curve.outward[k];
      const glm::dvec2 d = a - width[i] * curve.outward[i];
      for (const auto& [p, n] : {std::pair{a, i}, {b, k}, {c, k}, {a, i}, {c, k}, {d, i}}) {
        put(p, part, curve.values[n]);
      }
    }
  };
  if (wanted.cap.rim_mm > 0.0F) {
    ribbon(1.0F, rim_of(curve, wanted.cap));
  }
  ribbon(2.0F, std::vector<double>(curve.points.size(), kLineMm));
}

void Caps::update(const DrawList& list) {
  std::vector<Wanted> wanted;
  for (const DrawItem& item : list.items) {
    if (list.cut && item.cap && item.mesh < sources_.size()) {
      wanted.push_back({item.mesh, *item.cap});
    }
  }
  if (plane_ == list.cut && wanted_ == wanted) {
    return;
  }
  plane_ = list.cut;
  wanted_ = std::move(wanted);
  vertices_.clear();
  ranges_.assign(sources_.size(), Range());
  if (wanted_.empty()) {
    return;
  }
  const PlaneAxes axes = geometry::plane_axes(glm::dvec4(*plane_));
  // Faces of neighbours that overlap in the model lie over each other by rank, then by number.
  std::vector<std::size_t> order(wanted_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wanted_[a].cap.rank < wanted_[b].cap.rank; });
  for (std::size_t at = 0; at < order.size(); ++at) {
    const Wanted& item = wanted_[order[at]];
    Range& range = ranges_[item.mesh];
    range.first = static_cast<std::uint32_t>(vertices_.size());
    range.order = static_cast<float>(at) * kParts;
    add(item, axes);
    range.count = static_cast<std::uint32_t>(vertices_.size()) - range.first;
  }
  vertex_array_ = GlVertexArray::make();
  buffer_ = GlBuffer::make();
  glBindVertexArray(vertex_array_.id());
  glBindBuffer(GL_ARRAY_BUFFER, buffer_.id());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices_.size() * sizeof(Vertex)), vertices_.data(),
               GL_STATIC_DRAW);
  const auto attribute = [](GLuint at, GLint size, std::size_t offset) {
    glEnableVertexAttribArray(at);
    glVertexAttribPointer(at, size, GL_FLOAT, GL_FALSE, sizeof(Vertex), reinterpret_cast<const void*>(offset));
  };
  attribute(CRUS_ATTRIBUTE_POSITION, 3, offsetof(Vertex, position));
  attribute(CRUS_ATTRIBUTE_DETAIL, 2, offsetof(Vertex, detail));
  attribute(CRUS_ATTRIBUTE_PLANE, 2, offsetof(Vertex, plane));
  glBindVertexArray(0);
}

const Caps::Range* Caps::find(std::uint32_t mesh) const {
  return plane_ && mesh < ranges_.size() && ranges_[mesh].count > 0 ? &ranges_[mesh] : nullptr;
}

void Caps::draw(const Range& range) {
  glDrawArrays(GL_TRIANGLES, static_cast<GLint>(range.first), static_cast<GLsizei>(range.count));
}

}  // namespace crus::render
