#include "scene/camera.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/units.hpp"
#include "scene/layers.hpp"
#include "scene/scene.hpp"
#include "session/camera_commands.hpp"

namespace crus::scene {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::max();

glm::vec3 box_corner(const geometry::Box& box, unsigned corner) {
  return {(corner & 1U) != 0 ? box.max.x : box.min.x, (corner & 2U) != 0 ? box.max.y : box.min.y,
          (corner & 4U) != 0 ? box.max.z : box.min.z};
}

double half_angle_tangent(const Camera& camera) {
  return std::tan(0.5 * radians(std::clamp(camera.field_of_view_deg, 1.0, 150.0)));
}

}  // namespace

CameraAxes axes_of(const Camera& camera) {
  const double azimuth = radians(camera.azimuth_deg);
  const double elevation = radians(std::clamp(camera.elevation_deg, -90.0, 90.0));
  const glm::dvec3 back(std::cos(elevation) * std::cos(azimuth), std::sin(elevation),
                        std::cos(elevation) * std::sin(azimuth));
  const glm::dvec3 up(-std::sin(elevation) * std::cos(azimuth), std::cos(elevation),
                      -std::sin(elevation) * std::sin(azimuth));
  return {glm::cross(up, back), up, back};
}

Fit::Fit(const Camera& camera, glm::dvec2 spread)
    : camera_(camera),
      axes_(axes_of(camera)),
      spread_(spread),
      low_(kInfinite),
      high_(-kInfinite),
      near_(-kInfinite),
      far_(kInfinite) {}

// A point p is inside when |(p - c).right| <= spread (c - p).back for the camera's place c: linear in c, so the largest
// of +-p.right + spread p.back over all points is all that matters.
Fit::Reach Fit::reach_of(const glm::dvec3& point) const {
  const glm::dvec2 at(glm::dot(point, axes_.right), glm::dot(point, axes_.up));
  const double depth = glm::dot(point, axes_.back);
  const glm::dvec2 lean = camera_.orthographic ? glm::dvec2(0.0) : spread_ * depth;
  return {at - lean, at + lean, depth};
}

void Fit::add(const glm::dvec3& point) {
  const Reach reach = reach_of(point);
  high_ = glm::max(high_, reach.high);
  low_ = glm::min(low_, reach.low);
  near_ = std::max(near_, reach.depth);
  far_ = std::min(far_, reach.depth);
  any_ = true;
}

// Each reach is linear in the point, so it is largest at a corner.
bool Fit::holds(const geometry::Box& box, const glm::vec3& offset) const {
  for (unsigned corner = 0; corner < 8; ++corner) {
    const Reach reach = reach_of(glm::dvec3(box_corner(box, corner) + offset));
    if (reach.high.x > high_.x || reach.high.y > high_.y || reach.low.x < low_.x || reach.low.y < low_.y ||
        reach.depth > near_ || reach.depth < far_) {
      return false;
    }
  }
  return true;
}

Camera Fit::fitted() const {
  if (!any_) {
    return camera_;
  }
  const glm::dvec2 needed = 0.5 * (high_ - low_) / spread_;
  const glm::dvec2 middle = 0.5 * (high_ + low_);
  const double half_height = std::max({needed.x, needed.y, 1e-3});
  const double depth_of_target = 0.5 * (near_ + far_);
  Camera camera = camera_;
  camera.target_mm = axes_.right * middle.x + axes_.up * middle.y + axes_.back * depth_of_target;
  camera.distance_mm = camera_.orthographic ? half_height : std::max(half_height - depth_of_target, 1e-3);
  return camera;
}

