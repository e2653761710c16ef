// The card of red flags beside a shown pattern: when to see a doctor at once. It cannot be closed while one is shown.
#include <algorithm>
#include <string>
#include <vector>

#include "ui/pain_pieces.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

using anatomy::PainText;

constexpr float kNarrowPicture = 880.0F;
constexpr float kShareOfNarrow = 0.36F;

// Those of the chosen symptom first, clots before everything else, then those of the shown zones, then the rest in the
// order of the data.
std::vector<const PainText*> in_order(const Frame& frame, const anatomy::PainData& data) {
  std::vector<std::string> first;
  if (const PainText* symptom = data.symptom(frame.session.overlays.symptom)) {
    first = symptom->red_flags;
  }
  first.insert(first.end(), {"deep-vein-thrombosis", "pulmonary-embolism"});
  for (const std::string& id : frame.session.overlays.shown) {
    if (const anatomy::PainZone* zone = data.zone(id)) {
      first.insert(first.end(), zone->red_flags.begin(), zone->red_flags.end());
    }
    if (const anatomy::PainPattern* pattern = data.pattern(id)) {
      for (const std::string& zone_id : pattern->essential) {
        const auto& flags = data.zone(zone_id)->red_flags;
        first.insert(first.end(), flags.begin(), flags.end());
      }
    }
  }
  std::vector<const PainText*> flags;
  for (const PainText& flag : data.red_flags) {
    flags.push_back(&flag);
  }
  const auto rank = [&](const PainText* flag) {
    return std::find(first.begin(), first.end(), flag->id) - first.begin();
  };
  std::stable_sort(flags.begin(), flags.end(), [&](const PainText* a, const PainText* b) { return rank(a) < rank(b); });
  return flags;
}

void draw_flag(const Frame& frame, const PainText& flag) {
  {
    const WithFont font(frame.context.fonts.bold);
    ImGui::TextWrapped("%s", flag.name.c_str());
  }
  ImGui::TextWrapped("%s", flag.text.c_str());
  tooltip(citations(frame, flag.sources));
  ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.error);
  ImGui::TextWrapped("%s", flag.action.c_str());
  ImGui::PopStyleColor();
  ImGui::Dummy({0.0F, frame.px(3.0F)});
}

}  // namespace

void draw_red_flags(const Frame& frame) {
  const anatomy::PainData* data = frame.leg != nullptr ? frame.leg->pain() : nullptr;
  if (data == nullptr || !asks_about_pain(frame.session) || data->red_flags.empty()) {
    return;
  }
  const Rect& room = frame.layout.card;
  const bool card_open = card_for(frame.leg, frame.session) != Card::hidden;
  // A symptom that may be an emergency makes the card the largest thing beside the leg.
  const PainText* symptom = data->symptom(frame.session.overlays.symptom);
  const bool urgent = symptom != nullptr && !symptom->red_flags.empty();
  const float wanted = card_open ? 190.0F : urgent ? 460.0F : 300.0F;
  const float height = std::min(frame.px(wanted), (urgent && !card_open ? 0.8F : 0.48F) * room.size().y);
  // Beside a narrow picture of the leg it is narrow too, and stays away from heel and foot, where most patterns are.
  const float picture_width = frame.layout.picture.size().x;
  const bool narrow = picture_width < frame.px(kNarrowPicture);
  const float width = narrow ? std::min(room.size().x, kShareOfNarrow * picture_width) : room.size().x;
  if (width < frame.px(120.0F) || height < frame.px(70.0F)) {
    return;
  }
  if (narrow && !card_open) {
    ImGui::SetNextWindowPos({room.max.x, room.min.y}, ImGuiCond_Always, {1.0F, 0.0F});
  } else {
    ImGui::SetNextWindowPos({room.max.x, room.max.y - frame.px(26.0F)}, ImGuiCond_Always, {1.0F, 1.0F});
  }
  ImGui::SetNextWindowSize({width, height});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(6.0F), frame.px(2.0F)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, urgent ? frame.px(2.0F) : ImGui::GetStyle().WindowBorderSize);
  ImGui::PushStyleColor(ImGuiCol_Border, urgent ? frame.colours.error : frame.colours.border);
  if (ImGui::Begin("red-flags", nullptr, kFlags)) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.error);
    {
      const WithFont font(frame.context.fonts.bold);
      ImGui::TextWrapped("%s", text::kRedFlags);
    }
    ImGui::PopStyleColor();
    if (urgent) {
      muted_text(frame, (text::kYouChose + std::string(": ") + symptom->text).c_str());
    }
    for (const PainText* flag : in_order(frame, *data)) {
      draw_flag(frame, *flag);
    }
    ImGui::Separator();
    muted_text(frame, data->disclaimer.c_str());
  }
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

}  // namespace crus::ui
