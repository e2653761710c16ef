#include "leg/motion_table.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/parallel.hpp"
#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/contain.hpp"
#include "geometry/distance_grid.hpp"
#include "geometry/measure.hpp"
#include "leg/calf_marks.hpp"
#include "leg/rig_state.hpp"

namespace crus {
namespace {

using anatomy::Kind;

struct Fixed {
  std::size_t structure = 0;
  Segment segment = Segment::shank;
  bool origin = true;
  std::vector<std::uint32_t> vertices;
};

struct BoneDepth {
  std::size_t structure = 0;
  Segment segment = Segment::shank;
  geometry::Box box;
  geometry::DistanceGrid grid;
};

double length_of(const std::vector<glm::dvec3>& points) {
  double length = 0.0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    length += glm::distance(points[i - 1], points[i]);
  }
  return length;
}

}  // namespace

const std::vector<std::string>& motion_muscles() {
  static const std::vector<std::string> muscles{"soleus",
                                                "gastrocnemius-medial",
                                                "gastrocnemius-lateral",
                                                "plantaris",
                                                "tibialis-posterior",
                                                "flexor-hallucis-longus",
                                                "flexor-digitorum-longus",
                                                "fibularis-longus",
                                                "fibularis-brevis",
                                                "tibialis-anterior",
                                                "extensor-hallucis-longus",
                                                "extensor-digitorum-longus",
                                                "fibularis-tertius"};
  return muscles;
}

double length_mm(const Course& course) { return length_of(course.points); }

double moment_arm_mm(const Course& course, const Hinge& hinge) {
  if (course.taut) {
    const auto& [low, high] = *course.taut;
    return -glm::dot(glm::cross(low - hinge.point_mm, glm::normalize(high - low)), hinge.direction);
  }
  double arm = 0.0;
  for (std::size_t i = 1; i < course.points.size(); ++i) {
    const glm::dvec3 line = glm::normalize(course.points[i] - course.points[i - 1]);  // towards the origin
    const glm::dvec3 from_axis = 0.5 * (course.points[i] + course.points[i - 1]) - hinge.point_mm;
    arm -= (course.ankle[i - 1] - course.ankle[i]) * glm::dot(glm::cross(from_axis, line), hinge.direction);
  }
  return arm;
}

struct MotionMeter::State {
  const Leg& leg;
  const Rig& rig;
  std::optional<std::size_t> soleus, skin, talus, tibia;
  std::optional<FreeTendon> tendon;
  glm::dvec3 origin{0.0};  // of soleus: the middle of its footprints
  double belly_level_mm = 0.0;
  std::optional<SoleusFibre> fibre;
  std::vector<Fixed> fixed;
  std::vector<BoneDepth> bones;
  std::vector<std::vector<double>> rest_depth;                  // [bone][structure]
  std::vector<std::vector<std::optional<float>>> rest_in_skin;  // how deep, at rest
  double zero_mtu_mm = 0.0;

  State(const Leg& leg_, const Rig& rig_) : leg(leg_), rig(rig_) {}

  void find_belly() {
    if (!soleus) {
      return;
    }
    const geometry::Mesh& mesh = leg.structures[*soleus].mesh;
    const geometry::Box box = geometry::bounds(mesh);
    double most = 0.0;
    for (double y = static_cast<double>(box.min.y) + 5.0; y < static_cast<double>(box.max.y) - 5.0; y += 4.0) {
      if (const LevelSection section = level_section(mesh, mesh.positions, y); section.area_mm2 > most) {
        most = section.area_mm2;
        belly_level_mm = y;
      }
    }
    double area = 0.0;
    for (const Attachment& attachment : leg.attachments) {
      if (attachment.muscle == "soleus" && attachment.kind == AttachmentKind::origin) {
        origin += attachment.area_mm2 * attachment.centroid_mm;
        area += attachment.area_mm2;
      }
    }
    origin = area > 0.0 ? origin / area : glm::dvec3(0.0, box.max.y, 0.0);
    fibre = SoleusFibre::find(leg, rig);
  }

  void find_fixed() {
    constexpr float kOnPatchMm = 1.5F;
    for (const Attachment& attachment : leg.attachments) {
      const auto muscle = structure_index(leg, attachment.muscle);
      if (!muscle || attachment.patch.empty()) {
        continue;
      }
      const geometry::SurfaceTree patch(attachment.patch);
      Fixed fix{*muscle, segment_of(attachment.bone), attachment.kind == AttachmentKind::origin, {}};
      const geometry::Mesh& mesh = leg.structures[*muscle].mesh;
      for (std::uint32_t v = 0; v < mesh.positions.size(); ++v) {
        if (patch.closest(mesh.positions[v], kOnPatchMm)) {
          fix.vertices.push_back(v);
        }
      }
      fixed.push_back(std::move(fix));
    }
  }

