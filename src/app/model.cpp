#include "app/model.hpp"

#include "core/files.hpp"
#include "core/log.hpp"
#include "leg/mirror.hpp"
#include "pain/field_file.hpp"

namespace crus::app {

Result<std::shared_ptr<const anatomy::Catalogue>> load_catalogue() {
  auto share = share_folder();
  if (!share) {
    return tl::unexpected(share.error());
  }
  auto catalogue = anatomy::Catalogue::load(*share / "assets" / "catalogue");
  if (!catalogue) {
    return tl::unexpected(catalogue.error());
  }
  if (auto data = load_pain_data(*catalogue)) {
    catalogue->set_pain(std::make_shared<const anatomy::PainData>(std::move(*data)));
  } else {
    log::warning("no pain patterns: " + data.error().message());
  }
  return std::make_shared<const anatomy::Catalogue>(std::move(*catalogue));
}

Result<pain::PainFields> load_pain_fields(const Leg& leg, bool use_cache, const Progress* job) {
  if (leg.pain() == nullptr) {
    return fail("there are no pain patterns", {}, "crus check says what is wrong with them");
  }
  const std::filesystem::path cache = cache_folder();
  const bool keep = use_cache && !cache.empty();
  return pain::load_fields(leg, *leg.pain(), keep ? cache / "pain" : std::filesystem::path(), job);
}

Result<anatomy::PainData> load_pain_data(const anatomy::Catalogue& catalogue) {
  const auto share = share_folder();
  if (!share) {
    return tl::unexpected(share.error());
  }
  auto data = anatomy::PainData::load(*share / "assets" / "pain");
  if (!data) {
    return data;
  }
  if (const auto problems = data->lint(catalogue); !problems.empty()) {
    return tl::unexpected(problems.front());
  }
  return data;
}

atlas::LoadOptions load_options(const ModelOptions& options) {
  atlas::LoadOptions load;
  load.unit = options.unit;
  load.up = options.up;
  load.use_cache = !options.no_cache;
  load.share = share_folder().value_or(std::filesystem::path());
  return load;
}

namespace {

Result<LegPtr> open_as_it_is(const ModelOptions& options) {
  auto catalogue = load_catalogue();
  if (!catalogue) {
    return tl::unexpected(catalogue.error());
  }
  if (options.path.empty()) {
    return share_folder().and_then([&](const auto& share) { return atlas::load_builtin(share, *catalogue); });
  }
  Progress progress;
  return atlas::load_model(options.path, load_options(options), *catalogue, progress);
}

}  // namespace

Result<LegPtr> open_leg(const ModelOptions& options) {
  auto leg = open_as_it_is(options);
  if (!leg || options.side.empty()) {
    return leg;
  }
  if ((*leg)->side == anatomy::Side::none) {
    return fail("it is not known which side this model is, so it cannot be mirrored", (*leg)->source,
                "leave out --side");
  }
  return as_side(*leg, options.side == "left" ? anatomy::Side::left : anatomy::Side::right);
}

int failed_command(const CommandError& problem) { return failed(problem.error, problem.exit_code); }

int failed(const Error& error, int exit_code) {
  log::error(error.message());
  return exit_code;
}

}  // namespace crus::app
