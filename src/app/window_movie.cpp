// The figures of a leg in motion, measured in the background; and movies, made by another run of this program.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "app/motion_report.hpp"
#include "app/movie.hpp"
#include "app/process.hpp"
#include "app/window_loop.hpp"
#include "core/files.hpp"
#include "core/text.hpp"
#include "ui/text.hpp"

namespace crus::app {
namespace fs = std::filesystem;
namespace text = ui::text;
namespace {

constexpr double kMovieFps = 30.0;

// "frame 3 120" as a fraction; what else it says is not about frames.
std::optional<std::array<int, 2>> frame_of(const std::string& line) {
  const auto words = split_line(line);
  if (!words || words->size() != 3 || words->front() != "frame") {
    return std::nullopt;
  }
  std::array<int, 2> numbers{};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string& word = (*words)[i + 1];
    if (std::from_chars(word.data(), word.data() + word.size(), numbers.at(i)).ec != std::errc()) {
      return std::nullopt;
    }
  }
  return numbers[1] > 0 ? std::optional(numbers) : std::nullopt;
}

// Runs the program on itself until the movie lies there.
Result<fs::path> make_movie(const std::vector<std::string>& arguments, Progress& progress) {
  // The kernel's link works even when the program's file was replaced while it runs.
  auto process = Process::start("/proc/self/exe", arguments, Process::Streams::listen);
  if (!process) {
    return tl::unexpected(process.error());
  }
  constexpr int kLookEveryMs = 100;
  constexpr std::string_view kWrote = "wrote ";
  fs::path written;
  bool asked_to_stop = false;
  while (!process->output_ended()) {
    if (progress.cancelled() && !asked_to_stop) {
      process->ask_to_stop();
      asked_to_stop = true;
    }
    const auto line = process->read_line(kLookEveryMs);
    if (!line) {
      continue;
    }
    if (const auto frame = frame_of(*line)) {
      progress.report(static_cast<double>((*frame)[0]) / (*frame)[1],
                      fmt::format("{} {} / {}", text::kFrameWord, (*frame)[0], (*frame)[1]));
    } else if (line->starts_with(kWrote)) {
      written = line->substr(kWrote.size());
    }
  }
  if (const int code = process->wait(); code != 0 || written.empty()) {
    if (progress.cancelled()) {
      return fail(text::kMovieCancelled);
    }
    std::string said = process->complaint();
    constexpr std::string_view kOwnName = "crus: error: ";
    said = said.starts_with(kOwnName) ? said.substr(kOwnName.size()) : said;
    return fail(said.empty() ? fmt::format("{} ({})", text::kMovieFailed, code) : said);
  }
  return written;
}

}  // namespace

// Once the leg can move and somebody looks.
void WindowLoop::find_curves() {
  if (!panels_.motion_tab || !rig_ || rig_leg_ != desk_.leg() || curves_leg_ == desk_.leg()) {
    return;
  }
  curves_leg_ = desk_.leg();
  for (auto at = curves_.begin(); at != curves_.end(); ++at) {
    if (at->first.lock() == curves_leg_) {
      return;
    }
  }
  curves_loader_.start({}, [leg = desk_.leg(), rig = rig_](Progress& progress) -> Result<std::vector<MotionRow>> {
    std::vector<MotionRow> rows = motion_rows(*leg, *rig, MotionOptions(), progress);
    return progress.cancelled() ? Result<std::vector<MotionRow>>(fail("cancelled")) : rows;
  });
}

void WindowLoop::take_curves() {
  auto result = curves_loader_.take();
  if (!result) {
    return;
  }
  frames_due_ = std::max(frames_due_, 2);
  if (!*result) {
    tell(ui::MessageKind::warning, result->error().message());
    return;
  }
  constexpr std::size_t kKept = 4;
  curves_.emplace(curves_.begin(), curves_leg_, std::move(**result));
  curves_.resize(std::min(curves_.size(), kKept));
}

Status WindowLoop::save_curves(const std::string& file) {
  for (const auto& [leg, rows] : curves_) {
    if (leg.lock() != desk_.leg() || !desk_.leg()) {
      continue;
    }
    const fs::path target = file.empty() ? free_name("crus-motion", ".csv") : fs::path(file);
    const Status written = write_atomically(target, motion_csv(rows));
    if (written) {
      tell(ui::MessageKind::info, text::kSaved + target.string());
      visited(target.parent_path());
    }
    return written;
  }
  return fail(text::kNumbersFirst, {}, text::kNumbersFirstAdvice);
}

Result<std::vector<std::string>> WindowLoop::movie_arguments(const std::string& file, const fs::path& view) const {
  std::error_code code;
  const fs::path target = fs::absolute(file, code);
  const glm::ivec2 size = glm::max(picture_pixels() / 2 * 2, glm::ivec2(2));
  if (const Status named = film_name(target, size); !named) {
    return tl::unexpected(named.error());
  }
  std::vector<std::string> words{"movie"};
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) {
      words.emplace_back(option);
      words.push_back(value);
    }
  };
  if (!opened_.empty()) {
    words.push_back(fs::absolute(opened_, code).string());
  }
  add("--unit", options_.load.unit);
  add("--up", options_.load.up);
  add("--output", target.string());
  add("--clip", desk_.clip().empty() ? motion_->clips.front().id : desk_.clip());
  add("--size", fmt::format("{}x{}", size.x, size.y));
  add("--fps", fmt::format("{:g}", kMovieFps));
  add("--speed", fmt::format("{:g}", desk_.speed()));
  if (const auto closed = desk_.way().closed_chain) {
    add("--chain", *closed ? "closed" : "open");
  }
  add("--state", view.string());
  words.emplace_back("--progress");
  if (desk_.way().strain) {
    words.emplace_back("--strain");
  }
  if (desk_.way().passive) {
    words.emplace_back("--passive");
  }
  if (!options_.load.use_cache) {
    words.emplace_back("--no-cache");
  }
  return words;
}

Status WindowLoop::save_movie(const std::string& file) {
  if (!desk_.leg() || !motion_) {
    return fail(text::kNoPictureYet);
  }
  if (movie_loader_.active()) {
    return fail(text::kMovieBusy, movie_loader_.name(), text::kMovieBusyAdvice);
  }
  const fs::path target = file.empty() ? free_name("crus", ".mp4") : fs::path(file);
  std::error_code code;
  const fs::path view = fs::temp_directory_path(code) / fmt::format("crus-movie-{}.json", ::getpid());
  const auto arguments = movie_arguments(target.string(), view);
  if (!arguments) {
    return tl::unexpected(arguments.error());
  }
  if (const Status written = write_atomically(view, to_json(desk_.shown(glfwGetTime()))); !written) {
    return written;
  }
  visited(target.parent_path());
  movie_loader_.start(target.filename().string(), [words = *arguments, view](Progress& progress) {
    auto made = make_movie(words, progress);
    std::error_code ignored;
    fs::remove(view, ignored);
    return made;
  });
  return {};
}

void WindowLoop::take_movie() {
  auto result = movie_loader_.take();
  if (!result) {
    return;
  }
  frames_due_ = std::max(frames_due_, 2);
  if (*result) {
    tell(ui::MessageKind::info, text::kSaved + (*result)->string());
  } else {
    tell(ui::MessageKind::error, result->error().message());
  }
}

}  // namespace crus::app
