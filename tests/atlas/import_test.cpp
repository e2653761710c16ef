// The same leg through every door: formats, units, axes, names, sides.
#include <algorithm>

#include <gtest/gtest.h>
#include <glm/gtx/transform.hpp>

#include "atlas/export.hpp"
#include "atlas/files.hpp"
#include "atlas/infer.hpp"

namespace crus::atlas {
namespace {

namespace fs = std::filesystem;
using anatomy::Side;
using test::right_leg;
using test::ScratchFolder;
using test::write_file;
using Bones = std::map<std::string, geometry::Mesh>;

Bones transformed(Bones bones, const glm::dmat4& matrix) {
  for (auto& [id, mesh] : bones) {
    test::transform(mesh, matrix);
  }
  return bones;
}

// Names as people give them: "Right tibia", "Left first metatarsal".
Bones named(const Bones& bones, const std::string& side) {
  Bones result;
  for (const auto& [id, mesh] : bones) {
    std::string name = side + " " + id;
    std::replace(name.begin(), name.end(), '-', ' ');
    result[name] = mesh;
  }
  return result;
}

// A leg and what another door made of it: same structures, sizes, landmarks; z mirrored for the other side.
void expect_same(const Leg& leg, const Leg& expected, double tolerance_mm) {
  const glm::dvec3 mirror(1.0, 1.0, leg.side == expected.side ? 1.0 : -1.0);
  ASSERT_EQ(leg.structures.size(), expected.structures.size());
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& ours = leg.structures[i];
    const LegStructure& theirs = expected.structures[i];
    EXPECT_EQ(ours.id, theirs.id);
    EXPECT_EQ(ours.closed, theirs.closed) << ours.id;
    EXPECT_EQ(ours.mesh.positions.size(), theirs.mesh.positions.size()) << ours.id;
    EXPECT_EQ(ours.mesh.triangles.size(), theirs.mesh.triangles.size()) << ours.id;
    EXPECT_NEAR(ours.volume_mm3, theirs.volume_mm3, 1e-4 * theirs.volume_mm3 + 1.0) << ours.id;
    EXPECT_LT(glm::distance(glm::dvec3(ours.box.centre()), mirror * glm::dvec3(theirs.box.centre())), tolerance_mm)
        << ours.id;
    EXPECT_LT(glm::distance(ours.box.size(), theirs.box.size()), tolerance_mm) << ours.id;
  }
  ASSERT_EQ(leg.landmarks.size(), expected.landmarks.size());
  for (const Landmark& landmark : expected.landmarks) {
    const Landmark* ours = leg.landmark(landmark.id);
    ASSERT_NE(ours, nullptr) << landmark.id;
    EXPECT_LT(glm::distance(ours->position_mm, mirror * landmark.position_mm), tolerance_mm) << landmark.id;
  }
  ASSERT_EQ(leg.tibia_length_mm.has_value(), expected.tibia_length_mm.has_value());
  if (leg.tibia_length_mm) {
    EXPECT_NEAR(*leg.tibia_length_mm, *expected.tibia_length_mm, tolerance_mm);
  }
  ASSERT_EQ(leg.rest_plantarflexion_deg.has_value(), expected.rest_plantarflexion_deg.has_value());
  if (leg.rest_plantarflexion_deg) {
    EXPECT_NEAR(*leg.rest_plantarflexion_deg, *expected.rest_plantarflexion_deg, 0.1);
  }
}

LegPtr load_ok(const fs::path& path, const LoadOptions& options = {.unit = "", .up = "", .use_cache = false}) {
  auto leg = test::load(path, options);
  EXPECT_TRUE(leg.has_value()) << (leg ? "" : leg.error().message());
  return leg ? *leg : std::make_shared<const Leg>();
}

class SameLeg : public ::testing::Test {
 protected:
  void SetUp() override {
    write_file(folder_ / "plain.obj", test::obj_text(named(right_leg(), "Right")));
    plain_ = load_ok(folder_ / "plain.obj");
    ASSERT_EQ(plain_->structures.size(), right_leg().size());
    ASSERT_TRUE(plain_->tibia_length_mm.has_value());
    ASSERT_TRUE(plain_->warnings.empty()) << plain_->warnings.front();
  }
  ScratchFolder folder_;
  LegPtr plain_;
};

TEST_F(SameLeg, InEveryUnitAndWithEveryAxisUp) {
  struct Unit {
    const char* name;
    double mm;
  };
  for (const Unit& unit : {Unit{"m", 1000.0}, {"dm", 100.0}, {"cm", 10.0}, {"in", 25.4}}) {
    for (const auto& [axis, turn] : std::vector<std::pair<std::string, glm::dvec4>>{
             {"+y", {0, 1, 0, 40}}, {"+z", {1, 0, 0, 90}}, {"-y", {1, 0, 0, 180}}, {"+x", {0, 0, 1, -90}}}) {
      SCOPED_TRACE(std::string(unit.name) + " " + axis);
      const glm::dmat4 file_from_world = glm::scale(glm::dvec3(1.0 / unit.mm)) *
                                         glm::translate(glm::dvec3(100, 20, -40)) *
                                         glm::rotate(glm::radians(turn.w), glm::dvec3(turn));
      write_file(folder_ / "leg.glb", test::glb_of(named(transformed(right_leg(), file_from_world), "Right")));
      const LegPtr leg = load_ok(folder_ / "leg.glb");
      EXPECT_EQ(leg->frame.unit.value, unit.name);
      EXPECT_EQ(leg->frame.unit.confidence, "certain");
      EXPECT_DOUBLE_EQ(leg->frame.unit_scale_to_mm, unit.mm);
      EXPECT_EQ(leg->frame.up_axis.value, axis);
      expect_same(*leg, *plain_, 0.05);
      // world_from_file takes the file's own numbers to the world.
      const glm::dvec3 in_file(file_from_world * glm::dvec4(glm::dvec3(right_leg().at("tibia").positions[0]), 1.0));
      const glm::dvec3 in_world(leg->frame.world_from_file * glm::dvec4(in_file, 1.0));
      EXPECT_LT(glm::distance(in_world, glm::dvec3(leg->find("tibia")->mesh.positions[0])), 0.01);
    }
  }
}

TEST_F(SameLeg, UnderANodeTransform) {
  // The root node carries a quarter turn about x and the scale from metres to millimetres.
  const glm::dmat4 node_from_world =
      glm::scale(glm::dvec3(0.001)) * glm::rotate(glm::radians(-90.0), glm::dvec3(1, 0, 0));
  write_file(folder_ / "turned.glb",
             test::glb_of(named(transformed(right_leg(), node_from_world), "Right"), "root",
                          R"("rotation":[0.70710678,0,0,0.70710678],"scale":[1000,1000,1000])"));
  const LegPtr leg = load_ok(folder_ / "turned.glb");
  EXPECT_EQ(leg->frame.unit.value, "mm");
  expect_same(*leg, *plain_, 0.05);
}

TEST_F(SameLeg, UnderAMirroringNodeSurfacesStillFaceOutward) {
  const Bones mirrored = transformed(right_leg(), glm::scale(glm::dvec3(1, 1, -1)));
  write_file(folder_ / "mirrored.glb", test::glb_of(named(mirrored, "Right"), "root", R"("scale":[1,1,-1])"));
  const LegPtr leg = load_ok(folder_ / "mirrored.glb");
  expect_same(*leg, *plain_, 0.05);
}

TEST_F(SameLeg, AsFoldersAndGroupsOfEveryFormat) {
  const Bones bones = named(right_leg(), "Right");
  for (const auto& [name, mesh] : bones) {
    write_file(folder_ / "stl" / (name + ".stl"), test::stl_bytes(mesh));
    write_file(folder_ / "ply" / (name + ".ply"), test::ply_text(mesh));
    write_file(folder_ / "glb" / (name + ".GLB"), test::glb_of({{"Object", mesh}}));
    write_file(folder_ / "stl/below" / (name + ".stl"), test::stl_bytes(mesh));
  }
  write_file(folder_ / "groups.obj", test::obj_text(bones, "g"));
  for (const char* model : {"stl", "ply", "glb", "groups.obj"}) {
    SCOPED_TRACE(model);
    expect_same(*load_ok(folder_ / model), *plain_, 0.05);
  }
}

TEST_F(SameLeg, MirroredToTheLeft) {
  const Bones left = named(transformed(right_leg(), glm::scale(glm::dvec3(1, 1, -1))), "Left");
  write_file(folder_ / "left.glb", test::glb_of(left));
  const LegPtr leg = load_ok(folder_ / "left.glb");
  EXPECT_EQ(leg->side, Side::left);
  EXPECT_EQ(leg->find("tibia")->name, "Left tibia");
  EXPECT_EQ(leg->find("tibia")->fma, std::optional<std::uint32_t>(24478));
  EXPECT_TRUE(leg->warnings.empty());
  expect_same(*leg, *plain_, 0.05);
}

TEST_F(SameLeg, SplitAtItsCreasesAndInPieces) {
  Bones split;
  for (const auto& [name, mesh] : named(right_leg(), "Right")) {
    for (const glm::uvec3& t : mesh.triangles) {
      auto& soup = split[name];
      const auto first = static_cast<std::uint32_t>(soup.positions.size());
      for (const std::uint32_t corner : {t.x, t.y, t.z}) {
        soup.positions.push_back(mesh.positions[corner]);
      }
      soup.triangles.emplace_back(first, first + 1, first + 2);
    }
  }
  write_file(folder_ / "soup.glb", test::glb_of(split));
  const LegPtr leg = load_ok(folder_ / "soup.glb");
  ASSERT_EQ(leg->structures.size(), plain_->structures.size());
  for (std::size_t i = 0; i < leg->structures.size(); ++i) {
    EXPECT_TRUE(leg->structures[i].closed) << leg->structures[i].id;
    EXPECT_EQ(leg->structures[i].mesh.positions.size(), plain_->structures[i].mesh.positions.size());
  }
}

TEST_F(SameLeg, ExportedAndReadBack) {
  for (const std::string_view extension : {"glb", "obj", "fbx"}) {
    SCOPED_TRACE(extension);
    const fs::path file = folder_ / ("back." + std::string(extension));
    const Status written = export_leg(*plain_, file);
    ASSERT_TRUE(written.has_value()) << written.error().message();
    const LegPtr leg = load_ok(file);
    EXPECT_EQ(leg->frame.unit.value, extension == "glb" ? "m" : "mm");
    EXPECT_EQ(leg->frame.up_axis.value, "+y");
    EXPECT_EQ(leg->side, Side::right);
    expect_same(*leg, *plain_, 0.01);
    EXPECT_LT(glm::length(glm::dvec3(leg->frame.world_from_file[3])), 0.01);
  }
  for (const std::string_view extension : export_extensions()) {
    EXPECT_TRUE(export_leg(*plain_, folder_ / ("any." + std::string(extension))).has_value());
  }
  const Status refused = export_leg(*plain_, folder_ / "leg.step");
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message().find(".glb"), std::string::npos);
  EXPECT_FALSE(export_leg(*plain_, folder_ / "no/such/folder/leg.glb").has_value());
}

