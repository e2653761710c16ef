#include "leg/footprint.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "geometry/closest.hpp"

namespace crus {
namespace {

constexpr double kHeight_mm = 19.8;
constexpr double kTopWidth_mm = 23.8;
constexpr double kBottomWidth_mm = 31.2;
// Bone this near to the tendon counts as touched when the contact is located.
constexpr float kTouching_mm = 1.5F;

struct Contact {
  glm::dvec3 centre{0.0};
  glm::dvec3 out{0.0};     // mean normal of the touched bone
  glm::dvec3 up{0.0};      // in the contact's plane, towards the knee
  glm::dvec3 across{0.0};  // and square to both
  bool found = false;
};

Contact contact_of(const geometry::Mesh& bone, const std::vector<float>& distances) {
  // Each vertex counts with the area round it, or finely meshed corners would pull the middle.
  std::vector<double> area(bone.positions.size(), 0.0);
  for (const glm::uvec3& t : bone.triangles) {
    const glm::dvec3 a(bone.positions[t.x]);
    const double third =
        glm::length(glm::cross(glm::dvec3(bone.positions[t.y]) - a, glm::dvec3(bone.positions[t.z]) - a)) / 6.0;
    for (int k = 0; k < 3; ++k) {
      area[t[k]] += third;
    }
  }
  Contact contact;
  double sum = 0.0;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    if (distances[i] < kTouching_mm) {
      contact.centre += area[i] * glm::dvec3(bone.positions[i]);
      contact.out += area[i] * glm::dvec3(bone.normals[i]);
      sum += area[i];
    }
  }
  if (!(sum > 0.0) || !(glm::length(contact.out) > 0.1 * sum)) {
    return contact;
  }
  contact.centre /= sum;
  contact.out = glm::normalize(contact.out);
  const glm::dvec3 up = glm::dvec3(0.0, 1.0, 0.0) - contact.out.y * contact.out;
  if (glm::length(up) < 0.1) {
    return contact;
  }
  contact.up = glm::normalize(up);
  contact.across = glm::cross(contact.out, contact.up);
  contact.found = true;
  return contact;
}

// Distance outside the trapezoid, 0 within; measured level, which the slight slope of its sides allows.
double outside_trapezoid(double height, double across) {
  const double share = std::clamp(height / kHeight_mm + 0.5, 0.0, 1.0);
  const double half_width = 0.5 * (kBottomWidth_mm + share * (kTopWidth_mm - kBottomWidth_mm));
  const double above = std::max(0.0, std::abs(height) - 0.5 * kHeight_mm);
  const double beside = std::max(0.0, std::abs(across) - half_width);
  return std::hypot(above, beside);
}

}  // namespace

std::vector<float> footprint_field(const geometry::Mesh& calcaneus, const geometry::Mesh& tendon) {
  std::vector<float> field(calcaneus.positions.size(), kFarFromFootprint_mm);
  if (calcaneus.normals.size() != calcaneus.positions.size() || tendon.empty()) {
    return field;
  }
  const geometry::SurfaceTree tree(tendon);
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (const auto hit = tree.closest(calcaneus.positions[i], kFarFromFootprint_mm)) {
      field[i] = tree.contains(calcaneus.positions[i]) ? 0.0F : hit->distance_mm;
    }
  }
  const Contact contact = contact_of(calcaneus, field);
  for (std::size_t i = 0; i < field.size(); ++i) {
    const glm::dvec3 d = glm::dvec3(calcaneus.positions[i]) - contact.centre;
    // The far side of the bone can lie under the trapezoid too.
    const bool faces_out = contact.found && glm::dot(glm::dvec3(calcaneus.normals[i]), contact.out) > 0.0;
    const double excess = outside_trapezoid(glm::dot(d, contact.up), glm::dot(d, contact.across));
    field[i] = faces_out ? std::min(field[i] + static_cast<float>(excess), kFarFromFootprint_mm) : kFarFromFootprint_mm;
  }
  return field;
}

}  // namespace crus
