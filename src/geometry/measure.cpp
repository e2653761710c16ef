#include "geometry/measure.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <Eigen/Eigenvalues>

namespace crus::geometry {
namespace {

struct Corners {
  glm::dvec3 a, b, c;
};

Corners corners(const Mesh& mesh, std::size_t triangle) {
  const glm::uvec3& t = mesh.triangles[triangle];
  return {glm::dvec3(mesh.positions[t.x]), glm::dvec3(mesh.positions[t.y]), glm::dvec3(mesh.positions[t.z])};
}

double area_of(const Corners& t) { return 0.5 * glm::length(glm::cross(t.b - t.a, t.c - t.a)); }

// An eigenvector's sign is arbitrary; the largest component positive makes it the same on every run.
glm::dvec3 fixed_sign(glm::dvec3 axis) {
  int largest = 0;
  for (int i = 1; i < 3; ++i) {
    if (std::abs(axis[i]) > std::abs(axis[largest]) + 1e-9) {
      largest = i;
    }
  }
  return axis[largest] < 0.0 ? -axis : axis;
}

}  // namespace

Box bounds(const Mesh& mesh) {
  Box box;
  for (const glm::vec3& p : mesh.positions) {
    box.add(p);
  }
  return box;
}

double area_mm2(const Mesh& mesh) {
  double sum = 0.0;
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    sum += area_of(corners(mesh, i));
  }
  return sum;
}

double volume_mm3(const Mesh& mesh) {
  if (mesh.positions.empty()) {
    return 0.0;
  }
  // Tetrahedra towards a point near the mesh: far from the origin the terms would cancel badly.
  const glm::dvec3 near(bounds(mesh).centre());
  double sum = 0.0;
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    const Corners t = corners(mesh, i);
    sum += glm::dot(t.a - near, glm::cross(t.b - near, t.c - near));
  }
  return sum / 6.0;
}

glm::dvec3 surface_centroid(const Mesh& mesh) {
  glm::dvec3 sum(0.0);
  double area = 0.0;
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    const Corners t = corners(mesh, i);
    const double share = area_of(t);
    sum += share * (t.a + t.b + t.c) / 3.0;
    area += share;
  }
  return area > 0.0 ? sum / area : glm::dvec3(0.0);
}

PrincipalAxes principal_axes(const Mesh& mesh) {
  PrincipalAxes result;
  result.centroid = surface_centroid(mesh);
  Eigen::Matrix3d moments = Eigen::Matrix3d::Zero();
  double area = 0.0;
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    const Corners t = corners(mesh, i);
    const double share = area_of(t);
    const auto from_centroid = [&](const glm::dvec3& p) {
      const glm::dvec3 d = p - result.centroid;
      return Eigen::Vector3d(d.x, d.y, d.z);
    };
    const Eigen::Vector3d a = from_centroid(t.a);
    const Eigen::Vector3d b = from_centroid(t.b);
    const Eigen::Vector3d c = from_centroid(t.c);
    const Eigen::Vector3d s = a + b + c;
    // The exact second moment of a triangle about the origin.
    moments += share / 12.0 * (a * a.transpose() + b * b.transpose() + c * c.transpose() + s * s.transpose());
    area += share;
  }
  if (!(area > 0.0)) {
    return result;
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(moments / area);
  const auto axis = [&](int i) {
    const Eigen::Vector3d e = solver.eigenvectors().col(2 - i);
    return glm::dvec3(e.x(), e.y(), e.z());
  };
  result.axes[0] = fixed_sign(axis(0));
  result.axes[1] = fixed_sign(axis(1));
  result.axes[2] = glm::normalize(glm::cross(result.axes[0], result.axes[1]));
  for (int i = 0; i < 3; ++i) {
    result.deviation[i] = std::sqrt(std::max(0.0, solver.eigenvalues()[2 - i]));
  }
  return result;
}

std::vector<Sample> sample_surface(const Mesh& mesh, std::size_t count) {
  std::vector<double> up_to(mesh.triangles.size());
  double area = 0.0;
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    area += area_of(corners(mesh, i));
    up_to[i] = area;
  }
  std::vector<Sample> samples;
  if (!(area > 0.0) || !std::isfinite(area)) {
    return samples;
  }
  samples.reserve(count);
  // Strata of equal area choose the triangle; the R2 sequence (Roberts 2018, on the plastic number) the place in it.
  constexpr double kPlastic = 1.32471795724474602596;
  for (std::size_t i = 0; i < count; ++i) {
    const double at = (static_cast<double>(i) + 0.5) / static_cast<double>(count) * area;
    const auto found = std::upper_bound(up_to.begin(), up_to.end(), at);
    const auto triangle = static_cast<std::size_t>(std::min(found, up_to.end() - 1) - up_to.begin());
    const double n = static_cast<double>(i) + 1.0;
    double u = std::fmod(0.5 + n / kPlastic, 1.0);
    double v = std::fmod(0.5 + n / (kPlastic * kPlastic), 1.0);
    if (u + v > 1.0) {
      u = 1.0 - u;
      v = 1.0 - v;
    }
    const Corners t = corners(mesh, triangle);
    samples.push_back({t.a + u * (t.b - t.a) + v * (t.c - t.a), static_cast<std::uint32_t>(triangle)});
  }
  return samples;
}

}  // namespace crus::geometry
