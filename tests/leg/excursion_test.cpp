#include "leg/excursion.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace crus {
namespace {

constexpr std::size_t kSide = 21;

// A square millimetre grid in the x-y plane.
geometry::Mesh sheet() {
  geometry::Mesh mesh;
  for (std::size_t y = 0; y < kSide; ++y) {
    for (std::size_t x = 0; x < kSide; ++x) {
      mesh.positions.emplace_back(static_cast<float>(x), static_cast<float>(y), 0.0F);
      mesh.normals.emplace_back(0.0F, 0.0F, 1.0F);
    }
  }
  for (unsigned y = 0; y + 1 < kSide; ++y) {
    for (unsigned x = 0; x + 1 < kSide; ++x) {
      const unsigned at = y * static_cast<unsigned>(kSide) + x;
      mesh.triangles.emplace_back(at, at + 1, at + static_cast<unsigned>(kSide));
      mesh.triangles.emplace_back(at + 1, at + 1 + static_cast<unsigned>(kSide), at + static_cast<unsigned>(kSide));
    }
  }
  return mesh;
}

struct Sliding {
  geometry::Mesh mesh = sheet();
  std::vector<glm::dvec3> directions = std::vector<glm::dvec3>(mesh.positions.size(), glm::dvec3(0.0, 1.0, 0.0));
  std::array<std::vector<double>, 2> slips_mm{std::vector<double>(mesh.positions.size(), -6.0),
                                              std::vector<double>(mesh.positions.size(), 9.0)};
  std::vector<char> fixed = std::vector<char>(mesh.positions.size(), 0);
  std::vector<double> share = std::vector<double>(mesh.positions.size(), 0.0);

