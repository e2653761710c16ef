// What is modelled rather than measured: courses and order as anatomy has them, and surfaces that keep clear.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "atlas/builtin.hpp"
#include "atlas/builtin_leg.hpp"
#include "atlas/load.hpp"
#include "atlas/modelled.hpp"
#include "atlas/zones.hpp"
#include "geometry/closest.hpp"
#include "geometry/crossing.hpp"
#include "geometry/loft.hpp"
#include "geometry/measure.hpp"
#include "geometry/repair.hpp"
#include "leg/neighbours.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

using geometry::Mesh;
using test::builtin;
using test::catalogue;

const LegStructure& structure(std::string_view id) {
  const LegStructure* found = builtin().find(id);
  if (found == nullptr) {
    throw std::runtime_error("the leg lacks " + std::string(id));
  }
  return *found;
}

const geometry::SurfaceTree& tree(std::string_view id) {
  static std::map<std::string, geometry::SurfaceTree, std::less<>> trees;
  const auto found = trees.find(id);
  return found != trees.end() ? found->second
                              : trees.emplace(std::string(id), geometry::SurfaceTree(structure(id).mesh)).first->second;
}

double height(std::string_view landmark, double above_mm = 0.0) {
  return builtin().landmark(landmark)->position_mm.y + above_mm;
}

// The height of a level: 0 at the plateau, 1 at the tip of the medial malleolus.
double height_of(double level) { return std::lerp(height("knee-centre"), height("medial-malleolus-tip"), level); }

// Centre of the largest piece of a horizontal section.
glm::dvec3 centre(std::string_view id, double height_mm) {
  const auto curves = geometry::cut(structure(id).mesh, {0.0, height_mm, 0.0}, {0.0, 1.0, 0.0});
  if (curves.empty()) {
    throw std::runtime_error(std::string(id) + " has no section at " + std::to_string(height_mm));
  }
  glm::dvec3 least(1e9);
  glm::dvec3 most(-1e9);
  for (const glm::dvec3& p : curves.front()) {
    least = glm::min(least, p);
    most = glm::max(most, p);
  }
  return 0.5 * (least + most);
}

std::vector<const LegStructure*> modelled() {
  std::vector<const LegStructure*> result;
  for (const LegStructure& s : builtin().structures) {
    if (s.origin == Origin::modelled) {
      result.push_back(&s);
    }
  }
  return result;
}

bool may_share(const LegStructure& a, const LegStructure& b) {
  return may_share_space(*catalogue()->find(a.id), *catalogue()->find(b.id));
}

TEST(Modelled, HasTheVesselsAndNerves) {
  for (const char* id :
       {"popliteal-artery", "anterior-tibial-artery", "posterior-tibial-artery", "fibular-artery",
        "dorsalis-pedis-artery", "popliteal-vein", "posterior-tibial-veins", "anterior-tibial-veins", "fibular-veins",
        "soleal-sinuses", "small-saphenous-vein", "great-saphenous-vein", "tibial-nerve", "common-fibular-nerve",
        "deep-fibular-nerve", "superficial-fibular-nerve", "sural-nerve"}) {
    const LegStructure* found = builtin().find(id);
    ASSERT_NE(found, nullptr) << id;
    EXPECT_EQ(found->origin, Origin::modelled) << id;
  }
}

TEST(Modelled, HasTheSheets) {
  for (const char* id : {"soleus-tendinous-arch", "soleus-posterior-aponeurosis", "soleus-medial-aponeurosis",
                         "soleus-lateral-aponeurosis", "soleus-median-septum", "gastrocnemius-aponeurosis",
                         "plantar-aponeurosis", "superior-extensor-retinaculum", "inferior-extensor-retinaculum",
                         "flexor-retinaculum", "superior-fibular-retinaculum", "inferior-fibular-retinaculum",
                         "deltoid-ligament", "anterior-talofibular-ligament", "calcaneofibular-ligament",
                         "posterior-talofibular-ligament", "retrocalcaneal-bursa"}) {
    const LegStructure* found = builtin().find(id);
    ASSERT_NE(found, nullptr) << id;
    EXPECT_EQ(found->origin, Origin::modelled) << id;
    EXPECT_EQ(geometry::topology(found->mesh).pieces, 1U) << id;
  }
}

