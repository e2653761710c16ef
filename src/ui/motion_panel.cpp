// The panel of the leg in motion: how it moves, everyday poses, and its numbers.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "ui/icons.hpp"
#include "ui/pain_pieces.hpp"
#include "ui/pieces.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace {

const anatomy::Clip* chosen_clip(const Motion& motion) {
  const auto found = std::find_if(motion.clips.begin(), motion.clips.end(),
                                  [&](const anatomy::Clip& clip) { return clip.id == motion.clip; });
  return found == motion.clips.end() ? nullptr : &*found;
}

void ways(const Frame& frame) {
  const Motion& motion = frame.context.motion;
  const int chosen = !motion.way.closed_chain ? 0 : (*motion.way.closed_chain ? 2 : 1);
  row_label(frame, text::kChain, text::kChainTip);
  const int clicked =
      segments(frame, "chain", text::kChainWords.data(), static_cast<int>(text::kChainWords.size()), chosen);
  if (clicked >= 0 && clicked != chosen) {
    frame.send(std::string("play.chain ") + text::kChainValues.at(static_cast<std::size_t>(clicked)));
  }
  bool passive = motion.way.passive;
  if (ImGui::Checkbox(text::kPassive, &passive)) {
    frame.send("play.passive toggle");
  }
  tooltip(text::kPassiveTip);
  bool loop = motion.loop;
  if (ImGui::Checkbox(text::kLoop, &loop)) {
    frame.send("play.loop toggle");
  }
  tooltip(text::kLoopTip);
}

void strain_switch(const Frame& frame) {
  const Motion& motion = frame.context.motion;
  if (motion.strain == nullptr) {
    return;
  }
  bool on = motion.pose.strain;
  if (ImGui::Checkbox(text::kStrain, &on)) {
    frame.send("pose.strain toggle");
  }
  const anatomy::Claim& claim = motion.strain->claim;
  tooltip(fmt::format("{}\n{}\n{}: {}\n{}", text::kStrainTip, claim.text, text::kEvidenceWord,
                      name_of(claim.confidence), citations(frame, claim.sources)));
  if (on) {
    muted_text(frame, fmt::format("{:.1f} {} {:.0f} %", 100.0 * motion.strain->at(motion.pose.activation),
                                  text::kStrainNow, 100.0 * motion.pose.activation)
                          .c_str());
  }
}

void movie_row(const Frame& frame) {
  const Loading& movie = frame.context.motion.movie;
  if (!movie.active) {
    if (ImGui::Button(text::kSaveMovie)) {
      frame.send("browse save-movie");
    }
    tooltip(text::kSaveMovieTip);
    return;
  }
  const float button = ImGui::CalcTextSize(text::kCancelling).x + frame.px(20.0F);
  const std::string words = movie.text.empty() ? std::string(text::kMovieOnItsWay) : movie.text;
  ImGui::ProgressBar(static_cast<float>(movie.fraction),
                     {std::max(1.0F, ImGui::GetContentRegionAvail().x - button - frame.px(6.0F)), 0.0F}, words.c_str());
  tooltip(std::string(text::kMovieOnItsWay) + ": " + movie.name);
  ImGui::SameLine(0.0F, frame.px(6.0F));
  ImGui::BeginDisabled(movie.cancelled);
  if (ImGui::Button(movie.cancelled ? text::kCancelling : text::kCancel, {button, 0.0F})) {
    frame.send("movie.cancel");
  }
  ImGui::EndDisabled();
}

void movement(const Frame& frame) {
  if (!section(frame, "motion-movement", text::kMovement)) {
    return;
  }
  const Motion& motion = frame.context.motion;
  row_label(frame, text::kAngle, text::kAngleTip);
  angle_slider(frame, ImGui::GetContentRegionAvail().x);
  ImGui::Dummy({0.0F, frame.px(1.0F)});
  fraction_slider(frame, text::kActivation, text::kActivationTip, "pose.activation", motion.pose.activation, true);
  strain_switch(frame);
  ways(frame);
  ImGui::BeginDisabled(!frame.session.pose && !motion.playing);
  if (ImGui::Button(text::kResetPose)) {
    frame.send("pose.reset");
  }
  ImGui::EndDisabled();
  tooltip(text::kRestTip);
  if (!motion.movie.active) {
    ImGui::SameLine();
  }
  movie_row(frame);
  if (const anatomy::Clip* clip = chosen_clip(motion)) {
    labelled(frame, clip->name.c_str(), clip->claim.text);
    tooltip(fmt::format("{}: {}\n{}", text::kEvidenceWord, name_of(clip->claim.confidence),
                        citations(frame, clip->claim.sources)));
  }
}

