// The skin laid over models that have none.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "atlas/builtin_leg.hpp"
#include "atlas/envelope.hpp"
#include "atlas/skin.hpp"
#include "geometry/closest.hpp"
#include "geometry/contain.hpp"
#include "geometry/crossing.hpp"
#include "geometry/repair.hpp"

namespace crus {
namespace {

Leg without_skin(const Leg& whole) {
  Leg leg = whole;
  leg.warnings.clear();
  std::erase_if(leg.structures, [](const LegStructure& s) { return s.kind == anatomy::Kind::skin; });
  return leg;
}

TEST(Envelope, CoversTheLegAsOneClosedSurface) {
  Leg leg = without_skin(test::builtin());
  atlas::add_envelope(leg);
  const LegStructure* skin = leg.find("skin");
  ASSERT_NE(skin, nullptr) << (leg.warnings.empty() ? "" : leg.warnings.front());
  EXPECT_EQ(skin->origin, Origin::modelled);
  EXPECT_TRUE(skin->closed);
  EXPECT_EQ(geometry::topology(skin->mesh).pieces, 1U);
  EXPECT_EQ(skin->mesh.positions.size(), skin->mesh.triangles.size() / 2 + 2) << "no two toes hang together";
  EXPECT_TRUE(geometry::crossing_edges(skin->mesh).empty());
  EXPECT_EQ(leg.warnings.size(), 1U);
  std::vector<const geometry::Mesh*> others;
  std::vector<std::string> ids;
  for (const LegStructure& structure : leg.structures) {
    if (structure.kind != anatomy::Kind::skin) {
      others.push_back(&structure.mesh);
      ids.push_back(structure.id);
    }
  }
  const std::vector<double> depth_mm = geometry::least_depth_mm(skin->mesh, others);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_GE(depth_mm[i], atlas::kSkinMarginMm) << ids[i];
  }
}

TEST(Envelope, IsNotLaidOverASkinOrTooLittle) {
  Leg skinned = test::builtin();
  const std::size_t count = skinned.structures.size();
  atlas::add_envelope(skinned);
  EXPECT_EQ(skinned.structures.size(), count);
  Leg bones = without_skin(test::builtin());
  std::erase_if(bones.structures, [](const LegStructure& s) { return s.kind != anatomy::Kind::bone; });
  atlas::add_envelope(bones);
  EXPECT_EQ(bones.find("skin"), nullptr);
}

// The reference has a skin to compare with: the envelope lies under it, for it lacks the fat, 5 to 12 mm at a calf.
TEST(Reference, AnEnvelopeStandsForItsSkin) {
  CRUS_NEEDS_REFERENCE();
  const test::ScratchFolder folder;
  for (const auto& file : std::filesystem::directory_iterator(*test::reference_folder() / "bodyparts3d")) {
    const std::string name = file.path().filename().string();
    if (name.ends_with(".glb") && name.find("skin") == std::string::npos) {
      std::filesystem::copy_file(file.path(), folder / name);
    }
  }
  atlas::LoadOptions options;
  options.worker = test::program();
  options.use_cache = false;
  Progress progress;
  const auto leg = atlas::load_model(folder.path(), options, test::catalogue(), progress);
  ASSERT_TRUE(leg) << leg.error().message();
  const LegStructure* skin = (*leg)->find("skin");
  ASSERT_NE(skin, nullptr);
  EXPECT_TRUE(skin->closed);
  const LegStructure* real = test::builtin().find("skin");
  const geometry::SurfaceTree tree(real->mesh);
  double sum = 0.0;
  double count = 0.0;
  double under = 0.0;
  for (const glm::vec3& p : skin->mesh.positions) {
    if (p.y < 450.0F) {
      const auto away = static_cast<double>(tree.closest(p)->distance_mm);
      sum += away;
      count += 1.0;
      under += away < 1.0 || tree.contains(p) ? 1.0 : 0.0;
    }
  }
  EXPECT_GT(under / count, 0.9);
  EXPECT_LT(sum / count, 12.0);
}

}  // namespace
}  // namespace crus