// How near one structure comes to another.
double gap(std::string_view a, std::string_view b) {
  double least = 1e9;
  for (const glm::vec3& p : structure(a).mesh.positions) {
    if (const auto hit = tree(b).closest(p)) {
      least = std::min(least, static_cast<double>(hit->distance_mm));
    }
  }
  return least;
}

TEST(Modelled, LigamentsAndRetinaculaReachTheirBones) {
  const std::vector<std::array<const char*, 3>> ties{{"deltoid-ligament", "tibia", "navicular"},
                                                     {"deltoid-ligament", "talus", "calcaneus"},
                                                     {"anterior-talofibular-ligament", "fibula", "talus"},
                                                     {"calcaneofibular-ligament", "fibula", "calcaneus"},
                                                     {"posterior-talofibular-ligament", "fibula", "talus"},
                                                     {"flexor-retinaculum", "tibia", "calcaneus"},
                                                     {"superior-extensor-retinaculum", "tibia", "fibula"},
                                                     {"inferior-extensor-retinaculum", "calcaneus", "tibia"},
                                                     {"inferior-extensor-retinaculum", "navicular", "medial-cuneiform"},
                                                     {"superior-fibular-retinaculum", "fibula", "calcaneus"},
                                                     {"soleus-tendinous-arch", "fibula", "tibia"}};
  for (const auto& [tie, one, other] : ties) {
    // The arch ends in muscle and periosteum beside its bones; the cords end rounded, pushed clear by their half width.
    const bool cord =
        tie == std::string("calcaneofibular-ligament") || tie == std::string("posterior-talofibular-ligament");
    const double reach_mm = tie == std::string("soleus-tendinous-arch") ? 4.0 : cord ? 2.0 : 1.0;
    EXPECT_LT(gap(tie, one), reach_mm) << tie << " " << one;
    EXPECT_LT(gap(tie, other), reach_mm) << tie << " " << other;
  }
}

TEST(Modelled, RetinaculaRoofTheirTendons) {
  // Outwards from each tendon, where the retinaculum crosses it, lies the retinaculum.
  const auto roofed = [&](const char* retinaculum, const char* inner, const glm::vec3& outward) {
    const geometry::Box& box = structure(retinaculum).box;
    int hits = 0;
    for (float f = 0.1F; f < 1.0F; f += 0.1F) {
      const double y = std::lerp(box.min.y, box.max.y, f);
      if (y < structure(inner).box.min.y || y > structure(inner).box.max.y) {
        continue;
      }
      hits += tree(retinaculum).first_hit(glm::vec3(centre(inner, y)), glm::normalize(outward)) ? 1 : 0;
    }
    EXPECT_GE(hits, 2) << retinaculum << " over " << inner;
  };
  roofed("flexor-retinaculum", "posterior-tibial-artery", {-0.5F, 0.0F, -1.0F});
  roofed("flexor-retinaculum", "tibial-nerve", {-0.5F, 0.0F, -1.0F});
  roofed("superior-extensor-retinaculum", "tibialis-anterior", {1.0F, 0.0F, 0.0F});
  roofed("superior-extensor-retinaculum", "extensor-hallucis-longus", {1.0F, 0.0F, 0.0F});
  for (const char* tendon : {"tibialis-anterior", "extensor-hallucis-longus", "extensor-digitorum-longus"}) {
    roofed("inferior-extensor-retinaculum", tendon, {0.6F, 1.0F, 0.0F});
  }
  roofed("inferior-extensor-retinaculum", "fibularis-tertius", {1.0F, 0.5F, 0.7F});
  roofed("superior-fibular-retinaculum", "fibularis-longus", {-1.0F, 0.0F, 0.6F});
}

