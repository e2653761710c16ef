// What no vertex can know alone: the volume of a belly, and that the skin holds everything.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/parallel.hpp"
#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/contain.hpp"
#include "geometry/measure.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

// How far the swelling weights must rise for the belly to have the volume it has at rest.
float swell_that_keeps_volume(const RigState& state, const Leg& leg, const Pose& pose, Correction correction,
                              std::size_t index) {
  const geometry::Mesh& mesh = leg.structures[index].mesh;
  const double wanted = geometry::volume_mm3(mesh);
  const auto volume_at = [&](double swell_mm) {
    correction.swell_mm[index] = static_cast<float>(swell_mm);
    return geometry::volume_mm3({deform_one(state, leg, pose, correction, index).positions, {}, mesh.triangles});
  };
  double low = static_cast<double>(correction.swell_mm[index]);
  double low_volume = volume_at(low);
  constexpr double kGoodEnough = 2e-4;
  if (std::abs(low_volume / wanted - 1.0) <= kGoodEnough) {
    return static_cast<float>(low);
  }
  double high = low + (low_volume < wanted ? 1.0 : -1.0);
  double high_volume = volume_at(high);
  constexpr int kRounds = 8;
  constexpr double kMostMm = 8.0;
  for (int round = 0; round < kRounds && std::abs(high_volume / wanted - 1.0) > kGoodEnough; ++round) {
    if (std::abs(high_volume - low_volume) < 1e-9 * wanted) {
      break;
    }
    const double next =
        std::clamp(high + (wanted - high_volume) * (high - low) / (high_volume - low_volume), -kMostMm, kMostMm);
    low = high;
    low_volume = high_volume;
    high = next;
    high_volume = volume_at(high);
  }
  return static_cast<float>(high);
}

// How deep every vertex lies in the skin at rest, as far as it matters: what comes out of an imported skin at rest may
// do so in every pose, and no farther. None where the nearest place is the rim of an open skin.
constexpr float kMarginMm = 0.6F;
using Margins = std::vector<std::vector<float>>;
constexpr float kNoMargin = std::numeric_limits<float>::lowest();

Margins margins_at_rest(const RigState& state, const Leg& leg) {
  constexpr float kReachMm = 12.0F;
  Margins margins(leg.structures.size());
  const geometry::SurfaceDepth skin(leg.structures[*state.skin].mesh);
  for_each_parallel(leg.structures.size(), [&](std::size_t i) {
    if (i == *state.skin) {
      return;
    }
    for (const glm::vec3& p : leg.structures[i].mesh.positions) {
      const auto place = skin.at(p, kReachMm);
      const bool told = place || skin.closed();
      margins[i].push_back(!told ? kNoMargin
                                 : std::min(kMarginMm, place ? static_cast<float>(place->depth_mm) : kMarginMm));
    }
  });
  return margins;
}

// How far beyond the correction the skin must be pushed out along its normals to hold what it holds at rest.
std::vector<float> skin_that_contains(const RigState& state, const Leg& leg, const Pose& pose,
                                      const Correction& correction, const Margins& margins_mm) {
  const std::size_t skin = *state.skin;
  std::vector<PosedSurface> surfaces;
  deform_in_shank(state, leg, pose, correction, true, surfaces);
  geometry::Mesh surface{std::move(surfaces[skin].positions), std::move(surfaces[skin].normals),
                         leg.structures[skin].mesh.triangles};
  // Only what lies near the skin can come through it.
  constexpr float kNearMm = 6.0F;
  const geometry::SurfaceTree tree(surface);
  geometry::Mesh near;
  std::vector<std::vector<float>> margins(1);
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    for (std::size_t v = 0; i != skin && v < surfaces[i].positions.size(); ++v) {
      if (margins_mm[i][v] != kNoMargin && tree.closest(surfaces[i].positions[v], kNearMm)) {
        near.positions.push_back(surfaces[i].positions[v]);
        margins[0].push_back(margins_mm[i][v]);
      }
    }
  }
  const std::array<const geometry::Mesh*, 1> others{&near};
  geometry::ContainOptions options;
  options.rounds = 5;
  return geometry::push_out(surface, others, options, margins).moved_mm;
}

// The keys of one angle of the ankle: at rest, at full activation, and at full activation with all of the strain.
constexpr std::size_t kWorks = 3;