TEST_F(SameLeg, ALeftTibiaAloneStaysLeftInGlb) {
  const Bones left = transformed(right_leg(), glm::scale(glm::dvec3(1, 1, -1)));
  write_file(folder_ / "Left tibia.stl", test::stl_bytes(left.at("tibia")));
  const LegPtr alone = load_ok(folder_ / "Left tibia.stl");
  ASSERT_EQ(alone->side, Side::left);
  ASSERT_TRUE(export_leg(*alone, folder_ / "alone.glb").has_value());
  EXPECT_EQ(load_ok(folder_ / "alone.glb")->side, Side::left);
}

TEST(Import, OfTwoLegsOneIsShown) {
  const ScratchFolder folder;
  Bones both = named(right_leg(), "Right");
  Bones left = named(
      transformed(right_leg(), glm::translate(glm::dvec3(0, 0, -200)) * glm::scale(glm::dvec3(1, 1, -1))), "Left");
  left.erase("Left fibula");
  both.merge(left);
  write_file(folder / "both.glb", test::glb_of(both));
  const LegPtr leg = load_ok(folder / "both.glb");
  EXPECT_EQ(leg->side, Side::right);
  EXPECT_EQ(leg->structures.size(), right_leg().size());
  ASSERT_EQ(leg->warnings.size(), 1U);
  EXPECT_NE(leg->warnings[0].find("both legs"), std::string::npos);
}

