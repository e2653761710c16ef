// The child process that parses foreign files, so that a parser's crash is an error message and not the end of the
// program. The same binary started as `crus import-worker OUT FOLDER FILE...`: limits on memory, time and output; files
// are opened only below FOLDER, symbolic links resolved.
//
// OUT receives one record per file, in order: u64 length of what follows; u64 index of the file; u8 whether it could
// be read; then either what and advice as text, or the copyright line, a u64 count and that many meshes (names,
// parents, u32 node, positions, triangles). Texts and arrays are a u64 count and their content (bytes.hpp). On stdout
// it writes a line before each file, as a sign of life.
#pragma once

#include <optional>

namespace crus::atlas {

// Call first thing in main (and in test mains): if the arguments ask for the worker, does the job and returns the
// exit code; otherwise returns nothing.
[[nodiscard]] std::optional<int> run_worker_if_asked(int argc, char** argv);

}  // namespace crus::atlas
