// Every action is a named command: menu, key, script, command line and tests use this one door.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "session/session.hpp"

namespace crus {

struct Command {
  std::string name;       // "highlight"
  std::string arguments;  // "ID [ID ...]"
  std::string help;       // one line
  std::string undo_name;  // "highlight"; empty: leaves no undo step (camera moves, selection)
};
[[nodiscard]] std::span<const Command> commands();
[[nodiscard]] const Command* find_command(std::string_view name);  // aliases too; null when unknown

// The four highlights that also choose the view and what is faded, so that the structure is really seen.
[[nodiscard]] std::vector<std::string> named_highlights();
// The named highlight whose structures are exactly those highlighted now; empty if none is.
[[nodiscard]] std::string active_highlight(const Session& session);

// Runs one line ("highlight soleus", "xray 0.7", "view lateral", "camera.orbit 10 -5") on a copy of the session. Words
// may be quoted. Errors: unknown command, structure or value, each with the nearest valid ones.
//
// Structures are named by catalogue id or, generously, by FMA id, English or Latin name, or the file's own name.
// Camera commands start from session.camera; while session.camera_fits its owner keeps target and distance at the
// fitted values (scene::fitted_camera), which only it can know because they depend on the picture's size.
[[nodiscard]] Result<Session> run_command(const Session& session, const Leg& leg, std::string_view line);

// The id a structure argument means in this leg. Fails with the nearest ids, or says that this model lacks it.
[[nodiscard]] Result<std::string> resolve_structure(const Leg& leg, std::string_view word);

// One command line into words: blanks separate, "..." and '...' hold blanks, a backslash inside double quotes takes the
// next character as it is. Fails on an unclosed quote.
[[nodiscard]] Result<std::vector<std::string>> split_line(std::string_view line);
// A word written so that split_line gives it back.
[[nodiscard]] std::string quote_word(std::string_view word);

// The step a line makes, for "Undo hide Soleus"; empty for a line that leaves none.
[[nodiscard]] std::string step_name(const Leg& leg, std::string_view line);

// Earlier values of the session, each with the name of the step that left it. Changes with the same merge key in a row
// (a slider drag) are one step.
class History {
 public:
  static constexpr std::size_t kLimit = 500;  // older steps are forgotten

  void record(const Session& before, std::string step, std::string merge_key = {});
  // The same, and undo leaves the camera and the selection alone when this step did not touch them.
  void record_change(const Session& before, const Session& after, std::string step, std::string merge_key = {});
  void end_merge() { merge_key_.clear(); }
  void clear();
  [[nodiscard]] bool can_undo() const { return !past_.empty(); }
  [[nodiscard]] bool can_redo() const { return !future_.empty(); }
  [[nodiscard]] std::string undo_step() const { return past_.empty() ? std::string() : past_.back().step; }
  [[nodiscard]] std::string redo_step() const { return future_.empty() ? std::string() : future_.back().step; }
  // Both return the session to go to. Call only when can_undo() / can_redo().
  [[nodiscard]] Session undo(const Session& current);
  [[nodiscard]] Session redo(const Session& current);

 private:
  struct Entry {
    Session session;
    std::string step;
    bool moves_camera = true;
    bool selects = true;
  };
  [[nodiscard]] static Session go(std::vector<Entry>& from, std::vector<Entry>& to, const Session& current);
  std::vector<Entry> past_;
  std::vector<Entry> future_;
  std::string merge_key_;
};

}  // namespace crus