TEST(Import, UnmatchedMeshesStayAndSecondOnesAreNumbered) {
  const ScratchFolder folder;
  Bones bones = named(right_leg(), "Right");
  bones["Cannulated screw"] = test::ellipsoid({40, 100, 0}, {5, 5, 5});
  for (const auto& [name, mesh] : bones) {
    write_file(folder / (name + ".stl"), test::stl_bytes(mesh));
  }
  write_file(folder / "talus_R.stl", test::stl_bytes(right_leg().at("talus")));
  const LegPtr leg = load_ok(folder.path());
  ASSERT_NE(leg->find("unrecognised-1"), nullptr);
  EXPECT_EQ(leg->find("unrecognised-1")->name, "Cannulated screw");
  EXPECT_FALSE(leg->find("unrecognised-1")->recognised);
  ASSERT_NE(leg->find("talus-2"), nullptr);
  EXPECT_TRUE(leg->find("talus-2")->recognised);
  EXPECT_EQ(leg->entry(*leg->find("talus-2")), leg->entry(*leg->find("talus")));
}

// Two tetrahedra, edge to edge but for a thousandth of a millimetre.
TEST(Import, ASurfaceThatNearlyTouchesItselfStaysClosed) {
  const ScratchFolder folder;
  Bones bones = named(right_leg(), "Right");
  geometry::Mesh& touching = bones["Implant"];
  for (const float side : {1.0F, -1.0F}) {
    const auto first = static_cast<std::uint32_t>(touching.positions.size());
    for (const glm::vec3& p : {glm::vec3(0, 0, 0), {10, 0, 0}, {0, 10, 0}, {0, 0, 10}}) {
      touching.positions.emplace_back(40.0F + side * (p.x + 5e-4F), 100.0F + side * p.y, p.z);
    }
    for (const glm::uvec3& t : {glm::uvec3(0, 2, 1), {0, 1, 3}, {0, 3, 2}, {1, 2, 3}}) {
      touching.triangles.push_back(t + first);
    }
  }
  for (const auto& [name, mesh] : bones) {
    write_file(folder / (name + ".stl"), test::stl_bytes(mesh));
  }
  const LegPtr leg = load_ok(folder.path());
  ASSERT_NE(leg->find("unrecognised-1"), nullptr);
  EXPECT_TRUE(leg->find("unrecognised-1")->closed);
  EXPECT_EQ(leg->find("unrecognised-1")->mesh.triangles.size(), 8U);
}

