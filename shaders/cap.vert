// The face of a cut, in its plane.
#version 330 core
#include "common/locations.glsl"
#include "common/frame.glsl"

layout(location = CRUS_ATTRIBUTE_POSITION) in vec3 position;
layout(location = CRUS_ATTRIBUTE_DETAIL) in vec2 detail;
layout(location = CRUS_ATTRIBUTE_PLANE) in vec2 plane;

uniform vec3 offset_mm;

out vec2 part;
out vec2 at;
out float gl_ClipDistance[1];

void main() {
  gl_Position = clip_from_view * (view_from_world * vec4(position + offset_mm, 1.0));
  gl_ClipDistance[0] = 1.0;
  part = detail;
  at = plane;
}
