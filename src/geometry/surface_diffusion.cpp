#include "geometry/surface_diffusion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
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

}  // namespace

struct SurfaceDiffusion::State {
  double reach_mm = 0.0;
  std::vector<char> used;
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver;
  bool good = false;
};

SurfaceDiffusion::SurfaceDiffusion(const Mesh& mesh, double reach_mm) : state_(std::make_unique<State>()) {
  state_->reach_mm = reach_mm;
  state_->used.assign(mesh.positions.size(), 0);
  Intrinsic faces = intrinsic_of(mesh);
  make_delaunay(faces);
  std::vector<Eigen::Triplet<double>> entries;
  entries.reserve(faces.corner.size() * 5 + mesh.positions.size());
  for (std::size_t f = 0; f < faces.faces(); ++f) {
    const double area = area_of(faces.length[3 * f], faces.length[3 * f + 1], faces.length[3 * f + 2]);
    for (std::size_t side = 3 * f; side < 3 * f + 3; ++side) {
      const std::uint32_t a = faces.corner[side];
      const std::uint32_t b = faces.corner[Intrinsic::next(side)];
      const double weight = 0.5 * cotangent(faces, side) * reach_mm * reach_mm;
      entries.emplace_back(a, a, area / 3.0 + weight);
      entries.emplace_back(b, b, weight);
      entries.emplace_back(a, b, -weight);
      entries.emplace_back(b, a, -weight);
      state_->used[a] = 1;
    }
  }
  const auto count = static_cast<Eigen::Index>(mesh.positions.size());
  for (Eigen::Index i = 0; i < count; ++i) {
    if (state_->used[static_cast<std::size_t>(i)] == 0) {
      entries.emplace_back(i, i, 1.0);
    }
  }
  Eigen::SparseMatrix<double> matrix(count, count);
  matrix.setFromTriplets(entries.begin(), entries.end());
  if (count > 0) {
    state_->solver.compute(matrix);
    state_->good = state_->solver.info() == Eigen::Success;
  }
}

SurfaceDiffusion::~SurfaceDiffusion() = default;
SurfaceDiffusion::SurfaceDiffusion(SurfaceDiffusion&&) noexcept = default;
SurfaceDiffusion& SurfaceDiffusion::operator=(SurfaceDiffusion&&) noexcept = default;

double SurfaceDiffusion::reach_mm() const { return state_->reach_mm; }

std::vector<double> SurfaceDiffusion::solve(const std::vector<double>& load) const {
  std::vector<double> values(load.size(), 0.0);
  if (!state_->good || load.size() != state_->used.size()) {
    return values;
  }
  Eigen::VectorXd right(static_cast<Eigen::Index>(load.size()));
  for (std::size_t i = 0; i < load.size(); ++i) {
    right[static_cast<Eigen::Index>(i)] = state_->used[i] != 0 ? load[i] : 0.0;
  }
  const Eigen::VectorXd found = state_->solver.solve(right);
  for (std::size_t i = 0; i < load.size(); ++i) {
    const double value = found[static_cast<Eigen::Index>(i)];
    values[i] = std::isfinite(value) ? value : 0.0;
  }
  return values;
}

double distance_from_diffused_mm(double diffused, double reach_mm) {
  constexpr double kLeast = 1e-30;
  const double u = std::clamp(diffused, kLeast, 1.0);
  return u < 0.5 ? -reach_mm * std::log(2.0 * u) : reach_mm * std::log(std::max(2.0 * (1.0 - u), kLeast));
}

}  // namespace crus::geometry
