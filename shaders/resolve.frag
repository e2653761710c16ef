// The average over the background, as sRGB premultiplied by alpha (alpha 1 over a background).
#version 330 core
#include "common/locations.glsl"
#include "common/colour.glsl"

uniform sampler2D average;
uniform ivec4 box;  // of the average in the picture: x, y, then its size
uniform float inverse_weight;
uniform vec3 top;  // sRGB
uniform vec3 bottom;
uniform float height;
uniform bool transparent;

layout(location = CRUS_OUTPUT) out vec4 result;

void main() {
  vec3 behind = mix(bottom, top, gl_FragCoord.y / height);
#ifdef BACKGROUND
  result = transparent ? vec4(0.0) : vec4(behind, 1.0);
#else
  vec4 light = texelFetch(average, ivec2(gl_FragCoord.xy) - box.xy, 0) * inverse_weight;
  float alpha = clamp(light.a, 0.0, 1.0);
  if (transparent) {
    vec3 straight = light.rgb / max(alpha, 1e-4);
    result = vec4(srgb_from_light(straight) * alpha, alpha);
  } else if (alpha == 0.0) {
    result = vec4(behind, 1.0);
  } else {
    result = vec4(srgb_from_light(light.rgb + (1.0 - alpha) * light_from_srgb(behind)), 1.0);
  }
#endif
}
