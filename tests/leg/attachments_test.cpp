// Regions on simple shapes with known answers: a three-sided prism for coordinates, a ball for patches, a bent copy for
// registration.
#include "leg/attachments.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/bone_coordinates.hpp"
#include "leg/bones.hpp"
#include "leg/transfer.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

using geometry::Mesh;

// A closed prism along -y with corners forward, behind-medial and behind-lateral.
Mesh prism(double length_mm, double radius_mm) {
  Mesh mesh;
  constexpr int kRows = 40;
  constexpr int kPerSide = 10;
  std::vector<glm::vec2> outline;  // x, z
  const std::array<double, 3> angles{0.0, -120.0, 120.0};
  for (std::size_t side = 0; side < 3; ++side) {
    const auto corner = [&](std::size_t i) {
      const double a = angles[i % 3] * std::numbers::pi / 180.0;
      return glm::vec2(radius_mm * std::cos(a), radius_mm * std::sin(a));
    };
    for (int i = 0; i < kPerSide; ++i) {
      outline.push_back(glm::mix(corner(side), corner(side + 1), static_cast<float>(i) / kPerSide));
    }
  }
  const auto around = static_cast<std::uint32_t>(outline.size());
  for (int row = 0; row <= kRows; ++row) {
    for (const glm::vec2& p : outline) {
      mesh.positions.emplace_back(p.x, -length_mm * row / kRows, p.y);
    }
  }
  for (std::uint32_t row = 0; row < kRows; ++row) {
    for (std::uint32_t i = 0; i < around; ++i) {
      const std::uint32_t a = row * around + i;
      const std::uint32_t b = row * around + (i + 1) % around;
      mesh.triangles.insert(mesh.triangles.end(), {{a, b, b + around}, {a, b + around, a + around}});
    }
  }
  for (const std::uint32_t row : {0U, std::uint32_t{kRows}}) {
    for (std::uint32_t i = 1; i + 1 < around; ++i) {
      const std::uint32_t first = row * around;
      mesh.triangles.push_back(row == 0 ? glm::uvec3(first, first + i + 1, first + i)
                                        : glm::uvec3(first, first + i, first + i + 1));
    }
  }
  test::wind_outward(mesh);
  geometry::compute_normals(mesh, std::numbers::pi_v<float>);
  return mesh;
}

LongBoneCoordinates::Axes prism_axes(double length_mm) {
  LongBoneCoordinates::Axes axes;
  axes.bottom = {0.0, -length_mm, 0.0};
  const double third = 2.0 * std::numbers::pi / 3.0;
  axes.borders = {{{0.0, 0.0}, {-third, -third}, {third, third}}};
  return axes;
}

TEST(LongBoneCoordinates, FindsTheBordersOfAPrism) {
  const Mesh mesh = prism(300.0, 15.0);
  const auto coordinates = LongBoneCoordinates::make(mesh, prism_axes(300.0));
  ASSERT_TRUE(coordinates);
  const double side_mm = 15.0 * std::sqrt(3.0);
  for (const double s : {0.1, 0.37, 0.8}) {
    const glm::dvec2 front = coordinates->of({14.9, -300.0 * s, 0.0});
    EXPECT_NEAR(front.x, s, 1e-9);
    EXPECT_NEAR(std::remainder(front.y, 3.0), 0.0, 0.03);
    // The middle of the back lies halfway between the second and the third border.
    EXPECT_NEAR(coordinates->of({-7.5, -300.0 * s, 0.0}).y, 1.5, 0.03);
    EXPECT_NEAR(coordinates->arc_mm(s, 3.0), 3.0 * side_mm, 0.1);
    EXPECT_NEAR(coordinates->arc_mm(s, 2.0) - coordinates->arc_mm(s, 1.0), side_mm, 0.8);
  }
}

TEST(LongBoneCoordinates, PointsComeBackWhereTheyWere) {
  const Mesh mesh = prism(300.0, 15.0);
  const auto coordinates = LongBoneCoordinates::make(mesh, prism_axes(300.0));
  ASSERT_TRUE(coordinates);
  for (const double u : {0.2, 0.9, 1.4, 2.6}) {
    const glm::dvec2 back = coordinates->of(coordinates->at(0.4, u));
    EXPECT_NEAR(back.x, 0.4, 1e-9);
    EXPECT_NEAR(back.y, u, 0.02);
  }
}

