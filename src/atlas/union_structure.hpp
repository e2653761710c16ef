// Structures that one tube cannot hold: a table of tubes, united and blended.
//
// assets/atlas/unions/<id>.csv:
//   structure,ID
//   unit,mm
//   voxel,MM        spacing of the grid they are united on
//   film,MM         sheets thinner than about twice this are dropped (may be left out)
//   close,MM        crevices narrower than about twice this are filled (may be left out)
//   part,FILE,BLEND_MM,EDGE_MM,SMOOTH_MM   a section table below assets/atlas, the radius of its fillet towards the
//                   parts above it, the length of the triangles' edges near it, the softening of all so far
//                   (geometry::UnionPart)
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "geometry/mesh.hpp"

namespace crus::atlas {

struct UnionTable {
  double voxel_mm = 0.5;
  double film_mm = 0.0;
  double close_mm = 0.0;
  struct Part {
    std::string file;
    double blend_mm = 0.0;
    double edge_mm = 1.0;
    double smooth_mm = 0.0;
  };
  std::vector<Part> parts;
};

// Errors name file, line and what is wrong.
[[nodiscard]] Result<UnionTable> read_union(const std::filesystem::path& file);

// Reads the table and its parts, lofts and unites them. Same bytes for any number of threads (0: as many as the machine
// has).
[[nodiscard]] Result<geometry::Mesh> build_union(const std::filesystem::path& atlas_folder, const std::string& file,
                                                 int threads);

}  // namespace crus::atlas
