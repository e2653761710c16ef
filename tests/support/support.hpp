// What tests of several rooms need: where things are, scratch folders, running the program.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace crus::test {

[[nodiscard]] std::filesystem::path source_folder();
// The staged share/crus of this build.
[[nodiscard]] std::filesystem::path built_share_folder();
// The crus binary of this build.
[[nodiscard]] std::filesystem::path program();

// $CRUS_REFERENCE_DIR, else ../shared/reference beside the source; empty when it does not exist. Real-input tests start
// with CRUS_NEEDS_REFERENCE() and are counted as skipped where it is absent.
[[nodiscard]] std::optional<std::filesystem::path> reference_folder();

// Adds a line to the file $CRUS_SKIP_LOG, by which scripts/test.sh counts real-input tests that could not run.
void count_skipped();

// A fresh folder, removed with all it holds at the end of the scope.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void write_file(const std::filesystem::path& file, const std::string& content);

struct RunResult {
  int exit_code = -1;  // 128 + signal when killed
  std::string out, err;
};
// Runs the crus binary with these arguments and this extra environment ("NAME=value"), no stdin.
[[nodiscard]] RunResult run_crus(const std::vector<std::string>& arguments,
                                 const std::vector<std::string>& environment = {});

}  // namespace crus::test

#define CRUS_NEEDS_REFERENCE()                                                  \
  if (!::crus::test::reference_folder()) {                                      \
    ::crus::test::count_skipped();                                              \
    GTEST_SKIP() << "real input: no reference meshes (set CRUS_REFERENCE_DIR)"; \
  }                                                                             \
  static_cast<void>(0)