// Close enough that what lies between two keys departs from either's correction by less than the skin's margin; rest
// among them, where nothing is corrected.
std::vector<double> ankle_keys(double rest_deg, std::span<const double> keys_deg) {
  constexpr double kBesideRest_deg = 5.0;
  std::vector<double> angles{0.0};
  for (const double key : keys_deg) {
    if (std::abs(key - rest_deg) > kBesideRest_deg) {
      angles.push_back(-radians(key - rest_deg));
    }
  }
  std::sort(angles.begin(), angles.end());
  return angles;
}

Corrections empty_table(const RigState& state) {
  constexpr std::array<double, 8> kAnkle_deg{-35.0, -20.0, -10.0, 12.5, 25.0, 37.5, 50.0, 60.0};
  constexpr std::array<double, 3> kFewAnkle_deg{-20.0, 25.0, 45.0};
  Corrections table;
  table.angles_rad = ankle_keys(state.rest_deg, kAnkle_deg);
  const std::vector<double> few = ankle_keys(state.rest_deg, kFewAnkle_deg);
  if (state.subtalar) {
    table.beside[0] = {few, {radians(-20.0), radians(-10.0), 0.0, radians(10.0), radians(20.0)}, {}};
  }
  if (state.toes) {
    table.beside[1] = {few, {radians(-30.0), 0.0, radians(20.0), radians(40.0), radians(65.0)}, {}};
  }
  return table;
}

double most_strain(const RigState& state) {
  const anatomy::TendonStrain* strain = state.data.paths.strain_of(kCalcanealTendon);
  return strain != nullptr ? strain->most() : 0.0;
}

Pose key_pose(const RigState& state, double ankle_rad, std::size_t work) {
  Pose pose;
  pose.ankle_rad = ankle_rad;
  pose.activation = work == 0 ? 0.0 : 1.0;
  pose.tendon_strain = work == 2 ? most_strain(state) : 0.0;
  return pose;
}

void turn_joint(Pose& pose, std::size_t joint, double angle_rad) {
  (joint == 0 ? pose.subtalar_rad : pose.toes_rad) = angle_rad;
}

struct Between {
  std::size_t index = 0;
  float share = 0.0F;
};
Between between(const std::vector<double>& keys, double value) {
  const auto after = std::upper_bound(keys.begin(), keys.end(), value);
  const auto i =
      static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(after - keys.begin(), 1, std::ssize(keys) - 1) - 1);
  return {i, static_cast<float>(std::clamp((value - keys[i]) / (keys[i + 1] - keys[i]), 0.0, 1.0))};
}

void add(std::vector<float>& sum, const std::vector<float>& values, float share) {
  sum.resize(std::max(sum.size(), values.size()), 0.0F);
  for (std::size_t i = 0; share != 0.0F && i < values.size(); ++i) {
    sum[i] += share * values[i];
  }
}

void add(Correction& sum, const Correction& key, float share) {
  add(sum.swell_mm, key.swell_mm, share);
  add(sum.skin_mm, key.skin_mm, share);
}

// In the order in which they are kept.
template <class Table, class Use>
bool each_key(Table& table, Use use) {
  bool going = true;
  for (auto& key : table.keys) {
    going = going && use(key);
  }
  for (auto& beside : table.beside) {
    for (auto& key : beside.keys) {
      going = going && use(key);
    }
  }
  return going;
}

// What keeps volumes and skin in the pose, on top of what `base` does already.
Correction correction_for(const RigState& state, const Leg& leg, const Pose& pose, const Correction& base,
                          const Margins& margins_mm) {
  Correction whole = base;
  whole.swell_mm.resize(leg.structures.size(), 0.0F);
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    if (!state.bindings[i].swell.empty() && !state.bindings[i].host) {
      whole.swell_mm[i] = swell_that_keeps_volume(state, leg, pose, whole, i);
    }
  }
  Correction more;
  if (state.skin) {
    more.skin_mm = skin_that_contains(state, leg, pose, whole, margins_mm);
  }
  more.swell_mm = std::move(whole.swell_mm);
  add(more.swell_mm, base.swell_mm, -1.0F);
  return more;
}

}  // namespace