// The slider of what a pose depends on.
void amount_slider(const Frame& frame, const anatomy::EverydayPose& pose) {
  const Motion& motion = frame.context.motion;
  auto amount = static_cast<float>(motion.amount);
  const bool heel = pose.amount->measure == anatomy::Measure::heel_mm;
  row_label(frame, heel ? text::kHeelHeight : text::kSlope, "");
  const char* unit = heel ? " mm" : "\u00B0";
  slider_row(frame, fmt::format("{:.0f}{}", amount, unit), "100 mm", [&] {
    if (ImGui::SliderFloat("##amount", &amount, static_cast<float>(pose.amount->range.x),
                           static_cast<float>(pose.amount->range.y), "", ImGuiSliderFlags_AlwaysClamp)) {
      frame.send(fmt::format("pose.everyday {} {:.0f}", pose.id, amount));
    }
    if (ImGui::IsItemActive()) {
      frame.output.merge_key = "pose.everyday";
    }
  });
  std::string words = fmt::format(
      "{} {:.1f}\u00B0", motion.pose.plantarflexion_deg < 0.0 ? text::kDorsiflexionSign : text::kPlantarflexionSign,
      std::abs(motion.pose.plantarflexion_deg));
  if (heel && motion.heel_to_ball_mm) {
    words += fmt::format("; {:.0f} mm {}", *motion.heel_to_ball_mm, text::kHeelLength);
  }
  ImGui::PushStyleColor(ImGuiCol_Text, frame.colours.muted);
  ImGui::TextWrapped("%s", words.c_str());
  ImGui::PopStyleColor();
  copyable(frame, words);
}

void poses(const Frame& frame) {
  if (!section(frame, "motion-poses", text::kPoses)) {
    return;
  }
  for (const anatomy::EverydayPose& pose : frame.context.motion.poses) {
    const bool active = pose.id == frame.context.motion.everyday;
    if (wrapped_row(frame, pose.id, pose.name, active)) {
      frame.send(active ? std::string("pose.reset") : "pose.everyday " + pose.id);
    }
    tooltip(active ? std::string() : pose.claim.text);
    if (!active) {
      continue;
    }
    ImGui::Indent(frame.px(8.0F));
    ImGui::PushID(pose.id.c_str());
    if (pose.amount) {
      amount_slider(frame, pose);
    }
    labelled(frame, text::kTheAnkle, pose.claim.text);
    labelled(frame, text::kTheSoleus, pose.soleus);
    if (pose.bent_knee) {
      muted_text(frame, text::kKneeFades);
    }
    labelled(frame, text::kSources,
             fmt::format("{}: {}\n{}", text::kEvidenceWord, name_of(pose.claim.confidence),
                         citations(frame, pose.claim.sources)));
    ImGui::PopID();
    ImGui::Unindent(frame.px(8.0F));
  }
}

}  // namespace

void draw_motion_panel(const Frame& frame) {
  const Motion& motion = frame.context.motion;
  if (frame.leg == nullptr) {
    muted_text(frame, text::kNoModel);
    return;
  }
  if (!motion.problem.empty()) {
    ImGui::TextWrapped("%s", motion.problem.c_str());
    draw_motion_switches(frame);
    return;
  }
  if (ImGui::BeginChild("motion-list")) {
    if (motion.finding) {
      muted_text(frame, fmt::format("{} {:.0f} %", text::kFindingMotion, 100.0 * motion.fraction).c_str());
    }
    movement(frame);
    draw_motion_switches(frame);
    poses(frame);
    draw_motion_numbers(frame);
    ImGui::Dummy({0.0F, frame.px(6.0F)});
  }
  ImGui::EndChild();
}

}  // namespace crus::ui
