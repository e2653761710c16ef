// How much a see-through surface covers, from its item's opacity and the cosine between normal and line of sight.
float opacity(float own, float facing, bool shell) {
  facing = min(facing, 1.0);
  float away = 1.0 - facing;
  // Seen edge-on, a ray passes through more of a body: it grows denser towards its outline.
  return shell ? max(0.55 * away * away * away, own)
               : 1.0 - exp2(log2(1.0 - min(own, 0.999)) / max(facing, 0.12));
}
