#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <imgui_internal.h>

#include "anatomy/catalogue.hpp"
#include "session/commands.hpp"
#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/structure_list.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

constexpr float kRowHeight = 26.0F;
constexpr float kIconWidth = 24.0F;
constexpr float kIndent = 14.0F;

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

struct RowPlace {
  ImVec2 origin;
  float width;
  float height;
  bool hovered;
};

// The row as a button that leaves its right end to icons, which appear under the pointer.
bool row_button(RowPlace& place, float height, float icons_width) {
  place.origin = ImGui::GetCursorScreenPos();
  place.width = ImGui::GetContentRegionAvail().x;
  place.height = height;
  const bool clicked = ImGui::InvisibleButton("row", {std::max(1.0F, place.width - icons_width), height});
  const auto in_row = [&](const ImVec2& point) {
    return point.x >= place.origin.x && point.x < place.origin.x + place.width && point.y >= place.origin.y &&
           point.y < place.origin.y + height;
  };
  // A button held down counts only where it was pressed: neither does a slider dragged over the rows light them, nor
  // does an icon vanish under the press.
  const ImGuiIO& io = ImGui::GetIO();
  const bool own_press = !ImGui::IsAnyItemActive() || in_row(io.MouseClickedPos[0]);
  place.hovered =
      ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) && in_row(io.MousePos) && own_press;
  return clicked;
}

void row_text(const RowPlace& place, float left, float right, const std::string& words, const ImVec4& colour) {
  const ImVec2 size = ImGui::CalcTextSize("X");
  const std::string shown = elided(words, right - left);
  ImGui::GetWindowDrawList()->AddText({left, std::round(place.origin.y + 0.5F * (place.height - size.y))},
                                      ImGui::GetColorU32(colour), shown.c_str());
}

bool row_icon(const Frame& frame, const RowPlace& place, int slot, const char* icon, const char* tip, bool strong) {
  const float width = frame.px(kIconWidth);
  const float left = place.origin.x + place.width - width * static_cast<float>(slot + 1);
  ImGui::SetCursorScreenPos({left, place.origin.y});
  ImGui::PushID(slot);
  const bool clicked = ImGui::InvisibleButton("icon", {width, place.height});
  const bool hovered = ImGui::IsItemHovered();
  ImGui::PopID();
  tooltip(tip);
  const ImVec2 size = ImGui::CalcTextSize(icon);
  const ImVec4& colour = hovered ? frame.colours.accent : (strong ? frame.colours.text : frame.colours.muted);
  ImGui::GetWindowDrawList()->AddText(
      {std::round(left + 0.5F * (width - size.x)), std::round(place.origin.y + 0.5F * (place.height - size.y))},
      ImGui::GetColorU32(colour), icon);
  return clicked;
}

std::string line_of(const Frame& frame, const char* command, const std::vector<std::size_t>& members) {
  std::string line = command;
  for (const std::size_t member : members) {
    line += " " + quote_word(frame.leg->structures[member].id);
  }
  return line;
}

// Eye, fade and solo of all structures a group shows.
void group_actions(const Frame& frame, const RowPlace& place, const std::vector<std::size_t>& members) {
  const Session& session = frame.session;
  const auto all = [&](auto test) {
    return std::all_of(members.begin(), members.end(),
                       [&](std::size_t member) { return test(frame.leg->structures[member].id); });
  };
  const bool hidden = all([&](const std::string& id) { return is_hidden(session, id); });
  const bool faded = all([&](const std::string& id) { return session.ghosted.contains(id); });
  const bool alone = session.isolated.size() == members.size() &&
                     all([&](const std::string& id) { return session.isolated.contains(id); });
  if (hidden || place.hovered) {
    if (row_icon(frame, place, 0, hidden ? icon::kEyeSlash : icon::kEye, hidden ? text::kShowAllOf : text::kHideAll,
                 false)) {
      frame.send(line_of(frame, hidden ? "show" : "hide", members));
    }
  }
  if (faded || place.hovered) {
    if (row_icon(frame, place, 1, icon::kFade, faded ? text::kUnfadeAll : text::kFadeAll, faded)) {
      frame.send(line_of(frame, faded ? "solid" : "ghost", members));
    }
  }
  if (alone || place.hovered) {
    if (row_icon(frame, place, 2, icon::kSolo, alone ? text::kUnisolate : text::kIsolateAll, alone)) {
      frame.send(alone ? "isolate none" : line_of(frame, "isolate", members));
    }
  }
  if (!place.hovered && !hidden && !faded && !alone) {
    const std::string count = std::to_string(members.size());
    const float width = ImGui::CalcTextSize(count.c_str()).x;
    row_text(place, place.origin.x + place.width - width - frame.px(7.0F), place.origin.x + place.width, count,
             frame.colours.muted);
  }
}

