#include <array>
#include <future>

#include <fmt/format.h>

#include "app/image_file.hpp"
#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/motion_extras.hpp"
#include "app/picture.hpp"
#include "app/subcommands.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "leg/mirror.hpp"
#include "session/commands.hpp"
#include "session/session.hpp"

namespace crus::app {
namespace {

std::string joined(const std::string& command, const std::vector<std::string>& words) {
  std::string line = command;
  for (const std::string& word : words) {
    line += " \"" + word + "\"";
  }
  return line;
}

// The options as command lines, in the order in which they must act: a highlight brings its own view and layers, which
// the options after it override.
std::vector<std::string> command_lines(const RenderOptions& options) {
  std::vector<std::string> lines;
  const auto add_list = [&](const char* command, const std::vector<std::string>& words) {
    if (!words.empty()) {
      lines.push_back(joined(command, words));
    }
  };
  const auto add_word = [&](const char* command, const std::string& word) {
    if (!word.empty()) {
      lines.push_back(joined(command, {word}));
    }
  };
  add_list("highlight", options.highlight);
  // Before the skin's own opacity, which overrules that of the patterns.
  add_list("overlay.only", options.overlay);
  add_list("isolate", options.isolate);
  add_list("hide", options.hide);
  if (options.xray) {
    lines.push_back(fmt::format("xray {}", *options.xray));
  }
  if (options.skin) {
    lines.push_back(fmt::format("skin {}", *options.skin));
  }
  add_word("peel", options.peel);
  add_word("section", options.section);
  if (options.explode) {
    lines.push_back(fmt::format("explode {}", *options.explode));
  }
  if (options.attachments) {
    lines.emplace_back("attachments on");
  }
  add_list("motion.lines", options.motion_lines);
  if (options.second_heart) {
    lines.emplace_back("second-heart on");
  }
  add_word("overlay.style", options.style);
  add_word("overlay.map", options.colour_map);
  add_word("labels", options.labels);
  add_word("background", options.background);
  add_word("view", options.view);
  return lines;
}

Result<Session> starting_session(const Leg& leg, const std::string& state_file) {
  if (state_file.empty()) {
    return default_session(leg);
  }
  const auto text = read_text(state_file);
  if (!text) {
    return tl::unexpected(text.error());
  }
  auto session = session_from_json(*text);
  if (!session) {
    Error error = session.error();
    error.where = state_file + (error.where.empty() ? "" : ", " + error.where);
    return tl::unexpected(error);
  }
  if (!session->leg_hash.empty() && session->leg_hash != leg.hash.hex()) {
    log::warning("the saved view was made with another leg: " + state_file);
  }
  return session;
}

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

}  // namespace

int render_command(const RenderOptions& options) {
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
  auto session = starting_session(**leg, options.state);
  if (!session) {
    return failed(session.error());
  }
  leg = as_side(*leg, shown_side(**leg, *session));
  for (const std::string& line : command_lines(options)) {
    auto changed = run_command(*session, **leg, line);
    if (!changed) {
      return failed(changed.error(), kWrongUsage);
    }
    session = std::move(changed);
  }
  std::optional<pain::PainFields> fields;
  if (tells_pain(*session) && (*leg)->pain() != nullptr) {
    auto made = load_pain_fields(**leg, !options.model.no_cache);
    if (!made) {
      return failed(made.error());
    }
    fields = std::move(*made);
  }
  auto moment = moment_of(options, **leg, *session);
  if (!moment) {
    return failed(moment.error(), options.clip.empty() ? kCouldNot : kWrongUsage);
  }
  // The fields belong to the unposed skin, vertex by vertex.
  session->pose = request_of(options.pose, **leg, session->pose);
  const LegPtr rest = *leg;
  MotionExtras extras;
  const anatomy::PumpData* pump = moment->data && moment->data->pump ? &*moment->data->pump : nullptr;
  if (needs_rig(*session)) {
    Progress progress;
    const auto rig = rig_of(*rest, progress);
    if (!rig) {
      return failed(rig.error());
    }
    const Pose pose = session->pose ? (*rig)->pose(*session->pose) : Pose();
    leg = (*rig)->posed(*rest, pose);
    extras.set(rest, *rig, pump);
    extras.update(*session, pose, **leg);
  } else {
    extras.set(rest, nullptr, pump);
    extras.update(*session, Pose(), *rest);
  }
  extras.set_curve(std::move(moment->curve));
  scene::PictureOptions picture;
  extras.lend(picture);
  picture.transparent = options.transparent;
  picture.credit = !options.no_credit;
  if (!studio) {
    return failed(studio.error());
  }
  picture.pain = fields ? &*fields : nullptr;
  const auto image = render_picture(*studio, **leg, *session, *size, picture);
  if (!image) {
    return failed(image.error());
  }
  // ... and goes back to sleep while the picture is packed.
  auto writing = std::async(std::launch::async, [&] { return write_png(*image, options.output); });
  { const Studio winding_down = std::move(*studio); }
  if (const auto written = writing.get(); !written) {
    return failed(written.error());
  }
  return kDone;
}

}  // namespace crus::app
