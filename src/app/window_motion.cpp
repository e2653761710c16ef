// The leg in motion: finding how it moves, playing clips, what the strip below the picture shows.
#include <algorithm>
#include <cmath>

#include <GLFW/glfw3.h>

#include "app/motion.hpp"
#include "app/motion_extras.hpp"
#include "app/window_loop.hpp"
#include "core/text.hpp"
#include "leg/everyday.hpp"
#include "leg/motion_table.hpp"
#include "ui/text.hpp"

namespace crus::app {
namespace {

constexpr double kFramesPerSecond = 30.0;  // of a step

}  // namespace

bool WindowLoop::wants_motion() const {
  return desk_.leg() && (desk_.playing() || needs_rig(desk_.session()) || panels_.motion_tab);
}

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
  motion.strain = motion_->paths.strain_of(kCalcanealTendon);
  motion.clip = desk_.clip().empty() ? motion_->clips.front().id : desk_.clip();
  motion.playing = desk_.playing();
  motion.speed = desk_.speed();
  motion.clip_at = desk_.clip_at(now);
  motion.loop = desk_.loop();
  motion.way = desk_.way();
  motion.poses = motion_->poses;
  motion.published = &motion_->published;
  const Session shown = desk_.shown(now);
  motion.pose.plantarflexion_deg = desk_.leg()->rest_plantarflexion_deg.value_or(0.0);
  if (shown.pose) {
    motion.pose = *shown.pose;
  }
  fill_readings(motion, shown);
  return motion;
}

// A camera that frames everything would follow every move of the leg; it stands still instead, wide enough for the
// clip.
Session WindowLoop::framed(Session shown) const {
  if (!shown.pose || !shown.camera_fits || rig_leg_ != desk_.leg() || !rig_ || !motion_) {
    return shown;
  }
  std::vector<PoseRequest> poses{*shown.pose};
  if (const anatomy::Clip* clip = motion_->clip(desk_.clip())) {
    constexpr int kMoments = 8;
    for (int i = 0; i < kMoments; ++i) {
      poses.push_back(clip_request(*clip, static_cast<double>(i) / kMoments, desk_.way()));
    }
  }
  for (const double angle : {motion_->talocrural.normal_deg.x, motion_->talocrural.normal_deg.y}) {
    poses.emplace_back().plantarflexion_deg = angle;
  }
  shown.camera = steady_camera(*desk_.leg(), *rig_, shown, picture_pixels(), poses);
  shown.camera_fits = false;
  return shown;
}

// What is measured, what is on its way, and which of the poses is shown.
void WindowLoop::fill_readings(ui::Motion& motion, const Session& shown) const {
  if (const anatomy::Clip* clip = motion_->clip(motion.clip)) {
    motion.frames = std::max(1, static_cast<int>(std::lround(kFramesPerSecond * clip->seconds)));
    motion.frame = static_cast<int>(std::lround(kFramesPerSecond * clip->seconds * motion.clip_at));
  }
  PoseRequest everyday = everyday_.request;
  everyday.strain = motion.pose.strain;
  if (!everyday_.id.empty() && shown.pose == everyday) {
    motion.everyday = everyday_.id;
    motion.amount = everyday_.amount;
    motion.heel_to_ball_mm = heel_to_ball_mm_;
  }
  motion.measuring = curves_loader_.active();
  motion.measured = curves_loader_.fraction();
  for (const auto& [leg, rows] : curves_) {
    if (leg.lock() == desk_.leg()) {
      motion.rows = rows;
    }
  }
  motion.movie = {movie_loader_.active(), movie_loader_.cancelled(), movie_loader_.fraction(), movie_loader_.text(),
                  movie_loader_.name()};
  read_tendon(motion);
}

// From the measured rows where they reach, so that strip, plot and tables agree; else from the tendon's course.
void WindowLoop::read_tendon(ui::Motion& motion) const {
  const double angle = motion.pose.plantarflexion_deg;
  for (std::size_t i = 0; i + 1 < motion.rows.size(); ++i) {
    const MotionRow& a = motion.rows[i];
    const MotionRow& b = motion.rows[i + 1];
    if (a.tendon_length_mm > 0.0 && angle >= a.plantarflexion_deg && angle <= b.plantarflexion_deg) {
      const double share = (angle - a.plantarflexion_deg) / (b.plantarflexion_deg - a.plantarflexion_deg);
      motion.excursion_mm = std::lerp(a.achilles_excursion_mm, b.achilles_excursion_mm, share);
      motion.moment_arm_mm = std::lerp(a.achilles_moment_arm_mm, b.achilles_moment_arm_mm, share);
      return;
    }
  }
  if (rig_leg_ != desk_.leg() || !rig_) {
    return;
  }
  const auto here = rig_->course("calcaneal-tendon", rig_->pose(motion.pose));
  const auto zero = rig_->course("calcaneal-tendon", rig_->pose(PoseRequest()));
  if (here && zero) {
    motion.excursion_mm = length_mm(*here) - length_mm(*zero);
    motion.moment_arm_mm = moment_arm_mm(*here, rig_->ankle());
  }
}