TEST(Modelled, TheInferiorExtensorRetinaculumIsAY) {
  // One band at the calcaneus, two where it has crossed the tendons: counted as pieces of the section square to the
  // foot's breadth.
  const auto bands = [](float z) {
    return geometry::cut(structure("inferior-extensor-retinaculum").mesh, {0.0, 0.0, z}, {0.0, 0.0, 1.0}).size();
  };
  EXPECT_EQ(bands(14.0F), 1U);
  EXPECT_EQ(bands(-8.0F), 2U);
  EXPECT_EQ(bands(-16.0F), 2U);
}

TEST(Modelled, TheMembraneLiesWhereTheReferencesDoes) {
  CRUS_NEEDS_REFERENCE();
  Progress progress;
  atlas::LoadOptions options;
  options.worker = test::program();
  options.share = test::built_share_folder();
  const auto reference =
      atlas::load_model(*test::reference_folder() / "bodyparts3d", options, test::catalogue(), progress);
  ASSERT_TRUE(reference) << reference.error().message();
  const auto zones = atlas::read_zones(test::source_folder() / "assets/atlas/zones.csv");
  ASSERT_TRUE(zones);
  for (const atlas::Comparison& row : atlas::compare(builtin(), **reference, *zones)) {
    if (row.id == "interosseous-membrane") {
      // A flat sheet of 1 mm between the borders; the source's sags and is up to 3 mm thick.
      EXPECT_LE(row.distance.mean_mm, 1.5);
      EXPECT_LE(row.distance.p95_mm, 3.0);
    }
  }
}

TEST(Modelled, VesselsPassInFrontOfTheArch) {
  const geometry::Box& arch = structure("soleus-tendinous-arch").box;
  for (const char* id : {"posterior-tibial-artery", "tibial-nerve"}) {
    const glm::vec3 p(centre(id, arch.min.y + 3.0F));
    EXPECT_GT(p.x, arch.min.x) << id;
    EXPECT_GT(p.z, arch.min.z) << id;
    EXPECT_LT(p.z, arch.max.z) << id;
  }
}

TEST(Modelled, BursaLiesBetweenTendonAndCalcaneus) {
  const glm::vec3 middle = structure("retrocalcaneal-bursa").box.centre();
  EXPECT_TRUE(tree("calcaneal-tendon").first_hit(middle, {-1.0F, 0.0F, 0.0F}));
  EXPECT_LT(gap("retrocalcaneal-bursa", "calcaneus"), 2.0);
  EXPECT_LT(structure("retrocalcaneal-bursa").volume_mm3, 1500.0) << "1 to 1.5 ml when full";
}

TEST(Modelled, SurfacesAreClosedAndFew) {
  std::size_t triangles = 0;
  for (const LegStructure* s : modelled()) {
    triangles += s->mesh.triangles.size();
    EXPECT_TRUE(geometry::topology(s->mesh).closed()) << s->id;
    EXPECT_GT(s->volume_mm3, 0.0) << s->id;
    EXPECT_TRUE(geometry::crossing_edges(s->mesh).empty()) << s->id;
    Mesh turned = s->mesh;
    EXPECT_EQ(geometry::orient(turned), 0U) << s->id;
  }
  EXPECT_GT(triangles, 10000U);
  EXPECT_LE(triangles, 61000U);
}

TEST(Modelled, KeepsClearOfItsNeighbours) {
  for (const LegStructure* s : modelled()) {
    for (const LegStructure& other : builtin().structures) {
      if (other.id == s->id || other.kind == anatomy::Kind::skin || may_share(*s, other)) {
        continue;
      }
      double deepest = 0.0;
      glm::vec3 where(0.0F);
      for (const glm::vec3& p : s->mesh.positions) {
        const bool near = glm::all(glm::greaterThan(p, other.box.min)) && glm::all(glm::lessThan(p, other.box.max));
        if (near && tree(other.id).contains(p)) {
          const double depth = tree(other.id).closest(p)->distance_mm;
          where = depth > deepest ? p : where;
          deepest = std::max(deepest, depth);
        }
      }
      EXPECT_LE(deepest, 0.5) << s->id << " in " << other.id << " at " << where.x << " " << where.y << " " << where.z;
    }
  }
}

