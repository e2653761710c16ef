#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include <nlohmann/json.hpp>

#include "session/drawing_json.hpp"
#include "session/session.hpp"

namespace crus {
namespace {
using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMaxBytes = 4U << 20U;
constexpr std::string_view kVersionKey = "crus_session";

constexpr std::array<std::pair<Labels, const char*>, 3> kLabels{
    {{Labels::off, "off"}, {Labels::english, "english"}, {Labels::latin, "latin"}}};
constexpr std::array<std::pair<Background, const char*>, 3> kBackgrounds{
    {{Background::dark, "dark"}, {Background::light, "light"}, {Background::white, "white"}}};

constexpr std::array<std::pair<AttachmentColours, const char*>, 2> kAttachmentColours{
    {{AttachmentColours::red_blue, "red-blue"}, {AttachmentColours::colour_blind, "colour-blind"}}};
constexpr std::array<std::pair<anatomy::Side, const char*>, 3> kSides{
    {{anatomy::Side::none, "as-loaded"}, {anatomy::Side::left, "left"}, {anatomy::Side::right, "right"}}};
using PlaneKind = SectionPlane::Kind;
constexpr std::array<std::pair<PlaneKind, const char*>, 4> kPlanes{{{PlaneKind::axial, "axial"},
                                                                    {PlaneKind::sagittal, "sagittal"},
                                                                    {PlaneKind::coronal, "coronal"},
                                                                    {PlaneKind::free, "free"}}};

template <class Table, class Enum>
const char* word_of(const Table& table, Enum value) {
  for (const auto& [candidate, word] : table) {
    if (candidate == value) {
      return word;
    }
  }
  return table.front().second;
}

// Reads members of one object and remembers the first thing that was wrong. Absent members keep their default.
class Reader {
 public:
  Reader(const json& object, std::string path) : object_(object), path_(std::move(path)) {}

  void number(const char* key, double& value, double low, double high) {
    const json* member = find(key);
    if (member == nullptr) {
      return;
    }
    if (!member->is_number()) {
      return wrong(key, "a number");
    }
    const auto read = member->get<double>();
    if (!std::isfinite(read) || read < low || read > high) {
      return wrong(key, "a number between " + text(low) + " and " + text(high));
    }
    value = read;
  }

  void flag(const char* key, bool& value) {
    const json* member = find(key);
    if (member == nullptr) {
      return;
    }
    if (!member->is_boolean()) {
      return wrong(key, "true or false");
    }
    value = member->get<bool>();
  }

  void string(const char* key, std::string& value) {
    const json* member = find(key);
    if (member == nullptr) {
      return;
    }
    if (!member->is_string()) {
      return wrong(key, "a text");
    }
    value = member->get<std::string>();
  }

  template <class Strings>
  void strings(const char* key, Strings& values) {
    const json* member = find(key);
    if (member == nullptr) {
      return;
    }
    if (!member->is_array()) {
      return wrong(key, "a list of structure ids");
    }
    Strings read;
    for (const json& item : *member) {
      if (!item.is_string()) {
        return wrong(key, "a list of structure ids");
      }
      read.insert(read.end(), item.get<std::string>());
    }
    values = std::move(read);
  }

  template <class Table, class Enum>
  void choice(const char* key, const Table& table, Enum& value) {
    std::string word = word_of(table, value);
    string(key, word);
    std::string words;
    for (const auto& [candidate, name] : table) {
      if (word == name) {
        value = candidate;
        return;
      }
      words += (words.empty() ? "" : ", ") + std::string(name);
    }
    wrong(key, "one of " + words);
  }

  void point(const char* key, glm::dvec3& value, double reach) {
    const json* member = find(key);
    if (member == nullptr) {
      return;
    }
    if (!member->is_array() || member->size() != 3) {
      return wrong(key, "three numbers");
    }
    for (glm::length_t i = 0; i < 3; ++i) {
      const json& item = (*member)[static_cast<std::size_t>(i)];
      if (!item.is_number() || !(std::abs(item.get<double>()) <= reach)) {
        return wrong(key, "three numbers of millimetres");
      }
      value[i] = item.get<double>();
    }
  }

