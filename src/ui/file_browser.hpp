// The file browser's state and what its keys and buttons do. No ImGui: drawing is in file_dialog.cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/folder_list.hpp"
#include "ui/panels.hpp"

namespace crus::ui {

class FileBrowser {
 public:
  // Starts in a folder, or in the nearest one above it that can be read.
  void open(Browse purpose, const std::filesystem::path& folder, std::span<const std::string> model_extensions);
  void close() { open_ = false; }
  [[nodiscard]] bool is_open() const { return open_; }
  [[nodiscard]] Browse purpose() const { return purpose_; }
  [[nodiscard]] bool saves() const {
    return purpose_ != Browse::open && purpose_ != Browse::load_view && purpose_ != Browse::load_drawing;
  }

  [[nodiscard]] const FolderList& list() const { return list_; }
  // What is listed: indices into list().entries that fit what is typed.
  [[nodiscard]] const std::vector<std::size_t>& shown() const { return shown_; }
  [[nodiscard]] int chosen() const { return chosen_; }  // index into shown(), or -1
  [[nodiscard]] const std::string& typed() const { return typed_; }
  [[nodiscard]] bool all_files() const { return all_files_; }
  [[nodiscard]] const std::string& message() const { return message_; }
  [[nodiscard]] bool asks_to_replace() const { return !replace_.empty(); }

  void type(std::string_view text);
  void choose(int row);
  void move(int rows);
  void show_all_files(bool all);
  // Into a folder; false, with a message and where it was, when it cannot be read.
  bool go(const std::filesystem::path& folder);
  void up();
  // What is typed, completed as far as the entries agree.
  [[nodiscard]] std::string completed() const;

  // A row once more: enters a folder; opens a file, or takes its name to save under.
  std::optional<std::string> activate(int row);
  // Opens or saves what is typed or chosen: the command line, after which the browser is closed. Nothing when a folder
  // was entered, when there is something to say, or when an existing file wants a second word.
  std::optional<std::string> accept();
  // The folder itself as a model.
  std::optional<std::string> accept_folder();
  [[nodiscard]] bool folder_is_model() const;

 private:
  [[nodiscard]] std::vector<std::string> extensions() const;
  [[nodiscard]] std::string ending() const;
  [[nodiscard]] std::string stem() const;     // of a proposed name
  [[nodiscard]] std::string command() const;  // what is done with the chosen file
  void filter();
  void propose_name();
  std::optional<std::string> open_path(const std::filesystem::path& path);
  std::optional<std::string> save_path(std::filesystem::path path);

  bool open_ = false;
  Browse purpose_ = Browse::open;
  std::vector<std::string> model_extensions_;
  FolderList list_;
  std::vector<std::size_t> shown_;
  int chosen_ = -1;
  std::string typed_;
  bool name_is_ours_ = false;  // the name to save under was proposed, not typed
  bool all_files_ = false;
  std::string message_;
  std::filesystem::path replace_;  // asked about
};

}  // namespace crus::ui
