// Excursion share and fibres on a muscle whose answer is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geometry/cotangents.hpp"
#include "geometry/repair.hpp"
#include "leg/bones.hpp"
#include "leg/muscle_fields.hpp"

namespace crus {
namespace {

using anatomy::Architecture;
using anatomy::Side;

constexpr float kTop = 300.0F;
constexpr float kTendonTop = 100.0F;

// A muscle that hangs down: a belly as broad as two thumbs over a cord.
geometry::Mesh muscle() {
  std::vector<test::Ring> rings;
  for (int i = 0; i <= 100; ++i) {
    const float y = kTop * static_cast<float>(i) / 100.0F;
    const float wide = 3.0F + 12.0F * glm::smoothstep(70.0F, 130.0F, y) * (1.0F - glm::smoothstep(290.0F, 305.0F, y));
    rings.push_back({y, 0.0F, 0.0F, 0.6F * wide, wide});
  }
  geometry::Mesh mesh = test::tube(rings, 40);
  geometry::compute_normals(mesh, std::numbers::pi_v<float>);
  return mesh;
}

MuscleEnds ends_of(const geometry::Mesh& mesh) {
  MuscleEnds ends;
  for (const glm::vec3& p : mesh.positions) {
    ends.origin.push_back(p.y > 280.0F ? 1 : 0);
    ends.insertion.push_back(p.y < kTendonTop ? 1 : 0);
  }
  return ends;
}

Architecture architecture(Architecture::Arrangement arrangement, double pennation_deg) {
  Architecture result;
  result.pennation_deg = pennation_deg;
  result.fibre_length_mm = 45.0;
  result.arrangement = arrangement;
  result.tendon = Architecture::Surface::posterior;
  return result;
}

TEST(Harmonic, IsLinearAlongATubeBetweenFixedEnds) {
  const geometry::Mesh mesh =
      test::tube({{0, 0, 0, 10, 10}, {20, 0, 0, 10, 10}, {50, 0, 0, 10, 10}, {60, 0, 0, 10, 10}, {100, 0, 0, 10, 10}});
  std::vector<double> wanted(mesh.positions.size(), 0.0);
  std::vector<double> hold(mesh.positions.size(), 0.0);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const float y = mesh.positions[i].y;
    wanted[i] = y > 50.0F ? 1.0 : 0.0;
    hold[i] = y < 1.0F || y > 99.0F ? std::numeric_limits<double>::infinity() : 0.0;
  }
  const std::vector<double> found = geometry::harmonic(mesh, wanted, hold);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_NEAR(found[i], mesh.positions[i].y / 100.0, 1e-6);
  }
}

TEST(Harmonic, SaysNothingOfPartsThatAreHeldNowhere) {
  geometry::Mesh mesh = test::tube({{0, 0, 0, 10, 10}, {20, 0, 0, 10, 10}});
  const std::size_t first = mesh.positions.size();
  geometry::Mesh other = mesh;
  for (glm::vec3& p : other.positions) {
    p.x += 100.0F;
  }
  mesh.positions.insert(mesh.positions.end(), other.positions.begin(), other.positions.end());
  for (const glm::uvec3& t : other.triangles) {
    mesh.triangles.push_back(t + static_cast<std::uint32_t>(first));
  }
  std::vector<double> hold(mesh.positions.size(), 0.0);
  hold[0] = std::numeric_limits<double>::infinity();
  const std::vector<double> found = geometry::harmonic(mesh, std::vector<double>(hold.size(), 0.25), hold);
  EXPECT_NEAR(found[first - 1], 0.25, 1e-9);
  EXPECT_TRUE(std::isnan(found[first]));
}

TEST(MuscleFields, TheShareRunsFromOriginToTendon) {
  const geometry::Mesh mesh = muscle();
  const Architecture soleus = architecture(Architecture::Arrangement::multipennate, 28.0);
  for (const Architecture* given : {static_cast<const Architecture*>(nullptr), &soleus}) {
    const std::vector<float> share = excursion_share(mesh, ends_of(mesh), given, Side::right);
    ASSERT_EQ(share.size(), mesh.positions.size());
    std::vector<double> sum(31, 0.0);
    std::vector<double> count(31, 0.0);
    for (std::size_t i = 0; i < share.size(); ++i) {
      const float y = mesh.positions[i].y;
      EXPECT_TRUE(y <= 280.0F || share[i] == 0.0F);
      EXPECT_TRUE(y >= kTendonTop || share[i] == 1.0F);
      const auto bin = static_cast<std::size_t>(y / 10.0F);
      sum[bin] += static_cast<double>(share[i]);
      count[bin] += 1.0;
    }
    for (std::size_t bin = 1; bin < 30; ++bin) {
      EXPECT_LE(sum[bin] / count[bin], sum[bin - 1] / count[bin - 1] + 1e-6) << bin;
    }
  }
}

