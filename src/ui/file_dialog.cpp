// The file browser on screen.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <imgui_internal.h>

#include "ui/file_browser.hpp"
#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace fs = std::filesystem;
namespace {

constexpr float kRowHeight = 26.0F;
constexpr float kPlacesWidth = 132.0F;

const char* title_of(Browse purpose) {
  switch (purpose) {
    case Browse::open: return text::kBrowseOpen;
    case Browse::load_view: return text::kBrowseLoadView;
    case Browse::save_view: return text::kBrowseSaveView;
    case Browse::save_picture: return text::kBrowseSavePicture;
    case Browse::save_movie: return text::kBrowseSaveMovie;
    case Browse::save_numbers: return text::kBrowseSaveNumbers;
    case Browse::load_drawing: return text::kBrowseLoadDrawing;
    case Browse::save_drawing: return text::kBrowseSaveDrawing;
    case Browse::export_drawing: return text::kBrowseExportDrawing;
  }
  return text::kBrowseOpen;
}

const char* icon_of(const FolderEntry& entry) {
  if (entry.folder) {
    return icon::kFolder;
  }
  const fs::path ending = fs::path(entry.name).extension();
  if (ending == ".png") {
    return icon::kPicture;
  }
  return ending == ".json" ? icon::kFile : icon::kCube;
}

void draw_head(const Frame& frame, FileBrowser& files) {
  {
    const WithFont font(frame.context.fonts.bold);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(title_of(files.purpose()));
  }
  ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::GetFrameHeight());
  if (icon_button(frame, "close-files", icon::kClose, text::kClose)) {
    files.close();
  }
}

// The way from the root to here, its end when there is no room for all; every part can be clicked.
void draw_way(const Frame& frame, FileBrowser& files) {
  if (icon_button(frame, "up", icon::kUp, text::kUp, files.list().folder.has_relative_path())) {
    files.up();
  }
  std::vector<fs::path> parts;
  for (fs::path at = files.list().folder; at.has_relative_path(); at = at.parent_path()) {
    parts.push_back(at);
  }
  const ImGuiStyle& style = ImGui::GetStyle();
  const auto width_of = [&](const fs::path& part) {
    return ImGui::CalcTextSize(part.filename().c_str()).x + 2.0F * frame.px(5.0F) + frame.px(12.0F);
  };
  float room = ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() - style.ItemSpacing.x - frame.px(30.0F);
  std::size_t first = 0;
  while (first < parts.size() && room - width_of(parts[first]) > 0.0F) {
    room -= width_of(parts[first++]);
  }
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(5.0F), style.FramePadding.y});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, style.ItemSpacing.y});
  ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(0, 0, 0, 0));
  ImGui::SameLine(0.0F, frame.px(6.0F));
  if (ImGui::Button("/##root")) {
    files.go("/");
  }
  const std::vector<fs::path> shown(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(first));
  if (first < parts.size()) {
    ImGui::SameLine();
    ImGui::TextColored(frame.colours.muted, "\xE2\x80\xA6 /");
  }
  for (std::size_t i = shown.size(); i-- > 0;) {
    ImGui::SameLine();
    ImGui::PushID(static_cast<int>(i));
    const std::string name = elided(shown[i].filename().string(), frame.px(220.0F));
    if (ImGui::Button(name.c_str())) {
      files.go(shown[i]);
    }
    ImGui::PopID();
    if (i > 0) {
      ImGui::SameLine();
      ImGui::TextColored(frame.colours.muted, "/");
    }
  }
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

void place(const Frame& frame, FileBrowser& files, const char* icon, const char* name, const fs::path& folder) {
  std::error_code code;
  if (!fs::is_directory(folder, code)) {
    return;
  }
  const bool here = files.list().folder == folder;
  const float height = frame.px(kRowHeight);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const bool clicked = ImGui::InvisibleButton(folder.c_str(), {std::max(1.0F, width), height});
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (here || ImGui::IsItemHovered()) {
    draw->AddRectFilled(origin, {origin.x + width, origin.y + height},
                        ImGui::GetColorU32(here ? frame.colours.accent_soft : frame.colours.hover), frame.px(5.0F));
  }
  const float text_y = std::round(origin.y + 0.5F * (height - ImGui::GetTextLineHeight()));
  draw->AddText({origin.x + frame.px(6.0F), text_y}, ImGui::GetColorU32(frame.colours.muted), icon);
  draw->AddText({origin.x + frame.px(28.0F), text_y}, ImGui::GetColorU32(frame.colours.text),
                elided(name, width - frame.px(30.0F)).c_str());
  tooltip(folder.string());
  if (clicked) {
    files.go(folder);
  }
}

