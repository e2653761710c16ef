// How a rig is found on a leg.
#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <numeric>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

using anatomy::Kind;

constexpr std::string_view kSoleus = "soleus";

std::vector<glm::dvec3> points_on(const geometry::Mesh& mesh) {
  constexpr double kApart_mm2 = 2.0;
  std::vector<glm::dvec3> points(mesh.positions.begin(), mesh.positions.end());
  const auto count = static_cast<std::size_t>(geometry::area_mm2(mesh) / kApart_mm2);
  for (const geometry::Sample& sample : geometry::sample_surface(mesh, count)) {
    points.push_back(sample.point);
  }
  return points;
}

struct Fields {
  BlendField ankle, subtalar, toes;
};

// Where the bones slide past each other what lies around them is left to run over smoothly.
Fields solve_fields(const Leg& leg, const Hinge& ankle, double scale) {
  constexpr double kSpacingMm = 3.0;
  const auto clear_mm = static_cast<float>(6.0 * scale);  // between bones that slide past each other
  const double top_mm = ankle.point_mm.y + 150.0 * scale;
  std::vector<geometry::SurfaceTree> hindfoot;
  for (const std::string_view id : {"talus", "calcaneus"}) {
    if (const LegStructure* bone = leg.find(id); bone != nullptr && !bone->mesh.empty()) {
      hindfoot.emplace_back(bone->mesh);
    }
  }
  const auto near_foot = [&](const glm::dvec3& p) {
    return std::any_of(hindfoot.begin(), hindfoot.end(),
                       [&](const geometry::SurfaceTree& bone) { return bone.closest(p, clear_mm).has_value(); });
  };
  geometry::Box box;
  std::vector<glm::dvec3> shank, talus, foot, toes;
  for (const LegStructure& structure : leg.structures) {
    for (const glm::vec3& p : structure.mesh.positions) {
      if (static_cast<double>(p.y) < top_mm) {
        box.add(p);
      }
    }
    if (structure.kind != Kind::bone || !structure.recognised) {
      continue;
    }
    const Segment segment = segment_of(structure.id);
    for (const glm::dvec3& p : points_on(structure.mesh)) {
      switch (segment) {
        case Segment::shank:
          if (p.y < top_mm && !near_foot(p)) {
            shank.push_back(p);
          }
          break;
        case Segment::talus: talus.push_back(p); break;
        case Segment::foot: foot.push_back(p); break;
        case Segment::toes: toes.push_back(p); break;
      }
    }
  }
  box.min -= glm::vec3(12.0F);
  box.max += glm::vec3(12.0F);
  // Above the box nothing turns.
  constexpr float kStepMm = 2.0F;
  for (float x = box.min.x; x <= box.max.x; x += kStepMm) {
    for (float z = box.min.z; z <= box.max.z; z += kStepMm) {
      shank.emplace_back(x, box.max.y, z);
    }
  }
  // Without toes nothing holds the flesh before the foot's bones. It goes with the foot, not with what lies above it.
  if (toes.empty()) {
    for (float z = box.min.z; z <= box.max.z; z += kStepMm) {
      for (float x = box.min.x; x <= box.max.x; x += kStepMm) {
        foot.emplace_back(x, box.min.y, z);
      }
      for (float y = box.min.y; y < static_cast<float>(ankle.point_mm.y); y += kStepMm) {
        foot.emplace_back(box.max.x, y, z);
      }
    }
  }
  const auto joined = [](std::vector<glm::dvec3> a, const std::vector<glm::dvec3>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  };
  const auto solved = [&](const std::vector<glm::dvec3>& still, const std::vector<glm::dvec3>& moving) {
    return std::async(std::launch::async,
                      [&box, still, moving] { return BlendField::solve(box, still, moving, kSpacingMm); });
  };
  auto ankle_field = solved(shank, joined(foot, toes));
  auto subtalar_field = solved(joined(shank, talus), joined(foot, toes));
  auto toe_field = solved(joined(joined(shank, talus), foot), toes);
  return {ankle_field.get(), subtalar_field.get(), toe_field.get()};
}

