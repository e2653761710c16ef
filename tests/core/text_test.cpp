#include "core/text.hpp"

#include <gtest/gtest.h>

namespace crus {
namespace {

using Words = std::vector<std::string>;

TEST(Text, SplitsNamesAsFilesWriteThem) {
  EXPECT_EQ(words("FMA22558_right_soleus.glb"), (Words{"fma22558", "right", "soleus", "glb"}));
  EXPECT_EQ(words("Soleus muscle.r"), (Words{"soleus", "muscle", "r"}));
  EXPECT_EQ(words("leftSoleusMuscle"), (Words{"left", "soleus", "muscle"}));
  EXPECT_TRUE(words(" -._ ").empty());
}

TEST(Text, KebabJoinsWords) { EXPECT_EQ(kebab("Flexor hallucis longus"), "flexor-hallucis-longus"); }

TEST(Text, EditDistanceCountsSwapsOnce) {
  EXPECT_EQ(edit_distance("tibia", "tibia"), 0U);
  EXPECT_EQ(edit_distance("tibia", "tbiia"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("soleus", "soles"), 1U);
  EXPECT_EQ(edit_distance("fibula", "tibia"), edit_distance("tibia", "fibula"));
}

TEST(Text, NearestOffersMisspellingsAndParts) {
  const Words ids{"tibia", "fibula", "soleus", "gastrocnemius-medial", "gastrocnemius-lateral"};
  EXPECT_EQ(nearest("solues", ids, 1), Words{"soleus"});
  EXPECT_EQ(nearest("gastro", ids, 2), (Words{"gastrocnemius-medial", "gastrocnemius-lateral"}));
  EXPECT_TRUE(nearest("xyzzyqq", ids).empty());
}

TEST(Text, ANumberIsTheWholeWord) {
  EXPECT_EQ(any_number("-12.5"), -12.5);
  EXPECT_EQ(finite_number("-12.5"), -12.5);
  for (const char* word : {"", "12mm", " 12", "1,5", "tall"}) {
    EXPECT_FALSE(any_number(word)) << word;
    EXPECT_FALSE(finite_number(word)) << word;
  }
  for (const char* word : {"nan", "inf", "-inf"}) {
    EXPECT_TRUE(any_number(word)) << word;
    EXPECT_FALSE(finite_number(word)) << word;
  }
}

TEST(Text, QuotedList) {
  EXPECT_EQ(quoted_list(Words{}), "");
  EXPECT_EQ(quoted_list(Words{"a", "b", "c"}), "'a', 'b' or 'c'");
}

}  // namespace
}  // namespace crus
