// How the structures of a leg share space: how deep neighbours lie in one another, and whether muscles and tendons
// reach the bones they are fixed to.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "leg/leg.hpp"

namespace crus {

// Whether the catalogue says that one lies within the other or that the two blend.
[[nodiscard]] bool may_share_space(const anatomy::Structure& a, const anatomy::Structure& b);

// What neighbours may overlap by, outside footprints.
inline constexpr double kMostOverlap_mm = 0.5;

// The deepest vertex of one structure within another.
struct Overlap {
  std::string of;         // the structure whose vertex it is
  std::string in;         // the structure it lies in
  double depth_mm = 0.0;  // to the nearest place on the surface of `in`
  glm::dvec3 at_mm{0.0};
};

struct OverlapOptions {
  double more_than_mm = kMostOverlap_mm;  // pairs that overlap less are not listed
  // A vertex of a muscle and its bone counts only when it is farther than this from the regions that fix the one to the
  // other: there the two meet, and their surfaces are known no better.
  double beside_footprint_mm = 3.0;
  int threads = 0;  // 0: as many as the machine has
};

// Of every pair of closed structures its deepest overlap, deepest pair first. Left out: skin, which holds all, fascia,
// structures the catalogue does not know, and pairs it says may share space (may_share_space). The meshes are
// closed and outward. The same for any number of threads.
[[nodiscard]] std::vector<Overlap> overlaps(const Leg& leg, const OverlapOptions& options = {});

// How far a muscle or tendon stays from a region it inserts on.
struct InsertionGap {
  std::string attachment;
  std::string muscle;
  std::string bone;
  double gap_mm = 0.0;  // least distance between the muscle's surface and the region; 0 where the region enters it
};
// Of the insertions of muscles and tendons the leg has, in the order of its attachments.
[[nodiscard]] std::vector<InsertionGap> insertion_gaps(const Leg& leg);

}  // namespace crus
