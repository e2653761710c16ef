// SOLID, GHOST (one depth-peeled layer) or SHELL; FIELD paints a region of the surface. See-through surfaces without one
// are lit PER_VERTEX: they are drawn many times over, and nobody sees the difference through them.
#version 330 core
#include "common/locations.glsl"
#include "common/frame.glsl"
#include "common/colour.glsl"
#include "common/opacity.glsl"
#include "common/shade.glsl"
#include "common/striation.glsl"

#ifdef PER_VERTEX
in vec4 lit;
#else
in vec3 normal;
in vec3 to_eye;
in vec4 open_tint;
#endif
#ifdef FIELD
in float field_value;
in vec3 field_place;
#endif

uniform vec4 item[CRUS_ITEM_ROWS];
#ifdef GHOST
uniform sampler2D peeled_depth;
uniform bool first_layer;
#endif
#ifndef SOLID
uniform sampler2D solid_depth;
uniform int solid_stride;  // texels of the solid surfaces per texel here
#endif

layout(location = CRUS_OUTPUT) out vec4 result;

#ifdef FIELD
// Colour and cover of the painted region: a crisp edge, one pixel of smoothing, and a darker line around it.
// cividis (Nunez et al. 2018) by its quarter points: even steps of brightness, also for the colour-blind.
vec3 cividis(float value) {
  float at = 4.0 * clamp(value, 0.0, 1.0);
  vec3 colour = mix(vec3(0.0, 0.133, 0.306), vec3(0.263, 0.306, 0.424), clamp(at, 0.0, 1.0));
  colour = mix(colour, vec3(0.490, 0.486, 0.471), clamp(at - 1.0, 0.0, 1.0));
  colour = mix(colour, vec3(0.737, 0.682, 0.424), clamp(at - 2.0, 0.0, 1.0));
  colour = mix(colour, vec3(0.996, 0.910, 0.220), clamp(at - 3.0, 0.0, 1.0));
  return pow(colour, vec3(2.2));
}

// Dots in space, one to a cell, some left out: they stay where they are on the surface.
float dots(vec3 place, float cell_mm, float radius_mm) {
  vec3 cell = floor(place / cell_mm);
  vec3 jitter = fract(sin(cell.xyz * 12.9898 + cell.yzx * 78.233 + cell.zxy * 37.719) * 43758.5453);
  vec3 centre = (cell + 0.3 + 0.4 * jitter) * cell_mm;
  float d = distance(place, centre);
  return 1.0 - smoothstep(radius_mm - 0.25, radius_mm + 0.25, d);
}

// A share of 0 to 1, as heat, chart (dense dots essential, sparse ones spillover) or contour lines.
vec4 share_painted(float style) {
  float value = clamp(field_value, 0.0, 1.0);
  float slope = max(fwidth(field_value), 1e-6);
  if (style < 0.5) {
    return vec4(cividis(value), 0.92 * smoothstep(0.02, 0.16, value));
  }
  if (style < 1.5) {
    float dense = dots(field_place, 4.0, 1.5) * step(0.55, value);
    float sparse = dots(field_place, 6.5, 1.7) * step(0.16, value);
    return vec4(vec3(0.45, 0.02, 0.03), max(dense, sparse));
  }
  float line = 0.0;
  for (int i = 0; i < 4; ++i) {
    float level = i == 0 ? 0.1 : 0.1 + 0.25 * float(i);
    line = max(line, clamp(1.6 - abs(field_value - level) / slope, 0.0, 1.0));
  }
  return vec4(pow(vec3(0.16, 0.20, 0.34), vec3(2.2)), max(line, 0.30 * smoothstep(0.08, 0.12, value) * value));
}

vec4 painted() {
  float limit = item[CRUS_ITEM_FIELD].w;
  if (limit >= CRUS_SHARE_STYLE) {
    return share_painted(limit - CRUS_SHARE_STYLE);
  }
  float pixels = (limit - field_value) / max(fwidth(field_value), 1e-6);
  float inside = clamp(pixels + 0.5, 0.0, 1.0);
  float line = 0.8 * clamp(2.0 - abs(pixels), 0.0, 1.0);
  vec3 colour = item[CRUS_ITEM_FIELD].xyz;
  return vec4(mix(colour, 0.35 * colour, line), max(inside, line));
}
#endif

void main() {
#ifdef FIELD
  vec4 paint = painted();  // before any ray is dropped: it looks at its neighbours
#endif
#ifndef SOLID
  ivec2 texel = ivec2(gl_FragCoord.xy);
  bool hidden = gl_FragCoord.z >= texelFetch(solid_depth, texel * solid_stride, 0).r;
#endif
#ifdef GHOST
  // Exact: both depths are the same 32-bit numbers, from the same transform.
  if (hidden || (!first_layer && gl_FragCoord.z <= texelFetch(peeled_depth, texel, 0).r)) {
    discard;
  }
#endif
#ifdef PER_VERTEX
  result = lit;
#else
  vec3 v = normalize(to_eye);
  vec3 n = normalize(normal);
  // Open sheets are lit alike from both sides: turn the normal to the viewer.
  n = dot(n, v) * item[CRUS_ITEM_LIGHT].w < 0.0 ? -n : n;
  vec4 colour = item[CRUS_ITEM_COLOUR];
  float second = open_tint.w;
  float stripe = striation(open_tint.z, item[CRUS_ITEM_STRIATION], second);
  vec3 albedo = mix(colour.rgb, item[CRUS_ITEM_SECOND].rgb, second) * (open_tint.y + stripe);
  vec4 gloss = mix(item[CRUS_ITEM_GLOSS], item[CRUS_ITEM_SECOND_GLOSS], second);
  gloss.y *= 1.0 + 3.0 * stripe;
#ifdef FIELD
  albedo = mix(albedo, paint.rgb, paint.a);
#endif
  vec3 light = shade(albedo, n, v, open_tint.x, gloss, item[CRUS_ITEM_LIGHT]);
#ifdef SOLID
  result = vec4(stored_from_light(light), 1.0);
#else
  result = vec4(stored_from_light(light), opacity(colour.a, abs(dot(n, v))));
#ifdef FIELD
  result.a = item[CRUS_ITEM_FIELD].w >= CRUS_SHARE_STYLE ? max(result.a, paint.a) : result.a;
#endif
#endif
#endif
#ifdef SHELL
  result.a = hidden ? 0.0 : result.a;
#endif
}
