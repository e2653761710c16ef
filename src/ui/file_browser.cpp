#include "ui/file_browser.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.hpp"
#include "session/commands.hpp"
#include "ui/text.hpp"

namespace crus::ui {
namespace fs = std::filesystem;

namespace {

// What is saved or loaded: the ending of its files, the name proposed, the command.
struct Purpose {
  const char* ending;
  const char* stem;
  const char* command;
};
Purpose purpose_of(Browse purpose) {
  switch (purpose) {
    case Browse::open: return {"json", "crus-view", "open "};
    case Browse::load_view: return {"json", "crus-view", "view.load "};
    case Browse::save_view: return {"json", "crus-view", "view.save "};
    case Browse::save_picture: return {"png", "crus", "picture.save "};
    case Browse::save_movie: return {"mp4", "crus", "movie.save "};
    case Browse::save_numbers: return {"csv", "crus-motion", "motion.csv "};
    case Browse::load_drawing: return {"json", "crus-view", "drawing.load "};
    case Browse::save_drawing: return {"json", "crus-drawing", "drawing.save "};
    case Browse::export_drawing: return {"csv", "crus-drawing", "drawing.export "};
  }
  return {"json", "crus-view", "open "};
}

}  // namespace

std::string FileBrowser::ending() const { return purpose_of(purpose_).ending; }
std::string FileBrowser::stem() const { return purpose_of(purpose_).stem; }
std::string FileBrowser::command() const { return purpose_of(purpose_).command; }

std::vector<std::string> FileBrowser::extensions() const {
  if (all_files_) {
    return {};
  }
  if (purpose_ == Browse::export_drawing) {
    return {"csv", "png"};
  }
  if (purpose_ != Browse::open) {
    return {ending()};
  }
  std::vector<std::string> all = model_extensions_;
  all.emplace_back("json");
  return all;
}

void FileBrowser::open(Browse purpose, const fs::path& folder, std::span<const std::string> model_extensions) {
  *this = FileBrowser();
  open_ = true;
  purpose_ = purpose;
  model_extensions_.assign(model_extensions.begin(), model_extensions.end());
  std::error_code code;
  fs::path start = fs::absolute(folder.empty() ? fs::path(".") : folder, code);
  while (!go(start) && start.has_relative_path()) {
    start = start.parent_path();
  }
  message_.clear();
}

bool FileBrowser::go(const fs::path& folder) {
  auto list = list_folder(folder, extensions());
  if (!list) {
    const Error error{list.error().what, list.error().where, list.error().advice + "; " + text::kFolderAdvice};
    message_ = error.message();
    return false;
  }
  list_ = std::move(*list);
  message_ = list_.left_out > 0 ? fmt::format("{} {}", list_.left_out, text::kLeftOut) : std::string();
  replace_.clear();
  if (saves() && (typed_.empty() || name_is_ours_ || looks_like_path(typed_))) {
    propose_name();
  } else if (!saves()) {
    typed_.clear();
  }
  filter();
  return true;
}

void FileBrowser::up() {
  const std::string from = list_.folder.filename().string();
  if (list_.folder.has_relative_path() && go(list_.folder.parent_path())) {
    for (std::size_t row = 0; row < shown_.size(); ++row) {
      if (list_.entries[shown_[row]].name == from) {
        chosen_ = static_cast<int>(row);
      }
    }
  }
}

// The first of crus.png, crus-2.png ... that is free here.
void FileBrowser::propose_name() {
  std::error_code code;
  typed_ = stem() + "." + ending();
  // A drawing is added to those of its file.
  const bool adds = purpose_ == Browse::save_drawing;
  for (int number = 2; !adds && fs::exists(list_.folder / typed_, code) && number < 10'000; ++number) {
    typed_ = fmt::format("{}-{}.{}", stem(), number, ending());
  }
  name_is_ours_ = true;
}

void FileBrowser::filter() {
  shown_.clear();
  const bool searches = !saves() && !looks_like_path(typed_);
  const std::string wanted = searches ? lower(typed_) : std::string();
  for (std::size_t i = 0; i < list_.entries.size(); ++i) {
    if (lower(list_.entries[i].name).find(wanted) != std::string::npos) {
      shown_.push_back(i);
    }
  }
  chosen_ = searches && !wanted.empty() && !shown_.empty() ? 0 : -1;
}

void FileBrowser::type(std::string_view text) {
  typed_ = text;
  name_is_ours_ = false;
  message_.clear();
  replace_.clear();
  filter();
}

void FileBrowser::choose(int row) {
  chosen_ = row >= 0 && row < static_cast<int>(shown_.size()) ? row : -1;
  message_.clear();
}

void FileBrowser::move(int rows) {
  const int last = static_cast<int>(shown_.size()) - 1;
  choose(last < 0 ? -1 : std::clamp(chosen_ < 0 && rows < 0 ? last : chosen_ + rows, 0, last));
}

void FileBrowser::show_all_files(bool all) {
  const std::string typed = typed_;
  const bool ours = name_is_ours_;
  all_files_ = all;
  go(list_.folder);
  type(saves() && ours ? typed_ : typed);
  name_is_ours_ = ours;
}

std::string FileBrowser::completed() const {
  const std::size_t slash = typed_.rfind('/');
  const std::string head = slash == std::string::npos ? std::string() : typed_.substr(0, slash + 1);
  const std::string part = lower(typed_.substr(head.size()));
  FolderList elsewhere;
  if (!head.empty()) {
    elsewhere = list_folder(typed_path(head, list_.folder), extensions()).value_or(FolderList());
  }
  std::string common;
  int fitting = 0;
  bool folder = false;
  for (const FolderEntry& entry : head.empty() ? list_.entries : elsewhere.entries) {
    if (!lower(entry.name).starts_with(part)) {
      continue;
    }
    folder = entry.folder;
    if (fitting++ == 0) {
      common = entry.name;
    } else {
      const auto differ = std::mismatch(common.begin(), common.end(), entry.name.begin(), entry.name.end());
      common.erase(differ.first, common.end());
    }
  }
  if (common.size() < part.size()) {
    return typed_;
  }
  return head + common + (fitting == 1 && folder ? "/" : "");
}

bool FileBrowser::folder_is_model() const {
  return std::any_of(list_.entries.begin(), list_.entries.end(), [&](const FolderEntry& entry) {
    const std::string end = lower(fs::path(entry.name).extension().string());
    return !entry.folder && end.size() > 1 &&
           std::find(model_extensions_.begin(), model_extensions_.end(), end.substr(1)) != model_extensions_.end();
  });
}

std::optional<std::string> FileBrowser::activate(int row) {
  choose(row);
  if (chosen_ < 0) {
    return std::nullopt;
  }
  const FolderEntry& entry = list_.entries[shown_[static_cast<std::size_t>(chosen_)]];
  if (saves() && !entry.folder) {
    type(entry.name);
    return std::nullopt;
  }
  return open_path(list_.folder / entry.name);
}

std::optional<std::string> FileBrowser::accept() {
  if (chosen_ >= 0) {
    const FolderEntry& entry = list_.entries[shown_[static_cast<std::size_t>(chosen_)]];
    if (!saves() || entry.folder) {
      return open_path(list_.folder / entry.name);
    }
  }
  if (typed_.empty()) {
    message_ = saves() ? text::kNoFileName : "";
    return std::nullopt;
  }
  const fs::path path = typed_path(typed_, list_.folder);
  return saves() ? save_path(path) : open_path(path);
}

std::optional<std::string> FileBrowser::accept_folder() {
  close();
  return "open " + quote_word(list_.folder.string());
}

std::optional<std::string> FileBrowser::open_path(const fs::path& path) {
  std::error_code code;
  if (fs::is_directory(path, code)) {
    go(path);
    return std::nullopt;
  }
  if (!fs::exists(path, code)) {
    message_ = Error{text::kNoSuchFile, path.string(), {}}.message();
    return std::nullopt;
  }
  close();
  return command() + quote_word(path.string());
}

std::optional<std::string> FileBrowser::save_path(fs::path path) {
  std::error_code code;
  if (fs::is_directory(path, code)) {
    go(path);
    return std::nullopt;
  }
  if (path.filename().empty() || !fs::is_directory(path.parent_path(), code)) {
    message_ = Error{text::kWrongName, path.string(), {}}.message();
    return std::nullopt;
  }
  const std::string end = lower(path.extension().string());
  if (end != "." + ending() && !(purpose_ == Browse::export_drawing && end == ".png")) {
    path += "." + ending();
  }
  if (fs::exists(path, code) && replace_ != path && purpose_ != Browse::save_drawing) {
    replace_ = path;
    message_ = path.filename().string() + " " + text::kExists;
    return std::nullopt;
  }
  close();
  return command() + quote_word(path.string());
}

}  // namespace crus::ui
