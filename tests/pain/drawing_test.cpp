// Drawing on the skin and the patterns a drawing resembles.
#include "pain/drawing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <random>

#include "atlas/load.hpp"
#include "support/support.hpp"

namespace crus::pain {
namespace {

// A square plate of side `side` in the plane z, in cells of `cell` mm, from a corner.
geometry::Mesh plate(float side, float cell, float z) {
  geometry::Mesh mesh;
  const auto n = static_cast<std::uint32_t>(std::lround(side / cell));
  for (std::uint32_t y = 0; y <= n; ++y) {
    for (std::uint32_t x = 0; x <= n; ++x) {
      mesh.positions.emplace_back(static_cast<float>(x) * cell, static_cast<float>(y) * cell, z);
    }
  }
  for (std::uint32_t y = 0; y < n; ++y) {
    for (std::uint32_t x = 0; x < n; ++x) {
      const std::uint32_t a = y * (n + 1) + x;
      mesh.triangles.emplace_back(a, a + 1, a + n + 1);
      mesh.triangles.emplace_back(a + 1, a + n + 2, a + n + 1);
    }
  }
  return mesh;
}

void append(geometry::Mesh& to, const geometry::Mesh& more) {
  const auto base = static_cast<std::uint32_t>(to.positions.size());
  to.positions.insert(to.positions.end(), more.positions.begin(), more.positions.end());
  for (const glm::uvec3& t : more.triangles) {
    to.triangles.push_back(t + base);
  }
}

double integral(const Canvas& canvas, const std::vector<float>& field) {
  double sum = 0.0;
  for (std::size_t i = 0; i < field.size(); ++i) {
    sum += canvas.areas_mm2()[i] * static_cast<double>(field[i]);
  }
  return sum;
}

TEST(Canvas, ADabHasItsClosedFormVolume) {
  const Canvas canvas(plate(100.0F, 1.0F, 0.0F));
  Dab dab;
  dab.at_mm = {50, 50, 0};
  dab.radius_mm = 20.0;
  dab.intensity = 0.5;
  // Full to half the radius, then 1 - smoothstep, integrated over the disc.
  double expected = 0.0;
  constexpr int kSteps = 20000;
  for (int i = 0; i < kSteps; ++i) {
    const double r = (i + 0.5) / kSteps * 20.0;
    const double t = std::clamp((r - 10.0) / 10.0, 0.0, 1.0);
    expected += 2.0 * M_PI * r * 0.5 * (1.0 - t * t * (3.0 - 2.0 * t)) * 20.0 / kSteps;
  }
  EXPECT_NEAR(integral(canvas, canvas.field_of(std::span(&dab, 1))) / expected, 1.0, 0.01);
}

TEST(Canvas, NothingLeaksAcrossAGap) {
  geometry::Mesh two = plate(60.0F, 2.0F, 0.0F);
  const std::size_t first = two.positions.size();
  append(two, plate(60.0F, 2.0F, 3.0F));
  const Canvas canvas(two);
  Dab dab;
  dab.at_mm = {30, 30, -0.5};
  dab.radius_mm = 25.0;
  const std::vector<float> field = canvas.field_of(std::span(&dab, 1));
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (i >= first) {
      ASSERT_EQ(field[i], 0.0F) << "the plate 3 mm away";
    }
  }
  EXPECT_GT(integral(canvas, field), 100.0);
}

TEST(Canvas, TheRubberTakesAway) {
  const Canvas canvas(plate(60.0F, 2.0F, 0.0F));
  std::vector<Dab> dabs(2);
  dabs[0].at_mm = dabs[1].at_mm = {30, 30, 0};
  dabs[0].radius_mm = 12.0;
  dabs[1].radius_mm = 30.0;
  dabs[1].erase = true;
  EXPECT_NEAR(integral(canvas, canvas.field_of(dabs)), 0.0, 1e-6);
}

TEST(Jaccard, ClosedForms) {
  const std::vector<double> areas{2.0, 1.0, 1.0};
  const std::vector<float> a{1.0F, 0.0F, 0.5F};
  const std::vector<float> b{1.0F, 1.0F, 0.0F};
  const std::vector<float> none(3, 0.0F);
  EXPECT_DOUBLE_EQ(weighted_jaccard(areas, a, a), 1.0);
  EXPECT_DOUBLE_EQ(weighted_jaccard(areas, a, b), 2.0 / 3.5);
  EXPECT_DOUBLE_EQ(weighted_jaccard(areas, a, none), 0.0);
  EXPECT_DOUBLE_EQ(weighted_jaccard(areas, none, none), 1.0);
}

TEST(Comparison, ClosedForms) {
  const std::vector<double> areas{2.0, 1.0, 1.0};
  const std::vector<float> before{1.0F, 0.0F, 0.5F};
  const std::vector<float> now{1.0F, 1.0F, 0.0F};
  const Comparison both = compare(areas, before, now);
  EXPECT_DOUBLE_EQ(both.agreement, weighted_jaccard(areas, before, now));
  EXPECT_DOUBLE_EQ(both.area_before_mm2, 3.0);
  EXPECT_DOUBLE_EQ(both.area_now_mm2, 3.0);
  EXPECT_DOUBLE_EQ(both.mean_before, 2.5 / 3.0);
  EXPECT_DOUBLE_EQ(both.mean_now, 1.0);
  const std::vector<float> none(3, 0.0F);
  EXPECT_DOUBLE_EQ(compare(areas, none, none).agreement, 1.0);
  EXPECT_DOUBLE_EQ(compare(areas, none, none).mean_now, 0.0);
}

struct Stage {
  anatomy::PainData data;
  LegPtr leg;
  PainFields fields;
  std::vector<double> areas;
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
    auto fields = leg ? compute_fields(**leg, *data) : Result<PainFields>(tl::unexpected(leg.error()));
    if (!fields) {
      return nullptr;
    }
    const std::vector<double> areas = Canvas((*leg)->structures[fields->skin].mesh).areas_mm2();
    return std::make_unique<Stage>(Stage{std::move(*data), *leg, std::move(*fields), areas});
  }();
  return made.get();
}

