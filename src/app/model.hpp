// From command-line words to a leg.
#pragma once

#include <memory>

#include "anatomy/catalogue.hpp"
#include "anatomy/pain_data.hpp"
#include "app/options.hpp"
#include "atlas/load.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"
#include "pain/fields.hpp"

namespace crus::app {

inline constexpr int kDone = 0;
inline constexpr int kCouldNot = 1;
inline constexpr int kWrongUsage = 2;

// With its pain patterns; what is wrong with them is a warning, and everything else goes on without.
[[nodiscard]] Result<std::shared_ptr<const anatomy::Catalogue>> load_catalogue();
// The pain patterns, read and linted: the first thing wrong with them is the error, with file and line.
[[nodiscard]] Result<anatomy::PainData> load_pain_data(const anatomy::Catalogue& catalogue);
// The patterns of the leg's catalogue as fields on its skin: kept on disk, or computed. Blocks until done.
[[nodiscard]] Result<pain::PainFields> load_pain_fields(const Leg& leg, bool use_cache = true,
                                                        const Progress* job = nullptr);
[[nodiscard]] atlas::LoadOptions load_options(const ModelOptions& options);
// The built-in leg when no path is given. Blocks until done.
[[nodiscard]] Result<LegPtr> open_leg(const ModelOptions& options);

// Prints the error and hands back the code: return failed(error).
int failed(const Error& error, int exit_code = kCouldNot);

// An error that knows whether the words or the world are at fault.
struct CommandError {
  Error error;
  int exit_code = kCouldNot;
};
template <class T>
using Asked = tl::expected<T, CommandError>;
int failed_command(const CommandError& problem);

}  // namespace crus::app
