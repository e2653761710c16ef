#include "scene/attachments.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "scene/colours.hpp"
#include "scene/lines.hpp"

namespace crus::scene {
namespace {

constexpr float kOutline_mm = 0.55F;
constexpr double kArrow_mm = 28.0;

std::size_t index_of(const Leg& leg, const std::string& id) {
  const LegStructure* structure = leg.find(id);
  return structure == nullptr ? leg.structures.size() : static_cast<std::size_t>(structure - leg.structures.data());
}

bool chosen(const Session& session, const std::string& id) {
  const auto in = [&](const std::vector<std::string>& ids) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  return in(session.highlighted) || in(session.selected);
}

}  // namespace

glm::vec3 attachment_colour(AttachmentKind kind, AttachmentColours colours) {
  const bool origin = kind == AttachmentKind::origin;
  if (colours == AttachmentColours::colour_blind) {
    return origin ? glm::vec3(0.98F, 0.72F, 0.10F) : glm::vec3(0.10F, 0.16F, 0.55F);
  }
  return origin ? glm::vec3(0.80F, 0.13F, 0.12F) : glm::vec3(0.12F, 0.36F, 0.80F);
}

bool shows(const Leg& leg, const Attachment& attachment, const Session& session) {
  const LegStructure* bone = leg.find(attachment.bone);
  return session.attachments && bone != nullptr && visibility(leg, *bone, session) != Visibility::hidden;
}

bool stands_out(const Leg& leg, const Attachment& attachment, const Session& session) {
  const bool any = std::any_of(leg.attachments.begin(), leg.attachments.end(), [&](const Attachment& other) {
    return chosen(session, other.muscle) || chosen(session, other.bone);
  });
  return !any || chosen(session, attachment.muscle) || chosen(session, attachment.bone);
}

std::vector<render::MeshView> attachment_views(const Leg& leg) {
  std::vector<render::MeshView> views;
  for (const Attachment& attachment : leg.attachments) {
    const geometry::Mesh& patch = attachment.patch;
    views.push_back({patch.positions, patch.normals, {}, attachment.depth_mm, patch.triangles, false});
  }
  return views;
}

void add_attachments(render::DrawList& list, const Leg& leg, const Session& session, const Placement& placement) {
  for (std::size_t i = 0; i < leg.attachments.size(); ++i) {
    const Attachment& attachment = leg.attachments[i];
    const std::size_t bone = index_of(leg, attachment.bone);
    if (!shows(leg, attachment, session)) {
      continue;
    }
    glm::vec3 colour = attachment_colour(attachment.kind, session.attachment_colours);
    if (!stands_out(leg, attachment, session)) {
      colour = glm::mix(colour, natural_colour(leg, leg.structures[bone]), 0.72F);
    } else if (session.attachment == attachment.id) {
      colour = glm::mix(colour, glm::vec3(1.0F), 0.25F);
    }
    render::DrawItem item;
    item.mesh = static_cast<std::uint32_t>(leg.structures.size() + i);
    item.pick_id = item.mesh + 1;
    item.material = render::Material::bone;
    item.colour = colour;
    item.field_colour = 0.42F * colour;
    item.field_limit = kOutline_mm;
    item.decal = true;
    item.offset_mm = placement.offset_mm[bone];
    list.items.push_back(item);
  }
}

void add_pulls(render::Overlay& overlay, const Leg& leg, const Session& session, const Placement& placement,
               const render::View& view, glm::ivec2 size) {
  if (!session.attachments || !session.attachment_pulls) {
    return;
  }
  const float width = std::max(1.5F, 0.0022F * static_cast<float>(size.y));
  for (const Attachment& attachment : leg.attachments) {
    if (!shows(leg, attachment, session) || !stands_out(leg, attachment, session) ||
        glm::length(attachment.pull) < 0.5) {
      continue;
    }
    const glm::vec3 from = glm::vec3(attachment.centroid_mm) + placement.offset_mm[index_of(leg, attachment.bone)];
    const auto a = pixel_of(from, view, size);
    const auto b = pixel_of(from + glm::vec3(kArrow_mm * attachment.pull), view, size);
    if (!a || !b || glm::distance(*a, *b) < 3.0F * width) {
      continue;
    }
    const glm::vec4 ink(0.75F * attachment_colour(attachment.kind, session.attachment_colours), 1.0F);
    const glm::vec4 halo(glm::vec3(colours_of(session.background).plate), 0.7F);
    const glm::vec2 way = glm::normalize(*b - *a);
    const glm::vec2 beside(-way.y, way.x);
    const float head = 4.5F * width;
    const glm::vec2 left = *b - head * way + 0.6F * head * beside;
    const glm::vec2 right = *b - head * way - 0.6F * head * beside;
    for (const auto& [colour, line] : {std::pair{halo, 2.4F * width}, std::pair{ink, width}}) {
      overlay.lines.push_back({*a, *b, colour, line});
      overlay.lines.push_back({*b, left, colour, line});
      overlay.lines.push_back({*b, right, colour, line});
    }
  }
}

}  // namespace crus::scene
