#include "geometry/closest.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#include <embree3/rtcore.h>

#include "geometry/embree_scene.hpp"
#include "geometry/measure.hpp"
#include "geometry/triangle.hpp"

namespace crus::geometry {
namespace {

struct Search {
  const Mesh* mesh;
  glm::dvec3 from;
  double best_squared;
  std::uint32_t triangle = RTC_INVALID_GEOMETRY_ID;
  glm::dvec3 barycentric{0.0};
  glm::dvec3 point{0.0};
};

bool visit(RTCPointQueryFunctionArguments* arguments) {
  Search& search = *static_cast<Search*>(arguments->userPtr);
  const glm::uvec3& t = search.mesh->triangles[arguments->primID];
  const glm::dvec3 a(search.mesh->positions[t.x]);
  const glm::dvec3 b(search.mesh->positions[t.y]);
  const glm::dvec3 c(search.mesh->positions[t.z]);
  const glm::dvec3 barycentric = closest_barycentric(search.from, a, b, c);
  const glm::dvec3 point = barycentric.x * a + barycentric.y * b + barycentric.z * c;
  const glm::dvec3 d = point - search.from;
  const double squared = glm::dot(d, d);
  // A point nearest to an edge belongs to several triangles: the first one wins.
  if (squared < search.best_squared || (squared == search.best_squared && arguments->primID < search.triangle)) {
    search.best_squared = squared;
    search.triangle = arguments->primID;
    search.barycentric = barycentric;
    search.point = point;
    arguments->query->radius = static_cast<float>(std::sqrt(squared)) * (1.0F + 1e-6F);
    return true;
  }
  return false;
}

RTCRayHit ray(const glm::vec3& origin, const glm::vec3& direction) {
  RTCRayHit query{};
  query.ray.org_x = origin.x;
  query.ray.org_y = origin.y;
  query.ray.org_z = origin.z;
  query.ray.dir_x = direction.x;
  query.ray.dir_y = direction.y;
  query.ray.dir_z = direction.z;
  query.ray.tfar = std::numeric_limits<float>::infinity();
  query.ray.mask = ~0U;
  query.hit.geomID = RTC_INVALID_GEOMETRY_ID;
  return query;
}

struct CountingContext {
  RTCIntersectContext context;  // first, so that Embree's pointer is ours
  int crossings = 0;
};

void count_and_go_on(const RTCFilterFunctionNArguments* arguments) {
  ++reinterpret_cast<CountingContext*>(arguments->context)->crossings;
  arguments->valid[0] = 0;
}

DistanceSummary summarise(std::vector<double> distances) {
  DistanceSummary summary;
  if (distances.empty()) {
    return summary;
  }
  double sum = 0.0;
  for (const double d : distances) {
    sum += d;
  }
  summary.mean_mm = sum / static_cast<double>(distances.size());
  const auto rank = static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(distances.size()))) - 1;
  std::nth_element(distances.begin(), distances.begin() + static_cast<std::ptrdiff_t>(rank), distances.end());
  summary.p95_mm = distances[rank];
  summary.max_mm = *std::max_element(distances.begin(), distances.end());
  return summary;
}

// Vertices split at creases would count twice, so positions are taken once; those no triangle uses are left out.
std::vector<glm::vec3> distinct_positions(const Mesh& mesh) {
  std::vector<glm::vec3> used;
  used.reserve(mesh.triangles.size() * 3);
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      used.push_back(mesh.positions[t[k]]);
    }
  }
  const auto before = [](const glm::vec3& a, const glm::vec3& b) {
    return std::tie(a.x, a.y, a.z) < std::tie(b.x, b.y, b.z);
  };
  std::sort(used.begin(), used.end(), before);
  used.erase(std::unique(used.begin(), used.end()), used.end());
  return used;
}

}  // namespace

struct SurfaceTree::State {
  const Mesh* mesh = nullptr;
  EmbreeScene scene;
};

SurfaceTree::SurfaceTree(const Mesh& mesh) : state_(std::make_unique<State>()) {
  state_->mesh = &mesh;
  state_->scene.add(mesh, 0);
  state_->scene.commit();
}

