// Models, views and pictures: opened, dropped, browsed for and saved; and what the window remembers of it.
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/image_file.hpp"
#include "app/window_loop.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "ui/text.hpp"

namespace crus::app {
namespace fs = std::filesystem;
namespace text = ui::text;
namespace {

constexpr std::uintmax_t kMaxViewBytes = std::uintmax_t{4} << 20U;

std::string lower_extension(const fs::path& file) { return lower(file.extension().string()); }

}  // namespace

fs::path free_name(const std::string& stem, const std::string& extension) {
  fs::path file = stem + extension;
  std::error_code code;
  for (int number = 2; fs::exists(file, code); ++number) {
    file = fmt::format("{}-{}{}", stem, number, extension);
  }
  return file;
}

Status WindowLoop::run_file_command(const std::vector<std::string>& words, bool& known) {
  known = true;
  const std::string& name = words.front();
  const std::string file = words.size() > 1 ? words[1] : std::string();
  if (name == "open") {
    if (lower_extension(file) == ".json") {
      return load_view(file);
    }
    open(file, file.empty());
    return {};
  }
  if (name == "drop") {
    dropped({words.begin() + 1, words.end()});
    return {};
  }
  if (name == "browse") {
    return browse(file);
  }
  if (name == "recent.clear") {
    settings_.places.recent.clear();
    refresh_recent();
    remember();
    return {};
  }
  if (name == "settings.save") {
    return save_settings();
  }
  if (name == "movie.save") {
    return save_movie(file);
  }
  if (name == "motion.csv") {
    return save_curves(file);
  }
  if (name == "picture.save") {
    return save_picture(file);
  }
  if (name == "view.save") {
    return save_view(file);
  }
  if (name == "view.load") {
    return load_view(file);
  }
  if (name == "stats") {
    return save_figures(file);
  }
  if (name == "screenshot") {
    if (file.empty()) {
      return fail(text::kNoFileName, {}, text::kScreenshotExample);
    }
    screenshot_ = file;
    return {};
  }
  return run_drawing_command(words, known);
}

Status WindowLoop::browse(const std::string& word) {
  constexpr std::array<std::pair<std::string_view, ui::Browse>, 9> kPurposes{
      {{"open", ui::Browse::open},
       {"load-view", ui::Browse::load_view},
       {"save-view", ui::Browse::save_view},
       {"save-picture", ui::Browse::save_picture},
       {"save-movie", ui::Browse::save_movie},
       {"save-numbers", ui::Browse::save_numbers},
       {"load-drawing", ui::Browse::load_drawing},
       {"save-drawing", ui::Browse::save_drawing},
       {"export-drawing", ui::Browse::export_drawing}}};
  const auto purpose =
      std::find_if(kPurposes.begin(), kPurposes.end(), [&](const auto& one) { return one.first == word; });
  if (purpose == kPurposes.end()) {
    std::vector<std::string> known;
    for (const auto& [name, browse] : kPurposes) {
      known.emplace_back(name);
    }
    return fail(text::kUnknownValue, "'" + word + "'", "say " + quoted_list(known));
  }
  panels_.browse = purpose->second;
  if (panels_.browse != ui::Browse::open && !desk_.leg()) {
    panels_.browse.reset();
    return fail(text::kNoViewYet);
  }
  return {};
}

void WindowLoop::open(const fs::path& path, bool builtin) {
  opening_ = builtin ? fs::path() : path;
  if (builtin) {
    loader_.start(text::kBuiltinName, [share = share_, catalogue = catalogue_](Progress&) {
      return packed(atlas::load_builtin(share, catalogue));
    });
    return;
  }
  const std::string name = path.filename().empty() ? path.parent_path().filename().string() : path.filename().string();
  loader_.start(name, [path, load = options_.load, catalogue = catalogue_](Progress& progress) {
    return packed(atlas::load_model(path, load, catalogue, progress));
  });
}

void WindowLoop::dropped(const std::vector<std::string>& paths) {
  frames_due_ = std::max(frames_due_, 2);
  if (paths.empty()) {
    return;
  }
  if (paths.size() > 1) {
    tell(ui::MessageKind::info, text::kSeveralDropped);
  }
  static_cast<void>(run_line("open " + quote_word(paths.front())));
}

Status WindowLoop::save_picture(const std::string& file) {
  if (!desk_.leg() || !picture_.begun()) {
    return fail(text::kNoPictureYet);
  }
  const fs::path target = file.empty() ? free_name("crus", ".png") : fs::path(file);
  const Status written = write_png(picture_.image(), target);
  if (written) {
    tell(ui::MessageKind::info, text::kSaved + target.string());
    visited(target.parent_path());
  }
  return written;
}

Status WindowLoop::save_view(const std::string& file) {
  if (!desk_.leg()) {
    return fail(text::kNoViewYet);
  }
  const fs::path target = file.empty() ? free_name("crus-view", ".json") : fs::path(file);
  Session saved = desk_.session();
  saved.motion.veins = saved.motion.pump ? shown_veins_ : std::nullopt;
  const Status written = write_atomically(target, to_json(saved));
  if (written) {
    tell(ui::MessageKind::info, text::kSaved + target.string());
    visited(target.parent_path());
  }
  return written;
}

Status WindowLoop::load_view(const std::string& file) {
  if (file.empty()) {
    return fail(text::kNoFileName);
  }
  if (loader_.active()) {
    // It speaks of the model that is on its way.
    first_commands_.push_back("view.load " + quote_word(file));
    return {};
  }
  if (!desk_.leg()) {
    return fail(text::kViewNeedsModel, file);
  }
  const auto text = read_text(file, kMaxViewBytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  const auto session = session_from_json(*text);
  if (!session) {
    Error error = session.error();
    error.where = file + (error.where.empty() ? "" : ", " + error.where);
    return tl::unexpected(error);
  }
  if (!session->leg_hash.empty() && session->leg_hash != desk_.leg()->hash.hex()) {
    tell(ui::MessageKind::warning, text::kOtherLeg + file);
  } else {
    tell(ui::MessageKind::info, text::kLoadedView + file);
  }
  desk_.replace(*session, text::kLoadViewStep, glfwGetTime());
  opened(file);
  return {};
}

void WindowLoop::opened(const fs::path& path) {
  add_recent(settings_.places.recent, path);
  std::error_code code;
  visited(fs::is_directory(path, code) ? path : path.parent_path());
  refresh_recent();
  remember();
}

void WindowLoop::visited(const fs::path& folder) {
  std::error_code code;
  const fs::path absolute = fs::absolute(folder.empty() ? fs::path(".") : folder, code).lexically_normal();
  if (!code) {
    settings_.places.last_folder = absolute.string();
  }
}

void WindowLoop::refresh_recent() {
  recent_.clear();
  std::error_code code;
  for (const std::string& path : settings_.places.recent) {
    recent_.push_back({path, fs::exists(path, code)});
  }
}

// A script leaves no trace but what it asks for.
void WindowLoop::remember() {
  if (options_.script) {
    return;
  }
  if (const Status saved = save_settings(); !saved && !settings_failure_told_) {
    settings_failure_told_ = true;
    log::warning(Error{text::kSettingsUnwritable, saved.error().where, saved.error().advice}.message());
  }
}

Status WindowLoop::save_settings() {
  Places& places = settings_.places;
  places.panel_shown = panels_.panel_wanted;
  places.panel_width = panels_.panel_width;
  places.closed_sections = panels_.closed_sections;
  places.maximized = glfwGetWindowAttrib(window_, GLFW_MAXIMIZED) == GLFW_TRUE;
  if (!places.maximized && glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_FALSE) {
    glfwGetWindowSize(window_, &places.window_size.x, &places.window_size.y);
  }
  return write_settings(settings_files(), settings_);
}

}  // namespace crus::app
