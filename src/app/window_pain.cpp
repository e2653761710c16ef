// Where it hurts, in the window: the brush, the probe, the answers, and drawings as files.
#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <filesystem>

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "app/image_file.hpp"
#include "app/window_loop.hpp"
#include "core/files.hpp"
#include "scene/under_pointer.hpp"
#include "session/drawing_file.hpp"
#include "ui/text.hpp"

namespace crus::app {
namespace fs = std::filesystem;
namespace {

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  std::array<char, 16> buffer{};
  if (localtime_r(&now, &parts) == nullptr || std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d", &parts) == 0) {
    return {};
  }
  return buffer.data();
}

// The zones in which a good part of the drawing's weight lies, by name.
std::vector<std::string> touched_zones(const pain::PainFields& fields, std::span<const float> drawn) {
  std::vector<std::string> zones;
  for (const pain::ZoneField& zone : fields.zones) {
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      if (drawn[i] > 0.2F && zone.values[i] > 0.5F) {
        zones.push_back(zone.zone);
        break;
      }
    }
  }
  return zones;
}

Error in_file(Error error, const std::string& file) {
  error.where = file + (error.where.empty() ? "" : ", " + error.where);
  return error;
}

}  // namespace

// Lays the brush where the pointer is, closely enough that a stroke has no gaps.
void WindowLoop::paint_at(const glm::vec2& position) {
  constexpr float kStepPx = 4.0F;
  if (!desk_.leg() || (painting_ && glm::distance(*painting_, position) < kStepPx * scale_)) {
    return;
  }
  painting_ = position;
  if (const auto place = rest_place_at(position)) {
    static_cast<void>(run_line(fmt::format("hurt.dab {:.2f} {:.2f} {:.2f}", place->x, place->y, place->z), "hurt.dab"));
  }
}

// Where the skin under the pointer is at rest.
std::optional<glm::dvec3> WindowLoop::rest_place_at(const glm::vec2& position) const {
  if (!desk_.leg() || !pain_) {
    return std::nullopt;
  }
  const auto place = scene::skin_under_pointer(*desk_.leg(), desk_.session(), picture_pixels(), pixel_of(position));
  if (!place) {
    return std::nullopt;
  }
  const auto rest = pain_->rest_places();
  glm::dvec3 point(0.0);
  for (glm::length_t k = 0; k < 3; ++k) {
    point += static_cast<double>(place->weights[k]) * glm::dvec3(rest[place->corners[k]]);
  }
  point.z = desk_.leg()->side != pain_->side ? -point.z : point.z;
  return point;
}

// "Underside of the heel: essential 1.0 (Soleus, lower point)" over a shown pattern.
std::string WindowLoop::probe_words() const {
  const LegPtr leg = desk_.leg();
  const Session& session = desk_.session();
  if (!pain_ || session.overlays.shown.empty() || leg->pain() == nullptr) {
    return {};
  }
  const auto place = scene::skin_under_pointer(*leg, session, picture_pixels(), pixel_of(pointer_position_));
  if (!place) {
    return {};
  }
  const pain::SkinProbe::Where where{place->corners, place->weights, 0.0F};
  std::string words;
  for (const std::string& id : session.overlays.shown) {
    if (const pain::ZoneField* zone = leg->pain()->pattern(id) == nullptr ? pain_->zone(id) : nullptr) {
      const double value = pain::SkinProbe::value(zone->values, where);
      words += value < 0.01
                   ? std::string()
                   : fmt::format("{}{}: {:.2f}", words.empty() ? "" : "\n", leg->pain()->zone(id)->name, value);
    }
  }
  for (const pain::Included& one : pain::patterns_at(*leg->pain(), *pain_, where)) {
    const auto& shown = session.overlays.shown;
    if (std::find(shown.begin(), shown.end(), one.pattern->id) != shown.end()) {
      words += fmt::format("{}{}: {} {:.2f}, {}", words.empty() ? "" : "\n", one.zone->name,
                           one.essential ? "essential" : "spillover", one.weight, one.pattern->name);
    }
  }
  return words;
}

void WindowLoop::answer_questions() {
  const LegPtr leg = desk_.leg();
  if (!leg || !pain_ || leg->pain() == nullptr) {
    asked_.reset();
    at_spot_.clear();
    answer_.reset();
    return;
  }
  pain::Drawing now = desk_.session().drawing;
  now.brush = {};
  if (asked_ == now) {
    return;
  }
  asked_ = now;
  at_spot_.clear();
  answer_.reset();
  const geometry::Mesh skin = pain::rest_skin(*pain_, *leg);
  if (now.spot_mm) {
    if (const auto hit = geometry::SurfaceTree(skin).closest(glm::vec3(*now.spot_mm))) {
      at_spot_ = pain::patterns_at(*leg->pain(), *pain_, {skin.triangles[hit->triangle], hit->barycentric, 0.0F});
    }
  }
  if (!now.empty()) {
    const pain::Canvas canvas(skin);
    const std::vector<float> field = canvas.field_of(now.dabs);
    answer_ = pain::rank(*leg->pain(), *pain_, canvas.areas_mm2(), field, now.regions);
  }
}

