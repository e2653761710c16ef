#include "session/highlights.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "session/camera_commands.hpp"
#include "session/commands.hpp"

namespace crus {
namespace {

// What stands between the eye and the structure from the chosen side is faded: the two calf muscles by name, the rest
// by x-ray.
struct NamedHighlight {
  std::string_view name;
  std::string_view id;
  std::string_view view;
  double xray;
  bool fade_calf;
};
constexpr std::array<NamedHighlight, 4> kHighlights{{
    {"soleus", "soleus", "posterolateral", 0.0, true},
    {"tibia", "tibia", "anteromedial", 0.8, false},
    {"fibula", "fibula", "lateral", 0.8, false},
    {"achilles", "calcaneal-tendon", "150,10", 0.35, false},
}};
constexpr double kXrayOfOthers = 0.7;

// The attachment on the heel bone is what the Achilles picture is about: this much of the limb around it is framed.
constexpr std::string_view kFootprintBone = "calcaneus";
constexpr std::string_view kFootprintField = "achilles-footprint";
constexpr float kFootprintReachMm = 3.0F;
constexpr float kFootprintFrameMm = 70.0F;

const NamedHighlight* named(std::string_view word) {
  const std::string wanted = lower(word);
  const auto at = std::find_if(kHighlights.begin(), kHighlights.end(),
                               [&](const NamedHighlight& candidate) { return candidate.name == wanted; });
  return at == kHighlights.end() ? nullptr : &*at;
}

void uncover(Session& session, const std::string& id) {
  session.hidden.erase(id);
  session.ghosted.erase(id);
  if (!session.isolated.empty()) {
    session.isolated.insert(id);
  }
}

// Where the tendon meets the heel: the painted footprint, or the tendon's lowest part when the leg has no such field.
geometry::Box attachment_box(const Leg& leg) {
  geometry::Box box;
  if (const LegStructure* bone = leg.find(kFootprintBone)) {
    for (const VertexField& field : bone->fields) {
      for (std::size_t i = 0; field.id == kFootprintField && i < field.values.size(); ++i) {
        if (field.values[i] < kFootprintReachMm) {
          box.add(bone->mesh.positions[i]);
        }
      }
    }
  }
  if (const LegStructure* tendon = leg.find("calcaneal-tendon"); box.empty() && tendon != nullptr) {
    const glm::vec3 centre = tendon->box.centre();
    box.add(glm::vec3(centre.x, tendon->box.min.y, centre.z));
  }
  return box;
}

void frame_attachment(Session& session, const Leg& leg) {
  const geometry::Box at = attachment_box(leg);
  if (at.empty()) {
    return;
  }
  geometry::Box frame;
  frame.add(at.centre() - glm::vec3(0.5F * kFootprintFrameMm));
  frame.add(at.centre() + glm::vec3(0.5F * kFootprintFrameMm));
  // The tendon above says more than what lies below the heel.
  frame.min.y += 0.3F * kFootprintFrameMm;
  frame.max.y += 0.7F * kFootprintFrameMm;
  focus(session.camera, frame);
  session.camera_fits = false;
}

// Sheets that lie over everything, and the muscles over the soleus.
bool covers(const LegStructure& structure, bool calf) {
  const bool sheet = structure.kind == anatomy::Kind::fascia || structure.id == "calcaneal-paratenon";
  const bool calf_muscle = structure.kind == anatomy::Kind::muscle &&
                           (structure.id.starts_with("gastrocnemius") || structure.id == "plantaris");
  return sheet || (calf && calf_muscle);
}

Result<ViewDirection> direction_of(const NamedHighlight& wanted, const Leg& leg) {
  Result<ViewDirection> view = parse_view(wanted.view, leg.side);
  const bool by_angles = wanted.view.find(',') != std::string_view::npos;
  if (view && by_angles && leg.side == anatomy::Side::left) {
    view->azimuth_deg = -view->azimuth_deg;
  }
  return view;
}

Status show_named(Session& session, const Leg& leg, const NamedHighlight& wanted) {
  const std::string id(wanted.id);
  if (leg.find(id) == nullptr) {
    return fail("this model has no such structure", "'" + id + "'", "crus inspect lists what the model holds");
  }
  const Result<ViewDirection> view = direction_of(wanted, leg);
  if (!view) {
    return tl::unexpected(view.error());
  }
  session.highlighted = {id};
  session.isolated.clear();
  session.ghosted.clear();
  session.xray = wanted.xray;
  session.skin_opacity = 0.0;
  for (const LegStructure& structure : leg.structures) {
    if (covers(structure, wanted.fade_calf)) {
      session.ghosted.insert(structure.id);
    }
  }
  uncover(session, id);
  session.camera.azimuth_deg = view->azimuth_deg;
  session.camera.elevation_deg = view->elevation_deg;
  session.camera_fits = true;
  if (wanted.name == "achilles") {
    session.hidden.erase(std::string(kFootprintBone));
    // Solid, the tendon would hide the attachment it makes.
    session.ghosted.insert(id);
    frame_attachment(session, leg);
  }
  return {};
}

}  // namespace

std::vector<std::string> named_highlights() {
  std::vector<std::string> names;
  for (const NamedHighlight& candidate : kHighlights) {
    names.emplace_back(candidate.name);
  }
  return names;
}

std::string active_highlight(const Session& session) {
  for (const NamedHighlight& candidate : kHighlights) {
    if (session.highlighted.size() == 1 && session.highlighted.front() == candidate.id) {
      return std::string(candidate.name);
    }
  }
  return {};
}

Status highlight(Session& session, const Leg& leg, std::span<const std::string> words) {
  if (words.size() == 1 && lower(words[0]) == "none") {
    session.highlighted.clear();
    session.ghosted.clear();
    session.xray = 0.0;
    return {};
  }
  if (const NamedHighlight* wanted = words.size() == 1 ? named(words[0]) : nullptr) {
    return show_named(session, leg, *wanted);
  }
  std::vector<std::string> ids;
  for (const std::string& word : words) {
    Result<std::string> id = resolve_structure(leg, word);
    if (!id) {
      return tl::unexpected(id.error());
    }
    if (std::find(ids.begin(), ids.end(), *id) == ids.end()) {
      ids.push_back(std::move(*id));
    }
  }
  for (const std::string& id : ids) {
    uncover(session, id);
  }
  session.highlighted = std::move(ids);
  session.xray = std::max(session.xray, kXrayOfOthers);
  return {};
}

}  // namespace crus
