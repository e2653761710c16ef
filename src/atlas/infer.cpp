#include "atlas/infer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "core/text.hpp"
#include "geometry/measure.hpp"
#include "leg/long_bone.hpp"

namespace crus::atlas {
namespace {

struct Unit {
  std::string_view name;
  double mm;
};
// The common ones first: the order in which they are tried where only the size of the whole speaks.
constexpr std::array<Unit, 5> kUnits{{{"mm", 1.0}, {"m", 1000.0}, {"cm", 10.0}, {"dm", 100.0}, {"in", 25.4}}};

// Adult lengths along the principal axis, with room for small and tall people. The ratio of the ends stays below 2.54,
// the step from centimetres to inches, so that no length fits two units.
struct Usual {
  std::string_view id;
  double from_mm, to_mm;
};
constexpr std::array<Usual, 8> kUsual{{{"tibia", 300.0, 480.0},
                                       {"fibula", 290.0, 470.0},
                                       {"femur", 360.0, 560.0},
                                       {"talus", 42.0, 75.0},
                                       {"calcaneus", 60.0, 100.0},
                                       {"first-metatarsal", 48.0, 80.0},
                                       {"fifth-metatarsal", 55.0, 90.0},
                                       {"soleus", 230.0, 430.0}}};

std::string rounded_mm(double length) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.0f mm", length);
  return text.data();
}

std::string spaced(std::string id) {
  std::replace(id.begin(), id.end(), '-', ' ');
  return id;
}

const Unit* unit_for(double length, double from_mm, double to_mm) {
  const auto fits = [&](const Unit& unit) { return length * unit.mm >= from_mm && length * unit.mm <= to_mm; };
  const auto* found = std::find_if(kUnits.begin(), kUnits.end(), fits);
  return found != kUnits.end() ? found : nullptr;
}

struct Vote {
  const Unit* unit;
  const Usual* bone;
  double length;
};

std::vector<Vote> votes_of(std::span<const Known> known) {
  std::vector<Vote> votes;
  for (const Usual& usual : kUsual) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.id == usual.id; });
    if (found == known.end() || found->mesh->empty()) {
      continue;
    }
    const LongBone bone = measure_long_bone(*found->mesh);
    const Unit* unit = bone.cut() ? nullptr : unit_for(bone.length(), usual.from_mm, usual.to_mm);
    if (unit != nullptr) {
      votes.push_back({unit, &usual, bone.length()});
    }
  }
  return votes;
}

UnitInference from_votes(const std::vector<Vote>& votes) {
  const auto count = [&](const Unit* unit) {
    return std::count_if(votes.begin(), votes.end(), [&](const Vote& vote) { return vote.unit == unit; });
  };
  // Ties go to the earlier bone of the table, so to the tibia.
  const Vote* best = &votes.front();
  for (const Vote& vote : votes) {
    if (count(vote.unit) > count(best->unit)) {
      best = &vote;
    }
  }
  const bool agreed = count(best->unit) == static_cast<std::ptrdiff_t>(votes.size());
  const bool certain = agreed && best->bone->id == "tibia";
  std::string reason = spaced(std::string(best->bone->id)) + " " + rounded_mm(best->length * best->unit->mm) + " long";
  if (!agreed) {
    reason += ", though other structures do not fit";
  }
  return {{std::string(best->unit->name), certain ? "certain" : "likely", reason}, best->unit->mm};
}

// Units people use first; a shank with or without foot and knee before a whole body; then the rest. None beyond
// `most_mm`, in which a bone that the model has part of would be longer than bones are.
const Unit* unit_by_size(double longest, double most_mm) {
  struct Size {
    double from_mm, to_mm;
  };
  constexpr Size kShank{150.0, 750.0};
  constexpr Size kBody{1300.0, 2200.0};
  constexpr double kUsualMm = 400.0;
  constexpr std::size_t kCommon = 3;
  const std::span<const Unit> units(kUnits);
  for (const auto& [some, size] : {std::pair{units.first(kCommon), kShank}, std::pair{units.first(kCommon), kBody},
                                   std::pair{units.subspan(kCommon), kShank}}) {
    for (const Unit& unit : some) {
      if (unit.mm <= most_mm && longest * unit.mm >= size.from_mm && longest * unit.mm <= size.to_mm) {
        return &unit;
      }
    }
  }
  const auto misfit = [&](const Unit& u) { return std::abs(std::log(std::max(longest, 1e-30) * u.mm / kUsualMm)); };
  return std::min_element(kUnits.begin(), kUnits.end(),
                          [&](const Unit& a, const Unit& b) { return misfit(a) < misfit(b); });
}

