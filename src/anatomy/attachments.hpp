// Where muscles are fixed to bones, read from assets/attachments/*.toml. Every region is defined once, in coordinates
// of the bone itself, and laid on any bone by leg/attachments.
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/catalogue.hpp"
#include "core/result.hpp"

namespace crus::anatomy {

// The surfaces of a long bone in the order in which they follow each other round it, seen from above on a right leg:
// tibia from the anterior border over the medial one, fibula from the anterior border over the posterior one. Empty for
// bones that have no such coordinates.
[[nodiscard]] std::array<std::string_view, 3> surfaces_of(std::string_view bone);

// A part of a region. Long bones: points (s, u), s from 0 at the upper end to 1 at the lower, u = index of the surface
// plus the fraction of the way across it. Short bones: a spot about the point of the surface that a ray meets which
// comes in against `facing` towards `at`. Axes there: distal (on the femur: anterior), dorsal (up), lateral.
struct RegionPart {
  enum class Shape { area, line, spot };
  Shape shape = Shape::area;
  std::vector<glm::dvec2> points;  // area: outline; line: its run. Neighbours differ by less than 1.5 in u
  double width_mm = 0.0;           // of a line
  glm::dvec3 at{0.0};              // -1..1 in the bone's box
  glm::dvec3 facing{0.0};          // unit
  // Extent of a spot: along the first of the axes distal, dorsal that lies across `facing`, and square to that. Two
  // widths that differ make a trapezoid (narrow one towards the first axis), equal ones an ellipse.
  double length_mm = 0.0, narrow_mm = 0.0, wide_mm = 0.0;
  double depth_mm = 0.0;  // how far round the bone it reaches, level with `facing`; 0: as far as its size allows
  double turn_deg = 0.0;  // of the spot in its plane, seen from outside, from the first axis towards the second
};

struct AttachmentRegion {
  std::string id;      // "soleus-origin-fibula"
  std::string name;    // "Soleus: back of the fibula"
  std::string muscle;  // catalogue ids
  std::string bone;
  bool is_origin = true;
  Claim claim;  // what the sources say of it, and where they disagree
  std::vector<RegionPart> parts;
  std::string location;  // "soleus.toml:12", for messages
};

class AttachmentRegions {
 public:
  // Reads every *.toml of the folder in order of name; the first problem is returned with file and line.
  [[nodiscard]] static Result<AttachmentRegions> load(const std::filesystem::path& folder);

  [[nodiscard]] std::span<const AttachmentRegion> regions() const { return regions_; }
  // Of all the files' text; a change makes a leg's attachments stale.
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }

  // Everything wrong: ids (kebab-case, unique, "muscle-origin-..."), muscles, bones and sources the catalogue does not
  // have, claims without a source, modelled ones that do not say so, places outside the bone.
  [[nodiscard]] std::vector<Error> lint(const Catalogue& catalogue) const;

 private:
  std::vector<AttachmentRegion> regions_;
  std::string fingerprint_;
};

}  // namespace crus::anatomy
