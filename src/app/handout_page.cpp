#include "app/handout_page.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <utility>

#include <cairo/cairo-ft.h>
#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>

#include <ft2build.h>
#include FT_FREETYPE_H

namespace crus::app {
namespace {

// Points of 1/72 inch.
constexpr double kMargin = 46.0;
constexpr double kPixelsPerPoint = 200.0 / 72.0;

struct Size {
  double width, height;
};
Size size_of(Paper paper) { return paper == Paper::a4 ? Size{595.276, 841.89} : Size{612.0, 792.0}; }

template <auto Destroy>
struct Destroyer {
  template <class T>
  void operator()(T* object) const {
    Destroy(object);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroyer<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Destroyer<cairo_destroy>>;
using Face = std::unique_ptr<cairo_font_face_t, Destroyer<cairo_font_face_destroy>>;

// A face of a font file as Cairo keeps it: Cairo may hold on to it after the page is done, so it owns what it needs.
struct HeldFace {
  std::shared_ptr<FT_LibraryRec_> library;
  FT_Face face = nullptr;
};
void release(void* held) {
  auto* own = static_cast<HeldFace*>(held);
  FT_Done_Face(own->face);
  delete own;
}

Result<Face> load_face(const std::shared_ptr<FT_LibraryRec_>& library, const std::filesystem::path& file) {
  static const cairo_user_data_key_t kKey{};
  auto held = std::make_unique<HeldFace>();
  held->library = library;
  if (FT_New_Face(library.get(), file.c_str(), 0, &held->face) != 0) {
    return fail("cannot read the font", file.string());
  }
  Face face(cairo_ft_font_face_create_for_ft_face(held->face, 0));
  if (cairo_font_face_set_user_data(face.get(), &kKey, held.get(), release) != CAIRO_STATUS_SUCCESS) {
    release(held.release());
    return fail("cannot use the font", file.string());
  }
  static_cast<void>(held.release());
  return face;
}

class Typefaces {
 public:
  static Result<Typefaces> load(const std::filesystem::path& folder) {
    FT_Library started = nullptr;
    if (FT_Init_FreeType(&started) != 0) {
      return fail("the font library does not start");
    }
    const std::shared_ptr<FT_LibraryRec_> library(started, [](FT_Library own) { FT_Done_FreeType(own); });
    auto regular = load_face(library, folder / "Inter-Regular.otf");
    if (!regular) {
      return tl::unexpected(regular.error());
    }
    auto bold = load_face(library, folder / "Inter-SemiBold.otf");
    if (!bold) {
      return tl::unexpected(bold.error());
    }
    return Typefaces(std::move(*regular), std::move(*bold));
  }
  [[nodiscard]] cairo_font_face_t* face(bool bold) const { return bold ? bold_.get() : regular_.get(); }

 private:
  Typefaces(Face regular, Face bold) : regular_(std::move(regular)), bold_(std::move(bold)) {}
  Face regular_, bold_;
};

struct Ink {
  double red, green, blue;
};
constexpr Ink kBlack{0.09, 0.10, 0.12};
constexpr Ink kGrey{0.36, 0.38, 0.42};
constexpr Ink kRed{0.66, 0.16, 0.05};

class Page {
 public:
  Page(cairo_t* context, Size size, const Typefaces& faces) : context_(context), size_(size), faces_(faces) {}

  void draw(const Handout& handout) {
    cairo_set_source_rgb(context_, 1.0, 1.0, 1.0);
    cairo_paint(context_);
    // Long texts make everything a little smaller until all of it fits above the picture's least height.
    constexpr double kLeastPicture = 250.0;
    double scale = 1.0;
    while (scale > 0.2 && text_height(handout, scale) > size_.height - 2.0 * kMargin - kLeastPicture) {
      scale -= 0.03;
    }
    const double below = lower_height(handout, scale);
    double y = kMargin;
    y = paragraph(handout.title, y, 30.0 * scale, true, kBlack, true);
    y = paragraph(handout.about, y + 2.0, 13.0 * scale, false, kGrey, true) + 10.0;
    const double bottom = size_.height - kMargin - below;
    place(handout.picture, y, bottom - y - 12.0);
    lower(handout, bottom, scale, true);
  }

 private:
  [[nodiscard]] double width() const { return size_.width - 2.0 * kMargin; }

  double text_height(const Handout& handout, double scale) {
    double y = paragraph(handout.title, 0.0, 30.0 * scale, true, kBlack, false);
    y = paragraph(handout.about, y + 2.0, 13.0 * scale, false, kGrey, false) + 10.0;
    return y + 12.0 + lower_height(handout, scale);
  }
  double lower_height(const Handout& handout, double scale) { return lower(handout, 0.0, scale, false); }

  // Sentences, warning, sources, the line that says what it is; where it ends.
  double lower(const Handout& handout, double y, double scale, bool show) {
    for (const std::string& sentence : handout.sentences) {
      y = paragraph(sentence, y, 16.5 * scale, false, kBlack, show) + 7.0 * scale;
    }
    y += 5.0 * scale;
    const double top = y;
    y += 9.0;
    y = paragraph(handout.warning_title, y, 15.0 * scale, true, kRed, show, 10.0);
    y = paragraph(handout.warning, y + 2.0, 14.0 * scale, false, kBlack, show, 10.0) + 9.0;
    if (show) {
      cairo_set_source_rgb(context_, kRed.red, kRed.green, kRed.blue);
      cairo_set_line_width(context_, 1.4);
      cairo_rectangle(context_, kMargin, top, width(), y - top);
      cairo_stroke(context_);
    }
    y += 9.0;
    std::string sources = "Sources: ";
    for (std::size_t i = 0; i < handout.sources.size(); ++i) {
      sources += (i == 0 ? "" : "; ") + handout.sources[i];
    }
    y = paragraph(sources, y, 8.5 * scale, false, kGrey, show) + 3.0;
    y = paragraph(handout.credit, y, 8.5 * scale, false, kGrey, show) + 4.0;
    return paragraph(handout.disclaimer, y, 12.0 * scale, true, kBlack, show);
  }

  void set_font(double size, bool bold) {
    cairo_set_font_face(context_, faces_.face(bold));
    cairo_set_font_size(context_, size);
  }
  double measure(const std::string& words) {
    cairo_text_extents_t extents;
    cairo_text_extents(context_, words.c_str(), &extents);
    return extents.x_advance;
  }

  // Broken into lines; where it ends.
  double paragraph(const std::string& words, double y, double size, bool bold, const Ink& ink, bool show,
                   double inset = 0.0) {
    if (words.empty()) {
      return y;
    }
    set_font(size, bold);
    cairo_set_source_rgb(context_, ink.red, ink.green, ink.blue);
    const double room = width() - 2.0 * inset;
    std::string line;
    std::size_t from = 0;
    const auto put = [&] {
      y += 1.3 * size;
      if (show) {
        cairo_move_to(context_, kMargin + inset, y - 0.3 * size);
        cairo_show_text(context_, line.c_str());
      }
    };
    while (from < words.size()) {
      const std::size_t to = std::min(words.find(' ', from), words.size());
      const std::string word = words.substr(from, to - from);
      const std::string longer = line.empty() ? word : line + " " + word;
      if (!line.empty() && measure(longer) > room) {
        put();
        line = word;
      } else {
        line = longer;
      }
      from = to + 1;
    }
    put();
    return y;
  }

  void place(const render::Image& image, double top, double height) {
    if (image.width <= 0 || image.height <= 0 || height <= 0.0) {
      return;
    }
    // Cairo keeps 32 bits a pixel, blue first on little-endian machines.
    Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width, image.height));
    unsigned char* to = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        const auto i =
            4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x));
        const std::uint32_t pixel = (static_cast<std::uint32_t>(image.rgba[i]) << 16U) |
                                    (static_cast<std::uint32_t>(image.rgba[i + 1]) << 8U) | image.rgba[i + 2];
        std::memcpy(to + static_cast<std::ptrdiff_t>(y) * stride + static_cast<std::ptrdiff_t>(x) * 4, &pixel,
                    sizeof(pixel));
      }
    }
    cairo_surface_mark_dirty(surface.get());
    const double scale = std::min(width() / image.width, height / image.height);
    cairo_save(context_);
    cairo_translate(context_, 0.5 * (size_.width - scale * image.width), top + 0.5 * (height - scale * image.height));
    cairo_scale(context_, scale, scale);
    cairo_set_source_surface(context_, surface.get(), 0.0, 0.0);
    cairo_paint(context_);
    cairo_restore(context_);
  }

  cairo_t* context_;
  Size size_;
  const Typefaces& faces_;
};

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
  auto* bytes = static_cast<std::vector<std::byte>*>(closure);
  const auto* from = reinterpret_cast<const std::byte*>(data);
  bytes->insert(bytes->end(), from, from + length);
  return CAIRO_STATUS_SUCCESS;
}

