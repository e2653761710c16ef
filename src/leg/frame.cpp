#include "leg/frame.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "leg/foot.hpp"
#include "leg/long_bone.hpp"

namespace crus {
namespace {

using anatomy::Side;

constexpr double kUsualTibiaMm = 380.0;
constexpr double kCondyleSlabMm = 25.0;  // of a tibia of that length
// By which the malleolar line is turned outward against the condylar one.
constexpr double kUsualTorsionRad = radians(20.0);

glm::dvec3 extreme(const geometry::Mesh& mesh, const glm::dvec3& direction) {
  const auto& points = mesh.positions;
  const auto farthest = std::max_element(points.begin(), points.end(), [&](const glm::vec3& a, const glm::vec3& b) {
    return glm::dot(glm::dvec3(a), direction) < glm::dot(glm::dvec3(b), direction);
  });
  return {*farthest};
}

glm::dvec3 centroid(const geometry::Mesh& mesh) { return geometry::surface_centroid(mesh); }

glm::dvec3 square_to(const glm::dvec3& vector, const glm::dvec3& axis) {
  return vector - glm::dot(vector, axis) * axis;
}

// The two vertices farthest apart across the axis among those at least `from` along it. A plateau is nearly as deep as
// it is broad: where a direction is given, only pairs within `kTurnedAside` of it count, if there are any.
std::array<glm::dvec3, 2> widest_pair(const geometry::Mesh& mesh, const LongBone& bone, double from,
                                      const std::optional<glm::dvec3>& near = std::nullopt) {
  constexpr double kTurnedAside = radians(35.0);
  const PlaneAxes plane = axes_across(bone.axis);
  struct Flat {
    glm::dvec2 at;
    glm::dvec3 point;
  };
  std::vector<Flat> flat;
  std::vector<glm::dvec2> points;
  for (const glm::vec3& position : mesh.positions) {
    const glm::dvec3 p(position);
    if (bone.along(p) >= from) {
      flat.push_back({{glm::dot(p, plane.u), glm::dot(p, plane.v)}, p});
      points.push_back(flat.back().at);
    }
  }
  const std::vector<glm::dvec2> hull = convex_hull(std::move(points));
  const glm::dvec2 along = near ? glm::dvec2(glm::dot(*near, plane.u), glm::dot(*near, plane.v)) : glm::dvec2(0.0);
  const double least = std::cos(kTurnedAside) * glm::length(along);
  const auto widest = [&](bool any) {
    std::array<glm::dvec2, 2> best{hull.front(), hull.front()};
    for (const glm::dvec2& a : hull) {
      for (const glm::dvec2& b : hull) {
        const double width = glm::distance(a, b);
        if (width > glm::distance(best[0], best[1]) && (any || std::abs(glm::dot(b - a, along)) >= least * width)) {
          best = {a, b};
        }
      }
    }
    return best;
  };
  std::array<glm::dvec2, 2> best = widest(false);
  if (best[0] == best[1]) {
    best = widest(true);
  }
  std::array<glm::dvec3, 2> pair{};
  for (std::size_t i = 0; i < 2; ++i) {
    pair[i] = std::find_if(flat.begin(), flat.end(), [&](const Flat& f) { return f.at == best[i]; })->point;
  }
  return pair;
}

double width_at(const geometry::Mesh& mesh, const LongBone& bone, double from) {
  const auto pair = widest_pair(mesh, bone, from);
  return glm::length(square_to(pair[1] - pair[0], bone.axis));
}

// Everything found on the way to the frame, in the bones' own space.
struct Finding {
  LongBone tibia;           // axis towards the plateau
  glm::dvec3 up{0.0};       // unit, IM to IC or the long axis
  glm::dvec3 lateral{0.0};  // unit, square to up
  glm::dvec3 origin{0.0};
  std::optional<glm::dvec3> medial_tip, lateral_tip, medial_condyle, lateral_condyle;
  std::string how_lateral;
  double torsion_rad = 0.0;  // by which `lateral` points too far back
};

// Which end of the tibia is the plateau: the neighbours know, else the wider end is. Returns whether that is a guess.
bool point_up(LongBone& tibia, const FrameBones& bones, const std::optional<glm::dvec3>& up) {
  double votes = 0.0;
  bool guess = false;
  if (up && std::abs(glm::dot(*up, tibia.axis)) > 0.5) {
    votes = glm::dot(*up, tibia.axis);
  } else {
    for (const geometry::Mesh* below : {bones.talus, bones.calcaneus}) {
      votes -= below != nullptr ? tibia.along(centroid(*below)) : 0.0;
    }
    for (const geometry::Mesh* above : {bones.femur, bones.patella}) {
      votes += above != nullptr ? tibia.along(centroid(*above)) : 0.0;
    }
    for (const geometry::Mesh* metatarsal : bones.metatarsals) {
      votes -= metatarsal != nullptr ? tibia.along(centroid(*metatarsal)) : 0.0;
    }
    if (votes == 0.0) {
      constexpr double kEnd = 0.12;
      guess = tibia.cut();
      LongBone turned = tibia;
      turned.reverse();
      votes = width_at(*bones.tibia, tibia, tibia.high - kEnd * tibia.length()) -
              width_at(*bones.tibia, turned, turned.high - kEnd * turned.length());
    }
  }
  if (votes < 0.0) {
    tibia.reverse();
  }
  return guess;
}

// A forward direction, square to the axis (not unit), and what says so.
struct Forward {
  glm::dvec3 direction{0.0};
  std::string how;
  bool sure = true;
};

// From bones that lie before or behind others, whichever way the condyles run.
std::optional<Forward> forward_of_others(const FrameBones& bones, const Finding& found) {
  const glm::dvec3& axis = found.tibia.axis;
  const geometry::Mesh* hind = bones.calcaneus != nullptr ? bones.calcaneus : bones.talus;
  glm::dvec3 toes(0.0);
  double count = 0.0;
  for (const geometry::Mesh* metatarsal : bones.metatarsals) {
    if (metatarsal != nullptr) {
      toes += centroid(*metatarsal);
      count += 1.0;
    }
  }
  if (count > 0.0) {
    const glm::dvec3 from = hind != nullptr ? centroid(*hind) : found.tibia.centroid;
    return Forward{square_to(toes / count - from, axis), "the metatarsals", true};
  }
  if (bones.patella != nullptr) {
    return Forward{square_to(centroid(*bones.patella) - found.tibia.centroid, axis), "the patella", true};
  }
  if (bones.talus != nullptr && bones.calcaneus != nullptr) {
    return Forward{square_to(centroid(*bones.talus) - centroid(*bones.calcaneus), axis), "talus and calcaneus", true};
  }
  return std::nullopt;
}

std::optional<Forward> find_forward(const FrameBones& bones, const Finding& found, const glm::dvec3& across) {
  const glm::dvec3& axis = found.tibia.axis;
  if (const auto seen = forward_of_others(bones, found)) {
    return seen;
  }
  if (bones.fibula != nullptr && found.medial_tip && found.lateral_tip) {
    // The lateral malleolus lies behind the medial one, seen along the condyles.
    const glm::dvec3 behind = square_to(*found.lateral_tip - *found.medial_tip, axis);
    return Forward{-square_to(behind, across), "the fibula", true};
  }
  if (found.medial_tip) {
    const glm::dvec3 shaft = found.tibia.centroid + found.tibia.low * axis;
    return Forward{square_to(square_to(*found.medial_tip - shaft, axis), across), "the torsion of the tibia", false};
  }
  return std::nullopt;
}

// About where the condyles must lie: along the line of the malleoli less its usual torsion (the lateral one lies
// farther back), else square to the foot.
std::optional<glm::dvec3> condyles_expected(const FrameBones& bones, const Finding& found) {
  const glm::dvec3& axis = found.tibia.axis;
  const auto forward = forward_of_others(bones, found);
  if (!forward || glm::length(forward->direction) <= 0.0) {
    return std::nullopt;
  }
  const glm::dvec3 ahead = glm::normalize(forward->direction);
  if (!found.medial_tip || !found.lateral_tip) {
    return glm::cross(ahead, axis);
  }
  const glm::dvec3 line = glm::normalize(square_to(*found.lateral_tip - *found.medial_tip, axis));
  glm::dvec3 before = glm::cross(axis, line);
  before = glm::dot(before, ahead) < 0.0 ? -before : before;
  return std::cos(kUsualTorsionRad) * line + std::sin(kUsualTorsionRad) * before;
}

// The line from medial to lateral, square to the axis; its sign from the fibula or the medial malleolus.
void find_lateral(const FrameBones& bones, Finding& found) {
  const glm::dvec3& axis = found.tibia.axis;
  std::optional<std::array<glm::dvec3, 2>> condyles;
  glm::dvec3 line(0.0);
  if (!found.tibia.high_cut) {
    const double slab = kCondyleSlabMm / kUsualTibiaMm * found.tibia.length();
    condyles = widest_pair(*bones.tibia, found.tibia, found.tibia.high - slab, condyles_expected(bones, found));
    line = square_to((*condyles)[1] - (*condyles)[0], axis);
    found.how_lateral = "condyles";
  } else if (found.medial_tip && found.lateral_tip) {
    line = square_to(*found.lateral_tip - *found.medial_tip, axis);
    found.how_lateral = "their line less the usual torsion (the plateau is cut off)";
    found.torsion_rad = kUsualTorsionRad;
  } else if (bones.fibula != nullptr) {
    line = square_to(centroid(*bones.fibula) - found.tibia.centroid, axis);
    found.how_lateral = "tibia to fibula";
  }
  if (glm::length(line) <= 0.0) {
    return;
  }
  line = glm::normalize(line);
  double sign = 0.0;
  if (bones.fibula != nullptr) {
    sign = glm::dot(centroid(*bones.fibula) - found.tibia.centroid, line);
  } else if (found.medial_tip) {
    sign = -glm::dot(*found.medial_tip - (found.tibia.centroid + found.tibia.low * axis), line);
  }
  found.lateral = sign < 0.0 ? -line : line;
  if (condyles) {
    const bool first_is_lateral = glm::dot((*condyles)[0] - (*condyles)[1], found.lateral) > 0.0;
    found.lateral_condyle = (*condyles)[first_is_lateral ? 0 : 1];
    found.medial_condyle = (*condyles)[first_is_lateral ? 1 : 0];
  }
}

void set_side(FrameResult& result, Side side, std::string confidence, std::string reason) {
  result.side = side;
  result.side_confidence = std::move(confidence);
  result.side_reason = std::move(reason);
}

// Nothing tells medial from lateral: forward and the name have to.
void side_without_lateral(const std::optional<Forward>& forward, Side named, Finding& found, FrameResult& result) {
  const glm::dvec3& axis = found.tibia.axis;
  const glm::dvec3 ahead = forward ? forward->direction : axes_across(axis).u;
  const bool is_named = named != Side::none;
  set_side(result, is_named ? named : Side::right, is_named ? "likely" : "guess", is_named ? "the names" : "nothing");
  found.lateral = glm::normalize(glm::cross(ahead, axis)) * (result.side == Side::left ? -1.0 : 1.0);
  found.how_lateral = forward ? forward->how + " and the side" : "an arbitrary direction";
  result.warnings.emplace_back("front and side of the leg are not certain: the ends of the tibia are cut off");
}

void decide_side(const FrameBones& bones, Side named, Finding& found, FrameResult& result) {
  const auto forward = find_forward(bones, found, found.lateral);
  if (glm::length(found.lateral) <= 0.0) {
    side_without_lateral(forward, named, found, result);
    return;
  }
  Side seen = Side::none;
  if (forward && glm::length(forward->direction) > 0.0) {
    const double turn = glm::dot(forward->direction, glm::cross(found.tibia.axis, found.lateral));
    seen = turn > 0.0 ? Side::right : Side::left;
  }
  const bool sure = seen != Side::none && forward->sure;
  if (named == Side::none) {
    set_side(result, seen == Side::none ? Side::right : seen, sure ? "likely" : "guess",
             seen == Side::none ? "nothing" : forward->how);
    if (!sure) {
      result.warnings.emplace_back("the side is a guess: no name and no bone beside the tibia tells it");
    }
  } else if (sure && seen != named) {
    set_side(result, seen, "likely", forward->how + ", against the names");
    result.warnings.push_back("the names say " + std::string(name_of(named)) + ", but " + forward->how + " show a " +
                              std::string(name_of(seen)) + " leg: taken as " + std::string(name_of(seen)));
  } else {
    set_side(result, named, sure ? "certain" : "likely", sure ? "the names and " + forward->how : "the names");
  }
}

// Malleoli and condyles where the bones are whole; origin and up follow.
void find_axes(const FrameBones& bones, Finding& found, FrameResult& result) {
  const LongBone& tibia = found.tibia;
  found.up = tibia.axis;
  if (!tibia.low_cut) {
    found.medial_tip = extreme(*bones.tibia, -tibia.axis);
  }
  if (bones.fibula != nullptr) {
    LongBone fibula = measure_long_bone(*bones.fibula);
    if (glm::dot(fibula.axis, tibia.axis) < 0.0) {
      fibula.reverse();
    }
    const glm::dvec3 tip = extreme(*bones.fibula, -tibia.axis);
    // A fibula that ends far above the tibia is cut even where its end is ragged.
    constexpr double kFarAbove = 0.1;
    if (!fibula.low_cut && (tibia.low_cut || tibia.along(tip) < tibia.low + kFarAbove * tibia.length())) {
      found.lateral_tip = tip;
    }
  }
  find_lateral(bones, found);
  if (found.medial_tip && found.lateral_tip) {
    found.origin = 0.5 * (*found.medial_tip + *found.lateral_tip);
    result.how = "malleoli and " + found.how_lateral;
  } else if (found.medial_tip) {
    // The middle between the tips lies about a fortieth of the tibia's length below the medial one.
    constexpr double kBelow = 0.025;
    found.origin = tibia.centroid + (tibia.low - kBelow * tibia.length()) * tibia.axis;
    result.how = "medial malleolus, long axis of the tibia and " + found.how_lateral;
    result.warnings.emplace_back("the origin is estimated from the tibia alone: the lateral malleolus is missing");
  } else {
    found.origin = tibia.centroid + tibia.low * tibia.axis;
    result.how = "long axis of the cut tibia and " + found.how_lateral;
    result.warnings.emplace_back("the origin is the lower end of the cut tibia, not the middle of the malleoli");
  }
  if (found.medial_condyle && !tibia.cut()) {
    found.up = glm::normalize(0.5 * (*found.medial_condyle + *found.lateral_condyle) - found.origin);
  }
}

glm::dmat4 frame_from(const glm::dvec3& x, const glm::dvec3& y, const glm::dvec3& z, const glm::dvec3& origin) {
  const glm::dmat3 world_from_space = glm::transpose(glm::dmat3(x, y, z));
  glm::dmat4 result(world_from_space);
  result[3] = glm::dvec4(-(world_from_space * origin), 1.0);
  return result;
}

// The plateau's surface a quarter of the way in from either condyle, and the knee centre between.
void add_plateau(const FrameBones& bones, const Finding& found, const glm::dmat4& world_from_space,
                 FrameResult& result) {
  const geometry::SurfaceTree tree(*bones.tibia);
  std::array<std::optional<glm::dvec3>, 2> centres;
  for (std::size_t i = 0; i < 2; ++i) {
    const glm::dvec3 start = glm::mix(*found.medial_condyle, *found.lateral_condyle, i == 0 ? 0.25 : 0.75);
    const glm::dvec3 above = start + found.up * (0.5 * found.tibia.length());
    if (const auto hit = tree.first_hit(glm::vec3(above), glm::vec3(-found.up))) {
      centres[i] = glm::dvec3(world_from_space * glm::dvec4(glm::dvec3(hit->point), 1.0));
    }
  }
  if (centres[0] && centres[1]) {
    const std::string how = "tibial surface a quarter of the condylar width in";
    result.landmarks.push_back({"medial-plateau-centre", *centres[0], how});
    result.landmarks.push_back({"lateral-plateau-centre", *centres[1], how});
    result.landmarks.push_back({"knee-centre", 0.5 * (*centres[0] + *centres[1]), "middle of the plateau centres"});
  }
}

void add_landmarks(const FrameBones& bones, const Finding& found, FrameResult& result) {
  const auto add = [&](const char* id, const std::optional<glm::dvec3>& at, const char* how) {
    if (at) {
      result.landmarks.push_back({id, glm::dvec3(result.world_from_space * glm::dvec4(*at, 1.0)), how});
    }
  };
  add("medial-malleolus-tip", found.medial_tip, "lowest tibia vertex along its long axis");
  add("lateral-malleolus-tip", found.lateral_tip, "lowest fibula vertex along the tibia's long axis");
  if (found.medial_tip && found.lateral_tip) {
    add("intermalleolar-point", found.origin, "middle of the malleolar tips");
  }
  if (found.medial_condyle) {
    const char* how = "end of the plateau's greatest width, top 25 mm of a 380 mm tibia";
    add("medial-condyle", found.medial_condyle, how);
    add("lateral-condyle", found.lateral_condyle, how);
    add("intercondylar-point", 0.5 * (*found.medial_condyle + *found.lateral_condyle), "middle of the condyles");
    add_plateau(bones, found, result.world_from_space, result);
  }
  if (bones.fibula != nullptr) {
    LongBone fibula = measure_long_bone(*bones.fibula);
    if (glm::dot(fibula.axis, found.tibia.axis) < 0.0) {
      fibula.reverse();
    }
    if (!fibula.high_cut) {
      add("fibular-head-apex", extreme(*bones.fibula, found.up), "highest fibula vertex");
    }
  }
  add("ankle-centre", dome_centre(bones, found.up, found.tibia.length()),
      "sphere through the part of the talar dome that faces the tibia");
}

void add_foot(const FrameBones& bones, FrameResult& result, bool tibia_whole) {
  Foot foot = measure_foot(bones, result.world_from_space);
  std::move(foot.landmarks.begin(), foot.landmarks.end(), std::back_inserter(result.landmarks));
  if (!foot.missing.empty()) {
    std::string list;
    for (const std::string& bone : foot.missing) {
      list += (list.empty() ? "" : ", ") + bone;
    }
    result.warnings.push_back("rest angle of the ankle withheld: missing " + list);
  } else if (!tibia_whole) {
    result.warnings.emplace_back("rest angle of the ankle withheld: it needs a whole tibia");
  } else {
    result.rest_plantarflexion_deg = foot.rest_plantarflexion_deg;
  }
}

// Without a tibia: the smallest turn that brings `up` to +y, about the space's own origin.
void keep_own_axes(const FrameBones& bones, Side named, const glm::dvec3& up, FrameResult& result) {
  const glm::dvec3 y = glm::normalize(up);
  const glm::dvec3 target(0.0, 1.0, 0.0);
  glm::dmat3 turn(1.0);
  const glm::dvec3 axis = glm::cross(y, target);
  const double cosine = glm::dot(y, target);
  if (glm::length(axis) > 1e-12) {
    // Rodrigues: 1 + [k] + [k]^2 / (1 + cos).
    const glm::dmat3 k(0.0, axis.z, -axis.y, -axis.z, 0.0, axis.x, axis.y, -axis.x, 0.0);
    turn = glm::dmat3(1.0) + k + k * k * (1.0 / (1.0 + cosine));
  } else if (cosine < 0.0) {
    turn = glm::dmat3(1.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, -1.0);
  }
  result.world_from_space = glm::dmat4(turn);
  set_side(result, named, named == Side::none ? "guess" : "likely", named == Side::none ? "nothing" : "the names");
  result.how = "the file's own axes, turned upright (no tibia)";
  result.warnings.emplace_back(
      "no tibia recognised: front and origin are the file's own; sizes and angles that need it are withheld");
  Foot foot = measure_foot(bones, result.world_from_space);
  std::move(foot.landmarks.begin(), foot.landmarks.end(), std::back_inserter(result.landmarks));
}

}  // namespace

FrameResult find_frame(const FrameBones& bones, Side named_side, const std::optional<glm::dvec3>& up) {
  FrameResult result;
  if (bones.tibia == nullptr || bones.tibia->empty()) {
    keep_own_axes(bones, named_side, up.value_or(glm::dvec3(0.0, 1.0, 0.0)), result);
    return result;
  }
  Finding found;
  found.tibia = measure_long_bone(*bones.tibia);
  result.up_is_a_guess = point_up(found.tibia, bones, up);
  if (up && std::abs(glm::dot(*up, found.tibia.axis)) <= 0.5) {
    result.warnings.emplace_back("the given up axis lies across the tibia: the bones set the frame");
  }
  find_axes(bones, found, result);
  decide_side(bones, named_side, found, result);

  const glm::dvec3& y = found.up;
  const double forward = result.side == Side::left ? -1.0 : 1.0;
  const glm::dvec3 lateral = found.medial_condyle
                                 ? *found.lateral_condyle - *found.medial_condyle
                                 : std::cos(found.torsion_rad) * found.lateral +
                                       forward * std::sin(found.torsion_rad) * glm::cross(y, found.lateral);
  const glm::dvec3 z = glm::normalize(square_to(forward * lateral, y));
  const glm::dvec3 x = glm::cross(y, z);
  result.world_from_space = frame_from(x, y, z, found.origin);
  if (found.tibia.cut()) {
    const char* end = !found.tibia.low_cut ? "upper end is" : !found.tibia.high_cut ? "lower end is" : "ends are";
    result.warnings.push_back("the tibia's " + std::string(end) + " cut off: its length is withheld");
  } else {
    result.tibia_length_mm = found.tibia.length();
  }
  add_landmarks(bones, found, result);
  add_foot(bones, result, !found.tibia.cut());
  return result;
}

void keep_axes(FrameResult& frame) {
  const glm::dmat4 space_from_world = glm::inverse(frame.world_from_space);
  for (Landmark& landmark : frame.landmarks) {
    landmark.position_mm = glm::dvec3(space_from_world * glm::dvec4(landmark.position_mm, 1.0));
  }
  frame.world_from_space = glm::dmat4(1.0);
}

}  // namespace crus
