// The small pieces panels are made of, and what is handed from one to the next. Private to the room.
#pragma once

#include <algorithm>
#include <string>

#include <imgui.h>

#include "ui/panels.hpp"
#include "ui/theme.hpp"

namespace crus::ui {

// Everything one frame's drawing needs.
struct Frame {
  const Leg* leg;
  const Session& session;
  const Context& context;
  State& state;
  Output& output;
  const Palette& colours;
  Layout layout;

  [[nodiscard]] float px(float design_pixels) const { return design_pixels * context.scale; }
  void send(std::string line) const { output.commands.push_back(std::move(line)); }
};

// A window over the picture that finds its own size and stays where it is put.
inline constexpr ImGuiWindowFlags kFloating = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                              ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize |
                                              ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing;

// A fixed window without decoration that fills a rectangle.
bool begin_fixed(const Frame& frame, const char* name, const Rect& rect, ImGuiWindowFlags flags = 0);

// Sets a font until the end of the scope; null leaves the current one.
class WithFont {
 public:
  explicit WithFont(ImFont* font) : pushed_(font != nullptr) {
    if (pushed_) {
      ImGui::PushFont(font);
    }
  }
  ~WithFont() {
    if (pushed_) {
      ImGui::PopFont();
    }
  }
  WithFont(const WithFont&) = delete;
  WithFont& operator=(const WithFont&) = delete;

 private:
  bool pushed_;
};

// A hairline between two fixed windows, out to their very ends.
void edge(const Frame& frame, const ImVec2& from, const ImVec2& to);

void section_title(const Frame& frame, const char* words);
// A title that opens and closes what follows; whether it is open. Closed ones are remembered under their id.
[[nodiscard]] bool section(const Frame& frame, const char* id, const char* words);
// A triangle that points down (open) or right (closed).
void arrow_sign(const ImVec2& middle, float radius, bool open, ImU32 ink);
void muted_text(const Frame& frame, const char* words);
void tooltip(const std::string& words);
// Onto the clipboard, and said so.
void copy(const Frame& frame, const std::string& words);
// A right click on the item before copies these words.
void copyable(const Frame& frame, const std::string& words);

// A square button with an icon and a tooltip.
bool icon_button(const Frame& frame, const char* id, const char* icon, const std::string& tip, bool enabled = true,
                 bool active = false);

// One of several words; the index clicked, or -1.
int segments(const Frame& frame, const char* id, const char* const* words, int count, int chosen);

// A label in the column of labels; what it names comes next on the line.
void row_label(const Frame& frame, const char* words, const char* tip);

// A slider and its value in words on one line; the words never lie under the thumb. draw() is the slider itself,
// `widest` the longest the words can get.
template <class Draw>
void slider_row(const Frame& frame, const std::string& words, const char* widest, Draw draw) {
  const float number = ImGui::CalcTextSize(widest).x + frame.px(8.0F);
  ImGui::SetNextItemWidth(std::max(1.0F, ImGui::GetContentRegionAvail().x - number));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.px(9.0F), frame.px(4.0F)});
  draw();
  ImGui::PopStyleVar();
  ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(words.c_str()).x);
  ImGui::TextColored(frame.colours.muted, "%s", words.c_str());
}

// A label, a slider from 0 to 1 and its percentage on one line; sends "COMMAND VALUE".
void fraction_slider(const Frame& frame, const char* label, const char* tip, const char* command, double value,
                     bool enabled);

// ImGui keeps the undo steps of a text field while its text is replaced from elsewhere, and ends the program when they
// are then taken back. To be called where the text was replaced.
void forget_undo(ImGuiID field);

// Inside an open menu.
void close_on_escape();

// The text cut to a width with an ellipsis.
[[nodiscard]] std::string elided(const std::string& text, float width);

// The same, keeping the end: "\u2026/models/leg.glb".
[[nodiscard]] std::string elided_left(const std::string& text, float width);

// "12,345"
[[nodiscard]] std::string grouped(std::size_t number);

}  // namespace crus::ui
