// How a rig is found on a leg.
#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <numeric>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/measure.hpp"
#include "leg/course.hpp"
#include "leg/excursion.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

using anatomy::Compartment;
using anatomy::Kind;

constexpr std::string_view kTendon = "calcaneal-tendon";
constexpr std::string_view kSoleus = "soleus";

// Slides along the calcaneal tendon's course, not along one of its own.
bool of_triceps(std::string_view id) {
  constexpr std::array<std::string_view, 4> kTriceps{kTendon, kSoleus, "gastrocnemius-medial", "gastrocnemius-lateral"};
  return std::find(kTriceps.begin(), kTriceps.end(), id) != kTriceps.end();
}

// What lies in or on a muscle goes where the muscle goes.
std::string_view host_of(std::string_view id) {
  if (id.starts_with("soleus-") || id == "soleal-sinuses") {
    return kSoleus;
  }
  return id == "gastrocnemius-aponeurosis" ? std::string_view("gastrocnemius-medial") : std::string_view();
}

bool crosses_the_ankle(const Leg& leg, const LegStructure& structure) {
  const anatomy::Structure* entry = leg.entry(structure);
  if (entry == nullptr || structure.kind != Kind::muscle || structure.id == "popliteus") {
    return false;
  }
  switch (entry->compartment) {
    case Compartment::superficial_posterior:
    case Compartment::deep_posterior:
    case Compartment::anterior:
    case Compartment::lateral: return true;
    default: return false;
  }
}

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

void bind_shares(const Leg& leg, const LegStructure& structure, const Fields& fields, Binding& binding) {
  const std::vector<Hold> holds = holds_of(leg, structure);
  binding.shares.reserve(structure.mesh.positions.size());
  binding.held.assign(structure.mesh.positions.size(), 0.0F);
  for (std::size_t v = 0; v < structure.mesh.positions.size(); ++v) {
    const glm::vec3& p = structure.mesh.positions[v];
    glm::vec3 shares(fields.ankle.at(p), fields.subtalar.at(p), fields.toes.at(p));
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

// The far end of the muscle: vertices on its insertions, of each the part that lies farthest from the origin.
std::vector<char> insertion_of(const Leg& leg, const LegStructure& structure) {
  const geometry::Mesh& mesh = structure.mesh;
  std::vector<char> top(mesh.positions.size(), 0);
  const auto highest = std::max_element(mesh.positions.begin(), mesh.positions.end(),
                                        [](const glm::vec3& a, const glm::vec3& b) { return a.y < b.y; });
  top[static_cast<std::size_t>(highest - mesh.positions.begin())] = 1;
  const std::vector<double> distance = distance_from_mm(mesh, faces_of(mesh), top);
  constexpr double kEndMm = 5.0;
  constexpr float kOnPatchMm = 3.0F;
  std::vector<char> ends(mesh.positions.size(), 0);
  bool found = false;
  const auto mark_farthest = [&](const auto& is_candidate) {
    double farthest = 0.0;
    for (std::size_t v = 0; v < ends.size(); ++v) {
      farthest = is_candidate(v) ? std::max(farthest, distance[v]) : farthest;
    }
    for (std::size_t v = 0; v < ends.size() && farthest > 0.0; ++v) {
      if (is_candidate(v) && distance[v] >= farthest - kEndMm) {
        ends[v] = 1;
        found = true;
      }
    }
  };
  for (const Attachment& attachment : leg.attachments) {
    if (attachment.muscle == structure.id && attachment.kind == AttachmentKind::insertion &&
        !attachment.patch.empty()) {
      const geometry::SurfaceTree patch(attachment.patch);
      mark_farthest([&](std::size_t v) { return patch.closest(mesh.positions[v], kOnPatchMm).has_value(); });
    }
  }
  if (!found) {
    mark_farthest([](std::size_t) { return true; });
  }
  return ends;
}

// Shares of the joints along a path, as the vertices around it have them.
std::vector<glm::dvec3> shares_along(const TendonPath& path, const Binding& binding, const geometry::Mesh& mesh) {
  const std::size_t count = path.points().size();
  std::vector<glm::dvec4> sums(count, glm::dvec4(0.0));
  constexpr double kReachMm = 9.0;
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    const double s = path.project(mesh.positions[v]);
    for (std::size_t i = 0; i < count; ++i) {
      const double d = std::abs(path.lengths()[i] - s);
      if (d < kReachMm) {
        sums[i] += (1.0 - d / kReachMm) * glm::dvec4(glm::dvec3(binding.shares[v]), 1.0);
      }
    }
  }
  std::vector<glm::dvec3> shares(count, glm::dvec3(0.0));
  for (std::size_t i = 0; i < count; ++i) {
    shares[i] = sums[i].w > 0.0 ? glm::dvec3(sums[i]) / sums[i].w : glm::dvec3(0.0);
  }
  return shares;
}

// A retinaculum holds the tendon to the shank for longer than the tissue around it.
void hold_longer(Muscle& muscle, double held_mm, const geometry::Mesh& mesh, Binding& binding) {
  std::vector<glm::dvec3> later;
  for (const double s : muscle.path.lengths()) {
    later.push_back(muscle.path.value(muscle.shares, s + held_mm));
  }
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    const double s = muscle.path.project(mesh.positions[v]);
    const glm::dvec3 change = muscle.path.value(later, s) - muscle.path.value(muscle.shares, s);
    binding.shares[v] = glm::clamp(binding.shares[v] + (1.0F - binding.held[v]) * glm::vec3(change), 0.0F, 1.0F);
  }
  muscle.shares = std::move(later);
}

