// The command line: words to options, options to a subcommand.
#pragma once

namespace crus::app {

// Returns the process's exit code.
int run_cli(int argc, char** argv);

}  // namespace crus::app
