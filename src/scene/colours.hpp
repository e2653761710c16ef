// Who gets which colour. Natural colours come from the catalogue's palette; accents are the scene's.
#pragma once

#include <cstddef>
#include <vector>

#include <glm/glm.hpp>

#include "leg/leg.hpp"
#include "render/draw_list.hpp"
#include "session/session.hpp"

namespace crus::scene {

// sRGB 0..1.
[[nodiscard]] glm::vec3 natural_colour(const Leg& leg, const LegStructure& structure);
// The palette's colour of a kind of tissue.
[[nodiscard]] glm::vec3 tissue_colour(const Leg& leg, anatomy::Kind kind);
[[nodiscard]] render::Material material_of(anatomy::Kind kind);

// Distinct for each highlighted structure; told apart in hue and lightness by colour-blind eyes too (after Okabe and
// Ito), and from ivory bone and red muscle. Soleus, tibia, fibula and the calcaneal tendon keep theirs in every
// picture.
[[nodiscard]] std::vector<glm::vec3> accent_colours(const std::vector<std::string>& ids);

struct BackgroundColours {
  glm::vec3 top, bottom;
  glm::vec4 ink;        // text and lines
  glm::vec4 faint_ink;  // the credit line
  glm::vec4 plate;      // behind text
};
[[nodiscard]] BackgroundColours colours_of(Background background);

// A line around something of this colour that stands out from it and from the background.
[[nodiscard]] glm::vec3 outline_of(const glm::vec3& colour, Background background);

}  // namespace crus::scene
