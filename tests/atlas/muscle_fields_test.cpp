// Excursion shares and fibres of the real muscles, on the built-in leg and on the reference set.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <tuple>

#include "atlas/builtin_leg.hpp"
#include "atlas/reference_leg.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "leg/detail.hpp"
#include "leg/mirror.hpp"
#include "leg/muscle_fields.hpp"

namespace crus {
namespace {

using anatomy::Architecture;
using anatomy::Kind;

const std::vector<float>* field(const LegStructure& structure, std::string_view id) {
  const auto at =
      std::find_if(structure.fields.begin(), structure.fields.end(), [&](const VertexField& f) { return f.id == id; });
  return at == structure.fields.end() ? nullptr : &at->values;
}

// The share next to a place on a structure.
float share_near(const LegStructure& structure, const geometry::SurfaceTree& tree, const glm::vec3& point) {
  const auto hit = tree.closest(point);
  const glm::uvec3& t = structure.mesh.triangles[hit->triangle];
  const std::vector<float>& share = *field(structure, kExcursionShareFieldId);
  return hit->barycentric.x * share[t.x] + hit->barycentric.y * share[t.y] + hit->barycentric.z * share[t.z];
}

void every_muscle_has_both(const Leg& leg) {
  for (const LegStructure& structure : leg.structures) {
    if (structure.kind != Kind::muscle && structure.kind != Kind::tendon) {
      continue;
    }
    const std::vector<float>* share = field(structure, kExcursionShareFieldId);
    ASSERT_NE(share, nullptr) << structure.id;
    EXPECT_TRUE(std::all_of(share->begin(), share->end(), [](float v) { return v >= 0.0F && v <= 1.0F; }));
    if (structure.kind == Kind::tendon) {
      EXPECT_EQ(*std::min_element(share->begin(), share->end()), 1.0F) << structure.id;
      continue;
    }
    EXPECT_EQ(*std::max_element(share->begin(), share->end()), 1.0F) << structure.id;
    EXPECT_EQ(*std::min_element(share->begin(), share->end()), 0.0F) << structure.id;
    ASSERT_EQ(structure.fibre_directions.size(), structure.mesh.positions.size()) << structure.id;
    for (const glm::vec3& fibre : structure.fibre_directions) {
      ASSERT_NEAR(glm::length(fibre), 1.0F, 1e-3F) << structure.id;
    }
  }
}

// What touches a region of origin does not move; what touches one of insertion moves with it all.
void ends_stay_on_their_bones(const Leg& leg) {
  for (const Attachment& attachment : leg.attachments) {
    const LegStructure* muscle = leg.find(attachment.muscle);
    if (muscle == nullptr || muscle->kind != Kind::muscle) {
      continue;
    }
    const geometry::SurfaceTree tree(attachment.patch);
    const std::vector<float>& share = *field(*muscle, kExcursionShareFieldId);
    const std::vector<float>& tendon = *field(*muscle, kTendonFieldId);
    for (std::size_t i = 0; i < share.size(); ++i) {
      const auto hit = tree.closest(muscle->mesh.positions[i], 1.5F);
      if (!hit) {
        continue;
      }
      if (attachment.kind == AttachmentKind::insertion) {
        ASSERT_EQ(share[i], 1.0F) << attachment.id;
      } else if (tendon[i] < 0.5F) {
        // Where a muscle is fixed at both ends of a short span, its insertion decides.
        ASSERT_TRUE(share[i] == 0.0F || share[i] == 1.0F) << attachment.id << " " << share[i];
      }
    }
  }
}

// All that lies beyond the reach of the lowest fibres is tendon, on every branch.
void tendons_move_as_one(const Leg& leg) {
  for (const LegStructure& muscle : leg.structures) {
    const anatomy::Structure* entry = leg.entry(muscle);
    if (muscle.kind != Kind::muscle || entry == nullptr || !entry->architecture) {
      continue;
    }
    std::vector<geometry::SurfaceTree> origins;
    for (const Attachment& attachment : leg.attachments) {
      if (attachment.muscle == entry->id && attachment.kind == AttachmentKind::origin) {
        origins.emplace_back(attachment.patch);
      }
    }
    const std::vector<float>& share = *field(muscle, kExcursionShareFieldId);
    const std::vector<float>& tendon = *field(muscle, kTendonFieldId);
    std::size_t seen = 0;
    for (std::size_t i = 0; i < share.size(); ++i) {
      const bool far = std::none_of(origins.begin(), origins.end(), [&](const geometry::SurfaceTree& tree) {
        return tree.closest(muscle.mesh.positions[i], static_cast<float>(entry->architecture->fibre_length_mm));
      });
      if (far && tendon[i] >= 0.5F) {
        ++seen;
        ASSERT_EQ(share[i], 1.0F) << muscle.id;
      }
    }
    EXPECT_GT(seen, 0U) << muscle.id;
  }
}

// Level by level the share grows on the way down the leg; where a strip of origin grows wider, the mean of its level
// may fall back a little.
void share_grows_downwards(const Leg& leg) {
  constexpr float kStep_mm = 12.0F;
  for (const LegStructure& muscle : leg.structures) {
    const anatomy::Structure* entry = leg.entry(muscle);
    if (muscle.kind != Kind::muscle || entry == nullptr || !entry->architecture) {
      continue;
    }
    const std::vector<float>& share = *field(muscle, kExcursionShareFieldId);
    std::map<int, std::pair<double, double>> levels;
    for (std::size_t i = 0; i < share.size(); ++i) {
      auto& [sum, count] = levels[static_cast<int>(std::floor(muscle.mesh.positions[i].y / kStep_mm))];
      sum += static_cast<double>(share[i]);
      count += 1.0;
    }
    double below = 1.0;
    for (const auto& [level, mean] : levels) {
      const double here = mean.first / mean.second;
      EXPECT_LE(here, below + 0.05) << muscle.id << " at " << static_cast<float>(level) * kStep_mm << " mm";
      below = std::min(below, here);
    }
  }
}

// The middle of a muscle's section at a height.
std::optional<glm::dvec3> middle_at(const LegStructure& muscle, float height) {
  glm::dvec3 sum(0.0);
  double count = 0.0;
  for (const glm::vec3& p : muscle.mesh.positions) {
    if (std::abs(p.y - height) < 6.0F) {
      sum += glm::dvec3(p);
      count += 1.0;
    }
  }
  return count > 8.0 ? std::optional(sum / count) : std::nullopt;
}

// Against the line through the middles of its sections, in the middle of the belly.
double pennation_of(const LegStructure& muscle) {
  const std::vector<float>& share = *field(muscle, kExcursionShareFieldId);
  const std::vector<float>& tendon = *field(muscle, kTendonFieldId);
  constexpr float kReach_mm = 25.0F;
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t i = 0; i < share.size(); ++i) {
    const float y = muscle.mesh.positions[i].y;
    const bool upper_end = y > muscle.box.max.y - 0.2F * muscle.box.size().y;
    if (tendon[i] > 0.05F || upper_end) {
      continue;
    }
    const auto above = middle_at(muscle, y + kReach_mm);
    const auto below = middle_at(muscle, y - kReach_mm);
    if (above && below) {
      const glm::dvec3 pull = glm::normalize(*below - *above);
      sum += std::acos(std::clamp(glm::dot(pull, glm::dvec3(muscle.fibre_directions[i])), -1.0, 1.0));
      count += 1.0;
    }
  }
  return sum / std::max(count, 1.0) * 180.0 / std::numbers::pi;
}

void pennation_is_the_catalogues(const Leg& leg) {
  std::size_t seen = 0;
  for (const LegStructure& muscle : leg.structures) {
    const anatomy::Structure* entry = leg.entry(muscle);
    if (muscle.kind == Kind::muscle && entry != nullptr && entry->architecture) {
      ++seen;
      EXPECT_NEAR(pennation_of(muscle), entry->architecture->pennation_deg, 5.0) << muscle.id;
    }
  }
  EXPECT_EQ(seen, 11U);
}

// Soleus and gastrocnemius meet the tendon without a step.
void triceps_is_one_chain(const Leg& leg) {
  const LegStructure* tendon = leg.find("calcaneal-tendon");
  ASSERT_NE(tendon, nullptr);
  const geometry::SurfaceTree tree(tendon->mesh);
  for (const char* id : {"soleus", "gastrocnemius-medial", "gastrocnemius-lateral"}) {
    const LegStructure* muscle = leg.find(id);
    ASSERT_NE(muscle, nullptr);
    const std::vector<float>& share = *field(*muscle, kExcursionShareFieldId);
    std::size_t touching = 0;
    for (std::size_t i = 0; i < share.size(); ++i) {
      if (tree.closest(muscle->mesh.positions[i], 1.0F)) {
        ++touching;
        ASSERT_EQ(share[i], 1.0F) << id;
      }
    }
    EXPECT_GT(touching, 10U) << id;
  }
}

void all_of(const Leg& leg) {
  every_muscle_has_both(leg);
  ends_stay_on_their_bones(leg);
  tendons_move_as_one(leg);
  share_grows_downwards(leg);
  pennation_is_the_catalogues(leg);
  triceps_is_one_chain(leg);
}

TEST(MuscleFields, OnTheBuiltinLeg) { all_of(test::builtin()); }

TEST(MuscleFields, AponeurosesMoveWithTheirMuscle) {
  const LegStructure* soleus = test::builtin().find("soleus");
  const LegStructure* sheet = test::builtin().find("soleus-posterior-aponeurosis");
  ASSERT_NE(sheet, nullptr);
  const std::vector<float>* share = field(*sheet, kExcursionShareFieldId);
  ASSERT_NE(share, nullptr);
  const geometry::SurfaceTree tree(soleus->mesh);
  for (std::size_t i = 0; i < share->size(); i += 7) {
    EXPECT_NEAR((*share)[i], share_near(*soleus, tree, sheet->mesh.positions[i]), 1e-4F);
  }
  EXPECT_EQ(field(*test::builtin().find("plantar-aponeurosis"), kExcursionShareFieldId), nullptr);
}

TEST(MuscleFields, OfALeftLegAreTheMirrorImage) {
  const Leg left = mirrored(test::builtin());
  const LegStructure* soleus = left.find("soleus");
  EXPECT_EQ(*field(*soleus, kExcursionShareFieldId), *field(*test::builtin().find("soleus"), kExcursionShareFieldId));
  EXPECT_EQ(soleus->fibre_directions[100].z, -test::builtin().find("soleus")->fibre_directions[100].z);
}

// How far to the side of the leg (lateral positive) fibres go per mm down, on average over what `counts` says.
template <class Counts>
double lean(const Leg& leg, const LegStructure& structure, const Counts& counts) {
  const double lateral = leg.side == anatomy::Side::left ? -1.0 : 1.0;
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t i = 0; i < structure.mesh.positions.size(); ++i) {
    const glm::vec3& fibre = structure.fibre_directions.at(i);
    if (counts(structure.mesh.positions[i], structure.mesh.normals[i]) && fibre.y < -0.5F) {
      sum += lateral * static_cast<double>(fibre.z / -fibre.y);
      count += 1.0;
    }
  }
  EXPECT_GT(count, 20.0) << structure.id;
  return sum / std::max(count, 1.0);
}