TEST(Fields, StopSoonAfterTheyAreCancelled) {
  ASSERT_NE(stage(), nullptr);
  Progress job;
  job.cancel();
  const auto fields = compute_fields(*stage()->leg, stage()->data, &job);
  ASSERT_FALSE(fields);
  EXPECT_NE(fields.error().message().find("cancelled"), std::string::npos);
}

std::vector<float> on_skin(const Stage& s, const std::string& id) {
  std::vector<float> field = s.fields.field(s.data, id);
  field.resize(s.areas.size());
  return field;
}

// By zone weight.
bool at_least_half_on_the_leg(const Stage& s, const anatomy::PainPattern& pattern) {
  double on = 0.0;
  double all = 0.0;
  for (const auto* zones : {&pattern.essential, &pattern.spillover}) {
    for (const std::string& zone : *zones) {
      const double weight = anatomy::PainData::weight(pattern, zone);
      all += weight;
      on += s.fields.zone(zone) != nullptr ? weight : 0.0;
    }
  }
  return all > 0.0 && on >= 0.5 * all;
}

using Random = std::mt19937;
double uniform(Random& random, double low, double high) {
  return low + (high - low) * static_cast<double>(random()) / static_cast<double>(Random::max());
}
glm::vec3 direction(Random& random) {
  glm::vec3 d(0.0F);
  do {
    d = glm::vec3(uniform(random, -1, 1), uniform(random, -1, 1), uniform(random, -1, 1));
  } while (glm::length(d) < 0.1F || glm::length(d) > 1.0F);
  return glm::normalize(d);
}

