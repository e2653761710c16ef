// By form.w: 0 a rounded box by its signed distance, form = half size and corner radius; 1 a glyph from the atlas; 2 the
// background, ink at the top and form at the bottom.
#version 330 core
#include "common/locations.glsl"

in vec2 at;
flat in vec4 form;
flat in vec4 ink;

uniform sampler2D glyphs;
uniform vec2 picture_size;

layout(location = CRUS_OUTPUT) out vec4 result;

void main() {
  if (form.w > 1.5) {
    result = vec4(mix(form.xyz, ink.rgb, gl_FragCoord.y / picture_size.y), 1.0);
    return;
  }
  float cover;
  if (form.w > 0.5) {
    cover = texelFetch(glyphs, ivec2(at), 0).r;
  } else {
    vec2 outside = abs(at) - form.xy + form.z;
    float distance = length(max(outside, 0.0)) + min(max(outside.x, outside.y), 0.0) - form.z;
    cover = clamp(0.5 - distance, 0.0, 1.0);
  }
  float alpha = ink.a * cover;
  result = vec4(ink.rgb * alpha, alpha);
}
