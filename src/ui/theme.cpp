#include "ui/theme.hpp"

#include <array>

namespace crus::ui {
namespace {

ImVec4 rgb(unsigned hex, float alpha = 1.0F) {
  return {static_cast<float>((hex >> 16U) & 0xFFU) / 255.0F, static_cast<float>((hex >> 8U) & 0xFFU) / 255.0F,
          static_cast<float>(hex & 0xFFU) / 255.0F, alpha};
}

// Text on panel reaches 4.5:1 or more, muted text too. Accents are the blue and vermilion of Okabe and Ito's palette
// for colour-blind readers, darkened or lightened for contrast.
const Palette kLight{.panel = rgb(0xFAFBFC),
                     .raised = rgb(0xFFFFFF),
                     .border = rgb(0xD9DEE5),
                     .text = rgb(0x1A2029),
                     .muted = rgb(0x566273),
                     .faint = rgb(0xE9EDF2),
                     .accent = rgb(0x00639E),
                     .accent_soft = rgb(0xDCEBF6),
                     .on_accent = rgb(0xFFFFFF),
                     .hover = rgb(0xEEF2F6),
                     .warning = rgb(0x9A5B00),
                     .error = rgb(0xB23A00)};
const Palette kDark{.panel = rgb(0x1D2127),
                    .raised = rgb(0x262B33),
                    .border = rgb(0x39414C),
                    .text = rgb(0xE9ECF0),
                    .muted = rgb(0xA3AEBB),
                    .faint = rgb(0x2C323B),
                    .accent = rgb(0x56B4E9),
                    .accent_soft = rgb(0x21425A),
                    .on_accent = rgb(0x0C1620),
                    .hover = rgb(0x2E353F),
                    .warning = rgb(0xE8A93A),
                    .error = rgb(0xFF8A5C)};

void set_colours(ImGuiStyle& style, const Palette& p) {
  const auto set = [&](ImGuiCol index, const ImVec4& colour) { style.Colors[index] = colour; };
  set(ImGuiCol_Text, p.text);
  set(ImGuiCol_TextDisabled, p.muted);
  set(ImGuiCol_WindowBg, p.panel);
  set(ImGuiCol_ChildBg, ImVec4(0, 0, 0, 0));
  set(ImGuiCol_PopupBg, p.raised);
  set(ImGuiCol_Border, p.border);
  set(ImGuiCol_FrameBg, p.faint);
  set(ImGuiCol_FrameBgHovered, p.hover);
  set(ImGuiCol_FrameBgActive, p.hover);
  set(ImGuiCol_Button, p.faint);
  set(ImGuiCol_ButtonHovered, p.hover);
  set(ImGuiCol_ButtonActive, p.accent_soft);
  set(ImGuiCol_Header, p.accent_soft);
  set(ImGuiCol_HeaderHovered, p.hover);
  set(ImGuiCol_HeaderActive, p.accent_soft);
  set(ImGuiCol_SliderGrab, p.accent);
  set(ImGuiCol_SliderGrabActive, p.accent);
  set(ImGuiCol_CheckMark, p.accent);
  set(ImGuiCol_PlotHistogram, p.accent);
  set(ImGuiCol_Separator, p.border);
  set(ImGuiCol_ScrollbarBg, ImVec4(0, 0, 0, 0));
  set(ImGuiCol_ScrollbarGrab, p.border);
  set(ImGuiCol_ScrollbarGrabHovered, p.muted);
  set(ImGuiCol_ScrollbarGrabActive, p.muted);
  set(ImGuiCol_TextSelectedBg, p.accent_soft);
  set(ImGuiCol_ModalWindowDimBg, ImVec4(0, 0, 0, 0.35F));
  set(ImGuiCol_NavHighlight, p.accent);
}

// Basic Latin with Latin-1, Latin-extended A and B, Greek, general punctuation, superscripts, arrows, minus.
constexpr std::array<ImWchar, 15> kTextRanges{0x0020, 0x024F, 0x0370, 0x03FF, 0x2010, 0x2044, 0x2070, 0x209F,
                                              0x2190, 0x2193, 0x2212, 0x2212, 0x2248, 0x2265, 0};
constexpr std::array<ImWchar, 5> kHeadingRanges{0x0020, 0x024F, 0x2026, 0x2026, 0};
constexpr std::array<ImWchar, 3> kIconRanges{0xF000, 0xF1FF, 0};

ImFont* add(const std::filesystem::path& file, float size, const ImWchar* ranges, bool merge, float shift) {
  std::error_code code;
  if (!std::filesystem::is_regular_file(file, code)) {
    return nullptr;
  }
  ImFontConfig config;
  config.MergeMode = merge;
  config.OversampleH = 2;
  config.OversampleV = 1;
  config.PixelSnapH = false;
  config.GlyphOffset.y = shift;
  if (merge) {
    config.GlyphMinAdvanceX = size;
  }
  return ImGui::GetIO().Fonts->AddFontFromFileTTF(file.c_str(), size, &config, ranges);
}

}  // namespace

const Palette& palette(Theme theme) { return theme == Theme::light ? kLight : kDark; }

void apply_theme(Theme theme, float scale) {
  ImGuiStyle style;
  style.WindowPadding = {14, 12};
  style.FramePadding = {9, 5};
  style.ItemSpacing = {8, 7};
  style.ItemInnerSpacing = {7, 5};
  style.IndentSpacing = 14;
  style.ScrollbarSize = 11;
  style.GrabMinSize = 14;
  style.WindowRounding = 8;
  style.ChildRounding = 6;
  style.FrameRounding = 6;
  style.PopupRounding = 8;
  style.ScrollbarRounding = 6;
  style.GrabRounding = 7;
  style.WindowBorderSize = 1;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 0;
  style.AntiAliasedLinesUseTex = true;
  style.ScaleAllSizes(scale);
  style.WindowBorderSize = 1;
  style.WindowMinSize = {1, 1};
  set_colours(style, palette(theme));
  ImGui::GetStyle() = style;
}

bool load_fonts(const std::filesystem::path& folder, float scale, Fonts& fonts) {
  ImGui::GetIO().Fonts->Clear();
  const float size = 15.0F * scale;
  const float icon_size = 14.0F * scale;
  fonts.regular = add(folder / "Inter-Regular.otf", size, kTextRanges.data(), false, 0.0F);
  if (fonts.regular != nullptr) {
    add(folder / "FontAwesome.otf", icon_size, kIconRanges.data(), true, scale);
  }
  fonts.bold = add(folder / "Inter-SemiBold.otf", size, kHeadingRanges.data(), false, 0.0F);
  fonts.title = add(folder / "Inter-SemiBold.otf", 20.0F * scale, kHeadingRanges.data(), false, 0.0F);
  static constexpr std::array<ImWchar, 3> kClockRanges{'0', ':', 0};
  fonts.clock = add(folder / "Inter-SemiBold.otf", 40.0F * scale, kClockRanges.data(), false, 0.0F);
  if (fonts.regular == nullptr || fonts.bold == nullptr || fonts.title == nullptr || fonts.clock == nullptr) {
    ImGui::GetIO().Fonts->Clear();
    ImFontConfig config;
    config.SizePixels = 13.0F * scale;
    ImGui::GetIO().Fonts->AddFontDefault(&config);
    fonts = {};
    return false;
  }
  return true;
}

}  // namespace crus::ui
