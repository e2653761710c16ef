// Figures of the window at work, on request: `stats [FILE]`.
#include <sys/resource.h>

#include <iostream>

#include <nlohmann/json.hpp>

#include "app/window_loop.hpp"
#include "core/files.hpp"

namespace crus::app {

// What the window did since the figures were last asked for, as JSON into a file or on stdout.
Status WindowLoop::save_figures(const std::string& file) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  const Counted now{picture_.pictures_begun(), picture_.parts_drawn(),
                    seconds(usage.ru_utime) + seconds(usage.ru_stime)};
  const ResponseTimes::Figures figures = response_.take();
  const nlohmann::ordered_json report{{"window_frames", figures.frames},
                                      {"scene_draws", now.pictures - counted_.pictures},
                                      {"finishing_parts", now.parts - counted_.parts},
                                      {"processor_ms", 1e3 * (now.processor_s - counted_.processor_s)},
                                      {"quick_look_ms", picture_.frame_ms()},
                                      {"quick_look_scale", picture_.moving_scale()},
                                      {"response",
                                       {{"inputs", figures.inputs},
                                        {"median_ms", figures.median_ms},
                                        {"p95_ms", figures.p95_ms},
                                        {"worst_ms", figures.worst_ms},
                                        {"longest_possible_ms", figures.longest_possible_ms}}}};
  counted_ = now;
  if (file.empty()) {
    std::cout << report.dump(2) << std::endl;
    return {};
  }
  return write_atomically(file, report.dump(2) + "\n");
}

}  // namespace crus::app
