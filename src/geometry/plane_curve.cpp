#include "geometry/plane_curve.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace crus::geometry {
namespace {

constexpr double kOverlapMm = 0.01;

struct Span {
  glm::dvec3 a, b;  // x, y, value; a.x < b.x
  [[nodiscard]] double at(double x) const { return a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y); }
  [[nodiscard]] double value(double x) const { return a.z + (x - a.x) / (b.x - a.x) * (b.z - a.z); }
};

// The part of a slab between two spans.
struct Strip {
  std::size_t low, high;
  double from;
};

using Triangles = std::vector<std::array<glm::dvec3, 3>>;

void close(const Strip& strip, double to, const std::vector<Span>& spans, Triangles& triangles) {
  const Span& low = spans[strip.low];
  const Span& high = spans[strip.high];
  const double left = strip.from - kOverlapMm;
  const double right = to + kOverlapMm;
  const glm::dvec3 a(left, low.at(strip.from), low.value(strip.from));
  const glm::dvec3 b(right, low.at(to), low.value(to));
  const glm::dvec3 c(right, high.at(to), high.value(to));
  const glm::dvec3 d(left, high.at(strip.from), high.value(strip.from));
  triangles.push_back({a, b, c});
  triangles.push_back({a, c, d});
}

}  // namespace

PlaneAxes plane_axes(const glm::dvec4& plane) {
  PlaneAxes axes;
  axes.normal = glm::dvec3(plane);
  axes.origin = axes.normal * plane.w;
  const glm::dvec3 aside = std::abs(axes.normal.y) < 0.9 ? glm::dvec3(0.0, 1.0, 0.0) : glm::dvec3(1.0, 0.0, 0.0);
  axes.u = glm::normalize(aside - glm::dot(aside, axes.normal) * axes.normal);
  axes.v = glm::cross(axes.normal, axes.u);
  return axes;
}

PlaneCurve plane_curve(std::span<const glm::vec3> positions, std::span<const glm::vec3> normals,
                       std::span<const float> values, std::span<const glm::uvec3> triangles, const PlaneAxes& plane) {
  std::vector<double> height(positions.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    height[i] = glm::dot(glm::dvec3(positions[i]) - plane.origin, plane.normal);
  }
  PlaneCurve curve;
  std::unordered_map<std::uint64_t, std::uint32_t> on_edge;
  const auto point = [&](std::uint32_t a, std::uint32_t b) {
    const auto [low, high] = std::minmax(a, b);
    const auto [found, fresh] =
        on_edge.try_emplace((std::uint64_t{low} << 32U) | high, static_cast<std::uint32_t>(curve.points.size()));
    if (fresh) {
      const double t = height[low] / (height[low] - height[high]);
      const glm::dvec3 p = glm::mix(glm::dvec3(positions[low]), glm::dvec3(positions[high]), t) - plane.origin;
      const glm::dvec3 n = glm::mix(glm::dvec3(normals[low]), glm::dvec3(normals[high]), t);
      const glm::dvec2 out(glm::dot(n, plane.u), glm::dot(n, plane.v));
      const double length = glm::length(out);
      curve.points.emplace_back(glm::dot(p, plane.u), glm::dot(p, plane.v));
      curve.values.push_back(values.empty() ? 0.0 : glm::mix<double>(values[low], values[high], t));
      curve.outward.push_back(length > 1e-9 ? out / length : glm::dvec2(1.0, 0.0));
    }
    return found->second;
  };
  for (const glm::uvec3& t : triangles) {
    std::array<std::uint32_t, 2> ends{};
    std::size_t count = 0;
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t a = t[k];
      const std::uint32_t b = t[(k + 1) % 3];
      if ((height[a] >= 0.0) != (height[b] >= 0.0)) {
        ends.at(count++ % 2) = point(a, b);
      }
    }
    if (count == 2) {
      curve.segments.emplace_back(ends[0], ends[1]);
    }
  }
  return curve;
}

std::vector<std::array<glm::dvec3, 3>> filled(const PlaneCurve& curve) {
  std::vector<Span> spans;
  std::vector<double> stops;
  for (const auto& [i, k] : curve.segments) {
    const glm::dvec3 a(curve.points[i], curve.values[i]);
    const glm::dvec3 b(curve.points[k], curve.values[k]);
    if (a.x != b.x) {
      spans.push_back(a.x < b.x ? Span{a, b} : Span{b, a});
      stops.push_back(a.x);
      stops.push_back(b.x);
    }
  }
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.a.x < b.a.x; });
  std::sort(stops.begin(), stops.end());
  stops.erase(std::unique(stops.begin(), stops.end()), stops.end());
  Triangles triangles;
  std::vector<std::size_t> active;
  std::vector<Strip> open;
  std::vector<Strip> next;
  std::size_t coming = 0;
  for (std::size_t s = 0; s + 1 < stops.size(); ++s) {
    const double from = stops[s];
    std::erase_if(active, [&](std::size_t i) { return spans[i].b.x <= from; });
    for (; coming < spans.size() && spans[coming].a.x <= from; ++coming) {
      active.push_back(coming);
    }
    const double middle = 0.5 * (from + stops[s + 1]);
    std::sort(active.begin(), active.end(),
              [&](std::size_t a, std::size_t b) { return spans[a].at(middle) < spans[b].at(middle); });
    next.clear();
    // An odd number of walls: the curve is open here.
    for (std::size_t i = 0; active.size() % 2 == 0 && i + 1 < active.size(); i += 2) {
      const auto before = std::find_if(open.begin(), open.end(), [&](const Strip& strip) {
        return strip.low == active[i] && strip.high == active[i + 1];
      });
      next.push_back({active[i], active[i + 1], before == open.end() ? from : before->from});
      if (before != open.end()) {
        open.erase(before);
      }
    }
    for (const Strip& strip : open) {
      close(strip, from, spans, triangles);
    }
    open.swap(next);
  }
  for (const Strip& strip : open) {
    close(strip, stops.back(), spans, triangles);
  }
  return triangles;
}

std::vector<double> depth_mm(const PlaneCurve& curve, double limit_mm) {
  constexpr std::size_t kMostTargets = 256;
  constexpr double kCone = 0.35;
  constexpr double kLeastMm = 0.4;
  const std::size_t stride = curve.points.size() / kMostTargets + 1;
  std::vector<double> depth(curve.points.size(), limit_mm);
  for (std::size_t i = 0; i < depth.size(); ++i) {
    for (std::size_t k = 0; k < curve.points.size(); k += stride) {
      const glm::dvec2 way = curve.points[k] - curve.points[i];
      const double in = -glm::dot(way, curve.outward[i]);
      if (in < kLeastMm || in >= depth[i] || glm::dot(curve.outward[k], curve.outward[i]) > -0.2) {
        continue;
      }
      const double aside = std::abs(way.x * curve.outward[i].y - way.y * curve.outward[i].x);
      depth[i] = aside < kCone * in ? in : depth[i];
    }
  }
  return depth;
}

void smooth_along(const PlaneCurve& curve, std::vector<double>& values, int passes) {
  std::vector<double> sums(values.size());
  std::vector<double> counts(values.size());
  for (int pass = 0; pass < passes; ++pass) {
    sums = values;
    counts.assign(values.size(), 1.0);
    for (const auto& [a, b] : curve.segments) {
      sums[a] += values[b];
      sums[b] += values[a];
      counts[a] += 1.0;
      counts[b] += 1.0;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = sums[i] / counts[i];
    }
  }
}

}  // namespace crus::geometry
