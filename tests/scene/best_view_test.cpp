// From which side a pattern is best seen.
#include "scene/best_view.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "atlas/load.hpp"
#include "support/support.hpp"

namespace crus::scene {
namespace {

// From the middle towards the eye.
glm::dvec3 way(const ViewDirection& view) {
  const double azimuth = view.azimuth_deg * M_PI / 180.0;
  const double elevation = view.elevation_deg * M_PI / 180.0;
  return {std::cos(elevation) * std::cos(azimuth), std::sin(elevation), std::cos(elevation) * std::sin(azimuth)};
}

TEST(BestView, ShowsEachPatternOfTheBuiltInLegFromItsSide) {
  auto catalogue = anatomy::Catalogue::load(test::source_folder() / "assets" / "catalogue");
  auto data = anatomy::PainData::load(test::source_folder() / "assets" / "pain");
  ASSERT_TRUE(catalogue && data);
  catalogue->set_pain(std::make_shared<const anatomy::PainData>(std::move(*data)));
  const auto leg = atlas::load_builtin(test::built_share_folder(),
                                       std::make_shared<const anatomy::Catalogue>(std::move(*catalogue)));
  ASSERT_TRUE(leg) << leg.error().message();
  const auto fields = pain::compute_fields(**leg, *(*leg)->pain());
  ASSERT_TRUE(fields);
  // Forward is x, lateral z on a right leg.
  const auto seen = [&](const char* pattern) { return way(best_view(**leg, *fields, pattern)); };
  EXPECT_LT(seen("soleus-1").x, -0.7) << "the heel from behind";
  EXPECT_LT(seen("soleus-2").x, -0.7) << "the calf from behind";
  EXPECT_LT(seen("soleus-3").x, -0.7) << "a small patch behind";
  EXPECT_GT(seen("tibialis-anterior-1").x, 0.5) << "shin and ankle from the front";
  EXPECT_GT(seen("fibularis-longus-1").z, 0.5) << "the outer ankle from the outer side";
  EXPECT_LT(seen("abductor-hallucis-1").z, -0.5) << "the inner heel from the inner side";
  EXPECT_LT(seen("piriformis-1").x, -0.9) << "nothing on the leg but the thigh's end: from behind";
  // From nearer the heel is seen from behind and below, both of its zones.
  const ViewDirection first = best_view(**leg, *fields, "soleus-1");
  EXPECT_LT(way(best_near_view(**leg, *fields, "soleus-1", first)).x, -0.4);
}

}  // namespace
}  // namespace crus::scene
