#include "leg/motion_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <optional>

#include "core/units.hpp"
#include "geometry/closest.hpp"
#include "geometry/contain.hpp"
#include "geometry/distance_grid.hpp"
#include "geometry/measure.hpp"
#include "leg/rig_state.hpp"
#include "leg/surface_mark.hpp"

namespace crus {
namespace {

using anatomy::Kind;

glm::dvec3 to_dvec(const glm::vec3& v) { return {v}; }

std::optional<std::size_t> index_of(const Leg& leg, std::string_view id) {
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    if (leg.structures[i].id == id && !leg.structures[i].mesh.empty()) {
      return i;
    }
  }
  return std::nullopt;
}

// The part of a surface between two places along its course, whose centroid is followed.
struct Band {
  std::vector<SurfaceMark> marks;
  [[nodiscard]] glm::dvec3 centroid(const std::vector<glm::vec3>& positions) const {
    glm::dvec3 sum(0.0);
    for (const SurfaceMark& mark : marks) {
      sum += mark.at(positions);
    }
    return sum / static_cast<double>(marks.size());
  }
};

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

struct Section {
  double area = 0.0, width = 0.0;
  glm::dvec2 middle{0.0};  // x, z
};

// Of a closed mesh with the level plane y.
Section section_at(const geometry::Mesh& mesh, const std::vector<glm::vec3>& positions, double y) {
  Section section;
  std::vector<glm::dvec2> points;
  double sum_length = 0.0;
  for (const glm::uvec3& t : mesh.triangles) {
    std::array<glm::dvec2, 2> cut{};
    int count = 0;
    bool from_above = false;
    for (glm::length_t k = 0; k < 3; ++k) {
      const glm::dvec3 a = to_dvec(positions[t[k]]);
      const glm::dvec3 b = to_dvec(positions[t[(k + 1) % 3]]);
      if ((a.y > y) != (b.y > y) && count < 2) {
        const double f = (y - a.y) / (b.y - a.y);
        cut.at(static_cast<std::size_t>(count)) = {a.x + f * (b.x - a.x), a.z + f * (b.z - a.z)};
        from_above = count == 0 ? a.y > y : from_above;
        ++count;
      }
    }
    if (count == 2) {
      const auto [p, q] = from_above ? std::pair(cut[0], cut[1]) : std::pair(cut[1], cut[0]);
      section.area += 0.5 * (p.x * q.y - p.y * q.x);
      const double length = glm::distance(p, q);
      section.middle += 0.5 * length * (p + q);
      sum_length += length;
      points.push_back(p);
      points.push_back(q);
    }
  }
  section.area = std::abs(section.area);
  if (sum_length <= 0.0) {
    return section;
  }
  section.middle /= sum_length;
  // Width: the widest extent over all directions.
  constexpr int kDirections = 36;
  for (int i = 0; i < kDirections; ++i) {
    const double angle = std::numbers::pi * i / kDirections;
    const glm::dvec2 direction(std::cos(angle), std::sin(angle));
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const glm::dvec2& p : points) {
      low = std::min(low, glm::dot(p, direction));
      high = std::max(high, glm::dot(p, direction));
    }
    section.width = std::max(section.width, high - low);
  }
  return section;
}

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
  std::optional<std::size_t> tendon, soleus, skin, talus, tibia;
  std::vector<Band> bands;  // of the calcaneal tendon, from the heel up
  std::size_t free_bands = 0;
  glm::dvec3 origin{0.0};  // of soleus: the middle of its footprints
  Band foot;               // the tendon at the upper edge of its insertion, which goes with the heel
  glm::dvec3 held{0.0};    // where the free tendon ends above, in the shank
  double below_mm = 0.0;   // from the insertion to the first band
  double rest_tendon_mm = 0.0;
  double belly_level_mm = 0.0;
  std::optional<std::pair<SurfaceMark, SurfaceMark>> fibre;  // deep, superficial
  glm::dvec3 line{0.0, 1.0, 0.0};                            // of the muscle's pull at mid-belly, upward
  std::vector<Fixed> fixed;
  std::vector<BoneDepth> bones;
  std::vector<std::vector<double>> rest_depth;  // [bone][structure]
  double zero_mtu_mm = 0.0;

  State(const Leg& leg_, const Rig& rig_) : leg(leg_), rig(rig_) {}

  void find_tendon() {
    const TendonPath* path = rig.path("calcaneal-tendon");
    if (!tendon || path == nullptr) {
      return;
    }
    const geometry::Mesh& mesh = leg.structures[*tendon].mesh;
    const glm::dvec2 span = rig.taut_span_mm();
    constexpr double kBandMm = 8.0;
    std::vector<Band> all(static_cast<std::size_t>(path->length_mm() / kBandMm) + 1);
    constexpr std::size_t kMarks = 8000;
    for (const SurfaceMark& mark : spread_marks(mesh, kMarks)) {
      const double s = path->project(mark.at(mesh.positions)) - span.x;
      constexpr double kEdgeMm = 5.0;
      if (s < 0.0 && s > -kEdgeMm) {
        foot.marks.push_back(mark);
      }
      if (s >= 0.0) {
        all[std::min(all.size() - 1, static_cast<std::size_t>(s / kBandMm))].marks.push_back(mark);
      }
    }
    // A band that the slanting upper edge of the sheet cuts short has its middle beside the line of pull.
    constexpr std::size_t kLeastMarks = 12;
    constexpr double kOfBroadest = 0.5;
    std::size_t broadest = 0;
    for (Band& band : all) {
      const std::size_t marks = band.marks.size();
      broadest = std::max(broadest, marks);
      if (marks < kLeastMarks || static_cast<double>(marks) < kOfBroadest * static_cast<double>(broadest)) {
        break;
      }
      bands.push_back(std::move(band));
    }
    held = path->point(span.y);
    below_mm = span.x;
    rest_tendon_mm = length_of(centroids(mesh.positions));
  }

  [[nodiscard]] std::vector<glm::dvec3> centroids(const std::vector<glm::vec3>& positions) const {
    std::vector<glm::dvec3> points;
    for (const Band& band : bands) {
      points.push_back(band.centroid(positions));
    }
    return points;
  }

  void find_belly() {
    if (!soleus) {
      return;
    }
    const geometry::Mesh& mesh = leg.structures[*soleus].mesh;
    const geometry::Box box = geometry::bounds(mesh);
    double most = 0.0;
    for (double y = static_cast<double>(box.min.y) + 5.0; y < static_cast<double>(box.max.y) - 5.0; y += 4.0) {
      if (const Section section = section_at(mesh, mesh.positions, y); section.area > most) {
        most = section.area;
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
    if (const TendonPath* path = rig.path("calcaneal-tendon")) {
      line = path->tangent(path->length_mm());
    }
    find_fibre(mesh);
  }

  // From the superficial face deep and up at the catalogue's pennation, until it meets the deep face.
  void find_fibre(const geometry::Mesh& mesh) {
    const anatomy::Structure* entry = leg.entry(leg.structures[*soleus]);
    if (entry == nullptr || !entry->architecture) {
      return;
    }
    const geometry::SurfaceTree tree(mesh);
    const glm::dvec3 back = glm::normalize(glm::dvec3(-1.0, 0.0, 0.0) + line.x * line);
    const auto mark_of = [&](const geometry::SurfaceTree::Hit& hit) {
      return SurfaceMark{mesh.triangles[hit.triangle], glm::dvec3(hit.barycentric)};
    };
    const double pennation = radians(entry->architecture->pennation_deg);
    const glm::dvec3 along = std::cos(pennation) * line - std::sin(pennation) * back;
    const geometry::Box box = geometry::bounds(mesh);
    double best = std::numeric_limits<double>::infinity();
    // Of the fibres along the middle half of the belly the one nearest to the published length.
    constexpr int kSites = 24;
    for (int i = 0; i <= kSites; ++i) {
      const double y =
          glm::mix(static_cast<double>(box.min.y), static_cast<double>(box.max.y), 0.25 + 0.5 * i / kSites);
      const Section section = section_at(mesh, mesh.positions, y);
      const glm::vec3 middle(section.middle.x, y, section.middle.y);
      const auto superficial = tree.first_hit(middle, glm::vec3(back));
      if (!superficial) {
        continue;
      }
      constexpr float kInside = 0.2F;
      const auto deep = tree.first_hit(superficial->point + kInside * glm::vec3(along), glm::vec3(along));
      if (!deep) {
        continue;
      }
      const double off = std::abs(static_cast<double>(glm::distance(deep->point, superficial->point)) -
                                  entry->architecture->fibre_length_mm);
      if (off < best) {
        best = off;
        fibre = {mark_of(*deep), mark_of(*superficial)};
      }
    }
  }

  void find_fixed() {
    constexpr float kOnPatchMm = 1.5F;
    for (const Attachment& attachment : leg.attachments) {
      const auto muscle = index_of(leg, attachment.muscle);
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

  [[nodiscard]] std::optional<double> least_gap(const std::vector<PosedSurface>& surfaces) const {
    if (!skin || !leg.structures[*skin].closed) {
      return std::nullopt;
    }
    std::vector<geometry::Mesh> meshes;
    std::vector<const geometry::Mesh*> others;
    meshes.reserve(surfaces.size());
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      meshes.push_back({surfaces[i].positions, surfaces[i].normals, leg.structures[i].mesh.triangles});
      if (i != *skin && !leg.structures[i].mesh.empty()) {
        others.push_back(&meshes.back());
      }
    }
    const std::vector<double> depth = geometry::least_depth_mm(meshes[*skin], others);
    return depth.empty() ? std::nullopt : std::optional(*std::min_element(depth.begin(), depth.end()));
  }

  void measure_tendon(const std::vector<PosedSurface>& surfaces, MotionRow& row) const {
    if (bands.size() < 3 || foot.marks.empty()) {
      return;
    }
    const std::vector<glm::dvec3> points = centroids(surfaces[*tendon].positions);
    row.tendon_length_mm = length_of(points);
    row.tendon_strain = row.tendon_length_mm / rest_tendon_mm - 1.0;
    // The free tendon is taut: from the edge of its insertion to where the calf holds it, a place fixed in the shank.
    const glm::dvec3 low = foot.centroid(surfaces[*tendon].positions);
    row.soleus_mtu_mm = glm::distance(origin, held) + glm::distance(low, held) + below_mm;
    row.achilles_moment_arm_mm =
        -glm::dot(glm::cross(low - rig.ankle().point_mm, glm::normalize(held - low)), rig.ankle().direction);
  }

  void measure_soleus(const std::vector<PosedSurface>& surfaces, MotionRow& row) const {
    if (!soleus) {
      return;
    }
    const geometry::Mesh& mesh = leg.structures[*soleus].mesh;
    const std::vector<glm::vec3>& positions = surfaces[*soleus].positions;
    row.soleus_volume_cm3 = geometry::volume_mm3({positions, {}, mesh.triangles}) / 1000.0;
    const Section section = section_at(mesh, positions, belly_level_mm);
    row.soleus_thickness_mm = section.width > 0.0 ? section.area / section.width : 0.0;
    if (fibre) {
      const glm::dvec3 run = fibre->first.at(positions) - fibre->second.at(positions);
      row.soleus_fascicle_mm = glm::length(run);
      row.soleus_pennation_deg =
          degrees(std::acos(std::clamp(glm::dot(run, line) / row.soleus_fascicle_mm, -1.0, 1.0)));
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

  [[nodiscard]] MotionRow row(double plantarflexion_deg, double activation) const {
    const Pose pose = rig.pose({plantarflexion_deg, 0.0, 0.0, activation, false});
    std::vector<PosedSurface> surfaces;
    rig.deform(leg, pose, surfaces);
    MotionRow row;
    row.plantarflexion_deg = rig.rest_plantarflexion_deg() - degrees(pose.ankle_rad);
    measure_tendon(surfaces, row);
    row.achilles_excursion_mm = row.soleus_mtu_mm - zero_mtu_mm;
    measure_soleus(surfaces, row);
    measure_holds(surfaces, pose, row);
    row.skin_min_gap_mm = least_gap(surfaces);
    for (const std::string& muscle : motion_muscles()) {
      const bool triceps = muscle == "soleus" || muscle.starts_with("gastrocnemius");
      if (!index_of(leg, muscle)) {
        continue;
      }
      if (triceps && bands.size() >= 3) {
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
  state.tendon = index_of(leg, "calcaneal-tendon");
  state.soleus = index_of(leg, "soleus");
  state.skin = index_of(leg, "skin");
  state.talus = index_of(leg, "talus");
  state.tibia = index_of(leg, "tibia");
  state.find_tendon();
  state.find_belly();
  state.find_fixed();
  state.find_bones();
  const Pose zero = rig.pose({});
  std::vector<PosedSurface> surfaces;
  rig.deform(leg, zero, surfaces);
  MotionRow row;
  state.measure_tendon(surfaces, row);
  state.zero_mtu_mm = row.soleus_mtu_mm;
}

MotionMeter::~MotionMeter() = default;

MotionRow MotionMeter::row(double plantarflexion_deg, double activation) const {
  return state_->row(plantarflexion_deg, activation);
}

}  // namespace crus
