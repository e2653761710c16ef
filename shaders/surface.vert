// Surfaces of every layer: solid, ghost, shell.
#version 330 core
#include "common/locations.glsl"
#include "common/frame.glsl"
#include "common/noise.glsl"
#ifdef PER_VERTEX
#include "common/colour.glsl"
#include "common/opacity.glsl"
#include "common/shade.glsl"
#endif

layout(location = CRUS_ATTRIBUTE_POSITION) in vec3 position;
layout(location = CRUS_ATTRIBUTE_NORMAL_OCCLUSION) in vec4 normal_occlusion;
layout(location = CRUS_ATTRIBUTE_DETAIL) in vec2 detail;
#ifdef FIELD
layout(location = CRUS_ATTRIBUTE_FIELD) in float field;
out float field_value;
#endif
#ifdef SHARES
layout(location = CRUS_ATTRIBUTE_SHARES) in vec4 shares;
layout(location = CRUS_ATTRIBUTE_SHARE_PLACE) in vec3 rest_place;
out vec4 share_values;
out vec3 share_place;  // mm, of the surface at rest, whatever its pose
#endif

uniform vec4 item[CRUS_ITEM_ROWS];

#ifdef PER_VERTEX
out vec4 lit;  // as stored, with the opacity
#else
out vec3 normal;     // view space
out vec3 to_eye;     // view space, not unit
out vec4 open_tint;  // occlusion, mottling, mm across the fibres, share of the second material
#endif
invariant gl_Position;
out float gl_ClipDistance[1];

void main() {
  vec4 view_position = view_from_world * vec4(position + item[CRUS_ITEM_PLACE].xyz, 1.0);
  gl_Position = clip_from_view * view_position;
  gl_ClipDistance[0] = cut.w - dot(cut.xyz, position);
  vec3 view_normal = mat3(view_from_world) * normal_occlusion.xyz;
  vec3 eye_way = mix(-view_position.xyz, vec3(0.0, 0.0, 1.0), world_up_in_view.w);
  // Per vertex: tissue is mottled on the scale of centimetres, and vertices are closer than that.
  float mottle = mottling(position);
  float tint = 1.0 + item[CRUS_ITEM_GLOSS].w * mottle;
#ifdef PER_VERTEX
  vec3 v = normalize(eye_way);
  vec3 n = normalize(view_normal);
  n = dot(n, v) * item[CRUS_ITEM_LIGHT].w < 0.0 ? -n : n;
  vec4 colour = item[CRUS_ITEM_COLOUR];
  vec3 albedo = mix(colour.rgb, item[CRUS_ITEM_SECOND].rgb, detail.y) * tint;
  vec4 gloss = mix(item[CRUS_ITEM_GLOSS], item[CRUS_ITEM_SECOND_GLOSS], detail.y);
  vec3 light = shade(albedo, n, v, normal_occlusion.w, gloss, item[CRUS_ITEM_LIGHT]);
  lit = vec4(stored_from_light(light), opacity(colour.a, abs(dot(n, v)), item[CRUS_ITEM_PLACE].w > 0.5));
#else
  normal = view_normal;
  to_eye = eye_way;
  // Fibres waver a little, so that no line runs on for ever.
  open_tint = vec4(normal_occlusion.w, tint, detail.x * CRUS_ACROSS_REACH_MM + mottle, detail.y);
#endif
#ifdef FIELD
  field_value = field;
#endif
#ifdef SHARES
  share_values = shares;
  share_place = rest_place;
#endif
}