  // The least area any triangle shows along its old normal, as a share of what it had.
  [[nodiscard]] double least_facing() const {
    double least = 1.0;
    for (const std::vector<double>& slip : slips_mm) {
      std::vector<glm::dvec3> moved;
      for (std::size_t v = 0; v < share.size(); ++v) {
        moved.push_back(glm::dvec3(mesh.positions[v]) + share[v] * slip[v] * directions[v]);
      }
      for (const glm::uvec3& t : mesh.triangles) {
        least = std::min(least, glm::cross(moved[t.y] - moved[t.x], moved[t.z] - moved[t.x]).z);
      }
    }
    return least;
  }
};

TEST(Excursion, ASlopeThatWouldFoldIsSpreadOut) {
  Sliding sliding;
  for (std::size_t v = 0; v < sliding.share.size(); ++v) {
    const std::size_t row = v / kSide;
    sliding.share[v] = row > 11 ? 1.0 : row < 9 ? 0.0 : 0.5;
    sliding.fixed[v] = row == 0 || row == kSide - 1 ? 1 : 0;
  }
  ASSERT_LT(sliding.least_facing(), 0.0) << "it folds before";
  limit_folds(sliding.mesh, sliding.directions, sliding.slips_mm, sliding.fixed, sliding.share);
  EXPECT_GE(sliding.least_facing(), kLeastFacing - 1e-6);
  for (std::size_t v = 0; v < sliding.share.size(); ++v) {
    EXPECT_GE(sliding.share[v], 0.0);
    EXPECT_LE(sliding.share[v], 1.0);
    if (sliding.fixed[v] != 0) {
      EXPECT_EQ(sliding.share[v], v / kSide == 0 ? 0.0 : 1.0);
    }
  }
}

TEST(Excursion, WhatDoesNotFoldIsLeftAlone) {
  Sliding sliding;
  for (std::size_t v = 0; v < sliding.share.size(); ++v) {
    sliding.share[v] = static_cast<double>(v / kSide) / (kSide - 1);
  }
  // Across the run any slope shears and folds nothing.
  Sliding sheared;
  for (std::size_t v = 0; v < sheared.share.size(); ++v) {
    sheared.share[v] = v % kSide > 10 ? 1.0 : 0.0;
  }
  for (Sliding* each : {&sliding, &sheared}) {
    const std::vector<double> before = each->share;
    limit_folds(each->mesh, each->directions, each->slips_mm, each->fixed, each->share);
    EXPECT_EQ(each->share, before);
  }
}

// The sheet's other face, a millimetre above it.
Sliding slab() {
  Sliding sliding;
  geometry::Mesh& mesh = sliding.mesh;
  const auto count = static_cast<unsigned>(mesh.positions.size());
  for (unsigned v = 0; v < count; ++v) {
    mesh.positions.push_back(mesh.positions[v] + glm::vec3(0.0F, 0.0F, 1.0F));
    mesh.normals.emplace_back(0.0F, 0.0F, 1.0F);
    mesh.normals[v] = {0.0F, 0.0F, -1.0F};
  }
  for (std::size_t i = 0, faces = mesh.triangles.size(); i < faces; ++i) {
    mesh.triangles.push_back(mesh.triangles[i] + count);
    std::swap(mesh.triangles[i].y, mesh.triangles[i].z);
  }
  const glm::dvec3 slant = glm::normalize(glm::dvec3(0.0, 1.0, 0.5));
  sliding.directions.assign(2 * count, slant);
  for (std::vector<double>& slips : sliding.slips_mm) {
    slips.resize(2 * count, slips.front());
  }
  sliding.fixed.resize(2 * count, 0);
  sliding.share.assign(2 * count, 0.0);
  return sliding;
}

// Each vertex of the lower face lies below one of the upper: the least of what is left of their distance, for each
// slip, but for the border.
double least_apart(const Sliding& sliding) {
  const std::size_t count = sliding.share.size() / 2;
  double least = 1.0;
  for (const std::vector<double>& slip : sliding.slips_mm) {
    for (std::size_t v = 0; v < count; ++v) {
      const bool border = v < kSide || v + kSide >= count || v % kSide == 0 || v % kSide + 1 == kSide;
      if (border) {
        continue;
      }
      const double low = sliding.share[v] * slip[v] * sliding.directions[v].z;
      const double high = sliding.share[v + count] * slip[v + count] * sliding.directions[v + count].z;
      least = std::min(least, 1.0 + high - low);
    }
  }
  return least;
}

TEST(Excursion, TheFacesOfAThinSheetStayApart) {
  Sliding sliding = slab();
  const std::size_t count = sliding.share.size() / 2;
  for (std::size_t v = 0; v < count; ++v) {
    sliding.fixed[v + count] = 1;
    sliding.share[v] = 0.8;
  }
  ASSERT_LT(least_apart(sliding), 0.0) << "the faces pass each other before";
  limit_folds(sliding.mesh, sliding.directions, sliding.slips_mm, sliding.fixed, sliding.share);
  EXPECT_GE(least_apart(sliding), kLeastApart - 1e-6);
  for (std::size_t v = 0; v < count; ++v) {
    EXPECT_EQ(sliding.share[v + count], 0.0) << "what is fixed stays";
  }
  // Along the sheet its faces slide past each other as they like.
  sliding.directions.assign(2 * count, glm::dvec3(0.0, 1.0, 0.0));
  for (std::size_t v = 0; v < count; ++v) {
    sliding.share[v] = 0.8;
  }
  const std::vector<double> before = sliding.share;
  limit_folds(sliding.mesh, sliding.directions, sliding.slips_mm, sliding.fixed, sliding.share);
  EXPECT_EQ(sliding.share, before);
}

TEST(Excursion, WhatCannotBeMetEnds) {
  Sliding sliding;
  for (std::size_t v = 0; v < sliding.share.size(); ++v) {
    const std::size_t row = v / kSide;
    sliding.share[v] = row >= 10 ? 1.0 : 0.0;
    sliding.fixed[v] = row != 9 ? 1 : 0;
  }
  limit_folds(sliding.mesh, sliding.directions, sliding.slips_mm, sliding.fixed, sliding.share);
  for (const double share : sliding.share) {
    EXPECT_TRUE(share >= 0.0 && share <= 1.0);
  }
}

}  // namespace
}  // namespace crus
