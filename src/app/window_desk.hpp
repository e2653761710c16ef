// What the window works on: the leg, the session with its history, the messages, and the camera's eased moves. Knows no
// GLFW and no GL, so that tests can drive it.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/motion_data.hpp"
#include "core/log.hpp"
#include "core/result.hpp"
#include "leg/everyday.hpp"
#include "leg/leg.hpp"
#include "session/commands.hpp"
#include "session/session.hpp"
#include "ui/panels.hpp"

namespace crus::app {

// Messages from any thread with the time of day, the newest last; the oldest are forgotten.
class MessageLog {
 public:
  void add(ui::MessageKind kind, std::string text);
  [[nodiscard]] std::vector<ui::Message> all() const;
  void clear();

 private:
  static constexpr std::size_t kLimit = 400;
  mutable std::mutex mutex_;
  std::vector<ui::Message> messages_;
};

class Desk {
 public:
  // Puts another leg on the desk: a fresh session, no history. The look (labels, backdrop, projection) stays.
  void set_leg(LegPtr leg);
  // As the side the session asks for: another leg after a command that changed it.
  [[nodiscard]] const LegPtr& leg() const { return leg_; }
  [[nodiscard]] const Session& session() const { return session_; }
  [[nodiscard]] const History& history() const { return history_; }

  // The picture's size in pixels, on which a fitted camera depends.
  void set_size(const glm::ivec2& size) { size_ = size; }
  // The leg as the picture shows it, in its pose, on which a fitted camera depends too; null: as it is.
  void set_seen(LegPtr seen) { seen_ = std::move(seen); }
  void set_reduced_motion(bool reduced) { reduced_motion_ = reduced; }

  // A session command, undo or redo, at a time in seconds. Same merge key in a row: one step of the history.
  [[nodiscard]] Status run(std::string_view line, double now_s, const std::string& merge_key = {});
  void end_merge() { history_.end_merge(); }
  // A whole session, as one step.
  void replace(const Session& session, const std::string& step, double now_s);

  // Plays a movement in a circle from where it stands; commands that set the pose stop it where it is.
  void play(const anatomy::Clip& clip, double now_s);
  void pause(double now_s);
  void set_speed(double speed, double now_s);
  // Moves to a fraction of the movement and stays there.
  void seek(double fraction, double now_s);
  // Whether it goes round and round, or stops once it is round; where settle() is asked often enough.
  void set_loop(bool loop, double now_s);
  [[nodiscard]] bool loop() const { return loop_; }
  void settle(double now_s);
  // How clips are played; whether the tendon lengthens is the session's own. What a paused clip left behind follows.
  void set_way(const Playing& way, double now_s);
  [[nodiscard]] Playing way() const;
  // A posture, as one step of the history; stops the clip. The switch of the tendon's strain stays as it is.
  void set_pose(const PoseRequest& pose, const std::string& step, double now_s, const std::string& merge_key = {});
  [[nodiscard]] bool playing() const { return playing_; }
  [[nodiscard]] double speed() const { return speed_; }
  [[nodiscard]] const std::string& clip() const { return clip_.id; }
  [[nodiscard]] double clip_at(double now_s) const;
  // Since the movement began, with all its rounds.
  [[nodiscard]] double clip_seconds(double now_s) const { return turns(now_s) * clip_.seconds; }

  // The session as it looks at this moment: the camera may be on its way, the leg in motion.
  [[nodiscard]] Session shown(double now_s) const;
  [[nodiscard]] bool moving(double now_s) const;   // the one or the other
  [[nodiscard]] bool gliding(double now_s) const;  // the camera, or layers

 private:
  void go(const Session& after, bool eased, double now_s);
  [[nodiscard]] Camera fitted(const Session& session) const;

  LegPtr leg_, seen_;
  Session session_;
  History history_;
  glm::ivec2 size_{1, 1};
  bool reduced_motion_ = false;
  struct Move {
    Camera from, to;
    double explode = 0.0;  // where it began
    std::optional<double> peel;
    double start_s = -1.0;
  };
  Move move_;
  [[nodiscard]] PoseRequest clip_pose(double now_s) const;
  [[nodiscard]] double turns(double now_s) const;  // of the clip since it began; not brought back to 0..1
  anatomy::Clip clip_;                             // chosen last
  bool playing_ = false;
  bool loop_ = true;
  Playing way_;
  double speed_ = 1.0;
  double clip_from_ = 0.0, clip_start_s_ = 0.0;  // where and when play began
};

}  // namespace crus::app