Status WindowLoop::choose_everyday(const std::vector<std::string>& words, const std::string& merge_key) {
  if (!motion_ || !desk_.leg()) {
    return fail("no model is open yet", words.front());
  }
  if (words.size() < 2 || words.size() > 3) {
    return fail("a pose has a name and perhaps an amount", words.front(), "known: " + quoted_list(motion_->pose_ids()));
  }
  const std::string asked = words[1] + (words.size() > 2 ? ":" + words[2] : std::string());
  const auto request = everyday_of(*motion_, *desk_.leg(), asked);
  if (!request) {
    return tl::unexpected(request.error().error);
  }
  const anatomy::EverydayPose& pose = *motion_->pose(asked.substr(0, asked.find(':')));
  everyday_ = {pose.id, 0.0, *request};
  if (pose.amount) {
    const std::size_t colon = asked.find(':');
    const auto amount = colon == std::string::npos ? std::nullopt : finite_number(asked.substr(colon + 1));
    everyday_.amount = std::clamp(amount.value_or(pose.amount->usual), pose.amount->range.x, pose.amount->range.y);
  }
  heel_to_ball_mm_ = heel_to_ball_mm(*desk_.leg());
  desk_.set_pose(*request, pose.name, glfwGetTime(), merge_key);
  return {};
}

Status WindowLoop::run_motion_command(const std::vector<std::string>& words, bool& known) {
  const std::string& name = words.front();
  known = name == "clip" || name == "play" || name.starts_with("play.") || name == "movie.cancel";
  if (!known) {
    return {};
  }
  if (name == "movie.cancel") {
    movie_loader_.cancel();
    return movie_loader_.active() ? Status() : fail(ui::text::kNoMovieNow);
  }
  if (!motion_ || !desk_.leg()) {
    return fail("no model is open yet", name);
  }
  frames_due_ = std::max(frames_due_, 2);
  const double now = glfwGetTime();
  const std::string value = words.size() > 1 ? words[1] : std::string();
  if (name == "clip") {
    const anatomy::Clip* clip = motion_->clip(value);
    if (clip == nullptr) {
      const std::vector<std::string> near = nearest(value, motion_->clip_ids());
      return fail(
          "there is no such movement", "'" + value + "'",
          near.empty() ? "known: " + quoted_list(motion_->clip_ids()) : "did you mean " + quoted_list(near) + "?");
    }
    desk_.play(*clip, now);
    return {};
  }
  return run_play_command(words, known);
}

Status WindowLoop::run_play_command(const std::vector<std::string>& words, bool& known) {
  const std::string& name = words.front();
  const std::string value = words.size() > 1 ? words[1] : std::string();
  const double now = glfwGetTime();
  const anatomy::Clip& current =
      *motion_->clip(motion_->clip(desk_.clip()) == nullptr ? motion_->clips.front().id : desk_.clip());
  if (name == "play" || name == "play.loop" || name == "play.passive") {
    if (value != "on" && value != "off" && value != "toggle") {
      return fail(ui::text::kUnknownValue, "'" + value + "'", "say 'on', 'off' or 'toggle'");
    }
    const bool before = name == "play" ? desk_.playing() : (name == "play.loop" ? desk_.loop() : desk_.way().passive);
    const bool on = value == "toggle" ? !before : value == "on";
    if (name == "play.loop") {
      desk_.set_loop(on, now);
    } else if (name == "play.passive") {
      desk_.set_way({on, desk_.way().closed_chain}, now);
    } else if (on) {
      desk_.play(current, now);
    } else {
      desk_.pause(now);
    }
    return {};
  }
  if (name == "play.chain") {
    if (value != "own" && value != "open" && value != "closed") {
      return fail(ui::text::kUnknownValue, "'" + value + "'", "say 'own', 'open' or 'closed'");
    }
    desk_.set_way({desk_.way().passive, value == "own" ? std::nullopt : std::optional(value == "closed")}, now);
    return {};
  }
  known = name == "play.speed" || name == "play.seek" || name == "play.step" || name == "play.frame";
  const auto number = finite_number(value);
  if (!known || !number) {
    return known ? fail("not a number", "'" + value + "'") : Status();
  }
  if (name == "play.speed") {
    desk_.set_speed(std::clamp(*number, 0.05, 8.0), now);
    return {};
  }
  if (desk_.clip().empty()) {
    desk_.play(current, now);
  }
  // Frames are counted from the clip's beginning, so that a step lands where the number says.
  const double frames = kFramesPerSecond * current.seconds;
  const double frame = name == "play.step" ? std::round(desk_.clip_seconds(now) * kFramesPerSecond) + *number : *number;
  desk_.seek(name == "play.seek" ? *number : frame / frames, now);
  return {};
}

}  // namespace crus::app