Correction correction_at(const RigState& state, const Pose& pose) {
  const Corrections& table = state.corrections;
  if (table.keys.empty()) {
    return {};
  }
  const Between angle = between(table.angles_rad, pose.ankle_rad);
  const double most = most_strain(state);
  const auto strained = static_cast<float>(most > 0.0 ? pose.tendon_strain / most : 0.0);
  const auto works = static_cast<float>(pose.activation);
  const std::array<float, kWorks> of_work{1.0F - works, works - strained, strained};
  Correction result;
  for (const std::size_t a : {std::size_t{0}, std::size_t{1}}) {
    const float of_angle = a == 0 ? 1.0F - angle.share : angle.share;
    for (std::size_t w = 0; w < kWorks; ++w) {
      add(result, table.keys[(angle.index + a) * kWorks + w], of_angle * of_work.at(w));
    }
  }
  for (std::size_t joint = 0; joint < table.beside.size(); ++joint) {
    const Corrections::Beside& beside = table.beside.at(joint);
    const double turned = joint == 0 ? pose.subtalar_rad : pose.toes_rad;
    if (beside.keys.empty() || turned == 0.0) {
      continue;
    }
    const Between ankle = between(beside.ankle_rad, pose.ankle_rad);
    const Between at = between(beside.joint_rad, turned);
    for (const std::size_t a : {std::size_t{0}, std::size_t{1}}) {
      for (const std::size_t j : {std::size_t{0}, std::size_t{1}}) {
        add(result, beside.keys[(ankle.index + a) * beside.joint_rad.size() + at.index + j],
            (a == 0 ? 1.0F - ankle.share : ankle.share) * (j == 0 ? 1.0F - at.share : at.share));
      }
    }
  }
  for (float& out : result.skin_mm) {
    out = std::max(out, 0.0F);
  }
  return result;
}

std::vector<float> flattened(const Corrections& corrections) {
  std::vector<float> flat;
  each_key(corrections, [&](const Correction& key) {
    for (const std::vector<float>* values : {&key.swell_mm, &key.skin_mm}) {
      flat.push_back(static_cast<float>(values->size()));
      flat.insert(flat.end(), values->begin(), values->end());
    }
    return true;
  });
  return flat;
}

bool take_flattened(RigState& state, const Leg& leg, std::span<const float> flat) {
  Corrections table = empty_table(state);
  table.keys.resize(table.angles_rad.size() * kWorks);
  for (Corrections::Beside& beside : table.beside) {
    beside.keys.resize(beside.ankle_rad.size() * beside.joint_rad.size());
  }
  const std::size_t skin = state.skin ? leg.structures[*state.skin].mesh.positions.size() : 0;
  const auto take = [&](std::vector<float>& values, std::size_t expected) {
    if (flat.empty() || !(flat[0] == 0.0F || flat[0] == static_cast<float>(expected)) ||
        flat.size() - 1 < static_cast<std::size_t>(flat[0])) {
      return false;
    }
    values.assign(flat.begin() + 1, flat.begin() + 1 + static_cast<std::ptrdiff_t>(flat[0]));
    flat = flat.subspan(1 + values.size());
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  };
  const bool taken = each_key(
      table, [&](Correction& key) { return take(key.swell_mm, leg.structures.size()) && take(key.skin_mm, skin); });
  if (!taken || !flat.empty()) {
    return false;
  }
  state.corrections = std::move(table);
  return true;
}

void find_corrections(RigState& state, const Leg& leg, Progress& progress) {
  Corrections table = empty_table(state);
  std::size_t count = table.angles_rad.size() * kWorks;
  for (const Corrections::Beside& beside : table.beside) {
    count += beside.ankle_rad.size() * beside.joint_rad.size();
  }
  const Margins margins_mm = state.skin ? margins_at_rest(state, leg) : Margins();
  std::size_t done = 0;
  const auto report = [&] {
    progress.report(0.6 + 0.4 * static_cast<double>(++done) / static_cast<double>(count), "keeping volumes and skin");
    return !progress.cancelled();
  };
  for (const double angle : table.angles_rad) {
    for (std::size_t work = 0; work < kWorks; ++work) {
      const Pose pose = key_pose(state, angle, work);
      table.keys.push_back(pose.at_rest() ? Correction() : correction_for(state, leg, pose, {}, margins_mm));
      if (!report()) {
        return;
      }
    }
  }
  state.corrections = table;
  for (std::size_t joint = 0; joint < table.beside.size(); ++joint) {
    Corrections::Beside& beside = table.beside.at(joint);
    for (const double angle : beside.ankle_rad) {
      for (const double turned : beside.joint_rad) {
        Pose pose = key_pose(state, angle, 0);
        const Correction base = correction_at(state, pose);
        turn_joint(pose, joint, turned);
        beside.keys.push_back(turned == 0.0 ? Correction() : correction_for(state, leg, pose, base, margins_mm));
        if (!report()) {
          return;
        }
      }
    }
  }
  state.corrections = std::move(table);
}

}  // namespace crus
