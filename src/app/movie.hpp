// A clip as a film: which frame shows what, and where frames go.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <glm/glm.hpp>

#include "anatomy/motion_data.hpp"
#include "app/picture.hpp"
#include "core/result.hpp"
#include "leg/everyday.hpp"
#include "leg/rig.hpp"

namespace crus::app {

// What each frame shows follows from its number alone.
struct MoviePlan {
  anatomy::Clip clip;
  double fps = 30.0;
  double speed = 1.0;  // of the clip
  Playing playing;
  int frames = 1;
  const anatomy::MotionData* data = nullptr;  // for the second heart; null: none is shown

  // Of the clip's circle; it starts at 0.
  [[nodiscard]] double fraction(int frame) const;
  [[nodiscard]] PoseRequest pose(int frame) const;
};

// Takes finished frames one after the other. What has not been finished leaves nothing behind, and a good file is
// replaced whole or not at all.
class FrameSink {
 public:
  FrameSink() = default;
  virtual ~FrameSink() = default;
  FrameSink(const FrameSink&) = delete;
  FrameSink& operator=(const FrameSink&) = delete;
  [[nodiscard]] virtual Status add(const render::Image& frame) = 0;
  // Where it all lies now.
  [[nodiscard]] virtual Result<std::filesystem::path> finish() = 0;
};

// Whether a film of this name and size can be: fails for an ending that is no film's, for odd sides (films store colour
// for two by two pixels) with the nearest size that can, and for a folder that is not there.
[[nodiscard]] Status film_name(const std::filesystem::path& file, glm::ivec2 size);
// A film, encoded by the program `encoder` (ffmpeg), which is fed with the frames.
[[nodiscard]] Result<std::unique_ptr<FrameSink>> film_of(const std::filesystem::path& encoder,
                                                         const std::filesystem::path& file, glm::ivec2 size,
                                                         double fps);
// Numbered pictures in a folder beside `file`: "clip-frames/frame-00001.png" for "clip.mp4", or "clip-frames-2" where
// that exists.
[[nodiscard]] Result<std::unique_ptr<FrameSink>> pictures_of(const std::filesystem::path& file);

// Draws the frames and hands them on; `done` is told how many there are already and says whether to go on.
[[nodiscard]] Status shoot(Studio& studio, const Leg& leg, const Rig& rig, Session session, const MoviePlan& plan,
                           glm::ivec2 size, const scene::PictureOptions& options, FrameSink& sink,
                           const std::function<bool(int)>& done);

}  // namespace crus::app