// A cap of a ball by angle from a pole.
SurfaceField cap_field(const glm::dvec3& pole, double radius_mm, double angle) {
  return [=](const glm::dvec3& point, const glm::dvec3&) {
    return radius_mm * (std::acos(std::clamp(glm::dot(glm::normalize(point), pole), -1.0, 1.0)) - angle);
  };
}

Mesh divided(const Mesh& mesh) {
  Mesh fine;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::vec3 a = mesh.positions[t.x];
    const glm::vec3 b = mesh.positions[t.y];
    const glm::vec3 c = mesh.positions[t.z];
    const glm::vec3 ab = 0.5F * (a + b);
    const glm::vec3 bc = 0.5F * (b + c);
    const glm::vec3 ca = 0.5F * (c + a);
    for (const auto& corners : {std::array{a, ab, ca}, {ab, b, bc}, {ca, bc, c}, {ab, bc, ca}}) {
      const auto first = static_cast<std::uint32_t>(fine.positions.size());
      fine.positions.insert(fine.positions.end(), corners.begin(), corners.end());
      fine.triangles.emplace_back(first, first + 1, first + 2);
    }
  }
  fine = geometry::weld(fine);
  geometry::compute_normals(fine, std::numbers::pi_v<float>);
  return fine;
}

TEST(CutPatch, HasTheAreaOfACapOfABall) {
  constexpr double kRadius = 30.0;
  Mesh ball = test::ellipsoid({0, 0, 0}, glm::vec3(kRadius));
  ball = divided(divided(ball));
  for (glm::vec3& p : ball.positions) {
    p = static_cast<float>(kRadius) * glm::normalize(p);
  }
  geometry::compute_normals(ball, std::numbers::pi_v<float>);
  const glm::dvec3 pole = glm::normalize(glm::dvec3(1.0, 0.3, 0.2));
  const double angle = 0.4;
  const SurfacePatch patch = cut_patch(ball, cap_field(pole, kRadius, angle));
  const double area = 2.0 * std::numbers::pi * kRadius * kRadius * (1.0 - std::cos(angle));
  EXPECT_NEAR(patch.area_mm2, area, 0.01 * area);
  const glm::dvec3 centroid = 0.5 * kRadius * (1.0 + std::cos(angle)) * pole;
  EXPECT_LT(glm::distance(patch.centroid_mm, centroid), 0.2);
  ASSERT_EQ(patch.boundary.size(), 1U);
  for (const glm::vec3& p : patch.boundary[0]) {
    EXPECT_NEAR(static_cast<double>(glm::length(p)), kRadius, 0.5);
    EXPECT_NEAR(std::acos(glm::dot(glm::normalize(glm::dvec3(p)), pole)), angle, 0.02);
  }
}

TEST(CutPatch, ANarrowStripOnCoarseTrianglesKeepsItsArea) {
  // A strip far narrower than the edges it crosses.
  const Mesh coarse = prism(300.0, 15.0);
  const SurfaceField strip = [](const glm::dvec3& p, const glm::dvec3& normal) {
    return normal.x > -0.3 ? 50.0 : std::max(std::abs(p.z) - 1.5, std::abs(p.y + 150.0) - 40.0);
  };
  const SurfacePatch patch = cut_patch(coarse, strip);
  EXPECT_NEAR(patch.area_mm2, 3.0 * 80.0, 3.0);
  const SurfacePatch finer = cut_patch(divided(coarse), strip);
  EXPECT_NEAR(finer.area_mm2, patch.area_mm2, 0.03 * patch.area_mm2);
  EXPECT_LT(glm::distance(finer.centroid_mm, patch.centroid_mm), 1.0);
}

TEST(CutPatch, IsEmptyWhereTheFieldIsNowhereNegative) {
  const SurfacePatch patch = cut_patch(prism(300.0, 15.0), [](const glm::dvec3&, const glm::dvec3&) { return 5.0; });
  EXPECT_TRUE(patch.mesh.empty());
  EXPECT_TRUE(patch.boundary.empty());
}