TEST(Import, AModelWithoutAnyBoneIsShownAndSaysWhatIsMissing) {
  const ScratchFolder folder;
  write_file(folder / "blob.stl", test::stl_bytes(test::ellipsoid({0, 0, 0.2}, {0.05F, 0.05F, 0.2F})));
  const LegPtr leg = load_ok(folder / "blob.stl");
  ASSERT_EQ(leg->structures.size(), 1U);
  EXPECT_EQ(leg->frame.unit.value, "m");
  EXPECT_EQ(leg->frame.unit.confidence, "guess");
  EXPECT_EQ(leg->frame.up_axis.value, "+z");
  EXPECT_EQ(leg->side, Side::none);
  EXPECT_NEAR(leg->box().size().y, 400.0F, 5.0F);
  EXPECT_LT(glm::length(leg->box().centre()), 0.1F);
  EXPECT_FALSE(leg->tibia_length_mm.has_value());
  EXPECT_EQ(leg->warnings.size(), 3U);
}

TEST(Import, AShortScanKeepsItsUnitFromTheOtherBones) {
  const ScratchFolder folder;
  Bones bones = right_leg();
  std::vector<test::Ring> rings = test::tibia_rings();
  rings.resize(7);
  bones["tibia"] = test::tube(rings);
  write_file(folder / "scan.glb", test::glb_of(named(transformed(bones, glm::scale(glm::dvec3(0.1))), "Right")));
  const LegPtr leg = load_ok(folder / "scan.glb");
  EXPECT_EQ(leg->frame.unit.value, "cm");
  EXPECT_FALSE(leg->tibia_length_mm.has_value());
  EXPECT_TRUE(std::any_of(leg->warnings.begin(), leg->warnings.end(),
                          [](const std::string& w) { return w.find("cut off") != std::string::npos; }));
}

// A slab of a shank in decimetres is as long, in numbers, as a whole person in metres; no tibia is.
TEST(Import, APieceOfABoneIsNeverLongerThanTheWhole) {
  const ScratchFolder folder;
  const std::vector<test::Ring> rings = test::tibia_rings();
  Bones bones;
  bones["tibia"] = test::tube({rings.begin() + 5, rings.begin() + 9});  // 200 mm of the shaft
  write_file(folder / "slab.glb", test::glb_of(named(transformed(bones, glm::scale(glm::dvec3(0.01))), "Right")));
  const LegPtr leg = load_ok(folder / "slab.glb");
  EXPECT_EQ(leg->frame.unit.value, "dm");
  EXPECT_EQ(leg->frame.unit.confidence, "guess");
  EXPECT_NEAR(leg->box().size().y, 200.0F, 5.0F);
}

