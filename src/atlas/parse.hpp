// One foreign file through Assimp. Runs in the worker process only: the parser may crash, hang or exhaust memory.
#pragma once

#include <filesystem>

#include "atlas/import.hpp"
#include "core/result.hpp"

namespace crus::atlas {

struct ParsedFile {
  std::vector<ImportedMesh> meshes;  // at least one; file_stem is left to the parent
  std::string copyright;
};

// `folder` is canonical; nothing outside it is opened.
[[nodiscard]] Result<ParsedFile> parse_file(const std::filesystem::path& file, const std::filesystem::path& folder);

}  // namespace crus::atlas
