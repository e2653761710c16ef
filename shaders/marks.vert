// Text, lines and plates over the picture; positions in pixels from the top left.
#version 330 core
#include "common/locations.glsl"

layout(location = CRUS_MARK_POSITION) in vec2 position;
layout(location = CRUS_MARK_LOCAL) in vec2 local;
layout(location = CRUS_MARK_SHAPE) in vec4 shape;
layout(location = CRUS_MARK_COLOUR) in vec4 colour;

uniform vec2 picture_size;

out vec2 at;
flat out vec4 form;
flat out vec4 ink;

void main() {
  at = local;
  form = shape;
  ink = colour;
  vec2 clip = position / picture_size * 2.0 - 1.0;
  gl_Position = vec4(clip.x, -clip.y, 0.0, 1.0);
}
