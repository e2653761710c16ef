#include "atlas/modelled_tube.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geometry/crossing.hpp"
#include "geometry/repair.hpp"

namespace crus::atlas {
namespace {

constexpr int kFine = 24;  // evaluations of the spline per way point

// Barry and Goldman's pyramid for the centripetal Catmull-Rom spline, between p1 and p2.
glm::dvec3 centripetal(const std::array<glm::dvec3, 4>& p, double fraction) {
  std::array<double, 4> t{};
  for (std::size_t i = 1; i < 4; ++i) {
    t[i] = t[i - 1] + std::sqrt(std::max(glm::distance(p[i], p[i - 1]), 1e-6));
  }
  const double at = glm::mix(t[1], t[2], fraction);
  const auto blend = [&](const glm::dvec3& a, const glm::dvec3& b, double ta, double tb) {
    return glm::mix(a, b, (at - ta) / (tb - ta));
  };
  const glm::dvec3 a1 = blend(p[0], p[1], t[0], t[1]);
  const glm::dvec3 a2 = blend(p[1], p[2], t[1], t[2]);
  const glm::dvec3 a3 = blend(p[2], p[3], t[2], t[3]);
  return blend(blend(a1, a2, t[0], t[2]), blend(a2, a3, t[1], t[3]), t[1], t[2]);
}

Course fine_course(const std::vector<WayPoint>& points) {
  const auto position = [&](std::ptrdiff_t i) {
    const auto last = static_cast<std::ptrdiff_t>(points.size()) - 1;
    if (i < 0) {
      return 2.0 * points.front().position - points[1].position;
    }
    if (i > last) {
      return 2.0 * points.back().position - points[points.size() - 2].position;
    }
    return points[static_cast<std::size_t>(i)].position;
  };
  Course fine;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const auto k = static_cast<std::ptrdiff_t>(i);
    const std::array<glm::dvec3, 4> p{position(k - 1), position(k), position(k + 1), position(k + 2)};
    for (int j = 0; j < kFine; ++j) {
      const double f = static_cast<double>(j) / kFine;
      const double eased = f * f * (3.0 - 2.0 * f);
      fine.push_back({centripetal(p, f), glm::mix(points[i].width_mm, points[i + 1].width_mm, eased),
                      glm::mix(points[i].depth_mm, points[i + 1].depth_mm, eased)});
    }
  }
  fine.push_back({points.back().position, points.back().width_mm, points.back().depth_mm});
  return fine;
}

Course resampled(const Course& fine, double step_mm) {
  std::vector<double> length(fine.size(), 0.0);
  for (std::size_t i = 1; i < fine.size(); ++i) {
    length[i] = length[i - 1] + glm::distance(fine[i - 1].position, fine[i].position);
  }
  const auto count = std::max(4, static_cast<int>(std::lround(length.back() / step_mm)) + 1);
  Course course;
  std::size_t at = 1;
  for (int i = 0; i < count; ++i) {
    const double wanted = length.back() * i / (count - 1);
    while (at + 1 < fine.size() && length[at] < wanted) {
      ++at;
    }
    const double f = std::clamp((wanted - length[at - 1]) / std::max(length[at] - length[at - 1], 1e-9), 0.0, 1.0);
    course.push_back({glm::mix(fine[at - 1].position, fine[at].position, f),
                      glm::mix(fine[at - 1].width_mm, fine[at].width_mm, f),
                      glm::mix(fine[at - 1].depth_mm, fine[at].depth_mm, f)});
  }
  return course;
}

double step_of(const Course& course) {
  return course.size() < 2 ? 1.0 : glm::distance(course[0].position, course[1].position);
}

// Samples of a fixed end lie inside the tube it springs from and are not pushed.
std::size_t held(const Course& course, bool fixed) {
  constexpr double kHeldMm = 4.0;
  return fixed ? static_cast<std::size_t>(kHeldMm / std::max(step_of(course), 0.5)) + 1 : 0;
}

// The push that clears the worst obstacle at a sample; `room` is the radius that would fit.
glm::dvec3 push_at(const CourseSample& sample, const std::vector<Obstacle>& obstacles, const ClearOptions& options,
                   double& room) {
  constexpr double kReachMm = 14.0;
  glm::dvec3 push(0.0);
  double worst = 0.0;
  room = 1e9;
  for (const Obstacle& obstacle : obstacles) {
    auto found = clearance(*obstacle.part, sample.position, kReachMm);
    if (!found) {
      continue;
    }
    double gap_mm = options.gap_mm;
    if (obstacle.around) {
      found = Clearance{-found->distance_mm, -found->out};
      gap_mm = options.skin_gap_mm;
    }
    const double yields = obstacle.yields_mm ? obstacle.yields_mm(sample.position) : 0.0;
    const double lacking = sample.radius_mm() + gap_mm - yields - found->distance_mm;
    room = std::min(room, found->distance_mm + yields);
    if (lacking > worst) {
      worst = lacking;
      push = lacking * found->out;
    }
  }
  return push;
}

void smooth(std::vector<glm::dvec3>& values) {
  const std::vector<glm::dvec3> old = values;
  for (std::size_t i = 0; i < old.size(); ++i) {
    const glm::dvec3& before = old[i == 0 ? 0 : i - 1];
    const glm::dvec3& after = old[std::min(i + 1, old.size() - 1)];
    values[i] = 0.25 * before + 0.5 * old[i] + 0.25 * after;
  }
}

// Thinner where the room is narrow, with soft transitions.
void fit_into_room(Course& course, const std::vector<Obstacle>& obstacles, const ClearOptions& options,
                   std::size_t first, std::size_t last) {
  constexpr double kTouchMm = 0.05;
  constexpr double kThinnest = 0.5;
  std::vector<double> factor(course.size(), 1.0);
  for (std::size_t i = first; i < last; ++i) {
    double room = 0.0;
    (void)push_at(course[i], obstacles, options, room);
    factor[i] = std::clamp((room - kTouchMm) / std::max(course[i].radius_mm(), 1e-6), kThinnest, 1.0);
  }
  for (int pass = 0; pass < 3; ++pass) {
    const std::vector<double> old = factor;
    for (std::size_t i = 1; i + 1 < factor.size(); ++i) {
      factor[i] = std::min(old[i], (old[i - 1] + old[i] + old[i + 1]) / 3.0);
    }
  }
  for (std::size_t i = 0; i < course.size(); ++i) {
    course[i].width_mm *= factor[i];
    course[i].depth_mm *= factor[i];
  }
}

}  // namespace

