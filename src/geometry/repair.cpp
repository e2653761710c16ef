#include "geometry/repair.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>
#include <unordered_map>
#include <utility>

namespace crus::geometry {
namespace {

using Triangle = glm::uvec3;

std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 33U;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33U;
  value *= 0xc4ceb9fe1a85ec53ULL;
  return value ^ (value >> 33U);
}

// A grid that finds an earlier point near a new one. Cells are two tolerances wide, so at most eight can hold it.
class PointGrid {
 public:
  PointGrid(const std::vector<glm::vec3>& points, float tolerance)
      : points_(points), tolerance_(tolerance), cell_(std::max(2.0 * static_cast<double>(tolerance), 1e-12)) {}

  // The earliest representative within the tolerance, or `index` itself, which then becomes one.
  std::uint32_t representative(std::uint32_t index) {
    const glm::dvec3 point(points_[index]);
    const std::array<glm::dvec3, 2> ends{glm::floor((point - static_cast<double>(tolerance_)) / cell_),
                                         glm::floor((point + static_cast<double>(tolerance_)) / cell_)};
    std::uint32_t best = index;
    for (std::size_t i = 0; i < 8; ++i) {
      const glm::dvec3 cell(ends[i & 1U].x, ends[i >> 1U & 1U].y, ends[i >> 2U].z);
      best = std::min(best, earliest_in(key(cell), point));
    }
    if (best == index) {
      cells_[key(glm::floor(point / cell_))].push_back(index);
    }
    return best;
  }

 private:
  static std::uint64_t key(const glm::dvec3& cell) {
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value + 0.0); };
    return mix(bits(cell.x) + mix(bits(cell.y) + mix(bits(cell.z))));
  }

  // Distinct cells may share a key; the distance decides, so that costs time and nothing else.
  [[nodiscard]] std::uint32_t earliest_in(std::uint64_t cell, const glm::dvec3& point) const {
    const auto found = cells_.find(cell);
    if (found != cells_.end()) {
      for (const std::uint32_t candidate : found->second) {
        if (glm::distance(glm::dvec3(points_[candidate]), point) <= static_cast<double>(tolerance_)) {
          return candidate;
        }
      }
    }
    return std::numeric_limits<std::uint32_t>::max();
  }

  const std::vector<glm::vec3>& points_;
  float tolerance_;
  double cell_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_;
};

// One of a triangle's three edges; `forward` tells in which direction the triangle runs along it.
struct HalfEdge {
  std::uint64_t edge;  // both vertices, smaller first
  std::uint32_t triangle;
  bool forward;
};

std::vector<HalfEdge> sorted_half_edges(const Mesh& mesh) {
  std::vector<HalfEdge> edges;
  edges.reserve(mesh.triangles.size() * 3);
  for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
    for (glm::length_t corner = 0; corner < 3; ++corner) {
      const std::uint64_t a = mesh.triangles[t][corner];
      const std::uint64_t b = mesh.triangles[t][(corner + 1) % 3];
      edges.push_back({std::min(a, b) << 32U | std::max(a, b), static_cast<std::uint32_t>(t), a < b});
    }
  }
  std::sort(edges.begin(), edges.end(), [](const HalfEdge& a, const HalfEdge& b) {
    return a.edge != b.edge ? a.edge < b.edge : a.triangle < b.triangle;
  });
  return edges;
}

// Calls visit(first, last) for the half-edges of each edge.
template <class Visit>
void for_each_edge(const std::vector<HalfEdge>& edges, Visit visit) {
  for (std::size_t first = 0; first < edges.size();) {
    std::size_t last = first + 1;
    while (last < edges.size() && edges[last].edge == edges[first].edge) {
      ++last;
    }
    visit(first, last);
    first = last;
  }
}

class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t root(std::size_t item) {
    while (parent_[item] != item) {
      parent_[item] = parent_[parent_[item]];
      item = parent_[item];
    }
    return item;
  }
  // The smaller root stays, so that roots do not depend on the order of joining.
  void join(std::size_t a, std::size_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

glm::dvec3 area_vector(const Mesh& mesh, std::size_t triangle) {
  const Triangle& t = mesh.triangles[triangle];
  const glm::dvec3 a(mesh.positions[t.x]);
  return 0.5 * glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a);
}

double triangle_area(const Mesh& mesh, std::size_t triangle) { return glm::length(area_vector(mesh, triangle)); }

