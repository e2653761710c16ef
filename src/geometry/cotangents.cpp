#include "geometry/cotangents.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include <Eigen/SparseCholesky>

namespace crus::geometry {
namespace {

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

// Triangles known by their corners and side lengths alone. Side 3f+k runs from corner k of face f to the next one.
struct Intrinsic {
  std::vector<std::uint32_t> corner;
  std::vector<double> length;
  std::vector<std::size_t> twin;

  [[nodiscard]] static std::size_t next(std::size_t side) { return side % 3 == 2 ? side - 2 : side + 1; }
  [[nodiscard]] std::size_t faces() const { return corner.size() / 3; }
};

Intrinsic intrinsic_of(const Mesh& mesh) {
  Intrinsic result;
  double total = 0.0;
  for (const glm::uvec3& t : mesh.triangles) {
    if (t.x == t.y || t.y == t.z || t.z == t.x) {
      continue;
    }
    for (int k = 0; k < 3; ++k) {
      result.corner.push_back(t[k]);
      const glm::dvec3 a(mesh.positions[t[k]]);
      result.length.push_back(glm::distance(a, glm::dvec3(mesh.positions[t[(k + 1) % 3]])));
      total += result.length.back();
    }
  }
  if (result.length.empty()) {
    return result;
  }
  // Mollified: every triangle obeys the triangle inequality with a little to spare.
  const double spare = 1e-5 * total / static_cast<double>(result.length.size());
  double lack = 0.0;
  for (std::size_t f = 0; f < result.faces(); ++f) {
    const std::array<double, 3> l{result.length[3 * f], result.length[3 * f + 1], result.length[3 * f + 2]};
    const double longest = std::max({l[0], l[1], l[2]});
    lack = std::max(lack, spare - (l[0] + l[1] + l[2] - 2.0 * longest));
  }
  for (double& length : result.length) {
    length += lack;
  }
  result.twin.assign(result.corner.size(), kNobody);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::size_t>> edges;
  for (std::size_t side = 0; side < result.corner.size(); ++side) {
    edges[std::minmax(result.corner[side], result.corner[Intrinsic::next(side)])].push_back(side);
  }
  for (const auto& [ends, sides] : edges) {
    // Only edges between two faces of like orientation can be flipped.
    if (sides.size() == 2 && result.corner[sides[0]] != result.corner[sides[1]]) {
      result.twin[sides[0]] = sides[1];
      result.twin[sides[1]] = sides[0];
    }
  }
  return result;
}

double area_of(double a, double b, double c) {
  const double s = 0.5 * (a + b + c);
  return std::sqrt(std::max(s * (s - a) * (s - b) * (s - c), 1e-30));
}

// Cotangent of the angle opposite to a side.
double cotangent(const Intrinsic& mesh, std::size_t side) {
  const double a = mesh.length[side];
  const double b = mesh.length[Intrinsic::next(side)];
  const double c = mesh.length[Intrinsic::next(Intrinsic::next(side))];
  return (b * b + c * c - a * a) / (4.0 * area_of(a, b, c));
}

// Where the far corner of the triangle over side AB lies, with A at 0 and B on the x axis; `to_a` is its distance to A.
glm::dvec2 apex(double ab, double to_b, double to_a) {
  const double x = (ab * ab + to_a * to_a - to_b * to_b) / (2.0 * ab);
  return {x, std::sqrt(std::max(to_a * to_a - x * x, 0.0))};
}

void link(Intrinsic& mesh, std::size_t side, std::size_t other) {
  mesh.twin[side] = other;
  if (other != kNobody) {
    mesh.twin[other] = side;
  }
}

// Faces ABC and BAD become ADC and BCD. Returns the four sides around them.
std::array<std::size_t, 4> flip(Intrinsic& mesh, std::size_t side) {
  const std::size_t other = mesh.twin[side];
  const std::size_t bc = Intrinsic::next(side);
  const std::size_t ca = Intrinsic::next(bc);
  const std::size_t ad = Intrinsic::next(other);
  const std::size_t db = Intrinsic::next(ad);
  const std::uint32_t a = mesh.corner[side];
  const std::uint32_t b = mesh.corner[other];
  const std::uint32_t c = mesh.corner[ca];
  const std::uint32_t d = mesh.corner[db];
  const glm::dvec2 at_c = apex(mesh.length[side], mesh.length[bc], mesh.length[ca]);
  const glm::dvec2 at_d = apex(mesh.length[side], mesh.length[db], mesh.length[ad]);
  const double cd = glm::distance(at_c, glm::dvec2(at_d.x, -at_d.y));
  const std::array<double, 4> length{mesh.length[ad], mesh.length[ca], mesh.length[bc], mesh.length[db]};
  // A side whose twin is another side of the same two faces moves with it.
  const std::array<std::size_t, 4> before{ad, ca, bc, db};
  const std::size_t f = side / 3 * 3;
  const std::size_t g = other / 3 * 3;
  const std::array<std::size_t, 4> after{f, f + 2, g, g + 2};
  std::array<std::size_t, 4> outside{};
  for (std::size_t k = 0; k < 4; ++k) {
    outside.at(k) = mesh.twin[before.at(k)];
    for (std::size_t m = 0; m < 4; ++m) {
      if (outside.at(k) == before.at(m)) {
        outside.at(k) = after.at(m);
        break;
      }
    }
  }
  mesh.corner[f] = a;
  mesh.corner[f + 1] = d;
  mesh.corner[f + 2] = c;
  mesh.corner[g] = b;
  mesh.corner[g + 1] = c;
  mesh.corner[g + 2] = d;
  mesh.length[f + 1] = cd;
  mesh.length[g + 1] = cd;
  for (std::size_t k = 0; k < 4; ++k) {
    mesh.length[after.at(k)] = length.at(k);
    link(mesh, after.at(k), outside.at(k));
  }
  link(mesh, f + 1, g + 1);
  return after;
}

void make_delaunay(Intrinsic& mesh) {
  std::vector<std::size_t> queue;
  for (std::size_t side = mesh.corner.size(); side-- > 0;) {
    queue.push_back(side);
  }
  std::size_t left = 30 * mesh.corner.size();  // flips end by themselves; this is for rounding
  while (!queue.empty() && left > 0) {
    const std::size_t side = queue.back();
    queue.pop_back();
    const std::size_t other = mesh.twin[side];
    if (other == kNobody || other / 3 == side / 3 || cotangent(mesh, side) + cotangent(mesh, other) > -1e-9) {
      continue;
    }
    --left;
    for (const std::size_t around : flip(mesh, side)) {
      queue.push_back(around);
    }
  }
}

// Numbers of the positions the solver looks for: those whose part of the surface is held somewhere and that are not
// fixed themselves.
std::vector<Eigen::Index> unknowns_of(const Cotangents& cotangents, const std::vector<double>& hold,
                                      Eigen::Index& count) {
  std::vector<std::uint32_t> parent(hold.size());
  for (std::uint32_t i = 0; i < parent.size(); ++i) {
    parent[i] = i;
  }
  const auto root = [&](std::uint32_t i) {
    while (parent[i] != i) {
      i = parent[i] = parent[parent[i]];
    }
    return i;
  };
  for (const Cotangents::Edge& edge : cotangents.edges) {
    parent[root(edge.a)] = root(edge.b);
  }
  std::vector<char> held(hold.size(), 0);
  for (std::uint32_t i = 0; i < parent.size(); ++i) {
    held[root(i)] = held[root(i)] != 0 || hold[i] > 0.0 ? 1 : 0;
  }
  count = 0;
  std::vector<Eigen::Index> number(hold.size(), -1);
  for (std::uint32_t i = 0; i < parent.size(); ++i) {
    if (held[root(i)] != 0 && std::isfinite(hold[i])) {
      number[i] = count++;
    }
  }
  return number;
}

}  // namespace

Cotangents cotangents_of(const Mesh& mesh) {
  Intrinsic faces = intrinsic_of(mesh);
  make_delaunay(faces);
  Cotangents result;
  result.edges.reserve(faces.corner.size());
  result.area_mm2.assign(mesh.positions.size(), 0.0);
  for (std::size_t f = 0; f < faces.faces(); ++f) {
    const double area = area_of(faces.length[3 * f], faces.length[3 * f + 1], faces.length[3 * f + 2]);
    for (std::size_t side = 3 * f; side < 3 * f + 3; ++side) {
      const std::uint32_t a = faces.corner[side];
      result.edges.push_back({a, faces.corner[Intrinsic::next(side)], 0.5 * cotangent(faces, side)});
      result.area_mm2[a] += area / 3.0;
    }
  }
  return result;
}

std::vector<double> harmonic(const Mesh& mesh, const std::vector<double>& wanted, const std::vector<double>& hold) {
  const Cotangents cotangents = cotangents_of(mesh);
  Eigen::Index count = 0;
  const std::vector<Eigen::Index> number = unknowns_of(cotangents, hold, count);
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd right = Eigen::VectorXd::Zero(count);
  const auto conduct = [&](std::uint32_t from, std::uint32_t to, double weight) {
    if (number[from] < 0) {
      return;
    }
    entries.emplace_back(number[from], number[from], weight);
    if (number[to] >= 0) {
      entries.emplace_back(number[from], number[to], -weight);
    } else {
      right[number[from]] += weight * wanted[to];
    }
  };
  for (const Cotangents::Edge& edge : cotangents.edges) {
    conduct(edge.a, edge.b, edge.weight);
    conduct(edge.b, edge.a, edge.weight);
  }
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] >= 0) {
      const double hold_here = hold[i] * cotangents.area_mm2[i] + 1e-12;
      entries.emplace_back(number[i], number[i], hold_here);
      right[number[i]] += hold_here * wanted[i];
    }
  }
  std::vector<double> values(hold.size(), std::numeric_limits<double>::quiet_NaN());
  Eigen::VectorXd found;
  if (count > 0) {
    Eigen::SparseMatrix<double> matrix(count, count);
    matrix.setFromTriplets(entries.begin(), entries.end());
    const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver(matrix);
    if (solver.info() != Eigen::Success) {
      return values;
    }
    found = solver.solve(right);
  }
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] >= 0) {
      values[i] = found[number[i]];
    } else if (hold[i] > 0.0) {
      values[i] = wanted[i];
    }
  }
  return values;
}

}  // namespace crus::geometry
