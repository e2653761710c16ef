// Fields follow the surface: closed forms, no leaks, no dependence on the mesh.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "geometry/shapes.hpp"
#include "pain/fields.hpp"

namespace crus::pain {
namespace {

using geometry::Mesh;

constexpr double kReach = 6.0;

// The integral of a region times each hat function, the region's edge resolved inside triangles.
std::vector<double> load_of(const Mesh& mesh, const std::function<bool(const glm::dvec3&)>& inside) {
  std::vector<double> load(mesh.positions.size(), 0.0);
  constexpr int n = 12;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a(mesh.positions[t.x]);
    const glm::dvec3 b(mesh.positions[t.y]);
    const glm::dvec3 c(mesh.positions[t.z]);
    const double area = 0.5 * glm::length(glm::cross(b - a, c - a)) / (n * n);
    const auto add = [&](double i, double j) {
      const glm::dvec3 w(1.0 - (i + j) / n, i / n, j / n);
      if (inside(w.x * a + w.y * b + w.z * c)) {
        load[t.x] += area * w.x;
        load[t.y] += area * w.y;
        load[t.z] += area * w.z;
      }
    };
    for (int i = 0; i < n; ++i) {
      for (int j = 0; i + j < n; ++j) {
        add(i + 1.0 / 3.0, j + 1.0 / 3.0);
        if (i + j + 1 < n) {
          add(i + 2.0 / 3.0, j + 2.0 / 3.0);
        }
      }
    }
  }
  return load;
}

double integral(const Mesh& mesh, const std::function<double(std::uint32_t)>& value) {
  double sum = 0.0;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a(mesh.positions[t.x]);
    const double area =
        0.5 * glm::length(glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a));
    sum += area * (value(t.x) + value(t.y) + value(t.z)) / 3.0;
  }
  return sum;
}

// A flat sheet in the plane z = height, `facing` up or down, even steps.
void add_sheet(Mesh& mesh, double height, glm::dvec2 from, glm::dvec2 to, double step, bool facing_up) {
  const auto base = static_cast<std::uint32_t>(mesh.positions.size());
  const auto columns = static_cast<std::uint32_t>(std::lround((to.x - from.x) / step));
  const auto rows = static_cast<std::uint32_t>(std::lround((to.y - from.y) / step));
  for (std::uint32_t j = 0; j <= rows; ++j) {
    for (std::uint32_t i = 0; i <= columns; ++i) {
      mesh.positions.emplace_back(from.x + step * i, from.y + step * j, height);
    }
  }
  const auto at = [&](std::uint32_t i, std::uint32_t j) { return base + j * (columns + 1) + i; };
  for (std::uint32_t j = 0; j < rows; ++j) {
    for (std::uint32_t i = 0; i < columns; ++i) {
      const glm::uvec3 one(at(i, j), at(i + 1, j), at(i, j + 1));
      const glm::uvec3 two(at(i + 1, j), at(i + 1, j + 1), at(i, j + 1));
      mesh.triangles.push_back(facing_up ? one : glm::uvec3(one.x, one.z, one.y));
      mesh.triangles.push_back(facing_up ? two : glm::uvec3(two.x, two.z, two.y));
    }
  }
}

// On a sphere the distance to a cap's edge is the arc: R (theta - theta0). The diffused cap's own curvature shifts it
// by a fraction of the reach (second order in reach / radius of the cap), hence the limit of a third of the reach.
TEST(Diffusion, FollowsTheSphere) {
  constexpr double kRadius = 60.0;
  constexpr double kCap = 0.6;
  const Mesh sphere = test::sphere({0.0, 0.0, 0.0}, kRadius, 60, 120);
  const geometry::SurfaceDiffusion diffusion(sphere, kReach);
  const auto diffused =
      diffusion.solve(load_of(sphere, [&](const glm::dvec3& p) { return p.y > kRadius * std::cos(kCap); }));
  std::size_t compared = 0;
  for (std::size_t i = 0; i < diffused.size(); ++i) {
    const double theta = std::acos(std::clamp(static_cast<double>(sphere.positions[i].y) / kRadius, -1.0, 1.0));
    const double arc = kRadius * (theta - kCap);
    if (arc > -8.0 && arc < 25.0) {
      EXPECT_NEAR(geometry::distance_from_diffused_mm(diffused[i], kReach), arc, kReach / 3.0) << "theta " << theta;
      ++compared;
    }
  }
  EXPECT_GT(compared, 500U);
}