void drop_unused_positions(Mesh& mesh) {
  constexpr auto kUnused = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> renumbered(mesh.positions.size(), kUnused);
  for (const Triangle& t : mesh.triangles) {
    for (glm::length_t corner = 0; corner < 3; ++corner) {
      renumbered[t[corner]] = 0;
    }
  }
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < renumbered.size(); ++i) {
    if (renumbered[i] != kUnused) {
      mesh.positions[kept] = mesh.positions[i];
      if (!mesh.normals.empty()) {
        mesh.normals[kept] = mesh.normals[i];
      }
      renumbered[i] = kept++;
    }
  }
  mesh.positions.resize(kept);
  if (!mesh.normals.empty()) {
    mesh.normals.resize(kept);
  }
  for (Triangle& t : mesh.triangles) {
    t = {renumbered[t.x], renumbered[t.y], renumbered[t.z]};
  }
}

// Of triangles with the same three vertices the first stays. (Both of a facing pair cannot go: some exporters write
// every triangle of a sheet twice, once for each side.)
void drop_repeats(std::vector<Triangle>& triangles) {
  using Vertices = std::array<std::uint32_t, 3>;
  std::vector<std::pair<Vertices, std::size_t>> keyed(triangles.size());
  for (std::size_t i = 0; i < triangles.size(); ++i) {
    Vertices vertices{triangles[i].x, triangles[i].y, triangles[i].z};
    std::sort(vertices.begin(), vertices.end());
    keyed[i] = {vertices, i};
  }
  std::sort(keyed.begin(), keyed.end());
  std::vector<bool> repeats(triangles.size(), false);
  for (std::size_t i = 1; i < keyed.size(); ++i) {
    repeats[keyed[i].second] = keyed[i].first == keyed[i - 1].first;
  }
  std::size_t index = 0;
  std::erase_if(triangles, [&](const Triangle&) { return repeats[index++]; });
}

// Neighbours across edges that exactly two triangles share: the only ones across which winding can be compared.
struct Neighbours {
  struct Link {
    std::uint32_t triangle = std::numeric_limits<std::uint32_t>::max();
    bool same_direction = false;  // both run along the edge the same way: one of them is turned
  };
  std::vector<std::array<Link, 3>> links;
  std::vector<std::uint8_t> count;
};

Neighbours manifold_neighbours(const Mesh& mesh) {
  Neighbours neighbours;
  neighbours.links.resize(mesh.triangles.size());
  neighbours.count.resize(mesh.triangles.size(), 0);
  const std::vector<HalfEdge> edges = sorted_half_edges(mesh);
  for_each_edge(edges, [&](std::size_t first, std::size_t last) {
    if (last - first != 2) {
      return;
    }
    const HalfEdge& a = edges[first];
    const HalfEdge& b = edges[first + 1];
    const bool same = a.forward == b.forward;
    neighbours.links[a.triangle][neighbours.count[a.triangle]++] = {b.triangle, same};
    neighbours.links[b.triangle][neighbours.count[b.triangle]++] = {a.triangle, same};
  });
  return neighbours;
}

// Whether a patch, given which of its triangles are to be turned, should be turned as a whole.
bool patch_is_inside_out(const Mesh& mesh, const std::vector<std::uint32_t>& patch, const std::vector<bool>& turned) {
  const glm::dvec3 origin(mesh.positions[mesh.triangles[patch.front()].x]);
  glm::dvec3 open(0.0);
  glm::dvec3 centroid(0.0);
  double area = 0.0;
  double turned_area = 0.0;
  for (const std::uint32_t t : patch) {
    const glm::dvec3 vector = area_vector(mesh, t) * (turned[t] ? -1.0 : 1.0);
    const double size = glm::length(vector);
    const Triangle& tri = mesh.triangles[t];
    centroid += size *
                (glm::dvec3(mesh.positions[tri.x]) + glm::dvec3(mesh.positions[tri.y]) +
                 glm::dvec3(mesh.positions[tri.z]) - 3.0 * origin) /
                3.0;
    open += vector;
    area += size;
    turned_area += turned[t] ? size : 0.0;
  }
  // The area vectors of a closed surface sum to zero; what is left over is the size of the opening.
  constexpr double kOpening = 0.2;
  if (area <= 0.0 || glm::length(open) > kOpening * area) {
    return turned_area > 0.5 * area;
  }
  centroid = origin + centroid / area;
  double volume = 0.0;
  for (const std::uint32_t t : patch) {
    const glm::dvec3 vector = area_vector(mesh, t) * (turned[t] ? -1.0 : 1.0);
    volume += glm::dot(glm::dvec3(mesh.positions[mesh.triangles[t].x]) - centroid, vector) / 3.0;
  }
  // A thin two-sided sheet has no volume to speak of; then its own winding counts.
  const double noise = 1e-6 * area * std::sqrt(area);
  return std::abs(volume) > noise ? volume < 0.0 : turned_area > 0.5 * area;
}

