// One pixel of the picture: its grid of rays, each composed front to back (shell, peeled ghosts, solid), averaged as
// premultiplied linear light and laid over the background. FINISHED takes many rays a pixel, else it is one. OUTLINE draws
// lines round the mask's patches.
#version 330 core
#include "common/locations.glsl"
#include "common/colour.glsl"

uniform sampler2D solid;
uniform sampler2DArray layers;
uniform ivec2 tile_origin;  // of the tile, in the pixels drawn to
uniform vec3 top;           // of the background, sRGB
uniform vec3 bottom;
uniform vec2 rows;  // of the picture: how many lie below the first one drawn to, and how many there are
uniform bool transparent;
// Constants, so that software renderers unroll the loops below.
#ifdef FINISHED
const int grid = CRUS_FINISHED_GRID;
const int layer_grid = CRUS_FINISHED_LAYER_GRID;
vec3 shown_from_light(vec3 light) { return srgb_from_light(light); }
vec3 light_from_shown(vec3 srgb) { return light_from_srgb(srgb); }
#else
const int grid = 1;
const int layer_grid = 1;
// sRGB and back to within half a step of 255, without a power.
vec3 shown_from_light(vec3 light) {
  light = clamp(light, 0.0, 1.0);
  vec3 a = sqrt(light);
  vec3 b = sqrt(a);
  vec3 c = sqrt(b);
  return mix(0.585122381 * a + 0.783140355 * b - 0.368262736 * c, 12.92 * light,
             vec3(lessThan(light, vec3(0.0031308))));
}
vec3 light_from_shown(vec3 c) { return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878); }
#endif
uniform ivec2 layer_range;  // first, one past the last

layout(location = CRUS_OUTPUT) out vec4 result;

#ifdef OUTLINE
uniform sampler2D mask;  // one texel per pixel of the tile, premultiplied, filtered
uniform float radius_px;

const int kRing = 12;

// The line lies outside a patch: where a ring of samples meets it and the centre does not.
vec4 outline(vec2 pixel) {
  vec2 texel = 1.0 / vec2(textureSize(mask, 0));
  vec4 found = vec4(0.0);
  for (int k = 0; k < kRing; ++k) {
    float angle = float(k) * (6.2831853 / float(kRing));
    vec4 other = texture(mask, (pixel + vec2(cos(angle), sin(angle)) * radius_px) * texel);
    found = other.a > found.a ? other : found;
  }
  float cover = found.a * (1.0 - texture(mask, pixel * texel).a);
  return cover * vec4(light_from_stored(found.rgb / max(found.a, 1e-3)), 1.0);
}
#endif

void main() {
  ivec2 base = (ivec2(gl_FragCoord.xy) - tile_origin) * grid;
  vec4 sum = vec4(0.0);
  // Each ray through the layers ends on a block of rays at the solid surfaces.
  int block = grid / layer_grid;
  ivec2 layer_base = (ivec2(gl_FragCoord.xy) - tile_origin) * layer_grid;
  for (int y = 0; y < layer_grid; ++y) {
    for (int x = 0; x < layer_grid; ++x) {
      vec4 front = vec4(0.0);
      float through = 1.0;
      for (int layer = layer_range.x; layer < layer_range.y; ++layer) {
        vec4 ghost = texelFetch(layers, ivec3(layer_base + ivec2(x, y), layer), 0);
        front += through * ghost.a * vec4(light_from_stored(ghost.rgb), 1.0);
        through *= 1.0 - ghost.a;
      }
      vec4 back = vec4(0.0);
      for (int v = 0; v < block; ++v) {
        for (int u = 0; u < block; ++u) {
          vec4 texel = texelFetch(solid, base + ivec2(x, y) * block + ivec2(u, v), 0);
          back += vec4(light_from_stored(texel.rgb) * texel.a, texel.a);
        }
      }
      sum += float(block * block) * front + through * back;
    }
  }
#ifdef OUTLINE
  vec4 line = outline(gl_FragCoord.xy - vec2(tile_origin));
  sum = sum * (1.0 - line.a) + float(grid * grid) * line;
#endif
  vec4 light = sum / float(grid * grid);
  float alpha = clamp(light.a, 0.0, 1.0);
  vec3 behind = mix(bottom, top, (gl_FragCoord.y + rows.x) / rows.y);
  vec3 shown = transparent ? light.rgb / max(alpha, 1e-4) : light.rgb + (1.0 - alpha) * light_from_shown(behind);
  vec4 seen = vec4(shown_from_light(shown), 1.0);
  result = transparent ? seen * alpha : alpha == 0.0 ? vec4(behind, 1.0) : seen;
}