render::View view_of(const Camera& camera, const geometry::Box& box, glm::ivec2 size) {
  const CameraAxes axes = axes_of(camera);
  const double distance = std::max(camera.distance_mm, 1e-3);
  const glm::dvec3 eye = camera.target_mm + axes.back * distance;
  glm::dmat4 view(1.0);
  for (int column = 0; column < 3; ++column) {
    view[column] = {axes.right[column], axes.up[column], axes.back[column], 0.0};
  }
  view[3] = {-glm::dot(axes.right, eye), -glm::dot(axes.up, eye), -glm::dot(axes.back, eye), 1.0};

  double nearest = kInfinite;
  double farthest = -kInfinite;
  for (unsigned corner = 0; corner < 8 && !box.empty(); ++corner) {
    const double along = glm::dot(eye - glm::dvec3(box_corner(box, corner)), axes.back);
    nearest = std::min(nearest, along);
    farthest = std::max(farthest, along);
  }
  if (box.empty()) {
    nearest = 0.5 * distance;
    farthest = 2.0 * distance;
  }
  const double pad = 1.0 + 0.01 * (farthest - nearest);
  nearest -= pad;
  farthest += pad;

  const double height = half_angle_tangent(camera);
  const double aspect = static_cast<double>(std::max(size.x, 1)) / static_cast<double>(std::max(size.y, 1));
  glm::dmat4 clip(0.0);
  if (camera.orthographic) {
    clip[0][0] = 1.0 / (height * distance * aspect);
    clip[1][1] = 1.0 / (height * distance);
    clip[2][2] = -2.0 / (farthest - nearest);
    clip[3][2] = -(farthest + nearest) / (farthest - nearest);
    clip[3][3] = 1.0;
  } else {
    farthest = std::max(farthest, 1.0);
    nearest = std::max(nearest, farthest * 1e-3);
    clip[0][0] = 1.0 / (height * aspect);
    clip[1][1] = 1.0 / height;
    clip[2][2] = -(farthest + nearest) / (farthest - nearest);
    clip[2][3] = -1.0;
    clip[3][2] = -2.0 * farthest * nearest / (farthest - nearest);
  }
  return {glm::mat4(view), glm::mat4(clip)};
}

struct CameraFitter::State {
  Session session;
  Fit fit;
};

namespace {

Fit fit_of(const Leg& leg, const Session& session, glm::ivec2 size) {
  constexpr double kMargin = 0.06;
  const double aspect = static_cast<double>(std::max(size.x, 1)) / static_cast<double>(std::max(size.y, 1));
  const double tangent = session.camera.orthographic ? 1.0 : half_angle_tangent(session.camera);
  const double columns = 2.0 * label_column_fraction(leg, session, size);
  return {session.camera, {tangent * aspect * (1.0 - kMargin - columns), tangent * (1.0 - kMargin)}};
}

}  // namespace

CameraFitter::CameraFitter(const Leg& leg, const Session& session, glm::ivec2 size)
    : state_(std::make_unique<State>(State{session, fit_of(leg, session, size)})) {}
CameraFitter::~CameraFitter() = default;

void CameraFitter::add(const Leg& leg) {
  const Session& session = state_->session;
  const Placement placement = placement_of(leg, session);
  const auto kept = [&](const glm::vec3& p) {
    return !placement.cut || glm::dot(glm::vec3(*placement.cut), p) <= placement.cut->w;
  };
  // The largest first: most of the others lie within its reach and need not be looked at point by point.
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    if (visibility(leg, leg.structures[i], session) != Visibility::hidden) {
      order.push_back(i);
    }
  }
  const auto diagonal = [&](std::size_t i) { return glm::length(leg.structures[i].box.size()); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return diagonal(a) > diagonal(b); });
  for (const std::size_t i : order) {
    if (state_->fit.holds(leg.structures[i].box, placement.offset_mm[i])) {
      continue;
    }
    // Within 2 mm, and the margin is wider.
    for (const glm::uvec3& t : coarsest(leg.structures[i])) {
      for (const std::uint32_t corner : {t.x, t.y, t.z}) {
        const glm::vec3& position = leg.structures[i].mesh.positions[corner];
        if (kept(position)) {
          state_->fit.add(glm::dvec3(position + placement.offset_mm[i]));
        }
      }
    }
  }
}

void CameraFitter::add(const glm::dvec3& point) { state_->fit.add(point); }

Camera CameraFitter::camera() const {
  Camera camera = state_->fit.fitted();
  if (camera.orthographic) {
    camera.distance_mm /= half_angle_tangent(camera);
  }
  return camera;
}

Camera fitted_camera(const Leg& leg, const Session& session, glm::ivec2 size) {
  if (!session.camera_fits) {
    return session.camera;
  }
  CameraFitter fitter(leg, session, size);
  fitter.add(leg);
  return fitter.camera();
}

}  // namespace crus::scene
