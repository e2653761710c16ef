#include "leg/course.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <queue>
#include <utility>

#include <Eigen/SparseCholesky>

#include "geometry/measure.hpp"

namespace crus {
namespace {

using geometry::Mesh;
using Matrix = Eigen::SparseMatrix<double>;
using Vector = Eigen::VectorXd;

// mass + reach^2 * stiffness: solving with it smooths over `reach` millimetres.
Matrix smoothing_matrix(const Mesh& mesh, const std::vector<Face>& faces, double mass, double reach_mm) {
  std::vector<Eigen::Triplet<double>> entries;
  entries.reserve(faces.size() * 12);
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const glm::uvec3& t = mesh.triangles[f];
    for (int i = 0; i < 3; ++i) {
      entries.emplace_back(t[i], t[i], mass * faces[f].area / 3.0 + 1e-12);
      for (int j = 0; j < 3; ++j) {
        const double dot = glm::dot(faces[f].gradient.at(static_cast<std::size_t>(i)),
                                    faces[f].gradient.at(static_cast<std::size_t>(j)));
        entries.emplace_back(t[i], t[j], reach_mm * reach_mm * faces[f].area * dot);
      }
    }
  }
  const auto count = static_cast<Eigen::Index>(mesh.positions.size());
  Matrix matrix(count, count);
  matrix.setFromTriplets(entries.begin(), entries.end());
  // Positions that no triangle uses keep their row solvable.
  for (Eigen::Index i = 0; i < count; ++i) {
    if (matrix.coeff(i, i) == 0.0) {
      matrix.coeffRef(i, i) = 1.0;
    }
  }
  return matrix;
}

struct Neighbour {
  std::uint32_t vertex;
  double length;
};

std::vector<std::vector<Neighbour>> neighbours_of(const Mesh& mesh) {
  std::vector<std::vector<Neighbour>> result(mesh.positions.size());
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t a = t[k];
      const std::uint32_t b = t[(k + 1) % 3];
      const double length = static_cast<double>(glm::distance(mesh.positions[a], mesh.positions[b]));
      result[a].push_back({b, length});
      result[b].push_back({a, length});
    }
  }
  return result;
}

// Lowers `distance` to what it is along edges from the starts.
void spread(const std::vector<std::uint32_t>& starts, const std::vector<std::vector<Neighbour>>& neighbours,
            std::vector<double>& distance) {
  using Entry = std::pair<double, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  for (const std::uint32_t start : starts) {
    distance[start] = 0.0;
    queue.emplace(0.0, start);
  }
  while (!queue.empty()) {
    const auto [at, vertex] = queue.top();
    queue.pop();
    if (at > distance[vertex]) {
      continue;
    }
    for (const Neighbour& next : neighbours[vertex]) {
      if (const double further = at + next.length; further < distance[next.vertex]) {
        distance[next.vertex] = further;
        queue.emplace(further, next.vertex);
      }
    }
  }
}

// Distance along edges; parts of the mesh that are not joined to the start begin anew at their first vertex.
std::vector<double> distances_from(std::uint32_t start, const std::vector<std::vector<Neighbour>>& neighbours) {
  std::vector<double> distance(neighbours.size(), std::numeric_limits<double>::infinity());
  spread({start}, neighbours, distance);
  for (std::uint32_t vertex = 0; vertex < distance.size(); ++vertex) {
    if (std::isinf(distance[vertex])) {
      spread({vertex}, neighbours, distance);
    }
  }
  return distance;
}

