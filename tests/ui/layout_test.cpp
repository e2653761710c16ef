#include <gtest/gtest.h>

#include "ui/panels.hpp"

namespace crus::ui {
namespace {

bool inside(const Rect& inner, const glm::vec2& window) {
  return inner.min.x >= 0.0F && inner.min.y >= 0.0F && inner.max.x <= window.x + 1.0F &&
         inner.max.y <= window.y + 1.0F && inner.max.x >= inner.min.x && inner.max.y >= inner.min.y;
}

TEST(Layout, EveryWindowGetsAPicture) {
  for (const glm::vec2 window : {glm::vec2(1, 1), glm::vec2(8000, 300), glm::vec2(300, 8000), glm::vec2(640, 480),
                                 glm::vec2(1280, 720), glm::vec2(3840, 2160), glm::vec2(0, 0)}) {
    for (const float scale : {0.75F, 1.0F, 2.0F, 3.0F}) {
      for (const bool panel : {false, true}) {
        for (const Card card : {Card::hidden, Card::floating, Card::beside}) {
          const Layout found = layout(window, scale, panel, card);
          const glm::vec2 size = glm::max(window, glm::vec2(1.0F));
          EXPECT_GE(found.picture.size().x, 1.0F);
          EXPECT_GE(found.picture.size().y, 1.0F);
          for (const Rect& rect : {found.menu, found.views, found.tools, found.panel, found.picture, found.status}) {
            EXPECT_TRUE(inside(rect, size)) << window.x << "x" << window.y << " at " << scale;
          }
          if (window.x >= 640 * scale && window.y >= 480 * scale) {
            EXPECT_GE(found.picture.size().x, 200.0F * scale);
            EXPECT_GE(found.picture.size().y, 0.7F * window.y);
            EXPECT_EQ(found.panel_shown, panel);
          }
        }
      }
    }
  }
}

TEST(Layout, PartsDoNotOverlap) {
  const Layout found = layout({1280, 720}, 1.0F, true, Card::beside);
  EXPECT_EQ(found.panel.max.x, found.picture.min.x);
  EXPECT_EQ(found.views.max.y, found.picture.min.y);
  EXPECT_EQ(found.menu.max.x, found.views.min.x);
  EXPECT_EQ(found.views.max.x, found.tools.min.x);
  EXPECT_EQ(found.menu.max.y, found.panel.min.y);
  EXPECT_EQ(found.transport.min.y, found.picture.max.y);
  EXPECT_EQ(found.transport.max.y, found.status.min.y);
  EXPECT_EQ(found.transport.min.x, found.panel.max.x);
  EXPECT_LE(found.picture.max.x, found.card.min.x);
  // Floating in a wide window, the card moves nothing.
  EXPECT_EQ(layout({1920, 1080}, 1.0F, true, Card::floating).picture,
            layout({1920, 1080}, 1.0F, true, Card::hidden).picture);
}

TEST(Layout, ThePanelIsAsWideAsAskedWhileThePictureHasRoom) {
  EXPECT_EQ(layout({1920, 1080}, 1.0F, true, Card::hidden, 400.0F).panel.size().x, 400.0F);
  EXPECT_EQ(layout({3840, 2160}, 2.0F, true, Card::hidden, 300.0F).panel.size().x, 600.0F);
  EXPECT_EQ(layout({1280, 720}, 1.0F, true, Card::hidden, 1.0F).panel.size().x, kLeastPanelWidth);
  // A narrow window: the panel gives way first, then goes.
  const Layout narrow = layout({600, 720}, 1.0F, true, Card::hidden, 500.0F);
  EXPECT_TRUE(narrow.panel_shown);
  EXPECT_GE(narrow.picture.size().x, 220.0F);
  EXPECT_FALSE(layout({400, 720}, 1.0F, true, Card::hidden, 300.0F).panel_shown);
}

}  // namespace
}  // namespace crus::ui