void draw_group(const Frame& frame, StructureList& list, std::size_t index) {
  const StructureList::Group& group = list.groups()[index];
  RowPlace place{};
  const bool clicked = row_button(place, frame.px(kRowHeight), frame.px(3.0F * kIconWidth));
  const float indent = frame.px(group.parent >= 0 ? kIndent : 0.0F);
  {
    const WithFont font(group.parent >= 0 ? nullptr : frame.context.fonts.bold);
    const float icons = place.hovered ? 3.0F : 1.0F;
    row_text(place, place.origin.x + indent + frame.px(20.0F),
             place.origin.x + place.width - frame.px(icons * kIconWidth + 6.0F), group.title, frame.colours.text);
  }
  arrow_sign({place.origin.x + indent + frame.px(8.0F), place.origin.y + 0.5F * place.height}, frame.px(4.0F),
             group.open || !frame.state.search.empty(), ImGui::GetColorU32(frame.colours.muted));
  group_actions(frame, place, group.shown);
  if (clicked && frame.state.search.empty()) {
    list.toggle(index);
  }
}

void row_background(const Frame& frame, const RowPlace& place, bool selected, bool hovered) {
  if (selected || hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(
        place.origin, {place.origin.x + place.width, place.origin.y + place.height},
        ImGui::GetColorU32(selected ? frame.colours.accent_soft : frame.colours.hover), frame.px(5.0F));
  }
}

void row_actions(const Frame& frame, const RowPlace& place, const std::string& id, bool lit) {
  const std::string word = quote_word(id);
  const bool hidden = is_hidden(frame.session, id);
  const bool faded = frame.session.ghosted.contains(id);
  const bool alone = frame.session.isolated.size() == 1 && frame.session.isolated.contains(id);
  if (hidden || lit) {
    if (row_icon(frame, place, 0, hidden ? icon::kEyeSlash : icon::kEye, hidden ? text::kShow : text::kHide, false)) {
      frame.send((hidden ? "show " : "hide ") + word);
    }
  }
  if (faded || lit) {
    if (row_icon(frame, place, 1, icon::kFade, faded ? text::kUnfade : text::kFade, faded)) {
      frame.send((faded ? "solid " : "ghost ") + word);
    }
  }
  if (alone || lit) {
    if (row_icon(frame, place, 2, icon::kSolo, alone ? text::kUnisolate : text::kIsolate, alone)) {
      frame.send(alone ? "isolate none" : "isolate " + word);
    }
  }
}

