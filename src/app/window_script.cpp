#include "app/window_script.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "core/files.hpp"
#include "session/commands.hpp"

namespace crus::app {
namespace {

constexpr int kLongestWaitMs = 600'000;

}  // namespace

Result<Script> Script::read(const std::filesystem::path& file) {
  const auto text = read_text(file, std::uintmax_t{1} << 20U);
  if (!text) {
    return tl::unexpected(text.error());
  }
  std::vector<std::string> lines;
  std::istringstream stream(*text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line.starts_with('#') ? std::string() : line);
  }
  return Script(std::move(lines));
}

double Script::waiting_s(double now_s) const { return std::max(0.0, wait_until_s_ - now_s); }

Result<std::string> Script::next(double now_s) {
  const std::string& line = lines_[next_++];
  const auto words = split_line(line);
  if (!words) {
    return tl::unexpected(words.error());
  }
  if (words->empty() || words->front() != "wait") {
    return words->empty() ? std::string() : line;
  }
  int wait_ms = -1;
  if (words->size() == 2) {
    const std::string& word = words->back();
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), wait_ms);
    wait_ms = code == std::errc() && end == word.data() + word.size() ? wait_ms : -1;
  }
  if (wait_ms < 0 || wait_ms > kLongestWaitMs) {
    return fail("wait needs a whole number of milliseconds", "'" + line + "'", "for example: wait 500");
  }
  wait_until_s_ = now_s + wait_ms / 1000.0;
  return std::string();
}

}  // namespace crus::app
