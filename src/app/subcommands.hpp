// The subcommands. Each prints data on stdout and messages on stderr and returns the exit code: 0 done, 1 could not,
// 2 wrong usage.
#pragma once

#include "app/options.hpp"

namespace crus::app {

int render_command(const RenderOptions& options);
int pain_command(const PainOptions& options);
int handout_command(const HandoutOptions& options);
int inspect_command(const ReportOptions& options);
int export_command(const ExportOptions& options);
int movie_command(const MovieOptions& options);
int motion_command(const MotionOptions& options);
int atlas_measure_command(const MeasureOptions& options);
int atlas_build_command(const BuildOptions& options);
int atlas_compare_command(const CompareOptions& options);
int check_command();
int bench_command(const BenchOptions& options);
int window_command(const WindowArguments& options);

}  // namespace crus::app
