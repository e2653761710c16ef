#include "app/movie.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "app/image_file.hpp"
#include "app/motion.hpp"
#include "app/motion_extras.hpp"
#include "app/process.hpp"
#include "core/log.hpp"
#include "core/text.hpp"

namespace crus::app {
namespace fs = std::filesystem;
namespace {

struct Format {
  std::string_view ending;
  const char* muxer;
};
constexpr std::array<Format, 4> kFormats{{{".mp4", "mp4"}, {".mov", "mov"}, {".mkv", "matroska"}, {".webm", "webm"}}};

const Format* format_of(const fs::path& file) {
  const std::string ending = lower(file.extension().string());
  const auto found =
      std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& format) { return format.ending == ending; });
  return found == kFormats.end() ? nullptr : &*found;
}

// A name beside the file that nobody else uses.
fs::path part_of(const fs::path& file) {
  return file.parent_path() / fmt::format(".{}.{}.part", file.filename().string(), ::getpid());
}

class Film : public FrameSink {
 public:
  Film(Process process, fs::path file, fs::path part)
      : process_(std::move(process)), file_(std::move(file)), part_(std::move(part)) {}
  ~Film() override {
    if (!finished_) {
      { const Process stopped = std::move(process_); }
      std::error_code code;
      fs::remove(part_, code);
    }
  }
  Film(const Film&) = delete;
  Film& operator=(const Film&) = delete;

  Status add(const render::Image& frame) override {
    if (!process_.write(std::as_bytes(std::span(frame.rgba)))) {
      static_cast<void>(process_.wait());
      return problem();
    }
    return {};
  }

  Result<fs::path> finish() override {
    process_.end_of_input();
    if (process_.wait() != 0) {
      return tl::unexpected(problem().error());
    }
    std::error_code code;
    fs::rename(part_, file_, code);
    if (code) {
      return fail("the finished movie cannot be put in its place: " + code.message(), file_.string());
    }
    finished_ = true;
    return file_;
  }

 private:
  [[nodiscard]] Status problem() const {
    const std::string said = process_.complaint();
    return fail("the encoder gave up" + (said.empty() ? std::string() : ": " + said), file_.string(),
                "--frames writes numbered pictures instead");
  }
  Process process_;
  fs::path file_, part_;
  bool finished_ = false;
};

class Pictures : public FrameSink {
 public:
  Pictures(fs::path folder, fs::path part) : folder_(std::move(folder)), part_(std::move(part)) {}
  ~Pictures() override {
    if (!finished_) {
      std::error_code code;
      fs::remove_all(part_, code);
    }
  }
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  Status add(const render::Image& frame) override {
    ++count_;
    return write_png(frame, part_ / fmt::format("frame-{:05}.png", count_));
  }

  Result<fs::path> finish() override {
    std::error_code code;
    fs::path target = folder_;
    for (int number = 2; fs::exists(target, code); ++number) {
      target = fmt::format("{}-{}", folder_.string(), number);
    }
    fs::rename(part_, target, code);
    if (code) {
      return fail("the finished pictures cannot be put in their place: " + code.message(), target.string());
    }
    finished_ = true;
    return target;
  }

 private:
  fs::path folder_, part_;
  int count_ = 0;
  bool finished_ = false;
};

Status folder_exists(const fs::path& file) {
  const fs::path folder = file.parent_path();
  std::error_code code;
  return folder.empty() || fs::is_directory(folder, code)
             ? Status()
             : fail("there is no such folder", folder.string(), "make it first, or write elsewhere");
}

}  // namespace

double MoviePlan::fraction(int frame) const {
  const double at = frame * speed / (fps * clip.seconds);
  return at - std::floor(at);
}

PoseRequest MoviePlan::pose(int frame) const { return clip_request(clip, fraction(frame), playing); }

Status film_name(const fs::path& file, glm::ivec2 size) {
  if (format_of(file) == nullptr) {
    return fail("not the name of a movie", file.string(), "use .mp4, .mov, .mkv or .webm");
  }
  if (size.x % 2 != 0 || size.y % 2 != 0) {
    const auto even = [](int side) { return std::max(2, side + side % 2); };
    return fail("a movie needs an even width and height", fmt::format("{}x{}", size.x, size.y),
                fmt::format("nearest valid: {}x{}", even(size.x), even(size.y)));
  }
  return folder_exists(file);
}

