#include "anatomy/motion_data.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "anatomy/motion_reader.hpp"
#include "core/files.hpp"
#include "core/hash.hpp"

namespace crus::anatomy {
namespace {

void direction(TableReader& reader, std::string_view key, glm::dvec3& out) {
  glm::vec3 value(0.0F);
  reader.vector(key, value);
  if (glm::length(value) < 1e-3F) {
    reader.wrong("'" + std::string(key) + "' must be a direction", reader.table());
    return;
  }
  out = glm::normalize(glm::dvec3(value));
}

void offset(TableReader& reader, std::string_view key, glm::dvec3& out) {
  glm::vec3 value(0.0F);
  reader.vector(key, value);
  out = value;
}

Status read_talocrural(const toml::table& table, const std::string& file, TalocruralData& out) {
  TableReader reader(table, file,
                     {"medial_offset_mm", "lateral_offset_mm", "direction", "radius_mm", "most_residual_mm",
                      "most_angle_to_malleoli_deg", "most_shift_mm", "normal_deg", "soft_deg", "stop_deg", "confidence",
                      "sources", "text"});
  offset(reader, "medial_offset_mm", out.medial_offset_mm);
  offset(reader, "lateral_offset_mm", out.lateral_offset_mm);
  direction(reader, "direction", out.direction);
  required_range(reader, "radius_mm", out.radius_mm);
  required_real(reader, "most_residual_mm", 0.0, 10.0, out.most_residual_mm);
  required_real(reader, "most_angle_to_malleoli_deg", 0.0, 45.0, out.most_angle_to_malleoli_deg);
  required_real(reader, "most_shift_mm", 0.0, 30.0, out.most_shift_mm);
  required_range(reader, "normal_deg", out.normal_deg);
  required_range(reader, "soft_deg", out.soft_deg);
  required_range(reader, "stop_deg", out.stop_deg);
  read_claim(reader, out.claim);
  return reader.error() ? Status(tl::unexpected(*reader.error())) : Status();
}

Status read_hinge(const toml::table& table, const std::string& file, HingeData& out) {
  TableReader reader(table, file, {"direction", "stop_deg", "confidence", "sources", "text"});
  if (reader.has("direction")) {
    direction(reader, "direction", out.direction);
  }
  required_range(reader, "stop_deg", out.stop_deg);
  read_claim(reader, out.claim);
  return reader.error() ? Status(tl::unexpected(*reader.error())) : Status();
}

// [time, plantarflexion] and what follows of it: activation, the toes' extension, inversion.
std::optional<ClipKey> read_key(const toml::node& node) {
  const auto value = numbers_of<5>(node, 2);
  return value ? std::optional(ClipKey{(*value)[0], (*value)[1], (*value)[2], (*value)[3], (*value)[4]}) : std::nullopt;
}

Result<Clip> read_clip(const toml::table& table, const std::string& file) {
  Clip clip;
  clip.location = place(file, table);
  TableReader reader(
      table, file,
      {"id", "name", "seconds", "closed_chain", "eased", "bent_knee", "keys", "confidence", "sources", "text"});
  reader.required("id", clip.id);
  reader.required("name", clip.name);
  required_real(reader, "seconds", 0.2, 120.0, clip.seconds);
  reader.flag("closed_chain", clip.closed_chain);
  reader.flag("eased", clip.eased);
  reader.flag("bent_knee", clip.bent_knee);
  read_claim(reader, clip.claim);
  const toml::node* keys = reader.find("keys");
  const toml::array* list = keys == nullptr ? nullptr : keys->as_array();
  if (list == nullptr || list->size() < 2) {
    reader.wrong("'keys' must hold two or more keys", keys == nullptr ? table : *keys);
  }
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if (const auto key = read_key((*list)[i])) {
      clip.keys.push_back(*key);
    } else {
      reader.wrong("a key is [time, plantarflexion, activation, toe extension, inversion]", (*list)[i]);
    }
  }
  return finished(reader, std::move(clip));
}

// Smooth through the keys and never beyond them: cubic Hermite with slopes after Fritsch and Carlson (1980).
double slope(double before, double after, double span_before, double span_after) {
  if (before * after <= 0.0) {
    return 0.0;
  }
  const double w1 = 2.0 * span_after + span_before;
  const double w2 = span_after + 2.0 * span_before;
  return (w1 + w2) / (w1 / before + w2 / after);
}

template <class Value>
double curve_at(const Clip& clip, std::size_t after, double t, Value value) {
  const auto count = static_cast<std::ptrdiff_t>(clip.keys.size());
  // Keys go round: the clip's length is 1.
  const auto key = [&](std::ptrdiff_t i) {
    const std::ptrdiff_t turn = (i < 0 ? i - count + 1 : i) / count;
    const ClipKey& k = clip.keys[static_cast<std::size_t>(i - turn * count)];
    return glm::dvec2(k.at + static_cast<double>(turn), value(k));
  };
  const auto b = static_cast<std::ptrdiff_t>(after);
  const glm::dvec2 p0 = key(b - 2);
  const glm::dvec2 p1 = key(b - 1);
  const glm::dvec2 p2 = key(b);
  const glm::dvec2 p3 = key(b + 1);
  const double span = p2.x - p1.x;
  const double u = (t - p1.x) / span;
  double m1 = 0.0;
  double m2 = 0.0;
  if (!clip.eased) {
    const auto rise = [](const glm::dvec2& a, const glm::dvec2& c) { return (c.y - a.y) / (c.x - a.x); };
    m1 = slope(rise(p0, p1), rise(p1, p2), p1.x - p0.x, span);
    m2 = slope(rise(p1, p2), rise(p2, p3), span, p3.x - p2.x);
  }
  const double u2 = u * u;
  const double u3 = u2 * u;
  return (2 * u3 - 3 * u2 + 1) * p1.y + (u3 - 2 * u2 + u) * span * m1 + (-2 * u3 + 3 * u2) * p2.y +
         (u3 - u2) * span * m2;
}

// Whether joints are asked for more than they do.
void lint_turns(const MotionData& data, double plantarflexion_deg, double toe_extension_deg, double inversion_deg,
                const std::string& what, const std::string& where, std::vector<Error>& problems) {
  const auto within = [](double value, const glm::dvec2& stop) { return value >= stop.x && value <= stop.y; };
  if (!within(plantarflexion_deg, data.talocrural.stop_deg)) {
    problems.push_back({what + " turns the ankle beyond its stops", where, {}});
  }
  if (!within(toe_extension_deg, data.toes.stop_deg)) {
    problems.push_back({what + " turns the toes beyond their stops", where, {}});
  }
  if (!within(inversion_deg, data.subtalar.stop_deg)) {
    problems.push_back({what + " turns the subtalar joint beyond its stops", where, {}});
  }
}

void lint_clip(const Clip& clip, const MotionData& data, std::vector<Error>& problems) {
  for (std::size_t i = 0; i < clip.keys.size(); ++i) {
    const ClipKey& key = clip.keys[i];
    if (key.at < 0.0 || key.at >= 1.0 || (i > 0 && key.at <= clip.keys[i - 1].at)) {
      problems.push_back({"the times of clip '" + clip.id + "' must grow from 0 and stay below 1", clip.location, {}});
    }
    lint_turns(data, key.plantarflexion_deg, key.toe_extension_deg, key.inversion_deg, "clip '" + clip.id + "'",
               clip.location, problems);
    if (key.activation < 0.0 || key.activation > 1.0) {
      problems.push_back({"activation in clip '" + clip.id + "' must lie between 0 and 1", clip.location, {}});
    }
  }
}

Status read_joints(const std::filesystem::path& folder, MotionData& data) {
  const auto joints = parse_toml(folder / "joints.toml");
  if (!joints) {
    return tl::unexpected(joints.error());
  }
  for (const std::string_view name : {"talocrural", "subtalar", "toes"}) {
    const toml::node* node = joints->get(name);
    const toml::table* table = node == nullptr ? nullptr : node->as_table();
    if (table == nullptr) {
      return fail("no [" + std::string(name) + "]", "joints.toml");
    }
    const Status read = name == "talocrural"
                            ? read_talocrural(*table, "joints.toml", data.talocrural)
                            : read_hinge(*table, "joints.toml", name == "toes" ? data.toes : data.subtalar);
    if (!read) {
      return read;
    }
  }
  for (const auto& [key, node] : *joints) {
    if (key.str() != "talocrural" && key.str() != "subtalar" && key.str() != "toes") {
      return fail("unknown table '" + std::string(key.str()) + "'", place("joints.toml", node),
                  "known: talocrural, subtalar, toes");
    }
  }
  return {};
}

std::string fingerprint_of(const std::filesystem::path& folder) {
  Hasher hasher;
  for (const char* name : {"joints.toml", "paths.toml"}) {
    if (const auto text = read_text(folder / name)) {
      hasher.add(std::as_bytes(std::span(*text)));
    }
  }
  return hasher.finish().hex();
}

Status read_clips(const std::filesystem::path& folder, std::vector<Clip>& clips) {
  const auto tables = parse_toml(folder / "clips.toml");
  if (!tables) {
    return tl::unexpected(tables.error());
  }
  for (const auto& [key, node] : *tables) {
    if (key.str() != "clip") {
      return fail("unknown table '" + std::string(key.str()) + "'", place("clips.toml", node), "use [[clip]]");
    }
    if (const Status read = read_list(node, "clips.toml", clips, read_clip); !read) {
      return read;
    }
  }
  return {};
}

void lint_pump(const MotionData& data, const Catalogue& catalogue, std::vector<Error>& problems) {
  for (Error& problem : data.pump->lint(catalogue)) {
    problems.push_back(std::move(problem));
  }
  for (const PumpStart& start : data.pump->starts) {
    for (const std::string& id : {start.clip, start.after}) {
      if (data.clip(id) == nullptr) {
        problems.push_back({"there is no clip '" + id + "'", start.location, {}});
      }
    }
  }
}

}  // namespace

