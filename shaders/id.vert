#version 330 core
#include "common/locations.glsl"
#include "common/frame.glsl"

layout(location = CRUS_ATTRIBUTE_POSITION) in vec3 position;
uniform vec3 offset_mm;
invariant gl_Position;
out float gl_ClipDistance[1];

void main() {
  vec4 view_position = view_from_world * vec4(position + offset_mm, 1.0);
  gl_Position = clip_from_view * view_position;
#ifdef CAP
  gl_ClipDistance[0] = 1.0;
#else
  gl_ClipDistance[0] = cut.w - dot(cut.xyz, position);
#endif
}
