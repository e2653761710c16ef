// The regions of the data on the real bones: on their surface, and independent of how it is cut into triangles.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numbers>

#include "anatomy/attachments.hpp"
#include "atlas/builtin_leg.hpp"
#include "atlas/reference_leg.hpp"
#include "geometry/closest.hpp"
#include "geometry/repair.hpp"
#include "leg/attachments.hpp"

namespace crus {
namespace {

using geometry::Mesh;

const anatomy::AttachmentRegions& regions() {
  static const auto known = anatomy::AttachmentRegions::load(test::source_folder() / "assets" / "attachments").value();
  return known;
}

void expect_boundaries_on_bones(const Leg& leg) {
  EXPECT_GT(leg.attachments.size(), 30U);
  for (const Attachment& attachment : leg.attachments) {
    const geometry::SurfaceTree tree(leg.find(attachment.bone)->mesh);
    EXPECT_FALSE(attachment.boundary.empty()) << attachment.id;
    float worst = 0.0F;
    for (const auto& loop : attachment.boundary) {
      for (const glm::vec3& p : loop) {
        worst = std::max(worst, tree.closest(p)->distance_mm);
      }
    }
    EXPECT_LE(worst, 0.5F) << attachment.id;
  }
}

// Each triangle as four, through the middles of its sides.
Mesh divided(const Mesh& mesh) {
  Mesh result{mesh.positions, {}, {}};
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> middles;
  const auto middle = [&](std::uint32_t a, std::uint32_t b) {
    const auto [at, fresh] =
        middles.try_emplace(std::minmax(a, b), static_cast<std::uint32_t>(result.positions.size()));
    if (fresh) {
      result.positions.push_back(0.5F * (mesh.positions[a] + mesh.positions[b]));
    }
    return at->second;
  };
  for (const glm::uvec3& t : mesh.triangles) {
    const std::uint32_t ab = middle(t.x, t.y);
    const std::uint32_t bc = middle(t.y, t.z);
    const std::uint32_t ca = middle(t.z, t.x);
    result.triangles.insert(result.triangles.end(), {{t.x, ab, ca}, {ab, t.y, bc}, {ca, bc, t.z}, {ab, bc, ca}});
  }
  return result;
}

// The finest of its coarser levels that has no more than six tenths of the triangles.
Mesh coarser(const LegStructure& bone) {
  for (const geometry::DetailLevel& level : bone.levels) {
    if (10 * level.triangles.size() <= 6 * bone.mesh.triangles.size()) {
      return geometry::weld({bone.mesh.positions, {}, level.triangles}, 1e-4F);
    }
  }
  ADD_FAILURE() << bone.id << " has no coarser level";
  return bone.mesh;
}

template <class Change>
void expect_same_regions(Change change) {
  constexpr double kArea = 0.03;
  constexpr double kCentroid_mm = 1.0;
  Leg other = test::builtin();
  for (LegStructure& structure : other.structures) {
    if (structure.id == "tibia" || structure.id == "fibula" || structure.id == "calcaneus") {
      structure.mesh = change(structure);
      geometry::compute_normals(structure.mesh, std::numbers::pi_v<float>);
    }
  }
  std::vector<std::string> warnings;
  const std::vector<Attachment> laid = lay_attachments(other, regions(), test::builtin(), warnings);
  EXPECT_TRUE(warnings.empty());
  for (const Attachment& attachment : laid) {
    const Attachment* before = test::builtin().attachment(attachment.id);
    ASSERT_NE(before, nullptr) << attachment.id;
    EXPECT_NEAR(attachment.area_mm2 / before->area_mm2, 1.0, kArea) << attachment.id;
    EXPECT_LT(glm::distance(attachment.centroid_mm, before->centroid_mm), kCentroid_mm) << attachment.id;
  }
}

TEST(Attachments, LieOnTheirBones) { expect_boundaries_on_bones(test::builtin()); }

TEST(Attachments, StayWhenBonesAreDivided) {
  expect_same_regions([](const LegStructure& bone) { return divided(bone.mesh); });
}

TEST(Attachments, StayWhenBonesHaveHalfTheTriangles) { expect_same_regions(coarser); }

TEST(Reference, AttachmentsLieOnItsBones) {
  CRUS_NEEDS_REFERENCE();
  const Leg& leg = test::reference_leg();
  expect_boundaries_on_bones(leg);
  for (const Attachment& attachment : leg.attachments) {
    EXPECT_LE(attachment.residual_mm, kMostAttachmentResidual_mm) << attachment.id;
  }
}

}  // namespace
}  // namespace crus
