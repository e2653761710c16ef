#include "session/session.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "session/synthetic.hpp"

namespace crus {
namespace {
using anatomy::Side;
using test::box_leg;

TEST(View, NamesPrefixesAndAngles) {
  EXPECT_DOUBLE_EQ(parse_view("anterior", Side::right)->azimuth_deg, 0.0);
  EXPECT_DOUBLE_EQ(std::abs(parse_view("posterior", Side::right)->azimuth_deg), 180.0);
  EXPECT_DOUBLE_EQ(parse_view("lat", Side::right)->azimuth_deg, 90.0);
  EXPECT_DOUBLE_EQ(parse_view("SUP", Side::right)->elevation_deg, 90.0);
  EXPECT_DOUBLE_EQ(parse_view(" 12.5 , -8 ", Side::right)->azimuth_deg, 12.5);
  EXPECT_DOUBLE_EQ(parse_view("12.5,-8", Side::right)->elevation_deg, -8.0);
  EXPECT_DOUBLE_EQ(parse_view("370,0", Side::right)->azimuth_deg, 10.0);
}

TEST(View, SidesAreMirroredOnALeftLegAndAnglesAreNot) {
  for (const std::string& name : view_names()) {
    const auto right = parse_view(name, Side::right);
    const auto left = parse_view(name, Side::left);
    ASSERT_TRUE(right && left) << name;
    // Mirroring the world in z turns the azimuth's sign round.
    EXPECT_NEAR(std::remainder(right->azimuth_deg + left->azimuth_deg, 360.0), 0.0, 1e-12) << name;
    EXPECT_DOUBLE_EQ(right->elevation_deg, left->elevation_deg) << name;
  }
  EXPECT_DOUBLE_EQ(parse_view("30,5", Side::left)->azimuth_deg, 30.0);
}

TEST(View, RefusesWhatIsNoView) {
  for (const char* text : {"", "post", "latteral", "0,91", "0,-90.1", "nan,0", "inf,0", "1,2,3", "1e999,0", ",", "5"}) {
    EXPECT_FALSE(parse_view(text, Side::right)) << text;
  }
  EXPECT_NE(parse_view("latteral", Side::right).error().advice.find("'lateral'"), std::string::npos);
  EXPECT_NE(parse_view("post", Side::right).error().advice.find("'posterior'"), std::string::npos);
}

TEST(DefaultSession, LooksFromBehindAndTheLateralSide) {
  Leg leg = box_leg();
  const Session right = default_session(leg);
  leg.side = Side::left;
  const Session left = default_session(leg);
  EXPECT_LT(std::cos(right.camera.azimuth_deg * M_PI / 180), 0.0);
  EXPECT_GT(std::sin(right.camera.azimuth_deg * M_PI / 180), 0.0);
  EXPECT_LT(std::sin(left.camera.azimuth_deg * M_PI / 180), 0.0);
  EXPECT_TRUE(right.camera_fits);
  EXPECT_EQ(right.leg_hash, leg.hash.hex());
}

TEST(Json, RoundTripIsExact) {
  Session session = default_session(box_leg());
  session.camera.azimuth_deg = 1.0 / 3.0;
  session.camera.target_mm = {0.1, -2e-7, 12345.678};
  session.camera.orthographic = true;
  session.attachments = true;
  session.attachment_colours = AttachmentColours::colour_blind;
  session.attachment_pulls = true;
  session.attachment = "soleus-origin-fibula";
  session.camera_fits = false;
  session.highlighted = {"soleus", "no-such-structure"};
  session.hidden = {"skin"};
  session.ghosted = {"a", "b"};
  session.isolated = {"c"};
  session.selected = {"tibia"};
  session.xray = 0.1;
  session.skin_opacity = 0.7;
  session.labels = Labels::latin;
  session.background = Background::white;
  session.peel = 0.3;
  session.explode = 0.4;
  session.side = anatomy::Side::left;
  session.section = *parse_section("sagittal:0.3");
  session.section->flipped = true;
  EXPECT_EQ(session_from_json(to_json(session)).value(), session);
  session.section = *parse_section("free:1,2,-3,45.5");
  const auto back = session_from_json(to_json(session));
  ASSERT_TRUE(back) << back.error().message();
  EXPECT_EQ(*back, session);
}

TEST(Json, AbsentKeysKeepDefaultsAndUnknownKeysAreIgnored) {
  const auto session = session_from_json(R"({"crus_session": 1, "future": {"x": [1]}})");
  ASSERT_TRUE(session);
  EXPECT_EQ(*session, Session());
}

TEST(Json, RefusesNamingTheKey) {
  const auto message = [](const std::string& body) {
    const auto read = session_from_json("{\"crus_session\": 1, " + body + "}");
    return read ? std::string("accepted") : read.error().message();
  };
  EXPECT_NE(message(R"("xray": "0.5")").find("xray"), std::string::npos);
  EXPECT_NE(message(R"("xray": 1.5)").find("xray"), std::string::npos);
  EXPECT_NE(message(R"("xray": null)").find("xray"), std::string::npos);
  EXPECT_NE(message(R"("hidden": "skin")").find("hidden"), std::string::npos);
  EXPECT_NE(message(R"("hidden": [1])").find("hidden"), std::string::npos);
  EXPECT_NE(message(R"("labels": "german")").find("labels"), std::string::npos);
  EXPECT_NE(message(R"("camera_fits": 1)").find("camera_fits"), std::string::npos);
  EXPECT_NE(message(R"("peel": 2)").find("peel"), std::string::npos);
  EXPECT_NE(message(R"("explode": "x")").find("explode"), std::string::npos);
  EXPECT_NE(message(R"("side": "up")").find("side"), std::string::npos);
  EXPECT_NE(message(R"("section": 3)").find("section"), std::string::npos);
  EXPECT_NE(message(R"("section": {"plane": "axial", "fraction": 9})").find("section.fraction"), std::string::npos);
  EXPECT_NE(message(R"("section": {"plane": "free", "normal": [0, 0, 0]})").find("section.normal"), std::string::npos);
  EXPECT_NE(message(R"("camera": [])").find("camera"), std::string::npos);
  EXPECT_NE(message(R"("camera": {"elevation_deg": 95})").find("camera.elevation_deg"), std::string::npos);
  EXPECT_NE(message(R"("camera": {"distance_mm": 0})").find("camera.distance_mm"), std::string::npos);
  EXPECT_NE(message(R"("camera": {"target_mm": [1, 2]})").find("camera.target_mm"), std::string::npos);
}

TEST(Json, RefusesWhatIsNoView) {
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string("\"text\""),
        std::string("{\"crus_session\": 2}"), std::string("{\"crus_session\": 1.0}"),
        std::string("{\"crus_session\": 1, \"xray\": NaN}"), std::string("{\"crus_session\": 1, \"xray\": 1e999}"),
        std::string("{\"crus_session\": 1"), std::string("\xff\xfe"), std::string(100000, '['),
        std::string(std::size_t{5} << 20U, ' ')}) {
    EXPECT_FALSE(session_from_json(text)) << text.substr(0, 40);
  }
}

TEST(Json, WritesNamesThatAreNotUtf8) {
  Session session;
  session.selected = {"\xff\xfe"};
  EXPECT_TRUE(session_from_json(to_json(session)));
}

}  // namespace
}  // namespace crus
