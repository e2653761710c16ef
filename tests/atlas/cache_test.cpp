// The flat leg file and the cache made of it.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "atlas/files.hpp"
#include "atlas/leg_file.hpp"
#include "core/files.hpp"
#include "core/hash.hpp"
#include "core/log.hpp"

namespace crus::atlas {
namespace {

namespace fs = std::filesystem;
using test::ScratchFolder;
using test::write_file;

Leg small_leg() {
  Leg leg;
  leg.source = "here";
  leg.hash = {1, 2};
  leg.side = anatomy::Side::left;
  leg.frame.unit = {"dm", "certain", "tibia 380 mm long"};
  leg.frame.world_from_file[3] = glm::dvec4(1, 2, 3, 1);
  leg.frame.how = "by hand";
  leg.tibia_length_mm = 379.5;
  leg.warnings = {"one", "two"};
  leg.credit = "somebody";
  leg.landmarks = {{"knee-centre", {1, 2, 3}, "by hand"}};
  for (const auto& [id, mesh] : test::right_leg()) {
    LegStructure structure;
    structure.id = id;
    structure.name = "Left " + id;
    structure.recognised = id != "talus";
    structure.side = leg.side;
    structure.fma = 12345;
    structure.mesh = mesh;
    structure.mesh.normals.assign(mesh.positions.size(), glm::vec3(0, 1, 0));
    structure.occlusion.assign(mesh.positions.size(), 0.5F);
    structure.fields = {{"some-field", std::vector<float>(mesh.positions.size(), 2.0F)}};
    structure.fibre_directions.assign(mesh.positions.size(), glm::vec3(0, -1, 0));
    structure.closed = true;
    structure.volume_mm3 = 17.0;
    structure.box.add(glm::vec3(1, 2, 3));
    leg.structures.push_back(structure);
  }
  Attachment attachment;
  attachment.id = "soleus-origin-fibula";
  attachment.muscle = "soleus";
  attachment.bone = "fibula";
  attachment.kind = AttachmentKind::insertion;
  attachment.area_mm2 = 900.0;
  attachment.confidence = anatomy::Confidence::modelled;
  attachment.sources = {"gray-1918"};
  attachment.patch = leg.structures.front().mesh;
  attachment.depth_mm.assign(attachment.patch.positions.size(), 0.5F);
  attachment.boundary = {{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}};
  leg.attachments = {attachment, attachment};
  return leg;
}

void expect_equal(const Leg& a, const Leg& b) {
  // Everything a leg file holds, byte for byte.
  EXPECT_EQ(encode_leg(a), encode_leg(b));
}

TEST(LegFile, GivesBackWhatWasWritten) {
  const Leg leg = small_leg();
  const auto back = decode_leg(encode_leg(leg), nullptr);
  ASSERT_TRUE(back.has_value()) << back.error().message();
  expect_equal(*back, leg);
  EXPECT_EQ(back->structures.front().mesh, leg.structures.front().mesh);
  EXPECT_EQ(back->structures.front().fields.front().values, leg.structures.front().fields.front().values);
  EXPECT_EQ(back->landmarks.front().how, "by hand");
  EXPECT_EQ(back->frame.unit.reason, "tibia 380 mm long");
  EXPECT_FALSE(back->rest_plantarflexion_deg.has_value());
  EXPECT_EQ(back->side, anatomy::Side::left);
}

TEST(LegFile, RefusesEveryDamage) {
  const std::vector<std::byte> good = encode_leg(small_leg());
  for (std::size_t length = 0; length < good.size(); length += 1 + length / 16) {
    EXPECT_FALSE(decode_leg(std::span(good).first(length), nullptr).has_value()) << length;
  }
  for (std::size_t at = 0; at < good.size(); at += 1 + good.size() / 997) {
    const bool is_spare = at >= 12 && at < 16;
    std::vector<std::byte> bad = good;
    bad[at] ^= std::byte{0x40};
    EXPECT_TRUE(is_spare || !decode_leg(bad, nullptr).has_value()) << at;
  }
  std::vector<std::byte> longer = good;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(decode_leg(longer, nullptr).has_value());
}

// A file that was made wrong on purpose has the right hash: then the counts and indices have to be caught one by one.
TEST(LegFile, SurvivesHostileContentUnderAGoodHash) {
  const std::vector<std::byte> good = encode_leg(small_leg());
  constexpr std::size_t kHeader = 40;
  constexpr std::size_t kHashAt = 24;
  std::uint64_t random = 88172645463325252ULL;
  const auto next = [&random] {
    random ^= random << 13U;
    random ^= random >> 7U;
    return random ^= random << 17U;
  };
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<std::byte> bad = good;
    // The first kilobytes hold most of the counts.
    const std::size_t span = round % 2 == 0 ? std::size_t{2000} : bad.size() - kHeader - 8;
    const std::size_t at = kHeader + next() % span;
    const std::uint64_t value = round % 3 == 0 ? ~std::uint64_t{0} : round % 3 == 1 ? next() : next() % 1000;
    std::memcpy(bad.data() + at, &value, sizeof value);
    const Hash128 hash = hash_bytes(std::span(bad).subspan(kHeader));
    std::memcpy(bad.data() + kHashAt, &hash.high, sizeof hash.high);
    std::memcpy(bad.data() + kHashAt + 8, &hash.low, sizeof hash.low);
    const auto leg = decode_leg(bad, nullptr);
    refused += leg ? 0 : 1;
    for (const LegStructure& structure : leg ? leg->structures : std::vector<LegStructure>()) {
      for (const glm::uvec3& t : structure.mesh.triangles) {
        ASSERT_LT(std::max({t.x, t.y, t.z}), structure.mesh.positions.size());
      }
    }
  }
  EXPECT_GT(refused, 50);
}

// A cache folder of the test's own.
class Cache : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1);
    write_file(model(), test::glb_of(test::right_leg()));
    log::set_listener([this](log::Level, const std::string& text) { messages_ += text + "\n"; });
  }
  void TearDown() override {
    log::set_listener({});
    ::unsetenv("XDG_CACHE_HOME");
  }
  [[nodiscard]] fs::path model() const { return folder_ / "leg.glb"; }
  [[nodiscard]] LegPtr load(const LoadOptions& options = {}) const {
    auto leg = test::load(model(), options);
    EXPECT_TRUE(leg.has_value()) << (leg ? "" : leg.error().message());
    return leg ? *leg : nullptr;
  }
  [[nodiscard]] std::vector<fs::path> kept() const {
    std::vector<fs::path> files;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(cache_folder() / "legs", code)) {
      files.push_back(entry.path());
    }
    return files;
  }
  ScratchFolder folder_;
  std::string messages_;
};

