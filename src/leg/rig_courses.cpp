// The courses of muscles and tendons, and what slides along them.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "geometry/closest.hpp"
#include "leg/course.hpp"
#include "leg/excursion.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

using anatomy::Compartment;
using anatomy::Kind;

// Where branches end: vertices whose distance from the origin rises by more than `rise_mm` above the way to any that is
// farther. Higher ones first.
std::vector<std::uint32_t> branch_ends(const geometry::Mesh& mesh, const std::vector<double>& distance,
                                       double rise_mm) {
  std::vector<std::vector<std::uint32_t>> neighbours(distance.size());
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      neighbours[t[k]].push_back(t[(k + 1) % 3]);
      neighbours[t[(k + 1) % 3]].push_back(t[k]);
    }
  }
  std::vector<std::uint32_t> order(distance.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return distance[a] > distance[b]; });
  constexpr auto kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> parent(distance.size(), kNone);  // towards the farthest vertex of what is joined so far
  const auto peak_of = [&](std::uint32_t v) {
    while (parent[v] != v) {
      v = parent[v] = parent[parent[v]];
    }
    return v;
  };
  std::vector<std::uint32_t> ends;
  for (const std::uint32_t v : order) {
    parent[v] = v;
    for (const std::uint32_t next : neighbours[v]) {
      if (parent[next] == kNone) {
        continue;
      }
      std::uint32_t low = peak_of(v);
      std::uint32_t high = peak_of(next);
      if (low == high) {
        continue;
      }
      if (distance[low] > distance[high]) {
        std::swap(low, high);
      }
      if (distance[low] - distance[v] > rise_mm) {
        ends.push_back(low);
      }
      parent[low] = high;
    }
  }
  if (!order.empty()) {
    ends.push_back(order.front());
  }
  std::sort(ends.begin(), ends.end(), [&](std::uint32_t a, std::uint32_t b) {
    return distance[a] != distance[b] ? distance[a] > distance[b] : a < b;
  });
  return ends;
}

