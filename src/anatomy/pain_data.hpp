// Pain patterns and what stands beside them, read from assets/pain/*.toml: trigger points, zones, symptoms, causes,
// red flags, evidence, self-care. A record of what charts and books draw; it says nothing about a person.
//
// Where a zone lies. `leg` parts: h runs from the crease of the knee (0) to the malleolar tips (1), phi in degrees
// round the leg, 0 behind, +90 lateral, +/-180 in front; phi from > to goes round the front. With `from` the h range is
// replaced by millimetres below that anchor (on a tibia of 380 mm) wherever the leg has it: "gastrocnemius-edge" is the
// lowest point of the gastrocnemius. `foot` parts: u from the rearmost point of the calcaneus (0) to the second
// metatarsal head (1) along the sole, v from the first (-1) to the fifth metatarsal head (+1) across it, w_mm above the
// plane of the sole (lowest points of calcaneus, first and fifth metatarsal head). `ball` parts: within radius_mm of a
// landmark moved by offset_mm (forward, up, lateral). Millimetres are those of a leg whose tibia is 380 mm long.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/catalogue.hpp"
#include "core/result.hpp"

namespace crus::anatomy {

inline constexpr std::string_view kGastrocnemiusEdge = "gastrocnemius-edge";
inline constexpr double kEssentialWeight = 1.0;
inline constexpr double kSpilloverWeight = 0.4;

struct ZonePart {
  enum class Shape { leg, foot, ball };
  Shape shape = Shape::leg;
  std::optional<glm::dvec2> h, phi_deg, below_mm;  // leg
  std::string from;                                // anchor of below_mm
  std::optional<glm::dvec2> u, v, w_mm;            // foot
  std::string at;                                  // ball: landmark id
  glm::vec3 offset_mm{0.0F};
  double radius_mm = 0.0;
};

struct PainZone {
  std::string id;               // "heel-plantar"
  std::string name;             // "Underside of the heel"
  std::vector<ZonePart> parts;  // empty: not on a lower leg
  std::string figure;           // region of the whole-body figure; may be empty
  double fade_mm = 15.0;        // from 1 at its edge to 0
  bool layer = false;           // a layer of its own, not pain referred from a point
  std::string prompt;           // shown with it, when there is something to warn of
  std::vector<std::string> red_flags;
  std::vector<std::string> sources;
  std::string location;  // "zones.toml:12"
};

// The place of a trigger point: on a leg (h, phi) or a foot (u, v).
struct PointPlace {
  std::optional<double> h, phi_deg, below_mm, u, v;
  std::string from;
};

struct PainPattern {
  std::string id;      // "soleus-1"
  std::string muscle;  // structure of the catalogue, or a muscle beyond the lower leg
  std::string name;
  std::string place;  // in words
  std::optional<PointPlace> point;
  bool site_uncertain = false;
  std::vector<std::string> essential, spillover;  // zones
  std::string how_common;
  Confidence evidence = Confidence::disputed;
  std::string provoker;     // the movement that usually provokes it, in words; empty: none on record
  std::string clip;         // that shows this movement (anatomy/motion_data.hpp); may be empty
  std::string not_pressed;  // why self-care leaves this point out; empty: it does not
  std::string note;
  std::vector<std::string> sources;
  std::string location;
};

// One entry of the texts beside the patterns; which fields are used depends on the list it is in.
struct PainText {
  std::string id, name, text;
  std::string kind;      // evidence: established, disputed; care: group; related: how; red flag: urgency
  std::string action;    // red flags
  std::string provoker;  // symptoms
  std::string note;
  std::string muscle;                  // related
  std::vector<std::string> muscles;    // related
  std::vector<std::string> zones;      // symptoms
  std::vector<std::string> red_flags;  // symptoms
  std::vector<std::string> clips;      // movements that go with it (anatomy/motion_data.hpp)
  std::optional<double> plantarflexion_deg, seconds;
  std::optional<double> repeats;  // of `seconds`
  Confidence evidence = Confidence::disputed;
  std::vector<std::string> sources;
  std::string location;
};

struct OtherMuscle {
  std::string id, name;
  std::string location;
};

struct PainData {
  std::string disclaimer;  // the line every picture with a pattern carries
  std::vector<PainZone> zones;
  std::vector<PainPattern> patterns;
  std::vector<OtherMuscle> muscles;  // beyond the catalogue
  std::vector<PainText> symptoms, causes, related, red_flags, conditions, evidence, care;

  [[nodiscard]] const PainZone* zone(std::string_view id) const;  // null when unknown
  [[nodiscard]] const PainPattern* pattern(std::string_view id) const;
  [[nodiscard]] const PainText* symptom(std::string_view id) const;
  [[nodiscard]] const PainText* care_text(std::string_view id) const;
  // The zone that a region of the whole-body figure stands for: the first that is no layer.
  [[nodiscard]] const PainZone* zone_of_figure(std::string_view region) const;
  [[nodiscard]] std::vector<std::string> zone_ids() const;
  [[nodiscard]] std::vector<std::string> pattern_ids() const;
  // Weight of a zone in a pattern: essential, spillover or 0.
  [[nodiscard]] static double weight(const PainPattern& pattern, std::string_view zone);

  // Reads every *.toml of the folder; the first problem comes back with file and line.
  [[nodiscard]] static Result<PainData> load(const std::filesystem::path& folder);
  // Everything wrong with it, each with file and line: ids, unknown zones, muscles, sources, red flags, impossible
  // extents, texts that are no sentence or hide that they are reported or modelled.
  [[nodiscard]] std::vector<Error> lint(const Catalogue& catalogue) const;
};

}  // namespace crus::anatomy
