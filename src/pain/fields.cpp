#include "pain/fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "pain/body_coordinates.hpp"

namespace crus::pain {
namespace {

using anatomy::PainData;
using anatomy::PainZone;
using geometry::Mesh;

constexpr double kReachMm = 6.0;          // on a tibia of 380 mm
constexpr double kLongestMeanEdge = 5.0;  // mm; coarser skins are refined
constexpr std::size_t kMostTriangles = 200000;
constexpr int kSamplesPerEdge = 3;
constexpr double kLeastPiece = 0.05;  // pieces of a region smaller than this share of its largest are stray

double mean_edge(const Mesh& mesh) {
  double sum = 0.0;
  for (const glm::uvec3& t : mesh.triangles) {
    for (int k = 0; k < 3; ++k) {
      sum += static_cast<double>(glm::distance(mesh.positions[t[k]], mesh.positions[t[(k + 1) % 3]]));
    }
  }
  return mesh.triangles.empty() ? 0.0 : sum / (3.0 * static_cast<double>(mesh.triangles.size()));
}

// A flat lid over the upper end of the skin is no skin.
void drop_caps(Mesh& mesh) {
  constexpr float kFlat = 0.97F;
  constexpr float kDeepMm = 2.5F;
  float top = std::numeric_limits<float>::lowest();
  for (const glm::vec3& p : mesh.positions) {
    top = std::max(top, p.y);
  }
  std::erase_if(mesh.triangles, [&](const glm::uvec3& t) {
    const glm::vec3& a = mesh.positions[t.x];
    const glm::vec3& b = mesh.positions[t.y];
    const glm::vec3& c = mesh.positions[t.z];
    const glm::vec3 area = glm::cross(b - a, c - a);
    return std::min({a.y, b.y, c.y}) > top - kDeepMm && std::abs(area.y) > kFlat * glm::length(area);
  });
}

struct AreaSample {
  std::uint32_t triangle = 0;
  std::array<double, 3> load{};  // mm2, to each corner
  glm::dvec3 point{0.0};
  BodyPlace place;
};

// Even pieces of every triangle, so that a region's edge may pass anywhere.
std::vector<AreaSample> samples_of(const Mesh& mesh, const BodyCoordinates& body) {
  std::vector<AreaSample> samples;
  constexpr int n = kSamplesPerEdge;
  samples.reserve(mesh.triangles.size() * n * n);
  for (std::size_t f = 0; f < mesh.triangles.size(); ++f) {
    const glm::uvec3& t = mesh.triangles[f];
    const std::array<glm::dvec3, 3> p{glm::dvec3(mesh.positions[t.x]), glm::dvec3(mesh.positions[t.y]),
                                      glm::dvec3(mesh.positions[t.z])};
    const double area = 0.5 * glm::length(glm::cross(p[1] - p[0], p[2] - p[0])) / (n * n);
    const auto add = [&](double i, double j) {
      const std::array<double, 3> share{1.0 - (i + j) / n, i / n, j / n};
      AreaSample sample;
      sample.triangle = static_cast<std::uint32_t>(f);
      for (std::size_t k = 0; k < 3; ++k) {
        sample.load.at(k) = area * share.at(k);
        sample.point += share.at(k) * p.at(k);
      }
      sample.place = body.place(sample.point);
      samples.push_back(sample);
    };
    for (int i = 0; i < n; ++i) {
      for (int j = 0; i + j < n; ++j) {
        add(i + 1.0 / 3.0, j + 1.0 / 3.0);
        if (i + j + 1 < n) {
          add(i + 2.0 / 3.0, j + 2.0 / 3.0);
        }
      }
    }
  }
  return samples;
}

std::vector<std::array<std::uint32_t, 3>> neighbours_of(const Mesh& mesh) {
  constexpr std::uint32_t kNone = ~0U;
  std::vector<std::array<std::uint32_t, 3>> result(mesh.triangles.size(), {kNone, kNone, kNone});
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<std::uint32_t, int>> open;
  for (std::uint32_t f = 0; f < mesh.triangles.size(); ++f) {
    for (int k = 0; k < 3; ++k) {
      const glm::uvec3& t = mesh.triangles[f];
      const auto [at, fresh] = open.try_emplace(std::minmax(t[k], t[(k + 1) % 3]), f, k);
      if (!fresh) {
        result[f].at(static_cast<std::size_t>(k)) = at->second.first;
        result[at->second.first].at(static_cast<std::size_t>(at->second.second)) = f;
      }
    }
  }
  return result;
}

class RegionFinder {
 public:
  RegionFinder(const Mesh& mesh, const BodyCoordinates& body)
      : mesh_(mesh), body_(body), samples_(samples_of(mesh, body)), neighbours_(neighbours_of(mesh)) {}

