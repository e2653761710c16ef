// Members of a JSON object, checked. Private to the room.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <glm/glm.hpp>
#include <nlohmann/json.hpp>

#include "session/json_words.hpp"

namespace crus {

// Reads members of one object and remembers the first thing that was wrong. Absent members keep their default.
class JsonReader {
 public:
  JsonReader(const nlohmann::json& object, std::string path) : object_(object), path_(std::move(path)) {}

  void number(const char* key, double& value, double low, double high);
  void flag(const char* key, bool& value);
  void string(const char* key, std::string& value);
  // Three numbers of millimetres, none larger than `reach_mm`.
  void point(const char* key, glm::dvec3& value, double reach_mm);

  template <class Strings>
  void strings(const char* key, Strings& values) {
    const nlohmann::json* member = find(key);
    if (member == nullptr) {
      return;
    }
    if (!member->is_array()) {
      return wrong(key, "a list of structure ids");
    }
    Strings read;
    for (const nlohmann::json& item : *member) {
      if (!item.is_string()) {
        return wrong(key, "a list of structure ids");
      }
      read.insert(read.end(), item.get<std::string>());
    }
    values = std::move(read);
  }

  // The value whose word in the table the member is.
  template <class Table, class Enum>
  void choice(const char* key, const Table& table, Enum& value) {
    std::string word = word_of(table, value);
    string(key, word);
    std::string words;
    for (const auto& [candidate, name] : table) {
      if (word == name) {
        value = candidate;
        return;
      }
      words += (words.empty() ? "" : ", ") + std::string(name);
    }
    wrong(key, "one of " + words);
  }

  // Null for an absent member.
  [[nodiscard]] const nlohmann::json* find(const char* key) const;
  // "PATH.KEY should be WANTED", unless something was wrong before.
  void wrong(const char* key, const std::string& wanted);
  // Empty while nothing is wrong.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  const nlohmann::json& object_;
  std::string path_;
  std::string problem_;
};

// The value whose index is that of the word among `words`.
template <class Enum, class Words>
void read_word(JsonReader& reader, const char* key, const Words& words, Enum& value) {
  std::string word(words.at(static_cast<std::size_t>(value)));
  reader.string(key, word);
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) {
    std::string known;
    for (const std::string_view one : words) {
      known += (known.empty() ? "" : ", ") + std::string(one);
    }
    reader.wrong(key, "one of " + known);
    return;
  }
  value = static_cast<Enum>(at - words.begin());
}

// A member that is absent, or an object that `read` understands. `read` returns what was wrong, empty for nothing.
template <class Value, class Read>
std::string read_part(JsonReader& reader, const char* key, Value& value, Read read) {
  const nlohmann::json* member = reader.find(key);
  if (member == nullptr) {
    return {};
  }
  if (!member->is_object()) {
    reader.wrong(key, "an object");
    return {};
  }
  return read(*member, value);
}

// A member that is absent, null, or an object that `read` understands.
template <class Value, class Read>
std::string read_optional(JsonReader& reader, const char* key, std::optional<Value>& value, Read read) {
  const nlohmann::json* member = reader.find(key);
  if (member == nullptr || member->is_null()) {
    return {};
  }
  if (!member->is_object()) {
    reader.wrong(key, "an object or null");
    return {};
  }
  value.emplace();
  return read(*member, *value);
}

}  // namespace crus