  [[nodiscard]] const json* find(const char* key) const {
    const auto at = object_.find(key);
    return at == object_.end() ? nullptr : &*at;
  }
  void wrong(const char* key, const std::string& wanted) {
    if (problem_.empty()) {
      problem_ = path_ + key + " should be " + wanted;
    }
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  static std::string text(double value) { return json(value).dump(); }
  const json& object_;
  std::string path_;
  std::string problem_;
};

constexpr double kReachMm = 1e6;

std::string read_camera(const json& object, Camera& camera) {
  Reader reader(object, "camera.");
  reader.number("azimuth_deg", camera.azimuth_deg, -3600.0, 3600.0);
  reader.number("elevation_deg", camera.elevation_deg, -90.0, 90.0);
  reader.number("distance_mm", camera.distance_mm, 1e-3, kReachMm);
  reader.number("field_of_view_deg", camera.field_of_view_deg, 1.0, 120.0);
  reader.point("target_mm", camera.target_mm, kReachMm);
  reader.flag("orthographic", camera.orthographic);
  return reader.problem();
}

// The index of the word among `words`.
template <class Enum, class Words>
void read_word(Reader& reader, const char* key, const Words& words, Enum& value) {
  std::string word(words.at(static_cast<std::size_t>(value)));
  reader.string(key, word);
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) {
    std::string known;
    for (const std::string_view one : words) {
      known += (known.empty() ? "" : ", ") + std::string(one);
    }
    reader.wrong(key, "one of " + known);
    return;
  }
  value = static_cast<Enum>(at - words.begin());
}

std::string read_pose(const json& object, PoseRequest& pose) {
  Reader reader(object, "pose.");
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
void read_numbers(Reader& reader, const char* key, std::array<double, N>& values) {
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
  Reader reader(object, "motion.veins.");
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
  Reader reader(object, "motion.");
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

std::string read_before(const json& object, Overlays::Before& before) {
  Reader reader(object, "overlays.before.");
  reader.number("skin", before.skin_opacity, 0.0, 1.0);
  if (const json* peel = reader.find("peel"); peel != nullptr && !peel->is_null()) {
    before.peel = 0.0;
    reader.number("peel", *before.peel, 0.0, 1.0);
  }
  return reader.problem();
}

std::string read_overlays(const json& object, Overlays& overlays) {
  Reader reader(object, "overlays.");
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
  Reader reader(object, "drawing.");
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

std::string read_section(const json& object, SectionPlane& plane) {
  Reader reader(object, "section.");
  reader.choice("plane", kPlanes, plane.kind);
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

// A member that is absent, null, or an object that `read` understands.
template <class Value, class Read>
std::string read_optional(Reader& reader, const char* key, std::optional<Value>& value, Read read) {
  const json* member = reader.find(key);
  if (member == nullptr || member->is_null()) {
    return {};
  }
  if (!member->is_object()) {
    reader.wrong(key, "an object or null");
    return {};
  }
  value.emplace();
  return read(*member, *value);
}

Result<Session> read_session(const json& document) {
  const auto refuse = [](const std::string& problem) { return fail("the view file cannot be used", problem); };
  const auto version = document.is_object() ? document.find(kVersionKey) : document.end();
  if (!document.is_object() || version == document.end() || !version->is_number_integer()) {
    return fail("this is not a view saved by Crus", std::string(kVersionKey),
                "it should hold {\"crus_session\": 1, ...}");
  }
  if (*version != kVersion) {
    return fail("the view was saved by another version of Crus", "version " + version->dump(),
                "this program reads version " + std::to_string(kVersion));
  }
  Session session;
  Reader reader(document, "");
  reader.string("leg", session.leg_hash);
  reader.flag("camera_fits", session.camera_fits);
  reader.strings("highlighted", session.highlighted);
  reader.strings("hidden", session.hidden);
  reader.strings("ghosted", session.ghosted);
  reader.strings("isolated", session.isolated);
  reader.strings("selected", session.selected);
  reader.flag("attachments", session.attachments);
  reader.choice("attachment_colours", kAttachmentColours, session.attachment_colours);
  reader.flag("attachment_pulls", session.attachment_pulls);
  reader.string("attachment", session.attachment);
  reader.number("xray", session.xray, 0.0, 1.0);
  reader.number("skin", session.skin_opacity, 0.0, 1.0);
  reader.choice("labels", kLabels, session.labels);
  reader.choice("background", kBackgrounds, session.background);
  if (const json* peel = reader.find("peel"); peel != nullptr && !peel->is_null()) {
    session.peel = 0.0;
    reader.number("peel", *session.peel, 0.0, 1.0);
  }
  reader.number("explode", session.explode, 0.0, 1.0);
  reader.choice("side", kSides, session.side);
  if (const std::string problem = read_optional(reader, "section", session.section, read_section); !problem.empty()) {
    return refuse(problem);
  }
  if (const std::string problem = read_optional(reader, "pose", session.pose, read_pose); !problem.empty()) {
    return refuse(problem);
  }
  if (const json* overlays = reader.find("overlays"); overlays != nullptr && !overlays->is_object()) {
    reader.wrong("overlays", "an object");
  } else if (overlays != nullptr) {
    if (const std::string problem = read_overlays(*overlays, session.overlays); !problem.empty()) {
      return refuse(problem);
    }
  }
  if (const json* drawing = reader.find("drawing"); drawing != nullptr && !drawing->is_object()) {
    reader.wrong("drawing", "an object");
  } else if (drawing != nullptr) {
    if (const std::string problem = read_drawing(*drawing, session.drawing); !problem.empty()) {
      return refuse(problem);
    }
  }
  if (const json* motion = reader.find("motion"); motion != nullptr && !motion->is_object()) {
    reader.wrong("motion", "an object");
  } else if (motion != nullptr) {
    if (const std::string problem = read_motion(*motion, session.motion); !problem.empty()) {
      return refuse(problem);
    }
  }
  if (const json* camera = reader.find("camera")) {
    if (!camera->is_object()) {
      reader.wrong("camera", "an object");
    } else if (const std::string problem = read_camera(*camera, session.camera); !problem.empty()) {
      return refuse(problem);
    }
  }
  if (!reader.problem().empty()) {
    return refuse(reader.problem());
  }
  return session;
}

}  // namespace

std::string to_json(const Session& session) {
  const Camera& camera = session.camera;
  nlohmann::ordered_json document;
  document[std::string(kVersionKey)] = kVersion;
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
  document["attachment_colours"] = word_of(kAttachmentColours, session.attachment_colours);
  document["attachment_pulls"] = session.attachment_pulls;
  document["attachment"] = session.attachment;
  document["xray"] = session.xray;
  document["skin"] = session.skin_opacity;
  document["labels"] = word_of(kLabels, session.labels);
  document["background"] = word_of(kBackgrounds, session.background);
  document["peel"] = session.peel ? json(*session.peel) : json(nullptr);
  document["explode"] = session.explode;
  document["overlays"] = json_of(session.overlays);
  document["drawing"] = json_of(session.drawing);
  document["side"] = word_of(kSides, session.side);
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
    section = {{"plane", word_of(kPlanes, plane.kind)}, {"flipped", plane.flipped}};
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
