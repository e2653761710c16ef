#include "app/image_file.hpp"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <png.h>

#include "core/files.hpp"
#include "core/text.hpp"

namespace crus::app {
namespace {

bool opaque(const render::Image& image) {
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) {
    if (image.rgba[i] != 255) {
      return false;
    }
  }
  return true;
}

void append(png_structp png, png_bytep data, std::size_t length) {
  auto& bytes = *static_cast<std::vector<std::byte>*>(png_get_io_ptr(png));
  const auto* first = reinterpret_cast<const std::byte*>(data);
  bytes.insert(bytes.end(), first, first + length);
}

void keep_message(png_structp png, png_const_charp text) {
  *static_cast<std::string*>(png_get_error_ptr(png)) = text;
  png_longjmp(png, 1);
}
void ignore_warning(png_structp, png_const_charp) {}

struct Writer {
  png_structp png = nullptr;
  png_infop info = nullptr;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  explicit Writer(std::string& message)
      : png(png_create_write_struct(PNG_LIBPNG_VER_STRING, &message, keep_message, ignore_warning)),
        info(png != nullptr ? png_create_info_struct(png) : nullptr) {}
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

// Only trivial objects live here: libpng leaves by longjmp. Level 1 with the "up" filter: flat backgrounds and upright
// bones repeat from row to row, and the picture must not wait for its file.
bool write_rows(const Writer& writer, const render::Image& image, bool with_alpha, std::vector<std::byte>* bytes) {
  if (setjmp(png_jmpbuf(writer.png)) != 0) {
    return false;
  }
  png_set_write_fn(writer.png, bytes, append, nullptr);
  png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height),
               8, with_alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(writer.png, writer.info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_compression_level(writer.png, 1);
  png_set_filter(writer.png, 0, PNG_FILTER_UP);
  png_write_info(writer.png, writer.info);
  if (!with_alpha) {
    png_set_filler(writer.png, 0, PNG_FILLER_AFTER);
  }
  const std::size_t stride = static_cast<std::size_t>(image.width) * 4;
  for (std::size_t y = 0; y < static_cast<std::size_t>(image.height); ++y) {
    png_write_row(writer.png, image.rgba.data() + y * stride);
  }
  png_write_end(writer.png, writer.info);
  return true;
}

}  // namespace

Result<std::vector<std::byte>> encode_png(const render::Image& image) {
  std::string message = "out of memory";
  std::vector<std::byte> bytes;
  bytes.reserve(image.rgba.size() / 8 + 4096);
  const bool with_alpha = !opaque(image);
  const Writer writer(message);
  if (writer.png == nullptr || writer.info == nullptr || !write_rows(writer, image, with_alpha, &bytes)) {
    return fail("cannot encode the picture", {}, message);
  }
  return bytes;
}

Status picture_name(const std::filesystem::path& file) {
  constexpr std::array<std::string_view, 10> kOthers{".jpg",  ".jpeg", ".gif", ".bmp", ".tif",
                                                     ".tiff", ".webp", ".exr", ".svg", ".pdf"};
  if (std::find(kOthers.begin(), kOthers.end(), lower(file.extension().string())) == kOthers.end()) {
    return {};
  }
  std::filesystem::path png = file;
  return fail("pictures are written as PNG", file.string(), "name it " + png.replace_extension(".png").string());
}

Status write_png(const render::Image& image, const std::filesystem::path& file) {
  if (Status named = picture_name(file); !named) {
    return named;
  }
  const auto bytes = encode_png(image);
  if (!bytes) {
    return fail(bytes.error().what, file.string(), bytes.error().advice);
  }
  return write_atomically(file, *bytes);
}

Result<render::Image> read_png(const std::filesystem::path& file) {
  const auto bytes = read_bytes(file);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&png, bytes->data(), bytes->size()) == 0) {
    return fail("not a PNG", file.string(), png.message);
  }
  png.format = PNG_FORMAT_RGBA;
  render::Image image;
  image.width = static_cast<int>(png.width);
  image.height = static_cast<int>(png.height);
  image.rgba.resize(PNG_IMAGE_SIZE(png));
  if (png_image_finish_read(&png, nullptr, image.rgba.data(), 0, nullptr) == 0) {
    return fail("damaged PNG", file.string(), png.message);
  }
  return image;
}

}  // namespace crus::app
