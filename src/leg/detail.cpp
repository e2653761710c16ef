#include "leg/detail.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <queue>

#include <Eigen/SparseCholesky>

#include "geometry/closest.hpp"
#include "geometry/measure.hpp"

namespace crus {
namespace {

using anatomy::Kind;
using geometry::Mesh;
using Matrix = Eigen::SparseMatrix<double>;
using Vector = Eigen::VectorXd;

constexpr std::size_t kLeastTriangles = 16;

struct Face {
  glm::dvec3 normal{0.0};
  double area = 0.0;
  std::array<glm::dvec3, 3> gradient{};  // of each corner's hat function
};

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

// Distance along edges; parts of the mesh that are not joined to the start begin anew at their first vertex.
std::vector<double> distances_from(std::uint32_t start, const std::vector<std::vector<Neighbour>>& neighbours) {
  std::vector<double> distance(neighbours.size(), std::numeric_limits<double>::infinity());
  using Entry = std::pair<double, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  const auto spread = [&](std::uint32_t from) {
    distance[from] = 0.0;
    queue.emplace(0.0, from);
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
  };
  spread(start);
  for (std::uint32_t vertex = 0; vertex < distance.size(); ++vertex) {
    if (std::isinf(distance[vertex])) {
      spread(vertex);
    }
  }
  return distance;
}

glm::dvec3 gradient(const Face& face, const glm::uvec3& t, const std::vector<double>& values) {
  return values[t.x] * face.gradient[0] + values[t.y] * face.gradient[1] + values[t.z] * face.gradient[2];
}

// Values whose gradient comes nearest to `wanted` on each face, by least squares; empty when the mesh defeats the
// solver.
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

struct Girths {
  std::vector<double> sum;    // per face, over the level curves that cross it
  std::vector<double> count;  // of those curves
};

// Girth of the tube: the length of the closed curve of equal `along` through each face. Branches count by themselves.
Girths girths_mm(const Mesh& mesh, const std::vector<double>& along) {
  constexpr double kStepMm = 3.0;
  Girths girths{std::vector<double>(mesh.triangles.size(), 0.0), std::vector<double>(mesh.triangles.size(), 0.0)};
  std::map<int, std::vector<std::size_t>> crossed;  // faces per level
  for (std::size_t f = 0; f < mesh.triangles.size(); ++f) {
    const glm::uvec3& t = mesh.triangles[f];
    const auto [low, high] = std::minmax({along[t.x], along[t.y], along[t.z]});
    for (int level = static_cast<int>(std::ceil(low / kStepMm)); level * kStepMm < high; ++level) {
      crossed[level].push_back(f);
    }
  }
  for (const auto& [level, faces] : crossed) {
    const double height = level * kStepMm;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> first_on_edge;
    std::vector<std::size_t> parent(faces.size());
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&](std::size_t i) {
      while (parent[i] != i) {
        i = parent[i] = parent[parent[i]];
      }
      return i;
    };
    std::vector<double> piece(faces.size(), 0.0);
    for (std::size_t i = 0; i < faces.size(); ++i) {
      const glm::uvec3& t = mesh.triangles[faces[i]];
      std::array<glm::dvec3, 2> ends{};
      std::size_t found = 0;
      for (int k = 0; k < 3; ++k) {
        const auto edge = std::minmax(t[k], t[(k + 1) % 3]);
        const double a = along[edge.first];
        const double b = along[edge.second];
        if ((a >= height) == (b >= height)) {
          continue;
        }
        const glm::dvec3 p(mesh.positions[edge.first]);
        ends.at(found++ % 2) = p + (height - a) / (b - a) * (glm::dvec3(mesh.positions[edge.second]) - p);
        const auto [at, fresh] = first_on_edge.try_emplace({edge.first, edge.second}, i);
        if (!fresh) {
          parent[root(i)] = root(at->second);
        }
      }
      piece[i] = found == 2 ? glm::distance(ends[0], ends[1]) : 0.0;
    }
    std::vector<double> whole(faces.size(), 0.0);
    for (std::size_t i = 0; i < faces.size(); ++i) {
      whole[root(i)] += piece[i];
    }
    for (std::size_t i = 0; i < faces.size(); ++i) {
      girths.sum[faces[i]] += whole[root(i)];
      girths.count[faces[i]] += 1.0;
    }
  }
  return girths;
}

bool usable(const Mesh& mesh) { return mesh.triangles.size() >= kLeastTriangles && !mesh.positions.empty(); }

// Direction of the fibres on a face; where the structure has none, along it.
glm::dvec3 fibre_on(const Face& face, const glm::uvec3& t, const std::vector<glm::vec3>& fibres,
                    const std::vector<double>& along) {
  glm::dvec3 direction(0.0);
  if (!fibres.empty()) {
    direction = glm::dvec3(fibres[t.x] + fibres[t.y] + fibres[t.z]);
  }
  if (glm::length(direction) < 0.5) {
    direction = gradient(face, t, along);
  }
  return direction - glm::dot(direction, face.normal) * face.normal;
}

float ramp(float from, float to, float value) { return glm::smoothstep(from, to, value); }

struct Bone {
  const LegStructure* structure = nullptr;
  geometry::SurfaceTree tree;
};

std::vector<float> cartilage_share(const LegStructure& bone, const std::vector<Bone>& bones) {
  constexpr float kFarMm = 4.5F;
  constexpr float kNearMm = 2.5F;
  const Mesh& mesh = bone.mesh;
  std::vector<float> share(mesh.positions.size(), 0.0F);
  for (const Bone& other : bones) {
    const geometry::Box& box = other.structure->box;
    for (std::size_t i = 0; other.structure != &bone && i < share.size(); ++i) {
      const glm::vec3& p = mesh.positions[i];
      if (glm::any(glm::lessThan(p, box.min - kFarMm)) || glm::any(glm::greaterThan(p, box.max + kFarMm))) {
        continue;
      }
      const auto hit = other.tree.closest(p, kFarMm);
      if (!hit) {
        continue;
      }
      const glm::vec3 way = hit->point - p;
      const float facing = hit->distance_mm > 0.3F ? glm::dot(way, mesh.normals[i]) / hit->distance_mm : 1.0F;
      const float near = (1.0F - ramp(kNearMm, kFarMm, hit->distance_mm)) * ramp(0.1F, 0.6F, facing);
      share[i] = std::max(share[i], near);
    }
  }
  return share;
}

bool has_fibres(Kind kind) {
  switch (kind) {
    case Kind::bone:
    case Kind::muscle:
    case Kind::tendon:
    case Kind::aponeurosis:
    case Kind::ligament:
    case Kind::membrane:
    case Kind::retinaculum:
    case Kind::nerve: return true;
    default: return false;
  }
}

void put(LegStructure& structure, const char* id, std::vector<float> values) {
  std::erase_if(structure.fields, [&](const VertexField& field) { return field.id == id; });
  if (!values.empty()) {
    structure.fields.push_back({id, std::move(values)});
  }
}

}  // namespace

