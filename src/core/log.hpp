// Messages for people, on stderr; data goes to stdout and never through here.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace crus::log {

enum class Level { debug, info, warning, error };

// Writes "crus: warning: text" (info without the word) to stderr and hands the message to the listener, if any.
void write(Level level, std::string_view text);
inline void debug(std::string_view text) { write(Level::debug, text); }
inline void info(std::string_view text) { write(Level::info, text); }
inline void warning(std::string_view text) { write(Level::warning, text); }
inline void error(std::string_view text) { write(Level::error, text); }

// Messages below this level are dropped. Default: info.
void set_level(Level level);

// One listener (the window's message list). Called on the thread that wrote, after stderr. Empty function removes it.
using Listener = std::function<void(Level, const std::string&)>;
void set_listener(Listener listener);

}  // namespace crus::log
