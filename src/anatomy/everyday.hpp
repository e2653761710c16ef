// Everyday poses, and what has been published about the ankle in motion: read from assets/motion/poses.toml and
// published.toml. Angles are in degrees, plantarflexion positive; lengths in millimetres.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/catalogue.hpp"
#include "core/result.hpp"

namespace crus::anatomy {

// What an everyday pose depends on besides the leg.
enum class Measure {
  heel_mm,    // height of a shoe's heel: the angle follows from the foot's own length
  slope_deg,  // of the ground, uphill: the shank stays upright
};
struct Amount {
  Measure measure = Measure::heel_mm;
  glm::dvec2 range{0.0};
  double usual = 0.0;
};

// A posture of every day, what the ankle does in it and what it means for the soleus.
struct EverydayPose {
  std::string id;    // "high-heels"
  std::string name;  // "High heels"
  double plantarflexion_deg = 0.0;
  double inversion_deg = 0.0;
  double toe_extension_deg = 0.0;
  double activation = 0.0;    // of the calf, 0..1
  bool closed_chain = false;  // the toes stay on the floor
  bool bent_knee = false;     // femur and patella fade: Crus does not turn the knee
  std::optional<Amount> amount;
  Claim claim;         // what the ankle does
  std::string soleus;  // what the soleus does, from the same sources
  std::string location;
};

enum class Quantity { moment_arm, excursion };

// A published figure over the angle of the ankle, as one study or model has it.
struct PublishedCurve {
  struct Point {
    double plantarflexion_deg = 0.0;
    double value_mm = 0.0;   // moment arm of the Achilles tendon; or change of length from 0 degrees, shorter negative
    double spread_mm = 0.0;  // one standard deviation; 0: not known
  };
  std::string id;    // "manal-2013-rest"
  std::string name;  // "Manal 2013"
  std::string method;
  Quantity quantity = Quantity::moment_arm;
  std::vector<Point> points;  // by growing angle
  Claim claim;
  std::string location;
};

// Where published figures do not agree, in a sentence.
struct Disagreement {
  Quantity quantity = Quantity::moment_arm;
  Claim claim;
  std::string location;
};

struct Published {
  std::vector<PublishedCurve> curves;
  std::vector<Disagreement> disagreements;
};

// The first problem comes back with file and line.
[[nodiscard]] Result<std::vector<EverydayPose>> read_poses(const std::filesystem::path& folder);
[[nodiscard]] Result<Published> read_published(const std::filesystem::path& folder);

}  // namespace crus::anatomy