std::vector<float> across_fibres_mm(const Mesh& mesh, const std::vector<glm::vec3>& fibres) {
  if (!usable(mesh)) {
    return {};
  }
  std::vector<Face> faces = faces_of(mesh);
  const std::vector<double> along = along_mm(mesh, faces);
  const glm::dvec3 broad = geometry::principal_axes(mesh).axes[1];
  std::vector<glm::dvec3> wanted(faces.size(), glm::dvec3(0.0));
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const glm::dvec3 fibre = fibre_on(faces[f], mesh.triangles[f], fibres, along);
    if (!(glm::length(fibre) > 1e-6)) {
      continue;
    }
    // Either way across will do, as long as neighbours agree: towards the broad side of the structure. Where the tube
    // turns away from it the lines fold back, and those faces have little say.
    const glm::dvec3 across = glm::cross(faces[f].normal, glm::normalize(fibre));
    const double facing = glm::dot(across, broad);
    wanted[f] = facing < 0.0 ? -across : across;
    faces[f].area *= 0.05 + facing * facing;
  }
  const std::vector<double> found = integrated(mesh, faces, wanted);
  return {found.begin(), found.end()};
}

std::vector<float> tendon_share(const Mesh& mesh) {
  if (!usable(mesh)) {
    return {};
  }
  const std::vector<Face> faces = faces_of(mesh);
  const std::vector<double> along = along_mm(mesh, faces);
  const Girths girths = girths_mm(mesh, along);
  // The belly's girth: what a good part of the surface exceeds, for a stray long curve at a fold does not count.
  constexpr double kBellyShare = 0.2;
  constexpr double kStillBelly = 0.57;
  std::vector<std::pair<double, double>> by_girth;  // and area
  double area = 0.0;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (girths.count[f] > 0.0) {
      by_girth.emplace_back(girths.sum[f] / girths.count[f], faces[f].area);
      area += faces[f].area;
    }
  }
  if (by_girth.empty()) {
    return {};
  }
  std::sort(by_girth.rbegin(), by_girth.rend());
  double belly = by_girth.front().first;
  double wider = 0.0;
  for (std::size_t i = 0; i < by_girth.size() && wider < kBellyShare * area; ++i) {
    belly = by_girth[i].first;
    wider += by_girth[i].second;
  }
  const double length = *std::max_element(along.begin(), along.end());
  const auto middle = [&](const glm::uvec3& t) { return (along[t.x] + along[t.y] + along[t.z]) / 3.0; };
  // Muscles arise fleshy; their tendon lies beyond the last of the belly. A flare at the insertion is none of it.
  constexpr double kNearlyAll = 0.93;
  std::vector<std::pair<double, double>> fleshy;  // where, and area
  double flesh = 0.0;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (girths.count[f] > 0.0 && girths.sum[f] > kStillBelly * belly * girths.count[f]) {
      fleshy.emplace_back(middle(mesh.triangles[f]), faces[f].area);
      flesh += faces[f].area;
    }
  }
  std::sort(fleshy.begin(), fleshy.end());
  double belly_end = 0.0;
  double passed = 0.0;
  for (std::size_t i = 0; i < fleshy.size() && passed < kNearlyAll * flesh; ++i) {
    belly_end = fleshy[i].first;
    passed += fleshy[i].second;
  }
  constexpr double kFadeMm = 15.0;
  constexpr double kLongMm = 180.0;
  constexpr double kCordMm = 22.0;
  std::vector<double> sums(mesh.positions.size(), 0.0);
  std::vector<double> weights(mesh.positions.size(), 0.0);
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (!(girths.count[f] > 0.0)) {
      continue;
    }
    const glm::uvec3& t = mesh.triangles[f];
    const double beyond = glm::smoothstep(belly_end - kFadeMm, belly_end + kFadeMm, middle(t));
    const double girth = girths.sum[f] / girths.count[f];
    // A cord this thin of a long muscle is a tendon, however slender the belly.
    const double slender = 1.0 - glm::smoothstep(0.33, kStillBelly, girth / std::max(belly, 1e-6));
    const double cord = length > kLongMm ? 1.0 - glm::smoothstep(kCordMm, 1.5 * kCordMm, girth) : 0.0;
    const double share = std::max(slender, cord) * beyond;
    for (int k = 0; k < 3; ++k) {
      sums[t[k]] += faces[f].area * share;
      weights[t[k]] += faces[f].area;
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const double at = along[i] / std::max(length, 1e-6);
    sums[i] = weights[i] > 0.0 ? sums[i] / weights[i] : glm::smoothstep(0.8, 0.9, at);
  }
  constexpr double kReachMm = 5.0;
  std::vector<float> values;
  for (const double value : smoothed(mesh, faces, sums, kReachMm)) {
    values.push_back(std::clamp(static_cast<float>(value), 0.0F, 1.0F));
  }
  return values;
}

void add_detail_fields(Leg& leg) {
  std::vector<Bone> bones;
  for (const LegStructure& structure : leg.structures) {
    if (structure.recognised && structure.kind == Kind::bone && usable(structure.mesh)) {
      bones.push_back({&structure, geometry::SurfaceTree(structure.mesh)});
    }
  }
  for (LegStructure& structure : leg.structures) {
    const bool known = structure.recognised;
    put(structure, kAcrossFibresFieldId,
        known && has_fibres(structure.kind) ? across_fibres_mm(structure.mesh, structure.fibre_directions)
                                            : std::vector<float>());
    put(structure, kTendonFieldId,
        known && structure.kind == Kind::muscle ? tendon_share(structure.mesh) : std::vector<float>());
    put(structure, kCartilageFieldId,
        known && structure.kind == Kind::bone ? cartilage_share(structure, bones) : std::vector<float>());
  }
}

}  // namespace crus