TEST(Import, TheUserOverridesUnitAndAxis) {
  const ScratchFolder folder;
  write_file(folder / "leg.obj", test::obj_text(named(right_leg(), "Right")));
  const LegPtr leg = load_ok(folder / "leg.obj", {.unit = "cm", .up = "y", .use_cache = false});
  EXPECT_EQ(leg->frame.unit.confidence, "given");
  EXPECT_EQ(leg->frame.up_axis.confidence, "given");
  EXPECT_EQ(leg->frame.up_axis.value, "+y");
  EXPECT_NEAR(leg->tibia_length_mm.value_or(0.0), 3800.0, 10.0);
  EXPECT_TRUE(std::any_of(leg->warnings.begin(), leg->warnings.end(),
                          [](const std::string& w) { return w.find("300 to 480") != std::string::npos; }));
  for (const LoadOptions& wrong : {LoadOptions{.unit = "furlong", .up = ""}, LoadOptions{.unit = "", .up = "north"}}) {
    const auto refused = test::load(folder / "leg.obj", wrong);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().message().find(wrong.unit.empty() ? "+x, -x" : "m, dm, cm, mm or in"), std::string::npos);
  }
}

TEST(Import, SesamoidsAreToldApartByPosition) {
  const ScratchFolder folder;
  for (const auto& [name, mesh] : named(right_leg(), "Right")) {
    write_file(folder / (name + ".stl"), test::stl_bytes(mesh));
  }
  write_file(folder / "FMA45097 sesamoid a.stl", test::stl_bytes(test::ellipsoid({110, -54, -12}, {5, 3, 4})));
  write_file(folder / "FMA45097 sesamoid b.stl", test::stl_bytes(test::ellipsoid({110, -54, -26}, {5, 3, 4})));
  const LegPtr leg = load_ok(folder.path());
  const LegStructure* medial = leg->find("hallux-sesamoid-medial");
  const LegStructure* lateral = leg->find("hallux-sesamoid-lateral");
  if (medial == nullptr || lateral == nullptr) {
    GTEST_FAIL() << "sesamoids not recognised";
  }
  EXPECT_LT(medial->box.centre().z, lateral->box.centre().z);
}

TEST(Infer, NoLengthFitsTwoUnits) {
  for (double length_mm = 300.0; length_mm <= 480.0; length_mm += 1.0) {
    for (const double mm : {1.0, 10.0, 100.0, 1000.0, 25.4}) {
      const double in_file = length_mm / mm;
      int fits = 0;
      for (const double unit : {1.0, 10.0, 100.0, 1000.0, 25.4}) {
        fits += in_file * unit >= 300.0 && in_file * unit <= 480.0 ? 1 : 0;
      }
      EXPECT_EQ(fits, 1);
    }
  }
}

// The real thing.

fs::path reference() { return *test::reference_folder() / "bodyparts3d"; }

