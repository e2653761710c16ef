// What a retinaculum does while the ankle moves: it stays on its bones and over its tendons.
#include <array>

#include <gtest/gtest.h>

#include "atlas/builtin_leg.hpp"
#include "geometry/closest.hpp"
#include "geometry/crossing.hpp"
#include "leg/moving.hpp"

namespace crus {
namespace {

using test::deformed;
using test::Moving;
using test::moving;
using test::request;

std::size_t index_of(const Leg& leg, std::string_view id) {
  const auto found =
      std::find_if(leg.structures.begin(), leg.structures.end(), [&](const LegStructure& s) { return s.id == id; });
  EXPECT_NE(found, leg.structures.end()) << id;
  return static_cast<std::size_t>(found - leg.structures.begin());
}

geometry::Mesh posed(const Leg& leg, const std::vector<PosedSurface>& surfaces, std::string_view id) {
  const std::size_t at = index_of(leg, id);
  geometry::Mesh mesh = leg.structures[at].mesh;
  mesh.positions = surfaces[at].positions;
  return mesh;
}

TEST(InferiorExtensorRetinaculum, RidesAlongOverTheRange) {
  const Leg& leg = test::builtin();
  const Moving m = moving(leg);
  constexpr std::string_view kId = "inferior-extensor-retinaculum";
  const geometry::Mesh& rest = leg.structures[index_of(leg, kId)].mesh;
  for (const double angle : {-20.0, 0.0, 20.0, 40.0, 50.0}) {
    SCOPED_TRACE(angle);
    const std::vector<PosedSurface> surfaces = deformed(m, request(angle));
    const geometry::Mesh band = posed(leg, surfaces, kId);
    EXPECT_TRUE(geometry::crossing_edges(band).empty());
    // Where it touches its bones it goes with them.
    for (const char* id : {"calcaneus", "tibia", "navicular", "medial-cuneiform"}) {
      const geometry::SurfaceTree before(leg.structures[index_of(leg, id)].mesh);
      const geometry::Mesh bone = posed(leg, surfaces, id);
      const geometry::SurfaceTree after(bone);
      std::size_t touching = 0;
      for (std::size_t v = 0; v < rest.positions.size(); ++v) {
        if (const auto hit = before.closest(rest.positions[v], 1.0F)) {
          ++touching;
          EXPECT_NEAR(after.closest(band.positions[v])->distance_mm, hit->distance_mm, 1.0F) << id;
        }
      }
      EXPECT_GT(touching, 0U) << id;
    }
    // The tendons go on passing close beneath.
    const geometry::SurfaceTree roof(band);
    for (const char* id : {"tibialis-anterior", "extensor-hallucis-longus", "extensor-digitorum-longus"}) {
      float nearest = 100.0F;
      for (const glm::vec3& p : posed(leg, surfaces, id).positions) {
        if (const auto hit = roof.closest(p, 10.0F)) {
          nearest = std::min(nearest, hit->distance_mm);
        }
      }
      EXPECT_LT(nearest, 3.0F) << id;
    }
  }
}

}  // namespace
}  // namespace crus
