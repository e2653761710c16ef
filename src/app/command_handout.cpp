#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "app/handout_page.hpp"
#include "app/image_file.hpp"
#include "app/model.hpp"
#include "app/picture.hpp"
#include "app/subcommands.hpp"
#include "core/files.hpp"
#include "core/text.hpp"
#include "core/units.hpp"
#include "scene/best_view.hpp"
#include "session/commands.hpp"

namespace crus::app {
namespace {

using anatomy::PainData;
using anatomy::PainPattern;

// As it stands within a sentence: names of people keep their capital.
std::string lower_first(std::string words) {
  if (!words.empty() && !words.starts_with("Achilles")) {
    words.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(words.front())));
  }
  return words;
}

std::string list_of(const PainData& data, const std::vector<std::string>& zones) {
  std::string names;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    names += (i == 0 ? "" : i + 1 == zones.size() ? " and " : ", ") + lower_first(data.zone(zones[i])->name);
  }
  return names;
}

Handout words_of(const Leg& leg, const PainData& data, const PainPattern& pattern) {
  Handout page;
  page.title = pattern.name;
  page.about = (pattern.how_common == "not stated" ? std::string() : "How common: " + pattern.how_common + ". ") +
               "Evidence: " + std::string(name_of(pattern.evidence)) + ". X marks the trigger point" +
               (pattern.site_uncertain ? ", whose place the sources do not agree on." : ".");
  std::string where = "Charts draw pain from this point here: " + list_of(data, pattern.essential);
  if (!pattern.spillover.empty()) {
    where += "; fainter at: " + list_of(data, pattern.spillover);
  }
  page.sentences.push_back(where + ".");
  page.sentences.push_back("The point lies here: " + lower_first(pattern.place));
  // What people do, never without where they must not; nothing of it for a point that is not pressed.
  std::string care = pattern.not_pressed;
  const auto texts = care.empty() ? std::vector<const char*>{"pressure", "frequency", "until", "pressure-limits"}
                                  : std::vector<const char*>{};
  for (const char* id : texts) {
    if (const anatomy::PainText* text = data.care_text(id)) {
      care += (care.empty() ? "" : " ") + text->text;
    }
  }
  page.sentences.push_back(care);
  page.warning_title = "See a doctor first";
  const auto flag = std::find_if(data.red_flags.begin(), data.red_flags.end(),
                                 [](const anatomy::PainText& text) { return text.id == "deep-vein-thrombosis"; });
  if (flag != data.red_flags.end()) {
    page.warning = flag->text + " " + flag->action + " With breathlessness or chest pain call an ambulance.";
  }
  for (const std::string& id : pattern.sources) {
    const anatomy::Source* source = leg.catalogue->source(id);
    page.sources.push_back(source != nullptr ? source->citation : id);
  }
  page.disclaimer = data.disclaimer;
  page.credit = leg.credit;
  return page;
}

// The middle and the reach of where the pattern is strong; empty where the leg holds none of it.
std::optional<std::pair<glm::dvec3, double>> strong_part(const Leg& leg, const pain::PainFields& fields,
                                                         const std::string& pattern) {
  constexpr float kStrong = 0.6F;
  const geometry::Mesh& skin = leg.structures[fields.skin].mesh;
  const std::vector<float> field = fields.field(*leg.pain(), pattern);
  geometry::Box box;
  for (std::size_t i = 0; i < skin.positions.size(); ++i) {
    if (field[i] > kStrong) {
      box.add(skin.positions[i]);
    }
  }
  if (box.empty()) {
    return std::nullopt;
  }
  return std::pair{glm::dvec3(box.centre()), 0.5 * static_cast<double>(glm::length(box.size()))};
}

// The close look has a frame: it is cut out of the leg.
void add_frame(render::Image& image) {
  constexpr int kWidthPx = 3;
  constexpr std::uint8_t kGrey = 196;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const bool edge = std::min(std::min(x, y), std::min(image.width - 1 - x, image.height - 1 - y)) < kWidthPx;
      const auto at =
          4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x));
      if (edge) {
        std::fill_n(image.rgba.begin() + static_cast<std::ptrdiff_t>(at), 3, kGrey);
      }
    }
  }
}