const Clip* MotionData::clip(std::string_view id) const {
  const auto found = std::find_if(clips.begin(), clips.end(), [&](const Clip& c) { return c.id == id; });
  return found != clips.end() ? &*found : nullptr;
}

const EverydayPose* MotionData::pose(std::string_view id) const {
  const auto found = std::find_if(poses.begin(), poses.end(), [&](const EverydayPose& p) { return p.id == id; });
  return found != poses.end() ? &*found : nullptr;
}

std::vector<std::string> MotionData::pose_ids() const {
  std::vector<std::string> ids;
  for (const EverydayPose& pose : poses) {
    ids.push_back(pose.id);
  }
  return ids;
}

std::vector<std::string> MotionData::clip_ids() const {
  std::vector<std::string> ids;
  for (const Clip& clip : clips) {
    ids.push_back(clip.id);
  }
  return ids;
}

Result<MotionData> MotionData::load(const std::filesystem::path& folder) {
  MotionData data;
  if (const Status read = read_joints(folder, data); !read) {
    return tl::unexpected(read.error());
  }
  auto paths = PathData::load(folder / "paths.toml");
  if (!paths) {
    return tl::unexpected(paths.error());
  }
  data.paths = std::move(*paths);
  data.rig_fingerprint = fingerprint_of(folder);
  if (const Status read = read_clips(folder, data.clips); !read) {
    return tl::unexpected(read.error());
  }
  auto poses = read_poses(folder);
  if (!poses) {
    return tl::unexpected(poses.error());
  }
  data.poses = std::move(*poses);
  auto published = read_published(folder);
  if (!published) {
    return tl::unexpected(published.error());
  }
  data.published = std::move(*published);
  if (std::error_code code; std::filesystem::exists(folder / "calf-pump.toml", code)) {
    auto pump = PumpData::load(folder / "calf-pump.toml");
    if (!pump) {
      return tl::unexpected(pump.error());
    }
    data.pump = std::move(*pump);
  }
  return data;
}

