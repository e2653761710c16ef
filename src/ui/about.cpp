#include <algorithm>
#include <string>

#include "anatomy/catalogue.hpp"
#include "ui/icons.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

void heading(const Frame& frame, const char* words) {
  ImGui::Dummy({0.0F, frame.px(2.0F)});
  const WithFont font(frame.context.fonts.bold);
  ImGui::TextUnformatted(words);
}

void line(const Frame& frame, const std::string& words) {
  ImGui::TextWrapped("%s", words.c_str());
  copyable(frame, words);
}

void about_head(const Frame& frame) {
  const float side = ImGui::GetFrameHeight();
  {
    const WithFont font(frame.context.fonts.title);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(text::kProgram);
  }
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextColored(frame.colours.muted, "%s %s", text::kVersionWord, frame.context.version.c_str());
  ImGui::SameLine(ImGui::GetContentRegionMax().x - side);
  if (icon_button(frame, "close-about", icon::kClose, text::kClose)) {
    frame.send("about off");
  }
}

void about_body(const Frame& frame) {
  line(frame, text::kAboutWhat);
  {
    const WithFont font(frame.context.fonts.bold);
    line(frame, text::kNotADevice);
  }
  heading(frame, text::kLicence);
  line(frame, text::kProgramLicence);
  line(frame, text::kLegLicence);
  if (frame.leg != nullptr && !frame.leg->credit.empty()) {
    heading(frame, text::kModelCredit);
    line(frame, frame.leg->credit);
  }
  heading(frame, text::kLibraries);
  if (ImGui::BeginTable("libraries", ImGui::GetContentRegionAvail().x > frame.px(400.0F) ? 2 : 1)) {
    for (const char* row : text::kLibraryRows) {
      ImGui::TableNextColumn();
      line(frame, row);
    }
    ImGui::EndTable();
  }
  if (frame.context.catalogue != nullptr) {
    heading(frame, text::kSourcesOfClaims);
    ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
    for (const anatomy::Source& source : frame.context.catalogue->sources()) {
      line(frame, source.link.empty() ? source.citation : source.citation + " " + source.link);
    }
    ImGui::PopStyleColor();
  }
}

}  // namespace

void draw_about(const Frame& frame) {
  if (!frame.state.about_open) {
    return;
  }
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float width = std::min(frame.px(560.0F), std::max(1.0F, display.x - frame.px(24.0F)));
  const float height = std::min(frame.px(520.0F), std::max(1.0F, display.y - frame.px(24.0F)));
  ImGui::SetNextWindowPos({0.5F * display.x, 0.5F * display.y}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize({width, height});
  if (ImGui::Begin("about", nullptr, kFloating & ~ImGuiWindowFlags_AlwaysAutoResize)) {
    about_head(frame);
    if (ImGui::BeginChild("text")) {
      about_body(frame);
    }
    ImGui::EndChild();
  }
  ImGui::End();
}

}  // namespace crus::ui
