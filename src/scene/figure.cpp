#include "scene/figure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace crus::scene {
namespace {

using Outline = std::vector<glm::vec2>;

// A smooth closed line through the points (centripetal enough for a figure: Catmull and Rom 1974).
Outline smooth(const Outline& points) {
  constexpr int kSteps = 6;
  const std::size_t n = points.size();
  Outline line;
  for (std::size_t i = 0; i < n; ++i) {
    const glm::vec2& a = points[(i + n - 1) % n];
    const glm::vec2& b = points[i];
    const glm::vec2& c = points[(i + 1) % n];
    const glm::vec2& d = points[(i + 2) % n];
    for (int k = 0; k < kSteps; ++k) {
      const float t = static_cast<float>(k) / kSteps;
      line.push_back(0.5F * (2.0F * b + (c - a) * t + (2.0F * a - 5.0F * b + 4.0F * c - d) * (t * t) +
                             (3.0F * b - a - 3.0F * c + d) * (t * t * t)));
    }
  }
  return line;
}

Outline ellipse(const glm::vec2& centre, const glm::vec2& radius) {
  constexpr int kPoints = 28;
  Outline line;
  for (int i = 0; i < kPoints; ++i) {
    const float angle = 2.0F * 3.14159265F * static_cast<float>(i) / kPoints;
    line.push_back(centre + radius * glm::vec2(std::cos(angle), std::sin(angle)));
  }
  return line;
}

constexpr float kBodyWidth = 0.40F;
constexpr float kMiddle = 0.5F * kBodyWidth;

// Half a standing body, from the neck down the outside of arm and leg and up the inside; mirrored to a whole one.
Outline body() {
  const Outline half{{0.024F, 0.112F}, {0.045F, 0.142F}, {0.105F, 0.160F}, {0.131F, 0.190F}, {0.139F, 0.275F},
                     {0.149F, 0.355F}, {0.164F, 0.430F}, {0.168F, 0.480F}, {0.178F, 0.525F}, {0.167F, 0.553F},
                     {0.152F, 0.525F}, {0.149F, 0.480F}, {0.133F, 0.425F}, {0.122F, 0.355F}, {0.110F, 0.280F},
                     {0.101F, 0.228F}, {0.095F, 0.290F}, {0.084F, 0.360F}, {0.096F, 0.430F}, {0.106F, 0.490F},
                     {0.104F, 0.560F}, {0.092F, 0.640F}, {0.074F, 0.715F}, {0.079F, 0.785F}, {0.062F, 0.870F},
                     {0.047F, 0.935F}, {0.052F, 0.965F}, {0.070F, 0.985F}, {0.045F, 0.993F}, {0.030F, 0.965F},
                     {0.030F, 0.920F}, {0.027F, 0.800F}, {0.030F, 0.715F}, {0.018F, 0.600F}, {0.006F, 0.520F}};
  Outline whole;
  for (const glm::vec2& p : half) {
    whole.emplace_back(kMiddle + p.x, p.y);
  }
  for (auto p = half.rbegin(); p != half.rend(); ++p) {
    whole.emplace_back(kMiddle - p->x, p->y);
  }
  return smooth(whole);
}

Outline head() { return ellipse({kMiddle, 0.066F}, {0.040F, 0.056F}); }

FigureView from_behind() {
  FigureView view{"back", kBodyWidth, 1.0F, {body(), head()}, {}};
  view.regions = {{"buttock", ellipse({kMiddle + 0.056F, 0.478F}, {0.040F, 0.036F})},
                  {"buttock-lower", ellipse({kMiddle + 0.052F, 0.512F}, {0.036F, 0.017F})},
                  {"thigh-back", ellipse({kMiddle + 0.057F, 0.615F}, {0.027F, 0.078F})},
                  {"low-back", ellipse({kMiddle + 0.032F, 0.425F}, {0.024F, 0.026F})}};
  return view;
}

FigureView from_the_front() { return {"front", kBodyWidth, 1.0F, {body(), head()}, {}}; }

// From the subject's right, facing right.
FigureView head_from_the_side() {
  FigureView view{"head", 1.0F, 0.42F, {}, {}};
  view.outlines.push_back(smooth({{0.30F, 0.99F},
                                  {0.30F, 0.83F},
                                  {0.16F, 0.64F},
                                  {0.10F, 0.42F},
                                  {0.19F, 0.17F},
                                  {0.45F, 0.04F},
                                  {0.71F, 0.11F},
                                  {0.83F, 0.29F},
                                  {0.83F, 0.40F},
                                  {0.94F, 0.555F},
                                  {0.84F, 0.595F},
                                  {0.87F, 0.66F},
                                  {0.83F, 0.72F},
                                  {0.84F, 0.81F},
                                  {0.74F, 0.87F},
                                  {0.63F, 0.85F},
                                  {0.60F, 0.99F}}));
  view.outlines.push_back(smooth({{0.44F, 0.47F}, {0.40F, 0.52F}, {0.42F, 0.60F}, {0.47F, 0.60F}, {0.49F, 0.50F}}));
  view.regions = {{"jaw-face", smooth({{0.46F, 0.30F},
                                       {0.58F, 0.36F},
                                       {0.75F, 0.45F},
                                       {0.74F, 0.58F},
                                       {0.77F, 0.79F},
                                       {0.66F, 0.82F},
                                       {0.53F, 0.74F},
                                       {0.51F, 0.56F},
                                       {0.44F, 0.42F}})}};
  return view;
}

// A view of the inset, in pixels.
struct Placed {
  const FigureView* view = nullptr;
  glm::vec2 corner{0.0F};
  float height = 0.0F;
  bool mirrored = false;
  [[nodiscard]] glm::vec2 pixel(const glm::vec2& p) const {
    return corner + height * glm::vec2(mirrored ? view->width - p.x : p.x, p.y);
  }
};

constexpr float kPad = 0.06F;  // of the inset's height
constexpr float kGap = 0.03F;

std::vector<Placed> placed_views(const FigurePlace& place) {
  const float whole = place.max.y - place.min.y;
  const float inner = whole * (1.0F - 2.0F * kPad);
  float x = place.min.x + kPad * whole;
  std::vector<Placed> views;
  for (const FigureView& view : figure_views()) {
    const float height = inner * view.scale;
    views.push_back({&view, {x, place.min.y + kPad * whole}, height, place.mirrored});
    x += height * view.width + kGap * whole;
  }
  return views;
}

Outline pixels_of(const Placed& placed, const Outline& outline) {
  Outline line;
  for (const glm::vec2& p : outline) {
    line.push_back(placed.pixel(p));
  }
  return line;
}

// Where a row crosses a closed line, from left to right.
std::vector<float> crossings(const Outline& line, float y) {
  std::vector<float> xs;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const glm::vec2& a = line[i];
    const glm::vec2& b = line[(i + 1) % line.size()];
    if ((a.y <= y) != (b.y <= y)) {
      xs.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
    }
  }
  std::sort(xs.begin(), xs.end());
  return xs;
}

