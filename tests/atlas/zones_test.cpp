// Zones: read, refused with file and line, and what they leave out of a comparison.
#include <string>

#include <gtest/gtest.h>

#include "atlas/zones.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

const std::string kHeader = "id,kind,x,y,z,nx,ny,nz,reason\n";

Result<std::vector<atlas::Zone>> read(const std::string& text) {
  const test::ScratchFolder folder;
  test::write_file(folder / "zones.csv", text);
  return atlas::read_zones(folder / "zones.csv");
}

TEST(Zones, LeaveOutWhatLiesBeyondThePlane) {
  const auto zones = read("# words\n" + kHeader + "femur,cut,0,100,0,0,2,0,ends here, on purpose\n" +
                          "calcaneal-tendon,mended,0,50,0,0,1,0,frayed\n");
  ASSERT_TRUE(zones) << zones.error().message();
  ASSERT_EQ(zones->size(), 2U);
  EXPECT_EQ((*zones)[0].reason, "ends here, on purpose");
  EXPECT_DOUBLE_EQ((*zones)[0].normal.y, 1.0);
  EXPECT_TRUE(atlas::is_compared(*zones, "femur", {0.0, 90.0, 0.0}));
  EXPECT_FALSE(atlas::is_compared(*zones, "femur", {0.0, 99.0, 0.0})) << "the rim of a cut is rounded";
  EXPECT_TRUE(atlas::is_compared(*zones, "calcaneal-tendon", {0.0, 49.9, 0.0}));
  EXPECT_FALSE(atlas::is_compared(*zones, "calcaneal-tendon", {0.0, 50.1, 0.0}));
  EXPECT_TRUE(atlas::is_compared(*zones, "tibia", {0.0, 500.0, 0.0}));
}

TEST(Zones, LinesMayEndInTwoBytes) {
  const auto zones = read("# words\r\nid,kind,x,y,z,nx,ny,nz,reason\r\n\r\nfemur,cut,0,100,0,0,2,0,ends here\r\n");
  ASSERT_TRUE(zones) << zones.error().message();
  ASSERT_EQ(zones->size(), 1U);
  EXPECT_EQ(zones->front().reason, "ends here");
}

TEST(Zones, FaultsAreNamedWithTheirLine) {
  const auto fault = [](const std::string& text) {
    const auto zones = read(text);
    return zones ? std::string() : zones.error().message();
  };
  EXPECT_NE(fault("id,kind\n").find("zones.csv:1"), std::string::npos);
  EXPECT_NE(fault(kHeader + "femur,hidden,0,0,0,0,1,0,x\n").find("zones.csv:2"), std::string::npos);
  EXPECT_NE(fault(kHeader + "femur,cut,0,nan,0,0,1,0,x\n").find("nan"), std::string::npos);
  EXPECT_NE(fault(kHeader + "femur,cut,0,0,0,0,0,0,x\n").find("direction"), std::string::npos);
  EXPECT_NE(fault(kHeader + "femur,cut,0,0,0,0,1,0\n").find("reason"), std::string::npos);
  EXPECT_FALSE(atlas::read_zones("/nowhere/zones.csv"));
}

}  // namespace
}  // namespace crus
