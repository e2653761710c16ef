#include "atlas/modelled_sheet.hpp"

#include <algorithm>
#include <cmath>

#include "geometry/loft.hpp"

namespace crus::atlas {
namespace {

// The upper hull from (0, 0) to (length, 0), by Andrew's monotone chain.
std::vector<glm::dvec2> upper_hull(std::vector<glm::dvec2> points, double length) {
  points.emplace_back(0.0, 0.0);
  points.emplace_back(length, 0.0);
  std::sort(points.begin(), points.end(),
            [](const glm::dvec2& p, const glm::dvec2& q) { return p.x != q.x ? p.x < q.x : p.y < q.y; });
  std::vector<glm::dvec2> hull;
  for (const glm::dvec2& p : points) {
    while (hull.size() >= 2) {
      const glm::dvec2 a = hull[hull.size() - 2];
      const glm::dvec2 b = hull.back();
      if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) < 0.0) {
        break;
      }
      hull.pop_back();
    }
    hull.push_back(p);
  }
  return hull;
}

std::vector<glm::dvec2> evenly(const std::vector<glm::dvec2>& line, std::size_t count) {
  std::vector<double> along(line.size(), 0.0);
  for (std::size_t i = 1; i < line.size(); ++i) {
    along[i] = along[i - 1] + glm::distance(line[i - 1], line[i]);
  }
  std::vector<glm::dvec2> result;
  std::size_t at = 1;
  for (std::size_t i = 0; i < count; ++i) {
    const double wanted = along.back() * static_cast<double>(i) / static_cast<double>(count - 1);
    while (at + 1 < line.size() && along[at] < wanted) {
      ++at;
    }
    const double f = std::clamp((wanted - along[at - 1]) / std::max(along[at] - along[at - 1], 1e-9), 0.0, 1.0);
    result.push_back(glm::mix(line[at - 1], line[at], f));
  }
  return result;
}

glm::dvec3 normal_at(const SheetGrid& grid, std::size_t r, std::size_t c) {
  const std::size_t r0 = r == 0 ? 0 : r - 1;
  const std::size_t r1 = std::min(r + 1, grid.rows() - 1);
  const std::size_t c0 = c == 0 ? 0 : c - 1;
  const std::size_t c1 = std::min(c + 1, grid.columns - 1);
  const glm::dvec3 cross = glm::cross(grid.at(r1, c) - grid.at(r0, c), grid.at(r, c1) - grid.at(r, c0));
  const double length = glm::length(cross);
  return length > 1e-12 ? cross / length : glm::dvec3(0.0, 1.0, 0.0);
}

// How far a line keeps off what it passes over, and whether that grows from nothing at each of its ends.
struct Gap {
  double mm = 0.0;
  bool from_a = true;
  bool from_b = true;
};

std::vector<glm::dvec3> taut_half(const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& outward,
                                  const std::vector<const Part*>& over, const Gap& gap, std::size_t columns) {
  const double length = glm::distance(a, b);
  const glm::dvec3 along = (b - a) / length;
  const glm::dvec3 out = glm::normalize(outward - glm::dot(outward, along) * along);
  const glm::dvec3 normal = glm::cross(along, out);
  constexpr double kFarthestMm = 40.0;  // beyond that it is another limb of the structure
  std::vector<glm::dvec2> points;
  for (const Part* part : over) {
    for (const auto& curve : geometry::cut(*part->mesh, a, normal)) {
      for (const glm::dvec3& p : curve) {
        const glm::dvec2 q(glm::dot(p - a, along), glm::dot(p - a, out));
        if (q.x > 0.0 && q.x < length && q.y > 0.0 && q.y < kFarthestMm) {
          points.push_back(q);
        }
      }
    }
  }
  const std::vector<glm::dvec2> line = evenly(upper_hull(std::move(points), length), columns);
  std::vector<glm::dvec3> result;
  for (std::size_t i = 0; i < columns; ++i) {
    const glm::dvec2 before = line[i == 0 ? 0 : i - 1];
    const glm::dvec2 after = line[std::min(i + 1, columns - 1)];
    const glm::dvec2 run = glm::normalize(after - before);
    constexpr std::size_t kRunIn = 3;  // points
    const std::size_t from_end = std::min(gap.from_a ? i : kRunIn, gap.from_b ? columns - 1 - i : kRunIn);
    const double share = std::min(static_cast<double>(from_end) / static_cast<double>(kRunIn), 1.0);
    const glm::dvec2 q = line[i] + share * gap.mm * glm::dvec2(-run.y, run.x);
    result.push_back(a + q.x * along + q.y * out);
  }
  return result;
}

}  // namespace

std::vector<glm::dvec3> taut_line(const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& outward,
                                  const std::vector<const Part*>& over, double gap_mm, std::size_t columns) {
  return taut_half(a, b, outward, over, {gap_mm, true, true}, columns);
}

std::vector<glm::dvec3> taut_line_by(const glm::dvec3& a, const glm::dvec3& m, const glm::dvec3& b,
                                     const std::array<glm::dvec3, 2>& outward, const std::vector<const Part*>& over,
                                     double gap_mm, std::size_t columns, std::size_t at_m) {
  std::vector<glm::dvec3> line = taut_half(a, m, outward[0], over, {gap_mm, true, false}, at_m + 1);
  const std::vector<glm::dvec3> rest = taut_half(m, b, outward[1], over, {gap_mm, false, true}, columns - at_m);
  line.insert(line.end(), rest.begin() + 1, rest.end());
  return line;
}

