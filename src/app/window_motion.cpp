// The leg in motion: finding how it moves, playing clips, what the strip below the picture shows.
#include <charconv>
#include <cmath>

#include <GLFW/glfw3.h>

#include "app/motion.hpp"
#include "app/motion_extras.hpp"
#include "app/window_loop.hpp"
#include "core/text.hpp"
#include "leg/motion_table.hpp"
#include "ui/text.hpp"

namespace crus::app {
namespace {

constexpr double kFramesPerSecond = 30.0;  // of a step

std::optional<double> number_of(const std::string& word) {
  double value = 0.0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
  const bool good = code == std::errc() && end == word.data() + word.size() && std::isfinite(value);
  return good ? std::optional(value) : std::nullopt;
}

}  // namespace

bool WindowLoop::wants_motion() const { return desk_.leg() && (desk_.playing() || needs_rig(desk_.session())); }

// Only once somebody wants to see it move: a leg that is only looked at costs nothing.
void WindowLoop::find_motion() {
  if (!wants_motion() || !motion_ || rig_leg_ == desk_.leg()) {
    return;
  }
  rig_.reset();
  rig_leg_ = desk_.leg();
  motion_problem_.clear();
  rig_loader_.start({}, [leg = desk_.leg()](Progress& progress) { return rig_of(*leg, progress); });
}

void WindowLoop::take_rig() {
  auto result = rig_loader_.take();
  if (!result) {
    return;
  }
  frames_due_ = std::max(frames_due_, 2);
  if (!*result) {
    motion_problem_ = result->error().message();
    desk_.pause(glfwGetTime());
    tell(ui::MessageKind::warning, motion_problem_);
    return;
  }
  rig_ = std::move(**result);
  for (const std::string& warning : rig_->warnings()) {
    tell(ui::MessageKind::warning, warning);
  }
}

// The session with the veins of this moment; a picture about to be saved waits for no heart.
Session WindowLoop::shown_now() {
  const double now = glfwGetTime();
  Session shown = desk_.shown(now);
  if (screenshot_ && shown_veins_ && !desk_.playing() && shown.motion.pump) {
    shown.motion.veins = shown_veins_;
    return shown;
  }
  veins_.tell(shown, desk_, motion_ ? &*motion_ : nullptr, now);
  shown_veins_ = shown.motion.veins;
  return shown;
}

ui::Motion WindowLoop::motion_context() const {
  ui::Motion motion;
  if (!motion_ || !desk_.leg()) {
    motion.problem = motion_ ? std::string() : motion_problem_;
    return motion;
  }
  const double now = glfwGetTime();
  const bool of_this_leg = rig_leg_ == desk_.leg();
  motion.possible = true;
  motion.problem = of_this_leg ? motion_problem_ : std::string();
  motion.finding = rig_loader_.active();
  motion.fraction = rig_loader_.fraction();
  motion.clips = motion_->clips;
  motion.range = &motion_->talocrural;
  motion.pump = motion_->pump ? &*motion_->pump : nullptr;
  motion.clip = desk_.clip().empty() ? motion_->clips.front().id : desk_.clip();
  motion.playing = desk_.playing();
  motion.speed = desk_.speed();
  motion.clip_at = desk_.clip_at(now);
  const Session shown = desk_.shown(now);
  motion.pose.plantarflexion_deg = desk_.leg()->rest_plantarflexion_deg.value_or(0.0);
  if (shown.pose) {
    motion.pose = *shown.pose;
  }
  if (of_this_leg && rig_) {
    PoseRequest square;
    const auto here = rig_->course("calcaneal-tendon", rig_->pose(motion.pose));
    const auto zero = rig_->course("calcaneal-tendon", rig_->pose(square));
    if (here && zero) {
      motion.excursion_mm = length_mm(*here) - length_mm(*zero);
      motion.moment_arm_mm = moment_arm_mm(*here, rig_->ankle());
    }
  }
  return motion;
}

Status WindowLoop::run_motion_command(const std::vector<std::string>& words, bool& known) {
  const std::string& name = words.front();
  known = name == "clip" || name == "play" || name.starts_with("play.");
  if (!known) {
    return {};
  }
  if (!motion_ || !desk_.leg()) {
    return fail("no model is open yet", name);
  }
  const double now = glfwGetTime();
  const std::string value = words.size() > 1 ? words[1] : std::string();
  const anatomy::Clip* current = motion_->clip(desk_.clip().empty() ? motion_->clips.front().id : desk_.clip());
  if (name == "clip") {
    const anatomy::Clip* clip = motion_->clip(value);
    if (clip == nullptr) {
      const std::vector<std::string> near = nearest(value, motion_->clip_ids());
      return fail("there is no such movement", "'" + value + "'", "did you mean " + quoted_list(near) + "?");
    }
    desk_.play(*clip, now);
  } else if (name == "play") {
    if (value != "on" && value != "off" && value != "toggle") {
      return fail(ui::text::kUnknownValue, "'" + value + "'", "say 'on', 'off' or 'toggle'");
    }
    if (value == "off" || (value == "toggle" && desk_.playing())) {
      desk_.pause(now);
    } else {
      desk_.play(*current, now);
    }
  } else {
    const auto number = number_of(value);
    if (!number) {
      return fail("not a number", "'" + value + "'");
    }
    if (name == "play.speed") {
      desk_.set_speed(std::clamp(*number, 0.05, 8.0), now);
    } else if (name == "play.seek" || name == "play.step") {
      if (desk_.clip().empty()) {
        desk_.play(*current, now);
      }
      const double at =
          name == "play.seek" ? *number : (desk_.clip_seconds(now) + *number / kFramesPerSecond) / current->seconds;
      desk_.seek(at, now);
    } else {
      known = false;
    }
  }
  frames_due_ = std::max(frames_due_, 2);
  return {};
}

}  // namespace crus::app
