#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "anatomy/catalogue.hpp"
#include "session/commands.hpp"
#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/structure_list.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

void label(const Frame& frame, const char* words) {
  ImGui::Dummy({0.0F, frame.px(4.0F)});
  const WithFont font(frame.context.fonts.bold);
  ImGui::SetWindowFontScale(0.86F);
  ImGui::TextColored(frame.colours.muted, "%s", words);
  ImGui::SetWindowFontScale(1.0F);
}

void value(const Frame& frame, const std::string& words) {
  ImGui::TextWrapped("%s", words.c_str());
  copyable(frame, words);
}

// Tight label above its value, as one block.
void field(const Frame& frame, const char* title, const std::string& words) {
  if (words.empty()) {
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(6.0F), frame.px(2.0F)});
  label(frame, title);
  value(frame, words);
  ImGui::PopStyleVar();
}

using Row = std::pair<std::string, std::string>;

// Short values, each with its word before it and to be copied alone.
void rows_field(const Frame& frame, const char* title, const std::vector<Row>& rows) {
  if (rows.empty()) {
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(6.0F), frame.px(2.0F)});
  label(frame, title);
  for (const auto& [word, words] : rows) {
    ImGui::TextColored(frame.colours.muted, "%s", word.c_str());
    ImGui::SameLine(ImGui::GetStyle().WindowPadding.x + frame.px(104.0F));
    value(frame, words);
  }
  ImGui::PopStyleVar();
}

void badge(const Frame& frame, const std::string& words, const char* tip, bool accent) {
  const ImVec2 pad(frame.px(8.0F), frame.px(2.0F));
  const ImVec2 size = ImGui::CalcTextSize(words.c_str());
  const float width = size.x + 2.0F * pad.x;
  const float left_over = ImGui::GetContentRegionMax().x - ImGui::GetItemRectMax().x + ImGui::GetWindowPos().x;
  if (left_over > width + frame.px(10.0F)) {
    ImGui::SameLine(0.0F, frame.px(6.0F));
  }
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton(words.c_str(), {width, size.y + 2.0F * pad.y});
  copyable(frame, words);
  tooltip(tip);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(origin, {origin.x + width, origin.y + size.y + 2.0F * pad.y},
                      ImGui::GetColorU32(accent ? frame.colours.accent_soft : frame.colours.faint), frame.px(9.0F));
  draw->AddText({origin.x + pad.x, origin.y + pad.y}, ImGui::GetColorU32(frame.colours.text), words.c_str());
}

void badges(const Frame& frame, const LegStructure& structure, const anatomy::Structure* entry) {
  // The first badge starts its own line whatever was drawn before.
  ImGui::Dummy({ImGui::GetContentRegionAvail().x, 0.0F});
  badge(frame, std::string(anatomy::name_of(structure.kind)), "", false);
  if (entry != nullptr && entry->compartment != anatomy::Compartment::none) {
    badge(frame, std::string(anatomy::name_of(entry->compartment)), "", false);
  }
  switch (structure.origin) {
    case Origin::measured: badge(frame, text::kMeasuredWord, text::kMeasuredTip, true); break;
    case Origin::modelled: badge(frame, text::kModelledWord, text::kModelledTip, true); break;
    case Origin::imported: badge(frame, text::kImportedWord, text::kImportedTip, true); break;
  }
}

std::vector<Row> measures(const LegStructure& structure) {
  const glm::vec3 size = structure.box.size();
  return {{text::kVolume, structure.closed ? fmt::format("{:.1f} cm\u00B3", structure.volume_mm3 / 1000.0)
                                           : std::string(text::kOpenSheet)},
          {text::kSurface, fmt::format("{:.1f} cm\u00B2", structure.area_mm2 / 100.0)},
          {text::kHeight, fmt::format("{:.0f} mm", size.y)},
          {text::kDepth, fmt::format("{:.0f} mm", size.x)},
          {text::kBreadth, fmt::format("{:.0f} mm", size.z)},
          {text::kTriangleCount, grouped(structure.mesh.triangles.size())}};
}

std::vector<Row> identifiers(const LegStructure& structure, const anatomy::Structure* entry) {
  std::vector<Row> rows{{text::kCrusId, structure.id}};
  if (structure.fma) {
    rows.emplace_back(text::kFmaId, fmt::format("FMA{}", *structure.fma));
  }
  if (entry != nullptr && entry->ta2) {
    rows.emplace_back(text::kTa2Id, fmt::format("{}", *entry->ta2));
  }
  return rows;
}

