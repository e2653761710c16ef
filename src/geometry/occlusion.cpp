#include "geometry/occlusion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <thread>

#include <embree3/rtcore.h>

#include "core/parallel.hpp"
#include "geometry/embree_scene.hpp"
#include "geometry/repair.hpp"

namespace crus::geometry {
namespace {

// Rays start this far off the surface, so that the facets round a vertex do not shadow it.
constexpr float kLift_mm = 0.05F;
// Vertices are handed to threads in blocks of this many.
constexpr std::size_t kBlock = 256;

// Cosine-weighted directions about +z: a Fibonacci lattice on the unit disc, lifted to the sphere (Malley's method).
std::vector<glm::vec3> lattice(int count) {
  std::vector<glm::vec3> directions;
  directions.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const double squared = (i + 0.5) / count;
    const double angle = i * std::numbers::pi * (3.0 - std::sqrt(5.0));
    const double radius = std::sqrt(squared);
    directions.emplace_back(radius * std::cos(angle), radius * std::sin(angle), std::sqrt(1.0 - squared));
  }
  return directions;
}

// A turn about the normal that differs from vertex to vertex; neighbours average the pattern out.
float turn_of(std::size_t vertex) {
  auto bits = static_cast<std::uint32_t>(vertex) * 2654435761U;
  bits ^= bits >> 15U;
  bits *= 2246822519U;
  bits ^= bits >> 13U;
  return static_cast<float>(bits >> 8U) / static_cast<float>(1U << 24U) * 2.0F * std::numbers::pi_v<float>;
}

// 1 in contact, 0 at reach, level at both ends.
float fall_off(float distance, float reach) {
  const float x = std::clamp(distance / reach, 0.0F, 1.0F);
  return 1.0F - x * x * (3.0F - 2.0F * x);
}

// What the rays meet: all meshes, and which of them are closed.
struct Surroundings {
  EmbreeScene scene;
  std::span<const Mesh* const> meshes;
  std::vector<bool> solid;

  // How much a hit takes away from a ray of mesh `id`.
  [[nodiscard]] float shade(const RTCRayHit& query, std::uint32_t id, const glm::vec3& direction, float reach) const {
    const std::uint32_t other = query.hit.geomID;
    if (other == id) {
      return fall_off(query.ray.tfar, reach);
    }
    const Mesh& mesh = *meshes[other];
    const glm::uvec3& t = mesh.triangles[query.hit.primID];
    const glm::vec3& a = mesh.positions[t.x];
    const glm::vec3 outward = glm::cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a);
    // Met from within: the vertex is buried in that solid, as if in contact however far the wall is.
    const bool buried = solid[other] && glm::dot(outward, direction) > 0.0F;
    return kOthersShade * (buried ? 1.0F : fall_off(query.ray.tfar, reach));
  }
};

float open_share(const Surroundings& around, std::uint32_t id, std::size_t vertex, float reach,
                 const std::vector<glm::vec3>& directions) {
  const Mesh& mesh = *around.meshes[id];
  const glm::vec3 normal = mesh.normals[vertex];
  const glm::vec3 origin = mesh.positions[vertex] + kLift_mm * normal;
  if (!(glm::dot(normal, normal) > 0.25F) || !std::isfinite(origin.x + origin.y + origin.z)) {
    return 1.0F;
  }
  const glm::vec3 helper = std::abs(normal.x) < 0.7F ? glm::vec3(1.0F, 0.0F, 0.0F) : glm::vec3(0.0F, 1.0F, 0.0F);
  const glm::vec3 s = glm::normalize(glm::cross(normal, helper));
  const glm::vec3 t = glm::cross(normal, s);
  const float turn = turn_of(vertex);
  const glm::vec3 x = std::cos(turn) * s + std::sin(turn) * t;
  const glm::vec3 y = std::cos(turn) * t - std::sin(turn) * s;
  float blocked = 0.0F;
  for (const glm::vec3& d : directions) {
    const glm::vec3 direction = d.x * x + d.y * y + d.z * normal;
    RTCRayHit query{};
    query.ray.org_x = origin.x;
    query.ray.org_y = origin.y;
    query.ray.org_z = origin.z;
    query.ray.dir_x = direction.x;
    query.ray.dir_y = direction.y;
    query.ray.dir_z = direction.z;
    query.ray.tfar = reach;
    query.ray.mask = ~0U;
    query.hit.geomID = RTC_INVALID_GEOMETRY_ID;
    RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    rtcIntersect1(static_cast<RTCScene>(around.scene.handle()), &context, &query);
    if (query.hit.geomID != RTC_INVALID_GEOMETRY_ID) {
      blocked += around.shade(query, id, direction, reach);
    }
  }
  return 1.0F - blocked / static_cast<float>(directions.size());
}