void draw_structure(const Frame& frame, StructureList& list, std::size_t index, float indent) {
  const LegStructure& structure = frame.leg->structures[index];
  const std::string& name = list.name(index);
  const Session& session = frame.session;
  const bool selected = contains(session.selected, structure.id);
  const bool highlighted = contains(session.highlighted, structure.id);
  const bool hidden = is_hidden(session, structure.id);
  RowPlace place{};
  const bool clicked = row_button(place, frame.px(kRowHeight), frame.px(3.0F * kIconWidth));
  const bool over_row = ImGui::IsItemHovered();
  if (ImGui::BeginPopupContextItem("menu")) {
    structure_menu(frame, structure);
    close_on_escape();
    ImGui::EndPopup();
  }
  row_background(frame, place, selected, place.hovered || frame.context.hovered_in_picture == structure.id);
  const bool alone = session.isolated.size() == 1 && session.isolated.contains(structure.id);
  const bool faded = session.ghosted.contains(structure.id);
  const float icons = place.hovered || alone ? 3.0F : (faded ? 2.0F : (hidden ? 1.0F : 0.0F));
  const ImVec4& colour = hidden ? frame.colours.muted : (highlighted ? frame.colours.accent : frame.colours.text);
  const float left = place.origin.x + indent + frame.px(20.0F);
  const float right = place.origin.x + place.width - frame.px(icons * kIconWidth + 6.0F);
  row_text(place, left, right, name, colour);
  if (highlighted) {
    ImGui::GetWindowDrawList()->AddCircleFilled(
        {place.origin.x + indent + frame.px(9.0F), place.origin.y + 0.5F * place.height}, frame.px(3.5F),
        ImGui::GetColorU32(frame.colours.accent));
  }
  row_actions(frame, place, structure.id, place.hovered);
  if (place.hovered) {
    frame.output.hovered = structure.id;
  }
  if (over_row && ImGui::CalcTextSize(name.c_str()).x > right - left) {
    tooltip(name);
  }
  if (clicked) {
    list.selected_here = true;
    frame.send((ImGui::GetIO().KeyCtrl ? "select.toggle " : "select ") + quote_word(structure.id));
  }
  if (over_row && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    frame.send("camera.focus " + quote_word(structure.id));
  }
}

// What was searched for, seen: the first structure found is selected and brought near.
void select_first(const Frame& frame) {
  StructureList& list = *frame.state.list;
  list.update(*frame.leg, frame.state.search, frame.context.names);
  if (const int row = list.first(); row >= 0) {
    const std::size_t structure = list.rows()[static_cast<std::size_t>(row)].structure;
    const std::string& id = frame.leg->structures[structure].id;
    const std::string word = quote_word(id);
    if (is_hidden(frame.session, id)) {
      frame.send("show " + word);
    }
    frame.send("select " + word);
    frame.send("camera.focus " + word);
  }
}

void draw_search(const Frame& frame) {
  State& state = frame.state;
  const float button = ImGui::GetFrameHeight();
  ImGui::SetNextItemWidth(-1.0F);
  if (state.focus_search) {
    ImGui::SetKeyboardFocusHere();
    state.focus_search = false;
  }
  std::array<char, 128> buffer{};
  state.search.copy(buffer.data(), buffer.size() - 1);
  ImGuiStorage* storage = ImGui::GetStateStorage();
  const ImGuiID field = ImGui::GetID("##search");
  const ImGuiID seen_key = ImGui::GetID("search-seen");
  if (static_cast<ImGuiID>(storage->GetInt(seen_key)) != ImHashStr(buffer.data())) {
    forget_undo(field);
  }
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(28.0F), ImGui::GetStyle().FramePadding.y});
  const bool entered = ImGui::InputTextWithHint("##search", text::kSearch, buffer.data(), buffer.size(),
                                                ImGuiInputTextFlags_EnterReturnsTrue);
  storage->SetInt(seen_key, static_cast<int>(ImHashStr(buffer.data())));
  const bool escaped = ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape));
  if (!escaped) {
    state.search = buffer.data();
  }
  if (entered && !state.search.empty()) {
    select_first(frame);
  }
  ImGui::PopStyleVar();
  // The field itself would go back to what it held before.
  if (ImGui::IsItemDeactivated() && escaped) {
    state.search.clear();
  }
  ImGui::SetItemAllowOverlap();
  const float width = ImGui::GetItemRectSize().x;
  const ImVec2 size = ImGui::CalcTextSize(icon::kSearch);
  ImGui::GetWindowDrawList()->AddText({origin.x + frame.px(8.0F), std::round(origin.y + 0.5F * (button - size.y))},
                                      ImGui::GetColorU32(frame.colours.muted), icon::kSearch);
  if (!state.search.empty()) {
    const ImVec2 below = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({origin.x + width - button, origin.y});
    if (icon_button(frame, "clear-search", icon::kClose, text::kClearSearch)) {
      state.search.clear();
    }
    ImGui::SetCursorScreenPos(below);
  }
}