Course course_through(const std::vector<WayPoint>& points, double step_mm) {
  return resampled(fine_course(points), step_mm);
}

void clear_course(Course& course, const std::vector<Obstacle>& obstacles, const ClearOptions& options) {
  const double step_mm = step_of(course);
  const int settle = options.iterations * 3 / 4;
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    const std::size_t first = std::min(held(course, options.start_fixed), course.size());
    const std::size_t last = course.size() - std::min(held(course, options.end_fixed), course.size() - first);
    std::vector<glm::dvec3> push(course.size(), glm::dvec3(0.0));
    bool clear = true;
    for (std::size_t i = first; i < last; ++i) {
      double room = 0.0;
      push[i] = push_at(course[i], obstacles, options, room);
      clear = clear && push[i] == glm::dvec3(0.0);
    }
    if (clear) {
      break;
    }
    smooth(push);
    smooth(push);
    std::vector<glm::dvec3> moved(course.size());
    for (std::size_t i = 0; i < course.size(); ++i) {
      const bool fixed = (i == 0 && options.start_fixed) || (i + 1 == course.size() && options.end_fixed);
      moved[i] = course[i].position + (fixed ? glm::dvec3(0.0) : push[i]);
    }
    const double ease = iteration < settle ? 0.3 : 0.05;
    for (std::size_t i = 1; i + 1 < course.size(); ++i) {
      course[i].position = glm::mix(moved[i], 0.5 * (moved[i - 1] + moved[i + 1]), ease);
    }
    course.front().position = moved.front();
    course.back().position = moved.back();
    course = resampled(course, step_mm);
  }
  const std::size_t first = std::min(held(course, options.start_fixed), course.size());
  const std::size_t last = course.size() - std::min(held(course, options.end_fixed), course.size() - first);
  fit_into_room(course, obstacles, options, first, last);
}

