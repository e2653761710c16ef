// What the build itself runs: the lint of the tables and the making of the built-in leg.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "anatomy/attachments.hpp"
#include "anatomy/catalogue.hpp"
#include "anatomy/motion_data.hpp"
#include "anatomy/pain_data.hpp"
#include "atlas/builtin.hpp"
#include "atlas/leg_file.hpp"
#include "atlas/rig_cache.hpp"

namespace {

int failed(const crus::Error& error) {
  std::cerr << "crus_stage_tool: " << error.message() << "\n";
  return EXIT_FAILURE;
}

template <class Data>
crus::Result<std::vector<crus::Error>> problems_of(const std::filesystem::path& folder,
                                                   const crus::anatomy::Catalogue& catalogue) {
  const auto data = Data::load(folder);
  if (!data) {
    return tl::unexpected(data.error());
  }
  return data->lint(catalogue);
}

// "lint" is about the catalogue and the attachments, "lint-pain" and "lint-motion" about their folders.
int lint(const std::string& command, const std::filesystem::path& assets_folder) {
  using namespace crus::anatomy;
  const auto catalogue = Catalogue::load(assets_folder / "catalogue");
  if (!catalogue) {
    return failed(catalogue.error());
  }
  const auto more = command == "lint-pain" ? problems_of<PainData>(assets_folder / "pain", *catalogue)
                    : command == "lint-motion"
                        ? problems_of<MotionData>(assets_folder / "motion", *catalogue)
                        : problems_of<AttachmentRegions>(assets_folder / "attachments", *catalogue);
  if (!more) {
    return failed(more.error());
  }
  std::vector<crus::Error> problems = command == "lint" ? catalogue->lint() : std::vector<crus::Error>();
  problems.insert(problems.end(), more->begin(), more->end());
  for (const crus::Error& problem : problems) {
    std::cerr << problem.message() << "\n";
  }
  return problems.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}

int bake(const std::filesystem::path& assets_folder, const std::string& output, int threads) {
  auto catalogue = crus::anatomy::Catalogue::load(assets_folder / "catalogue");
  if (!catalogue) {
    return failed(catalogue.error());
  }
  const auto leg = crus::atlas::build_leg(
      assets_folder, std::make_shared<const crus::anatomy::Catalogue>(std::move(*catalogue)), threads);
  if (!leg) {
    return failed(leg.error());
  }
  if (const auto written = crus::atlas::write_leg_file(*leg, output); !written) {
    return failed(written.error());
  }
  return EXIT_SUCCESS;
}

int bake_rig(const std::filesystem::path& assets_folder, const std::string& leg_file, const std::string& output) {
  auto catalogue = crus::anatomy::Catalogue::load(assets_folder / "catalogue");
  const auto data = crus::anatomy::MotionData::load(assets_folder / "motion");
  if (!catalogue || !data) {
    return failed(catalogue ? data.error() : catalogue.error());
  }
  const auto leg =
      crus::atlas::read_leg_file(leg_file, std::make_shared<const crus::anatomy::Catalogue>(std::move(*catalogue)));
  if (!leg) {
    return failed(leg.error());
  }
  if (const auto written = crus::atlas::bake_rig(*leg, *data, output); !written) {
    return failed(written.error());
  }
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if ((command == "lint" || command == "lint-pain" || command == "lint-motion") && argc == 3) {
    return lint(command, argv[2]);
  }
  if (command == "bake" && (argc == 4 || argc == 5)) {
    return bake(argv[2], argv[3], argc == 5 ? std::atoi(argv[4]) : 0);
  }
  if (command == "bake-rig" && argc == 5) {
    return bake_rig(argv[2], argv[3], argv[4]);
  }
  std::cerr << "usage: crus_stage_tool lint ASSETS_FOLDER | lint-pain ASSETS_FOLDER | lint-motion ASSETS_FOLDER | "
               "bake ASSETS_FOLDER OUT [THREADS] | bake-rig ASSETS_FOLDER LEG OUT\n";
  return 2;
}
