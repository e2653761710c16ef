// Fields on disk: the same ones come back, and damage is noticed.
#include "pain/field_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include <unistd.h>

#include "core/files.hpp"
#include "support/support.hpp"

namespace crus::pain {
namespace {
namespace fs = std::filesystem;

PainFields small_fields() {
  PainFields fields;
  auto surface = std::make_shared<geometry::Mesh>();
  surface->positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}};
  surface->triangles = {{0, 1, 2}, {1, 3, 2}};
  fields.surface = surface;
  fields.skin_vertices = 3;
  fields.zones = {{"heel", {0.0F, 1.0F, 32768.0F / kFieldSteps, 1.0F / kFieldSteps}}};
  TriggerPoint point;
  point.pattern = "soleus-1";
  point.position_mm = {1, 2, 3};
  point.in_muscle = true;
  point.corners = {0, 1, 2};
  point.weights = {0.2F, 0.3F, 0.5F};
  fields.points = {point};
  fields.warnings = {"withheld"};
  return fields;
}

struct FieldFile : testing::Test {
  fs::path folder = fs::temp_directory_path() / ("crus-fields-" + std::to_string(::getpid()));
  fs::path file = folder / "a.crusfields";
  Hash128 key{7, 9};
  void TearDown() override { fs::remove_all(folder); }
};

TEST_F(FieldFile, WhatIsWrittenComesBack) {
  const PainFields fields = small_fields();
  ASSERT_TRUE(write_fields(fields, key, file));
  const auto read = read_fields(file, key);
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->surface->positions, fields.surface->positions);
  EXPECT_EQ(read->surface->triangles, fields.surface->triangles);
  EXPECT_EQ(read->zones.at(0).values, fields.zones.at(0).values);
  EXPECT_EQ(read->zones.at(0).zone, "heel");
  EXPECT_EQ(read->points.at(0).position_mm, fields.points.at(0).position_mm);
  EXPECT_EQ(read->points.at(0).weights, fields.points.at(0).weights);
  EXPECT_EQ(read->warnings, fields.warnings);
}

TEST_F(FieldFile, AnotherKeyIsRefused) {
  ASSERT_TRUE(write_fields(small_fields(), key, file));
  EXPECT_FALSE(read_fields(file, Hash128{7, 8}));
}

TEST_F(FieldFile, EveryCutAndEveryChangedByteIsNoticed) {
  ASSERT_TRUE(write_fields(small_fields(), key, file));
  const auto whole = read_bytes(file);
  ASSERT_TRUE(whole);
  for (std::size_t length = 0; length < whole->size(); length += 7) {
    ASSERT_TRUE(write_atomically(file, std::span(*whole).first(length)));
    EXPECT_FALSE(read_fields(file, key)) << length;
  }
  for (std::size_t i = 0; i < whole->size(); i += 5) {
    auto bytes = *whole;
    bytes[i] ^= std::byte{0x40};
    ASSERT_TRUE(write_atomically(file, std::span<const std::byte>(bytes)));
    EXPECT_FALSE(read_fields(file, key)) << i;
  }
}

TEST(Shares, OneTakesTheRampAFewTheirHuesMoreTheirGreatest) {
  PainFields fields = small_fields();
  anatomy::PainData data;
  std::vector<std::string> ids;
  fields.zones.clear();
  for (int i = 0; i < 5; ++i) {
    anatomy::PainZone zone;
    zone.id = "zone-" + std::to_string(i);
    ids.push_back(zone.id);
    data.zones.push_back(zone);
    const auto value = 0.1F * static_cast<float>(i + 1);
    fields.zones.push_back({zone.id, {value, 0.0F, 1.0F - value, 0.0F}});
  }
  const auto first = [&](std::size_t count) { return std::span<const std::string>(ids).first(count); };
  const Shares one = shares_of(fields, data, first(1));
  EXPECT_FALSE(one.in_hues);
  ASSERT_EQ(one.values.size(), fields.skin_vertices);
  EXPECT_FLOAT_EQ(one.values[0].x, 0.1F);
  const Shares four = shares_of(fields, data, first(4));
  EXPECT_TRUE(four.in_hues);
  for (glm::length_t k = 0; k < 4; ++k) {
    EXPECT_FLOAT_EQ(four.values[0][k], 0.1F * static_cast<float>(k + 1));
  }
  const Shares five = shares_of(fields, data, first(5));
  EXPECT_FALSE(five.in_hues);
  EXPECT_FLOAT_EQ(five.values[0].x, 0.5F);
  EXPECT_FLOAT_EQ(five.values[2].x, 0.9F);
  EXPECT_EQ(five.values[0].y, 0.0F);
}

// A point follows the surface it hangs on.
TEST(Points, FollowTheirSurface) {
  const PainFields fields = small_fields();
  std::vector<glm::vec3> positions = fields.surface->positions;
  const std::vector<glm::vec3> normals(positions.size(), glm::vec3(0.0F, 0.0F, 1.0F));
  TriggerPoint point = fields.points[0];
  point.depth_mm = 4.0F;
  const glm::vec3 before = place_of(point, positions, normals);
  EXPECT_NEAR(before.z, -4.0F, 1e-6F);
  for (glm::vec3& p : positions) {
    p += glm::vec3(5.0F, -2.0F, 1.0F);
  }
  const glm::vec3 after = place_of(point, positions, normals);
  EXPECT_NEAR(glm::distance(after, before + glm::vec3(5.0F, -2.0F, 1.0F)), 0.0F, 1e-5F);
}

}  // namespace
}  // namespace crus::pain
