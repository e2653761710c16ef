#include <cmath>
#include <csignal>
#include <future>
#include <iostream>

#include <fmt/format.h>

#include "app/look.hpp"
#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/movie.hpp"
#include "app/process.hpp"
#include "app/subcommands.hpp"
#include "core/log.hpp"
#include "core/text.hpp"

namespace crus::app {
namespace {

constexpr int kMostFrames = 100000;

// Holds back the signals that end a program until the movie has cleaned up behind itself. Made before any thread is, so
// that none gets them instead.
class Interruption {
 public:
  Interruption() {
    ::sigemptyset(&signals_);
    ::sigaddset(&signals_, SIGINT);
    ::sigaddset(&signals_, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    std::signal(SIGPIPE, SIG_IGN);
  }
  ~Interruption() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  [[nodiscard]] static bool asked() {
    sigset_t pending;
    return ::sigpending(&pending) == 0 &&
           (::sigismember(&pending, SIGINT) == 1 || ::sigismember(&pending, SIGTERM) == 1);
  }

 private:
  sigset_t signals_{}, before_{};
};

Asked<MoviePlan> plan_of(const MovieOptions& options, const anatomy::MotionData& data) {
  const auto wrong = [](Error error) { return tl::unexpected(CommandError{std::move(error), kWrongUsage}); };
  const std::string id = options.clip.empty() ? data.clips.front().id : options.clip;
  const anatomy::Clip* clip = data.clip(id);
  if (clip == nullptr) {
    const std::vector<std::string> near = nearest(id, data.clip_ids());
    return wrong({"there is no such movement", "'" + id + "'",
                  near.empty() ? "known: " + quoted_list(data.clip_ids()) : "did you mean " + quoted_list(near) + "?"});
  }
  MoviePlan plan;
  plan.clip = *clip;
  plan.data = &data;
  plan.fps = options.fps;
  plan.speed = options.speed;
  plan.playing.passive = options.passive;
  plan.playing.strain = options.strain;
  if (!options.chain.empty()) {
    plan.playing.closed_chain = options.chain == "closed";
  }
  const double seconds = options.seconds.value_or(clip->seconds / options.speed);
  const double frames = std::round(seconds * options.fps);
  if (!(frames >= 1.0 && frames <= kMostFrames)) {
    return wrong({fmt::format("a movie has 1 to {} frames", kMostFrames),
                  fmt::format("{:g} s at {:g} frames a second", seconds, options.fps), "change --seconds or --fps"});
  }
  plan.frames = static_cast<int>(frames);
  return plan;
}

// The film, or pictures where nothing can encode one.
Result<std::unique_ptr<FrameSink>> sink_of(const MovieOptions& options, glm::ivec2 size) {
  const std::filesystem::path encoder = options.frames ? std::filesystem::path() : find_program("ffmpeg");
  if (encoder.empty() && !options.frames) {
    log::warning("there is no ffmpeg on PATH to make a movie, so its frames become numbered pictures");
  }
  return encoder.empty() ? pictures_of(options.look.output) : film_of(encoder, options.look.output, size, options.fps);
}

struct Set {
  Look look;
  std::shared_ptr<const Rig> rig;
  std::optional<pain::PainFields> fields;
};

Asked<Set> set_of(const MovieOptions& options) {
  const auto leg = open_leg(options.look.model);
  if (!leg) {
    return tl::unexpected(CommandError{leg.error()});
  }
  for (const std::string& warning : (*leg)->warnings) {
    log::warning(warning);
  }
  auto look = look_of(options.look, *leg);
  if (!look) {
    return tl::unexpected(look.error());
  }
  Progress progress;
  const auto rig = rig_of(*look->leg, progress);
  if (!rig) {
    return tl::unexpected(CommandError{rig.error()});
  }
  for (const std::string& warning : (*rig)->warnings()) {
    log::warning(warning);
  }
  std::optional<pain::PainFields> fields;
  if (tells_pain(look->session) && look->leg->pain() != nullptr) {
    auto made = load_pain_fields(*look->leg, !options.look.model.no_cache);
    if (!made) {
      return tl::unexpected(CommandError{made.error()});
    }
    fields = std::move(*made);
  }
  return Set{std::move(*look), *rig, std::move(fields)};
}

}  // namespace

int movie_command(const MovieOptions& options) {
  const Interruption interruption;
  const auto size = parse_size(options.look.size);
  if (!size) {
    return failed(size.error(), kWrongUsage);
  }
  if (const Status named = options.frames ? Status() : film_name(options.look.output, *size); !named) {
    return failed(named.error(), kWrongUsage);
  }
  const auto catalogue = load_catalogue();
  if (!catalogue) {
    return failed(catalogue.error());
  }
  const auto data = load_motion_data(**catalogue);
  if (!data) {
    return failed(data.error());
  }
  const auto plan = plan_of(options, *data);
  if (!plan) {
    return failed_command(plan.error());
  }
  auto loading = std::async(std::launch::async, [&] { return set_of(options); });
  auto studio = Studio::create();
  const auto set = loading.get();
  if (!set) {
    return failed_command(set.error());
  }
  if (!studio) {
    return failed(studio.error());
  }
  auto sink = sink_of(options, *size);
  if (!sink) {
    return failed(sink.error());
  }
  scene::PictureOptions picture;
  picture.credit = !options.look.no_credit;
  picture.pain = set->fields ? &*set->fields : nullptr;
  const auto done = [&](int frames) {
    if (options.progress) {
      std::cout << fmt::format("frame {} {}\n", frames, plan->frames) << std::flush;
    }
    return std::cout.good() && !Interruption::asked();
  };
  const Status shot = shoot(*studio, *set->look.leg, *set->rig, set->look.session, *plan, *size, picture, **sink, done);
  if (!shot) {
    sink->reset();
    return failed(shot.error());
  }
  const auto written = (*sink)->finish();
  if (!written) {
    return failed(written.error());
  }
  log::info(fmt::format("wrote {}: {} frames, {:g} s", written->string(), plan->frames, plan->frames / plan->fps));
  if (options.progress) {
    std::cout << "wrote " << written->string() << "\n" << std::flush;
  }
  return kDone;
}

}  // namespace crus::app