std::vector<Error> MotionData::lint(const Catalogue& catalogue) const {
  std::vector<Error> problems = paths.lint(catalogue);
  const auto claim = [&](const Claim& c, const std::string& what, const std::string& where) {
    if (c.sources.empty()) {
      problems.push_back({what + " names no source", where, {}});
    }
    for (const std::string& source : c.sources) {
      if (catalogue.source(source) == nullptr) {
        problems.push_back({what + " names the unknown source '" + source + "'", where, {}});
      }
    }
  };
  claim(talocrural.claim, "[talocrural]", "joints.toml");
  claim(subtalar.claim, "[subtalar]", "joints.toml");
  claim(toes.claim, "[toes]", "joints.toml");
  const TalocruralData& t = talocrural;
  if (t.stop_deg.x > t.soft_deg.x || t.soft_deg.x > t.normal_deg.x || t.normal_deg.y > t.soft_deg.y ||
      t.soft_deg.y > t.stop_deg.y) {
    problems.push_back({"normal, soft and stop of [talocrural] must lie within one another", "joints.toml", {}});
  }
  for (std::size_t i = 0; i < clips.size(); ++i) {
    claim(clips[i].claim, "clip '" + clips[i].id + "'", clips[i].location);
    lint_clip(clips[i], *this, problems);
    if (clip(clips[i].id) != &clips[i]) {
      problems.push_back({"there are two clips '" + clips[i].id + "'", clips[i].location, {}});
    }
  }
  if (pump) {
    lint_pump(*this, catalogue, problems);
  }
  for (const EverydayPose& one : poses) {
    claim(one.claim, "pose '" + one.id + "'", one.location);
    lint_turns(*this, one.plantarflexion_deg, one.toe_extension_deg, one.inversion_deg, "pose '" + one.id + "'",
               one.location, problems);
    if (pose(one.id) != &one) {
      problems.push_back({"there are two poses '" + one.id + "'", one.location, {}});
    }
  }
  for (const PublishedCurve& curve : published.curves) {
    claim(curve.claim, "the published curve '" + curve.id + "'", curve.location);
  }
  for (const Disagreement& disagreement : published.disagreements) {
    claim(disagreement.claim, "a disagreement", disagreement.location);
  }
  return problems;
}

ClipKey clip_at(const Clip& clip, double fraction) {
  if (clip.keys.empty() || !std::isfinite(fraction)) {
    return {};
  }
  double t = fraction - std::floor(fraction);
  if (t < clip.keys.front().at) {
    t += 1.0;
  }
  const auto after = std::upper_bound(clip.keys.begin(), clip.keys.end(), t,
                                      [](double value, const ClipKey& key) { return value < key.at; });
  const auto index = static_cast<std::size_t>(after - clip.keys.begin());
  ClipKey key;
  key.at = fraction;
  key.plantarflexion_deg = curve_at(clip, index, t, [](const ClipKey& k) { return k.plantarflexion_deg; });
  key.activation = std::clamp(curve_at(clip, index, t, [](const ClipKey& k) { return k.activation; }), 0.0, 1.0);
  key.toe_extension_deg = curve_at(clip, index, t, [](const ClipKey& k) { return k.toe_extension_deg; });
  key.inversion_deg = curve_at(clip, index, t, [](const ClipKey& k) { return k.inversion_deg; });
  return key;
}

}  // namespace crus::anatomy