void smooth_sheet(SheetGrid& grid, int passes) {
  for (int pass = 0; pass < passes; ++pass) {
    const SheetGrid old = grid;
    for (std::size_t r = 0; r < grid.rows(); ++r) {
      for (std::size_t c = 1; c + 1 < grid.columns; ++c) {
        glm::dvec3 mean = 0.5 * (old.at(r, c - 1) + old.at(r, c + 1));
        const bool slit = c >= grid.split && std::any_of(grid.open_after.begin(), grid.open_after.end(),
                                                         [&](std::size_t open) { return r == open || r == open + 1; });
        if (r > 0 && r + 1 < grid.rows() && !slit) {
          mean = 0.5 * mean + 0.25 * (old.at(r - 1, c) + old.at(r + 1, c));
        }
        grid.at(r, c) = glm::mix(old.at(r, c), mean, 0.5);
      }
    }
  }
}

void clear_sheet(SheetGrid& grid, const std::vector<Obstacle>& obstacles, double thickness_mm, double gap_mm,
                 bool fixed_ends) {
  constexpr int kIterations = 60;
  constexpr double kSunkMm = 0.35;  // a fixed end may lie in its bone so far
  constexpr double kReachMm = 8.0;
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    SheetGrid push = grid;
    push.points.assign(grid.points.size(), glm::dvec3(0.0));
    bool clear = true;
    for (std::size_t r = 0; r < grid.rows(); ++r) {
      for (std::size_t c = 0; c < grid.columns; ++c) {
        const bool end = c == 0 || c + 1 == grid.columns;
        const bool rim = r == 0 || r + 1 == grid.rows() || end;
        const double wanted = end && fixed_ends ? -kSunkMm : (rim ? 0.0 : 0.5 * thickness_mm) + gap_mm;
        double worst = 0.0;
        for (const Obstacle& obstacle : obstacles) {
          const auto found = clearance(*obstacle.part, grid.at(r, c), kReachMm);
          if (found && wanted - found->distance_mm > worst) {
            worst = wanted - found->distance_mm;
            push.at(r, c) = worst * found->out;
          }
        }
        clear = clear && worst == 0.0;
      }
    }
    if (clear) {
      return;
    }
    const bool settling = iteration < kIterations * 3 / 4;
    if (settling) {
      smooth_sheet(push, 1);
    }
    for (std::size_t i = 0; i < grid.points.size(); ++i) {
      grid.points[i] += push.points[i];
    }
    if (settling && iteration % 3 == 2) {
      smooth_sheet(grid, 1);
    }
  }
}

geometry::Mesh thicken(const SheetGrid& grid, double thickness_mm) {
  const std::size_t rows = grid.rows();
  const std::size_t columns = grid.columns;
  const auto open_below = [&](std::size_t r) {
    return std::find(grid.open_after.begin(), grid.open_after.end(), r) != grid.open_after.end();
  };
  const auto rim = [&](std::size_t r, std::size_t c) {
    const bool slit = c >= grid.split && (open_below(r) || (r > 0 && open_below(r - 1)));
    return r == 0 || c == 0 || r + 1 == rows || c + 1 == columns || slit;
  };
  // By how many steps a place lies from the rim, as far as two.
  const auto inwards = [&](std::size_t r, std::size_t c) {
    return rim(r - 1, c) || rim(r + 1, c) || rim(r, c - 1) || rim(r, c + 1) ? 1 : 2;
  };
  geometry::Mesh mesh;
  std::vector<std::uint32_t> top(rows * columns);
  std::vector<std::uint32_t> bottom(rows * columns);
  const auto add = [&](const glm::dvec3& p) {
    mesh.positions.emplace_back(p);
    return static_cast<std::uint32_t>(mesh.positions.size() - 1);
  };
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      const std::size_t i = r * columns + c;
      if (rim(r, c)) {
        top[i] = bottom[i] = add(grid.at(r, c));
        continue;
      }
      const double share = inwards(r, c) == 1 ? 0.8 : 1.0;
      const glm::dvec3 half = 0.5 * share * thickness_mm * normal_at(grid, r, c);
      top[i] = add(grid.at(r, c) + half);
      bottom[i] = add(grid.at(r, c) - half);
    }
  }
  const auto quad = [&](const std::vector<std::uint32_t>& v, std::size_t a, bool turned, bool flip) {
    const std::size_t b = a + columns;
    const auto triangle = [&](std::uint32_t p, std::uint32_t q, std::uint32_t s) {
      mesh.triangles.push_back(flip ? glm::uvec3(p, s, q) : glm::uvec3(p, q, s));
    };
    triangle(v[a], v[b], turned ? v[a + 1] : v[b + 1]);
    triangle(turned ? v[b] : v[a], v[b + 1], v[a + 1]);
  };
  for (std::size_t r = 0; r + 1 < rows; ++r) {
    for (std::size_t c = 0; c + 1 < columns; ++c) {
      if (open_below(r) && c >= grid.split) {
        continue;
      }
      // A diagonal between two rim points would be an edge of four triangles.
      const bool turned = rim(r, c) && rim(r + 1, c + 1);
      quad(top, r * columns + c, turned, false);
      quad(bottom, r * columns + c, turned, true);
    }
  }
  return mesh;
}

}  // namespace crus::atlas
