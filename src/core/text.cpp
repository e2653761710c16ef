#include "core/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace crus {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_word(char c) { return is_upper(c) || is_lower(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  std::string word;
  char previous = ' ';
  for (const char c : text) {
    const bool hump = is_lower(previous) && is_upper(c);
    if ((!in_word(c) || hump) && !word.empty()) {
      found.push_back(std::move(word));
      word.clear();
    }
    if (in_word(c)) {
      word += to_lower(c);
    }
    previous = c;
  }
  if (!word.empty()) {
    found.push_back(std::move(word));
  }
  return found;
}

std::string kebab(std::string_view text) {
  std::string id;
  for (const std::string& word : words(text)) {
    id += id.empty() ? word : "-" + word;
  }
  return id;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Three rows suffice: a swap looks two rows back.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string> candidates, std::size_t count) {
  struct Ranked {
    std::size_t cost;
    std::size_t index;
  };
  const std::string wanted = lower(word);
  std::vector<Ranked> ranked;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string candidate = lower(candidates[i]);
    std::size_t cost = 2 * edit_distance(wanted, candidate);
    const bool part = wanted.size() >= 2 && candidate.find(wanted) != std::string::npos;
    if (part) {
      cost = std::min<std::size_t>(cost, candidate.starts_with(wanted) ? 1 : 2);
    }
    // More than half of the longer word changed: no resemblance worth offering.
    if (part || cost <= std::max(wanted.size(), candidate.size())) {
      ranked.push_back({cost, i});
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.cost < b.cost; });
  std::vector<std::string> best;
  for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i) {
    best.push_back(candidates[ranked[i].index]);
  }
  return best;
}

std::optional<double> any_number(std::string_view word) {
  double value = 0.0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
  return code == std::errc() && end == word.data() + word.size() ? std::optional(value) : std::nullopt;
}

std::optional<double> finite_number(std::string_view word) {
  const auto value = any_number(word);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::string quoted_list(std::span<const std::string> items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) {
      text += i + 1 == items.size() ? " or " : ", ";
    }
    text += "'" + items[i] + "'";
  }
  return text;
}

}  // namespace crus