// Vertices fixed to a bone go with it; the hold fades with distance from where they are fixed.
class Hold {
 public:
  Hold(const geometry::Mesh& mesh, Segment segment, float full_mm, float none_mm)
      : tree_(mesh), shares_(shares_of(segment)), full_mm_(full_mm), none_mm_(none_mm) {}

  // 1 where held.
  [[nodiscard]] float strength(const glm::vec3& p) const {
    const auto hit = tree_.closest(p, none_mm_);
    return hit ? 1.0F - glm::smoothstep(full_mm_, none_mm_, hit->distance_mm) : 0.0F;
  }
  [[nodiscard]] const glm::vec3& shares() const { return shares_; }

 private:
  geometry::SurfaceTree tree_;
  glm::vec3 shares_;
  float full_mm_, none_mm_;
};

std::vector<Hold> holds_of(const Leg& leg, const LegStructure& structure) {
  constexpr float kFullMm = 3.0F;
  constexpr float kNoneMm = 14.0F;
  std::vector<Hold> holds;
  for (const Attachment& attachment : leg.attachments) {
    if (attachment.muscle == structure.id && !attachment.patch.empty()) {
      holds.emplace_back(attachment.patch, segment_of(attachment.bone), kFullMm, kNoneMm);
    }
  }
  const bool bound = structure.kind == Kind::ligament || structure.kind == Kind::retinaculum ||
                     structure.kind == Kind::bursa || structure.kind == Kind::membrane;
  if (bound) {
    constexpr float kTouchMm = 1.5F;
    constexpr float kAwayMm = 6.0F;
    for (const LegStructure& bone : leg.structures) {
      if (bone.kind == Kind::bone && bone.recognised && !bone.mesh.empty()) {
        holds.emplace_back(bone.mesh, segment_of(bone.id), kTouchMm, kAwayMm);
      }
    }
  }
  return holds;
}

// Between the shares of the bones that a muscle reaches from and to: what does not run past a joint does not bend with
// it, whatever its surroundings do. Where not both ends are known, muscles of the foot go with the foot.
struct Reach {
  glm::vec3 least{0.0F}, most{1.0F};
};
Reach reach_of(const Leg& leg, const LegStructure& structure) {
  Reach reach{glm::vec3(1.0F), glm::vec3(0.0F)};
  bool origin = false;
  bool insertion = false;
  for (const Attachment& attachment : leg.attachments) {
    if (attachment.muscle == structure.id) {
      const glm::vec3 shares(shares_of(segment_of(attachment.bone)));
      reach.least = glm::min(reach.least, shares);
      reach.most = glm::max(reach.most, shares);
      (attachment.kind == AttachmentKind::origin ? origin : insertion) = true;
    }
  }
  if (structure.kind != Kind::muscle) {
    return {};
  }
  if (origin && insertion) {
    return reach;
  }
  using anatomy::Compartment;
  const anatomy::Structure* entry = leg.entry(structure);
  const bool of_foot = entry != nullptr &&
                       (entry->compartment == Compartment::plantar || entry->compartment == Compartment::dorsal_foot);
  return of_foot ? Reach{glm::vec3(shares_of(Segment::foot)), glm::vec3(1.0F)} : Reach();
}

void bind_shares(const Leg& leg, const LegStructure& structure, const Fields& fields, Binding& binding) {
  const std::vector<Hold> holds = holds_of(leg, structure);
  const Reach reach = reach_of(leg, structure);
  binding.shares.reserve(structure.mesh.positions.size());
  binding.held.assign(structure.mesh.positions.size(), 0.0F);
  for (std::size_t v = 0; v < structure.mesh.positions.size(); ++v) {
    const glm::vec3& p = structure.mesh.positions[v];
    glm::vec3 shares(fields.ankle.at(p), fields.subtalar.at(p), fields.toes.at(p));
    shares = glm::clamp(shares, reach.least, reach.most);
    glm::vec3 sum(0.0F);
    float total = 0.0F;
    for (const Hold& hold : holds) {
      const float strength = hold.strength(p);
      sum += strength * hold.shares();
      total += strength;
      binding.held[v] = std::max(binding.held[v], strength);
    }
    if (total > 0.0F) {
      shares = glm::mix(shares, sum / total, binding.held[v]);
    }
    binding.shares.push_back(shares);
  }
}

