// What motion and picture need to know inside a muscle, solved once and kept with the leg:
//   "excursion-share"  of muscles, tendons and the aponeuroses of muscles: 0 where the muscle is fixed to its bone of
//                      origin, 1 along the whole tendon of insertion with all its branches, between them harmonic on
//                      the surface and drawn towards 0 and 1 along the aponeuroses of origin and insertion. Soleus, the
//                      heads of gastrocnemius and the calcaneal tendon are one chain: their share is 1 from where they
//                      meet the tendon on.
//   fibre directions   of muscles: at the catalogue's pennation to the line of pull, from origin to insertion. Of
//                      aponeuroses of the leg: down the sheet. Of tendons that the catalogue says are twisted: winding
//                      down to the insertion.
#pragma once

#include "anatomy/catalogue.hpp"
#include "leg/leg.hpp"

namespace crus {

inline constexpr const char* kExcursionShareFieldId = "excursion-share";

// Adds both to the leg, in place of older ones. Needs the "tendon" fields of leg/detail, normals, and the attachments,
// without which a muscle's ends are taken for its origin and insertion.
void add_muscle_fields(Leg& leg);

// A muscle's surface with what is known of its ends, one entry per position.
struct MuscleEnds {
  std::vector<char> origin;     // fixed to the bone of origin
  std::vector<char> insertion;  // tendon, fixed to the bone of insertion, or joined to another's tendon
};

// The fields' makers. `architecture` may be null; `side` says which way lateral is. Empty where the mesh is too small
// to tell.
[[nodiscard]] std::vector<float> excursion_share(const geometry::Mesh& mesh, const MuscleEnds& ends,
                                                 const anatomy::Architecture* architecture, anatomy::Side side);
[[nodiscard]] std::vector<glm::vec3> fibre_directions(const geometry::Mesh& mesh, const MuscleEnds& ends,
                                                      const std::vector<float>& tendon,
                                                      const anatomy::Architecture* architecture, anatomy::Side side);
// Of an aponeurosis of the leg: down the sheet, straight to its lower edge.
[[nodiscard]] std::vector<glm::vec3> sheet_fibres(const geometry::Mesh& mesh);
// Of a tendon whose insertion is its lower end: along it, turning by `twist_deg` in all on the last 12 cm above the
// insertion, most in their middle; counter-clockwise seen from above on a right leg, the other way on a left one.
[[nodiscard]] std::vector<glm::vec3> twisted_fibres(const geometry::Mesh& mesh, double twist_deg, anatomy::Side side);

}  // namespace crus
