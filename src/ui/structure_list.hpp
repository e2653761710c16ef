// The structures of a leg as grouped rows with a search. Pure values; drawing is in structure_rows.cpp. Private.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "leg/leg.hpp"
#include "ui/panels.hpp"

namespace crus::ui {

// The Latin name as a title, with a capital.
[[nodiscard]] std::string latin_name(const anatomy::Structure& entry);

class StructureList {
 public:
  // A system (bones, muscles, vessels) or a compartment of the muscles within theirs.
  struct Group {
    std::string id;  // kept while legs change: "muscles"
    std::string title;
    std::vector<std::size_t> members;  // indices into Leg::structures, by name; a system's include its compartments'
    std::vector<std::size_t> shown;    // those that fit the search
    int parent = -1;                   // index of the system a compartment belongs to
    bool open = false;
  };
  struct Row {
    std::size_t group;
    bool header;
    std::size_t structure;  // of a member row
  };

  // Rebuilds what changed; cheap when nothing did. Groups keep whether they are open while the leg stays.
  void update(const Leg& leg, std::string_view search, Names names = Names::english);
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  // What the list calls a structure: without its side, which all of a leg share.
  [[nodiscard]] const std::string& name(std::size_t structure) const { return names_[structure]; }
  [[nodiscard]] std::size_t found() const;  // structures that fit the search
  // The first row of a structure; -1 without one.
  [[nodiscard]] int first() const;
  void toggle(std::size_t group);
  // Opens the group of a structure; the row it stands in, or -1 when the search hides it.
  int reveal(const Leg& leg, std::string_view id);

  // The structure selected when the list was last drawn: a change from elsewhere scrolls it into view.
  std::string last_selected;
  std::string last_search;  // likewise
  bool selected_here = false;

 private:
  void build_groups(const Leg& leg, Names names);
  void build_rows();
  [[nodiscard]] bool fits(const std::string& text) const;
  [[nodiscard]] std::vector<bool> fitting() const;  // per structure

  const Leg* leg_ = nullptr;
  Hash128 hash_;
  std::size_t count_ = 0;
  Names language_ = Names::english;
  std::string search_;
  std::vector<std::string> wanted_;  // words of the search
  std::vector<std::string> names_;
  std::vector<std::string> texts_;                // per structure: everything it may be found by, lower case
  std::vector<std::vector<std::string>> places_;  // per structure: its landmarks and joints
  std::vector<Group> groups_;
  std::vector<Row> rows_;
};

}  // namespace crus::ui