// The same of the line through the middles of the sections between two heights.
double course_lean(const Leg& leg, const LegStructure& structure, float upper, float lower) {
  const double lateral = leg.side == anatomy::Side::left ? -1.0 : 1.0;
  const glm::dvec3 way = *middle_at(structure, lower) - *middle_at(structure, upper);
  return lateral * way.z / -way.y;
}

// Descending, the fibres at the back (of gastrocnemius) pass laterally, those in front (of soleus) medially: seen from
// above counter-clockwise in a right leg, clockwise in a left one (Pekala 2017).
void tendon_turns_the_right_way(const Leg& leg) {
  const LegStructure& tendon = *leg.find("calcaneal-tendon");
  for (const float height : {10.0F, 30.0F, 50.0F}) {
    const auto at = [&](const glm::vec3& p) { return std::abs(p.y - height) < 8.0F; };
    const double back = lean(leg, tendon, [&](const auto& p, const auto& n) { return at(p) && n.x < -0.8F; });
    const double front = lean(leg, tendon, [&](const auto& p, const auto& n) { return at(p) && n.x > 0.8F; });
    const double course = course_lean(leg, tendon, height + 10.0F, height - 10.0F);
    EXPECT_GT(back, course + 0.02) << height;
    EXPECT_LT(front, course - 0.02) << height;
  }
}

