// The scheme of the calf pump: three chambers with their valves, and two curves against time.
#include <algorithm>
#include <array>
#include <cmath>

#include "scene/colours.hpp"
#include "scene/labels.hpp"
#include "scene/second_heart.hpp"
#include "scene/words.hpp"

namespace crus::scene {
namespace {

using anatomy::kCalfOutflow;
using anatomy::kDeep;
using anatomy::kPerforators;
using anatomy::kPopliteal;
using anatomy::kSaphenous;
using anatomy::kSuperficial;
using anatomy::kThigh;

constexpr glm::vec3 kOpen(0.0F, 0.58F, 0.52F);
constexpr glm::vec3 kClosed(0.80F, 0.25F, 0.06F);

// Draws in units of the text's size from the box's upper left corner.
class Scheme {
 public:
  Scheme(render::Overlay& overlay, const BackgroundColours& colours, const Fonts& fonts, const glm::vec2& corner,
         float unit)
      : overlay_(overlay), colours_(colours), fonts_(fonts), corner_(corner), unit_(unit) {}

  [[nodiscard]] glm::vec2 at(float x, float y) const { return corner_ + unit_ * glm::vec2(x, y); }

  void text(float x, float y, const std::string& words, bool bold = false, float opacity = 1.0F, float share = 1.0F) {
    overlay_.texts.push_back({words, at(x, y), share * unit_, glm::vec4(glm::vec3(colours_.ink), opacity), bold});
  }
  [[nodiscard]] float width(const std::string& words, float share = 1.0F) const {
    return fonts_.regular.width_px(words, share * unit_) / unit_;
  }

  void chamber(float x, float y, float w, float h, double filled) {
    const glm::vec2 low = at(x, y);
    const glm::vec2 high = at(x + w, y + h);
    overlay_.rects.push_back({low, high, glm::vec4(glm::vec3(colours_.ink), 0.55F), 0.3F * unit_});
    const float edge = 0.09F * unit_;
    overlay_.rects.push_back({low + edge, high - edge, glm::vec4(glm::vec3(colours_.plate), 1.0F), 0.25F * unit_});
    const float level = std::clamp(static_cast<float>(filled), 0.0F, 1.12F) / 1.12F;
    const glm::vec2 top(low.x + edge, high.y - edge - level * (high.y - low.y - 2.0F * edge));
    if (level > 0.01F) {
      overlay_.rects.push_back({top, high - edge, glm::vec4(vein_colour(std::max(0.45, filled)), 1.0F), 0.2F * unit_});
    }
  }

  // A pipe that runs from a to b with its valve in the middle.
  void pipe(const glm::vec2& a, const glm::vec2& b, bool open, double flow) {
    line(a, b, glm::vec4(glm::vec3(colours_.ink), 0.45F), 0.14F);
    const glm::vec2 way = glm::normalize(b - a);
    const glm::vec2 side(-way.y, way.x);
    const glm::vec2 m = 0.5F * (a + b);
    const float r = 0.45F;
    const glm::vec4 ink(open ? kOpen : kClosed, 1.0F);
    for (const float s : {-1.0F, 1.0F}) {
      line(m + s * r * side - 0.5F * r * way, m + (open ? 0.7F * s * r : 0.0F) * side + 0.8F * r * way, ink, 0.18F);
    }
    if (!open) {
      line(m + 0.8F * r * way - r * side, m + 0.8F * r * way + r * side, ink, 0.16F);
    }
    if (open && flow > 0.0) {
      const glm::vec2 tip = b - 0.1F * way;
      line(tip, tip - 0.4F * way + 0.25F * side, ink, 0.14F);
      line(tip, tip - 0.4F * way - 0.25F * side, ink, 0.14F);
    }
  }

  // A curve of the last moments; `at_s` is now.
  void curve(float x, float y, float w, float h, std::span<const PumpSample> samples, double at_s, double most,
             double PumpSample::*value, const glm::vec2& band, const glm::vec3& ink) {
    const auto place = [&](double seconds, double v) {
      const double t = 1.0 - (at_s - seconds) / PumpRun::kCurve_s;
      return glm::vec2(x + w * static_cast<float>(std::clamp(t, 0.0, 1.0)),
                       y + h * (1.0F - static_cast<float>(std::clamp(v / most, 0.0, 1.0))));
    };
    const auto px = [&](const glm::vec2& p) { return at(p.x, p.y); };
    if (band.y > band.x) {
      overlay_.rects.push_back(
          {px({x, place(at_s, band.y).y}), px({x + w, place(at_s, band.x).y}), glm::vec4(ink, 0.14F), 0.0F});
    }
    line({x, y}, {x, y + h}, glm::vec4(glm::vec3(colours_.ink), 0.5F), 0.08F);
    line({x, y + h}, {x + w, y + h}, glm::vec4(glm::vec3(colours_.ink), 0.5F), 0.08F);
    for (std::size_t i = 1; i < samples.size(); ++i) {
      line(place(samples[i - 1].at_s, samples[i - 1].*value), place(samples[i].at_s, samples[i].*value),
           glm::vec4(ink, 1.0F), 0.14F);
    }
    const double now = samples.empty() ? 0.0 : samples.back().*value;
    const glm::vec2 dot = px(place(at_s, now));
    const float r = 0.22F * unit_;
    overlay_.rects.push_back({dot - r, dot + r, glm::vec4(ink, 1.0F), r});
  }