TEST_F(Cache, TheSecondLoadIsTheFirst) {
  const LegPtr first = load();
  ASSERT_EQ(kept().size(), 1U);
  // A worker that cannot start shows that none is needed.
  const LegPtr second = load({.unit = "", .up = "", .use_cache = true, .worker = "/nonexistent"});
  ASSERT_NE(second, nullptr);
  expect_equal(*first, *second);
  EXPECT_EQ(second->catalogue, first->catalogue);
  EXPECT_EQ(messages_, "");
}

TEST_F(Cache, OtherContentAndOtherOptionsAreOtherLegs) {
  const LegPtr first = load();
  EXPECT_EQ(load({.unit = "", .up = "", .use_cache = false})->hash, first->hash);
  EXPECT_NE(load({.unit = "cm", .up = ""})->hash, first->hash);
  auto bones = test::right_leg();
  bones.at("talus").positions.front().x += 1.0F;
  write_file(model(), test::glb_of(bones));
  EXPECT_NE(load()->hash, first->hash);
  EXPECT_EQ(kept().size(), 3U);
}

TEST_F(Cache, ADamagedFileIsNamedAndReplaced) {
  const LegPtr first = load();
  const fs::path file = kept().at(0);
  {
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(500);
    damage << "damage";
  }
  const LegPtr second = load();
  expect_equal(*first, *second);
  EXPECT_NE(messages_.find(file.string()), std::string::npos) << messages_;
  messages_.clear();
  static_cast<void>(load({.unit = "", .up = "", .use_cache = true, .worker = "/nonexistent"}));
  EXPECT_EQ(messages_, "");
}

TEST_F(Cache, AnUnwritableFolderIsNoObstacle) {
  write_file(folder_ / "crus", "a file where the folder should be");
  EXPECT_NE(load(), nullptr);
  EXPECT_EQ(messages_, "");
}

TEST_F(Cache, ABufferBesideAGltfBelongsToItsContent) {
  const geometry::Mesh talus = test::right_leg().at("talus");
  const test::GltfParts parts = test::gltf_parts({&talus});
  const std::string scene = R"("scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}])";
  write_file(folder_ / "talus.gltf", test::gltf_json(parts, scene, R"("uri":"part.bin")"));
  write_file(folder_ / "part.bin", parts.binary);
  const auto first = test::load(folder_ / "talus.gltf", {});
  std::string moved = parts.binary;
  const float there = 70.0F;
  std::memcpy(moved.data(), &there, sizeof there);
  write_file(folder_ / "part.bin", moved);
  const auto second = test::load(folder_ / "talus.gltf", {});
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_NE((*first)->hash, (*second)->hash);
}

TEST_F(Cache, HoldsALimitedNumberOfLegs) {
  const fs::path legs = cache_folder() / "legs";
  for (int i = 0; i < 40; ++i) {
    write_file(legs / (std::to_string(i) + ".crusleg"), "old");
  }
  static_cast<void>(load());
  EXPECT_LE(kept().size(), 24U);
  static_cast<void>(load({.unit = "", .up = "", .use_cache = true, .worker = "/nonexistent"}));
}

}  // namespace
}  // namespace crus::atlas
