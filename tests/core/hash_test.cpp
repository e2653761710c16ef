#include "core/hash.hpp"

#include <gtest/gtest.h>

namespace crus {
namespace {

TEST(Hash, KnownValueOfTheEmptyInput) {
  // XXH3 128 of no bytes, from the algorithm's own test vectors.
  EXPECT_EQ(hash_bytes({}).hex(), "99aa06d3014798d86001c324468d497f");
}

TEST(Hash, PiecesDoNotRunTogether) {
  Hasher one;
  one.add("ab").add("c");
  Hasher two;
  two.add("a").add("bc");
  EXPECT_NE(one.finish(), two.finish());
}

}  // namespace
}  // namespace crus
