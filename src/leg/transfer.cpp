#include "leg/transfer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <Eigen/Dense>

#include "geometry/closest.hpp"
#include "geometry/measure.hpp"

namespace crus {
namespace {

constexpr std::size_t kSamples = 500;
constexpr double kFacing = 0.35;  // least cosine between the normals of partners

glm::dvec3 moved(const glm::dmat4& matrix, const glm::dvec3& p) { return glm::dvec3(matrix * glm::dvec4(p, 1.0)); }

glm::dvec3 normal_of(const geometry::Mesh& mesh, std::uint32_t triangle) {
  const glm::uvec3& t = mesh.triangles[triangle];
  const glm::dvec3 a(mesh.positions[t.x]);
  const glm::dvec3 area = glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a);
  const double size = glm::length(area);
  return size > 0.0 ? area / size : glm::dvec3(0.0);
}

struct Pair {
  glm::dvec3 source, target;
  double distance;
};

// Partners whose normals agree, the far ones left out.
std::vector<Pair> trimmed(std::vector<Pair> pairs) {
  if (pairs.size() < 8) {
    return pairs;
  }
  std::vector<double> distances;
  for (const Pair& pair : pairs) {
    distances.push_back(pair.distance);
  }
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  const double limit = 3.5 * *middle + 0.05;
  std::erase_if(pairs, [limit](const Pair& pair) { return pair.distance > limit; });
  return pairs;
}

glm::dmat4 without_scale(const glm::dmat4& matrix) {
  const double scale = glm::length(glm::dvec3(matrix[0]));
  glm::dmat4 turn(glm::dmat3(matrix) / scale);
  return turn;
}

// Closest points from the source to the target and back, as pairs in their own spaces.
std::vector<Pair> both_ways(const geometry::Mesh& source, const std::vector<geometry::Sample>& source_samples,
                            const geometry::SurfaceTree& source_tree, const geometry::Mesh& target,
                            const std::vector<geometry::Sample>& target_samples,
                            const geometry::SurfaceTree& target_tree, const glm::dmat4& matrix) {
  const glm::dmat4 inverse = glm::inverse(matrix);
  const glm::dmat3 turn(without_scale(matrix));
  const double scale = glm::length(glm::dvec3(matrix[0]));
  std::vector<Pair> there;
  for (const geometry::Sample& sample : source_samples) {
    const glm::dvec3 at = moved(matrix, sample.point);
    const auto hit = target_tree.closest(glm::vec3(at));
    if (hit && glm::dot(turn * normal_of(source, sample.triangle), normal_of(target, hit->triangle)) > kFacing) {
      there.push_back({sample.point, glm::dvec3(hit->point), static_cast<double>(hit->distance_mm)});
    }
  }
  std::vector<Pair> back;
  for (const geometry::Sample& sample : target_samples) {
    const auto hit = source_tree.closest(glm::vec3(moved(inverse, sample.point)));
    if (hit && glm::dot(turn * normal_of(source, hit->triangle), normal_of(target, sample.triangle)) > kFacing) {
      back.push_back({glm::dvec3(hit->point), sample.point, scale * static_cast<double>(hit->distance_mm)});
    }
  }
  there = trimmed(std::move(there));
  back = trimmed(std::move(back));
  there.insert(there.end(), back.begin(), back.end());
  return there;
}

glm::dmat4 iterate_similarity(const geometry::Mesh& source, const geometry::Mesh& target, glm::dmat4 matrix) {
  constexpr int kRounds = 40;
  const geometry::SurfaceTree source_tree(source);
  const geometry::SurfaceTree target_tree(target);
  const auto source_samples = geometry::sample_surface(source, kSamples);
  const auto target_samples = geometry::sample_surface(target, kSamples);
  const double start_scale = glm::length(glm::dvec3(matrix[0]));
  for (int round = 0; round < kRounds; ++round) {
    const auto pairs = both_ways(source, source_samples, source_tree, target, target_samples, target_tree, matrix);
    if (pairs.size() < kSamples / 10) {
      break;
    }
    std::vector<glm::dvec3> from;
    std::vector<glm::dvec3> to;
    for (const Pair& pair : pairs) {
      from.push_back(pair.source);
      to.push_back(pair.target);
    }
    const glm::dmat4 next = similarity_of(from, to, std::vector<double>(pairs.size(), 1.0));
    const double scale = glm::length(glm::dvec3(next[0])) / start_scale;
    if (!(scale > 0.6 && scale < 1.6)) {
      break;
    }
    double change = 0.0;
    for (glm::length_t c = 0; c < 4; ++c) {
      for (glm::length_t r = 0; r < 3; ++r) {
        change = std::max(change, std::abs(next[c][r] - matrix[c][r]));
      }
    }
    matrix = next;
    if (change < 2e-4) {
      break;
    }
  }
  return matrix;
}

// Moves every vertex by the displacements near it.
void bend(geometry::Mesh& mesh, const std::vector<Pair>& pairs, double width_mm) {
  const auto inverse = static_cast<float>(-0.5 / (width_mm * width_mm));
  const auto reach = static_cast<float>(9.0 * width_mm * width_mm);
  std::vector<glm::vec3> at;
  std::vector<glm::vec3> by;
  for (const Pair& pair : pairs) {
    at.emplace_back(pair.source);
    by.emplace_back(pair.target - pair.source);
  }
  for (glm::vec3& position : mesh.positions) {
    glm::vec3 sum(0.0F);
    float weights = 1e-3F;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const glm::vec3 off = position - at[i];
      const float squared = glm::dot(off, off);
      if (squared < reach) {
        const float weight = std::exp(inverse * squared);
        sum += weight * by[i];
        weights += weight;
      }
    }
    position += sum / weights;
  }
}

