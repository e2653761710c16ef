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
#include "session/commands.hpp"

namespace crus::app {
namespace {

using anatomy::PainData;
using anatomy::PainPattern;

// From where most of the pattern is seen: the field's mean normal. From behind where the leg holds none of it.
std::string view_of(const Leg& leg, const pain::PainFields& fields, const PainData& data, const std::string& pattern) {
  const geometry::Mesh& skin = leg.structures[fields.skin].mesh;
  const std::vector<float> field = fields.field(data, pattern);
  glm::dvec3 sum(0.0);
  for (const glm::uvec3& t : skin.triangles) {
    const glm::dvec3 a(skin.positions[t.x]);
    const glm::dvec3 area = glm::cross(glm::dvec3(skin.positions[t.y]) - a, glm::dvec3(skin.positions[t.z]) - a);
    sum += area * static_cast<double>(field[t.x] + field[t.y] + field[t.z]);
  }
  constexpr double kNothing = 1.0;
  if (glm::length(sum) < kNothing) {
    return "posterior";
  }
  // Zones of the sole are seen from low down, but never from straight below.
  constexpr double kLowest = -28.0;
  const double azimuth = degrees(std::atan2(sum.z, sum.x));
  const double elevation = std::clamp(degrees(std::asin(sum.y / glm::length(sum))), kLowest, 12.0);
  return fmt::format("{:.0f},{:.0f}", azimuth, elevation);
}

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
  // What people do, never without where they must not.
  std::string care;
  for (const anatomy::PainText& text : data.care) {
    if (text.id == "pressure" || text.id == "pressure-limits") {
      care += (care.empty() ? "" : " ") + text.text;
    }
  }
  if (!care.empty()) {
    page.sentences.push_back(care);
  }
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
  for (const std::string& line : {"overlay.only " + pattern, std::string("background white"),
                                  "view " + view_of(leg, fields, *leg.pain(), pattern)}) {
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
  auto whole = render_picture(*studio, leg, session, {1000, 1400}, options);
  const auto strong = strong_part(leg, fields, pattern);
  if (!whole || !strong) {
    return whole;
  }
  constexpr double kRoomAround = 1.45;
  session.camera_fits = false;
  session.camera.target_mm = strong->first;
  session.camera.distance_mm =
      std::max(120.0, kRoomAround * strong->second) / std::tan(radians(0.5 * session.camera.field_of_view_deg));
  auto near = render_picture(*studio, leg, session, {1100, 1400}, options);
  return near ? Result<render::Image>(beside(*whole, *near)) : near;
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
