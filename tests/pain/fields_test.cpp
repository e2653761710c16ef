// Where the zones and points come to lie on real legs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "atlas/load.hpp"
#include "geometry/closest.hpp"
#include "leg/mirror.hpp"
#include "pain/fields.hpp"
#include "support/support.hpp"

namespace crus::pain {
namespace {

struct Stage {
  anatomy::PainData data;
  LegPtr leg;
  PainFields fields;
};

const Stage* stage() {
  static const std::unique_ptr<Stage> made = []() -> std::unique_ptr<Stage> {
    auto data = anatomy::PainData::load(test::source_folder() / "assets" / "pain");
    auto catalogue = anatomy::Catalogue::load(test::source_folder() / "assets" / "catalogue");
    if (!data || !catalogue) {
      return nullptr;
    }
    auto leg = atlas::load_builtin(test::built_share_folder(),
                                   std::make_shared<const anatomy::Catalogue>(std::move(*catalogue)));
    if (!leg) {
      return nullptr;
    }
    auto fields = compute_fields(**leg, *data);
    return fields ? std::make_unique<Stage>(Stage{std::move(*data), *leg, std::move(*fields)}) : nullptr;
  }();
  return made.get();
}

double value_at(const PainFields& fields, const std::vector<float>& field, const glm::dvec3& point) {
  const auto where = SkinProbe(fields.surface).find(point);
  return where ? SkinProbe::value(field, *where) : -1.0;
}

TEST(Fields, AreFiniteAndReachOneInEveryZone) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  std::size_t with_parts = 0;
  for (const anatomy::PainZone& zone : s.data.zones) {
    with_parts += zone.parts.empty() ? 0U : 1U;
  }
  EXPECT_EQ(s.fields.zones.size(), with_parts);
  for (const ZoneField& field : s.fields.zones) {
    ASSERT_EQ(field.values.size(), s.fields.surface->positions.size());
    for (const float value : field.values) {
      ASSERT_TRUE(value >= 0.0F && value <= 1.0F) << field.zone;
    }
    EXPECT_GT(*std::max_element(field.values.begin(), field.values.end()), 0.99F) << field.zone;
  }
}

TEST(Fields, TheCommonestPatternLiesOnTheHeel) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  const auto field = s.fields.field(s.data, "soleus-1");
  const glm::dvec3 heel = s.leg->landmark("calcaneal-tuberosity-posterior")->position_mm;
  const glm::dvec3 sole = s.leg->landmark("calcaneus-lowest")->position_mm;
  EXPECT_GT(value_at(s.fields, field, heel - glm::dvec3(20.0, 0.0, 0.0)), 0.95);
  EXPECT_GT(value_at(s.fields, field, sole - glm::dvec3(0.0, 20.0, 0.0)), 0.95);
  EXPECT_LT(value_at(s.fields, field, s.leg->landmark("knee-centre")->position_mm + glm::dvec3(80.0, 0.0, 0.0)), 0.01);
  EXPECT_LT(value_at(s.fields, field, s.leg->landmark("metatarsal-head-2")->position_mm), 0.05);
}

TEST(Fields, InnerAndOuterSidesAreNotSwapped) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  const glm::dvec3 medial = s.leg->landmark("medial-malleolus-tip")->position_mm;
  const glm::dvec3 lateral = s.leg->landmark("lateral-malleolus-tip")->position_mm;
  const auto outer = s.fields.field(s.data, "ankle-lateral");
  EXPECT_GT(value_at(s.fields, outer, lateral), 0.9);
  EXPECT_LT(value_at(s.fields, outer, medial), 0.01);
  const auto inner = s.fields.field(s.data, "heel-medial");
  const auto heel = s.fields.field(s.data, "heel-lateral");
  double inner_z = 0.0;
  double heel_z = 0.0;
  double weights[2] = {0.0, 0.0};
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const auto z = static_cast<double>(s.fields.surface->positions[i].z);
    inner_z += z * static_cast<double>(inner[i]);
    heel_z += z * static_cast<double>(heel[i]);
    weights[0] += static_cast<double>(inner[i]);
    weights[1] += static_cast<double>(heel[i]);
  }
  EXPECT_LT(inner_z / weights[0] + 10.0, heel_z / weights[1]);
}

TEST(Fields, TriggerPointsLieInTheirMuscles) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  for (const char* id : {"soleus-1", "soleus-2", "soleus-3", "soleus-4"}) {
    const TriggerPoint* point = s.fields.point(id);
    ASSERT_NE(point, nullptr) << id;
    EXPECT_TRUE(point->in_muscle) << id;
    EXPECT_TRUE(geometry::SurfaceTree(s.leg->find("soleus")->mesh).contains(glm::vec3(point->position_mm))) << id;
  }
  double edge = 1e9;
  for (const char* id : {"gastrocnemius-medial", "gastrocnemius-lateral"}) {
    edge = std::min(edge, static_cast<double>(s.leg->find(id)->box.min.y));
  }
  const double below = edge - s.fields.point("soleus-1")->skin_mm.y;
  EXPECT_GT(below, 20.0);
  EXPECT_LT(below, 30.0);
  EXPECT_GT(s.fields.point("soleus-3")->position_mm.z, s.fields.point("soleus-1")->position_mm.z);
}

// A left leg is the mirror image: same values at the same vertices.
TEST(Fields, MirrorWithTheLeg) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  const LegPtr left = as_side(s.leg, anatomy::Side::left);
  const auto mirrored = compute_fields(*left, s.data);
  ASSERT_TRUE(mirrored) << mirrored.error().message();
  const auto a = s.fields.field(s.data, "abductor-hallucis-1");
  const auto b = mirrored->field(s.data, "abductor-hallucis-1");
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_NEAR(a[i], b[i], 0.02F) << i;
  }
}

// Fields belong to skin vertices: a skin that has moved keeps its values, and a point goes where its muscle goes.
TEST(Fields, DoNotDependOnWhereTheSkinHasMoved) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  const std::vector<std::string> shown{"soleus-1"};
  const Shares before = shares_of(s.fields, s.data, shown);
  EXPECT_EQ(before.values.size(), s.leg->structures[s.fields.skin].mesh.positions.size());
  const TriggerPoint& point = *s.fields.point("soleus-1");
  geometry::Mesh muscle = s.leg->structures[point.structure].mesh;
  const glm::vec3 rest = place_of(point, muscle.positions, muscle.normals);
  EXPECT_LT(glm::distance(glm::dvec3(rest), point.position_mm), 1e-3);
  for (glm::vec3& p : muscle.positions) {
    p.y += 12.0F;
  }
  EXPECT_NEAR(place_of(point, muscle.positions, muscle.normals).y, rest.y + 12.0F, 1e-3F);
}

TEST(Fields, AModelWithoutSkinIsToldSo) {
  ASSERT_NE(stage(), nullptr);
  Leg bare = *stage()->leg;
  std::erase_if(bare.structures, [](const LegStructure& structure) { return structure.kind == anatomy::Kind::skin; });
  const auto fields = compute_fields(bare, stage()->data);
  ASSERT_FALSE(fields);
  EXPECT_NE(fields.error().what.find("no skin"), std::string::npos);
}

}  // namespace
}  // namespace crus::pain