  void find_bones() {
    constexpr double kSpacingMm = 1.0;
    constexpr double kBandMm = 12.0;
    for (std::size_t i = 0; i < leg.structures.size(); ++i) {
      const LegStructure& structure = leg.structures[i];
      if (structure.kind == Kind::bone && structure.recognised && structure.closed) {
        geometry::Box box = geometry::bounds(structure.mesh);
        bones.push_back(
            {i, segment_of(structure.id), box, geometry::signed_distance(structure.mesh, box, kSpacingMm, kBandMm)});
      }
    }
    std::vector<PosedSurface> rest(leg.structures.size());
    for (std::size_t i = 0; i < rest.size(); ++i) {
      rest[i].positions = leg.structures[i].mesh.positions;
    }
    rest_depth = depths(rest, Pose());
  }

  [[nodiscard]] bool is_flesh(std::size_t i) const {
    const Kind kind = leg.structures[i].kind;
    return kind == Kind::muscle || kind == Kind::tendon;
  }

  // How deep a surface reaches into a bone, 0 where it does not.
  [[nodiscard]] double depth_in(const BoneDepth& bone, const std::vector<glm::vec3>& positions,
                                const glm::dmat4& bone_from_world) const {
    double depth = 0.0;
    const glm::mat4 from(bone_from_world);
    for (const glm::vec3& position : positions) {
      const glm::vec3 p(from * glm::vec4(position, 1.0F));
      if (glm::all(glm::greaterThan(p, bone.box.min)) && glm::all(glm::lessThan(p, bone.box.max))) {
        depth = std::max(depth, -bone.grid.sample(glm::dvec3(p)));
      }
    }
    return depth;
  }

  [[nodiscard]] glm::dmat4 rest_from_posed(Segment segment, const Pose& pose) const {
    const glm::dvec3 shares = shares_of(segment);
    glm::dmat4 world(1.0);
    world = turn(rig.ankle(), shares.x * pose.ankle_rad);
    if (rig.subtalar()) {
      world = world * turn(*rig.subtalar(), shares.y * pose.subtalar_rad);
    }
    if (rig.toes()) {
      world = world * turn(*rig.toes(), shares.z * pose.toes_rad);
    }
    return glm::inverse(world);
  }

  [[nodiscard]] std::vector<std::vector<double>> depths(const std::vector<PosedSurface>& surfaces,
                                                        const Pose& pose) const {
    std::vector<std::vector<double>> all;
    for (const BoneDepth& bone : bones) {
      const glm::dmat4 from = rest_from_posed(bone.segment, pose);
      std::vector<double> of_bone(leg.structures.size(), 0.0);
      for (std::size_t i = 0; i < leg.structures.size(); ++i) {
        if (is_flesh(i)) {
          of_bone[i] = depth_in(bone, surfaces[i].positions, from);
        }
      }
      all.push_back(std::move(of_bone));
    }
    return all;
  }

  // Per structure and vertex; none too far off to tell, or beside the rim of an open skin.
  using SkinDepths = std::vector<std::vector<std::optional<float>>>;
  [[nodiscard]] SkinDepths skin_depths(const std::vector<PosedSurface>& surfaces) const {
    constexpr float kReachMm = 12.0F;
    const geometry::Mesh mesh{surfaces[*skin].positions, surfaces[*skin].normals, leg.structures[*skin].mesh.triangles};
    const geometry::SurfaceDepth in_skin(mesh);
    SkinDepths depths(surfaces.size());
    for_each_parallel(surfaces.size(), [&](std::size_t i) {
      for (std::size_t v = 0; i != *skin && v < surfaces[i].positions.size(); ++v) {
        const auto place = in_skin.at(surfaces[i].positions[v], kReachMm);
        depths[i].push_back(place ? std::optional(static_cast<float>(place->depth_mm)) : std::nullopt);
      }
    });
    return depths;
  }

  // What rises above the skin at rest, as a thigh bone does, is not for it to contain.
  void measure_skin(const std::vector<PosedSurface>& surfaces, MotionRow& row) const {
    if (!skin) {
      return;
    }
    const float top = geometry::bounds(leg.structures[*skin].mesh).max.y;
    float worse = 0.0F;
    std::optional<float> least;
    const SkinDepths depths = skin_depths(surfaces);
    for (std::size_t i = 0; i < depths.size(); ++i) {
      for (std::size_t v = 0; v < depths[i].size(); ++v) {
        if (!depths[i][v] || leg.structures[i].mesh.positions[v].y >= top) {
          continue;
        }
        least = std::min(least.value_or(*depths[i][v]), *depths[i][v]);
        if (rest_in_skin[i][v]) {
          worse = std::max(worse, std::min(*rest_in_skin[i][v], 0.0F) - *depths[i][v]);
        }
      }
    }
    row.skin_min_gap_mm = least ? std::optional(static_cast<double>(*least)) : std::nullopt;
    row.skin_worse_mm = static_cast<double>(worse);
  }

  void measure_tendon(const std::vector<PosedSurface>& surfaces, MotionRow& row) const {
    if (!tendon) {
      return;
    }
    const std::vector<glm::vec3>& positions = surfaces[tendon->structure].positions;
    row.tendon_length_mm = length_of(tendon->centroids(positions));
    row.tendon_strain = row.tendon_length_mm / tendon->rest_mm - 1.0;
    // The free tendon is taut: from the edge of its insertion to where the calf holds it.
    const glm::dvec3 low = tendon->foot.centroid(positions);
    row.soleus_mtu_mm = glm::distance(origin, tendon->held) + glm::distance(low, tendon->held) + tendon->below_mm;
    row.achilles_moment_arm_mm = arm_of_line_mm(low, tendon->held, rig.ankle().point_mm, rig.ankle().direction);
  }

