// Labels, background and camera.
#include "core/text.hpp"
#include "session/camera_commands.hpp"
#include "session/command_arguments.hpp"
#include "session/command_list.hpp"
#include "session/commands.hpp"

namespace crus {
namespace {

Status run_labels(const Call& call) {
  return choose<Labels, 3>(call, call.session.labels,
                           {{{"off", Labels::off}, {"english", Labels::english}, {"latin", Labels::latin}}});
}

Status run_background(const Call& call) {
  return choose<Background, 3>(
      call, call.session.background,
      {{{"dark", Background::dark}, {"light", Background::light}, {"white", Background::white}}});
}

Status run_view(const Call& call) {
  const Result<ViewDirection> view = parse_view(call.words[0], shown_side(call.leg, call.session));
  if (!view) {
    return tl::unexpected(view.error());
  }
  call.session.camera.azimuth_deg = view->azimuth_deg;
  call.session.camera.elevation_deg = view->elevation_deg;
  return {};
}

Status run_orbit(const Call& call) {
  const auto values = numbers(call.words);
  if (!values) {
    return tl::unexpected(values.error());
  }
  orbit(call.session.camera, (*values)[0], (*values)[1]);
  return {};
}

Status run_pan(const Call& call) {
  const auto values = numbers(call.words);
  if (!values) {
    return tl::unexpected(values.error());
  }
  pan(call.session.camera, (*values)[0], (*values)[1]);
  call.session.camera_fits = false;
  return {};
}

Status run_zoom(const Call& call) {
  const auto values = numbers(call.words);
  if (!values) {
    return tl::unexpected(values.error());
  }
  const double factor = (*values)[0];
  if (factor < 1e-3 || factor > 1e3) {
    return fail("a zoom factor lies between 0.001 and 1000", "'" + call.words[0] + "'");
  }
  if (values->size() != 1 && values->size() != 4) {
    return fail("a point to zoom to has three coordinates");
  }
  Camera& camera = call.session.camera;
  const glm::dvec3 toward_mm =
      values->size() == 4 ? glm::dvec3((*values)[1], (*values)[2], (*values)[3]) : camera.target_mm;
  zoom(camera, factor, toward_mm);
  call.session.camera_fits = false;
  return {};
}

Status run_focus(const Call& call) {
  auto ids = structures(call);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  const Session& session = call.session;
  const std::vector<std::string>& subjects =
      !ids->empty() ? *ids : (!session.selected.empty() ? session.selected : session.highlighted);
  geometry::Box box;
  for (const std::string& id : subjects) {
    if (const LegStructure* structure = call.leg.find(id)) {
      box.add(structure->box);
    }
  }
  call.session.camera_fits = box.empty();
  if (!box.empty()) {
    focus(call.session.camera, box);
  }
  return {};
}

Status run_camera_look(const Call& call) {
  const auto values = numbers(call.words);
  if (!values) {
    return tl::unexpected(values.error());
  }
  const std::vector<double>& v = *values;
  constexpr double kMostMm = 1e5;
  if (!(v[5] >= 1.0 && v[5] <= kMostMm)) {
    return fail("the height of what is seen lies between 1 and 100000 mm", "'" + call.words[5] + "'");
  }
  look(call.session.camera, {v[0], v[1], v[2]}, v[3], v[4], v[5]);
  call.session.camera_fits = false;
  return {};
}

Status run_fit(const Call& call) {
  call.session.camera_fits = true;
  return {};
}

Status run_camera_reset(const Call& call) {
  const bool orthographic = call.session.camera.orthographic;
  call.session.camera = default_session(call.leg).camera;
  call.session.camera.orthographic = orthographic;
  call.session.camera_fits = true;
  return {};
}

Status run_travel(const Call& call) {
  const auto values = numbers(call.words);
  if (!values) {
    return tl::unexpected(values.error());
  }
  call.session.camera.target_mm.y += (*values)[0];
  call.session.camera_fits = false;
  return {};
}

Status run_projection(const Call& call) {
  bool& orthographic = call.session.camera.orthographic;
  return choose<bool, 3>(call, orthographic,
                         {{{"perspective", false}, {"orthographic", true}, {"toggle", !orthographic}}});
}

}  // namespace

std::vector<CommandEntry> view_commands() {
  return {
      {{"labels", "off | english | latin", "name the structures in the picture", "labels"}, 1, 1, run_labels},
      {{"background", "dark | light | white", "colour behind the leg", "background"}, 1, 1, run_background},
      {{"view", "NAME | AZ,EL", "look from a named side, or from angles in degrees", ""}, 1, 1, run_view},
      {{"camera.orbit", "DEG DEG", "turn about the leg and over it", ""}, 2, 2, run_orbit},
      {{"camera.pan", "X Y", "shift the picture right and up, in picture heights", ""}, 2, 2, run_pan},
      {{"camera.zoom", "FACTOR [X Y Z]", "come nearer, towards a point in mm if one is given", ""}, 1, 4, run_zoom},
      {{"camera.focus", "[ID ...]", "frame structures; without one the selected or highlighted ones", ""},
       0,
       kAnyNumber,
       run_focus},
      {{"camera.fit", "", "frame everything shown, from the same side", ""}, 0, 0, run_fit},
      {{"camera.reset", "", "back to the first view of the whole leg", ""}, 0, 0, run_camera_reset},
      {{"camera.look", "X Y Z AZ EL MM", "look at a point in mm, from angles in degrees, so many mm from top to bottom",
        ""},
       6,
       6,
       run_camera_look},
      {{"camera.travel", "MM", "move up (or down) along the limb", ""}, 1, 1, run_travel},
      {{"projection", "perspective | orthographic | toggle", "how depth is drawn", "projection"}, 1, 1, run_projection},
  };
}

}  // namespace crus
