// Inside the room: attachments painted on the bones, and the way their muscles pull.
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "leg/leg.hpp"
#include "render/draw_list.hpp"
#include "scene/layers.hpp"
#include "scene/scene.hpp"
#include "session/session.hpp"

namespace crus::scene {

// sRGB. Origins red, insertions blue, as anatomists paint them; the other pair differs in lightness as well.
[[nodiscard]] glm::vec3 attachment_colour(AttachmentKind kind, AttachmentColours colours);

// Whether an attachment is painted under this session: switched on, and its bone is in the picture.
[[nodiscard]] bool shows(const Leg& leg, const Attachment& attachment, const Session& session);
// Whether it stands out: no muscle with attachments is highlighted or selected, or its own is.
[[nodiscard]] bool stands_out(const Leg& leg, const Attachment& attachment, const Session& session);

// One mesh per attachment of the leg, in its order; they follow the structures' meshes.
[[nodiscard]] std::vector<render::MeshView> attachment_views(const Leg& leg);
void add_attachments(render::DrawList& list, const Leg& leg, const Session& session, const Placement& placement);

// Arrows along the muscles' pull.
void add_pulls(render::Overlay& overlay, const Leg& leg, const Session& session, const Placement& placement,
               const render::View& view, glm::ivec2 size);

}  // namespace crus::scene