  // The integral of the region times each hat function; stray pieces left out.
  [[nodiscard]] std::vector<double> load_of(const PainZone& zone) const {
    std::vector<double> load(mesh_.positions.size(), 0.0);
    for (const anatomy::ZonePart& part : zone.parts) {
      std::vector<std::uint32_t> chosen;
      std::vector<double> area(mesh_.triangles.size(), 0.0);
      for (std::uint32_t s = 0; s < samples_.size(); ++s) {
        const AreaSample& sample = samples_[s];
        if (body_.inside(part, sample.point, sample.place)) {
          chosen.push_back(s);
          area[sample.triangle] += sample.load[0] + sample.load[1] + sample.load[2];
        }
      }
      const std::vector<char> kept = main_pieces(area);
      for (const std::uint32_t s : chosen) {
        const AreaSample& sample = samples_[s];
        const glm::uvec3& t = mesh_.triangles[sample.triangle];
        for (int k = 0; k < 3 && kept[sample.triangle] != 0; ++k) {
          load[t[k]] += sample.load.at(static_cast<std::size_t>(k));
        }
      }
    }
    return load;
  }

 private:
  [[nodiscard]] std::vector<char> main_pieces(const std::vector<double>& area) const {
    std::vector<std::size_t> piece(area.size(), 0);  // 0: none
    std::vector<double> sizes{0.0};
    std::vector<std::uint32_t> stack;
    for (std::uint32_t start = 0; start < area.size(); ++start) {
      if (area[start] <= 0.0 || piece[start] != 0) {
        continue;
      }
      sizes.push_back(0.0);
      piece[start] = sizes.size() - 1;
      stack.push_back(start);
      while (!stack.empty()) {
        const std::uint32_t f = stack.back();
        stack.pop_back();
        sizes.back() += area[f];
        for (const std::uint32_t next : neighbours_[f]) {
          if (next < area.size() && area[next] > 0.0 && piece[next] == 0) {
            piece[next] = sizes.size() - 1;
            stack.push_back(next);
          }
        }
      }
    }
    const double largest = *std::max_element(sizes.begin(), sizes.end());
    std::vector<char> kept(area.size(), 0);
    for (std::size_t f = 0; f < area.size(); ++f) {
      kept[f] = piece[f] != 0 && sizes[piece[f]] >= kLeastPiece * largest ? 1 : 0;
    }
    return kept;
  }

  const Mesh& mesh_;
  const BodyCoordinates& body_;
  std::vector<AreaSample> samples_;
  std::vector<std::array<std::uint32_t, 3>> neighbours_;
};

glm::vec3 blend(std::span<const glm::vec3> values, const glm::uvec3& corners, const glm::vec3& weights) {
  return weights.x * values[corners.x] + weights.y * values[corners.y] + weights.z * values[corners.z];
}

// Hangs the point under the surface's place nearest to `near`.
bool hang(TriggerPoint& point, const Leg& leg, std::size_t structure, const glm::vec3& near, float depth_mm) {
  const Mesh& mesh = leg.structures[structure].mesh;
  const auto hit = geometry::SurfaceTree(mesh).closest(near);
  if (!hit) {
    return false;
  }
  point.structure = structure;
  point.corners = mesh.triangles[hit->triangle];
  point.weights = hit->barycentric;
  point.depth_mm = depth_mm;
  point.position_mm = glm::dvec3(place_of(point, mesh.positions, mesh.normals));
  return true;
}

std::optional<TriggerPoint> locate(const Leg& leg, std::size_t skin, const anatomy::PainPattern& pattern,
                                   const BodyCoordinates& body, const geometry::SurfaceTree& surface) {
  constexpr float kUnderSkinMm = 15.0F;
  constexpr float kIntoMuscleMm = 4.0F;
  const auto ray = pattern.point ? body.ray_to(*pattern.point) : std::nullopt;
  if (!ray) {
    return std::nullopt;
  }
  const auto entry = surface.first_hit(glm::vec3(ray->origin), glm::vec3(ray->direction));
  if (!entry) {
    return std::nullopt;
  }
  TriggerPoint point;
  point.pattern = pattern.id;
  point.skin_mm = glm::dvec3(entry->point);
  const LegStructure* muscle = leg.find(pattern.muscle);
  point.in_muscle = muscle != nullptr && hang(point, leg, static_cast<std::size_t>(muscle - leg.structures.data()),
                                              entry->point, kIntoMuscleMm);
  if (!point.in_muscle && !hang(point, leg, skin, entry->point, kUnderSkinMm)) {
    return std::nullopt;
  }
  return point;
}

}  // namespace

glm::vec3 place_of(const TriggerPoint& point, std::span<const glm::vec3> positions,
                   std::span<const glm::vec3> normals) {
  const glm::vec3 surface = blend(positions, point.corners, point.weights);
  if (normals.size() != positions.size()) {
    return surface;
  }
  const glm::vec3 out = blend(normals, point.corners, point.weights);
  const float length = glm::length(out);
  return length > 1e-6F ? surface - out * (point.depth_mm / length) : surface;
}

const ZoneField* PainFields::zone(std::string_view id) const {
  const auto at = std::find_if(zones.begin(), zones.end(), [&](const ZoneField& field) { return field.zone == id; });
  return at == zones.end() ? nullptr : &*at;
}

const TriggerPoint* PainFields::point(std::string_view pattern) const {
  const auto at =
      std::find_if(points.begin(), points.end(), [&](const TriggerPoint& p) { return p.pattern == pattern; });
  return at == points.end() ? nullptr : &*at;
}

std::vector<float> PainFields::field(const PainData& data, std::string_view id) const {
  std::vector<float> values(surface ? surface->positions.size() : 0, 0.0F);
  const auto raise = [&](std::string_view zone_id, double weight) {
    if (const ZoneField* found = zone(zone_id)) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = std::max(values[i], static_cast<float>(weight) * found->values[i]);
      }
    }
  };
  if (const anatomy::PainPattern* pattern = data.pattern(id)) {
    for (const auto* list : {&pattern->essential, &pattern->spillover}) {
      for (const std::string& zone_id : *list) {
        raise(zone_id, PainData::weight(*pattern, zone_id));
      }
    }
  } else {
    raise(id, 1.0);
  }
  return values;
}

