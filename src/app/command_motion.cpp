#include <fmt/format.h>
#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/subcommands.hpp"
#include "core/units.hpp"
#include "geometry/measure.hpp"
namespace crus::app {
int motion_command(const MotionOptions& options) {
  const auto leg = open_leg(options.model);
  if (!leg) {
    return failed(leg.error());
  }
  Progress progress;
  const auto rig = rig_of(**leg, progress);
  if (!rig)
    return failed(rig.error());
  const Rig& r = **rig;
  fmt::print("{} | {} | {} {}\n", r.ankle().method, r.ankle().reason, r.ankle().direction.x, r.ankle().direction.y);
  fmt::print("taut {} {}\n", r.taut_span_mm().x, r.taut_span_mm().y);
  for (const auto& s : (*leg)->structures) {
    if (const auto* path = r.path(s.id)) {
      fmt::print("{} len {:.0f} first {:.0f} {:.0f} {:.0f}  last {:.0f} {:.0f} {:.0f}\n", s.id, path->length_mm(),
                 path->points().front().x, path->points().front().y, path->points().front().z, path->points().back().x,
                 path->points().back().y, path->points().back().z);
      if (s.id == "fibularis-brevis" || s.id == "fibularis-longus") {
        const auto c = r.course(s.id, r.pose({r.rest_plantarflexion_deg(), 0, 0, 0, false}));
        for (std::size_t i = 0; i < c->points.size(); ++i) {
          const auto u = glm::normalize(c->points[std::min(i + 1, c->points.size() - 1)] - c->points[i ? i - 1 : 0]);
          if (c->points[i].y < 40)
            fmt::print("      {:.0f} {:.0f} {:.0f} a {:.3f} local arm {:.1f}\n", c->points[i].x, c->points[i].y,
                       c->points[i].z, c->ankle[i],
                       -glm::dot(glm::cross(c->points[i] - r.ankle().point_mm, u), r.ankle().direction));
        }
      }
      for (double pf = options.from_deg; pf <= options.to_deg; pf += 10) {
        const auto c = r.course(s.id, r.pose({pf, 0, 0, options.activation, false}));
        double L = 0, arm = 0;
        for (std::size_t i = 1; i < c->points.size(); ++i) {
          const auto d = c->points[i] - c->points[i - 1];
          L += glm::length(d);
          const auto u = glm::normalize(d);
          arm += (c->ankle[i - 1] - c->ankle[i]) *
                 glm::dot(glm::cross(0.5 * (c->points[i] + c->points[i - 1]) - r.ankle().point_mm, u),
                          r.ankle().direction);
        }
        fmt::print("   {:.0f}: L {:.2f} slip top {:.2f} arm {:.2f}\n", pf, L, c->slip_mm.back(), arm);
      }
    }
  }
  return kDone;
}
}  // namespace crus::app
