#include "app/window_desk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

#include "leg/mirror.hpp"
#include "scene/scene.hpp"

namespace crus::app {
namespace {

constexpr double kMoveSeconds = 0.22;

double mix(double a, double b, double t) { return a + (b - a) * t; }

// Angles take the short way; distance moves by ratio, as zooming does.
Camera between(const Camera& from, const Camera& to, double t) {
  Camera camera = to;
  camera.azimuth_deg = from.azimuth_deg + t * std::remainder(to.azimuth_deg - from.azimuth_deg, 360.0);
  camera.elevation_deg = mix(from.elevation_deg, to.elevation_deg, t);
  camera.target_mm = glm::mix(from.target_mm, to.target_mm, t);
  camera.distance_mm = from.distance_mm * std::pow(to.distance_mm / from.distance_mm, t);
  return camera;
}

// What the hand moves directly follows at once; what jumps is eased.
bool is_direct(std::string_view line) {
  return line.starts_with("camera.orbit") || line.starts_with("camera.pan") || line.starts_with("camera.zoom");
}

std::string time_of_day() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  std::array<char, 16> buffer{};
  if (localtime_r(&now, &parts) == nullptr || std::strftime(buffer.data(), buffer.size(), "%H:%M:%S", &parts) == 0) {
    return {};
  }
  return buffer.data();
}

}  // namespace

void MessageLog::add(ui::MessageKind kind, std::string text) {
  const std::lock_guard lock(mutex_);
  if (messages_.size() >= kLimit) {
    messages_.erase(messages_.begin());
  }
  messages_.push_back({kind, std::move(text), time_of_day()});
}

void MessageLog::clear() {
  const std::lock_guard lock(mutex_);
  messages_.clear();
}

std::vector<ui::Message> MessageLog::all() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

void Desk::set_leg(LegPtr leg) {
  Session fresh = default_session(*leg);
  if (leg_) {
    fresh.labels = session_.labels;
    fresh.background = session_.background;
    fresh.camera.orthographic = session_.camera.orthographic;
  }
  leg_ = std::move(leg);
  seen_.reset();
  session_ = std::move(fresh);
  history_.clear();
  move_ = {};
  playing_ = false;
}

Camera Desk::fitted(const Session& session) const {
  return scene::fitted_camera(seen_ && session.pose ? *seen_ : *leg_, session, size_);
}

Status Desk::run(std::string_view line, double now_s, const std::string& merge_key) {
  if (!leg_) {
    return fail("no model is open yet", std::string(line));
  }
  if (line == "undo" || line == "redo") {
    if (line == "undo" ? history_.can_undo() : history_.can_redo()) {
      go(line == "undo" ? history_.undo(session_) : history_.redo(session_), true, now_s);
    }
    return {};
  }
  const bool switches_strain = line.starts_with("pose.strain");
  if ((line.starts_with("pose.") && !switches_strain) || line.starts_with("plantarflexion") ||
      line.starts_with("activation")) {
    pause(now_s);
  }
  // A camera that fits keeps up with the picture's size, so that commands start from what is seen.
  Session before = session_;
  if (before.camera_fits) {
    before.camera = fitted(before);
  }
  auto after = run_command(before, *leg_, line);
  if (!after) {
    return tl::unexpected(after.error());
  }
  const std::string step = step_name(*leg_, line);
  if (!step.empty() && *after != before) {
    history_.record_change(before, *after, step, merge_key);
  }
  go(*after, !is_direct(line) && merge_key.empty(), now_s);
  return {};
}

void Desk::replace(const Session& session, const std::string& step, double now_s) {
  history_.record_change(session_, session, step);
  go(session, true, now_s);
}

void Desk::go(const Session& after, bool eased, double now_s) {
  const Camera from = fitted(shown(now_s));
  const Session before = shown(now_s);
  session_ = after;
  if (const LegPtr other = as_side(leg_, session_.side); other != leg_) {
    leg_ = other;
    seen_.reset();
    move_ = {};
    return;
  }
  const Camera to = fitted(session_);
  const bool moves =
      !(from == to) || before.explode != after.explode || (before.peel && after.peel && before.peel != after.peel);
  move_ = eased && moves && !reduced_motion_ ? Move{from, to, before.explode, before.peel, now_s} : Move{};
}

void Desk::play(const anatomy::Clip& clip, double now_s) {
  const double here = loop_ ? turns(now_s) : clip_at(now_s);
  clip_from_ = clip.id == clip_.id ? here : 0.0;
  clip_ = clip;
  clip_start_s_ = now_s;
  playing_ = true;
}

void Desk::pause(double now_s) {
  if (playing_) {
    seek(turns(now_s), now_s);
  }
}

void Desk::seek(double fraction, double now_s) {
  playing_ = false;
  clip_from_ = fraction;
  Session after = session_;
  after.pose = clip_pose(now_s);
  history_.record_change(session_, after, "pose", "clip");
  session_ = std::move(after);
}

void Desk::set_speed(double speed, double now_s) {
  clip_from_ = turns(now_s);
  clip_start_s_ = now_s;
  speed_ = speed;
}

void Desk::set_loop(bool loop, double now_s) {
  clip_from_ = loop ? turns(now_s) : clip_at(now_s);
  clip_start_s_ = now_s;
  loop_ = loop;
}

void Desk::settle(double now_s) {
  if (playing_ && !loop_ && turns(now_s) >= 1.0) {
    seek(0.0, now_s);
  }
}

void Desk::set_way(const Playing& way, double now_s) {
  const bool stands = !playing_ && !clip_.id.empty() && session_.pose == clip_pose(now_s);
  way_ = way;
  if (stands) {
    seek(clip_from_, now_s);
  }
}

void Desk::set_pose(const PoseRequest& pose, const std::string& step, double now_s, const std::string& merge_key) {
  pause(now_s);
  Session after = session_;
  after.pose = pose;
  after.pose->strain = way().strain;
  history_.record_change(session_, after, step, merge_key);
  session_ = std::move(after);
}

double Desk::turns(double now_s) const {
  return playing_ ? clip_from_ + speed_ * (now_s - clip_start_s_) / clip_.seconds : clip_from_;
}

double Desk::clip_at(double now_s) const {
  const double at = turns(now_s);
  return !loop_ && at >= 1.0 ? 0.0 : at - std::floor(at);
}

PoseRequest Desk::clip_pose(double now_s) const { return clip_request(clip_, clip_at(now_s), way()); }

Playing Desk::way() const {
  Playing way = way_;
  way.strain = session_.pose && session_.pose->strain;
  return way;
}

bool Desk::moving(double now_s) const { return playing_ || gliding(now_s); }

bool Desk::gliding(double now_s) const {
  return move_.start_s >= 0.0 && now_s >= move_.start_s && now_s < move_.start_s + kMoveSeconds;
}

Session Desk::shown(double now_s) const {
  Session session = session_;
  if (playing_) {
    session.pose = clip_pose(now_s);
  }
  if (!gliding(now_s)) {
    return session;
  }
  const double t = std::clamp((now_s - move_.start_s) / kMoveSeconds, 0.0, 1.0);
  const double eased = t * t * (3.0 - 2.0 * t);
  session.camera = between(move_.from, move_.to, eased);
  session.camera_fits = false;
  session.explode = mix(move_.explode, session_.explode, eased);
  if (move_.peel && session_.peel) {
    session.peel = mix(*move_.peel, *session_.peel, eased);
  }
  return session;
}

}  // namespace crus::app