void draw_places(const Frame& frame, FileBrowser& files, float height) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, 0.0F});
  if (ImGui::BeginChild("places", {frame.px(kPlacesWidth), height}, false, ImGuiWindowFlags_NoNav)) {
    if (const char* home = std::getenv("HOME")) {
      place(frame, files, icon::kHome, text::kPlaceHome, home);
      for (const char* name : text::kHomeFolders) {
        place(frame, files, icon::kFolder, name, fs::path(home) / name);
      }
    }
    std::error_code code;
    place(frame, files, icon::kClock, text::kPlaceStart, fs::current_path(code));
    place(frame, files, icon::kDisk, text::kPlaceRoot, "/");
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void draw_row(const Frame& frame, FileBrowser& files, int row) {
  const FolderEntry& entry = files.list().entries[files.shown()[static_cast<std::size_t>(row)]];
  const float height = frame.px(kRowHeight);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const bool clicked = ImGui::InvisibleButton("row", {std::max(1.0F, width), height});
  const bool hovered = ImGui::IsItemHovered();
  const bool chosen = row == files.chosen();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  if (chosen || hovered) {
    draw->AddRectFilled(origin, {origin.x + width, origin.y + height},
                        ImGui::GetColorU32(chosen ? frame.colours.accent_soft : frame.colours.hover), frame.px(5.0F));
  }
  const float text_y = std::round(origin.y + 0.5F * (height - ImGui::GetTextLineHeight()));
  const ImU32 quiet = ImGui::GetColorU32(frame.colours.muted);
  draw->AddText({origin.x + frame.px(6.0F), text_y}, entry.folder ? ImGui::GetColorU32(frame.colours.accent) : quiet,
                icon_of(entry));
  float right = origin.x + width - frame.px(6.0F);
  if (width > frame.px(420.0F)) {
    draw->AddText({right - frame.px(122.0F), text_y}, quiet, date_words(entry.changed).c_str());
    right -= frame.px(140.0F);
  }
  if (!entry.folder && width > frame.px(260.0F)) {
    const std::string size = size_words(entry.bytes);
    draw->AddText({right - ImGui::CalcTextSize(size.c_str()).x, text_y}, quiet, size.c_str());
  }
  right -= width > frame.px(260.0F) ? frame.px(70.0F) : 0.0F;
  const float left = origin.x + frame.px(30.0F);
  const std::string name = elided(entry.name, std::max(1.0F, right - left));
  draw->AddText({left, text_y}, ImGui::GetColorU32(frame.colours.text), name.c_str());
  if (hovered && name != entry.name) {
    tooltip(entry.name);
  }
  if (!clicked) {
    return;
  }
  // A second click on the same row goes on, however slow.
  if (!chosen) {
    files.choose(row);
    if (files.saves() && !entry.folder) {
      static_cast<void>(files.activate(row));
    }
  } else if (auto line = files.activate(row)) {
    frame.send(std::move(*line));
  }
}

void draw_list(const Frame& frame, FileBrowser& files, float height, bool follow) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, 0.0F});
  if (ImGui::BeginChild("list", {0.0F, height}, false, ImGuiWindowFlags_NoNav)) {
    const float row_height = frame.px(kRowHeight);
    if (files.shown().empty()) {
      ImGui::Dummy({0.0F, frame.px(8.0F)});
      muted_text(frame, files.list().entries.empty() ? text::kEmptyFolder : text::kNoMatch);
    }
    if (follow && files.chosen() >= 0) {
      const float at = static_cast<float>(files.chosen()) * row_height;
      const float room = ImGui::GetWindowHeight();
      const float scroll = ImGui::GetScrollY();
      if (at < scroll || at + row_height > scroll + room) {
        ImGui::SetScrollY(std::max(0.0F, at - 0.5F * room));
      }
    }
    const fs::path folder = files.list().folder;
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(files.shown().size()), row_height);
    while (clipper.Step()) {
      for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
        ImGui::PushID(row);
        draw_row(frame, files, row);
        ImGui::PopID();
        // A click may have gone elsewhere.
        if (files.list().folder != folder || row + 1 >= static_cast<int>(files.shown().size())) {
          break;
        }
      }
      if (files.list().folder != folder) {
        break;
      }
    }
    clipper.End();
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