  void line(const glm::vec2& a, const glm::vec2& b, const glm::vec4& colour, float thick) {
    overlay_.lines.push_back({at(a.x, a.y), at(b.x, b.y), colour, thick * unit_});
  }

 private:
  render::Overlay& overlay_;
  const BackgroundColours& colours_;
  const Fonts& fonts_;
  glm::vec2 corner_;
  float unit_;
};

std::vector<std::string> wrapped(const render::Font& font, const std::string& words, float size_px, float width_px) {
  std::vector<std::string> lines{""};
  std::size_t from = 0;
  while (from < words.size()) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    const std::string word = words.substr(from, end - from);
    const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    if (font.width_px(longer, size_px) > width_px && !lines.back().empty()) {
      lines.push_back(word);
    } else {
      lines.back() = longer;
    }
    from = end + 1;
  }
  return lines;
}

// Left: the chambers, the heart above. 9 units wide, 12 high from y.
void draw_chambers(Scheme& scheme, const VeinState& state, float y) {
  constexpr float kSmall = 0.82F;
  scheme.text(4.6F, y + 0.7F, words::kHeart, false, 0.8F, kSmall);
  scheme.chamber(5.2F, y + 2.6F, 3.0F, 2.0F, state.filled(kPopliteal));
  scheme.chamber(5.2F, y + 6.7F, 3.0F, 4.0F, state.filled(kDeep));
  scheme.chamber(0.6F, y + 6.7F, 1.7F, 4.0F, state.filled(kSuperficial));
  scheme.pipe({6.7F, y + 2.6F}, {6.7F, y + 0.9F}, state.open(kThigh), state.flow_ml_s[kThigh]);
  scheme.pipe({6.7F, y + 6.7F}, {6.7F, y + 4.6F}, state.open(kCalfOutflow), state.flow_ml_s[kCalfOutflow]);
  scheme.pipe({2.3F, y + 9.2F}, {5.2F, y + 9.2F}, state.open(kPerforators), state.flow_ml_s[kPerforators]);
  scheme.pipe({1.45F, y + 6.7F}, {1.45F, y + 3.9F}, state.open(kSaphenous), state.flow_ml_s[kSaphenous]);
  scheme.line({1.45F, y + 3.9F}, {5.2F, y + 3.9F}, glm::vec4(glm::vec3(0.5F), 0.6F), 0.14F);
  scheme.text(0.0F, y + 11.6F, words::kSuperficial, false, 0.8F, kSmall);
  scheme.text(5.6F, y + 11.6F, words::kDeep, false, 0.8F, kSmall);
  scheme.text(8.45F, y + 3.9F, words::kPopliteal, false, 0.8F, kSmall);
  // The muscle presses on the deep chamber.
  if (state.activation > 0.05) {
    const auto reach = static_cast<float>(0.9 * state.activation);
    for (const float h : {7.6F, 8.7F, 9.8F}) {
      const glm::vec4 ink(0.78F, 0.22F, 0.16F, 1.0F);
      const glm::vec2 tip(8.35F, y + h);
      scheme.line(tip + glm::vec2(0.35F + reach, 0.0F), tip, ink, 0.2F);
      scheme.line(tip, tip + glm::vec2(0.4F, 0.25F), ink, 0.16F);
      scheme.line(tip, tip + glm::vec2(0.4F, -0.25F), ink, 0.16F);
    }
  }
}

void draw_curves(Scheme& scheme, const VeinState& state, const anatomy::PumpData& pump,
                 std::span<const PumpSample> samples, float x, float y, bool dark) {
  constexpr float kWide = 13.0F;
  constexpr float kHigh = 3.6F;
  constexpr float kSmall = 0.82F;
  const std::array<PumpSample, 1> only{PumpSample{0.0, state.activation, state.ankle_mmhg, state.calf_ml()}};
  if (samples.empty()) {
    samples = only;
  }
  const double now = samples.back().at_s;
  const auto figure = std::find_if(pump.figures.begin(), pump.figures.end(),
                                   [](const anatomy::PumpFigure& f) { return f.id == "ankle-pressure"; });
  const glm::vec2 band = figure != pump.figures.end() ? glm::vec2(figure->low, figure->high) : glm::vec2(0.0F);
  scheme.text(x, y + 0.7F, words::kSchematicPressure, false, 0.85F, kSmall);
  scheme.text(x + kWide - 1.6F, y + 0.7F, fmt::format("{:.0f}", state.ankle_mmhg), true);
  const glm::vec3 pressure = dark ? glm::vec3(1.0F, 0.62F, 0.42F) : glm::vec3(0.70F, 0.22F, 0.05F);
  const glm::vec3 volume = dark ? glm::vec3(0.50F, 0.74F, 1.0F) : glm::vec3(0.10F, 0.25F, 0.62F);
  constexpr double kMostPressure = 100.0;
  scheme.curve(x, y + 1.1F, kWide, kHigh, samples, now, kMostPressure, &PumpSample::ankle_mmhg, band, pressure);
  // The band of figures on record, by its edges.
  for (const float edge : {band.x, band.y}) {
    const float at = y + 1.1F + kHigh * (1.0F - edge / static_cast<float>(kMostPressure));
    scheme.text(x + 0.25F, edge == band.y ? at + 0.75F : at - 0.15F, fmt::format("{:.0f}", edge), false, 0.6F, 0.7F);
  }
  scheme.text(x, y + 6.1F, words::kSchematicVolume, false, 0.85F, kSmall);
  scheme.text(x + kWide - 1.6F, y + 6.1F, fmt::format("{:.0f}", state.calf_ml()), true);
  const double full = state.full_ml[kSuperficial] + state.full_ml[kDeep];
  const float standing = y + 6.5F + kHigh * (1.0F - 1.0F / 1.15F);
  for (float dash = 0.0F; dash < kWide; dash += 0.8F) {
    scheme.line({x + dash, standing}, {x + dash + 0.4F, standing}, glm::vec4(volume, 0.5F), 0.08F);
  }
  scheme.text(x + 0.25F, standing + 0.8F, words::standing(full), false, 0.6F, 0.7F);
  scheme.curve(x, y + 6.5F, kWide, kHigh, samples, now, std::max(1.0, 1.15 * full), &PumpSample::calf_ml,
               glm::vec2(0.0F), volume);
  scheme.text(x, y + 11.0F, words::seconds_back(-PumpRun::kCurve_s), false, 0.7F, kSmall);
  scheme.text(x + kWide - 1.6F, y + 11.0F, words::kNow, false, 0.7F, kSmall);
}

}  // namespace

