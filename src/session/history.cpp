#include "session/commands.hpp"

namespace crus {
namespace {

bool same_camera(const Session& a, const Session& b) { return a.camera == b.camera && a.camera_fits == b.camera_fits; }

}  // namespace

void History::record(const Session& before, std::string step, std::string merge_key) {
  future_.clear();
  if (!merge_key.empty() && merge_key == merge_key_ && !past_.empty()) {
    return;
  }
  merge_key_ = std::move(merge_key);
  past_.push_back({before, std::move(step)});
  if (past_.size() > kLimit) {
    past_.erase(past_.begin());
  }
}

void History::record_change(const Session& before, const Session& after, std::string step, std::string merge_key) {
  const bool merges = !merge_key.empty() && merge_key == merge_key_ && !past_.empty();
  record(before, std::move(step), std::move(merge_key));
  Entry& entry = past_.back();
  const bool moves = !same_camera(before, after);
  const bool selects = before.selected != after.selected;
  entry.moves_camera = moves || (merges && entry.moves_camera);
  entry.selects = selects || (merges && entry.selects);
}

void History::clear() { *this = History(); }

Session History::go(std::vector<Entry>& from, std::vector<Entry>& to, const Session& current) {
  Entry entry = std::move(from.back());
  from.pop_back();
  to.push_back({current, entry.step, entry.moves_camera, entry.selects});
  Session session = std::move(entry.session);
  if (!entry.moves_camera) {
    session.camera = current.camera;
    session.camera_fits = current.camera_fits;
  }
  if (!entry.selects) {
    session.selected = current.selected;
  }
  return session;
}

Session History::undo(const Session& current) {
  merge_key_.clear();
  return go(past_, future_, current);
}

Session History::redo(const Session& current) {
  merge_key_.clear();
  return go(future_, past_, current);
}

}  // namespace crus
