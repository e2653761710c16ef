// Words: folding for comparison, splitting, and "did you mean".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crus {

// ASCII lower case; bytes outside ASCII pass unchanged.
[[nodiscard]] std::string lower(std::string_view text);

// Lower-case words: split at everything that is neither letter nor digit (bytes >= 0x80 count as letters), and where
// a lower-case letter meets an upper-case one ("SoleusMuscle" -> "soleus", "muscle"). "FMA22558" stays one word.
[[nodiscard]] std::vector<std::string> words(std::string_view text);

// The words joined by '-': an id in the project's form.
[[nodiscard]] std::string kebab(std::string_view text);

// Damerau-Levenshtein distance in bytes (optimal string alignment).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidates nearest to a word, best first, ties in the order given, at most count; candidates that share nothing
// with it are left out. Candidates of which the word is a prefix or part rank before mere near-misspellings.
[[nodiscard]] std::vector<std::string> nearest(std::string_view word, std::span<const std::string> candidates,
                                               std::size_t count = 3);

// The number that the whole word is, also 'nan' and 'inf'; empty for anything else.
[[nodiscard]] std::optional<double> any_number(std::string_view word);
// The same, of finite numbers only.
[[nodiscard]] std::optional<double> finite_number(std::string_view word);

// "'a', 'b' or 'c'"; empty for no items.
[[nodiscard]] std::string quoted_list(std::span<const std::string> items);

}  // namespace crus
