// How deep the picture looks: x-ray, skin, layers, section, exploded view; and which side it is.
#include "core/text.hpp"
#include "session/command_arguments.hpp"
#include "session/command_list.hpp"

namespace crus {
namespace {

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

}  // namespace

std::vector<CommandEntry> layer_commands() {
  return {
      {{"xray", "0..1", "how far everything that is not highlighted fades", "x-ray"}, 1, 1, run_xray},
      {{"skin", "0..1", "opacity of the skin; 0 leaves its outline", "skin"}, 1, 1, run_skin},
      {{"peel", "0..1 | off", "peel the leg layer by layer, from skin (0) to bone (1)", "peel"}, 1, 1, run_peel},
      {{"section", "PLANE:PLACE | flip | off",
        "cut by a plane: axial:0.4, sagittal:0.5, coronal:0.5 or free:NX,NY,NZ,MM", "section"},
       1,
       1,
       run_section},
      {{"explode", "0..1", "move the compartments apart", "explode"}, 1, 1, run_explode},
      {{"side", "left | right", "show the leg as this side; the other one is its mirror image", "side"},
       1,
       1,
       run_side},
  };
}

}  // namespace crus