geometry::Mesh sweep(const Course& course) {
  struct Ring {
    glm::dvec3 centre, u, v;
    double width, depth;
  };
  const std::size_t n = course.size();
  const auto tangent = [&](std::size_t i) {
    const glm::dvec3 along = course[std::min(i + 1, n - 1)].position - course[i == 0 ? 0 : i - 1].position;
    return glm::normalize(along);
  };
  double radius = 0.0;
  for (const CourseSample& sample : course) {
    radius = std::max(radius, 0.25 * (sample.width_mm + sample.depth_mm));
  }
  const auto around =
      static_cast<std::uint32_t>(std::clamp(std::lround(2.0 * std::numbers::pi * radius / 1.25), 7L, 14L));

  std::vector<Ring> rings;
  const auto add = [&](const glm::dvec3& centre, const glm::dvec3& u, const glm::dvec3& v, const CourseSample& sample,
                       double scale) {
    rings.push_back({centre, u, v, 0.5 * scale * sample.width_mm, 0.5 * scale * sample.depth_mm});
  };
  // Rounded ends: rings of a half ball, the poles beyond them.
  constexpr std::array<double, 2> kCap_rad{1.15, 0.6};
  const auto cap = [&](std::size_t i, const glm::dvec3& u, const glm::dvec3& v, const glm::dvec3& out, double angle) {
    const double r = 0.5 * std::min(course[i].width_mm, course[i].depth_mm);
    add(course[i].position + std::sin(angle) * r * out, u, v, course[i], std::cos(angle));
  };
  glm::dvec3 t = tangent(0);
  glm::dvec3 u(0.0, 0.0, 1.0);
  u = std::abs(glm::dot(u, t)) > 0.95 ? glm::dvec3(0.0, 1.0, 0.0) : u;
  u = glm::normalize(u - glm::dot(u, t) * t);
  for (const double angle : kCap_rad) {
    cap(0, u, glm::cross(t, u), -t, angle);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const glm::dvec3 next = tangent(i);
    u = glm::normalize(u - glm::dot(u, next) * next);
    t = next;
    add(course[i].position, u, glm::cross(t, u), course[i], 1.0);
  }
  for (auto angle = kCap_rad.rbegin(); angle != kCap_rad.rend(); ++angle) {
    cap(n - 1, u, glm::cross(t, u), t, *angle);
  }

  geometry::Mesh mesh;
  for (const Ring& ring : rings) {
    for (std::uint32_t k = 0; k < around; ++k) {
      const double angle = 2.0 * std::numbers::pi * k / around;
      mesh.positions.emplace_back(ring.centre + ring.width * std::cos(angle) * ring.u +
                                  ring.depth * std::sin(angle) * ring.v);
    }
  }
  for (std::uint32_t i = 0; i + 1 < rings.size(); ++i) {
    for (std::uint32_t k = 0; k < around; ++k) {
      const std::uint32_t a = i * around + k;
      const std::uint32_t b = i * around + (k + 1) % around;
      mesh.triangles.emplace_back(a, b, b + around);
      mesh.triangles.emplace_back(a, b + around, a + around);
    }
  }
  const auto pole = [&](std::size_t i, const glm::dvec3& out) {
    const double r = 0.5 * std::min(course[i].width_mm, course[i].depth_mm);
    mesh.positions.emplace_back(course[i].position + r * out);
    return static_cast<std::uint32_t>(mesh.positions.size() - 1);
  };
  const std::uint32_t start = pole(0, -tangent(0));
  const std::uint32_t end = pole(n - 1, tangent(n - 1));
  const auto last = static_cast<std::uint32_t>(rings.size() - 1) * around;
  for (std::uint32_t k = 0; k < around; ++k) {
    mesh.triangles.emplace_back(start, (k + 1) % around, k);
    mesh.triangles.emplace_back(end, last + k, last + (k + 1) % around);
  }
  return mesh;
}

