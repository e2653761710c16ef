// What is known of the joints, and the clips and poses that move them, read from assets/motion/*.toml. Angles here are
// in degrees with plantarflexion positive, as everywhere outside the code of the joints themselves.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/catalogue.hpp"
#include "anatomy/everyday.hpp"
#include "anatomy/path_data.hpp"
#include "anatomy/pump_data.hpp"
#include "core/result.hpp"

namespace crus::anatomy {

// Offsets and directions: forward, up, lateral on a right leg; mm on a tibia of 380 mm.
struct TalocruralData {
  glm::dvec3 medial_offset_mm{0.0}, lateral_offset_mm{0.0};  // of the axis from the malleolar tips
  glm::dvec3 direction{0.0, 0.0, 1.0};                       // where a malleolus is missing
  glm::dvec2 radius_mm{0.0};                                 // of a cylinder through the dome that can be believed
  double most_residual_mm = 0.0;
  double most_angle_to_malleoli_deg = 0.0;
  double most_shift_mm = 0.0;
  // Plantarflexion: what is normal, where it gets unusual, where the joint stops.
  glm::dvec2 normal_deg{0.0}, soft_deg{0.0}, stop_deg{0.0};
  Claim claim;
};

struct HingeData {
  glm::dvec3 direction{0.0};  // zero where it is found on the bones
  glm::dvec2 stop_deg{0.0};
  Claim claim;
};

// A moment of a clip.
struct ClipKey {
  double at = 0.0;  // 0..1 of the clip
  double plantarflexion_deg = 0.0;
  double activation = 0.0;  // of the calf, 0..1
  double toe_extension_deg = 0.0;
  double inversion_deg = 0.0;  // sole inward positive
};

// A movement that runs in a circle: the last key meets the first. Between keys the curve is smooth.
struct Clip {
  std::string id;    // "heel-raise"
  std::string name;  // "Heel raise"
  double seconds = 4.0;
  bool closed_chain = false;  // the forefoot stays on the floor and the shank moves
  bool eased = true;          // rests at every key; else runs through them, as measured curves do
  bool bent_knee = false;     // femur and patella fade: Crus does not turn the knee
  std::vector<ClipKey> keys;
  Claim claim;
  std::string location;
};

struct MotionData {
  TalocruralData talocrural;
  HingeData subtalar, toes;
  PathData paths;
  std::vector<Clip> clips;
  std::vector<EverydayPose> poses;
  Published published;
  std::optional<PumpData> pump;  // of calf-pump.toml; empty where the folder has none
  std::string rig_fingerprint;   // of the text of joints.toml and paths.toml; a change makes what was derived stale

  [[nodiscard]] const Clip* clip(std::string_view id) const;  // null when unknown
  [[nodiscard]] std::vector<std::string> clip_ids() const;
  [[nodiscard]] const EverydayPose* pose(std::string_view id) const;  // null when unknown
  [[nodiscard]] std::vector<std::string> pose_ids() const;

  // Reads joints.toml, paths.toml, clips.toml, poses.toml, published.toml and calf-pump.toml of the folder; the first
  // problem comes back with file and line.
  [[nodiscard]] static Result<MotionData> load(const std::filesystem::path& folder);
  // Everything wrong with it: unknown sources, bounds the wrong way round, keys out of order, angles beyond the stops.
  [[nodiscard]] std::vector<Error> lint(const Catalogue& catalogue) const;
};

// The clip at a fraction of its time; fractions beyond 0..1 go round again.
[[nodiscard]] ClipKey clip_at(const Clip& clip, double fraction);

}  // namespace crus::anatomy
