#include <future>

#include "app/image_file.hpp"
#include "app/look.hpp"
#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/motion_extras.hpp"
#include "app/picture.hpp"
#include "app/subcommands.hpp"
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

// Poses the leg as the session asks, and readies what is drawn of the motion beside it.
Status pose_leg(LegPtr& leg, const Session& session, Moment& moment, MotionExtras& extras) {
  const LegPtr rest = leg;
  const anatomy::PumpData* pump = moment.data && moment.data->pump ? &*moment.data->pump : nullptr;
  if (needs_rig(session)) {
    Progress progress;
    const auto rig = rig_of(*rest, progress);
    if (!rig) {
      return tl::unexpected(rig.error());
    }
    for (const std::string& warning : session.pose ? (*rig)->warnings() : std::vector<std::string>()) {
      log::warning(warning);
    }
    const Pose pose = session.pose ? (*rig)->pose(*session.pose) : Pose();
    leg = (*rig)->posed(*rest, pose);
    extras.set(rest, *rig, pump);
    extras.update(session, pose, *leg);
  } else {
    extras.set(rest, nullptr, pump);
    extras.update(session, Pose(), *rest);
  }
  extras.set_curve(std::move(moment.curve));
  return {};
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
  // Half of a short wait is the driver waking up: it does so while the leg loads.
  auto loading = std::async(std::launch::async, [&] { return open_leg(options.model); });
  auto studio = Studio::create();
  auto leg = loading.get();
  if (!leg) {
    return failed(leg.error());
  }
  for (const std::string& warning : (*leg)->warnings) {
    log::warning(warning);
  }
  auto look = look_of(options, *leg);
  if (!look) {
    return failed_command(look.error());
  }
  leg = look->leg;
  Session& session = look->session;
  std::optional<pain::PainFields> fields;
  if (tells_pain(session) && (*leg)->pain() != nullptr) {
    auto made = load_pain_fields(**leg, !options.model.no_cache);
    if (!made) {
      return failed(made.error());
    }
    fields = std::move(*made);
  }
  auto moment = moment_of(options, **leg, session);
  if (!moment) {
    return failed(moment.error(), options.clip.empty() ? kCouldNot : kWrongUsage);
  }
  // The fields belong to the unposed skin, vertex by vertex.
  auto posture = request_of(options.pose, **leg, session.pose);
  if (!posture) {
    return failed_command(posture.error());
  }
  session.pose = *posture;
  MotionExtras extras;
  if (const Status posed = pose_leg(*leg, session, *moment, extras); !posed) {
    return failed(posed.error());
  }
  scene::PictureOptions picture;
  extras.lend(picture);
  picture.transparent = options.transparent;
  picture.credit = !options.no_credit;
  if (!studio) {
    return failed(studio.error());
  }
  picture.pain = fields ? &*fields : nullptr;
  auto image = render_picture(*studio, **leg, session, *size, picture);
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