struct Field {
  FileBrowser* files;
  ImGuiID id;
  bool take = false;  // what the browser holds replaces what the field holds
};

int edit_field(ImGuiInputTextCallbackData* data) {
  Field& field = *static_cast<Field*>(data->UserData);
  const auto replace = [&](const std::string& words) {
    data->DeleteChars(0, data->BufTextLen);
    data->InsertChars(0, words.c_str());
    forget_undo(field.id);
  };
  if (data->EventFlag == ImGuiInputTextFlags_CallbackCompletion) {
    field.files->type(std::string(data->Buf, static_cast<std::size_t>(data->BufTextLen)));
    const std::string completed = field.files->completed();
    if (completed != field.files->typed()) {
      replace(completed);
      field.files->type(completed);
    }
  } else if (field.take) {
    replace(field.files->typed());
    field.take = false;
  }
  return 0;
}

// The field keeps the keyboard: letters find or name, arrows choose, Enter goes on. True when the keys moved the
// choice.
bool draw_field(FileBrowser& files, bool& accepted) {
  std::array<char, 4096> buffer{};
  files.typed().copy(buffer.data(), buffer.size() - 1);
  const std::string before = files.typed();
  ImGuiStorage* storage = ImGui::GetStateStorage();
  const ImGuiID seen_key = ImGui::GetID("field-held");
  const ImGuiID field_id = ImGui::GetID("##typed");
  const auto held = ImHashStr(before.c_str());
  Field field{&files, field_id, static_cast<ImGuiID>(storage->GetInt(seen_key)) != held};
  if (field.take) {
    forget_undo(field_id);
  }
  if (ImGui::GetActiveID() != field_id && !ImGui::IsAnyMouseDown()) {
    ImGui::SetKeyboardFocusHere();
  }
  ImGui::SetNextItemWidth(-1.0F);
  constexpr ImGuiInputTextFlags kFlags = ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackAlways |
                                         ImGuiInputTextFlags_CallbackCompletion;
  accepted = ImGui::InputTextWithHint("##typed", files.saves() ? text::kTypeName : text::kTypePath, buffer.data(),
                                      buffer.size(), kFlags, edit_field, &field);
  const bool escaped = ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false);
  if (!escaped && files.typed() == before && before != buffer.data()) {
    files.type(buffer.data());
  }
  storage->SetInt(seen_key, static_cast<int>(ImHashStr(files.typed().c_str())));
  if (escaped) {
    files.close();
    return false;
  }
  if (before.empty() && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Backspace), false)) {
    files.up();
  }
  int rows = 0;
  rows += ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_DownArrow)) ? 1 : 0;
  rows -= ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_UpArrow)) ? 1 : 0;
  rows += ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_PageDown)) ? 10 : 0;
  rows -= ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_PageUp)) ? 10 : 0;
  if (rows != 0) {
    files.move(rows);
  }
  return rows != 0;
}

