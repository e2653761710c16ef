#include "anatomy/toml_reader.hpp"

#include <system_error>

#include "core/files.hpp"

namespace crus::anatomy {

Result<toml::table> parse_toml(const std::filesystem::path& path) {
  const auto text = read_text(path);
  if (!text) {
    return tl::unexpected(text.error());
  }
  try {
    return toml::parse(*text);
  } catch (const toml::parse_error& problem) {
    return fail(std::string(problem.description()),
                path.filename().string() + ":" + std::to_string(problem.source().begin.line));
  }
}

Result<std::vector<std::filesystem::path>> toml_files(const std::filesystem::path& folder) {
  std::error_code problem;
  std::vector<std::filesystem::path> files;
  auto entry = std::filesystem::directory_iterator(folder, problem);
  while (!problem && entry != std::filesystem::directory_iterator()) {
    if (entry->path().extension() == ".toml") {
      files.push_back(entry->path());
    }
    entry.increment(problem);
  }
  if (problem) {
    return fail("cannot read the catalogue's folder: " + problem.message(), folder.string());
  }
  if (files.empty()) {
    return fail("the catalogue's folder holds no .toml file", folder.string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace crus::anatomy
