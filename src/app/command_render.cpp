#include <future>

#include "app/image_file.hpp"
#include "app/look.hpp"
#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/motion_extras.hpp"
#include "app/picture.hpp"
#include "app/subcommands.hpp"
#include "core/heap.hpp"
#include "core/log.hpp"
#include "core/text.hpp"

namespace crus::app {
namespace {

// What of a movement the picture shows.
struct Moment {
  std::optional<anatomy::MotionData> data;  // where it is needed
  std::vector<PumpSample> curve;
};

// Puts the session to the time of the clip that the options name.
Result<Moment> moment_of(const RenderOptions& options, const Leg& leg, Session& session) {
  Moment moment;
  if (options.clip.empty() && !session.motion.pump) {
    return moment;
  }
  auto data = load_motion_data(*leg.catalogue);
  if (!data) {
    return tl::unexpected(data.error());
  }
  moment.data = std::move(*data);
  if (options.clip.empty()) {
    return moment;
  }
  const anatomy::Clip* clip = moment.data->clip(options.clip);
  if (clip == nullptr) {
    const std::vector<std::string> near = nearest(options.clip, moment.data->clip_ids());
    return fail("there is no such movement", "'" + options.clip + "'", "did you mean " + quoted_list(near) + "?");
  }
  set_to_clip(session, *moment.data, *clip, options.time_s, moment.curve);
  return moment;
}

constexpr std::size_t kHeapOfAPicture = std::size_t{24} << 20;  // driver, shaders and targets of 1280x720

// What the picture shows, and all of it that needs no GL.
struct Prepared {
  LegPtr leg;  // in its pose
  Session session;
  std::optional<pain::PainFields> fields;
  Still still;
};

// The leg in its pose, and what moves beside it.
struct Posed {
  LegPtr leg;
  MotionExtras extras;
};

tl::expected<Posed, int> posed_leg(const LegPtr& rest, const Session& session, Moment& moment) {
  const anatomy::PumpData* pump = moment.data && moment.data->pump ? &*moment.data->pump : nullptr;
  Posed posed{rest, {}};
  if (needs_rig(session)) {
    Progress progress;
    const auto rig = rig_of(*rest, progress);
    if (!rig) {
      return tl::unexpected(failed(rig.error()));
    }
    for (const std::string& warning : session.pose ? (*rig)->warnings() : std::vector<std::string>()) {
      log::warning(warning);
    }
    const Pose pose = session.pose ? (*rig)->pose(*session.pose) : Pose();
    posed.leg = (*rig)->posed(*rest, pose);
    posed.extras.set(rest, *rig, pump);
    posed.extras.update(session, pose, *posed.leg);
  } else {
    posed.extras.set(rest, nullptr, pump);
    posed.extras.update(session, Pose(), *rest);
  }
  posed.extras.set_curve(std::move(moment.curve));
  return posed;
}

// Errors are told here; what is left of them is the exit code.
tl::expected<Prepared, int> prepare(const RenderOptions& options, glm::ivec2 size, const Fonts& fonts) {
  const auto opened = open_leg(options.model);
  if (!opened) {
    return tl::unexpected(failed(opened.error()));
  }
  for (const std::string& warning : (*opened)->warnings) {
    log::warning(warning);
  }
  auto look = look_of(options, *opened);
  if (!look) {
    return tl::unexpected(failed_command(look.error()));
  }
  const LegPtr rest = look->leg;
  Session& session = look->session;
  std::optional<pain::PainFields> fields;
  if (tells_pain(session) && rest->pain() != nullptr) {
    auto made = load_pain_fields(*rest, !options.model.no_cache);
    if (!made) {
      return tl::unexpected(failed(made.error()));
    }
    fields = std::move(*made);
  }
  auto moment = moment_of(options, *rest, session);
  if (!moment) {
    return tl::unexpected(failed(moment.error(), options.clip.empty() ? kCouldNot : kWrongUsage));
  }
  // The fields belong to the unposed skin, vertex by vertex.
  auto posture = request_of(options.pose, *rest, session.pose);
  if (!posture) {
    return tl::unexpected(failed_command(posture.error()));
  }
  session.pose = *posture;
  const auto posed = posed_leg(rest, session, *moment);
  if (!posed) {
    return tl::unexpected(posed.error());
  }
  scene::PictureOptions picture;
  posed->extras.lend(picture);
  picture.transparent = options.transparent;
  picture.credit = !options.no_credit;
  picture.pain = fields ? &*fields : nullptr;
  Still still = still_of(*posed->leg, session, size, picture, fonts);
  return Prepared{posed->leg, std::move(session), std::move(fields), std::move(still)};
}

// Draws the picture and begins to write it: leg and driver go to sleep meanwhile.
int draw_and_write(const RenderOptions& options, std::future<Status>& written) {
  if (const Status named = picture_name(options.output); !named) {
    return failed(named.error(), kWrongUsage);
  }
  const auto size = parse_size(options.size);
  if (!size) {
    return failed(size.error(), kWrongUsage);
  }
  const auto fonts = shared_fonts();
  if (!fonts) {
    return failed(fonts.error());
  }
  share_one_heap();
  // Half of a short wait is the driver waking up: it does so while the rest is made ready.
  auto preparing = std::async(std::launch::async, [&] { return prepare(options, *size, **fonts); });
  const auto heap = std::async(std::launch::async, [] { make_heap_ready(kHeapOfAPicture); });
  auto studio = Studio::create(*fonts);
  auto prepared = preparing.get();
  if (!prepared) {
    return prepared.error();
  }
  if (!studio) {
    return failed(studio.error());
  }
  scene::PictureOptions picture;
  picture.pain = prepared->fields ? &*prepared->fields : nullptr;
  auto image = draw_still(*studio, std::move(prepared->still), *prepared->leg, prepared->session, picture);
  if (!image) {
    return failed(image.error());
  }
  written = std::async(std::launch::async,
                       [image = std::move(*image), file = options.output] { return write_png(image, file); });
  return kDone;
}

}  // namespace

int render_command(const RenderOptions& options) {
  std::future<Status> written;
  if (const int code = draw_and_write(options, written); code != kDone) {
    return code;
  }
  const Status status = written.get();
  return status ? kDone : failed(status.error());
}

}  // namespace crus::app
