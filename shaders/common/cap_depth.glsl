// Depth of a face of a cut, from its plane: the same for every triangle in it, whatever its shape, so that the faces'
// order decides where they overlap.
uniform vec3 cap_plane;  // depth from the pixel: x, y, constant
uniform float cap_order;
float cap_depth(float part) {
  const float step_between = 4e-7;
  return dot(cap_plane, vec3(gl_FragCoord.xy, 1.0)) - step_between * (cap_order + part);
}