// Averages along edges with a weight that falls with length: takes the grain out of fine meshes, leaves coarse ones.
void smooth(const Mesh& mesh, float width_mm, std::vector<float>& values) {
  for (int pass = 0; pass < 2; ++pass) {
    std::vector<float> sum(values);
    std::vector<float> weight(values.size(), 1.0F);
    for (const glm::uvec3& triangle : mesh.triangles) {
      for (int k = 0; k < 3; ++k) {
        const std::size_t a = triangle[k];
        const std::size_t b = triangle[(k + 1) % 3];
        const float length = glm::length(mesh.positions[a] - mesh.positions[b]) / width_mm;
        // Half: an inner edge is met from both its triangles.
        const float w = 0.5F * std::exp(-0.5F * length * length);
        sum[a] += w * values[b];
        sum[b] += w * values[a];
        weight[a] += w;
        weight[b] += w;
      }
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = sum[i] / weight[i];
    }
  }
}

}  // namespace

std::vector<std::vector<float>> bake_occlusion(std::span<const Mesh* const> meshes, const std::vector<bool>& casts,
                                               float reach_mm, int rays, Progress* progress, int threads) {
  std::vector<std::vector<float>> open(meshes.size());
  Surroundings around{{}, meshes, {}};
  // Blocks of vertices over all meshes: the unit of work the threads take turns at.
  std::vector<std::pair<std::size_t, std::size_t>> blocks;
  for (std::size_t m = 0; m < meshes.size(); ++m) {
    const Mesh& mesh = *meshes[m];
    open[m].assign(mesh.positions.size(), 1.0F);
    around.solid.push_back(topology(mesh).closed());
    if (m >= casts.size() || casts[m]) {
      around.scene.add(mesh, static_cast<std::uint32_t>(m));
    }
    for (std::size_t first = 0; first < mesh.positions.size() && mesh.normals.size() == mesh.positions.size();
         first += kBlock) {
      blocks.emplace_back(m, first);
    }
  }
  if (!(reach_mm > 0.0F) || rays < 1) {
    return open;
  }
  around.scene.commit();
  const std::vector<glm::vec3> directions = lattice(rays);
  // One thread reports, so that the share done never goes back.
  const std::thread::id reporter = std::this_thread::get_id();
  const auto work = [&](std::size_t b) {
    if (progress != nullptr && progress->cancelled()) {
      return;
    }
    const auto [m, first] = blocks[b];
    const std::size_t last = std::min(first + kBlock, meshes[m]->positions.size());
    for (std::size_t v = first; v < last; ++v) {
      open[m][v] = open_share(around, static_cast<std::uint32_t>(m), v, reach_mm, directions);
    }
    if (progress != nullptr && std::this_thread::get_id() == reporter) {
      progress->report(static_cast<double>(b + 1) / static_cast<double>(blocks.size()), "shading");
    }
  };
  for_each_parallel(blocks.size(), work, threads);
  for (std::size_t m = 0; m < meshes.size(); ++m) {
    if (progress != nullptr && progress->cancelled()) {
      open[m].assign(open[m].size(), 1.0F);
    } else {
      smooth(*meshes[m], 0.05F * reach_mm, open[m]);
    }
  }
  return open;
}

}  // namespace crus::geometry