TEST(Reference, IsRecognisedWhole) {
  CRUS_NEEDS_REFERENCE();
  const LegPtr leg = load_ok(reference());
  EXPECT_EQ(leg->structures.size(), 68U);
  for (const LegStructure& structure : leg->structures) {
    EXPECT_TRUE(structure.recognised) << structure.source_name;
    EXPECT_EQ(structure.occlusion.size(), structure.mesh.positions.size()) << structure.id;
    EXPECT_TRUE(structure.closed || structure.id == "skin" || structure.id == "calcaneal-tendon" ||
                structure.id == "long-plantar-ligament")
        << structure.id;
  }
  EXPECT_TRUE(leg->warnings.empty());
  EXPECT_EQ(leg->frame.unit.value, "dm");
  EXPECT_EQ(leg->frame.unit.confidence, "certain");
  EXPECT_EQ(leg->frame.up_axis.value, "+z");
  EXPECT_EQ(leg->side, Side::right);
  EXPECT_NEAR(leg->tibia_length_mm.value_or(0.0), 379.85, 0.1);
  EXPECT_NEAR(leg->find("soleus")->volume_mm3, 320'470.0, 500.0);
  EXPECT_NEAR(leg->find("tibia")->volume_mm3, 298'450.0, 100.0);
  EXPECT_FALSE(leg->find("calcaneus")->fields.empty());
}

// Points measured on the same meshes by independent means, in the file's frame (mm), and how far apart the two
// definitions may lie.
TEST(Reference, LandmarksAreWhereTheyWereMeasured) {
  CRUS_NEEDS_REFERENCE();
  const LegPtr leg = load_ok(reference());
  struct Measured {
    const char* id;
    glm::dvec3 at;
    double within_mm;
  };
  const glm::dmat4 file_from_world = glm::inverse(leg->frame.world_from_file);
  for (const Measured& measured : {Measured{"medial-malleolus-tip", {-55.36, -87.16, -6.04}, 3.5},
                                   {"lateral-malleolus-tip", {-97.39, -54.23, -25.28}, 0.1},
                                   {"fibular-head-apex", {-105.65, -59.41, 359.15}, 0.1},
                                   {"calcaneal-tuberosity-posterior", {-65.09, -24.01, -46.16}, 0.1},
                                   {"calcaneus-lowest", {-58.95, -49.24, -68.49}, 0.1},
                                   {"medial-plateau-centre", {-54.08, -79.86, 365.62}, 3.5},
                                   {"lateral-plateau-centre", {-90.68, -71.13, 368.89}, 1.0},
                                   {"knee-centre", {-72.38, -75.50, 367.26}, 2.5},
                                   {"ankle-centre", {-70.04, -73.40, -12.81}, 3.0}}) {
    const Landmark* landmark = leg->landmark(measured.id);
    ASSERT_NE(landmark, nullptr) << measured.id;
    const glm::dvec3 at = 100.0 * glm::dvec3(file_from_world * glm::dvec4(landmark->position_mm, 1.0));
    EXPECT_LT(glm::distance(at, measured.at), measured.within_mm) << measured.id;
  }
}

TEST(Reference, RewrittenInEveryWayItIsTheSameLeg) {
  CRUS_NEEDS_REFERENCE();
  const ScratchFolder folder;
  const LegPtr leg = load_ok(reference());
  ASSERT_TRUE(export_leg(*leg, folder / "merged.glb").has_value());
  ASSERT_TRUE(export_leg(*leg, folder / "groups.obj").has_value());
  Leg mirrored = *leg;
  mirrored.side = Side::left;
  for (LegStructure& structure : mirrored.structures) {
    write_file(folder / "stl" / (structure.name + ".stl"), test::stl_bytes(structure.mesh));
    test::transform(structure.mesh, glm::scale(glm::dvec3(1, 1, -1)));
    for (glm::vec3& normal : structure.mesh.normals) {
      normal.z = -normal.z;
    }
  }
  ASSERT_TRUE(export_leg(mirrored, folder / "left.glb").has_value());
  for (const char* model : {"merged.glb", "groups.obj", "stl", "left.glb"}) {
    SCOPED_TRACE(model);
    const LegPtr other = load_ok(folder / model);
    EXPECT_EQ(other->side, std::string_view(model) == "left.glb" ? Side::left : Side::right);
    EXPECT_TRUE(other->warnings.empty());
    expect_same(*other, *leg, 0.05);
  }
}

TEST(Reference, TheOlderReleaseOpensToo) {
  CRUS_NEEDS_REFERENCE();
  const LegPtr leg = load_ok(*test::reference_folder() / "bodyparts3d-3.0");
  EXPECT_EQ(leg->structures.size(), 9U);
  EXPECT_EQ(leg->frame.unit.value, "mm");
  EXPECT_EQ(leg->frame.up_axis.value, "+z");
  EXPECT_EQ(leg->side, Side::right);
  EXPECT_NEAR(leg->tibia_length_mm.value_or(0.0), 346.4, 0.5);
  EXPECT_FALSE(leg->rest_plantarflexion_deg.has_value());
  EXPECT_FALSE(leg->find("soleus")->closed);
  EXPECT_TRUE(leg->find("tibia")->closed);
}

TEST(Reference, DracoMeshesInMetresWeldAsClosedAsTheirSource) {
  CRUS_NEEDS_REFERENCE();
  const LegPtr leg = load_ok(reference() / "draco" / "FMA258847_right_calcaneal_tendon.draco.glb",
                             {.unit = "m", .up = "+y", .use_cache = false});
  ASSERT_EQ(leg->structures.size(), 1U);
  EXPECT_EQ(leg->structures[0].id, "calcaneal-tendon");
  EXPECT_EQ(leg->structures[0].mesh.positions.size(),
            load_ok(reference() / "FMA258847_right_calcaneal_tendon.glb")->structures[0].mesh.positions.size());
}

}  // namespace
}  // namespace crus::atlas
