// Reading of TOML tables with errors that name file and line. Internal to the room.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "anatomy/catalogue.hpp"
#include "core/result.hpp"
#include "core/text.hpp"

namespace crus::anatomy {

inline constexpr auto kConfidenceNames =
    std::to_array<std::string_view>({"established", "typical", "disputed", "reported", "modelled"});

// "muscles.toml:12"
[[nodiscard]] inline std::string place(const std::string& file, const toml::node& node) {
  return file + ":" + std::to_string(node.source().begin.line);
}

[[nodiscard]] inline std::string number_text(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

// Reads one table, remembering the first thing that is wrong with it.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string file, std::initializer_list<std::string_view> keys)
      : table_(table), file_(std::move(file)), keys_(keys.begin(), keys.end()) {
    for (const auto& [key, value] : table_) {
      if (std::find(keys_.begin(), keys_.end(), key.str()) == keys_.end()) {
        const auto near = nearest(key.str(), keys_, 1);
        wrong("unknown key '" + std::string(key.str()) + "'", value,
              near.empty() ? "known keys: " + quoted_list(keys_) : "did you mean " + quoted_list(near) + "?");
      }
    }
  }

  void text(std::string_view key, std::string& out) {
    if (const toml::node* node = table_.get(key)) {
      if (const auto value = node->value_exact<std::string>()) {
        out = *value;
      } else {
        wrong("'" + std::string(key) + "' must be text", *node);
      }
    }
  }

  void required(std::string_view key, std::string& out) {
    if (!table_.contains(key)) {
      wrong("no '" + std::string(key) + "'", table_);
    }
    text(key, out);
  }

  void texts(std::string_view key, std::vector<std::string>& out) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return;
    }
    const toml::array* list = node->as_array();
    if (list == nullptr) {
      wrong("'" + std::string(key) + "' must be a list of texts", *node);
      return;
    }
    for (const toml::node& item : *list) {
      if (const auto value = item.value_exact<std::string>()) {
        out.push_back(*value);
      } else {
        wrong("'" + std::string(key) + "' must be a list of texts", item);
      }
    }
  }

  void number(std::string_view key, std::optional<std::uint32_t>& out) {
    if (const toml::node* node = table_.get(key)) {
      const auto value = node->value_exact<std::int64_t>();
      if (value && *value > 0 && *value <= std::numeric_limits<std::uint32_t>::max()) {
        out = static_cast<std::uint32_t>(*value);
      } else {
        wrong("'" + std::string(key) + "' must be a positive whole number", *node);
      }
    }
  }

  // One of the words; the enumerators follow the order of the names.
  template <class Enum, std::size_t N>
  void word(std::string_view key, const std::array<std::string_view, N>& names, Enum& out) {
    std::string value;
    required(key, value);
    const auto found = std::find(names.begin(), names.end(), value);
    if (found != names.end()) {
      out = static_cast<Enum>(found - names.begin());
    } else if (!error_) {
      const std::vector<std::string> known(names.begin(), names.end());
      wrong("unknown " + std::string(key) + " '" + value + "'", *table_.get(key), "use " + quoted_list(known));
    }
  }

  // A list of such words; absent is empty.
  template <class Enum, std::size_t N>
  void words(std::string_view key, const std::array<std::string_view, N>& names, std::vector<Enum>& out) {
    std::vector<std::string> values;
    texts(key, values);
    for (const std::string& value : values) {
      const auto found = std::find(names.begin(), names.end(), value);
      if (found != names.end()) {
        out.push_back(static_cast<Enum>(found - names.begin()));
      } else {
        const std::vector<std::string> known(names.begin(), names.end());
        wrong("unknown word '" + value + "' in '" + std::string(key) + "'", *table_.get(key),
              "use " + quoted_list(known));
      }
    }
  }

  void vector(std::string_view key, glm::vec3& out) {
    const toml::node* node = table_.get(key);
    const toml::array* list = node == nullptr ? nullptr : node->as_array();
    bool good = list != nullptr && list->size() == 3;
    for (glm::length_t i = 0; good && i < 3; ++i) {
      const auto value = (*list)[static_cast<std::size_t>(i)].value<double>();
      good = value && std::abs(*value) <= 1000.0;
      out[i] = static_cast<float>(value.value_or(0.0));
    }
    if (!good) {
      wrong("'" + std::string(key) + "' must be three numbers of at most 1000 mm", node == nullptr ? table_ : *node);
    }
  }

  void flag(std::string_view key, bool& out) {
    if (const toml::node* node = table_.get(key)) {
      if (const auto value = node->value_exact<bool>()) {
        out = *value;
      } else {
        wrong("'" + std::string(key) + "' must be true or false", *node);
      }
    }
  }

  void real(std::string_view key, std::optional<double>& out, double low, double high) {
    if (const toml::node* node = table_.get(key)) {
      out = node->value<double>();
      if (!out || !(*out >= low && *out <= high)) {
        wrong("'" + std::string(key) + "' must be a number between " + number_text(low) + " and " + number_text(high),
              *node);
      }
    }
  }

  // Two numbers, from and to.
  void range(std::string_view key, std::optional<glm::dvec2>& out) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return;
    }
    const toml::array* list = node->as_array();
    const bool two = list != nullptr && list->size() == 2;
    const auto from = two ? (*list)[0].value<double>() : std::nullopt;
    const auto to = two ? (*list)[1].value<double>() : std::nullopt;
    if (from && to && std::isfinite(*from) && std::isfinite(*to)) {
      out = glm::dvec2(*from, *to);
    } else {
      wrong("'" + std::string(key) + "' must be two numbers, from and to", *node);
    }
  }

  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }
  [[nodiscard]] const toml::node* find(std::string_view key) const { return table_.get(key); }
  [[nodiscard]] const toml::table& table() const { return table_; }
  [[nodiscard]] const std::string& file() const { return file_; }

  void claim(std::string_view key, Claim& out) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return;
    }
    const toml::table* table = node->as_table();
    if (table == nullptr) {
      wrong("'" + std::string(key) + "' must be { confidence = , sources = , text = }", *node);
      return;
    }
    TableReader reader(*table, file_, {"text", "confidence", "sources"});
    reader.required("text", out.text);
    reader.word("confidence", kConfidenceNames, out.confidence);
    reader.texts("sources", out.sources);
    if (!error_) {
      error_ = reader.error_;
    }
  }

  void wrong(std::string what, const toml::node& node, std::string advice = {}) {
    if (!error_) {
      error_ = Error{std::move(what), place(file_, node), std::move(advice)};
    }
  }

  void fail_with(const Error& error) {
    if (!error_) {
      error_ = error;
    }
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  const toml::table& table_;
  std::string file_;
  std::vector<std::string> keys_;
  std::optional<Error> error_;
};

// What a reader has read, or the first thing that was wrong.
template <class T>
Result<T> finished(const TableReader& reader, T&& value) {
  if (reader.error()) {
    return tl::unexpected(*reader.error());
  }
  return std::forward<T>(value);
}

template <class Item, class Read>
Status read_list(const toml::node& node, const std::string& file, std::vector<Item>& out, Read read) {
  const toml::array* list = node.as_array();
  if (list == nullptr || !list->is_array_of_tables()) {
    return fail("expected a list of tables", place(file, node), "write [[...]] with double brackets");
  }
  for (const toml::node& item : *list) {
    auto value = read(*item.as_table(), file);
    if (!value) {
      return tl::unexpected(std::move(value.error()));
    }
    out.push_back(std::move(*value));
  }
  return {};
}

[[nodiscard]] Result<toml::table> parse_toml(const std::filesystem::path& path);
// The folder's .toml files by name; it is an error if there are none.
[[nodiscard]] Result<std::vector<std::filesystem::path>> toml_files(const std::filesystem::path& folder);

}  // namespace crus::anatomy
