#include "session/commands.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/text.hpp"
#include "session/camera_commands.hpp"
#include "session/drawing_commands.hpp"
#include "session/highlights.hpp"
#include "session/motion_commands.hpp"
#include "session/overlay_commands.hpp"
#include "session/pose_commands.hpp"

namespace crus {
namespace {

using Words = std::span<const std::string>;

// What one command works on: the copy it changes, the leg, its arguments.
struct Call {
  Session& session;
  const Leg& leg;
  Words words;
};

struct Entry {
  Command command;
  std::string alias;
  std::size_t least = 0;
  std::size_t most = 0;
  Status (*run)(const Call&) = nullptr;  // null: a command about where it hurts
};

constexpr std::size_t kAny = static_cast<std::size_t>(-1);

Result<double> number(const std::string& word) {
  double value = 0.0;
  const char* const begin = word.data() + (word.starts_with('+') ? 1 : 0);
  const char* const end = word.data() + word.size();
  const auto [stop, code] = std::from_chars(begin, end, value);
  if (code != std::errc() || stop != end || !std::isfinite(value)) {
    return fail("not a number", "'" + word + "'");
  }
  return value;
}

Result<std::vector<double>> numbers(Words words) {
  std::vector<double> values;
  for (const std::string& word : words) {
    const Result<double> value = number(word);
    if (!value) {
      return tl::unexpected(value.error());
    }
    values.push_back(*value);
  }
  return values;
}

Result<std::vector<std::string>> structures(const Call& call) {
  std::vector<std::string> ids;
  for (const std::string& word : call.words) {
    Result<std::string> id = resolve_structure(call.leg, word);
    if (!id) {
      return tl::unexpected(id.error());
    }
    if (std::find(ids.begin(), ids.end(), *id) == ids.end()) {
      ids.push_back(std::move(*id));
    }
  }
  return ids;
}

// Runs `change` with each structure the arguments name, or fails before anything changed.
template <class Change>
Status for_each_structure(const Call& call, Change change) {
  const auto ids = structures(call);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  for (const std::string& id : *ids) {
    change(id);
  }
  return {};
}

template <class Enum, std::size_t N>
Status choose(const Call& call, Enum& value, const std::array<std::pair<std::string_view, Enum>, N>& table) {
  const std::string word = lower(call.words[0]);
  std::vector<std::string> words;
  for (const auto& [name, candidate] : table) {
    if (name == word) {
      value = candidate;
      return {};
    }
    words.emplace_back(name);
  }
  return fail("unknown value", "'" + call.words[0] + "'", "say " + quoted_list(words));
}

Status set_fraction(const Call& call, double& value) {
  const Result<double> read = number(call.words[0]);
  if (!read || *read < 0.0 || *read > 1.0) {
    return fail("a value between 0 and 1 is needed", "'" + call.words[0] + "'",
                read ? std::string("nearest valid: ") + (*read < 0.0 ? "0" : "1") : std::string("for example 0.5"));
  }
  value = *read;
  return {};
}

Status run_highlight(const Call& call) { return highlight(call.session, call.leg, call.words); }

Status run_hide(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) { call.session.hidden.insert(id); });
}

Status run_show(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) {
    call.session.hidden.erase(id);
    if (!call.session.isolated.empty()) {
      call.session.isolated.insert(id);
    }
  });
}

Status run_show_all(const Call& call) {
  call.session.hidden.clear();
  call.session.ghosted.clear();
  call.session.isolated.clear();
  return {};
}

Status run_isolate(const Call& call) {
  if (call.words.size() == 1 && lower(call.words[0]) == "none") {
    call.session.isolated.clear();
    return {};
  }
  const auto ids = structures(call);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  call.session.isolated = {ids->begin(), ids->end()};
  for (const std::string& id : *ids) {
    call.session.hidden.erase(id);
  }
  return {};
}

Status run_ghost(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) { call.session.ghosted.insert(id); });
}

Status run_solid(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) { call.session.ghosted.erase(id); });
}

Status run_select(const Call& call) {
  const auto ids = structures(call);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  call.session.selected = *ids;
  call.session.attachment.clear();
  return {};
}

