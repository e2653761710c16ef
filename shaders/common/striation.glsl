// Fine lines along the fibres: smooth noise of the distance across them, in a coarse and a fine octave. Each fades where
// a pixel grows as wide as its lines, so that nothing shimmers.
float line_hash(int i) {
  uint h = uint(i) * 374761393u + 668265263u;
  h = (h ^ (h >> 13u)) * 1274126177u;
  return float((h ^ (h >> 16u)) & 65535u) / 32767.5 - 1.0;
}
float line_noise(float x) {
  float cell = floor(x);
  float f = x - cell;
  f = f * f * (3.0 - 2.0 * f);
  return mix(line_hash(int(cell)), line_hash(int(cell) + 1), f);
}
// settings: lines per mm, strength; of the first material, then of the second.
float striation(float across_mm, vec4 settings, float second) {
  vec2 chosen = mix(settings.xy, settings.zw, step(0.5, second));
  float strength = mix(settings.y, settings.w, second);
  float x = across_mm * chosen.x;
  float width = fwidth(across_mm) * chosen.x;
  float coarse = clamp(1.6 - 2.0 * width, 0.0, 1.0);
  float fine = clamp(1.6 - 5.4 * width, 0.0, 1.0);
  return strength * (0.65 * coarse * line_noise(x) + 0.5 * fine * line_noise(2.7 * x + 17.0));
}
