#include "geometry/surface_diffusion.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/SparseCholesky>

#include "geometry/cotangents.hpp"

namespace crus::geometry {

struct SurfaceDiffusion::State {
  double reach_mm = 0.0;
  std::vector<char> used;
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver;
  bool good = false;
};

SurfaceDiffusion::SurfaceDiffusion(const Mesh& mesh, double reach_mm) : state_(std::make_unique<State>()) {
  state_->reach_mm = reach_mm;
  const Cotangents cotangents = cotangents_of(mesh);
  std::vector<Eigen::Triplet<double>> entries;
  entries.reserve(cotangents.edges.size() * 4 + mesh.positions.size());
  for (const Cotangents::Edge& edge : cotangents.edges) {
    const double weight = edge.weight * reach_mm * reach_mm;
    entries.emplace_back(edge.a, edge.a, weight);
    entries.emplace_back(edge.b, edge.b, weight);
    entries.emplace_back(edge.a, edge.b, -weight);
    entries.emplace_back(edge.b, edge.a, -weight);
  }
  state_->used.assign(mesh.positions.size(), 0);
  const auto count = static_cast<Eigen::Index>(mesh.positions.size());
  for (Eigen::Index i = 0; i < count; ++i) {
    const double area = cotangents.area_mm2[static_cast<std::size_t>(i)];
    state_->used[static_cast<std::size_t>(i)] = area > 0.0 ? 1 : 0;
    entries.emplace_back(i, i, area > 0.0 ? area : 1.0);
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
