// The built-in leg: what it holds, how even and closed it is, and how far it lies from the reference.
#include <cmath>
#include <cstdlib>
#include <map>
#include <numbers>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "atlas/builtin.hpp"
#include "atlas/builtin_leg.hpp"
#include "atlas/leg_file.hpp"
#include "atlas/load.hpp"
#include "atlas/table_numbers.hpp"
#include "core/files.hpp"
#include "core/units.hpp"
#include "geometry/crossing.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/footprint.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

using geometry::Mesh;
using geometry::Tube;
using test::builtin;
using test::catalogue;

std::vector<atlas::Zone> zones() {
  auto read = atlas::read_zones(test::source_folder() / "assets/atlas/zones.csv");
  EXPECT_TRUE(read) << read.error().message();
  return read ? *read : std::vector<atlas::Zone>();
}

// The measured structures, and the vertex count of each one's welded source mesh (its manifest, less the specks that
// the importer drops).
const std::map<std::string, std::size_t, std::less<>> kSourceVertices{{"femur", 649},  // below the cut
                                                                      {"tibia", 834},
                                                                      {"fibula", 573},
                                                                      {"talus", 692},
                                                                      {"calcaneus", 633},
                                                                      {"patella", 155},
                                                                      {"navicular", 360},
                                                                      {"cuboid", 468},
                                                                      {"medial-cuneiform", 478},
                                                                      {"intermediate-cuneiform", 227},
                                                                      {"lateral-cuneiform", 315},
                                                                      {"first-metatarsal", 563},
                                                                      {"second-metatarsal", 378},
                                                                      {"third-metatarsal", 352},
                                                                      {"fourth-metatarsal", 339},
                                                                      {"fifth-metatarsal", 399},
                                                                      {"proximal-phalanx-of-big-toe", 245},
                                                                      {"proximal-phalanx-of-second-toe", 209},
                                                                      {"proximal-phalanx-of-third-toe", 213},
                                                                      {"proximal-phalanx-of-fourth-toe", 221},
                                                                      {"proximal-phalanx-of-little-toe", 205},
                                                                      {"middle-phalanx-of-second-toe", 134},
                                                                      {"middle-phalanx-of-third-toe", 148},
                                                                      {"middle-phalanx-of-fourth-toe", 177},
                                                                      {"middle-phalanx-of-little-toe", 70},
                                                                      {"distal-phalanx-of-big-toe", 222},
                                                                      {"distal-phalanx-of-second-toe", 102},
                                                                      {"distal-phalanx-of-third-toe", 132},
                                                                      {"distal-phalanx-of-fourth-toe", 124},
                                                                      {"distal-phalanx-of-little-toe", 100},
                                                                      {"hallux-sesamoid-medial", 42},
                                                                      {"hallux-sesamoid-lateral", 81},
                                                                      {"soleus", 2211},
                                                                      {"gastrocnemius-medial", 1929},
                                                                      {"gastrocnemius-lateral", 1528},
                                                                      {"popliteus", 431},
                                                                      {"plantaris", 1258},
                                                                      {"flexor-hallucis-longus", 1381},
                                                                      {"tibialis-anterior", 1173},
                                                                      {"extensor-hallucis-longus", 828},
                                                                      {"fibularis-longus", 1856},
                                                                      {"fibularis-brevis", 865},
                                                                      {"fibularis-tertius", 698},
                                                                      {"abductor-hallucis", 521},
                                                                      {"abductor-digiti-minimi", 614},
                                                                      {"extensor-hallucis-brevis", 616},
                                                                      {"flexor-hallucis-brevis-medial", 444},
                                                                      {"flexor-hallucis-brevis-lateral", 762},
                                                                      {"adductor-hallucis-oblique", 523},
                                                                      {"adductor-hallucis-transverse", 383},
                                                                      {"flexor-digiti-minimi-brevis", 379},
                                                                      {"opponens-digiti-minimi", 101},
                                                                      {"first-lumbrical-of-foot", 306},
                                                                      {"second-lumbrical-of-foot", 134},
                                                                      {"third-lumbrical-of-foot", 171},
                                                                      {"fourth-lumbrical-of-foot", 150},
                                                                      {"first-plantar-interosseous-of-foot", 339},
                                                                      {"second-plantar-interosseous-of-foot", 316},
                                                                      {"third-plantar-interosseous-of-foot", 386},
                                                                      {"calcaneal-tendon", 940}};

