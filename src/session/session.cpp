#include "session/session.hpp"

#include <array>
#include <cmath>
#include <optional>

#include "core/text.hpp"
#include "core/units.hpp"
#include "session/number.hpp"

namespace crus {
namespace {

// As on a right leg, where lateral is the subject's right (+z).
struct NamedView {
  std::string_view name;
  double azimuth_deg;
  double elevation_deg;
};
constexpr std::array<NamedView, 10> kViews{{
    {"anterior", 0.0, 0.0},
    {"posterior", 180.0, 0.0},
    {"medial", -90.0, 0.0},
    {"lateral", 90.0, 0.0},
    // Azimuths that put the toes at the top of the picture.
    {"superior", 180.0, 90.0},
    {"plantar", 0.0, -90.0},
    {"posterolateral", 145.0, 8.0},
    {"posteromedial", -145.0, 8.0},
    {"anterolateral", 40.0, 8.0},
    {"anteromedial", -40.0, 8.0},
}};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

Result<ViewDirection> parse_angles(std::string_view text) {
  const auto comma = text.find(',');
  const auto azimuth_deg = signed_number(trimmed(text.substr(0, comma)));
  const auto elevation_deg = signed_number(trimmed(text.substr(comma + 1)));
  if (!azimuth_deg || !elevation_deg) {
    return fail("a view is a name or two angles in degrees", "'" + std::string(text) + "'", "for example 145,8");
  }
  if (std::abs(*elevation_deg) > 90.0) {
    return fail(
        "the elevation of a view lies between -90 and 90 degrees", "'" + std::string(text) + "'",
        "nearest valid: " + std::string(trimmed(text.substr(0, comma))) + (*elevation_deg < 0.0 ? ",-90" : ",90"));
  }
  return ViewDirection{std::remainder(*azimuth_deg, 360.0), *elevation_deg};
}

}  // namespace

std::vector<std::string> view_names() {
  std::vector<std::string> names;
  for (const NamedView& view : kViews) {
    names.emplace_back(view.name);
  }
  return names;
}

Result<ViewDirection> parse_view(std::string_view text, anatomy::Side side) {
  const std::string word = lower(trimmed(text));
  if (word.find(',') != std::string::npos) {
    return parse_angles(word);
  }
  const NamedView* found = nullptr;
  std::vector<std::string> fitting;
  for (const NamedView& view : kViews) {
    if (view.name == word) {
      fitting = {word};
      found = &view;
      break;
    }
    if (!word.empty() && view.name.starts_with(word)) {
      fitting.emplace_back(view.name);
      found = &view;
    }
  }
  if (fitting.size() > 1) {
    return fail("more than one view starts so", "'" + word + "'", "say " + quoted_list(fitting));
  }
  if (found == nullptr) {
    const std::vector<std::string> names = view_names();
    const std::vector<std::string> near = nearest(word, names);
    return fail("unknown view", "'" + std::string(text) + "'",
                near.empty() ? "views: " + quoted_list(names) + ", or AZ,EL in degrees"
                             : "did you mean " + quoted_list(near) + "?");
  }
  const double mirror = side == anatomy::Side::left && std::abs(found->azimuth_deg) != 180.0 ? -1.0 : 1.0;
  return ViewDirection{mirror * found->azimuth_deg + 0.0, found->elevation_deg};
}

anatomy::Side shown_side(const Leg& leg, const Session& session) {
  return session.side == anatomy::Side::none ? leg.side : session.side;
}

Session default_session(const Leg& leg) {
  Session session;
  session.leg_hash = leg.hash.hex();
  session.side = leg.side;
  const ViewDirection view = *parse_view("posterolateral", leg.side);
  session.camera.azimuth_deg = view.azimuth_deg;
  session.camera.elevation_deg = view.elevation_deg;
  const geometry::Box box = leg.box();
  if (!box.empty()) {
    // A first guess that does not know the picture's size; camera_fits refines it.
    session.camera.target_mm = glm::dvec3(box.centre());
    const double half_height_mm = 0.5 * static_cast<double>(glm::length(box.size()));
    session.camera.distance_mm = half_height_mm / std::tan(radians(0.5 * session.camera.field_of_view_deg));
  }
  return session;
}

}  // namespace crus