// Row by row, each a pixel high; `every` > 1 leaves rows out.
void fill(render::Overlay& marks, const Outline& line, const glm::vec4& colour, int every = 1) {
  float low = std::numeric_limits<float>::max();
  float high = std::numeric_limits<float>::lowest();
  for (const glm::vec2& p : line) {
    low = std::min(low, p.y);
    high = std::max(high, p.y);
  }
  for (float y = std::floor(low); y < high; y += static_cast<float>(every)) {
    const std::vector<float> xs = crossings(line, y + 0.5F);
    for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
      marks.rects.push_back({{xs[i], y}, {xs[i + 1], y + 1.0F}, colour, 0.0F});
    }
  }
}

void stroke(render::Overlay& marks, const Outline& line, const glm::vec4& colour, float width) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    marks.lines.push_back({line[i], line[(i + 1) % line.size()], colour, width});
  }
}

}  // namespace

const std::vector<FigureView>& figure_views() {
  static const std::vector<FigureView> views{from_behind(), from_the_front(), head_from_the_side()};
  return views;
}

glm::vec2 figure_size(float text_px) {
  const float height = 18.5F * text_px;
  const float inner = height * (1.0F - 2.0F * kPad);
  float width = (2.0F * kPad - kGap) * height;
  for (const FigureView& view : figure_views()) {
    width += inner * view.scale * view.width + kGap * height;
  }
  return {width, height};
}

void add_figure(render::Overlay& marks, const FigurePlace& place, std::span<const RegionPaint> regions,
                const glm::vec4& ink, const glm::vec4& plate) {
  const float height = place.max.y - place.min.y;
  const float line = std::max(1.0F, 0.006F * height);
  marks.rects.push_back({place.min, place.max, plate, 0.03F * height});
  for (const Placed& placed : placed_views(place)) {
    for (const Outline& outline : placed.view->outlines) {
      fill(marks, pixels_of(placed, outline), {glm::vec3(ink), 0.09F});
    }
    for (const FigureView::Region& region : placed.view->regions) {
      const Outline outline = pixels_of(placed, region.outline);
      bool painted = false;
      for (const RegionPaint& paint : regions) {
        if (paint.id == region.id) {
          fill(marks, outline, paint.colour, paint.drawn ? 3 : 1);
          painted = true;
        }
      }
      stroke(marks, outline, {glm::vec3(ink), painted ? 0.75F : 0.22F}, painted ? line : 0.7F * line);
    }
    for (const Outline& outline : placed.view->outlines) {
      stroke(marks, pixels_of(placed, outline), {glm::vec3(ink), 0.62F}, line);
    }
  }
}

std::optional<std::string> region_at(const FigurePlace& place, const glm::vec2& pixel) {
  std::optional<std::string> found;
  for (const Placed& placed : placed_views(place)) {
    for (const FigureView::Region& region : placed.view->regions) {
      const std::vector<float> xs = crossings(pixels_of(placed, region.outline), pixel.y);
      const auto left = std::count_if(xs.begin(), xs.end(), [&](float x) { return x <= pixel.x; });
      if (left % 2 == 1) {
        found = std::string(region.id);  // the last one lies on top
      }
    }
  }
  return found;
}

}  // namespace crus::scene