  void measure_soleus(const std::vector<PosedSurface>& surfaces, MotionRow& row) const {
    if (!soleus) {
      return;
    }
    const geometry::Mesh& mesh = leg.structures[*soleus].mesh;
    const std::vector<glm::vec3>& positions = surfaces[*soleus].positions;
    if (leg.structures[*soleus].closed) {
      row.soleus_volume_cm3 = geometry::volume_mm3({positions, {}, mesh.triangles}) / 1000.0;
    }
    const LevelSection section = level_section(mesh, positions, belly_level_mm);
    row.soleus_thickness_mm = section.width_mm > 0.0 ? section.area_mm2 / section.width_mm : 0.0;
    if (fibre) {
      row.soleus_fascicle_mm = fibre->length_mm(positions);
      row.soleus_pennation_deg = fibre->pennation_deg(positions, fibre->line);
    }
  }

  void measure_holds(const std::vector<PosedSurface>& surfaces, const Pose& pose, MotionRow& row) const {
    for (const Fixed& fix : fixed) {
      const glm::mat4 posed(glm::inverse(rest_from_posed(fix.segment, pose)));
      double& drift = fix.origin ? row.origin_drift_mm : row.insertion_drift_mm;
      for (const std::uint32_t v : fix.vertices) {
        const glm::vec3 expected(posed * glm::vec4(leg.structures[fix.structure].mesh.positions[v], 1.0F));
        drift = std::max(drift, static_cast<double>(glm::distance(expected, surfaces[fix.structure].positions[v])));
      }
    }
    const std::vector<std::vector<double>> depth = depths(surfaces, pose);
    for (std::size_t b = 0; b < depth.size(); ++b) {
      for (std::size_t i = 0; i < depth[b].size(); ++i) {
        row.max_penetration_mm = std::max(row.max_penetration_mm, depth[b][i] - rest_depth[b][i]);
      }
    }
    for (const BoneDepth& bone : bones) {
      const bool of_tibia = bone.structure == tibia;
      const std::optional<std::size_t> other = of_tibia ? talus : bone.structure == talus ? tibia : std::nullopt;
      if (other) {
        row.talus_tibia_overlap_mm =
            std::max(row.talus_tibia_overlap_mm,
                     depth_in(bone, surfaces[*other].positions, rest_from_posed(bone.segment, pose)));
      }
    }
  }

  [[nodiscard]] MotionRow row(PoseRequest request) const {
    request.closed_chain = false;
    const Pose pose = rig.pose(request);
    std::vector<PosedSurface> surfaces;
    rig.deform(leg, pose, surfaces);
    MotionRow row;
    row.plantarflexion_deg = rig.rest_plantarflexion_deg() - degrees(pose.ankle_rad);
    measure_tendon(surfaces, row);
    row.achilles_excursion_mm = row.soleus_mtu_mm - zero_mtu_mm;
    measure_soleus(surfaces, row);
    measure_holds(surfaces, pose, row);
    measure_skin(surfaces, row);
    for (const std::string& muscle : motion_muscles()) {
      if (!structure_index(leg, muscle)) {
        continue;
      }
      if (tendon && rig.pulls_at(muscle, kCalcanealTendon)) {
        row.moment_arms_mm.emplace_back(muscle, row.achilles_moment_arm_mm);
      } else if (const auto course = rig.course(muscle, pose)) {
        row.moment_arms_mm.emplace_back(muscle, moment_arm_mm(*course, rig.ankle()));
      }
    }
    return row;
  }
};

MotionMeter::MotionMeter(const Leg& leg, const Rig& rig) : state_(std::make_unique<State>(leg, rig)) {
  State& state = *state_;
  state.soleus = structure_index(leg, "soleus");
  state.skin = structure_index(leg, "skin");
  state.talus = structure_index(leg, "talus");
  state.tibia = structure_index(leg, "tibia");
  state.tendon = FreeTendon::find(leg, rig);
  state.find_belly();
  state.find_fixed();
  state.find_bones();
  if (state.skin) {
    std::vector<PosedSurface> rest;
    rig.deform(leg, Pose(), rest);
    state.rest_in_skin = state.skin_depths(rest);
  }
  const Pose zero = rig.pose({});
  std::vector<PosedSurface> surfaces;
  rig.deform(leg, zero, surfaces);
  MotionRow row;
  state.measure_tendon(surfaces, row);
  state.zero_mtu_mm = row.soleus_mtu_mm;
}

MotionMeter::~MotionMeter() = default;

MotionRow MotionMeter::row(const PoseRequest& request) const { return state_->row(request); }

MotionRow MotionMeter::row(double plantarflexion_deg, double activation) const {
  PoseRequest request;
  request.plantarflexion_deg = plantarflexion_deg;
  request.activation = activation;
  return row(request);
}

}  // namespace crus
