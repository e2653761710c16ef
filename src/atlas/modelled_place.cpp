#include "atlas/modelled_place.hpp"

#include <algorithm>
#include <cmath>

#include "atlas/modelled_table.hpp"
#include "geometry/loft.hpp"
#include "geometry/measure.hpp"

#include <fmt/format.h>

namespace crus::atlas {
namespace {

using Curve = std::vector<glm::dvec3>;

std::vector<Curve> sections(const Part& part, double height_mm) {
  if (part.box.empty() || height_mm < part.box.min.y || height_mm > part.box.max.y) {
    return {};
  }
  return geometry::cut(*part.mesh, {0.0, height_mm, 0.0}, {0.0, 1.0, 0.0});
}

// Centroid of the area in the horizontal plane.
glm::dvec3 centre_of(const Curve& curve) {
  double area = 0.0;
  glm::dvec3 sum(0.0);
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const glm::dvec3 a = curve[i] - curve.front();
    const glm::dvec3 b = curve[(i + 1) % curve.size()] - curve.front();
    const double twice = a.x * b.z - a.z * b.x;
    area += twice;
    sum += twice / 3.0 * (a + b);
  }
  return curve.front() + (std::abs(area) > 1e-9 ? sum / area : glm::dvec3(0.0));
}

struct Side {
  glm::dvec3 out;     // towards the viewer of that side
  glm::dvec3 across;  // the way U runs
};

std::optional<Side> side_of(std::string_view name) {
  const glm::dvec3 front(1.0, 0.0, 0.0);
  const glm::dvec3 lateral(0.0, 0.0, 1.0);
  if (name == "front")
    return Side{front, lateral};
  if (name == "back")
    return Side{-front, lateral};
  if (name == "lateral")
    return Side{lateral, front};
  if (name == "medial")
    return Side{-lateral, front};
  return std::nullopt;
}

// The outermost crossing of the curves with the line at `across` in a side's view.
std::optional<double> outermost(const std::vector<Curve>& curves, const Side& side, double across) {
  std::optional<double> best;
  for (const Curve& curve : curves) {
    for (std::size_t i = 0; i < curve.size(); ++i) {
      const glm::dvec3& a = curve[i];
      const glm::dvec3& b = curve[(i + 1) % curve.size()];
      const double ua = glm::dot(a, side.across) - across;
      const double ub = glm::dot(b, side.across) - across;
      if ((ua > 0.0) != (ub > 0.0)) {
        const double depth = glm::dot(glm::mix(a, b, ua / (ua - ub)), side.out);
        best = std::max(best.value_or(depth), depth);
      }
    }
  }
  return best;
}

// The same; between two pieces of a section, on the line from one to the other.
std::optional<double> bridged(const std::vector<Curve>& curves, const Side& side, double across, double width) {
  if (const auto depth = outermost(curves, side, across)) {
    return depth;
  }
  constexpr double kStepMm = 0.5;
  const auto next = [&](double step) -> std::optional<glm::dvec2> {
    for (double away = step; std::abs(away) < width; away += step) {
      if (const auto depth = outermost(curves, side, across + away)) {
        return glm::dvec2(std::abs(away), *depth);
      }
    }
    return std::nullopt;
  };
  const auto before = next(-kStepMm);
  const auto after = next(kStepMm);
  return before && after ? std::optional(glm::mix(before->y, after->y, before->x / (before->x + after->x)))
                         : std::nullopt;
}

}  // namespace

std::optional<Clearance> clearance(const Part& part, const glm::dvec3& point, double reach_mm) {
  const glm::vec3 p(point);
  const auto reach = static_cast<float>(reach_mm);
  if (part.box.empty() || glm::any(glm::lessThan(p, part.box.min - reach)) ||
      glm::any(glm::greaterThan(p, part.box.max + reach))) {
    return std::nullopt;
  }
  const auto hit = part.tree->closest(p, reach);
  if (!hit) {
    return std::nullopt;
  }
  const glm::uvec3& corners = part.mesh->triangles[hit->triangle];
  const glm::dvec3 a(part.mesh->positions[corners.x]);
  const glm::dvec3 b(part.mesh->positions[corners.y]);
  const glm::dvec3 c(part.mesh->positions[corners.z]);
  const glm::dvec3 cross = glm::cross(b - a, c - a);
  const double length = glm::length(cross);
  const glm::dvec3 normal = length > 0.0 ? cross / length : glm::dvec3(0.0, 1.0, 0.0);
  const glm::dvec3 away = point - glm::dvec3(hit->point);
  const double distance = glm::length(away);
  constexpr double kTouchingMm = 1e-4;
  if (distance < kTouchingMm) {
    return Clearance{0.0, normal};
  }
  constexpr float kRim = 0.02F;
  const bool in_face = std::min({hit->barycentric.x, hit->barycentric.y, hit->barycentric.z}) > kRim;
  const bool inside = in_face ? glm::dot(away, normal) < 0.0 : part.tree->contains(p);
  return inside ? Clearance{-distance, -away / distance} : Clearance{distance, away / distance};
}