// Every source the entry rests on, once, in the order of first use.
std::string sources_of(const anatomy::Catalogue& catalogue, const anatomy::Structure& entry) {
  std::vector<std::string> ids = entry.sources;
  for (const anatomy::Claim* claim :
       {&entry.origin, &entry.insertion, &entry.action, &entry.nerve, &entry.blood, &entry.notes}) {
    ids.insert(ids.end(), claim->sources.begin(), claim->sources.end());
  }
  std::string words;
  std::vector<std::string> told;
  for (const std::string& id : ids) {
    const anatomy::Source* source = catalogue.source(id);
    if (source == nullptr || std::find(told.begin(), told.end(), id) != told.end()) {
      continue;
    }
    told.push_back(id);
    words += (words.empty() ? "" : "\n") + source->citation;
  }
  return words;
}

void actions(const Frame& frame, const LegStructure& structure) {
  const Session& session = frame.session;
  const std::string word = quote_word(structure.id);
  const auto& lit = session.highlighted;
  const bool highlighted = std::find(lit.begin(), lit.end(), structure.id) != lit.end();
  const bool hidden = is_hidden(session, structure.id);
  const bool faded = session.ghosted.contains(structure.id);
  const bool alone = session.isolated.size() == 1 && session.isolated.contains(structure.id);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(4.0F), ImGui::GetStyle().ItemSpacing.y});
  if (icon_button(frame, "highlight", icon::kBulb, highlighted ? text::kUnhighlight : text::kHighlight, true,
                  highlighted)) {
    frame.send(highlighted ? "highlight none" : "highlight " + word);
  }
  ImGui::SameLine();
  if (icon_button(frame, "focus", icon::kZoom, text::kFocus)) {
    frame.send("camera.focus " + word);
  }
  ImGui::SameLine();
  if (icon_button(frame, "isolate", icon::kSolo, alone ? text::kUnisolate : text::kIsolate, true, alone)) {
    frame.send(alone ? "isolate none" : "isolate " + word);
  }
  ImGui::SameLine();
  if (icon_button(frame, "fade", icon::kFade, faded ? text::kUnfade : text::kFade, true, faded)) {
    frame.send((faded ? "solid " : "ghost ") + word);
  }
  ImGui::SameLine();
  if (icon_button(frame, "hide", hidden ? icon::kEyeSlash : icon::kEye, hidden ? text::kShow : text::kHide, true,
                  hidden)) {
    frame.send((hidden ? "show " : "hide ") + word);
  }
  ImGui::PopStyleVar();
}

// "Soleus: soleal line", its size, how sure it is, and what sources say. The one picked last comes first.
std::vector<Row> attachment_rows(const Frame& frame, const LegStructure& structure) {
  std::vector<Row> rows;
  for (const Attachment& attachment : frame.leg->attachments) {
    const bool picked = attachment.id == frame.session.attachment;
    if (attachment.muscle != structure.id && attachment.bone != structure.id) {
      continue;
    }
    std::string words = fmt::format("{}, {:.1f} cm\u00B2 ({})", name_of(attachment.kind), attachment.area_mm2 / 100.0,
                                    anatomy::name_of(attachment.confidence));
    if (picked || attachment.muscle == structure.id) {
      words += ". " + attachment.note;
    }
    if (picked) {
      for (const std::string& id : attachment.sources) {
        const anatomy::Source* source = frame.leg->catalogue->source(id);
        words += source == nullptr ? "" : "\n" + source->citation;
      }
    }
    rows.insert(picked ? rows.begin() : rows.end(), {attachment.name, words});
  }
  return rows;
}

std::string claim_words(const anatomy::Claim& claim) {
  const bool plain = claim.confidence == anatomy::Confidence::established;
  return claim.empty() || plain ? claim.text : fmt::format("{} ({})", claim.text, anatomy::name_of(claim.confidence));
}

struct CardNames {
  std::string title, below;
};

CardNames names_of(const Frame& frame, const LegStructure& structure, const anatomy::Structure* entry) {
  if (entry == nullptr || entry->latin.empty()) {
    return {structure.name, {}};
  }
  const bool latin = frame.context.names == Names::latin;
  return latin ? CardNames{latin_name(*entry), structure.name} : CardNames{structure.name, entry->latin};
}

std::string synonyms_of(const anatomy::Structure& entry) {
  std::string words;
  for (const std::string& synonym : entry.synonyms) {
    words += (words.empty() ? "" : ", ") + synonym;
  }
  return words;
}

// Landmarks and joints of a bone.
std::string places_of(const Frame& frame, const anatomy::Structure& entry) {
  std::string words;
  for (const anatomy::Structure* place : frame.leg->catalogue->places_of(entry.id)) {
    const bool latin = frame.context.names == Names::latin;
    words += (words.empty() ? "" : ", ") + (latin ? latin_name(*place) : place->english);
  }
  return words;
}

struct ClaimRow {
  const char* title;
  const anatomy::Claim* claim;
};
std::array<ClaimRow, 6> claims_of(const anatomy::Structure& entry) {
  return {{{text::kOriginOf, &entry.origin},
           {text::kInsertion, &entry.insertion},
           {text::kAction, &entry.action},
           {text::kNerve, &entry.nerve},
           {text::kBlood, &entry.blood},
           {text::kNotes, &entry.notes}}};
}

