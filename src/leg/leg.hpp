// A leg as the rest of the program sees it: immutable, shared, in the world frame.
//
// World frame: millimetres, right-handed, y up. Origin midway between the malleolar tips (IM); y from IM to the middle
// of the tibial condyles (IC); z along the condyles made square to y, pointing to the subject's right (so from medial
// to lateral on a right leg); x = y cross z, forward. After Wu et al. 2002 (ISB), with the condyles instead of the
// malleoli setting "forward", because the malleolar line carries the tibial torsion.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/catalogue.hpp"
#include "core/hash.hpp"
#include "geometry/levels.hpp"
#include "geometry/mesh.hpp"

namespace crus {

enum class Origin { measured, modelled, imported };
[[nodiscard]] std::string_view name_of(Origin origin);

// One scalar per vertex of a structure: "achilles-footprint" on the calcaneus is the distance to the tendon in mm,
// "excursion-share" on a muscle or tendon runs from 0 (stays with the origin) to 1 (slides with the insertion's
// tendon).
struct VertexField {
  std::string id;
  std::vector<float> values;
};

struct LegStructure {
  std::string id;           // catalogue id, unique in the leg; "unrecognised-1"... where no entry fits
  std::string name;         // for people, with side: "Right soleus"; the file's own name when unrecognised
  std::string source_name;  // node or file it came from
  bool recognised = false;
  anatomy::Kind kind = anatomy::Kind::bone;
  anatomy::Side side = anatomy::Side::none;
  std::optional<std::uint32_t> fma;  // of this side
  Origin origin = Origin::imported;
  geometry::Mesh mesh;                        // world millimetres, with normals
  std::vector<geometry::DetailLevel> levels;  // coarser surfaces over the mesh's vertices, finest first
  std::vector<float> occlusion;               // one per position, 0 buried to 1 open
  std::vector<VertexField> fields;
  // Of muscles: per position the direction of the fibres there (unit, world, from origin to insertion; they may enter
  // or leave the surface); along the tendon where flesh has turned into it. Empty where nothing is known.
  std::vector<glm::vec3> fibre_directions;
  bool closed = false;  // no boundary: back faces may be culled, volume is meaningful
  double area_mm2 = 0.0;
  double volume_mm3 = 0.0;  // 0 for open sheets
  geometry::Box box;
};

enum class AttachmentKind { origin, insertion };
[[nodiscard]] std::string_view name_of(AttachmentKind kind);

// Where a muscle or tendon is fixed to a bone, as it lies on this leg's bone.
struct Attachment {
  std::string id;      // "soleus-origin-fibula"
  std::string name;    // for people: "Soleus, back of the fibula"
  std::string muscle;  // structure ids; the leg need not have the muscle
  std::string bone;
  AttachmentKind kind = AttachmentKind::origin;
  double area_mm2 = 0.0;
  glm::dvec3 centroid_mm{0.0};  // of the region's surface
  glm::dvec3 pull{0.0};         // unit: the way the muscle pulls here; 0 where the leg lacks the muscle
  double residual_mm = 0.0;     // how far the bone is from the one the region was defined on, there
  anatomy::Confidence confidence = anatomy::Confidence::established;
  std::vector<std::string> sources;
  std::string note;                              // what sources say, and where they disagree
  geometry::Mesh patch;                          // the region cut out of the bone's surface, with the bone's normals
  std::vector<float> depth_mm;                   // per position of the patch, about how far inside its outline
  std::vector<std::vector<glm::vec3>> boundary;  // closed loops on the bone's surface
};

// "Right soleus"; the plain English name without a side, and for skin, which has none.
[[nodiscard]] std::string name_with_side(const anatomy::Structure& structure, anatomy::Side side);

struct Landmark {
  std::string id;               // "medial-malleolus-tip"
  glm::dvec3 position_mm{0.0};  // world
  std::string how;              // "lowest tibia vertex along the long axis"
};

// What the importer concluded about the file, and how sure it is ("given" by the user, "certain", "likely", "guess").
struct Inference {
  std::string value;  // "dm", "+z"
  std::string confidence;
  std::string reason;  // "tibia 380 mm long"
};

struct LegFrame {
  Inference unit;
  Inference up_axis;  // file axis that points up the limb: "+z"
  Inference side;
  double unit_scale_to_mm = 1.0;
  glm::dmat4 world_from_file{1.0};  // includes the scale; file units to world millimetres
  std::string how;                  // "malleoli and condyles (tibia, fibula)", or the fallback taken
};

struct Leg {
  std::string source;  // path as the user gave it, or "built-in"
  Hash128 hash;        // of content and options
  std::shared_ptr<const anatomy::Catalogue> catalogue;
  anatomy::Side side = anatomy::Side::none;
  LegFrame frame;
  std::vector<LegStructure> structures;
  std::vector<Attachment> attachments;  // of the bones the leg has, in the order of the data
  std::vector<Landmark> landmarks;
  // Withheld (with a warning that says why) where the bones they need are missing or cut.
  std::optional<double> tibia_length_mm;          // axial extent with the eminence
  std::optional<double> rest_plantarflexion_deg;  // positive: toes down
  std::vector<std::string> warnings;
  std::string credit;  // one line for pictures; may be empty

  [[nodiscard]] const LegStructure* find(std::string_view id) const;
  [[nodiscard]] const Attachment* attachment(std::string_view id) const;
  [[nodiscard]] const anatomy::Structure* entry(const LegStructure& structure) const;  // null if unrecognised
  [[nodiscard]] const Landmark* landmark(std::string_view id) const;
  [[nodiscard]] const anatomy::PainData* pain() const { return catalogue ? catalogue->pain() : nullptr; }
  [[nodiscard]] geometry::Box box() const;
  [[nodiscard]] std::size_t triangle_count() const;
};

using LegPtr = std::shared_ptr<const Leg>;

}  // namespace crus
