#include "session/commands.hpp"

namespace crus {

Result<std::vector<std::string>> split_line(std::string_view line) {
  std::vector<std::string> found;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == '"' && c == '\\' && i + 1 < line.size()) {
      word += line[++i];
    } else if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      if (in_word) {
        found.push_back(std::move(word));
        word.clear();
        in_word = false;
      }
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != '\0') {
    return fail("a quote is not closed", std::string(line));
  }
  if (in_word) {
    found.push_back(std::move(word));
  }
  return found;
}

std::string quote_word(std::string_view word) {
  if (!word.empty() && word.find_first_of(" \t\r\n\"'\\") == std::string_view::npos) {
    return std::string(word);
  }
  std::string text = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') {
      text += '\\';
    }
    text += c;
  }
  return text + "\"";
}

}  // namespace crus
