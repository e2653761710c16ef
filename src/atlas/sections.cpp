#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "atlas/builtin.hpp"
#include "atlas/table_lines.hpp"
#include "core/files.hpp"
#include "core/text.hpp"
#include "core/units.hpp"

#include <fmt/format.h>

namespace crus::atlas {
namespace {

namespace fs = std::filesystem;
using geometry::Station;
using geometry::Tube;

// A station's row: index, origin, tilts, then the points.
constexpr std::size_t kPlaneNumbers = 6;
constexpr std::size_t kMostStations = 32;
constexpr std::size_t kMostPoints = 24;

// The rotation vector (x, 0, z), in degrees, applied to straight down.
glm::dvec3 travel_of(const glm::dvec2& tilt_deg) {
  const double angle_rad = radians(glm::length(tilt_deg));
  const glm::dvec3 down(0.0, -1.0, 0.0);
  if (angle_rad < 1e-12) {
    return down;
  }
  const glm::dvec2 direction = glm::normalize(tilt_deg);
  const glm::dvec3 axis(direction.x, 0.0, direction.y);
  return std::cos(angle_rad) * down + std::sin(angle_rad) * glm::cross(axis, down);
}

// Its inverse.
glm::dvec2 tilt_of(const Station& station) {
  const glm::dvec3 travel = glm::cross(station.u, station.v);
  const glm::dvec3 axis = glm::cross(glm::dvec3(0.0, -1.0, 0.0), travel);
  const double sine = glm::length(axis);
  if (sine < 1e-12) {
    return {0.0, 0.0};
  }
  const double angle = degrees(std::atan2(sine, -travel.y));
  return {angle * axis.x / sine, angle * axis.z / sine};
}

double to_hundredths(double value) { return std::round(value * 100.0) / 100.0; }

struct Line {
  std::size_t number = 0;
  std::vector<std::string_view> cells;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (const TableLine& line : table_lines(text)) {
    lines.push_back({line.number, split_cells(line.text)});
  }
  return lines;
}

// Reads a table row by row; the first thing wrong ends it.
class Reader {
 public:
  Reader(const fs::path& file, std::string_view text) : file_(file), lines_(lines_of(text)) {}

  [[nodiscard]] Result<Tube> read() {
    Tube tube;
    std::size_t stations = 0;
    std::size_t points = 0;
    for (const Status& status :
         {expect_word("structure", {}), expect_word("unit", "mm"), read_count("stations", kMostStations, stations),
          read_count("points", kMostPoints, points), read_cap("start", tube.start_cap)}) {
      if (!status) {
        return tl::unexpected(status.error());
      }
    }
    for (std::size_t i = 0; i < stations; ++i) {
      if (Status status = read_station(i, points, tube); !status) {
        return tl::unexpected(status.error());
      }
    }
    if (Status status = read_cap("end", tube.end_cap); !status) {
      return tl::unexpected(status.error());
    }
    if (at_ < lines_.size()) {
      return fault("something follows the end cap");
    }
    return checked(std::move(tube));
  }

 private:
  [[nodiscard]] tl::unexpected<Error> fault(std::string what) const { return fault_at(line_number(), std::move(what)); }
  [[nodiscard]] tl::unexpected<Error> fault_at(std::size_t line, std::string what) const {
    return fail("the section table is not usable", fmt::format("{}:{}", file_.string(), line), std::move(what));
  }
  [[nodiscard]] std::size_t line_number() const {
    return at_ < lines_.size() ? lines_[at_].number : lines_.empty() ? 1 : lines_.back().number;
  }
  [[nodiscard]] bool row_is(std::string_view key) const { return at_ < lines_.size() && lines_[at_].cells[0] == key; }

  Status expect_word(std::string_view key, std::string_view value) {
    if (!row_is(key) || lines_[at_].cells.size() != 2) {
      return fault(fmt::format("expected a row '{},{}'", key, value.empty() ? "ID" : value));
    }
    if (!value.empty() && lines_[at_].cells[1] != value) {
      return fault(fmt::format("the {} must be {}, not '{}'", key, value, lines_[at_].cells[1]));
    }
    ++at_;
    return {};
  }

  Status number(std::size_t cell, double& value) const {
    const std::string_view text = lines_[at_].cells[cell];
    const auto number = finite_number(text);
    if (!number) {
      return fault(fmt::format("'{}' in column {} is not a finite number", text, cell + 1));
    }
    value = *number;
    return {};
  }

  Status read_count(std::string_view key, std::size_t most, std::size_t& count) {
    double value = 0.0;
    if (!row_is(key) || lines_[at_].cells.size() != 2) {
      return fault(fmt::format("expected a row '{},NUMBER'", key));
    }
    if (Status status = number(1, value); !status) {
      return status;
    }
    if (value < 3.0 || value > static_cast<double>(most) || value != std::floor(value)) {
      return fault(fmt::format("the number of {} must be a whole number from 3 to {}", key, most));
    }
    count = static_cast<std::size_t>(value);
    ++at_;
    return {};
  }

