#include <algorithm>

#include "ui/panels.hpp"

namespace crus::ui {
namespace {

constexpr float kCardWidth = 320.0F;
constexpr float kLeastCardWidth = 236.0F;
constexpr float kStatusHeight = 28.0F;
constexpr float kMargin = 12.0F;
constexpr float kBarHeight = 40.0F;
constexpr float kTransportHeight = 40.0F;
constexpr float kLeastHeightWithTransport = 320.0F;
constexpr float kMenuWidth = 248.0F;
constexpr float kToolsWidth = 164.0F;
// The view buttons in their brief form.
constexpr float kLeastViewsWidth = 356.0F;
// A lower window keeps its height for the picture.
constexpr float kLeastHeightWithBar = 240.0F;
// Below this the panel would leave no picture, so it opens only when asked for.
constexpr float kLeastPictureBesidePanel = 220.0F;
// A panel takes no larger share of the window, as long as it can still be read.
constexpr float kLargestPanelShare = 0.31F;
constexpr float kLeastPictureBesideCard = 200.0F;
// Below this a floating card would lie over the leg.
constexpr float kLeastPictureUnderCard = 2.6F * kCardWidth;

void lay_out_bar(Layout& result, float width, float height, float scale) {
  const float menu = std::min(kMenuWidth * scale, width);
  const float tools = width - menu >= (kLeastViewsWidth + kToolsWidth) * scale ? kToolsWidth * scale : 0.0F;
  result.menu = {{0.0F, 0.0F}, {menu, height}};
  result.views = {{menu, 0.0F}, {width - tools, height}};
  result.tools = {{width - tools, 0.0F}, {width, height}};
}

}  // namespace

Layout layout(const glm::vec2& window, float scale, bool panel_wanted, Card card, float panel_width) {
  const glm::vec2 size = glm::max(window, glm::vec2(1.0F));
  const float status_height = std::min(kStatusHeight * scale, 0.25F * size.y);
  const float bottom = size.y - status_height;
  Layout result;
  result.status = {{0.0F, bottom}, size};
  const float top = bottom >= kLeastHeightWithBar * scale ? kBarHeight * scale : 0.0F;
  lay_out_bar(result, size.x, top, scale);
  // A wide panel gives way before the picture does.
  const float wanted = std::clamp(panel_width, kLeastPanelWidth, kMostPanelWidth) * scale;
  const float panel = std::max(std::min(wanted, kLargestPanelShare * size.x), kLeastPanelWidth * scale);
  result.panel_shown = panel_wanted && panel <= size.x - kLeastPictureBesidePanel * scale;
  const float left = result.panel_shown ? panel : 0.0F;
  result.panel = {{0.0F, top}, {left, bottom}};
  result.picture = {{left, top}, {size.x, bottom}};

  const float strip = kTransportHeight * scale;
  if (bottom - top >= kLeastHeightWithTransport * scale) {
    result.picture.max.y = bottom - strip;
    result.transport = {{left, bottom - strip}, {size.x, bottom}};
  }

  const float margin = kMargin * scale;
  const float room = size.x - left;
  const float comfortable = std::clamp(0.5F * room, kLeastCardWidth * scale, kCardWidth * scale);
  const float card_width = std::min(comfortable, std::max(1.0F, room - 2.0F * margin));
  result.card = {{size.x - margin - card_width, std::min(top + margin, bottom)},
                 {size.x - margin, std::max(std::min(top + margin, bottom) + 1.0F, result.picture.max.y - margin)}};
  const bool leaves_room = room - card_width - margin >= kLeastPictureBesideCard * scale;
  const bool covers = card == Card::beside || (card == Card::floating && room < kLeastPictureUnderCard * scale);
  if (covers && leaves_room) {
    result.picture.max.x = result.card.min.x;
  }
  result.picture.max = glm::max(result.picture.max, result.picture.min + 1.0F);
  return result;
}

Card card_for(const Leg* leg, const Session& session) {
  if (leg == nullptr || session.selected.empty() || leg->find(session.selected.back()) == nullptr) {
    return Card::hidden;
  }
  const bool named = session.labels != Labels::off || session.motion.any_line() || session.motion.pump;
  return named ? Card::beside : Card::floating;
}

}  // namespace crus::ui