// Distances allowed to the reference.
struct Limit {
  double mean_mm, p95_mm;
};
Limit limit_for(anatomy::Kind kind) {
  switch (kind) {
    case anatomy::Kind::bone: return {0.4, 1.2};
    default: return {0.6, 2.0};
  }
}

double sliver_share(const Mesh& mesh) {
  std::size_t slivers = 0;
  for (const glm::uvec3& t : mesh.triangles) {
    double least_rad = std::numbers::pi;
    for (int k = 0; k < 3; ++k) {
      const glm::dvec3 a(mesh.positions[t[k]]);
      const glm::dvec3 ab = glm::dvec3(mesh.positions[t[(k + 1) % 3]]) - a;
      const glm::dvec3 ac = glm::dvec3(mesh.positions[t[(k + 2) % 3]]) - a;
      least_rad = std::min(least_rad, std::atan2(glm::length(glm::cross(ab, ac)), glm::dot(ab, ac)));
    }
    slivers += least_rad < radians(5.0) ? 1U : 0U;
  }
  return static_cast<double>(slivers) / static_cast<double>(mesh.triangles.size());
}

TEST(Builtin, HoldsWhatWasMeasured) {
  const Leg& leg = builtin();
  EXPECT_EQ(leg.source, "built-in");
  EXPECT_EQ(leg.side, anatomy::Side::right);
  EXPECT_NE(leg.credit.find("BodyParts3D"), std::string::npos);
  EXPECT_GT(leg.triangle_count(), 60000U);
  EXPECT_LT(leg.triangle_count(), 350000U);
  for (const auto& [id, vertices] : kSourceVertices) {
    const LegStructure* structure = leg.find(id);
    ASSERT_NE(structure, nullptr) << id;
    EXPECT_EQ(structure->origin, Origin::measured) << id;
    EXPECT_TRUE(structure->fma) << id;
  }
  for (const LegStructure& structure : leg.structures) {
    EXPECT_TRUE(structure.recognised) << structure.id;
    // Skin has no side in its name.
    EXPECT_TRUE(structure.name.rfind("Right", 0) == 0 || structure.kind == anatomy::Kind::skin) << structure.name;
  }
}

TEST(Builtin, RestsNearlyPlantigrade) {
  // The reference rests at -1.0 degrees; heel and metatarsal heads are each known to a fraction of a millimetre.
  ASSERT_TRUE(builtin().rest_plantarflexion_deg);
  EXPECT_NEAR(*builtin().rest_plantarflexion_deg, -1.0, 0.4);
}

TEST(Builtin, IsInTheWorldFrame) {
  const Leg& leg = builtin();
  ASSERT_TRUE(leg.tibia_length_mm);
  EXPECT_NEAR(*leg.tibia_length_mm, 380.0, 3.0);
  const Landmark* medial = leg.landmark("medial-malleolus-tip");
  const Landmark* lateral = leg.landmark("lateral-malleolus-tip");
  ASSERT_NE(medial, nullptr);
  ASSERT_NE(lateral, nullptr);
  EXPECT_LT(glm::length(0.5 * (medial->position_mm + lateral->position_mm)), 1.5) << "origin between the malleoli";
  EXPECT_LT(medial->position_mm.z, lateral->position_mm.z) << "a right leg: lateral is to the right";
  EXPECT_GT(leg.find("tibia")->box.centre().y, 150.0F);
  EXPECT_LT(leg.find("calcaneal-tendon")->box.max.x, 10.0F) << "the tendon lies behind";
}