void add_scheme(render::Overlay& overlay, PlateLabels& labels, const Leg& leg, const Session& session, glm::ivec2 size,
                const Fonts& fonts, const PictureOptions& options) {
  if (!session.motion.pump || options.pump == nullptr) {
    return;
  }
  const anatomy::PumpData& pump = *options.pump;
  const VeinState state = session.motion.veins ? *session.motion.veins : CalfPump(pump).state();
  const BackgroundColours colours = colours_of(session.background);
  constexpr float kWide = 27.6F;
  constexpr float kHigh = 16.4F;
  const glm::vec2 room = glm::vec2(size);
  // As large as labels, and never more than a part of the picture.
  const float unit =
      std::min({0.9F * label_size_px(size, options.ui_scale), 0.46F * room.x / kWide, 0.5F * room.y / kHigh});
  constexpr float kLeastPx = 5.0F;
  if (unit < kLeastPx) {
    return;
  }
  std::vector<std::string> notes = wrapped(fonts.regular, pump.schematic, 0.86F * unit, (kWide - 2.0F) * unit);
  if (!has_pump_veins(leg, pump)) {
    const auto more = wrapped(fonts.regular, pump.no_veins, 0.86F * unit, (kWide - 2.0F) * unit);
    notes.insert(notes.end(), more.begin(), more.end());
  }
  constexpr float kNoteLine = 1.15F;
  const float high = kHigh + kNoteLine * static_cast<float>(notes.size() - 1);
  const float margin = 0.9F * unit;
  // In the upper left, or where patterns have their legend there, in the lower right above the line of credits.
  const glm::vec2 low_right = room - glm::vec2(margin + kWide * unit, margin + 1.9F * unit + high * unit);
  const glm::vec2 corner = tells_pain(session) ? low_right : glm::vec2(margin);
  const render::Rect2D plate{corner, corner + unit * glm::vec2(kWide, high), glm::vec4(glm::vec3(colours.plate), 0.93F),
                             0.5F * unit};
  overlay.rects.push_back(plate);
  labels.keep_clear(plate);
  Scheme scheme(overlay, colours, fonts, corner + unit * glm::vec2(1.0F, 0.0F), unit);
  scheme.text(0.0F, 1.5F, pump.name, true, 1.0F, 1.08F);
  const std::string doing = state.activation > 0.05 ? words::kCalfWorks : words::kCalfRests;
  scheme.text(kWide - 2.0F - scheme.width(doing), 1.5F, doing);
  draw_chambers(scheme, state, 2.6F);
  draw_curves(scheme, state, pump, options.pump_curve, 12.6F, 2.6F, session.background == Background::dark);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    scheme.text(0.0F, kHigh - 0.75F + kNoteLine * static_cast<float>(i), notes[i], false, 0.85F, 0.86F);
  }
}

}  // namespace crus::scene