Places::Places(const Leg& leg) : leg_(leg) {
  for (const Landmark& landmark : leg.landmarks) {
    if (landmark.id == "knee-centre") {
      plateau_mm_ = landmark.position_mm.y;
    } else if (landmark.id == "medial-malleolus-tip") {
      ankle_mm_ = landmark.position_mm.y;
    }
  }
  for (const LegStructure& structure : leg.structures) {
    add(structure.id, structure.mesh);
  }
}

void Places::add(const std::string& id, const geometry::Mesh& mesh) {
  parts_.push_back({id, &mesh, geometry::bounds(mesh), std::make_unique<geometry::SurfaceTree>(mesh)});
}

void Places::refresh(const std::string& id) {
  for (Part& part : parts_) {
    if (part.id == id) {
      part.box = geometry::bounds(*part.mesh);
      part.tree = std::make_unique<geometry::SurfaceTree>(*part.mesh);
    }
  }
}

void Places::add_path(const std::string& id, std::vector<glm::dvec3> points) { paths_[id] = std::move(points); }

const Part* Places::find(std::string_view id) const {
  const auto part = std::find_if(parts_.begin(), parts_.end(), [&](const Part& p) { return p.id == id; });
  return part == parts_.end() ? nullptr : &*part;
}

double Places::height_of(double level) const { return plateau_mm_ + level * (ankle_mm_ - plateau_mm_); }

double Places::level_of(double height_mm) const { return (height_mm - plateau_mm_) / (ankle_mm_ - plateau_mm_); }

Result<std::vector<const Part*>> Places::named(std::string_view anchor, const std::string& where) const {
  std::vector<const Part*> parts;
  for (std::size_t plus = 0; plus != std::string_view::npos;) {
    plus = anchor.find('+');
    const std::string_view id = anchor.substr(0, plus);
    const Part* part = find(id);
    if (part == nullptr) {
      return fail(fmt::format("the leg has no structure '{}' to place something on", id), where);
    }
    parts.push_back(part);
    anchor.remove_prefix(plus == std::string_view::npos ? anchor.size() : plus + 1);
  }
  return parts;
}

Result<glm::dvec3> Places::on_path(const std::string& path, double fraction, const std::string& where) const {
  const auto found = paths_.find(path);
  if (found == paths_.end()) {
    return fail("no path of this name has been laid yet", where, path);
  }
  const std::vector<glm::dvec3>& points = found->second;
  double length = 0.0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    length += glm::distance(points[i - 1], points[i]);
  }
  double left = std::clamp(fraction, 0.0, 1.0) * length;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double step = glm::distance(points[i - 1], points[i]);
    if (left <= step && step > 0.0) {
      return glm::mix(points[i - 1], points[i], left / step);
    }
    left -= step;
  }
  return points.back();
}

Result<glm::dvec3> Places::on_section(const std::vector<const Part*>& parts, const std::vector<std::string>& at,
                                      const std::string& where) const {
  const auto level = number_of(at[0], where, "the level");
  if (!level) {
    return tl::unexpected(level.error());
  }
  std::vector<Curve> curves;
  for (const Part* part : parts) {
    for (Curve& curve : sections(*part, height_of(*level))) {
      curves.push_back(std::move(curve));
    }
  }
  if (curves.empty()) {
    return fail(fmt::format("{} has no section at level {}", parts.front()->id, *level), where);
  }
  if (at.size() == 1) {
    return centre_of(curves.front());
  }
  const auto side = side_of(at[1]);
  if (!side || at.size() < 3 || at.size() > 4) {
    return fail("a place on a section is LEVEL SIDE U [OFFSET], SIDE front, back, medial or lateral", where);
  }
  const auto u = number_of(at[2], where, "U");
  const auto offset = at.size() == 4 ? number_of(at[3], where, "the offset") : Result<double>(0.0);
  if (!u || !offset) {
    return tl::unexpected(u ? offset.error() : u.error());
  }
  double least = 1e30;
  double most = -1e30;
  for (const Curve& curve : curves) {
    for (const glm::dvec3& p : curve) {
      least = std::min(least, glm::dot(p, side->across));
      most = std::max(most, glm::dot(p, side->across));
    }
  }
  constexpr double kRim = 0.005;  // a line along the very edge crosses nothing
  const double across = glm::mix(least, most, std::clamp(*u, kRim, 1.0 - kRim));
  const auto depth = bridged(curves, *side, across, most - least);
  if (!depth) {
    return fail(fmt::format("{} has nothing at U {} of its section", parts.front()->id, *u), where);
  }
  return across * side->across + (*depth + *offset) * side->out + glm::dvec3(0.0, height_of(*level), 0.0);
}