void draw_foot(const Frame& frame, FileBrowser& files, bool accepted) {
  const ImGuiStyle& style = ImGui::GetStyle();
  const auto width_of = [&](const char* words) { return ImGui::CalcTextSize(words).x + 2.0F * style.FramePadding.x; };
  bool all = files.all_files();
  if (ImGui::Checkbox(text::kAllFiles, &all)) {
    files.show_all_files(all);
  }
  const char* main =
      files.saves() ? (files.asks_to_replace() ? text::kReplaceButton : text::kSaveButton) : text::kOpenButton;
  const float main_width = std::max(width_of(main), frame.px(84.0F));
  float left = ImGui::GetContentRegionMax().x - main_width - width_of(text::kCancel) - frame.px(6.0F);
  if (files.purpose() == Browse::open) {
    const float as_model = width_of(text::kOpenFolder);
    const float start = left - as_model - frame.px(6.0F);
    ImGui::SameLine(std::max(start, 0.0F));
    ImGui::BeginDisabled(!files.folder_is_model());
    if (ImGui::Button(text::kOpenFolder)) {
      frame.send(*files.accept_folder());
    }
    ImGui::EndDisabled();
    tooltip(text::kOpenFolderTip);
  }
  ImGui::SameLine(left);
  if (ImGui::Button(text::kCancel)) {
    files.close();
  }
  ImGui::SameLine(0.0F, frame.px(6.0F));
  ImGui::PushStyleColor(ImGuiCol_Button, frame.colours.accent);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, frame.colours.accent);
  ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.on_accent);
  const bool clicked = ImGui::Button(main, {main_width, 0.0F});
  ImGui::PopStyleColor(3);
  if ((clicked || accepted) && files.is_open()) {
    if (auto line = files.accept()) {
      frame.send(std::move(*line));
    }
  }
}

void draw_browser(const Frame& frame, FileBrowser& files) {
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0.0F);
  draw_head(frame, files);
  draw_way(frame, files);
  ImGui::PopStyleVar();
  const float line = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y;
  const float message = ImGui::GetTextLineHeight() + ImGui::GetStyle().ItemSpacing.y;
  const float height = std::max(frame.px(40.0F), ImGui::GetContentRegionAvail().y - 2.0F * line - message);
  bool accepted = false;
  const ImVec2 top = ImGui::GetCursorPos();
  ImGui::SetCursorPos({top.x, top.y + height + ImGui::GetStyle().ItemSpacing.y});
  const bool moved = draw_field(files, accepted);
  const ImVec2 below = ImGui::GetCursorPos();
  ImGui::SetCursorPos(top);
  if (ImGui::GetContentRegionAvail().x > frame.px(420.0F)) {
    draw_places(frame, files, height);
    ImGui::SameLine(0.0F, frame.px(10.0F));
  }
  draw_list(frame, files, height, moved || !files.typed().empty());
  ImGui::SetCursorPos(below);
  const std::string words = elided(files.message(), ImGui::GetContentRegionAvail().x);
  ImGui::TextColored(files.asks_to_replace() ? frame.colours.warning : frame.colours.error, "%s", words.c_str());
  if (words != files.message()) {
    tooltip(files.message());
  }
  draw_foot(frame, files, accepted);
}

}  // namespace

void draw_files(const Frame& frame) {
  FileBrowser& files = *frame.state.files;
  if (frame.state.browse) {
    files.open(*frame.state.browse, frame.context.first_folder, frame.context.model_extensions);
    frame.state.browse.reset();
  }
  if (!files.is_open()) {
    if (ImGui::IsPopupOpen("files")) {
      ImGui::ClosePopupToLevel(0, true);
      ImGui::GetCurrentContext()->DimBgRatio = 0.0F;
    }
    return;
  }
  if (!ImGui::IsPopupOpen("files")) {
    ImGui::OpenPopup("files");
  }
  // On a raised ground fields and boxes need an edge to be seen.
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1.0F);
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float width = std::min(frame.px(760.0F), std::max(1.0F, display.x - frame.px(24.0F)));
  const float height = std::min(frame.px(540.0F), std::max(1.0F, display.y - frame.px(24.0F)));
  ImGui::SetNextWindowPos({0.5F * display.x, 0.5F * display.y}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize({width, height});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
  if (ImGui::BeginPopupModal("files", nullptr, kFlags)) {
    draw_browser(frame, files);
    if (!files.is_open()) {
      ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
  // The dimming at once: its fading in would need frames in which nothing happens.
  ImGui::GetCurrentContext()->DimBgRatio = files.is_open() ? 1.0F : 0.0F;
}

}  // namespace crus::ui
