// Light is linear; 8-bit targets between passes hold its square root, which spreads their 256 steps as evenly as sRGB
// does and costs one instruction.
vec3 stored_from_light(vec3 light) { return sqrt(clamp(light, 0.0, 1.0)); }
vec3 light_from_stored(vec3 stored) { return stored * stored; }

vec3 srgb_from_light(vec3 light) {
  light = clamp(light, 0.0, 1.0);
  vec3 power = 1.055 * pow(max(light, vec3(0.0031308)), vec3(1.0 / 2.4)) - 0.055;
  return mix(power, 12.92 * light, vec3(lessThan(light, vec3(0.0031308))));
}
vec3 light_from_srgb(vec3 srgb) {
  vec3 power = pow((srgb + 0.055) / 1.055, vec3(2.4));
  return mix(power, srgb / 12.92, vec3(lessThan(srgb, vec3(0.04045))));
}
