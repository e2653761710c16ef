#include "pain/drawing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace crus::pain {
namespace {

constexpr double kLeastWeight = 0.01;  // of a place in a pattern

bool holds(std::span<const std::string> ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The regions of the whole-body figure that a pattern reaches, with their weight.
std::vector<std::pair<std::string, double>> regions_of(const anatomy::PainData& data,
                                                       const anatomy::PainPattern& pattern) {
  std::vector<std::pair<std::string, double>> regions;
  for (const auto* zones : {&pattern.essential, &pattern.spillover}) {
    for (const std::string& id : *zones) {
      const anatomy::PainZone* zone = data.zone(id);
      if (zone != nullptr && !zone->figure.empty()) {
        regions.emplace_back(zone->figure, anatomy::PainData::weight(pattern, id));
      }
    }
  }
  return regions;
}

struct Sums {
  double both = 0.0;
  double either = 0.0;
};

}  // namespace

Canvas::Canvas(geometry::Mesh skin) : skin_(std::move(skin)), tree_(skin_) {
  const std::size_t count = skin_.positions.size();
  areas_mm2_.assign(count, 0.0);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (const glm::uvec3& t : skin_.triangles) {
    const glm::dvec3 a(skin_.positions[t.x]);
    const double area =
        0.5 * glm::length(glm::cross(glm::dvec3(skin_.positions[t.y]) - a, glm::dvec3(skin_.positions[t.z]) - a));
    for (glm::length_t k = 0; k < 3; ++k) {
      areas_mm2_[t[k]] += area / 3.0;
      edges.emplace_back(t[k], t[(k + 1) % 3]);
      edges.emplace_back(t[(k + 1) % 3], t[k]);
    }
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  first_.assign(count + 1, 0);
  for (const auto& [from, to] : edges) {
    ++first_[from + 1];
    next_.push_back(to);
  }
  for (std::size_t i = 0; i < count; ++i) {
    first_[i + 1] += first_[i];
  }
}

std::uint32_t Canvas::nearest_vertex(const glm::vec3& point) const {
  const auto hit = tree_.closest(point);
  if (!hit) {
    return std::numeric_limits<std::uint32_t>::max();
  }
  const glm::uvec3& t = skin_.triangles[hit->triangle];
  std::uint32_t best = t.x;
  for (glm::length_t k = 1; k < 3; ++k) {
    if (glm::distance(skin_.positions[t[k]], point) < glm::distance(skin_.positions[best], point)) {
      best = t[k];
    }
  }
  return best;
}

// Full within half its radius, then falling off smoothly.
void Canvas::lay(const Dab& dab, std::vector<float>& values) const {
  const glm::vec3 centre(dab.at_mm);
  const auto radius = static_cast<float>(dab.radius_mm);
  const std::uint32_t start = nearest_vertex(centre);
  if (start >= values.size()) {
    return;
  }
  std::vector<std::uint32_t> stack{start};
  std::vector<char> met(values.size(), 0);
  met[start] = 1;
  while (!stack.empty()) {
    const std::uint32_t v = stack.back();
    stack.pop_back();
    const float d = glm::distance(skin_.positions[v], centre);
    const float cover = 1.0F - glm::smoothstep(0.5F * radius, radius, d);
    values[v] =
        dab.erase ? std::min(values[v], 1.0F - cover) : std::max(values[v], static_cast<float>(dab.intensity) * cover);
    for (std::uint32_t i = first_[v]; i < first_[v + 1] && d < radius; ++i) {
      if (met[next_[i]] == 0) {
        met[next_[i]] = 1;
        stack.push_back(next_[i]);
      }
    }
  }
}

std::vector<float> Canvas::field_of(std::span<const Dab> dabs) const {
  std::vector<float> values(skin_.positions.size(), 0.0F);
  for (const Dab& dab : dabs) {
    lay(dab, values);
  }
  return values;
}

std::vector<Included> patterns_at(const anatomy::PainData& data, const PainFields& fields,
                                  const SkinProbe::Where& where) {
  std::vector<Included> found;
  for (const anatomy::PainPattern& pattern : data.patterns) {
    Included best{&pattern, nullptr, 0.0, false};
    for (const auto* list : {&pattern.essential, &pattern.spillover}) {
      for (const std::string& id : *list) {
        const ZoneField* field = fields.zone(id);
        const double share = anatomy::PainData::weight(pattern, id);
        const double weight = field != nullptr ? share * SkinProbe::value(field->values, where) : 0.0;
        if (weight > best.weight) {
          best = {&pattern, data.zone(id), weight, share >= anatomy::kEssentialWeight};
        }
      }
    }
    if (best.weight >= kLeastWeight) {
      found.push_back(best);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Included& a, const Included& b) { return a.weight > b.weight; });
  return found;
}

double weighted_jaccard(std::span<const double> areas_mm2, std::span<const float> a, std::span<const float> b) {
  Sums sums;
  for (std::size_t i = 0; i < areas_mm2.size(); ++i) {
    sums.both += areas_mm2[i] * static_cast<double>(std::min(a[i], b[i]));
    sums.either += areas_mm2[i] * static_cast<double>(std::max(a[i], b[i]));
  }
  return sums.either > 0.0 ? sums.both / sums.either : 1.0;
}

namespace {

constexpr float kHeld = 0.1F;  // of a pattern or a drawing: from here on a place counts as inside

struct Drawn {
  std::span<const double> areas_mm2;
  std::span<const float> field;
  std::span<const std::string> regions;
};

double amount_of(const Drawn& drawn) {
  double sum = kRegionMm2 * static_cast<double>(drawn.regions.size());
  for (std::size_t i = 0; i < drawn.areas_mm2.size(); ++i) {
    sum += drawn.areas_mm2[i] * static_cast<double>(drawn.field[i]);
  }
  return sum;
}

Ranked match(const Drawn& drawn, double amount, const anatomy::PainData& data, const PainFields& fields,
             const anatomy::PainPattern& pattern) {
  const std::vector<float> own = fields.field(data, pattern.id);
  Sums sums;
  double inside = 0.0;
  for (std::size_t i = 0; i < drawn.areas_mm2.size(); ++i) {
    sums.both += drawn.areas_mm2[i] * static_cast<double>(std::min(own[i], drawn.field[i]));
    sums.either += drawn.areas_mm2[i] * static_cast<double>(std::max(own[i], drawn.field[i]));
    inside += own[i] > kHeld ? drawn.areas_mm2[i] * static_cast<double>(drawn.field[i]) : 0.0;
  }
  sums.either += kRegionMm2 * static_cast<double>(drawn.regions.size());
  for (const auto& [region, weight] : regions_of(data, pattern)) {
    const bool shared = holds(drawn.regions, region);
    sums.both += shared ? kRegionMm2 * weight : 0.0;
    sums.either += shared ? 0.0 : kRegionMm2 * weight;
    inside += shared ? kRegionMm2 : 0.0;
  }
  return {&pattern, sums.either > 0.0 ? sums.both / sums.either : 0.0, std::min(1.0, inside / amount)};
}

// What of the drawing lies in none of these patterns.
double outside_of(const Drawn& drawn, const anatomy::PainData& data, const PainFields& fields,
                  std::span<const Ranked> patterns) {
  std::vector<float> together(drawn.areas_mm2.size(), 0.0F);
  std::vector<std::string> reached;
  for (const Ranked& ranked : patterns) {
    const std::vector<float> own = fields.field(data, ranked.pattern->id);
    for (std::size_t i = 0; i < together.size(); ++i) {
      together[i] = std::max(together[i], own[i]);
    }
    for (const auto& [region, weight] : regions_of(data, *ranked.pattern)) {
      reached.push_back(region);
    }
  }
  double outside = 0.0;
  for (std::size_t i = 0; i < together.size(); ++i) {
    outside += together[i] > kHeld ? 0.0 : drawn.areas_mm2[i] * static_cast<double>(drawn.field[i]);
  }
  for (const std::string& region : drawn.regions) {
    outside += holds(reached, region) ? 0.0 : kRegionMm2;
  }
  return outside;
}

}  // namespace

Comparison compare(std::span<const double> areas_mm2, std::span<const float> before, std::span<const float> now) {
  Comparison result;
  result.agreement = weighted_jaccard(areas_mm2, before, now);
  const auto extent = [&](std::span<const float> field, double& area_mm2, double& mean) {
    for (std::size_t i = 0; i < areas_mm2.size(); ++i) {
      const bool held = field[i] > kHeld;
      area_mm2 += held ? areas_mm2[i] : 0.0;
      mean += held ? areas_mm2[i] * static_cast<double>(field[i]) : 0.0;
    }
    mean = area_mm2 > 0.0 ? mean / area_mm2 : 0.0;
  };
  extent(before, result.area_before_mm2, result.mean_before);
  extent(now, result.area_now_mm2, result.mean_now);
  return result;
}

Answer rank(const anatomy::PainData& data, const PainFields& fields, std::span<const double> areas_mm2,
            std::span<const float> field, std::span<const std::string> regions) {
  Answer answer;
  const Drawn drawn{areas_mm2, field, regions};
  const double amount = amount_of(drawn);
  if (amount <= 0.0) {
    return answer;
  }
  for (std::size_t i = 0; i < areas_mm2.size(); ++i) {
    answer.area_mm2 += field[i] > kHeld ? areas_mm2[i] : 0.0;
  }
  for (const anatomy::PainPattern& pattern : data.patterns) {
    if (const Ranked ranked = match(drawn, amount, data, fields, pattern); ranked.score > 0.0) {
      answer.patterns.push_back(ranked);
    }
  }
  std::stable_sort(answer.patterns.begin(), answer.patterns.end(),
                   [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
  constexpr std::size_t kFirst = 3;
  answer.unexplained =
      outside_of(drawn, data, fields, std::span(answer.patterns).first(std::min(kFirst, answer.patterns.size()))) /
      amount;
  return answer;
}

}  // namespace crus::pain