// The end of the structure that is its upper or hinder one: muscles arise above, in the foot behind.
std::uint32_t near_end(const Mesh& mesh, const std::vector<std::vector<Neighbour>>& neighbours) {
  const auto farthest = [](const std::vector<double>& distance) {
    return static_cast<std::uint32_t>(std::max_element(distance.begin(), distance.end()) - distance.begin());
  };
  const glm::dvec3 axis = geometry::principal_axes(mesh).axes[0];
  std::uint32_t start = 0;
  for (std::uint32_t i = 0; i < mesh.positions.size(); ++i) {
    start = glm::dot(glm::dvec3(mesh.positions[i] - mesh.positions[start]), axis) > 0.0 ? i : start;
  }
  const std::uint32_t end = farthest(distances_from(start, neighbours));
  const std::uint32_t other = farthest(distances_from(end, neighbours));
  const auto rank = [&](std::uint32_t i) { return mesh.positions[i].y - 0.5F * mesh.positions[i].x; };
  return rank(end) >= rank(other) ? end : other;
}

// Parts of a mesh that are not joined, by number.
std::vector<std::uint32_t> parts_of(const std::vector<std::vector<Neighbour>>& neighbours, std::uint32_t& count) {
  constexpr auto kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> part(neighbours.size(), kNone);
  std::vector<std::uint32_t> open;
  count = 0;
  for (std::uint32_t first = 0; first < part.size(); ++first) {
    if (part[first] != kNone) {
      continue;
    }
    part[first] = count;
    open = {first};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      for (const Neighbour& next : neighbours[at]) {
        if (part[next.vertex] == kNone) {
          part[next.vertex] = count;
          open.push_back(next.vertex);
        }
      }
    }
    ++count;
  }
  return part;
}

constexpr double kRingStep_mm = 3.0;

std::map<int, std::vector<std::size_t>> faces_by_level(const Mesh& mesh, const std::vector<double>& field) {
  std::map<int, std::vector<std::size_t>> crossed;
  for (std::size_t f = 0; f < mesh.triangles.size(); ++f) {
    const glm::uvec3& t = mesh.triangles[f];
    const auto [low, high] = std::minmax({field[t.x], field[t.y], field[t.z]});
    for (int level = static_cast<int>(std::ceil(low / kRingStep_mm)); level * kRingStep_mm < high; ++level) {
      crossed[level].push_back(f);
    }
  }
  return crossed;
}

struct Curve {
  double length = 0.0;
  glm::dvec3 centre{0.0};
  double half_width = 0.0;
};

// The curve of one height that each of the faces belongs to.
std::vector<Curve> curves_of(const Mesh& mesh, const std::vector<double>& field, const std::vector<std::size_t>& faces,
                             double height, const glm::dvec3& broad) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> first_on_edge;
  std::vector<std::size_t> parent(faces.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) {
      i = parent[i] = parent[parent[i]];
    }
    return i;
  };
  std::vector<std::array<glm::dvec3, 2>> pieces(faces.size());
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const glm::uvec3& t = mesh.triangles[faces[i]];
    std::size_t found = 0;
    for (int k = 0; k < 3; ++k) {
      const auto edge = std::minmax(t[k], t[(k + 1) % 3]);
      const double a = field[edge.first];
      const double b = field[edge.second];
      if ((a >= height) == (b >= height)) {
        continue;
      }
      const glm::dvec3 p(mesh.positions[edge.first]);
      pieces[i].at(found++ % 2) = p + (height - a) / (b - a) * (glm::dvec3(mesh.positions[edge.second]) - p);
      const auto [at, fresh] = first_on_edge.try_emplace({edge.first, edge.second}, i);
      if (!fresh) {
        parent[root(i)] = root(at->second);
      }
    }
    if (found != 2) {
      pieces[i][1] = pieces[i][0];
    }
  }
  std::vector<Curve> whole(faces.size());
  std::vector<double> squares(faces.size(), 0.0);
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const double length = glm::distance(pieces[i][0], pieces[i][1]);
    const glm::dvec3 middle = 0.5 * (pieces[i][0] + pieces[i][1]);
    Curve& curve = whole[root(i)];
    curve.length += length;
    curve.centre += length * middle;
    squares[root(i)] += length * glm::dot(middle, broad) * glm::dot(middle, broad);
  }
  std::vector<Curve> result(faces.size());
  for (std::size_t i = 0; i < faces.size(); ++i) {
    Curve curve = whole[root(i)];
    const double length = std::max(curve.length, 1e-9);
    curve.centre /= length;
    const double at = glm::dot(curve.centre, broad);
    // Of a thin ring most lies between its edges: twice its variance reaches about to them.
    curve.half_width = std::sqrt(std::max(2.0 * (squares[root(i)] / length - at * at), 0.0));
    result[i] = curve;
  }
  return result;
}

}  // namespace