Result<std::unique_ptr<FrameSink>> film_of(const fs::path& encoder, const fs::path& file, glm::ivec2 size, double fps) {
  if (const Status named = film_name(file, size); !named) {
    return tl::unexpected(named.error());
  }
  const fs::path part = part_of(file);
  // The name could begin with a dash, or with what the encoder takes for a protocol.
  const fs::path named = part.is_absolute() ? part : fs::path(".") / part;
  const std::vector<std::string> arguments{
      "-hide_banner", "-loglevel", "error", "-nostdin", "-y",
      // What comes in: raw frames.
      "-f", "rawvideo", "-pix_fmt", "rgba", "-s", fmt::format("{}x{}", size.x, size.y), "-r",
      fmt::format("{:.6g}", fps), "-i", "pipe:0",
      // What goes out: a film that players everywhere show in the same colours.
      "-an", "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p", "-colorspace", "bt709",
      "-color_primaries", "bt709", "-color_trc", "bt709", "-map_metadata", "-1", "-f", format_of(file)->muxer,
      "file:" + named.string()};
  auto process = Process::start(encoder, arguments, Process::Streams::feed);
  if (!process) {
    return tl::unexpected(process.error());
  }
  return std::make_unique<Film>(std::move(*process), file, part);
}

Result<std::unique_ptr<FrameSink>> pictures_of(const fs::path& file) {
  if (const Status there = folder_exists(file); !there) {
    return tl::unexpected(there.error());
  }
  fs::path folder = file.parent_path() / (file.stem().string() + "-frames");
  fs::path part = part_of(folder);
  std::error_code code;
  fs::create_directory(part, code);
  if (code) {
    return fail("no folder for the pictures: " + code.message(), part.string());
  }
  return std::make_unique<Pictures>(std::move(folder), std::move(part));
}

Status shoot(Studio& studio, const Leg& leg, const Rig& rig, Session session, const MoviePlan& plan, glm::ivec2 size,
             const scene::PictureOptions& options, FrameSink& sink, const std::function<bool(int)>& done) {
  // One camera for the whole movie.
  std::vector<PoseRequest> poses;
  constexpr int kMoments = 24;
  for (int i = 0; i < std::min(kMoments, plan.frames); ++i) {
    poses.push_back(
        plan.pose(static_cast<int>(static_cast<long long>(i) * plan.frames / std::min(kMoments, plan.frames))));
  }
  session.camera = steady_camera(leg, rig, session, size, poses);
  session.camera_fits = false;
  const Leg* rest = session.motion.ghost ? &leg : nullptr;
  studio.renderer.set_meshes(scene::mesh_views(leg, rest));
  paint_pain(studio, leg, session, options);
  const bool pumps = session.motion.pump && plan.data != nullptr && plan.data->pump;
  std::optional<PumpRun> run;
  if (pumps) {
    run.emplace(*plan.data, driving(plan.clip, plan.playing));
  }
  // Both are lent: they outlive the movie.
  MotionExtras extras;
  extras.set(LegPtr(LegPtr(), &leg), std::shared_ptr<const Rig>(std::shared_ptr<const Rig>(), &rig),
             pumps ? &*plan.data->pump : nullptr);
  Leg posed(leg);
  for (int frame = 0; frame < plan.frames; ++frame) {
    session.pose = plan.pose(frame);
    const Pose pose = rig.pose(*session.pose);
    rig.repose(leg, pose, posed);
    studio.renderer.move_meshes(scene::mesh_views(posed, rest));
    if (run) {
      run->to(plan.speed * frame / plan.fps);
      session.motion.veins = run->state();
      extras.set_curve(run->curve());
    }
    extras.update(session, pose, posed);
    scene::PictureOptions shown = options;
    extras.lend(shown);
    const auto image = draw_picture(studio, posed, session, size, shown);
    if (!image) {
      return tl::unexpected(image.error());
    }
    if (const Status added = sink.add(*image); !added) {
      return added;
    }
    if (!done(frame + 1)) {
      return fail(fmt::format("stopped after {} of {} frames; nothing was written", frame + 1, plan.frames));
    }
  }
  return {};
}

}  // namespace crus::app