// From where the tendon leaves the heel to below the calf, along its course.
glm::dvec2 taut_span(const Leg& leg, const Muscle& muscle, const geometry::Mesh& tendon, double scale) {
  double leaves = 0.0;
  for (const Attachment& attachment : leg.attachments) {
    if (attachment.muscle == kTendon && !attachment.patch.empty()) {
      const geometry::SurfaceTree patch(attachment.patch);
      for (const glm::vec3& p : tendon.positions) {
        if (const auto hit = patch.closest(p, 1.5F)) {
          leaves = std::max(leaves, muscle.path.project(p));
        }
      }
    }
  }
  constexpr double kBelowCalfMm = 140.0;
  return {leaves, leaves + kBelowCalfMm * scale};
}

void add_muscles(const Leg& leg, RigState& state, double scale) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    const bool tendon = structure.id == kTendon;
    if (structure.mesh.empty() || state.bindings[i].rigid || (!tendon && !crosses_the_ankle(leg, structure)) ||
        (!tendon && of_triceps(structure.id))) {
      continue;
    }
    Muscle muscle;
    muscle.id = structure.id;
    muscle.path = TendonPath::along(structure.mesh, insertion_of(leg, structure));
    if (tendon) {
      muscle.taut = true;
      muscle.span_mm = taut_span(leg, muscle, structure.mesh, scale);
      muscle.path.add_point(muscle.span_mm.x);
      constexpr double kToTheKneeMm = 420.0;
      muscle.path.straighten_from(muscle.span_mm.y, muscle.span_mm.x, kToTheKneeMm * scale);
    }
    muscle.shares = shares_along(muscle.path, state.bindings[i], structure.mesh);
    if (const double held_mm = state.data.held_mm(structure.id); held_mm != 0.0) {
      hold_longer(muscle, held_mm * scale, structure.mesh, state.bindings[i]);
    }
    state.muscles.push_back(std::move(muscle));
  }
}

int muscle_index(const RigState& state, std::string_view id) {
  for (std::size_t i = 0; i < state.muscles.size(); ++i) {
    if (state.muscles[i].id == id) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

void project_on(const RigState& state, int muscle, const geometry::Mesh& mesh, Binding& binding) {
  binding.muscle = muscle;
  const TendonPath& path = state.muscles[static_cast<std::size_t>(muscle)].path;
  binding.along_mm.reserve(mesh.positions.size());
  for (const glm::vec3& p : mesh.positions) {
    binding.along_mm.push_back(static_cast<float>(path.project(p)));
  }
}

void bind_muscles(const Leg& leg, RigState& state) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    Binding& binding = state.bindings[i];
    if (binding.rigid || structure.mesh.empty()) {
      continue;
    }
    const int own = muscle_index(state, of_triceps(structure.id) ? kTendon : std::string_view(structure.id));
    if (own >= 0) {
      project_on(state, own, structure.mesh, binding);
      binding.excursion =
          excursion_of(state, state.muscles[static_cast<std::size_t>(own)], leg, structure, binding.along_mm);
      if (of_triceps(structure.id)) {
        binding.taut.assign(structure.mesh.positions.size(), 1.0F);
      }
    }
  }
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    Binding& binding = state.bindings[i];
    const std::string_view host_id = host_of(structure.id);
    const int tendon = muscle_index(state, kTendon);
    if (host_id.empty() || tendon < 0 || structure.mesh.empty()) {
      continue;
    }
    for (std::size_t h = 0; h < leg.structures.size(); ++h) {
      if (leg.structures[h].id == host_id && !state.bindings[h].excursion.empty()) {
        project_on(state, tendon, structure.mesh, binding);
        binding.host = h;
        binding.excursion = borrowed(state.bindings[h].excursion, leg.structures[h].mesh, structure.mesh);
        binding.taut.assign(structure.mesh.positions.size(), 1.0F);
      }
    }
  }
}

// Skin, vessels and nerves beside the calcaneal tendon go along when it is drawn taut.
void bind_beside_tendon(const Leg& leg, RigState& state) {
  const int tendon = muscle_index(state, kTendon);
  if (tendon < 0) {
    return;
  }
  constexpr float kAlongMm = 12.0F;
  constexpr float kAwayMm = 45.0F;
  const TendonPath& path = state.muscles[static_cast<std::size_t>(tendon)].path;
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    Binding& binding = state.bindings[i];
    const bool beside = structure.kind == Kind::skin || structure.kind == Kind::vein || structure.kind == Kind::nerve ||
                        structure.kind == Kind::fat || structure.kind == Kind::fascia;
    if (!beside || binding.rigid || binding.muscle >= 0) {
      continue;
    }
    project_on(state, tendon, structure.mesh, binding);
    for (std::size_t v = 0; v < structure.mesh.positions.size(); ++v) {
      const glm::vec3 on(path.point(binding.along_mm[v]));
      const float away = glm::distance(on, structure.mesh.positions[v]);
      binding.taut.push_back(1.0F - glm::smoothstep(kAlongMm, kAwayMm, away));
    }
  }
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
  if (!leg.rest_plantarflexion_deg) {
    state->warnings.emplace_back("the foot's own angle is not known; it is taken as square to the shank");
  }
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
    if (structure.kind == Kind::skin) {
      state->skin = i;
    }
    if (structure.id == kSoleus) {
      state->soleus = i;
    }
    bind_shares(leg, structure, fields, binding);
  }
  add_muscles(leg, *state, scale);
  bind_muscles(leg, *state);
  bind_beside_tendon(leg, *state);
  find_corners(*state, leg);
  find_obstacles(*state, leg);
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