bool usable(const Mesh& mesh) {
  constexpr std::size_t kLeastTriangles = 16;
  return mesh.triangles.size() >= kLeastTriangles && !mesh.positions.empty();
}

std::vector<Face> faces_of(const Mesh& mesh) {
  std::vector<Face> faces;
  faces.reserve(mesh.triangles.size());
  for (const glm::uvec3& t : mesh.triangles) {
    const std::array<glm::dvec3, 3> p{glm::dvec3(mesh.positions[t.x]), glm::dvec3(mesh.positions[t.y]),
                                      glm::dvec3(mesh.positions[t.z])};
    Face face;
    const glm::dvec3 twice = glm::cross(p[1] - p[0], p[2] - p[0]);
    const double length = glm::length(twice);
    if (length > 1e-9) {
      face.normal = twice / length;
      face.area = 0.5 * length;
      for (std::size_t k = 0; k < 3; ++k) {
        face.gradient.at(k) = glm::cross(face.normal, p.at((k + 2) % 3) - p.at((k + 1) % 3)) / length;
      }
    }
    faces.push_back(face);
  }
  return faces;
}

glm::dvec3 gradient(const Face& face, const glm::uvec3& t, const std::vector<double>& values) {
  return values[t.x] * face.gradient[0] + values[t.y] * face.gradient[1] + values[t.z] * face.gradient[2];
}

std::vector<double> smoothed(const Mesh& mesh, const std::vector<Face>& faces, const std::vector<double>& values,
                             double reach_mm) {
  Vector right = Vector::Zero(static_cast<Eigen::Index>(values.size()));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    for (int i = 0; i < 3; ++i) {
      const std::uint32_t v = mesh.triangles[f][i];
      right[v] += faces[f].area / 3.0 * values[v];
    }
  }
  const Eigen::SimplicialLDLT<Matrix> solver(smoothing_matrix(mesh, faces, 1.0, reach_mm));
  if (solver.info() != Eigen::Success) {
    return values;
  }
  const Vector found = solver.solve(right);
  return {found.data(), found.data() + found.size()};
}

std::vector<glm::dvec3> smoothed_vectors(const Mesh& mesh, const std::vector<Face>& faces,
                                         const std::vector<glm::dvec3>& per_face, double reach_mm) {
  std::array<Vector, 3> right;
  right.fill(Vector::Zero(static_cast<Eigen::Index>(mesh.positions.size())));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    for (glm::length_t i = 0; i < 3; ++i) {
      for (glm::length_t k = 0; k < 3; ++k) {
        right.at(static_cast<std::size_t>(k))[mesh.triangles[f][i]] += faces[f].area / 3.0 * per_face[f][k];
      }
    }
  }
  std::vector<glm::dvec3> result(mesh.positions.size(), glm::dvec3(0.0));
  const Eigen::SimplicialLDLT<Matrix> solver(smoothing_matrix(mesh, faces, 1.0, reach_mm));
  if (solver.info() != Eigen::Success) {
    return result;
  }
  for (glm::length_t k = 0; k < 3; ++k) {
    const Vector found = solver.solve(right.at(static_cast<std::size_t>(k)));
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i][k] = found[static_cast<Eigen::Index>(i)];
    }
  }
  return result;
}