// The far end of the muscle: vertices on its insertions, of each the part that lies farthest from the origin. Where the
// leg lacks the bone, or the region on it, the branch ends where it ends.
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
  const auto mark_farthest = [&](const auto& is_candidate) {
    double farthest = 0.0;
    for (std::size_t v = 0; v < ends.size(); ++v) {
      farthest = is_candidate(v) ? std::max(farthest, distance[v]) : farthest;
    }
    for (std::size_t v = 0; v < ends.size() && farthest > 0.0; ++v) {
      if (is_candidate(v) && distance[v] >= farthest - kEndMm) {
        ends[v] = 1;
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
  // Branches to the toes are far longer than that, and tendons less broad.
  constexpr double kBranchMm = 30.0;
  constexpr double kFarEnd = 0.7;  // of the way to the farthest: the rest are horns of the origin
  const std::vector<char> marked = ends;
  const std::vector<std::uint32_t> peaks = branch_ends(mesh, distance, kBranchMm);
  for (const std::uint32_t peak : peaks) {
    const auto apart = [&](std::size_t v) {
      return static_cast<double>(glm::distance(mesh.positions[v], mesh.positions[peak]));
    };
    bool known = distance[peak] < kFarEnd * distance[peaks.front()];
    for (std::size_t v = 0; v < marked.size() && !known; ++v) {
      known = marked[v] != 0 && apart(v) < kBranchMm;
    }
    if (!known) {
      mark_farthest([&](std::size_t v) { return apart(v) < 2.0 * kEndMm; });
    }
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

// Gives a muscle's path other shares, and its vertices the same change, but for what is fixed to a bone.
void change_shares(Muscle& muscle, const std::vector<glm::dvec3>& shares, const geometry::Mesh& mesh,
                   Binding& binding) {
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    const double s = muscle.path.project(mesh.positions[v]);
    const glm::dvec3 change = muscle.path.value(shares, s) - muscle.path.value(muscle.shares, s);
    binding.shares[v] = glm::clamp(binding.shares[v] + (1.0F - binding.held[v]) * glm::vec3(change), 0.0F, 1.0F);
  }
  muscle.shares = shares;
}

// A retinaculum holds the tendon to the shank for longer than the tissue around it.
void hold_longer(Muscle& muscle, double held_mm, const geometry::Mesh& mesh, Binding& binding) {
  std::vector<glm::dvec3> later;
  for (const double s : muscle.path.lengths()) {
    later.push_back(muscle.path.value(muscle.shares, s + held_mm));
  }
  change_shares(muscle, later, mesh, binding);
}

// From where the tendon leaves the bone it wraps on, along its course.
glm::dvec2 taut_span(const Leg& leg, const anatomy::TautCourse& course, const Muscle& muscle,
                     const geometry::Mesh& tendon, double scale) {
  constexpr float kOnPatchMm = 1.5F;
  double leaves = 0.0;
  for (const Attachment& attachment : leg.attachments) {
    if (attachment.muscle == course.tendon && attachment.bone == course.wraps && !attachment.patch.empty()) {
      const geometry::SurfaceTree patch(attachment.patch);
      for (const glm::vec3& p : tendon.positions) {
        if (patch.closest(p, kOnPatchMm)) {
          leaves = std::max(leaves, muscle.path.project(p));
        }
      }
    }
  }
  return {leaves, leaves + course.straight_mm * scale};
}

Muscle muscle_of(const Leg& leg, const RigState& state, const LegStructure& structure, const Binding& binding,
                 double scale) {
  Muscle muscle;
  muscle.id = structure.id;
  muscle.path = TendonPath::along(structure.mesh, insertion_of(leg, structure));
  const anatomy::TautCourse* course = state.data.paths.course_of(structure.id);
  if (course != nullptr) {
    muscle.taut = true;
    muscle.span_mm = taut_span(leg, *course, muscle, structure.mesh, scale);
    muscle.path.add_point(muscle.span_mm.x);
    if (course->onward_mm > 0.0) {
      muscle.path.straighten_from(muscle.span_mm.y, muscle.span_mm.x, course->onward_mm * scale);
    }
  }
  if (state.data.paths.strain_of(structure.id) != nullptr) {
    muscle.strained_mm = muscle.span_mm;
    for (const glm::vec3& p : structure.mesh.positions) {
      muscle.strained_mm.y = std::max(muscle.strained_mm.y, muscle.path.project(p));
    }
  }
  muscle.shares = shares_along(muscle.path, binding, structure.mesh);
  return muscle;
}

void add_muscles(const Leg& leg, RigState& state, double scale) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    const anatomy::TautCourse* course = state.data.paths.course_of(structure.id);
    const bool tendon = course != nullptr && course->tendon == structure.id;
    const bool along_another = course != nullptr && !tendon;
    if (structure.mesh.empty() || state.bindings[i].rigid || along_another ||
        (!tendon && !crosses_the_ankle(leg, structure))) {
      continue;
    }
    Muscle muscle = muscle_of(leg, state, structure, state.bindings[i], scale);
    if (const double held_mm = state.data.paths.held_mm(structure.id); held_mm != 0.0) {
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

// The path a structure slides along: of the taut course it pulls at, else its own; -1 for none.
int path_of(const RigState& state, std::string_view id) {
  const anatomy::TautCourse* course = state.data.paths.course_of(id);
  return muscle_index(state, course != nullptr ? std::string_view(course->tendon) : id);
}

void bind_muscles(const Leg& leg, RigState& state) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    Binding& binding = state.bindings[i];
    const int own = path_of(state, structure.id);
    if (own < 0 || binding.rigid || structure.mesh.empty()) {
      continue;
    }
    const Muscle& muscle = state.muscles[static_cast<std::size_t>(own)];
    project_on(state, own, structure.mesh, binding);
    binding.excursion = excursion_of(state, muscle, leg, structure, binding);
    if (muscle.taut) {
      binding.taut.assign(structure.mesh.positions.size(), 1.0F);
    }
  }
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    const std::string_view carrier = state.data.paths.carrier_of(structure.id);
    if (carrier.empty() || structure.mesh.empty()) {
      continue;
    }
    for (std::size_t h = 0; h < leg.structures.size(); ++h) {
      const Binding& host = state.bindings[h];
      if (leg.structures[h].id == carrier && !host.excursion.empty()) {
        Binding& binding = state.bindings[i];
        project_on(state, host.muscle, structure.mesh, binding);
        binding.host = h;
        binding.excursion = borrowed(host.excursion, leg.structures[h].mesh, structure.mesh);
        binding.taut.assign(host.taut.empty() ? 0 : structure.mesh.positions.size(), 1.0F);
      }
    }
  }
}

// Skin, vessels and nerves beside a tendon go along when it is drawn taut.
void bind_beside(const Leg& leg, RigState& state, const anatomy::TautCourse& course) {
  const int tendon = muscle_index(state, course.tendon);
  if (tendon < 0 || course.beside_mm.y <= course.beside_mm.x) {
    return;
  }
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
      binding.taut.push_back(
          1.0F - glm::smoothstep(static_cast<float>(course.beside_mm.x), static_cast<float>(course.beside_mm.y), away));
    }
  }
}

}  // namespace

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

void find_courses(RigState& state, const Leg& leg, double scale) {
  add_muscles(leg, state, scale);
  bind_muscles(leg, state);
  for (const anatomy::TautCourse& course : state.data.paths.taut) {
    bind_beside(leg, state, course);
  }
}

}  // namespace crus
