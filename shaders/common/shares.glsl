// Pain patterns on the skin: up to four shares of 0 to 1, as heat, chart or contour lines. Each style tells strong from
// weak by more than its hue: heat by brightness and cover, the chart by dense and sparse dots, contours by their number.
in vec4 share_values;
in vec3 share_place;

uniform vec3 share_colours[CRUS_RAMP_STEPS + CRUS_SHARE_FIELDS];  // linear light: the ramp, then the hues
uniform int share_style;
uniform ivec4 share_in_hue;
uniform bool share_last_on_top;
uniform vec2 share_strength;  // opacity, gain

vec3 ramp_colour(float value) {
  float at = clamp(value, 0.0, 1.0) * float(CRUS_RAMP_STEPS - 1);
  int i = min(int(at), CRUS_RAMP_STEPS - 2);
  return mix(share_colours[i], share_colours[i + 1], at - float(i));
}

vec3 lattice_jitter(ivec3 cell, float seed) {
  uvec3 c = uvec3(cell + 4096) * uvec3(374761393u, 668265263u, 2246822519u);
  uint h = (c.x ^ c.y ^ c.z) + uint(seed) * 3266489917u;
  h = (h ^ (h >> 15u)) * 2654435761u;
  h ^= h >> 13u;
  return vec3(h & 1023u, (h >> 10u) & 1023u, (h >> 20u) & 1023u) / 1023.0;
}

// Dots in space, one to a cell: they stay where they are on the surface, whatever the camera does.
float dots(float cell_mm, float radius_mm, float seed, float pixel_mm) {
  vec3 place = share_place / cell_mm;
  float nearest = 1e3;
  ivec3 low = ivec3(floor(place - 0.5));
  for (int i = 0; i < 8; ++i) {
    ivec3 cell = low + ivec3(i & 1, (i >> 1) & 1, (i >> 2) & 1);
    vec3 centre = vec3(cell) + 0.25 + 0.5 * lattice_jitter(cell, seed);
    nearest = min(nearest, distance(place, centre));
  }
  float soft = max(0.12, 0.7 * pixel_mm);
  return 1.0 - smoothstep(radius_mm - soft, radius_mm + soft, nearest * cell_mm);
}

// Dense dots where essential, sparse ones where spillover. The edges at which dots begin waver from dot to dot.
float stipple(float value, float seed, float pixel_mm) {
  float dense = dots(3.6, 1.25, seed, pixel_mm) * smoothstep(0.58, 0.66, value);
  float sparse = dots(6.4, 1.55, seed + 7.0, pixel_mm) * smoothstep(0.17, 0.23, value);
  return max(dense, sparse);
}

float line_at(float value, float slope, float level, float width) {
  return clamp(width + 0.5 - abs(value - level) / slope, 0.0, 1.0);
}

// Lines at 0.1, 0.35, 0.6 and 0.85, the last ones heavier, on a faint tint.
float contours(float value, float slope) {
  float line = line_at(value, slope, 0.1, 0.7);
  line = max(line, line_at(value, slope, 0.35, 0.9));
  line = max(line, line_at(value, slope, 0.6, 1.2));
  return max(line, line_at(value, slope, 0.85, 1.7));
}

float cover_of(float value) { return 0.93 * (1.0 - pow(1.0 - value, 2.8)); }

// One share as colour and cover.
vec4 one_painted(float value, float slope, vec3 hue, bool in_hue, float seed, float pixel_mm) {
  if (share_style == CRUS_SHARES_CHART) {
    return vec4(in_hue ? hue : vec3(0.30, 0.005, 0.02), stipple(value, seed, pixel_mm));
  }
  if (share_style == CRUS_SHARES_CONTOUR) {
    vec3 ink = in_hue ? 0.55 * hue : vec3(0.02, 0.03, 0.10);
    return vec4(ink, max(contours(value, slope), 0.28 * smoothstep(0.08, 0.12, value) * value));
  }
  if (!in_hue) {
    return vec4(ramp_colour(value), cover_of(value));
  }
  float edge = 0.75 * max(line_at(value, slope, 0.12, 0.6), line_at(value, slope, 0.6, 0.6));
  return vec4(mix(hue, 0.35 * hue, edge), max(0.88 * value, edge));
}

// All shares: where several lie over each other, their colours mix by cover; the last one may lie on top.
vec4 shares_painted() {
  const int last = CRUS_SHARE_FIELDS - 1;
  vec4 values = clamp(share_values * share_strength.y, 0.0, 1.0);
  vec4 slopes = max(fwidth(share_values) * share_strength.y, vec4(1e-6));
  float pixel_mm = length(fwidth(share_place));
  bool ramp = share_in_hue.x == 0;
  vec3 sum = vec3(0.0);
  float weight = 0.0;
  float clear = 1.0;
  for (int i = 0; i < CRUS_SHARE_FIELDS; ++i) {
    if ((i > 0 && share_in_hue[i] == 0) || (i == last && share_last_on_top)) {
      continue;
    }
    bool in_hue = i > 0 || !ramp;
    vec4 one = one_painted(values[i], slopes[i], share_colours[CRUS_RAMP_STEPS + i], in_hue, float(11 * i), pixel_mm);
    sum += one.rgb * one.a;
    weight += one.a;
    clear *= 1.0 - one.a;
  }
  vec4 paint = vec4(sum / max(weight, 1e-6), (1.0 - clear) * share_strength.x);
  if (share_last_on_top) {
    // A drawing is what the user said, not a pattern: neither gain nor opacity touch it.
    float value = clamp(share_values[last], 0.0, 1.0);
    float line = line_at(share_values[last], max(fwidth(share_values[last]), 1e-6), 0.08, 1.0);
    float cover = max(0.78 * smoothstep(0.0, 0.5, value), 0.9 * line);
    vec3 ink = mix(share_colours[CRUS_RAMP_STEPS + last], 0.5 * share_colours[CRUS_RAMP_STEPS + last], line);
    float all = cover + paint.a * (1.0 - cover);
    paint = vec4(mix(paint.rgb, ink, cover / max(all, 1e-4)), all);
  }
  return paint;
}

// Little of the light's play: brightness carries the value.
vec3 lit_paint(vec3 paint, vec3 light, vec3 albedo) {
  float play = dot(light, vec3(0.2126, 0.7152, 0.0722)) / max(dot(albedo, vec3(0.2126, 0.7152, 0.0722)), 0.02);
  return paint * mix(1.0, clamp(play, 0.0, 1.3), 0.4);
}
