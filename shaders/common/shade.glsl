// How tissue takes light, in linear light: sky and ground through the baked occlusion, a soft key from the viewer's
// upper left, a weak fill from the right, a broad highlight and a faint rim. Materials differ in numbers only, so that
// software renderers branch nowhere. Kept below full white: nothing blows out, nothing turns black.
vec3 shade(vec3 albedo, vec3 n, vec3 v, float open, vec4 gloss, vec4 light) {
  const vec3 key_direction = vec3(-0.469, 0.586, 0.661);
  const vec3 half_key = vec3(-0.257, 0.321, 0.911);  // between the key and a viewer straight ahead
  const vec3 fill_direction = vec3(0.822, -0.120, 0.557);
  const vec3 key_light = vec3(0.80, 0.77, 0.72);
  const vec3 fill_light = vec3(0.10, 0.115, 0.14);
  const vec3 sky_light = vec3(0.44, 0.455, 0.47);
  const vec3 ground_light = vec3(0.215, 0.195, 0.18);

  float wrap = light.x;
  float key = clamp((dot(n, key_direction) + wrap) / (1.0 + wrap), 0.0, 1.0);
  float fill = max(dot(n, fill_direction), 0.0);
  float up = 0.5 + 0.5 * dot(n, world_up_in_view.xyz);
  float facing = clamp(dot(n, v), 0.0, 1.0);
  float edge = (1.0 - facing) * (1.0 - facing);

  // Light that bounces between bright walls keeps hollows in colour (fit of Jimenez et al. 2016).
  vec3 open_colour = max(vec3(open), ((open * (2.0404 * albedo - 0.3324) + (-4.7951 * albedo + 0.6417)) * open +
                                      (2.7552 * albedo + 0.6903)) * open);
  float shadow = 0.35 + 0.65 * open;
  vec3 diffuse = mix(ground_light, sky_light, up) * open_colour + (key_light * key + fill_light * fill) * shadow;
  // Light that entered the tissue comes out reddened where the key grazes it.
  float graze = key * (1.0 - key) * 4.0;
  diffuse += light.y * graze * vec3(0.10, 0.018, 0.006) * shadow;

  float lobe = exp2(gloss.x * (dot(n, half_key) - 1.0));
  float highlight = gloss.y * lobe * shadow;
  float rim = (light.z * edge * edge + gloss.z * edge) * (0.4 + 0.6 * up) * shadow;
  return albedo * diffuse + vec3(highlight) + rim * vec3(0.92, 0.96, 1.0);
}
