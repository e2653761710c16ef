// Pain drawings as files, in the window: saved with their date, loaded, chosen among, compared, exported.
#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <filesystem>

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "app/window_loop.hpp"
#include "core/files.hpp"
#include "core/text.hpp"
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

// Of the drawings of a file, counted from 1; nothing where the word is no such number.
std::optional<std::size_t> number_of(const std::string& word, std::size_t count) {
  std::size_t number = 0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool good = code == std::errc() && end == word.data() + word.size() && number >= 1 && number <= count;
  return good ? std::optional(number - 1) : std::nullopt;
}

tl::unexpected<Error> no_such_drawing(const std::string& word, std::size_t count) {
  return fail("there is no such drawing", "'" + word + "'", fmt::format("say a number from 1 to {}", count));
}

}  // namespace

Status WindowLoop::run_drawing_command(const std::vector<std::string>& words, bool& known) {
  const std::string& name = words.front();
  const std::string value = words.size() > 1 ? words[1] : std::string();
  known = name == "drawing.save" || name == "drawing.load" || name == "drawing.export" || name == "drawing.choose" ||
          name == "drawing.compare";
  if (!known) {
    return {};
  }
  if (!desk_.leg() || !pain_) {
    return fail(pain_loader_.active() ? ui::text::kPainLoading : ui::text::kNoPain);
  }
  if (name == "drawing.save") {
    return save_drawing(value);
  }
  if (name == "drawing.load") {
    return load_drawing(value, words.size() > 2 ? words[2] : std::string());
  }
  if (name == "drawing.export") {
    return export_drawing(value);
  }
  return name == "drawing.choose" ? choose_drawing(value) : compare_drawing(value);
}

// Whether the drawings of a file lie on this leg.
Status WindowLoop::fits_leg(const DrawingFile& drawings, const std::string& file) const {
  if (drawings.model == desk_.leg()->hash.hex() && drawings.side == name_of(desk_.leg()->side)) {
    return {};
  }
  return fail(
      "the drawing was made on another leg", file,
      drawings.leg_words.empty() ? std::string() : "it was drawn on " + drawings.leg_words + " " + drawings.side);
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
    visited(target.parent_path());
    take_drawings(std::move(all), target.string());
  }
  return written;
}

// All drawings of a file; shows the one of this number, else the last.
Status WindowLoop::load_drawing(const std::string& file, const std::string& number) {
  if (file.empty()) {
    return fail(ui::text::kNoFileName);
  }
  const auto text = read_text(file, kMaxDrawingBytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  auto read = drawing_file_from_json(*text);
  if (!read) {
    return tl::unexpected(in_file(read.error(), file));
  }
  if (read->drawings.empty()) {
    return fail("the file holds no drawing", file);
  }
  if (const Status fits = fits_leg(*read, file); !fits) {
    return fits;
  }
  const std::size_t count = read->drawings.size();
  const auto chosen = number.empty() ? std::optional(count - 1) : number_of(number, count);
  if (!chosen) {
    return no_such_drawing(number, count);
  }
  visited(fs::path(file).parent_path());
  take_drawings(std::move(*read), file);
  show_drawing(*chosen);
  return {};
}

// The drawings the panel offers to choose among, the last one chosen.
void WindowLoop::take_drawings(DrawingFile drawings, std::string file) {
  book_ = {std::move(file), std::move(drawings), 0, {}, {}};
  const pain::Canvas canvas(pain::rest_skin(*pain_, *desk_.leg()));
  for (const DatedDrawing& drawing : book_.file.drawings) {
    const std::vector<float> field = canvas.field_of(drawing.dabs);
    const pain::Comparison extent = pain::compare(canvas.areas_mm2(), field, field);
    book_.rows.push_back({drawing.date, extent.area_now_mm2});
  }
  book_.chosen = book_.rows.size() - 1;
}

void WindowLoop::show_drawing(std::size_t index) {
  const DatedDrawing& drawing = book_.file.drawings[index];
  book_.chosen = index;
  Session session = desk_.session();
  session.drawing.dabs = drawing.dabs;
  session.drawing.regions = drawing.regions;
  replace_drawing(std::move(session));
}

// What is loaded is painted: the skin is made such that it is seen, as the first dab would.
void WindowLoop::replace_drawing(Session session) {
  if (!paints_skin(desk_.session()) && paints_skin(session)) {
    session.overlays.before = Overlays::Before{session.skin_opacity, session.peel};
    session.skin_opacity = kReadingSkinOpacity;
    session.peel.reset();
  }
  desk_.replace(session, ui::text::kDrawingStep, glfwGetTime());
}

Status WindowLoop::choose_drawing(const std::string& number) {
  const auto index = number_of(number, book_.rows.size());
  if (!index) {
    return book_.rows.empty() ? fail(ui::text::kNoDrawings, {}, ui::text::kNoDrawingsAdvice)
                              : no_such_drawing(number, book_.rows.size());
  }
  if (const Status fits = fits_leg(book_.file, book_.name); !fits) {
    return fits;
  }
  show_drawing(*index);
  return {};
}

// Another date of the file beside the drawing, as it is.
Status WindowLoop::compare_drawing(const std::string& number) {
  Session session = desk_.session();
  if (number == "off") {
    book_.compared.reset();
    session.drawing.earlier.clear();
    session.drawing.earlier_date.clear();
    desk_.replace(session, ui::text::kDrawingStep, glfwGetTime());
    return {};
  }
  const auto index = number_of(number, book_.rows.size());
  if (!index) {
    return book_.rows.empty() ? fail(ui::text::kNoDrawings, {}, ui::text::kNoDrawingsAdvice)
                              : no_such_drawing(number, book_.rows.size());
  }
  if (const Status fits = fits_leg(book_.file, book_.name); !fits) {
    return fits;
  }
  book_.compared = *index;
  session.drawing.earlier = book_.file.drawings[*index].dabs;
  session.drawing.earlier_date = book_.file.drawings[*index].date;
  replace_drawing(std::move(session));
  return {};
}

// CSV of the answer and of the comparison, or a PNG of the picture, by the file's ending.
Status WindowLoop::export_drawing(const std::string& file) {
  const fs::path target = file.empty() ? fs::path("crus-drawing.csv") : fs::path(file);
  if (lower(target.extension().string()) == ".png") {
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
  if (comparison_) {
    csv += fmt::format("compared_with,\"{}\",{:.4f},,\ncompared_area_mm2,,{:.1f},,\n",
                       desk_.session().drawing.earlier_date, comparison_->agreement, comparison_->area_before_mm2);
  }
  const Status written = write_atomically(target, csv);
  if (written) {
    tell(ui::MessageKind::info, ui::text::kSaved + target.string());
    visited(target.parent_path());
  }
  return written;
}

void WindowLoop::describe_drawings(ui::Context& context) const {
  context.drawings = book_.rows;
  context.drawings_file = fs::path(book_.name).filename().string();
  context.drawing_chosen = book_.chosen;
  context.drawing_compared = desk_.session().drawing.earlier.empty() ? std::nullopt : book_.compared;
  context.comparison = comparison_ ? &*comparison_ : nullptr;
}

}  // namespace crus::app
