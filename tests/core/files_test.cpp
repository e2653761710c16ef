#include "core/files.hpp"

#include <cstdlib>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/support.hpp"

namespace crus {
namespace {

namespace fs = std::filesystem;

TEST(Files, WritesWholeAndReadsBack) {
  const test::ScratchFolder scratch;
  const fs::path file = scratch / "deep/er/a.txt";
  EXPECT_FALSE(write_atomically(file, std::string_view("one")));
  ASSERT_TRUE(write_atomically(file, std::string_view("one"), true));
  ASSERT_TRUE(write_atomically(file, std::string_view("two, longer"), true));
  EXPECT_EQ(read_text(file).value(), "two, longer");
  // Nothing half-written stays beside it.
  EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), fs::directory_iterator()), 1);
}

TEST(Files, ErrorsNameTheFileAndTheReason) {
  const test::ScratchFolder scratch;
  const auto missing = read_text(scratch / "none.txt");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message().find("none.txt"), std::string::npos);
  EXPECT_NE(missing.error().message().find("No such file"), std::string::npos);
  EXPECT_EQ(read_text(scratch.path()).error().what, "this is a folder, not a file");
  test::write_file(scratch / "big", std::string(2U << 20U, 'x'));
  EXPECT_FALSE(read_text(scratch / "big", 1U << 20U));
  ASSERT_EQ(::mkfifo((scratch / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_text(scratch / "pipe").error().what, "this is not a regular file");
}

TEST(Files, AFolderInTheWayIsNotReplaced) {
  const test::ScratchFolder scratch;
  fs::create_directory(scratch / "x");
  EXPECT_FALSE(write_atomically(scratch / "x", std::string_view("no")));
  EXPECT_TRUE(fs::is_directory(scratch / "x"));
}

TEST(Files, XdgFoldersIgnoreRelativePaths) {
  ::setenv("XDG_CACHE_HOME", "/somewhere/cache", 1);
  EXPECT_EQ(cache_folder(), "/somewhere/cache/crus");
  ::setenv("XDG_CACHE_HOME", "relative", 1);
  ::setenv("HOME", "/people/me", 1);
  EXPECT_EQ(cache_folder(), "/people/me/.cache/crus");
}

}  // namespace
}  // namespace crus
