#include "leg/vein_courses.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "leg/course.hpp"

namespace crus {
namespace {

constexpr double kRingMm = 7.0;

// Of each vertex, the least vertex it hangs together with.
std::vector<std::uint32_t> pieces_of(const geometry::Mesh& mesh) {
  std::vector<std::uint32_t> root(mesh.positions.size());
  std::iota(root.begin(), root.end(), 0U);
  const auto find = [&](std::uint32_t v) {
    while (root[v] != v) {
      root[v] = root[root[v]];
      v = root[v];
    }
    return v;
  };
  for (const glm::uvec3& t : mesh.triangles) {
    for (glm::length_t k = 0; k < 3; ++k) {
      const std::uint32_t a = find(t[k]);
      const std::uint32_t b = find(t[(k + 1) % 3]);
      root[std::max(a, b)] = std::min(a, b);
    }
  }
  for (std::uint32_t v = 0; v < root.size(); ++v) {
    root[v] = find(v);
  }
  return root;
}

}  // namespace

VeinCourses VeinCourses::of(const Leg& leg) {
  VeinCourses courses;
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    const geometry::Mesh& mesh = structure.mesh;
    if (structure.kind != anatomy::Kind::vein || !usable(mesh)) {
      continue;
    }
    const std::vector<std::uint32_t> piece = pieces_of(mesh);
    std::map<std::uint32_t, std::uint32_t> lowest;
    for (std::uint32_t v = 0; v < piece.size(); ++v) {
      const auto [at, first] = lowest.emplace(piece[v], v);
      if (!first && mesh.positions[v].y < mesh.positions[at->second].y) {
        at->second = v;
      }
    }
    std::vector<char> marked(mesh.positions.size(), 0);
    for (const auto& [root, vertex] : lowest) {
      marked[vertex] = 1;
    }
    const std::vector<double> along = distance_from_mm(mesh, faces_of(mesh), marked);
    std::map<std::uint32_t, Tube> tubes;
    for (std::uint32_t v = 0; v < piece.size(); ++v) {
      Tube& tube = tubes[piece[v]];
      tube.structure = i;
      const auto ring = static_cast<std::size_t>(std::max(0.0, along[v]) / kRingMm);
      tube.rings.resize(std::max(tube.rings.size(), ring + 1));
      tube.rings[ring].push_back(v);
    }
    for (auto& [root, tube] : tubes) {
      std::erase_if(tube.rings, [](const std::vector<std::uint32_t>& ring) { return ring.empty(); });
      if (tube.rings.size() > 1) {
        courses.tubes_.push_back(std::move(tube));
      }
    }
  }
  return courses;
}

std::vector<VeinCourses::Line> VeinCourses::at(const Leg& posed) const {
  std::vector<Line> lines;
  for (const Tube& tube : tubes_) {
    const std::vector<glm::vec3>& positions = posed.structures[tube.structure].mesh.positions;
    Line line{tube.structure, {}};
    for (const std::vector<std::uint32_t>& ring : tube.rings) {
      glm::vec3 sum(0.0F);
      for (const std::uint32_t v : ring) {
        sum += positions[v];
      }
      line.points.push_back(sum / static_cast<float>(ring.size()));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace crus
