// Where things are on this tile. Every pass transforms by this one function, so depths compare exactly.
layout(std140) uniform Frame {
  mat4 view_from_world;
  mat4 clip_from_view;
  vec4 world_up_in_view;  // w: 1 when orthographic
  vec4 cut;               // in a mesh's own place: what lies at dot(xyz, p) > w is cut off
};