Status WindowLoop::run_drawing_command(const std::vector<std::string>& words, bool& known) {
  const std::string& name = words.front();
  const std::string file = words.size() > 1 ? words[1] : std::string();
  known = name == "drawing.save" || name == "drawing.load" || name == "drawing.export";
  if (!known) {
    return {};
  }
  if (!desk_.leg() || !pain_) {
    return fail(ui::text::kNoPain);
  }
  return name == "drawing.save"   ? save_drawing(file)
         : name == "drawing.load" ? load_drawing(file)
                                  : export_drawing(file);
}

// Into an existing file of the same leg it is added, with its date.
Status WindowLoop::save_drawing(const std::string& file) {
  const fs::path target = file.empty() ? fs::path("crus-drawing.json") : fs::path(file);
  const pain::Drawing& drawing = desk_.session().drawing;
  if (drawing.empty()) {
    return fail("nothing has been drawn yet", target.string());
  }
  DrawingFile all{desk_.leg()->hash.hex(), std::string(name_of(desk_.leg()->side)), desk_.leg()->source, {}};
  std::error_code code;
  if (fs::exists(target, code)) {
    const auto text = read_text(target, kMaxDrawingBytes);
    auto before = text ? drawing_file_from_json(*text) : Result<DrawingFile>(tl::unexpected(text.error()));
    if (!before) {
      return tl::unexpected(in_file(before.error(), target.string()));
    }
    if (before->model != all.model || before->side != all.side) {
      return fail("the file holds drawings of another leg", target.string(), "save under another name");
    }
    all.drawings = std::move(before->drawings);
  }
  const pain::Canvas canvas(pain::rest_skin(*pain_, *desk_.leg()));
  all.drawings.push_back(
      {today(), drawing.dabs, drawing.regions, touched_zones(*pain_, canvas.field_of(drawing.dabs))});
  const Status written = write_atomically(target, to_json(all));
  if (written) {
    tell(ui::MessageKind::info, ui::text::kSaved + target.string());
  }
  return written;
}

// The last drawing of a file.
Status WindowLoop::load_drawing(const std::string& file) {
  if (file.empty()) {
    return fail(ui::text::kNoFileName);
  }
  const auto text = read_text(file, kMaxDrawingBytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  const auto read = drawing_file_from_json(*text);
  if (!read) {
    return tl::unexpected(in_file(read.error(), file));
  }
  if (read->drawings.empty()) {
    return fail("the file holds no drawing", file);
  }
  if (read->model != desk_.leg()->hash.hex() || read->side != name_of(desk_.leg()->side)) {
    return fail("the drawing was made on another leg", file,
                read->leg_words.empty() ? std::string() : "it was drawn on " + read->leg_words + " " + read->side);
  }
  Session session = desk_.session();
  // What is loaded is painted: the skin is made such that it is seen, as the first dab would.
  if (!paints_skin(session) && !read->drawings.back().dabs.empty()) {
    session.overlays.before = Overlays::Before{session.skin_opacity, session.peel};
    session.skin_opacity = kReadingSkinOpacity;
    session.peel.reset();
  }
  session.drawing.dabs = read->drawings.back().dabs;
  session.drawing.regions = read->drawings.back().regions;
  desk_.replace(session, "load pain drawing", glfwGetTime());
  return {};
}

// CSV of the answer, or a PNG of the picture, by the file's ending.
Status WindowLoop::export_drawing(const std::string& file) {
  const fs::path target = file.empty() ? fs::path("crus-drawing.csv") : fs::path(file);
  if (target.extension() == ".png") {
    return save_picture(target.string());
  }
  answer_questions();
  if (!answer_) {
    return fail("nothing has been drawn yet", target.string());
  }
  std::string csv = "pattern,name,overlap,explained,evidence\n";
  for (const pain::Ranked& ranked : answer_->patterns) {
    csv += fmt::format("{},\"{}\",{:.4f},{:.4f},{}\n", ranked.pattern->id, ranked.pattern->name, ranked.score,
                       ranked.explained, name_of(ranked.pattern->evidence));
  }
  csv += fmt::format("unexplained,,{:.4f},,\narea_mm2,,{:.1f},,\n", answer_->unexplained, answer_->area_mm2);
  const Status written = write_atomically(target, csv);
  if (written) {
    tell(ui::MessageKind::info, ui::text::kSaved + target.string());
  }
  return written;
}

}  // namespace crus::app
