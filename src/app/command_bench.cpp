#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <iostream>
#include <random>

#include <fmt/format.h>
#include <glad/gl.h>
#include <sys/resource.h>
#include <nlohmann/json.hpp>

#include "app/model.hpp"
#include "app/picture.hpp"
#include "app/subcommands.hpp"
#include "session/commands.hpp"

namespace crus::app {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// One kind of frame and what it cost in each round.
struct Series {
  std::string name;
  render::DrawList list;
  bool finished = false;  // all samples of a picture at rest, not one
  std::vector<double> ms = {};
  std::vector<double> processor_ms = {};  // of all threads: what a busy machine does not change
};

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const double place = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  const double share = place - static_cast<double>(below);
  return values[below] * (1.0 - share) + values[above] * share;
}

// Every structure opaque: what a general mesh viewer draws of the same file.
render::DrawList plain_list(const render::DrawList& list) {
  render::DrawList plain = list;
  for (render::DrawItem& item : plain.items) {
    item.layer = render::Layer::solid;
    item.opacity = 1.0F;
    item.outlined = false;
  }
  plain.overlay = {};
  return plain;
}

std::vector<Series> frame_kinds(const Studio& studio, const Leg& leg, glm::ivec2 size) {
  const Session start = default_session(leg);
  const auto list_after = [&](const char* line) {
    const auto session = run_command(start, leg, line);
    return studio.list(leg, session ? *session : start, size, {});
  };
  const render::DrawList standard = studio.list(leg, start, size, {});
  render::DrawList nothing = standard;
  nothing.items.clear();
  nothing.overlay = {};
  return {{"clear", nothing},
          {"plain", plain_list(standard)},
          {"default", standard},
          {"highlight-soleus", list_after("highlight soleus")},
          {"xray", list_after("xray 0.7")},
          {"labels", list_after("labels english")},
          {"finished", standard, true}};
}

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// GL is asynchronous and timer queries lie on software renderers: wall time around a finished frame. Texture of the
// resolved picture included, as the window shows it.
double draw_ms(render::Renderer& renderer, Series& series, glm::ivec2 size) {
  glFinish();
  const double processor_start = processor_seconds();
  const auto start = Clock::now();
  for (int sample = 0; sample < (series.finished ? render::Renderer::kSamples : 1); ++sample) {
    renderer.draw(series.list, size, sample);
  }
  static_cast<void>(renderer.resolve(series.list.overlay));
  glFinish();
  series.processor_ms.push_back(1e3 * (processor_seconds() - processor_start));
  return ms_since(start);
}

// Draws every kind of frame so many times.
void time_frames(render::Renderer& renderer, std::vector<Series>& kinds, glm::ivec2 size, int rounds) {
  for (Series& kind : kinds) {  // shader variants and caches warm
    static_cast<void>(draw_ms(renderer, kind, size));
    kind.processor_ms.clear();
  }
  // Shuffled in every round, so that a slow minute of the machine falls on all kinds alike.
  std::mt19937 random(1);
  std::vector<std::size_t> order(kinds.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::shuffle(order.begin(), order.end(), random);
    for (const std::size_t i : order) {
      kinds[i].ms.push_back(draw_ms(renderer, kinds[i], size));
    }
  }
}

nlohmann::ordered_json frame_rows(const std::vector<Series>& kinds) {
  const double clear_ms = std::max(quantile(kinds.front().ms, 0.5), 1e-6);
  nlohmann::ordered_json frames = nlohmann::ordered_json::array();
  for (const Series& kind : kinds) {
    const double median_ms = quantile(kind.ms, 0.5);
    frames.push_back({{"name", kind.name},
                      {"median_ms", median_ms},
                      {"p95_ms", quantile(kind.ms, 0.95)},
                      {"processor_ms", quantile(kind.processor_ms, 0.5)},
                      {"ratio_to_clear", median_ms / clear_ms}});
  }
  return frames;
}

double peak_rss_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

void print(const nlohmann::ordered_json& report) {
  std::cout << fmt::format("pain patterns: fields in {:.1f} ms, switched on in {:.2f} ms\n",
                           report["pain_fields_ms"].get<double>(), report["pain_toggle_ms"].get<double>());
  std::cout << fmt::format("{} triangles, loaded in {:.1f} ms, first image after {:.1f} ms, {:.0f} MB, {}\n",
                           report["triangles"].get<std::size_t>(), report["load_ms"].get<double>(),
                           report["first_image_ms"].get<double>(), report["peak_rss_mb"].get<double>(),
                           report["gl_renderer"].get<std::string>());
  for (const auto& frame : report["frames"]) {
    std::cout << fmt::format("  {:<18} median {:8.2f} ms   p95 {:8.2f} ms   processors {:8.2f} ms   {:6.2f} x clear\n",
                             frame["name"].get<std::string>(), frame["median_ms"].get<double>(),
                             frame["p95_ms"].get<double>(), frame["processor_ms"].get<double>(),
                             frame["ratio_to_clear"].get<double>());
  }
}

// How long the pain patterns take: all fields of the leg, kept nowhere, and switching one on. Zeros where it has none.
struct PainTimes {
  double fields_ms = 0.0;
  double toggle_ms = 0.0;
};
PainTimes time_pain(Studio& studio, const Leg& leg) {
  PainTimes times;
  const auto start = Clock::now();
  const auto fields = load_pain_fields(leg, false);
  if (!fields || leg.pain()->patterns.empty()) {
    return times;
  }
  times.fields_ms = ms_since(start);
  const std::vector<std::string> shown{leg.pain()->patterns.front().id};
  const auto toggled = Clock::now();
  studio.renderer.set_shares(fields->skin, pain::shares_of(*fields, *leg.pain(), shown).values, fields->rest_places());
  times.toggle_ms = ms_since(toggled);
  return times;
}

}  // namespace

int bench_command(const BenchOptions& options) {
  const auto size = parse_size(options.size);
  if (!size) {
    return failed(size.error(), kWrongUsage);
  }
  const auto start = Clock::now();
  const auto leg = open_leg(options.model);
  if (!leg) {
    return failed(leg.error());
  }
  const double load_ms = ms_since(start);
  auto studio = Studio::create();
  if (!studio) {
    return failed(studio.error());
  }
  studio->show(**leg);
  std::vector<Series> kinds = frame_kinds(*studio, **leg, *size);
  const auto standard = std::find_if(kinds.begin(), kinds.end(), [](const Series& s) { return s.name == "default"; });
  static_cast<void>(draw_ms(studio->renderer, *standard, *size));
  const double first_image_ms = ms_since(start);
  time_frames(studio->renderer, kinds, *size, options.rounds);
  const PainTimes pain = time_pain(*studio, **leg);
  const nlohmann::ordered_json report{{"source", (*leg)->source},
                                      {"triangles", (*leg)->triangle_count()},
                                      {"width", size->x},
                                      {"height", size->y},
                                      {"rounds", options.rounds},
                                      {"load_ms", load_ms},
                                      {"first_image_ms", first_image_ms},
                                      {"pain_fields_ms", pain.fields_ms},
                                      {"pain_toggle_ms", pain.toggle_ms},
                                      {"frames", frame_rows(kinds)},
                                      {"peak_rss_mb", peak_rss_mb()},
                                      {"gl_renderer", studio->info.renderer}};
  if (options.json) {
    std::cout << report.dump(2) << "\n";
  } else {
    print(report);
  }
  return kDone;
}

}  // namespace crus::app
