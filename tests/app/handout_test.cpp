// Hand-outs: pages of both sizes, as PDF and PNG, with nothing left out.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include <unistd.h>

#include "app/handout_page.hpp"
#include "app/image_file.hpp"
#include "core/files.hpp"
#include "support/support.hpp"

namespace crus::app {
namespace {
namespace fs = std::filesystem;

Handout page_of(int words) {
  Handout page;
  page.title = "Soleus, lower point";
  page.about = "Evidence: disputed.";
  std::string text;
  for (int i = 0; i < words; ++i) {
    text += "word ";
  }
  page.sentences = {text, text, text};
  page.warning_title = "See a doctor first";
  page.warning = text;
  page.sources = {text};
  page.disclaimer = "Not a diagnosis.";
  page.picture.width = page.picture.height = 800;
  page.picture.rgba.assign(std::size_t{800} * 800 * 4, 128);
  return page;
}

bool is_white(const render::Image& image, int x, int y) {
  const auto i =
      4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x));
  return image.rgba[i] > 250 && image.rgba[i + 1] > 250 && image.rgba[i + 2] > 250;
}

TEST(Handout, LeavesItsMarginsWhiteHoweverLongTheText) {
  for (const Paper paper : {Paper::a4, Paper::letter}) {
    for (const int words : {5, 60, 140}) {
      const auto image = handout_image(page_of(words), paper, test::built_share_folder() / "fonts");
      ASSERT_TRUE(image) << image.error().message();
      int ink = 0;
      int outside = 0;
      constexpr int kMargin = 110;
      for (int y = 0; y < image->height; y += 2) {
        for (int x = 0; x < image->width; x += 2) {
          const bool margin = x < kMargin || y < kMargin || x >= image->width - kMargin || y >= image->height - kMargin;
          ink += is_white(*image, x, y) ? 0 : 1;
          outside += margin && !is_white(*image, x, y) ? 1 : 0;
        }
      }
      EXPECT_GT(ink, 1000) << words;
      EXPECT_EQ(outside, 0) << words;
    }
  }
}

TEST(Handout, BothPapersHaveTheirSize) {
  const auto a4 = handout_image(page_of(10), Paper::a4, test::built_share_folder() / "fonts");
  const auto letter = handout_image(page_of(10), Paper::letter, test::built_share_folder() / "fonts");
  ASSERT_TRUE(a4 && letter);
  EXPECT_NEAR(static_cast<double>(a4->height) / a4->width, 297.0 / 210.0, 0.002);
  EXPECT_NEAR(static_cast<double>(letter->height) / letter->width, 11.0 / 8.5, 0.002);
}

TEST(Handout, AMissingFontIsNamed) {
  const auto pdf = handout_pdf(page_of(5), Paper::a4, "nowhere");
  ASSERT_FALSE(pdf);
  EXPECT_NE(pdf.error().message().find("Inter-Regular.otf"), std::string::npos);
}

struct HandoutCommand : testing::Test {
  fs::path folder = fs::temp_directory_path() / ("crus-handout-" + std::to_string(::getpid()));
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
};

TEST_F(HandoutCommand, WritesPdfAndPng) {
  for (const char* name : {"sheet.pdf", "sheet.png"}) {
    const fs::path file = folder / name;
    const auto run = test::run_crus({"handout", "--pattern", "soleus-1", "-o", file.string(), "--paper", "letter"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_GT(fs::file_size(file), 20000U) << name;
  }
  const auto bytes = read_bytes(folder / "sheet.pdf");
  ASSERT_TRUE(bytes);
  const std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  EXPECT_TRUE(text.starts_with("%PDF-"));
  EXPECT_NE(text.find("612"), std::string::npos) << "letter is 612 points wide";
}

TEST_F(HandoutCommand, WrongUsageIsToldSo) {
  const auto unknown = test::run_crus({"handout", "--pattern", "soleus-11", "-o", (folder / "a.pdf").string()});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("'soleus-1'"), std::string::npos) << unknown.err;
  const auto ending = test::run_crus({"handout", "--pattern", "soleus-1", "-o", (folder / "a.doc").string()});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_NE(ending.err.find(".pdf"), std::string::npos) << ending.err;
  const auto nowhere = test::run_crus({"handout", "--pattern", "soleus-1", "-o", "/no/such/folder/a.png"});
  EXPECT_EQ(nowhere.exit_code, 1);
}

}  // namespace
}  // namespace crus::app