Status run_select_toggle(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) {
    auto& selected = call.session.selected;
    const auto at = std::find(selected.begin(), selected.end(), id);
    if (at == selected.end()) {
      selected.push_back(id);
    } else {
      selected.erase(at);
    }
  });
}

Status run_clear(const Call& call) {
  call.session.selected.clear();
  call.session.attachment.clear();
  return {};
}

Status run_attachments(const Call& call) {
  bool& on = call.session.attachments;
  return choose<bool, 3>(call, on, {{{"on", true}, {"off", false}, {"toggle", !on}}});
}

Status run_attachment_colours(const Call& call) {
  return choose<AttachmentColours, 2>(
      call, call.session.attachment_colours,
      {{{"red-blue", AttachmentColours::red_blue}, {"colour-blind", AttachmentColours::colour_blind}}});
}

Status run_attachment_pulls(const Call& call) {
  bool& on = call.session.attachment_pulls;
  return choose<bool, 3>(call, on, {{{"on", true}, {"off", false}, {"toggle", !on}}});
}

// Selects the muscle it belongs to, or the bone where the leg lacks the muscle.
Status run_attachment(const Call& call) {
  const Attachment* attachment = call.leg.attachment(call.words[0]);
  if (attachment == nullptr) {
    std::vector<std::string> ids;
    for (const Attachment& known : call.leg.attachments) {
      ids.push_back(known.id);
    }
    const std::vector<std::string> near = nearest(call.words[0], ids);
    return fail("this model has no such attachment", "'" + call.words[0] + "'",
                near.empty() ? "crus inspect lists them" : "did you mean " + quoted_list(near) + "?");
  }
  call.session.selected = {call.leg.find(attachment->muscle) != nullptr ? attachment->muscle : attachment->bone};
  call.session.attachment = attachment->id;
  return {};
}

Status run_xray(const Call& call) { return set_fraction(call, call.session.xray); }
Status run_skin(const Call& call) { return set_fraction(call, call.session.skin_opacity); }

Status run_peel(const Call& call) {
  if (lower(call.words[0]) == "off") {
    call.session.peel.reset();
    return {};
  }
  double value = 0.0;
  Status set = set_fraction(call, value);
  if (set) {
    call.session.peel = value;
  }
  return set;
}

Status run_explode(const Call& call) { return set_fraction(call, call.session.explode); }

Status run_section(const Call& call) {
  const std::string word = lower(call.words[0]);
  if (word == "off") {
    call.session.section.reset();
    return {};
  }
  if (word == "flip") {
    if (!call.session.section) {
      return fail("there is no section to flip", {}, "for example section axial:0.4");
    }
    call.session.section->flipped = !call.session.section->flipped;
    return {};
  }
  auto plane = parse_section(word);
  if (!plane) {
    return tl::unexpected(plane.error());
  }
  plane->flipped = call.session.section && call.session.section->flipped && call.session.section->kind == plane->kind;
  call.session.section = *plane;
  return {};
}

Status run_side(const Call& call) {
  Session& session = call.session;
  const anatomy::Side before = shown_side(call.leg, session);
  if (before == anatomy::Side::none) {
    return fail("it is not known which side this model is, so it cannot be mirrored");
  }
  Status chosen =
      choose<anatomy::Side, 2>(call, session.side, {{{"left", anatomy::Side::left}, {"right", anatomy::Side::right}}});
  if (chosen && session.side != before) {
    session.camera.azimuth_deg = -session.camera.azimuth_deg;
    session.camera.target_mm.z = -session.camera.target_mm.z;
    if (session.section) {
      session.section->normal.z = -session.section->normal.z;
    }
    if (session.drawing.spot_mm) {
      session.drawing.spot_mm->z = -session.drawing.spot_mm->z;
    }
    for (auto* dabs : {&session.drawing.dabs, &session.drawing.earlier}) {
      for (pain::Dab& dab : *dabs) {
        dab.at_mm.z = -dab.at_mm.z;
      }
    }
  }
  return chosen;
}