TEST(Builtin, SurfacesAreClosedOrientedAndEven) {
  for (const LegStructure& structure : builtin().structures) {
    const auto topology = geometry::topology(structure.mesh);
    EXPECT_TRUE(topology.closed()) << structure.id;
    if (structure.origin == Origin::measured) {
      EXPECT_EQ(topology.pieces, 1U) << structure.id;
    }
    Mesh turned = structure.mesh;
    EXPECT_EQ(geometry::orient(turned), 0U) << structure.id;
    EXPECT_GT(structure.volume_mm3, 0.0) << structure.id;
    EXPECT_LE(sliver_share(structure.mesh), 0.005) << structure.id;
    EXPECT_EQ(structure.mesh.normals.size(), structure.mesh.positions.size()) << structure.id;
    EXPECT_EQ(structure.occlusion.size(), structure.mesh.positions.size()) << structure.id;
  }
}

TEST(Builtin, SurfacesDoNotPassThroughThemselves) {
  for (const LegStructure& structure : builtin().structures) {
    for (const glm::uvec2& edge : geometry::crossing_edges(structure.mesh)) {
      const glm::vec3& at = structure.mesh.positions[edge.x];
      ADD_FAILURE() << structure.id << " at " << at.x << " " << at.y << " " << at.z;
    }
  }
}

TEST(Builtin, OcclusionIsNeitherBlackNorFlat) {
  for (const LegStructure& structure : builtin().structures) {
    double sum = 0.0;
    float least = 1.0F;
    for (const float value : structure.occlusion) {
      ASSERT_GE(value, 0.0F);
      ASSERT_LE(value, 1.0F);
      sum += static_cast<double>(value);
      least = std::min(least, value);
    }
    const double mean = sum / static_cast<double>(structure.occlusion.size());
    EXPECT_GT(mean, 0.4) << structure.id;
    EXPECT_LT(least, 0.9F) << structure.id;
  }
}

TEST(Builtin, TablesStayWellBelowTheirSource) {
  for (const auto& [id, source_vertices] : kSourceVertices) {
    const auto table = test::source_folder() / "assets/atlas/sections" / (id + ".csv");
    const std::size_t numbers = test::numbers_in(table);
    const auto tube = atlas::read_sections(table);
    ASSERT_TRUE(tube) << tube.error().message();
    EXPECT_LE(tube->stations.size(), 32U) << id;
    EXPECT_LE(tube->stations.front().points.size(), 24U) << id;
    EXPECT_GE(numbers, tube->stations.size() * tube->stations.front().points.size() * 2) << "the count counts";
    EXPECT_LT(2 * numbers, 3 * source_vertices) << id << ": " << numbers << " numbers";
  }
}

TEST(Builtin, FootprintHasThePublishedSize) {
  const LegStructure* calcaneus = builtin().find("calcaneus");
  ASSERT_NE(calcaneus, nullptr);
  const auto found = std::find_if(calcaneus->fields.begin(), calcaneus->fields.end(),
                                  [](const VertexField& candidate) { return candidate.id == kFootprintFieldId; });
  ASSERT_NE(found, calcaneus->fields.end());
  const std::vector<float>& field = found->values;
  ASSERT_EQ(field.size(), calcaneus->mesh.positions.size());
  geometry::Box box;
  std::size_t touched = 0;
  for (std::size_t i = 0; i < field.size(); ++i) {
    ASSERT_GE(field[i], 0.0F);
    if (field[i] < 2.0F) {
      box.add(calcaneus->mesh.positions[i]);
      ++touched;
    }
  }
  ASSERT_GT(touched, 50U);
  // 19.8 mm high and 23.8 to 31.2 mm wide, a little more where the field fades.
  EXPECT_LT(box.size().y, 19.8F + 4.0F);
  EXPECT_GT(box.size().y, 10.0F);
  EXPECT_LT(std::hypot(box.size().x, box.size().z), 31.2F + 8.0F);
  EXPECT_LT(box.max.x, calcaneus->box.centre().x) << "on the back of the heel";
}