Status drawn(cairo_surface_t* surface, cairo_t* context) {
  for (const cairo_status_t status : {cairo_status(context), cairo_surface_status(surface)}) {
    if (status != CAIRO_STATUS_SUCCESS) {
      return fail("the page cannot be drawn", {}, cairo_status_to_string(status));
    }
  }
  return {};
}

}  // namespace

Result<std::vector<std::byte>> handout_pdf(const Handout& handout, Paper paper, const std::filesystem::path& fonts) {
  const auto faces = Typefaces::load(fonts);
  if (!faces) {
    return tl::unexpected(faces.error());
  }
  const Size size = size_of(paper);
  std::vector<std::byte> bytes;
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, size.width, size.height));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, handout.title.c_str());
    const Context context(cairo_create(surface.get()));
    Page(context.get(), size, *faces).draw(handout);
    cairo_show_page(context.get());
    cairo_surface_finish(surface.get());
    if (const Status status = drawn(surface.get(), context.get()); !status) {
      return tl::unexpected(status.error());
    }
  }
  return bytes;
}

Result<render::Image> handout_image(const Handout& handout, Paper paper, const std::filesystem::path& fonts) {
  const auto faces = Typefaces::load(fonts);
  if (!faces) {
    return tl::unexpected(faces.error());
  }
  const Size size = size_of(paper);
  render::Image image;
  image.width = static_cast<int>(std::lround(size.width * kPixelsPerPoint));
  image.height = static_cast<int>(std::lround(size.height * kPixelsPerPoint));
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width, image.height));
  {
    const Context context(cairo_create(surface.get()));
    cairo_scale(context.get(), kPixelsPerPoint, kPixelsPerPoint);
    Page(context.get(), size, *faces).draw(handout);
    cairo_surface_flush(surface.get());
    if (const Status status = drawn(surface.get(), context.get()); !status) {
      return tl::unexpected(status.error());
    }
  }
  const unsigned char* from = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  image.rgba.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 4, 255);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, from + static_cast<std::ptrdiff_t>(y) * stride + static_cast<std::ptrdiff_t>(x) * 4,
                  sizeof(pixel));
      const auto i =
          4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x));
      image.rgba[i] = static_cast<std::uint8_t>(pixel >> 16U);
      image.rgba[i + 1] = static_cast<std::uint8_t>(pixel >> 8U);
      image.rgba[i + 2] = static_cast<std::uint8_t>(pixel);
    }
  }
  return image;
}

}  // namespace crus::app
