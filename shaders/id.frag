// PICK writes the item's id; else the flat colour of the item, for the outline's mask.
#version 330 core
#include "common/locations.glsl"

#ifdef CAP
#include "common/cap_depth.glsl"
#endif

#ifdef PICK
uniform uint pick_id;
layout(location = CRUS_OUTPUT) out uint result;
void main() {
#ifdef CAP
  gl_FragDepth = cap_depth(2.5);
#endif
  result = pick_id;
}
#else
uniform vec3 mask_colour;
layout(location = CRUS_OUTPUT) out vec4 result;
void main() {
#ifdef CAP
  gl_FragDepth = cap_depth(2.5);  // over the face's own line
#endif
  result = vec4(mask_colour, 1.0);
}
#endif