void untangle(geometry::Mesh& mesh, const std::vector<glm::vec3>& before) {
  constexpr int kMostRounds = 40;
  constexpr int kRings = 1;
  constexpr float kTakenBack = 0.15F;
  for (int round = 0; round < kMostRounds; ++round) {
    const std::vector<glm::uvec2> crossing = geometry::crossing_edges(mesh);
    if (crossing.empty()) {
      return;
    }
    std::vector<bool> near(mesh.positions.size(), false);
    for (const glm::uvec2& edge : crossing) {
      near[edge.x] = near[edge.y] = true;
    }
    for (int ring = 0; ring < kRings; ++ring) {
      const std::vector<bool> old = near;
      for (const glm::uvec3& t : mesh.triangles) {
        if (old[t.x] || old[t.y] || old[t.z]) {
          near[t.x] = near[t.y] = near[t.z] = true;
        }
      }
    }
    for (std::size_t v = 0; v < near.size(); ++v) {
      if (near[v]) {
        mesh.positions[v] = glm::mix(mesh.positions[v], before[v], kTakenBack);
      }
    }
  }
}

std::size_t press_groove(geometry::Mesh& mesh, const std::vector<Course>& courses, double gap_mm,
                         const std::function<double(const glm::dvec3&)>& depth_mm) {
  geometry::compute_normals(mesh, std::numbers::pi_v<float>);
  const std::vector<glm::vec3> before = mesh.positions;
  std::vector<double> depth(mesh.positions.size(), 0.0);
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    const glm::dvec3 p(mesh.positions[v]);
    const double most = depth_mm(p);
    if (most <= 0.0) {
      continue;
    }
    const glm::dvec3 n(mesh.normals[v]);
    for (const Course& course : courses) {
      for (const CourseSample& sample : course) {
        const glm::dvec3 away = p - sample.position;
        const double reach = sample.radius_mm() + gap_mm;
        const double up = glm::dot(away, n);
        const double aside2 = glm::dot(away, away) - up * up;
        if (aside2 < reach * reach) {
          // A tube deeper than the groove may be lies in front of another face, not of this one.
          const double needed = up + std::sqrt(reach * reach - aside2);
          depth[v] = std::max(depth[v], needed < 1.25 * most ? std::min(most, needed) : 0.0);
        }
      }
    }
  }
  // The rim is drawn in softly, and only ever deeper than needed.
  for (int pass = 0; pass < 4; ++pass) {
    std::vector<double> sum(depth.size(), 0.0);
    std::vector<double> count(depth.size(), 0.0);
    for (const glm::uvec3& t : mesh.triangles) {
      for (int i = 0; i < 3; ++i) {
        sum[t[i]] += depth[t[(i + 1) % 3]] + depth[t[(i + 2) % 3]];
        count[t[i]] += 2.0;
      }
    }
    for (std::size_t v = 0; v < depth.size(); ++v) {
      depth[v] = std::max(depth[v], 0.8 * sum[v] / std::max(count[v], 1.0));
    }
  }
  std::size_t moved = 0;
  for (std::size_t v = 0; v < depth.size(); ++v) {
    if (depth[v] > 0.01) {
      mesh.positions[v] -= static_cast<float>(depth[v]) * mesh.normals[v];
      ++moved;
    }
  }
  untangle(mesh, before);
  geometry::compute_normals(mesh, std::numbers::pi_v<float>);
  return moved;
}

std::size_t lower_edge(geometry::Mesh& mesh, const Notch& notch) {
  const auto aside = [&](const glm::vec3& p) {
    return std::hypot(p.x - notch.place.x, p.z - notch.place.z) / notch.half_width_mm;
  };
  double top = notch.floor_mm;
  for (const glm::vec3& p : mesh.positions) {
    if (aside(p) < 1.0) {
      top = std::max(top, static_cast<double>(p.y));
    }
  }
  const double foot = notch.floor_mm - notch.reach_mm;
  const std::vector<glm::vec3> before = mesh.positions;
  std::size_t moved = 0;
  for (glm::vec3& p : mesh.positions) {
    const double beyond = std::clamp(aside(p) - 1.0, 0.0, 1.0);
    const double weight = 1.0 - beyond * beyond * (3.0 - 2.0 * beyond);
    if (p.y > foot && weight > 0.0) {
      const double share = std::min((p.y - foot) / (top - foot), 1.0);
      const double rest = std::max(p.y - top, 0.0);
      p.y = static_cast<float>(glm::mix(static_cast<double>(p.y), foot + share * notch.reach_mm + rest, weight));
      ++moved;
    }
  }
  untangle(mesh, before);
  geometry::compute_normals(mesh, std::numbers::pi_v<float>);
  return moved;
}

}  // namespace crus::atlas