double largest_unit_mm(std::span<const Known> known) {
  double most = std::numeric_limits<double>::infinity();
  for (const Usual& usual : kUsual) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.id == usual.id; });
    if (found != known.end() && !found->mesh->empty()) {
      most = std::min(most, usual.to_mm / std::max(measure_long_bone(*found->mesh).length(), 1e-30));
    }
  }
  return most;
}

UnitInference from_size(std::span<const Known> known, const geometry::Box& whole) {
  const glm::dvec3 size(whole.size());
  const double longest = std::max({size.x, size.y, size.z});
  const Unit* unit = unit_by_size(longest, largest_unit_mm(known));
  return {{std::string(unit->name), "guess", "the whole model is then " + rounded_mm(longest * unit->mm) + " long"},
          unit->mm};
}

constexpr std::array<std::string_view, 6> kAxes{"+x", "-x", "+y", "-y", "+z", "-z"};

glm::dvec3 axis_direction(std::size_t index) {
  glm::dvec3 direction(0.0);
  direction[static_cast<glm::length_t>(index / 2)] = index % 2 == 0 ? 1.0 : -1.0;
  return direction;
}

std::size_t nearest_axis(const glm::dvec3& direction) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < kAxes.size(); ++i) {
    // Ties keep the earlier axis, whatever the last digit says.
    if (glm::dot(axis_direction(i), direction) > glm::dot(axis_direction(best), direction) + 1e-9) {
      best = i;
    }
  }
  return best;
}

}  // namespace

Result<UnitInference> infer_unit(std::span<const Known> known, const geometry::Box& whole, const std::string& given) {
  if (!given.empty()) {
    const auto* found =
        std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& unit) { return unit.name == lower(given); });
    if (found == kUnits.end()) {
      return fail("unknown unit", given, "use m, dm, cm, mm or in");
    }
    return UnitInference{{std::string(found->name), "given", "by the user"}, found->mm};
  }
  const std::vector<Vote> votes = votes_of(known);
  return votes.empty() ? from_size(known, whole) : from_votes(votes);
}

Result<std::optional<glm::dvec3>> parse_up(const std::string& given) {
  if (given.empty()) {
    return std::optional<glm::dvec3>();
  }
  const std::string word = given.size() == 1 ? "+" + lower(given) : lower(given);
  const auto* found = std::find(kAxes.begin(), kAxes.end(), word);
  if (found == kAxes.end()) {
    return fail("unknown up axis", given, "use +x, -x, +y, -y, +z or -z");
  }
  return std::optional(axis_direction(static_cast<std::size_t>(found - kAxes.begin())));
}

std::string axis_name(const glm::dvec3& direction) { return std::string(kAxes[nearest_axis(direction)]); }

UpGuess guess_up(std::span<const Known> known, const geometry::Box& whole) {
  const auto find = [&](std::string_view id) -> const geometry::Mesh* {
    const auto found = std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.id == id; });
    return found != known.end() && !found->mesh->empty() ? found->mesh : nullptr;
  };
  const geometry::Mesh* talus = find("talus");
  const geometry::Mesh* calcaneus = find("calcaneus");
  std::optional<glm::dvec3> foot;
  if (talus != nullptr && calcaneus != nullptr) {
    foot = geometry::surface_centroid(*talus) - geometry::surface_centroid(*calcaneus);
  }
  for (const std::string_view id : {"fibula", "femur", "soleus"}) {
    if (const geometry::Mesh* mesh = find(id)) {
      const geometry::PrincipalAxes axes = geometry::principal_axes(*mesh);
      const glm::dvec3 along = axes.axes[0];
      const bool down = foot ? glm::dot(*foot, along) < 0.0 : nearest_axis(along) % 2 == 1;
      return {axis_direction(nearest_axis(down ? -along : along)), "the long axis of the " + std::string(id)};
    }
  }
  if (foot) {
    return {axis_direction(nearest_axis(*foot)), "from calcaneus to talus"};
  }
  const glm::dvec3 size(whole.size());
  return {axis_direction(nearest_axis(size)), "the longest extent of the model"};
}

}  // namespace crus::atlas
