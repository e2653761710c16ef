// What a cut shows of a tissue: bundles of muscle or tendon, the sponge of bone, lobules of fat; a rim; a line round it.
// Even light, as in an atlas: a section is read, not modelled.
#version 330 core
#include "common/locations.glsl"
#include "common/colour.glsl"
#include "common/cap_depth.glsl"

in vec2 part;  // 0 area, 1 rim, 2 line; share of the second colour
in vec2 at;    // mm in the plane

uniform vec3 cap_colour[3];  // fill, second, rim; linear
uniform vec4 cap_pattern;    // cell size mm, light between the cells, unevenness from cell to cell, of fine grain

layout(location = CRUS_OUTPUT) out vec4 result;

vec2 cell_hash(ivec2 p) {
  uint h = uint(p.x) * 374761393u + uint(p.y) * 668265263u;
  h = (h ^ (h >> 13u)) * 1274126177u;
  h ^= h >> 16u;
  return vec2(float(h & 255u), float((h >> 8u) & 255u)) / 255.0;
}

// Cells about random centres: how near the border is (0 on it), and a number of the cell's own.
vec2 cells(vec2 p) {
  ivec2 home = ivec2(floor(p));
  vec2 f = p - vec2(home);
  float first = 8.0;
  float second = 8.0;
  float own = 0.0;
  for (int y = -1; y <= 1; ++y) {
    for (int x = -1; x <= 1; ++x) {
      vec2 h = cell_hash(home + ivec2(x, y));
      vec2 way = vec2(x, y) + 0.15 + 0.7 * h - f;
      float d = dot(way, way);
      own = d < first ? h.x : own;
      second = min(second, max(d, first));
      first = min(first, d);
    }
  }
  return vec2(sqrt(second) - sqrt(first), own);
}

void main() {
  vec2 p = at / cap_pattern.x;
  float width = max(length(dFdx(p)), length(dFdy(p)));
  vec2 cell = cells(p);
  // The pattern fades where a pixel holds most of a cell.
  float clear = clamp(1.5 - 2.0 * width, 0.0, 1.0);
  float border = 1.0 - smoothstep(0.03, 0.16 + width, cell.x);
  float pattern = clear * (cap_pattern.y * border + cap_pattern.z * (cell.y - 0.5));
  vec3 area = mix(cap_colour[0], cap_colour[1], part.y) * (1.0 + pattern);
  vec3 colour = part.x < 0.5 ? area : cap_colour[2] * (1.0 + 0.25 * pattern);
  colour = part.x > 1.5 ? 0.30 * mix(colour, area, 0.5) : colour;
  gl_FragDepth = cap_depth(floor(part.x + 0.5));
  result = vec4(stored_from_light(0.92 * colour), 1.0);
}
