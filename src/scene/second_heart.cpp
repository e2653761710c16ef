#include "scene/second_heart.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "leg/vein_courses.hpp"
#include "scene/colours.hpp"
#include "scene/words.hpp"

namespace crus::scene {
namespace {

using anatomy::kCalfOutflow;
using anatomy::kDeep;
using anatomy::kPerforators;
using anatomy::kPopliteal;
using anatomy::kPumpChambers;
using anatomy::kSaphenous;
using anatomy::kSuperficial;

// Where along a vein, from its lower end up, its valves are drawn, and which valve of the pump they follow.
struct ValvePlace {
  std::string_view vein;
  double at;
  std::size_t valve;
};
constexpr std::array<ValvePlace, 11> kValvePlaces{{{"posterior-tibial-veins", 0.22, kPerforators},
                                                   {"posterior-tibial-veins", 0.66, kCalfOutflow},
                                                   {"posterior-tibial-veins", 0.90, kCalfOutflow},
                                                   {"fibular-veins", 0.25, kPerforators},
                                                   {"fibular-veins", 0.85, kCalfOutflow},
                                                   {"popliteal-vein", 0.30, kCalfOutflow},
                                                   {"popliteal-vein", 0.75, anatomy::kThigh},
                                                   {"great-saphenous-vein", 0.45, kSaphenous},
                                                   {"great-saphenous-vein", 0.80, kSaphenous},
                                                   {"small-saphenous-vein", 0.50, kSaphenous},
                                                   {"small-saphenous-vein", 0.85, kSaphenous}}};
// Heights on the tibia at which perforators are drawn, 0 top to 1 ankle.
constexpr std::array<double, 3> kPerforatorPlaces{0.45, 0.62, 0.78};

constexpr glm::vec3 kEmptyVein(0.74F, 0.78F, 0.86F);
constexpr glm::vec3 kFullVein(0.10F, 0.17F, 0.52F);
constexpr glm::vec3 kOpen(0.0F, 0.58F, 0.52F);
constexpr glm::vec3 kClosed(0.80F, 0.25F, 0.06F);
constexpr glm::vec3 kBlood(0.20F, 0.72F, 1.0F);

VeinState state_of(const Session& session, const anatomy::PumpData& pump) {
  return session.motion.veins ? *session.motion.veins : CalfPump(pump).state();
}

float length_of(const std::vector<glm::vec3>& points) {
  float length = 0.0F;
  for (std::size_t i = 1; i < points.size(); ++i) {
    length += glm::distance(points[i - 1], points[i]);
  }
  return length;
}

struct OnLine {
  glm::vec3 at, way;
};

// At a distance from the lower end.
OnLine on_line(const std::vector<glm::vec3>& points, float s_mm) {
  float left = std::max(0.0F, s_mm);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const float step = glm::distance(points[i - 1], points[i]);
    if ((left <= step || i + 1 == points.size()) && step > 0.0F) {
      return {glm::mix(points[i - 1], points[i], std::min(1.0F, left / step)), (points[i] - points[i - 1]) / step};
    }
    left -= step;
  }
  return {points.back(), glm::vec3(0.0F, 1.0F, 0.0F)};
}

class Blood {
 public:
  Blood(SpaceLines& lines, const PlateLabels& labels, const Leg& leg, const Session& session,
        const anatomy::PumpData& pump, const VeinState& state)
      : lines_(lines), leg_(leg), session_(session), pump_(pump), state_(state), unit_(0.5F * labels.size_px()) {}

