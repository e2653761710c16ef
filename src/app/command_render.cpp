#include <future>

#include "app/image_file.hpp"
#include "app/look.hpp"
#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/picture.hpp"
#include "app/subcommands.hpp"
#include "core/log.hpp"

namespace crus::app {

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
  // The fields belong to the unposed skin, vertex by vertex.
  auto pose = request_of(options.pose, **leg, session.pose);
  if (!pose) {
    return failed_command(pose.error());
  }
  session.pose = *pose;
  leg = in_pose(*leg, session.pose);
  if (!leg) {
    return failed(leg.error());
  }
  scene::PictureOptions picture;
  picture.transparent = options.transparent;
  picture.credit = !options.no_credit;
  if (!studio) {
    return failed(studio.error());
  }
  picture.pain = fields ? &*fields : nullptr;
  const auto image = render_picture(*studio, **leg, session, *size, picture);
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