// The staging build bakes with all threads; here the same tool bakes with one.
// The tool is the same for every preset and takes minutes: one preset runs it.
#ifndef __SANITIZE_ADDRESS__
TEST(Builtin, SameBytesForAnyNumberOfThreads) {
  const test::ScratchFolder folder;
  const std::filesystem::path tool = test::built_share_folder() / "../../stage/src/atlas/crus_stage_tool";
  const std::filesystem::path baked = folder / "one.crusleg";
  const std::string line =
      fmt::format("'{}' bake '{}' '{}' 1", tool.string(), (test::source_folder() / "assets").string(), baked.string());
  ASSERT_EQ(std::system(line.c_str()), 0) << line;
  const auto one = read_text(baked);
  const auto all = read_text(test::built_share_folder() / "builtin.crusleg");
  ASSERT_TRUE(one && all);
  EXPECT_TRUE(*one == *all);
}
#endif

TEST(Builtin, FaultsAreNamed) {
  const test::ScratchFolder folder;
  EXPECT_FALSE(atlas::build_leg(folder.path(), catalogue())) << "no assets";
  const auto build_with = [&](const std::string& list) {
    std::filesystem::create_directories(folder / "atlas");
    test::write_file(folder / "atlas/structures.csv", list);
    const auto leg = atlas::build_leg(folder.path(), catalogue());
    return leg ? std::string() : leg.error().message();
  };
  EXPECT_NE(build_with("tibia,measured,a.csv,2\n").find("structures.csv:1"), std::string::npos);
  const std::string header = "id,origin,file,edge_mm\n";
  EXPECT_NE(build_with(header).find("empty"), std::string::npos);
  EXPECT_NE(build_with(header + "tibia,guessed,a.csv,2\n").find("measured or modelled"), std::string::npos);
  EXPECT_NE(build_with(header + "tibia,measured,a.csv,0\n").find("edge length"), std::string::npos);
  EXPECT_NE(build_with(header + "tibiaa,measured,a.csv,2\n").find("tibiaa"), std::string::npos);
  EXPECT_NE(build_with(header + "tibia,measured,a.csv,2\n").find("a.csv"), std::string::npos) << "no such table";
}

// A bean: a sphere bent and dented, with no plane of symmetry.
Mesh bean() {
  Mesh mesh;
  constexpr int kRings = 24;
  constexpr int kAround = 36;
  const auto at = [](double polar, double turn) {
    const double r = 12.0 + 2.0 * std::sin(2.0 * polar) * std::cos(turn);
    const glm::dvec3 p(r * std::sin(polar) * std::cos(turn), 40.0 * std::cos(polar),
                       r * std::sin(polar) * std::sin(turn));
    return glm::vec3(p + glm::dvec3(0.004 * p.y * p.y, 0.0, 0.002 * p.y * p.x));
  };
  mesh.positions.push_back(at(0.0, 0.0));
  for (int i = 1; i < kRings; ++i) {
    for (int k = 0; k < kAround; ++k) {
      mesh.positions.push_back(at(std::numbers::pi * i / kRings, 2.0 * std::numbers::pi * k / kAround));
    }
  }
  mesh.positions.push_back(at(std::numbers::pi, 0.0));
  const auto index = [&](int ring, int k) {
    return static_cast<std::uint32_t>(1 + (ring - 1) * kAround + k % kAround);
  };
  const auto last = static_cast<std::uint32_t>(mesh.positions.size() - 1);
  for (int k = 0; k < kAround; ++k) {
    mesh.triangles.emplace_back(0U, index(1, k + 1), index(1, k));
    for (int i = 1; i + 1 < kRings; ++i) {
      mesh.triangles.emplace_back(index(i, k), index(i, k + 1), index(i + 1, k));
      mesh.triangles.emplace_back(index(i, k + 1), index(i + 1, k + 1), index(i + 1, k));
    }
    mesh.triangles.emplace_back(last, index(kRings - 1, k), index(kRings - 1, k + 1));
  }
  return mesh;
}

TEST(MeasureTube, AClosedShapeComesBack) {
  const Mesh mesh = bean();
  ASSERT_GT(geometry::volume_mm3(mesh), 0.0);
  const auto tube = atlas::measure_tube(mesh, {9, 8});
  ASSERT_TRUE(tube) << tube.error().message();
  EXPECT_TRUE(geometry::check_tube(*tube));
  const auto lofted = geometry::loft(*tube, 100, 1.0);
  ASSERT_TRUE(lofted);
  EXPECT_LT(geometry::surface_distance(*lofted, mesh).mean_mm, 0.15);
  EXPECT_NEAR(geometry::volume_mm3(*lofted) / geometry::volume_mm3(mesh), 1.0, 0.01);
}