TEST(Transfer, ASimilarityIsFoundExactly) {
  glm::dmat4 matrix(1.0);
  matrix[0] = {0.0, 1.2, 0.0, 0.0};
  matrix[1] = {-1.2, 0.0, 0.0, 0.0};
  matrix[2] = {0.0, 0.0, 1.2, 0.0};
  matrix[3] = {5.0, -7.0, 11.0, 1.0};
  const std::vector<glm::dvec3> from{{0, 0, 0}, {10, 0, 0}, {0, 20, 0}, {1, 2, 30}};
  std::vector<glm::dvec3> to;
  for (const glm::dvec3& p : from) {
    to.emplace_back(matrix * glm::dvec4(p, 1.0));
  }
  const glm::dmat4 found = similarity_of(from, to, {1.0, 2.0, 1.0, 1.0});
  for (glm::length_t c = 0; c < 4; ++c) {
    EXPECT_LT(glm::distance(found[c], matrix[c]), 1e-9);
  }
}

TEST(Transfer, ATurnedGrownAndBentBoneIsReached) {
  Mesh source = test::tube(test::tibia_rings());
  geometry::compute_normals(source, std::numbers::pi_v<float>);
  Mesh target = source;
  for (glm::vec3& p : target.positions) {
    const float along = p.y / 380.0F;
    p = 1.08F * (p + glm::vec3(6.0F * along * along, 0.0F, -3.0F * along));
    p = glm::vec3(p.x * 0.998F - p.y * 0.063F, p.x * 0.063F + p.y * 0.998F, p.z) + glm::vec3(4.0F, -6.0F, 3.0F);
  }
  geometry::compute_normals(target, std::numbers::pi_v<float>);
  const Registration found = register_bone(source, target, glm::dmat4(glm::dmat3(1.08)));
  EXPECT_LT(found.residual_mm, 0.5);
  EXPECT_NEAR(found.scale, 1.08, 0.04);
}

TEST(LayAttachments, WithholdsWhatFitsBadlyAndSaysSo) {
  Leg own;
  own.side = anatomy::Side::right;
  LegStructure bone;
  bone.id = "tibia";
  bone.kind = anatomy::Kind::bone;
  bone.mesh = prism(300.0, 15.0);
  bone.box = geometry::bounds(bone.mesh);
  own.structures = {bone};
  own.landmarks = {{"knee-centre", {0, 0, 0}, ""}, {"medial-malleolus-tip", {0, -300, 0}, ""}};
  own.tibia_length_mm = 300.0;
  Leg other = own;
  Mesh& mesh = other.structures[0].mesh;
  // A swelling where the region lies, as a fracture leaves one: narrower than any smooth warp follows.
  mesh = divided(mesh);
  for (glm::vec3& p : mesh.positions) {
    if (p.x < -5.0F && std::abs(p.y + 150.0F) < 12.0F && std::abs(p.z) < 7.0F) {
      p.x -= 25.0F;
    }
  }
  geometry::compute_normals(mesh, std::numbers::pi_v<float>);
  test::ScratchFolder folder;
  test::write_file(folder / "a.toml",
                   "[[attachment]]\nid = \"soleus-origin-tibia\"\nname = \"a\"\nmuscle = \"soleus\"\nbone = \"tibia\"\n"
                   "kind = \"origin\"\nconfidence = \"typical\"\nsources = [\"x\"]\ntext = \"t\"\n"
                   "[[attachment.part]]\narea = [[0.47, \"posterior\", 0.35], [0.47, \"posterior\", 0.65], "
                   "[0.53, \"posterior\", 0.65], [0.53, \"posterior\", 0.35]]\n");
  const auto regions = anatomy::AttachmentRegions::load(folder.path());
  ASSERT_TRUE(regions) << regions.error().message();
  std::vector<std::string> warnings;
  EXPECT_EQ(lay_attachments(own, *regions, own, warnings).size(), 1U);
  EXPECT_TRUE(warnings.empty());
  EXPECT_TRUE(lay_attachments(other, *regions, own, warnings).empty());
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("soleus-origin-tibia withheld"), std::string::npos) << warnings[0];
  EXPECT_NE(warnings[0].find("mm off"), std::string::npos) << warnings[0];
}

}  // namespace
}  // namespace crus
