#include "geometry/repair.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace crus::geometry {
namespace {

// A box as exporters write it: every face with its own four corners.
Mesh split_box(const glm::vec3& size, const glm::vec3& at = glm::vec3(0.0F)) {
  Mesh box;
  for (glm::length_t axis = 0; axis < 3; ++axis) {
    for (const float end : {0.0F, 1.0F}) {
      const auto first = static_cast<std::uint32_t>(box.positions.size());
      const glm::length_t u = (axis + 1) % 3;
      const glm::length_t v = (axis + 2) % 3;
      for (const auto& [a, b] : {std::pair{0.0F, 0.0F}, {1.0F, 0.0F}, {1.0F, 1.0F}, {0.0F, 1.0F}}) {
        glm::vec3 corner(0.0F);
        corner[axis] = end;
        corner[u] = a;
        corner[v] = b;
        box.positions.push_back(at + corner * size);
      }
      const glm::uvec3 low(first, first + 1, first + 2);
      const glm::uvec3 high(first, first + 2, first + 3);
      box.triangles.push_back(end > 0.5F ? low : glm::uvec3(low.x, low.z, low.y));
      box.triangles.push_back(end > 0.5F ? high : glm::uvec3(high.x, high.z, high.y));
    }
  }
  return box;
}

void append(Mesh& mesh, const Mesh& other) {
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  mesh.positions.insert(mesh.positions.end(), other.positions.begin(), other.positions.end());
  for (const glm::uvec3& t : other.triangles) {
    mesh.triangles.push_back(t + first);
  }
}

double signed_volume(const Mesh& mesh) {
  double sum = 0.0;
  for (const glm::uvec3& t : mesh.triangles) {
    sum += glm::dot(glm::dvec3(mesh.positions[t.x]),
                    glm::cross(glm::dvec3(mesh.positions[t.y]), glm::dvec3(mesh.positions[t.z])));
  }
  return sum / 6.0;
}

Mesh sphere(int rings, int around, float radius) {
  Mesh mesh;
  for (int i = 0; i <= rings; ++i) {
    for (int j = 0; j < around; ++j) {
      const float a = std::numbers::pi_v<float> * static_cast<float>(i) / static_cast<float>(rings);
      const float b = 2.0F * std::numbers::pi_v<float> * static_cast<float>(j) / static_cast<float>(around);
      mesh.positions.push_back(radius * glm::vec3(std::sin(a) * std::cos(b), std::sin(a) * std::sin(b), std::cos(a)));
    }
  }
  const auto at = [&](int i, int j) { return static_cast<std::uint32_t>(i * around + j % around); };
  for (int i = 0; i < rings; ++i) {
    for (int j = 0; j < around; ++j) {
      mesh.triangles.emplace_back(at(i, j), at(i + 1, j), at(i + 1, j + 1));
      mesh.triangles.emplace_back(at(i, j), at(i + 1, j + 1), at(i, j + 1));
    }
  }
  return mesh;
}

TEST(Weld, ASplitBoxHasEightCornersAndIsClosed) {
  const Mesh box = split_box({2.0F, 3.0F, 4.0F});
  EXPECT_FALSE(topology(box).closed());
  const Mesh welded = weld(box);
  EXPECT_EQ(welded.positions.size(), 8U);
  EXPECT_EQ(welded.triangles.size(), 12U);
  EXPECT_TRUE(topology(welded).closed());
  EXPECT_NEAR(signed_volume(welded), 24.0, 1e-9);
}

TEST(Weld, MergesWithinTheToleranceOnlyAndKeepsTheFirst) {
  Mesh mesh;
  mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1.0009F, 0, 0}, {0, 1.0011F, 0}, {1, 1, 0}};
  mesh.triangles = {{0, 1, 2}, {3, 5, 4}};
  const Mesh welded = weld(mesh, 1e-3F);
  EXPECT_EQ(welded.positions.size(), 5U);
  EXPECT_EQ(welded.positions[1], glm::vec3(1, 0, 0));
}

TEST(Weld, DropsWhatCollapsesAndRepeats) {
  Mesh mesh;
  mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1e-5F, 0, 0}, {9, 9, 9}};
  mesh.triangles = {{0, 1, 2}, {0, 3, 1}, {1, 2, 0}, {2, 1, 3}};
  const Mesh welded = weld(mesh);
  EXPECT_EQ(welded.triangles.size(), 1U);
  EXPECT_EQ(welded.positions.size(), 3U);
}