// A straight edge on a flat sheet: exp(-d / reach) / 2 outside, 1 - exp(d / reach) / 2 inside.
TEST(Diffusion, IsExactForAStraightEdge) {
  Mesh sheet;
  add_sheet(sheet, 0.0, {-60.0, -30.0}, {60.0, 30.0}, 1.5, true);
  const geometry::SurfaceDiffusion diffusion(sheet, kReach);
  const auto diffused = diffusion.solve(load_of(sheet, [](const glm::dvec3& p) { return p.x < 0.0; }));
  for (std::size_t i = 0; i < diffused.size(); ++i) {
    const double x = static_cast<double>(sheet.positions[i].x);
    if (std::abs(x) < 25.0) {
      EXPECT_NEAR(geometry::distance_from_diffused_mm(diffused[i], kReach), x, 0.35);
    }
  }
}

TEST(Diffusion, DoesNotLeakThroughASlab) {
  Mesh slab;  // two faces 2 mm apart, joined along one far edge
  add_sheet(slab, 1.0, {-60.0, -40.0}, {60.0, 40.0}, 2.0, true);
  const std::size_t lower = slab.positions.size();
  add_sheet(slab, -1.0, {-60.0, -40.0}, {60.0, 40.0}, 2.0, false);
  constexpr std::uint32_t kColumns = 60;
  for (std::uint32_t j = 0; j < 40; ++j) {  // the edge x = 60
    const std::uint32_t a = j * (kColumns + 1) + kColumns;
    const std::uint32_t b = a + kColumns + 1;
    const auto down = static_cast<std::uint32_t>(lower);
    slab.triangles.emplace_back(a, a + down, b);
    slab.triangles.emplace_back(b, a + down, b + down);
  }
  const geometry::SurfaceDiffusion diffusion(slab, kReach);
  const auto field = faded_field(
      diffusion, load_of(slab, [](const glm::dvec3& p) { return p.z > 0.0 && std::hypot(p.x, p.y) < 20.0; }), 15.0);
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (i >= lower) {
      EXPECT_LT(field[i], 1e-3F);
    } else if (std::hypot(slab.positions[i].x, slab.positions[i].y) < 12.0F) {
      EXPECT_GT(field[i], 0.99F);
    }
  }
}

TEST(Diffusion, DoesNotCrossAGapOfThreeMillimetres) {
  Mesh toes;
  add_sheet(toes, 0.0, {-30.0, -30.0}, {0.0, 30.0}, 1.5, true);
  const std::size_t second = toes.positions.size();
  add_sheet(toes, 0.0, {3.0, -30.0}, {33.0, 30.0}, 1.5, true);
  const geometry::SurfaceDiffusion diffusion(toes, kReach);
  const auto field =
      faded_field(diffusion, load_of(toes, [](const glm::dvec3& p) { return p.x < 0.0 && p.x > -15.0; }), 15.0);
  EXPECT_TRUE(std::all_of(field.begin() + static_cast<std::ptrdiff_t>(second), field.end(),
                          [](float value) { return value == 0.0F; }));
}

TEST(Diffusion, BarelyChangesWhenTheMeshIsRefined) {
  const Mesh coarse = test::sphere({0.0, 0.0, 0.0}, 60.0, 40, 80);  // edges of 4.7 mm
  const Mesh fine = refined(coarse);
  const auto inside = [](const glm::dvec3& p) { return std::hypot(p.x, p.z) < 30.0 && p.y > 0.0; };
  const auto a = faded_field(geometry::SurfaceDiffusion(coarse, kReach), load_of(coarse, inside), 15.0);
  const auto b = faded_field(geometry::SurfaceDiffusion(fine, kReach), load_of(fine, inside), 15.0);
  const double whole = integral(coarse, [&](std::uint32_t i) { return static_cast<double>(a[i]); });
  const double change = integral(
      coarse, [&](std::uint32_t i) { return std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])); });
  EXPECT_LT(change / whole, 0.02);
}

TEST(Diffusion, IsFiniteOnSlivers) {
  Mesh sheet;
  add_sheet(sheet, 0.0, {-30.0, -30.0}, {30.0, 30.0}, 3.0, true);
  for (std::size_t i = 0; i < sheet.positions.size(); i += 3) {
    sheet.positions[i].x += 2.9999F;  // onto their neighbours, all but
  }
  const geometry::SurfaceDiffusion diffusion(sheet, kReach);
  const auto field =
      faded_field(diffusion, load_of(sheet, [](const glm::dvec3& p) { return glm::length(p) < 10.0; }), 15.0);
  for (const float value : field) {
    EXPECT_TRUE(value >= 0.0F && value <= 1.0F);
  }
}

}  // namespace
}  // namespace crus::pain
