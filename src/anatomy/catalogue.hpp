// The catalogue of structures, read from assets/catalogue/*.toml. One entry per structure, without side: the same
// entry serves the left and the right leg. Terms: FMA (Foundational Model of Anatomy), TA2 (Terminologia Anatomica 2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

#include "core/result.hpp"

namespace crus::anatomy {

struct PainData;

enum class Side { right, left, none };  // none: not lateralised or not known

enum class Kind {
  bone,
  cartilage,
  muscle,
  tendon,
  aponeurosis,
  ligament,
  membrane,
  retinaculum,
  fascia,
  bursa,
  fat,
  artery,
  vein,
  nerve,
  skin,
  landmark,  // a named place of a bone, without a mesh of its own: `inside` names the bone
  joint      // likewise: `inside` names the bones that meet
};

enum class Compartment {
  none,
  skeleton,
  superficial_posterior,
  deep_posterior,
  anterior,
  lateral,
  plantar,
  dorsal_foot,
  thigh,
  neurovascular,
  integument
};

// How far a claim can be trusted, from agreement of the textbooks down to a proposal of our own.
enum class Confidence { established, typical, disputed, reported, modelled };

struct Source {
  std::string id;        // "gray-1918"
  std::string citation;  // "Gray H. Anatomy of the Human Body, 1918"
  std::string link;      // doi or address without host-specific tracking; may be empty
  std::string location;  // "sources.toml:12", for messages
};

// One sentence with where it comes from.
struct Claim {
  std::string text;
  Confidence confidence = Confidence::established;
  std::vector<std::string> sources;  // ids, never empty in a linted catalogue
  [[nodiscard]] bool empty() const { return text.empty(); }
};

// How a muscle's fibres are set, from dissections.
struct Architecture {
  enum class Arrangement { unipennate, bipennate, multipennate };
  enum class Surface { anterior, posterior, lateral, medial };
  double pennation_deg = 0.0;  // between the fibres and the muscle's line of pull
  double fibre_length_mm = 0.0;
  Arrangement arrangement = Arrangement::unipennate;
  Surface tendon = Surface::posterior;  // the surface along which the tendon of insertion rises in the belly
  Confidence confidence = Confidence::established;
  std::vector<std::string> sources;
};

struct Structure {
  std::string id;                     // kebab-case, without side: "soleus"
  std::string english;                // "Soleus"
  std::string latin;                  // "musculus soleus"
  std::vector<std::string> synonyms;  // other English, Latin and common file names
  std::optional<std::uint32_t> fma;   // generic
  std::optional<std::uint32_t> fma_right;
  std::optional<std::uint32_t> fma_left;
  std::vector<std::string> element_ids;  // "FJ1437": ids of right-side meshes in public sets ("FJ1437M" is the left)
  std::optional<std::uint32_t> ta2;
  Kind kind = Kind::bone;
  Compartment compartment = Compartment::none;
  std::string colour_group;  // key of the palette in palette.toml
  // Empty where it does not apply. Vessels and nerves read: origin = where it arises (a vein: what it gathers),
  // insertion = how it ends (a vein: what it joins), action = what it supplies or drains, notes = its course.
  Claim origin, insertion, action, nerve, blood, notes;
  std::optional<Architecture> architecture;  // of muscles for which figures are published
  // Of tendons: by how much their fibres turn on the way down, counter-clockwise seen from above on a right leg.
  std::optional<double> twist_deg;
  std::vector<std::string> inside;       // ids it may legitimately lie within
  std::vector<std::string> blends_with;  // ids it legitimately overlaps
  // Ids whose names and FMA ids this one shares because a public set does not tell them apart (the two hallux
  // sesamoids). Mutual.
  std::vector<std::string> shares_names_with;
  std::vector<std::string> sources;  // for names and ids
  std::string location;              // "muscles.toml:12", for messages
};

// A layer of the leg as it is peeled, outermost first. It takes the structures it names, then those of its kinds (in
// its compartments, if it names any).
struct PeelLayer {
  std::string name;  // "superficial muscles"
  std::vector<std::string> structures;
  std::vector<Kind> kinds;
  std::vector<Compartment> compartments;
  std::string location;
};

// Where structures go when the leg is taken apart: forward, up, lateral on a right leg.
struct Displacement {
  std::vector<std::string> structures;  // before those that share only the compartment
  std::vector<Compartment> compartments;
  glm::vec3 move_mm{0.0F};
  std::string location;
};

class Catalogue {
 public:
  // Reads every *.toml of the folder in order of name. A file may hold [[source]], [palette], [[structure]], [[layer]]
  // and [[displacement]]; an unknown key, a wrong type or an unknown word is an error. The first problem is returned
  // with file and line.
  [[nodiscard]] static Result<Catalogue> load(const std::filesystem::path& folder);

  [[nodiscard]] std::span<const Structure> structures() const { return structures_; }
  [[nodiscard]] const Structure* find(std::string_view id) const;  // null when unknown
  [[nodiscard]] std::span<const Source> sources() const { return sources_; }
  [[nodiscard]] const Source* source(std::string_view id) const;
  // The landmarks and joints of a bone, in the catalogue's order.
  [[nodiscard]] std::vector<const Structure*> places_of(std::string_view bone) const;
  // sRGB 0..1; a neutral grey for an unknown group.
  [[nodiscard]] glm::vec3 colour(std::string_view group) const;
  [[nodiscard]] const std::map<std::string, glm::vec3, std::less<>>& palette() const { return palette_; }

  [[nodiscard]] std::span<const PeelLayer> peel_layers() const { return layers_; }
  // Index of the layer that takes the structure; peel_layers().size() for what no layer takes, which stays to the end.
  [[nodiscard]] std::size_t peel_layer_of(std::string_view id, Kind kind, Compartment compartment) const;
  [[nodiscard]] std::span<const Displacement> displacements() const { return displacements_; }
  // The way of a structure at full stretch, on a right leg; zero for what stays.
  [[nodiscard]] glm::vec3 displacement_mm(std::string_view id, Compartment compartment) const;

  // The pain patterns that go with it (pain_data.hpp); null where there are none.
  [[nodiscard]] const PainData* pain() const { return pain_.get(); }
  void set_pain(std::shared_ptr<const PainData> pain) { pain_ = std::move(pain); }

  // Everything wrong with the catalogue, each with file and line; empty is good. Ids: kebab-case, unique, also FMA, TA2
  // and element ids, and no name that means two structures. References: sources, colour groups, inside, blends-with
  // (mutual; inside may be one-sided). Claims: a source each; a modelled or reported one says so in its text.
  // Layers and displacements name
  // structures that exist. Completeness: muscles have origin, insertion, action, nerve and blood; arteries and nerves
  // origin, action and course; veins insertion and course; tissue that joins parts has both ends; all other kinds have
  // notes; landmarks and joints lie inside bones.
  [[nodiscard]] std::vector<Error> lint() const;

 private:
  std::vector<Structure> structures_;
  std::vector<Source> sources_;
  std::map<std::string, glm::vec3, std::less<>> palette_;
  std::vector<PeelLayer> layers_;
  std::vector<Displacement> displacements_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::shared_ptr<const PainData> pain_;
};

[[nodiscard]] std::string_view name_of(Kind kind);
[[nodiscard]] std::string_view name_of(Compartment compartment);  // words for people: "superficial posterior"
[[nodiscard]] std::string_view name_of(Side side);                // "right", "left", ""
[[nodiscard]] std::string_view name_of(Confidence confidence);

}  // namespace crus::anatomy