std::vector<float> noisy(const Stage& s, std::vector<float> field, Random& random) {
  const geometry::Mesh& skin = s.leg->structures[s.fields.skin].mesh;
  for (float& value : field) {
    value = std::clamp(value * static_cast<float>(uniform(random, 0.5, 1.5)), 0.0F, 1.0F);
  }
  std::vector<Dab> blots(3);
  for (Dab& blot : blots) {
    blot.at_mm = glm::dvec3(skin.positions[random() % skin.positions.size()]);
    blot.radius_mm = 8.0;
    blot.intensity = 0.5;
  }
  const std::vector<float> extra = Canvas(skin).field_of(blots);
  for (std::size_t i = 0; i < field.size(); ++i) {
    field[i] = std::max(field[i], extra[i]);
  }
  return field;
}

std::vector<float> half_missing(const Stage& s, std::vector<float> field, Random& random) {
  const geometry::Mesh& skin = s.leg->structures[s.fields.skin].mesh;
  const glm::vec3 way = direction(random);
  std::vector<std::pair<float, double>> along;
  double whole = 0.0;
  for (std::size_t i = 0; i < field.size(); ++i) {
    along.emplace_back(glm::dot(way, skin.positions[i]), s.areas[i] * static_cast<double>(field[i]));
    whole += along.back().second;
  }
  auto sorted = along;
  std::sort(sorted.begin(), sorted.end());
  double sum = 0.0;
  float middle = 0.0F;
  for (const auto& [place, amount] : sorted) {
    sum += amount;
    middle = place;
    if (sum >= 0.5 * whole) {
      break;
    }
  }
  for (std::size_t i = 0; i < field.size(); ++i) {
    field[i] = along[i].first > middle ? 0.0F : field[i];
  }
  return field;
}

std::vector<float> shifted(const Stage& s, const std::vector<float>& field, Random& random) {
  const geometry::Mesh& skin = s.leg->structures[s.fields.skin].mesh;
  const SkinProbe probe(s.fields.surface);
  const glm::vec3 shift = 10.0F * direction(random);
  std::vector<float> moved(field.size(), 0.0F);
  for (std::size_t i = 0; i < field.size(); ++i) {
    const auto where = probe.find(glm::dvec3(skin.positions[i] - shift));
    if (where && std::max({where->corners.x, where->corners.y, where->corners.z}) < field.size()) {
      moved[i] = static_cast<float>(SkinProbe::value(field, *where));
    }
  }
  return moved;
}

// Patterns that no drawing on the leg could tell apart count as one.
bool same(const Stage& s, const std::string& a, const std::string& b) {
  return a == b || weighted_jaccard(s.areas, on_skin(s, a), on_skin(s, b)) > 0.7;
}

TEST(Ranking, SyntheticDrawingsFindTheirPattern) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  struct Row {
    int drawings = 0, first = 0, in_three = 0;
  };
  const char* const kinds[] = {"noise", "half missing", "shifted 10 mm"};
  Row rows[3];
  unsigned seed = 1;
  for (const anatomy::PainPattern& pattern : s.data.patterns) {
    if (!at_least_half_on_the_leg(s, pattern)) {
      continue;
    }
    const std::vector<float> field = on_skin(s, pattern.id);
    for (int kind = 0; kind < 3; ++kind) {
      for (int repeat = 0; repeat < 3; ++repeat) {
        Random random(seed++);
        const std::vector<float> drawn = kind == 0   ? noisy(s, field, random)
                                         : kind == 1 ? half_missing(s, field, random)
                                                     : shifted(s, field, random);
        const Answer answer = rank(s.data, s.fields, s.areas, drawn, {});
        Row& row = rows[kind];
        ++row.drawings;
        bool in_three = false;
        for (std::size_t i = 0; i < std::min<std::size_t>(3, answer.patterns.size()); ++i) {
          const bool right = same(s, answer.patterns[i].pattern->id, pattern.id);
          in_three = in_three || right;
          row.first += i == 0 && right ? 1 : 0;
        }
        row.in_three += in_three ? 1 : 0;
        if (!in_three) {
          std::printf("  missed: %s, %s\n", pattern.id.c_str(), kinds[kind]);
        }
      }
    }
  }
  Row all;
  std::printf("%-16s %9s %7s %9s\n", "drawing", "drawings", "first", "in three");
  for (int kind = 0; kind < 3; ++kind) {
    const Row& row = rows[kind];
    std::printf("%-16s %9d %6.1f%% %8.1f%%\n", kinds[kind], row.drawings, 100.0 * row.first / row.drawings,
                100.0 * row.in_three / row.drawings);
    all.drawings += row.drawings;
    all.first += row.first;
    all.in_three += row.in_three;
  }
  std::printf("%-16s %9d %6.1f%% %8.1f%%\n", "all", all.drawings, 100.0 * all.first / all.drawings,
              100.0 * all.in_three / all.drawings);
  ASSERT_GT(all.drawings, 100);
  EXPECT_GE(all.first, 0.80 * all.drawings);
  EXPECT_GE(all.in_three, 0.95 * all.drawings);
}

