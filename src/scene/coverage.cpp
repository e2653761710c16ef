#include "scene/coverage.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "geometry/plane_curve.hpp"
#include "session/camera_commands.hpp"

namespace crus::scene {
namespace {

// Cell coordinates and depth; w <= 0 behind the eye.
struct Corner {
  glm::vec2 at;
  float depth;
  bool ahead;
};

float edge(glm::vec2 a, glm::vec2 b, glm::vec2 p) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x); }

void fill(Coverage& coverage, std::int32_t owner, const Corner& a, const Corner& b, const Corner& c) {
  const float area = edge(a.at, b.at, c.at);
  if (!a.ahead || !b.ahead || !c.ahead || area == 0.0F) {
    return;
  }
  const glm::vec2 last(coverage.cells - 1);
  const glm::vec2 low = glm::max(glm::ceil(glm::min(glm::min(a.at, b.at), c.at) - 0.5F), glm::vec2(0.0F));
  const glm::vec2 high = glm::min(glm::floor(glm::max(glm::max(a.at, b.at), c.at) - 0.5F), last);
  for (int y = static_cast<int>(low.y); y <= static_cast<int>(high.y); ++y) {
    for (int x = static_cast<int>(low.x); x <= static_cast<int>(high.x); ++x) {
      const glm::vec2 p = glm::vec2(x, y) + 0.5F;
      const float u = edge(b.at, c.at, p) / area;
      const float v = edge(c.at, a.at, p) / area;
      const float w = 1.0F - u - v;
      if (u < 0.0F || v < 0.0F || w < 0.0F) {
        continue;
      }
      const float depth = u * a.depth + v * b.depth + w * c.depth;
      const std::size_t i = coverage.index(x, y);
      if (depth > -1.0F && depth < coverage.depth[i]) {
        coverage.depth[i] = depth;
        coverage.owner[i] = owner;
      }
    }
  }
}

template <class CornerOf>
void fill_face(Coverage& coverage, std::int32_t owner, const LegStructure& structure, const glm::vec4& cut,
               const glm::vec3& offset, CornerOf corner_of) {
  if (structure.mesh.normals.size() != structure.mesh.positions.size()) {
    return;
  }
  constexpr float kRankStep = 2e-5F;
  const geometry::PlaneAxes axes = geometry::plane_axes(glm::dvec4(cut));
  const geometry::PlaneCurve curve =
      geometry::plane_curve(structure.mesh.positions, structure.mesh.normals, {}, structure.mesh.triangles, axes);
  for (const auto& triangle : geometry::filled(curve)) {
    std::array<Corner, 3> corners{};
    for (std::size_t i = 0; i < 3; ++i) {
      corners.at(i) = corner_of(glm::vec3(axes.in_space(glm::dvec2(triangle.at(i)))) + offset);
      corners.at(i).depth -= kRankStep * static_cast<float>(1 + cap_rank(structure.kind));
    }
    fill(coverage, owner, corners[0], corners[1], corners[2]);
  }
}

}  // namespace

Coverage cover(const Leg& leg, const std::vector<std::int32_t>& structures, const Placement& placement,
               const render::View& view, glm::ivec2 size, int rows) {
  Coverage coverage;
  const double aspect = static_cast<double>(size.x) / static_cast<double>(std::max(size.y, 1));
  constexpr double kMostCells = 65536.0;
  const double height = std::clamp(std::min<double>(rows, std::sqrt(kMostCells / aspect)), 1.0, 4096.0);
  coverage.cells = {std::max(1, static_cast<int>(std::lround(std::min(height * aspect, kMostCells / height)))),
                    std::max(1, static_cast<int>(std::lround(height)))};
  const auto count = static_cast<std::size_t>(coverage.cells.x) * static_cast<std::size_t>(coverage.cells.y);
  coverage.owner.assign(count, kNobody);
  coverage.depth.assign(count, 1.0F);
  const glm::mat4 clip_from_world = view.clip_from_view * view.view_from_world;
  const glm::vec2 cells(coverage.cells);
  const auto corner_of = [&](const glm::vec3& p) {
    const glm::vec4 clip = clip_from_world * glm::vec4(p, 1.0F);
    const bool ahead = clip.w > 1e-6F;
    const glm::vec3 ndc = ahead ? glm::vec3(clip) / clip.w : glm::vec3(0.0F);
    return Corner{glm::vec2(ndc.x * 0.5F + 0.5F, 0.5F - ndc.y * 0.5F) * cells, ndc.z, ahead};
  };
  std::vector<Corner> corners;
  for (const std::int32_t owner : structures) {
    const LegStructure& structure = leg.structures[static_cast<std::size_t>(owner)];
    const geometry::Mesh& mesh = structure.mesh;
    const glm::vec3 offset = placement.offset_mm[static_cast<std::size_t>(owner)];
    if (placement.cut) {
      fill_face(coverage, owner, structure, *placement.cut, offset, corner_of);
      if (structure.kind == anatomy::Kind::skin) {
        continue;
      }
    }
    corners.clear();
    for (const glm::vec3& position : mesh.positions) {
      corners.push_back(corner_of(position + offset));
      corners.back().ahead =
          corners.back().ahead && (!placement.cut || glm::dot(glm::vec3(*placement.cut), position) <= placement.cut->w);
    }
    // The cells are coarser than the coarsest level.
    for (const glm::uvec3& t : coarsest(structure)) {
      fill(coverage, owner, corners[t.x], corners[t.y], corners[t.z]);
    }
  }
  return coverage;
}

}  // namespace crus::scene
