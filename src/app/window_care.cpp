// Self-care in the window: the course's points are lit one by one and looked at, its time is told to the panels.
#include <algorithm>
#include <cmath>

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "app/window_loop.hpp"
#include "core/text.hpp"
#include "core/units.hpp"
#include "ui/text.hpp"

namespace crus::app {
namespace {

using anatomy::PainData;
using anatomy::PainPattern;
using anatomy::PainText;

double seconds_of(const PainData& data, const char* care, double otherwise) {
  const PainText* text = data.care_text(care);
  return text != nullptr ? text->seconds.value_or(otherwise) : otherwise;
}

// The points of a muscle that may be pressed.
std::vector<CareStep> points_of(const PainData& data, const std::string& muscle, double seconds) {
  std::vector<CareStep> steps;
  for (const PainPattern& pattern : data.patterns) {
    if (pattern.muscle == muscle && pattern.point && pattern.not_pressed.empty()) {
      steps.push_back({pattern.id, pattern.name, pattern.place, seconds, true});
    }
  }
  return steps;
}

std::vector<CareStep> times_of(const PainText& care) {
  const auto repeats = static_cast<std::size_t>(care.repeats.value_or(1.0));
  return std::vector<CareStep>(repeats, {care.id, care.name, care.text, *care.seconds, false});
}

std::vector<std::string> known_words(const PainData& data) {
  std::vector<std::string> known = data.pattern_ids();
  for (const PainPattern& pattern : data.patterns) {
    known.push_back(pattern.muscle);
  }
  for (const PainText& care : data.care) {
    if (care.seconds) {
      known.push_back(care.id);
    }
  }
  return known;
}

}  // namespace

// A muscle, one of its points to begin with, or a text of care that has a time.
Status WindowLoop::start_care(const std::string& word) {
  const PainData* data = desk_.leg() ? desk_.leg()->pain() : nullptr;
  if (data == nullptr) {
    return fail(ui::text::kNoPain);
  }
  const double ready_s = seconds_of(*data, "get-ready", 0.0);
  const PainText* care = data->care_text(word);
  if (care != nullptr && care->seconds) {
    care_.start(times_of(*care), 0, ready_s, glfwGetTime());
    return {};
  }
  const auto& shown = desk_.session().overlays.shown;
  const PainPattern* pattern = data->pattern(word.empty() && !shown.empty() ? shown.back() : word);
  if (pattern != nullptr && !pattern->not_pressed.empty() && !word.empty()) {
    return fail(ui::text::kNotPressed, "'" + word + "'", pattern->not_pressed);
  }
  const std::string muscle = pattern != nullptr ? pattern->muscle : word.empty() ? "soleus" : word;
  std::vector<CareStep> steps = points_of(*data, muscle, care_seconds_);
  if (steps.empty()) {
    const std::vector<std::string> known = known_words(*data);
    const bool is_known = std::find(known.begin(), known.end(), muscle) != known.end();
    return is_known ? fail(ui::text::kNoPointToPress, "'" + muscle + "'")
                    : fail("unknown muscle, pattern or text of self-care", "'" + muscle + "'",
                           "did you mean " + quoted_list(nearest(muscle, known)) + "?");
  }
  const auto first = std::find_if(steps.begin(), steps.end(), [&](const CareStep& step) { return step.id == word; });
  const std::size_t at = first == steps.end() ? 0 : static_cast<std::size_t>(first - steps.begin());
  care_.start(std::move(steps), at, ready_s, glfwGetTime());
  light_step();
  return {};
}

// Lights the point whose turn it is and brings it before the eye.
void WindowLoop::light_step() {
  if (!care_.running() || !care_.step().point) {
    return;
  }
  const std::string& pattern = care_.step().id;
  static_cast<void>(run_line("overlay.light " + pattern));
  const pain::TriggerPoint* point = pain_ ? pain_->point(pattern) : nullptr;
  if (point == nullptr || picture_.leg() != desk_.leg()) {
    return;
  }
  const geometry::Mesh& mesh = picture_.drawn_leg().structures[point->structure].mesh;
  const glm::dvec3 place(pain::place_of(*point, mesh.positions, mesh.normals));
  glm::dvec3 out = point->skin_mm - point->position_mm;
  out.z = desk_.leg()->side != pain_->side ? -out.z : out.z;
  constexpr double kHeightMm = 320.0;
  constexpr double kMostElevation_deg = 35.0;
  const double length = std::max(glm::length(out), 1e-6);
  const double elevation =
      std::clamp(degrees(std::asin(std::clamp(out.y / length, -1.0, 1.0))), -kMostElevation_deg, kMostElevation_deg);
  // Above the middle: the clock and the red flags stand below.
  constexpr double kAboveMiddle = 0.15;
  const double below_mm = kAboveMiddle * kHeightMm * std::cos(radians(elevation));
  static_cast<void>(
      run_line(fmt::format("camera.look {:.2f} {:.2f} {:.2f} {:.1f} {:.1f} {:.0f}", place.x, place.y - below_mm,
                           place.z, degrees(std::atan2(out.z, out.x)), elevation, kHeightMm)));
}

// Every turn of the loop: the course goes on by itself.
void WindowLoop::advance_care() {
  const double now = glfwGetTime();
  const std::size_t before = care_.index();
  if (!care_.advance(now)) {
    return;
  }
  frames_due_ = std::max(frames_due_, 1);
  if (care_.index() != before) {
    light_step();
  } else if (care_.phase() == CareCourse::Phase::done && desk_.leg()) {
    static_cast<void>(unlight());
  }
}

// The whole leg again.
Status WindowLoop::unlight() {
  if (desk_.session().overlays.lit.empty()) {
    return {};
  }
  static_cast<void>(run_line("overlay.light off"));
  return run_line("camera.fit");
}

Status WindowLoop::run_care_command(const std::vector<std::string>& words, bool& known) {
  const std::string& name = words.front();
  const std::string value = words.size() > 1 ? words[1] : std::string();
  const double now = glfwGetTime();
  known = true;
  if (name == "care.start") {
    return start_care(value);
  }
  if (name == "care.stop") {
    const bool lit = care_.running() && care_.step().point;
    care_.stop();
    return lit ? unlight() : Status();
  }
  if (name == "care.seconds") {
    const auto seconds = finite_number(value);
    if (!seconds || *seconds < kLeastCareSeconds || *seconds > kMostCareSeconds) {
      return fail(ui::text::kNoCareSeconds, "'" + value + "'", ui::text::kCareSecondsRange);
    }
    care_seconds_ = *seconds;
    care_.set_seconds(*seconds, now);
    return {};
  }
  known = name == "care.pause" || name == "care.next" || name == "care.repeat";
  if (!known) {
    return {};
  }
  if (care_.phase() == CareCourse::Phase::off) {
    return fail(ui::text::kNoCourse, name, ui::text::kNoCourseAdvice);
  }
  if (name == "care.pause") {
    if (!value.empty() && value != "on" && value != "off" && value != "toggle") {
      return fail(ui::text::kUnknownValue, "'" + value + "'", "say 'on', 'off' or 'toggle'");
    }
    care_.pause(value == "on" || (value != "off" && !care_.paused()), now);
    return {};
  }
  if (name == "care.next") {
    const bool point = care_.step().point;
    care_.next(now);
    if (care_.phase() == CareCourse::Phase::done && point) {
      return unlight();
    }
  } else {
    care_.repeat(now);
  }
  light_step();
  return {};
}

ui::Care WindowLoop::care_context() const {
  const double now = glfwGetTime();
  ui::Care care;
  care.seconds = care_seconds_;
  care.phase = static_cast<ui::Care::Phase>(care_.phase());
  if (care_.phase() == CareCourse::Phase::off) {
    return care;
  }
  care.paused = care_.paused();
  care.index = care_.index();
  care.count = care_.steps().size();
  care.id = care_.step().id;
  care.name = care_.step().name;
  care.place = care_.step().place;
  care.point = care_.step().point;
  care.left_s = care_.shown_s(now);
  care.of_s = care_.of_s();
  care.next_change_s = care_.next_change_s(now);
  return care;
}

}  // namespace crus::app
