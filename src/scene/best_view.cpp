#include "scene/best_view.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/units.hpp"
#include "geometry/closest.hpp"

namespace crus::scene {
namespace {

constexpr std::size_t kMostSamples = 1500;
constexpr double kPointShare = 0.3;    // what seeing the point is worth, against the whole pattern
constexpr double kLevelShare = 0.002;  // lost for each degree of elevation
constexpr double kNamedShare = 0.02;   // gained by a direction that has a name
constexpr float kOffSurfaceMm = 0.5F;

struct Sample {
  glm::vec3 place{0.0F}, out{0.0F};
  double amount = 0.0;  // area times weight
};

glm::dvec3 direction_of(const ViewDirection& view) {
  const double azimuth = radians(view.azimuth_deg);
  const double elevation = radians(view.elevation_deg);
  return {std::cos(elevation) * std::cos(azimuth), std::sin(elevation), std::cos(elevation) * std::sin(azimuth)};
}

class Seen {
 public:
  // Places where the pattern is at least `least`.
  Seen(const Leg& leg, const pain::PainFields& fields, std::string_view pattern, float least)
      : skin_(leg.structures[fields.skin].mesh), tree_(skin_) {
    const std::vector<float> field = fields.field(*leg.pain(), pattern);
    for (const glm::uvec3& t : skin_.triangles) {
      const float value = (field[t.x] + field[t.y] + field[t.z]) / 3.0F;
      const glm::vec3& a = skin_.positions[t.x];
      const glm::vec3 normal = glm::cross(skin_.positions[t.y] - a, skin_.positions[t.z] - a);
      const float length = glm::length(normal);
      if (value >= least && length > 1e-6F) {
        samples_.push_back({(a + skin_.positions[t.y] + skin_.positions[t.z]) / 3.0F, normal / length,
                            0.5 * static_cast<double>(length * value)});
      }
    }
    thin_out();
    for (const Sample& sample : samples_) {
      whole_ += sample.amount;
    }
    if (const pain::TriggerPoint* point = fields.point(pattern)) {
      glm::vec3 place(point->skin_mm);
      place.z = leg.side != fields.side ? -place.z : place.z;
      if (const auto hit = tree_.closest(place)) {
        const glm::uvec3& t = skin_.triangles[hit->triangle];
        const glm::vec3& a = skin_.positions[t.x];
        point_ =
            Sample{hit->point, glm::normalize(glm::cross(skin_.positions[t.y] - a, skin_.positions[t.z] - a)), 1.0};
      }
    }
  }

  [[nodiscard]] bool any() const { return whole_ > 0.0; }
  [[nodiscard]] bool has_point() const { return point_.has_value(); }
  // The share of the pattern that is seen, by how squarely; 0..1.
  [[nodiscard]] double pattern_share(const glm::dvec3& eye) const {
    double seen = 0.0;
    for (const Sample& sample : samples_) {
      seen += sample.amount * squareness(sample, eye);
    }
    return whole_ > 0.0 ? seen / whole_ : 0.0;
  }
  [[nodiscard]] double point_share(const glm::dvec3& eye) const { return point_ ? squareness(*point_, eye) : 0.0; }

 private:
  void thin_out() {
    const std::size_t step = samples_.size() / kMostSamples + 1;
    std::vector<Sample> kept;
    for (std::size_t i = 0; i < samples_.size(); i += step) {
      kept.push_back(samples_[i]);
    }
    samples_ = std::move(kept);
  }
  [[nodiscard]] double squareness(const Sample& sample, const glm::dvec3& eye) const {
    const glm::vec3 way(eye);
    const float facing = glm::dot(sample.out, way);
    if (facing <= 0.02F || tree_.first_hit(sample.place + kOffSurfaceMm * sample.out, way)) {
      return 0.0;
    }
    return static_cast<double>(facing);
  }

  const geometry::Mesh& skin_;
  geometry::SurfaceTree tree_;
  std::vector<Sample> samples_;
  std::optional<Sample> point_;
  double whole_ = 0.0;
};

}  // namespace

ViewDirection best_view(const Leg& leg, const pain::PainFields& fields, std::string_view pattern) {
  constexpr float kLeast = 0.1F;
  const Seen seen(leg, fields, pattern, kLeast);
  ViewDirection best{180.0, 0.0};
  if (!seen.any() && !seen.has_point()) {
    return best;
  }
  double most = -1.0;
  constexpr int kStepDeg = 15;
  for (int azimuth = -165; azimuth <= 180; azimuth += kStepDeg) {
    for (const double elevation : {0.0, -15.0, 12.0}) {
      const ViewDirection view{static_cast<double>(azimuth), elevation};
      const glm::dvec3 eye = direction_of(view);
      const double score = seen.pattern_share(eye) + kPointShare * seen.point_share(eye) -
                           kLevelShare * std::abs(elevation) + (azimuth % 45 == 0 ? kNamedShare : 0.0);
      if (score > most) {
        most = score;
        best = view;
      }
    }
  }
  return best;
}

ViewDirection best_near_view(const Leg& leg, const pain::PainFields& fields, std::string_view pattern,
                             const ViewDirection& first) {
  constexpr float kStrong = 0.6F;
  const Seen seen(leg, fields, pattern, kStrong);
  ViewDirection best = first;
  double most = -1.0;
  for (const double aside : {0.0, -20.0, 20.0, -40.0, 40.0}) {
    for (const double elevation : {0.0, -15.0, -30.0, -45.0, 15.0, 30.0}) {
      const ViewDirection view{first.azimuth_deg + aside, elevation};
      const double score =
          seen.pattern_share(direction_of(view)) - 0.5 * kLevelShare * std::abs(elevation) - 0.001 * std::abs(aside);
      if (score > most) {
        most = score;
        best = view;
      }
    }
  }
  return best;
}

}  // namespace crus::scene
