// SOLID, else a shell or one depth-peeled layer of ghosts; FIELD paints a region of the surface, SHARES pain patterns.
// See-through surfaces without either are lit PER_VERTEX: they are drawn many times over, and nobody sees the difference
// through them. Shells share the ghosts' program: a driver takes milliseconds to finish one more.
#version 330 core
#include "common/locations.glsl"
#include "common/frame.glsl"
#include "common/colour.glsl"
#include "common/opacity.glsl"
#include "common/shade.glsl"
#include "common/striation.glsl"
#ifdef SHARES
#include "common/shares.glsl"
#endif

#ifdef PER_VERTEX
in vec4 lit;
#else
in vec3 normal;
in vec3 to_eye;
in vec4 open_tint;
#endif
#ifdef FIELD
in float field_value;
#endif

uniform vec4 item[CRUS_ITEM_ROWS];
#ifndef SOLID
uniform sampler2D peeled_depth;
uniform bool first_layer;
uniform sampler2D solid_depth;
uniform int solid_stride;  // texels of the solid surfaces per texel here
#endif

layout(location = CRUS_OUTPUT) out vec4 result;

#ifdef FIELD
// Colour and cover of the painted region: a crisp edge, one pixel of smoothing, and a darker line around it.
vec4 painted() {
  float limit = item[CRUS_ITEM_FIELD].w;
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
#ifdef SHARES
  vec4 paint = shares_painted();
#endif
#ifndef SOLID
  ivec2 texel = ivec2(gl_FragCoord.xy);
  bool hidden = gl_FragCoord.z >= texelFetch(solid_depth, texel * solid_stride, 0).r;
  bool shell = item[CRUS_ITEM_PLACE].w > 0.5;
  // Exact: both depths are the same 32-bit numbers, from the same transform.
  if (!shell && (hidden || (!first_layer && gl_FragCoord.z <= texelFetch(peeled_depth, texel, 0).r))) {
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
#ifdef SHARES
  vec3 painted_light = lit_paint(paint.rgb, light, albedo);
#endif
#ifdef SOLID
#ifdef SHARES
  light = mix(light, painted_light, paint.a);
#endif
  result = vec4(stored_from_light(light), 1.0);
#else
  float own = opacity(colour.a, abs(dot(n, v)), shell);
#ifdef SHARES
  // Paint over a see-through skin: where it covers, the skin's own share of the colour steps back.
  float covered = paint.a + own * (1.0 - paint.a);
  light = mix(light, painted_light, paint.a / max(covered, 1e-4));
  own = covered;
#endif
  result = vec4(stored_from_light(light), own);
#endif
#endif
#ifndef SOLID
  result.a = hidden ? 0.0 : result.a;
#endif
}
