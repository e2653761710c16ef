// Smooth value noise, -1..1, from world millimetres; the same on every machine that has 32-bit integers.
float lattice(ivec3 p) {
  uint h = uint(p.x) * 374761393u + uint(p.y) * 668265263u + uint(p.z) * 2147483647u;
  h = (h ^ (h >> 13u)) * 1274126177u;
  return float((h ^ (h >> 16u)) & 65535u) / 32767.5 - 1.0;
}
float value_noise(vec3 p) {
  ivec3 i = ivec3(floor(p));
  vec3 f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  vec4 near = vec4(lattice(i), lattice(i + ivec3(0, 1, 0)), lattice(i + ivec3(0, 0, 1)), lattice(i + ivec3(0, 1, 1)));
  vec4 far = vec4(lattice(i + ivec3(1, 0, 0)), lattice(i + ivec3(1, 1, 0)), lattice(i + ivec3(1, 0, 1)),
                  lattice(i + ivec3(1, 1, 1)));
  vec4 x = mix(near, far, f.x);
  vec2 y = mix(x.xz, x.yw, f.y);
  return mix(y.x, y.y, f.z);
}
float mottling(vec3 position_mm) { return value_noise(position_mm / 23.0) * 0.65 + value_noise(position_mm / 9.0) * 0.35; }