// Above the turn the sheets run with their own course, and do not fan out from one of their corners.
void sheets_run_down_their_course(const Leg& leg) {
  for (const auto& [id, upper, lower] :
       {std::tuple("calcaneal-tendon", 135.0F, 105.0F), std::tuple("gastrocnemius-aponeurosis", 230.0F, 170.0F),
        std::tuple("soleus-posterior-aponeurosis", 270.0F, 110.0F)}) {
    const LegStructure& sheet = *leg.find(id);
    const auto between = [&, upper = upper, lower = lower](const glm::vec3& p, const glm::vec3& n) {
      return p.y > lower && p.y < upper && n.x < -0.6F;
    };
    EXPECT_NEAR(lean(leg, sheet, between), course_lean(leg, sheet, upper, lower), 0.1) << id;
  }
}

TEST(MuscleFields, TheCalcanealTendonTurnsTheRightWay) {
  tendon_turns_the_right_way(test::builtin());
  tendon_turns_the_right_way(mirrored(test::builtin()));
}

TEST(MuscleFields, SheetsRunDownTheirCourse) {
  sheets_run_down_their_course(test::builtin());
  sheets_run_down_their_course(mirrored(test::builtin()));
}

TEST(Reference, HasMuscleFields) {
  CRUS_NEEDS_REFERENCE();
  all_of(test::reference_leg());
}

}  // namespace
}  // namespace crus