render::Image beside(const render::Image& a, const render::Image& b) {
  render::Image both{a.width + b.width, std::max(a.height, b.height), {}};
  const auto width = static_cast<std::size_t>(both.width);
  both.rgba.assign(width * static_cast<std::size_t>(both.height) * 4, 255);
  std::size_t from = 0;
  for (const render::Image* one : {&a, &b}) {
    const std::size_t row = static_cast<std::size_t>(one->width) * 4;
    for (std::size_t y = 0; y < static_cast<std::size_t>(one->height); ++y) {
      std::copy_n(one->rgba.begin() + static_cast<std::ptrdiff_t>(y * row), row,
                  both.rgba.begin() + static_cast<std::ptrdiff_t>((y * width + from) * 4));
    }
    from += static_cast<std::size_t>(one->width);
  }
  return both;
}

// The whole leg, and beside it from nearer where the pattern is strong.
Result<render::Image> picture_of(const Leg& leg, const pain::PainFields& fields, const std::string& pattern) {
  auto studio = Studio::create();
  if (!studio) {
    return tl::unexpected(studio.error());
  }
  Session session = default_session(leg);
  const ViewDirection first = scene::best_view(leg, fields, pattern);
  for (const std::string& line : {"overlay.only " + pattern, std::string("background white"),
                                  fmt::format("view {:.0f},{:.0f}", first.azimuth_deg, first.elevation_deg)}) {
    auto changed = run_command(session, leg, line);
    if (!changed) {
      return tl::unexpected(changed.error());
    }
    session = std::move(*changed);
  }
  scene::PictureOptions options;
  options.credit = false;
  options.pain_words = false;
  options.pain = &fields;
  auto whole = render_picture(*studio, leg, session, {840, 1400}, options);
  const auto strong = strong_part(leg, fields, pattern);
  if (!whole || !strong) {
    return whole;
  }
  constexpr double kRoomAround = 1.45;
  const ViewDirection closer = scene::best_near_view(leg, fields, pattern, first);
  session.camera_fits = false;
  session.camera.azimuth_deg = closer.azimuth_deg;
  session.camera.elevation_deg = closer.elevation_deg;
  session.camera.target_mm = strong->first;
  session.camera.distance_mm =
      std::max(120.0, kRoomAround * strong->second) / std::tan(radians(0.5 * session.camera.field_of_view_deg));
  auto near = render_picture(*studio, leg, session, {1100, 1400}, options);
  if (!near) {
    return near;
  }
  add_frame(*near);
  return beside(*whole, *near);
}

Status write_page(const Handout& page, Paper paper, const std::filesystem::path& file) {
  const auto share = share_folder();
  if (!share) {
    return tl::unexpected(share.error());
  }
  if (lower(file.extension().string()) == ".pdf") {
    const auto bytes = handout_pdf(page, paper, *share / "fonts");
    return bytes ? write_atomically(file, std::span<const std::byte>(*bytes)) : Status(tl::unexpected(bytes.error()));
  }
  const auto image = handout_image(page, paper, *share / "fonts");
  return image ? write_png(*image, file) : Status(tl::unexpected(image.error()));
}

}  // namespace

int handout_command(const HandoutOptions& options) {
  const std::string ending = lower(std::filesystem::path(options.output).extension().string());
  if (ending != ".pdf" && ending != ".png") {
    return failed({"a hand-out is a PDF or a PNG", options.output, "name a file that ends in .pdf or .png"},
                  kWrongUsage);
  }
  const auto leg = open_leg(options.model);
  if (!leg) {
    return failed(leg.error());
  }
  const PainData* data = (*leg)->pain();
  const PainPattern* pattern = data != nullptr ? data->pattern(options.pattern) : nullptr;
  if (pattern == nullptr) {
    const std::vector<std::string> ids = data != nullptr ? data->pattern_ids() : std::vector<std::string>{};
    const auto near = nearest(options.pattern, ids, 1);
    return failed({"unknown pattern", "'" + options.pattern + "'",
                   near.empty() ? "crus pain lists them" : "did you mean " + quoted_list(near) + "?"},
                  kWrongUsage);
  }
  const auto fields = load_pain_fields(**leg, !options.model.no_cache);
  if (!fields) {
    return failed(fields.error());
  }
  Handout page = words_of(**leg, *data, *pattern);
  auto picture = picture_of(**leg, *fields, pattern->id);
  if (!picture) {
    return failed(picture.error());
  }
  page.picture = std::move(*picture);
  const Status written = write_page(page, options.paper == "letter" ? Paper::letter : Paper::a4, options.output);
  return written ? kDone : failed(written.error());
}

}  // namespace crus::app
