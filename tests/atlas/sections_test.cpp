// Section tables: written and read back alike; every fault is named with file and line.
#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include <gtest/gtest.h>

#include "atlas/builtin.hpp"
#include "core/files.hpp"
#include "core/units.hpp"
#include "geometry/tube_surface.hpp"
#include "support/support.hpp"

namespace crus {
namespace {

using atlas::plane_axes;
using geometry::Station;
using geometry::Tube;

// Bent forward, oval, 6 stations of 8 points.
Tube bent() {
  Tube tube;
  for (int i = 0; i < 6; ++i) {
    const double angle = radians(12.0 * i);
    Station station;
    station.origin = {60.0 - 60.0 * std::cos(angle), -60.0 * std::sin(angle), 3.0 * i};
    plane_axes(glm::normalize(glm::dvec3(std::sin(angle), -std::cos(angle), 0.2)), station.u, station.v);
    for (int k = 0; k < 8; ++k) {
      const double turn = 2.0 * std::numbers::pi * k / 8.0;
      station.points.emplace_back(9.0 * std::cos(turn), 6.0 * std::sin(turn));
    }
    tube.stations.push_back(station);
  }
  tube.start_cap = tube.stations.front().origin + glm::dvec3(0.0, 6.0, 0.0);
  tube.end_cap = tube.stations.back().origin + glm::dvec3(6.0, -2.0, 1.0);
  return tube;
}

double farthest_point(const Tube& a, const Tube& b) {
  double most = std::max(glm::length(a.start_cap - b.start_cap), glm::length(a.end_cap - b.end_cap));
  for (std::size_t i = 0; i < a.stations.size(); ++i) {
    const auto p = geometry::contour(a.stations[i]);
    const auto q = geometry::contour(b.stations[i]);
    for (std::size_t k = 0; k < p.size(); ++k) {
      most = std::max(most, glm::length(p[k] - q[k]));
    }
  }
  return most;
}

TEST(PlaneAxes, AreSquareAndFollowTheTravel) {
  for (const glm::dvec3& travel : {glm::dvec3(0.0, -1.0, 0.0), glm::normalize(glm::dvec3(1.0, -0.3, 0.4)),
                                   glm::normalize(glm::dvec3(-0.2, 0.9, 0.1))}) {
    glm::dvec3 u(0.0);
    glm::dvec3 v(0.0);
    plane_axes(travel, u, v);
    EXPECT_NEAR(glm::length(glm::cross(u, v) - travel), 0.0, 1e-12);
    EXPECT_NEAR(glm::length(u), 1.0, 1e-12);
    EXPECT_NEAR(glm::dot(u, v), 0.0, 1e-12);
  }
}

TEST(Sections, WrittenAndReadBack) {
  const test::ScratchFolder folder;
  const Tube tube = bent();
  ASSERT_TRUE(geometry::check_tube(tube));
  test::write_file(folder / "bent.csv", atlas::write_sections(tube, "bent"));
  const auto read = atlas::read_sections(folder / "bent.csv");
  ASSERT_TRUE(read) << read.error().message();
  ASSERT_EQ(read->stations.size(), 6U);
  EXPECT_LT(farthest_point(tube, *read), 0.02) << "a hundredth per number";
  EXPECT_EQ(atlas::write_sections(*read, "bent"), atlas::write_sections(tube, "bent")) << "nothing is lost twice";
}

TEST(Sections, StatesUnitSourceAndLicence) {
  const std::string text = atlas::write_sections(bent(), "bent");
  for (const char* part : {"structure,bent\n", "unit,mm\n", "stations,6\n", "points,8\n", "BodyParts3D 4.0",
                           "(c) The Database Center for Life Science", "CC BY-SA 4.0"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

// The table's lines, to spoil one of them. Comments take the first lines.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = text.find('\n', from);
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

struct Fault {
  const char* name;
  std::string row;                                                    // the row's first cell
  std::function<void(std::vector<std::string>&, std::size_t)> spoil;  // lines, index of that row
  const char* says;
  bool named_by_row = true;  // the error names this row's line
};

TEST(Sections, EachFaultIsNamedWithItsLine) {
  const auto cell = [](std::string& line, std::size_t column, const std::string& value) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < column; ++i) {
      from = line.find(',', from) + 1;
    }
    line.replace(from, line.find(',', from) - from, value);
  };
  const Fault faults[] = {
      {"unit", "unit", [&](auto& l, auto i) { l[i] = "unit,cm"; }, "unit must be mm"},
      {"no unit", "unit", [&](auto& l, auto i) { l.erase(l.begin() + static_cast<std::ptrdiff_t>(i)); }, "unit,mm"},
      {"too many stations", "stations", [&](auto& l, auto i) { l[i] = "stations,33"; }, "from 3 to 32"},
      {"too many points", "points", [&](auto& l, auto i) { l[i] = "points,25"; }, "from 3 to 24"},
      {"fraction", "points", [&](auto& l, auto i) { l[i] = "points,7.5"; }, "whole number"},
      {"missing station", "3", [&](auto& l, auto i) { l.erase(l.begin() + static_cast<std::ptrdiff_t>(i)); },
       "station 3 is missing"},
      {"short row", "2", [&](auto& l, auto i) { l[i].erase(l[i].rfind(',')); },
       "station 2 has 21 values instead of 22"},
      {"not a number", "4", [&](auto& l, auto i) { cell(l[i], 9, "x1"); }, "column 10"},
      {"NaN", "4", [&](auto& l, auto i) { cell(l[i], 9, "nan"); }, "finite"},
      {"crossing contour", "1", [&](auto& l, auto i) { cell(l[i], 6, "-14"); }, "crosses itself"},
      {"crossing planes", "5", [&](auto& l, auto i) { cell(l[i], 4, "70"); }, "plane"},
      {"no end", "end", [&](auto& l, auto i) { l.erase(l.begin() + static_cast<std::ptrdiff_t>(i)); }, "end,x,y,z",
       false},
      {"something more", "end", [&](auto& l, auto) { l.emplace_back("end,1,2,3"); }, "follows", false},
  };
  for (const Fault& fault : faults) {
    const test::ScratchFolder folder;
    std::vector<std::string> lines = lines_of(atlas::write_sections(bent(), "bent"));
    const auto row = std::find_if(lines.begin(), lines.end(),
                                  [&](const std::string& line) { return line.rfind(fault.row + ",", 0) == 0; });
    ASSERT_NE(row, lines.end()) << fault.name;
    const auto index = static_cast<std::size_t>(row - lines.begin());
    fault.spoil(lines, index);
    std::string text;
    for (const std::string& line : lines) {
      text += line + "\n";
    }
    test::write_file(folder / "bad.csv", text);
    const auto read = atlas::read_sections(folder / "bad.csv");
    ASSERT_FALSE(read) << fault.name;
    const std::string message = read.error().message();
    EXPECT_NE(message.find(fault.says), std::string::npos) << fault.name << ": " << message;
    if (fault.named_by_row) {
      EXPECT_NE(message.find("bad.csv:" + std::to_string(index + 1)), std::string::npos)
          << fault.name << ": " << message;
    }
  }
  EXPECT_FALSE(atlas::read_sections("/nowhere/at/all.csv"));
}

}  // namespace
}  // namespace crus