  // Short bright stretches that go up with the blood that has passed.
  void pulses(const VeinCourses::Line& vein) {
    const auto chamber = pump_.chamber_of(leg_.structures[vein.structure].id);
    if (!chamber || hidden(vein.structure)) {
      return;
    }
    const bool superficial = *chamber == kSuperficial;
    const double flow =
        superficial ? state_.flow_ml_s[kPerforators] + state_.flow_ml_s[kSaphenous] : state_.flow_ml_s[kCalfOutflow];
    const double lively = superficial ? 4.0 : 40.0;
    const auto opacity = static_cast<float>(std::clamp(std::sqrt(flow / lively), 0.0, 1.0));
    constexpr float kFaintest = 0.15F;
    if (opacity < kFaintest) {
      return;
    }
    const float apart = superficial ? 60.0F : 66.0F;
    const float mm_per_ml = superficial ? 16.0F : 4.0F;
    const float whole = length_of(vein.points);
    const auto passed = static_cast<float>(
        std::fmod(mm_per_ml * (superficial ? state_.inward_ml : state_.upward_ml), static_cast<double>(apart)));
    constexpr float kLongMm = 16.0F;
    for (float s = passed; s < whole; s += apart) {
      Stroke stroke{{}, kBlood, 0.42F * unit_, 0.25F, 7.0F, true, opacity};
      const float end = std::min(whole, s + kLongMm);
      for (float at = s; at < end; at += 3.0F) {
        stroke.points.push_back(on_line(vein.points, at).at);
      }
      stroke.points.push_back(on_line(vein.points, end).at);
      lines_.add(stroke);
    }
  }

  void valves(const VeinCourses::Line& vein) {
    if (hidden(vein.structure) || length_of(vein.points) < 40.0F) {
      return;
    }
    for (const ValvePlace& place : kValvePlaces) {
      if (place.vein == leg_.structures[vein.structure].id) {
        const OnLine at = on_line(vein.points, static_cast<float>(place.at) * length_of(vein.points));
        valve(at.at, at.way, state_.open(place.valve));
      }
    }
  }

  // From the great saphenous vein to the nearest deep vein, on the level.
  void perforators(const std::vector<VeinCourses::Line>& veins) {
    const double length_mm = leg_.tibia_length_mm.value_or(380.0);
    for (const VeinCourses::Line& vein : veins) {
      if (leg_.structures[vein.structure].id != "great-saphenous-vein" || hidden(vein.structure)) {
        continue;
      }
      for (const double at : kPerforatorPlaces) {
        const float y = static_cast<float>((1.0 - at) * length_mm);
        const glm::vec3* from = nearest(vein.points, [&](const glm::vec3& p) { return std::abs(p.y - y); });
        const glm::vec3* to = nullptr;
        for (const VeinCourses::Line& other : veins) {
          if (leg_.structures[other.structure].id != "posterior-tibial-veins") {
            continue;
          }
          const glm::vec3* near = nearest(other.points, [&](const glm::vec3& p) { return glm::distance(p, *from); });
          if (to == nullptr || glm::distance(*near, *from) < glm::distance(*to, *from)) {
            to = near;
          }
        }
        if (to != nullptr) {
          perforator(*from, *to);
        }
      }
    }
  }

 private:
  template <class Measure>
  static const glm::vec3* nearest(const std::vector<glm::vec3>& points, Measure measure) {
    return &*std::min_element(points.begin(), points.end(),
                              [&](const glm::vec3& a, const glm::vec3& b) { return measure(a) < measure(b); });
  }

  [[nodiscard]] bool hidden(std::size_t structure) const {
    return visibility(leg_, leg_.structures[structure], session_) == Visibility::hidden;
  }

  void perforator(const glm::vec3& from, const glm::vec3& to) {
    constexpr int kDashes = 7;
    for (int i = 0; i < kDashes; ++i) {
      const auto at = [&](double t) { return glm::mix(from, to, static_cast<float>(t / kDashes)); };
      lines_.add(
          {{at(i + 0.15), at(i + 0.75)}, vein_colour(state_.filled(kSuperficial)), 0.3F * unit_, 0.45F, 3.0F, true});
    }
    valve(glm::mix(from, to, 0.45F), glm::normalize(to - from), state_.open(kPerforators));
  }