Mesh rest_skin(const PainFields& fields, const Leg& leg) {
  Mesh skin;
  const auto first = fields.surface->positions.begin();
  skin.positions.assign(first, first + static_cast<std::ptrdiff_t>(fields.skin_vertices));
  skin.triangles = leg.structures[fields.skin].mesh.triangles;
  if (leg.side != fields.side) {
    for (glm::vec3& position : skin.positions) {
      position.z = -position.z;
    }
  }
  return skin;
}

glm::dvec3 rest_place(const PainFields& fields, const Leg& leg, const glm::uvec3& corners, const glm::vec3& weights) {
  const auto rest = fields.rest_places();
  glm::dvec3 place(0.0);
  for (glm::length_t k = 0; k < 3; ++k) {
    place += static_cast<double>(weights[k]) * glm::dvec3(rest[corners[k]]);
  }
  place.z = leg.side != fields.side ? -place.z : place.z;
  return place;
}

Shares shares_of(const PainFields& fields, const PainData& data, std::span<const std::string> shown,
                 std::span<const float> drawing, std::span<const float> earlier) {
  Shares shares;
  shares.values.assign(fields.skin_vertices, glm::vec4(0.0F));
  const bool drawn = drawing.size() == fields.skin_vertices && !drawing.empty();
  const bool compared = earlier.size() == fields.skin_vertices && !earlier.empty();
  const std::size_t most = compared ? Shares::kEarlier : drawn ? Shares::kDrawing : Shares::kMostHues;
  shares.in_hues = shown.size() > 1 && shown.size() <= most;
  shares.count = shares.in_hues ? shown.size() : std::min<std::size_t>(shown.size(), 1);
  for (std::size_t k = 0; k < shown.size(); ++k) {
    const std::vector<float> field = fields.field(data, shown[k]);
    const auto channel = static_cast<glm::length_t>(shares.in_hues ? k : 0);
    for (std::size_t i = 0; i < shares.values.size(); ++i) {
      shares.values[i][channel] = std::max(shares.values[i][channel], field[i]);
    }
  }
  for (std::size_t i = 0; drawn && i < shares.values.size(); ++i) {
    shares.values[i][Shares::kDrawing] = drawing[i];
  }
  for (std::size_t i = 0; compared && i < shares.values.size(); ++i) {
    shares.values[i][Shares::kEarlier] = earlier[i];
  }
  return shares;
}

Mesh refined(const Mesh& mesh) {
  Mesh fine;
  fine.positions = mesh.positions;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> middles;
  const auto middle = [&](std::uint32_t a, std::uint32_t b) {
    const auto [at, fresh] = middles.try_emplace(std::minmax(a, b), static_cast<std::uint32_t>(fine.positions.size()));
    if (fresh) {
      fine.positions.push_back(0.5F * (mesh.positions[a] + mesh.positions[b]));
    }
    return at->second;
  };
  fine.triangles.reserve(4 * mesh.triangles.size());
  for (const glm::uvec3& t : mesh.triangles) {
    const std::uint32_t ab = middle(t.x, t.y);
    const std::uint32_t bc = middle(t.y, t.z);
    const std::uint32_t ca = middle(t.z, t.x);
    fine.triangles.insert(fine.triangles.end(), {{t.x, ab, ca}, {ab, t.y, bc}, {ca, bc, t.z}, {ab, bc, ca}});
  }
  return fine;
}