SurfaceTree::~SurfaceTree() = default;
SurfaceTree::SurfaceTree(SurfaceTree&&) noexcept = default;
SurfaceTree& SurfaceTree::operator=(SurfaceTree&&) noexcept = default;

std::optional<SurfaceTree::Hit> SurfaceTree::closest(const glm::vec3& point, float max_distance_mm) const {
  if (!std::isfinite(point.x) || !std::isfinite(point.y) || !std::isfinite(point.z) || !(max_distance_mm >= 0.0F)) {
    return std::nullopt;
  }
  const double limit = static_cast<double>(max_distance_mm);
  Search search{state_->mesh, glm::dvec3(point), limit * limit};
  RTCPointQuery query{};
  query.x = point.x;
  query.y = point.y;
  query.z = point.z;
  query.radius = max_distance_mm;
  RTCPointQueryContext context;
  rtcInitPointQueryContext(&context);
  rtcPointQuery(static_cast<RTCScene>(state_->scene.handle()), &query, &context, visit, &search);
  if (search.triangle == RTC_INVALID_GEOMETRY_ID) {
    return std::nullopt;
  }
  return Hit{glm::vec3(search.point), glm::vec3(search.barycentric), search.triangle,
             static_cast<float>(std::sqrt(search.best_squared))};
}

std::optional<SurfaceTree::Hit> SurfaceTree::first_hit(const glm::vec3& origin, const glm::vec3& direction) const {
  RTCRayHit query = ray(origin, direction);
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcIntersect1(static_cast<RTCScene>(state_->scene.handle()), &context, &query);
  if (query.hit.geomID == RTC_INVALID_GEOMETRY_ID) {
    return std::nullopt;
  }
  const glm::vec3 barycentric(1.0F - query.hit.u - query.hit.v, query.hit.u, query.hit.v);
  const glm::uvec3& t = state_->mesh->triangles[query.hit.primID];
  const std::vector<glm::vec3>& p = state_->mesh->positions;
  const glm::vec3 point = barycentric.x * p[t.x] + barycentric.y * p[t.y] + barycentric.z * p[t.z];
  return Hit{point, barycentric, query.hit.primID, glm::length(point - origin)};
}

bool SurfaceTree::contains(const glm::vec3& point) const {
  // Directions no modelled surface is likely to be aligned with.
  static constexpr std::array<glm::vec3, 3> kDirections{glm::vec3(0.4129F, 0.7713F, 0.4843F),
                                                        glm::vec3(-0.6271F, 0.3319F, 0.7047F),
                                                        glm::vec3(0.5417F, -0.6133F, 0.5748F)};
  int votes = 0;
  for (const glm::vec3& direction : kDirections) {
    RTCRayHit query = ray(point, direction);
    CountingContext counting{};
    rtcInitIntersectContext(&counting.context);
    counting.context.filter = count_and_go_on;
    rtcIntersect1(static_cast<RTCScene>(state_->scene.handle()), &counting.context, &query);
    votes += counting.crossings % 2;
  }
  return votes >= 2;
}

DistanceSummary surface_distance(const Mesh& ours, const Mesh& reference, std::size_t samples,
                                 const std::function<bool(const glm::dvec3&)>& counts) {
  if (ours.empty() || reference.empty()) {
    return {};
  }
  std::vector<double> outward;
  const SurfaceTree reference_tree(reference);
  for (const Sample& sample : sample_surface(ours, samples)) {
    const auto hit = reference_tree.closest(glm::vec3(sample.point));
    if (hit && (!counts || counts(sample.point))) {
      outward.push_back(static_cast<double>(hit->distance_mm));
    }
  }
  std::vector<double> back;
  const SurfaceTree ours_tree(ours);
  for (const glm::vec3& vertex : distinct_positions(reference)) {
    const auto hit = ours_tree.closest(vertex);
    if (hit && (!counts || counts(glm::dvec3(vertex)))) {
      back.push_back(static_cast<double>(hit->distance_mm));
    }
  }
  const DistanceSummary a = summarise(std::move(outward));
  const DistanceSummary b = summarise(std::move(back));
  return {std::max(a.mean_mm, b.mean_mm), std::max(a.p95_mm, b.p95_mm), std::max(a.max_mm, b.max_mm)};
}

}  // namespace crus::geometry