// A cord of radius 3 that runs down, turns through a quarter circle of radius 20 and goes on forward.
Mesh hook() {
  Tube tube;
  const auto station = [&](const glm::dvec3& origin, const glm::dvec3& travel) {
    geometry::Station& s = tube.stations.emplace_back();
    s.origin = origin;
    atlas::plane_axes(travel, s.u, s.v);
    for (int k = 0; k < 12; ++k) {
      const double turn = 2.0 * std::numbers::pi * k / 12.0;
      s.points.emplace_back(3.0 * std::cos(turn), 3.0 * std::sin(turn));
    }
  };
  for (int i = 0; i < 6; ++i) {
    station({0.0, 80.0 - 10.0 * i, 0.0}, {0.0, -1.0, 0.0});
  }
  for (int i = 0; i <= 6; ++i) {
    const double angle = radians(15.0 * i);
    station({20.0 - 20.0 * std::cos(angle), 20.0 - 20.0 * std::sin(angle), 0.0},
            {std::sin(angle), -std::cos(angle), 0.0});
  }
  for (int i = 1; i < 5; ++i) {
    station({20.0 + 10.0 * i, 0.0, 0.0}, {1.0, 0.0, 0.0});
  }
  tube.start_cap = {0.0, 83.0, 0.0};
  tube.end_cap = {63.0, 0.0, 0.0};
  return *geometry::loft(tube, 40, 1.2);
}

TEST(MeasureTube, FollowsABend) {
  const Mesh mesh = hook();
  atlas::MeasureOptions options{16, 8};
  options.bent = true;
  const auto tube = atlas::measure_tube(mesh, options);
  ASSERT_TRUE(tube) << tube.error().message();
  EXPECT_LT(glm::length(tube->start_cap - glm::dvec3(0.0, 83.0, 0.0)), 1.5);
  EXPECT_LT(glm::length(tube->end_cap - glm::dvec3(63.0, 0.0, 0.0)), 1.5);
  const auto lofted = geometry::loft(*tube, 100, 1.0);
  ASSERT_TRUE(lofted);
  EXPECT_LT(geometry::surface_distance(*lofted, mesh).mean_mm, 0.1);
}

TEST(MeasureTube, RefusesWhatIsNoTube) {
  EXPECT_FALSE(atlas::measure_tube(Mesh{}, {}));
  EXPECT_FALSE(atlas::measure_tube(bean(), {33, 16}));
  EXPECT_FALSE(atlas::measure_tube(bean(), {24, 25}));
  Mesh open;
  open.positions = {{0.0F, 0.0F, 0.0F}, {1.0F, 0.0F, 0.0F}, {0.0F, 5.0F, 0.0F}};
  open.triangles = {{0, 1, 2}};
  EXPECT_FALSE(atlas::measure_tube(open, {}));
}

TEST(BuiltinReference, LiesWithinTheLimits) {
  CRUS_NEEDS_REFERENCE();
  Progress progress;
  atlas::LoadOptions options;
  options.use_cache = false;
  const auto reference = atlas::load_model(*test::reference_folder() / "bodyparts3d", options, catalogue(), progress);
  ASSERT_TRUE(reference) << reference.error().message();
  std::size_t held = 0;
  for (const atlas::Comparison& row : atlas::compare(builtin(), **reference, zones())) {
    if (!kSourceVertices.contains(row.id)) {
      continue;
    }
    ++held;
    const Limit limit = limit_for(row.kind);
    EXPECT_LE(row.distance.mean_mm, limit.mean_mm) << row.id;
    EXPECT_LE(row.distance.p95_mm, limit.p95_mm) << row.id;
    EXPECT_GT(row.distance.mean_mm, 0.02) << row.id << ": a table is no copy of the mesh";
    EXPECT_LE(row.distance.mean_mm, row.distance.p95_mm) << row.id;
  }
  EXPECT_EQ(held, kSourceVertices.size());
}

}  // namespace
}  // namespace crus