double diagonal_of(const geometry::Mesh& mesh) {
  return static_cast<double>(glm::length(geometry::bounds(mesh).size()));
}

}  // namespace

glm::dmat4 similarity_of(const std::vector<glm::dvec3>& from, const std::vector<glm::dvec3>& to,
                         const std::vector<double>& weights) {
  glm::dvec3 from_mean(0.0);
  glm::dvec3 to_mean(0.0);
  double all = 0.0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    from_mean += weights[i] * from[i];
    to_mean += weights[i] * to[i];
    all += weights[i];
  }
  from_mean /= all;
  to_mean /= all;
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
  double spread = 0.0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const glm::dvec3 a = from[i] - from_mean;
    const glm::dvec3 b = to[i] - to_mean;
    covariance += weights[i] * Eigen::Vector3d(b.x, b.y, b.z) * Eigen::RowVector3d(a.x, a.y, a.z);
    spread += weights[i] * glm::dot(a, a);
  }
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(covariance, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Eigen::Vector3d signs(1.0, 1.0, 1.0);
  if (svd.matrixU().determinant() * svd.matrixV().determinant() < 0.0) {
    signs.z() = -1.0;
  }
  const Eigen::Matrix3d turn = svd.matrixU() * signs.asDiagonal() * svd.matrixV().transpose();
  const double scale = spread > 0.0 ? svd.singularValues().dot(signs) / spread : 1.0;
  glm::dmat4 matrix(1.0);
  for (int c = 0; c < 3; ++c) {
    for (int r = 0; r < 3; ++r) {
      matrix[c][r] = scale * turn(r, c);
    }
  }
  matrix[3] = glm::dvec4(to_mean - glm::dvec3(matrix * glm::dvec4(from_mean, 0.0)), 1.0);
  return matrix;
}

Registration register_bone(const geometry::Mesh& source, const geometry::Mesh& target,
                           const glm::dmat4& target_from_source) {
  Registration result;
  const glm::dmat4 matrix = iterate_similarity(source, target, target_from_source);
  result.scale = glm::length(glm::dvec3(matrix[0]));
  result.warped = source;
  for (glm::vec3& position : result.warped.positions) {
    position = glm::vec3(moved(matrix, glm::dvec3(position)));
  }
  const glm::dmat3 turn(without_scale(matrix));
  for (glm::vec3& normal : result.warped.normals) {
    normal = glm::vec3(turn * glm::dvec3(normal));
  }
  const geometry::SurfaceTree target_tree(target);
  const auto target_samples = geometry::sample_surface(target, kSamples);
  const double size = std::min(diagonal_of(result.warped), diagonal_of(target));
  for (const double share : {0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625, 0.0625}) {
    const geometry::SurfaceTree tree(result.warped);
    const auto samples = geometry::sample_surface(result.warped, kSamples);
    const auto pairs = both_ways(result.warped, samples, tree, target, target_samples, target_tree, glm::dmat4(1.0));
    if (pairs.size() < kSamples / 10) {
      break;
    }
    bend(result.warped, pairs, share * size);
  }
  double sum = 0.0;
  const auto samples = geometry::sample_surface(result.warped, kSamples);
  for (const geometry::Sample& sample : samples) {
    if (const auto hit = target_tree.closest(glm::vec3(sample.point))) {
      sum += static_cast<double>(hit->distance_mm);
    }
  }
  result.residual_mm = sum / static_cast<double>(samples.size());
  return result;
}

}  // namespace crus