Status run_overlay_toggle(const Call& call) { return toggle_overlays(call.session, call.leg, call.words); }
Status run_overlay_only(const Call& call) { return show_only_overlays(call.session, call.leg, call.words); }
Status run_overlay_light(const Call& call) { return light_point(call.session, call.leg, call.words[0]); }
Status run_symptom(const Call& call) { return choose_symptom(call.session, call.leg, call.words[0]); }

Status run_overlay_clear(const Call& call) {
  clear_overlays(call.session, call.leg);
  return {};
}

template <class Enum, std::size_t N>
Status choose_word(const Call& call, Enum& value, const std::array<std::string_view, N>& words) {
  std::array<std::pair<std::string_view, Enum>, N> table;
  for (std::size_t i = 0; i < N; ++i) {
    table.at(i) = {words.at(i), static_cast<Enum>(i)};
  }
  return choose<Enum, N>(call, value, table);
}

Status run_overlay_style(const Call& call) { return choose_word(call, call.session.overlays.style, kOverlayStyles); }
Status run_overlay_map(const Call& call) { return choose_word(call, call.session.overlays.map, kColourMaps); }
Status run_overlay_opacity(const Call& call) { return set_fraction(call, call.session.overlays.opacity); }

Status run_overlay_gain(const Call& call) {
  const Result<double> gain = number(call.words[0]);
  if (!gain || *gain < kLeastGain || *gain > kMostGain) {
    return fail("a gain between 0.25 and 4 is needed", "'" + call.words[0] + "'", "1 shows the values as they are");
  }
  call.session.overlays.gain = *gain;
  return {};
}

Status run_plantarflexion(const Call& call) {
  const Result<double> value = number(call.words[0]);
  return value ? set_pose_angle(*value, kLeastPlantarflexion_deg, kMostPlantarflexion_deg, "plantarflexion",
                                pose_of(call.session, call.leg).plantarflexion_deg)
               : Status(tl::unexpected(value.error()));
}

Status run_toes(const Call& call) {
  const Result<double> value = number(call.words[0]);
  return value ? set_pose_angle(*value, kLeastToeExtension_deg, kMostToeExtension_deg, "the extension of the toes",
                                pose_of(call.session, call.leg).toe_extension_deg)
               : Status(tl::unexpected(value.error()));
}

Status run_inversion(const Call& call) {
  const Result<double> value = number(call.words[0]);
  return value ? set_pose_angle(*value, -kMostInversion_deg, kMostInversion_deg, "inversion",
                                pose_of(call.session, call.leg).inversion_deg)
               : Status(tl::unexpected(value.error()));
}

Status run_activation(const Call& call) {
  double value = 0.0;
  Status set = set_fraction(call, value);
  if (set) {
    pose_of(call.session, call.leg).activation = value;
  }
  return set;
}

Status run_strain(const Call& call) {
  bool& on = pose_of(call.session, call.leg).strain;
  return choose<bool, 3>(call, on, {{{"on", true}, {"off", false}, {"toggle", !on}}});
}

Status run_floor(const Call& call) {
  bool& on = pose_of(call.session, call.leg).closed_chain;
  return choose<bool, 3>(call, on, {{{"on", true}, {"off", false}, {"toggle", !on}}});
}

Status run_pose_reset(const Call& call) {
  call.session.pose.reset();
  return {};
}

Status run_motion_lines(const Call& call) { return set_motion_lines(call.session.motion, call.words); }
Status run_motion_toggle(const Call& call) { return toggle_motion_part(call.session.motion, call.words[0]); }

Status run_motion_ghost(const Call& call) {
  bool& on = call.session.motion.ghost;
  return choose<bool, 3>(call, on, {{{"on", true}, {"off", false}, {"toggle", !on}}});
}

Status run_second_heart(const Call& call) {
  bool& on = call.session.motion.pump;
  return choose<bool, 3>(call, on, {{{"on", true}, {"off", false}, {"toggle", !on}}});
}

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

Status run_reset(const Call& call) {
  call.session = default_session(call.leg);
  return {};
}

