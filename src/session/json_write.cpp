// Sessions as JSON.
#include <nlohmann/json.hpp>

#include "session/drawing_json.hpp"
#include "session/json_words.hpp"
#include "session/session.hpp"

namespace crus {
namespace {
using nlohmann::json;

json json_of(const MotionView& motion) {
  json object;
  for (const auto& [name, part] : kMotionParts) {
    object[std::string(name)] = motion.*part;
  }
  object["second_heart"] = motion.pump;
  object["veins"] = nullptr;
  if (const auto& veins = motion.veins) {
    object["veins"] = {{"activation", veins->activation}, {"volume_ml", veins->volume_ml},
                       {"full_ml", veins->full_ml},       {"flow_ml_s", veins->flow_ml_s},
                       {"ankle_mmhg", veins->ankle_mmhg}, {"upward_ml", veins->upward_ml},
                       {"inward_ml", veins->inward_ml}};
  }
  return object;
}

json json_of(const pain::Drawing& drawing) {
  const pain::Brush& brush = drawing.brush;
  json spot = nullptr;
  if (drawing.spot_mm) {
    spot = {drawing.spot_mm->x, drawing.spot_mm->y, drawing.spot_mm->z};
  }
  return {{"spot_mm", spot},
          {"regions", drawing.regions},
          {"brush", brush.on},
          {"erase", brush.erase},
          {"radius_mm", brush.radius_mm},
          {"intensity", brush.intensity},
          {"depth", pain::kDepths.at(static_cast<std::size_t>(brush.depth))},
          {"quality", pain::kQualities.at(static_cast<std::size_t>(brush.quality))},
          {"dabs", dabs_json(drawing.dabs)},
          {"earlier_date", drawing.earlier_date},
          {"earlier", dabs_json(drawing.earlier)}};
}

json json_of(const Overlays& overlays) {
  json object = {{"shown", overlays.shown},
                 {"style", kOverlayStyles.at(static_cast<std::size_t>(overlays.style))},
                 {"map", kColourMaps.at(static_cast<std::size_t>(overlays.map))},
                 {"opacity", overlays.opacity},
                 {"gain", overlays.gain},
                 {"lit", overlays.lit},
                 {"symptom", overlays.symptom},
                 {"before", nullptr}};
  if (overlays.before) {
    object["before"] = {{"skin", overlays.before->skin_opacity},
                        {"peel", overlays.before->peel ? json(*overlays.before->peel) : json(nullptr)}};
  }
  return object;
}

}  // namespace

std::string to_json(const Session& session) {
  const Camera& camera = session.camera;
  nlohmann::ordered_json document;
  document[std::string(kSessionVersionKey)] = kSessionVersion;
  document["leg"] = session.leg_hash;
  document["camera"] = {{"azimuth_deg", camera.azimuth_deg},
                        {"elevation_deg", camera.elevation_deg},
                        {"distance_mm", camera.distance_mm},
                        {"target_mm", {camera.target_mm.x, camera.target_mm.y, camera.target_mm.z}},
                        {"field_of_view_deg", camera.field_of_view_deg},
                        {"orthographic", camera.orthographic}};
  document["camera_fits"] = session.camera_fits;
  document["highlighted"] = session.highlighted;
  document["hidden"] = session.hidden;
  document["ghosted"] = session.ghosted;
  document["isolated"] = session.isolated;
  document["selected"] = session.selected;
  document["attachments"] = session.attachments;
  document["attachment_colours"] = word_of(kAttachmentColourWords, session.attachment_colours);
  document["attachment_pulls"] = session.attachment_pulls;
  document["attachment"] = session.attachment;
  document["xray"] = session.xray;
  document["skin"] = session.skin_opacity;
  document["labels"] = word_of(kLabelWords, session.labels);
  document["background"] = word_of(kBackgroundWords, session.background);
  document["peel"] = session.peel ? json(*session.peel) : json(nullptr);
  document["explode"] = session.explode;
  document["overlays"] = json_of(session.overlays);
  document["drawing"] = json_of(session.drawing);
  document["side"] = word_of(kSideWords, session.side);
  document["pose"] = nullptr;
  if (const auto& pose = session.pose) {
    document["pose"] = {{"plantarflexion_deg", pose->plantarflexion_deg},
                        {"toe_extension_deg", pose->toe_extension_deg},
                        {"inversion_deg", pose->inversion_deg},
                        {"activation", pose->activation},
                        {"strain", pose->strain},
                        {"floor", pose->closed_chain},
                        {"bent_knee", pose->bent_knee}};
  }
  document["motion"] = json_of(session.motion);
  document["section"] = nullptr;
  if (session.section) {
    const SectionPlane& plane = *session.section;
    auto& section = document["section"];
    section = {{"plane", word_of(kPlaneWords, plane.kind)}, {"flipped", plane.flipped}};
    if (plane.kind == PlaneKind::free) {
      section["normal"] = {plane.normal.x, plane.normal.y, plane.normal.z};
      section["offset_mm"] = plane.offset_mm;
    } else {
      section["fraction"] = plane.fraction;
    }
  }
  // Names from files may not be UTF-8.
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace crus