std::vector<float> faded_field(const geometry::SurfaceDiffusion& diffusion, const std::vector<double>& load,
                               double fade_mm) {
  std::vector<double> diffused = diffusion.solve(load);
  const double most = diffused.empty() ? 0.0 : *std::max_element(diffused.begin(), diffused.end());
  // A region narrow against the reach never gets to 1/2; it counts as a region all the same.
  constexpr double kNarrow = 0.75;
  const double gain = most > 0.0 && most < kNarrow ? kNarrow / most : 1.0;
  std::vector<float> values;
  values.reserve(diffused.size());
  for (const double value : diffused) {
    const double distance = geometry::distance_from_diffused_mm(gain * value, diffusion.reach_mm());
    values.push_back(most > 0.0 ? static_cast<float>(1.0 - glm::smoothstep(0.0, fade_mm, distance)) : 0.0F);
  }
  return values;
}

namespace {

// In steps that a file holds in 16 bits, so that kept fields are the computed ones.
std::vector<float> in_steps(std::vector<float> values) {
  for (float& value : values) {
    value = std::round(value * kFieldSteps) / kFieldSteps;
  }
  return values;
}

}  // namespace

Result<PainFields> compute_fields(const Leg& leg, const PainData& data, const Progress* job) {
  const auto cancelled = [&] { return job != nullptr && job->cancelled(); };
  const auto stopped = [&] { return fail("laying the pain patterns was cancelled", leg.source); };
  const auto skin = std::find_if(leg.structures.begin(), leg.structures.end(), [](const LegStructure& structure) {
    return structure.kind == anatomy::Kind::skin && structure.recognised && !structure.mesh.empty();
  });
  if (skin == leg.structures.end()) {
    return fail("the model has no skin to show pain patterns on", leg.source, "open a model that has one");
  }
  auto body = BodyCoordinates::of(leg, skin->mesh);
  if (!body) {
    return tl::unexpected(body.error());
  }
  PainFields fields;
  fields.skin = static_cast<std::size_t>(skin - leg.structures.begin());
  fields.skin_vertices = skin->mesh.positions.size();
  fields.side = leg.side;
  auto surface = std::make_shared<Mesh>();
  surface->positions = skin->mesh.positions;
  surface->triangles = skin->mesh.triangles;
  drop_caps(*surface);
  while (mean_edge(*surface) > kLongestMeanEdge * body->scale() && surface->triangles.size() * 4 <= kMostTriangles) {
    *surface = refined(*surface);
  }
  fields.surface = surface;
  if (cancelled()) {
    return stopped();
  }
  const geometry::SurfaceDiffusion diffusion(*surface, kReachMm * body->scale());
  const RegionFinder finder(*surface, *body);
  for (const PainZone& zone : data.zones) {
    if (zone.parts.empty()) {
      continue;
    }
    if (cancelled()) {
      return stopped();
    }
    std::optional<std::string> missing;
    for (const anatomy::ZonePart& part : zone.parts) {
      missing = missing ? missing : body->missing(part);
    }
    if (missing) {
      fields.warnings.push_back("the zone '" + zone.id + "' is withheld: the model lacks " + *missing);
      continue;
    }
    fields.zones.push_back(
        {zone.id, in_steps(faded_field(diffusion, finder.load_of(zone), zone.fade_mm * body->scale()))});
  }
  const geometry::SurfaceTree tree(*surface);
  for (const anatomy::PainPattern& pattern : data.patterns) {
    if (auto point = locate(leg, fields.skin, pattern, *body, tree)) {
      fields.points.push_back(std::move(*point));
    }
  }
  return fields;
}

std::optional<SkinProbe::Where> SkinProbe::find(const glm::dvec3& world_mm) const {
  const auto hit = tree_.closest(glm::vec3(world_mm));
  if (!hit) {
    return std::nullopt;
  }
  return Where{surface_->triangles[hit->triangle], hit->barycentric, hit->distance_mm};
}

double SkinProbe::value(const std::vector<float>& field, const Where& where) {
  double value = 0.0;
  for (int k = 0; k < 3; ++k) {
    value += static_cast<double>(where.weights[k]) * static_cast<double>(field[where.corners[k]]);
  }
  return value;
}

}  // namespace crus::pain