// What is found first is seen first.
void scroll_to_found(const Frame& frame, StructureList& list) {
  if (frame.state.search != list.last_search) {
    list.last_search = frame.state.search;
    ImGui::SetScrollY(0.0F);
  }
}

void scroll_to_selected(const Frame& frame, StructureList& list) {
  const std::string now = frame.session.selected.empty() ? std::string() : frame.session.selected.back();
  if (now == list.last_selected) {
    return;
  }
  list.last_selected = now;
  const int row = list.selected_here || now.empty() ? -1 : list.reveal(*frame.leg, now);
  list.selected_here = false;
  if (row >= 0) {
    const float height = frame.px(kRowHeight);
    ImGui::SetScrollY(std::max(0.0F, static_cast<float>(row) * height - 0.4F * ImGui::GetWindowHeight()));
  }
}

}  // namespace

void draw_structures(const Frame& frame) {
  draw_search(frame);
  StructureList& list = *frame.state.list;
  list.update(*frame.leg, frame.state.search, frame.context.names);
  if (!frame.state.search.empty() && !list.rows().empty()) {
    ImGui::SetWindowFontScale(0.86F);
    const std::size_t found = list.found();
    ImGui::TextColored(frame.colours.muted, "%s",
                       found == 1 ? text::kFoundOne : fmt::format("{} {}", found, text::kFound).c_str());
    ImGui::SetWindowFontScale(1.0F);
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, 0.0F});
  if (ImGui::BeginChild("structures", {0.0F, 0.0F}, false, ImGuiWindowFlags_NoNav)) {
    scroll_to_found(frame, list);
    scroll_to_selected(frame, list);
    if (list.rows().empty()) {
      muted_text(frame, text::kNothingFound);
    }
    // A copy: a click on a group rebuilds the rows while they are drawn.
    const std::vector<StructureList::Row> rows = list.rows();
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(rows.size()), frame.px(kRowHeight));
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        const StructureList::Row& row = rows[static_cast<std::size_t>(i)];
        ImGui::PushID(row.header ? static_cast<int>(row.group) : 1000 + static_cast<int>(row.structure));
        ImGui::SetCursorPosY(static_cast<float>(i) * frame.px(kRowHeight));
        if (row.header) {
          draw_group(frame, list, row.group);
        } else {
          const bool nested = list.groups()[row.group].parent >= 0;
          draw_structure(frame, list, row.structure, frame.px(nested ? 2.0F * kIndent : kIndent));
        }
        ImGui::PopID();
      }
    }
    clipper.End();
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void structure_menu(const Frame& frame, const LegStructure& structure) {
  const Session& session = frame.session;
  const std::string word = quote_word(structure.id);
  const bool hidden = is_hidden(session, structure.id);
  const bool faded = session.ghosted.contains(structure.id);
  const bool highlighted = contains(session.highlighted, structure.id);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.px(8.0F), frame.px(8.0F)});
  muted_text(frame, structure.name.c_str());
  ImGui::Separator();
  if (ImGui::MenuItem(highlighted ? text::kUnhighlight : text::kHighlight)) {
    frame.send(highlighted ? "highlight none" : "highlight " + word);
  }
  if (ImGui::MenuItem(text::kFocus)) {
    frame.send("camera.focus " + word);
  }
  if (ImGui::MenuItem(faded ? text::kUnfade : text::kFade)) {
    frame.send((faded ? "solid " : "ghost ") + word);
  }
  if (ImGui::MenuItem(hidden ? text::kShow : text::kHide)) {
    frame.send((hidden ? "show " : "hide ") + word);
  }
  if (ImGui::MenuItem(text::kIsolate)) {
    frame.send("isolate " + word);
  }
  if (ImGui::MenuItem(text::kShowAll)) {
    frame.send("show-all");
  }
  ImGui::Separator();
  if (ImGui::MenuItem(text::kCopyName)) {
    copy(frame, structure.name);
  }
  if (ImGui::MenuItem(text::kCopyId)) {
    copy(frame, structure.id);
  }
  ImGui::PopStyleVar();
}

bool is_hidden(const Session& session, const std::string& id) {
  return session.hidden.contains(id) || (!session.isolated.empty() && !session.isolated.contains(id));
}

}  // namespace crus::ui
