// Sessions out of JSON.
#include <cmath>

#include <nlohmann/json.hpp>

#include "session/drawing_json.hpp"
#include "session/json_reader.hpp"
#include "session/json_words.hpp"
#include "session/session.hpp"

namespace crus {
namespace {
using nlohmann::json;

constexpr std::size_t kMaxBytes = 4U << 20U;
constexpr double kReachMm = 1e6;

std::string read_camera(const json& object, Camera& camera) {
  JsonReader reader(object, "camera.");
  reader.number("azimuth_deg", camera.azimuth_deg, -3600.0, 3600.0);
  reader.number("elevation_deg", camera.elevation_deg, -90.0, 90.0);
  reader.number("distance_mm", camera.distance_mm, 1e-3, kReachMm);
  reader.number("field_of_view_deg", camera.field_of_view_deg, 1.0, 120.0);
  reader.point("target_mm", camera.target_mm, kReachMm);
  reader.flag("orthographic", camera.orthographic);
  return reader.problem();
}

std::string read_pose(const json& object, PoseRequest& pose) {
  JsonReader reader(object, "pose.");
  reader.number("plantarflexion_deg", pose.plantarflexion_deg, kLeastPlantarflexion_deg, kMostPlantarflexion_deg);
  reader.number("toe_extension_deg", pose.toe_extension_deg, kLeastToeExtension_deg, kMostToeExtension_deg);
  reader.number("inversion_deg", pose.inversion_deg, -kMostInversion_deg, kMostInversion_deg);
  reader.number("activation", pose.activation, 0.0, 1.0);
  reader.flag("strain", pose.strain);
  reader.flag("floor", pose.closed_chain);
  reader.flag("bent_knee", pose.bent_knee);
  return reader.problem();
}

template <std::size_t N>
void read_numbers(JsonReader& reader, const char* key, std::array<double, N>& values) {
  constexpr double kMost = 1e5;
  const json* member = reader.find(key);
  if (member == nullptr || !member->is_array() || member->size() != N) {
    return reader.wrong(key, std::to_string(N) + " numbers");
  }
  for (std::size_t i = 0; i < N; ++i) {
    const json& item = (*member)[i];
    if (!item.is_number() || !(item.get<double>() >= 0.0 && item.get<double>() <= kMost)) {
      return reader.wrong(key, std::to_string(N) + " numbers of 0 or more");
    }
    values.at(i) = item.get<double>();
  }
}

std::string read_veins(const json& object, VeinState& veins) {
  constexpr double kMost = 1e9;
  JsonReader reader(object, "motion.veins.");
  reader.number("activation", veins.activation, 0.0, 1.0);
  read_numbers(reader, "volume_ml", veins.volume_ml);
  read_numbers(reader, "full_ml", veins.full_ml);
  read_numbers(reader, "flow_ml_s", veins.flow_ml_s);
  reader.number("ankle_mmhg", veins.ankle_mmhg, 0.0, kMost);
  reader.number("upward_ml", veins.upward_ml, 0.0, kMost);
  reader.number("inward_ml", veins.inward_ml, 0.0, kMost);
  return reader.problem();
}

std::string read_motion(const json& object, MotionView& motion) {
  JsonReader reader(object, "motion.");
  for (const auto& [name, part] : kMotionParts) {
    reader.flag(std::string(name).c_str(), motion.*part);
  }
  reader.flag("second_heart", motion.pump);
  if (const json* veins = reader.find("veins"); veins != nullptr && !veins->is_null()) {
    if (!veins->is_object()) {
      reader.wrong("veins", "an object or null");
    } else if (std::string problem = read_veins(*veins, motion.veins.emplace()); !problem.empty()) {
      return problem;
    }
  }
  return reader.problem();
}

std::string read_before(const json& object, Overlays::Before& before) {
  JsonReader reader(object, "overlays.before.");
  reader.number("skin", before.skin_opacity, 0.0, 1.0);
  if (const json* peel = reader.find("peel"); peel != nullptr && !peel->is_null()) {
    before.peel = 0.0;
    reader.number("peel", *before.peel, 0.0, 1.0);
  }
  return reader.problem();
}

std::string read_overlays(const json& object, Overlays& overlays) {
  JsonReader reader(object, "overlays.");
  reader.strings("shown", overlays.shown);
  read_word(reader, "style", kOverlayStyles, overlays.style);
  read_word(reader, "map", kColourMaps, overlays.map);
  reader.number("opacity", overlays.opacity, 0.0, 1.0);
  reader.number("gain", overlays.gain, kLeastGain, kMostGain);
  reader.string("lit", overlays.lit);
  reader.string("symptom", overlays.symptom);
  if (const json* before = reader.find("before"); before != nullptr && before->is_object()) {
    overlays.before.emplace();
    if (std::string problem = read_before(*before, *overlays.before); !problem.empty()) {
      return problem;
    }
  }
  return reader.problem();
}

std::string read_drawing(const json& object, pain::Drawing& drawing) {
  JsonReader reader(object, "drawing.");
  pain::Brush& brush = drawing.brush;
  reader.strings("regions", drawing.regions);
  if (const json* spot = reader.find("spot_mm"); spot != nullptr && !spot->is_null()) {
    drawing.spot_mm.emplace(0.0);
    reader.point("spot_mm", *drawing.spot_mm, kReachMm);
  }
  reader.flag("brush", brush.on);
  reader.flag("erase", brush.erase);
  reader.number("radius_mm", brush.radius_mm, pain::kLeastBrushMm, pain::kMostBrushMm);
  reader.number("intensity", brush.intensity, 0.0, 1.0);
  read_word(reader, "depth", pain::kDepths, brush.depth);
  read_word(reader, "quality", pain::kQualities, brush.quality);
  if (const json* dabs = reader.find("dabs")) {
    auto read = dabs_from(*dabs, "drawing.dabs");
    if (!read) {
      return read.error().message();
    }
    drawing.dabs = std::move(*read);
  }
  reader.string("earlier_date", drawing.earlier_date);
  if (const json* dabs = reader.find("earlier")) {
    auto read = dabs_from(*dabs, "drawing.earlier");
    if (!read) {
      return read.error().message();
    }
    drawing.earlier = std::move(*read);
  }
  return reader.problem();
}

std::string read_section(const json& object, SectionPlane& plane) {
  JsonReader reader(object, "section.");
  reader.choice("plane", kPlaneWords, plane.kind);
  reader.flag("flipped", plane.flipped);
  if (plane.kind == PlaneKind::free) {
    reader.point("normal", plane.normal, 1e3);
    reader.number("offset_mm", plane.offset_mm, -kReachMm, kReachMm);
    const double length = glm::length(plane.normal);
    if (!(length > 1e-6)) {
      reader.wrong("normal", "a direction");
    } else if (std::abs(length - 1.0) > 1e-9) {
      plane.normal /= length;
    }
  } else {
    const bool axial = plane.kind == PlaneKind::axial;
    reader.number("fraction", plane.fraction, axial ? kAxialLow : 0.0, axial ? kAxialHigh : 1.0);
  }
  return reader.problem();
}

// The members that are objects of their own. Returns what was wrong within the first bad one.
std::string read_parts(JsonReader& reader, Session& session) {
  std::string problem = read_optional(reader, "section", session.section, read_section);
  if (problem.empty()) {
    problem = read_optional(reader, "pose", session.pose, read_pose);
  }
  if (problem.empty()) {
    problem = read_part(reader, "overlays", session.overlays, read_overlays);
  }
  if (problem.empty()) {
    problem = read_part(reader, "drawing", session.drawing, read_drawing);
  }
  if (problem.empty()) {
    problem = read_part(reader, "motion", session.motion, read_motion);
  }
  if (problem.empty()) {
    problem = read_part(reader, "camera", session.camera, read_camera);
  }
  return problem;
}

Result<Session> read_session(const json& document) {
  const auto refuse = [](const std::string& problem) { return fail("the view file cannot be used", problem); };
  const auto version = document.is_object() ? document.find(kSessionVersionKey) : document.end();
  if (!document.is_object() || version == document.end() || !version->is_number_integer()) {
    return fail("this is not a view saved by Crus", std::string(kSessionVersionKey),
                "it should hold {\"crus_session\": 1, ...}");
  }
  if (*version != kSessionVersion) {
    return fail("the view was saved by another version of Crus", "version " + version->dump(),
                "this program reads version " + std::to_string(kSessionVersion));
  }
  Session session;
  JsonReader reader(document, "");
  reader.string("leg", session.leg_hash);
  reader.flag("camera_fits", session.camera_fits);
  reader.strings("highlighted", session.highlighted);
  reader.strings("hidden", session.hidden);
  reader.strings("ghosted", session.ghosted);
  reader.strings("isolated", session.isolated);
  reader.strings("selected", session.selected);
  reader.flag("attachments", session.attachments);
  reader.choice("attachment_colours", kAttachmentColourWords, session.attachment_colours);
  reader.flag("attachment_pulls", session.attachment_pulls);
  reader.string("attachment", session.attachment);
  reader.number("xray", session.xray, 0.0, 1.0);
  reader.number("skin", session.skin_opacity, 0.0, 1.0);
  reader.choice("labels", kLabelWords, session.labels);
  reader.choice("background", kBackgroundWords, session.background);
  if (const json* peel = reader.find("peel"); peel != nullptr && !peel->is_null()) {
    session.peel = 0.0;
    reader.number("peel", *session.peel, 0.0, 1.0);
  }
  reader.number("explode", session.explode, 0.0, 1.0);
  reader.choice("side", kSideWords, session.side);
  if (const std::string problem = read_parts(reader, session); !problem.empty()) {
    return refuse(problem);
  }
  if (!reader.problem().empty()) {
    return refuse(reader.problem());
  }
  return session;
}

}  // namespace

Result<Session> session_from_json(std::string_view text) {
  if (text.size() > kMaxBytes) {
    return fail("the view file is too large", std::to_string(text.size()) + " bytes", "a view takes a few kilobytes");
  }
  try {
    return read_session(json::parse(text));
  } catch (const json::parse_error& error) {
    return fail("the view file is not JSON", "byte " + std::to_string(error.byte));
  } catch (const json::exception& error) {
    return fail("the view file cannot be read", error.what());
  }
}

}  // namespace crus