const std::vector<Entry>& table() {
  static const std::vector<Entry> entries = {
      {{"highlight", "ID [ID ...] | none",
        "colour structures and fade the rest; soleus, tibia, fibula and achilles also choose the view", "highlight"},
       "",
       1,
       kAny,
       run_highlight},
      {{"hide", "ID [ID ...]", "leave structures out of the picture", "hide"}, "", 1, kAny, run_hide},
      {{"show", "ID [ID ...]", "bring hidden structures back", "show"}, "", 1, kAny, run_show},
      {{"show-all", "", "bring everything back, solid", "show all"}, "", 0, 0, run_show_all},
      {{"isolate", "ID [ID ...] | none", "show these structures alone", "isolate"}, "", 1, kAny, run_isolate},
      {{"ghost", "ID [ID ...]", "make structures see-through", "fade"}, "fade", 1, kAny, run_ghost},
      {{"solid", "ID [ID ...]", "make faded structures solid again", "make solid"}, "", 1, kAny, run_solid},
      {{"select", "ID [ID ...]", "select structures", ""}, "", 1, kAny, run_select},
      {{"select.toggle", "ID [ID ...]", "add structures to the selection or take them out", ""},
       "",
       1,
       kAny,
       run_select_toggle},
      {{"clear", "", "select nothing", ""}, "", 0, 0, run_clear},
      {{"attachments", "on | off | toggle", "paint on the bones where muscles arise (red) and insert (blue)",
        "attachments"},
       "",
       1,
       1,
       run_attachments},
      {{"attachments.colours", "red-blue | colour-blind", "colours of origins and insertions", "attachment colours"},
       "",
       1,
       1,
       run_attachment_colours},
      {{"attachments.pull", "on | off | toggle", "arrows the way the muscles pull at their attachments",
        "pull of attachments"},
       "",
       1,
       1,
       run_attachment_pulls},
      {{"attachment", "ID", "select an attachment and with it its muscle", ""}, "", 1, 1, run_attachment},
      {{"xray", "0..1", "how far everything that is not highlighted fades", "x-ray"}, "", 1, 1, run_xray},
      {{"skin", "0..1", "opacity of the skin; 0 leaves its outline", "skin"}, "", 1, 1, run_skin},
      {{"peel", "0..1 | off", "peel the leg layer by layer, from skin (0) to bone (1)", "peel"}, "", 1, 1, run_peel},
      {{"section", "PLANE:PLACE | flip | off",
        "cut by a plane: axial:0.4, sagittal:0.5, coronal:0.5 or free:NX,NY,NZ,MM", "section"},
       "",
       1,
       1,
       run_section},
      {{"explode", "0..1", "move the compartments apart", "explode"}, "", 1, 1, run_explode},
      {{"side", "left | right", "show the leg as this side; the other one is its mirror image", "side"},
       "",
       1,
       1,
       run_side},
      {{"pose.plantarflexion", "DEGREES", "turn the ankle, toes down positive; 0 is the foot square to the shank",
        "plantarflexion"},
       "plantarflexion",
       1,
       1,
       run_plantarflexion},
      {{"pose.activation", "0..1", "how hard the calf works", "activation"}, "activation", 1, 1, run_activation},
      {{"pose.strain", "on | off | toggle", "the Achilles tendon lengthens with the activation, as reported",
        "strain of the tendon"},
       "",
       1,
       1,
       run_strain},
      {{"pose.toes", "DEGREES", "turn the toes, up positive", "toes"}, "", 1, 1, run_toes},
      {{"pose.inversion", "DEGREES", "turn the subtalar joint, sole inward positive", "inversion"},
       "",
       1,
       1,
       run_inversion},
      {{"pose.floor", "on | off | toggle", "the toes stay on the floor and the shank moves", "floor"},
       "",
       1,
       1,
       run_floor},
      {{"pose.reset", "", "the leg as it was loaded", "rest"}, "", 0, 0, run_pose_reset},
      {{"motion.lines", "axis,action,lever,fibres | all | none",
        "draw joint axes, the line the calf pulls along, its lever arm, muscle fibres", "lines of motion"},
       "",
       1,
       kAny,
       run_motion_lines},
      {{"motion.toggle", "axis | action | lever | fibres | ghost",
        "one of the lines of motion, or the ghost, on or off", "lines of motion"},
       "",
       1,
       1,
       run_motion_toggle},
      {{"motion.ghost", "on | off | toggle", "bones and skin as they stand at rest, faintly, beside the posed leg",
        "ghost of the rest"},
       "",
       1,
       1,
       run_motion_ghost},
      {{"second-heart", "on | off | toggle", "the calf as a pump: veins that fill and empty, and their valves",
        "second heart"},
       "",
       1,
       1,
       run_second_heart},
      {{"overlay.toggle", "PATTERN [...]", "pain patterns on the skin on or off: patterns, zones, or all of a muscle",
        "pain pattern"},
       "",
       1,
       kAny,
       run_overlay_toggle},
      {{"overlay.only", "PATTERN [...]", "show these pain patterns and no others", "pain pattern"},
       "",
       1,
       kAny,
       run_overlay_only},
      {{"overlay.clear", "", "switch every pain pattern off", "pain patterns off"}, "", 0, 0, run_overlay_clear},
      {{"overlay.light", "PATTERN | off", "show a pattern alone and mark out its trigger point", "lit point"},
       "",
       1,
       1,
       run_overlay_light},
      {{"symptom", "ID | none", "show the zones of a symptom, with the red flags that go with it first", "symptom"},
       "",
       1,
       1,
       run_symptom},
      {{"overlay.style", "heat | chart | contour", "how pain patterns are painted", "style of patterns"},
       "",
       1,
       1,
       run_overlay_style},
      {{"overlay.opacity", "0..1", "how far pain patterns cover the skin", "opacity of patterns"},
       "",
       1,
       1,
       run_overlay_opacity},
      {{"overlay.gain", "0.25..4", "multiplies the values of pain patterns before they are painted",
        "gain of patterns"},
       "",
       1,
       1,
       run_overlay_gain},
      {{"overlay.map", "cividis | viridis | inferno | magma", "colours of the heat style", "colour map"},
       "",
       1,
       1,
       run_overlay_map},
      {{"hurt.spot", "X Y Z | off", "ask which patterns on record include this place of the skin, in mm", "place"},
       "",
       1,
       3},
      {{"hurt.brush", "on | off | toggle | paint | erase", "the pointer draws on the skin where it hurts", ""},
       "",
       1,
       1},
      {{"hurt.size", "4..60", "radius of the brush in mm", ""}, "", 1, 1},
      {{"hurt.intensity", "0..1", "how much it hurts where the brush goes", ""}, "", 1, 1},
      {{"hurt.depth", "skin | muscle | tendon | bone", "how deep it hurts where the brush goes", ""}, "", 1, 1},
      {{"hurt.quality", "ache | sharp | burning | numb", "how it hurts where the brush goes", ""}, "", 1, 1},
      {{"hurt.dab", "X Y Z", "lay the brush on the skin once, in mm", "pain drawing"}, "", 3, 3},
      {{"hurt.region", "REGION", "a region of the whole-body figure hurts, or does not", "pain drawing"}, "", 1, 1},
      {{"hurt.clear", "", "wipe the pain drawing", "clear pain drawing"}, "", 0, 0},
      {{"labels", "off | english | latin", "name the structures in the picture", "labels"}, "", 1, 1, run_labels},
      {{"background", "dark | light | white", "colour behind the leg", "background"}, "", 1, 1, run_background},
      {{"view", "NAME | AZ,EL", "look from a named side, or from angles in degrees", ""}, "", 1, 1, run_view},
      {{"camera.orbit", "DEG DEG", "turn about the leg and over it", ""}, "", 2, 2, run_orbit},
      {{"camera.pan", "X Y", "shift the picture right and up, in picture heights", ""}, "", 2, 2, run_pan},
      {{"camera.zoom", "FACTOR [X Y Z]", "come nearer, towards a point in mm if one is given", ""}, "", 1, 4, run_zoom},
      {{"camera.focus", "[ID ...]", "frame structures; without one the selected or highlighted ones", ""},
       "",
       0,
       kAny,
       run_focus},
      {{"camera.fit", "", "frame everything shown, from the same side", ""}, "", 0, 0, run_fit},
      {{"camera.reset", "", "back to the first view of the whole leg", ""}, "", 0, 0, run_camera_reset},
      {{"camera.look", "X Y Z AZ EL MM", "look at a point in mm, from angles in degrees, so many mm from top to bottom",
        ""},
       "",
       6,
       6,
       run_camera_look},
      {{"camera.travel", "MM", "move up (or down) along the limb", ""}, "", 1, 1, run_travel},
      {{"projection", "perspective | orthographic | toggle", "how depth is drawn", "projection"},
       "",
       1,
       1,
       run_projection},
      {{"reset", "", "everything but the side as at the start", "reset"}, "", 0, 0, run_reset},
  };
  return entries;
}