TEST(Modelled, StaysUnderTheSkin) {
  for (const LegStructure* s : modelled()) {
    for (const glm::vec3& p : s->mesh.positions) {
      EXPECT_TRUE(tree("skin").contains(p)) << s->id << " at " << p.x << " " << p.y << " " << p.z;
      if (!tree("skin").contains(p)) {
        break;
      }
    }
  }
}

TEST(Modelled, PoplitealArteryIsDeepToTheVein) {
  for (const double level : {-0.08, -0.05, 0.0, 0.04}) {
    const double y = height_of(level);
    EXPECT_GT(centre("popliteal-artery", y).x, centre("popliteal-vein", y).x + 2.0) << level;
  }
  const double fossa = height_of(-0.1);
  EXPECT_LT(centre("tibial-nerve", fossa).x, centre("popliteal-vein", fossa).x) << "the nerve is most superficial";
}

TEST(Modelled, PosteriorTibialBundleIsDeepToSoleus) {
  for (const double level : {0.2, 0.3, 0.4, 0.5, 0.6, 0.7}) {
    for (const char* id : {"posterior-tibial-artery", "tibial-nerve"}) {
      const glm::vec3 p(centre(id, height_of(level)));
      EXPECT_FALSE(tree("soleus").contains(p)) << id << level;
      EXPECT_TRUE(tree("soleus").first_hit(p, {-1.0F, 0.0F, 0.0F})) << id << " " << level << ": soleus lies behind";
      EXPECT_TRUE(tree("tibia").first_hit(p, glm::normalize(glm::vec3(1.0F, 0.0F, -0.4F))) ||
                  tree("tibia").first_hit(p, glm::vec3(1.0F, 0.0F, 0.0F)))
          << id << " " << level << ": the tibia lies in front";
    }
  }
}

TEST(Modelled, OrderBehindTheMedialMalleolus) {
  // Round the back of the ankle from the malleolus, as seen from the middle of the talus or the tibia.
  for (const double above_mm : {2.0, 12.0}) {
    const double y = height("medial-malleolus-tip", above_mm);
    const glm::dvec3 middle(5.0, y, -4.0);
    const auto turn = [&](std::string_view id) {
      const glm::dvec3 c = centre(id, y) - middle;
      return std::atan2(c.x, -c.z);  // medial 0, back negative
    };
    std::vector<std::string> order;
    for (const char* id : {"tibialis-posterior", "flexor-digitorum-longus", "posterior-tibial-artery", "tibial-nerve",
                           "flexor-hallucis-longus"}) {
      if (builtin().find(id) != nullptr) {
        order.emplace_back(id);
      }
    }
    ASSERT_GE(order.size(), 3U);
    for (std::size_t i = 1; i < order.size(); ++i) {
      EXPECT_GT(turn(order[i - 1]), turn(order[i])) << order[i - 1] << " before " << order[i] << " at " << above_mm;
    }
  }
}

TEST(Modelled, AnteriorTibialArteryPassesForwardBetweenTheBones) {
  // On its way it crosses the line from the tibia to the fibula, high up; below that it stays in front.
  const auto ahead = [&](double y) {
    const glm::dvec3 tibia = centre("tibia", y);
    const glm::dvec3 fibula = centre("fibula", y);
    const glm::dvec3 p = centre("anterior-tibial-artery", y);
    const glm::dvec3 across = fibula - tibia;
    const double u = glm::dot(p - tibia, across) / glm::dot(across, across);
    EXPECT_GT(u, 0.2) << y;
    EXPECT_LT(u, 1.0) << y;
    return glm::dot(p - tibia, glm::normalize(glm::cross(glm::dvec3(0.0, 1.0, 0.0), across)));
  };
  for (const double level : {0.2, 0.4, 0.6}) {
    EXPECT_GT(ahead(height_of(level)), 0.0) << level;
    EXPECT_GT(centre("anterior-tibial-artery", height_of(level)).x,
              centre("posterior-tibial-artery", height_of(level)).x + 8.0);
  }
  if (builtin().find("interosseous-membrane") != nullptr) {
    for (const double level : {0.25, 0.4, 0.6}) {
      EXPECT_GT(centre("anterior-tibial-artery", height_of(level)).x,
                centre("interosseous-membrane", height_of(level)).x);
    }
  }
}

