// Laying the regions of the data on a leg's own bones.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "anatomy/attachments.hpp"
#include "leg/leg.hpp"

namespace crus {

// Above this the bone is too unlike the one the region was defined on, and the region is withheld.
inline constexpr double kMostAttachmentResidual_mm = 4.0;

// A region cut out of a surface.
struct SurfacePatch {
  geometry::Mesh mesh;          // on the surface's own facets, with its normals interpolated
  std::vector<float> depth_mm;  // the field there, positive inside
  std::vector<std::vector<glm::vec3>> boundary;
  double area_mm2 = 0.0;
  glm::dvec3 centroid_mm{0.0};
};
// Where `field` (about the signed distance in mm, by point and unit normal) is negative. Triangles near the edge are
// divided until they are finer than the field's changes, so that the patch depends on the surface and not on how it is
// cut into triangles; then they are clipped. Pieces smaller than a twentieth of the whole are dropped. The mesh needs
// one normal per position.
using SurfaceField = std::function<double(const glm::dvec3&, const glm::dvec3&)>;
[[nodiscard]] SurfacePatch cut_patch(const geometry::Mesh& surface, const SurfaceField& field);

// The attachments of a leg. `defined_on` is the built-in leg; when it is the leg itself regions are evaluated in the
// coordinates of its own bones (residual 0), else each bone is registered and the regions are carried by closest points
// with agreeing normals. What is withheld, and why, is added to `warnings`. Deterministic.
[[nodiscard]] std::vector<Attachment> lay_attachments(const Leg& leg, const anatomy::AttachmentRegions& regions,
                                                      const Leg& defined_on, std::vector<std::string>& warnings);

}  // namespace crus
