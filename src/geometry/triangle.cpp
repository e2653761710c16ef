#include "geometry/triangle.hpp"

namespace crus::geometry {

glm::dvec3 closest_barycentric(const glm::dvec3& p, const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& c) {
  const glm::dvec3 ab = b - a;
  const glm::dvec3 ac = c - a;
  const double d1 = glm::dot(ab, p - a);
  const double d2 = glm::dot(ac, p - a);
  if (d1 <= 0.0 && d2 <= 0.0) {
    return {1.0, 0.0, 0.0};
  }
  const double d3 = glm::dot(ab, p - b);
  const double d4 = glm::dot(ac, p - b);
  if (d3 >= 0.0 && d4 <= d3) {
    return {0.0, 1.0, 0.0};
  }
  const double vc = d1 * d4 - d3 * d2;
  if (vc <= 0.0 && d1 >= 0.0 && d3 <= 0.0) {
    const double v = d1 / (d1 - d3);
    return {1.0 - v, v, 0.0};
  }
  const double d5 = glm::dot(ab, p - c);
  const double d6 = glm::dot(ac, p - c);
  if (d6 >= 0.0 && d5 <= d6) {
    return {0.0, 0.0, 1.0};
  }
  const double vb = d5 * d2 - d1 * d6;
  if (vb <= 0.0 && d2 >= 0.0 && d6 <= 0.0) {
    const double w = d2 / (d2 - d6);
    return {1.0 - w, 0.0, w};
  }
  const double va = d3 * d6 - d5 * d4;
  if (va <= 0.0 && d4 >= d3 && d5 >= d6) {
    const double w = (d4 - d3) / ((d4 - d3) + (d5 - d6));
    return {0.0, 1.0 - w, w};
  }
  const double sum = va + vb + vc;
  return {va / sum, vb / sum, vc / sum};
}

}  // namespace crus::geometry
