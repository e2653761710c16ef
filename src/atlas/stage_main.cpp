// What the build itself runs: the catalogue's lint and the making of the built-in leg.
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

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

int lint(const std::filesystem::path& assets_folder) {
  const auto catalogue = crus::anatomy::Catalogue::load(assets_folder / "catalogue");
  if (!catalogue) {
    return failed(catalogue.error());
  }
  const auto regions = crus::anatomy::AttachmentRegions::load(assets_folder / "attachments");
  if (!regions) {
    return failed(regions.error());
  }
  std::vector<crus::Error> problems = catalogue->lint();
  const std::vector<crus::Error> more = regions->lint(*catalogue);
  problems.insert(problems.end(), more.begin(), more.end());
  for (const crus::Error& problem : problems) {
    std::cerr << problem.message() << "\n";
  }
  return problems.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}

int lint_pain(const std::filesystem::path& assets_folder) {
  const auto catalogue = crus::anatomy::Catalogue::load(assets_folder / "catalogue");
  if (!catalogue) {
    return failed(catalogue.error());
  }
  const auto data = crus::anatomy::PainData::load(assets_folder / "pain");
  if (!data) {
    return failed(data.error());
  }
  const std::vector<crus::Error> problems = data->lint(*catalogue);
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

int lint_motion(const std::filesystem::path& assets_folder) {
  const auto catalogue = crus::anatomy::Catalogue::load(assets_folder / "catalogue");
  if (!catalogue) {
    return failed(catalogue.error());
  }
  const auto data = crus::anatomy::MotionData::load(assets_folder / "motion");
  if (!data) {
    return failed(data.error());
  }
  const std::vector<crus::Error> problems = data->lint(*catalogue);
  for (const crus::Error& problem : problems) {
    std::cerr << problem.message() << "\n";
  }
  return problems.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
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
  if (command == "lint" && argc == 3) {
    return lint(argv[2]);
  }
  if (command == "lint-pain" && argc == 3) {
    return lint_pain(argv[2]);
  }
  if (command == "bake" && (argc == 4 || argc == 5)) {
    return bake(argv[2], argv[3], argc == 5 ? std::atoi(argv[4]) : 0);
  }
  if (command == "lint-motion" && argc == 3) {
    return lint_motion(argv[2]);
  }
  if (command == "bake-rig" && argc == 5) {
    return bake_rig(argv[2], argv[3], argv[4]);
  }
  std::cerr << "usage: crus_stage_tool lint ASSETS_FOLDER | lint-pain ASSETS_FOLDER | lint-motion ASSETS_FOLDER | "
               "bake ASSETS_FOLDER OUT [THREADS] | bake-rig ASSETS_FOLDER LEG OUT\n";
  return 2;
}