const Entry* find_entry(std::string_view name) {
  const auto at = std::find_if(table().begin(), table().end(), [&](const Entry& entry) {
    return entry.command.name == name || (!entry.alias.empty() && entry.alias == name);
  });
  return at == table().end() ? nullptr : &*at;
}

tl::unexpected<Error> unknown_command(const std::string& word) {
  std::vector<std::string> names;
  for (const Entry& entry : table()) {
    names.push_back(entry.command.name);
  }
  const std::vector<std::string> near = nearest(word, names);
  return fail("unknown command", "'" + word + "'",
              near.empty() ? std::string() : "did you mean " + quoted_list(near) + "?");
}

}  // namespace

std::span<const Command> commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list;
    for (const Entry& entry : table()) {
      list.push_back(entry.command);
    }
    return list;
  }();
  return all;
}

const Command* find_command(std::string_view name) {
  const Entry* entry = find_entry(name);
  return entry == nullptr ? nullptr : &entry->command;
}

Result<Session> run_command(const Session& session, const Leg& leg, std::string_view line) {
  const auto words = split_line(line);
  if (!words) {
    return tl::unexpected(words.error());
  }
  if (words->empty()) {
    return fail("no command given");
  }
  const Entry* entry = find_entry(words->front());
  if (entry == nullptr) {
    return unknown_command(words->front());
  }
  const Words arguments = Words(*words).subspan(1);
  if (arguments.size() < entry->least || arguments.size() > entry->most) {
    const std::string& expected = entry->command.arguments;
    return fail(arguments.size() < entry->least ? "something is missing after the command" : "too many words",
                "'" + std::string(line) + "'",
                "usage: " + entry->command.name + (expected.empty() ? "" : " " + expected));
  }
  Session changed = session;
  const Status done = entry->run != nullptr ? entry->run({changed, leg, arguments})
                                            : change_drawing(changed, leg, entry->command.name, arguments);
  if (!done) {
    return tl::unexpected(done.error());
  }
  if (entry->command.name.starts_with("pose.") || entry->command.name == "second-heart") {
    changed.motion.veins.reset();  // of another moment
  }
  keep_in_reach(changed.camera, leg);
  if (!changed.camera_fits && changed.explode == 0.0 &&
      (entry->command.name.starts_with("camera.") || entry->command.name == "view")) {
    keep_in_view(changed, leg);
  }
  return changed;
}

std::string step_name(const Leg& leg, std::string_view line) {
  const auto words = split_line(line);
  const Command* command = words && !words->empty() ? find_command(words->front()) : nullptr;
  if (command == nullptr || command->undo_name.empty()) {
    return {};
  }
  if (!command->arguments.starts_with("ID")) {
    return command->undo_name;
  }
  if (words->size() > 2) {
    return command->undo_name + " " + std::to_string(words->size() - 1) + " structures";
  }
  const auto id = resolve_structure(leg, words->back());
  const LegStructure* structure = id ? leg.find(*id) : nullptr;
  return command->undo_name + " " + (structure != nullptr ? structure->name : words->back());
}

}  // namespace crus
