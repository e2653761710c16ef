// Pictures on disk.
#include <gtest/gtest.h>

#include "app/image_file.hpp"
#include "support/support.hpp"

namespace crus::test {
namespace {

render::Image noise(bool opaque) {
  render::Image image{37, 23, {}};
  unsigned state = 1;
  for (int i = 0; i < 37 * 23 * 4; ++i) {
    state = state * 1664525U + 1013904223U;
    image.rgba.push_back(opaque && i % 4 == 3 ? 255 : static_cast<std::uint8_t>(state >> 24U));
  }
  return image;
}

TEST(Png, comes_back_as_it_was) {
  const ScratchFolder folder;
  for (const bool opaque : {true, false}) {
    const render::Image image = noise(opaque);
    ASSERT_TRUE(app::write_png(image, folder / "a.png"));
    const auto read = app::read_png(folder / "a.png");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_TRUE(*read == image);
  }
}

TEST(Png, has_the_same_bytes_each_time) {
  const auto first = app::encode_png(noise(false));
  const auto second = app::encode_png(noise(false));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
}

TEST(Png, errors_name_the_file) {
  const ScratchFolder folder;
  const auto written = app::write_png(noise(true), folder / "no" / "such" / "a.png");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message().find("a.png"), std::string::npos);
  write_file(folder / "text.png", "not a picture");
  EXPECT_FALSE(app::read_png(folder / "text.png"));
  EXPECT_FALSE(app::read_png(folder / "missing.png"));
}

}  // namespace
}  // namespace crus::test