  // Two leaflets that let through along `way`: apart when open, meeting when closed.
  void valve(const glm::vec3& at, const glm::vec3& way, bool open) {
    const auto a = lines_.pixel(at);
    const auto b = lines_.pixel(at + way);
    if (!a || !b) {
      return;
    }
    const glm::vec3 beside = lines_.across(at, way);
    const auto c = lines_.pixel(at + beside);
    const float px_per_mm = std::max(1e-3F, c ? glm::distance(*a, *c) : 0.0F);
    const float r = 0.85F * unit_ / px_per_mm;
    const glm::vec3 ink = open ? kOpen : kClosed;
    constexpr float kSlackMm = 9.0F;
    for (const float side : {-1.0F, 1.0F}) {
      const glm::vec3 root = at + side * r * beside - 0.7F * r * way;
      const glm::vec3 tip = at + (open ? 0.72F * side * r : 0.0F) * beside + 0.8F * r * way;
      lines_.add({{root, tip}, ink, 0.34F * unit_, 0.45F, kSlackMm, true});
    }
    if (!open) {
      lines_.add({{at + 0.8F * r * way - 0.75F * r * beside, at + 0.8F * r * way + 0.75F * r * beside},
                  ink,
                  0.26F * unit_,
                  0.45F,
                  kSlackMm,
                  true});
    }
  }

  SpaceLines& lines_;
  const Leg& leg_;
  const Session& session_;
  const anatomy::PumpData& pump_;
  const VeinState& state_;
  float unit_;
};

// Where in the picture a chamber's veins are seen best.
std::optional<glm::vec2> seen_best(const SpaceLines& lines, const Leg& leg, const Session& session,
                                   const anatomy::PumpData& pump, const std::vector<VeinCourses::Line>& veins,
                                   std::size_t chamber) {
  std::optional<glm::vec2> best;
  float most = -1.0F;
  for (const VeinCourses::Line& vein : veins) {
    const LegStructure& structure = leg.structures[vein.structure];
    if (pump.chamber_of(structure.id) != chamber || visibility(leg, structure, session) == Visibility::hidden) {
      continue;
    }
    // The chamber is named after the first of its veins.
    const float named = pump.chambers.at(chamber).structures.front() == structure.id ? 0.2F : 0.0F;
    for (const float share : {0.35F, 0.55F, 0.75F}) {
      constexpr float kTubeMm = 5.0F;
      const glm::vec3 place = on_line(vein.points, share * length_of(vein.points)).at;
      const auto at = lines.pixel(place);
      if (const float seen = lines.seen(place, kTubeMm) + named; at && seen > most) {
        most = seen;
        best = at;
      }
    }
  }
  return best;
}

}  // namespace

bool has_pump_veins(const Leg& leg, const anatomy::PumpData& pump) {
  return std::any_of(leg.structures.begin(), leg.structures.end(), [&](const LegStructure& structure) {
    return structure.kind == anatomy::Kind::vein && !structure.mesh.empty() && pump.chamber_of(structure.id);
  });
}

glm::vec3 vein_colour(double filled) {
  return glm::mix(kEmptyVein, kFullVein, static_cast<float>(std::clamp(filled, 0.0, 1.0)));
}

void paint_veins(render::DrawList& list, const Leg& leg, const Session& session, const PictureOptions& options) {
  if (!session.motion.pump || options.pump == nullptr) {
    return;
  }
  const VeinState state = state_of(session, *options.pump);
  for (render::DrawItem& item : list.items) {
    if (item.mesh < leg.structures.size() && leg.structures[item.mesh].kind == anatomy::Kind::vein) {
      if (const auto chamber = options.pump->chamber_of(leg.structures[item.mesh].id)) {
        item.colour = vein_colour(state.filled(*chamber));
      }
    }
  }
}

void add_blood(SpaceLines& lines, PlateLabels& labels, const Leg& leg, const Session& session,
               const PictureOptions& options) {
  if (!session.motion.pump || options.pump == nullptr || options.veins == nullptr) {
    return;
  }
  const VeinState state = state_of(session, *options.pump);
  const std::vector<VeinCourses::Line> veins = options.veins->at(leg);
  Blood blood(lines, labels, leg, session, *options.pump, state);
  for (const VeinCourses::Line& vein : veins) {
    blood.pulses(vein);
  }
  for (const VeinCourses::Line& vein : veins) {
    blood.valves(vein);
  }
  blood.perforators(veins);
  for (std::size_t i = 0; i < kPumpChambers; ++i) {
    if (const auto place = seen_best(lines, leg, session, *options.pump, veins, i)) {
      labels.add(*place, glm::vec2(1.0F, 0.1F), vein_colour(state.filled(i)),
                 words::filled(options.pump->chambers.at(i).name, state.filled(i)));
    }
  }
}

}  // namespace crus::scene