TEST(Modelled, SuralNerveCrossesTheTendonsEdge) {
  // 11 cm above the tuberosity, or 9.8.
  double crossing_mm = 0.0;
  for (double above = 160.0; above > 60.0; above -= 0.5) {
    const double y = height("calcaneal-tuberosity-posterior", above);
    double edge = -1e9;
    for (const auto& curve : geometry::cut(structure("calcaneal-tendon").mesh, {0.0, y, 0.0}, {0.0, 1.0, 0.0})) {
      for (const glm::dvec3& p : curve) {
        edge = std::max(edge, p.z);
      }
    }
    if (centre("sural-nerve", y).z > edge) {
      crossing_mm = above;
      break;
    }
  }
  EXPECT_GE(crossing_mm, 98.0);
  EXPECT_LE(crossing_mm, 115.0);
}

TEST(Modelled, SuperficialVeinsPassTheMalleoliOnTheirSides) {
  const double medial = height("medial-malleolus-tip", 8.0);
  EXPECT_GT(centre("great-saphenous-vein", medial).x, builtin().landmark("medial-malleolus-tip")->position_mm.x);
  EXPECT_LT(centre("great-saphenous-vein", medial).z, centre("posterior-tibial-artery", medial).z + 5.0);
  const double lateral = height("lateral-malleolus-tip", 8.0);
  EXPECT_LT(centre("small-saphenous-vein", lateral).x, builtin().landmark("lateral-malleolus-tip")->position_mm.x);
  // Up the middle of the calf, behind both heads of gastrocnemius.
  for (const double level : {0.15, 0.3, 0.4}) {
    const glm::vec3 p(centre("small-saphenous-vein", height_of(level)));
    EXPECT_LT(std::abs(p.z - 4.0F), 8.0F);
    EXPECT_LT(p.x, centre("gastrocnemius-medial", height_of(level)).x);
    EXPECT_LT(p.x, centre("gastrocnemius-lateral", height_of(level)).x);
  }
}

TEST(Modelled, PairedVeinsKeepToTheirArtery) {
  const std::map<std::string, std::string> pairs{{"posterior-tibial-veins", "posterior-tibial-artery"},
                                                 {"fibular-veins", "fibular-artery"},
                                                 {"anterior-tibial-veins", "anterior-tibial-artery"}};
  for (const auto& [veins, artery] : pairs) {
    const Mesh& mesh = structure(veins).mesh;
    EXPECT_EQ(geometry::topology(mesh).pieces, 2U) << veins;
    std::size_t near = 0;
    for (const glm::vec3& p : mesh.positions) {
      near += tree(artery).closest(p, 5.0F) ? 1U : 0U;
    }
    EXPECT_GT(static_cast<double>(near), 0.9 * static_cast<double>(mesh.positions.size())) << veins;
  }
}