// The card as plain text.
std::string card_words(const Frame& frame, const LegStructure& structure, const anatomy::Structure* entry) {
  const CardNames names = names_of(frame, structure, entry);
  std::string words = names.title + "\n" + (names.below.empty() ? "" : names.below + "\n");
  const auto add = [&](const std::string& title, const std::string& value) {
    words += value.empty() ? "" : title + ": " + value + "\n";
  };
  if (entry != nullptr) {
    for (const ClaimRow& row : claims_of(*entry)) {
      add(row.title, claim_words(*row.claim));
    }
  }
  for (const auto& [word, value] : attachment_rows(frame, structure)) {
    add(word, value);
  }
  for (const auto& [word, value] : measures(structure)) {
    add(word, value);
  }
  for (const auto& [word, value] : identifiers(structure, entry)) {
    add(word, value);
  }
  if (entry != nullptr) {
    add(text::kSources, sources_of(*frame.leg->catalogue, *entry));
  }
  return words;
}

void card_head(const Frame& frame, const LegStructure& structure, const anatomy::Structure* entry) {
  const float side = ImGui::GetFrameHeight();
  const float right = ImGui::GetContentRegionMax().x;
  const float top = ImGui::GetCursorPosY();
  const CardNames names = names_of(frame, structure, entry);
  {
    const WithFont font(frame.context.fonts.title);
    ImGui::PushTextWrapPos(right - 2.0F * side - frame.px(6.0F));
    ImGui::TextWrapped("%s", names.title.c_str());
    ImGui::PopTextWrapPos();
  }
  copyable(frame, names.title);
  tooltip(text::kCopyText);
  const float below = ImGui::GetCursorPosY();
  ImGui::SetCursorPos({right - 2.0F * side, top - frame.px(2.0F)});
  if (icon_button(frame, "copy", icon::kCopy, text::kCopyCard)) {
    copy(frame, card_words(frame, structure, entry));
  }
  ImGui::SetCursorPos({right - side, top - frame.px(2.0F)});
  if (icon_button(frame, "close", icon::kClose, text::kClose)) {
    frame.send("clear");
  }
  ImGui::SetCursorPosY(below);
  if (!names.below.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
    value(frame, names.below);
    ImGui::PopStyleColor();
  }
}

void card_body(const Frame& frame, const LegStructure& structure, const anatomy::Structure* entry) {
  badges(frame, structure, entry);
  actions(frame, structure);
  ImGui::Separator();
  if (entry != nullptr) {
    for (const ClaimRow& row : claims_of(*entry)) {
      field(frame, row.title, claim_words(*row.claim));
    }
  } else {
    muted_text(frame, text::kNotInCatalogue);
  }
  for (const auto& [name, words] : attachment_rows(frame, structure)) {
    field(frame, name.c_str(), words);
  }
  rows_field(frame, text::kMeasured, measures(structure));
  rows_field(frame, text::kIdentifiers, identifiers(structure, entry));
  field(frame, text::kFromFile, structure.origin == Origin::imported ? structure.source_name : std::string());
  if (entry != nullptr) {
    field(frame, text::kPlaces, places_of(frame, *entry));
    field(frame, text::kSynonyms, synonyms_of(*entry));
    ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
    field(frame, text::kSources, sources_of(*frame.leg->catalogue, *entry));
    ImGui::PopStyleColor();
  }
}

}  // namespace

void draw_card(const Frame& frame) {
  if (frame.leg == nullptr || frame.session.selected.empty()) {
    return;
  }
  const LegStructure* structure = frame.leg->find(frame.session.selected.back());
  const Rect& room = frame.layout.card;
  if (structure == nullptr || room.size().y < frame.px(80.0F) || room.size().x < frame.px(120.0F)) {
    return;
  }
  const float width = room.size().x;
  // The red flags beside a shown pattern keep their place.
  const float below = paints_skin(frame.session) ? std::min(frame.px(230.0F), 0.54F * room.size().y) : 0.0F;
  ImGui::SetNextWindowPos({room.min.x, room.min.y});
  ImGui::SetNextWindowSizeConstraints({width, 0.0F}, {width, room.size().y - below});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoNav |
                                      ImGuiWindowFlags_NoFocusOnAppearing;
  // One window per structure, so that each starts unscrolled and is measured afresh.
  const std::string name = "card##" + structure->id;
  if (ImGui::Begin(name.c_str(), nullptr, kFlags)) {
    const anatomy::Structure* entry = frame.leg->entry(*structure);
    ImGui::PushTextWrapPos(width - ImGui::GetStyle().WindowPadding.x - ImGui::GetStyle().ScrollbarSize);
    card_head(frame, *structure, entry);
    card_body(frame, *structure, entry);
    ImGui::PopTextWrapPos();
  }
  ImGui::End();
}

}  // namespace crus::ui