struct Corner {
  std::uint32_t triangle;
  glm::length_t index;
};

// Splits the corners at one vertex into groups across which the surface is smooth; returns each corner's group, the
// groups numbered in order of their first corner.
std::vector<std::size_t> smooth_groups(const Mesh& mesh, std::span<const Corner> corners,
                                       const std::vector<glm::vec3>& face_normals, float cos_crease) {
  struct Spoke {
    std::uint32_t vertex;
    std::size_t corner;
  };
  std::vector<Spoke> spokes;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Triangle& t = mesh.triangles[corners[i].triangle];
    spokes.push_back({t[(corners[i].index + 1) % 3], i});
    spokes.push_back({t[(corners[i].index + 2) % 3], i});
  }
  std::sort(spokes.begin(), spokes.end(), [](const Spoke& a, const Spoke& b) {
    return a.vertex != b.vertex ? a.vertex < b.vertex : a.corner < b.corner;
  });
  Groups groups(corners.size());
  for (std::size_t i = 1; i < spokes.size(); ++i) {
    const auto& normal = face_normals[corners[spokes[i].corner].triangle];
    const auto& before = face_normals[corners[spokes[i - 1].corner].triangle];
    if (spokes[i].vertex == spokes[i - 1].vertex && glm::dot(normal, before) >= cos_crease) {
      groups.join(spokes[i].corner, spokes[i - 1].corner);
    }
  }
  std::vector<std::size_t> number(corners.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const std::size_t root = groups.root(i);
    number[i] = root == i ? next++ : number[root];
  }
  return number;
}

glm::vec3 corner_normal(const Mesh& mesh, const Corner& corner, const glm::vec3& face_normal, float area) {
  const Triangle& t = mesh.triangles[corner.triangle];
  const glm::vec3 here = mesh.positions[t[corner.index]];
  const glm::vec3 a = mesh.positions[t[(corner.index + 1) % 3]] - here;
  const glm::vec3 b = mesh.positions[t[(corner.index + 2) % 3]] - here;
  const float lengths = glm::length(a) * glm::length(b);
  const float angle = lengths > 0.0F ? std::acos(glm::clamp(glm::dot(a, b) / lengths, -1.0F, 1.0F)) : 0.0F;
  return face_normal * (area * angle);
}

}  // namespace

Mesh weld(const Mesh& mesh, float tolerance_mm) {
  Mesh welded;
  welded.positions = mesh.positions;
  PointGrid grid(welded.positions, tolerance_mm);
  std::vector<std::uint32_t> representative(mesh.positions.size());
  for (std::uint32_t i = 0; i < representative.size(); ++i) {
    representative[i] = grid.representative(i);
  }
  for (const Triangle& t : mesh.triangles) {
    const Triangle merged(representative[t.x], representative[t.y], representative[t.z]);
    if (merged.x != merged.y && merged.y != merged.z && merged.z != merged.x) {
      welded.triangles.push_back(merged);
    }
  }
  drop_repeats(welded.triangles);
  drop_unused_positions(welded);
  return welded;
}

std::vector<std::vector<std::size_t>> components(const Mesh& mesh) {
  const std::vector<HalfEdge> edges = sorted_half_edges(mesh);
  Groups groups(mesh.triangles.size());
  for (std::size_t i = 1; i < edges.size(); ++i) {
    if (edges[i].edge == edges[i - 1].edge) {
      groups.join(edges[i].triangle, edges[i - 1].triangle);
    }
  }
  struct Piece {
    std::vector<std::size_t> triangles;
    double area = 0.0;
  };
  std::vector<Piece> pieces;
  std::vector<std::size_t> piece_of(mesh.triangles.size());
  for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
    const std::size_t root = groups.root(t);
    if (root == t) {
      piece_of[t] = pieces.size();
      pieces.emplace_back();
    }
    Piece& piece = pieces[piece_of[root]];
    piece.triangles.push_back(t);
    piece.area += triangle_area(mesh, t);
  }
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.area > b.area; });
  std::vector<std::vector<std::size_t>> result;
  result.reserve(pieces.size());
  for (Piece& piece : pieces) {
    result.push_back(std::move(piece.triangles));
  }
  return result;
}

std::size_t drop_specks(Mesh& mesh, double fraction) {
  const auto pieces = components(mesh);
  std::vector<bool> dropped(mesh.triangles.size(), false);
  std::size_t specks = 0;
  double largest = 0.0;
  for (const auto& piece : pieces) {
    double area = 0.0;
    for (const std::size_t t : piece) {
      area += triangle_area(mesh, t);
    }
    largest = std::max(largest, area);
    if (area < fraction * largest) {
      ++specks;
      for (const std::size_t t : piece) {
        dropped[t] = true;
      }
    }
  }
  if (specks > 0) {
    std::size_t index = 0;
    std::erase_if(mesh.triangles, [&](const Triangle&) { return dropped[index++]; });
    drop_unused_positions(mesh);
  }
  return specks;
}

