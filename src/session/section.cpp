// Section planes: their text and their place in a leg.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include "core/text.hpp"
#include "session/number.hpp"
#include "session/session.hpp"

namespace crus {
namespace {

using Kind = SectionPlane::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 4> kKinds{
    {{"axial", Kind::axial}, {"sagittal", Kind::sagittal}, {"coronal", Kind::coronal}, {"free", Kind::free}}};
constexpr double kFarthestMm = 1e5;

std::string short_text(double value) {
  std::array<char, 32> buffer{};
  const auto [end, code] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return code == std::errc() ? std::string(buffer.data(), end) : std::string();
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    parts.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return parts;
}

Result<SectionPlane> parse_free(std::string_view text) {
  const std::vector<std::string_view> parts = parts_of(text);
  std::array<double, 4> values{};
  bool good = parts.size() == values.size();
  for (std::size_t i = 0; good && i < values.size(); ++i) {
    const auto value = signed_number(parts[i]);
    good = value && std::abs(*value) <= kFarthestMm;
    values.at(i) = value.value_or(0.0);
  }
  const glm::dvec3 normal(values[0], values[1], values[2]);
  if (!good || !(glm::length(normal) > 1e-6)) {
    return fail("a free section is a direction and an offset in mm along it", "'free:" + std::string(text) + "'",
                "for example free:0,1,0.5,150");
  }
  SectionPlane plane;
  plane.kind = Kind::free;
  plane.normal = glm::normalize(normal);
  plane.offset_mm = values[3];
  return plane;
}

}  // namespace

Result<SectionPlane> parse_section(std::string_view text) {
  const std::string words = lower(text);
  const std::size_t colon = std::min(words.find(':'), words.size());
  const std::string name = words.substr(0, colon);
  const std::string_view rest = colon < words.size() ? std::string_view(words).substr(colon + 1) : std::string_view();
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& entry) { return entry.first == name; });
  if (kind == kKinds.end()) {
    const std::vector<std::string> names{"axial", "sagittal", "coronal", "free"};
    const std::vector<std::string> near = nearest(name, names, 1);
    return fail("unknown section plane", "'" + std::string(text) + "'",
                near.empty() ? "say " + quoted_list(names) + ", for example axial:0.4"
                             : "did you mean " + near.front() + ":0.4?");
  }
  if (kind->second == Kind::free) {
    return parse_free(rest);
  }
  SectionPlane plane;
  plane.kind = kind->second;
  if (colon == words.size()) {
    return plane;
  }
  const auto fraction = signed_number(rest);
  const double low = plane.kind == Kind::axial ? kAxialLow : 0.0;
  const double high = plane.kind == Kind::axial ? kAxialHigh : 1.0;
  if (!fraction || *fraction < low || *fraction > high) {
    plane.fraction = std::clamp(fraction.value_or(0.5), low, high);
    return fail("the place of this section lies between " + short_text(low) + " and " + short_text(high),
                "'" + std::string(text) + "'", "nearest valid: " + text_of(plane));
  }
  plane.fraction = *fraction;
  return plane;
}

std::string text_of(const SectionPlane& plane) {
  const auto kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& entry) { return entry.second == plane.kind; });
  std::string text = std::string(kind->first) + ":";
  if (plane.kind != Kind::free) {
    return text + short_text(plane.fraction);
  }
  const glm::dvec3& n = plane.normal;
  return text + short_text(n.x) + "," + short_text(n.y) + "," + short_text(n.z) + "," + short_text(plane.offset_mm);
}

glm::dvec4 world_plane(const Leg& leg, const SectionPlane& plane) {
  const geometry::Box box = leg.box();
  const glm::dvec3 low(box.min);
  const glm::dvec3 high(box.max);
  glm::dvec4 result(plane.normal, plane.offset_mm);
  if (plane.kind == Kind::axial) {
    // The eminence counts to the length of the tibia, and the world's origin lies between the malleolar tips.
    const Landmark* tip = leg.landmark("medial-malleolus-tip");
    const LegStructure* tibia = leg.find("tibia");
    const bool whole = leg.tibia_length_mm && tip != nullptr && tibia != nullptr;
    const double top = whole ? static_cast<double>(tibia->box.max.y) : high.y;
    const double bottom = whole ? tip->position_mm.y : low.y;
    result = {0.0, 1.0, 0.0, top + plane.fraction * (bottom - top)};
  } else if (plane.kind == Kind::sagittal) {
    const double lateral = leg.side == anatomy::Side::left ? -1.0 : 1.0;
    const double middle = 0.5 * (low.z + high.z) * lateral;
    result = {0.0, 0.0, lateral, middle + (plane.fraction - 0.5) * (high.z - low.z)};
  } else if (plane.kind == Kind::coronal) {
    result = {-1.0, 0.0, 0.0, -(low.x + plane.fraction * (high.x - low.x))};
  }
  return plane.flipped ? -result : result;
}

}  // namespace crus