TEST(MuscleFields, TheTendonsSurfaceLeadsTheOtherOne) {
  const geometry::Mesh mesh = muscle();
  const Architecture soleus = architecture(Architecture::Arrangement::multipennate, 28.0);
  const std::vector<float> share = excursion_share(mesh, ends_of(mesh), &soleus, Side::right);
  double behind = 0.0;
  double before = 0.0;
  for (std::size_t i = 0; i < share.size(); ++i) {
    if (std::abs(mesh.positions[i].y - 190.0F) < 10.0F && std::abs(mesh.positions[i].z) < 3.0F) {
      (mesh.positions[i].x < 0.0F ? behind : before) += static_cast<double>(share[i]);
    }
  }
  EXPECT_GT(behind, 1.2 * before);
}

TEST(MuscleFields, WithoutKnownEndsTheMusclesOwnEndsServe) {
  const geometry::Mesh mesh = muscle();
  const std::vector<char> none(mesh.positions.size(), 0);
  const std::vector<float> share = excursion_share(mesh, {none, none}, nullptr, Side::right);
  for (std::size_t i = 0; i < share.size(); ++i) {
    const float y = mesh.positions[i].y;
    EXPECT_TRUE(y < 299.0F || share[i] < 0.02F) << y << " " << share[i];
    EXPECT_TRUE(y > 1.0F || share[i] > 0.98F) << y << " " << share[i];
  }
}

TEST(MuscleFields, FibresStandAtThePennationToTheLineOfPull) {
  const geometry::Mesh mesh = muscle();
  for (const auto arrangement : {Architecture::Arrangement::unipennate, Architecture::Arrangement::bipennate}) {
    const Architecture given = architecture(arrangement, 28.0);
    const std::vector<glm::vec3> fibres = fibre_directions(mesh, ends_of(mesh), {}, &given, Side::right);
    ASSERT_EQ(fibres.size(), mesh.positions.size());
    for (std::size_t i = 0; i < fibres.size(); ++i) {
      const glm::vec3& p = mesh.positions[i];
      if (p.y < 150.0F || p.y > 270.0F) {
        continue;
      }
      EXPECT_NEAR(glm::degrees(std::acos(-fibres[i].y)), 28.0F, 5.0F) << p.x << " " << p.y << " " << p.z;
      if (arrangement == Architecture::Arrangement::unipennate) {
        EXPECT_LT(fibres[i].x, -0.3F);  // towards the tendon behind
      } else if (std::abs(p.z) > 6.0F) {
        EXPECT_LT(fibres[i].z * p.z, 0.0F);  // towards the shaft of the feather
      }
    }
  }
}

TEST(MuscleFields, ALeftMuscleIsTheMirrorImage) {
  const geometry::Mesh mesh = muscle();
  Architecture given = architecture(Architecture::Arrangement::unipennate, 14.0);
  given.tendon = Architecture::Surface::lateral;
  const auto right = fibre_directions(mesh, ends_of(mesh), {}, &given, Side::right);
  const auto left = fibre_directions(mesh, ends_of(mesh), {}, &given, Side::left);
  for (std::size_t i = 0; i < right.size(); ++i) {
    const float y = mesh.positions[i].y;
    if (y > 150.0F && y < 270.0F) {
      EXPECT_GT(right[i].z, 0.1F);
      EXPECT_LT(left[i].z, -0.1F);
    }
  }
}

TEST(MuscleFields, ATwistedTendonTurnsAsMuchAsItIsSaidTo) {
  constexpr float kRadius = 6.0F;
  std::vector<test::Ring> rings;
  for (int i = 0; i <= 90; ++i) {
    rings.push_back({2.0F * static_cast<float>(i), 0.0F, 0.0F, kRadius, kRadius});
  }
  geometry::Mesh mesh = test::tube(rings, 40);
  for (const Side side : {Side::right, Side::left}) {
    const std::vector<glm::vec3> fibres = twisted_fibres(mesh, 90.0, side);
    // The slope round the tube, summed over its length, is the turn: counter-clockwise seen from above on the right.
    std::vector<double> sum(91, 0.0);
    for (std::size_t i = 0; i < 91 * 40; ++i) {
      const glm::vec3& p = mesh.positions[i];
      const glm::vec3 round = glm::normalize(glm::cross(glm::vec3(0.0F, 1.0F, 0.0F), glm::vec3(p.x, 0.0F, p.z)));
      sum[i / 40] += glm::dot(fibres[i], round) / -fibres[i].y / kRadius / 40.0;
    }
    double turn = 0.0;
    for (std::size_t ring = 3; ring < 88; ++ring) {
      turn += 2.0 * sum[ring];
    }
    EXPECT_NEAR(glm::degrees(turn), side == Side::right ? 90.0 : -90.0, 6.0);
  }
}

}  // namespace
}  // namespace crus