std::vector<double> integrated(const Mesh& mesh, const std::vector<Face>& faces,
                               const std::vector<glm::dvec3>& wanted) {
  Vector right = Vector::Zero(static_cast<Eigen::Index>(mesh.positions.size()));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    for (int k = 0; k < 3; ++k) {
      const double slope = glm::dot(wanted[f], faces[f].gradient.at(static_cast<std::size_t>(k)));
      right[mesh.triangles[f][k]] += faces[f].area * slope;
    }
  }
  constexpr double kPinned = 1e-7;  // holds the level that gradients alone leave open
  const Eigen::SimplicialLDLT<Matrix> solver(smoothing_matrix(mesh, faces, kPinned, 1.0));
  if (solver.info() != Eigen::Success) {
    return {};
  }
  const Vector found = solver.solve(right);
  std::vector<double> values(found.data(), found.data() + found.size());
  const bool good = std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  return good ? values : std::vector<double>();
}

// How far along the structure each vertex lies, from its near end, following bends and branches: a geodesic distance by
// heat (Crane et al. 2013), for distances along edges would lean with the mesh. Parts that hang in the air start where
// they are nearest to that end.
std::vector<double> along_mm(const Mesh& mesh, const std::vector<Face>& faces) {
  const auto neighbours = neighbours_of(mesh);
  const std::uint32_t end = near_end(mesh, neighbours);
  const std::vector<double> rough = distances_from(end, neighbours);
  std::uint32_t count = 0;
  const std::vector<std::uint32_t> part = parts_of(neighbours, count);
  std::vector<double> nearest_mm(count, std::numeric_limits<double>::infinity());
  const auto apart = [&](std::size_t i) {
    return static_cast<double>(glm::distance(mesh.positions[i], mesh.positions[end]));
  };
  for (std::size_t i = 0; i < part.size(); ++i) {
    nearest_mm[part[i]] = std::min(nearest_mm[part[i]], apart(i));
  }
  const double length = *std::max_element(rough.begin(), rough.end());
  std::vector<double> heat(rough.size(), 0.0);
  for (std::size_t i = 0; i < heat.size(); ++i) {
    const double reach = part[i] == part[end] ? rough[i] : apart(i) - nearest_mm[part[i]];
    heat[i] = reach <= 0.01 * length ? 1.0 : 0.0;
  }
  // Over a short reach, bad triangles would drown the far end's heat.
  heat = smoothed(mesh, faces, heat, std::max(8.0, length / 6.0));
  std::vector<glm::dvec3> wanted(faces.size(), glm::dvec3(0.0));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const glm::dvec3 slope = gradient(faces[f], mesh.triangles[f], heat);
    const double steep = glm::length(slope);
    wanted[f] = steep > 0.0 ? -slope / steep : slope;
    // It leans by less than this at worst.
    const glm::dvec3 by_edges = gradient(faces[f], mesh.triangles[f], rough);
    if (part[mesh.triangles[f].x] == part[end] && glm::dot(wanted[f], by_edges) < 0.3 * glm::length(by_edges)) {
      wanted[f] = glm::length(by_edges) > 0.0 ? glm::normalize(by_edges) : by_edges;
    }
  }
  std::vector<double> along = integrated(mesh, faces, wanted);
  if (along.empty()) {
    return rough;
  }
  std::vector<double> least(count, std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < along.size(); ++i) {
    least[part[i]] = std::min(least[part[i]], along[i]);
  }
  for (std::size_t i = 0; i < along.size(); ++i) {
    along[i] += nearest_mm[part[i]] - least[part[i]];
  }
  return along;
}

