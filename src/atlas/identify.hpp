// From imported meshes with names to the structures of one leg: which is which, which side, which belong together.
#pragma once

#include <string>
#include <vector>

#include "anatomy/recognise.hpp"
#include "atlas/import.hpp"
#include "geometry/mesh.hpp"

namespace crus::atlas {

// One structure to be, in file units and axes, vertices as the file splits them.
struct Part {
  std::string id;    // catalogue id; empty when unrecognised
  std::string name;  // the file's own name for it
  anatomy::Side side = anatomy::Side::none;
  std::vector<std::string> alternatives;  // further ids, to be decided by position
  geometry::Mesh mesh;
};

struct Parts {
  std::vector<Part> parts;  // in the order of the file
  anatomy::Side side = anatomy::Side::none;
  std::vector<std::string> warnings;
};

// `model_name` is the name of the file or folder, which may tell the side where no mesh does. Of a model with both
// legs the one with more recognised structures is kept (the right one of equals), and a warning says so.
[[nodiscard]] Parts identify(std::vector<ImportedMesh> meshes, const anatomy::Recogniser& recogniser,
                             const std::string& model_name);

}  // namespace crus::atlas
