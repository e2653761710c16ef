// Foreign mesh files to triangles, by way of the worker process (worker.hpp). Knows no anatomy.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "core/progress.hpp"
#include "core/result.hpp"

namespace crus::atlas {

// One mesh at one node, in the file's unit and axes, node transforms applied. All indices are in range and all
// positions finite. Vertices are as the file splits them.
struct ImportedMesh {
  std::string file_stem;
  std::vector<std::string> names;    // the node's name, then the mesh's own (object or group); never empty strings
  std::vector<std::string> parents;  // names of the nodes above, nearest first
  std::uint32_t node = 0;            // meshes of one node share it; counts within the file
  std::vector<glm::vec3> positions;
  std::vector<glm::uvec3> triangles;
};

struct FailedFile {
  std::filesystem::path file;
  Error error;
};

struct Imported {
  std::vector<ImportedMesh> meshes;  // in the order of the files, then of the nodes
  std::vector<FailedFile> failed;
  std::string copyright;  // as the first file that has one states it
};

// Extensions Crus reads, lower case without dot.
[[nodiscard]] std::span<const std::string_view> mesh_extensions();
[[nodiscard]] bool has_mesh_extension(const std::filesystem::path& file);

// Parses the files, all of which lie in `folder`. `worker` is the program to start; empty means the running one. A
// file that cannot be read, holds no triangles, crashes the parser or takes too long costs only itself. Fails when
// cancelled or when no worker can be started.
[[nodiscard]] Result<Imported> import_files(std::span<const std::filesystem::path> files,
                                            const std::filesystem::path& folder, const std::filesystem::path& worker,
                                            Progress& progress);

}  // namespace crus::atlas
