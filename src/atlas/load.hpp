// The one door to a leg: a path or the built-in one, cached on disk. Blocking; call it on a worker thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

struct LoadOptions {
  std::string unit;  // "" infers; else m, dm, cm, mm, in
  std::string up;    // "" infers; else +x -x +y -y +z -z (x, y, z mean +)
  bool use_cache = true;
  // The program that is started as `worker import-worker ...` to parse files (see worker.hpp).
  std::filesystem::path worker = {};  // empty: the running program
  // The program's share folder: attachments are carried over from the built-in leg there. Empty: no attachments.
  std::filesystem::path share = {};
};

// A mesh file or a folder of mesh files. Errors: missing, unreadable, empty, not a mesh, no triangles, cancelled.
// A bad file among good ones, unrecognised meshes and withheld figures are warnings in the leg.
[[nodiscard]] Result<LegPtr> load_model(const std::filesystem::path& path, const LoadOptions& options,
                                        const std::shared_ptr<const anatomy::Catalogue>& catalogue, Progress& progress);

// The leg baked at build time (share/builtin.crusleg).
[[nodiscard]] Result<LegPtr> load_builtin(const std::filesystem::path& share_folder,
                                          std::shared_ptr<const anatomy::Catalogue> catalogue);

}  // namespace crus::atlas