  Status read_cap(std::string_view key, glm::dvec3& cap) {
    if (!row_is(key) || lines_[at_].cells.size() != 4) {
      return fault(fmt::format("expected a row '{},x,y,z'", key));
    }
    for (int c = 0; c < 3; ++c) {
      if (Status status = number(static_cast<std::size_t>(c) + 1, cap[c]); !status) {
        return status;
      }
    }
    ++at_;
    return {};
  }

  Status read_station(std::size_t index, std::size_t points, Tube& tube) {
    if (!row_is(std::to_string(index))) {
      return fault(fmt::format("station {} is missing", index));
    }
    const std::size_t wanted = kPlaneNumbers + 2 * points;
    if (lines_[at_].cells.size() != wanted) {
      return fault(fmt::format("station {} has {} values instead of {} (index, origin, two tilts, {} points)", index,
                               lines_[at_].cells.size(), wanted, points));
    }
    std::vector<double> values(wanted);
    for (std::size_t c = 1; c < wanted; ++c) {
      if (Status status = number(c, values[c]); !status) {
        return status;
      }
    }
    Station station;
    station.origin = {values[1], values[2], values[3]};
    plane_axes(travel_of({values[4], values[5]}), station.u, station.v);
    for (std::size_t k = 0; k < points; ++k) {
      station.points.emplace_back(values[kPlaneNumbers + 2 * k], values[kPlaneNumbers + 2 * k + 1]);
    }
    tube.stations.push_back(std::move(station));
    station_lines_.push_back(lines_[at_].number);
    ++at_;
    return {};
  }

  [[nodiscard]] Result<Tube> checked(Tube tube) const {
    if (const Status status = geometry::check_tube(tube); !status) {
      std::size_t line = lines_.front().number;
      for (std::size_t i = 0; i < station_lines_.size(); ++i) {
        if (status.error().where == "station " + std::to_string(i)) {
          line = station_lines_[i];
        }
      }
      return fault_at(line, status.error().message());
    }
    return tube;
  }

  const fs::path& file_;
  std::vector<Line> lines_;
  std::vector<std::size_t> station_lines_;
  std::size_t at_ = 0;
};

// Two decimals without trailing zeros or a negative zero: a hundredth of a millimetre is far below what was measured.
std::string rounded(double value) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

}  // namespace

Result<Tube> read_sections(const fs::path& file) {
  const auto text = read_text(file);
  if (!text) {
    return tl::unexpected(text.error());
  }
  return Reader(file, *text).read();
}

Tube as_stated(const Tube& tube) {
  Tube stated;
  for (int c = 0; c < 3; ++c) {
    stated.start_cap[c] = to_hundredths(tube.start_cap[c]);
    stated.end_cap[c] = to_hundredths(tube.end_cap[c]);
  }
  for (const Station& station : tube.stations) {
    Station& row = stated.stations.emplace_back();
    for (int c = 0; c < 3; ++c) {
      row.origin[c] = to_hundredths(station.origin[c]);
    }
    const glm::dvec2 tilt = tilt_of(station);
    plane_axes(travel_of({to_hundredths(tilt.x), to_hundredths(tilt.y)}), row.u, row.v);
    for (const glm::dvec2& p : station.points) {
      const glm::dvec3 d = station.origin + p.x * station.u + p.y * station.v - row.origin;
      row.points.emplace_back(to_hundredths(glm::dot(d, row.u)), to_hundredths(glm::dot(d, row.v)));
    }
  }
  return stated;
}

std::string write_sections(const Tube& given, std::string_view id) {
  const Tube tube = as_stated(given);
  std::string text = fmt::format(
      "# Crus section table: {}\n"
      "# Millimetres in the world frame of the reference leg (right side): origin midway between the malleolar tips,\n"
      "# x forward, y up, z to the right.\n"
      "# Measured on BodyParts3D 4.0, (c) The Database Center for Life Science, CC BY-SA 4.0. See ATTRIBUTION.md.\n"
      "# start and end: the poles of the rounded ends. A station: its number; the origin x, y, z of its plane; the\n"
      "# plane's tilt_x and tilt_z in degrees (the rotation vector that takes straight down to the direction of "
      "travel);\n"
      "# then each contour point's two coordinates in the plane, along the world's x and z turned by that same "
      "rotation.\n",
      id);
  text += fmt::format("structure,{}\nunit,mm\nstations,{}\npoints,{}\n", id, tube.stations.size(),
                      tube.stations.empty() ? 0 : tube.stations.front().points.size());
  const auto row = [&](std::string_view key, const std::vector<double>& values) {
    text += key;
    for (const double value : values) {
      text += "," + rounded(value);
    }
    text += "\n";
  };
  row("start", {tube.start_cap.x, tube.start_cap.y, tube.start_cap.z});
  for (std::size_t i = 0; i < tube.stations.size(); ++i) {
    const Station& station = tube.stations[i];
    const glm::dvec2 tilt = tilt_of(station);
    std::vector<double> values{station.origin.x, station.origin.y, station.origin.z, tilt.x, tilt.y};
    for (const glm::dvec2& p : station.points) {
      values.push_back(p.x);
      values.push_back(p.y);
    }
    row(std::to_string(i), values);
  }
  row("end", {tube.end_cap.x, tube.end_cap.y, tube.end_cap.z});
  return text;
}

}  // namespace crus::atlas
