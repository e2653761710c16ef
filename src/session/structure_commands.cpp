// Structures: their visibility, the selection, and where they attach.
#include <algorithm>

#include "core/text.hpp"
#include "session/command_arguments.hpp"
#include "session/command_list.hpp"
#include "session/commands.hpp"
#include "session/highlights.hpp"

namespace crus {
namespace {

Status run_highlight(const Call& call) { return highlight(call.session, call.leg, call.words); }

Status run_hide(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) { call.session.hidden.insert(id); });
}

Status run_show(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) {
    call.session.hidden.erase(id);
    if (!call.session.isolated.empty()) {
      call.session.isolated.insert(id);
    }
  });
}

Status run_show_all(const Call& call) {
  call.session.hidden.clear();
  call.session.ghosted.clear();
  call.session.isolated.clear();
  return {};
}

Status run_isolate(const Call& call) {
  if (call.words.size() == 1 && lower(call.words[0]) == "none") {
    call.session.isolated.clear();
    return {};
  }
  const auto ids = structures(call);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  call.session.isolated = {ids->begin(), ids->end()};
  for (const std::string& id : *ids) {
    call.session.hidden.erase(id);
  }
  return {};
}

Status run_ghost(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) { call.session.ghosted.insert(id); });
}

Status run_solid(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) { call.session.ghosted.erase(id); });
}

Status run_select(const Call& call) {
  const auto ids = structures(call);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  call.session.selected = *ids;
  call.session.attachment.clear();
  return {};
}

Status run_select_toggle(const Call& call) {
  return for_each_structure(call, [&](const std::string& id) {
    auto& selected = call.session.selected;
    const auto at = std::find(selected.begin(), selected.end(), id);
    if (at == selected.end()) {
      selected.push_back(id);
    } else {
      selected.erase(at);
    }
  });
}

Status run_clear(const Call& call) {
  call.session.selected.clear();
  call.session.attachment.clear();
  return {};
}

Status run_attachments(const Call& call) { return set_flag(call, call.session.attachments); }

Status run_attachment_colours(const Call& call) {
  return choose<AttachmentColours, 2>(
      call, call.session.attachment_colours,
      {{{"red-blue", AttachmentColours::red_blue}, {"colour-blind", AttachmentColours::colour_blind}}});
}

Status run_attachment_pulls(const Call& call) { return set_flag(call, call.session.attachment_pulls); }

// Selects the muscle it belongs to, or the bone where the leg lacks the muscle.
Status run_attachment(const Call& call) {
  const Attachment* attachment = call.leg.attachment(call.words[0]);
  if (attachment == nullptr) {
    std::vector<std::string> ids;
    for (const Attachment& known : call.leg.attachments) {
      ids.push_back(known.id);
    }
    const std::vector<std::string> near = nearest(call.words[0], ids);
    return fail("this model has no such attachment", "'" + call.words[0] + "'",
                near.empty() ? "crus inspect lists them" : "did you mean " + quoted_list(near) + "?");
  }
  call.session.selected = {call.leg.find(attachment->muscle) != nullptr ? attachment->muscle : attachment->bone};
  call.session.attachment = attachment->id;
  return {};
}

}  // namespace

std::vector<CommandEntry> structure_commands() {
  return {
      {{"highlight", "ID [ID ...] | none",
        "colour structures and fade the rest; soleus, tibia, fibula and achilles also choose the view", "highlight"},
       1,
       kAnyNumber,
       run_highlight},
      {{"hide", "ID [ID ...]", "leave structures out of the picture", "hide"}, 1, kAnyNumber, run_hide},
      {{"show", "ID [ID ...]", "bring hidden structures back", "show"}, 1, kAnyNumber, run_show},
      {{"show-all", "", "bring everything back, solid", "show all"}, 0, 0, run_show_all},
      {{"isolate", "ID [ID ...] | none", "show these structures alone", "isolate"}, 1, kAnyNumber, run_isolate},
      {{"ghost", "ID [ID ...]", "make structures see-through", "fade"}, 1, kAnyNumber, run_ghost, "fade"},
      {{"solid", "ID [ID ...]", "make faded structures solid again", "make solid"}, 1, kAnyNumber, run_solid},
      {{"select", "ID [ID ...]", "select structures", ""}, 1, kAnyNumber, run_select},
      {{"select.toggle", "ID [ID ...]", "add structures to the selection or take them out", ""},
       1,
       kAnyNumber,
       run_select_toggle},
      {{"clear", "", "select nothing", ""}, 0, 0, run_clear},
      {{"attachments", "on | off | toggle", "paint on the bones where muscles arise (red) and insert (blue)",
        "attachments"},
       1,
       1,
       run_attachments},
      {{"attachments.colours", "red-blue | colour-blind", "colours of origins and insertions", "attachment colours"},
       1,
       1,
       run_attachment_colours},
      {{"attachments.pull", "on | off | toggle", "arrows the way the muscles pull at their attachments",
        "pull of attachments"},
       1,
       1,
       run_attachment_pulls},
      {{"attachment", "ID", "select an attachment and with it its muscle", ""}, 1, 1, run_attachment},
  };
}

}  // namespace crus