std::size_t orient(Mesh& mesh) {
  const Neighbours neighbours = manifold_neighbours(mesh);
  std::vector<bool> seen(mesh.triangles.size(), false);
  std::vector<bool> turned(mesh.triangles.size(), false);
  for (std::uint32_t seed = 0; seed < mesh.triangles.size(); ++seed) {
    if (seen[seed]) {
      continue;
    }
    std::vector<std::uint32_t> patch{seed};
    seen[seed] = true;
    for (std::size_t next = 0; next < patch.size(); ++next) {
      const std::uint32_t t = patch[next];
      for (std::size_t i = 0; i < neighbours.count[t]; ++i) {
        const auto& link = neighbours.links[t][i];
        if (!seen[link.triangle]) {
          seen[link.triangle] = true;
          turned[link.triangle] = turned[t] != link.same_direction;
          patch.push_back(link.triangle);
        }
      }
    }
    if (patch_is_inside_out(mesh, patch, turned)) {
      for (const std::uint32_t t : patch) {
        turned[t] = !turned[t];
      }
    }
  }
  std::size_t flipped = 0;
  for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
    if (turned[t]) {
      std::swap(mesh.triangles[t].y, mesh.triangles[t].z);
      ++flipped;
    }
  }
  return flipped;
}

Topology topology(const Mesh& mesh) {
  Topology result;
  const std::vector<HalfEdge> edges = sorted_half_edges(mesh);
  for_each_edge(edges, [&](std::size_t first, std::size_t last) {
    result.boundary_edges += last - first == 1 ? 1 : 0;
    result.nonmanifold_edges += last - first > 2 ? 1 : 0;
  });
  result.pieces = components(mesh).size();
  return result;
}

void compute_normals(Mesh& mesh, float crease_rad) {
  std::vector<glm::vec3> face_normals(mesh.triangles.size(), glm::vec3(0.0F));
  std::vector<float> areas(mesh.triangles.size(), 0.0F);
  std::vector<std::size_t> first(mesh.positions.size() + 1, 0);
  for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
    const glm::dvec3 vector = area_vector(mesh, t);
    const double area = glm::length(vector);
    areas[t] = static_cast<float>(area);
    face_normals[t] = area > 0.0 ? glm::vec3(vector / area) : glm::vec3(0.0F);
    for (glm::length_t corner = 0; corner < 3; ++corner) {
      ++first[mesh.triangles[t][corner] + 1];
    }
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<Corner> corners(mesh.triangles.size() * 3);
  std::vector<std::size_t> fill(first.begin(), first.end() - 1);
  for (std::uint32_t t = 0; t < mesh.triangles.size(); ++t) {
    for (glm::length_t corner = 0; corner < 3; ++corner) {
      corners[fill[mesh.triangles[t][corner]]++] = {t, corner};
    }
  }

  const bool smooth = crease_rad >= std::numbers::pi_v<float>;
  const float cos_crease = std::cos(crease_rad);
  const std::size_t count = mesh.positions.size();
  std::vector<glm::vec3> sums(count, glm::vec3(0.0F));
  std::vector<Triangle> triangles = mesh.triangles;
  for (std::size_t v = 0; v < count; ++v) {
    const std::span<const Corner> around(corners.data() + first[v], first[v + 1] - first[v]);
    const std::vector<std::size_t> group =
        smooth ? std::vector<std::size_t>(around.size(), 0) : smooth_groups(mesh, around, face_normals, cos_crease);
    const std::size_t appended = mesh.positions.size();
    for (std::size_t i = 0; i < around.size(); ++i) {
      const std::size_t vertex = group[i] == 0 ? v : appended + group[i] - 1;
      if (vertex >= mesh.positions.size()) {
        mesh.positions.push_back(mesh.positions[v]);
        sums.emplace_back(0.0F);
      }
      const std::uint32_t t = around[i].triangle;
      triangles[t][around[i].index] = static_cast<std::uint32_t>(vertex);
      sums[vertex] += corner_normal(mesh, around[i], face_normals[t], areas[t]);
    }
  }
  mesh.triangles = std::move(triangles);
  mesh.normals.resize(mesh.positions.size());
  for (std::size_t v = 0; v < sums.size(); ++v) {
    const float length = glm::length(sums[v]);
    mesh.normals[v] = length > 0.0F ? sums[v] / length : glm::vec3(0.0F, 1.0F, 0.0F);
  }
}

}  // namespace crus::geometry