TEST(Ranking, SharesExplainedAndLeftOver) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  const std::vector<float> field = on_skin(s, "tibialis-anterior-1");
  const Answer own = rank(s.data, s.fields, s.areas, field, {});
  ASSERT_FALSE(own.patterns.empty());
  EXPECT_EQ(own.patterns[0].pattern->id, "tibialis-anterior-1");
  EXPECT_NEAR(own.patterns[0].score, 1.0, 1e-6);
  EXPECT_GT(own.patterns[0].explained, 0.97);
  EXPECT_LT(own.unexplained, 0.03);
  // The same area again where no chart draws it: half is left over.
  const std::vector<std::string> low_back{"low-back"};
  const Answer back = rank(s.data, s.fields, s.areas, std::vector<float>(s.areas.size(), 0.0F), low_back);
  ASSERT_FALSE(back.patterns.empty());
  for (const Ranked& ranked : back.patterns) {
    const auto& zones = ranked.pattern->essential;
    EXPECT_NE(std::find(zones.begin(), zones.end(), "low-back"), zones.end()) << ranked.pattern->id;
  }
  EXPECT_TRUE(rank(s.data, s.fields, s.areas, std::vector<float>(s.areas.size(), 0.0F), {}).patterns.empty());
}

// Scores belong to the surface, not to its triangles.
TEST(Ranking, RefiningTheSkinChangesAScoreByLessThanTwoPercent) {
  ASSERT_NE(stage(), nullptr);
  const Stage& s = *stage();
  const geometry::Mesh& skin = s.leg->structures[s.fields.skin].mesh;
  const geometry::Mesh fine = refined(skin);
  PainFields finer = s.fields;
  finer.skin_vertices = fine.positions.size();
  const SkinProbe probe(s.fields.surface);
  finer.surface = std::make_shared<const geometry::Mesh>(fine);
  std::vector<SkinProbe::Where> places;
  for (const glm::vec3& p : fine.positions) {
    places.push_back(*probe.find(glm::dvec3(p)));
  }
  for (std::size_t z = 0; z < finer.zones.size(); ++z) {
    std::vector<float> values;
    for (const SkinProbe::Where& where : places) {
      values.push_back(static_cast<float>(SkinProbe::value(s.fields.zones[z].values, where)));
    }
    finer.zones[z].values = std::move(values);
  }
  std::vector<Dab> dabs(3);
  dabs[0].at_mm = {-66, -30, 0};
  dabs[1].at_mm = {-60, 0, 0};
  dabs[2].at_mm = {-55, 30, 0};
  const Canvas coarse_canvas(skin);
  const Canvas fine_canvas(fine);
  const Answer coarse = rank(s.data, s.fields, coarse_canvas.areas_mm2(), coarse_canvas.field_of(dabs), {});
  const Answer again = rank(s.data, finer, fine_canvas.areas_mm2(), fine_canvas.field_of(dabs), {});
  ASSERT_FALSE(coarse.patterns.empty());
  EXPECT_EQ(coarse.patterns[0].pattern, again.patterns[0].pattern);
  EXPECT_LT(std::abs(coarse.patterns[0].score - again.patterns[0].score), 0.02);
  EXPECT_LT(std::abs(coarse.patterns[0].explained - again.patterns[0].explained), 0.02);
}

}  // namespace
}  // namespace crus::pain