Result<glm::dvec3> Places::on_box(const std::vector<const Part*>& parts, const std::vector<std::string>& at,
                                  const std::string& where) const {
  if (parts.size() != 1 || at.size() < 4 || at.size() > 5) {
    return fail("a place in a box is 'box X Y Z [OFFSET]' of one structure", where);
  }
  glm::dvec4 numbers(0.0);
  for (std::size_t i = 1; i < at.size(); ++i) {
    const auto number = number_of(at[i], where, "a coordinate");
    if (!number) {
      return tl::unexpected(number.error());
    }
    numbers[static_cast<int>(i) - 1] = *number;
  }
  const geometry::Box& box = parts[0]->box;
  const glm::dvec3 inside = glm::dvec3(box.min) + glm::dvec3(numbers) * glm::dvec3(box.size());
  const auto out = clearance(*parts[0], inside, 1e4);
  return out ? Result<glm::dvec3>(inside + (numbers.w - out->distance_mm) * out->out)
             : fail("the structure has no surface", where);
}

Result<glm::dvec3> Places::find_place(const std::string& anchor, const std::string& at,
                                      const std::string& where) const {
  const std::vector<std::string> words = words_of(at);
  if (words.empty()) {
    return fail("a place needs a level, a landmark's id or a fraction", where);
  }
  if (anchor == "landmark") {
    for (const Landmark& landmark : leg_.landmarks) {
      if (landmark.id == words[0]) {
        return landmark.position_mm;
      }
    }
    return fail(fmt::format("the leg has no landmark '{}'", words[0]), where);
  }
  if (anchor == "leg" || anchor.starts_with("path:")) {
    const auto value = number_of(words[0], where, anchor == "leg" ? "the level" : "the fraction");
    if (!value) {
      return tl::unexpected(value.error());
    }
    return anchor == "leg" ? Result<glm::dvec3>(glm::dvec3(0.0, height_of(*value), 0.0))
                           : on_path(anchor.substr(5), *value, where);
  }
  const auto parts = named(anchor, where);
  if (!parts) {
    return tl::unexpected(parts.error());
  }
  return words[0] == "box" ? on_box(*parts, words, where) : on_section(*parts, words, where);
}

Result<std::vector<glm::dvec3>> Places::find_places(const std::string& anchor, const std::string& at, double step_mm,
                                                    const std::string& where) const {
  const std::size_t dots = at.find("..");
  if (!anchor.starts_with("path:") || dots == std::string::npos) {
    const auto place = find_place(anchor, at, where);
    if (!place) {
      return tl::unexpected(place.error());
    }
    return std::vector<glm::dvec3>{*place};
  }
  const auto from = number_of(at.substr(0, dots), where, "the first fraction");
  const auto to = number_of(at.substr(dots + 2), where, "the last fraction");
  if (!from || !to) {
    return tl::unexpected(from ? to.error() : from.error());
  }
  const auto path = paths_.find(anchor.substr(5));
  if (path == paths_.end()) {
    return fail("no path of this name has been laid yet", where, anchor.substr(5));
  }
  double length = 0.0;
  for (std::size_t i = 1; i < path->second.size(); ++i) {
    length += glm::distance(path->second[i - 1], path->second[i]);
  }
  const auto count = std::max(2, static_cast<int>(std::lround(std::abs(*to - *from) * length / step_mm)) + 1);
  std::vector<glm::dvec3> points;
  for (int i = 0; i < count; ++i) {
    const double fraction = glm::mix(*from, *to, static_cast<double>(i) / (count - 1));
    points.push_back(*on_path(path->first, fraction, where));
  }
  return points;
}

}  // namespace crus::atlas