TEST(Weld, EndsOnHugeAndTinyNumbers) {
  Mesh mesh;
  mesh.positions = {{1e30F, 0, 0}, {-1e30F, 1, 0}, {0, 1e-30F, 3e20F}};
  mesh.triangles = {{0, 1, 2}};
  EXPECT_EQ(weld(mesh).triangles.size(), 1U);
}

TEST(Specks, SmallPiecesGoAndTheRestStays) {
  Mesh mesh = weld(split_box({10.0F, 10.0F, 10.0F}));
  append(mesh, weld(split_box({0.5F, 0.5F, 0.5F}, {20.0F, 0.0F, 0.0F})));
  append(mesh, weld(split_box({5.0F, 5.0F, 5.0F}, {40.0F, 0.0F, 0.0F})));
  const auto pieces = components(mesh);
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_EQ(pieces.front().front(), 0U);
  EXPECT_EQ(drop_specks(mesh), 1U);
  EXPECT_EQ(mesh.positions.size(), 16U);
  EXPECT_NEAR(signed_volume(mesh), 1125.0, 1e-3);
}

TEST(Orient, TurnedTrianglesAndInsideOutPiecesComeRight) {
  Mesh mesh = weld(split_box({2.0F, 3.0F, 4.0F}, {-100.0F, 7.0F, 3.0F}));
  const Mesh good = mesh;
  for (const std::size_t t : {1U, 4U, 5U, 6U, 7U, 8U, 9U, 10U}) {
    std::swap(mesh.triangles[t].y, mesh.triangles[t].z);
  }
  EXPECT_EQ(orient(mesh), 8U);
  EXPECT_NEAR(signed_volume(mesh), 24.0, 1e-3);
  EXPECT_EQ(orient(mesh), 0U);
  EXPECT_NEAR(signed_volume(good), signed_volume(mesh), 1e-6);
}

TEST(Orient, ABoxWithoutALidStillFacesOutward) {
  Mesh mesh = weld(split_box({2.0F, 2.0F, 20.0F}));
  mesh.triangles.resize(10);  // the last two triangles are the end at z = 20
  for (glm::uvec3& t : mesh.triangles) {
    std::swap(t.y, t.z);
  }
  EXPECT_EQ(orient(mesh), 10U);
}

TEST(Orient, AnOpenSheetKeepsTheWindingOfItsLargerPart) {
  Mesh mesh;
  mesh.positions = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {2, 0, 0}, {2, 1, 0}};
  mesh.triangles = {{0, 2, 1}, {0, 2, 3}, {1, 4, 5}, {1, 5, 2}};
  EXPECT_EQ(orient(mesh), 1U);
  EXPECT_EQ(mesh.triangles[0], glm::uvec3(0, 1, 2));
}

TEST(Topology, CountsBoundariesAndBranchingEdges) {
  Mesh mesh;
  mesh.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}};
  mesh.triangles = {{0, 1, 2}, {1, 0, 3}, {0, 1, 4}};
  const Topology found = topology(mesh);
  EXPECT_EQ(found.nonmanifold_edges, 1U);
  EXPECT_EQ(found.boundary_edges, 6U);
  EXPECT_EQ(found.pieces, 1U);
}

TEST(Normals, OfASphereAreItsRadii) {
  Mesh mesh = weld(sphere(40, 80, 25.0F));
  ASSERT_TRUE(topology(mesh).closed());
  compute_normals(mesh, std::numbers::pi_v<float>);
  for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
    EXPECT_GT(glm::dot(mesh.normals[i], glm::normalize(mesh.positions[i])), 0.999F);
  }
}

TEST(Normals, ABoxKeepsItsEdgesAndASphereIsNotSplit) {
  Mesh box = weld(split_box({2.0F, 3.0F, 4.0F}));
  const std::vector<glm::vec3> before = box.positions;
  compute_normals(box);
  EXPECT_EQ(box.positions.size(), 24U);
  EXPECT_TRUE(std::equal(before.begin(), before.end(), box.positions.begin()));
  for (const glm::uvec3& t : box.triangles) {
    const glm::vec3 face =
        glm::normalize(glm::cross(box.positions[t.y] - box.positions[t.x], box.positions[t.z] - box.positions[t.x]));
    for (glm::length_t corner = 0; corner < 3; ++corner) {
      EXPECT_GT(glm::dot(face, box.normals[t[corner]]), 0.9999F);
    }
  }
  Mesh ball = weld(sphere(20, 40, 10.0F));
  const std::size_t count = ball.positions.size();
  compute_normals(ball);
  EXPECT_EQ(ball.positions.size(), count);
}

}  // namespace
}  // namespace crus::geometry