TEST(Modelled, SinusesLieInSoleusAndMostlyUpperLateral) {
  const Mesh& mesh = structure("soleal-sinuses").mesh;
  const auto pieces = geometry::components(mesh);
  EXPECT_GE(pieces.size(), 7U) << "7 to 38 veins per leg";
  EXPECT_LE(pieces.size(), 38U);
  const geometry::Box soleus = structure("soleus").box;
  int upper_lateral = 0;
  for (const auto& piece : pieces) {
    int inside = 0;
    int count = 0;
    glm::vec3 sum(0.0F);
    for (const std::size_t t : piece) {
      const glm::uvec3& corner = mesh.triangles[t];
      const glm::vec3 p = (mesh.positions[corner.x] + mesh.positions[corner.y] + mesh.positions[corner.z]) / 3.0F;
      inside += tree("soleus").contains(p) ? 1 : 0;
      sum += p;
      ++count;
    }
    EXPECT_GT(inside, count / 2);
    const glm::vec3 middle = sum / static_cast<float>(count);
    upper_lateral += middle.y > soleus.centre().y && middle.z > soleus.centre().z ? 1 : 0;
  }
  EXPECT_GE(upper_lateral * 3, static_cast<int>(pieces.size())) << "most in the upper lateral quadrant";
}

// The tables of the real folder with one of them replaced.
std::string message_with(const std::string& file, const std::string& text) {
  const test::ScratchFolder folder;
  for (const auto& entry : std::filesystem::directory_iterator(test::source_folder() / "assets/atlas/modelled")) {
    std::filesystem::copy_file(entry.path(), folder.path() / entry.path().filename());
  }
  test::write_file(folder / file, text);
  Leg leg = builtin();
  std::erase_if(leg.structures, [](const LegStructure& s) { return s.origin == Origin::modelled; });
  if (file == "sheets.csv") {
    test::write_file(folder / "paths.csv",
                     "structure,path,anchor,at,forward_mm,up_mm,lateral_mm,width_mm,depth_mm\n"
                     "tibial-nerve,main,leg,0.2,0,0,0,3,3\ntibial-nerve,main,leg,0.3,0,0,0,3,3\n");
  }
  const Status status = atlas::add_modelled(leg, folder.path());
  return status ? std::string() : status.error().message();
}

TEST(Modelled, FaultsInTheTablesAreNamed) {
  const std::string header = "structure,path,anchor,at,forward_mm,up_mm,lateral_mm,width_mm,depth_mm\n";
  const auto path = [&](const std::string& rows) { return message_with("paths.csv", header + rows); };
  const std::string good = "tibial-nerve,main,leg,0.2,0,0,0,3,3\n";
  const std::string no_header = message_with("paths.csv", "a,b\n");
  EXPECT_NE(no_header.find("paths.csv:1"), std::string::npos) << no_header;
  EXPECT_NE(path(good + "tibial-nerve,main,leg,0.3,0,0,0,3\n").find("paths.csv:3"), std::string::npos);
  EXPECT_NE(path(good + "tibial-nerve,main,leg,nan,0,0,0,3,3\n").find("paths.csv:3"), std::string::npos);
  EXPECT_NE(path(good + "tibial-nerve,main,leg,0.3,0,0,0,300,3\n").find("paths.csv:3"), std::string::npos);
  EXPECT_NE(path(good + "tibial-nerve,main,tibea,0.3,0,0,0,3,3\n").find("tibea"), std::string::npos);
  EXPECT_NE(path(good + "tibial-nerve,main,landmark,nowhere,0,0,0,3,3\n").find("nowhere"), std::string::npos);
  EXPECT_NE(path(good + "tibial-nerve,main,tibia,0.3 above 0.5,0,0,0,3,3\n").find("paths.csv:3"), std::string::npos);
  EXPECT_NE(path(good + "tibial-nerve,main,path:sural-nerve/main,0.5,0,0,0,3,3\n").find("path"), std::string::npos);
  EXPECT_NE(path("no-such-nerve,main,leg,0.2,0,0,0,3,3\n").find("no-such-nerve"), std::string::npos);
  EXPECT_NE(path(good).find("two way points"), std::string::npos);
  EXPECT_NE(
      message_with("grooves.csv", "structure,from_level,to_level,depth_mm\nsoleus,0.3,0.1,2\n").find("grooves.csv:2"),
      std::string::npos);
}

}  // namespace
}  // namespace crus