// What does not move, or not as a whole leg's does, and why: a line each.
std::vector<std::string> shortcomings(const Leg& leg, const RigState& state) {
  std::vector<std::string> lines;
  if (!leg.rest_plantarflexion_deg) {
    lines.emplace_back("the foot's own angle is not known; it is taken as square to the shank");
  }
  if (!state.subtalar) {
    lines.emplace_back("the sole does not turn in or out: that needs the talus and the calcaneus");
  }
  if (!state.toes) {
    lines.emplace_back("the toes do not turn: that needs the calcaneus and the first and fifth metatarsals");
  }
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    const Binding& binding = state.bindings[i];
    const bool slides = state.data.paths.course_of(structure.id) != nullptr || crosses_the_ankle(leg, structure);
    if (binding.rigid || structure.mesh.empty() || !slides) {
      continue;
    }
    if (binding.excursion.empty()) {
      lines.push_back(structure.name + " does not slide along its course: " +
                      (binding.muscle < 0 ? "the model lacks its tendon" : "its surface does not tell how it runs"));
    } else if (!structure.closed && structure.kind == Kind::muscle) {
      lines.push_back(structure.name + " does not keep its volume: its surface is open");
    }
  }
  return lines;
}

}  // namespace

glm::dvec3 shares_of(Segment segment) {
  switch (segment) {
    case Segment::shank: return glm::dvec3(0.0);
    case Segment::talus: return {1.0, 0.0, 0.0};
    case Segment::foot: return {1.0, 1.0, 0.0};
    case Segment::toes: return glm::dvec3(1.0);
  }
  return glm::dvec3(0.0);
}

bool goes_with_shank(std::string_view bone) {
  return bone == "tibia" || bone == "fibula" || bone == "femur" || bone == "patella";
}

Segment segment_of(std::string_view bone) {
  if (goes_with_shank(bone)) {
    return Segment::shank;
  }
  if (bone == "talus") {
    return Segment::talus;
  }
  return bone.find("phalanx") != std::string_view::npos ? Segment::toes : Segment::foot;
}

Result<std::shared_ptr<const Rig>> Rig::build(const Leg& leg, const anatomy::MotionData& data, Progress& progress,
                                              std::span<const float> kept) {
  auto hinge = talocrural_hinge(leg, data.talocrural);
  if (!hinge) {
    return tl::unexpected(hinge.error());
  }
  auto state = std::make_unique<RigState>();
  state->data = data;
  state->ankle = std::move(*hinge);
  state->subtalar = subtalar_hinge(leg, data.subtalar);
  state->toes = toe_hinge(leg);
  state->rest_deg = leg.rest_plantarflexion_deg.value_or(0.0);
  const double scale = leg.tibia_length_mm.value_or(380.0) / 380.0;
  progress.report(0.0, "finding how the leg moves");
  const Fields fields = solve_fields(leg, state->ankle, scale);
  state->bindings.resize(leg.structures.size());
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    Binding& binding = state->bindings[i];
    if (progress.cancelled()) {
      return fail("cancelled");
    }
    progress.report(0.3 + 0.3 * static_cast<double>(i) / static_cast<double>(leg.structures.size()),
                    "binding " + structure.name);
    binding.rigid = structure.recognised && structure.kind == Kind::bone;
    if (binding.rigid) {
      binding.segment = segment_of(structure.id);
      continue;
    }
    if (structure.kind == Kind::skin && !structure.mesh.empty()) {
      state->skin = i;
    }
    if (structure.id == kSoleus) {
      state->soleus = i;
    }
    bind_shares(leg, structure, fields, binding);
  }
  find_obstacles(*state, leg);
  find_courses(*state, leg, scale);
  state->warnings = shortcomings(leg, *state);
  find_corners(*state, leg);
  find_bulge(*state, leg);
  if (!take_flattened(*state, leg, kept)) {
    find_corrections(*state, leg, progress);
  }
  if (progress.cancelled()) {
    return fail("cancelled");
  }
  return std::shared_ptr<const Rig>(new Rig(std::move(state)));
}

}  // namespace crus
