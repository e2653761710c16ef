// How much a see-through surface covers, from its item's opacity and the cosine between normal and line of sight.
float opacity(float own, float facing) {
  facing = min(facing, 1.0);
#ifdef GHOST
  // Seen edge-on, a ray passes through more of the body: it grows denser towards its outline.
  return 1.0 - exp2(log2(1.0 - min(own, 0.999)) / max(facing, 0.12));
#else
  float away = 1.0 - facing;
  return max(0.55 * away * away * away, own);
#endif
}
