// A pain drawing: dabs of a soft brush on the skin and regions of the whole-body figure; and the patterns on record
// that include what was drawn, ranked. Everything is counted by skin area, not by vertices, and belongs to the unposed
// skin.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/pain_data.hpp"
#include "geometry/closest.hpp"
#include "leg/leg.hpp"
#include "pain/fields.hpp"

namespace crus::pain {

enum class Depth { skin, muscle, tendon, bone };
inline constexpr std::array<std::string_view, 4> kDepths{"skin", "muscle", "tendon", "bone"};
enum class Quality { ache, sharp, burning, numb };
inline constexpr std::array<std::string_view, 4> kQualities{"ache", "sharp", "burning", "numb"};

inline constexpr double kLeastBrushMm = 4.0;
inline constexpr double kMostBrushMm = 60.0;

struct Brush {
  bool on = false;  // the pointer paints on the skin instead of turning the leg
  bool erase = false;
  double radius_mm = 15.0;
  double intensity = 0.8;  // 0..1
  Depth depth = Depth::muscle;
  Quality quality = Quality::ache;
  bool operator==(const Brush&) const = default;
};

struct Dab {
  glm::dvec3 at_mm{0.0};  // world, on the unposed skin
  double radius_mm = 15.0;
  double intensity = 0.8;
  bool erase = false;
  Depth depth = Depth::muscle;
  Quality quality = Quality::ache;
  bool operator==(const Dab&) const = default;
};

// Where it hurts, as the user says.
struct Drawing {
  std::optional<glm::dvec3> spot_mm;  // a single place that was asked about
  std::vector<Dab> dabs;              // in the order they were laid
  std::vector<std::string> regions;   // of the whole-body figure
  std::vector<Dab> earlier;           // of another date, shown for comparison
  std::string earlier_date;           // "2026-03-14"
  Brush brush;
  [[nodiscard]] bool empty() const { return dabs.empty() && regions.empty(); }
  bool operator==(const Drawing&) const = default;
};

// A skin to draw on. Dabs spread along the surface, never through the leg or across a gap.
class Canvas {
 public:
  explicit Canvas(geometry::Mesh skin);
  // One value 0..1 per vertex.
  [[nodiscard]] std::vector<float> field_of(std::span<const Dab> dabs) const;
  [[nodiscard]] const std::vector<double>& areas_mm2() const { return areas_mm2_; }  // a third of each triangle at it

 private:
  void lay(const Dab& dab, std::vector<float>& values) const;
  [[nodiscard]] std::uint32_t nearest_vertex(const glm::vec3& point) const;

  geometry::Mesh skin_;
  geometry::SurfaceTree tree_;
  std::vector<double> areas_mm2_;
  std::vector<std::uint32_t> first_, next_;  // neighbours of each vertex, one list after another
};

// The patterns that hold a place, strongest first: the greatest of zone weight times field.
struct Included {
  const anatomy::PainPattern* pattern = nullptr;
  const anatomy::PainZone* zone = nullptr;  // that holds it most
  double weight = 0.0;
  bool essential = false;
};
[[nodiscard]] std::vector<Included> patterns_at(const anatomy::PainData& data, const PainFields& fields,
                                                const SkinProbe::Where& where);

// How much of a drawing a pattern accounts for, and how well the two agree.
struct Ranked {
  const anatomy::PainPattern* pattern = nullptr;
  double score = 0.0;      // weighted Jaccard index of drawing and pattern, over skin area
  double explained = 0.0;  // share of the drawing that lies in the pattern
};
struct Answer {
  std::vector<Ranked> patterns;  // best first; those that share nothing with the drawing are left out
  double unexplained = 0.0;      // share of the drawing in none of the first three
  double area_mm2 = 0.0;         // of skin that was drawn on
};
// `field` as Canvas::field_of gives it for the skin of `fields`. A region of the whole-body figure counts as a patch of
// kRegionMm2.
inline constexpr double kRegionMm2 = 2500.0;
[[nodiscard]] Answer rank(const anatomy::PainData& data, const PainFields& fields, std::span<const double> areas_mm2,
                          std::span<const float> field, std::span<const std::string> regions);

// Two drawings of one skin.
struct Comparison {
  double agreement = 1.0;                            // weighted Jaccard index over skin area
  double area_before_mm2 = 0.0, area_now_mm2 = 0.0;  // that was drawn on
  double mean_before = 0.0, mean_now = 0.0;          // intensity there, 0..1
};
[[nodiscard]] Comparison compare(std::span<const double> areas_mm2, std::span<const float> before,
                                 std::span<const float> now);

// sum(area * min) / sum(area * max); 1 for two empty fields.
[[nodiscard]] double weighted_jaccard(std::span<const double> areas_mm2, std::span<const float> a,
                                      std::span<const float> b);

}  // namespace crus::pain
