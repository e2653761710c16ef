// The mask at one texel per pixel: colour and coverage of its rays, averaged, so that the outline's edges are smooth.
#version 330 core
#include "common/locations.glsl"

uniform sampler2D mask;
uniform int grid;

layout(location = CRUS_OUTPUT) out vec4 result;

void main() {
  ivec2 base = ivec2(gl_FragCoord.xy) * grid;
  vec4 sum = vec4(0.0);
  for (int y = 0; y < grid; ++y) {
    for (int x = 0; x < grid; ++x) {
      sum += texelFetch(mask, base + ivec2(x, y), 0);
    }
  }
  result = sum / float(grid * grid);
}
