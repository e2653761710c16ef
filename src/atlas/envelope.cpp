#include "atlas/envelope.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <string_view>

#include "atlas/skin.hpp"
#include "geometry/clip.hpp"
#include "geometry/distance_grid.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "geometry/solid_union.hpp"

namespace crus::atlas {
namespace {

using anatomy::Kind;
using geometry::DistanceGrid;
using geometry::Mesh;

constexpr double kVoxel_mm = 1.8;
constexpr double kBand_mm = 18.0;
constexpr double kBridged_mm = 14.0;    // hollows a ball of this radius does not fit into are filled
constexpr double kSkin_mm = 3.0;        // above muscles and bones
constexpr double kToeSkin_mm = 4.5;     // above the bones of the toes
constexpr double kTendonSkin_mm = 1.6;  // above what else lies along them
constexpr double kToeGap_mm = 2.8;      // between them at least
constexpr double kToesFrom_mm = 9.0;    // beyond the metatarsal heads
constexpr double kTop_mm = 110.0;       // above the knee
constexpr std::array<std::string_view, 5> kToes{"-of-big-toe", "-of-second-toe", "-of-third-toe", "-of-fourth-toe",
                                                "-of-little-toe"};

bool gives_a_shape(const Leg& leg) {
  constexpr std::ptrdiff_t kFewestMuscles = 8;
  const auto muscles = std::count_if(leg.structures.begin(), leg.structures.end(), [](const LegStructure& structure) {
    return structure.recognised && structure.kind == Kind::muscle;
  });
  return muscles >= kFewestMuscles && leg.find("tibia") != nullptr && leg.find("calcaneus") != nullptr;
}

// The structures, cut off well above the knee.
std::vector<Mesh> covered_meshes(const Leg& leg) {
  const double top = static_cast<double>(geometry::bounds(leg.find("tibia")->mesh).max.y) + kTop_mm;
  std::vector<Mesh> meshes;
  for (const LegStructure& structure : leg.structures) {
    const geometry::Box box = geometry::bounds(structure.mesh);
    if (static_cast<double>(box.max.y) <= top) {
      meshes.push_back(structure.mesh);
    } else if (static_cast<double>(box.min.y) < top) {
      if (auto part = geometry::clip(structure.mesh, {0.0, top, 0.0}, {0.0, 1.0, 0.0})) {
        meshes.push_back(std::move(*part));
      }
    }
  }
  return meshes;
}

// Distance to the nearest of the meshes, up to the band.
template <class Meshes>
DistanceGrid nearest_of(const Meshes& meshes, const geometry::Box& box) {
  DistanceGrid grid = geometry::grid_over(box, kVoxel_mm, static_cast<float>(kBand_mm));
  for (const Mesh* mesh : meshes) {
    const DistanceGrid own = geometry::signed_distance(*mesh, box, kVoxel_mm, kBand_mm);
    const glm::ivec3 first(glm::round((own.origin - grid.origin) / kVoxel_mm));
    for (int z = 0; z < own.size.z; ++z) {
      for (int y = 0; y < own.size.y; ++y) {
        for (int x = 0; x < own.size.x; ++x) {
          const glm::ivec3 at = first + glm::ivec3(x, y, z);
          if (glm::all(glm::greaterThanEqual(at, glm::ivec3(0))) && glm::all(glm::lessThan(at, grid.size))) {
            float& value = grid.values[grid.index(at.x, at.y, at.z)];
            value = std::min(value, own.values[own.index(x, y, z)]);
          }
        }
      }
    }
  }
  return grid;
}

void bridge(DistanceGrid& grid, double radius_mm) {
  std::vector<bool> outside(grid.values.size());
  for (std::size_t i = 0; i < outside.size(); ++i) {
    outside[i] = static_cast<double>(grid.values[i]) >= radius_mm;
  }
  const auto far = static_cast<float>(2.0 * radius_mm + 4.0 * kVoxel_mm);
  const std::vector<float> to_outside = geometry::distance_to_set(grid, outside, far);
  for (std::size_t i = 0; i < outside.size(); ++i) {
    grid.values[i] = std::min(grid.values[i], static_cast<float>(radius_mm) - to_outside[i]);
  }
}

struct Toes {
  std::vector<DistanceGrid> each;
  DistanceGrid metatarsals;
};

std::optional<Toes> toes_of(const Leg& leg, const geometry::Box& box) {
  Toes toes;
  std::vector<const Mesh*> metatarsals;
  for (const std::string_view toe : kToes) {
    std::vector<const Mesh*> phalanges;
    for (const LegStructure& structure : leg.structures) {
      if (structure.kind == Kind::bone && structure.id.ends_with(toe)) {
        phalanges.push_back(&structure.mesh);
      }
    }
    if (phalanges.empty()) {
      return std::nullopt;
    }
    toes.each.push_back(nearest_of(phalanges, box));
  }
  for (const LegStructure& structure : leg.structures) {
    if (structure.kind == Kind::bone && structure.id.ends_with("-metatarsal")) {
      metatarsals.push_back(&structure.mesh);
    }
  }
  if (metatarsals.size() != kToes.size()) {
    return std::nullopt;
  }
  toes.metatarsals = nearest_of(metatarsals, box);
  return toes;
}

// Takes the toes out of the body and leaves in `toes.each` their own skins, each on its side of half-way to the next.
void part_toes(DistanceGrid& body, Toes& toes) {
  for (std::size_t i = 0; i < body.values.size(); ++i) {
    std::array<double, kToes.size()> away{};
    double nearest = kBand_mm;
    for (std::size_t k = 0; k < away.size(); ++k) {
      away.at(k) = static_cast<double>(toes.each[k].values[i]);
      nearest = std::min(nearest, away.at(k));
    }
    double tendons = kBand_mm;
    if (nearest + kToesFrom_mm < static_cast<double>(toes.metatarsals.values[i])) {
      tendons = static_cast<double>(body.values[i]) - kTendonSkin_mm;
      body.values[i] = static_cast<float>(kBand_mm);
    }
    for (std::size_t k = 0; k < away.size(); ++k) {
      double value = std::min(away.at(k) - kToeSkin_mm, tendons);
      for (std::size_t other = 0; other < away.size(); ++other) {
        if (other != k) {
          value = std::max(value, 0.5 * (away.at(k) - away.at(other) + kToeGap_mm));
        }
      }
      toes.each[k].values[i] = static_cast<float>(value);
    }
  }
}

Result<Mesh> envelope_over(const Leg& leg, const std::vector<Mesh>& covered) {
  geometry::Box box;
  std::vector<const Mesh*> pointers;
  for (const Mesh& mesh : covered) {
    box.add(geometry::bounds(mesh));
    pointers.push_back(&mesh);
  }
  box.min -= static_cast<float>(kBand_mm + 2.0 * kVoxel_mm);
  box.max += static_cast<float>(kBand_mm + 2.0 * kVoxel_mm);
  DistanceGrid body = nearest_of(pointers, box);
  std::optional<Toes> toes = toes_of(leg, box);
  if (toes) {
    part_toes(body, *toes);
  }
  bridge(body, kBridged_mm);
  for (float& value : body.values) {
    value -= static_cast<float>(kSkin_mm);
  }
  geometry::keep_piece(body);
  constexpr double kEdge_mm = 4.0;
  constexpr double kToeEdge_mm = 2.0;
  std::vector<geometry::UnionPart> parts{{geometry::zero_surface(body), 0.0, kEdge_mm, 3.0}};
  for (DistanceGrid& toe : toes ? toes->each : std::vector<DistanceGrid>()) {
    geometry::keep_piece(toe);
    parts.push_back({geometry::zero_surface(toe), 3.0, kToeEdge_mm, 0.0});
  }
  geometry::UnionOptions options;
  options.voxel_mm = 1.5;
  return geometry::unite(parts, options);
}

}  // namespace

void add_envelope(Leg& leg) {
  const bool has_skin = std::any_of(leg.structures.begin(), leg.structures.end(), [](const LegStructure& structure) {
    return structure.recognised && structure.kind == Kind::skin;
  });
  const anatomy::Structure* entry = leg.catalogue ? leg.catalogue->find("skin") : nullptr;
  if (has_skin || entry == nullptr || !gives_a_shape(leg)) {
    return;
  }
  const std::vector<Mesh> covered = covered_meshes(leg);
  auto mesh = envelope_over(leg, covered);
  if (!mesh) {
    leg.warnings.push_back("the model has no skin, and none could be laid over it: " + mesh.error().message());
    return;
  }
  LegStructure skin;
  skin.id = entry->id;
  skin.name = name_with_side(*entry, anatomy::Side::none);
  skin.source_name = "laid over the model";
  skin.recognised = true;
  skin.kind = Kind::skin;
  skin.fma = entry->fma;
  skin.origin = Origin::modelled;
  skin.mesh = std::move(*mesh);
  geometry::compute_normals(skin.mesh, std::numbers::pi_v<float>);
  std::vector<const Mesh*> others;
  for (const Mesh& each : covered) {
    others.push_back(&each);
  }
  close_over(skin.mesh, others);
  skin.closed = geometry::topology(skin.mesh).closed();
  leg.structures.push_back(std::move(skin));
  leg.warnings.push_back("the model has no skin: a smooth surface laid over its structures stands for it");
}

}  // namespace crus::atlas