std::vector<double> distance_from_mm(const Mesh& mesh, const std::vector<Face>& faces,
                                     const std::vector<char>& marked) {
  const auto neighbours = neighbours_of(mesh);
  std::vector<std::uint32_t> starts;
  for (std::uint32_t i = 0; i < marked.size(); ++i) {
    if (marked[i] != 0) {
      starts.push_back(i);
    }
  }
  std::vector<double> rough(mesh.positions.size(), std::numeric_limits<double>::infinity());
  spread(starts, neighbours, rough);
  double longest = 0.0;
  for (double& distance : rough) {
    distance = std::isfinite(distance) ? distance : 0.0;
    longest = std::max(longest, distance);
  }
  std::vector<double> heat(marked.begin(), marked.end());
  heat = smoothed(mesh, faces, heat, std::max(8.0, longest / 6.0));
  std::vector<glm::dvec3> wanted(faces.size(), glm::dvec3(0.0));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const glm::uvec3& t = mesh.triangles[f];
    if (std::max({rough[t.x], rough[t.y], rough[t.z]}) <= 0.0) {
      continue;
    }
    const glm::dvec3 slope = gradient(faces[f], t, heat);
    const double steep = glm::length(slope);
    wanted[f] = steep > 0.0 ? -slope / steep : slope;
    const glm::dvec3 by_edges = gradient(faces[f], t, rough);
    if (glm::dot(wanted[f], by_edges) < 0.3 * glm::length(by_edges)) {
      wanted[f] = glm::length(by_edges) > 0.0 ? glm::normalize(by_edges) : by_edges;
    }
  }
  std::vector<double> found = integrated(mesh, faces, wanted);
  if (found.empty()) {
    return rough;
  }
  double sum = 0.0;
  for (const std::uint32_t start : starts) {
    sum += found[start];
  }
  const double level = starts.empty() ? 0.0 : sum / static_cast<double>(starts.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    found[i] = rough[i] > 0.0 ? std::max(found[i] - level, 0.0) : 0.0;
  }
  return found;
}

std::optional<geometry::SurfaceTree::Hit> face_behind(const Mesh& mesh, const geometry::SurfaceTree& tree,
                                                      std::uint32_t vertex) {
  constexpr float kInside = 0.05F;
  constexpr float kFacesBack = 0.2F;
  const glm::vec3& normal = mesh.normals[vertex];
  auto hit = tree.first_hit(mesh.positions[vertex] - kInside * normal, -normal);
  if (!hit) {
    return std::nullopt;
  }
  const glm::uvec3& t = mesh.triangles[hit->triangle];
  const glm::vec3 other =
      glm::cross(mesh.positions[t.y] - mesh.positions[t.x], mesh.positions[t.z] - mesh.positions[t.x]);
  if (t.x == vertex || t.y == vertex || t.z == vertex ||
      !(glm::dot(other, normal) < -kFacesBack * glm::length(other))) {
    return std::nullopt;
  }
  hit->distance_mm += kInside;
  return hit;
}

Rings rings_of(const Mesh& mesh, const std::vector<double>& field, const glm::dvec3& broad) {
  Rings rings{std::vector<double>(mesh.triangles.size(), 0.0),
              std::vector<glm::dvec3>(mesh.triangles.size(), glm::dvec3(0.0)),
              std::vector<double>(mesh.triangles.size(), 0.0)};
  std::vector<double> count(mesh.triangles.size(), 0.0);
  for (const auto& [level, faces] : faces_by_level(mesh, field)) {
    const std::vector<Curve> curves = curves_of(mesh, field, faces, level * kRingStep_mm, broad);
    for (std::size_t i = 0; i < faces.size(); ++i) {
      rings.girth_mm[faces[i]] += curves[i].length;
      rings.centre[faces[i]] += curves[i].centre;
      rings.half_width_mm[faces[i]] += curves[i].half_width;
      count[faces[i]] += 1.0;
    }
  }
  for (std::size_t f = 0; f < count.size(); ++f) {
    if (count[f] > 0.0) {
      rings.girth_mm[f] /= count[f];
      rings.centre[f] /= count[f];
      rings.half_width_mm[f] /= count[f];
    }
  }
  return rings;
}

}  // namespace crus
